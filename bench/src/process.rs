//! The process of a function: starts it with Lambda's environment, and reads its processor time and
//! memory from the kernel.

use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use nix::sys::signal::{Signal, kill};
use nix::time::{ClockId, clock_getcpuclockid};
use nix::unistd::Pid;
use tokio::process::{Child, Command};
use tokio::time::timeout;

/// How long it may take to terminate.
const TO_END: Duration = Duration::from_secs(10);

/// A running function. It ends when this is dropped.
#[derive(Debug)]
pub(crate) struct Process {
    child: Child,
    id: Pid,
    clock: ClockId,
    /// When it was started.
    pub(crate) started_at: Instant,
}

impl Process {
    /// Starts `command` (program, then arguments) with only these variables.
    pub(crate) fn start(command: &[String], variables: &[(&str, String)], log: &Path) -> Result<Self> {
        let [program, arguments @ ..] = command else { bail!("the command is empty") };
        let log = std::fs::File::create(log)?;
        let started_at = Instant::now();
        let child = Command::new(program)
            .args(arguments)
            .env_clear()
            .env("PATH", "/usr/local/bin:/usr/bin:/bin")
            .envs(variables.iter().map(|(name, value)| (*name, value)))
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("cannot start {program}"))?;
        let id = Pid::from_raw(i32::try_from(child.id().context("it ended immediately")?)?);
        let clock = clock_getcpuclockid(id)?;
        Ok(Self { child, id, clock, started_at })
    }

    /// Returns the processor time of all its threads, including those that ended. In `/proc` that
    /// time is either in steps of 10 ms (`stat`), or only of the running threads (`schedstat`).
    pub(crate) fn cpu(&self) -> Result<Duration> {
        Ok(Duration::from(self.clock.now().context("cannot read its processor time")?))
    }

    /// Returns its resident memory, in bytes.
    pub(crate) fn memory(&self) -> Result<u64> {
        memory_of(self.id.as_raw().try_into()?)
    }

    /// Terminates it, with a signal after which a profiler around it can still write its results.
    /// An error if it had already ended.
    pub(crate) async fn end(mut self) -> Result<()> {
        if let Some(status) = self.child.try_wait()? {
            bail!("it ended on its own: {status}");
        }
        kill(self.id, Signal::SIGTERM)?;
        if timeout(TO_END, self.child.wait()).await.is_err() {
            self.child.kill().await?;
        }
        Ok(())
    }
}

/// Returns the resident memory of a process, in bytes.
pub(crate) fn memory_of(pid: u32) -> Result<u64> {
    let path = format!("/proc/{pid}/status");
    let status = std::fs::read_to_string(&path).with_context(|| format!("cannot read {path}"))?;
    let line =
        status.lines().find_map(|line| line.strip_prefix("VmRSS:")).with_context(|| format!("no VmRSS in {path}"))?;
    let kib: u64 = line.trim().trim_end_matches(" kB").parse()?;
    Ok(kib * 1024)
}
