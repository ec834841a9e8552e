//! What can go wrong, and how SQS reports it: the JSON error type, the older query-protocol code
//! that clients still match on (header `x-amzn-query-error`), and the status.

use std::path::PathBuf;

use http::StatusCode;

/// Why the file of the queues could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another process holds the file.
    #[error("the queue file {0} is in use by another process; stop that one or choose another folder")]
    InUse(PathBuf),
    /// The file cannot be created, read or written, or is not a database.
    #[error("cannot open the queue file {path}: {source}")]
    Unusable {
        /// The file.
        path: PathBuf,
        /// What SQLite reports.
        source: rusqlite::Error,
    },
}

/// Why a call was refused. The texts follow those of SQS where a client may show them to people.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No queue of this name.
    #[error("The specified queue does not exist: {0}")]
    QueueDoesNotExist(String),
    /// `CreateQueue` for a queue that exists with other attributes.
    #[error("A queue already exists with the same name and a different value for attribute {0}")]
    QueueNameExists(String),
    /// No such action, or one that this endpoint does not have.
    #[error("The action {0} is not valid for this endpoint")]
    InvalidAction(String),
    /// A request of the old protocol.
    #[error(
        "This endpoint speaks the AWS JSON 1.0 protocol (header X-Amz-Target: AmazonSQS.<Action>), not the query \
         protocol; use a client from 2024 or later"
    )]
    QueryProtocol,
    /// The body is not JSON, or does not have the action's shape.
    #[error("The request body does not fit the action: {0}")]
    Serialization(String),
    /// A required parameter is missing.
    #[error("The request must contain the parameter {0}.")]
    MissingParameter(&'static str),
    /// A parameter has a value that is not allowed.
    #[error("{0}")]
    InvalidParameterValue(String),
    /// No such queue or message attribute.
    #[error("Unknown Attribute {0}.")]
    InvalidAttributeName(String),
    /// A queue attribute outside its range.
    #[error("Invalid value for the parameter {0}.")]
    InvalidAttributeValue(String),
    /// A body with a character that SQS refuses.
    #[error(
        "Invalid binary character '#x{0:X}' was found in the message body, the set of allowed characters is #x9 | #xA | \
         #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF"
    )]
    InvalidMessageContents(u32),
    /// Not a receipt handle of this queue.
    #[error("The input receipt handle \"{0}\" is not a valid receipt handle.")]
    ReceiptHandleIsInvalid(String),
    /// The message is not being processed, so its visibility cannot change.
    #[error("The message referred to isn't in flight.")]
    MessageNotInflight,
    /// A batch without entries.
    #[error("There should be at least one {0} in the request.")]
    EmptyBatchRequest(&'static str),
    /// A batch of more than ten entries.
    #[error("Maximum number of entries per request are 10. You have sent {0}.")]
    TooManyEntriesInBatchRequest(usize),
    /// Two entries of a batch with one id.
    #[error("Id {0} repeated.")]
    BatchEntryIdsNotDistinct(String),
    /// An entry id in an invalid format.
    #[error(
        "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 \
         letters long."
    )]
    InvalidBatchEntryId,
    /// The messages of a batch are too long in total.
    #[error("Batch requests cannot be longer than {limit} bytes. You have sent {sent} bytes.")]
    BatchRequestTooLong {
        /// The limit.
        limit: usize,
        /// The actual size.
        sent: usize,
    },
    /// Mostly FIFO queues.
    #[error("{0}")]
    UnsupportedOperation(String),
    /// A move task, or a queue given by ARN, that does not exist.
    #[error("{0}")]
    ResourceNotFound(String),
    /// SQLite failed.
    #[error("the queue file cannot be read or written: {0}")]
    Storage(#[from] rusqlite::Error),
    /// What is stored in SQLite cannot be read.
    #[error("the queue file contains data that this version cannot read: {0}")]
    Corrupt(#[from] serde_json::Error),
    /// The call was aborted.
    #[error("the call was interrupted, and nothing was saved")]
    Interrupted,
}

/// The wire format of an [`Error`].
pub(super) struct Shape {
    /// The error type, `__type` of the JSON body.
    pub(super) kind: &'static str,
    /// The code of the query protocol, which clients in several languages use as the error's name.
    pub(super) code: &'static str,
    pub(super) status: StatusCode,
}

impl Error {
    pub(super) fn is_senders_fault(&self) -> bool {
        self.shape().status.is_client_error()
    }

    #[rustfmt::skip] // a table
    pub(super) fn shape(&self) -> Shape {
        let (kind, code) = match self {
            Self::QueueDoesNotExist(_) => ("com.amazonaws.sqs#QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue"),
            Self::QueueNameExists(_) => ("com.amazonaws.sqs#QueueNameExists", "QueueAlreadyExists"),
            Self::InvalidAction(_) | Self::QueryProtocol => ("com.amazon.coral.service#UnknownOperationException", "InvalidAction"),
            Self::Serialization(_) => ("com.amazon.coral.service#SerializationException", "SerializationException"),
            Self::MissingParameter(_) => ("com.amazon.coral.service#MissingRequiredParameterException", "MissingParameter"),
            Self::InvalidParameterValue(_) => ("com.amazon.coral.service#InvalidParameterValueException", "InvalidParameterValue"),
            Self::InvalidAttributeName(_) => ("com.amazonaws.sqs#InvalidAttributeName", "InvalidAttributeName"),
            Self::InvalidAttributeValue(_) => ("com.amazonaws.sqs#InvalidAttributeValue", "InvalidAttributeValue"),
            Self::InvalidMessageContents(_) => ("com.amazonaws.sqs#InvalidMessageContents", "InvalidMessageContents"),
            Self::ReceiptHandleIsInvalid(_) => ("com.amazonaws.sqs#ReceiptHandleIsInvalid", "ReceiptHandleIsInvalid"),
            Self::MessageNotInflight => ("com.amazonaws.sqs#MessageNotInflight", "AWS.SimpleQueueService.MessageNotInflight"),
            Self::EmptyBatchRequest(_) => ("com.amazonaws.sqs#EmptyBatchRequest", "AWS.SimpleQueueService.EmptyBatchRequest"),
            Self::TooManyEntriesInBatchRequest(_) => ("com.amazonaws.sqs#TooManyEntriesInBatchRequest", "AWS.SimpleQueueService.TooManyEntriesInBatchRequest"),
            Self::BatchEntryIdsNotDistinct(_) => ("com.amazonaws.sqs#BatchEntryIdsNotDistinct", "AWS.SimpleQueueService.BatchEntryIdsNotDistinct"),
            Self::InvalidBatchEntryId => ("com.amazonaws.sqs#InvalidBatchEntryId", "AWS.SimpleQueueService.InvalidBatchEntryId"),
            Self::BatchRequestTooLong { .. } => ("com.amazonaws.sqs#BatchRequestTooLong", "AWS.SimpleQueueService.BatchRequestTooLong"),
            Self::UnsupportedOperation(_) => ("com.amazonaws.sqs#UnsupportedOperation", "AWS.SimpleQueueService.UnsupportedOperation"),
            Self::ResourceNotFound(_) => ("com.amazonaws.sqs#ResourceNotFoundException", "ResourceNotFoundException"),
            Self::Storage(_) | Self::Corrupt(_) | Self::Interrupted => ("com.amazon.coral.service#InternalFailure", "InternalFailure"),
        };
        let status = match self {
            Self::Storage(_) | Self::Corrupt(_) | Self::Interrupted => StatusCode::INTERNAL_SERVER_ERROR,
            Self::ResourceNotFound(_) => StatusCode::NOT_FOUND,
            _ => StatusCode::BAD_REQUEST,
        };
        Shape { kind, code, status }
    }
}

/// A parameter value that is not allowed, in SQS's words.
pub(super) fn invalid(value: impl std::fmt::Display, parameter: &str, reason: &str) -> Error {
    Error::InvalidParameterValue(format!("Value {value} for parameter {parameter} is invalid. Reason: {reason}"))
}
