//! The local run: the same scenarios through `frontdesk dev` over plain HTTP, and the failures it
//! must survive.

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
    /// The folder it was started in. Commands find it there, and find no other.
    folder: Arc<TempDir>,
    /// Its output at start.
    pub(crate) banner: Vec<String>,
}

impl LocalRun {
    pub(crate) fn start(arguments: &[&str]) -> Self {
        Self::of("frontdesk", arguments)
    }

    /// Starts it from another executable.
    pub(crate) fn of(command: &str, arguments: &[&str]) -> Self {
        Self::in_folder(&Arc::new(tempfile::tempdir().unwrap()), command, arguments)
    }

    /// Starts it in a folder that may hold other runs.
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

    /// Returns the next line that contains a text. Earlier lines are dropped.
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

    /// Closes the pipe of its output.
    fn stop_reading(&mut self) {
        self.lines = channel().1;
        // Reading ends with the next line: that of a request with a wrong method.
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

    /// Receives and deletes all messages. Returns their bodies.
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

    /// Waits for it to end. Returns whether it succeeded.
    pub(crate) fn ended(&mut self) -> bool {
        self.child.wait().unwrap().success()
    }

    /// The folder it was started in.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Returns `frontdesk` with arguments, in the folder of the local run.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(program("frontdesk").unwrap());
        command.args(arguments).current_dir(self.folder.path()).stdin(Stdio::null());
        command
    }

    /// Runs it, and returns its standard output.
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

/// Runs a command that must succeed, and returns its standard output.
fn printed(mut command: Command) -> String {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}
