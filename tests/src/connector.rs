//! In-process faults: an HTTP client for the AWS SDK that passes, fails or cuts off each call by a
//! plan.
//!
//! Above it are the adapters, the SDK and its retries; below it is a real engine. Nothing here
//! waits: a time-out is an immediate error, and a retry follows without a pause. A call that has
//! reached the engine is carried out even if its caller is gone, as on a network;
//! [`Connector::quiet`] waits for such calls.

use std::fmt;
use std::future::Future;
use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use aws_sdk_dynamodb::config::retry::{RetryConfig, RetryPartition, TokenBucket};
use aws_sdk_dynamodb::config::timeout::TimeoutConfig;
use aws_sdk_dynamodb::config::{
    AsyncSleep, BehaviorVersion, Credentials, IdentityCache, Region, Sleep, StalledStreamProtectionConfig,
};
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::byte_stream::ByteStream;
use tokio::sync::watch;

use crate::proxy::Fault;

type Plan = Box<dyn FnMut(&str) -> Fault + Send>;

/// The client. Clones share the plan.
#[derive(Clone)]
pub struct Connector {
    inner: SharedHttpClient,
    shared: Arc<Shared>,
}

struct Shared {
    plan: Mutex<Plan>,
    harmed: AtomicUsize,
    under_way: watch::Sender<usize>,
}

impl Connector {
    /// Returns a client that passes everything. To be used inside one Tokio runtime.
    #[must_use]
    pub fn new() -> Self {
        let shared = Shared {
            plan: Mutex::new(Box::new(|_| Fault::Pass)),
            harmed: AtomicUsize::new(0),
            under_way: watch::Sender::new(0),
        };
        Self { inner: aws_smithy_http_client::Builder::new().build_http(), shared: Arc::new(shared) }
    }

    /// Lets `plan` decide for each operation from now on.
    pub fn plan(&self, plan: impl FnMut(&str) -> Fault + Send + 'static) {
        *self.shared.plan() = Box::new(plan);
    }

    /// Passes everything from now on.
    pub fn heal(&self) {
        self.plan(|_| Fault::Pass);
    }

    /// Returns how many calls have met a fault since the last time.
    #[must_use]
    pub fn take_harmed(&self) -> usize {
        self.shared.harmed.swap(0, Ordering::Relaxed)
    }

    /// Waits until the engines have finished all calls, abandoned ones included.
    pub async fn quiet(&self) {
        // The sender lives as long as this borrow.
        let _ = self.shared.under_way.subscribe().wait_for(|calls| *calls == 0).await;
    }

    /// Returns a DynamoDB client for `endpoint`, with the SDK's standard retries.
    #[must_use]
    pub fn dynamodb(&self, endpoint: &str) -> aws_sdk_dynamodb::Client {
        let config = aws_sdk_dynamodb::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new("us-east-1"))
            .credentials_provider(credentials())
            .identity_cache(IdentityCache::no_cache())
            .http_client(self.clone())
            .sleep_impl(NoPause)
            .timeout_config(TimeoutConfig::disabled())
            .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
            .retry_config(RetryConfig::standard())
            .retry_partition(no_quota())
            .endpoint_url(endpoint);
        aws_sdk_dynamodb::Client::from_conf(config.build())
    }

    /// Returns an SQS client for `endpoint`, with the SDK's standard retries.
    #[must_use]
    pub fn sqs(&self, endpoint: &str) -> aws_sdk_sqs::Client {
        let config = aws_sdk_sqs::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new("us-east-1"))
            .credentials_provider(credentials())
            .identity_cache(IdentityCache::no_cache())
            .http_client(self.clone())
            .sleep_impl(NoPause)
            .timeout_config(TimeoutConfig::disabled())
            .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
            .retry_config(RetryConfig::standard())
            .retry_partition(no_quota())
            .endpoint_url(endpoint);
        aws_sdk_sqs::Client::from_conf(config.build())
    }
}

impl Default for Connector {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Connector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connector").finish_non_exhaustive()
    }
}

impl HttpClient for Connector {
    fn http_connector(&self, settings: &HttpConnectorSettings, components: &RuntimeComponents) -> SharedHttpConnector {
        let inner = self.inner.http_connector(settings, components);
        SharedHttpConnector::new(Line { inner, shared: self.shared.clone() })
    }
}

impl Shared {
    fn plan(&self) -> MutexGuard<'_, Plan> {
        self.plan.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The connector as one call sees it.
struct Line {
    inner: SharedHttpConnector,
    shared: Arc<Shared>,
}

impl fmt::Debug for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Line").finish_non_exhaustive()
    }
}

impl HttpConnector for Line {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let target = request.headers().get("x-amz-target").unwrap_or_default();
        let fault = (self.shared.plan())(target.rsplit('.').next().unwrap_or_default());
        if fault != Fault::Pass {
            self.shared.harmed.fetch_add(1, Ordering::Relaxed);
        }
        let reset = || ConnectorError::io(io::Error::from(io::ErrorKind::ConnectionReset).into());
        let late = || ConnectorError::timeout(io::Error::from(io::ErrorKind::TimedOut).into());
        match fault {
            Fault::FailBeforeSend | Fault::Reset => HttpConnectorFuture::ready(Err(reset())),
            Fault::Delay(_) | Fault::Held => HttpConnectorFuture::ready(Err(late())),
            Fault::Status(status, kind) => HttpConnectorFuture::ready(aws_error(status, kind)),
            Fault::Skewed => HttpConnectorFuture::ready(skewed()),
            Fault::Pass => HttpConnectorFuture::new(self.carry_out(request)),
            Fault::HalfResponse => {
                let answer = self.carry_out(request);
                HttpConnectorFuture::new(async move { half(answer.await?) })
            }
            Fault::DropResponse => {
                let answer = self.carry_out(request);
                HttpConnectorFuture::new(async move { answer.await.and_then(|_| Err(reset())) })
            }
            Fault::Late(_) => {
                let answer = self.carry_out(request);
                HttpConnectorFuture::new(async move { answer.await.and_then(|_| Err(late())) })
            }
        }
    }
}

impl Line {
    /// Has the engine carry out the call, whether or not the caller waits for the answer.
    fn carry_out(&self, request: HttpRequest) -> impl Future<Output = Result<HttpResponse, ConnectorError>> + use<> {
        let call = self.inner.call(request);
        let shared = self.shared.clone();
        shared.under_way.send_modify(|calls| *calls += 1);
        let doing = tokio::spawn(async move {
            let answer = whole(call).await;
            shared.under_way.send_modify(|calls| *calls -= 1);
            answer
        });
        async move { doing.await.map_err(|ended| ConnectorError::other(ended.into(), None))? }
    }
}

async fn whole(call: HttpConnectorFuture) -> Result<HttpResponse, ConnectorError> {
    let mut answer = call.await?;
    let body = ByteStream::new(answer.take_body()).collect().await;
    let body = body.map_err(|broken| ConnectorError::io(broken.into()))?;
    *answer.body_mut() = SdkBody::from(body.into_bytes());
    Ok(answer)
}

fn half(mut answer: HttpResponse) -> Result<HttpResponse, ConnectorError> {
    let whole = answer.body().bytes().unwrap_or_default();
    let half = whole.get(..whole.len() / 2).unwrap_or_default().to_vec();
    *answer.body_mut() = SdkBody::from(half);
    Ok(answer)
}

fn aws_error(status: u16, kind: &str) -> Result<HttpResponse, ConnectorError> {
    let status = StatusCode::try_from(status).map_err(|wrong| ConnectorError::user(wrong.into()))?;
    let body = format!("{{\"__type\":\"{kind}\",\"message\":\"injected\"}}");
    Ok(HttpResponse::new(status, SdkBody::from(body)))
}

fn skewed() -> Result<HttpResponse, ConnectorError> {
    let mut answer = aws_error(403, "RequestTimeTooSkewed")?;
    answer.headers_mut().insert("date", "Thu, 01 Jan 2015 00:00:00 GMT");
    Ok(answer)
}

/// The engines do not check signatures.
fn credentials() -> Credentials {
    Credentials::new("000000000000", "test", None, None, "test")
}

/// The retry quota is shared by the whole process; a test must not depend on those before it.
fn no_quota() -> RetryPartition {
    RetryPartition::custom("without a quota").token_bucket(TokenBucket::unlimited()).build()
}

/// Skips the pause before a retry.
#[derive(Debug)]
struct NoPause;

impl AsyncSleep for NoPause {
    fn sleep(&self, _: Duration) -> Sleep {
        Sleep::new(std::future::ready(()))
    }
}
