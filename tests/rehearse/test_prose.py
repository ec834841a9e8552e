"""The spelling of everything, and the prose of the pages: short lines, short sentences, usual phrases (prose.toml)."""

import re
import subprocess
import tomllib
from collections import Counter

import pytest

from markdown import Paragraph, all_markdown, blocks, paragraphs
from project import ROOT, VENV, read

RULES = tomllib.loads(read("tests/rehearse/prose.toml"))
LINK_TARGET = re.compile(r"!\[.*\]\([^)]*\)|\]\([^)]*\)?|\(?https?://\S+|^[^()\s]*\)|^\[[^\]]+\]: .*")
BETWEEN_SENTENCES = re.compile(r"""(?<=[.!?])["”)]*\s+(?=["“(`]*[A-Z`])""")


def sentences(paragraph: Paragraph) -> list[str]:
    return BETWEEN_SENTENCES.split(paragraph.text)


def wide(paragraph: Paragraph) -> list[str]:
    """Lines that could be broken and are not."""
    found = []
    for line in paragraph.lines:
        shown = LINK_TARGET.sub("", line.strip())
        if len(line) > RULES["columns"] and len(shown) + len(line) - len(line.lstrip()) > RULES["columns"]:
            found.append(f"{len(line)} columns, {RULES['columns']} at most")
    return found


def long(paragraph: Paragraph) -> list[str]:
    counted = [(len(sentence.split()), sentence) for sentence in sentences(paragraph)]
    return [
        f"a sentence of {words} words, {RULES['words']} at most: {sentence[:60]}…"
        for words, sentence in counted
        if words > RULES["words"]
    ]


def phrases(paragraph: Paragraph, level: str) -> list[str]:
    rules = [rule for rule in RULES["rule"] if rule["level"] == level]
    return [
        f"“{sentence[max(0, found.start() - 20) : found.start() + 40]}…” Better: {rule['instead']}"
        for sentence in sentences(paragraph)
        for rule in rules
        for found in [re.search(rule["pattern"], sentence, 0 if rule["pattern"].startswith("^") else re.IGNORECASE)]
        if found
    ]


@pytest.mark.parametrize("page", all_markdown())
def test_prose(page):
    found = [
        f"{page}:{paragraph.line}: {fault}"
        for paragraph in paragraphs(page)
        for fault in [*wide(paragraph), *long(paragraph), *phrases(paragraph, "error")]
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("page", [page for page in all_markdown() if page != "docs/commands.md"])
def test_nothing_is_said_twice(page):
    """A merge once left a table on its page twice. docs/commands.md is generated, and repeats groups of options."""
    counted = Counter(block for block in blocks(page) if len(block) > 60)
    assert not [block for block, times in counted.items() if times > 1]


def test_warnings_are_counted(say):
    counted = Counter({page: sum(len(phrases(one, "warning")) for one in paragraphs(page)) for page in all_markdown()})
    say(f"{counted.total()} warnings about prose: " + ", ".join(f"{page} {n}" for page, n in counted.most_common(8) if n))


def test_it_bites():
    text = "What is wrong goes by its name, and nobody says so."
    paragraph = Paragraph(1, text, (text + " " * 40 + "and more than a hundred columns of text",))
    assert wide(paragraph) and len(phrases(paragraph, "error")) == 2 and phrases(paragraph, "warning")
    assert long(Paragraph(1, "word " * 51, ()))
    assert not wide(Paragraph(1, "", ("see [this](https://example.com/" + "x" * 100 + ").",)))
    assert not wide(Paragraph(1, "", ("![" + "what a picture shows " * 6 + "](img/x.png)",)))


def test_spelling():
    """Settings and the few words that are right: _typos.toml."""
    run = subprocess.run([VENV / "checks" / "bin" / "typos", "--format", "brief"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_a_misspelt_word_is_found():
    command = [VENV / "checks" / "bin" / "typos", "--config", "_typos.toml", "-"]
    assert subprocess.run(command, cwd=ROOT, input="a mispelling", capture_output=True, text=True, check=False).returncode == 2
