//! Tables: full width for programs, no wider than the terminal for a person. The ends of ids and
//! long texts are cut; an id may be given by a prefix.

use anyhow::Result;
use console::{Alignment, Term, measure_text_width, pad_str, style, truncate_str};

use crate::print::line;

const GAP: &str = "  ";

/// A column: its title, and whether it may be cut.
#[derive(Clone, Copy)]
pub(crate) struct Column {
    title: &'static str,
    alignment: Alignment,
    least: Option<usize>,
}

impl Column {
    /// For texts that are shown whole.
    pub(crate) fn text(title: &'static str) -> Self {
        Self { title, alignment: Alignment::Left, least: None }
    }

    /// For numbers.
    pub(crate) fn number(title: &'static str) -> Self {
        Self { title, alignment: Alignment::Right, least: None }
    }

    /// For texts that may be cut, but not below this length.
    pub(crate) fn cut(title: &'static str, least: usize) -> Self {
        Self { title, alignment: Alignment::Left, least: Some(least) }
    }
}

/// A table with a header.
pub(crate) struct Table {
    columns: Vec<Column>,
    rows: Vec<Vec<String>>,
}

impl Table {
    pub(crate) fn new(columns: &[Column]) -> Self {
        Self { columns: columns.to_vec(), rows: Vec::new() }
    }

    /// Adds a row, with a cell for each column.
    pub(crate) fn add(&mut self, row: Vec<String>) {
        self.rows.push(row);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Prints the table. Prints nothing, not even the header, if there are no rows.
    pub(crate) fn print(&self) -> Result<()> {
        if self.is_empty() {
            return Ok(());
        }
        let terminal = Term::stdout();
        let room = terminal.is_term().then(|| usize::from(terminal.size().1));
        self.lines(room).iter().try_for_each(|text| line(text))
    }

    fn lines(&self, room: Option<usize>) -> Vec<String> {
        let widths = self.widths(room);
        let header: Vec<String> = self.columns.iter().map(|column| style(column.title).bold().to_string()).collect();
        let lines = [&header].into_iter().chain(&self.rows);
        let text = |row: &Vec<String>| {
            let cells = row.iter().zip(&self.columns).zip(&widths).map(|((cell, column), width)| {
                let cell = truncate_str(cell, *width, "…");
                pad_str(&cell, *width, column.alignment, None).into_owned()
            });
            cells.collect::<Vec<_>>().join(GAP).trim_end().to_owned()
        };
        lines.map(text).collect()
    }

    /// The widths of the columns: as wide as the content. If that is too wide, columns that may be
    /// cut are cut, starting with the last.
    fn widths(&self, room: Option<usize>) -> Vec<usize> {
        let mut widths: Vec<usize> = self.columns.iter().map(|column| measure_text_width(column.title)).collect();
        for row in &self.rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(measure_text_width(cell));
            }
        }
        let all = widths.iter().sum::<usize>() + GAP.len() * widths.len().saturating_sub(1);
        let mut excess = room.map_or(0, |room| all.saturating_sub(room));
        for (width, column) in widths.iter_mut().zip(&self.columns).rev() {
            if let Some(least) = column.least {
                let cut = excess.min(width.saturating_sub(least));
                (*width, excess) = (*width - cut, excess - cut);
            }
        }
        widths
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_fits_the_terminal() {
        let columns = [Column::text("TIME"), Column::cut("SUBJECT", 8), Column::number("N"), Column::cut("ID", 6)];
        let mut table = Table::new(&columns);
        table.add(["10:00", "pud/5b1f0c9e-7a34", "2", "gire:66a1f0c2b7d4e8"].map(str::to_owned).to_vec());
        table.add(["10:01", "-", "12", "gire:1"].map(str::to_owned).to_vec());
        let check = |room: Option<usize>, expected: [&str; 3]| assert_eq!(table.lines(room), expected, "{room:?}");
        let whole = [
            "TIME   SUBJECT             N  ID",
            "10:00  pud/5b1f0c9e-7a34   2  gire:66a1f0c2b7d4e8",
            "10:01  -                  12  gire:1",
        ];
        check(None, whole);
        check(Some(49), whole);
        check(
            Some(40),
            [
                "TIME   SUBJECT             N  ID",
                "10:00  pud/5b1f0c9e-7a34   2  gire:66a1…",
                "10:01  -                  12  gire:1",
            ],
        );
        check(Some(27), ["TIME   SUBJECT    N  ID", "10:00  pud/5b1…   2  gire:…", "10:01  -         12  gire:1"]);
        // No narrower than the minimum.
        check(Some(10), ["TIME   SUBJECT    N  ID", "10:00  pud/5b1…   2  gire:…", "10:01  -         12  gire:1"]);
    }
}
