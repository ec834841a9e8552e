//! The configuration of a check: who sends what, how often, and how many faults there are.

use crate::guard::Guard;

/// The two events of a story, and how they are identified.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Story {
    /// Two events, each with its own id, or with content that always means a retry.
    TwoEvents,
    /// The same content twice, from a provider that counts its attempts.
    DoneAgainCounted,
    /// The same content twice, from a provider that does not count its attempts and retries within
    /// the window.
    DoneAgainUncounted,
    /// One id of the provider's with two bodies.
    TwoBodies,
}

/// One model: a story within bounds, with all rules or without one.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// The events at the provider.
    pub story: Story,
    /// The number of deliveries, retries and repeats included.
    pub deliveries: u8,
    /// The number of concurrent invocations, each in its own sandbox.
    pub functions: u8,
    /// The number of concurrent relays.
    pub relays: u8,
    /// Sweeps that may start at any time. Beyond them, one starts whenever nothing else is under
    /// way and a row is pending.
    pub sweeps: u8,
    /// The number of replayed events.
    pub replays: u8,
    /// The number of crashes and calls without an answer.
    pub faults: u8,
    /// How often the window passes (half of it if attempts are not counted).
    pub windows: u8,
    /// The rule that is switched off.
    pub without: Option<Guard>,
}

impl Setting {
    /// Returns a story with the bounds that the tests start from.
    #[must_use]
    pub fn new(story: Story) -> Self {
        let windows = match story {
            Story::TwoEvents | Story::TwoBodies => 0,
            Story::DoneAgainCounted => 2,
            Story::DoneAgainUncounted => 3,
        };
        Self { story, deliveries: 3, functions: 2, relays: 2, sweeps: 2, replays: 0, faults: 1, windows, without: None }
    }

    pub(crate) fn has(&self, guard: Guard) -> bool {
        self.without != Some(guard)
    }

    /// Reports whether both events have the same content, so only time or a counter distinguishes
    /// them.
    pub(crate) fn recurs(&self) -> bool {
        matches!(self.story, Story::DoneAgainCounted | Story::DoneAgainUncounted)
    }

    /// Returns for how many clock steps after a delivery the same content is a retry.
    pub(crate) fn window(&self) -> u8 {
        u8::from(self.story == Story::DoneAgainUncounted)
    }
}
