//! AWS errors as text for the log.
//!
//! The SDK's own `DisplayErrorContext` also prints the service's response, which may contain data
//! that must not be logged: a secret's value, or the old row of a failed condition with its body.
//! Only the messages of the error and its causes are used here: the kind of failure, and the code
//! and message that AWS gave.

use std::error::Error;

/// The messages of an error and of its causes, outermost first.
pub(crate) fn in_words(error: &dyn Error) -> String {
    let mut words = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        words = format!("{words}: {error}");
        cause = error.source();
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_sdk_dynamodb::config::http::HttpResponse;
    use aws_sdk_dynamodb::error::{DisplayErrorContext, ErrorMetadata, SdkError};
    use aws_sdk_dynamodb::operation::put_item::PutItemError;

    const BODY: &str = "the body of a row";

    fn answer() -> HttpResponse {
        HttpResponse::new(400.try_into().unwrap(), BODY.into())
    }

    #[test]
    fn code_and_message_are_told() {
        let metadata = ErrorMetadata::builder().code("AccessDeniedException").message("not yours").build();
        let words = in_words(&SdkError::service_error(PutItemError::generic(metadata), answer()));
        assert!(words.contains("AccessDeniedException") && words.contains("not yours"), "{words}");
    }

    #[test]
    fn the_answer_is_not() {
        let unread = SdkError::<PutItemError>::response_error("not JSON", answer());
        assert!(DisplayErrorContext(&unread).to_string().contains(BODY), "the SDK no longer prints it");
        let words = in_words(&unread);
        assert!(words.contains("not JSON") && !words.contains(BODY), "{words}");
    }
}
