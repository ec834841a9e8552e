//! `frontdesk register` with a server written from Gire's API documentation, with faults.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use frontdesk_tests::fixtures::Fixture;
use http::{Method, StatusCode};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::local_run::LocalRun;
use crate::operate::Ran;

const TOKEN: &str = "the company's API token";
const EVENTS: [&str; 3] = ["pud:status_update", "pud:price_update", "pud:create"];

/// A fault, in place of or after the normal handling of a request.
#[derive(Clone, Copy, PartialEq)]
enum Fault {
    /// Carried out, without an answer.
    Silence,
    /// Carried out, and answered with a 500.
    Broken,
    /// Another request with its key is still running.
    Running,
    /// Answered with another site's page.
    Html,
}

#[derive(Default)]
struct Account {
    webhooks: BTreeMap<String, Value>,
    /// By idempotency key: the request body, and the answer.
    done: BTreeMap<String, (Value, Value)>,
    faults: Vec<Fault>,
    requests: Vec<String>,
    replayed: usize,
}

type Shared = Arc<Mutex<Account>>;

/// Gire's webhook API, as documented.
struct Gire {
    url: String,
    state: Shared,
}

impl Gire {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let state = Shared::default();
        let app = Router::new().fallback(answer).with_state(state.clone());
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { url, state }
    }

    fn fault(&self, faults: &[Fault]) {
        self.state.lock().unwrap().faults = faults.to_vec();
    }

    fn webhooks(&self) -> Vec<Value> {
        self.state.lock().unwrap().webhooks.values().cloned().collect()
    }
}

async fn answer(State(state): State<Shared>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, 1 << 20).await.unwrap();
    let header = |name: &str| parts.headers.get(name).map(|value| value.to_str().unwrap().to_owned());
    let fault = {
        let mut state = state.lock().unwrap();
        state.requests.push(format!("{} {}", parts.method, parts.uri.path()));
        if state.faults.is_empty() { None } else { Some(state.faults.remove(0)) }
    };
    let response = if header("x-api-token").as_deref() != Some(TOKEN) {
        error(StatusCode::UNAUTHORIZED, "UNAUTHORIZED", "Unauthorized")
    } else if fault == Some(Fault::Running) {
        error(StatusCode::CONFLICT, "CONFLICT", "A request with this key is in progress")
    } else {
        let id = parts.uri.path().strip_prefix("/api/v3/webhooks").map(|id| id.trim_start_matches('/').to_owned());
        let body = serde_json::from_slice(&body).unwrap_or(Value::Null);
        carry_out(&mut state.lock().unwrap(), &parts.method, id.as_deref(), &body, header("idempotency-key"))
    };
    match fault {
        None | Some(Fault::Running) => response,
        Some(Fault::Silence) => std::future::pending().await,
        Some(Fault::Broken) => error(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL_SERVER_ERROR", "\u{1b}[2Joops"),
        Some(Fault::Html) => (StatusCode::OK, "<html>maintenance</html>").into_response(),
    }
}

fn carry_out(state: &mut Account, method: &Method, id: Option<&str>, body: &Value, key: Option<String>) -> Response {
    let json =
        |status, value: &Value| (status, [("content-type", "application/json")], value.to_string()).into_response();
    let missing = || error(StatusCode::NOT_FOUND, "NOT_FOUND", "Webhook not found");
    match (method, id) {
        (&Method::GET, Some("")) => json(StatusCode::OK, &state.webhooks.values().cloned().collect()),
        (&Method::POST, Some("")) => {
            match key.as_ref().and_then(|key| state.done.get(key)) {
                Some((before, _)) if before != body => {
                    return error(StatusCode::UNPROCESSABLE_ENTITY, "UNPROCESSABLE_ENTITY", "another body");
                }
                Some((_, created)) => {
                    let created = created.clone();
                    state.replayed += 1;
                    return json(StatusCode::CREATED, &created);
                }
                None => {}
            }
            if !body["callbackUrl"].as_str().is_some_and(|url| url.starts_with("https://")) {
                return error(StatusCode::BAD_REQUEST, "VALIDATION_ERROR", "callbackUrl must be a URL");
            }
            // The secret is never returned again.
            let id = format!("{:024x}", 0x66a1 + state.webhooks.len());
            let mut created =
                json!({ "id": id, "createdAt": "2026-11-20T10:00:00.000Z", "updatedAt": "2026-11-20T10:00:00.000Z" });
            for name in ["callbackUrl", "enabledEvents"] {
                created[name] = body[name].clone();
            }
            let mut kept = created.clone();
            kept["secret"] = body["secret"].clone();
            state.webhooks.insert(id, kept);
            state.done.extend(key.map(|key| (key, (body.clone(), created.clone()))));
            json(StatusCode::CREATED, &created)
        }
        (_, Some(id)) => {
            let Some(webhook) = state.webhooks.get_mut(id) else { return missing() };
            for name in ["callbackUrl", "enabledEvents"] {
                if let Some(value) = body.get(name) {
                    webhook[name] = value.clone();
                }
            }
            let mut told = webhook.clone();
            told.as_object_mut().unwrap().remove("secret");
            match *method {
                Method::GET | Method::PATCH => json(StatusCode::OK, &told),
                Method::DELETE => {
                    state.webhooks.remove(id);
                    StatusCode::OK.into_response()
                }
                _ => missing(),
            }
        }
        _ => missing(),
    }
}

fn error(status: StatusCode, kind: &str, message: &str) -> Response {
    let told = json!({
        "errorType": kind, "statusCode": status.as_u16(), "message": message, "path": "/api/v3/webhooks",
        "timestamp": "2026-11-20T10:00:00.000Z", "requestId": "req-1",
    });
    (status, told.to_string()).into_response()
}

/// Runs `frontdesk register` with arguments, and the token in the environment.
fn register(gire: &Gire, run: &LocalRun, words: &[&str]) -> Ran {
    let mut command = run.command(&[&["register"], words].concat());
    Ran::of(command.env("GIRE_API", &gire.url).env("GIRE_API_TOKEN", TOKEN).output().unwrap())
}

const CREATE: [&str; 4] = ["gire", "create", "--url", "https://host.example"];

#[tokio::test(flavor = "multi_thread")]
async fn a_webhook_lives_at_gire() {
    let (gire, run) = (Gire::start().await, LocalRun::start(&["--ephemeral"]));
    let words = |words: &str| register(&gire, &run, &words.split_whitespace().collect::<Vec<_>>());
    assert!(words("gire list").good().contains("there are no webhooks"));

    let created = register(&gire, &run, &[&CREATE[..], &["--json"]].concat()).good();
    let created: Value = serde_json::from_str(&created).unwrap();
    let id = created["id"].as_str().unwrap();
    assert_eq!(created["enabledEvents"], json!(EVENTS));
    assert_eq!(created["callbackUrl"], "https://host.example/");
    // Deliveries are verified with the secret that Gire was given.
    let secret = gire.webhooks()[0]["secret"].as_str().unwrap().to_owned();
    let fixture = Fixture::of("gire", "pud:create").unwrap();
    assert_eq!(run.post("gire", &fixture.request().signed("gire", &secret).unwrap()), 200);

    assert!(words("gire list").good().contains(id));
    assert_eq!(words("gire list --json").good().lines().count(), 1);
    assert!(words(&format!("gire show {id}")).good().contains("callbackUrl    https://host.example/"));
    let changed = words(&format!("gire update {id} --events pud:create --url https://other.example")).good();
    assert!(changed.contains("enabledEvents  pud:create") && changed.contains("https://other.example/"), "{changed}");
    let unasked = words(&format!("gire delete {id}"));
    assert!(unasked.code == 1 && unasked.error.contains("nothing was done; --yes"), "{}", unasked.error);
    assert_eq!(gire.webhooks().len(), 1);
    words(&format!("gire delete {id} --yes")).good();
    assert_eq!(gire.webhooks().len(), 0);
    let gone = words(&format!("gire show {id}"));
    assert!(gone.code == 3 && gone.error.contains("404 (NOT_FOUND, request req-1)"), "{}", gone.error);
}

#[tokio::test(flavor = "multi_thread")]
async fn faults_make_no_second_webhook() {
    let (gire, run) = (Gire::start().await, LocalRun::start(&["--ephemeral"]));
    let create = |more: &[&str]| register(&gire, &run, &[&CREATE[..], more].concat());
    for faults in [&[Fault::Broken][..], &[Fault::Running, Fault::Running], &[Fault::Silence]] {
        let before = gire.webhooks().len();
        gire.fault(faults);
        create(&["--timeout", "0.5"]).good();
        assert_eq!(gire.webhooks().len(), before + 1);
    }
    assert_eq!(gire.state.lock().unwrap().replayed, 2, "requests that were carried out must get the same answer again");

    // It never answers; thanks to the key, the next attempt is the same request.
    gire.fault(&[Fault::Silence; 4]);
    let silent = create(&["--timeout", "0.2"]);
    assert!(silent.code == 1 && silent.error.contains("did not answer within 0.2 s"), "{}", silent.error);
    let key = silent.error.split("--idempotency-key ").nth(1).unwrap().split_whitespace().next().unwrap();
    let before = gire.webhooks().len();
    create(&["--idempotency-key", key]).good();
    assert_eq!(gire.webhooks().len(), before);
    let other = create(&["--idempotency-key", key, "--events", "pud:create"]);
    assert!(other.error.contains("422") && other.error.contains("another webhook"), "{}", other.error);
}

#[tokio::test(flavor = "multi_thread")]
async fn errors_are_told_in_gires_words() {
    let (gire, run) = (Gire::start().await, LocalRun::start(&["--ephemeral"]));
    let fails = |words: &[&str], code: i32, told: &[&str]| {
        let ran = register(&gire, &run, words);
        assert_eq!(ran.code, code, "{}", ran.error);
        assert!(told.iter().all(|told| ran.error.contains(told)), "{}", ran.error);
        assert!(!ran.error.contains(TOKEN) && !ran.error.contains('\u{1b}'), "{}", ran.error);
    };
    fails(
        &["gire", "create", "--url", "ftp://host"],
        1,
        &["400 (VALIDATION_ERROR, request req-1): callbackUrl must be"],
    );
    fails(&["gire", "create"], 2, &["--stack NAME or --url"]);
    fails(&["gire", "update", "x"], 2, &["nothing to change", "another secret"]);
    fails(&["gire", "list", "--api", "http://gire.example"], 1, &["only sent over https"]);
    fails(
        &["gire", "list", "--api", "http://127.0.0.1:1"],
        1,
        &["no answer from Gire at http://127.0.0.1:1/api/v3/webhooks"],
    );
    fails(&["gire", "create", "--url", "https://h", "--events", ","], 2, &["--events names none"]);
    gire.fault(&[Fault::Broken; 4]);
    fails(&["gire", "list"], 1, &["500 (INTERNAL_SERVER_ERROR", "oops"]);
    assert_eq!(gire.state.lock().unwrap().requests.len(), 1 + 4, "a read must be tried four times");
    gire.fault(&[Fault::Html]);
    fails(&["gire", "list"], 1, &["is not JSON"]);
    // A deletion is not retried automatically.
    gire.fault(&[Fault::Broken; 4]);
    fails(&["gire", "delete", "x", "--yes"], 1, &["500"]);
    assert_eq!(gire.state.lock().unwrap().faults.len(), 3);
    gire.fault(&[]);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("token");
    std::fs::write(&file, "another token\n").unwrap();
    fails(
        &["gire", "list", "--token-file", file.to_str().unwrap()],
        1,
        &["401 (UNAUTHORIZED", "Is the API token right"],
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_others_are_told_step_by_step() {
    let (gire, run) =
        (Gire::start().await, LocalRun::start(&["--ephemeral", "--secret", "zaui=a secret/with a slash"]));
    let check = |words: &[&str], told: &[&str], hidden: &str| {
        let steps = register(&gire, &run, words).good();
        assert!(told.iter().all(|told| steps.contains(told)), "{steps}");
        assert!(hidden.is_empty() || !steps.contains(hidden), "{steps}");
    };
    let url = ["--url", "https://host.example"];
    let with = |words: &[&'static str]| [words, &url[..]].concat();
    check(&["gingr"], &["Webhook Signature Key", "https://FUNCTION-URL/", "get-secret-value"], "local-gingr-secret");
    check(&with(&["gingr", "--show"]), &["Webhook URL: https://host.example/", "local-gingr-secret"], "SECRET");
    check(&with(&["ombori", "--show"]), &["Static header: authorization: local-ombori-secret"], "");
    check(&with(&["zaui", "--show"]), &["https://host.example/a%20secret%2Fwith%20a%20slash"], "a secret/");
    check(&with(&["cheqroom"]), &["https://host.example/item.create"], "local-cheqroom-secret");
}
