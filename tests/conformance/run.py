"""Runs all scenarios, each with its own receiver, and prints the table of docs/security.md.

    run.py HARNESS COMMAND FOLDER [WORD…]    the harness's clone, `frontdesk`, the working folder, words of the names
"""

import secrets
import shutil
import signal
import sys
import time
from pathlib import Path

import configuration
import observer
from harness import Harness, HarnessError
from receiver import Receiver
from scenario import Scenario
from scenarios import ALL
from ways import WAYS, Trial, line_to


def attempt(scenario: Scenario, source: Path, command: Path, folder: Path) -> str:
    """Runs one scenario. Returns what is wrong, or an empty text."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    receiver = Receiver(command, folder)
    token = secrets.token_hex(16)
    harness = Harness(source, folder, {"GIRE_SECRET": receiver.secret, "OBSERVER_TOKEN": token})
    try:
        receiver.start()
        with observer.serving(receiver.dynamodb, receiver.sqs, token) as observer_port:
            with line_to(scenario.way, receiver, harness.kill) as port:
                configuration.write(scenario, folder, port=port, observer_port=observer_port)
                harness.prepare()
                WAYS[scenario.way](Trial(scenario, receiver, harness))
        return still(scenario, receiver)
    except HarnessError as error:
        return str(error)
    finally:
        harness.end()
        receiver.kill()


def still(scenario: Scenario, receiver: Receiver) -> str:
    """Checks again after an orderly end, which finishes all work, and a restart. Returns what is
    wrong."""
    receiver.stop()
    receiver.start()
    found = receiver.counts()
    expected = scenario.counts if not scenario.at_least_once else scenario.counts | {"published": found["published"]}
    wrong = {key: found[key] for key in expected if found[key] != expected[key]}
    if wrong:
        return f"after a restart: {wrong}, not {scenario.counts}"
    events = observer.consumed(receiver.sqs)
    return "" if len(events) == scenario.counts["published"] else f"a consumer finds these events: {events}"


def verdict(scenario: Scenario, wrong: str) -> str:
    """Returns the word for the table."""
    if scenario.not_applicable:
        return "does not apply"
    if wrong:
        return "FAILS"
    return "differs" if scenario.differs else "passes"


def row(scenario: Scenario, word: str) -> str:
    """Returns the scenario's row in the table."""
    return f"| {scenario.name} | {scenario.sent} | {word} | {scenario.not_applicable or scenario.differs} |"


def main(source: str, command: str, folder: str, *words: str) -> int:
    """Returns the exit code: 1 if a scenario that applies does not pass."""
    # SIGTERM ends the receiver, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    # The harness runs in a folder of its own, so the path must be absolute.
    work = Path(folder).resolve()
    wanted = [scenario for scenario in ALL if not words or any(word in scenario.name for word in words)]
    rows, failures = [], []
    for scenario in wanted:
        started = time.monotonic()
        wrong = ""
        if not scenario.not_applicable:
            wrong = attempt(scenario, Path(source), Path(command), work / scenario.id)
        if wrong:
            failures.append(f"{scenario.name}: {wrong}\n  left in {work / scenario.id}")
        word = verdict(scenario, wrong)
        print(f"{word:<15} {time.monotonic() - started:5.1f} s  {scenario.name}", flush=True)
        rows.append(row(scenario, word))
    print("\n| scenario | what is sent: the expected result | verdict | why |\n|---|---|---|---|", *rows, sep="\n")
    for failure in failures:
        print(f"\n{failure}", file=sys.stderr)
    return 1 if failures or not wanted else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
