"""What scripts/book.py makes of the links in a built book, and which it finds dead. .ci/run builds the real one."""

import os
import subprocess
import sys

import pytest

from project import ROOT


def links(book, html: str, **environment) -> tuple[subprocess.CompletedProcess, str]:
    page = book / "docs" / "page.html"
    page.parent.mkdir(exist_ok=True)
    page.write_text(html, encoding="utf-8")
    (book / "README.html").write_text('<h1 id="top">Frontdesk</h1>', encoding="utf-8")
    command = [sys.executable, ROOT / "scripts" / "book.py", "links", book]
    run = subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, check=False)
    return run, page.read_text(encoding="utf-8")


def test_pages_stay_and_source_files_lead_to_the_repository(tmp_path):
    html = '<a href="../README.html#top">a page</a> <a href="../tests/rehearse.sh">a file</a> <a href="../tests">a folder</a>'
    run, text = links(tmp_path, html, FRONTDESK_REPOSITORY="https://example.com/blob/main")
    assert run.returncode == 0, run.stderr
    assert '"../README.html#top"' in text
    assert '"https://example.com/blob/main/tests/rehearse.sh"' in text and '"https://example.com/blob/main/tests"' in text


def test_without_a_repository_source_files_are_plain_text(tmp_path):
    run, text = links(tmp_path, '<a href="../tests/rehearse.sh">a file</a>', FRONTDESK_REPOSITORY="")
    assert run.returncode == 0 and text == "a file"


@pytest.mark.parametrize("link", ["missing.html", "../README.html#missing", "#missing", "../img/missing.png"])
def test_a_dead_link_is_found(link, tmp_path):
    run, _ = links(tmp_path, f'<a href="{link}">x</a>')
    assert run.returncode != 0 and link in run.stderr
