//! Formats the lines of a source file.

/// The maximum length of a line.
const WIDTH: usize = 100;

/// Wraps text between words, and keeps paragraphs.
pub(super) fn wrapped(text: &str, indent: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for (number, paragraph) in text.split("\n\n").enumerate() {
        if number > 0 {
            lines.push(String::new());
        }
        let mut line = String::new();
        for word in paragraph.split_whitespace() {
            if !line.is_empty() && indent + line.chars().count() + 1 + word.chars().count() > WIDTH {
                lines.push(std::mem::take(&mut line));
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        lines.push(line);
    }
    lines
}

/// Joins items into one line after `begin`. None if they do not fit.
pub(super) fn in_one_line(begin: &str, items: &[String], separator: &str) -> Option<String> {
    let line = format!("{begin}{}", items.join(separator));
    (line.chars().count() <= WIDTH).then_some(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_wrapped_between_words() {
        assert_eq!(wrapped("One.\n\nTwo\nthree.", 0), ["One.", "", "Two three."]);
        let long = "word ".repeat(40);
        assert!(wrapped(&long, 4).iter().all(|line| line.len() <= 96 && !line.ends_with(' ')));
    }
}
