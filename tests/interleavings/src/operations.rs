//! The code's calls to AWS: those in the model, and those outside the protocol.
//!
//! A test compares them with the code: a new call turns it red until its possible orders have been
//! considered.

/// A call to AWS, and the place that makes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Operation {
    /// The file, relative to the root of the project.
    pub file: &'static str,
    /// The function in it.
    pub function: &'static str,
    /// The operation, by AWS's name.
    pub name: &'static str,
}

const fn operation(file: &'static str, function: &'static str, name: &'static str) -> Operation {
    Operation { file, function, name }
}

const WRITER: &str = "shared/src/store/writer.rs";
const LISTING: &str = "shared/src/store/listing.rs";
const QUEUE: &str = "shared/src/publish/queue.rs";
const PARTS: &str = "shared/src/store/parts.rs";
const ERASE: &str = "shared/src/store/erase.rs";
const REFUSALS: &str = "shared/src/store/refusals.rs";
const ONCE: &str = "shared/src/consume/once.rs";

/// The calls that the model has a step for.
pub const OPERATIONS: [Operation; 12] = [
    operation(WRITER, "put_new", "PutItem"),
    operation(WRITER, "mark", "UpdateItem"),
    operation(WRITER, "note_occurrence", "UpdateItem"),
    operation(WRITER, "note_replay", "UpdateItem"),
    operation(WRITER, "count", "UpdateItem"),
    operation("shared/src/store/pending.rs", "pending", "Query"),
    operation("shared/src/store/reader.rs", "read_items", "BatchGetItem"),
    operation(QUEUE, "send", "SendMessage"),
    operation(QUEUE, "send_batch", "SendMessageBatch"),
    // The events that a replay chooses from.
    operation(LISTING, "fill", "Query"),
    operation(LISTING, "rows", "BatchGetItem"),
    operation(LISTING, "whole_row", "GetItem"),
];

/// The calls that the model leaves out, with the reason.
pub const OUTSIDE: [(Operation, &str); 18] = [
    (operation(WRITER, "warm", "GetItem"), "opens a connection"),
    (operation(QUEUE, "warm", "GetQueueAttributes"), "opens a connection"),
    (
        operation(WRITER, "known", "GetItem"),
        "saves a large body a put that would be refused; a new one is put as usual",
    ),
    (
        operation(WRITER, "set_aside", "UpdateItem"),
        "a row that the queue will never accept; `relay::a_poisonous_row_is_set_aside`",
    ),
    (operation(PARTS, "put_part", "GetItem"), "parts are named by their content and exist before their row"),
    (operation(PARTS, "put_part", "PutItem"), "parts are named by their content and exist before their row"),
    (operation("shared/src/store/reader.rs", "created_at", "DescribeTable"), "the silence watch reads the table's age"),
    (operation(ERASE, "erase", "GetItem"), "an operator ends the promises about a row"),
    (operation(ERASE, "erase", "DeleteItem"), "an operator ends the promises about a row"),
    (operation(ERASE, "erase_row", "DeleteItem"), "an operator ends the promises about a row"),
    (operation(REFUSALS, "forget_refusal", "DeleteItem"), "refused deliveries are no events"),
    (operation(REFUSALS, "refusals_on", "Query"), "refused deliveries are no events"),
    (operation(REFUSALS, "refusal", "GetItem"), "refused deliveries are no events"),
    (operation(ONCE, "update", "UpdateItem"), "a consumer's own rows"),
    (operation(ONCE, "turn", ""), "a consumer's own rows"),
    (operation(ONCE, "done", ""), "a consumer's own rows"),
    (operation(ONCE, "give_back", ""), "a consumer's own rows"),
    (operation("shared/src/receive/live_secrets.rs", "value", "GetSecretValue"), "secrets decide before the put"),
];
