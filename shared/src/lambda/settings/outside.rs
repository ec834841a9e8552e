//! The variables that `frontdesk listen --exec`, or any other program that runs a consumer outside
//! Lambda, sets for it. They are not settings of a function.

/// The context of a consumer outside Lambda.
#[derive(Debug)]
pub(crate) struct Outside {
    /// `MESSAGE_ID`: the message's id in SQS.
    pub(crate) message_id: Option<String>,
    /// `DEADLINE_MS`: when the consumer is stopped, in milliseconds since 1970.
    pub(crate) deadline_ms: Option<u64>,
}

impl Outside {
    /// None in Lambda, which always sets the address of its Runtime API
    /// (<https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html>).
    pub(crate) fn from_env() -> Option<Self> {
        let given = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        if given("AWS_LAMBDA_RUNTIME_API").is_some() {
            return None;
        }
        let deadline_ms = given("DEADLINE_MS").and_then(|ms| ms.parse().ok());
        Some(Self { message_id: given("MESSAGE_ID"), deadline_ms })
    }
}
