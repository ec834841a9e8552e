//! SQS's query protocol: form requests with XML responses. Go's SDK uses it before 1.28, and
//! Debian's is older
//! (<https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-json-faqs.html>).

use percent_encoding::percent_decode;

/// Returns the value of a form field.
pub(super) fn field(form: &[u8], name: &str) -> Option<String> {
    let (_, value) = form
        .split(|byte| *byte == b'&')
        .filter_map(|pair| pair.iter().position(|byte| *byte == b'=').and_then(|at| pair.split_at_checked(at)))
        .find(|(found, _)| *found == name.as_bytes())?;
    let value: Vec<u8> = value.iter().skip(1).map(|byte| if *byte == b'+' { b' ' } else { *byte }).collect();
    percent_decode(&value).decode_utf8().ok().map(Into::into)
}

/// Returns the response to `SendMessage`.
pub(super) fn sent(id: &str, md5: &str) -> String {
    format!(
        "<SendMessageResponse xmlns=\"http://queue.amazonaws.com/doc/2012-11-05/\"><SendMessageResult>\
         <MessageId>{id}</MessageId><MD5OfMessageBody>{md5}</MD5OfMessageBody></SendMessageResult>\
         <ResponseMetadata><RequestId>{id}</RequestId></ResponseMetadata></SendMessageResponse>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_of_a_form() {
        let form = b"Action=SendMessage&MessageBody=%7B%22a%22%3A+1%2B1%7D&Empty=";
        assert_eq!(field(form, "Action").as_deref(), Some("SendMessage"));
        assert_eq!(field(form, "MessageBody").as_deref(), Some("{\"a\": 1+1}"));
        assert_eq!(field(form, "Empty").as_deref(), Some(""));
        assert_eq!(field(form, "Message"), None);
    }
}
