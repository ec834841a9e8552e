"""The events of Ombori.

Made from the JSON Schema: FRONTDESK_WRITE_DOCS=1 cargo test --workspace --test e2e clients
"""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypeAlias, TypedDict

from .common import EventOf, Flag, Many, Maybe, Moment, Text


Status: TypeAlias = Text
"""The state of a ticket.

The known words are `draft`, `pending`, `notified`, `rejected`, `completed`,
`notifiedToApproach`, `notifiedToLeaveSoon`, `notifiedToLeave`, `remindedAboutBooking`,
`notifiedAboutBooking`, `notifiedToReschedule`.
"""


PositionType: TypeAlias = Text
"""How a ticket was created.

The known words are `anonymous`, `booking`, `manual`.
"""


NotificationType: TypeAlias = Text
"""The means by which a customer is notified.

The known words are `phoneNumber`, `email`, `applePass`.
"""


FieldType: TypeAlias = Text
"""The type of a field that a customer filled in.

The known words are `textarea`, `input`, `checkbox`, `radio`, `phone`, `email`, `category`.
"""


class Answer(TypedDict):
    """One thing that a customer entered."""

    label: NotRequired[Maybe[Text]]
    """The field's label."""
    name: NotRequired[Text]
    """Name of the field: `phone`."""
    placeholder: NotRequired[Maybe[Text]]
    """The field's placeholder."""
    type: NotRequired[Maybe[FieldType]]
    """The type of the field."""
    validationRules: NotRequired[Any]
    """The validation rules. Their form is not documented."""
    value: NotRequired[Any]
    """What was entered."""


class Appointment(TypedDict):
    """The meeting of a booking in a calendar."""

    displayName: NotRequired[Maybe[Text]]
    """Name of the person whom the customer meets."""
    eventId: NotRequired[Maybe[Text]]
    """Id of the calendar's event."""
    managerEmail: NotRequired[Maybe[Text]]
    """Email address of the person whom the customer meets."""
    managerId: NotRequired[Maybe[Text]]
    """Id of the person whom the customer meets, in the organization's directory."""


class Booking(TypedDict):
    """A booked time. Seen with a zone and as local time."""

    appointment: NotRequired[Maybe[Appointment]]
    """The meeting in a calendar."""
    end: NotRequired[Maybe[Moment]]
    """End."""
    start: NotRequired[Maybe[Moment]]
    """Begin."""
    virtualAppointment: NotRequired[Maybe[VirtualAppointment]]
    """The video call, if it is one."""


class Current(TypedDict):
    """The ticket or booking as it is now."""

    organization: NotRequired[Maybe[Text]]
    """Name of the organization, if it is here."""
    position: Position
    """The ticket or booking."""
    type: NotRequired[Maybe[Text]]
    """The kind of event, if it is here."""


class CurrentNotice(TypedDict):
    """The envelope of every event."""

    data: Current
    """What the event is about."""
    message: NotRequired[Maybe[Text]]
    """The message to the customer."""
    organization: NotRequired[Maybe[Text]]
    """Name of the organization, where the examples have it."""
    type: NotRequired[Maybe[Text]]
    """The kind of event, where the examples have it."""


class Feedback(TypedDict):
    """Feedback. Its own fields are not documented."""

    organization: NotRequired[Maybe[Text]]
    """Name of the organization, if it is here."""
    position: NotRequired[Maybe[Position]]
    """The ticket or booking."""
    type: NotRequired[Maybe[Text]]
    """The kind of event, if it is here."""


class FeedbackNotice(TypedDict):
    """The envelope of every event."""

    data: Feedback
    """What the event is about."""
    message: NotRequired[Maybe[Text]]
    """The message to the customer."""
    organization: NotRequired[Maybe[Text]]
    """Name of the organization, where the examples have it."""
    type: NotRequired[Maybe[Text]]
    """The kind of event, where the examples have it."""


class Location(TypedDict):
    """Where a queue is."""

    locationName: NotRequired[Maybe[Text]]
    """Name of the location."""
    organizationTitle: NotRequired[Maybe[Text]]
    """Title of the organization."""


class Notification(TypedDict):
    """How a customer is notified."""

    settings: NotRequired[Maybe[Settings]]
    """Depends on the type."""
    type: NotRequired[Maybe[NotificationType]]
    """The means of notification."""


class Position(TypedDict):
    """A ticket or booking."""

    QRCodeCheckInPositionId: NotRequired[Maybe[Text]]
    """What the QR code for check-in holds. Seen as JSON inside the string."""
    activatedAt: NotRequired[Maybe[Moment]]
    """When it was activated."""
    booking: NotRequired[Maybe[Booking]]
    """The booked time."""
    bookingReminderAt: NotRequired[Maybe[Moment]]
    """When the reminder of a booking will be sent."""
    calledAt: NotRequired[Maybe[Moment]]
    """When it was called."""
    completedAt: NotRequired[Maybe[Moment]]
    """When it was checked out."""
    createdAt: NotRequired[Maybe[Moment]]
    """When it was created."""
    fulfilledAt: NotRequired[Maybe[Moment]]
    """When it was checked in."""
    fulfilledBy: NotRequired[Maybe[Text]]
    """Id of who checked it in."""
    id: Text
    """Its id, a UUID."""
    label: NotRequired[Maybe[Text]]
    """What is shown on the ticket: `A2`. A booking gets one when its time comes."""
    locale: NotRequired[Maybe[Text]]
    """Language of the customer."""
    location: NotRequired[Maybe[str | Location]]
    """Where the queue is."""
    notification: NotRequired[Maybe[Notification]]
    """How the customer is notified."""
    numberOfPeople: NotRequired[Maybe[int]]
    """How many people are coming."""
    priority: NotRequired[Maybe[int]]
    """Rank in the queue, an internal value."""
    queue: NotRequired[Maybe[Text]]
    """The queue's id."""
    registrationData: NotRequired[list[Answer] | dict[str, Answer] | None]
    """What the customer entered."""
    rejectedAt: NotRequired[Maybe[Moment]]
    """When it was cancelled or rejected."""
    servedBy: NotRequired[Maybe[ServedBy]]
    """Who serves the customer."""
    servedById: NotRequired[Maybe[Text]]
    """Id of who serves the customer, in the organization's directory or in Ombori's database."""
    station: NotRequired[Maybe[Station]]
    """The desk where the customer is served."""
    status: NotRequired[Maybe[Status]]
    """Its state."""
    type: NotRequired[Maybe[PositionType]]
    """How the ticket was created."""


class ServedBy(TypedDict):
    """Who serves a customer."""

    email: NotRequired[Maybe[Text]]
    """Email address."""
    firstName: NotRequired[Maybe[Text]]
    """First name."""
    id: NotRequired[Maybe[Text]]
    """Id of the person."""
    lastName: NotRequired[Maybe[Text]]
    """Last name."""


SettingsKeys = TypedDict("SettingsKeys", {"from": NotRequired["Maybe[Text]"]})


class Settings(SettingsKeys):
    """Where notifications go."""

    devices: NotRequired[Many[Any]]
    """The devices that have the pass; only with `NotificationType::ApplePass`, and only seen
    empty.
    """
    passTypeIdentifier: NotRequired[Maybe[Text]]
    """The kind of pass; only with `NotificationType::ApplePass`."""
    recipient: NotRequired[Maybe[Text]]
    """Email address of the customer."""
    to: NotRequired[Maybe[Text]]
    """Phone number of the customer."""


class Station(TypedDict):
    """A desk where customers are served."""

    id: NotRequired[Maybe[Text]]
    """Its id."""
    label: NotRequired[Maybe[Text]]
    """Its name: `Desk 2`."""


class VirtualAppointment(TypedDict):
    """The video call of a booking."""

    eventId: NotRequired[Maybe[Text]]
    """Id of the calendar's event."""
    isEnabled: NotRequired[Maybe[Flag]]
    """Whether there is one. Without one the other fields are missing."""
    managerEmail: NotRequired[Maybe[Text]]
    """Email address of the person whom the customer meets."""
    managerId: NotRequired[Maybe[Text]]
    """Id of the person whom the customer meets, in the organization's directory."""
    url: NotRequired[Maybe[Text]]
    """Where to join."""


Event: TypeAlias = (
    EventOf[
        Literal[
            "ombori.positionCreated",
            "ombori.bookingConfirmation",
            "ombori.bookingActivated",
            "ombori.bookingUpdated",
            "ombori.positionRemoved",
            "ombori.positionRetry",
            "ombori.positionCalled",
            "ombori.positionFulfilled",
            "ombori.positionCompleted",
            "ombori.positionCancelled",
            "ombori.positionCancelledByStaff",
        ],
        CurrentNotice,
    ]
    | EventOf[Literal["ombori.feedbackReceived"], FeedbackNotice]
)
"""An event of Ombori: its `type` says what its `data` is."""
