//! The inspector's routes: `/`, and paths below `/_/`, which no provider's path can begin with.

use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::response::IntoResponse;
use axum::routing::{get, post};
use http::header::CONTENT_TYPE;

use super::{Inspector, actions, dead, event, find, guard, overview, refusals, replay};

/// All routes, guarded. `/` handles only GET; other methods are left to the caller.
pub(crate) fn routes(inspector: Arc<Inspector>) -> Router {
    let guard = from_fn_with_state(inspector.clone(), guard::check);
    Router::new()
        .route("/", get(overview::show).layer(guard.clone()))
        .route("/_/find", get(find::find).layer(guard.clone()))
        .route("/_/event", get(event::show).layer(guard.clone()))
        .route("/_/body", get(event::download).layer(guard.clone()))
        .route("/_/refused", get(refusals::list).layer(guard.clone()))
        .route("/_/refusal", get(refusals::show).layer(guard.clone()))
        .route("/_/dead", get(dead::list).layer(guard.clone()))
        .route("/_/redrive", get(dead::ask).post(dead::redrive).layer(guard.clone()))
        .route("/_/replay", get(replay::ask).post(replay::one).layer(guard.clone()))
        .route("/_/replay-all", get(replay::all::ask).post(replay::all::start).layer(guard.clone()))
        .route("/_/replay-progress", get(replay::progress::show).layer(guard.clone()))
        .route("/_/replay-stop", post(replay::progress::stop).layer(guard.clone()))
        .route("/_/release", post(actions::release).layer(guard.clone()))
        .route("/_/send", post(actions::send).layer(guard.clone()))
        .route("/_/style.css", get(|| file("text/css", include_str!("style.css"))).layer(guard.clone()))
        .route("/_/script.js", get(|| file("text/javascript", include_str!("script.js"))).layer(guard.clone()))
        .route("/_/icon.svg", get(|| file("image/svg+xml", include_str!("icon.svg"))).layer(guard))
        .with_state(inspector)
}

async fn file(kind: &'static str, text: &'static str) -> impl IntoResponse {
    ([(CONTENT_TYPE, kind)], text)
}
