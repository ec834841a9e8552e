//! Measures a Lambda function from outside: plays the Lambda Runtime API and AWS, runs compiled
//! functions and other commands in turn, and prints medians, spreads, and the state of the goals of
//! docs/performance.md. `bench/run.sh` builds everything and calls it.

mod aws;
mod certificate;
mod delivery;
mod figures;
mod goals;
#[cfg(feature = "load")]
mod load;
mod measure;
mod process;
mod runtime;
mod scenarios;
mod size;
mod start;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, Result};
use clap::{Args, Parser};

use goals::{Results, Run};
use measure::{Measured, Scenario, Stage, Subject};
use scenarios::{LARGE, LONG, PLAIN, TLS, TLS_5_MS};

/// The maximum cost of the first calls over TLS: a start over TLS minus a start over HTTP. aws-lc's
/// entropy would add 30 ms, the system's root certificates 3 ms.
const FIRST_TLS: Duration = Duration::from_millis(5);
/// AWS calls of a delivery: put, send, mark.
const JOB: usize = 3;

/// Measures Frontdesk's functions.
#[derive(Debug, Parser)]
enum Command {
    /// Measures a function, one that does nothing, and others that do the same job, in turn.
    Compare(Compare),
    /// Measures only a start with its first delivery over TLS, in turn with others. Cheap enough
    /// for many rounds.
    Start(start::Options),
    /// Checks in seconds what no busy machine can change: AWS calls, size, the cost of a start over
    /// TLS.
    Smoke {
        /// The program of Gire's function.
        #[arg(long)]
        function: PathBuf,
    },
    /// Sends many deliveries to a local run, and prints the rate, its memory, and what was lost or
    /// duplicated.
    #[cfg(feature = "load")]
    Load(load::Options),
}

#[derive(Debug, Args)]
struct Compare {
    /// The program of Gire's function.
    #[arg(long)]
    function: PathBuf,
    /// The program of a function that does nothing.
    #[arg(long)]
    nothing: PathBuf,
    /// Another command that does the same job: NAME=COMMAND. There are goals for python, node and
    /// go.
    #[arg(long, value_name = "NAME=COMMAND", value_parser = other)]
    other: Vec<Subject>,
    /// How often to start each subject in each scenario.
    #[arg(long, default_value_t = 9)]
    rounds: usize,
    /// Number of calls in the long run, which runs once.
    #[arg(long, default_value_t = LONG.calls + measure::SETTLE)]
    long_run: usize,
}

#[tokio::main(worker_threads = 2)]
async fn main() -> ExitCode {
    let done = match Command::parse() {
        Command::Compare(wanted) => compare(&wanted).await,
        Command::Start(wanted) => start::run(&wanted).await,
        Command::Smoke { function } => smoke(function).await,
        #[cfg(feature = "load")]
        Command::Load(options) => load::run(&options).await,
    };
    match done {
        Ok(code) => code,
        Err(error) => {
            eprintln!("bench: no comparison, because a run failed: {error:#}");
            ExitCode::from(2)
        }
    }
}

async fn compare(wanted: &Compare) -> Result<ExitCode> {
    let stage = Stage::new()?;
    let mut subjects = vec![nothing(wanted.nothing.clone()), frontdesk(wanted.function.clone())];
    subjects.extend(wanted.other.iter().cloned());
    let long = Scenario { calls: wanted.long_run.saturating_sub(measure::SETTLE), ..LONG };
    let scenarios = [PLAIN, TLS, TLS_5_MS, LARGE];
    let mut results = Results::new();
    for round in 1..=wanted.rounds {
        for scenario in &scenarios {
            eprintln!("bench: round {round} of {}: {}", wanted.rounds, scenario.name);
            measure_all(&stage, &subjects, scenario, &mut results).await?;
        }
    }
    eprintln!("bench: {} calls of each: {}", wanted.long_run, long.name);
    measure_all(&stage, &subjects, &long, &mut results).await?;
    let refused = stage.refuse(&frontdesk(wanted.function.clone()), &TLS).await?;
    for scenario in scenarios.iter().chain([&long]) {
        let columns: Vec<_> = subjects.iter().filter_map(|s| rounds(&results, scenario, s)).collect();
        println!("{}", figures::table(scenario.name, &columns, *scenario == long));
    }
    println!("### Size\n\n| | binary, MB | zip, MB |\n|---|---|---|");
    for (name, program) in [("nothing", &wanted.nothing), ("frontdesk", &wanted.function)] {
        let size = size::size(program)?;
        println!("| {name} | {} | {} |", megabytes(size.binary), megabytes(size.zip));
    }
    let size = size::size(&wanted.function)?;
    let goals = goals::goals(&Run { results: &results, refused, size, long: long.name });
    println!("\n{}", goals::table(&goals));
    Ok(ExitCode::SUCCESS)
}

async fn measure_all(stage: &Stage, subjects: &[Subject], scenario: &Scenario, results: &mut Results) -> Result<()> {
    for subject in subjects {
        let measured = stage.measure(subject, scenario).await?;
        results.entry((scenario.name, subject.name.clone())).or_default().push(measured);
    }
    Ok(())
}

fn rounds<'a>(results: &'a Results, scenario: &Scenario, subject: &'a Subject) -> Option<(&'a str, &'a [Measured])> {
    let rounds = results.get(&(scenario.name, subject.name.clone()))?;
    Some((&subject.name, rounds))
}

async fn smoke(function: PathBuf) -> Result<ExitCode> {
    let stage = Stage::new()?;
    let subject = frontdesk(function.clone());
    let [secure, plain] = [TLS, PLAIN].map(|scenario| Scenario { calls: 10, ..scenario });
    let mut starts = Vec::new();
    let mut plain_starts = Vec::new();
    for _ in 0..5 {
        starts.push(stage.measure(&subject, &secure).await?);
        plain_starts.push(stage.measure(&subject, &plain).await?);
    }
    let last = starts.last().context("nothing was measured")?;
    let refused = stage.refuse(&subject, &secure).await?;
    let goals = goals::structural(refused, size::size(&function)?, last);
    println!("{}", goals::table(&goals));
    let unwanted = size::unwanted(&function)?;
    println!("aws-lc, look-up of root certificates, HTTP/2: {}", unwanted.as_deref().unwrap_or("nowhere"));
    let first_tls = best(&starts).saturating_sub(best(&plain_starts));
    println!("what a start costs more over TLS: {first_tls:.1?} of CPU, at most {FIRST_TLS:?}");
    let failed = goals.iter().any(goals::Goal::failed) || unwanted.is_some() || first_tls > FIRST_TLS;
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Returns the cheapest start: other load on the machine only makes starts slower, never faster.
fn best(starts: &[Measured]) -> Duration {
    starts.iter().map(|start| start.init_cpu).min().unwrap_or_default()
}

fn frontdesk(program: PathBuf) -> Subject {
    Subject { name: "frontdesk".to_owned(), command: vec![program.display().to_string()], aws_calls: JOB }
}

fn nothing(program: PathBuf) -> Subject {
    Subject { name: "nothing".to_owned(), command: vec![program.display().to_string()], aws_calls: 0 }
}

fn other(text: &str) -> Result<Subject, String> {
    let (name, command) = text.split_once('=').ok_or("expected NAME=COMMAND, such as go=./bootstrap")?;
    let command = command.split_whitespace().map(str::to_owned).collect();
    Ok(Subject { name: name.to_owned(), command, aws_calls: JOB })
}

fn megabytes(bytes: usize) -> String {
    format!("{}.{:02}", bytes / 1_000_000, bytes % 1_000_000 / 10_000)
}
