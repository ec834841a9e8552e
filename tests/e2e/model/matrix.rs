//! Every fault at every AWS operation, once and permanently, on the compiled programs: chance
//! leaves none out.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use frontdesk_tests::bodies::event;
use frontdesk_tests::engines::Engines;
use frontdesk_tests::function::Setup;
use frontdesk_tests::proxy::{Fault, Proxy};
use futures_util::stream::{self, StreamExt, TryStreamExt};
use jiff::Timestamp;

use super::pool::samples;
use super::reference::Reference;
use super::world::in_a_minute;
use crate::crash::age;

/// Concurrent cases: slow faults only wait.
const AT_ONCE: usize = 6;
/// Rows for the relay: two batches.
const ROWS: usize = 12;

/// A fault at an operation, for a number of calls.
#[derive(Debug, Clone)]
struct Case {
    operation: &'static str,
    fault: Fault,
    calls: usize,
}

fn cases(operations: &[&'static str]) -> Vec<Case> {
    let with = |operation| {
        let calls = move |fault: Fault| [1, usize::MAX].map(|calls| Case { operation, fault: fault.clone(), calls });
        Fault::ALL.into_iter().flat_map(calls)
    };
    operations.iter().copied().flat_map(with).collect()
}

async fn check<F: Future<Output = Result<()>>>(operations: &[&'static str], run: impl Fn(Case) -> F) {
    // Built first if needed, before the clocks of the first cases start.
    frontdesk_tests::build::program("relay").unwrap();
    let run = |case: Case| {
        let told = format!("{case:?}");
        let running = run(case);
        async move { running.await.context(told) }
    };
    let checked: Result<Vec<()>> =
        stream::iter(cases(operations)).map(run).buffer_unordered(AT_ONCE).try_collect().await;
    checked.unwrap_or_else(|broken| panic!("{broken:#}"));
}

/// Starts a proxy that applies the fault. It can be in front of either engine: each ignores the
/// other's operations.
async fn hindering(upstream: &str, case: &Case) -> Result<Proxy> {
    let proxy = Proxy::start(upstream).await?;
    let (Case { operation, fault, calls }, mut met) = (case.clone(), 0);
    proxy.plan(move |name| {
        if name != operation || met >= calls {
            return Fault::Pass;
        }
        met += 1;
        fault.clone()
    });
    Ok(proxy)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receiver_under_every_fault() {
    check(&["PutItem", "SendMessage", "UpdateItem"], |case| async move {
        let engines = Engines::start().await?;
        let (dynamodb, sqs) =
            (hindering(&engines.dynamodb_url, &case).await?, hindering(&engines.sqs_url, &case).await?);
        let setup = Setup::new("gire", &engines);
        let hindered =
            setup.clone().with("AWS_ENDPOINT_URL_DYNAMODB", &dynamodb.url()).with("AWS_ENDPOINT_URL_SQS", &sqs.url());
        let function = hindered.start().await?;
        let samples = samples();
        let sample =
            samples.iter().find(|sample| sample.provider == "gire" && sample.readable).context("a delivery")?;
        let (request, sha256) = (&sample.requests[0], sample.sha256(0));
        // Each faulty call may add one message; the SDK makes at most three attempts.
        let mut reference = Reference::default();
        reference.disturbances = 3;
        reference.sent(sample, sha256.clone());
        let started = Instant::now();
        let status = function.deliver(request).await?.status().as_u16();
        ensure!(started.elapsed() < Duration::from_secs(4), "answered after {:?}", started.elapsed());
        match (case.operation, status) {
            (_, 200) => reference.answered(sample, &sha256, true)?,
            ("PutItem", 503) => {}
            _ => anyhow::bail!("answered {status}; log:\n{}", function.log()),
        }
        ensure!(
            status == 503 || case.operation != "PutItem" || case.calls == 1,
            "answered 200 although the table never answered"
        );
        function.settle().await?;
        // The provider retries, and the relay publishes the rest.
        let fresh = setup.start().await?;
        fresh.expect(200, request).await?;
        reference.answered(sample, &sha256, false)?;
        end(&engines, &reference).await
    })
    .await;
}

/// Runs the relay undisturbed, and checks the three clauses.
async fn end(engines: &Engines, reference: &Reference) -> Result<()> {
    engines.outbox(in_a_minute).sweep(Timestamp::MAX).await?;
    let messages = engines.take_messages().await?;
    let messages: Result<Vec<_>, _> =
        messages.iter().map(|message| serde_json::from_str(message.body().unwrap_or_default())).collect();
    reference.check(&engines.items().await?, &messages?)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_relay_under_every_fault() {
    check(&["Query", "BatchGetItem", "SendMessageBatch", "UpdateItem"], |case| async move {
        let engines = Engines::start().await?;
        for number in 0..ROWS {
            let identity = frontdesk::event::Identity::Own(format!("event-{number:02}"));
            engines
                .store()
                .put(&mut event(&identity, &format!("request-{number}"), "{\"type\":\"positionCreated\"}"))
                .await?;
        }
        age(&engines).await;
        let (dynamodb, sqs) =
            (hindering(&engines.dynamodb_url, &case).await?, hindering(&engines.sqs_url, &case).await?);
        let setup = Setup::new("relay", &engines);
        let hindered =
            setup.with("AWS_ENDPOINT_URL_DYNAMODB", &dynamodb.url()).with("AWS_ENDPOINT_URL_SQS", &sqs.url());
        let relay = hindered.start().await?;
        // A sweep that cannot read the outbox is a function error, and raises the alarm; nothing is
        // lost.
        let _ = relay.tick().await;
        let sweep = engines.outbox(in_a_minute).sweep(Timestamp::MAX).await?;
        ensure!(
            sweep.failed == 0 && sweep.complete && sweep.oldest_left.is_none(),
            "the next relay left rows: {sweep:?}"
        );
        let mut ids = engines.take_ids().await?;
        let total = ids.len();
        ids.dedup();
        ensure!(ids.len() == ROWS, "{} of {ROWS} events are in the queue", ids.len());
        ensure!(total <= ROWS * 4, "{total} messages of {ROWS} events");
        let items = engines.items().await?;
        ensure!(
            items.iter().all(|item| item.contains_key("published_at") && !item.contains_key("pending")),
            "a row is not marked"
        );
        Ok(())
    })
    .await;
}
