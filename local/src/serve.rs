//! Serves every port of the local run: HTTP/1.1, with time limits for slow connections.
//!
//! `axum::serve` waits for ever for a head or a body that never ends, and each waiting connection
//! costs memory and a file descriptor.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::{BoxError, Router};
use bytes::Bytes;
use http::Request;
use hyper::body::{Body as HttpBody, Frame, Incoming, SizeHint};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::time::Sleep;
use tower::Service;

/// How long a request may take to arrive. A slower connection is closed.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// From the start of the connection, or from the last response, to the end of the request's
    /// head.
    pub head: Duration,
    /// From the end of the head to the end of the body.
    pub body: Duration,
}

/// The limits of the ports: an idle connection may stay as long as a client may pause, and 6 MB may
/// arrive over a slow line.
pub const LIMITS: Limits = Limits { head: Duration::from_secs(30), body: Duration::from_secs(60) };

/// The body did not arrive in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the body of the request did not arrive in time")]
pub struct TooSlow;

/// The pause when no connection can be accepted, for example because all file descriptors are in
/// use.
const PAUSE: Duration = Duration::from_millis(50);

/// Serves `app` on `listener` until `stop` resolves; requests in flight are completed. Handlers may
/// use `ConnectInfo<SocketAddr>`.
///
/// # Errors
/// None at present: a failing connection ends alone.
pub async fn serve(
    listener: TcpListener,
    app: Router,
    limits: Limits,
    stop: impl Future<Output = ()> + Send,
) -> io::Result<()> {
    let (stopping, stopped) = watch::channel(false);
    let mut stop = pin!(stop);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stop => break,
        };
        match accepted {
            Ok((stream, from)) => drop(tokio::spawn(connection(stream, from, app.clone(), limits, stopped.clone()))),
            Err(_) => tokio::time::sleep(PAUSE).await,
        }
    }
    drop((listener, stopped));
    stopping.send_replace(true);
    // Each connection holds a receiver until it ends.
    stopping.closed().await;
    Ok(())
}

async fn connection(
    stream: TcpStream,
    from: SocketAddr,
    app: Router,
    limits: Limits,
    mut stopped: watch::Receiver<bool>,
) {
    // On failure, responses are a little slower.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request| app.clone().call(prepared(request, from, limits.body)));
    let mut server = http1::Builder::new();
    server.timer(TokioTimer::new()).header_read_timeout(limits.head);
    let mut connection = pin!(server.serve_connection(TokioIo::new(stream), service));
    tokio::select! {
        _ = &mut connection => return,
        _ = stopped.wait_for(|stop| *stop) => connection.as_mut().graceful_shutdown(),
    }
    let _ = connection.await;
}

fn prepared(request: Request<Incoming>, from: SocketAddr, within: Duration) -> Request<Body> {
    let mut request = request.map(|body| Body::new(Timely { body, ends: Box::pin(tokio::time::sleep(within)) }));
    request.extensions_mut().insert(ConnectInfo(from));
    request
}

/// A body that must arrive in time.
struct Timely {
    body: Incoming,
    ends: Pin<Box<Sleep>>,
}

impl HttpBody for Timely {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let this = self.get_mut();
        match Pin::new(&mut this.body).poll_frame(cx) {
            Poll::Ready(frame) => Poll::Ready(frame.map(|frame| frame.map_err(Into::into))),
            Poll::Pending => this.ends.as_mut().poll(cx).map(|()| Some(Err(TooSlow.into()))),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use axum::routing::post;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;

    /// Sends only the beginning of a request, and returns what arrives until the server closes the
    /// connection.
    async fn answered(address: SocketAddr, beginning: &str) -> String {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(beginning.as_bytes()).await.unwrap();
        let mut answer = String::new();
        let _ = stream.read_to_string(&mut answer).await;
        answer
    }

    #[tokio::test]
    async fn a_connection_that_takes_too_long_is_closed() {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let app = Router::new().route("/", post(|body: String| async move { body }));
        let limits = Limits { head: Duration::from_millis(100), body: Duration::from_millis(100) };
        tokio::spawn(serve(listener, app, limits, std::future::pending()));
        let check = async |beginning: &str, starts: &str| {
            let answer = tokio::time::timeout(Duration::from_secs(20), answered(address, beginning)).await;
            let answer = answer.unwrap_or_else(|_| panic!("still open after {beginning:?}"));
            assert!(answer.starts_with(starts), "{beginning:?}: {answer}");
        };
        check("", "").await;
        check("POST / HT", "").await;
        check("POST / HTTP/1.1\r\nhost: a\r\n", "").await;
        check("POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 5\r\n\r\nab", "HTTP/1.1 4").await;
        // Complete, answered, and then idle.
        check("POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 2\r\n\r\nab", "HTTP/1.1 200").await;
    }
}
