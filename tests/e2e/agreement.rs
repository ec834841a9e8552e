//! The places that list all providers agree, and docs/add-a-provider.md lists each of these places.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::Command;

use frontdesk_tests::fixtures::{project, provider_names};

/// The places where a provider is implemented. A file stands for the folder of its submodules, too.
const MADE_IN: [(&str, &str); 6] = [
    ("shared/src/providers/<name>.rs", "all facts about the provider"),
    ("shared/src/providers.rs", "the list of all providers"),
    ("shared/src/message/payload.rs", "the one enum that consumers match on"),
    ("functions/<name>/", "its Lambda function"),
    ("template.yaml", "the function and its AWS resources"),
    ("addons/edge.yaml", "its origin behind one host name for all"),
];

/// The places where providers are examples. A new provider changes nothing there.
const EXAMPLES_IN: [(&str, &str); 10] = [
    ("tests/", "the fixtures, and tests that send them"),
    ("shared/tests/", "tests that read fixtures"),
    ("shared/examples/", "a program that a test measures: one provider that signs, one that does not"),
    ("local/tests/", "tests that store events of some provider"),
    ("fuzz/seeds.py", "the fixtures that start with a token in a header"),
    ("examples/", "consumers, each for some providers"),
    ("clients/", "types generated from the schemas of all providers, and their checks"),
    ("bench/", "benchmarks of one function, and of the same job in other languages"),
    ("docs/", "pages for people"),
    ("scripts/first_hour/", "signs large bodies for one provider, and breaks its function on purpose"),
];

/// The file name extensions of source files. Markdown and Cargo.lock are not source.
const EXTENSIONS: [&str; 10] = ["rs", "py", "sh", "toml", "yaml", "yml", "json", "js", "ts", "mjs"];

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
    let all: BTreeSet<String> = provider_names().map(str::to_owned).collect();
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
        let run = format!("run(&{})", name.to_uppercase());
        assert!(read(&format!("functions/{name}/src/main.rs")).contains(&run), "functions/{name} does not {run}");
    }
}

/// A file that is part of the project.
struct Source {
    path: String,
    text: String,
}

/// All source files that Git knows.
fn sources() -> Vec<Source> {
    let listed = Command::new("git").args(["ls-files", "-z"]).current_dir(project()).output().unwrap();
    assert!(listed.status.success(), "git ls-files: {}", String::from_utf8_lossy(&listed.stderr));
    let listed = String::from_utf8(listed.stdout).unwrap();
    let is_source = |path: &&str| {
        *path == ".ci/run" || path.rsplit_once('.').is_some_and(|(_, extension)| EXTENSIONS.contains(&extension))
    };
    let paths = listed.split_terminator('\0').filter(is_source);
    // Git also lists deleted files until the deletion is committed.
    let sources = paths.filter_map(|path| {
        let text = fs::read_to_string(project().join(path)).ok()?;
        Some(Source { path: path.to_owned(), text })
    });
    let sources: Vec<Source> = sources.collect();
    assert!(sources.len() > 200, "Git lists {} source files", sources.len());
    sources
}

/// The sources that count here: Rust without its tests, and without doc comments, whose examples
/// need some provider.
fn counted() -> Vec<Source> {
    let sources = sources();
    let text = |path: &str| sources.iter().find(|source| source.path == path).map(|source| source.text.as_str());
    let is_test = |path: &str| {
        let Some(parent) = path.strip_suffix("/tests.rs") else { return false };
        let parents = [format!("{parent}.rs"), format!("{parent}/lib.rs"), format!("{parent}/main.rs")];
        parents.iter().any(|path| text(path).is_some_and(|text| text.contains("#[cfg(test)]\nmod tests;")))
    };
    let counted = sources.iter().filter(|source| !is_test(&source.path)).map(|source| {
        let text = if source.path.ends_with(".rs") { code(&source.text) } else { source.text.clone() };
        Source { path: source.path.clone(), text }
    });
    counted.collect()
}

/// Returns Rust source without doc comments and test-only items.
fn code(text: &str) -> String {
    let mut code = String::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let start = line.trim_start();
        if start == "#[cfg(test)]" {
            // The item fits on one line, or ends with a brace at its own indentation.
            let end = format!("{}}}", &line[..line.len() - start.len()]);
            let item = lines.by_ref().find(|line| !line.trim_start().starts_with('#')).unwrap_or_default();
            if !item.ends_with([';', '}']) {
                lines.by_ref().find(|line| *line == end);
            }
        } else if !start.starts_with("//!") && !start.starts_with("///") {
            code.push_str(line);
            code.push('\n');
        }
    }
    code
}

/// Reports whether a text contains a word, in any case: `GireUrl` and `GIRE_API` contain `gire`,
/// `gired` does not.
fn has_word(text: &str, word: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    lower.match_indices(word).any(|(at, _)| {
        let (before, rest) = text.split_at(at);
        let (found, after) = rest.split_at(word.len());
        let ends = |one: Option<char>, next: Option<char>| match (one, next) {
            (Some(one), Some(next)) => {
                !one.is_alphanumeric() || !next.is_alphanumeric() || (!one.is_uppercase() && next.is_uppercase())
            }
            _ => true,
        };
        ends(before.chars().next_back(), found.chars().next()) && ends(found.chars().next_back(), after.chars().next())
    })
}

#[test]
fn places() {
    let places = [("shared/src/providers/<name>.rs", ""), ("functions/<name>/", ""), ("shared/src/providers.rs", "")];
    for path in [
        "shared/src/providers/gire.rs",
        "shared/src/providers/gire/kind.rs",
        "functions/gire/src/main.rs",
        "shared/src/providers.rs",
    ] {
        assert!(is_in(path, &places, "gire"), "{path}");
    }
    for path in
        ["shared/src/providers/ombori.rs", "shared/src/providers/gired/kind.rs", "shared/src/providers/zaui/kind.rs"]
    {
        assert!(!is_in(path, &places, "gire"), "{path}");
    }
}

#[test]
fn words() {
    for text in ["gire", "a Gire.", "GireUrl", "the/gire.rs", "GIRE_API", "ofGire", "&GIRE)", "\"gire:1\""] {
        assert!(has_word(text, "gire"), "{text}");
    }
    for text in ["", "gir", "gired", "engire", "GIRED", "Girek"] {
        assert!(!has_word(text, "gire"), "{text}");
    }
    let tests = "a\n#[cfg(test)]\nmod tests;\nb\n/// c\n#[cfg(test)]\n#[allow(d)]\nmod tests {\n    e {\n    }\n}\nf\n";
    assert_eq!(code(tests), "a\nb\nf\n");
}

impl Source {
    /// Reports whether its path or text names a provider.
    fn names(&self, name: &str) -> bool {
        has_word(&self.path, name) || has_word(&self.text, name)
    }
}

/// Reports whether a path is one of `places`, is inside one of them, or is in the folder of the
/// provider's file.
fn is_in(path: &str, places: &[(&str, &str)], name: &str) -> bool {
    places.iter().any(|(place, _)| {
        let place = place.replace("<name>", name);
        let own = place.strip_suffix(&format!("/{name}.rs")).map(|parent| format!("{parent}/{name}/"));
        let folder = own.or_else(|| place.ends_with('/').then(|| place.clone()));
        path == place || folder.is_some_and(|folder| path.starts_with(&folder))
    })
}

/// Returns the files that name a provider, except where providers are examples.
fn naming(counted: &[Source], name: &str) -> Vec<String> {
    let named = counted.iter().filter(|source| source.names(name));
    named.map(|source| source.path.clone()).filter(|path| !is_in(path, &EXAMPLES_IN, name)).collect()
}

#[test]
fn nothing_else_names_a_provider() {
    let counted = counted();
    let mut others: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for name in provider_names() {
        for path in naming(&counted, name).into_iter().filter(|path| !is_in(path, &MADE_IN, name)) {
            others.entry(path).or_default().push(name);
        }
    }
    let others: Vec<String> = others.iter().map(|(path, names)| format!("{path}: {}", names.join(", "))).collect();
    assert!(others.is_empty(), "these files name a provider, and should not:\n{}", others.join("\n"));
}

/// The page that lists the places of a new provider, which it calls `acme`.
const ONE_MORE: &str = "docs/add-a-provider.md";

/// Returns the paths that the page lists for a new provider.
fn listed_for_one_more() -> Vec<String> {
    let page = read(ONE_MORE);
    let (_, section) = page.split_once("\n## The places\n").expect("the page has a section `The places`");
    let section = section.split("\n## ").next().unwrap();
    let items = section.lines().filter_map(|line| {
        let (number, item) = line.split_once(". ")?;
        number.parse::<u8>().is_ok().then_some(item)
    });
    let path = |item: &str| {
        let path = item.strip_prefix('`').and_then(|item| item.split_once('`'));
        path.unwrap_or_else(|| panic!("this list item does not start with a path: {item}")).0.to_owned()
    };
    items.map(path).collect()
}

#[test]
fn one_more_provider_needs_what_the_page_lists() {
    let listed = listed_for_one_more();
    assert!((1..=8).contains(&listed.len()), "{ONE_MORE} lists {} places: {listed:?}", listed.len());
    let (sources, counted) = (sources(), counted());
    for name in provider_names() {
        let listed: Vec<String> = listed.iter().map(|path| path.replace("acme", name)).collect();
        for place in &listed {
            assert!(project().join(place).exists(), "{ONE_MORE} lists {place}, which does not exist");
            let mut files = sources.iter().filter(|source| is_in(&source.path, &[(place, "")], name));
            assert!(files.any(|source| source.names(name)), "{ONE_MORE} lists {place}, which does not name {name}");
        }
        let places: Vec<(&str, &str)> = listed.iter().map(|path| (path.as_str(), "")).collect();
        let mut missing = naming(&counted, name);
        missing.retain(|path| !is_in(path, &places, name));
        assert!(missing.is_empty(), "{ONE_MORE} does not list where else {name} is named: {missing:?}");
    }
}

/// A program that only reads messages compiles neither the AWS SDK nor a runtime.
#[test]
fn without_features_the_crate_has_neither_the_sdk_nor_tokio() {
    let mut tree = std::process::Command::new(env!("CARGO"));
    tree.args(["tree", "--offline", "--package", "frontdesk", "--edges", "normal", "--prefix", "none"]);
    let listed = tree.current_dir(project()).output().unwrap();
    let listed = String::from_utf8(listed.stdout).unwrap();
    assert!(listed.starts_with("frontdesk v"), "{listed}");
    let heavy: Vec<&str> =
        listed.lines().filter(|line| line.starts_with("aws-") || line.starts_with("tokio")).collect();
    assert!(heavy.is_empty(), "{heavy:?}");
}
