"""A reader's machine, as the pages expect it: environment, programs, free ports."""

import os
import random
import shutil
import socket
import sys
from contextlib import ExitStack
from pathlib import Path

from engines import frontdesk
from project import target


def clean() -> dict[str, str]:
    """The environment of a reader who has set nothing for this project or for AWS."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "FRONTDESK_", "CARGO"))}


def programs(folder: Path) -> Path:
    """A folder for PATH: the programs that were built already, for `cargo run`, and a stand-in for the AWS CLI."""
    there = folder / "programs"
    there.mkdir()
    (there / "frontdesk").symlink_to(frontdesk())
    (there / "consumer").symlink_to(target() / "debug" / "consumer")
    ours = Path(__file__).parent / "programs"
    shutil.copy(ours / "cargo", there)
    aws = there / "aws"
    aws.write_text(f"#!{sys.executable}\n{(ours / 'aws.py').read_text()}")
    aws.chmod(0o755)
    return there


def free(*counts: int) -> list[int]:
    """Ports that nobody listens on, each the first of so many in a row; of four digits, as those on the pages."""
    found = []
    with ExitStack() as held:
        for count in counts:
            while True:
                first = random.randrange(2000, 9990)
                try:
                    for port in range(first, first + count):
                        held.enter_context(socket.socket()).bind(("127.0.0.1", port))
                except OSError:
                    continue
                found.append(first)
                break
    return found
