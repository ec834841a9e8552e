"""The Markdown files of the repository, parsed: headings, anchors, links, and the paragraphs of their prose."""

import re
import subprocess
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser

from markdown_it import MarkdownIt
from markdown_it.token import Token

from project import ROOT, read

PARSER = MarkdownIt("commonmark").enable("table")


@dataclass(frozen=True)
class Link:
    """A link or an image, as it is written, and the line of the block that it is in."""

    target: str
    line: int


@dataclass(frozen=True)
class Paragraph:
    """Running text. In `text` each code span is one word, and links are their words; `lines` are as in the file."""

    line: int
    text: str
    lines: tuple[str, ...]


@cache
def tracked() -> tuple[str, ...]:
    """Every file that Git knows, also those not yet committed."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()
    return tuple(sorted({name for name in listed if (ROOT / name).is_file()}))


def pages() -> list[str]:
    """What the documentation consists of. Other Markdown files describe the folder that they are in."""
    return [name for name in tracked() if re.fullmatch(r"(docs/(decisions/)?)?[\w.-]+\.md", name)]


def all_markdown() -> list[str]:
    return [name for name in tracked() if name.endswith(".md")]


@cache
def tokens(page: str) -> tuple[Token, ...]:
    return tuple(PARSER.parse(read(page)))


def blocks(page: str) -> list[str]:
    """Each paragraph and each table, as in the file, outside of lists and quotations."""
    lines = read(page).splitlines()
    outer = [token for token in tokens(page) if token.type in {"paragraph_open", "table_open"} and token.level == 0]
    return ["\n".join(lines[slice(*token.map)]) for token in outer]


def links(page: str) -> list[Link]:
    found = []
    for token in tokens(page):
        line = token.map[0] + 1 if token.map else 0
        for part in [token, *(token.children or [])]:
            written = [part.attrs.get("href"), part.attrs.get("src")]
            if part.type in ("html_block", "html_inline"):
                written = _attributes(part.content, "href", "src")
            found += [Link(str(target), line) for target in written if target]
    return found


@cache
def anchors(page: str) -> frozenset[str]:
    """What a link can name after `#`: headings as GitHub turns them into ids, and ids in HTML."""
    found, named = [], set()
    listed = tokens(page)
    for token, after in zip(listed, listed[1:], strict=False):
        if token.type == "heading_open":
            slug = _slug(_plain(after, code=None))
            found.append(f"{slug}-{found.count(slug)}" if slug in found else slug)
    for token in listed:
        for part in [token, *(token.children or [])]:
            if part.type in ("html_block", "html_inline"):
                named.update(_attributes(part.content, "id", "name"))
    return frozenset({*found, *named})


def _slug(heading: str) -> str:
    """https://docs.github.com/en/get-started/writing-on-github/getting-started-with-writing-and-formatting-on-github/basic-writing-and-formatting-syntax#section-links"""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def paragraphs(page: str) -> list[Paragraph]:
    """Without tables, code, HTML and headings."""
    lines, found, open_blocks = read(page).splitlines(), [], []
    for token in tokens(page):
        if token.nesting:
            open_blocks = [*open_blocks, token.type] if token.nesting > 0 else open_blocks[:-1]
        elif token.type == "inline" and open_blocks[-1] == "paragraph_open":
            first, after = token.map
            found.append(Paragraph(first + 1, _plain(token, code="`code`"), tuple(lines[first:after])))
    return found


def _plain(inline: Token, code: str | None) -> str:
    """Its words. A code span gives `code`, or where that is None what is in it."""
    words = {"softbreak": " ", "hardbreak": " "}
    return "".join(
        (code or part.content) if part.type == "code_inline"
        else words.get(part.type, part.content if part.type == "text" else "")
        for part in inline.children or []
    )


def _attributes(html: str, *names: str) -> list[str]:
    found = []

    class Tags(HTMLParser):
        def handle_starttag(self, tag, attributes):
            found.extend(value for name, value in attributes if name in names and value)

    Tags().feed(html)
    return found
