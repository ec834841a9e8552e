//! The protocol as a stateright model.

use stateright::{Model, Property};

use crate::action::{self, Action};
use crate::setting::Setting;
use crate::state::{LATE, Left, Past, Sent, State};
use crate::{environment, function, property, relay, replay};

#[derive(Debug, Clone)]
pub(crate) struct Protocol(pub(crate) Setting);

impl Protocol {
    /// Reports whether nothing more can happen.
    pub(crate) fn is_over(&self, state: &State) -> bool {
        // Checked first, since it is nearly always the case.
        if state.is_under_way() || state.left.deliveries > 0 {
            return false;
        }
        let mut actions = Vec::new();
        action::actions(&self.0, state, &mut actions);
        actions.is_empty()
    }
}

impl Model for Protocol {
    type State = State;
    type Action = Action;

    fn init_states(&self) -> Vec<State> {
        let Setting { deliveries, sweeps, replays, faults, windows, .. } = self.0;
        vec![State {
            now: 0,
            left: Left { deliveries, sweeps, replays, faults, windows },
            sent: [Sent::default(); 2],
            rows: [None; 4],
            behind: [0; 4],
            functions: [None; 2],
            relays: [None; 2],
            replay: None,
            late: [None; LATE],
            past: Past::default(),
        }]
    }

    fn actions(&self, state: &State, actions: &mut Vec<Action>) {
        action::actions(&self.0, state, actions);
    }

    fn next_state(&self, last: &State, action: Action) -> Option<State> {
        let setting = &self.0;
        let mut state = last.clone();
        match action {
            Action::Function(at, turn) => function::turn(setting, &mut state, at, turn),
            Action::Pending => relay::start(&mut state),
            Action::Relay(at, turn, key) => relay::turn(setting, &mut state, at, turn, key),
            Action::SendAgain(key) => replay::start(&mut state, key),
            Action::Operator(turn) => replay::turn(setting, &mut state, turn),
            _ => environment::happen(setting, &mut state, action),
        }
        if action.is_fault() {
            state.left.faults -= 1;
        }
        state.settle();
        assert!(
            setting.without.is_some() || crate::rank::rank(&state) < crate::rank::rank(last),
            "{action:?} of {last:?} does not lower the rank"
        );
        Some(state)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        let mut all = property::promises();
        if self.0.without.is_none() {
            all.extend(property::examples(self));
        }
        all
    }
}
