//! A compiled function, run as Lambda runs it: as a process of its own that uses the Runtime API.

use std::net::{IpAddr, Ipv4Addr};
use std::process::Stdio;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use bytes::Bytes;
use frontdesk_local::function_url;
use frontdesk_local::runtime_api::RuntimeApi;
use http::Response;
use jiff::Timestamp;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use crate::build;
use crate::engines::Engines;
use crate::fixtures::Request;
use crate::proxy::Proxy;
use crate::trap::Trap;

/// Longer than any step takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// The sender's address, if the test does not choose one.
const SENDER: Ipv4Addr = Ipv4Addr::new(203, 0, 113, 7);

/// A function with one or more sandboxes.
pub struct Function {
    /// The Runtime API that passes it its events.
    pub api: RuntimeApi,
    sandboxes: tokio::sync::Mutex<Vec<Child>>,
    log: Arc<Mutex<Vec<String>>>,
    _way_to_api: Option<Proxy>,
}

/// The configuration of a function.
#[derive(Clone)]
pub struct Setup {
    program: String,
    environment: Vec<(String, String)>,
    sandboxes: usize,
    trap: Option<Arc<Trap>>,
}

impl Setup {
    /// Configures the function `program` on these engines. A receiver has the secret
    /// `local-<provider>-secret`.
    #[must_use]
    pub fn new(program: &str, engines: &Engines) -> Self {
        let access = engines.access();
        let setup = Self { program: program.to_owned(), environment: Vec::new(), sandboxes: 1, trap: None };
        setup
            .with("AWS_REGION", &access.region)
            .with("AWS_ACCESS_KEY_ID", &access.access_key_id)
            .with("AWS_SECRET_ACCESS_KEY", &access.secret_access_key)
            .with("AWS_ENDPOINT_URL_DYNAMODB", &engines.dynamodb_url)
            .with("AWS_ENDPOINT_URL_SQS", &engines.sqs_url)
            .with("AWS_ENDPOINT_URL_SECRETS_MANAGER", &engines.secrets_manager_url)
            .with("AWS_LAMBDA_FUNCTION_NAME", program)
            .with("AWS_LAMBDA_FUNCTION_VERSION", "1")
            .with("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128")
            .with("EVENTS_TABLE", &engines.table)
            .with("EVENTS_QUEUE_URL", &engines.queue_url)
            .with("WEBHOOK_SECRET", &format!("local-{program}-secret"))
    }

    /// Sets an environment variable. An empty value counts as not set.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.environment.retain(|(key, _)| key != name);
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Sets the number of concurrent sandboxes.
    #[must_use]
    pub fn sandboxes(mut self, count: usize) -> Self {
        self.sandboxes = count;
        self
    }

    /// Puts a trap before the Runtime API: requests for events and posted responses are steps, too.
    #[must_use]
    pub fn trapped(mut self, trap: &Arc<Trap>) -> Self {
        self.trap = Some(trap.clone());
        self
    }

    /// Starts the function.
    ///
    /// # Errors
    /// If the program cannot be built or run.
    pub async fn start(self) -> Result<Function> {
        let api = RuntimeApi::bind().await?;
        let way = match self.trap {
            Some(trap) => Some(Proxy::start_with(&format!("http://{}", api.addr()), Some(trap)).await?),
            None => None,
        };
        let address = way.as_ref().map_or(api.addr(), Proxy::address).to_string();
        let mut function =
            Function { api, sandboxes: tokio::sync::Mutex::default(), log: Arc::default(), _way_to_api: way };
        for _ in 0..self.sandboxes {
            let mut command = Command::new(build::function(&self.program)?);
            command.env_clear().envs(self.environment.clone());
            command.env("AWS_LAMBDA_RUNTIME_API", &address);
            command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
            let mut child = command.spawn().with_context(|| format!("cannot run {}", self.program))?;
            follow(child.stdout.take(), function.log.clone());
            follow(child.stderr.take(), function.log.clone());
            function.sandboxes.get_mut().push(child);
        }
        Ok(function)
    }
}

impl Function {
    /// Sends a request through a function URL, and returns the HTTP response.
    ///
    /// # Errors
    /// If the function does not answer.
    pub async fn deliver(&self, request: &Request) -> Result<Response<Bytes>> {
        self.deliver_from(SENDER, request).await
    }

    /// Sends a request from a given address, and returns the HTTP response.
    ///
    /// # Errors
    /// If the function does not answer.
    pub async fn deliver_from(&self, sender: Ipv4Addr, request: &Request) -> Result<Response<Bytes>> {
        let answer = self.api.invoke(event(sender, request)?, PATIENCE).await?;
        Ok(function_url::response(answer))
    }

    /// Sends a request, checks the status, and waits until the work after the answer is done.
    ///
    /// # Errors
    /// If the status differs; the error has the function's log.
    pub async fn expect(&self, status: u16, request: &Request) -> Result<Response<Bytes>> {
        self.expect_from(SENDER, status, request).await
    }

    /// Like `expect`, from a given address.
    ///
    /// # Errors
    /// If the status differs; the error has the function's log.
    pub async fn expect_from(&self, sender: Ipv4Addr, status: u16, request: &Request) -> Result<Response<Bytes>> {
        let response = self.deliver_from(sender, request).await?;
        ensure!(response.status() == status, "{} instead of {status}; log:\n{}", response.status(), self.log());
        self.settle().await?;
        Ok(response)
    }

    /// Waits until the function asks for its next event.
    ///
    /// # Errors
    /// If it does not.
    pub async fn settle(&self) -> Result<()> {
        ensure!(self.api.idle(PATIENCE).await, "the function did not ask for its next event; log:\n{}", self.log());
        Ok(())
    }

    /// Runs a scheduled function once.
    ///
    /// # Errors
    /// If it fails.
    pub async fn tick(&self) -> Result<()> {
        self.tick_with(json!({ "source": "aws.scheduler", "detail-type": "Scheduled Event", "detail": {} })).await
    }

    /// Runs a scheduled function once, with the event of another schedule.
    ///
    /// # Errors
    /// If it fails.
    pub async fn tick_with(&self, event: Value) -> Result<()> {
        self.api.invoke(event, PATIENCE).await.with_context(|| self.log())?;
        self.settle().await
    }

    /// Waits for a sandbox to end by itself, and returns its exit code.
    ///
    /// # Errors
    /// If it keeps running.
    pub async fn ended(&mut self) -> Result<Option<i32>> {
        let sandbox = self.sandboxes.get_mut().first_mut().context("a function has a sandbox")?;
        let status = tokio::time::timeout(PATIENCE, sandbox.wait()).await.context("the sandbox keeps running")??;
        Ok(status.code())
    }

    /// Kills its sandboxes with `SIGKILL`, and fails their current invocations, as Lambda does.
    ///
    /// # Errors
    /// If a process cannot be killed.
    pub async fn kill(&self) -> Result<()> {
        for sandbox in self.sandboxes.lock().await.iter_mut() {
            if sandbox.try_wait()?.is_none() {
                sandbox.kill().await?;
            }
        }
        self.api.fail_in_flight();
        Ok(())
    }

    /// Returns the peak memory of the first sandbox so far, in KiB.
    ///
    /// # Errors
    /// If the system does not report it.
    pub async fn peak_memory_kib(&self) -> Result<u64> {
        let process =
            self.sandboxes.lock().await.first().and_then(Child::id).context("a function has a running sandbox")?;
        let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).context("no VmHWM")?;
        Ok(peak.trim().trim_end_matches(" kB").parse()?)
    }

    /// Returns the function's log so far.
    #[must_use]
    pub fn log(&self) -> String {
        self.log.lock().unwrap_or_else(PoisonError::into_inner).join("\n")
    }

    /// Waits until the log contains a text.
    ///
    /// # Errors
    /// If it never does.
    pub async fn log_has(&self, text: &str) -> Result<()> {
        let wait = async {
            while !self.log().contains(text) {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        let waited = tokio::time::timeout(PATIENCE, wait).await;
        waited.with_context(|| format!("the log has no `{text}`:\n{}", self.log()))
    }

    /// Returns the JSON lines of the log that have a message.
    #[must_use]
    pub fn logged(&self, message: &str) -> Vec<Value> {
        let lines = self.log();
        let lines = lines.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        lines.filter(|line| line["message"] == message).collect()
    }

    /// Waits until the log has `count` lines with a message: they come through a pipe, later than
    /// the answer.
    ///
    /// # Errors
    /// If there are never that many.
    pub async fn logged_when(&self, message: &str, count: usize) -> Result<Vec<Value>> {
        let wait = async {
            loop {
                let lines = self.logged(message);
                if lines.len() >= count {
                    return lines;
                }
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        let lines = tokio::time::timeout(PATIENCE, wait).await;
        lines.with_context(|| format!("the log has no {count} lines `{message}`:\n{}", self.log()))
    }
}

fn event(sender: Ipv4Addr, request: &Request) -> Result<Value> {
    let mut parts = http::Request::builder().method(request.method.as_str()).uri(&request.path);
    for (name, value) in &request.headers {
        parts = parts.header(name, value);
    }
    let (parts, ()) = parts.body(())?.into_parts();
    let id = uuid::Uuid::new_v4().to_string();
    Ok(function_url::event(&parts, parts.uri.path(), &request.body, IpAddr::V4(sender), &id, Timestamp::now())?)
}

fn follow(output: Option<impl tokio::io::AsyncRead + Send + Unpin + 'static>, log: Arc<Mutex<Vec<String>>>) {
    let Some(output) = output else { return };
    tokio::spawn(async move {
        let mut lines = BufReader::new(output).lines();
        while let Ok(Some(line)) = lines.next_line().await {
            log.lock().unwrap_or_else(PoisonError::into_inner).push(line);
        }
    });
}
