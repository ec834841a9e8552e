//! A small Secrets Manager endpoint: the versions of a secret, current and previous, over the AWS JSON protocol.
//!
//! It has what a function asks for (`GetSecretValue`) and what an operator does (`CreateSecret`, `PutSecretValue`,
//! <https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html>), in memory. A new value becomes
//! `AWSCURRENT`, and the one before it `AWSPREVIOUS`. Any credentials are accepted. Everything else is refused.

use std::collections::HashMap;
use std::future::Future;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::net::TcpListener;

/// The secrets. Clones share them.
#[derive(Debug, Clone, Default)]
pub struct SecretsManager(Arc<Mutex<HashMap<String, Versions>>>);

#[derive(Debug)]
struct Versions {
    current: String,
    previous: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    #[serde(alias = "Name")]
    secret_id: String,
    secret_string: Option<String>,
    version_stage: Option<String>,
}

struct Refusal(&'static str, String);

impl SecretsManager {
    /// Answers requests on `listener` until `stop` resolves.
    pub async fn serve(self, listener: TcpListener, stop: impl Future<Output = ()> + Send + 'static) -> io::Result<()> {
        let app = Router::new().fallback(answer).with_state(self);
        axum::serve(listener, app).with_graceful_shutdown(stop).await
    }

    fn act(&self, action: &str, body: &[u8]) -> Result<Value, Refusal> {
        let request: Request = serde_json::from_slice(body)
            .map_err(|error| Refusal("InvalidRequestException", format!("the request cannot be read: {error}")))?;
        let id = request.secret_id;
        let mut secrets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let missing = || Refusal("ResourceNotFoundException", format!("there is no secret {id} with such a version"));
        let value = || Refusal("InvalidParameterException", format!("no SecretString is given for {id}"));
        match action {
            "CreateSecret" if secrets.contains_key(&id) => {
                Err(Refusal("ResourceExistsException", format!("there is a secret {id} already")))
            }
            "CreateSecret" => {
                let current = request.secret_string.ok_or_else(value)?;
                secrets.insert(id.clone(), Versions { current, previous: None });
                Ok(json!({ "Name": id }))
            }
            "PutSecretValue" => {
                let versions = secrets.get_mut(&id).ok_or_else(missing)?;
                let new = request.secret_string.ok_or_else(value)?;
                versions.previous = Some(std::mem::replace(&mut versions.current, new));
                Ok(json!({ "Name": id, "VersionStages": ["AWSCURRENT"] }))
            }
            "GetSecretValue" => {
                let versions = secrets.get(&id).ok_or_else(missing)?;
                let stage = request.version_stage.as_deref().unwrap_or("AWSCURRENT");
                let value = match stage {
                    "AWSCURRENT" => Some(&versions.current),
                    "AWSPREVIOUS" => versions.previous.as_ref(),
                    _ => None,
                };
                let value = value.ok_or_else(missing)?;
                Ok(json!({ "Name": id, "SecretString": value, "VersionStages": [stage] }))
            }
            other => Err(Refusal("UnknownOperationException", format!("{other} is not one of the three actions here"))),
        }
    }
}

async fn answer(State(secrets): State<SecretsManager>, headers: HeaderMap, body: Bytes) -> Response {
    let target = headers.get("x-amz-target").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let action = target.strip_prefix("secretsmanager.").unwrap_or(target);
    let (status, answer) = match secrets.act(action, &body) {
        Ok(answer) => (StatusCode::OK, answer),
        Err(Refusal(kind, message)) => (StatusCode::BAD_REQUEST, json!({ "__type": kind, "Message": message })),
    };
    (status, [("content-type", "application/x-amz-json-1.1")], answer.to_string()).into_response()
}
