//! A provider is one word in six places, and the table has one layout: the places agree.

use std::collections::BTreeSet;
use std::fs;

use frontdesk_tests::fixtures::project;
use serde_json::Value;

fn names(folder: &str, of: impl Fn(&str) -> Option<&str>) -> BTreeSet<String> {
    let entries = fs::read_dir(project().join(folder)).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter_map(|name| of(&name).map(str::to_owned)).collect()
}

fn read(file: &str) -> String {
    fs::read_to_string(project().join(file)).unwrap()
}

#[test]
fn a_provider_is_one_word_everywhere() {
    let all: BTreeSet<String> = frontdesk::providers::NAMES.map(str::to_owned).into();
    assert_eq!(names("shared/src/providers", |name| name.strip_suffix(".rs")), all, "files in shared/src/providers");
    assert_eq!(names("functions", |name| (name != "relay").then_some(name)), all, "folders in functions");
    assert_eq!(names("tests/fixtures", |name| (!name.contains('.')).then_some(name)), all, "folders in tests/fixtures");
    let (template, readme) = (read("template.yaml"), read("README.md"));
    for name in &all {
        let (first, rest) = name.split_at(1);
        let logical = format!("{}{rest}", first.to_uppercase());
        assert!(
            template.contains(&format!("\n  {logical}:\n    Type: AWS::Serverless::Function")),
            "template: {logical}"
        );
        assert!(template.contains(&format!("\n  {logical}Url:")), "template has no output {logical}Url");
        assert!(readme.contains(&format!("\n| {name} |")), "README.md has no row for {name}");
        assert!(read(&format!("functions/{name}/src/main.rs")).contains(&format!("run::<{logical}>")), "{name}");
    }
}

#[test]
fn table_and_environment_are_named_the_same_everywhere() {
    let (template, readme) = (read("template.yaml"), read("README.md"));
    for variable in frontdesk::lambda::VARIABLES {
        assert!(readme.contains(&format!("`{variable}`")), "README.md does not name {variable}");
        // Given directly only in local runs and tests: never in a template.
        let in_template = template.contains(&format!("{variable}:"));
        assert_eq!(in_template, variable != "WEBHOOK_SECRET", "template.yaml and {variable}");
    }
    let table = frontdesk_local::dynamodb::events_table("t");
    let indexes: Vec<&str> = list(&table["GlobalSecondaryIndexes"], "IndexName");
    assert_eq!(indexes, [frontdesk::store::PENDING_INDEX, frontdesk::store::DAY_INDEX]);
    for name in indexes.into_iter().chain(list(&table["AttributeDefinitions"], "AttributeName")) {
        assert!(template.contains(&format!("Name: {name}\n")), "template.yaml does not name {name}");
        assert!(readme.contains(&format!("`{name}`")), "README.md does not name {name}");
    }
}

fn list<'a>(values: &'a Value, name: &str) -> Vec<&'a str> {
    values.as_array().unwrap().iter().map(|value| value[name].as_str().unwrap()).collect()
}
