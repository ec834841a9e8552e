"""The events of Zaui.

Generated from the JSON Schema: FRONTDESK_WRITE_DOCS=1 cargo test --workspace --test payloads clients
"""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypeAlias, TypedDict

from .common import EventOf, Flag, Many, Maybe, Moment, Text


class EnvelopeHead(TypedDict):
    """The fields that every `Envelope` has."""

    eventMarketplaceData: NotRequired[Maybe[dict[str, Any]]]
    """Marketplace data, in the newer envelope. Its contents are not documented."""
    eventNotificationCompanyIdentifier: NotRequired[Maybe[Text]]
    """The company's installation, in the examples of the older envelope."""
    eventNotificationCompanyName: NotRequired[Maybe[Text]]
    """Name of the company."""
    eventNotificationCompanyUniqueIdentifier: NotRequired[Maybe[Text]]
    """The company's installation, in the tables of the older envelope."""
    eventNotificationDateTime: NotRequired[Maybe[Moment]]
    """When it happened."""
    eventNotificationGroupId: NotRequired[Maybe[Text]]
    """Number of the type's group."""
    eventNotificationId: NotRequired[Maybe[Text]]
    """Id of the configured webhook, not of the event."""
    eventNotificationIpAddress: NotRequired[Maybe[Text]]
    """The IP address of that system, in the older envelope."""
    eventNotificationName: NotRequired[Maybe[Text]]
    """Name of the configured webhook."""
    eventNotificationSystem: NotRequired[Maybe[Text]]
    """The system in which the webhook was configured: `northshoreadventureco`."""
    eventNotificationSystemUrl: NotRequired[Maybe[Text]]
    """The URL of that system, in the newer envelope."""
    eventNotificationType: NotRequired[Maybe[Text]]
    """The type, in words: `Contact Creation`."""
    eventNotificationTypeId: NotRequired[Maybe[Text]]
    """Number of the type."""
    eventNotificationTypeV2: NotRequired[Maybe[Text]]
    """The type in the newer form: `contact.creation`."""
    eventNotificationUniqueId: NotRequired[Maybe[Text]]
    """Id of the event, in the newer envelope."""
    eventNotificationUniqueIdentifier: NotRequired[Maybe[Text]]
    """The company's installation, in the newer envelope."""


class Account(TypedDict):
    """An account: an agency or company that makes bookings
    ([documentation](https://docs.zaui.com/webhooks/event-data-payloads/account-data)).
    """

    accountGroupId: NotRequired[Maybe[Text]]
    """Id of the account's group."""
    accountGroupName: NotRequired[Maybe[Text]]
    """Name of the account's group."""
    accountId: Text
    """Id."""
    accountName: NotRequired[Maybe[Text]]
    """Name."""
    accountRateType: NotRequired[Maybe[Text]]
    """Rate type: `Wholesale (Discount/Invoice)`."""
    accountType: NotRequired[Maybe[Text]]
    """Type: `Reseller`."""
    annaulRevenue: NotRequired[Maybe[Text]]
    """Annual revenue. Zaui misspells the field's name."""
    businessNumber: NotRequired[Maybe[Text]]
    """Business number."""
    description: NotRequired[Maybe[Text]]
    """Description."""
    email: NotRequired[Maybe[Text]]
    """Email address."""
    employees: NotRequired[Maybe[Text]]
    """Employees. Empty in every example."""
    fax: NotRequired[Maybe[Text]]
    """Fax number."""
    industry: NotRequired[Maybe[Text]]
    """Industry."""
    manager: NotRequired[Maybe[Text]]
    """Manager."""
    otherPhone: NotRequired[Maybe[Text]]
    """Another phone; may be `N/A`."""
    phone: NotRequired[Maybe[Text]]
    """Phone."""
    primaryAddress: NotRequired[Maybe[Text]]
    """Address."""
    primaryCity: NotRequired[Maybe[Text]]
    """City."""
    primaryCountry: NotRequired[Maybe[Text]]
    """Country."""
    primaryState: NotRequired[Maybe[Text]]
    """State or province."""
    primaryZip: NotRequired[Maybe[Text]]
    """Postal code."""
    website: NotRequired[Maybe[Text]]
    """Website."""


class AccountData(TypedDict):
    account: Account


class AccountWebhook(EnvelopeHead):
    """An event: its envelope, with the thing that it is about."""

    eventData: AccountData


class Activities(TypedDict):
    """The list of activities in a booking or check-in."""

    activity: NotRequired[Many[BookedActivity]]
    """The activities."""


class ActivityOffer(TypedDict):
    """An activity on offer
    ([documentation](https://docs.zaui.com/webhooks/event-data-payloads/activity-data)).
    """

    activityId: Text
    """Id."""
    activityName: NotRequired[Maybe[Text]]
    """Name."""
    activityShortDescription: NotRequired[Maybe[Text]]
    """Short description. An older page does not have it."""


class ActivityOfferData(TypedDict):
    activityData: ActivityOffer


class ActivityOfferWebhook(EnvelopeHead):
    """An event: its envelope, with the thing that it is about."""

    eventData: ActivityOfferData


class BookedActivity(TypedDict):
    """An activity inside a booking or check-in. Its day and amounts are formatted for display:
    `Tuesday April 26 2016`, `$20.00`.
    """

    activityAccountingCode: NotRequired[Maybe[Text]]
    """Accounting code."""
    activityDate: NotRequired[Maybe[Text]]
    """Day."""
    activityId: NotRequired[Maybe[Text]]
    """Id of the activity."""
    activityIsMultidayRental: NotRequired[Maybe[Flag]]
    """Whether it is a multi-day rental."""
    activityIsRental: NotRequired[Maybe[Flag]]
    """Whether it is a rental."""
    activityName: NotRequired[Maybe[Text]]
    """Name."""
    activityNotes: NotRequired[Maybe[Text]]
    """Notes."""
    activityRentalDuration_Hours: NotRequired[Maybe[Text]]
    """Duration of the rental: `0.41666666666667`."""
    activityRentalEndDateTime: NotRequired[Maybe[Moment]]
    """When the rental ends."""
    activityRentalStartDateTime: NotRequired[Maybe[Moment]]
    """When the rental starts."""
    activityStatus: NotRequired[Maybe[Text]]
    """Booking status of this activity: `Active`. The possible values are not documented."""
    activitySubTotal: NotRequired[Maybe[Text]]
    """Amount before tax."""
    activityTax: NotRequired[Maybe[Text]]
    """Tax."""
    activityTime: NotRequired[Maybe[Text]]
    """Time of day."""
    activityType: NotRequired[Maybe[Text]]
    """Type: `Regular`, `Rental`. The possible values are not documented."""
    checkedIn_currentCheckInStatus: NotRequired[Maybe[Flag]]
    """Whether it is checked in; only in a check-in. False means that the check-in was undone."""
    equipmentAssignmentId: NotRequired[Maybe[Text]]
    """Id of the equipment."""
    freeEditField: NotRequired[Maybe[Text]]
    """Free text."""
    packageId: NotRequired[Maybe[Text]]
    """Id of its package; `0` if it has none."""
    passengers: NotRequired[Maybe[Passengers]]
    """Number of passengers."""
    priceCodeDetails: NotRequired[Maybe[PriceCode]]
    """Prices."""
    pricingOptions: NotRequired[Maybe[dict[str, Any]]]
    """Options. Empty in every example."""
    taxes: NotRequired[Maybe[dict[str, Any]]]
    """Taxes. Empty in every example."""


class Booking(TypedDict):
    """A booking
    ([documentation](https://docs.zaui.com/webhooks/event-data-payloads/booking-data)).
    """

    activities: NotRequired[Maybe[Activities]]
    """The activities that were booked."""
    bookingCloseDateTime: NotRequired[Maybe[Moment]]
    """When it was closed; `0000-00-00 00:00:00` if it is still open."""
    bookingId: Text
    """Id."""
    bookingRevenue: NotRequired[Maybe[Revenue]]
    """Amounts."""
    bookingSaleDateTime: NotRequired[Maybe[Moment]]
    """When it was sold."""
    customers: NotRequired[Maybe[Customers]]
    """The customers who booked."""
    products: NotRequired[Maybe[dict[str, Any]]]
    """Products bought with the booking. Empty in every example."""


class BookingCustomer(TypedDict):
    """A customer inside a booking or check-in. It has the fields of `Customer`."""

    addressLine1: NotRequired[Maybe[Text]]
    """First line of the address."""
    addressLine2: NotRequired[Maybe[Text]]
    """Second line of the address."""
    allowsPrivateDataSharing: NotRequired[Maybe[Flag]]
    """Whether the customer allows sharing of private data."""
    birthDate: NotRequired[Maybe[Moment]]
    """Birthday; may be `N/A`."""
    city: NotRequired[Maybe[Text]]
    """City."""
    country: NotRequired[Maybe[Text]]
    """Country."""
    customerId: NotRequired[Maybe[Text]]
    """Id."""
    email: NotRequired[Maybe[Text]]
    """Email address."""
    firstName: NotRequired[Maybe[Text]]
    """First name."""
    homePhone: NotRequired[Maybe[Text]]
    """Home phone."""
    lastName: NotRequired[Maybe[Text]]
    """Last name."""
    loyaltyProgramOptIn: NotRequired[Maybe[Flag]]
    """Whether the customer is in the loyalty program."""
    mobilePhone: NotRequired[Maybe[Text]]
    """Mobile phone."""
    newsLetterOptIn: NotRequired[Maybe[Flag]]
    """Whether the customer wants the newsletter."""
    state: NotRequired[Maybe[Text]]
    """State or province."""
    username: NotRequired[Maybe[Text]]
    """Login name."""
    zipCode: NotRequired[Maybe[Text]]
    """Postal code."""


class BookingData(TypedDict):
    booking: Booking


class BookingWebhook(EnvelopeHead):
    """An event: its envelope, with the thing that it is about."""

    eventData: BookingData


class CheckIn(TypedDict):
    """A check-in
    ([documentation](https://docs.zaui.com/webhooks/event-data-payloads/check-in-data)). An
    older page only has the fields about who checked in what, without activities and
    customers.

    It is sent "on toggle of check-in status", so it can also undo an earlier check-in.
    """

    activities: NotRequired[Maybe[Activities]]
    """The activities of the booking."""
    bookingId: NotRequired[Maybe[Text]]
    """Id of the booking."""
    checkedIn_activityDate: NotRequired[Maybe[Moment]]
    """Day of the activity: `2021-02-10`."""
    checkedIn_activityId: NotRequired[Maybe[Text]]
    """Id of the check-in's activity."""
    checkedIn_activityName: NotRequired[Maybe[Text]]
    """Name of the activity."""
    checkedIn_activityTime: NotRequired[Maybe[Text]]
    """Time of day of the activity: `10:00`, `8:00 am`."""
    checkedIn_checkInCurrentStatus: NotRequired[Maybe[Flag]]
    """Whether it is checked in. False means that the check-in was undone."""
    checkedIn_guestId: NotRequired[Maybe[Text]]
    """Id of the guest."""
    checkedIn_message: NotRequired[Maybe[Text]]
    """What happened, as text."""
    checkedIn_systemUserId: NotRequired[Maybe[Text]]
    """Id of the user who made the change."""
    checkedIn_systemUserIp: NotRequired[Maybe[Text]]
    """IP address of the user who made the change."""
    checkedIn_systemUsername: NotRequired[Maybe[Text]]
    """Name of the user who made the change."""
    customers: NotRequired[Maybe[Customers]]
    """The customers of the booking."""


class CheckInData(TypedDict):
    checkinData: CheckIn


class CheckInWebhook(EnvelopeHead):
    """An event: its envelope, with the thing that it is about."""

    eventData: CheckInData


class Contact(TypedDict):
    """A contact
    ([documentation](https://docs.zaui.com/webhooks/event-data-payloads/contact-data)).
    """

    accountId: NotRequired[Maybe[Text]]
    """Id of the account."""
    accountName: NotRequired[Maybe[Text]]
    """Name of the account."""
    addressLine1: NotRequired[Maybe[Text]]
    """First line of the address."""
    addressLine2: NotRequired[Maybe[Text]]
    """Second line of the address."""
    birthDate: NotRequired[Maybe[Moment]]
    """Birthday; may be `N/A`."""
    city: NotRequired[Maybe[Text]]
    """City."""
    contactId: Text
    """Id."""
    country: NotRequired[Maybe[Text]]
    """Country."""
    department: NotRequired[Maybe[Text]]
    """Department."""
    email: NotRequired[Maybe[Text]]
    """Email address."""
    fax: NotRequired[Maybe[Text]]
    """Fax number."""
    firstName: NotRequired[Maybe[Text]]
    """First name."""
    homePhone: NotRequired[Maybe[Text]]
    """Home phone."""
    lastName: NotRequired[Maybe[Text]]
    """Last name."""
    mobilePhone: NotRequired[Maybe[Text]]
    """Mobile phone."""
    officePhone: NotRequired[Maybe[Text]]
    """Work phone."""
    state: NotRequired[Maybe[Text]]
    """State or province."""
    title: NotRequired[Maybe[Text]]
    """Title: `Guide`."""
    username: NotRequired[Maybe[Text]]
    """Login name."""
    zipCode: NotRequired[Maybe[Text]]
    """Postal code."""


class ContactData(TypedDict):
    contact: Contact


class ContactWebhook(EnvelopeHead):
    """An event: its envelope, with the thing that it is about."""

    eventData: ContactData


class Customer(TypedDict):
    """A customer
    ([documentation](https://docs.zaui.com/webhooks/event-data-payloads/customer-data)).
    """

    addressLine1: NotRequired[Maybe[Text]]
    """First line of the address."""
    addressLine2: NotRequired[Maybe[Text]]
    """Second line of the address."""
    allowsPrivateDataSharing: NotRequired[Maybe[Flag]]
    """Whether the customer allows sharing of private data."""
    birthDate: NotRequired[Maybe[Moment]]
    """Birthday; may be `N/A`."""
    city: NotRequired[Maybe[Text]]
    """City."""
    country: NotRequired[Maybe[Text]]
    """Country."""
    customerId: Text
    """Id."""
    email: NotRequired[Maybe[Text]]
    """Email address."""
    firstName: NotRequired[Maybe[Text]]
    """First name."""
    homePhone: NotRequired[Maybe[Text]]
    """Home phone."""
    lastName: NotRequired[Maybe[Text]]
    """Last name."""
    loyaltyProgramOptIn: NotRequired[Maybe[Flag]]
    """Whether the customer is in the loyalty program."""
    mobilePhone: NotRequired[Maybe[Text]]
    """Mobile phone."""
    newsLetterOptIn: NotRequired[Maybe[Flag]]
    """Whether the customer wants the newsletter."""
    state: NotRequired[Maybe[Text]]
    """State or province."""
    username: NotRequired[Maybe[Text]]
    """Login name."""
    zipCode: NotRequired[Maybe[Text]]
    """Postal code."""


class CustomerData(TypedDict):
    customer: Customer


class CustomerWebhook(EnvelopeHead):
    """An event: its envelope, with the thing that it is about."""

    eventData: CustomerData


class Customers(TypedDict):
    """The list of customers in a booking or check-in."""

    customer: NotRequired[Many[BookingCustomer]]
    """The customers."""


class Employee(TypedDict):
    """An employee
    ([documentation](https://docs.zaui.com/webhooks/event-data-payloads/employee-data)).
    """

    accountId: NotRequired[Maybe[Text]]
    """Id of the account."""
    accountName: NotRequired[Maybe[Text]]
    """Name of the account."""
    addressLine1: NotRequired[Maybe[Text]]
    """First line of the address."""
    addressLine2: NotRequired[Maybe[Text]]
    """Second line of the address."""
    birthDate: NotRequired[Maybe[Moment]]
    """Birthday; may be `N/A`."""
    city: NotRequired[Maybe[Text]]
    """City."""
    country: NotRequired[Maybe[Text]]
    """Country."""
    department: NotRequired[Maybe[Text]]
    """Department."""
    email: NotRequired[Maybe[Text]]
    """Email address."""
    employeeId: Text
    """Id."""
    employeeType: NotRequired[Maybe[Text]]
    """Type: `Admin`."""
    fax: NotRequired[Maybe[Text]]
    """Fax number."""
    firstName: NotRequired[Maybe[Text]]
    """First name."""
    homePhone: NotRequired[Maybe[Text]]
    """Home phone."""
    lastName: NotRequired[Maybe[Text]]
    """Last name."""
    mobilePhone: NotRequired[Maybe[Text]]
    """Mobile phone."""
    officePhone: NotRequired[Maybe[Text]]
    """Work phone."""
    state: NotRequired[Maybe[Text]]
    """State or province."""
    title: NotRequired[Maybe[Text]]
    """Title: `Guide`."""
    username: NotRequired[Maybe[Text]]
    """Login name."""
    zipCode: NotRequired[Maybe[Text]]
    """Postal code."""


class EmployeeData(TypedDict):
    employee: Employee


class EmployeeWebhook(EnvelopeHead):
    """An event: its envelope, with the thing that it is about."""

    eventData: EmployeeData


class Envelope(EnvelopeHead):
    """The envelope, in both generations
    ([documentation](https://docs.zaui.com/webhooks/events-and-data-models/event-notification-payload)).
    The older generation has no unique id and no zone.
    """

    eventData: dict[str, Any]
    """The contents of `eventData`, except for the thing itself."""


class Package(TypedDict):
    """A package on offer
    ([documentation](https://docs.zaui.com/webhooks/event-data-payloads/package-data)).
    """

    packageId: Text
    """Id."""
    packageName: NotRequired[Maybe[Text]]
    """Name."""


class PackageData(TypedDict):
    packageData: Package


class PackageWebhook(EnvelopeHead):
    """An event: its envelope, with the thing that it is about."""

    eventData: PackageData


class Passengers(TypedDict):
    """Number of passengers of each type."""

    adults: NotRequired[Maybe[Text]]
    """Adults."""
    children: NotRequired[Maybe[Text]]
    """Children."""
    infants: NotRequired[Maybe[Text]]
    """Infants."""
    seniors: NotRequired[Maybe[Text]]
    """Seniors."""
    students: NotRequired[Maybe[Text]]
    """Students."""


class PriceCode(TypedDict):
    """Prices of an activity, by type of passenger: `20.000000`."""

    adultsPrice: NotRequired[Maybe[Text]]
    """Price for adults."""
    adultsSurplusFee: NotRequired[Maybe[Text]]
    """Surplus fee for adults."""
    childrenPrice: NotRequired[Maybe[Text]]
    """Price for children."""
    childrenSurplusFee: NotRequired[Maybe[Text]]
    """Surplus fee for children."""
    infantsPrice: NotRequired[Maybe[Text]]
    """Price for infants."""
    infantsSurplusFee: NotRequired[Maybe[Text]]
    """Surplus fee for infants."""
    priceCodeId: NotRequired[Maybe[Text]]
    """Id."""
    seniorsPrice: NotRequired[Maybe[Text]]
    """Price for seniors."""
    seniorsSurplusFee: NotRequired[Maybe[Text]]
    """Surplus fee for seniors."""
    studentsPrice: NotRequired[Maybe[Text]]
    """Price for students."""
    studentsSurplusFee: NotRequired[Maybe[Text]]
    """Surplus fee for students."""


class Product(TypedDict):
    """A product on offer
    ([documentation](https://docs.zaui.com/webhooks/event-data-payloads/product-data)).
    """

    productId: Text
    """Id."""
    productName: NotRequired[Maybe[Text]]
    """Name."""


class ProductData(TypedDict):
    productData: Product


class ProductWebhook(EnvelopeHead):
    """An event: its envelope, with the thing that it is about."""

    eventData: ProductData


class Revenue(TypedDict):
    """The amounts of a booking, as numbers (`487.2`) and formatted (`$487.20`)."""

    bookingSubTotal: NotRequired[Maybe[Text]]
    """Total before tax."""
    bookingSubTotal_formated: NotRequired[Maybe[Text]]
    """Total before tax, formatted."""
    bookingTax: NotRequired[Maybe[Text]]
    """Tax."""
    bookingTax_formated: NotRequired[Maybe[Text]]
    """Tax, formatted."""
    bookingTotal: NotRequired[Maybe[Text]]
    """Total with tax."""
    bookingTotal_formated: NotRequired[Maybe[Text]]
    """Total with tax, formatted."""


Event: TypeAlias = (
    EventOf[
        Literal[
            "zaui.booking.creation",
            "zaui.booking.amendment",
            "zaui.booking.cancellation",
        ],
        BookingWebhook,
    ]
    | EventOf[
        Literal[
            "zaui.customer.creation",
            "zaui.customer.amendment",
            "zaui.customer.removal",
        ],
        CustomerWebhook,
    ]
    | EventOf[
        Literal[
            "zaui.account.creation",
            "zaui.account.amendment",
            "zaui.account.removal",
        ],
        AccountWebhook,
    ]
    | EventOf[
        Literal[
            "zaui.contact.creation",
            "zaui.contact.amendment",
            "zaui.contact.removal",
        ],
        ContactWebhook,
    ]
    | EventOf[
        Literal[
            "zaui.employee.creation",
            "zaui.employee.amendment",
            "zaui.employee.removal",
        ],
        EmployeeWebhook,
    ]
    | EventOf[
        Literal[
            "zaui.package.creation",
            "zaui.package.amendment",
            "zaui.package.removal",
        ],
        PackageWebhook,
    ]
    | EventOf[
        Literal[
            "zaui.activity.creation",
            "zaui.activity.amendment",
            "zaui.activity.removal",
        ],
        ActivityOfferWebhook,
    ]
    | EventOf[
        Literal[
            "zaui.product.creation",
            "zaui.product.amendment",
            "zaui.product.removal",
        ],
        ProductWebhook,
    ]
    | EventOf[Literal["zaui.checkin"], CheckInWebhook]
    | EventOf[Literal["zaui.inventory.change"], Envelope]
)
"""An event from Zaui. Its `type` determines its `data`."""
