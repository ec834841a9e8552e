//! The curl command on an event's page.

use std::process::{Command, Stdio};

use frontdesk_tests::fixtures::Fixture;

use super::{delivered, get, shown};
use crate::local_run::LocalRun;

/// The copied command, run in a shell, repeats the delivery.
#[test]
fn the_curl_command_of_a_stored_delivery_is_a_repeat() {
    let run = LocalRun::start(&["--ephemeral"]);
    for (provider, kind) in
        [("gire", "pud:create"), ("gingr", "check_in"), ("cheqroom", "item.create"), ("zaui", "booking.creation")]
    {
        let id = delivered(&run, &Fixture::of(provider, kind).unwrap());
        let page = get(&run, &shown("/_/event", &id));
        let command = page.body.split("<code id=\"curl\">").nth(1).unwrap().split("</code>").next().unwrap();
        let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")];
        let command = entities.iter().fold(command.to_owned(), |text, (from, to)| text.replace(from, to));
        assert!(!command.contains("local-"), "a secret is on the page: {command}");
        let command = command.replace("YOUR-SECRET", &format!("local-{provider}-secret"));
        let ran = Command::new("sh").args(["-c", &command]).stderr(Stdio::null()).output().unwrap();
        let answer = String::from_utf8_lossy(&ran.stdout);
        assert!(answer.starts_with("HTTP/1.1 200"), "{provider}: {answer} {command}");
        assert!(run.line("duplicate").contains(&id));
    }
}
