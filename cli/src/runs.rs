//! Finds the local runs of a folder: each writes a note while it is up, and the other commands read
//! it.
//!
//! A note is a file in `.frontdesk/runs` of the folder that the run was started in, locked as long
//! as the run lives. An unlocked note is left over from a killed run, even if another process has
//! its id now.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Args;
use frontdesk::aws::Access;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::exit::usage;
use crate::local_run;

/// The notes' folder, below the folder that a run was started in.
const NOTES: &str = ".frontdesk/runs";

/// Which local run.
#[derive(Args, Clone, Default)]
#[command(next_help_heading = "Where")]
pub(crate) struct RunOptions {
    /// Which local run, if several are up: the port of its endpoints, or its data folder.
    #[arg(long, global = true, value_name = "PORT|FOLDER")]
    run: Option<String>,
}

/// A local run, as its note describes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Run {
    /// The port of the endpoints, which identifies the run.
    pub(crate) port: u16,
    pub(crate) dynamodb_port: u16,
    pub(crate) sqs_port: u16,
    pub(crate) secrets_port: u16,
    /// The data folder. `None` if the run keeps everything in memory.
    pub(crate) data: Option<PathBuf>,
    pub(crate) process: u32,
    pub(crate) started_at: Timestamp,
}

/// A note that exists as long as this value.
pub(crate) struct Note {
    path: PathBuf,
    _locked: File,
}

impl Run {
    /// Access to its engines.
    pub(crate) fn access(&self) -> Access {
        local_run::access(self.dynamodb_port, self.sqs_port, self.secrets_port)
    }

    /// The queue's URL.
    pub(crate) fn queue_url(&self) -> String {
        local_run::queue_url(self.sqs_port)
    }

    /// The URL for a provider to call.
    pub(crate) fn endpoint(&self, provider: &str) -> String {
        format!("http://127.0.0.1:{}/{provider}", self.port)
    }

    /// Writes the note of a run.
    pub(crate) fn note(&self) -> Result<Note> {
        let folder = Path::new(NOTES);
        std::fs::create_dir_all(folder)?;
        sweep(folder);
        // Renamed only once it is complete and locked, so nobody takes it for a leftover.
        let draft = folder.join(format!("{}.tmp", self.port));
        let file = File::create(&draft)?;
        file.lock()?;
        serde_json::to_writer(&file, self)?;
        let path = folder.join(format!("{}.json", self.port));
        std::fs::rename(draft, &path)?;
        Ok(Note { path, _locked: file })
    }

    /// Whether `--run` means this one.
    fn is(&self, wish: &str) -> bool {
        let same = |data: &PathBuf| std::fs::canonicalize(wish).is_ok_and(|wish| wish == *data);
        self.port.to_string() == wish || self.data.as_ref().is_some_and(same)
    }

    /// Describes the run for people: the port and what identifies it.
    fn described(&self) -> String {
        let data =
            self.data.as_ref().map_or_else(|| "in memory".to_owned(), |data| format!("kept in {}", data.display()));
        format!("  --run {:<5}  {data}, since {:.0}", self.port, self.started_at)
    }
}

impl Drop for Note {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
        // Both folders stay if they hold anything else.
        for folder in self.path.ancestors().skip(1).take(2) {
            let _ = std::fs::remove_dir(folder);
        }
    }
}

impl RunOptions {
    /// The local run to use: the only one, or the one that `--run` names.
    pub(crate) fn find(&self) -> Result<Run> {
        let mut up = up()?;
        if let Some(wish) = &self.run {
            let Some(at) = up.iter().position(|run| run.is(wish)) else {
                bail!("no local run {wish} is up here; {}", list(&up));
            };
            return Ok(up.swap_remove(at));
        }
        match up.len() {
            0 => bail!("{}; or --stack NAME for one in AWS", list(&up)),
            1 => Ok(up.swap_remove(0)),
            _ => Err(usage(&list(&up))),
        }
    }
}

/// The local runs that were started in this folder, or else in the nearest one above it.
pub(crate) fn up() -> Result<Vec<Run>> {
    let here = std::env::current_dir().context("cannot find the current folder")?;
    let up = here.ancestors().map(|folder| noted(&folder.join(NOTES))).find(|runs| !runs.is_empty());
    Ok(up.unwrap_or_default())
}

fn list(up: &[Run]) -> String {
    if up.is_empty() {
        return "no local run was started in this folder or one above it: `cargo run` starts one".to_owned();
    }
    let lines: Vec<String> = up.iter().map(Run::described).collect();
    let count = if up.len() == 1 { "1 local run is up".to_owned() } else { format!("{} local runs are up", up.len()) };
    format!("{count}:\n{}", lines.join("\n"))
}

/// The runs that have a note in a folder and are up, by port.
fn noted(folder: &Path) -> Vec<Run> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let notes = entries.filter_map(|entry| entry.ok().map(|entry| entry.path()));
    let notes = notes.filter(|path| path.extension().is_some_and(|extension| extension == "json"));
    let mut runs: Vec<Run> = notes.filter(|path| is_locked(path)).filter_map(|path| read(&path)).collect();
    runs.sort_by_key(|run| run.port);
    runs
}

fn read(path: &Path) -> Option<Run> {
    serde_json::from_slice(&std::fs::read(path).ok()?).ok()
}

fn is_locked(path: &Path) -> bool {
    File::open(path).is_ok_and(|file| matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock)))
}

/// Removes the notes of runs that were killed.
fn sweep(folder: &Path) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for path in entries.filter_map(|entry| entry.ok().map(|entry| entry.path())) {
        if path.is_file() && !is_locked(&path) {
            let _ = std::fs::remove_file(path);
        }
    }
}
