#!/usr/bin/env python3
"""Plants old mistakes, one at a time, and checks that a test turns red for each.

    tests/planted/run.py                 all of mistakes.toml: a quarter of an hour on two cores
    tests/planted/run.py NAME …          some of them
    tests/planted/run.py --list          their names, and what each is
    tests/planted/run.py --check         only check that each can still be planted: seconds; .ci/run does it

It works in a copy of the tree (target/planted), with a separate target folder, so no program with a
mistake is ever taken for a real one. A mistake that does not compile, or whose test does not run,
is an error: it proves nothing.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "target" / "planted"
TREE = FOLDER / "tree"


class Unusable(Exception):
    """A mistake that cannot be planted, or whose test proves nothing."""


@dataclass(frozen=True)
class Mistake:
    """An entry of mistakes.toml."""

    name: str
    seen: str
    file: str
    find: str
    replace: str
    tests: str

    def planted(self, tree: Path) -> str:
        """Returns the file of a tree with the mistake in it."""
        text = (tree / self.file).read_text(encoding="utf-8")
        if (count := text.count(self.find)) != 1:
            raise Unusable(f"its `find` occurs {count} times in {self.file}; update it in mistakes.toml")
        return text.replace(self.find, self.replace)


def main() -> int:
    """Plants the selected mistakes. Returns the exit code."""
    asked = arguments()
    mistakes = chosen(asked)
    if asked.list:
        for mistake in mistakes:
            print(f"{mistake.name:<40} {mistake.seen}")
        return 0
    planted = 0
    if not asked.check:
        copy_tree()
        subprocess.run([ROOT / "tests" / "share_dependencies.sh", FOLDER / "cargo"], check=True)
        require_green(mistakes)
    for mistake in mistakes:
        try:
            text = mistake.planted(ROOT if asked.check else TREE)
            found = "can be planted" if asked.check else plant(mistake, text)
        except Unusable as problem:
            print(f"{mistake.name:<40} PROVES NOTHING: {problem}", flush=True)
            continue
        planted += bool(found)
        print(f"{mistake.name:<40} {found or f'NOT FOUND by cargo test {mistake.tests}'}", flush=True)
    verb = "can be planted" if asked.check else "were found"
    print(f"{planted} of {len(mistakes)} mistakes {verb}")
    return 0 if planted == len(mistakes) else 1


def arguments() -> argparse.Namespace:
    """Parses the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help="some of them [default: all]")
    parser.add_argument("--list", action="store_true", help="print their names, and what each is")
    parser.add_argument("--check", action="store_true", help="only check that each can still be planted")
    return parser.parse_args()


def chosen(asked: argparse.Namespace) -> list[Mistake]:
    """Returns the selected mistakes."""
    written = tomllib.loads((Path(__file__).parent / "mistakes.toml").read_text(encoding="utf-8"))
    mistakes = [Mistake(**entry) for entry in written["mistake"]]
    if unknown := set(asked.names) - {mistake.name for mistake in mistakes}:
        sys.exit(f"planted: unknown mistake {', '.join(sorted(unknown))}; --list shows all")
    if asked.names:
        mistakes = [mistake for mistake in mistakes if mistake.name in asked.names]
    return mistakes


def copy_tree():
    """Copies the working tree, uncommitted changes included. Unchanged files keep their times, so
    Cargo builds little."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    files = {name for name in listed.split("\0") if name and (ROOT / name).is_file()}
    for old in [path for path in TREE.rglob("*") if path.is_file()]:
        if str(old.relative_to(TREE)) not in files:
            old.unlink()
    for name in files:
        source, copy = ROOT / name, TREE / name
        if not copy.exists() or copy.read_bytes() != source.read_bytes():
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, copy)
            copy.chmod(source.stat().st_mode)


def require_green(mistakes: list[Mistake]):
    """Checks that every test is green without a mistake."""
    for tests in sorted({mistake.tests for mistake in mistakes}):
        run = cargo_test(tests)
        if run.returncode != 0 or not any_ran(run.stdout):
            sys.exit(f"planted: without a mistake, `cargo test {tests}` is not green:\n{run.stdout[-3000:]}{run.stderr[-3000:]}")


def plant(mistake: Mistake, text: str) -> str:
    """Plants a mistake, and takes it out again. Returns which test turned red, or an empty text."""
    file, started = TREE / mistake.file, time.monotonic()
    before = file.read_text(encoding="utf-8")
    file.write_text(text, encoding="utf-8")
    try:
        run = cargo_test(mistake.tests)
    finally:
        file.write_text(before, encoding="utf-8")
    if "error: could not compile" in run.stderr:
        raise Unusable("it does not compile:\n" + run.stderr[-3000:])
    red = re.findall(r"(?m)^test (\S+) \.\.\. FAILED$", run.stdout)
    if run.returncode == 0:
        return ""
    if not red:
        raise Unusable("its test ended without a result:\n" + run.stdout[-2000:] + run.stderr[-2000:])
    return f"found by {red[0]} ({time.monotonic() - started:.0f} s)"


def cargo_test(tests: str) -> subprocess.CompletedProcess:
    """Runs tests of the copy."""
    # A variable rather than `--target-dir`: the tests themselves call Cargo, for the compiled functions.
    environment = os.environ | {"CARGO_TARGET_DIR": str(FOLDER / "cargo"), "RUST_BACKTRACE": "0"}
    command = ["cargo", "test", "--locked", "--workspace", *tests_of(tests)]
    return subprocess.run(command, cwd=TREE, env=environment, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)


def tests_of(tests: str) -> list[str]:
    """Returns `--test e2e relay::` as Cargo's arguments: filters after `--`."""
    words = tests.split()
    options = words[:2] if words[0] == "--test" else words[:1]
    return [*options, "--", *words[len(options) :]]


def any_ran(output: str) -> bool:
    """Reports whether any test ran: a filter that matches nothing is green, too."""
    return any(int(count) > 0 for count in re.findall(r"test result: ok\. (\d+) passed", output))


if __name__ == "__main__":
    sys.exit(main())
