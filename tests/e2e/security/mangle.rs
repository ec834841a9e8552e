//! Damaged requests as raw HTTP/1.1: bytes flipped, inserted, removed and cut off, in every part of
//! a genuine request.

use std::io;
use std::net::SocketAddr;

use frontdesk_tests::fixtures::Request;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Methods that a sender may use by mistake. HEAD and CONNECT would change how the answer must be
/// read.
const METHODS: [&str; 6] = ["GET", "PUT", "DELETE", "PATCH", "OPTIONS", "BREW"];

/// A reproducible stream of random numbers (splitmix64).
#[derive(Debug, Clone)]
pub(super) struct Random(u64);

impl Random {
    /// A stream from a seed.
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Returns a number below `end`, or 0.
    pub(super) fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) >> 1).unwrap_or_default() % end.max(1)
    }

    /// Returns a seed for another stream.
    pub(super) fn seed(&mut self) -> u64 {
        self.below(usize::MAX) as u64
    }

    fn byte(&mut self) -> u8 {
        u8::try_from(self.below(256)).unwrap_or_default()
    }
}

/// A request as bytes: every part of it can be wrong.
#[derive(Clone)]
pub(super) struct Raw {
    method: Vec<u8>,
    target: Vec<u8>,
    headers: Vec<(Vec<u8>, Vec<u8>)>,
    body: Vec<u8>,
}

impl std::fmt::Debug for Raw {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.bytes().escape_ascii())
    }
}

impl Raw {
    /// A request to the endpoint of `provider` in a local run.
    pub(super) fn new(provider: &str, request: &Request) -> Self {
        let headers =
            request.headers.iter().map(|(name, value)| (name.clone().into_bytes(), value.clone().into_bytes()));
        Self {
            method: request.method.clone().into_bytes(),
            target: format!("/{provider}{}", request.path).into_bytes(),
            headers: headers.collect(),
            body: request.body.clone(),
        }
    }

    /// Damages the request in one to four places. Never ends the head early: the next request on
    /// the connection would be read as part of this one.
    pub(super) fn mangle(&mut self, random: &mut Random) {
        for _ in 0..=random.below(4) {
            match random.below(10) {
                0 => self.method = METHODS[random.below(METHODS.len())].into(),
                1 => damage(&mut self.method, random),
                2 | 3 => damage(&mut self.target, random),
                4 => self.content_type(random),
                5 => self.header(random),
                _ => damage(&mut self.body, random),
            }
        }
        let headers = self.headers.iter_mut().flat_map(|(name, value)| [name, value]);
        for part in [&mut self.method, &mut self.target].into_iter().chain(headers) {
            part.retain(|byte| !matches!(byte, b'\r' | b'\n'));
        }
    }

    /// Returns only its body, damaged.
    pub(super) fn mangled_body(&self, random: &mut Random) -> Vec<u8> {
        let mut body = self.body.clone();
        for _ in 0..=random.below(4) {
            damage(&mut body, random);
        }
        body
    }

    /// Changes the proof in the request: digits of a signature, a letter of a token.
    pub(super) fn break_proof(&mut self, provider: &str, random: &mut Random) {
        let token = format!("local-{provider}-secret").into_bytes();
        replace(&mut self.target, &token, random);
        break_signatures(&mut self.body);
        for (_, value) in &mut self.headers {
            replace(value, &token, random);
            break_signatures(value);
        }
    }

    /// Removes anything that could be a proof, right or wrong.
    pub(super) fn without_proof(&mut self, provider: &str) {
        const HEADERS: [&[u8]; 3] = [b"authorization", b"x-hub-signature-256", b"x-cheqroom-signature"];
        self.headers.retain(|(name, _)| !HEADERS.iter().any(|header| name.eq_ignore_ascii_case(header)));
        // An empty first segment is no token.
        let start = format!("/{provider}/").into_bytes();
        if provider == "zaui" && self.target.starts_with(&start) {
            self.target.insert(start.len(), b'/');
        }
        const NAME: &[u8] = b"\"signature\"";
        while let Some(at) = self.body.windows(NAME.len()).position(|window| window == NAME) {
            self.body[at + 1] = b'S';
        }
    }

    /// Returns the bytes on the wire. The length is always right, for the same reason.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let mut out = [&self.method[..], b" ", &self.target, b" HTTP/1.1\r\nhost: localhost\r\n"].concat();
        for (name, value) in &self.headers {
            out.extend([&name[..], b": ", value, b"\r\n"].concat());
        }
        out.extend(format!("content-length: {}\r\n\r\n", self.body.len()).into_bytes());
        out.extend_from_slice(&self.body);
        out
    }

    fn content_type(&mut self, random: &mut Random) {
        const TYPES: [&str; 6] = [
            "",
            "application/octet-stream",
            "text/xml",
            "application/x-www-form-urlencoded",
            "application/json; charset=utf-16",
            "multipart/form-data; boundary=",
        ];
        self.headers.retain(|(name, _)| name != b"content-type");
        self.headers.push((b"content-type".into(), TYPES[random.below(TYPES.len())].into()));
    }

    fn header(&mut self, random: &mut Random) {
        let at = random.below(self.headers.len() + 1);
        match self.headers.get_mut(at) {
            Some((name, _)) if random.below(4) == 0 => damage(name, random),
            Some(_) if random.below(6) == 0 => drop(self.headers.remove(at)),
            Some((_, value)) => damage(value, random),
            None => self
                .headers
                .push((format!("x-{at}").into_bytes(), (0..random.below(300)).map(|_| random.byte()).collect())),
        }
    }
}

fn damage(bytes: &mut Vec<u8>, random: &mut Random) {
    let at = random.below(bytes.len());
    match random.below(5) {
        0 => bytes.insert(at, random.byte()),
        1 if !bytes.is_empty() => drop(bytes.remove(at)),
        2 => bytes.truncate(at),
        3 => {
            let again = bytes[at..bytes.len().min(at + 40)].to_vec();
            bytes.splice(at..at, again);
        }
        _ => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1 << random.below(8);
            }
        }
    }
}

fn replace(bytes: &mut [u8], token: &[u8], random: &mut Random) {
    while let Some(at) = bytes.windows(token.len()).position(|window| window == token) {
        bytes[at + random.below(token.len())] = b'X';
    }
}

/// Overwrites the first digits of anything that could be a signature. No right one starts with
/// these digits, and earlier damage is never repaired.
fn break_signatures(bytes: &mut [u8]) {
    for digits in bytes.split_mut(|byte| !byte.is_ascii_hexdigit()).filter(|digits| digits.len() >= 64) {
        digits[..16].fill(b'0');
    }
}

/// A kept-alive connection, reopened after the server has closed it.
#[derive(Debug)]
pub(super) struct Connection {
    address: SocketAddr,
    stream: Option<TcpStream>,
}

impl Connection {
    /// Returns a connection to `address`, opened with the first request.
    pub(super) fn new(address: SocketAddr) -> Self {
        Self { address, stream: None }
    }

    /// Sends a request and returns the status of the answer, or None if the server closes the
    /// connection without one, as it does if the head is not HTTP.
    pub(super) async fn send(&mut self, request: &[u8]) -> io::Result<Option<u16>> {
        let mut stream = match self.stream.take() {
            Some(stream) => stream,
            None => TcpStream::connect(self.address).await?,
        };
        stream.set_nodelay(true)?;
        // The server may answer and close before it has read everything.
        let _ = stream.write_all(request).await;
        let mut answer = Vec::new();
        let head = loop {
            if let Some(end) = answer.windows(4).position(|window| window == b"\r\n\r\n") {
                break String::from_utf8_lossy(&answer[..end]).to_lowercase();
            }
            match stream.read_buf(&mut answer).await {
                Ok(0) | Err(_) => return Ok(None),
                Ok(_) => {}
            }
        };
        let bad = || io::Error::other(format!("no HTTP: {head}"));
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).ok_or_else(bad)?;
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        let whole = head.len() + 4 + length.unwrap_or("0").parse::<usize>().map_err(|_| bad())?;
        while answer.len() < whole {
            if stream.read_buf(&mut answer).await? == 0 {
                return Err(bad());
            }
        }
        if status != 400 && !head.contains("\r\nconnection: close") {
            self.stream = Some(stream);
        }
        Ok(Some(status))
    }
}
