//! `frontdesk listen` with a real endpoint, program and function: handled messages are deleted, all
//! others come again.

use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use frontdesk::Message;
use frontdesk_tests::build::program;
use frontdesk_tests::fixtures::Fixture;
use http::{HeaderMap, StatusCode};
use serde_json::{Value, json};

use crate::local_run::LocalRun;
use crate::operate::{Ran, delivered, ran};

type Calls = Arc<Mutex<Vec<(HeaderMap, String)>>>;
type Answer = dyn Fn(usize, &str) -> (StatusCode, String) + Send + Sync;

/// An HTTP server that records requests, and answers the n-th as given.
struct Server {
    url: String,
    calls: Calls,
}

impl Server {
    async fn start(answer: impl Fn(usize, &str) -> (StatusCode, String) + Send + Sync + 'static) -> Self {
        let calls: Calls = Arc::default();
        let answer: Arc<Answer> = Arc::new(answer);
        let router = Router::new().route("/events", post(take)).with_state((calls.clone(), answer));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/events", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, calls }
    }

    fn calls(&self) -> Vec<(HeaderMap, String)> {
        self.calls.lock().unwrap().clone()
    }
}

async fn take(State((calls, answer)): State<(Calls, Arc<Answer>)>, headers: HeaderMap, body: String) -> Response {
    let n = {
        let mut calls = calls.lock().unwrap();
        calls.push((headers, body.clone()));
        calls.len()
    };
    answer(n, &body).into_response()
}

fn send(run: &LocalRun, provider: &str, kind: &str) -> String {
    let key = delivered(run, &Fixture::of(provider, kind).unwrap());
    run.line("published");
    key
}

/// Returns the lines of a `listen` that ends by itself.
fn listened(run: &LocalRun, arguments: &[&str]) -> Vec<Value> {
    let out = Ran::of(run.command(&[&["listen", "--json"], arguments].concat()).output().unwrap()).good();
    out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn queued(run: &LocalRun) -> (i64, i64) {
    let status: Value = serde_json::from_str(&ran(run, "status --json").good()).unwrap();
    (status["queue"]["visible"].as_i64().unwrap(), status["queue"]["in_flight"].as_i64().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_endpoint_gets_cloud_events() {
    let run = LocalRun::start(&["--ephemeral"]);
    let server = Server::start(|n, _| match n {
        1 => (StatusCode::INTERNAL_SERVER_ERROR, "the desk\nis closed".to_owned()),
        _ => (StatusCode::NO_CONTENT, String::new()),
    })
    .await;
    let key = send(&run, "gingr", "check_in");
    let told = listened(&run, &["--forward-to", &server.url, "--count", "2"]);
    let fates: Vec<_> = told.iter().map(|line| (line["good"].clone(), line["received"].clone())).collect();
    assert_eq!(fates, [(false.into(), 1.into()), (true.into(), 2.into())], "{told:?}");
    assert_eq!((&told[0]["answer"], &told[0]["event"]), (&"the desk\nis closed".into(), &key.as_str().into()));
    assert_eq!(told[1]["status"], "204 No Content");
    assert_eq!(queued(&run), (0, 0), "what was handled is still there");
    let calls = server.calls();
    assert_eq!(calls.len(), 2);
    for (headers, body) in &calls {
        assert!(headers["content-type"].to_str().unwrap().starts_with("application/cloudevents+json"));
        let message = Message::parse(body).unwrap();
        assert_eq!((message.provider(), message.kind()), ("gingr", "check_in"));
        assert!(message.inline_body().unwrap().is_some());
    }
}

/// For people: a line with the status, and below it the endpoint's response.
#[tokio::test(flavor = "multi_thread")]
async fn a_failure_is_shown_with_the_answer() {
    let run = LocalRun::start(&["--ephemeral"]);
    let server = Server::start(|_, _| (StatusCode::BAD_REQUEST, "no such\u{1b}[2J reservation".to_owned())).await;
    let key = send(&run, "gingr", "check_in");
    let arguments = ["listen", "--forward-to", &server.url, "--count", "1"];
    let shown = Ran::of(run.command(&arguments).output().unwrap()).good();
    let line = shown.lines().next().unwrap();
    for told in ["gingr.check_in", &key, "400 Bad Request", " ms", "received 1x, comes back in 3 s"] {
        assert!(line.contains(told), "`{told}` is not in: {line}");
    }
    assert!(shown.contains("\n    no such\u{fffd}[2J reservation\n"), "{shown}");
    // Without a server.
    let arguments = ["--forward-to", "http://127.0.0.1:1/events", "--count", "1"];
    let nobody = listened(&run, &arguments);
    assert_eq!((&nobody[0]["good"], &nobody[0]["status"]), (&false.into(), &"no answer".into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_did_not_fit_the_queue_is_inside() {
    let run = LocalRun::start(&["--ephemeral"]);
    let server = Server::start(|_, _| (StatusCode::OK, String::new())).await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("large.json");
    let large = format!(r#"{{"id":"large","eventType":"pud:create","filler":"{}"}}"#, "ø".repeat(600_000));
    std::fs::write(&file, &large).unwrap();
    let sent = run.command(&["send", "gire", "pud:create", "--file", file.to_str().unwrap()]).output().unwrap();
    Ran::of(sent).good();
    run.line("published");
    assert_eq!(listened(&run, &["--forward-to", &server.url, "--count", "1"])[0]["good"], true);
    let (_, body) = server.calls().remove(0);
    let message = Message::parse(&body).unwrap();
    assert!(message.dataref.is_some());
    assert_eq!(message.inline_body().unwrap().unwrap(), large);
}

#[test]
fn a_program_gets_the_event_on_its_standard_input() {
    let run = LocalRun::start(&["--ephemeral"]);
    send(&run, "gire", "pud:create");
    // Fails until a file exists, and creates it.
    let told =
        listened(&run, &["--exec", "test -e once && cat > event.json || { touch once; exit 3; }", "--count", "2"]);
    let fates: Vec<_> = told.iter().map(|line| (line["good"].clone(), line["status"].clone())).collect();
    assert_eq!(fates, [(false.into(), "exit 3".into()), (true.into(), "exit 0".into())]);
    let event = std::fs::read_to_string(run.folder().join("event.json")).unwrap();
    assert_eq!(Message::parse(&event).unwrap().kind(), "pud:create");
    send(&run, "gire", "pud:status_update");
    let slow = listened(&run, &["--exec", "sleep 20", "--timeout", "1", "--count", "1"]);
    assert_eq!(slow[0]["status"], "out of time");
}

/// Uses `run_once` outside Lambda, with one command.
#[test]
fn the_example_consumer_runs_at_a_local_run() {
    let run = LocalRun::start(&["--ephemeral"]);
    send(&run, "gingr", "check_in");
    let consumer = program("consumer").unwrap();
    let consumer = consumer.to_str().unwrap();
    let run_by =
        |exec: &str| Ran::of(run.command(&["listen", "--json", "--exec", exec, "--count", "1"]).output().unwrap());
    let consume = || run_by(consumer);
    let first = consume();
    assert!(first.error.contains("a guest arrived") && first.error.contains("\"reservation\""), "{}", first.error);
    first.good();
    assert_eq!(queued(&run), (0, 0));
    // A replayed event is handled again.
    ran(&run, "events replay --yes").good();
    // Other programs may not say when they stop it.
    assert!(run_by(&format!("env -u DEADLINE_MS {consumer}")).error.contains("a guest arrived"));
    // An event that it cannot handle comes again.
    let bad = Fixture::of("gingr", "check_in").unwrap();
    let body = String::from_utf8(bad.body.clone()).unwrap();
    let mut body: Value = serde_json::from_str(&body).unwrap();
    body["entity_data"] = json!(null);
    let request = bad.request().body(body.to_string()).signed("gingr", "local-gingr-secret").unwrap();
    assert_eq!(run.post("gingr", &request), 200);
    run.line("published");
    let failed = consume();
    assert!(failed.error.contains("a check-in without its reservation"), "{}", failed.error);
    let line: Value = serde_json::from_str(&failed.good()).unwrap();
    assert_eq!((&line["good"], &line["status"]), (&false.into(), &"exit 1".into()));
}

/// Passes the batch as Lambda builds it, and reads the response as Lambda does.
#[tokio::test(flavor = "multi_thread")]
async fn a_function_gets_batches_and_names_what_failed() {
    let run = LocalRun::start(&["--ephemeral"]);
    let ids =
        [send(&run, "gire", "pud:create"), send(&run, "gire", "pud:status_update"), send(&run, "gingr", "check_in")];
    let failing = |body: &str| {
        let batch: Value = serde_json::from_str(body).unwrap();
        let records = batch["Records"].as_array().unwrap().clone();
        let of_gingr =
            records.iter().filter(|record| record["messageAttributes"]["provider"]["stringValue"] == "gingr");
        let first = |record: &&Value| record["attributes"]["ApproximateReceiveCount"] == "1";
        let failed = of_gingr.filter(first).map(|record| json!({ "itemIdentifier": record["messageId"] }));
        json!({ "batchItemFailures": failed.collect::<Vec<_>>() }).to_string()
    };
    let server = Server::start(move |_, body| (StatusCode::OK, failing(body))).await;
    let told = listened(&run, &["--lambda", &server.url, "--count", "4"]);
    let failed: Vec<_> = told.iter().filter(|line| line["good"] == false).collect();
    assert_eq!(failed.len(), 1, "{told:?}");
    assert_eq!(failed[0]["event"], ids[2].as_str());
    assert_eq!(
        (&told[3]["event"], &told[3]["received"], &told[3]["good"]),
        (&failed[0]["event"], &2.into(), &true.into())
    );
    assert_eq!(queued(&run), (0, 0));
    let calls = server.calls();
    let sizes: Vec<_> = calls.iter().map(|(_, body)| serde_json::from_str::<Value>(body).unwrap()).collect();
    assert_eq!(sizes[0]["Records"].as_array().unwrap().len(), 3);
    let record = &sizes[0]["Records"][0];
    assert!(record["receiptHandle"].is_string() && record["eventSource"] == "aws:sqs", "{record}");
    assert!(Message::parse(record["body"].as_str().unwrap()).is_ok());

    // A function that throws: all messages come again.
    send(&run, "ombori", "positionCreated");
    let thrown =
        Server::start(|_, _| (StatusCode::OK, r#"{"errorMessage":"boom","errorType":"Error"}"#.to_owned())).await;
    let told = listened(&run, &["--lambda", &thrown.url, "--count", "1"]);
    assert!(told[0]["good"] == false && told[0]["answer"].as_str().unwrap().contains("boom"), "{told:?}");
}

#[test]
fn only_what_is_asked_for_is_taken() {
    let run = LocalRun::start(&["--ephemeral"]);
    let gire = send(&run, "gire", "pud:create");
    let gingr = send(&run, "gingr", "check_in");
    let check = |filter: &[&str], expected: &str| {
        let told = listened(&run, &[filter, &["--exec", "exit 1", "--count", "1"]].concat());
        assert_eq!(told[0]["event"], expected, "{filter:?}");
    };
    check(&["--provider", "gingr"], &gingr);
    check(&["--kind", "pud:*"], &gire);
    check(&["--action", "checked_in"], &gingr);
    assert_eq!(ran(&run, "listen --exec true --forward-to http://localhost:1").code, 2);
    assert_eq!(ran(&run, "listen").code, 2);
    assert_eq!(ran(&run, "listen --forward-to localhost:3000").code, 2);
}

/// A `listen` in the background; killed when dropped.
struct Listening(Child, BufReader<std::process::ChildStdout>);

impl Drop for Listening {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// In AWS the messages belong to the real consumers.
#[tokio::test(flavor = "multi_thread")]
async fn in_aws_the_table_is_followed_and_the_queue_left_alone() {
    let run = LocalRun::start(&["--ephemeral"]);
    send(&run, "gire", "pud:create");
    let server = Server::start(|_, _| (StatusCode::OK, String::new())).await;
    let in_aws = |more: &[&str]| {
        let url = run.queue_url();
        let at = ["listen", "--json", "--table", "frontdesk-events", "--queue", &url, "--forward-to", &server.url];
        let mut command = run.command(&[&at, more].concat());
        for (name, port) in [("DYNAMODB", run.ports[1]), ("SQS", run.ports[2])] {
            command.env(format!("AWS_ENDPOINT_URL_{name}"), format!("http://127.0.0.1:{port}"));
        }
        command.envs([("AWS_REGION", "eu-west-1"), ("AWS_ACCESS_KEY_ID", "local"), ("AWS_SECRET_ACCESS_KEY", "local")]);
        command
    };
    let mut child = in_aws(&[]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut said = String::new();
    BufReader::new(child.stderr.take().unwrap()).read_line(&mut said).unwrap();
    assert!(said.contains("from now on; the queue is not touched"), "{said}");
    let mut listening = {
        let out = child.stdout.take().unwrap();
        Listening(child, BufReader::new(out))
    };
    // Messages from before its start are not shown.
    let key = send(&run, "gingr", "check_in");
    let (started, mut line) = (Instant::now(), String::new());
    listening.1.read_line(&mut line).unwrap();
    assert!(started.elapsed() < Duration::from_secs(20));
    let told: Value = serde_json::from_str(&line).unwrap();
    assert_eq!((&told["event"], &told["good"]), (&key.as_str().into(), &true.into()));
    assert_eq!(queued(&run), (2, 0));
    drop(listening);
    // With --take it takes them.
    let taken = Ran::of(in_aws(&["--take", "--count", "2"]).output().unwrap()).good();
    assert_eq!(taken.lines().count(), 2, "{taken}");
    assert_eq!(queued(&run), (0, 0));
    assert_eq!(server.calls().len(), 3);
}
