//! The code makes the same calls to AWS as the model of the protocol (`tests/interleavings`), in
//! the same order.
//!
//! The checker proves properties of the model; this ties the model to the deployed code.

use std::sync::{Arc, Mutex};

use frontdesk::receive::delivery::Delivery;
use frontdesk::receive::pipeline::Pipeline;
use frontdesk_interleavings::{Story, Walk};
use frontdesk_tests::proxy::Fault;
use jiff::{SignedDuration, Timestamp};

use super::pool::Sample;
use super::world::{World, in_a_minute};

/// The real implementation, with a record of its operations.
struct Real {
    world: World,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Real {
    async fn start() -> Self {
        let real = Self { world: World::start().await.unwrap(), asked: Arc::default() };
        real.record(|_| Fault::Pass);
        real
    }

    /// Records from now on, and injects these faults.
    fn record(&self, mut fault: impl FnMut(&str) -> Fault + Send + 'static) {
        let asked = self.asked.clone();
        self.world.connector.plan(move |operation| {
            asked.lock().unwrap().push(operation.to_owned());
            fault(operation)
        });
    }

    /// Returns the operations since the last call. The queries of all shards are one step of the
    /// model.
    fn taken(&self) -> Vec<String> {
        let mut asked = std::mem::take(&mut *self.asked.lock().unwrap());
        asked.dedup_by(|one, next| one == "Query" && one == next);
        asked
    }

    fn sample(&self, provider: &str, number: usize) -> &Sample {
        self.world.samples.iter().filter(|sample| sample.provider == provider).nth(number).unwrap()
    }

    /// Handles a delivery to its end, or up to its response.
    async fn deliver(&self, pipeline: &Pipeline, sample: &Sample, finish: bool) -> Vec<String> {
        let request = &sample.requests[0];
        let delivery = Delivery {
            method: request.method.clone(),
            path: request.path.clone(),
            headers: request.headers.clone().into_iter().collect(),
            body: request.body.clone().into(),
            source_ip: None,
            request_id: uuid::Uuid::new_v4().to_string(),
            received_at: Timestamp::now(),
        };
        let receipt = pipeline.receive(delivery).await;
        assert_eq!(receipt.status.as_u16(), 200, "{:?}", receipt.error);
        if finish {
            pipeline.finish(receipt.after).await;
        }
        self.taken()
    }

    async fn sweep(&self) -> Vec<String> {
        self.world.outbox(in_a_minute).sweep(Timestamp::MAX).await.unwrap();
        let mut asked = self.taken();
        // The relay ends with a query of the remaining rows, which decides nothing.
        assert_eq!(asked.pop().as_deref(), Some("Query"));
        asked
    }
}

#[tokio::test]
async fn new_repeated_and_left_to_the_relay() {
    let real = Real::start().await;
    let pipeline = real.world.pipeline("gire", 0);
    let mut walk = Walk::new(Story::TwoEvents);
    let (first, second) = (real.sample("gire", 0), real.sample("gire", 1));
    assert_eq!(real.deliver(&pipeline, first, true).await, walk.deliver(0, None), "a new delivery");
    assert_eq!(real.deliver(&pipeline, first, true).await, walk.deliver(0, None), "a repeat");
    assert_eq!(
        real.deliver(&pipeline, second, false).await,
        walk.deliver(1, Some(2)),
        "the sandbox ends after its response"
    );
    assert_eq!(real.sweep().await, walk.sweep(), "the relay");
}

#[tokio::test]
async fn the_answer_to_a_put_is_lost() {
    let real = Real::start().await;
    let pipeline = real.world.pipeline("gire", 0);
    let mut walk = Walk::new(Story::TwoEvents);
    let mut lost = false;
    real.record(move |operation| {
        let loses = operation == "PutItem" && !lost;
        lost |= loses;
        if loses { Fault::DropResponse } else { Fault::Pass }
    });
    let calls = walk.deliver_with_a_lost_answer(0);
    assert_eq!(real.deliver(&pipeline, real.sample("gire", 0), true).await, calls);
}

#[tokio::test]
async fn another_body_under_a_known_id() {
    let real = Real::start().await;
    let pipeline = real.world.pipeline("gire", 0);
    let mut walk = Walk::new(Story::TwoBodies);
    let first = real.sample("gire", 0);
    let same_id = |sample: &&Sample| sample.key == first.key && sample.sha256(0) != first.sha256(0);
    let other = real.world.samples.iter().find(same_id).unwrap();
    for (event, sample, about) in
        [(0, first, "the first body"), (1, other, "another body"), (1, other, "another body again")]
    {
        assert_eq!(real.deliver(&pipeline, sample, true).await, walk.deliver(event, None), "{about}");
    }
}

#[tokio::test]
async fn the_same_is_done_again() {
    let real = Real::start().await;
    let mut pipeline = real.world.pipeline("ombori", 0);
    // No delivery comes soon enough to be a retry.
    pipeline.retry_window = Some(SignedDuration::from_secs(-1));
    let mut walk = Walk::new(Story::DoneAgainUncounted);
    let recurring = real.sample("ombori", 1);
    for event in 0..2 {
        let made = real.deliver(&pipeline, recurring, true).await;
        assert_eq!(made, walk.deliver(event, None), "time {}", event + 1);
        walk.windows_pass();
    }
}
