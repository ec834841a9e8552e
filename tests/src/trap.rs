//! A trap for a process: passes its steps up to a chosen one, and blocks that step and all later
//! ones.
//!
//! A step is a request or a response between the process and its peers. Steps after the chosen one
//! are blocked as well: the process is to be killed there, and must not learn more than it knew at
//! that step.

use std::future;
use std::sync::{Mutex, PoisonError};

use tokio::sync::watch;

/// The trap.
#[derive(Debug)]
pub struct Trap {
    springs_at: usize,
    steps: Mutex<Vec<String>>,
    sprung: watch::Sender<bool>,
}

impl Trap {
    /// Returns a trap that springs at step `number`, counted from 1.
    #[must_use]
    pub fn at(number: usize) -> Self {
        Self { springs_at: number, steps: Mutex::default(), sprung: watch::Sender::new(false) }
    }

    /// Returns a trap that only records the steps.
    #[must_use]
    pub fn never() -> Self {
        Self::at(usize::MAX)
    }

    /// Takes a step. Never returns if the trap springs at it, or sprang before.
    pub(crate) async fn step(&self, operation: &str, moment: &str) {
        if !self.lets_pass(format!("{operation} {moment}")) {
            future::pending::<()>().await;
        }
    }

    fn lets_pass(&self, step: String) -> bool {
        let mut steps = self.steps.lock().unwrap_or_else(PoisonError::into_inner);
        if steps.len() < self.springs_at {
            steps.push(step);
            if steps.len() == self.springs_at {
                self.sprung.send_replace(true);
            }
        }
        steps.len() < self.springs_at
    }

    /// Waits until the trap springs.
    pub async fn sprung(&self) {
        // The sender lives as long as this borrow.
        let _ = self.sprung.subscribe().wait_for(|sprung| *sprung).await;
    }

    /// Reports whether it has sprung.
    #[must_use]
    pub fn is_sprung(&self) -> bool {
        *self.sprung.borrow()
    }

    /// Returns the steps taken, including the one at which it sprang: `PutItem asked`, `PutItem
    /// done`.
    #[must_use]
    pub fn steps(&self) -> Vec<String> {
        self.steps.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
