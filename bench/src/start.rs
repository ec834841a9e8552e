//! Measures a start with its first delivery over TLS, of a function and of others that do the same
//! job. The subjects take turns, so their ratios hold even on a busy machine.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::Args;

use crate::figures::{median, ms, spread};
use crate::measure::{Measured, Stage, Subject};
use crate::scenarios::TLS;

/// The subjects to start, and how often.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The program of Gire's function.
    #[arg(long)]
    function: PathBuf,
    /// Another command that does the same job: NAME=COMMAND.
    #[arg(long, value_name = "NAME=COMMAND", value_parser = crate::other)]
    other: Vec<Subject>,
    /// How often to start each subject.
    #[arg(long, default_value_t = 25)]
    rounds: usize,
}

/// Measures, and prints the table.
pub(crate) async fn run(wanted: &Options) -> Result<ExitCode> {
    let stage = Stage::new()?;
    let ours = [crate::frontdesk(wanted.function.clone())];
    let subjects = ours.iter().chain(&wanted.other);
    let mut starts: Vec<(&str, Vec<Measured>)> = subjects.clone().map(|it| (it.name.as_str(), Vec::new())).collect();
    for _ in 0..wanted.rounds {
        for (subject, (_, starts)) in subjects.clone().zip(&mut starts) {
            starts.push(stage.measure_start(subject, &TLS).await?);
        }
    }
    println!("{}", table(&starts));
    Ok(ExitCode::SUCCESS)
}

fn table(starts: &[(&str, Vec<Measured>)]) -> String {
    let together = |m: &Measured| ms(m.init_cpu + m.first_cpu);
    let ours = starts.first().map_or(0.0, |(_, rounds)| median(rounds, together));
    let mut text =
        "| | init CPU, ms | first call CPU, ms | together, ms | connections | frontdesk / it |\n|---|---|---|---|---|---|\n".to_owned();
    for (name, rounds) in starts {
        let shown = |of: &dyn Fn(&Measured) -> f64| spread(&rounds.iter().map(of).collect::<Vec<_>>());
        let [init, first] = [shown(&|m| ms(m.init_cpu)), shown(&|m| ms(m.first_cpu))];
        // A request made before the last connection returns to the pool needs another connection.
        let connections = rounds.iter().map(|m| m.connections).max().unwrap_or_default();
        let ratio = ours / median(rounds, together);
        text += &format!("| {name} | {init} | {first} | {} | {connections} | {ratio:.4} |\n", shown(&together));
    }
    text
}
