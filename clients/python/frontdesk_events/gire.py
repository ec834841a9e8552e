"""The events of Gire.

Generated from the JSON Schema: FRONTDESK_WRITE_DOCS=1 cargo test --workspace --test payloads clients
"""

from __future__ import annotations

from typing import Literal, NotRequired, TypeAlias, TypedDict

from .common import EventOf, Maybe, Moment, Text


Status: TypeAlias = Text
"""The status of a PUD. The documentation shows these values, but has no complete list.

The known words are `pre_trip_inspection`, `in_progress`, `completed`.
"""


class Create(TypedDict):
    """A PUD was created. Its data is not documented."""

    pudId: NotRequired[Maybe[Text]]
    """Id of the PUD, a UUID."""
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
    """The new price, with the digits that Gire sent."""
    prevPrice: NotRequired[Maybe[Text]]
    """The previous price, with the digits that Gire sent."""
    pudId: Text
    """Id of the PUD, a UUID."""
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
    """The new status."""
    prevStatus: NotRequired[Maybe[Status]]
    """The previous status."""
    pudId: Text
    """Id of the PUD, a UUID."""
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
"""An event from Gire. Its `type` determines its `data`."""
