//! A Lambda function that does nothing. Its cost is that of the runtime, the limit of what a
//! function can reach.

use std::convert::Infallible;

use lambda_runtime::{Error, LambdaEvent, Runtime, service_fn};
use serde::de::IgnoredAny;
use serde_json::{Value, json};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    Runtime::new(service_fn(answer)).run().await
}

async fn answer(_: LambdaEvent<IgnoredAny>) -> Result<Value, Infallible> {
    Ok(json!({ "statusCode": 200 }))
}
