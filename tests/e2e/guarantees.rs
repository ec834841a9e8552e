//! README.md and GUARANTEES.md say about each provider what the code says. `FRONTDESK_WRITE_DOCS=1` writes the tables anew.

use std::fs;

use frontdesk::outcome::Outcome;
use frontdesk::provider::Provider;
use frontdesk::providers::{self, NAMES, Visit};
use frontdesk::rejection::Refusal;
use frontdesk_tests::fixtures::project;

const START: &str = "<!-- providers: made from the code, see tests/e2e/guarantees.rs -->\n";
const END: &str = "<!-- end of providers -->\n";

struct Row;

impl Visit for Row {
    type Output = String;

    fn visit<P: Provider>(self) -> String {
        let about = P::PROTECTION;
        let code = |outcome| P::status(&outcome).as_u16();
        let answers = format!(
            "stored or repeated {}, not wanted {}, refused {}, our own outage {}",
            code(Outcome::Stored),
            code(Outcome::Unwanted),
            code(Outcome::Refused(Refusal::SignatureMismatch)),
            code(Outcome::Unavailable)
        );
        let verification = P::VERIFICATION.word();
        let cells = [
            P::NAME,
            about.proof,
            &format!("{} (`{verification}`)", about.covers),
            about.open,
            about.identity,
            about.retries,
            &answers,
        ];
        format!("| {} |\n", cells.join(" | "))
    }
}

fn table() -> String {
    let head = "| provider | proof | covers | leaves open | same event | retries, by its documentation | our answers |\n\
                |---|---|---|---|---|---|---|\n";
    let rows: String = NAMES.iter().filter_map(|name| providers::visit(name, Row)).collect();
    format!("{START}{head}{rows}{END}")
}

#[test]
fn pages_say_what_the_code_says() {
    for page in ["README.md", "GUARANTEES.md"] {
        let path = project().join(page);
        let text = fs::read_to_string(&path).unwrap();
        let (before, rest) = text.split_once(START).unwrap_or_else(|| panic!("{page} has no line {START}"));
        let (_, after) = rest.split_once(END).unwrap_or_else(|| panic!("{page} has no line {END}"));
        let right = format!("{before}{}{after}", table());
        if std::env::var_os("FRONTDESK_WRITE_DOCS").is_some() {
            fs::write(&path, right).unwrap();
        } else {
            assert_eq!(text, right, "{page} differs from the code; FRONTDESK_WRITE_DOCS=1 writes it anew");
        }
    }
}

/// Every test that GUARANTEES.md names is there.
#[test]
fn proofs_exist() {
    let page = fs::read_to_string(project().join("GUARANTEES.md")).unwrap();
    let mut sources = String::new();
    for folder in [
        "tests/e2e",
        "tests/e2e/security",
        "tests/e2e/model",
        "shared/src",
        "shared/src/lambda",
        "shared/src/store",
        "shared/tests/providers",
        "local/tests",
    ] {
        let Ok(entries) = fs::read_dir(project().join(folder)) else { continue };
        for file in
            entries.map(|entry| entry.unwrap().path()).filter(|path| path.extension().is_some_and(|e| e == "rs"))
        {
            sources.push_str(&fs::read_to_string(file).unwrap());
        }
    }
    // Alone, or as a word of a command.
    let words = page.split('`').skip(1).step_by(2).flat_map(str::split_whitespace);
    let names: Vec<&str> = words.filter_map(|word| word.rsplit_once("::")).map(|(_, name)| name).collect();
    assert!(names.len() > 10, "GUARANTEES.md names {} tests", names.len());
    for name in names {
        assert!(sources.contains(&format!("fn {name}(")), "GUARANTEES.md names the test {name}, which is not there");
    }
}
