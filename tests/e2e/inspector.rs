//! The inspector over plain HTTP: what it shows, which requests it answers, and what its buttons
//! do.
//!
//! How it looks and feels in a browser is checked by `tests/rehearse/test_inspector.py`.

mod accounts;
mod buttons;
mod consumers;
mod curl;
mod dead_letters;
mod elsewhere;
mod find;
mod guard;
mod list;
mod outside;
mod replay;
mod request;

use std::io::{Read, Write};
use std::net::TcpStream;

use frontdesk_tests::fixtures::{Fixture, Request};

use crate::local_run::LocalRun;

/// A response of the page.
pub(crate) struct Page {
    pub(crate) status: u16,
    /// The status line and the headers.
    pub(crate) head: String,
    body: String,
}

impl Page {
    #[track_caller]
    pub(crate) fn has(&self, told: &str) -> &Self {
        assert!(self.body.contains(told), "`{told}` is not in: {}", self.body);
        self
    }

    #[track_caller]
    fn has_not(&self, told: &str) -> &Self {
        assert!(!self.body.contains(told), "`{told}` is in: {}", self.body);
        self
    }

    /// Returns the target of a redirect.
    #[track_caller]
    fn location(&self) -> &str {
        self.head.lines().find_map(|line| line.strip_prefix("location: ")).unwrap_or_else(|| panic!("{}", self.body))
    }

    /// Returns the value of a hidden field.
    fn field(&self, name: &str) -> String {
        let start = format!("name=\"{name}\" value=\"");
        let value = self.body.split(&start).nth(1).unwrap_or_else(|| panic!("no field {name} in: {}", self.body));
        value.split('"').next().unwrap().to_owned()
    }
}

fn ask(run: &LocalRun, line: &str, headers: &[(&str, &str)], body: &str) -> Page {
    ask_at(run.ports[0], line, headers, body)
}

/// Sends exactly these headers: an HTTP library would add or correct some.
pub(crate) fn ask_at(port: u16, line: &str, headers: &[(&str, &str)], body: &str) -> Page {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    let mut request = format!("{line} HTTP/1.1\r\nconnection: close\r\ncontent-length: {}\r\n", body.len());
    for (name, value) in headers {
        request.push_str(&format!("{name}: {value}\r\n"));
    }
    stream.write_all(format!("{request}\r\n{body}").as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let answer = String::from_utf8(answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    Page { status: head[9..12].parse().unwrap(), head: head.to_lowercase(), body: body.to_owned() }
}

fn host(run: &LocalRun) -> String {
    format!("127.0.0.1:{}", run.ports[0])
}

pub(crate) fn get(run: &LocalRun, path: &str) -> Page {
    ask(run, &format!("GET {path}"), &[("host", &host(run))], "")
}

fn post(run: &LocalRun, path: &str, fields: &[(&str, &str)]) -> Page {
    post_at(run.ports[0], path, fields)
}

/// Posts a form as the page itself does.
fn post_at(port: u16, path: &str, fields: &[(&str, &str)]) -> Page {
    let host = format!("127.0.0.1:{port}");
    let origin = format!("http://{host}");
    let headers = [
        ("host", host),
        ("origin", origin),
        ("sec-fetch-site", "same-origin".to_owned()),
        ("content-type", "application/x-www-form-urlencoded".to_owned()),
    ];
    let headers: Vec<_> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
    ask_at(port, &format!("POST {path}"), &headers, &form(fields))
}

fn form(fields: &[(&str, &str)]) -> String {
    let encoded = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
    fields.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect::<Vec<_>>().join("&")
}

pub(crate) fn shown(path: &str, id: &str) -> String {
    format!("{path}?{}", form(&[("id", id)]))
}

fn delivered(run: &LocalRun, fixture: &Fixture) -> String {
    assert_eq!(run.post(&fixture.provider, &fixture.request()), 200);
    run.line("published");
    fixture.key()
}

/// Returns a delivery of Gire's with a given body.
fn gire(body: &str, secret: &str) -> Request {
    Fixture::of("gire", "pud:create").unwrap().request().body(body).signed("gire", secret).unwrap()
}

/// Returns the target of the link with this id.
fn link_to(page: &Page, id: &str) -> Option<String> {
    let tag = page.body.split("<a ").find(|tag| tag.starts_with(&format!("id=\"{id}\"")))?;
    Some(tag.split("href=\"").nth(1)?.split('"').next()?.replace("&amp;", "&"))
}

fn listed(page: &Page) -> Vec<String> {
    page.body.split("data-id=\"").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
}

/// Returns the target of the page's form.
fn action(page: &Page) -> String {
    let form = page.body.split("method=\"post\" action=\"").nth(1).unwrap();
    form.split('"').next().unwrap().replace("&amp;", "&")
}
