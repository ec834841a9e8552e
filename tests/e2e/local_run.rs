//! The local run: the same scenarios through `frontdesk dev`, with ordinary HTTP; and what it must survive.

mod commands;
mod deliveries;
mod endings;
mod mistakes;
mod web_pages;

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use aws_sdk_dynamodb::types::AttributeValue;
use frontdesk::aws::{Access, Clients};
use frontdesk::clock::Clock;
use frontdesk::providers::gire::GIRE;
use frontdesk::publish::outbox::Outbox;
use frontdesk::publish::queue::Queue;
use frontdesk::receive::delivery::Delivery;
use frontdesk::receive::pipeline::{After, Pipeline, RefusalLimit};
use frontdesk::receive::secrets::Secrets;
use frontdesk::receive::wanted::Wanted;
use frontdesk::store::Store;
use frontdesk_tests::build::program;
use frontdesk_tests::engines::Item;
use frontdesk_tests::fixtures::{Fixture, Request};
use tempfile::TempDir;

const PATIENCE: Duration = Duration::from_secs(30);

/// A running `frontdesk dev`.
pub(crate) struct LocalRun {
    child: Child,
    lines: Receiver<String>,
    reading: Option<JoinHandle<()>>,
    pub(crate) ports: [u16; 4],
    /// Where it was started, so that commands find it there, and no other.
    folder: Arc<TempDir>,
    /// What it said at its start.
    pub(crate) banner: Vec<String>,
}

impl LocalRun {
    pub(crate) fn start(arguments: &[&str]) -> Self {
        Self::of("frontdesk", arguments)
    }

    /// The same by another program that is the command.
    pub(crate) fn of(command: &str, arguments: &[&str]) -> Self {
        Self::in_folder(&Arc::new(tempfile::tempdir().unwrap()), command, arguments)
    }

    /// The same in a folder where others may be.
    pub(crate) fn in_folder(folder: &Arc<TempDir>, command: &str, arguments: &[&str]) -> Self {
        let mut child = Command::new(program(command).unwrap())
            .args(["dev", "--port", "0"])
            .args(arguments)
            .current_dir(folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (to, lines) = channel();
        let output = BufReader::new(child.stdout.take().unwrap());
        let reading = std::thread::spawn(move || {
            let _ = output.lines().map_while(Result::ok).try_for_each(|line| to.send(line));
        });
        let mut run =
            Self { child, lines, reading: Some(reading), ports: [0; 4], folder: folder.clone(), banner: Vec::new() };
        while run.banner.last().is_none_or(|line| !line.contains("One line for each delivery")) {
            run.banner.push(run.line(""));
        }
        let port = |line: &str| line.split("127.0.0.1:").nth(1).unwrap()[..5].trim_end_matches('/').parse().unwrap();
        let line = |start: &str| run.banner.iter().find(|line| line.starts_with(start)).unwrap();
        run.ports = ["  gingr ", "  DynamoDB ", "  SQS ", "  Secrets "].map(|start| port(line(start)));
        run
    }

    /// The next line with a text in it. Lines before it are gone.
    pub(crate) fn line(&self, text: &str) -> String {
        let until = Instant::now() + PATIENCE;
        loop {
            let left = until.saturating_duration_since(Instant::now());
            let line = self.lines.recv_timeout(left).unwrap_or_else(|_| panic!("no line with `{text}`"));
            if line.contains(text) {
                return line;
            }
        }
    }

    /// Closes the pipe that its lines come through.
    fn stop_reading(&mut self) {
        self.lines = channel().1;
        // The reading ends with the next line, that of a request with a wrong method.
        let mut request = Fixture::of("gire", "pud:create").unwrap().request();
        request.method = "PUT".to_owned();
        assert_eq!(self.post("gire", &request), 405);
        self.reading.take().unwrap().join().unwrap();
    }

    pub(crate) fn post(&self, provider: &str, request: &Request) -> u16 {
        let url = format!("http://127.0.0.1:{}/{provider}{}", self.ports[0], request.path);
        let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
        let mut post = http::Request::builder().method(request.method.as_str()).uri(url);
        for (name, value) in &request.headers {
            post = post.header(name, value);
        }
        agent.run(post.body(request.body.clone()).unwrap()).unwrap().status().as_u16()
    }

    pub(crate) fn access(&self) -> Access {
        let at = |port: u16| Some(format!("http://127.0.0.1:{port}"));
        Access {
            region: "eu-west-1".to_owned(),
            access_key_id: "any".to_owned(),
            secret_access_key: "thing".to_owned(),
            session_token: None,
            dynamodb: at(self.ports[1]),
            sqs: at(self.ports[2]),
            secrets_manager: at(self.ports[3]),
            roots: None,
        }
    }

    pub(crate) fn queue_url(&self) -> String {
        format!("http://127.0.0.1:{}/000000000000/frontdesk-events", self.ports[2])
    }

    pub(crate) async fn item(&self, key: &str) -> Option<Item> {
        let get = Clients::for_relay(&self.access()).dynamodb().get_item().table_name("frontdesk-events");
        get.key("id", AttributeValue::S(key.to_owned())).send().await.unwrap().item
    }

    async fn forget(&self, key: &str) {
        let delete = Clients::for_relay(&self.access()).dynamodb().delete_item().table_name("frontdesk-events");
        delete.key("id", AttributeValue::S(key.to_owned())).send().await.unwrap();
    }

    /// The bodies of all messages; takes them.
    pub(crate) async fn take(&self) -> Vec<String> {
        let sqs = Clients::for_relay(&self.access()).sqs();
        let receive = sqs.receive_message().queue_url(self.queue_url()).max_number_of_messages(10);
        let messages = receive.send().await.unwrap().messages.unwrap_or_default();
        for message in &messages {
            let delete = sqs.delete_message().queue_url(self.queue_url());
            delete.set_receipt_handle(message.receipt_handle.clone()).send().await.unwrap();
        }
        messages.into_iter().filter_map(|message| message.body).collect()
    }

    pub(crate) fn signal(&self, signal: &str) {
        let killed = Command::new("sh").args(["-c", &format!("kill {signal} {}", self.child.id())]).status().unwrap();
        assert!(killed.success());
    }

    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Waits for its end; whether it was a good one.
    pub(crate) fn ended(&mut self) -> bool {
        self.child.wait().unwrap().success()
    }

    /// Where it was started.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// `frontdesk` with arguments, run where the local run was started.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(program("frontdesk").unwrap());
        command.args(arguments).current_dir(self.folder.path()).stdin(Stdio::null());
        command
    }

    /// The same; its standard output.
    fn frontdesk(&self, arguments: &[&str]) -> String {
        printed(self.command(arguments))
    }
}

impl Drop for LocalRun {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_delivery_of_each_provider() {
    let run = LocalRun::start(&["--ephemeral"]);
    for provider in provider_names() {
        let fixture = Fixture::all(provider).unwrap().swap_remove(0);
        assert_eq!(run.post(provider, &fixture.request()), 200);
        let stored = run.line(&fixture.key());
        for told in [provider, fixture.kind.as_str(), "stored", "200", " ms"] {
            assert!(stored.contains(told), "{stored}");
        }
        assert!(run.line(&fixture.key()).contains("published  message "));
        let item = run.item(&fixture.key()).await.unwrap();
        assert!(item.contains_key("published_at"));
        let messages = run.take().await;
        assert_eq!(messages.len(), 1);
        assert!(messages[0].contains(&fixture.id));
        // The same again: a duplicate, and no second message.
        assert_eq!(run.post(provider, &fixture.request()), 200);
        assert!(run.line(&fixture.key()).contains("duplicate"));
        assert_eq!(run.take().await.len(), 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_genuine_or_not_ordinary() {
    let run = LocalRun::start(&["--ephemeral", "--secret", "ombori=another secret, long enough"]);
    let gire = Fixture::of("gire", "pud:status_update").unwrap().request();
    let header = "x-hub-signature-256";
    assert_eq!(run.post("gire", &gire.clone().without(header)), 401);
    assert!(run.line("refused").contains("`x-hub-signature-256` is missing"));
    assert_eq!(run.post("gire", &gire.clone().body("{}")), 401);
    assert_eq!(run.post("ombori", &Fixture::of("ombori", "positionCreated").unwrap().request()), 401);
    assert!(run.line("refused: the token is none").contains("ombori"));
    assert_eq!(run.post("nobody", &gire), 404);
    let nobody = ask_at(run.ports[0], "POST /nobody", &[("host", "tunnel.example")], "");
    assert!(nobody.head.contains("content-type: text/plain"), "{}", nobody.head);
    assert_eq!(run.post("gire", &gire.clone().body(vec![b'x'; 6 * 1024 * 1024 + 1])), 413);
    assert_eq!(run.post("gire", &gire.clone().with("content-type", "application/octet-stream")), 200);
    let mut get = gire.clone().body("");
    get.method = "GET".to_owned();
    assert_eq!(run.post("gire", &get), 405);
    let zaui = Fixture::file("zaui", "unreadable.xml").unwrap().request();
    assert_eq!(run.post("zaui", &zaui), 200);
    assert!(run.line("unreadable").contains("choose JSON"));
    let token = "another secret, long enough";
    let unknown = Fixture::of("ombori", "positionCreated").unwrap().request().with("authorization", token);
    assert_eq!(run.post("ombori", &unknown.body(r#"{"type":"somethingNew"}"#)), 200);
    assert!(run.line("somethingNew").contains("stored"));
}

/// `frontdesk dev | head -5`.
#[tokio::test(flavor = "multi_thread")]
async fn who_reads_the_lines_may_go() {
    let mut run = LocalRun::start(&["--ephemeral"]);
    run.stop_reading();
    // The relay has a line to print after each of them.
    for kind in ["pud:create", "pud:status_update"] {
        let pending = answered_and_not_published(&run, Fixture::of("gire", kind).unwrap()).await;
        let until = Instant::now() + PATIENCE;
        while !run.item(&pending.key()).await.unwrap().contains_key("published_at") {
            assert!(Instant::now() < until, "{kind}: the relay does not run any more");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
    for provider in provider_names() {
        let fixture = Fixture::all(provider).unwrap().swap_remove(0);
        // New, and known.
        assert_eq!(run.post(provider, &fixture.request()), 200, "{provider}");
        assert_eq!(run.post(provider, &fixture.request()), 200, "{provider}");
    }
}

/// What a browser of this machine could be made to send, to each port.
#[tokio::test(flavor = "multi_thread")]
async fn no_web_page_reads_or_writes_what_is_here() {
    let run = LocalRun::start(&["--ephemeral"]);
    let [front, dynamodb, sqs, secrets] = run.ports;
    let item = r#"{"TableName":"frontdesk-events","Item":{"id":{"S":"gire:forged"}}}"#;
    let queue = format!(r#"{{"QueueUrl":"{}","MessageBody":"forged"}}"#, run.queue_url());
    let requests = [
        (dynamodb, "DynamoDB_20120810.PutItem", item),
        (sqs, "AmazonSQS.SendMessage", &queue),
        (secrets, "secretsmanager.GetSecretValue", r#"{"SecretId":"frontdesk-gire"}"#),
        (secrets, "secretsmanager.PutSecretValue", r#"{"SecretId":"frontdesk-gire","SecretString":"the page's own"}"#),
    ];
    for (port, target, body) in requests {
        let own = format!("127.0.0.1:{port}");
        let check = |line: &str, headers: &[(&str, &str)], ok: bool| {
            let more = [("x-amz-target", target), ("content-type", "application/x-amz-json-1.0")];
            let page = ask_at(port, line, &[headers, &more].concat(), body);
            assert_eq!(page.status, if ok { 200 } else { 403 }, "{target} {line} {headers:?}");
            assert!(!page.head.contains("access-control"), "{}", page.head);
        };
        // Rebound to 127.0.0.1; across origins, asking first or not; a page that does not say where it is from.
        check("POST /", &[("host", &format!("evil.example:{port}"))], false);
        check("POST /", &[("host", "127.0.0.1")], false);
        check("OPTIONS /", &[("host", &own), ("origin", "http://evil.example")], false);
        for origin in ["http://evil.example", "null", "http://127.0.0.1:3000"] {
            check("POST /", &[("host", &own), ("origin", origin)], false);
        }
        if target != "secretsmanager.PutSecretValue" {
            assert!(run.item("gire:forged").await.is_none() && run.take().await.is_empty(), "{target}");
            check("POST /", &[("host", &format!("localhost:{port}"))], true);
            run.forget("gire:forged").await;
            run.take().await;
        }
    }
    let secret = Clients::for_relay(&run.access()).secrets_manager().get_secret_value().secret_id("frontdesk-gire");
    assert_eq!(secret.send().await.unwrap().secret_string.as_deref(), Some("local-gire-secret"));
    // The default secrets are known to everyone.
    let fixture = Fixture::of("gire", "pud:create").unwrap();
    let request = fixture.request().with("origin", "http://evil.example");
    assert_eq!(run.post("gire", &request), 403);
    let own = format!("http://127.0.0.1:{front}");
    assert_eq!(run.post("gire", &request.with("origin", &own)), 200);
}

#[test]
fn a_body_that_ends_early_is_not_called_too_large() {
    let run = LocalRun::start(&["--ephemeral"]);
    let mut stream = TcpStream::connect(("127.0.0.1", run.ports[0])).unwrap();
    stream.write_all(b"POST /gire HTTP/1.1\r\nhost: tunnel.example\r\ncontent-length: 100\r\n\r\n{}").unwrap();
    stream.shutdown(Shutdown::Write).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 400 "), "{answer}");
    run.line("ended before its announced length  400");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_lost_by_kill_9() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let arguments = ["--data", data.to_str().unwrap()];
    let run = LocalRun::start(&arguments);
    let fixture = Fixture::of("gingr", "check_in").unwrap();
    assert_eq!(run.post("gingr", &fixture.request()), 200);
    run.line("published");
    let pending = answered_and_not_published(&run, Fixture::of("gire", "pud:create").unwrap()).await;
    run.kill();

    let run = LocalRun::start(&arguments);
    assert!(run.item(&fixture.key()).await.unwrap().contains_key("published_at"));
    assert!(run.item(&pending.key()).await.is_some());
    run.line("relay     published 1");
    let mut messages = run.take().await;
    messages.sort();
    assert_eq!(messages.len(), 2);
    assert!(messages.iter().any(|message| message.contains(&fixture.id)));
    assert!(messages.iter().any(|message| message.contains(&pending.id)));
}

/// A delivery that got as far as its answer, and no further.
async fn answered_and_not_published(run: &LocalRun, fixture: Fixture) -> Fixture {
    let access = run.access();
    let clients = Clients::for_relay(&access);
    let store = Store::new(clients.dynamodb(), "frontdesk-events", RETENTION_DAYS);
    let pipeline = Pipeline {
        retry_window: None,
        provider: &GIRE,
        secrets: Secrets::parse("local-gire-secret").unwrap().into(),
        wanted: Wanted::everything(),
        outbox: Outbox::new(
            store.clone(),
            Queue::new(clients.sqs(), run.queue_url()),
            frontdesk::providers::ALL,
            Clock::system(),
        ),
        store,
        clock: Clock::system(),
        auth_header: None,
        refusal_limit: RefusalLimit::few(),
    };
    let headers = fixture.headers.clone().into_iter().collect();
    let mut delivery = Delivery::post(fixture.path.clone(), headers, fixture.body.clone(), Timestamp::now());
    delivery.request_id = "cut short".to_owned();
    let receipt = pipeline.receive(delivery).await;
    assert!(receipt.status == 200 && matches!(receipt.after, After::Publish(_)), "{receipt:?}");
    fixture
}

#[test]
fn it_ends_cleanly() {
    for signal in ["-TERM", "-INT"] {
        let mut run = LocalRun::start(&["--ephemeral"]);
        run.signal(signal);
        run.line("ended");
        assert_eq!(run.child.wait().unwrap().code(), Some(0), "{signal}");
    }
}

/// The command fails at once, and says why and what to do.
fn check_fails(arguments: &[&str], told: &[&str]) {
    let output = Command::new(program("frontdesk").unwrap()).args(arguments).stdin(Stdio::null()).output().unwrap();
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success(), "{arguments:?}");
    for told in told {
        assert!(error.contains(told), "{arguments:?}: `{told}` is not in: {error}");
    }
}

#[test]
fn what_is_wrong_is_said() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    check_fails(&["--ephemeral", "--port", &port], &["cannot listen", &port, "another copy", "--port"]);
    let with = |more: &[&'static str]| [&["--port", "0"], more].concat();
    check_fails(&with(&["--data", "/dev/null/frontdesk"]), &["cannot make the folder /dev/null/frontdesk", "--data"]);
    check_fails(&with(&["--secret", "gingr"]), &["PROVIDER=SECRET"]);
    check_fails(&with(&["--secret", "stripe=0123456789abcdef"]), &["the providers are gingr"]);
    check_fails(&with(&["--secret", "gingr=short"]), &["gingr", "fewer than 16"]);
    check_fails(&["send", "gingr", "nothing"], &["no example of kind `nothing`", "--list"]);
    check_fails(&["send", "gingr", "check_in", "--url", "http://127.0.0.1:1"], &["cannot post to", "cargo run"]);
}

#[test]
fn a_second_copy_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap().to_owned();
    let _run = LocalRun::start(&["--data", &data]);
    check_fails(&["--port", "0", "--data", &data], &["another local run is using", "--data"]);
}

/// The standard output of a command that does its work.
fn printed(mut command: Command) -> String {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}
