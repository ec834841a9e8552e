"""What all events have, and the forms of values that all providers share.

Made from the JSON Schema: FRONTDESK_WRITE_DOCS=1 cargo test --workspace --test e2e clients
"""

from typing import Generic, Literal, Never, NotRequired, TypeAlias, TypedDict, TypeVar


class Envelope(TypedDict):
    """What all events have: a CloudEvent 1.0."""

    account: NotRequired[str | None]
    """The account of the provider, where accounts have names: the name of the secret that
    matched.
    """
    action: NotRequired[str | None]
    """What happened, in the words that all providers share: see docs/vocabulary.md. Missing
    where none fits.
    """
    dataref: NotRequired[str]
    """Where the body is, when it is not inside."""
    entity: NotRequired[str | None]
    """What it happened to, in those words. Missing where none fits."""
    id: str
    """The event's id within its provider. De-duplicate on `source` and `id`: delivery is at
    least once.
    """
    occurrence: NotRequired[int | None]
    """Which event with this content it is, where it is not the first: the same was done again."""
    receivedat: str
    """When it arrived. RFC 3339."""
    replay: NotRequired[bool]
    """Whether an operator has sent it again, with the id that it had the first time."""
    sha256: str
    """SHA-256 of the provider's body, hex."""
    source: str
    """`/frontdesk/<provider>`, or `/frontdesk/<provider>/<account>`."""
    specversion: NotRequired[Literal["1.0"]]
    """Of CloudEvents."""
    subject: NotRequired[str | None]
    """What the event is about: `reservation/26361`."""
    time: str
    """When it happened, or else when it arrived. RFC 3339."""
    verification: str
    """What the proof of origin covers: `body`, `fields` or `token`."""


Flag: TypeAlias = bool | str | float
"""A yes or no, however it is written: `true`, `"true"`, `1`, `"1"`, and the like for no."""


Moment: TypeAlias = str | float
"""A point in time, as the provider writes it: with a zone, by a clock whose zone is unknown, a
date only, in unix seconds, or none at all, such as `N/A`.
"""


Nothing: TypeAlias = None | Literal[""] | list[Never] | dict[str, Never]
"""The ways in which providers write that there is nothing."""


Text: TypeAlias = str | float
"""A text. Providers write some as numbers."""


T = TypeVar("T")
Type = TypeVar("Type", bound=str)
Data = TypeVar("Data")

Maybe: TypeAlias = T | Nothing
"""What may be missing: absent, or written in one of the ways to write nothing. `given` tells."""

Many: TypeAlias = list[T] | T | Nothing
"""Several things. One thing is a list of one, and nothing is an empty list. `many` reads it."""


class EventOf(Envelope, Generic[Type, Data]):
    """An event whose `type` says what its `data` is."""

    type: Type
    """`<provider>.<kind>`."""
    data: Data
    """The provider's body, as it was received."""
