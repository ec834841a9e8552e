"""The engines that the checks use, each a child process on a free port, ended with SIGTERM."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from project import ROOT, VENV, target


@contextmanager
def ministack(folder: Path):
    """Runs an independent implementation of DynamoDB, SQS and Secrets Manager. Yields its
    address."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    settings = {
        "BIND_HOST": "127.0.0.1",
        "GATEWAY_PORT": str(port),
        "AWS_ENDPOINT_URL": address,
        "LOG_LEVEL": "WARNING",
        "TMPDIR": str(folder),
    }
    command = [str(VENV / "checks" / "bin" / "ministack")]
    with running("ministack", command, settings, f"{address}/_ministack/health", folder):
        yield address


@contextmanager
def local_sqs(folder: Path):
    """Runs the SQS endpoint of `local/`, with its messages in memory. Yields its address."""
    build("--example", "sqs")
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    # Not through `cargo run`, which would not forward the signal.
    command = [str(target() / "debug" / "examples" / "sqs"), str(port)]
    with running("the local SQS endpoint", command, {}, address, folder):
        yield address


@contextmanager
def local_run(folder: Path):
    """Runs `frontdesk dev` in memory. Yields the addresses of the endpoints, of DynamoDB and of
    SQS."""
    build("--bin", "frontdesk")
    ports = {flag: free_port() for flag in ("--port", "--dynamodb-port", "--sqs-port", "--secrets-port")}
    command = [frontdesk(), "dev", "--ephemeral", *(str(word) for flag in ports.items() for word in flag)]
    functions, dynamodb, sqs, _ = (f"http://127.0.0.1:{port}" for port in ports.values())
    with running("the local run", command, {}, functions, folder):
        yield functions, dynamodb, sqs


@contextmanager
def inspector(arguments: list, settings: dict | None = None, beside: Path | None = None):
    """Runs `frontdesk inspect` on running engines, or on the local run in `beside`. Yields its
    page's address."""
    page = f"http://127.0.0.1:{(port := free_port())}"
    with TemporaryDirectory(dir=beside) as folder:
        command = [frontdesk(), "inspect", "--port", str(port), *arguments]
        with running("the inspector", command, settings or {}, page, Path(folder)):
            yield page


def known_to_the_engine(template: Path) -> Path:
    """Returns the template, or a copy beside it without what the engine refuses: alarms on several
    metrics get one."""
    # As text, in the project's and in SAM's form: the copy may be edited again before it is
    # deployed.
    several = r"(?m)^ {6}Metrics:\n(?:(?: {6}-| {7,}).*\n)+"
    one = "".join(f"      {line}\n" for line in ("Namespace: none", "MetricName: none", "Statistic: Sum", "Period: 60"))
    text, count = re.subn(several, one, template.read_text(encoding="utf-8"))
    if not count:
        return template
    copy = template.with_name("for-the-engine.yaml")
    copy.write_text(text, encoding="utf-8")
    return copy


def build_functions():
    """Builds all functions as an operator does, for this machine's processor; the template's
    default is another."""
    _with_sam(ROOT / "scripts" / "build.sh", "x86_64")


def sam_build(*more):
    """Runs `sam build` on these resources, for this machine's processor."""
    # Arguments come first: the overrides consume all words that follow them.
    _with_sam("sam", "build", *more, "--parameter-overrides", "Architecture=x86_64")


def _with_sam(*command):
    environment = os.environ | {"PATH": f"{VENV / 'sam' / 'bin'}:{os.environ['PATH']}"}
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def package(folder: Path) -> Path:
    """Packages `sam build`'s output and the tests' build of the command into a folder. Returns
    it."""
    command = [ROOT / "scripts" / "package.sh", "--built", ".aws-sam/build", "--command", frontdesk()]
    command += ["--architecture", "x86_64", "--output", folder]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    return folder


def build(*what: str):
    """Builds a program with the whole workspace's features and the tests' profile, so nothing is
    built twice."""
    subprocess.run(["cargo", "build", "--locked", "--quiet", "--profile", "test", "--workspace", *what], cwd=ROOT, check=True)


def published(table, provider: str) -> list:
    """Returns the provider's rows once none is pending: the mark follows the message. `table` needs
    `rows(provider)`."""
    end = time.monotonic() + 15
    while any("pending" in row for row in table.rows(provider)):
        assert time.monotonic() < end, "a published event stays in the outbox"
        time.sleep(0.05)
    return table.rows(provider)


def frontdesk() -> str:
    """Returns the path of the compiled command."""
    return str(target() / "debug" / "frontdesk")


def free_port() -> int:
    """Returns a free port."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@contextmanager
def running(name: str, command: list, settings: dict, ready: str, folder: Path):
    """Runs a program that answers HTTP at `ready`. Ends it with SIGTERM."""
    log = folder / "log.txt"
    with log.open("w") as output:
        child = subprocess.Popen(command, env=os.environ | settings, cwd=folder, stdout=output, stderr=output)
    try:
        _wait(name, child, ready, log)
        yield
    finally:
        child.send_signal(signal.SIGTERM)
        try:
            child.wait(timeout=15)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
            raise AssertionError(f"{name} did not end within 15 s of SIGTERM") from None
        sys.stdout.write(log.read_text(errors="replace"))


def _wait(name: str, child: subprocess.Popen, ready: str, log: Path):
    """Waits until the engine answers HTTP, with any status."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        assert child.poll() is None, f"{name} ended at start-up:\n{log.read_text(errors='replace')}"
        try:
            with urllib.request.urlopen(ready, timeout=2):
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.05)
    raise AssertionError(f"{name} did not answer at {ready} within 30 s:\n{log.read_text(errors='replace')}")
