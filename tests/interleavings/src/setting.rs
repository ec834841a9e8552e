//! What is checked: who sends what, how often, and how much goes wrong.

use crate::guard::Guard;

/// Which two events there are, and by what they are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Story {
    /// Two events, each with an id or a content of its own that is a retry for ever.
    TwoEvents,
    /// The same is done twice, by a provider that counts its attempts.
    DoneAgainCounted,
    /// The same is done twice, by a provider that does not count its attempts and retries within the window.
    DoneAgainUncounted,
    /// The provider's own id comes with two bodies.
    TwoBodies,
}

/// One model: a story within bounds, with or without one of the rules.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// What happens at the provider.
    pub story: Story,
    /// Deliveries in all, retries and repeats included.
    pub deliveries: u8,
    /// How many may be under way at once, each in a sandbox of its own.
    pub functions: u8,
    /// How many relays may run at once.
    pub relays: u8,
    /// Sweeps that may start at any time; beyond them, one starts whenever nothing else is under way and something is pending.
    pub sweeps: u8,
    /// How many events an operator sends again.
    pub replays: u8,
    /// Crashes and calls without an answer, in all.
    pub faults: u8,
    /// How often as much time passes as the window is long (half of it where attempts are not counted).
    pub windows: u8,
    /// The rule that is taken away.
    pub without: Option<Guard>,
}

impl Setting {
    /// A story with the bounds that the tests start from.
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

    /// Whether both events have the same content, and only time or a counter tells them apart.
    pub(crate) fn recurs(&self) -> bool {
        matches!(self.story, Story::DoneAgainCounted | Story::DoneAgainUncounted)
    }

    /// For how many steps of the clock after a delivery the same content is a retry.
    pub(crate) fn window(&self) -> u8 {
        u8::from(self.story == Story::DoneAgainUncounted)
    }
}
