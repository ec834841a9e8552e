"""What happens to a scenario's deliveries besides being sent: crashes, lost answers. One function for each."""

from contextlib import contextmanager
from dataclasses import dataclass

import line
from harness import AMBIGUOUS, ENVIRONMENT_FAILURE, PASS, RECEIVER_FAILURE, Harness, HarnessError, Run
from line import Line
from receiver import Receiver
from scenario import Scenario
from scenarios import CANARY

# What `kill` leaves for the exit code.
KILLED = -9


@dataclass
class Trial:
    """A receiver that runs, and the harness, with the plan of one scenario."""

    scenario: Scenario
    receiver: Receiver
    harness: Harness

    def run(self) -> Run:
        """The run that the verdict is about."""
        return self.settled(self.harness.run(expected=self.expected()))

    def resume(self, run: Run) -> Run:
        """The same where an earlier run was cut short."""
        return self.settled(self.harness.resume(run, expected=self.expected()))

    def expected(self) -> tuple:
        """The harness counts every refusal as the receiver's failure, and a refusal is what some scenarios ask for."""
        return (PASS,) if self.scenario.status < 300 else (RECEIVER_FAILURE,)

    def settled(self, run: Run) -> Run:
        """Holds that the verdict rests on the assertions: all were there, and all hold."""
        asserted, failed = len(run.lines("assertions")), run.failed()
        if failed or not asserted:
            raise HarnessError(f"{asserted} assertions, of which do not hold: {failed}")
        return run


def undisturbed(trial: Trial):
    """Nothing else happens."""
    trial.run()


def killed_between(trial: Trial):
    """The plan runs twice, and the receiver is killed and started between."""
    trial.run()
    trial.receiver.kill()
    trial.receiver.start()
    trial.run()
    if (delivered := trial.receiver.counts()["delivered"]) != 2:
        raise HarnessError(f"the event was delivered {delivered} times, not twice")


def down_at_first(trial: Trial):
    """The receiver comes up after the first run, which the harness must call the environment's failure."""
    trial.receiver.kill()
    trial.harness.run(expected=(ENVIRONMENT_FAILURE,))
    trial.receiver.start()
    trial.run()


def answer_lost(trial: Trial):
    """The harness does not know what became of the first attempt. It is told to send again."""
    trial.resume(trial.harness.run(expected=(AMBIGUOUS,)))


def sender_killed(trial: Trial):
    """As before, but it is the harness that dies."""
    trial.resume(trial.harness.run(expected=(KILLED,)))


def searched_for_the_canary(trial: Trial):
    """Neither the receiver's lines nor the harness's reports hold a text of the body."""
    run = trial.run()
    trial.receiver.stop()
    lines = trial.receiver.lines.read_text(encoding="utf-8")
    if "stored" not in lines or CANARY in lines:
        raise HarnessError(f"the receiver's lines hold {CANARY}, or none of the delivery:\n{lines}")
    reports = "".join(path.read_text(encoding="utf-8") for path in run.folder.glob("*s.jsonl"))
    if CANARY in reports:
        raise HarnessError(f"the harness's reports in {run.folder} hold {CANARY}")
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
    """The port that a scenario sends to: the receiver's, or that of a line on which the first delivery goes wrong."""

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
            raise HarnessError(f"{between.requests} requests came over the line, not 2")
    finally:
        between.close()
