"""Every link of the documentation leads somewhere, and every page can be found.

Links to other sites are not followed; target/external-links.txt has them, page by page.
"""

import posixpath
import re
from urllib.parse import unquote

import pytest

from markdown import all_markdown, anchors, links, pages, tracked
from project import ROOT, read

INDEX, SUMMARY, DECISIONS = "docs/README.md", "docs/SUMMARY.md", "docs/decisions/README.md"
OUTSIDE = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
# A page as code, comments and messages name it. After a slash it is a page of something else.
MENTION = re.compile(r"(?<![\w/.-])((?:docs/(?:decisions/)?[\w-]+|ARCHITECTURE|CHANGELOG|CONTRIBUTING|GUARANTEES|README|SECURITY)\.md)(?:#([\w-]+))?")
# Pages that are missing on purpose, and pages of the conformance harness.
NOT_OURS = {
    "tests/rehearse/faults.py": {"docs/runbook.md#bad"},
    "tests/conformance/harness.py": {"docs/failure-diagnosis-and-reporting.md"},
    "tests/conformance/observer.py": {"docs/observers.md"},
}
TEXT = (".editorconfig", ".hbs", ".in", ".js", ".md", ".mjs", ".py", ".rs", ".sh", ".toml", ".ts", ".yaml", ".yml", "/run", "justfile")


def resolved(page: str, target: str) -> tuple[str, str]:
    """Path in the repository and anchor of a relative link."""
    path, _, anchor = unquote(target).partition("#")
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) if path else page, anchor


def inside(page: str) -> list[tuple[str, str]]:
    return [resolved(page, link.target) for link in links(page) if not OUTSIDE.match(link.target)]


def dead(path: str, anchor: str) -> str | None:
    if path not in tracked() and not any(name.startswith(f"{path}/") for name in tracked()):
        return f"there is no {path}"
    if anchor and path.endswith(".md") and anchor not in anchors(path):
        return f"{path} has no section #{anchor}"
    return None


@pytest.mark.parametrize("page", all_markdown())
def test_every_link_leads_somewhere(page):
    relative = [link for link in links(page) if not OUTSIDE.match(link.target)]
    wrong = [f"{page}:{link.line}: {why}" for link in relative if (why := dead(*resolved(page, link.target)))]
    assert not wrong, "\n".join(wrong)


def test_every_page_that_a_file_names_is_there():
    """In messages, comments, the template: `docs/x.md`, also with a section."""
    wrong = []
    for name in tracked():
        if name == "tests/rehearse/test_links.py" or not name.endswith(TEXT):
            continue
        for number, line in enumerate(read(name).splitlines(), start=1):
            for found in MENTION.finditer(line):
                why = dead(found[1], found[2] or "")
                if why and found[0] not in NOT_OURS.get(name, ()):
                    wrong.append(f"{name}:{number}: {why}")
    assert not wrong, "\n".join(wrong)


def test_every_page_is_in_the_index_and_in_the_book():
    """Decisions have an index of their own; scripts/book.py puts them into the book."""
    decisions = {page for page in pages() if page.startswith("docs/decisions/")} - {DECISIONS}
    others = set(pages()) - decisions - {INDEX, SUMMARY}
    named = {page: {path for path, _ in inside(page)} for page in (INDEX, SUMMARY, DECISIONS)}
    missing = {
        INDEX: others - named[INDEX],
        SUMMARY: (others | {INDEX}) - named[SUMMARY],
        DECISIONS: decisions - named[DECISIONS],
    }
    assert not any(missing.values()), missing


def test_every_page_can_be_reached_from_the_readme():
    reached, ahead = set(), ["README.md"]
    while ahead:
        page = ahead.pop()
        if page not in reached and page in pages():
            reached.add(page)
            ahead += [path for path, _ in inside(page)]
    assert not set(pages()) - reached - {SUMMARY}


def test_links_to_other_sites_are_listed(say):
    """They use TLS, but for addresses of this machine."""
    outside = [(page, link) for page in all_markdown() for link in links(page) if OUTSIDE.match(link.target)]
    plain = [f"{page}:{link.line}: {link.target}" for page, link in outside if re.match(r"http://(?!127\.0\.0\.1|localhost)", link.target)]
    assert not plain, "\n".join(plain)
    listed = ROOT / "target" / "external-links.txt"
    listed.parent.mkdir(exist_ok=True)
    listed.write_text("".join(f"{link.target}  {page}:{link.line}\n" for page, link in outside), encoding="utf-8")
    say(f"{len({link.target for _, link in outside})} links to other sites, in target/external-links.txt")


def test_a_dead_link_is_found():
    assert dead("docs/x.md", "") and dead("docs/proof.md", "no-such-section") and not dead("docs/proof.md", "mutations")
