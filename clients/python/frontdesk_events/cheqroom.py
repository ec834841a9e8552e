"""The events of Cheqroom.

Generated from the JSON Schema: FRONTDESK_WRITE_DOCS=1 cargo test --workspace --test payloads clients
"""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypeAlias, TypedDict

from .common import EventOf, Flag, Many, Maybe, Moment, Text


ReservationStatus: TypeAlias = Text
"""The status of a reservation.

The known words are `creating`, `open`, `closed`, `closed_manually`, `cancelled`.
"""


OrderStatus: TypeAlias = Text
"""The status of a check-out.

The known words are `creating`, `open`, `closed`.
"""


ItemStatus: TypeAlias = Text
"""The status of an item: the nine words in the vendor's client.

The known words are `available`, `checkedout`, `await_checkout`, `in_transit`, `in_custody`,
`maintenance`, `repair`, `inspection`, `expired`.
"""


Frequency: TypeAlias = Text
"""How often a reservation repeats.

The known words are `every_day`, `every_weekday`, `every_week`, `every_2_weeks`,
`every_month`, `every_2_months`, `every_3_months`, `every_6_months`.
"""


ContactStatus: TypeAlias = Text
"""The status of a contact.

The known words are `active`, `archived`, `blocked`.
"""


class Comment(TypedDict):
    """A comment."""

    by: NotRequired[Maybe[str | Document]]
    """Who wrote it."""
    created: NotRequired[Maybe[Moment]]
    """When it was written."""
    id: NotRequired[Maybe[Text]]
    """Id."""
    modified: NotRequired[Maybe[Moment]]
    """When it was changed."""
    value: NotRequired[Maybe[Text]]
    """Text."""


class Contact(TypedDict):
    """A contact, who borrows equipment."""

    _id: Text
    """Id."""
    attachments: NotRequired[Many[str | Document]]
    """The attachments."""
    barcodes: NotRequired[Many[Text]]
    """Barcodes."""
    blocked: NotRequired[Maybe[Since]]
    """When it was blocked."""
    by: NotRequired[Maybe[str | Document]]
    """Who created it. By default without an id."""
    comments: NotRequired[Many[str | Comment]]
    """The comments."""
    cover: NotRequired[Maybe[str | Document]]
    """The attachment that holds the main image."""
    created: NotRequired[Maybe[Moment]]
    """When it was created."""
    email: NotRequired[Maybe[Text]]
    """Email address."""
    fields: NotRequired[Maybe[dict[str, Any]]]
    """The custom fields, keyed by the names that the account gave them. None if there are none."""
    flag: NotRequired[Maybe[Text]]
    """Flag, such as a need for repair."""
    kind: NotRequired[Maybe[Text]]
    """Type: `contact`."""
    label: NotRequired[Maybe[str | Document]]
    """Label, which has a colour."""
    modified: NotRequired[Maybe[Moment]]
    """When it was last changed."""
    name: NotRequired[Maybe[Text]]
    """Name."""
    status: NotRequired[Maybe[ContactStatus]]
    """Status."""
    user: NotRequired[Maybe[str | Document]]
    """The user account of this contact."""


class Document(TypedDict):
    """Common fields of documents. The webhook's configuration selects the fields: for `by`, the
    default is only `name` and `email`.
    """

    _id: NotRequired[Maybe[Text]]
    """Id."""
    email: NotRequired[Maybe[Text]]
    """Email address of a contact or user."""
    kind: NotRequired[Maybe[Text]]
    """Type of a contact: `contact`."""
    name: NotRequired[Maybe[Text]]
    """Name."""
    status: NotRequired[Maybe[Text]]
    """Status, from `ItemStatus` or another list."""


class Item(TypedDict):
    """A piece of equipment."""

    _id: Text
    """Id."""
    address: NotRequired[Maybe[Text]]
    """Address of that position."""
    allowCustody: NotRequired[Maybe[Flag]]
    """Whether custody is allowed."""
    allowOrder: NotRequired[Maybe[Flag]]
    """Whether check-outs are allowed."""
    allowReserve: NotRequired[Maybe[Flag]]
    """Whether reservations are allowed."""
    attachments: NotRequired[Many[str | Document]]
    """The attachments."""
    barcodes: NotRequired[Many[Text]]
    """Barcodes."""
    brand: NotRequired[Maybe[Text]]
    """Brand."""
    by: NotRequired[Maybe[str | Document]]
    """Who created it. By default without an id."""
    canCustody: NotRequired[Maybe[Text]]
    """Whether a contact can take custody now: `available`."""
    canOrder: NotRequired[Maybe[Text]]
    """Whether it can be checked out now: `available`."""
    canReserve: NotRequired[Maybe[Text]]
    """Whether it can be reserved now: `available`."""
    catalog: NotRequired[Maybe[str | Document]]
    """The product that it was created from."""
    category: NotRequired[Maybe[str | Document]]
    """Category."""
    codes: NotRequired[Many[Text]]
    """QR codes."""
    comments: NotRequired[Many[str | Comment]]
    """The comments."""
    cover: NotRequired[Maybe[str | Document]]
    """The attachment that holds the main image."""
    created: NotRequired[Maybe[Moment]]
    """When it was created."""
    custody: NotRequired[Maybe[str | Document]]
    """The contact with custody of the item."""
    expired: NotRequired[Maybe[Since]]
    """When it expired."""
    fields: NotRequired[Maybe[dict[str, Any]]]
    """The custom fields, keyed by the names that the account gave them. None if there are none."""
    flag: NotRequired[Maybe[Text]]
    """Flag, such as a need for repair."""
    flagged: NotRequired[Maybe[Since]]
    """When it was flagged."""
    geo: NotRequired[Any]
    """Position on the map."""
    kit: NotRequired[Maybe[str | Document]]
    """The kit that contains it."""
    label: NotRequired[Maybe[str | Document]]
    """Label, which has a colour."""
    location: NotRequired[Maybe[str | Document]]
    """Location. None while a contact has custody."""
    model: NotRequired[Maybe[Text]]
    """Model."""
    modified: NotRequired[Maybe[Moment]]
    """When it was last changed."""
    name: NotRequired[Maybe[Text]]
    """Name."""
    order: NotRequired[Maybe[str | Document]]
    """The check-out that contains it."""
    purchaseDate: NotRequired[Maybe[Moment]]
    """When it was bought."""
    purchasePrice: NotRequired[Maybe[Text]]
    """Purchase price."""
    residualValue: NotRequired[Maybe[Text]]
    """Residual value."""
    status: NotRequired[Maybe[ItemStatus]]
    """Status."""
    warrantyDate: NotRequired[Maybe[Moment]]
    """When the warranty ends."""


class Order(TypedDict):
    """A check-out."""

    _id: Text
    """Id."""
    archived: NotRequired[Maybe[Since]]
    """When it was archived."""
    attachments: NotRequired[Many[str | Document]]
    """The attachments."""
    barcodes: NotRequired[Many[Text]]
    """Barcodes."""
    by: NotRequired[Maybe[str | Document]]
    """Who created it. By default without an id."""
    comments: NotRequired[Many[str | Comment]]
    """The comments."""
    cover: NotRequired[Maybe[str | Document]]
    """The attachment that holds the main image."""
    created: NotRequired[Maybe[Moment]]
    """When it was created."""
    customer: NotRequired[Maybe[str | Document]]
    """The contact it is for."""
    due: NotRequired[Maybe[Moment]]
    """When it is due back."""
    fields: NotRequired[Maybe[dict[str, Any]]]
    """The custom fields, keyed by the names that the account gave them. None if there are none."""
    finished: NotRequired[Maybe[Moment]]
    """When everything had been returned."""
    flag: NotRequired[Maybe[Text]]
    """Flag, such as a need for repair."""
    itemSummary: NotRequired[Maybe[Text]]
    """Summary of the items, as text."""
    items: NotRequired[Many[str | Document]]
    """The items."""
    label: NotRequired[Maybe[str | Document]]
    """Label, which has a colour."""
    location: NotRequired[Maybe[str | Document]]
    """Location."""
    modified: NotRequired[Maybe[Moment]]
    """When it was last changed."""
    name: NotRequired[Maybe[Text]]
    """Name."""
    number: NotRequired[Maybe[Text]]
    """Number."""
    reservation: NotRequired[Maybe[str | Document]]
    """The reservation it was made from."""
    started: NotRequired[Maybe[Moment]]
    """When it started."""
    status: NotRequired[Maybe[OrderStatus]]
    """Status."""


class Reservation(TypedDict):
    """A reservation."""

    _id: Text
    """Id."""
    archived: NotRequired[Maybe[Since]]
    """When it was archived."""
    attachments: NotRequired[Many[str | Document]]
    """The attachments."""
    barcodes: NotRequired[Many[Text]]
    """Barcodes."""
    by: NotRequired[Maybe[str | Document]]
    """Who created it. By default without an id."""
    comments: NotRequired[Many[str | Comment]]
    """The comments."""
    cover: NotRequired[Maybe[str | Document]]
    """The attachment that holds the main image."""
    created: NotRequired[Maybe[Moment]]
    """When it was created."""
    customer: NotRequired[Maybe[str | Document]]
    """The contact it is for."""
    due: NotRequired[Maybe[Moment]]
    """When the equipment is due back."""
    fields: NotRequired[Maybe[dict[str, Any]]]
    """The custom fields, keyed by the names that the account gave them. None if there are none."""
    flag: NotRequired[Maybe[Text]]
    """Flag, such as a need for repair."""
    fromDate: NotRequired[Maybe[Moment]]
    """Start."""
    itemSummary: NotRequired[Maybe[Text]]
    """Summary of the items, as text."""
    items: NotRequired[Many[str | Document]]
    """The items."""
    label: NotRequired[Maybe[str | Document]]
    """Label, which has a colour."""
    location: NotRequired[Maybe[str | Document]]
    """Location."""
    modified: NotRequired[Maybe[Moment]]
    """When it was last changed."""
    name: NotRequired[Maybe[Text]]
    """Name."""
    number: NotRequired[Maybe[Text]]
    """Number."""
    order: NotRequired[Maybe[str | Document]]
    """The check-out made from it."""
    repeatFrequency: NotRequired[Maybe[Frequency]]
    """How often it repeats."""
    repeatId: NotRequired[Maybe[Text]]
    """Id shared with its repetitions."""
    status: NotRequired[Maybe[ReservationStatus]]
    """Status."""
    toDate: NotRequired[Maybe[Moment]]
    """End."""


Since: TypeAlias = bool | str | float
"""When a state began, or whether it applies."""


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
"""An event from Cheqroom. Its `type` determines its `data`."""
