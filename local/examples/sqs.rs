//! Serves in-memory queues on a given port until it is stopped, to compare them with clients in
//! other languages.
//!
//! `cargo run -p frontdesk-local --example sqs -- 9002`

use std::error::Error;
use std::net::Ipv4Addr;

use frontdesk_local::sqs::Sqs;
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let port = std::env::args().nth(1).ok_or("usage: sqs <port>")?;
    let port = port.parse::<u16>().map_err(|_| format!("`{port}` is not a port; an example is 9002"))?;
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    println!("SQS: http://{}", listener.local_addr()?);
    Sqs::in_memory()?.serve(listener, std::future::pending()).await?;
    Ok(())
}
