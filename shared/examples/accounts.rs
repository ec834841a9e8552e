//! How long it takes to try the secrets of many accounts:
//! `cargo run --release --package frontdesk --example accounts`.

use std::error::Error;
use std::hint::black_box;
use std::time::{Duration, Instant};

use frontdesk::providers::gire::GIRE;
use frontdesk::receive::delivery::Delivery;
use frontdesk::receive::secrets::Secrets;
use jiff::Timestamp;

fn main() -> Result<(), Box<dyn Error>> {
    println!("| accounts | 1 KB, µs | 100 KB, µs |\n|---|---|---|");
    for accounts in [1, 10, 100] {
        let secret = |n: u32| format!("the secret of account {n}");
        let value = (0..accounts).map(|n| format!("\"a{n}\":\"{}\"", secret(n))).collect::<Vec<_>>().join(",");
        let secrets = Secrets::parse(&format!("{{{value}}}"))?;
        let mut times = Vec::new();
        for size in [1_000, 100_000] {
            let delivery = Delivery::post("/", Vec::new(), vec![b'x'; size], Timestamp::UNIX_EPOCH);
            let delivery = GIRE.proof.sign(delivery, &secret(accounts - 1))?;
            let rounds = 20_000_000 / u32::try_from(size)? / accounts;
            let mut best = Duration::MAX;
            for _ in 0..5 {
                let started = Instant::now();
                for _ in 0..rounds {
                    if black_box(delivery.clone()).verify(&GIRE.proof, &secrets).is_err() {
                        return Err("the delivery is genuine".into());
                    }
                }
                best = best.min(started.elapsed() / rounds);
            }
            times.push(format!("{:.1}", best.as_secs_f64() * 1e6));
        }
        println!("| {accounts} | {} |", times.join(" | "));
    }
    Ok(())
}
