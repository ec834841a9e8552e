"""The places in this repository, and the contents of its Rust files.

The Rust files are read as text: these checks compare them with the template and with the pages, so they must not use
a compiled list that could derive from either.
"""

import json
import re
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEMPLATE = ROOT / "template.yaml"
VENV = ROOT / "tests" / ".venv"


def read(path: str) -> str:
    """Returns the text of a file of the repository."""
    return (ROOT / path).read_text(encoding="utf-8")


def code(path: str) -> str:
    """Returns a Rust file without its comments and its test module."""
    text = read(path).split("#[cfg(test)]\nmod tests", 1)[0]
    return re.sub(r"^\s*//.*$", "", text, flags=re.MULTILINE)


@cache
def target() -> Path:
    """Cargo's target folder."""
    command = ["cargo", "metadata", "--locked", "--format-version=1", "--no-deps"]
    found = subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout
    return Path(json.loads(found)["target_directory"])
