"""The Rust programs on the pages compile as printed, in a new crate with the Cargo.toml of
docs/consume.md."""

import os
import re
import shutil
import subprocess

import pytest

from project import ROOT, read

PAGES = ("docs/consume.md",)


def blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", read(page), flags=re.DOTALL | re.MULTILINE)


PROGRAMS = [(page, number) for page in PAGES for number in range(len(blocks(page, "rust")))]


@pytest.mark.parametrize(("page", "number"), PROGRAMS)
def test_a_program_compiles_as_it_is_printed(page, number, tmp_path):
    (manifest,) = blocks("docs/consume.md", "toml")
    path = "../frontdesk/shared"
    assert path in manifest
    (tmp_path / "Cargo.toml").write_text(manifest.replace(path, str(ROOT / "shared")), encoding="utf-8")
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "main.rs").write_text(blocks(page, "rust")[number], encoding="utf-8")
    shutil.copy(ROOT / "Cargo.lock", tmp_path)
    # The dependencies are compiled once for all programs.
    environment = os.environ | {"CARGO_TARGET_DIR": str(ROOT / "target" / "snippets"), "RUSTFLAGS": "-D warnings"}
    check = subprocess.run(
        ["cargo", "check", "--quiet"], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert check.returncode == 0, f"{page}, program {number + 1}:\n{check.stderr}"


def test_there_are_programs():
    assert {page for page, _ in PROGRAMS} == set(PAGES)
