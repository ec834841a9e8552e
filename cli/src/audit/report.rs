//! The report of an audit: first the verdict, then the faults, then what could not be checked.

use std::collections::BTreeMap;

use anyhow::Result;
use frontdesk::audit::{Checked, Fault, Unchecked};
use frontdesk::event::EventId;
use serde_json::json;

use super::remedy::remedy;
use crate::events::filter::Span;
use crate::print::{bad, count, good, line, note, plain};
use crate::table::{Column, Table};

/// The findings, with only as many faulty rows as a person reads.
pub(super) struct Report {
    span: Span,
    limit: usize,
    rows: u64,
    faulty: u64,
    listed: Vec<(EventId, Vec<Fault>)>,
    /// How many rows could not be fully checked, by provider and reason.
    unchecked: BTreeMap<(String, Unchecked), u64>,
}

impl Report {
    pub(super) fn new(span: Span, limit: usize) -> Self {
        Self { span, limit, rows: 0, faulty: 0, listed: Vec::new(), unchecked: BTreeMap::new() }
    }

    /// Adds the findings of a row.
    pub(super) fn add(&mut self, id: EventId, checked: Checked) {
        self.rows += 1;
        for reason in checked.unchecked {
            *self.unchecked.entry((provider(&id).to_owned(), reason)).or_default() += 1;
        }
        if !checked.faults.is_empty() {
            self.faulty += 1;
            if self.listed.len() < self.limit {
                self.listed.push((id, checked.faults));
            }
        }
    }

    /// Whether no fault was found.
    pub(super) fn holds(&self) -> bool {
        self.faulty == 0
    }

    fn verdict(&self) -> String {
        match (self.rows, self.faulty) {
            (0, _) => "no rows to check".to_owned(),
            (1, 0) => good("1 row: all holds"),
            (rows, 0) => good(&format!("{} rows: all hold", count(rows))),
            (rows, 1) => bad(&format!("1 of {} rows does not hold", count(rows))),
            (rows, faulty) => bad(&format!("{} of {} rows do not hold", count(faulty), count(rows))),
        }
    }

    pub(super) fn print(&self) -> Result<()> {
        line(&self.verdict())?;
        let columns = [Column::cut("DOES NOT HOLD", 24), Column::cut("WHAT TO DO", 24), Column::cut("ID", 16)];
        let mut wrong = Table::new(&columns);
        for (id, faults) in &self.listed {
            for fault in faults {
                wrong.add(vec![plain(&fault.to_string()), remedy(fault).to_owned(), plain(id.key())]);
            }
        }
        if !wrong.is_empty() {
            line("")?;
            wrong.print()?;
        }
        let mut unchecked =
            Table::new(&[Column::number("ROWS"), Column::text("PROVIDER"), Column::cut("COULD NOT BE CHECKED", 24)]);
        for ((provider, reason), rows) in &self.unchecked {
            unchecked.add(vec![count(*rows), plain(provider), plain(&reason.to_string())]);
        }
        if !unchecked.is_empty() {
            line("")?;
            unchecked.print()?;
        }
        let Span { from, to } = self.span;
        if self.rows == 0 {
            note(&format!("nothing arrived from {from:.0} to {to:.0}, and nothing is pending"));
        }
        if self.faulty > self.listed.len() as u64 {
            note(&format!("there are more; --limit {} shows twice as many", self.limit.saturating_mul(2)));
        }
        Ok(())
    }

    pub(super) fn print_json(&self) -> Result<()> {
        let faults = self.listed.iter().map(|(id, faults)| {
            let each = faults.iter().map(|fault| json!({ "what": fault.to_string(), "to_do": remedy(fault) }));
            json!({ "id": id.key(), "faults": each.collect::<Vec<_>>() })
        });
        let unchecked = self.unchecked.iter().map(
            |((provider, reason), rows)| json!({ "provider": provider, "reason": reason.to_string(), "rows": rows }),
        );
        let object = json!({
            "holds": self.holds(), "rows": self.rows, "faulty": self.faulty,
            "from": self.span.from.to_string(), "to": self.span.to.to_string(),
            "listed": faults.collect::<Vec<_>>(), "unchecked": unchecked.collect::<Vec<_>>(),
        });
        line(&object.to_string())
    }
}

/// Returns the provider of a row. Keys of refused deliveries have a prefix of their own.
fn provider(id: &EventId) -> &str {
    match id.key().strip_prefix("refused:") {
        Some(rest) => rest.split(':').next().unwrap_or(rest),
        None => id.provider(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_verdict_counts_all_and_lists_a_few() {
        let span = Span { from: jiff::Timestamp::UNIX_EPOCH, to: jiff::Timestamp::UNIX_EPOCH };
        for (rows, faulty, expected) in [
            (0, 0, "no rows to check"),
            (1, 0, "1 row: all holds"),
            (12_345, 0, "12,345 rows: all hold"),
            (12_345, 1, "1 of 12,345 rows does not hold"),
            (12_345, 3_000, "3,000 of 12,345 rows do not hold"),
        ] {
            let mut report = Report::new(span, 2);
            for n in 0..rows {
                let faults = if n < faulty { vec![Fault::Body] } else { Vec::new() };
                let checked = Checked { faults, unchecked: vec![Unchecked::Token] };
                report.add(EventId::from_key(format!("refused:gire:{n}")), checked);
            }
            assert_eq!(report.verdict(), expected);
            assert_eq!((report.holds(), report.listed.len()), (faulty == 0, faulty.min(2)));
            let counted = report.unchecked.get(&("gire".to_owned(), Unchecked::Token)).copied();
            assert_eq!(counted, (rows > 0).then_some(rows as u64));
        }
    }
}
