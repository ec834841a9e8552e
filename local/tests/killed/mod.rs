//! A server in its own process, to be ended with `kill -9`: this test program again, with an
//! environment variable that names the file to serve.

use std::ffi::OsString;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use tokio::net::TcpListener;

const FILE: &str = "FRONTDESK_TEST_FILE";
const SERVING: &str = "serving ";

/// In the other process: the file to serve and the listener to serve it on. In an ordinary test
/// run: `None`.
pub(crate) async fn role() -> Option<(OsString, TcpListener)> {
    let file = std::env::var_os(FILE)?;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    println!("\n{SERVING}{}", listener.local_addr().unwrap());
    Some((file, listener))
}

/// Starts the test called `server` as another process over `file`.
pub(crate) fn start(server: &str, file: &Path) -> (Child, SocketAddr) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", server, "--nocapture"])
        .env(FILE, file)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    let address = lines.find_map(|line| Some(line.strip_prefix(SERVING)?.parse().unwrap()));
    (child, address.expect("the other process says where it serves"))
}

/// `kill -9`.
pub(crate) fn kill(mut child: Child) {
    child.kill().unwrap();
    child.wait().unwrap();
}
