//! A body for display: JSON with line breaks and colours. Nothing is left out or changed.

use maud::{Markup, html};

use crate::print::{plain, pretty};

/// The longest body shown in full, in bytes. More would make the page slow; the download has
/// everything.
pub(super) const SHOWN: usize = 128 * 1024;

/// The body, and whether all of it is shown.
pub(super) fn body(bytes: &[u8]) -> (Markup, bool) {
    let json = pretty(bytes);
    let is_json = json.is_some();
    let text = plain(&json.unwrap_or_else(|| String::from_utf8_lossy(bytes).into_owned()));
    let end = (0..=SHOWN.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let shown = text.get(..end).unwrap_or_default();
    let coloured = html! {
        @for (class, part) in parts(shown) {
            @if class.is_empty() { (part) } @else { span class=(class) { (part) } }
        }
    };
    let markup = html! {
        pre.body tabindex="0" aria-label="Body" { code #body { @if is_json { (coloured) } @else { (shown) } } }
    };
    (markup, end == text.len())
}

/// Splits formatted JSON into names, texts and the rest. Joined, the parts are the whole again.
fn parts(json: &str) -> Vec<(&'static str, &str)> {
    let mut parts = Vec::new();
    let mut rest = json;
    while let Some(start) = rest.find('"') {
        let (before, from) = rest.split_at(start);
        let (text, after) = from.split_at(text_length(from));
        let class = if after.starts_with(':') { "name" } else { "text" };
        parts.extend([("", before), (class, text)]);
        rest = after;
    }
    parts.push(("", rest));
    parts.retain(|(_, part)| !part.is_empty());
    parts
}

/// The length of the JSON text at the start, with its quotation marks. If its end was cut off,
/// everything.
fn text_length(json: &str) -> usize {
    let mut escaped = false;
    for (at, c) in json.char_indices().skip(1) {
        if c == '"' && !escaped {
            return at + 1;
        }
        escaped = !escaped && c == '\\';
    }
    json.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_texts_are_told_apart() {
        fn check(json: &str, expected: &[(&str, &str)]) {
            assert_eq!(parts(json), expected, "{json}");
            assert_eq!(parts(json).into_iter().map(|(_, part)| part).collect::<String>(), json);
        }
        check("{}", &[("", "{}")]);
        check(
            r#"{"a": "b", "c\"": 1}"#,
            &[
                ("", "{"),
                ("name", r#""a""#),
                ("", ": "),
                ("text", r#""b""#),
                ("", ", "),
                ("name", r#""c\"""#),
                ("", ": 1}"),
            ],
        );
        check(r#""\\" "ø"#, &[("text", r#""\\""#), ("", " "), ("text", "\"ø")]);
    }

    #[test]
    fn whatever_it_is_it_stays_text() {
        fn check(bytes: &[u8], shown: &str) {
            let (markup, whole) = body(bytes);
            let markup = markup.into_string();
            assert!(whole && markup.contains(shown) && !markup.contains("<script"), "{markup}");
        }
        check(br#"{"<script>":"</pre><script>alert(1)</script>"}"#, "&quot;&lt;script&gt;&quot;");
        check(b"</code></pre><script>alert(1)</script>", "&lt;/code&gt;&lt;/pre&gt;&lt;script&gt;");
        check(b"\xff<script>", "\u{fffd}&lt;script&gt;");
        let (_, whole) = body(&vec![b'x'; SHOWN + 1]);
        assert!(!whole);
    }
}
