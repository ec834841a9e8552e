"""The events of Zaui.

Made from the JSON Schema: FRONTDESK_WRITE_DOCS=1 cargo test --workspace --test e2e clients
"""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypeAlias, TypedDict

from .common import EventOf, Flag, Many, Maybe, Moment, Text


class EnvelopeHead(TypedDict):
    """What every `Envelope` has, whatever it is about."""

    eventMarketplaceData: NotRequired[Maybe[dict[str, Any]]]
    """Data of a marketplace, in the newer envelope. Its contents are not documented."""
    eventNotificationCompanyIdentifier: NotRequired[Maybe[Text]]
    """The company's installation, in the examples of the older envelope."""
    eventNotificationCompanyName: NotRequired[Maybe[Text]]
    """Name of the company."""
    eventNotificationCompanyUniqueIdentifier: NotRequired[Maybe[Text]]
    """The company's installation, in the tables of the older envelope."""
    eventNotificationDateTime: NotRequired[Maybe[Moment]]
    """When it happened."""
    eventNotificationGroupId: NotRequired[Maybe[Text]]
    """Number of the group of types."""
    eventNotificationId: NotRequired[Maybe[Text]]
    """Id of the configured webhook. Not of the event."""
    eventNotificationIpAddress: NotRequired[Maybe[Text]]
    """The IP address of that system, in the older envelope."""
    eventNotificationName: NotRequired[Maybe[Text]]
    """Name of the configured webhook."""
    eventNotificationSystem: NotRequired[Maybe[Text]]
    """The system that the webhook was set up in: `northshoreadventureco`."""
    eventNotificationSystemUrl: NotRequired[Maybe[Text]]
    """The URL of that system, in the newer envelope."""
    eventNotificationType: NotRequired[Maybe[Text]]
    """The type in words: `Contact Creation`."""
    eventNotificationTypeId: NotRequired[Maybe[Text]]
    """Number of the type."""
    eventNotificationTypeV2: NotRequired[Maybe[Text]]
    """The type in the newer form: `contact.creation`."""
    eventNotificationUniqueId: NotRequired[Maybe[Text]]
    """Id of the event, in the newer envelope."""
    eventNotificationUniqueIdentifier: NotRequired[Maybe[Text]]
    """The company's installation, in the newer envelope."""


class Account(TypedDict):
    """An account: an agency or company that books
    ([documentation](https://docs.zaui.com/webhooks/event-data-payloads/account-data)).
    """

    accountGroupId: NotRequired[Maybe[Text]]
    """Id of its group."""
    accountGroupName: NotRequired[Maybe[Text]]
    """Name of its group."""
    accountId: Text
    """Id."""
    accountName: NotRequired[Maybe[Text]]
    """Name."""
    accountRateType: NotRequired[Maybe[Text]]
    """How it pays: `Wholesale (Discount/Invoice)`."""
    accountType: NotRequired[Maybe[Text]]
    """Its type: `Reseller`."""
    annaulRevenue: NotRequired[Maybe[Text]]
    """Annual revenue. The sender misspells the name."""
    businessNumber: NotRequired[Maybe[Text]]
    """Number of the business."""
    description: NotRequired[Maybe[Text]]
    """Its description."""
    email: NotRequired[Maybe[Text]]
    """Email address."""
    employees: NotRequired[Maybe[Text]]
    """Its employees. Every example leaves it empty."""
    fax: NotRequired[Maybe[Text]]
    """Fax."""
    industry: NotRequired[Maybe[Text]]
    """Industry."""
    manager: NotRequired[Maybe[Text]]
    """Its manager."""
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
    """What it is. An older page does not have it."""


class ActivityOfferData(TypedDict):
    activityData: ActivityOffer


class ActivityOfferWebhook(EnvelopeHead):
    """An event: its envelope, with the thing that it is about."""

    eventData: ActivityOfferData


class BookedActivity(TypedDict):
    """An activity inside a booking or check-in. Its day and amounts are formatted for people:
    `Tuesday April 26 2016`, `$20.00`.
    """

    activityAccountingCode: NotRequired[Maybe[Text]]
    """Code for accounting."""
    activityDate: NotRequired[Maybe[Text]]
    """Day."""
    activityId: NotRequired[Maybe[Text]]
    """Id of the activity."""
    activityIsMultidayRental: NotRequired[Maybe[Flag]]
    """Whether it is a rental of several days."""
    activityIsRental: NotRequired[Maybe[Flag]]
    """Whether it is a rental."""
    activityName: NotRequired[Maybe[Text]]
    """Name."""
    activityNotes: NotRequired[Maybe[Text]]
    """Notes."""
    activityRentalDuration_Hours: NotRequired[Maybe[Text]]
    """How long it is rented: `0.41666666666667`."""
    activityRentalEndDateTime: NotRequired[Maybe[Moment]]
    """When the rental ends."""
    activityRentalStartDateTime: NotRequired[Maybe[Moment]]
    """When the rental starts."""
    activityStatus: NotRequired[Maybe[Text]]
    """Status of the booking of this activity: `Active`. The possible values are not documented."""
    activitySubTotal: NotRequired[Maybe[Text]]
    """Amount before tax."""
    activityTax: NotRequired[Maybe[Text]]
    """Tax."""
    activityTime: NotRequired[Maybe[Text]]
    """Time of day."""
    activityType: NotRequired[Maybe[Text]]
    """Its type: `Regular`, `Rental`. The possible values are not documented."""
    checkedIn_currentCheckInStatus: NotRequired[Maybe[Flag]]
    """Whether it is checked in, in a check-in. False means that the check-in was undone."""
    equipmentAssignmentId: NotRequired[Maybe[Text]]
    """Id of the equipment."""
    freeEditField: NotRequired[Maybe[Text]]
    """A text of its own."""
    packageId: NotRequired[Maybe[Text]]
    """Id of the package it belongs to; `0` without one."""
    passengers: NotRequired[Maybe[Passengers]]
    """Who takes part."""
    priceCodeDetails: NotRequired[Maybe[PriceCode]]
    """What it costs."""
    pricingOptions: NotRequired[Maybe[dict[str, Any]]]
    """Options. Every example leaves it empty."""
    taxes: NotRequired[Maybe[dict[str, Any]]]
    """Taxes. Every example leaves it empty."""


class Booking(TypedDict):
    """A booking
    ([documentation](https://docs.zaui.com/webhooks/event-data-payloads/booking-data)).
    """

    activities: NotRequired[Maybe[Activities]]
    """What was booked."""
    bookingCloseDateTime: NotRequired[Maybe[Moment]]
    """When it was closed; `0000-00-00 00:00:00` while it is not."""
    bookingId: Text
    """Its id."""
    bookingRevenue: NotRequired[Maybe[Revenue]]
    """Its amounts."""
    bookingSaleDateTime: NotRequired[Maybe[Moment]]
    """When it was sold."""
    customers: NotRequired[Maybe[Customers]]
    """Who booked."""
    products: NotRequired[Maybe[dict[str, Any]]]
    """What was bought with it. Every example leaves it empty."""


class BookingCustomer(TypedDict):
    """A customer inside a booking or check-in. It has the fields of `Customer`."""

    addressLine1: NotRequired[Maybe[Text]]
    """Address."""
    addressLine2: NotRequired[Maybe[Text]]
    """Second line of the address."""
    allowsPrivateDataSharing: NotRequired[Maybe[Flag]]
    """Whether private data may be shared."""
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
    """Phone at home."""
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
    older page has only the fields about who checked in what, without activities and
    customers.

    It is sent "on toggle of check-in status", so it can tell of a check-out again.
    """

    activities: NotRequired[Maybe[Activities]]
    """The activities of the booking."""
    bookingId: NotRequired[Maybe[Text]]
    """Id of the booking."""
    checkedIn_activityDate: NotRequired[Maybe[Moment]]
    """Day of the activity: `2021-02-10`."""
    checkedIn_activityId: NotRequired[Maybe[Text]]
    """Id of the activity of the check-in."""
    checkedIn_activityName: NotRequired[Maybe[Text]]
    """Name of the activity."""
    checkedIn_activityTime: NotRequired[Maybe[Text]]
    """Time of day of the activity: `10:00`, `8:00 am`."""
    checkedIn_checkInCurrentStatus: NotRequired[Maybe[Flag]]
    """Whether it is checked in. False means that the check-in was undone."""
    checkedIn_guestId: NotRequired[Maybe[Text]]
    """Id of the guest."""
    checkedIn_message: NotRequired[Maybe[Text]]
    """What happened, in words."""
    checkedIn_systemUserId: NotRequired[Maybe[Text]]
    """Id of the user who did it."""
    checkedIn_systemUserIp: NotRequired[Maybe[Text]]
    """IP address of the user who did it."""
    checkedIn_systemUsername: NotRequired[Maybe[Text]]
    """Name of the user who did it."""
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
    """Address."""
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
    """Fax."""
    firstName: NotRequired[Maybe[Text]]
    """First name."""
    homePhone: NotRequired[Maybe[Text]]
    """Phone at home."""
    lastName: NotRequired[Maybe[Text]]
    """Last name."""
    mobilePhone: NotRequired[Maybe[Text]]
    """Mobile phone."""
    officePhone: NotRequired[Maybe[Text]]
    """Phone at work."""
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
    """Address."""
    addressLine2: NotRequired[Maybe[Text]]
    """Second line of the address."""
    allowsPrivateDataSharing: NotRequired[Maybe[Flag]]
    """Whether private data may be shared."""
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
    """Phone at home."""
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
    """Address."""
    addressLine2: NotRequired[Maybe[Text]]
    """Second line of the address."""
    birthDate: NotRequired[Maybe[Moment]]
    """Birthday; also `N/A`."""
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
    """What kind of employee: `Admin`."""
    fax: NotRequired[Maybe[Text]]
    """Fax."""
    firstName: NotRequired[Maybe[Text]]
    """First name."""
    homePhone: NotRequired[Maybe[Text]]
    """Phone at home."""
    lastName: NotRequired[Maybe[Text]]
    """Birthday; may be `N/A`."""
    mobilePhone: NotRequired[Maybe[Text]]
    """Mobile phone."""
    officePhone: NotRequired[Maybe[Text]]
    """Phone at work."""
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
    """The envelope, both generations
    ([documentation](https://docs.zaui.com/webhooks/events-and-data-models/event-notification-payload)).
    The older one has no unique id and no zone.
    """

    eventData: dict[str, Any]
    """What `eventData` contains beside the thing itself."""


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
    """How many take part."""

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
    """What an activity costs, for each type of passenger: `20.000000`."""

    adultsPrice: NotRequired[Maybe[Text]]
    """Price of adults."""
    adultsSurplusFee: NotRequired[Maybe[Text]]
    """Surplus fee of adults."""
    childrenPrice: NotRequired[Maybe[Text]]
    """Price of children."""
    childrenSurplusFee: NotRequired[Maybe[Text]]
    """Surplus fee of children."""
    infantsPrice: NotRequired[Maybe[Text]]
    """Price of infants."""
    infantsSurplusFee: NotRequired[Maybe[Text]]
    """Surplus fee of infants."""
    priceCodeId: NotRequired[Maybe[Text]]
    """Id."""
    seniorsPrice: NotRequired[Maybe[Text]]
    """Price of seniors."""
    seniorsSurplusFee: NotRequired[Maybe[Text]]
    """Surplus fee of seniors."""
    studentsPrice: NotRequired[Maybe[Text]]
    """Price of students."""
    studentsSurplusFee: NotRequired[Maybe[Text]]
    """Surplus fee of students."""


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
    """Before tax."""
    bookingSubTotal_formated: NotRequired[Maybe[Text]]
    """Before tax, formatted."""
    bookingTax: NotRequired[Maybe[Text]]
    """Tax."""
    bookingTax_formated: NotRequired[Maybe[Text]]
    """Tax, formatted."""
    bookingTotal: NotRequired[Maybe[Text]]
    """With tax."""
    bookingTotal_formated: NotRequired[Maybe[Text]]
    """With tax, formatted."""


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
"""An event of Zaui: its `type` says what its `data` is."""
