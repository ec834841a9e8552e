//! One run of the model that a test chooses, with its calls to AWS, for comparison with the code's.

use stateright::Model;

use crate::action::{Action, Turn};
use crate::model::Protocol;
use crate::setting::{Setting, Story};
use crate::state::{Call, Invocation, State, Sweep};
use crate::{action, function};

/// A run in progress, in which nothing overlaps.
#[derive(Debug, Clone)]
pub struct Walk {
    protocol: Protocol,
    state: State,
}

impl Walk {
    /// Returns a run that starts with an empty table.
    ///
    /// # Panics
    /// Never: every story has a start.
    #[must_use]
    pub fn new(story: Story) -> Self {
        let setting = Setting { deliveries: 8, sweeps: 4, replays: 4, faults: 4, windows: 8, ..Setting::new(story) };
        let protocol = Protocol(setting);
        let state = protocol.init_states().pop().expect("a story has a start");
        Self { protocol, state }
    }

    /// Sends event 0 or 1, and lets the function finish, or end after `steps` steps.
    pub fn deliver(&mut self, event: u8, steps: Option<usize>) -> Vec<&'static str> {
        let attempt = self.state.sent[usize::from(event)].attempt.max(1);
        self.take(Action::Deliver { event, attempt });
        self.finish(steps)
    }

    /// Like `deliver`, but the answer to the put is lost, and the SDK puts again.
    pub fn deliver_with_a_lost_answer(&mut self, event: u8) -> Vec<&'static str> {
        self.take(Action::Deliver { event, attempt: 1 });
        let mut calls = self.function(Turn::TriesAgain);
        self.take(Action::Lands(self.state.late.iter().position(Option::is_some).unwrap_or_default()));
        calls.extend(self.finish(None));
        calls
    }

    /// Lets more time pass than the retry window.
    pub fn windows_pass(&mut self) {
        self.take(Action::WindowPasses);
        self.take(Action::WindowPasses);
    }

    /// Lets the index catch up, and runs a relay.
    pub fn sweep(&mut self) -> Vec<&'static str> {
        while let Some(key) = self.state.behind.iter().position(|behind| *behind > 0) {
            self.take(Action::IndexFollows(key as u8));
        }
        let mut calls = vec!["Query"];
        self.take(Action::Pending);
        while let Some((at, sweep)) = self.state.relays.iter().enumerate().find_map(|(at, one)| Some((at, (*one)?))) {
            let (call, key) = match sweep {
                Sweep::ReadPending(_) => ("BatchGetItem", 0),
                Sweep::SendBatch(_) => ("SendMessageBatch", 0),
                Sweep::Mark(keys) => ("UpdateItem", keys.trailing_zeros() as u8),
            };
            calls.push(call);
            self.take(Action::Relay(at, Turn::Done, key));
        }
        calls
    }

    fn take(&mut self, action: Action) {
        let mut possible = Vec::new();
        action::actions(&self.protocol.0, &self.state, &mut possible);
        assert!(possible.contains(&action), "{action:?} cannot happen here: {:?}", self.state);
        self.state = self.protocol.next_state(&self.state, action).expect("every action leads somewhere");
    }

    fn running(&self) -> Option<(usize, Invocation)> {
        self.state.functions.iter().enumerate().find_map(|(at, one)| Some((at, (*one)?)))
    }

    /// Runs one step of the only invocation.
    fn function(&mut self, turn: Turn) -> Vec<&'static str> {
        let Some((at, invocation)) = self.running() else { return Vec::new() };
        let call = function::call(&self.protocol.0, invocation);
        self.take(Action::Function(at, turn));
        call.filter(|_| turn != Turn::Crashes).map(name).into_iter().collect()
    }

    fn finish(&mut self, steps: Option<usize>) -> Vec<&'static str> {
        let mut calls = Vec::new();
        let mut left = steps;
        while self.running().is_some() {
            let turn = if left == Some(0) { Turn::Crashes } else { Turn::Done };
            left = left.map(|left| left.saturating_sub(1));
            calls.extend(self.function(turn));
        }
        calls
    }
}

/// Returns the operation, by AWS's name.
fn name(call: Call) -> &'static str {
    match call {
        Call::PutNew(..) | Call::PutVariant(..) => "PutItem",
        Call::Send(_) => "SendMessage",
        Call::Mark(_) | Call::NoteOccurrence(_) | Call::Count(..) | Call::NoteReplay(_) => "UpdateItem",
    }
}
