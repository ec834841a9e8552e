//! A test that the command's modules depend on each other in one direction: it reads their paths
//! and finds no cycle.
//!
//! It reads the source as text and relies on rustfmt's layout: an inline module ends with a brace
//! at the start of a line.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The crate's root, which knows all modules and which none may use.
const ROOT: &str = "lib";

/// Which modules each top-level module uses.
type Graph = BTreeMap<String, BTreeSet<String>>;

/// A file, by the modules that lead to it: `events::filter`.
struct Source {
    path: Vec<String>,
    text: String,
}

impl Source {
    /// The top-level module that the file belongs to.
    fn module(&self) -> &str {
        &self.path[0]
    }

    /// The code without comments, each line with the depth of its module.
    fn lines(&self) -> Vec<(usize, &str)> {
        let own = if self.module() == ROOT { 0 } else { self.path.len() };
        let mut depth = own;
        let mut lines = Vec::new();
        for line in self.text.lines() {
            match line {
                _ if line.trim_start().starts_with("//") => continue,
                "}" => depth = own,
                _ if line.starts_with("mod ") && line.ends_with('{') => depth = own + 1,
                _ => {}
            }
            lines.push((depth, line));
        }
        lines
    }

    /// What follows each path to the root: `crate::`, or as many `super::` as the depth.
    fn paths_to_the_root(&self) -> Vec<String> {
        let lines = self.lines();
        let mut found = Vec::new();
        for (at, (depth, line)) in lines.iter().enumerate() {
            let rest = || lines[at + 1..].iter().map(|(_, line)| *line).collect::<String>();
            let supers = if *depth == 0 { "self::".to_owned() } else { "super::".repeat(*depth) };
            for prefix in ["crate::", &supers] {
                for (start, _) in line.match_indices(prefix) {
                    let before = line[..start].chars().next_back();
                    if before.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '_' | ':' | '$')) {
                        found.push(format!("{}{}", &line[start + prefix.len()..], rest()));
                    }
                }
            }
        }
        found
    }
}

/// The first names after a path: `a` of `a::b`, `a` and `b` of `{a, b::{c, d}}`.
fn first_names(path: &str) -> Vec<String> {
    let name = |text: &str| text.trim().chars().take_while(|c| c.is_alphanumeric() || matches!(c, '_' | '*')).collect();
    let Some(group) = path.strip_prefix('{') else { return vec![name(path)] };
    let (mut names, mut depth, mut start) = (Vec::new(), 0, 0);
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                names.push(name(&group[start..at]));
                start = at + 1;
                if c == '}' {
                    break;
                }
            }
            _ => {}
        }
    }
    names.retain(|name: &String| !name.is_empty());
    names
}

/// The type that a line adds methods to: `Search` in `impl<'a> Search<'a> {`.
fn extended(line: &str) -> Option<String> {
    let head = line.trim_start().strip_prefix("impl").filter(|head| head.starts_with([' ', '<']))?;
    if head.contains(" for ") {
        return None;
    }
    let parameters = head.strip_prefix('<').and_then(|head| head.split_once("> "));
    let name = parameters.map_or(head, |(_, name)| name).trim_start();
    Some(name.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect())
}

fn sources(folder: &Path, path: &[String], found: &mut Vec<Source>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let file: PathBuf = entry.unwrap().path();
        let name = file.file_stem().unwrap().to_str().unwrap().to_owned();
        let path = [path, &[name]].concat();
        if file.is_dir() {
            sources(&file, &path, found);
        } else if file.extension().is_some_and(|extension| extension == "rs") && path[0] != "main" {
            found.push(Source { path, text: std::fs::read_to_string(&file).unwrap() });
        }
    }
}

/// The command's files, without this one: its texts only look like code.
fn command() -> Vec<Source> {
    let mut found = Vec::new();
    sources(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")), &[], &mut found);
    found.retain(|source| source.module() != "layering");
    found
}

fn graph(sources: &[Source]) -> Graph {
    let mut graph: Graph = sources.iter().map(|source| (source.module().to_owned(), BTreeSet::new())).collect();
    let modules: Vec<String> = graph.keys().filter(|module| *module != ROOT).cloned().collect();
    for source in sources {
        let names = source.paths_to_the_root().iter().flat_map(|path| first_names(path)).collect::<Vec<_>>();
        let names = names.into_iter().filter(|name| !name.is_empty());
        // Anything that is not a module belongs to the root.
        let used = names.map(|name| if modules.contains(&name) { name } else { ROOT.to_owned() });
        let used = used.filter(|module| module != source.module()).collect::<Vec<_>>();
        graph.get_mut(source.module()).unwrap().extend(used);
    }
    graph.get_mut(ROOT).unwrap().extend(modules);
    graph
}

/// A cycle of modules, if there is one: the first is also the last.
fn circle(graph: &Graph) -> Option<Vec<String>> {
    fn search(graph: &Graph, way: &mut Vec<String>, done: &mut BTreeSet<String>) -> Option<Vec<String>> {
        let here = way.last()?.clone();
        if let Some(start) = way[..way.len() - 1].iter().position(|module| *module == here) {
            return Some(way[start..].to_vec());
        }
        if done.contains(&here) {
            return None;
        }
        for next in graph.get(&here).into_iter().flatten() {
            way.push(next.clone());
            let found = search(graph, way, done);
            way.pop();
            if found.is_some() {
                return found;
            }
        }
        done.insert(here);
        None
    }
    let mut done = BTreeSet::new();
    graph.keys().find_map(|module| search(graph, &mut vec![module.clone()], &mut done))
}

#[test]
fn no_module_depends_on_one_that_depends_on_it() {
    let graph = graph(&command());
    assert!(graph["dev"].contains("inspect") && graph["events"].contains("target"), "not all is read: {graph:?}");
    assert_eq!(circle(&graph).map(|way| way.join(" -> ")), None, "a circle of modules");
}

/// If a module adds a method to another's type, every caller depends on that module, though no path
/// shows it.
#[test]
fn a_method_is_in_the_module_of_its_type() {
    let sources = command();
    let mut types: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for source in &sources {
        for (_, line) in source.lines() {
            let words: Vec<&str> = line.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
            for pair in words.windows(2).filter(|pair| matches!(pair[0], "struct" | "enum")) {
                types.entry(source.module()).or_default().insert(pair[1]);
            }
        }
    }
    for source in &sources {
        for (_, line) in source.lines() {
            let Some(name) = extended(line) else { continue };
            let own = types.get(source.module()).is_some_and(|types| types.contains(name.as_str()));
            assert!(own, "{}: `{line}` belongs where {name} is", source.path.join("::"));
        }
    }
}

#[test]
fn circles_are_found_however_they_are_written() {
    let source =
        |path: &str, text: &str| Source { path: path.split("::").map(str::to_owned).collect(), text: text.to_owned() };
    let check = |sources: &[(&str, &str)], expected: Option<&str>| {
        let mut all = vec![source(ROOT, "mod a;\nmod b;\n")];
        all.extend(sources.iter().map(|(path, text)| source(path, text)));
        assert_eq!(circle(&graph(&all)).map(|way| way.join(" -> ")).as_deref(), expected, "{sources:?}");
    };
    let uses_b = ("a", "use crate::b::B;\n");
    check(&[uses_b, ("b", "use std::fmt;\n")], None);
    check(&[uses_b, ("b", "use crate::a;\n")], Some("a -> b -> a"));
    check(&[uses_b, ("b", "    crate::a::run()\n")], Some("a -> b -> a"));
    check(&[uses_b, ("b", "use super::a::A;\n")], Some("a -> b -> a"));
    check(&[uses_b, ("b", "use crate::{\n    b::{B, C},\n    a,\n};\n")], Some("a -> b -> a"));
    check(&[uses_b, ("b", ""), ("b::part", "use super::super::a;\n")], Some("a -> b -> a"));
    check(&[uses_b, ("b", "mod tests {\n    use super::super::a;\n}\n")], Some("a -> b -> a"));
    // None of these leaves `b`.
    check(
        &[uses_b, ("b", "mod a;\n// use crate::a;\nmod tests {\n    use super::*;\n}\n"), ("b::a", "use super::B;\n")],
        None,
    );
    check(&[("a", "use crate::Cli;\n")], Some("a -> lib -> a"));
    check(&[("a", "use super::*;\n")], Some("a -> lib -> a"));
}
