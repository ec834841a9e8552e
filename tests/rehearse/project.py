"""Where things are in this repository, and what its Rust files say.

The Rust files are read as text: these checks compare them with the template and with README.md, so they must not trust
a compiled list that could have been made from either.
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
    """The text of a file of the repository."""
    return (ROOT / path).read_text(encoding="utf-8")


def code(path: str) -> str:
    """A Rust file without its comments and without its test module."""
    text = read(path).split("#[cfg(test)]\nmod tests", 1)[0]
    return re.sub(r"^\s*//.*$", "", text, flags=re.MULTILINE)


@cache
def target() -> Path:
    """Cargo's target folder."""
    return Path(_metadata()["target_directory"])


def has_test_target(package: str, name: str) -> bool:
    """Whether the package has an integration test of that name."""
    targets = next(p["targets"] for p in _metadata()["packages"] if p["name"] == package)
    return any(t["name"] == name and "test" in t["kind"] for t in targets)


@cache
def _metadata() -> dict:
    command = ["cargo", "metadata", "--format-version=1", "--no-deps"]
    return json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout)
