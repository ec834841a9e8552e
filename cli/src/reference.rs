//! docs/commands.md is made from the command's own help: `FRONTDESK_WRITE_DOCS=1` writes it anew.
//!
//! Not with clap-markdown: it mixes the groups of options, joins the lines of the exit codes, and puts every command on
//! one level (<https://docs.rs/clap-markdown/0.1.5>).

use clap::{Arg, Command};

/// The group of options that most commands share. They are described once.
const SHARED: &str = "Where";
const WIDTH: usize = 100;
const INTRODUCTION: &str = "\
# Commands

Every command of `frontdesk` with its arguments and options, as `--help` prints them. The how-to
pages show the commands with their output, [operate.md](operate.md) first.

This page is made from the command's help:
`FRONTDESK_WRITE_DOCS=1 cargo test --workspace --lib command_reference`.
";

/// The whole page.
pub(crate) fn page(mut command: Command) -> String {
    command.build();
    let mut page = INTRODUCTION.to_owned();
    page.push_str("\n| command | what it does |\n|---|---|\n");
    for one in commands(&command) {
        let path = one.get_bin_name().unwrap_or_default();
        let anchor = path.replace(' ', "-");
        let about = one.get_about().map(ToString::to_string).unwrap_or_default();
        page.push_str(&format!("| [`{path}`](#{anchor}) | {} |\n", cell(&about)));
    }
    // Its first paragraph says what the project is.
    if let Some((_, without_a_command)) = about(&command).split_once("\n\n") {
        page.push_str(&format!("\n{}\n", wrapped(without_a_command)));
    }
    if let Some(help) = command.get_after_help() {
        let help = help.to_string();
        let (title, codes) = help.split_once(":\n").unwrap_or(("More", &help));
        page.push_str(&format!("\n## {title}\n\n```text\n{}\n```\n", undented(codes)));
    }
    let shared = commands(&command).map(shared).max_by_key(Vec::len).unwrap_or_default();
    page.push_str(&format!("\n## {SHARED}\n\nMost commands work on a local run, or on a stack in AWS:\n"));
    page.push_str(&table("option", &shared));
    for one in commands(&command) {
        section(&mut page, one, None, &shared);
    }
    page
}

/// A command's section, with its own commands below it.
fn section(page: &mut String, command: &Command, parent: Option<&Command>, everywhere: &[&Arg]) {
    let path = command.get_bin_name().unwrap_or_default();
    let level = if parent.is_some() { "###" } else { "##" };
    page.push_str(&format!("\n{level} `{path}`\n\n{}\n", wrapped(&about(command))));
    let aliases: Vec<_> = command.get_visible_aliases().map(|alias| format!("`{alias}`")).collect();
    if !aliases.is_empty() {
        page.push_str(&format!("\nAlias: {}.\n", aliases.join(", ")));
    }
    let usage = command.clone().render_usage().to_string();
    let usage = undented(usage.trim_start_matches("Usage:"));
    page.push_str(&format!("\n```text\n{usage}\n```\n"));
    options(page, command, parent, everywhere);
    if let Some(help) = command.get_after_help() {
        page.push_str(&format!("\n```text\n{help}\n```\n"));
    }
    for one in commands(command) {
        section(page, one, Some(command), everywhere);
    }
}

/// The tables of a command's arguments and options, and links to those that it shares with others.
fn options(page: &mut String, command: &Command, parent: Option<&Command>, everywhere: &[&Arg]) {
    let inherited = |arg: &Arg| {
        arg.is_global_set() && parent.is_some_and(|parent| arguments(parent).any(|one| one.get_id() == arg.get_id()))
    };
    let takes_all = shared(command).len() == everywhere.len();
    let elsewhere = |arg: &Arg| inherited(arg) || takes_all && is_shared(arg);
    let mut groups: Vec<(&str, Vec<&Arg>)> = Vec::new();
    for arg in arguments(command).filter(|arg| !elsewhere(arg)) {
        let title = if arg.is_positional() { "Argument" } else { arg.get_help_heading().unwrap_or("Option") };
        match groups.iter_mut().find(|(known, _)| *known == title) {
            Some((_, args)) => args.push(arg),
            None => groups.push((title, vec![arg])),
        }
    }
    for (title, args) in groups {
        page.push_str(&table(&title.to_lowercase(), &args));
    }
    if let Some(parent) = parent.filter(|parent| arguments(parent).any(|arg| arg.is_global_set() && !is_shared(arg))) {
        let path = parent.get_bin_name().unwrap_or_default();
        page.push_str(&format!("\nAlso the options of [`{path}`](#{}).\n", path.replace(' ', "-")));
    } else if takes_all {
        page.push_str(&format!("\nAlso the options in [{SHARED}](#{}).\n", SHARED.to_lowercase()));
    }
}

fn commands(command: &Command) -> impl Iterator<Item = &Command> {
    command.get_subcommands().filter(|one| one.get_name() != "help" && !one.is_hide_set())
}

fn arguments(command: &Command) -> impl Iterator<Item = &Arg> {
    command.get_arguments().filter(|arg| !arg.is_hide_set() && !["help", "version"].contains(&arg.get_id().as_str()))
}

fn is_shared(arg: &Arg) -> bool {
    arg.get_help_heading() == Some(SHARED)
}

fn shared(command: &Command) -> Vec<&Arg> {
    arguments(command).filter(|arg| is_shared(arg)).collect()
}

fn table(title: &str, args: &[&Arg]) -> String {
    let rows = args.iter().map(|arg| format!("| `{}` | {} |\n", arg.to_string().replace('|', "\\|"), described(arg)));
    format!("\n| {title} | |\n|---|---|\n{}", rows.collect::<String>())
}

/// What the help says about an argument, with its default and its values.
fn described(arg: &Arg) -> String {
    let help = arg.get_long_help().or(arg.get_help()).map(ToString::to_string).unwrap_or_default();
    // The help of some defaults is prose, in clap's own form.
    let (help, mut default) = match help.trim_end_matches(']').split_once(" [default: ") {
        Some((help, word)) if is_value(word) => (help.to_owned(), Some(format!("`{word}`"))),
        Some((help, prose)) => (help.to_owned(), Some(coded(prose))),
        None => (help.clone(), None),
    };
    let takes_a_value = arg.get_action().takes_values();
    if let (true, [first, ..]) = (takes_a_value, arg.get_default_values()) {
        default = Some(format!("`{}`", first.to_string_lossy()));
    }
    let mut text = cell(&help);
    if let Some(default) = default {
        text.push_str(&format!(" Default: {default}."));
    }
    let mut values = arg.get_possible_values();
    values.retain(|value| takes_a_value && !value.is_hide_set());
    if values.iter().all(|value| value.get_help().is_none()) {
        let names: Vec<_> = values.iter().map(|value| format!("`{}`", value.get_name())).collect();
        return if names.is_empty() { text } else { format!("{text} Values: {}.", names.join(", ")) };
    }
    for value in values {
        let meaning = value.get_help().map(|help| format!(": {help}")).unwrap_or_default();
        text.push_str(&format!("<br>`{}`{meaning}", value.get_name()));
    }
    text
}

/// `7d` is a value, `all` is prose.
fn is_value(word: &str) -> bool {
    !word.contains([' ', '`']) && word.contains(|c: char| c.is_ascii_digit() || c == '-')
}

fn about(command: &Command) -> String {
    sentence(&command.get_long_about().or(command.get_about()).map(ToString::to_string).unwrap_or_default())
}

fn cell(text: &str) -> String {
    coded(&sentence(text)).replace('|', "\\|").replace('\n', " ")
}

/// clap takes the full stop off what is one paragraph.
fn sentence(text: &str) -> String {
    if text.ends_with(['.', '>']) { text.to_owned() } else { format!("{text}.") }
}

/// Options in a text are code, or two hyphens would become a dash.
fn coded(text: &str) -> String {
    let options = |prose: &str| {
        let words = prose.split(' ').map(|word| {
            let end = word.trim_end_matches([',', ';', ':', '.']);
            if end.starts_with("--") { format!("`{end}`{}", &word[end.len()..]) } else { word.to_owned() }
        });
        words.collect::<Vec<_>>().join(" ")
    };
    let parts = text.split('`').enumerate();
    parts.map(|(at, part)| if at % 2 == 0 { options(part) } else { part.to_owned() }).collect::<Vec<_>>().join("`")
}

fn wrapped(text: &str) -> String {
    let mut lines = String::new();
    for paragraph in text.split("\n\n") {
        let mut width = 0;
        for word in coded(paragraph).split_whitespace() {
            let fits = width > 0 && width + 1 + word.len() <= WIDTH;
            lines.push_str(if fits { " " } else { "\n" });
            lines.push_str(word);
            width = if fits { width + 1 } else { 0 } + word.len();
        }
        lines.push('\n');
    }
    lines.trim().to_owned()
}

fn undented(text: &str) -> String {
    text.trim().lines().map(str::trim).collect::<Vec<_>>().join("\n")
}
