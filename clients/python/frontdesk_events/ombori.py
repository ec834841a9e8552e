"""The events of Ombori.

Generated from the JSON Schema: FRONTDESK_WRITE_DOCS=1 cargo test --workspace --test payloads clients
"""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypeAlias, TypedDict

from .common import EventOf, Flag, Many, Maybe, Moment, Text


Status: TypeAlias = Text
"""The status of a ticket.

The known words are `draft`, `pending`, `notified`, `rejected`, `completed`,
`notifiedToApproach`, `notifiedToLeaveSoon`, `notifiedToLeave`, `remindedAboutBooking`,
`notifiedAboutBooking`, `notifiedToReschedule`.
"""


PositionType: TypeAlias = Text
"""How a ticket was created.

The known words are `anonymous`, `booking`, `manual`.
"""


NotificationType: TypeAlias = Text
"""The channel through which a customer is notified.

The known words are `phoneNumber`, `email`, `applePass`.
"""


FieldType: TypeAlias = Text
"""The type of a field in the registration form.

The known words are `textarea`, `input`, `checkbox`, `radio`, `phone`, `email`, `category`.
"""


class Answer(TypedDict):
    """An answer to one field of the registration form."""

    label: NotRequired[Maybe[Text]]
    """The field's label."""
    name: NotRequired[Text]
    """Name of the field: `phone`."""
    placeholder: NotRequired[Maybe[Text]]
    """The field's placeholder."""
    type: NotRequired[Maybe[FieldType]]
    """The field's type."""
    validationRules: NotRequired[Any]
    """The field's validation rules. Their format is not documented."""
    value: NotRequired[Any]
    """The answer."""


class Appointment(TypedDict):
    """The calendar appointment of a booking."""

    displayName: NotRequired[Maybe[Text]]
    """Name of the person that the customer meets."""
    eventId: NotRequired[Maybe[Text]]
    """Id of the calendar event."""
    managerEmail: NotRequired[Maybe[Text]]
    """Email address of the person that the customer meets."""
    managerId: NotRequired[Maybe[Text]]
    """Id of the person that the customer meets, in the organization's directory."""


class Booking(TypedDict):
    """A booked time. Seen with a zone and as local time."""

    appointment: NotRequired[Maybe[Appointment]]
    """The calendar appointment."""
    end: NotRequired[Maybe[Moment]]
    """End."""
    start: NotRequired[Maybe[Moment]]
    """Start."""
    virtualAppointment: NotRequired[Maybe[VirtualAppointment]]
    """The video call, if the booking is for one."""


class Current(TypedDict):
    """The current state of the ticket or booking."""

    organization: NotRequired[Maybe[Text]]
    """Name of the organization, if it is here."""
    position: Position
    """The ticket or booking."""
    type: NotRequired[Maybe[Text]]
    """The kind of event, if it is here."""


class CurrentNotice(TypedDict):
    """The envelope of every event."""

    data: Current
    """The position that the event is about."""
    message: NotRequired[Maybe[Text]]
    """The message to the customer."""
    organization: NotRequired[Maybe[Text]]
    """Name of the organization, at the place where the examples have it."""
    type: NotRequired[Maybe[Text]]
    """The kind of event, at the place where the examples have it."""


class Feedback(TypedDict):
    """Feedback. Its fields are not documented."""

    organization: NotRequired[Maybe[Text]]
    """Name of the organization, if it is here."""
    position: NotRequired[Maybe[Position]]
    """The ticket or booking."""
    type: NotRequired[Maybe[Text]]
    """The kind of event, if it is here."""


class FeedbackNotice(TypedDict):
    """The envelope of every event."""

    data: Feedback
    """The position that the event is about."""
    message: NotRequired[Maybe[Text]]
    """The message to the customer."""
    organization: NotRequired[Maybe[Text]]
    """Name of the organization, at the place where the examples have it."""
    type: NotRequired[Maybe[Text]]
    """The kind of event, at the place where the examples have it."""


class Location(TypedDict):
    """The location of a queue."""

    locationName: NotRequired[Maybe[Text]]
    """Name of the location."""
    organizationTitle: NotRequired[Maybe[Text]]
    """Title of the organization."""


class Notification(TypedDict):
    """How a customer is notified."""

    settings: NotRequired[Maybe[Settings]]
    """The channel's settings."""
    type: NotRequired[Maybe[NotificationType]]
    """The channel."""


class Position(TypedDict):
    """A ticket or booking."""

    QRCodeCheckInPositionId: NotRequired[Maybe[Text]]
    """Contents of the check-in QR code. Seen as a string with JSON in it."""
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
    """Id of the person who checked it in."""
    id: Text
    """Id, a UUID."""
    label: NotRequired[Maybe[Text]]
    """Label of the ticket: `A2`. A booking gets one at its time slot."""
    locale: NotRequired[Maybe[Text]]
    """The customer's locale."""
    location: NotRequired[Maybe[str | Location]]
    """Location of the queue."""
    notification: NotRequired[Maybe[Notification]]
    """How the customer is notified."""
    numberOfPeople: NotRequired[Maybe[int]]
    """Number of people coming."""
    priority: NotRequired[Maybe[int]]
    """Rank in the queue; an internal value."""
    queue: NotRequired[Maybe[Text]]
    """Id of the queue."""
    registrationData: NotRequired[list[Answer] | dict[str, Answer] | None]
    """The customer's answers to the registration form."""
    rejectedAt: NotRequired[Maybe[Moment]]
    """When it was cancelled or rejected."""
    servedBy: NotRequired[Maybe[ServedBy]]
    """The person serving the customer."""
    servedById: NotRequired[Maybe[Text]]
    """Id of the person serving the customer, in the organization's directory or in Ombori's
    database.
    """
    station: NotRequired[Maybe[Station]]
    """The desk where the customer is served."""
    status: NotRequired[Maybe[Status]]
    """Status."""
    type: NotRequired[Maybe[PositionType]]
    """How the ticket was created."""


class ServedBy(TypedDict):
    """The person serving a customer."""

    email: NotRequired[Maybe[Text]]
    """Email address."""
    firstName: NotRequired[Maybe[Text]]
    """First name."""
    id: NotRequired[Maybe[Text]]
    """Id."""
    lastName: NotRequired[Maybe[Text]]
    """Last name."""


SettingsKeys = TypedDict("SettingsKeys", {"from": NotRequired["Maybe[Text]"]})


class Settings(SettingsKeys):
    """The settings of a notification channel."""

    devices: NotRequired[Many[Any]]
    """Devices that have the pass; only with `NotificationType::ApplePass`, and only seen empty."""
    passTypeIdentifier: NotRequired[Maybe[Text]]
    """Type of the pass; only with `NotificationType::ApplePass`."""
    recipient: NotRequired[Maybe[Text]]
    """Email address of the customer."""
    to: NotRequired[Maybe[Text]]
    """Phone number of the customer."""


class Station(TypedDict):
    """A desk where customers are served."""

    id: NotRequired[Maybe[Text]]
    """Id."""
    label: NotRequired[Maybe[Text]]
    """Name: `Desk 2`."""


class VirtualAppointment(TypedDict):
    """The video call of a booking."""

    eventId: NotRequired[Maybe[Text]]
    """Id of the calendar event."""
    isEnabled: NotRequired[Maybe[Flag]]
    """Whether there is a video call. If not, the other fields are missing."""
    managerEmail: NotRequired[Maybe[Text]]
    """Email address of the person that the customer meets."""
    managerId: NotRequired[Maybe[Text]]
    """Id of the person that the customer meets, in the organization's directory."""
    url: NotRequired[Maybe[Text]]
    """URL to join the call."""


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
"""An event from Ombori. Its `type` determines its `data`."""
