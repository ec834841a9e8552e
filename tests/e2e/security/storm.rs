//! Mangled requests to a local run on several kept-alive connections: no 5xx, no panic, no growth
//! in memory, and nothing accepted with a broken proof. Genuine deliveries in between are still
//! accepted.
//!
//! At first every mangled request has a broken proof. The local run keeps some of these in its
//! in-memory table, at a limited rate. So memory is watched in a second, longer part, whose
//! requests have no proof and are never kept.
//!
//! An ordinary `cargo test` runs a short storm. `FRONTDESK_LONG=1` makes it a million requests,
//! `FRONTDESK_SEED` repeats one.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use frontdesk_tests::build::program;
use frontdesk_tests::fixtures::{Fixture, provider_names};
use futures_util::future::try_join_all;

use super::mangle::{Connection, Random, Raw};

const SHORT: usize = 10_000;
const LONG: usize = 1_000_000;
const CONNECTIONS: usize = 8;
/// The part with broken proofs is this many times shorter. By its end connections are open, and
/// caches and allocators filled.
const FEWER_WITH_PROOF: usize = 5;
/// Damaged bodies with the right proof, which get as far as reading and storing. All are sent
/// before the first measurement, so the in-memory table does not grow afterwards.
const SIGNED: usize = 40;
/// Allowed growth by chance: the allocator's packing differs from run to run.
const CHANCE_KIB: usize = 8 * 1024;

/// The proofs of mangled requests.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Proof {
    Broken,
    None,
}

/// A local run watched from outside.
struct Watched {
    child: Child,
    address: SocketAddr,
    errors: Option<std::thread::JoinHandle<String>>,
    /// The folder it was started in.
    _folder: tempfile::TempDir,
}

impl Watched {
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut child = Command::new(program("frontdesk").unwrap())
            .args(["dev", "--ephemeral", "--port", "0"])
            .current_dir(folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let line = lines.find(|line| line.as_ref().unwrap().trim_start().starts_with("gingr ")).unwrap().unwrap();
        let address = line.split("http://").nth(1).unwrap();
        let address: String = address.chars().take_while(|c| c.is_ascii_digit() || matches!(c, '.' | ':')).collect();
        std::thread::spawn(move || lines.for_each(drop));
        let mut stderr = child.stderr.take().unwrap();
        let errors = std::thread::spawn(move || {
            let mut text = String::new();
            let _ = stderr.read_to_string(&mut text);
            text
        });
        Self { child, address: address.parse().unwrap(), errors: Some(errors), _folder: folder }
    }

    /// Returns the resident memory in KiB.
    fn memory(&self) -> usize {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        line.trim().trim_end_matches(" kB").parse().unwrap()
    }

    /// Ends it. Returns its standard error output.
    fn end(mut self) -> String {
        assert!(self.child.try_wait().unwrap().is_none(), "the local run has ended by itself");
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        self.errors.take().unwrap().join().unwrap()
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The requests to send.
struct Requests {
    genuine: Vec<(&'static str, Raw)>,
    signed: Vec<Raw>,
}

impl Requests {
    fn new(random: &mut Random) -> Self {
        let mut requests = Self { genuine: Vec::new(), signed: Vec::new() };
        for provider in provider_names() {
            let fixtures = Fixture::all(provider).unwrap();
            for _ in 0..SIGNED {
                let request = fixtures[random.below(fixtures.len())].request();
                let body = Raw::new(provider, &request).mangled_body(random);
                // A damaged body of gingr may have no field for a signature; it keeps the one it
                // has.
                let signed = request.clone().body(body.clone()).signed(provider, &format!("local-{provider}-secret"));
                requests.signed.push(Raw::new(provider, &signed.unwrap_or_else(|_| request.body(body))));
            }
            requests.genuine.extend(fixtures.iter().map(|fixture| (provider, Raw::new(provider, &fixture.request()))));
        }
        requests
    }

    /// Sends `count` requests on one connection. Returns how often each status came, with 0 for a
    /// closed connection.
    async fn send(
        &self,
        to: SocketAddr,
        count: usize,
        proof: Proof,
        mut random: Random,
    ) -> std::io::Result<BTreeMap<u16, usize>> {
        let (mut connection, mut statuses) = (Connection::new(to), BTreeMap::new());
        for number in 0..count {
            let (provider, genuine) = &self.genuine[random.below(self.genuine.len())];
            let status = match number % 20 {
                0 => {
                    let status = connection.send(&genuine.bytes()).await?;
                    assert_eq!(status, Some(200), "a genuine delivery of {provider}, number {number}");
                    status
                }
                1 | 2 => connection.send(&self.signed[random.below(self.signed.len())].bytes()).await?,
                _ => {
                    let mut mangled = genuine.clone();
                    mangled.mangle(&mut random);
                    match proof {
                        Proof::Broken => mangled.break_proof(provider, &mut random),
                        Proof::None => mangled.without_proof(provider),
                    }
                    let status = connection.send(&mangled.bytes()).await?;
                    assert_ne!(status, Some(200), "accepted without the right proof: {mangled:?}");
                    status
                }
            };
            *statuses.entry(status.unwrap_or_default()).or_default() += 1;
        }
        Ok(statuses)
    }

    async fn storm(&self, to: SocketAddr, count: usize, proof: Proof, random: &mut Random) -> BTreeMap<u16, usize> {
        let share = |_| self.send(to, count / CONNECTIONS, proof, Random::new(random.seed()));
        let parts: Vec<_> = (0..CONNECTIONS).map(share).collect();
        let mut statuses = BTreeMap::new();
        for (status, times) in try_join_all(parts).await.unwrap().into_iter().flatten() {
            *statuses.entry(status).or_default() += times;
        }
        statuses
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn mangled_requests_do_no_harm() {
    let seed =
        std::env::var("FRONTDESK_SEED").map_or_else(|_| u64::from(std::process::id()), |seed| seed.parse().unwrap());
    let count = if std::env::var("FRONTDESK_LONG").is_ok_and(|long| long == "1") { LONG } else { SHORT };
    println!("seed: FRONTDESK_SEED={seed}");
    let mut random = Random::new(seed);
    let (run, requests) = (Watched::start(), Requests::new(&mut random));

    // Everything that can be stored is stored once before the first measurement.
    let mut connection = Connection::new(run.address);
    for raw in requests.genuine.iter().map(|(_, raw)| raw).chain(&requests.signed) {
        let status = connection.send(&raw.bytes()).await.unwrap();
        assert!(matches!(status, Some(200 | 401)), "{status:?}: {raw:?}");
    }
    let broken = requests.storm(run.address, count / FEWER_WITH_PROOF, Proof::Broken, &mut random).await;
    let (before, started) = (run.memory(), Instant::now());
    let statuses = requests.storm(run.address, count, Proof::None, &mut random).await;
    let (after, seconds) = (run.memory(), started.elapsed().as_secs_f64());

    println!("{count} requests in {seconds:.1} s on {CONNECTIONS} connections; {before} KiB before, {after} KiB after");
    println!("answers (0: closed without one): {statuses:?}; and to broken proofs before: {broken:?}");
    let errors = run.end();
    assert!(!errors.contains("panicked"), "{errors}");
    assert!(statuses.keys().chain(broken.keys()).all(|status| *status < 500), "{errors}");
    assert_eq!(statuses.values().sum::<usize>(), count / CONNECTIONS * CONNECTIONS);
    assert!(after <= before + CHANCE_KIB, "memory went from {before} KiB to {after} KiB");
}
