//! An error as a page, in the same words as on the command line.

use axum::response::{IntoResponse, Response};
use frontdesk::store::StoreError;
use http::StatusCode;
use maud::html;

use super::layout::{Here, Page};
use crate::events::journal::InUse;
use crate::exit::NotFound;

/// An error of a page.
pub(super) struct Problem(anyhow::Error);

/// The request is not allowed.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct Refused(pub(super) &'static str);

/// The page is out of date.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct Conflict(pub(super) &'static str);

impl<E: Into<anyhow::Error>> From<E> for Problem {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl Problem {
    fn status(&self) -> StatusCode {
        match &self.0 {
            error if error.is::<NotFound>() => StatusCode::NOT_FOUND,
            error if error.is::<Conflict>() || error.is::<InUse>() => StatusCode::CONFLICT,
            error if error.is::<Refused>() => StatusCode::FORBIDDEN,
            // The query is malformed.
            error if error.is::<clap::Error>() => StatusCode::BAD_REQUEST,
            error if error.is::<StoreError>() => StatusCode::BAD_GATEWAY,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let message = format!("{:#}", self.0);
        let message = message.trim().trim_start_matches("error: ");
        let page = Page { title: "Not done", here: Here::Elsewhere, every: None };
        let main = html! {
            h1 { "Not done" }
            p.notice.bad.lines role="alert" { (message) }
            p { a href="/" { "Back to the events" } }
        };
        (self.status(), page.around(&main)).into_response()
    }
}
