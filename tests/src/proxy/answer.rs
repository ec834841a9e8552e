//! The proxy's answers: whole, cut in half, and its own errors.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode};
use hyper::body::{Body, Frame, SizeHint};

/// The body of an answer, which may end before its announced length.
#[derive(Debug)]
pub struct Answer {
    left: Option<Bytes>,
    announced: u64,
    cut: bool,
}

impl Answer {
    pub(super) fn whole(bytes: Bytes) -> Self {
        Self { announced: bytes.len() as u64, left: Some(bytes), cut: false }
    }

    pub(super) fn half(bytes: Bytes) -> Self {
        Self { announced: bytes.len() as u64, left: Some(bytes.slice(..bytes.len() / 2)), cut: true }
    }
}

impl Body for Answer {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        let this = self.get_mut();
        Poll::Ready(match this.left.take() {
            Some(bytes) => Some(Ok(Frame::data(bytes))),
            None if this.cut => Some(Err(io::ErrorKind::ConnectionReset.into())),
            None => None,
        })
    }

    fn is_end_stream(&self) -> bool {
        self.left.is_none() && !self.cut
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.announced)
    }
}

/// Returns an error in the form of DynamoDB and SQS.
pub(super) fn aws_error(status: u16, kind: &str) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from(format!("{{\"__type\":\"{kind}\",\"message\":\"injected\"}}")));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response
}

/// Returns AWS's answer if the signature's time differs from its own by more than minutes. The SDK
/// corrects its clock from the header `date`.
pub(super) fn skewed() -> Response<Bytes> {
    let mut response = aws_error(403, "RequestTimeTooSkewed");
    response.headers_mut().insert("date", HeaderValue::from_static("Thu, 01 Jan 2015 00:00:00 GMT"));
    response
}
