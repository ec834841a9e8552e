"""Disturbances of a scenario's deliveries: crashes, lost answers. One function for each."""

from contextlib import contextmanager
from dataclasses import dataclass

import line
from harness import AMBIGUOUS, ENVIRONMENT_FAILURE, PASS, RECEIVER_FAILURE, Harness, HarnessError, Run
from line import Line
from receiver import Receiver
from scenario import Scenario
from scenarios import CANARY

# The exit code after `kill`.
KILLED = -9


@dataclass
class Trial:
    """A running receiver, and the harness with the plan of one scenario."""

    scenario: Scenario
    receiver: Receiver
    harness: Harness

    def run(self) -> Run:
        """Runs the plan. The verdict is about this run."""
        return self.settled(self.harness.run(expected=self.expected()))

    def resume(self, run: Run) -> Run:
        """Continues an earlier run that was cut short. The verdict is about this run."""
        return self.settled(self.harness.resume(run, expected=self.expected()))

    def expected(self) -> tuple:
        """Returns the accepted exit codes: the harness counts every refusal as a failure, but some
        scenarios demand one."""
        return (PASS,) if self.scenario.status < 300 else (RECEIVER_FAILURE,)

    def settled(self, run: Run) -> Run:
        """Checks that the verdict rests on all assertions, and that all of them hold."""
        asserted, failed = len(run.lines("assertions")), run.failed()
        if failed or not asserted:
            raise HarnessError(f"{asserted} assertions, of which failed: {failed}")
        return run


def undisturbed(trial: Trial):
    """Nothing else happens."""
    trial.run()


def killed_between(trial: Trial):
    """The plan runs twice, and the receiver is killed and restarted in between."""
    trial.run()
    trial.receiver.kill()
    trial.receiver.start()
    trial.run()
    if (delivered := trial.receiver.counts()["delivered"]) != 2:
        raise HarnessError(f"the event was delivered {delivered} times, not twice")


def down_at_first(trial: Trial):
    """The receiver starts after the first run, which the harness must call an environment
    failure."""
    trial.receiver.kill()
    trial.harness.run(expected=(ENVIRONMENT_FAILURE,))
    trial.receiver.start()
    trial.run()


def answer_lost(trial: Trial):
    """The harness does not know the fate of the first attempt, and is told to send again."""
    trial.resume(trial.harness.run(expected=(AMBIGUOUS,)))


def sender_killed(trial: Trial):
    """Like `answer_lost`, but the harness itself is killed."""
    trial.resume(trial.harness.run(expected=(KILLED,)))


def searched_for_the_canary(trial: Trial):
    """Neither the receiver's lines nor the harness's reports contain a text of the body."""
    run = trial.run()
    trial.receiver.stop()
    lines = trial.receiver.lines.read_text(encoding="utf-8")
    if "stored" not in lines or CANARY in lines:
        raise HarnessError(f"the receiver's lines contain {CANARY}, or lack the delivery:\n{lines}")
    reports = "".join(path.read_text(encoding="utf-8") for path in run.folder.glob("*s.jsonl"))
    if CANARY in reports:
        raise HarnessError(f"the harness's reports in {run.folder} contain {CANARY}")
    trial.receiver.start()


WAYS = {
    "undisturbed": undisturbed,
    "killed between": killed_between,
    "down at first": down_at_first,
    "answer lost": answer_lost,
    "killed at the answer": answer_lost,
    "sender killed": sender_killed,
    "busy at first": undisturbed,
    "searched for the canary": searched_for_the_canary,
}


@contextmanager
def line_to(way: str, receiver: Receiver, kill_sender):
    """Yields the port that a scenario sends to: the receiver's, or a line's on which the first
    delivery fails."""

    def restart():
        receiver.kill()
        receiver.start()

    first = {
        "answer lost": line.lose_answer,
        "killed at the answer": line.then(restart),
        "sender killed": line.then(kill_sender),
        "busy at first": line.be_busy,
    }.get(way)
    if first is None:
        yield receiver.port
        return
    between = Line(receiver.port, first)
    try:
        yield between.port
        if between.requests != 2:
            raise HarnessError(f"{between.requests} requests passed, not 2")
    finally:
        between.close()
