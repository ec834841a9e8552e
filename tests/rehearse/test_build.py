"""`sam build` of all functions, and whether its output can run on Lambda's system."""

import hashlib
import os
import re
import subprocess
from pathlib import Path

import pytest

import engines
from project import ROOT
from rules import FUNCTIONS

BUILD = ROOT / ".aws-sam" / "build"
# The C library of Amazon Linux 2023, the base of provided.al2023.
NEWEST_GLIBC = (2, 34)
# The functions have a third of this size. One that exceeds it has gained an unwanted dependency.
LARGEST = 15_000_000


@pytest.fixture(scope="module")
def bootstraps(sam_build) -> dict[str, Path]:
    """Returns the executable of every function."""
    return {name: BUILD / name / "bootstrap" for name in FUNCTIONS}


def test_sam_builds_every_function(sam_build, bootstraps, say):
    say(f"the build took {sam_build:.0f} s")
    for name, file in bootstraps.items():
        assert [entry.name for entry in file.parent.iterdir()] == ["bootstrap"], name
        assert os.access(file, os.X_OK), name
        say(f"{name:<10} {file.stat().st_size / 1e6:6.2f} MB")


def test_every_function_is_its_own(bootstraps):
    """The functions share Cargo's target folder; a mix-up would deploy one under another's name."""
    digests = {name: hashlib.sha256(file.read_bytes()).hexdigest() for name, file in bootstraps.items()}
    assert len(set(digests.values())) == len(digests), digests


def test_a_second_build_gives_the_same_bytes(bootstraps, tmp_path):
    """Compiles and links all our code again; differing bytes would be redeployed needlessly."""
    for file in (ROOT / "shared/src/lib.rs", ROOT / "functions/gire/src/main.rs"):
        file.touch()
    engines.sam_build("Gire", "--build-dir", tmp_path)
    assert (tmp_path / "Gire" / "bootstrap").read_bytes() == bootstraps["Gire"].read_bytes()


def test_no_function_carries_debug_information(bootstraps):
    for name, file in bootstraps.items():
        dump = subprocess.run(["objdump", "--syms", "-h", file], check=True, capture_output=True, text=True).stdout
        assert "no symbols" in dump and ".debug_" not in dump, name


def test_every_function_is_small(bootstraps):
    for name, file in bootstraps.items():
        assert file.stat().st_size < LARGEST, name


def test_lambda_has_the_libraries_that_the_functions_need(bootstraps, say):
    newest = (0, 0)
    for name, file in bootstraps.items():
        dump = ["objdump", "--dynamic-syms", "--private-headers", file]
        symbols = subprocess.run(dump, check=True, capture_output=True, text=True).stdout
        assert "file format elf64-" in symbols, name
        libraries = set(re.findall(r"NEEDED\s+(\S+)", symbols))
        assert libraries <= {
            "libc.so.6",
            "libm.so.6",
            "libgcc_s.so.1",
            "libpthread.so.0",
            "libdl.so.2",
            "ld-linux-x86-64.so.2",
            "ld-linux-aarch64.so.1",
        }, f"{name}: {libraries}"
        versions = {tuple(map(int, v.split("."))) for v in re.findall(r"GLIBC_(\d+\.\d+)", symbols)}
        assert versions, f"{name} names no C library"
        assert max(v[:2] for v in versions) <= NEWEST_GLIBC, f"{name} needs a newer C library: {max(versions)}"
        newest = max(newest, max(versions))
    say(f"newest GLIBC that a function needs: {newest[0]}.{newest[1]}; Lambda has {NEWEST_GLIBC[0]}.{NEWEST_GLIBC[1]}")
