"""A reader's machine, as the pages assume it: environment, programs, free ports."""

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
    """Returns the environment of a reader who has configured neither this project nor AWS."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "FRONTDESK_", "CARGO"))}


def programs(folder: Path) -> Path:
    """Returns a folder for PATH: the built programs in place of `cargo run`, and a substitute for
    the AWS CLI."""
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
    """Returns free ports, each the first of a consecutive range; with four digits, as on the
    pages."""
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
