//! The invocations of one function, waiting and in flight, and their journal.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use serde_json::Value;
use tokio::sync::{Notify, oneshot};
use uuid::Uuid;

use super::InvokeError;
use super::journal::{Entry, Happening};

type Answer = Result<Value, InvokeError>;

/// An event for a sandbox.
#[derive(Debug)]
pub(super) struct Invocation {
    pub(super) request_id: String,
    pub(super) event: Value,
    pub(super) deadline: SystemTime,
}

#[derive(Debug, Default)]
pub(super) struct Invocations {
    state: Mutex<State>,
    /// Notified when an event is queued.
    waiting: Notify,
    /// Notified when the journal grows.
    recorded: Notify,
}

#[derive(Debug, Default)]
struct State {
    waiting: VecDeque<(Invocation, oneshot::Sender<Answer>)>,
    in_flight: HashMap<String, oneshot::Sender<Answer>>,
    journal: Vec<Entry>,
    init_error: Option<Value>,
}

impl Invocations {
    pub(super) async fn invoke(&self, event: Value, timeout: Duration) -> Answer {
        let deadline = SystemTime::now() + timeout;
        let (answer, answered) = oneshot::channel();
        let request_id = {
            let mut state = self.state();
            let request_id = state.free_id(&event);
            let invocation = Invocation { request_id: request_id.clone(), event, deadline };
            state.waiting.push_back((invocation, answer));
            request_id
        };
        self.waiting.notify_waiters();
        match tokio::time::timeout(timeout, answered).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(_)) => Err(InvokeError::SandboxEnded),
            Err(_) => {
                self.abandon(&request_id);
                Err(InvokeError::TimedOut(timeout))
            }
        }
    }

    /// Waits for the next event, which is in flight from then on.
    pub(super) async fn next(&self) -> Invocation {
        self.record(Happening::NextAsked);
        loop {
            // Listens before it looks, to miss nothing in between.
            let bell = self.waiting.notified();
            if let Some(invocation) = self.hand_out() {
                return invocation;
            }
            bell.await;
        }
    }

    /// Takes the next event in one step, so an invocation always either waits or is in flight.
    fn hand_out(&self) -> Option<Invocation> {
        let invocation = {
            let mut state = self.state();
            let (invocation, caller) = state.waiting.pop_front()?;
            let request_id = invocation.request_id.clone();
            state.in_flight.insert(request_id.clone(), caller);
            state.enter(Happening::HandedOut { request_id });
            invocation
        };
        self.recorded.notify_waiters();
        Some(invocation)
    }

    /// Passes a response on to the caller. Returns whether the invocation exists.
    pub(super) fn answer(&self, request_id: &str, happening: Happening, answer: Answer) -> bool {
        let caller = self.state().in_flight.remove(request_id);
        if caller.is_some() {
            // Before the caller is notified, so the entry is in the journal by then.
            self.record(happening);
        }
        caller.is_some_and(|caller| caller.send(answer).is_ok())
    }

    /// Fails all waiting invocations: the sandbox cannot start.
    pub(super) fn fail_init(&self, error: Value) {
        self.record(Happening::InitErrorPosted);
        let mut state = self.state();
        for (_, caller) in std::mem::take(&mut state.waiting) {
            // A caller that has gone needs no response.
            let _ = caller.send(Err(InvokeError::Init(error.clone())));
        }
        state.init_error = Some(error);
    }

    pub(super) fn init_error(&self) -> Option<Value> {
        self.state().init_error.clone()
    }

    pub(super) fn fail_in_flight(&self) -> usize {
        let failed = std::mem::take(&mut self.state().in_flight);
        let count = failed.len();
        for (request_id, caller) in failed {
            self.record(Happening::Abandoned { request_id });
            let _ = caller.send(Err(InvokeError::SandboxEnded));
        }
        count
    }

    pub(super) fn journal(&self) -> Vec<Entry> {
        self.state().journal.clone()
    }

    pub(super) async fn journal_when(&self, timeout: Duration, wanted: impl Fn(&[Entry]) -> bool) -> Vec<Entry> {
        let deadline = tokio::time::Instant::now() + timeout;
        loop {
            // Listens before it looks, to miss nothing in between.
            let bell = self.recorded.notified();
            let journal = self.journal();
            if wanted(&journal) || tokio::time::timeout_at(deadline, bell).await.is_err() {
                return journal;
            }
        }
    }

    pub(super) fn record(&self, happening: Happening) {
        self.state().enter(happening);
        self.recorded.notify_waiters();
    }

    fn abandon(&self, request_id: &str) {
        {
            let mut state = self.state();
            state.in_flight.remove(request_id);
            state.waiting.retain(|(invocation, _)| invocation.request_id != request_id);
        }
        self.record(Happening::Abandoned { request_id: request_id.to_owned() });
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn enter(&mut self, happening: Happening) {
        let entry = Entry { sequence: self.journal.len(), at: Instant::now(), happening };
        self.journal.push(entry);
    }

    /// The event's own id, unless an invocation with it is in flight: a test may send one event
    /// twice.
    fn free_id(&self, event: &Value) -> String {
        let brought = event.pointer("/requestContext/requestId").and_then(Value::as_str);
        let free = |id: &&str| {
            !self.in_flight.contains_key(*id) && self.waiting.iter().all(|(invocation, _)| invocation.request_id != *id)
        };
        brought.filter(free).map_or_else(|| Uuid::new_v4().to_string(), str::to_owned)
    }
}
