"""Questions that are asked one after the other, and the table of their answers."""

import textwrap
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass


class DidNotHold(Exception):
    """The expectation failed: says what was found instead."""


class Skipped(Exception):
    """The question was not asked: says why."""


@dataclass(frozen=True)
class Step:
    """A question and its check: a function that returns what it found, or raises one of the
    above."""

    name: str
    question: str
    ask: Callable
    # Why a local engine cannot answer it, if so.
    only_on_aws: str


STEPS: list[Step] = []


def step(name: str, question: str, only_on_aws: str = ""):
    """Registers a function as the check of a question. The order is that of the imports."""

    def register(ask: Callable) -> Callable:
        STEPS.append(Step(name, question, ask, only_on_aws))
        return ask

    return register


@dataclass(frozen=True)
class Answer:
    """The outcome: held, DID NOT HOLD or skipped."""

    step: Step
    outcome: str
    found: str
    seconds: float


def ask(step: Step, stack) -> Answer:
    """Asks one question. Any failure is an answer: the hour continues."""
    started = time.monotonic()
    try:
        if stack.is_local and step.only_on_aws:
            raise Skipped(step.only_on_aws)
        outcome, found = "held", step.ask(stack)
    except Skipped as reason:
        outcome, found = "skipped", str(reason)
    except DidNotHold as instead:
        outcome, found = "DID NOT HOLD", str(instead)
    except Exception as error:  # noqa: BLE001
        traceback.print_exc()
        outcome, found = "DID NOT HOLD", f"{type(error).__name__}: {error}"
    return Answer(step, outcome, found, time.monotonic() - started)


def hold(is_so: bool, instead: str):
    """Raises unless the condition holds."""
    if not is_so:
        raise DidNotHold(instead)


def wait(what: str, seconds: float, look: Callable, every: float = 1.0):
    """Waits for the first true value of `look`, and returns it; raises after so many seconds."""
    end = time.monotonic() + seconds
    while not (found := look()):
        hold(time.monotonic() < end, f"not within {seconds:.0f} s: {what}")
        time.sleep(every)
    return found


def table(answers: list[Answer]) -> str:
    """Returns the table for people and for a file: one block for each question."""
    lines = []
    for answer in answers:
        lines.append(f"{answer.outcome:<13} {answer.step.name}  ({answer.seconds:.0f} s)")
        for text in (answer.step.question, f"=> {answer.found}"):
            lines += textwrap.wrap(text, 110, initial_indent=" " * 14, subsequent_indent=" " * 14)
    count = {outcome: sum(answer.outcome == outcome for answer in answers) for outcome in ("held", "DID NOT HOLD", "skipped")}
    lines += ["", ", ".join(f"{number} {outcome}" for outcome, number in count.items())]
    return "\n".join(lines)
