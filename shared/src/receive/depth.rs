//! The nesting depth of a body, and the limit that its future readers impose.
//!
//! JSON sets no limit, but parsers do, and a parser that gives up fails on the whole message:
//! `System.Text.Json` and Json.NET beyond 64 levels, Ruby's `json` beyond 100, `serde_json` beyond
//! 127, PHP beyond 512, Python and Jackson at about 1,000. So anyone able to sign could stop every
//! consumer with a single delivery.

use super::refusal::ReadError;

/// The maximum depth of arrays and objects in a published body: 64 with the message around it.
/// Known payloads have fewer than ten levels.
pub const MAX_DEPTH: usize = 63;

/// Checks that consumers can parse a body, which is known to be JSON.
///
/// # Errors
/// [`ReadError::TooDeep`] beyond [`MAX_DEPTH`].
pub fn check(json: &[u8]) -> Result<(), ReadError> {
    // Most bodies do not even have that many brackets, and counting them is many times faster than
    // tracking them.
    if opening(json) > MAX_DEPTH && goes_deeper(json) { Err(ReadError::TooDeep) } else { Ok(()) }
}

/// The number of opening brackets, including those in strings. Counts in chunks whose count fits a
/// byte, so the loop vectorises.
fn opening(json: &[u8]) -> usize {
    let count = |piece: &[u8]| piece.iter().map(|byte| u8::from(opens(*byte))).sum::<u8>();
    json.chunks(usize::from(u8::MAX)).map(|piece| usize::from(count(piece))).sum()
}

/// Whether a byte is `{` or `[`, which differ in one bit.
fn opens(byte: u8) -> bool {
    byte | 0x20 == b'{'
}

fn goes_deeper(json: &[u8]) -> bool {
    let (mut depth, mut in_text, mut escaped) = (0_usize, false, false);
    for byte in json {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = in_text,
            b'"' => in_text = !in_text,
            _ if in_text => {}
            b'{' | b'[' if depth == MAX_DEPTH => return true,
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_nested_counts() {
        fn check(json: String, deep: bool) {
            let expected = if deep { Err(ReadError::TooDeep) } else { Ok(()) };
            assert_eq!(super::check(json.as_bytes()), expected, "{json}");
        }
        let nested = |open: &str, close: &str, depth: usize| format!("{}0{}", open.repeat(depth), close.repeat(depth));
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            check(nested(open, close, MAX_DEPTH), false);
            check(nested(open, close, MAX_DEPTH + 1), true);
            check(nested(open, close, 100_000), true);
        }
        // Many brackets, none of them deep.
        check(format!("[{}{{}}]", "{},[],".repeat(1000)), false);
        // In strings, also after escaped quotation marks and backslashes.
        let brackets = "[{".repeat(1000);
        check(format!(r#"{{"{brackets}":"{brackets}\"{brackets}\\"}}"#), false);
        check(format!(r#"["\\",{},"\""]"#, nested("[", "]", MAX_DEPTH)), true);
        check(format!(r#"["\\",{},"\""]"#, nested("[", "]", MAX_DEPTH - 1)), false);
    }

    #[test]
    fn opening_brackets_are_counted() {
        let check = |json: &str, count| assert_eq!(opening(json.as_bytes()), count);
        check("", 0);
        check("{[]}", 2);
        check(" \"Z;[\"", 1);
        // More than a byte can count.
        check(&"[".repeat(600), 600);
    }
}
