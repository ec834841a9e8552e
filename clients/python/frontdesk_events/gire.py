"""The events of Gire.

Made from the JSON Schema: FRONTDESK_WRITE_DOCS=1 cargo test --workspace --test e2e clients
"""

from __future__ import annotations

from typing import Literal, NotRequired, TypeAlias, TypedDict

from .common import EventOf, Maybe, Moment, Text


Status: TypeAlias = Text
"""The status of a PUD. The documentation shows these, but has no complete list.

The known words are `pre_trip_inspection`, `in_progress`, `completed`.
"""


class Create(TypedDict):
    """A PUD was created. Its data is not documented."""

    pudId: NotRequired[Maybe[Text]]
    """The PUD, a UUID."""
    referenceNumber: NotRequired[Maybe[Text]]
    """The customer's own reference."""


class CreateEvent(TypedDict):
    """The envelope of every event."""

    data: Create
    """What happened."""
    eventType: Text
    """The kind of event."""
    id: Text
    """Id of the event."""
    timestamp: Moment
    """When it happened."""


class PriceUpdate(TypedDict):
    """The price of a PUD changed. The currency is not given."""

    newPrice: Text
    """The price now, with the digits that Gire sent."""
    prevPrice: NotRequired[Maybe[Text]]
    """The price before, with the digits that Gire sent."""
    pudId: Text
    """The PUD, a UUID."""
    referenceNumber: NotRequired[Maybe[Text]]
    """The customer's own reference."""


class PriceUpdateEvent(TypedDict):
    """The envelope of every event."""

    data: PriceUpdate
    """What happened."""
    eventType: Text
    """The kind of event."""
    id: Text
    """Id of the event."""
    timestamp: Moment
    """When it happened."""


class StatusUpdate(TypedDict):
    """The status of a PUD changed."""

    newStatus: Status
    """The status now."""
    prevStatus: NotRequired[Maybe[Status]]
    """The status before."""
    pudId: Text
    """The PUD, a UUID."""
    referenceNumber: NotRequired[Maybe[Text]]
    """The customer's own reference."""


class StatusUpdateEvent(TypedDict):
    """The envelope of every event."""

    data: StatusUpdate
    """What happened."""
    eventType: Text
    """The kind of event."""
    id: Text
    """Id of the event."""
    timestamp: Moment
    """When it happened."""


Event: TypeAlias = (
    EventOf[Literal["gire.pud:status_update"], StatusUpdateEvent]
    | EventOf[Literal["gire.pud:price_update"], PriceUpdateEvent]
    | EventOf[Literal["gire.pud:create"], CreateEvent]
)
"""An event of Gire: its `type` says what its `data` is."""
