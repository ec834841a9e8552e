"""A scenario, and its steps as the harness takes them."""

from dataclasses import dataclass, field

# The events that scenarios deliver: files of tests/fixtures/gire with their bodies.
STATUS_UPDATE, CREATE = "status_update", "create"
FILES = {STATUS_UPDATE: "pud_status_update.json", CREATE: "pud_create.json"}

LATER = {"wait": "1s"}


@dataclass(frozen=True)
class Scenario:
    """One run of the harness with its own receiver."""

    name: str
    # For the row in the table: what is sent, and what Frontdesk promises about it.
    sent: str
    steps: list = field(default_factory=list)
    status: int = 200
    # Counts that table and queue must equal.
    counts: dict = field(default_factory=dict)
    # Properties that the only event must have.
    event: dict = field(default_factory=dict)
    # An additional disturbance: a name in ways.py.
    way: str = "undisturbed"
    # Whether the harness retries a delivery, so that only the last answer counts.
    retried: bool = False
    # Whether a message may come twice, as after a kill between sending it and recording that:
    # GUARANTEES.md, 4.
    at_least_once: bool = False
    # Why Frontdesk differs from the catalogue. The scenario then checks Frontdesk's promise
    # instead.
    differs: str = ""
    # Why it does not apply. Then nothing is sent.
    not_applicable: str = ""

    @property
    def id(self) -> str:
        """The name in the harness's form."""
        return self.name.lower().replace(" ", "_").replace("-", "_")

    def events(self) -> list:
        """Returns the delivered events, each once."""
        return list(dict.fromkeys(step["deliver"]["event"] for step in self.steps if "deliver" in step))


def deliver(event: str = STATUS_UPDATE, *mutations: dict, **more) -> dict:
    """Returns a step that delivers an event, signed."""
    changes = {"mutations": list(mutations)} if mutations else {}
    return {"deliver": {"event": event, "signer": "gire", **changes, **more}}


def mutated(kind: str, **parameters) -> dict:
    """Returns a step that delivers the event with one mutation."""
    return deliver(STATUS_UPDATE, {"type": f"{kind}-v1", **parameters})


def again(on: str) -> dict:
    """Returns a step in which the harness attempts the same delivery again."""
    statuses = {"retryable_statuses": [503]} if on == "retryable_status" else {}
    return {"retry": {"max_attempts": 2, "backoff": ["200ms"], "retry_on": [on], **statuses}}
