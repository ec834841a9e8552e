//! Acknowledged changes survive `kill -9`, and no other process can open the file meanwhile.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use frontdesk_local::sqs::{OpenError, Sqs};

use crate::engine::{client, serve};
use crate::killed;

/// Not a test in itself: [`messages_survive_kill_9`] starts it as another process, and kills it.
#[tokio::test]
async fn serve_the_file_until_killed() {
    let Some((file, listener)) = killed::role().await else { return };
    let sqs = Sqs::open(file).unwrap();
    sqs.create_queue("events", [("VisibilityTimeout", "0")]).unwrap();
    sqs.serve(listener, std::future::pending()).await.unwrap();
}

#[tokio::test]
async fn messages_survive_kill_9() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("queues.db");
    let (child, address) = killed::start("durability::serve_the_file_until_killed", &file);
    let doomed = client(address);
    // The senders continue until the process is gone, so the kill hits calls in flight.
    let count = Arc::new(AtomicUsize::new(0));
    let mut senders = Vec::new();
    for sender in 0..4 {
        let (client, count) = (doomed.clone(), Arc::clone(&count));
        senders.push(tokio::spawn(async move {
            let mut acknowledged = Vec::new();
            for n in 0.. {
                let body = format!("{sender}-{n}");
                let sent = client.send_message().queue_url("events").message_body(&body).send().await;
                if sent.is_err() {
                    break;
                }
                acknowledged.push(body);
                count.fetch_add(1, Ordering::SeqCst);
            }
            acknowledged
        }));
    }
    let received = doomed.receive_message().queue_url("events").wait_time_seconds(20).send().await.unwrap();
    let deleted = received.messages.unwrap().remove(0);
    let handle = deleted.receipt_handle.unwrap();
    doomed.delete_message().queue_url("events").receipt_handle(handle).send().await.unwrap();
    while count.load(Ordering::SeqCst) < 50 {
        tokio::task::yield_now().await;
    }
    killed::kill(child);

    let reopened = serve(Sqs::open(&file).unwrap()).await;
    let mut kept = HashSet::new();
    loop {
        let received = reopened.receive_message().queue_url("events").max_number_of_messages(10).send().await.unwrap();
        let Some(messages) = received.messages else { break };
        for message in messages {
            let handle = message.receipt_handle.unwrap();
            reopened.delete_message().queue_url("events").receipt_handle(handle).send().await.unwrap();
            kept.insert(message.body.unwrap());
        }
    }
    let mut acknowledged = 0;
    for sender in senders {
        for body in sender.await.unwrap() {
            acknowledged += 1;
            let gone = deleted.body.as_ref() == Some(&body);
            assert_ne!(kept.contains(&body), gone, "{body} was acknowledged, deleted: {gone}");
        }
    }
    assert!(acknowledged >= 50);
}

#[tokio::test]
async fn a_file_in_use_is_refused_and_free_again_afterwards() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("queues.db");
    let first = Sqs::open(&file).unwrap();
    let second = Sqs::open(&file);
    assert!(matches!(&second, Err(OpenError::InUse(path)) if *path == file), "{second:?}");
    drop(first);
    Sqs::open(&file).unwrap();
}

#[tokio::test]
async fn a_file_that_cannot_be_opened_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("no/such/folder/queues.db");
    let broken = folder.path().join("broken.db");
    std::fs::write(&broken, "not a database, but long enough to be looked at as one".repeat(100)).unwrap();
    for path in [missing, broken] {
        let text = Sqs::open(&path).unwrap_err().to_string();
        assert!(text.contains(path.to_str().unwrap()), "{text}");
    }
}
