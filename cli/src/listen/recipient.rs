//! Where the messages go: an endpoint, a program, or a function.

use std::fmt;
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use jiff::Timestamp;
use tokio::io::AsyncWriteExt;
use tokio::process::Command;

use super::arrivals::Arrival;
use super::{ToOptions, lambda};
use crate::exit::usage;
use crate::target::Target;
use crate::url::web;

/// A CloudEvent in structured mode
/// (<https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md>).
const CLOUD_EVENT: &str = "application/cloudevents+json; charset=utf-8";
/// Limit for reading a response. A function's is at most 6 MB.
const MAX_ANSWER: u64 = 6 * 1024 * 1024;
/// The largest batch that SQS delivers at once.
const BATCH: i32 = 10;

/// Where the messages go.
pub(super) struct Recipient {
    kind: Kind,
    timeout: Duration,
    /// The environment of a program.
    variables: Vec<(&'static str, String)>,
}

enum Kind {
    Endpoint(String),
    Program(String),
    Function(String),
}

/// The result of delivering one message.
#[derive(Debug, Clone)]
pub(super) struct Handed {
    pub(super) good: bool,
    pub(super) status: String,
    pub(super) answer: String,
    pub(super) took: Duration,
}

impl fmt::Display for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            Kind::Endpoint(to) | Kind::Program(to) | Kind::Function(to) => f.write_str(to),
        }
    }
}

impl Recipient {
    pub(super) fn new(to: &ToOptions, timeout: Duration, variables: Vec<(&'static str, String)>) -> Result<Self> {
        let kind = match (&to.forward_to, &to.exec, &to.lambda) {
            (Some(url), ..) => Kind::Endpoint(web(url, "--forward-to")?),
            (_, Some(command), _) => Kind::Program(command.clone()),
            (.., Some(url)) => Kind::Function(web(url, "--lambda")?),
            (None, None, None) => return Err(usage("give --forward-to URL, --exec COMMAND or --lambda URL")),
        };
        Ok(Self { kind, timeout, variables })
    }

    /// How many messages are delivered at once.
    pub(super) fn at_once(&self) -> i32 {
        match self.kind {
            Kind::Endpoint(_) | Kind::Program(_) => 1,
            Kind::Function(_) => BATCH,
        }
    }

    /// Delivers messages, and returns the result for each.
    pub(super) async fn hand_over(&self, target: &Target, arrived: &[Arrival]) -> Vec<Handed> {
        if let Kind::Function(url) = &self.kind {
            let mut handed = Vec::with_capacity(arrived.len());
            for batch in arrived.chunks(usize::try_from(BATCH).unwrap_or(1)) {
                handed.extend(self.invoke(url, batch).await);
            }
            return handed;
        }
        let mut handed = Vec::with_capacity(arrived.len());
        for arrival in arrived {
            let started = Instant::now();
            let done = match (arrival.whole(target).await, &self.kind) {
                (Ok(body), Kind::Program(command)) => self.execute(command, arrival, body).await,
                (Ok(body), Kind::Endpoint(url) | Kind::Function(url)) => self.post(url, CLOUD_EVENT, body).await,
                (Err(error), _) => Handed::bad("not delivered", format!("{error:#}")),
            };
            handed.push(Handed { took: started.elapsed(), ..done });
        }
        handed
    }

    async fn post(&self, url: &str, content_type: &'static str, body: String) -> Handed {
        let (url, timeout) = (url.to_owned(), self.timeout);
        let posted = tokio::task::spawn_blocking(move || {
            let agent = ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0);
            let agent: ureq::Agent = agent.timeout_global(Some(timeout)).build().into();
            let mut answer = agent.post(&url).header("content-type", content_type).send(body)?;
            let failed = answer.headers().contains_key("x-amz-function-error");
            let text = answer.body_mut().with_config().limit(MAX_ANSWER).lossy_utf8(true).read_to_string()?;
            Ok::<_, ureq::Error>((answer.status(), failed, text))
        });
        match posted.await {
            Ok(Ok((status, failed, answer))) => {
                let good = status.is_success() && !failed;
                Handed { good, status: status.to_string(), answer, took: Duration::ZERO }
            }
            Ok(Err(error)) => Handed::bad("no answer", error.to_string()),
            Err(error) => Handed::bad("no answer", error.to_string()),
        }
    }

    /// Runs a program. Its output appears on standard error as it prints it.
    async fn execute(&self, command: &str, arrival: &Arrival, body: String) -> Handed {
        let mut shell = Command::new("sh");
        shell.args(["-c", command]).stdin(Stdio::piped()).stdout(std::io::stderr()).kill_on_drop(true);
        shell.envs(self.variables.iter().cloned()).env("MESSAGE_ID", &arrival.message_id);
        let deadline = Timestamp::now().as_millisecond() + i64::try_from(self.timeout.as_millis()).unwrap_or(i64::MAX);
        shell.env("DEADLINE_MS", deadline.to_string());
        let ran = async {
            let mut child = shell.spawn().context("the shell cannot be started")?;
            if let Some(mut input) = child.stdin.take() {
                // A program may finish without reading everything.
                let _ = input.write_all(body.as_bytes()).await;
                let _ = input.write_all(b"\n").await;
            }
            anyhow::Ok(child.wait().await?)
        };
        match tokio::time::timeout(self.timeout, ran).await {
            Ok(Ok(status)) if status.success() => {
                Handed { good: true, status: "exit 0".to_owned(), answer: String::new(), took: Duration::ZERO }
            }
            Ok(Ok(status)) => match status.code() {
                Some(code) => Handed::bad(&format!("exit {code}"), String::new()),
                None => Handed::bad(&status.to_string(), String::new()),
            },
            Ok(Err(error)) => Handed::bad("not run", format!("{error:#}")),
            Err(_) => {
                Handed::bad("out of time", format!("it ran for {} s; --timeout allows more", self.timeout.as_secs()))
            }
        }
    }

    async fn invoke(&self, url: &str, batch: &[Arrival]) -> Vec<Handed> {
        let started = Instant::now();
        let mut answer = self.post(url, "application/json", lambda::event(batch).to_string()).await;
        answer.took = started.elapsed();
        // A failing function may report it in a header, or with a 200 and an error as the response.
        let error = serde_json::from_str::<serde_json::Value>(&answer.answer).ok();
        if error.is_some_and(|answer| answer.get("errorMessage").is_some()) {
            answer.good = false;
        }
        if !answer.good {
            return vec![answer; batch.len()];
        }
        match lambda::failures(&answer.answer, batch) {
            Ok(failed) => {
                let of = |arrival: &Arrival| match failed.contains(&arrival.message_id) {
                    true => Handed { good: false, status: "failed".to_owned(), ..answer.clone() },
                    false => answer.clone(),
                };
                batch.iter().map(of).collect()
            }
            Err(why) => {
                let all = Handed { good: false, status: format!("failed: {why}"), ..answer };
                vec![all; batch.len()]
            }
        }
    }
}

impl Handed {
    fn bad(status: &str, answer: String) -> Self {
        Self { good: false, status: status.to_owned(), answer, took: Duration::ZERO }
    }
}
