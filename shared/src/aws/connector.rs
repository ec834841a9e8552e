//! The HTTP connector beneath the SDK: hyper with HTTP/1.1 and rustls, and one connection pool for
//! all three clients.
//!
//! The SDK's own client brings HTTP/2, proxies and a look-up of the system's certificates. A
//! function needs none of them, and together they make up a quarter of the program. It also has a
//! pool and a TLS configuration for each connect timeout.

use std::error::Error;
use std::time::Duration;

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::connection::{CaptureSmithyConnection, ConnectionMetadata};
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::connect::{CaptureConnection, HttpConnector as Tcp, capture_connection};
use hyper_util::client::legacy::{Client, Error as ClientError};
use hyper_util::rt::{TokioExecutor, TokioTimer};
use rustls::crypto::ring::{self, cipher_suite};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};

/// The connections of a process. If TLS cannot be set up, every call fails with the reason.
#[derive(Debug, Clone)]
pub(super) struct Connector(Result<Client<HttpsConnector<Tcp>, SdkBody>, rustls::Error>);

impl Connector {
    /// Trusts these certificates (PEM; unreadable ones are skipped), and allows this long for
    /// connecting.
    pub(super) fn new(roots: &[u8], connect_timeout: Duration) -> Self {
        let mut tcp = Tcp::new();
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        tcp.set_connect_timeout(Some(connect_timeout));
        Self(tls(roots).map(|tls| {
            let https = HttpsConnectorBuilder::new().with_tls_config(tls).https_or_http().enable_http1();
            Client::builder(TokioExecutor::new()).pool_timer(TokioTimer::new()).build(https.wrap_connector(tcp))
        }))
    }
}

impl HttpClient for Connector {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

impl HttpConnector for Connector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let unusable = |error: BoxError| HttpConnectorFuture::ready(Err(ConnectorError::user(error)));
        let client = match &self.0 {
            Ok(client) => client,
            Err(error) => return unusable(error.clone().into()),
        };
        let mut request = match request.try_into_http1x() {
            Ok(request) => request,
            Err(error) => return unusable(error.into()),
        };
        let used = capture_connection(&mut request);
        if let Some(capture) = request.extensions().get::<CaptureSmithyConnection>() {
            capture.set_connection_retriever(move || poisonable(&used));
        }
        let answer = client.request(request);
        HttpConnectorFuture::new(async move {
            let answer = answer.await.map_err(failed)?;
            let answer = answer.map(SdkBody::from_body_1_x);
            HttpResponse::try_from(answer).map_err(|error| ConnectorError::other(error.into(), None))
        })
    }
}

/// The connection of a call, so that the SDK's retry after a transient error uses another one.
fn poisonable(used: &CaptureConnection) -> Option<ConnectionMetadata> {
    let used = used.clone();
    used.connection_metadata().as_ref()?;
    let poison = move || {
        if let Some(connection) = used.connection_metadata().as_ref() {
            connection.poison();
        }
    };
    Some(ConnectionMetadata::builder().proxied(false).poison_fn(poison).build())
}

/// Tells the SDK whether to try again: it does after `io`, and does not after `other`.
fn failed(error: ClientError) -> ConnectorError {
    if is_transient(&error) { ConnectorError::io(error.into()) } else { ConnectorError::other(error.into(), None) }
}

/// Whether the connection could not be made, or broke.
fn is_transient(error: &(dyn Error + 'static)) -> bool {
    std::iter::successors(Some(error), |&error| error.source()).any(|cause| {
        cause.is::<std::io::Error>()
            || cause
                .downcast_ref::<hyper::Error>()
                .is_some_and(|broken| broken.is_closed() || broken.is_canceled() || broken.is_incomplete_message())
    })
}

/// TLS 1.2 and 1.3 by ring. AES-128 with SHA-256 is offered first: processors have instructions for
/// SHA-256 but not for SHA-384, and a handshake does a lot of hashing.
fn tls(roots: &[u8]) -> Result<ClientConfig, rustls::Error> {
    let mut crypto = ring::default_provider();
    let preferred = [
        cipher_suite::TLS13_AES_128_GCM_SHA256,
        cipher_suite::TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        cipher_suite::TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
    ];
    crypto.cipher_suites.sort_by_key(|suite| !preferred.contains(suite));
    let mut trusted = RootCertStore::empty();
    trusted.add_parsable_certificates(CertificateDer::pem_slice_iter(roots).filter_map(Result::ok));
    let config = ClientConfig::builder_with_provider(crypto.into()).with_safe_default_protocol_versions()?;
    Ok(config.with_root_certificates(trusted).with_no_client_auth())
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpListener;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use hyper::client::conn::http1::handshake;
    use hyper_util::rt::TokioIo;
    use tokio::net::TcpStream;

    use super::*;

    /// A server that gives the same answer to everything it reads, on connections that it counts. An
    /// empty answer ends the connection.
    fn server(answer: &'static str) -> (String, Arc<AtomicUsize>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let connections = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&connections);
        std::thread::spawn(move || {
            for connection in listener.incoming() {
                counted.fetch_add(1, Ordering::SeqCst);
                std::thread::spawn(move || {
                    let mut connection = connection.unwrap();
                    while connection.read(&mut [0; 1024]).is_ok_and(|length| length > 0) && !answer.is_empty() {
                        connection.write_all(answer.as_bytes()).unwrap();
                    }
                });
            }
        });
        (url, connections)
    }

    async fn call(connector: &Connector, url: &str, capture: &CaptureSmithyConnection) -> Result<u16, ConnectorError> {
        let mut request = HttpRequest::get(url).unwrap();
        request.add_extension(capture.clone());
        connector.call(request).await.map(|answer| answer.status().as_u16())
    }

    fn connector() -> Connector {
        Connector::new(b"", Duration::from_secs(9))
    }

    #[tokio::test]
    async fn the_sdk_learns_what_is_worth_another_attempt() {
        let check = async |url: &str, expected: Result<u16, bool>| {
            let result = call(&connector(), url, &CaptureSmithyConnection::new()).await;
            assert_eq!(result.map_err(|error| error.is_io()), expected, "{url}");
        };
        check(&server("HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n").0, Ok(400)).await;
        check(&server("").0, Err(true)).await;
        check(&server("not HTTP\r\n\r\n").0, Err(false)).await;
        let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        check(&format!("http://{free}"), Err(true)).await;
    }

    #[tokio::test]
    async fn a_connection_that_is_gone_is_worth_another_one() {
        let (url, _) = server("");
        let stream = TcpStream::connect(url.trim_start_matches("http://")).await.unwrap();
        let (mut sender, connection) = handshake::<_, String>(TokioIo::new(stream)).await.unwrap();
        drop(connection);
        let closed = sender.ready().await.unwrap_err();
        assert!(closed.is_closed() && is_transient(&closed), "{closed:?}");
        let canceled = sender.send_request(hyper::Request::new(String::new())).await.unwrap_err();
        assert!(canceled.is_canceled() && is_transient(&canceled), "{canceled:?}");
    }

    #[tokio::test]
    async fn a_poisoned_connection_is_not_used_again() {
        let (url, connections) = server("HTTP/1.1 500 Internal Server Error\r\ncontent-length: 0\r\n\r\n");
        let (connector, capture) = (connector(), CaptureSmithyConnection::new());
        for attempt in 1..=3 {
            assert_eq!(call(&connector, &url, &capture).await.unwrap(), 500);
            assert_eq!(connections.load(Ordering::SeqCst), attempt);
            capture.get().unwrap().poison();
        }
    }

    #[test]
    fn aes_128_is_offered_first() {
        let config = tls(b"").unwrap();
        let names: Vec<_> =
            config.crypto_provider().cipher_suites.iter().map(|suite| format!("{:?}", suite.suite())).collect();
        let is_fast = |name: &String| name.ends_with("AES_128_GCM_SHA256");
        assert_eq!(names.iter().take_while(|name| is_fast(name)).count(), 3, "{names:?}");
        assert_eq!(names.iter().filter(|name| is_fast(name)).count(), 3, "{names:?}");
    }
}
