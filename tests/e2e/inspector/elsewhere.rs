//! `frontdesk inspect` on a table and a queue in AWS.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use frontdesk_tests::build::program;
use frontdesk_tests::fixtures::Fixture;

use super::{Page, ask_at, delivered, post, post_at, shown};
use crate::local_run::LocalRun;

/// A running `frontdesk inspect`, and the port of its page.
pub(super) struct Inspect(Child, u16);

impl Inspect {
    /// Starts one on the engines of a local run, in place of AWS.
    pub(super) fn start(run: &LocalRun, arguments: &[&str]) -> Self {
        let at = |port: u16| format!("http://127.0.0.1:{port}");
        let mut child = Command::new(program("frontdesk").unwrap())
            .args(["inspect", "--port", "0", "--table", "frontdesk-events", "--queue", &run.queue_url()])
            .args(arguments)
            .envs([("AWS_ENDPOINT_URL_DYNAMODB", at(run.ports[1])), ("AWS_ENDPOINT_URL_SQS", at(run.ports[2]))])
            .envs([("AWS_REGION", "eu-west-1"), ("AWS_ACCESS_KEY_ID", "local"), ("AWS_SECRET_ACCESS_KEY", "local")])
            .current_dir(run.folder())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let port = line.trim().strip_prefix("inspect at http://127.0.0.1:").unwrap().trim_end_matches('/').parse();
        Self(child, port.unwrap())
    }

    pub(super) fn get(&self, path: &str) -> Page {
        ask_at(self.1, &format!("GET {path}"), &[("host", &format!("127.0.0.1:{}", self.1))], "")
    }

    pub(super) fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        post_at(self.1, path, fields)
    }
}

impl Drop for Inspect {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_and_a_queue_in_aws_are_inspected() {
    let run = LocalRun::start(&["--ephemeral"]);
    let id = delivered(&run, &Fixture::of("gire", "pud:create").unwrap());
    let inspect = Inspect::start(&run, &["--secret", "gire=local-gire-secret"]);
    let get = |path: &str| inspect.get(path);

    // A sample would be an event without a booking.
    get("/").has(&id).has("data-every=\"10\"").has_not("Send a sample");
    let event = get(&shown("/_/event", &id));
    event.has("good: made with the secret");
    event.has("https://YOUR-FUNCTION-URL/");
    let token = get(&shown("/_/replay", &id)).field("token");
    assert_eq!(inspect.post("/_/send", &[("token", &token), ("sample", "gire pud:create")]).status, 403);
    let ticket = get(&shown("/_/replay", &id)).has("<strong>000000000000</strong>").field("ticket");
    let order = [("token", token.as_str()), ("ticket", &ticket), ("id", &id)];
    // One page's token is not valid on another.
    assert_eq!(post(&run, "/_/replay", &order).status, 403);
    assert_eq!(inspect.post("/_/replay", &order).status, 303);
    assert_eq!(run.take().await.len(), 2);
}
