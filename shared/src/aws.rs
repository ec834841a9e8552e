//! The AWS clients, built by hand: the SDK's own configuration chain costs more at a cold start
//! than everything else.
//!
//! Ring does TLS, since the SDK's default gathers entropy for 30 ms at the first call. Trust is
//! limited to the five roots that AWS names for its endpoints
//! (<https://www.amazontrust.com/repository/>): reading the system's bundle would take up most of a
//! start.

mod connector;
pub(crate) mod failure;

use std::time::Duration;

use aws_credential_types::Credentials;
use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::timeout::TimeoutConfig;
use aws_sdk_dynamodb::config::{
    BehaviorVersion, IdentityCache, Region, SharedCredentialsProvider, StalledStreamProtectionConfig,
};
use aws_smithy_async::rt::sleep::{SharedAsyncSleep, TokioSleep};
use aws_smithy_async::time::{SharedTimeSource, SystemTimeSource};
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_types::SdkConfig;

use self::connector::Connector;

const AMAZON_ROOTS: &[u8] = include_bytes!("aws/amazon-roots.pem");

/// Region, credentials and endpoints, as Lambda sets them in the environment.
#[derive(Clone)]
pub struct Access {
    /// `AWS_REGION`.
    pub region: String,
    /// `AWS_ACCESS_KEY_ID`.
    pub access_key_id: String,
    /// `AWS_SECRET_ACCESS_KEY`.
    pub secret_access_key: String,
    /// `AWS_SESSION_TOKEN`.
    pub session_token: Option<String>,
    /// The DynamoDB endpoint, if it is not AWS's own.
    pub dynamodb: Option<String>,
    /// The SQS endpoint, if it is not AWS's own.
    pub sqs: Option<String>,
    /// The Secrets Manager endpoint, if it is not AWS's own.
    pub secrets_manager: Option<String>,
    /// Certificates to trust instead of Amazon's, PEM.
    pub roots: Option<Vec<u8>>,
}

/// Redacts credentials.
impl std::fmt::Debug for Access {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Access").field("region", &self.region).finish_non_exhaustive()
    }
}

/// The configuration that the three clients share, and their timeouts.
#[derive(Debug)]
pub struct Clients {
    shared: SdkConfig,
    /// Endpoints that override those of `shared`.
    endpoints: Endpoints,
    dynamodb: TimeoutConfig,
    #[cfg_attr(not(feature = "receiver"), expect(dead_code, reason = "consumers send nothing"))]
    sqs: TimeoutConfig,
}

#[derive(Debug, Default)]
struct Endpoints {
    dynamodb: Option<String>,
    #[cfg_attr(not(feature = "receiver"), expect(dead_code, reason = "consumers send nothing"))]
    sqs: Option<String>,
    #[cfg_attr(not(feature = "receiver"), expect(dead_code, reason = "consumers have no secrets"))]
    secrets_manager: Option<String>,
}

impl Clients {
    /// Clients for a receiver. The put must succeed, retries included, before the provider gives
    /// up; the push has more time, since the response is already out.
    #[must_use]
    pub fn for_receiver(access: &Access) -> Self {
        Self::new(access, Duration::from_millis(400), timeouts(650, 1_350), timeouts(2_000, 5_000))
    }

    /// Clients for the relay. No sender waits for it, so its timeouts are longer.
    #[must_use]
    pub fn for_relay(access: &Access) -> Self {
        Self::new(access, Duration::from_secs(1), timeouts(3_000, 6_000), timeouts(3_000, 6_000))
    }

    /// Clients for an operator at a terminal, with the configuration, profiles and credentials that
    /// the SDK finds there.
    #[must_use]
    pub fn for_operator(found: SdkConfig) -> Self {
        let retries = RetryConfig::standard().with_initial_backoff(Duration::from_millis(50));
        let shared = found.into_builder().retry_config(retries).build();
        let patient = timeouts(10_000, 30_000);
        Self { shared, endpoints: Endpoints::default(), dynamodb: patient.clone(), sqs: patient }
    }

    fn new(access: &Access, connect_timeout: Duration, dynamodb: TimeoutConfig, sqs: TimeoutConfig) -> Self {
        let credentials = Credentials::new(
            &access.access_key_id,
            &access.secret_access_key,
            access.session_token.clone(),
            None,
            "environment",
        );
        let retries = RetryConfig::standard().with_initial_backoff(Duration::from_millis(50));
        let http_client = Connector::new(access.roots.as_deref().unwrap_or(AMAZON_ROOTS), connect_timeout);
        let shared = SdkConfig::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new(access.region.clone()))
            .credentials_provider(SharedCredentialsProvider::new(credentials))
            .http_client(SharedHttpClient::new(http_client))
            .sleep_impl(SharedAsyncSleep::new(TokioSleep::new()))
            .time_source(SharedTimeSource::new(SystemTimeSource::new()))
            .retry_config(retries)
            // The credentials never change, and the timeouts guard the calls: caching and stall
            // detection would only slow every call down.
            .identity_cache(IdentityCache::no_cache())
            .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
            .build();
        let endpoints = Endpoints {
            dynamodb: access.dynamodb.clone(),
            sqs: access.sqs.clone(),
            secrets_manager: access.secrets_manager.clone(),
        };
        Self { shared, endpoints, dynamodb, sqs }
    }

    /// A client for the table.
    #[must_use]
    pub fn dynamodb(&self) -> aws_sdk_dynamodb::Client {
        let mut config = aws_sdk_dynamodb::config::Builder::from(&self.shared).timeout_config(self.dynamodb.clone());
        if let Some(endpoint) = &self.endpoints.dynamodb {
            config.set_endpoint_url(Some(endpoint.clone()));
        }
        aws_sdk_dynamodb::Client::from_conf(config.build())
    }

    /// A client for the queue.
    #[cfg(feature = "receiver")]
    #[must_use]
    pub fn sqs(&self) -> aws_sdk_sqs::Client {
        let mut config = aws_sdk_sqs::config::Builder::from(&self.shared).timeout_config(self.sqs.clone());
        if let Some(endpoint) = &self.endpoints.sqs {
            config.set_endpoint_url(Some(endpoint.clone()));
        }
        aws_sdk_sqs::Client::from_conf(config.build())
    }

    /// A client for the secrets.
    #[cfg(feature = "receiver")]
    #[must_use]
    pub fn secrets_manager(&self) -> aws_sdk_secretsmanager::Client {
        let mut config =
            aws_sdk_secretsmanager::config::Builder::from(&self.shared).timeout_config(timeouts(2_000, 6_000));
        if let Some(endpoint) = &self.endpoints.secrets_manager {
            config.set_endpoint_url(Some(endpoint.clone()));
        }
        aws_sdk_secretsmanager::Client::from_conf(config.build())
    }
}

fn timeouts(attempt_ms: u64, total_ms: u64) -> TimeoutConfig {
    TimeoutConfig::builder()
        .operation_attempt_timeout(Duration::from_millis(attempt_ms))
        .operation_timeout(Duration::from_millis(total_ms))
        .build()
}
