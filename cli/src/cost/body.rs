//! Bodies of any size that look like a provider's: its own examples, grown.

/// A body of `bytes` bytes made from an example: copies of `smallest` with different digits, and a
/// text to fill the rest.
///
/// Different digits give different ids, times and amounts, so the body compresses like a list of
/// real objects. A body that is already long enough is not changed.
pub(crate) fn grown(example: &str, smallest: &str, bytes: usize) -> String {
    const LIST: (&str, &str) = (",\"history\":[", "]");
    const NOTE: (&str, &str) = (",\"note\":\"", "\"");
    let Some(open) = example.trim_end().strip_suffix('}') else { return example.to_owned() };
    let mut digits = Digits(0x9e37_79b9_7f4a_7c15);
    let mut body = open.to_owned();
    let left = |body: &String| bytes.saturating_sub(body.len() + 1);
    let room = left(&body).saturating_sub(LIST.0.len() + LIST.1.len());
    let copies = room / (smallest.len() + 1);
    if copies > 0 {
        let copies: Vec<String> = (0..copies).map(|_| digits.other(smallest)).collect();
        body += LIST.0;
        body += &copies.join(",");
        body += LIST.1;
    }
    if let Some(room) = left(&body).checked_sub(NOTE.0.len() + NOTE.1.len()) {
        let plain = |c: &char| c.is_ascii_alphanumeric() || *c == ' ';
        body += NOTE.0;
        body.extend(
            std::iter::repeat_with(|| digits.other(example))
                .flat_map(|copy| copy.chars().filter(plain).collect::<Vec<_>>())
                .take(room),
        );
        body += NOTE.1;
    }
    body.push('}');
    body
}

/// Digits without a pattern, identical in every run.
struct Digits(u64);

impl Digits {
    /// Replaces the digits of a text. Keeps zeros, since a number must not start with one, and
    /// escapes.
    fn other(&mut self, text: &str) -> String {
        let mut escaped = 0_u8;
        let other = |c: char| match c {
            _ if escaped > 0 => {
                escaped -= 1;
                c
            }
            '\\' => {
                escaped = 5;
                c
            }
            '1'..='9' => char::from(b'1' + self.next() % 9),
            _ => c,
        };
        text.chars().map(other).collect()
    }

    fn next(&mut self) -> u8 {
        // Constants of Knuth's MMIX generator.
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u8::try_from(self.0 >> 56).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_have_the_size_that_is_asked_for_and_are_json() {
        let example = r#"{"id":1200,"text":"aé 1\u00e9\n","at":"2026-11-20T10:00:00Z"}"#;
        for bytes in [10, 61, 62, 70, 80, 120, 200, 3_000, 100_000] {
            let body = grown(example, example, bytes);
            let json: serde_json::Value = serde_json::from_str(&body).unwrap();
            assert_eq!(json["text"], "aé 1é\n", "{bytes}");
            let expected = bytes.max(example.len());
            // Without room for another member, the body stays that much shorter.
            assert!((expected - 10..=expected).contains(&body.len()), "{bytes}: {}", body.len());
        }
        let copies: serde_json::Value = serde_json::from_str(&grown(example, example, 1_000)).unwrap();
        assert_ne!(copies["history"][0], copies["history"][1]);
    }
}
