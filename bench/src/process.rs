//! The function as a process: started with Lambda's environment, its processor time and memory read from the kernel.

use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use nix::sys::signal::{Signal, kill};
use nix::time::{ClockId, clock_getcpuclockid};
use nix::unistd::Pid;
use tokio::process::{Child, Command};
use tokio::time::timeout;

/// How long it may take to end when told to.
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
    /// Starts `command` (program, then arguments) with these variables and no others.
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
            .with_context(|| format!("{program} cannot be started"))?;
        let id = Pid::from_raw(i32::try_from(child.id().context("it ended at once")?)?);
        let clock = clock_getcpuclockid(id)?;
        Ok(Self { child, id, clock, started_at })
    }

    /// The processor time that all of its threads have used, those that have ended included. In `/proc` it is either
    /// counted in steps of 10 ms (`stat`), or for the threads that still run (`schedstat`).
    pub(crate) fn cpu(&self) -> Result<Duration> {
        Ok(Duration::from(self.clock.now().context("its processor time cannot be read")?))
    }

    /// Its resident memory in bytes.
    pub(crate) fn memory(&self) -> Result<u64> {
        memory_of(self.id.as_raw().try_into()?)
    }

    /// Ends it, with a signal that a profiler around it can still write its findings after. An error if it had ended by itself.
    pub(crate) async fn end(mut self) -> Result<()> {
        if let Some(status) = self.child.try_wait()? {
            bail!("it ended by itself: {status}");
        }
        kill(self.id, Signal::SIGTERM)?;
        if timeout(TO_END, self.child.wait()).await.is_err() {
            self.child.kill().await?;
        }
        Ok(())
    }
}

/// The resident memory of a process in bytes.
pub(crate) fn memory_of(pid: u32) -> Result<u64> {
    let path = format!("/proc/{pid}/status");
    let status = std::fs::read_to_string(&path).with_context(|| format!("{path} cannot be read"))?;
    let line =
        status.lines().find_map(|line| line.strip_prefix("VmRSS:")).with_context(|| format!("no VmRSS in {path}"))?;
    let kib: u64 = line.trim().trim_end_matches(" kB").parse()?;
    Ok(kib * 1024)
}
