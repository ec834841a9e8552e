//! A short run of the load that `bench/load.sh` does for long: five providers, duplicates, a consumer at the same time, and
//! an account at the end in which every event must be in the table once and have come out of the queue.

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
    // 300 deliveries, of which three repeat an event.
    assert!(told.contains("| deliveries, events, senders | 300, 297, 8 |"), "{told}");
    assert!(told.contains("| rows | 297 |"), "{told}");
    // The local run notes in its folder that it runs; a bench leaves nothing in its caller's.
    assert_eq!(folder.path().read_dir().unwrap().count(), 0);
}
