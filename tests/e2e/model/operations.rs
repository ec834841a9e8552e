//! The operations that a sequence consists of.
//!
//! A sequence has one provider: its few deliveries recur, and rotations matter.

use frontdesk_tests::fixtures::provider_names;
use frontdesk_tests::proxy::Fault;
use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, any};
use proptest::{prop_oneof, sample};

/// One operation. The first number picks from the provider's deliveries, modulo their count.
#[derive(Debug, Clone)]
pub(super) enum Operation {
    /// A delivery is answered and finished.
    Deliver(u8),
    /// The sandbox ends between the answer and the rest of the work.
    CrashAfterAnswer(u8),
    /// The sandbox ends before the answer, after this many steps.
    CrashBeforeAnswer(u8, u8),
    /// The sandbox ends during the work after the answer.
    CrashWhileFinishing(u8, u8),
    /// The same delivery several times at once.
    AtOnce(u8, u8),
    /// The provider resends every delivery that has no 2xx.
    RetryUnanswered,
    /// The next calls of an operation meet a fault.
    Hinder(&'static str, Fault, u8),
    /// The faults end.
    Heal,
    /// The relay runs.
    Relay,
    /// Two relays run at once.
    TwoRelays,
    /// The relay ends after this many steps.
    CrashOfRelay(u8),
    /// The operator continues the rotation of the secret: the old one, both, the new one.
    RotateAtOperator,
    /// The provider begins to use the new secret.
    RotateAtProvider,
}

/// The AWS operations of the pipeline; the empty name stands for all.
const HINDERED: [&str; 7] = ["", "PutItem", "UpdateItem", "SendMessage", "SendMessageBatch", "Query", "BatchGetItem"];

/// A provider, and up to twelve operations.
pub(super) fn sequence() -> impl Strategy<Value = (&'static str, Vec<Operation>)> {
    (sample::select(provider_names().collect::<Vec<_>>()), vec(operation(), 1..=12))
}

fn operation() -> impl Strategy<Value = Operation> {
    let pick = any::<u8>;
    let steps = || 0_u8..24;
    prop_oneof![
        6 => pick().prop_map(Operation::Deliver),
        2 => pick().prop_map(Operation::CrashAfterAnswer),
        2 => (pick(), steps()).prop_map(|(pick, steps)| Operation::CrashBeforeAnswer(pick, steps)),
        2 => (pick(), steps()).prop_map(|(pick, steps)| Operation::CrashWhileFinishing(pick, steps)),
        2 => (pick(), 2_u8..=8).prop_map(|(pick, copies)| Operation::AtOnce(pick, copies)),
        3 => Just(Operation::RetryUnanswered),
        6 => hindrance(),
        1 => Just(Operation::Heal),
        1 => Just(Operation::Relay),
        1 => Just(Operation::TwoRelays),
        1 => (0_u8..60).prop_map(Operation::CrashOfRelay),
        1 => Just(Operation::RotateAtOperator),
        1 => Just(Operation::RotateAtProvider),
    ]
}

fn hindrance() -> impl Strategy<Value = Operation> {
    let what = (sample::select(&HINDERED[..]), sample::select(&Fault::ALL[..]), 1_u8..=6);
    what.prop_map(|(operation, fault, calls)| Operation::Hinder(operation, fault, calls))
}
