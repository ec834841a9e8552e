//! `frontdesk-bench layouts`: what an event costs in write units, with the table as it is and as it could be.
//!
//! Every layout is done on the embedded engine, with the row that the store really writes, and the engine says what AWS would
//! bill. What each layout keeps of GUARANTEES.md is in docs/cost.md.

mod plan;
mod scene;

use std::process::ExitCode;

use anyhow::Result;

use plan::{Layout, layouts};
use scene::Scene;

/// Bodies of about so many bytes.
const BODIES: [usize; 4] = [1_000, 3_000, 12_000, 100_000];

/// Runs the command.
pub(crate) async fn run() -> Result<ExitCode> {
    let mut rows = Vec::new();
    for bytes in BODIES {
        rows.push(scene::row(bytes).await?);
    }
    println!("| layout | calls before the answer | 1 KB | 3 KB | 12 KB | 100 KB |\n|---|---|---|---|---|---|");
    for layout in layouts() {
        let mut cells = Vec::new();
        for row in &rows {
            let [before, after] = Scene::of(&layout).await?.units(&layout, row).await?;
            cells.push(format!("{} = {before} + {after}", before + after));
        }
        println!("| {} | {} | {} |", layout.name, calls(&layout), cells.join(" | "));
    }
    Ok(ExitCode::SUCCESS)
}

fn calls(layout: &Layout) -> usize {
    layout.steps.iter().filter(|step| step.before_answer).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Today's layout as this plan has it must cost what the store's own code costs, or the comparison is about something else.
    #[tokio::test]
    async fn todays_layout_is_the_one_of_the_store() {
        let all = layouts();
        let today = all.first().unwrap();
        for bytes in BODIES {
            let row = scene::row(bytes).await.unwrap();
            let planned = Scene::of(today).await.unwrap().units(today, &row).await.unwrap();
            assert_eq!(planned, scene::store_units(bytes).await.unwrap(), "{bytes} bytes");
        }
        assert_eq!(calls(today), 1);
    }
}
