"""What a scenario is, and the steps of one as the harness takes them."""

from dataclasses import dataclass, field

# The events that scenarios deliver, and the files of tests/fixtures/gire with their bodies.
STATUS_UPDATE, CREATE = "status_update", "create"
FILES = {STATUS_UPDATE: "pud_status_update.json", CREATE: "pud_create.json"}

LATER = {"wait": "1s"}


@dataclass(frozen=True)
class Scenario:
    """One run of the harness against a receiver of its own."""

    name: str
    # What is sent, and what is promised of it: the row of the table.
    sent: str
    steps: list = field(default_factory=list)
    status: int = 200
    # Evidence that must be equal, in table and queue.
    counts: dict = field(default_factory=dict)
    # What the only event must be.
    event: dict = field(default_factory=dict)
    # What happens besides: a name in ways.py.
    way: str = "undisturbed"
    # Whether a delivery is attempted again by the harness itself, so that only the last answer counts.
    retried: bool = False
    # Whether a message may come twice, as where a kill hits between sending it and noting that: GUARANTEES.md, 4.
    at_least_once: bool = False
    # Why Frontdesk does another thing than the catalogue wants. The scenario then holds what Frontdesk promises instead.
    differs: str = ""
    # Why it does not apply. Nothing is sent then.
    not_applicable: str = ""

    @property
    def id(self) -> str:
        """As the harness takes names."""
        return self.name.lower().replace(" ", "_").replace("-", "_")

    def events(self) -> list:
        """The events that are delivered, each once."""
        return list(dict.fromkeys(step["deliver"]["event"] for step in self.steps if "deliver" in step))


def deliver(event: str = STATUS_UPDATE, *mutations: dict, **more) -> dict:
    """A step that delivers an event, signed."""
    changes = {"mutations": list(mutations)} if mutations else {}
    return {"deliver": {"event": event, "signer": "gire", **changes, **more}}


def mutated(kind: str, **parameters) -> dict:
    """A step that delivers the event with one mutation."""
    return deliver(STATUS_UPDATE, {"type": f"{kind}-v1", **parameters})


def again(on: str) -> dict:
    """A second attempt of the same delivery, by the harness."""
    statuses = {"retryable_statuses": [503]} if on == "retryable_status" else {}
    return {"retry": {"max_attempts": 2, "backoff": ["200ms"], "retry_on": [on], **statuses}}
