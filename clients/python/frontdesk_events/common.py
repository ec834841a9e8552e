"""The parts that all events share, and the types of values that all providers share.

Generated from the JSON Schema: FRONTDESK_WRITE_DOCS=1 cargo test --workspace --test payloads clients
"""

from typing import Generic, Literal, Never, NotRequired, TypeAlias, TypedDict, TypeVar


class Envelope(TypedDict):
    """The fields that all events have: a CloudEvent 1.0."""

    account: NotRequired[str | None]
    """The provider's account, if accounts are named: the name of the matching secret."""
    action: NotRequired[str | None]
    """What happened, in the vocabulary that all providers share: see docs/vocabulary.md. Missing
    if no word fits.
    """
    dataref: NotRequired[str]
    """The location of a body that is not in the message."""
    entity: NotRequired[str | None]
    """What it happened to, in the same vocabulary. Missing if no word fits."""
    id: str
    """The event's id within its provider. Delivery is at least once: de-duplicate on `source`
    and `id`.
    """
    occurrence: NotRequired[int | None]
    """The ordinal of this event among those with the same content, if not 1: the same thing was
    done again.
    """
    receivedat: str
    """When it arrived. RFC 3339."""
    replay: NotRequired[bool]
    """Whether an operator replayed it. The id stays the same."""
    sha256: str
    """SHA-256 of the provider's body, hex."""
    source: str
    """`/frontdesk/<provider>` or `/frontdesk/<provider>/<account>`."""
    specversion: NotRequired[Literal["1.0"]]
    """CloudEvents version."""
    subject: NotRequired[str | None]
    """What the event is about: `reservation/26361`."""
    time: str
    """When it happened, if known; otherwise when it arrived. RFC 3339."""
    verification: str
    """What the proof of origin covers: `body`, `fields` or `token`."""


Flag: TypeAlias = bool | str | float
"""A boolean, in any of the forms that providers use: `true`, `"true"`, `1`, `"1"`, and the same
for false.
"""


Moment: TypeAlias = str | float
"""A point in time, as the provider writes it: with a zone, as local time in an unknown zone, as
a date, in unix seconds, or as text that is no time, such as `N/A`.
"""


Nothing: TypeAlias = None | Literal[""] | list[Never] | dict[str, Never]
"""The ways in which providers write nothing."""


Text: TypeAlias = str | float
"""Text. Providers write some texts as numbers."""


T = TypeVar("T")
Type = TypeVar("Type", bound=str)
Data = TypeVar("Data")

Maybe: TypeAlias = T | Nothing
"""A value that may be absent, or written in one of the ways to write nothing. `given` reads it."""

Many: TypeAlias = list[T] | T | Nothing
"""A list. A single value is a list of one, and nothing is an empty list. `many` reads it."""


class EventOf(Envelope, Generic[Type, Data]):
    """An event whose `type` determines its `data`."""

    type: Type
    """`<provider>.<kind>`."""
    data: Data
    """The provider's body, as received."""
