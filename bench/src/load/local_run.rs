//! A `frontdesk dev` as a process of its own: started, asked for its memory, ended.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use frontdesk::lambda::aws::{Access, Clients};
use nix::time::{ClockId, clock_getcpuclockid};
use nix::unistd::Pid;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::task::JoinHandle;

/// The table of a local run.
pub(crate) const TABLE: &str = "frontdesk-events";
const ENDPOINTS: &str = "  gingr ";
const DYNAMODB: &str = "  DynamoDB ";
const SQS: &str = "  SQS ";
/// Said when everything listens.
const READY: &str = "One line for each delivery";

/// A running local run. It ends when this is dropped.
#[derive(Debug)]
pub(crate) struct LocalRun {
    child: Child,
    pid: u32,
    /// Address of the endpoints, host and port.
    pub(crate) endpoints: String,
    dynamodb: String,
    sqs: String,
    _output: JoinHandle<()>,
}

impl LocalRun {
    /// Starts it on free ports: in memory, or with its data in a folder.
    pub(crate) async fn start(program: &Path, data: Option<&Path>) -> Result<Self> {
        let mut command = Command::new(program);
        command.args(["dev", "--port", "0", "--dynamodb-port", "0", "--sqs-port", "0", "--secrets-port", "0"]);
        match data {
            Some(folder) => command.arg("--data").arg(folder),
            None => command.arg("--ephemeral"),
        };
        command.stdin(Stdio::null()).stdout(Stdio::piped()).kill_on_drop(true);
        let mut child = command.spawn().with_context(|| format!("{} cannot be started", program.display()))?;
        let pid = child.id().context("the local run ended at once")?;
        let mut lines = BufReader::new(child.stdout.take().context("its output is not a pipe")?).lines();
        let [mut endpoints, mut dynamodb, mut sqs] = [const { String::new() }; 3];
        loop {
            let Some(line) = lines.next_line().await? else { bail!("the local run ended before it was ready") };
            for (name, address) in [(ENDPOINTS, &mut endpoints), (DYNAMODB, &mut dynamodb), (SQS, &mut sqs)] {
                if line.starts_with(name) {
                    *address = address_in(&line)?;
                }
            }
            if line.contains(READY) {
                break;
            }
        }
        // Its lines are written, as to a terminal, and nobody keeps them.
        let output = tokio::spawn(async move {
            let _ = tokio::io::copy(&mut lines.into_inner(), &mut tokio::io::sink()).await;
        });
        Ok(Self { child, pid, endpoints, dynamodb, sqs, _output: output })
    }

    /// Clients for its table and its queue.
    pub(crate) fn clients(&self) -> Clients {
        Clients::for_relay(&Access {
            region: "us-east-1".to_owned(),
            access_key_id: "local".to_owned(),
            secret_access_key: "local".to_owned(),
            session_token: None,
            dynamodb: Some(format!("http://{}", self.dynamodb)),
            sqs: Some(format!("http://{}", self.sqs)),
            secrets_manager: None,
            roots: None,
        })
    }

    /// The URL of its queue.
    pub(crate) fn queue_url(&self) -> String {
        format!("http://{}/000000000000/frontdesk-events", self.sqs)
    }

    /// Its resident memory in bytes.
    pub(crate) fn memory(&self) -> Result<u64> {
        crate::process::memory_of(self.pid)
    }

    /// The processor time that it and this process have used together: on two processors they share them.
    pub(crate) fn cpu(&self) -> Result<Duration> {
        let clock = clock_getcpuclockid(Pid::from_raw(i32::try_from(self.pid)?))?;
        let its = clock.now().context("its processor time cannot be read")?;
        Ok(Duration::from(its) + Duration::from(ClockId::CLOCK_PROCESS_CPUTIME_ID.now()?))
    }

    /// Ends it. An error if it had ended by itself.
    pub(crate) async fn end(mut self) -> Result<()> {
        if let Some(status) = self.child.try_wait()? {
            bail!("the local run ended by itself: {status}");
        }
        self.child.kill().await?;
        Ok(())
    }
}

fn address_in(line: &str) -> Result<String> {
    let (_, rest) = line.split_once("http://").with_context(|| format!("no address in `{line}`"))?;
    let end = rest.find(|letter: char| letter == '/' || letter.is_whitespace()).unwrap_or(rest.len());
    Ok(rest.get(..end).unwrap_or_default().to_owned())
}
