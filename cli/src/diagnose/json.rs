//! A JSON body as other programs would write it: layout, escapes and order of fields.
//!
//! A program that parses and rewrites JSON keeps its meaning but not its bytes, and a signature
//! covers bytes. Numbers stay as they are: their original form cannot be known.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::value::RawValue;

/// Deeper JSON is skipped: its indentation alone could exhaust memory.
const MAX_DEPTH: usize = 64;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Layout {
    Kept,
    Compact,
    Spaced,
    Indented(usize),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Escapes {
    Kept,
    /// Only what must be escaped.
    None,
    /// All non-ASCII characters: Python's default.
    Ascii,
    /// The slash: PHP's default with JSON_UNESCAPED_UNICODE.
    Slash,
    /// The slash and all non-ASCII characters: PHP's default.
    AsciiAndSlash,
    /// `<`, `>` and `&`: Go's default.
    Html,
}

const LAYOUTS: [Layout; 5] = [Layout::Kept, Layout::Compact, Layout::Spaced, Layout::Indented(2), Layout::Indented(4)];
const ESCAPES: [Escapes; 6] =
    [Escapes::Kept, Escapes::None, Escapes::Ascii, Escapes::AsciiAndSlash, Escapes::Slash, Escapes::Html];

/// Every way to write the JSON, with a description. Nothing if it is not JSON.
pub(super) fn variants(body: &[u8]) -> impl Iterator<Item = (String, Vec<u8>)> {
    let text = std::str::from_utf8(body).ok().filter(|text| serde_json::from_str::<&RawValue>(text).is_ok());
    let text = text.filter(|text| depth(text) <= MAX_DEPTH);
    let orders = [text.map(|text| (false, text.to_owned())), text.and_then(sorted).map(|text| (true, text))];
    orders.into_iter().flatten().flat_map(|(sorted, text)| {
        let styles = LAYOUTS.into_iter().flat_map(|layout| ESCAPES.map(|escapes| (layout, escapes)));
        styles.flat_map(move |(layout, escapes)| {
            let json = written(&text, layout, escapes);
            let name = name(sorted, layout, escapes);
            let with_end = (format!("{name}, with a line break at its end"), format!("{json}\n").into_bytes());
            [(name, json.into_bytes()), with_end]
        })
    })
}

fn depth(json: &str) -> usize {
    let (mut depth, mut most) = (0_usize, 0);
    for token in Tokens(json) {
        match token {
            "{" | "[" => depth += 1,
            "}" | "]" => depth = depth.saturating_sub(1),
            _ => {}
        }
        most = most.max(depth);
    }
    most
}

fn name(sorted: bool, layout: Layout, escapes: Escapes) -> String {
    let layout = match layout {
        Layout::Kept => "laid out the same",
        Layout::Compact => "compact",
        Layout::Spaced => "on one line, with a space after each `,` and `:`",
        Layout::Indented(2) => "indented by 2",
        Layout::Indented(_) => "indented by 4",
    };
    let escapes = match escapes {
        Escapes::Kept => "",
        Escapes::None => ", without escapes",
        Escapes::Ascii => ", with \\u escapes for non-ASCII characters",
        Escapes::Slash => ", with `\\/` for `/`",
        Escapes::AsciiAndSlash => ", with \\u escapes for non-ASCII characters and `\\/` for `/`",
        Escapes::Html => ", with \\u escapes for `<`, `>` and `&`",
    };
    format!("{layout}{escapes}{}", if sorted { ", with its fields sorted" } else { "" })
}

/// The JSON with the fields of every object sorted by name.
fn sorted(json: &str) -> Option<String> {
    let mut out = String::with_capacity(json.len());
    sort(json.trim_ascii(), &mut out)?;
    Some(out)
}

/// Recurses for each level, of which there are at most [`MAX_DEPTH`].
fn sort(json: &str, out: &mut String) -> Option<()> {
    match json.bytes().next() {
        Some(b'{') => {
            let fields: BTreeMap<String, &RawValue> = serde_json::from_str(json).ok()?;
            for (number, (name, value)) in fields.iter().enumerate() {
                out.push(if number == 0 { '{' } else { ',' });
                string(name, Escapes::None, out);
                out.push(':');
                sort(value.get(), out)?;
            }
            out.push_str(if fields.is_empty() { "{}" } else { "}" });
        }
        Some(b'[') => {
            let values: Vec<&RawValue> = serde_json::from_str(json).ok()?;
            for (number, value) in values.iter().enumerate() {
                out.push(if number == 0 { '[' } else { ',' });
                sort(value.get(), out)?;
            }
            out.push_str(if values.is_empty() { "[]" } else { "]" });
        }
        _ => out.push_str(json),
    }
    Some(())
}

/// Rewrites valid JSON in another style.
fn written(json: &str, layout: Layout, escapes: Escapes) -> String {
    let mut out = String::with_capacity(json.len() * 2);
    let (mut depth, mut opened) = (0_usize, false);
    for token in Tokens(json) {
        if token.trim_ascii().is_empty() {
            if layout == Layout::Kept {
                out.push_str(token);
            }
            continue;
        }
        let closes = matches!(token, "}" | "]");
        depth = depth.saturating_sub(usize::from(closes));
        if let Layout::Indented(width) = layout {
            // An empty object or array stays on its line.
            if (opened && !closes) || (closes && !opened) {
                new_line(width * depth, &mut out);
            }
        }
        match (token, layout) {
            (",", Layout::Indented(width)) => {
                out.push(',');
                new_line(width * depth, &mut out);
            }
            ("," | ":", Layout::Spaced) | (":", Layout::Indented(_)) => {
                out.push_str(token);
                out.push(' ');
            }
            _ if token.starts_with('"') && escapes != Escapes::Kept => {
                match serde_json::from_str::<Cow<'_, str>>(token) {
                    Ok(text) => string(&text, escapes, &mut out),
                    // A lone surrogate has no other form.
                    Err(_) => out.push_str(token),
                }
            }
            _ => out.push_str(token),
        }
        opened = matches!(token, "{" | "[");
        depth += usize::from(opened);
    }
    out
}

fn new_line(width: usize, out: &mut String) {
    out.push('\n');
    out.extend(std::iter::repeat_n(' ', width));
}

fn string(text: &str, escapes: Escapes, out: &mut String) {
    let ascii = matches!(escapes, Escapes::Ascii | Escapes::AsciiAndSlash);
    let slash = matches!(escapes, Escapes::Slash | Escapes::AsciiAndSlash);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '/' if slash => out.push_str("\\/"),
            '<' | '>' | '&' if escapes == Escapes::Html => unicode(c, out),
            c if u32::from(c) < 0x20 || (ascii && !c.is_ascii()) => unicode(c, out),
            c => out.push(c),
        }
    }
    out.push('"');
}

fn unicode(c: char, out: &mut String) {
    for unit in c.encode_utf16(&mut [0; 2]) {
        out.push_str(&format!("\\u{unit:04x}"));
    }
}

/// The tokens of valid JSON: strings as written, punctuation, runs of white space, and the rest.
struct Tokens<'a>(&'a str);

impl<'a> Iterator for Tokens<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let of_word = |c: char| !c.is_ascii_whitespace() && !matches!(c, '{' | '}' | '[' | ']' | ',' | ':' | '"');
        let first = self.0.chars().next()?;
        let len = match first {
            '"' => self.string_len(),
            c if c.is_ascii_whitespace() => self.0.find(|c: char| !c.is_ascii_whitespace()),
            c if of_word(c) => self.0.find(|c| !of_word(c)),
            c => Some(c.len_utf8()),
        };
        let (token, rest) = self.0.split_at_checked(len.unwrap_or(self.0.len()))?;
        self.0 = rest;
        Some(token)
    }
}

impl Tokens<'_> {
    fn string_len(&self) -> Option<usize> {
        let mut escaped = false;
        for (at, c) in self.0.char_indices().skip(1) {
            if c == '"' && !escaped {
                return Some(at + 1);
            }
            escaped = c == '\\' && !escaped;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Expected values come from the standard libraries of other languages.
    #[test]
    fn as_others_write_it() {
        fn check(received: &str, signed: &str, expected: &str) {
            let found = variants(received.as_bytes()).find(|(_, body)| body == signed.as_bytes());
            assert_eq!(found.map(|(name, _)| name).as_deref(), Some(expected), "{signed}");
        }
        let received = r#"{"b":[1,{}],"a":"Ø/<","c":{"z":1.50,"y":[]}}"#;
        let raw = "laid out the same";
        check(received, received, raw);
        check(
            received,
            "{\n  \"b\": [\n    1,\n    {}\n  ],\n  \"a\": \"Ø/<\",\n  \"c\": {\n    \"z\": 1.50,\n    \"y\": []\n  }\n}",
            "indented by 2",
        );
        check(
            received,
            r#"{"b": [1, {}], "a": "\u00d8/<", "c": {"z": 1.50, "y": []}}"#,
            "on one line, with a space after each `,` and `:`, with \\u escapes for non-ASCII characters",
        );
        check(
            received,
            r#"{"b":[1,{}],"a":"\u00d8\/<","c":{"z":1.50,"y":[]}}"#,
            "laid out the same, with \\u escapes for non-ASCII characters and `\\/` for `/`",
        );
        check(
            received,
            r#"{"b":[1,{}],"a":"Ø/\u003c","c":{"z":1.50,"y":[]}}"#,
            "laid out the same, with \\u escapes for `<`, `>` and `&`",
        );
        check(received, r#"{"a":"Ø/<","b":[1,{}],"c":{"y":[],"z":1.50}}"#, "laid out the same, with its fields sorted");
        check("{ \"a\" : 1 }\n", "{\"a\":1}", "compact");
        check("{\"a\":\"\\ud83d\\ude00\"}", "{\"a\":\"\u{1f600}\"}", "laid out the same, without escapes");
        check("{\"a\":1}", "{\n    \"a\": 1\n}\n", "indented by 4, with a line break at its end");
    }

    #[test]
    fn what_is_not_json_has_no_variants() {
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        for body in ["", "{", "<xml/>", "{\"a\":", "{} {}", &deep] {
            assert_eq!(variants(body.as_bytes()).count(), 0);
        }
    }
}
