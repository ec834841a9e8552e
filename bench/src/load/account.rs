//! The messages received from the queue, compared with the deliveries sent and with the table.

use std::collections::HashSet;

/// The account of a run. Each event has a number.
#[derive(Debug, Default)]
pub(crate) struct Account {
    /// The numbers of the events received from the queue.
    pub(crate) numbers: HashSet<u64>,
    /// The keys of those events.
    keys: HashSet<String>,
    messages: usize,
    /// Deliveries with a response other than 200.
    pub(crate) failed: usize,
}

impl Account {
    /// Records a message from the queue.
    pub(crate) fn receive(&mut self, number: Option<u64>, key: String) {
        self.messages += 1;
        self.keys.insert(key);
        self.numbers.extend(number);
    }

    /// Returns how many messages arrived again under the same key, as a standard queue allows.
    pub(crate) fn repeated(&self) -> usize {
        self.messages - self.keys.len()
    }

    /// Returns counts that must be 0, given the number of events sent, the keys of the table's
    /// rows, and the number of rows in the outbox.
    pub(crate) fn faults(&self, events: usize, rows: &[String], pending: usize) -> [(&'static str, usize); 6] {
        let known = rows.iter().filter(|key| self.keys.contains(*key)).count();
        let not_out = events.saturating_sub(self.numbers.len());
        // The key of an event that never left the queue is unknown: any other row may belong to it.
        let unknown = rows.len() - known;
        [
            ("deliveries not answered 200", self.failed),
            ("events missing from the table", self.keys.len() - known + not_out.saturating_sub(unknown)),
            ("events doubled in the table", unknown.saturating_sub(not_out)),
            ("events missing from the queue", not_out),
            ("events doubled in the queue", self.keys.len().saturating_sub(self.numbers.len())),
            ("rows still in the outbox", pending),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks a run of three events, with these messages received and these rows in the table.
    fn check(messages: &[(u64, &str)], rows: &[&str], pending: usize, expected: [usize; 6]) {
        let mut account = Account { failed: expected[0], ..Account::default() };
        for (number, key) in messages {
            account.receive((*number < 9).then_some(*number), (*key).to_owned());
        }
        let rows: Vec<_> = rows.iter().map(|key| (*key).to_owned()).collect();
        assert_eq!(account.faults(3, &rows, pending).map(|(_, count)| count), expected, "{messages:?}, {rows:?}");
    }

    #[test]
    fn what_is_missing_or_doubled_is_seen() {
        let (two, three) = ([(0, "a"), (1, "b")], [(0, "a"), (1, "b"), (2, "c")]);
        check(&three, &["a", "b", "c"], 0, [0; 6]);
        check(&three, &["a", "b", "c"], 1, [1, 0, 0, 0, 0, 1]);
        check(&three, &["a", "b"], 0, [0, 1, 0, 0, 0, 0]);
        check(&three, &["a", "b", "c", "d"], 0, [0, 0, 1, 0, 0, 0]);
        check(&two, &["a", "b", "c"], 0, [0, 0, 0, 1, 0, 0]);
        check(&two, &["a", "b"], 0, [0, 1, 0, 1, 0, 0]);
        let repeated = [(0, "a"), (0, "a"), (1, "b"), (2, "c")];
        check(&repeated, &["a", "b", "c"], 0, [0; 6]);
        let (under_two_keys, without_number) =
            ([(0, "a"), (0, "d"), (1, "b"), (2, "c")], [(0, "a"), (1, "b"), (2, "c"), (9, "d")]);
        check(&under_two_keys, &["a", "b", "c", "d"], 0, [0, 0, 0, 0, 1, 0]);
        check(&without_number, &["a", "b", "c"], 0, [0, 1, 0, 0, 1, 0]);
    }
}
