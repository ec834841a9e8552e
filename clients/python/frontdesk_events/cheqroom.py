"""The events of Cheqroom.

Made from the JSON Schema: FRONTDESK_WRITE_DOCS=1 cargo test --workspace --test e2e clients
"""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypeAlias, TypedDict

from .common import EventOf, Flag, Many, Maybe, Moment, Text


ReservationStatus: TypeAlias = Text
"""The state of a reservation.

The known words are `creating`, `open`, `closed`, `closed_manually`, `cancelled`.
"""


OrderStatus: TypeAlias = Text
"""The state of a check-out.

The known words are `creating`, `open`, `closed`.
"""


ItemStatus: TypeAlias = Text
"""The state of an item. The nine words of the vendor's client.

The known words are `available`, `checkedout`, `await_checkout`, `in_transit`, `in_custody`,
`maintenance`, `repair`, `inspection`, `expired`.
"""


Frequency: TypeAlias = Text
"""How often a reservation is repeated.

The known words are `every_day`, `every_weekday`, `every_week`, `every_2_weeks`,
`every_month`, `every_2_months`, `every_3_months`, `every_6_months`.
"""


ContactStatus: TypeAlias = Text
"""Whether a contact can borrow.

The known words are `active`, `archived`, `blocked`.
"""


class Comment(TypedDict):
    """A comment."""

    by: NotRequired[Maybe[str | Document]]
    """Who wrote it."""
    created: NotRequired[Maybe[Moment]]
    """When it was written."""
    id: NotRequired[Maybe[Text]]
    """Its id."""
    modified: NotRequired[Maybe[Moment]]
    """When it was changed."""
    value: NotRequired[Maybe[Text]]
    """What it says."""


class Contact(TypedDict):
    """Someone who borrows."""

    _id: Text
    """Its id."""
    attachments: NotRequired[Many[str | Document]]
    """The attachments."""
    barcodes: NotRequired[Many[Text]]
    """Its bar codes."""
    blocked: NotRequired[Maybe[Since]]
    """Since when it has been blocked."""
    by: NotRequired[Maybe[str | Document]]
    """Who created it. By default without an id."""
    comments: NotRequired[Many[str | Comment]]
    """The comments."""
    cover: NotRequired[Maybe[str | Document]]
    """The attachment with the main image."""
    created: NotRequired[Maybe[Moment]]
    """When it was created."""
    email: NotRequired[Maybe[Text]]
    """Email address."""
    fields: NotRequired[Maybe[dict[str, Any]]]
    """The custom fields, by the names that the account gave them. None when there are none."""
    flag: NotRequired[Maybe[Text]]
    """Its flag, such as a need of repair."""
    kind: NotRequired[Maybe[Text]]
    """What it is: `contact`."""
    label: NotRequired[Maybe[str | Document]]
    """Its label, which has a colour."""
    modified: NotRequired[Maybe[Moment]]
    """When it was last changed."""
    name: NotRequired[Maybe[Text]]
    """Name."""
    status: NotRequired[Maybe[ContactStatus]]
    """Whether it can borrow."""
    user: NotRequired[Maybe[str | Document]]
    """The user behind this contact."""


class Document(TypedDict):
    """What documents have in common. The fields are chosen in the webhook's configuration: for
    `by`, the default is `name` and `email` only.
    """

    _id: NotRequired[Maybe[Text]]
    """Its id."""
    email: NotRequired[Maybe[Text]]
    """Email address, of a contact or user."""
    kind: NotRequired[Maybe[Text]]
    """What it is, of a contact: `contact`."""
    name: NotRequired[Maybe[Text]]
    """Its name."""
    status: NotRequired[Maybe[Text]]
    """Its state, as `ItemStatus` or another list has it."""


class Item(TypedDict):
    """A piece of equipment."""

    _id: Text
    """Its id."""
    address: NotRequired[Maybe[Text]]
    """The address of that position."""
    allowCustody: NotRequired[Maybe[Flag]]
    """Whether someone may take custody."""
    allowOrder: NotRequired[Maybe[Flag]]
    """Whether it may be checked out."""
    allowReserve: NotRequired[Maybe[Flag]]
    """Whether it may be reserved."""
    attachments: NotRequired[Many[str | Document]]
    """The attachments."""
    barcodes: NotRequired[Many[Text]]
    """Its bar codes."""
    brand: NotRequired[Maybe[Text]]
    """Brand."""
    by: NotRequired[Maybe[str | Document]]
    """Who created it. By default without an id."""
    canCustody: NotRequired[Maybe[Text]]
    """Whether someone can take custody now: `available`."""
    canOrder: NotRequired[Maybe[Text]]
    """Whether it can be checked out now: `available`."""
    canReserve: NotRequired[Maybe[Text]]
    """Whether it can be reserved now: `available`."""
    catalog: NotRequired[Maybe[str | Document]]
    """The product that it was created from."""
    category: NotRequired[Maybe[str | Document]]
    """Its category."""
    codes: NotRequired[Many[Text]]
    """Its QR codes."""
    comments: NotRequired[Many[str | Comment]]
    """The comments."""
    cover: NotRequired[Maybe[str | Document]]
    """The attachment with the main image."""
    created: NotRequired[Maybe[Moment]]
    """When it was created."""
    custody: NotRequired[Maybe[str | Document]]
    """Who has custody."""
    expired: NotRequired[Maybe[Since]]
    """Since when it has been expired."""
    fields: NotRequired[Maybe[dict[str, Any]]]
    """The custom fields, by the names that the account gave them. None when there are none."""
    flag: NotRequired[Maybe[Text]]
    """Its flag, such as a need of repair."""
    flagged: NotRequired[Maybe[Since]]
    """Since when it has been flagged."""
    geo: NotRequired[Any]
    """Where it is on the map."""
    kit: NotRequired[Maybe[str | Document]]
    """The kit that it belongs to."""
    label: NotRequired[Maybe[str | Document]]
    """Its label, which has a colour."""
    location: NotRequired[Maybe[str | Document]]
    """Where it is. None while someone has custody."""
    model: NotRequired[Maybe[Text]]
    """Model."""
    modified: NotRequired[Maybe[Moment]]
    """When it was last changed."""
    name: NotRequired[Maybe[Text]]
    """Its name."""
    order: NotRequired[Maybe[str | Document]]
    """The check-out that it is in."""
    purchaseDate: NotRequired[Maybe[Moment]]
    """When it was bought."""
    purchasePrice: NotRequired[Maybe[Text]]
    """For how much."""
    residualValue: NotRequired[Maybe[Text]]
    """What it is still worth."""
    status: NotRequired[Maybe[ItemStatus]]
    """Whether it can be lent."""
    warrantyDate: NotRequired[Maybe[Moment]]
    """Until when it has a warranty."""


class Order(TypedDict):
    """A check-out."""

    _id: Text
    """Its id."""
    archived: NotRequired[Maybe[Since]]
    """Since when it has been archived."""
    attachments: NotRequired[Many[str | Document]]
    """The attachments."""
    barcodes: NotRequired[Many[Text]]
    """Its bar codes."""
    by: NotRequired[Maybe[str | Document]]
    """Who created it. By default without an id."""
    comments: NotRequired[Many[str | Comment]]
    """The comments."""
    cover: NotRequired[Maybe[str | Document]]
    """The attachment with the main image."""
    created: NotRequired[Maybe[Moment]]
    """When it was created."""
    customer: NotRequired[Maybe[str | Document]]
    """For whom."""
    due: NotRequired[Maybe[Moment]]
    """When it is due back."""
    fields: NotRequired[Maybe[dict[str, Any]]]
    """The custom fields, by the names that the account gave them. None when there are none."""
    finished: NotRequired[Maybe[Moment]]
    """When everything was back."""
    flag: NotRequired[Maybe[Text]]
    """Its flag, such as a need of repair."""
    itemSummary: NotRequired[Maybe[Text]]
    """The items in words."""
    items: NotRequired[Many[str | Document]]
    """What."""
    label: NotRequired[Maybe[str | Document]]
    """Its label, which has a colour."""
    location: NotRequired[Maybe[str | Document]]
    """Where."""
    modified: NotRequired[Maybe[Moment]]
    """When it was last changed."""
    name: NotRequired[Maybe[Text]]
    """Its name."""
    number: NotRequired[Maybe[Text]]
    """Its number."""
    reservation: NotRequired[Maybe[str | Document]]
    """The reservation that it came from."""
    started: NotRequired[Maybe[Moment]]
    """When it began."""
    status: NotRequired[Maybe[OrderStatus]]
    """Its status."""


class Reservation(TypedDict):
    """A reservation."""

    _id: Text
    """Its id."""
    archived: NotRequired[Maybe[Since]]
    """Since when it has been archived."""
    attachments: NotRequired[Many[str | Document]]
    """The attachments."""
    barcodes: NotRequired[Many[Text]]
    """Its bar codes."""
    by: NotRequired[Maybe[str | Document]]
    """Who created it. By default without an id."""
    comments: NotRequired[Many[str | Comment]]
    """The comments."""
    cover: NotRequired[Maybe[str | Document]]
    """The attachment with the main image."""
    created: NotRequired[Maybe[Moment]]
    """When it was created."""
    customer: NotRequired[Maybe[str | Document]]
    """For whom."""
    due: NotRequired[Maybe[Moment]]
    """When the equipment is due back."""
    fields: NotRequired[Maybe[dict[str, Any]]]
    """The custom fields, by the names that the account gave them. None when there are none."""
    flag: NotRequired[Maybe[Text]]
    """Its flag, such as a need of repair."""
    fromDate: NotRequired[Maybe[Moment]]
    """From when."""
    itemSummary: NotRequired[Maybe[Text]]
    """The items in words."""
    items: NotRequired[Many[str | Document]]
    """What."""
    label: NotRequired[Maybe[str | Document]]
    """Its label, which has a colour."""
    location: NotRequired[Maybe[str | Document]]
    """Where."""
    modified: NotRequired[Maybe[Moment]]
    """When it was last changed."""
    name: NotRequired[Maybe[Text]]
    """Its name."""
    number: NotRequired[Maybe[Text]]
    """Its number."""
    order: NotRequired[Maybe[str | Document]]
    """The check-out that it became."""
    repeatFrequency: NotRequired[Maybe[Frequency]]
    """How often it is repeated."""
    repeatId: NotRequired[Maybe[Text]]
    """What it shares with its repetitions."""
    status: NotRequired[Maybe[ReservationStatus]]
    """Its status."""
    toDate: NotRequired[Maybe[Moment]]
    """Until when."""


Since: TypeAlias = bool | str | float
"""Since when something is so, or whether it is."""


Event: TypeAlias = (
    EventOf[
        Literal[
            "cheqroom.item.create",
            "cheqroom.item.update",
            "cheqroom.item.duplicate",
            "cheqroom.item.setfield",
            "cheqroom.item.clearfield",
            "cheqroom.item.setflag",
            "cheqroom.item.clearflag",
            "cheqroom.item.expire",
            "cheqroom.item.undoexpire",
            "cheqroom.item.changelocation",
            "cheqroom.item.changegeo",
            "cheqroom.item.addcomment",
            "cheqroom.item.takecustody",
            "cheqroom.item.transfercustody",
            "cheqroom.item.releasecustody",
        ],
        Item,
    ]
    | EventOf[
        Literal[
            "cheqroom.contact.create",
            "cheqroom.contact.update",
            "cheqroom.contact.addcomment",
            "cheqroom.contact.block",
            "cheqroom.contact.undoblock",
        ],
        Contact,
    ]
    | EventOf[
        Literal[
            "cheqroom.reservation.reserve",
            "cheqroom.reservation.cancel",
            "cheqroom.reservation.due_in_1_hour",
            "cheqroom.reservation.due_in_1_day",
            "cheqroom.reservation.overdue_1_hour",
            "cheqroom.reservation.overdue_1_day",
        ],
        Reservation,
    ]
    | EventOf[
        Literal[
            "cheqroom.order.checkout",
            "cheqroom.order.checkin",
            "cheqroom.order.undocheckout",
            "cheqroom.order.due_in_1_hour",
            "cheqroom.order.due_in_1_day",
            "cheqroom.order.overdue_1_hour",
            "cheqroom.order.overdue_1_day",
        ],
        Order,
    ]
)
"""An event of Cheqroom: its `type` says what its `data` is."""
