//! A trap for a process: lets the steps that it takes pass, up to a chosen one, at which the world stops for it.
//!
//! A step is a request or a response between the process and what it talks to. What comes by later than the chosen step does not
//! get through either: the process is to be killed there, and must not know more than it did at that step.

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
    /// A trap that springs at step `number`, counted from 1.
    #[must_use]
    pub fn at(number: usize) -> Self {
        Self { springs_at: number, steps: Mutex::default(), sprung: watch::Sender::new(false) }
    }

    /// A trap that only keeps the list of steps.
    #[must_use]
    pub fn never() -> Self {
        Self::at(usize::MAX)
    }

    /// Takes a step. Does not return when the trap springs at it or has sprung before.
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

    /// Waits until it springs.
    pub async fn sprung(&self) {
        // The sender lives as long as this borrow.
        let _ = self.sprung.subscribe().wait_for(|sprung| *sprung).await;
    }

    /// Whether it has sprung.
    #[must_use]
    pub fn is_sprung(&self) -> bool {
        *self.sprung.borrow()
    }

    /// The steps that were taken, the one at which it sprang included: `PutItem asked`, `PutItem done`.
    #[must_use]
    pub fn steps(&self) -> Vec<String> {
        self.steps.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
