//! A small Secrets Manager endpoint: the versions of a secret, over the AWS JSON protocol.
//!
//! It has the action that a function needs (`GetSecretValue`) and those of an operator
//! (`CreateSecret`, `PutSecretValue`, `ListSecrets`, `ListSecretVersionIds`,
//! <https://docs.aws.amazon.com/secretsmanager/latest/apireference/Welcome.html>), in memory or in
//! a file. Unless labels are given, a new value becomes `AWSCURRENT`, and the previous one
//! `AWSPREVIOUS`; older ones have no label, as in AWS. Any credentials are accepted. All other
//! actions are refused.

mod versions;

use std::collections::BTreeMap;
use std::future::Future;
use std::io;
use std::ops::Bound;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use jiff::Timestamp;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use self::versions::{CURRENT, Version, Versions};
use crate::loopback::Loopback;
use crate::serve::{LIMITS, serve};

type Secrets = BTreeMap<String, Versions>;

/// The secrets. Clones share them.
#[derive(Debug, Clone, Default)]
pub struct SecretsManager {
    secrets: Arc<Mutex<Secrets>>,
    /// The file that keeps them. `None` keeps them in memory.
    file: Option<Arc<PathBuf>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    #[serde(alias = "Name")]
    secret_id: Option<String>,
    secret_string: Option<String>,
    client_request_token: Option<String>,
    version_stage: Option<String>,
    version_stages: Option<Vec<String>>,
    version_id: Option<String>,
    #[serde(default)]
    include_deprecated: bool,
    #[serde(default)]
    filters: Vec<IgnoredAny>,
    max_results: Option<usize>,
    next_token: Option<String>,
}

/// How many secrets one page lists, as in AWS.
const PAGE: usize = 100;

struct Refusal(&'static str, String);

impl SecretsManager {
    /// Opens the secrets in a file, which is created if it does not exist.
    ///
    /// # Errors
    /// If the file cannot be read, or was not written by this program.
    pub fn open(file: impl AsRef<Path>) -> io::Result<Self> {
        let file = file.as_ref();
        let secrets = versions::read(file)?;
        Ok(Self { secrets: Arc::new(Mutex::new(secrets)), file: Some(Arc::new(file.to_owned())) })
    }

    /// The current value of a secret.
    #[must_use]
    pub fn current(&self, id: &str) -> Option<String> {
        self.secrets().get(id).and_then(|versions| versions.labelled(CURRENT)).map(|version| version.value.clone())
    }

    /// Makes `value` the only value of a secret: all earlier ones stop being valid.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn reset(&self, id: &str, value: &str) -> io::Result<()> {
        self.change(|secrets| {
            let versions = Versions::new(Version::new(uuid::Uuid::new_v4().to_string(), value, now()));
            secrets.insert(id.to_owned(), versions);
        })
    }

    /// Answers one request without a connection: status and body. `target` is the header
    /// `X-Amz-Target`.
    #[must_use]
    pub fn answer(&self, target: &str, body: &[u8]) -> (StatusCode, String) {
        let action = target.strip_prefix("secretsmanager.").unwrap_or(target);
        let (status, answer) = match self.act(action, body) {
            Ok(answer) => (StatusCode::OK, answer),
            Err(Refusal(kind @ "InternalServiceError", message)) => {
                (StatusCode::INTERNAL_SERVER_ERROR, json!({ "__type": kind, "Message": message }))
            }
            Err(Refusal(kind, message)) => (StatusCode::BAD_REQUEST, json!({ "__type": kind, "Message": message })),
        };
        (status, answer.to_string())
    }

    /// Answers requests on `listener` until `stop` resolves.
    pub async fn serve(self, listener: TcpListener, stop: impl Future<Output = ()> + Send + 'static) -> io::Result<()> {
        let guard = Loopback::at(listener.local_addr()?.port());
        serve(listener, guard.guard(Router::new().fallback(respond).with_state(self)), LIMITS, stop).await
    }

    /// Changes the secrets. A change takes effect once it is in the file.
    fn change<T>(&self, change: impl FnOnce(&mut Secrets) -> T) -> io::Result<T> {
        let mut secrets = self.secrets();
        let mut changed = secrets.clone();
        let done = change(&mut changed);
        if let Some(file) = &self.file {
            versions::write(file, &changed)?;
        }
        *secrets = changed;
        Ok(done)
    }

    fn secrets(&self) -> MutexGuard<'_, Secrets> {
        self.secrets.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn act(&self, action: &str, body: &[u8]) -> Result<Value, Refusal> {
        let request: Request = serde_json::from_slice(body)
            .map_err(|error| Refusal("InvalidRequestException", format!("the request cannot be read: {error}")))?;
        match action {
            "CreateSecret" | "PutSecretValue" => self.put(action, request),
            "GetSecretValue" => self.get(&request),
            "ListSecretVersionIds" => self.list(&request),
            "ListSecrets" => self.list_secrets(&request),
            other => Err(Refusal("UnknownOperationException", format!("{other} is not one of the five actions here"))),
        }
    }

    fn put(&self, action: &str, request: Request) -> Result<Value, Refusal> {
        let id = request.id()?.to_owned();
        let stages = request.version_stages.unwrap_or_else(|| vec![CURRENT.to_owned()]);
        if stages.is_empty() || (action == "CreateSecret" && stages != [CURRENT]) {
            return Err(Refusal("InvalidParameterException", format!("unsupported labels: {stages:?}")));
        }
        let none = || Refusal("InvalidParameterException", format!("no SecretString is given for {id}"));
        let value = request.secret_string.ok_or_else(none)?;
        let token = request.client_request_token.unwrap_or_else(|| uuid::Uuid::new_v4().to_string());
        let version = Version::new(token.clone(), &value, now());
        let put = self.change(|secrets| match (action, secrets.get_mut(&id)) {
            ("CreateSecret", Some(_)) => {
                Err(Refusal("ResourceExistsException", format!("the secret {id} already exists")))
            }
            ("CreateSecret", None) => {
                secrets.insert(id.clone(), Versions::new(version));
                Ok(stages)
            }
            (_, None) => Err(missing(&id)),
            (_, Some(versions)) => {
                let taken = || Refusal("ResourceExistsException", format!("the version {token} already exists"));
                versions.put(version, &stages).ok_or_else(taken)
            }
        });
        let unwritten = |error| Refusal("InternalServiceError", format!("the file cannot be written: {error}"));
        let stages = put.map_err(unwritten)??;
        Ok(json!({ "ARN": id, "Name": id, "VersionId": token, "VersionStages": stages }))
    }

    fn get(&self, request: &Request) -> Result<Value, Refusal> {
        let (id, secrets) = (request.id()?, self.secrets());
        let versions = secrets.get(id).ok_or_else(|| missing(id))?;
        let version = match &request.version_id {
            Some(version) => versions.named(version),
            None => versions.labelled(request.version_stage.as_deref().unwrap_or(CURRENT)),
        };
        let version = version.ok_or_else(|| missing(id))?;
        Ok(json!({
            "ARN": id, "Name": id, "VersionId": version.id, "SecretString": version.value, "VersionStages": version.stages,
            "CreatedDate": version.created,
        }))
    }

    fn list(&self, request: &Request) -> Result<Value, Refusal> {
        let (id, secrets) = (request.id()?, self.secrets());
        let versions = secrets.get(id).ok_or_else(|| missing(id))?.all();
        let listed = versions.filter(|version| request.include_deprecated || !version.stages.is_empty());
        let listed = listed.map(|version| {
            json!({ "VersionId": version.id, "VersionStages": version.stages, "CreatedDate": version.created })
        });
        Ok(json!({ "ARN": id, "Name": id, "Versions": listed.collect::<Vec<_>>() }))
    }

    fn list_secrets(&self, request: &Request) -> Result<Value, Refusal> {
        if !request.filters.is_empty() {
            return Err(Refusal(
                "InvalidParameterException",
                "this endpoint has no filters; list all secrets".to_owned(),
            ));
        }
        let secrets = self.secrets();
        let after = request.next_token.as_deref().map_or(Bound::Unbounded, Bound::Excluded);
        let mut left = secrets.range::<str, _>((after, Bound::Unbounded));
        let page: Vec<_> = left.by_ref().take(request.max_results.unwrap_or(PAGE).clamp(1, PAGE)).collect();
        let next = page.last().filter(|_| left.next().is_some()).map(|(id, _)| id);
        let listed = page.iter().map(|(id, versions)| {
            let stages: BTreeMap<_, _> = versions.all().map(|version| (&version.id, &version.stages)).collect();
            let created = versions.all().map(|version| version.created).min();
            json!({ "ARN": id, "Name": id, "CreatedDate": created, "SecretVersionsToStages": stages })
        });
        Ok(json!({ "SecretList": listed.collect::<Vec<_>>(), "NextToken": next }))
    }
}

impl Request {
    fn id(&self) -> Result<&str, Refusal> {
        let none = || Refusal("InvalidParameterException", "no SecretId is given".to_owned());
        self.secret_id.as_deref().ok_or_else(none)
    }
}

fn now() -> i64 {
    Timestamp::now().as_second()
}

fn missing(id: &str) -> Refusal {
    Refusal("ResourceNotFoundException", format!("there is no secret {id} with this version"))
}

async fn respond(State(secrets): State<SecretsManager>, headers: HeaderMap, body: Bytes) -> Response {
    let target = headers.get("x-amz-target").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let (status, answer) = secrets.answer(target, &body);
    (status, [("content-type", "application/x-amz-json-1.1")], answer).into_response()
}
