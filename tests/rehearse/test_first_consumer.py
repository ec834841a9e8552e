"""Follows docs/first-consumer.md to the letter in each language, with a checkout and an empty
folder.

Two things differ from the page: the command is the tests' build, and the local run has free ports.
A code block that is a file is written under the name that begins the line before it.
"""

import os
import re
import shlex
import subprocess

import pytest

from engines import build, free_port, frontdesk, running
from project import ROOT, read

PAGE = "docs/first-consumer.md"


def section(title: str) -> str:
    (found,) = re.findall(rf"^## {title}\n(.*?)(?=^## |\Z)", read(PAGE), re.DOTALL | re.MULTILINE)
    return found


def blocks(title: str) -> list[tuple[str, str, str]]:
    """Returns each block of a section with the line before it, its language and its text."""
    found = re.findall(r"^([^\n]+)\n\n```(\w+)\n(.*?)^```$", section(title), re.DOTALL | re.MULTILINE)
    assert len(found) == section(title).count("```") // 2, f"a block of {title} has no line before it"
    return found


def script(title: str) -> str:
    """Returns the section as a script: its commands, and its files where they appear."""
    lines = []
    for before, language, text in blocks(title):
        if language == "sh":
            lines.append(text)
            continue
        name = re.match(r"(?:Its )?`([\w./]+)`:$", before)
        assert name, f"no file name: {before}"
        lines.append(f"cat > {shlex.quote(name[1])} <<'END OF FILE'\n{text}END OF FILE\n")
    return "".join(lines)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Returns an empty folder with a checkout in it, and runs the page's local run there."""
    build("--bin", "frontdesk")
    folder = tmp_path_factory.mktemp("first")
    (folder / "frontdesk").symlink_to(ROOT)
    commands = [text for _, language, text in blocks("A local run") if language == "sh"]
    assert commands == [
        "cargo install --debug --locked --path frontdesk/cli\n",
        "frontdesk dev\n",
        "frontdesk send gingr check_in\n",
    ]
    ports = {flag: free_port() for flag in ("--port", "--dynamodb-port", "--sqs-port", "--secrets-port")}
    command = [frontdesk(), "dev", *(str(word) for flag in ports.items() for word in flag)]
    with running("the local run", command, {}, f"http://127.0.0.1:{ports['--port']}", folder):
        yield folder


@pytest.mark.parametrize("title", ["In Rust", "In TypeScript", "In Python"])
def test_a_stranger_handles_a_check_in(title, folder):
    environment = os.environ | {
        "PATH": f"{os.path.dirname(frontdesk())}:{os.environ['PATH']}",
        # The crate's dependencies are compiled once for all checks.
        "CARGO_TARGET_DIR": str(ROOT / "target" / "snippets"),
    }
    # A check-in for each language: the first as on the page, the others new.
    send = "frontdesk send gingr check_in" + ("" if title == "In Rust" else " --fresh")
    followed = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", f"{send}\n{script(title)}"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    seen = followed.stdout + followed.stderr
    assert followed.returncode == 0, seen
    own, told = shown()
    # Rust logs in JSON what the page shows as text.
    assert all(word in seen for word in (own if title == "In TypeScript" else "a guest arrived", "Main Street")), seen
    assert shape(told) in [shape(line) for line in seen.splitlines()], seen


def shown() -> list[str]:
    """Returns the page's expected output: the consumer's own line without its ids, and that of
    `listen`."""
    own, told = blocks("What you see")[0][2].splitlines()
    return [own.split(":")[0], told]


def shape(line: str) -> str:
    """Returns a line without its numbers and hashes."""
    return re.sub(r"\d+", "0", re.sub(r"[0-9a-f]{64}", "HASH", line))
