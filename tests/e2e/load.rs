//! A short run of the load test `bench/load.sh`: five providers, duplicates and a concurrent
//! consumer. In the end every event must be in the table once, and must have come out of the queue.

use std::process::Command;

use frontdesk_tests::build::program;

#[test]
fn nothing_is_lost_or_made_twice_under_load() {
    let folder = tempfile::tempdir().unwrap();
    let run = Command::new(program("frontdesk-bench").unwrap())
        .args(["load", "--in-memory", "--deliveries", "300", "--senders", "8", "--frontdesk"])
        .arg(program("frontdesk").unwrap())
        .current_dir(&folder)
        .output()
        .unwrap();
    let (told, errors) = (String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
    assert!(run.status.success(), "{told}\n{errors}");
    // 300 deliveries, three of them repeats.
    assert!(told.contains("| deliveries, events, senders | 300, 297, 8 |"), "{told}");
    assert!(told.contains("| rows | 297 |"), "{told}");
    // A local run records itself in its folder; a bench leaves nothing in its caller's folder.
    assert_eq!(folder.path().read_dir().unwrap().count(), 0);
}
