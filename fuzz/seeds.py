#!/usr/bin/env python3
"""Writes the initial corpus: every example delivery of tests/fixtures, as an input of the fuzz target.

Also writes a dictionary for each provider, in libFuzzer's format, of the names in its bodies.

An input is the path, a line for each header, an empty line, and the body; `src/lib.rs` parses it. The
target signs inputs again, with a secret that differs from that of the examples.
"""

import json
import re
from pathlib import Path

HERE = Path(__file__).resolve().parent
FIXTURES = HERE.parent / "tests" / "fixtures"
# Headers that an operator may have configured, so the corpus has both ways to present a token.
TOKEN = {"ombori": ["x-token: 0123456789abcdef"], "zaui": ["x-token: 0123456789abcdef"]}


def write(corpus: Path, name: str, path: str, headers: list[str], body: bytes):
    """Writes one input."""
    head = "".join(line + "\n" for line in [path, *headers])
    (corpus / name).write_bytes(head.encode() + b"\n" + body)


def names(value) -> set[str]:
    """Returns the names of all members, at every depth."""
    if isinstance(value, dict):
        return set(value).union(*map(names, value.values()))
    return set().union(*map(names, value)) if isinstance(value, list) else set()


for manifest in sorted(FIXTURES.glob("*/manifest.json")):
    provider = manifest.parent.name
    corpus = HERE / "corpus" / provider
    corpus.mkdir(parents=True, exist_ok=True)
    words = set()
    for example in json.loads(manifest.read_text(encoding="utf-8")):
        body = (manifest.parent / example["file"]).read_bytes()
        headers = [f"{name}: {value}" for name, value in example["headers"].items()]
        write(corpus, example["file"], example["path"], headers, body)
        words |= {example["kind"]} | (set() if example.get("unreadable") else names(json.loads(body)))
        if provider in TOKEN:
            write(corpus, "header_" + example["file"], "/", headers + TOKEN[provider], body)
    dictionary = "".join(f'"\\"{word}\\":"\n' for word in sorted(words) if re.fullmatch(r"[\w:.-]+", word, re.ASCII))
    (HERE / "corpus" / f"{provider}.dict").write_text(dictionary, encoding="utf-8")
