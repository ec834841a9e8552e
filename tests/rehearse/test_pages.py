"""Follows the pages command by command on a local run: each command works, and prints what the page
shows.

FRONTDESK_WRITE_DOCS=1 rewrites the output on the pages that differ.
"""

import os
from contextlib import ExitStack

import pytest

import engines
import others
from pages import Names, contains, cut, difference, rewritten, steps
from project import ROOT, read
from terminal import LOCAL_RUN, Terminal

# The pages, and for README.md the section.
PAGES = {
    "README.md": "Try it",
    "docs/first-event.md": None,
    "docs/message.md": None,
    "docs/operate.md": None,
    "docs/find-events.md": None,
    "docs/replay.md": None,
    "docs/dead-letters.md": None,
    "docs/erase.md": None,
    "docs/audit.md": None,
    "docs/inspect.md": None,
    "docs/consume.md": None,
    "docs/refused.md": None,
    "docs/secrets.md": None,
    "docs/accounts.md": None,
    "docs/register.md": None,
}
A_STACK = "needs a deployed stack"
REPLAY_OF_A_STACK = (
    "frontdesk events replay --provider=gire --from=2026-11-20T10:00:00.000Z --to=2026-11-21T10:00:00.000Z --stack=frontdesk"
)
# Commands that are skipped, with the reason. Every other command must work, and each of these must
# be on its page.
LEFT_OUT = {
    "docs/inspect.md": {
        "frontdesk inspect --stack frontdesk": f"{A_STACK}; test_inspector.py shows one",
        REPLAY_OF_A_STACK: f"{A_STACK}; test_inspector.py goes on with one of a local run",
    },
    "docs/consume.md": {"sam deploy --config-file deploy.toml": f"{A_STACK}; test_deploy.py makes one"},
}
WRITE = os.environ.get("FRONTDESK_WRITE_DOCS") == "1"


@pytest.fixture(scope="module")
def programs():
    engines.build("--bin", "frontdesk", "--bin", "consumer")


@pytest.fixture
def terminal(request, programs, ministack, tmp_path):
    """Returns the terminals of the page's reader: an operator with access to AWS (operate.md), a
    customer of Gire (register.md)."""
    with ExitStack() as until_the_end:
        gire = until_the_end.enter_context(others.serving(others.Gire))
        profiles = tmp_path / "profiles"
        profiles.write_text("[profile prod]\nregion = eu-north-1\n[profile sso]\nregion = eu-north-1\n")
        operator = {
            "AWS_ENDPOINT_URL": ministack, "AWS_REGION": "eu-north-1", "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_ACCESS_KEY_ID": "333333333333", "AWS_SECRET_ACCESS_KEY": "any", "AWS_CONFIG_FILE": str(profiles),
        }
        settings = {
            "docs/operate.md": operator,
            "docs/register.md": {"GIRE_API": gire, "GIRE_API_TOKEN": "a company's token"},
        }
        terminal = Terminal(tmp_path, settings.get(request.param, {}))
        for port, handler in (("3000", others.Endpoint), ("3001", others.Function)):
            until_the_end.enter_context(others.serving(handler, int(terminal.ports[port])))
        until_the_end.callback(terminal.end)
        yield terminal


@pytest.mark.parametrize(("page", "terminal"), [(page, page) for page in PAGES], ids=PAGES, indirect=["terminal"])
def test_a_page_is_what_happens(page, terminal, say):
    listed = steps(page, PAGES[page])
    left_out = LEFT_OUT.get(page, {})
    assert set(left_out) <= {step.command for step in listed}, "a command in LEFT_OUT is no longer on the page"
    to_follow = [step for step in listed if step.command not in left_out]
    names, followed, problems = Names(), [], []
    if not LOCAL_RUN.fullmatch(to_follow[0].command or ""):
        terminal.start("", "cargo run")
    for step in to_follow:
        terminal.enter(step.section)
        problem, came = follow(step, terminal, names)
        followed.append((step, came))
        problems += [f"{step}\n{problem}"] if problem else []
        if problem and not WRITE:
            break
    if WRITE and problems:
        commands = [(step, came) for step, came in followed if step.command]
        (ROOT / page).write_text(rewritten(read(page), commands, names), encoding="utf-8")
    assert not problems, "\n".join(problems)
    why = ", ".join(sorted(set(left_out.values())))
    say(f"{page}: {len(to_follow)} followed, {len(left_out)} left out{f' ({why})' if why else ''}")


def follow(step, terminal, names) -> tuple[str | None, list[str]]:
    """Returns what is wrong with a step, and its output."""
    if step.command is None:
        printed = terminal.printed(lambda lines: contains(lines, step.shown))
        return (None if contains(printed, step.shown) else "\n".join(printed)), printed
    if step.shown is None:
        came = terminal.follow(step, names.in_command(step.command))
        failed = bool(came) and came[-1].startswith("(exit ")
        return ("\n".join(came) if failed else None), came

    def wrong(came: list[str], names: Names) -> str | None:
        return difference(step.shown, cut(step.shown, came), names)

    came = terminal.follow(step, names.in_command(step.command), lambda came: wrong(came, Names()) is None)
    return wrong(came, names), came


def test_a_page_shows_nothing_but_what_is_followed():
    """A prompt in any other kind of block would go unchecked."""
    for page in PAGES:
        followed = {step.command.splitlines()[0] for step in steps(page) if step.command}
        prompts = {line.removeprefix("$ ") for line in read(page).splitlines() if line.startswith("$ ")}
        assert prompts <= followed, f"{page}: put these into a block ```console: {prompts - followed}"


@pytest.mark.parametrize(
    ("shown", "came", "same"),
    [
        (["stored  2.6 ms", ""], ["stored  11.0 ms"], True),
        (["again in 3 s"], ["again in 4 s"], False),
        (["stored"], ["kept"], False),
        (["stored"], ["stored", "and more"], False),
        (["stored", "and more"], ["stored"], False),
        (["at 2026-11-21T04:37:56.054Z"], ["at 2026-11-22T00:06:33Z"], True),
        (["at 2026-11-21T04:37:56.054Z"], ["at noon"], False),
        (["PORT  9000"], ["PORT 9000"], False),
        (["key 5db25300", "retire 5db25300"], ["key 6787ea7c", "retire 6787ea7c"], True),
        (["key 5db25300", "retire 5db25300"], ["key 6787ea7c", "retire 4dc74756"], False),
        (["key 5db25300", "older 4dc74756"], ["key 6787ea7c", "older 6787ea7c"], False),
        (["first", "…", "last"], ["first", "second", "third", "last"], True),
        (["first", "…", "last"], ["first", "second", "third"], False),
        (["first", "…"], ["first"], True),
    ],
)
def test_what_is_the_same(shown, came, same):
    assert (difference(shown, cut(shown, came), Names()) is None) == same
