"""dist/, from which a stack is deployed without Rust: complete, here for one architecture, and
reproducible.

test_first_hour.py deploys it.
"""

import json
import re
import subprocess
import zipfile
from pathlib import Path

from samtranslator.yaml_helper import yaml_parse

import engines
from project import ROOT, read
from rules import FUNCTIONS
from stack import source

PACKAGE = ROOT / "scripts" / "package.sh"


def files(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_it_has_everything_that_its_page_names(dist):
    """No other file either: an unknown one would be deployed or trusted all the same."""
    zips = {f"x86_64/{name.lower()}{ending}" for name in FUNCTIONS for ending in (".zip", ".cdx.json")}
    others = {"frontdesk-linux-x86_64", "frontdesk-linux-x86_64.cdx.json", "template-x86_64.yaml", "samconfig.toml"}
    others |= {"README.md", "LICENSE", "THIRD-PARTY.txt", "SHA256SUMS"}
    assert set(files(dist)) == zips | others
    named = set(re.findall(r"^\| (.*?) \|", (dist / "README.md").read_text(), flags=re.MULTILINE))
    assert {"`template-x86_64.yaml`, `x86_64/`", "`LICENSE`, `THIRD-PARTY.txt`"} <= named


def test_a_second_run_gives_the_same_bytes(dist, tmp_path):
    again = engines.package(tmp_path / "dist")
    assert files(again) == files(dist)


def test_a_zip_is_the_function_that_was_built(dist):
    for name in FUNCTIONS:
        with zipfile.ZipFile(dist / "x86_64" / f"{name.lower()}.zip") as file:
            (entry,) = file.infolist()
            assert (entry.filename, entry.external_attr >> 16) == ("bootstrap", 0o100755), name
            assert file.read(entry) == (ROOT / ".aws-sam/build" / name / "bootstrap").read_bytes(), name


def test_the_template_differs_in_what_is_built_only(dist):
    packaged, written = yaml_parse((dist / "template-x86_64.yaml").read_text()), source()
    assert packaged["Parameters"]["Architecture"]["AllowedValues"] == ["x86_64"]
    packaged["Parameters"]["Architecture"] = written["Parameters"]["Architecture"]
    for name in FUNCTIONS:
        of_package, of_source = packaged["Resources"][name], written["Resources"][name]
        assert of_package["Properties"].pop("CodeUri") == f"x86_64/{name.lower()}.zip"
        assert of_source["Properties"].pop("CodeUri").endswith("/")
        assert of_source["Metadata"].pop("BuildMethod") == "rust-cargolambda"
        # Other metadata stay; if there were none, no empty section is left.
        assert of_package.get("Metadata", {}) == of_source.pop("Metadata")
        of_package.pop("Metadata", None)
    assert packaged == written


def test_the_checksums_are_right(dist):
    run = subprocess.run(["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=dist, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
    assert len(run.stdout.splitlines()) == len(files(dist)) - 1


def test_the_bill_of_a_function_has_the_crates_that_cargo_compiles(dist):
    """Cargo's own list for the package alone; the bill may have more, since it covers the whole
    workspace's features."""
    for package, bill in (("gire", "x86_64/gire.cdx.json"), ("frontdesk-cli", "frontdesk-linux-x86_64.cdx.json")):
        tree = ["cargo", "tree", "--locked", "--package", package, "--edges", "normal", "--prefix", "none", "--format", "{p}"]
        tree += ["--target", "x86_64-unknown-linux-gnu"]
        listed = subprocess.run(tree, cwd=ROOT, check=True, capture_output=True, text=True).stdout
        compiled = {tuple(line.split()[:2]) for line in listed.splitlines() if line}
        components = json.loads((dist / bill).read_text())["components"]
        billed = {(one["name"], f"v{one['version']}") for one in components}
        missing = {crate for crate in compiled - billed if crate[0] != package}
        assert not missing, f"{bill}: {missing}"
        assert str(ROOT) not in (dist / bill).read_text(), f"{bill} names a folder of this machine"


def test_the_licences_are_those_of_all_crates(dist):
    text = (dist / "THIRD-PARTY.txt").read_text()
    for crate in ("ring", "rustls", "tokio", "aws-sdk-dynamodb", "serde_json"):
        (version,) = set(re.findall(rf'name = "{crate}"\nversion = "([^"]+)"', read("Cargo.lock")))
        assert f"  {crate} {version}\n" in text, crate
    assert "&quot;" not in text, "licences must be text, not HTML"


def test_what_is_for_another_processor_is_refused(tmp_path):
    command = [PACKAGE, "--built", ".aws-sam/build", "--command", engines.frontdesk(), "--architecture", "arm64"]
    run = subprocess.run([*command, "--output", tmp_path / "dist"], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode != 0 and "is not for arm64" in run.stderr, run.stderr
    assert not (tmp_path / "dist").exists()
