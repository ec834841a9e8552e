//! Output of the commands. Text from outside reaches a terminal through here, without control
//! characters.

use std::io::Write;

use anyhow::Result;
use console::style;
use indicatif::{HumanCount, ProgressBar, ProgressState, ProgressStyle};
use serde_json::Value;

/// Prints one line on standard output. A reader that has seen enough (`| head`) ends the command
/// quietly.
pub(crate) fn line(text: &str) -> Result<()> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.write_all(b"\n")?;
    Ok(())
}

/// Prints a line where output must continue without a reader: only the line is lost. `println!`
/// would end the task that prints, and with it a delivery in flight, or the relay.
pub(crate) fn announce(text: &str) {
    let _ = line(text);
}

/// Prints one line on standard error, for remarks besides the result. Lost if nobody reads it.
pub(crate) fn note(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// Green, for good news, if standard output is a terminal and `NO_COLOR` is not set.
pub(crate) fn good(text: &str) -> String {
    style(text).green().to_string()
}

/// Red, for bad news, under the same conditions.
pub(crate) fn bad(text: &str) -> String {
    style(text).red().to_string()
}

/// Yellow, for anything unusual, under the same conditions.
pub(crate) fn unusual(text: &str) -> String {
    style(text).yellow().to_string()
}

/// Formats an RFC 3339 time from the table, to the second for a person at a terminal.
pub(crate) fn seconds(time: &str) -> String {
    match time.get(..19) {
        Some(whole) if console::user_attended() && time.ends_with('Z') => format!("{whole}Z"),
        _ => time.to_owned(),
    }
}

/// A progress bar on standard error, if that is a terminal.
pub(crate) fn progress(all: u64) -> ProgressBar {
    bar(ProgressBar::new(all), "{wide_bar} {human_pos} of {human_len}  {rate}  {eta} left")
}

/// A progress bar for an unknown number of rows.
pub(crate) fn walk_progress() -> ProgressBar {
    bar(ProgressBar::no_length(), "{spinner} {human_pos} rows  {rate}")
}

fn bar(bar: ProgressBar, template: &str) -> ProgressBar {
    let rate = |state: &ProgressState, out: &mut dyn std::fmt::Write| {
        let _ = out.write_str(&rate_in_words(state.per_sec()));
    };
    match ProgressStyle::with_template(template) {
        Ok(style) => bar.with_style(style.with_key("rate", rate)),
        Err(_) => bar,
    }
}

/// `2.5/s`, `1,071/s`: more digits would change at each look.
fn rate_in_words(per_second: f64) -> String {
    if per_second < 10.0 { format!("{per_second:.1}/s") } else { format!("{}/s", count(per_second as u64)) }
}

/// A number with commas: `1,998`.
pub(crate) fn count(number: u64) -> String {
    HumanCount(number).to_string()
}

/// Quotes a text as one word for a shell.
pub(crate) fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// Quotes a text for a shell, only if needed.
pub(crate) fn shell_word(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./:,=@%+".contains(c);
    if !text.is_empty() && text.chars().all(is_plain) { text.to_owned() } else { quoted(text) }
}

/// A number and what it counts: `1 delivery`, `2,000 deliveries`.
pub(crate) fn plural(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", count(number), if number == 1 { one } else { many })
}

/// Makes a sender's text safe for a terminal: control characters could move the cursor or rename
/// the window.
pub(crate) fn plain(text: &str) -> String {
    let safe = |c: char| if c.is_control() && c != '\n' && c != '\t' { char::REPLACEMENT_CHARACTER } else { c };
    text.chars().map(safe).collect()
}

/// An attribute without the quotation marks of JSON.
pub(crate) fn value(value: &Value) -> String {
    plain(&value.as_str().map_or_else(|| value.to_string(), str::to_owned))
}

/// A duration in its largest unit: `3 min`.
pub(crate) fn age(seconds: i64) -> String {
    match seconds {
        ..120 => format!("{} s", seconds.max(0)),
        120..7_200 => format!("{} min", seconds / 60),
        7_200..172_800 => format!("{} h", seconds / 3_600),
        _ => format!("{} days", seconds / 86_400),
    }
}

/// Deeper JSON is not formatted: each level indents every line below it, so a stranger's body could
/// exhaust memory.
const MAX_DEPTH: usize = 64;
/// How many times its original length the formatted JSON may reach, and a length that is always
/// allowed.
const MAX_GROWTH: usize = 16;
const ALWAYS_FINE: usize = 64 * 1024;

/// Formats JSON with line breaks. Only white space changes: numbers, and the order of fields, stay
/// as received. `None` if it is not JSON, is too deep, or would become too long.
pub(crate) fn pretty(json: &[u8]) -> Option<String> {
    serde_json::from_slice::<serde::de::IgnoredAny>(json).ok()?;
    let text = std::str::from_utf8(json).ok()?;
    let most = text.len().saturating_mul(MAX_GROWTH).max(ALWAYS_FINE);
    let (mut out, mut depth) = (String::with_capacity(text.len() * 2), 0_usize);
    let (mut in_text, mut escaped, mut opened) = (false, false, false);
    let new_line = |out: &mut String, depth: usize| {
        out.push('\n');
        out.extend(std::iter::repeat_n("  ", depth));
    };
    for c in text.chars() {
        if in_text {
            out.push(c);
            in_text = escaped || c != '"';
            escaped = !escaped && c == '\\';
            continue;
        }
        if c.is_ascii_whitespace() {
            continue;
        }
        let closes = matches!(c, '}' | ']');
        depth = depth.saturating_sub(usize::from(closes));
        // An empty object or array stays on its line.
        if opened != closes {
            new_line(&mut out, depth);
        }
        out.push(c);
        opened = matches!(c, '{' | '[');
        depth += usize::from(opened);
        if depth > MAX_DEPTH || out.len() > most {
            return None;
        }
        match c {
            ',' => new_line(&mut out, depth),
            ':' => out.push(' '),
            '"' => in_text = true,
            _ => {}
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pretty_json_has_the_same_tokens() {
        fn check(json: &str, expected: Option<&str>) {
            assert_eq!(pretty(json.as_bytes()).as_deref(), expected, "{json}");
        }
        check("{}", Some("{}"));
        check("[ ]", Some("[]"));
        check(r#"{"b":1.0,"a":[]}"#, Some("{\n  \"b\": 1.0,\n  \"a\": []\n}"));
        check(
            "[123456789012345678901234567890,{\"a\":{}}]",
            Some("[\n  123456789012345678901234567890,\n  {\n    \"a\": {}\n  }\n]"),
        );
        check(r#"["a\\",":{,\"x"]"#, Some("[\n  \"a\\\\\",\n  \":{,\\\"x\"\n]"));
        check("<xml/>", None);
        check("{} {}", None);
    }

    #[test]
    fn what_would_fill_the_memory_stays_as_it_is() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(pretty(nested(MAX_DEPTH).as_bytes()).is_some());
        for depth in [MAX_DEPTH + 1, 120, 125_000] {
            assert_eq!(pretty(nested(depth).as_bytes()), None, "{depth}");
        }
        // Not deep, but every comma would become a line of a hundred bytes or more.
        let (open, close) = ("[".repeat(60), "]".repeat(60));
        assert_eq!(pretty(format!("{open}{}0{close}", "0,".repeat(100_000)).as_bytes()), None);
    }

    #[test]
    fn nothing_of_the_sender_reaches_the_terminal_as_a_command() {
        assert_eq!(plain("a\u{1b}[2Jb\u{9b}c\r\n\td"), "a\u{fffd}[2Jb\u{fffd}c\u{fffd}\n\td");
    }

    #[test]
    fn rates_have_few_digits() {
        assert_eq!([0.0, 2.52, 1_071.062_8].map(rate_in_words), ["0.0/s", "2.5/s", "1,071/s"]);
    }

    #[test]
    fn words_of_a_shell() {
        assert_eq!(["pud/42", "2026-11-20T10:00:00Z"].map(shell_word), ["pud/42", "2026-11-20T10:00:00Z"]);
        assert_eq!(
            ["", "a b", "pud*", "it's", "$(x)"].map(shell_word),
            ["''", "'a b'", "'pud*'", r"'it'\''s'", "'$(x)'"]
        );
    }

    #[test]
    fn ages() {
        for (seconds, expected) in [(-1, "0 s"), (119, "119 s"), (120, "2 min"), (7_200, "2 h"), (172_800, "2 days")] {
            assert_eq!(age(seconds), expected);
        }
    }
}
