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
use aws_smithy_types::retry::ErrorKind;
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

/// The kind of failure, which the SDK uses to decide on a retry.
fn failed(error: ClientError) -> ConnectorError {
    let hyper = source::<hyper::Error>(&error);
    let io = error.is_connect() || source::<std::io::Error>(&error).is_some();
    match hyper {
        Some(cause) if cause.is_timeout() => ConnectorError::timeout(error.into()),
        Some(cause) if cause.is_user() => ConnectorError::user(error.into()),
        Some(cause) if cause.is_closed() || cause.is_canceled() => ConnectorError::io(error.into()),
        _ if io => ConnectorError::io(error.into()),
        Some(cause) if cause.is_incomplete_message() => {
            ConnectorError::other(error.into(), Some(ErrorKind::TransientError))
        }
        _ => ConnectorError::other(error.into(), None),
    }
}

fn source<'a, E: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a E> {
    std::iter::successors(Some(error), |&error| error.source()).find_map(|error| error.downcast_ref())
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
