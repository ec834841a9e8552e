//! The functions: read the environment, build the clients, serve events.
//!
//! | module | what it holds |
//! |---|---|
//! | `receiver` | the function behind a provider's URL |
//! | `relay` | the function that publishes events left in the outbox |
//! | `consumer` | the function whose source is the queue |
//! | [`silence`] | detection of silent providers |
//! | `settings`, `log`, [`metrics`] | the environment, the log lines, and the metrics in them |

pub(crate) mod consumer;
#[cfg(feature = "receiver")]
mod log;
#[cfg(feature = "receiver")]
pub mod metrics;
#[cfg(feature = "receiver")]
mod receiver;
#[cfg(feature = "receiver")]
mod relay;
mod settings;
#[cfg(feature = "receiver")]
pub mod silence;

use std::process::ExitCode;

use jiff::Timestamp;

#[cfg(feature = "receiver")]
pub use self::receiver::run;
#[cfg(feature = "receiver")]
pub use self::relay::run_relay;
pub use self::settings::{SettingError, VARIABLES};
#[cfg(feature = "receiver")]
use crate::receive::live_secrets::SecretFetchError;

/// Sets up the log of the process: `timestamp`, `level`, `message`, then the fields. Lambda's own
/// level filter needs the first two.
fn start_log() {
    tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_current_span(false)
        .with_span_list(false)
        .with_target(false)
        .with_max_level(tracing::Level::INFO)
        .init();
}

/// Why a function does not start.
#[derive(Debug, thiserror::Error)]
enum StartError {
    #[error(transparent)]
    Setting(#[from] SettingError),
    #[cfg(feature = "receiver")]
    #[error(transparent)]
    Secret(#[from] SecretFetchError),
}

/// An event of another kind than the function expects. The message gives the position of the error
/// and quotes nothing.
#[derive(Debug, thiserror::Error)]
#[error("not {what} (line {line}, column {column})")]
struct NotOurs {
    what: &'static str,
    line: usize,
    column: usize,
}

impl NotOurs {
    fn batch(error: &serde_json::Error) -> Self {
        Self { what: "a batch of SQS messages", line: error.line(), column: error.column() }
    }

    #[cfg(feature = "receiver")]
    fn request(error: &serde_json::Error) -> Self {
        Self { what: "a function-URL event", line: error.line(), column: error.column() }
    }
}

fn refuse_to_start(function: &str, error: &StartError) -> ExitCode {
    tracing::error!(function, "does not start: {error}");
    ExitCode::FAILURE
}

fn exit_code(ended: Result<(), lambda_runtime::Error>) -> ExitCode {
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("the Lambda runtime ended: {error}");
            ExitCode::FAILURE
        }
    }
}

/// When Lambda ends an invocation, from the milliseconds in its context.
fn deadline(ms: u64) -> Timestamp {
    i64::try_from(ms).ok().and_then(|ms| Timestamp::from_millisecond(ms).ok()).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_runtime_that_ends_badly_is_a_failure() {
        let check = |ended, expected| assert_eq!(exit_code(ended), expected);
        check(Ok(()), ExitCode::SUCCESS);
        check(Err("the Runtime API is gone".into()), ExitCode::FAILURE);
    }

    #[test]
    fn a_deadline_that_is_no_time_is_none() {
        let check = |ms, expected: &str| assert_eq!(deadline(ms).to_string(), expected);
        check(1_795_773_600_123, "2026-11-27T10:00:00.123Z");
        check(u64::MAX, &Timestamp::MAX.to_string());
        check(i64::MAX as u64, &Timestamp::MAX.to_string());
    }
}
