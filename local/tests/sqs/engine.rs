//! An endpoint for each test, with its clock and a client.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};

use aws_sdk_sqs::config::retry::RetryConfig;
use aws_sdk_sqs::config::{BehaviorVersion, Credentials, Region};
use aws_sdk_sqs::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_sqs::types::{Message, MessageAttributeValue, QueueAttributeName};
use aws_sdk_sqs::{Client, Config};
use frontdesk_local::sqs::Sqs;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// Where the clock of every test starts: 2026-11-20T10:00:00Z.
pub(crate) const START: i64 = 1_795_168_800_000;

pub(crate) struct Engine {
    pub(crate) client: Client,
    pub(crate) sqs: Sqs,
    pub(crate) address: SocketAddr,
    now: Arc<AtomicI64>,
    calls: Arc<AtomicUsize>,
    stop: oneshot::Sender<()>,
    served: JoinHandle<std::io::Result<()>>,
}

impl Engine {
    pub(crate) async fn start() -> Self {
        Self::over(Sqs::in_memory().unwrap()).await
    }

    pub(crate) async fn over(sqs: Sqs) -> Self {
        let (now, calls) = (Arc::new(AtomicI64::new(START)), Arc::new(AtomicUsize::new(0)));
        let (time, count) = (Arc::clone(&now), Arc::clone(&calls));
        let sqs = sqs.with_clock(move || {
            count.fetch_add(1, Ordering::SeqCst);
            time.load(Ordering::SeqCst)
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let served = tokio::spawn(sqs.clone().serve(listener, async move {
            let _ = stopped.await;
        }));
        Self { client: client(address), sqs, address, now, calls, stop, served }
    }

    pub(crate) async fn queue(&self, name: &str, attributes: &[(&str, &str)]) -> String {
        self.sqs.create_queue(name, attributes.iter().copied()).unwrap();
        frontdesk_local::sqs::queue_url(&self.address.to_string(), name)
    }

    pub(crate) fn advance(&self, seconds: i64) {
        self.now.fetch_add(seconds * 1000, Ordering::SeqCst);
        self.sqs.clock_moved();
    }

    /// How many transactions there were.
    pub(crate) fn calls(&self) -> usize {
        self.calls.load(Ordering::SeqCst)
    }

    pub(crate) async fn send(&self, url: &str, body: &str) -> String {
        let sent = self.client.send_message().queue_url(url).message_body(body).send().await.unwrap();
        sent.message_id.unwrap()
    }

    /// Up to ten messages, with all attributes.
    pub(crate) async fn receive(&self, url: &str) -> Vec<Message> {
        let receive = self.client.receive_message().queue_url(url).max_number_of_messages(10);
        let receive = receive.message_system_attribute_names("All".into()).message_attribute_names("All");
        receive.send().await.unwrap().messages.unwrap_or_default()
    }

    pub(crate) async fn bodies(&self, url: &str) -> Vec<String> {
        self.receive(url).await.into_iter().map(|message| message.body.unwrap()).collect()
    }

    pub(crate) async fn attribute(&self, url: &str, name: &str) -> Option<String> {
        let name = QueueAttributeName::from(name);
        let asked = self.client.get_queue_attributes().queue_url(url).attribute_names(name.clone());
        asked.send().await.unwrap().attributes.unwrap_or_default().remove(&name)
    }

    /// Visible, delayed, in flight.
    pub(crate) async fn counts(&self, url: &str) -> [usize; 3] {
        let mut counts = [0; 3];
        for (count, suffix) in counts.iter_mut().zip(["", "Delayed", "NotVisible"]) {
            let name = format!("ApproximateNumberOfMessages{suffix}");
            *count = self.attribute(url, &name).await.unwrap().parse().unwrap();
        }
        counts
    }

    pub(crate) async fn stop(self) {
        let _ = self.stop.send(());
        self.served.await.unwrap().unwrap();
    }
}

/// Serves `sqs` with the clock that it has for as long as the test runs, and returns a client.
pub(crate) async fn serve(sqs: Sqs) -> Client {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let client = client(listener.local_addr().unwrap());
    tokio::spawn(sqs.serve(listener, std::future::pending()));
    client
}

pub(crate) fn client(address: SocketAddr) -> Client {
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .http_client(aws_smithy_http_client::Builder::new().build_http())
        .endpoint_url(format!("http://{address}"))
        .region(Region::new("eu-central-1"))
        .credentials_provider(Credentials::new("any", "thing", None, None, "test"))
        .retry_config(RetryConfig::disabled());
    Client::from_conf(config.build())
}

pub(crate) fn text(value: &str) -> MessageAttributeValue {
    attribute("String", value)
}

pub(crate) fn attribute(kind: &str, value: &str) -> MessageAttributeValue {
    MessageAttributeValue::builder().data_type(kind).string_value(value).build().unwrap()
}

/// The code by which clients in most languages identify the error, and its text.
pub(crate) fn refusal<T: std::fmt::Debug, E, R>(result: Result<T, SdkError<E, R>>) -> (String, String)
where
    E: ProvideErrorMetadata,
    R: std::fmt::Debug,
    SdkError<E, R>: ProvideErrorMetadata,
{
    let error = result.expect_err("must be refused");
    (error.code().expect("a code").to_owned(), error.message().expect("a text").to_owned())
}
