//! The senders: each has one connection, kept alive, and sends the next delivery when the one before is answered.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use anyhow::{Context, Result};
use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::sync::mpsc::UnboundedSender;
use tokio::task::JoinSet;

use super::deliveries::{Deliveries, body, event_of};
use super::ledger::Ledger;

/// What the senders share.
#[derive(Debug)]
pub(crate) struct Sending {
    /// Where to: host and port.
    pub(crate) to: String,
    /// What.
    pub(crate) deliveries: Arc<Deliveries>,
    /// Where it is accounted for.
    pub(crate) ledger: Arc<Ledger>,
    /// How many in all.
    pub(crate) count: u64,
    /// Told at each tenth of them, as they are answered.
    pub(crate) tenths: UnboundedSender<Instant>,
    /// The number of the next.
    pub(crate) next: AtomicU64,
    /// How many are answered.
    pub(crate) answered: AtomicU64,
}

/// Sends everything over so many connections, and returns when the last is answered.
pub(crate) async fn send_all(sending: Arc<Sending>, connections: usize) -> Result<()> {
    let mut senders = JoinSet::new();
    for _ in 0..connections {
        senders.spawn(send(Arc::clone(&sending)));
    }
    while let Some(ended) = senders.join_next().await {
        ended.context("a sender ended")??;
    }
    Ok(())
}

async fn send(sending: Arc<Sending>) -> Result<()> {
    let mut connection: Option<SendRequest<Full<Bytes>>> = None;
    loop {
        let delivery = sending.next.fetch_add(1, Ordering::Relaxed);
        if delivery >= sending.count {
            return Ok(());
        }
        let event = event_of(delivery);
        let open = match connection.take() {
            Some(open) if !open.is_closed() => open,
            _ => connect(&sending.to).await?,
        };
        match deliver(open, &sending, event).await {
            Ok((200, open)) => {
                sending.ledger.accepted(event);
                connection = Some(open);
            }
            Ok((status, open)) => {
                sending.ledger.failed(|| format!("delivery {delivery} of event {event} was answered {status}"));
                connection = Some(open);
            }
            Err(error) => sending.ledger.failed(|| format!("delivery {delivery} of event {event}: {error:#}")),
        }
        let answered = sending.answered.fetch_add(1, Ordering::Relaxed) + 1;
        if answered * 10 / sending.count != (answered - 1) * 10 / sending.count {
            // Nobody who listens is nobody to tell.
            let _ = sending.tenths.send(Instant::now());
        }
    }
}

async fn connect(to: &str) -> Result<SendRequest<Full<Bytes>>> {
    let stream = TcpStream::connect(to).await.with_context(|| format!("no connection to {to}"))?;
    stream.set_nodelay(true)?;
    let (open, connection) = handshake(TokioIo::new(stream)).await?;
    // How it ends, the next request on it says.
    tokio::spawn(connection);
    Ok(open)
}

async fn deliver(
    mut open: SendRequest<Full<Bytes>>,
    sending: &Sending,
    event: u64,
) -> Result<(u16, SendRequest<Full<Bytes>>)> {
    let mut made = sending.deliveries.request(event)?;
    let mut request =
        hyper::Request::builder().method(made.method.as_str()).uri(&made.path).header("host", &sending.to);
    for (name, value) in &made.headers {
        request = request.header(name, value);
    }
    open.ready().await?;
    let answer = open.send_request(request.body(Full::new(body(&mut made)))?).await?;
    let status = answer.status().as_u16();
    answer.into_body().collect().await?;
    Ok((status, open))
}
