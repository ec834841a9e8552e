"""What scripts/book.sh does before and after mdBook. Standard library only.

    book.py stage FOLDER    copies the pages to FOLDER/src, in their folders, with the table of contents that mdBook reads
    book.py links HTML      turns links to source files into links to the repository, or into plain text; fails where one is dead

Pages lie in the root and in docs/, and link to each other and to source files. In the book they have the same folders, so links
between pages hold as they are.
"""

import os
import posixpath
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

ROOT = Path(__file__).resolve().parents[1]
SUMMARY = "docs/SUMMARY.md"
DECISIONS = "docs/decisions/README.md"
LINK = re.compile(r"\]\(([^)]+)\)")


def tracked() -> set[str]:
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()
    return {name for name in listed if (ROOT / name).is_file()}


def stage(folder: Path):
    shutil.rmtree(folder, ignore_errors=True)
    contents = table_of_contents()
    for name in {*LINK.findall(contents), *(name for name in tracked() if name.startswith("docs/img/"))}:
        (folder / "src" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / "src" / name)
    (folder / "src" / "SUMMARY.md").write_text(contents, encoding="utf-8")
    shutil.copy(ROOT / "book.toml", folder)


def table_of_contents() -> str:
    """docs/SUMMARY.md, with paths from the root, and with each decision below their index."""
    lines = []
    for line in (ROOT / SUMMARY).read_text(encoding="utf-8").splitlines():
        line = LINK.sub(lambda link: f"]({posixpath.normpath(posixpath.join('docs', link[1]))})", line)
        lines.append(line)
        if f"({DECISIONS})" in line:
            indent = re.match(r" *", line)[0]
            lines += [f"{indent}  - [{title(name)}]({name})" for name in decisions()]
    return "\n".join(lines) + "\n"


def decisions() -> list[str]:
    return sorted(name for name in tracked() if name.startswith("docs/decisions/") and name.endswith(".md") and name != DECISIONS)


def title(page: str) -> str:
    first = (ROOT / page).read_text(encoding="utf-8").splitlines()[0]
    return first.removeprefix("# ").replace("`", "")


class Page(HTMLParser):
    """Ids and links of a page of the book."""

    def __init__(self, html: str):
        super().__init__()
        self.ids, self.links = set(), []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        self.ids.update(values[name] for name in ("id", "name") if values.get(name))
        self.links += [values[name] for name in ("href", "src") if values.get(name)]


def map_links(book: Path):
    repository, files = os.environ.get("FRONTDESK_REPOSITORY", "").rstrip("/"), tracked()

    def mapped(link: re.Match, page: Path) -> str:
        target = posixpath.normpath(posixpath.join(page.parent.relative_to(book).as_posix(), unquote(link["path"])))
        # mdBook has turned `.md` into `.html`, also where the page is not part of the book.
        source = target if target in files else re.sub(r"\.html$", ".md", target)
        if (book / target).is_file() or not (source in files or any(name.startswith(f"{source}/") for name in files)):
            return link[0]
        if not repository:
            return link["text"]
        return f'<a href="{repository}/{source}{link["anchor"] or ""}">{link["text"]}</a>'

    pattern = re.compile(r'<a href="(?![a-z]+:|#|/)(?P<path>[^"#]+)(?P<anchor>#[^"]*)?">(?P<text>.*?)</a>', re.DOTALL)
    for page in book.rglob("*.html"):
        html = page.read_text(encoding="utf-8")
        page.write_text(pattern.sub(lambda link: mapped(link, page), html), encoding="utf-8")


def dead_links(book: Path) -> list[str]:
    pages = {page: Page(page.read_text(encoding="utf-8")) for page in book.rglob("*.html")}
    dead = []
    for page, parsed in pages.items():
        for link in parsed.links:
            path, _, anchor = unquote(link).partition("#")
            if re.match(r"[a-z]+:|//", link):
                continue
            target = (page.parent / path).resolve() if path else page
            if not target.is_file() or (anchor and target in pages and anchor not in pages[target].ids):
                dead.append(f"{page.relative_to(book)}: {link}")
    return dead


def links(book: Path):
    map_links(book)
    dead = dead_links(book)
    if dead:
        sys.exit("book: dead links\n" + "\n".join(dead))


if __name__ == "__main__":
    what, where = sys.argv[1:]
    {"stage": stage, "links": links}[what](Path(where).resolve())
