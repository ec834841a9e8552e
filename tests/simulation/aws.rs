//! AWS in this thread: an HTTP client for the SDK that takes each call to an engine in simulated
//! time.
//!
//! Everything above it is the deployed code: the clients with their time-outs and retries. A call
//! arrives even if its sender is gone by then, and perhaps after the call that replaced it.

use std::fmt;
use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use aws_sdk_dynamodb::config::retry::{RetryPartition, TokenBucket};
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;
use frontdesk::aws::Clients;
use tokio::sync::oneshot;
use tokio::time::sleep;

use crate::random::Random;
use crate::weather::{Fate, Service};
use crate::world::World;

tokio::task_local! {
    /// The invocation that the code below the SDK is called for.
    pub(crate) static INVOCATION: Arc<Invocation>;
}

/// One run of a function.
#[derive(Debug)]
pub(crate) struct Invocation {
    /// Its name in the trace.
    pub(crate) name: String,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    random: Random,
    /// The services that failed or were slow.
    harmed: Vec<Service>,
    ended_at: Option<u64>,
    was_cut: bool,
}

impl Invocation {
    pub(crate) fn new(name: String, random: Random) -> Arc<Self> {
        let state = State { random, harmed: Vec::new(), ended_at: None, was_cut: false };
        Arc::new(Self { name, state: Mutex::new(state) })
    }

    /// Records its end: done, or cut off by a crash or its time limit.
    pub(crate) fn end(&self, now: u64, was_cut: bool) {
        let mut state = self.state.lock().unwrap();
        (state.ended_at, state.was_cut) = (Some(now), was_cut);
    }

    pub(crate) fn was_harmed_by(&self, service: Service) -> bool {
        self.state.lock().unwrap().harmed.contains(&service)
    }

    /// Reports whether it met no fault and ended before `time`.
    pub(crate) fn ran_well_before(&self, time: u64) -> bool {
        let state = self.state.lock().unwrap();
        state.harmed.is_empty() && !state.was_cut && state.ended_at.is_some_and(|ended| ended < time)
    }

    pub(crate) fn is_running(&self) -> bool {
        self.state.lock().unwrap().ended_at.is_none()
    }

    pub(crate) fn was_harmed(&self) -> bool {
        let state = self.state.lock().unwrap();
        state.was_cut || !state.harmed.is_empty()
    }
}

/// A function's clients for the simulated AWS. The retry quota is that of one sandbox.
pub(crate) struct Line {
    pub(crate) dynamodb: aws_sdk_dynamodb::Client,
    pub(crate) sqs: aws_sdk_sqs::Client,
    pub(crate) secrets_manager: aws_sdk_secretsmanager::Client,
}

impl Line {
    pub(crate) fn new(clients: &Clients, world: &Arc<World>) -> Self {
        let aws = Aws(Arc::clone(world));
        let quota = || RetryPartition::custom("sandbox").token_bucket(TokenBucket::default()).build();
        macro_rules! through {
            ($client:expr, $package:ident) => {{
                let client = $client;
                let config = client.config();
                // Without jitter, the only chance in the SDK.
                let retries = config.retry_config().unwrap().clone().with_use_static_exponential_base(true);
                let config =
                    config.to_builder().http_client(aws.clone()).retry_config(retries).retry_partition(quota());
                $package::Client::from_conf(config.build())
            }};
        }
        Self {
            dynamodb: through!(clients.dynamodb(), aws_sdk_dynamodb),
            sqs: through!(clients.sqs(), aws_sdk_sqs),
            secrets_manager: through!(clients.secrets_manager(), aws_sdk_secretsmanager),
        }
    }
}

#[derive(Clone)]
struct Aws(Arc<World>);

impl fmt::Debug for Aws {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Aws").finish_non_exhaustive()
    }
}

impl HttpClient for Aws {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

impl HttpConnector for Aws {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let world = Arc::clone(&self.0);
        let invocation = INVOCATION.with(Arc::clone);
        let target = request.headers().get("x-amz-target").unwrap_or_default().to_owned();
        let body = request.body().bytes().unwrap_or_default().to_vec();
        let service = Service::of_target(&target);
        let way = {
            let mut state = invocation.state.lock().unwrap();
            let way = world.way(service, &mut state.random);
            if way.is_harmed() {
                state.harmed.push(service);
            }
            way
        };
        let (there, back) = (Duration::from_millis(way.there), Duration::from_millis(way.back));
        let carried = matches!(way.fate, Fate::Passes | Fate::AnswerLost).then(|| {
            let (send, answer) = oneshot::channel();
            tokio::spawn(async move {
                sleep(there).await;
                let _ = send.send(world.carry_out(&invocation, service, &target, &body));
            });
            answer
        });
        HttpConnectorFuture::new(async move {
            let reset = || ConnectorError::io(io::Error::from(io::ErrorKind::ConnectionReset).into());
            match (way.fate, carried) {
                (Fate::Passes, Some(answer)) => {
                    let (status, body) = answer.await.map_err(|_| reset())?;
                    sleep(back).await;
                    response(status, body)
                }
                (Fate::AnswerLost, _) if way.back % 2 == 0 => {
                    sleep(there + back).await;
                    Err(reset())
                }
                (Fate::Refused(status, kind), _) => {
                    sleep(there + back).await;
                    response(status, format!("{{\"__type\":\"{kind}\",\"message\":\"simulated\"}}"))
                }
                (Fate::Reset, _) => {
                    sleep(there).await;
                    Err(reset())
                }
                _ => std::future::pending().await,
            }
        })
    }
}

fn response(status: u16, body: String) -> Result<HttpResponse, ConnectorError> {
    let status = StatusCode::try_from(status).map_err(|wrong| ConnectorError::user(wrong.into()))?;
    Ok(HttpResponse::new(status, SdkBody::from(body)))
}
