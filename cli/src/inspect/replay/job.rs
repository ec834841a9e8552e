//! Running and finished replays: each continues while pages come and go, and can be stopped.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Result, ensure};
use frontdesk::event::EventId;
use tokio::sync::{Notify, watch};
use uuid::Uuid;

use super::super::Inspector;
use super::super::problem::Conflict;
use super::super::question::Question;
use super::all::Plan;
use crate::events::journal::Journal;
use crate::events::replay::{Sent, send_all};
use crate::print::count;

/// How many may run at once, and how many are remembered.
const MOST_RUNNING: usize = 4;
const MOST: usize = 16;
/// How long a response waits for a replay to end.
const SOON: Duration = Duration::from_secs(2);

/// How a replay ended.
pub(super) type End = Result<Sent, String>;

/// A replay.
pub(in crate::inspect) struct Job {
    pub(super) id: String,
    /// The query that it was started with, and the equivalent command.
    pub(super) question: Question,
    pub(super) command: String,
    pub(super) total: usize,
    journal: PathBuf,
    gone: AtomicUsize,
    stop: Notify,
    end: watch::Sender<Option<End>>,
}

/// All replays.
#[derive(Default)]
pub(in crate::inspect) struct Jobs(Mutex<VecDeque<Arc<Job>>>);

impl Job {
    /// Starts sending the planned events.
    pub(super) fn start(inspector: &Arc<Inspector>, plan: Plan, rate: Option<u32>) -> Result<Arc<Self>> {
        let Plan { question, command, journal: path, span, noted, chosen } = plan;
        let journal = Journal::open(&path, span)?;
        ensure!(
            journal.count() == noted,
            Conflict("some of these events have been sent in the meantime: go back and start again")
        );
        let job = Arc::new(Self {
            id: Uuid::new_v4().to_string(),
            question,
            command,
            total: chosen.ids.len(),
            journal: path,
            gone: AtomicUsize::new(0),
            stop: Notify::new(),
            end: watch::Sender::new(None),
        });
        inspector.jobs.add(&job)?;
        tokio::spawn(job.clone().run(inspector.clone(), chosen.ids, rate, journal));
        Ok(job)
    }

    async fn run(self: Arc<Self>, inspector: Arc<Inspector>, ids: Vec<EventId>, rate: Option<u32>, journal: Journal) {
        let gone = |gone| self.gone.store(gone, Ordering::Relaxed);
        let sent = send_all(&inspector.target, &ids, rate, journal, self.stop.notified(), gone).await;
        self.end.send_replace(Some(sent.map_err(|error| format!("{error:#}"))));
    }

    /// How many are sent.
    pub(super) fn gone(&self) -> usize {
        self.gone.load(Ordering::Relaxed)
    }

    /// The progress, in words.
    pub(in crate::inspect) fn told(&self) -> String {
        format!("{} of {}", count(self.gone() as u64), count(self.total as u64))
    }

    /// How it ended. `None` while it is running.
    pub(super) fn end(&self) -> Option<End> {
        self.end.borrow().clone()
    }

    /// How it ended, after waiting for a moment.
    pub(super) async fn ended_soon(&self) -> Option<End> {
        let mut end = self.end.subscribe();
        let _ = tokio::time::timeout(SOON, end.wait_for(Option::is_some)).await;
        self.end()
    }

    /// Stops it after the current batch.
    pub(super) fn stop(&self) {
        self.stop.notify_one();
    }
}

impl Jobs {
    /// The replay with this id.
    pub(super) fn find(&self, id: &str) -> Option<Arc<Job>> {
        self.all().iter().find(|job| job.id == id).cloned()
    }

    /// The running replay with this journal.
    pub(super) fn running(&self, journal: &Path) -> Option<Arc<Job>> {
        self.under_way().into_iter().find(|job| job.journal == journal)
    }

    /// The running replays.
    pub(in crate::inspect) fn under_way(&self) -> Vec<Arc<Job>> {
        self.all().iter().filter(|job| job.end().is_none()).cloned().collect()
    }

    fn add(&self, job: &Arc<Job>) -> Result<()> {
        let mut all = self.all();
        let running = all.iter().filter(|job| job.end().is_none()).count();
        ensure!(running < MOST_RUNNING, Conflict("four replays are running: stop one, or wait until it ends"));
        all.push_back(job.clone());
        // The oldest of those that ended.
        if all.len() > MOST
            && let Some(at) = all.iter().position(|job| job.end().is_some())
        {
            all.remove(at);
        }
        Ok(())
    }

    fn all(&self) -> std::sync::MutexGuard<'_, VecDeque<Arc<Job>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
