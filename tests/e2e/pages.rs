//! The reference pages name what the code has: environment, table, message, log.

use std::collections::BTreeSet;
use std::fs;

use frontdesk_tests::fixtures::project;
use serde_json::Value;

fn read(file: &str) -> String {
    fs::read_to_string(project().join(file)).unwrap()
}

/// The names in the first column of a page's tables: "| `action`, `entity` | …" has two.
fn first_column(page: &str) -> BTreeSet<String> {
    let text = read(page);
    let cells = text.lines().filter_map(|line| line.strip_prefix("| `")?.split("` |").next());
    let names = cells.flat_map(|cell| cell.split("`, `"));
    names.map(str::to_owned).collect()
}

#[test]
fn the_environment_is_named_the_same_everywhere() {
    let (template, documented) = (read("template.yaml"), first_column("docs/environment.md"));
    let variables: BTreeSet<String> = frontdesk::lambda::VARIABLES.map(str::to_owned).into();
    assert_eq!(documented, variables, "docs/environment.md and the variables of the code");
    for variable in variables {
        // Given directly only in local runs and tests: never in a template.
        let in_template = template.contains(&format!("{variable}:"));
        assert_eq!(in_template, variable != "WEBHOOK_SECRET", "template.yaml and {variable}");
    }
}

#[test]
fn the_table_is_named_the_same_everywhere() {
    let (template, page) = (read("template.yaml"), read("docs/table.md"));
    let table = frontdesk_local::dynamodb::events_table("t");
    let indexes: Vec<&str> = list(&table["GlobalSecondaryIndexes"], "IndexName");
    assert_eq!(indexes, [frontdesk::store::PENDING_INDEX, frontdesk::store::DAY_INDEX]);
    for name in indexes.into_iter().chain(list(&table["AttributeDefinitions"], "AttributeName")) {
        assert!(template.contains(&format!("Name: {name}\n")), "template.yaml does not name {name}");
        assert!(page.contains(&format!("`{name}`")), "docs/table.md does not name {name}");
    }
}

fn list<'a>(values: &'a Value, name: &str) -> Vec<&'a str> {
    values.as_array().unwrap().iter().map(|value| value[name].as_str().unwrap()).collect()
}

#[test]
fn the_message_has_the_members_of_its_page() {
    let schema = frontdesk::schema::message();
    let members = schema["properties"].as_object().unwrap().keys().map(String::as_str);
    // The schema lists what consumers need. CloudEvents has two more, and two message attributes are not members.
    let others = ["specversion", "datacontenttype", "provider", "kind"];
    let names: BTreeSet<String> = members.chain(others).map(str::to_owned).collect();
    assert_eq!(first_column("docs/message.md"), names, "docs/message.md and the members of a message");
}

#[test]
fn the_log_has_the_lines_of_its_page() {
    let sources = crate::guarantees::sources(&project().join("shared/src"));
    let documented = first_column("docs/log.md");
    assert!(documented.len() > 20, "{documented:?}");
    let unknown: Vec<_> = documented.iter().filter(|name| !sources.contains(&format!("\"{name}\""))).collect();
    assert!(unknown.is_empty(), "docs/log.md names what no line has: {unknown:?}");
}
