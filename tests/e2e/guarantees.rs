//! The pages agree with the code about each provider. `FRONTDESK_WRITE_DOCS=1` rewrites their tables.

use std::fs;
use std::path::Path;

use frontdesk::providers::{ALL, Provider, Recurring};
use frontdesk::receive::outcome::Outcome;
use frontdesk::receive::refusal::RefusalReason;
use frontdesk::vocabulary::Meaning;
use frontdesk_tests::fixtures::project;
use frontdesk_tests::generated;

const START: &str = "<!-- providers: made from the code, see tests/e2e/guarantees.rs -->\n";
const END: &str = "<!-- end of providers -->\n";

fn row(provider: &Provider) -> String {
    let about = &provider.protection;
    let code = |outcome| (provider.status)(&outcome).as_u16();
    let answers = format!(
        "stored or repeated {}, not wanted {}, refused {}, our own outage {}",
        code(Outcome::Stored),
        code(Outcome::Unwanted),
        code(Outcome::Refused(RefusalReason::SignatureMismatch)),
        code(Outcome::Unavailable)
    );
    let verification = provider.proof.verification().as_str();
    let cells = [
        provider.name,
        about.proof,
        &format!("{} (`{verification}`)", about.covers),
        about.open,
        about.identity,
        about.retries,
        &answers,
    ];
    format!("| {} |\n", cells.join(" | "))
}

fn table() -> String {
    let head = "| provider | proof | covers | leaves open | same event | retries, by its documentation | our answers |\n\
                |---|---|---|---|---|---|---|\n";
    let rows: String = ALL.iter().map(|provider| row(provider)).collect();
    head.to_owned() + &rows
}

const SHORT_START: &str = "<!-- providers in short: made from the code, see tests/e2e/guarantees.rs -->\n";
const SHORT_END: &str = "<!-- end of providers in short -->\n";

/// What README.md says of each provider.
fn short_table() -> String {
    let row = |provider: &&Provider| {
        let about = &provider.protection;
        format!("| {} | {} | {} |\n", provider.name, about.proof, about.covers)
    };
    let rows: String = ALL.iter().map(row).collect();
    format!("| provider | proof | covers |\n|---|---|---|\n{rows}")
}

const RECURRENCE_START: &str = "<!-- recurrence: made from the code, see tests/e2e/guarantees.rs -->\n";
const RECURRENCE_END: &str = "<!-- end of recurrence -->\n";

fn recurrence() -> String {
    let row = |provider: &&Provider| match provider.recurring {
        Some(Recurring { window, reason, once }) => {
            let once: Vec<String> = once.iter().map(|kind| format!("`{kind}`")).collect();
            format!("| {} | {} minutes: {reason} | {} |\n", provider.name, window.as_mins(), once.join(", "))
        }
        None => {
            format!("| {} | for ever: an id or a time in the content says which event it is | all |\n", provider.name)
        }
    };
    let rows: String = ALL.iter().map(row).collect();
    let head =
        "| provider | the same content is a retry for | kinds whose content is a retry for ever |\n|---|---|---|\n";
    head.to_owned() + &rows
}

/// Returns docs/vocabulary.md: every kind with its action and entity.
fn vocabulary() -> String {
    let mut page = String::from(
        "# One vocabulary\n\n\
         Every event says what happened (`action`) and to what (`entity`), in a small closed set of words\n\
         that all providers share. Both are on [the row](table.md), in [the message](message.md) and in its\n\
         attributes; `other` is left out. A consumer that filters for `action` = `checked_in` gets the\n\
         check-ins of every provider.\n\n\
         Zaui sends `checkin` when the status is toggled: the action is `checked_out` if the status is false.\n\n\
         This page is generated from the code: `FRONTDESK_WRITE_DOCS=1 cargo test --workspace --test e2e\n\
         guarantees`.\n\n\
         | provider | kind | action | entity |\n|---|---|---|---|\n",
    );
    for provider in ALL {
        for Meaning { kind, action, entity } in provider.vocabulary {
            page.push_str(&format!("| {} | `{kind}` | {action} | {entity} |\n", provider.name));
        }
    }
    page
}

#[test]
fn the_page_of_the_vocabulary_is_made_from_the_code() {
    generated::check("docs/vocabulary.md", &vocabulary()).unwrap();
}

#[test]
fn pages_say_what_the_code_says() {
    generated::check_part("README.md", SHORT_START, SHORT_END, &short_table()).unwrap();
    generated::check_part("docs/providers.md", START, END, &table()).unwrap();
    generated::check_part("GUARANTEES.md", RECURRENCE_START, RECURRENCE_END, &recurrence()).unwrap();
}

/// Returns all Rust source in a folder and its subfolders.
pub(crate) fn sources(folder: &Path) -> String {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let texts = entries.map(|entry| entry.unwrap().path()).map(|path| match path.extension() {
        _ if path.is_dir() => sources(&path),
        Some(extension) if extension == "rs" => fs::read_to_string(&path).unwrap(),
        _ => String::new(),
    });
    texts.collect()
}

/// Every test that GUARANTEES.md names exists.
#[test]
fn proofs_exist() {
    let page = fs::read_to_string(project().join("GUARANTEES.md")).unwrap();
    let folders = [
        "shared/src",
        "shared/tests",
        "tests/e2e",
        "tests/simulation",
        "tests/interleavings/tests",
        "local/tests",
        "cli/src",
    ];
    let sources: String = folders.map(|folder| sources(&project().join(folder))).concat();
    // A name stands alone or inside a command.
    let words = page.split('`').skip(1).step_by(2).flat_map(str::split_whitespace);
    let names: Vec<&str> = words.filter_map(|word| word.rsplit_once("::")).map(|(_, name)| name).collect();
    assert!(names.len() > 10, "GUARANTEES.md names {} tests", names.len());
    for name in names {
        assert!(sources.contains(&format!("fn {name}(")), "GUARANTEES.md names the test {name}, which does not exist");
    }
}
