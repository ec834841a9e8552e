"""The events of Gingr.

Made from the JSON Schema: FRONTDESK_WRITE_DOCS=1 cargo test --workspace --test e2e clients
"""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypeAlias, TypedDict

from .common import EventOf, Flag, Many, Maybe, Moment, Text


class Allocation(TypedDict):
    """A part of a payment, and what it was for."""

    active: NotRequired[Maybe[Flag]]
    """Whether it counts."""
    amount: NotRequired[Maybe[Text]]
    """How much, in decimal."""
    id: NotRequired[Maybe[Text]]
    """Id of the part."""
    payment_id: NotRequired[Maybe[Text]]
    """Id of the payment."""
    type: NotRequired[Maybe[Text]]
    """What `type_id` is an id of."""
    type_id: NotRequired[Maybe[Text]]
    """Id of what was paid."""


class Animal(TypedDict):
    """An animal, with its owner (`o_…` and others)."""

    a_id: NotRequired[Maybe[Text]]
    """Id of the animal."""
    a_notes: NotRequired[Maybe[Text]]
    """Notes; may hold HTML."""
    address_1: NotRequired[Maybe[Text]]
    """Street and number of the owner."""
    address_2: NotRequired[Maybe[Text]]
    """Second line of the owner's address."""
    allergies: NotRequired[Maybe[Text]]
    """What it does not tolerate; may hold HTML."""
    animal_created_at: NotRequired[Maybe[Moment]]
    """When its record was created, in unix seconds."""
    animal_created_by: NotRequired[Maybe[Text]]
    """Who created its record."""
    animal_name: NotRequired[Maybe[Text]]
    """Name."""
    animal_weight: NotRequired[Maybe[Text]]
    """Its weight."""
    banned: NotRequired[Maybe[Flag]]
    """Whether it may not come any more."""
    barcode: NotRequired[Maybe[Text]]
    """Barcode; only seen as null."""
    birthday: NotRequired[Maybe[Moment]]
    """Birthday, in unix seconds."""
    breed_id: NotRequired[Maybe[Text]]
    """Id of the breed."""
    breed_name: NotRequired[Maybe[Text]]
    """Breed in words."""
    cell_phone: NotRequired[Maybe[Text]]
    """Mobile number of the owner."""
    city: NotRequired[Maybe[Text]]
    """City of the owner."""
    code: NotRequired[Maybe[Text]]
    """Abbreviation of what stands in `name`."""
    created_at: NotRequired[Maybe[Moment]]
    """When the owner's record was created, by its name; in unix seconds."""
    created_by: NotRequired[Maybe[Text]]
    """Who created the owner's record, by its name."""
    current_balance: NotRequired[Maybe[Text]]
    """What the owner owes, in decimal."""
    default_payment_method: NotRequired[Any]
    """How the owner usually pays; only seen as null."""
    email: NotRequired[Maybe[Text]]
    """Email address of the owner."""
    emergency_contact_name: NotRequired[Maybe[Text]]
    """Whom to call in an emergency."""
    emergency_contact_phone: NotRequired[Maybe[Text]]
    """Number to call in an emergency."""
    feeding_amount: NotRequired[Maybe[Text]]
    """How much it is fed, for each time: `2,2`."""
    feeding_method: NotRequired[Maybe[Text]]
    """Id of how it is fed. In a `Reservation` the same name holds words."""
    feeding_notes: NotRequired[Maybe[Text]]
    """Notes on feeding."""
    feeding_time: NotRequired[Maybe[Text]]
    """When it is fed: `AM,PM`."""
    feeding_type: NotRequired[Maybe[Text]]
    """Id of what it is fed. In a `Reservation` the same name holds words."""
    fixed: NotRequired[Maybe[Flag]]
    """Whether it is neutered."""
    gender: NotRequired[Maybe[Text]]
    """Sex in words."""
    grooming_notes: NotRequired[Maybe[Text]]
    """Notes on grooming; may hold HTML."""
    home_location: NotRequired[Maybe[Text]]
    """Id of the owner's location."""
    home_phone: NotRequired[Maybe[Text]]
    """Landline number of the owner."""
    image: NotRequired[Maybe[Text]]
    """URL of its picture."""
    medicines: NotRequired[Maybe[Text]]
    """What it has to take."""
    method: NotRequired[Maybe[Text]]
    """How it is fed, in words."""
    name: NotRequired[Maybe[Text]]
    """Name of a way to feed; not the animal's."""
    next_immunization_expiration: NotRequired[Maybe[Moment]]
    """When the next immunization expires, in unix seconds."""
    o_first: NotRequired[Maybe[Text]]
    """First name of the owner."""
    o_id: NotRequired[Maybe[Text]]
    """Id of the owner."""
    o_last: NotRequired[Maybe[Text]]
    """Last name of the owner."""
    o_notes: NotRequired[Maybe[Text]]
    """Notes on the owner; may hold HTML."""
    pricing_rules_apply: NotRequired[Maybe[Flag]]
    """Whether pricing rules apply."""
    species_id: NotRequired[Maybe[Text]]
    """Id of the species."""
    species_name: NotRequired[Maybe[Text]]
    """Species in words."""
    state: NotRequired[Maybe[Text]]
    """State of the owner."""
    stripe_customer_id: NotRequired[Maybe[Text]]
    """Id of the owner at Stripe."""
    temperment_type: NotRequired[Maybe[Text]]
    """Temperament; only seen as null."""
    vet_id: NotRequired[Maybe[Text]]
    """Id of the veterinarian."""
    vet_name: NotRequired[Maybe[Text]]
    """Name of the veterinarian."""
    vet_phone: NotRequired[Maybe[Text]]
    """Number of the veterinarian."""
    vip: NotRequired[Maybe[Flag]]
    """Whether it is a special guest."""
    weight: NotRequired[Maybe[Text]]
    """A number; whether it is a weight or the id of a class is not documented."""
    zip: NotRequired[Maybe[Text]]
    """Postal code of the owner."""


class AnimalEvent(TypedDict):
    """The envelope of an event."""

    entity_data: NotRequired[Maybe[Animal]]
    """The entity as it is now. Not signed."""
    entity_id: Text
    """Id of what the event is about."""
    entity_type: Text
    """What the event is about: `reservation`, `animal`, `owner`, …."""
    numberTries: NotRequired[Maybe[Text]]
    """The number of tries, by its name: no document has the field. Only seen as 1, in first
    deliveries.
    """
    signature: NotRequired[Maybe[Text]]
    """The signature, hex."""
    webhook_type: Text
    """The kind of event."""
    webhook_url: NotRequired[Maybe[Text]]
    """The URL that it was sent to."""


class Email(TypedDict):
    """The content of an email."""

    subject: NotRequired[Maybe[Text]]
    """Subject line."""
    value: NotRequired[Maybe[Text]]
    """Body, in HTML."""


class Form(TypedDict):
    """The form of a reservation."""

    is_dirty: NotRequired[Maybe[Flag]]
    """Whether something was changed and not stored, by its name."""
    notes: NotRequired[Maybe[Text]]
    """Notes."""
    submission_id: NotRequired[Maybe[Text]]
    """Id of what was filled in."""
    system_id: NotRequired[Maybe[Text]]
    """Id of what the form belongs to."""


class Incident(TypedDict):
    """An incident with an animal. The vendor documents no fields; these are what its users read."""

    a_id: NotRequired[Maybe[Text]]
    """Id of the animal, in the other form."""
    animal_id: NotRequired[Maybe[Text]]
    """Id of the animal."""
    animal_name: NotRequired[Maybe[Text]]
    """Name of the animal."""
    created_at: NotRequired[Maybe[Moment]]
    """When it was reported. Read as unix seconds, too."""
    created_at_iso: NotRequired[Maybe[Moment]]
    """When it was reported, in the other form."""
    created_by: NotRequired[Maybe[Text]]
    """Who reported it."""
    first_name: NotRequired[Maybe[Text]]
    """First name of the owner."""
    id: NotRequired[Maybe[Text]]
    """Id of the incident."""
    incident_type_id: NotRequired[Maybe[Text]]
    """Id of what happened."""
    last_name: NotRequired[Maybe[Text]]
    """Last name of the owner."""
    location_id: NotRequired[Maybe[Text]]
    """Id of the location."""
    location_name: NotRequired[Maybe[Text]]
    """Name of the location."""
    notes: NotRequired[Maybe[Text]]
    """Notes, may hold HTML."""
    o_id: NotRequired[Maybe[Text]]
    """Id of the owner."""
    type: NotRequired[Maybe[Text]]
    """What happened, in words."""
    username: NotRequired[Maybe[Text]]
    """Who reported it, in the other form."""


class IncidentEvent(TypedDict):
    """The envelope of an event."""

    entity_data: NotRequired[Maybe[Incident]]
    """The entity as it is now. Not signed."""
    entity_id: Text
    """Id of what the event is about."""
    entity_type: Text
    """What the event is about: `reservation`, `animal`, `owner`, …."""
    numberTries: NotRequired[Maybe[Text]]
    """The number of tries, by its name: no document has the field. Only seen as 1, in first
    deliveries.
    """
    signature: NotRequired[Maybe[Text]]
    """The signature, hex."""
    webhook_type: Text
    """The kind of event."""
    webhook_url: NotRequired[Maybe[Text]]
    """The URL that it was sent to."""


class Item(TypedDict):
    """Something that was bought. Amounts are in decimal."""

    category_id: NotRequired[Maybe[Text]]
    """Id of the category."""
    coupons: NotRequired[Any]
    """Coupons; only seen empty."""
    description: NotRequired[Maybe[Text]]
    """Description; may hold HTML."""
    discounts_total: NotRequired[Maybe[Text]]
    """Discounts."""
    id: NotRequired[Maybe[Text]]
    """Id of the item in the transaction."""
    image: NotRequired[Maybe[Text]]
    """URL of a picture; only seen as null."""
    is_returned: NotRequired[Maybe[Flag]]
    """Whether it was returned."""
    item_base_id: NotRequired[Maybe[Text]]
    """Id of what was bought."""
    item_id: NotRequired[Maybe[Text]]
    """Id of what was bought, with a letter before it."""
    item_ids: NotRequired[Maybe[Text]]
    """Ids of the items that this one stands for."""
    modifiers: NotRequired[Many[Modifier]]
    """What changed the price."""
    name: NotRequired[Maybe[Text]]
    """Name; only seen as null."""
    packages: NotRequired[Any]
    """Packages; only seen empty."""
    qty: NotRequired[Maybe[Text]]
    """How many."""
    refund_amount: NotRequired[Maybe[Text]]
    """Amount refunded; only seen as null."""
    reservation: NotRequired[Maybe[Reservation]]
    """The reservation that was paid."""
    return_reason: NotRequired[Maybe[Text]]
    """Why it was returned; only seen as null."""
    return_transaction_id: NotRequired[Maybe[Text]]
    """Id of the transaction that returned it; only seen as null."""
    returnable: NotRequired[Maybe[Flag]]
    """Whether it can be returned; only seen as null."""
    returned_at: NotRequired[Maybe[Moment]]
    """When it was returned; only seen as null."""
    returned_to_inventory: NotRequired[Maybe[Flag]]
    """Whether it is in stock again."""
    tax_amount: NotRequired[Maybe[Text]]
    """Tax."""
    tax_refund_amount: NotRequired[Maybe[Text]]
    """Tax refunded; only seen as null."""
    total: NotRequired[Maybe[Text]]
    """Price."""
    unit_price: NotRequired[Maybe[Text]]
    """Price of one."""
    voided_coupons: NotRequired[Any]
    """Coupons that are no longer valid; only seen empty."""
    voided_packages: NotRequired[Any]
    """Packages that are no longer valid; only seen empty."""


class LeadEvent(TypedDict):
    """The envelope of an event."""

    entity_data: NotRequired[Maybe[Lead]]
    """The entity as it is now. Not signed."""
    entity_id: Text
    """Id of what the event is about."""
    entity_type: Text
    """What the event is about: `reservation`, `animal`, `owner`, …."""
    numberTries: NotRequired[Maybe[Text]]
    """The number of tries, by its name: no document has the field. Only seen as 1, in first
    deliveries.
    """
    signature: NotRequired[Maybe[Text]]
    """The signature, hex."""
    webhook_type: Text
    """The kind of event."""
    webhook_url: NotRequired[Maybe[Text]]
    """The URL that it was sent to."""


class Location(TypedDict):
    """A location of the company."""

    abckam_public_cameras: NotRequired[Maybe[Text]]
    """Public cameras of ABCKAM; only seen as null."""
    address_1: NotRequired[Maybe[Text]]
    """Street and number."""
    address_2: NotRequired[Maybe[Text]]
    """Second line of the address."""
    appointment_custom_text: NotRequired[Maybe[Text]]
    """Text for appointments, in HTML."""
    broadly_location_id: NotRequired[Maybe[Text]]
    """Id of the location at Broadly."""
    charge_for_uncompleted_services: NotRequired[Maybe[Flag]]
    """Whether services are charged that were not completed."""
    checkout_survey_text: NotRequired[Maybe[Text]]
    """Text for the survey at check-out, in HTML."""
    city: NotRequired[Maybe[Text]]
    """City."""
    clover_receipt_custom_text: NotRequired[Maybe[Text]]
    """Text for receipts from a Clover terminal, in HTML."""
    deposit_policies_custom_text: NotRequired[Maybe[Text]]
    """Text on deposits, in HTML."""
    email: NotRequired[Maybe[Text]]
    """Email address."""
    estimate_custom_text: NotRequired[Maybe[Text]]
    """Text for estimates, in HTML."""
    facebook_page_id: NotRequired[Maybe[Text]]
    """Id of the page at Facebook."""
    fax: NotRequired[Maybe[Text]]
    """Fax number."""
    hours: NotRequired[Maybe[Text]]
    """Opening hours, in HTML."""
    html_tips_page: NotRequired[Maybe[Text]]
    """Page about tips."""
    html_webcams_page: NotRequired[Maybe[Text]]
    """Page with cameras."""
    id: NotRequired[Maybe[Text]]
    """Id of the location."""
    idogcam_public_cameras: NotRequired[Maybe[Text]]
    """Public cameras of iDogCam; only seen as null."""
    idogcam_public_cameras_only_checked_in: NotRequired[Maybe[Flag]]
    """Whether these cameras are only for guests."""
    latitude: NotRequired[Maybe[Text]]
    """Where it is, in degrees."""
    logo: NotRequired[Maybe[Text]]
    """Logo; only seen as null."""
    longitude: NotRequired[Maybe[Text]]
    """Where it is, in degrees."""
    max_capacity: NotRequired[Maybe[Text]]
    """How many animals fit in."""
    name: NotRequired[Maybe[Text]]
    """Name."""
    phone: NotRequired[Maybe[Text]]
    """Number."""
    receipt_custom_text: NotRequired[Maybe[Text]]
    """Text for receipts, in HTML."""
    reservation_request_services_text: NotRequired[Maybe[Text]]
    """Text for requests of services, in HTML."""
    reservation_request_text: NotRequired[Maybe[Text]]
    """Text for requests, in HTML."""
    sales_tax_rate: NotRequired[Maybe[Text]]
    """Rate of the sales tax; only seen as null."""
    small_estimate_custom_text: NotRequired[Maybe[Text]]
    """Text for small estimates, in HTML."""
    small_receipt_custom_text: NotRequired[Maybe[Text]]
    """Text for small receipts, in HTML."""
    specialist_capacity_per_user: NotRequired[Maybe[Text]]
    """A number; its meaning is not documented."""
    state: NotRequired[Maybe[Text]]
    """State."""
    statement_custom_text: NotRequired[Maybe[Text]]
    """Text for statements, in HTML."""
    status: NotRequired[Maybe[Text]]
    """State; a number whose meaning is not documented."""
    tax_on_open_items: NotRequired[Maybe[Flag]]
    """Whether there is tax on open items."""
    tax_on_packages: NotRequired[Maybe[Flag]]
    """Whether there is tax on packages."""
    tax_on_pos_items: NotRequired[Maybe[Flag]]
    """Whether there is tax on what is sold over the counter."""
    tax_on_reservations: NotRequired[Maybe[Flag]]
    """Whether there is tax on reservations."""
    tax_on_services: NotRequired[Maybe[Flag]]
    """Whether there is tax on services."""
    timeclock_require_ip: NotRequired[Maybe[Text]]
    """From which address staff may clock in; only seen as null."""
    timezone: NotRequired[Maybe[Text]]
    """Time zone; only seen as null."""
    twilio_fax_number: NotRequired[Maybe[Text]]
    """Fax number at Twilio."""
    twilio_forward_calls_to: NotRequired[Maybe[Text]]
    """Where Twilio forwards calls to."""
    twilio_phone_number: NotRequired[Maybe[Text]]
    """Number at Twilio."""
    use_label_printer: NotRequired[Maybe[Flag]]
    """Whether there is a label printer."""
    website_url: NotRequired[Maybe[Text]]
    """Website."""
    zip: NotRequired[Maybe[Text]]
    """Postal code."""


class Modifier(TypedDict):
    """Something that changed a price."""

    amount: NotRequired[Maybe[Text]]
    """How much, in decimal."""
    base_rate_modifier: NotRequired[Maybe[Text]]
    """Whether or by how much it changes the base rate; not documented."""
    daily_rate_modifier: NotRequired[Maybe[Text]]
    """Whether or by how much it changes the daily rate; not documented."""
    label: NotRequired[Maybe[Text]]
    """What it is, in words."""


class Owner(TypedDict):
    """An owner.

    The vendor's example has `id`, `first_name` and `last_name`; where other payloads name an
    owner, it is `o_id`, `o_first` and `o_last`. What `owner_created` and `owner_edited` have
    is not known.
    """

    address_1: NotRequired[Maybe[Text]]
    """Street and number."""
    address_2: NotRequired[Maybe[Text]]
    """Second line of the address."""
    allow_online_login: NotRequired[Maybe[Flag]]
    """Whether the owner may log in to the customer portal."""
    barcode: NotRequired[Maybe[Text]]
    """Barcode; only seen as null."""
    cell_phone: NotRequired[Maybe[Text]]
    """Mobile number."""
    city: NotRequired[Maybe[Text]]
    """City."""
    created_at: NotRequired[Maybe[Moment]]
    """When the record was created, in unix seconds."""
    created_by: NotRequired[Maybe[Text]]
    """Who created the record."""
    current_balance: NotRequired[Maybe[Text]]
    """What the owner owes, in decimal."""
    default_payment_method_fk: NotRequired[Maybe[Text]]
    """Id of how the owner usually pays."""
    email: NotRequired[Maybe[Text]]
    """Email address."""
    emergency_contact_name: NotRequired[Maybe[Text]]
    """Whom to call in an emergency."""
    emergency_contact_phone: NotRequired[Maybe[Text]]
    """Number to call in an emergency."""
    first_name: NotRequired[Maybe[Text]]
    """First name."""
    form_token: NotRequired[Maybe[Text]]
    """A token of the owner; its purpose is not documented."""
    home_location: NotRequired[Maybe[Text]]
    """Id of the location."""
    home_phone: NotRequired[Maybe[Text]]
    """Landline number."""
    id: NotRequired[Maybe[Text]]
    """Id of the owner."""
    key: NotRequired[Maybe[Text]]
    """A key of the owner; its purpose is not documented."""
    kl_owner_id: NotRequired[Maybe[Text]]
    """Id of the owner in another system, which is not documented."""
    last_name: NotRequired[Maybe[Text]]
    """Last name."""
    latitude: NotRequired[Maybe[Text]]
    """Where the owner lives, in degrees."""
    longitude: NotRequired[Maybe[Text]]
    """Where the owner lives, in degrees."""
    notes: NotRequired[Maybe[Text]]
    """Notes; may hold HTML."""
    o_first: NotRequired[Maybe[Text]]
    """First name, in the other form."""
    o_id: NotRequired[Maybe[Text]]
    """Id of the owner, in the other form."""
    o_last: NotRequired[Maybe[Text]]
    """Last name, in the other form."""
    opt_out_email: NotRequired[Maybe[Flag]]
    """Whether the owner wants no email."""
    opt_out_marketing_email: NotRequired[Maybe[Flag]]
    """Whether the owner wants no marketing by email."""
    opt_out_marketing_sms: NotRequired[Maybe[Flag]]
    """Whether the owner wants no marketing by text message."""
    opt_out_photo_sharing: NotRequired[Maybe[Flag]]
    """Whether the owner wants no photos to be shared."""
    opt_out_reminder_email: NotRequired[Maybe[Flag]]
    """Whether the owner wants no reminders by email."""
    opt_out_reminder_sms: NotRequired[Maybe[Flag]]
    """Whether the owner wants no reminders by text message."""
    opt_out_sms: NotRequired[Maybe[Flag]]
    """Whether the owner wants no text messages."""
    payment_processor_id: NotRequired[Maybe[Text]]
    """Id of the payment processor."""
    state: NotRequired[Maybe[Text]]
    """State."""
    stripe_customer_id: NotRequired[Maybe[Text]]
    """Id of the owner at Stripe."""
    stripe_default_card: NotRequired[Maybe[Text]]
    """The owner's card at Stripe; only seen as null."""
    zip: NotRequired[Maybe[Text]]
    """Postal code."""


class OwnerEvent(TypedDict):
    """The envelope of an event."""

    entity_data: NotRequired[Maybe[Owner]]
    """The entity as it is now. Not signed."""
    entity_id: Text
    """Id of what the event is about."""
    entity_type: Text
    """What the event is about: `reservation`, `animal`, `owner`, …."""
    numberTries: NotRequired[Maybe[Text]]
    """The number of tries, by its name: no document has the field. Only seen as 1, in first
    deliveries.
    """
    signature: NotRequired[Maybe[Text]]
    """The signature, hex."""
    webhook_type: Text
    """The kind of event."""
    webhook_url: NotRequired[Maybe[Text]]
    """The URL that it was sent to."""


class Payment(TypedDict):
    """A payment. Amounts are in decimal."""

    active: NotRequired[Maybe[Flag]]
    """Whether it counts."""
    allocations: NotRequired[Many[Allocation]]
    """What it was paid for."""
    auth_code: NotRequired[Maybe[Text]]
    """Code of the authorization; only seen as null."""
    captured: NotRequired[Any]
    """Whether the money was collected, by its name; only seen as null."""
    card_brand: NotRequired[Maybe[Text]]
    """Brand of the card; only seen as null."""
    create_stamp: NotRequired[Maybe[Moment]]
    """When it was created, in unix seconds."""
    created_by: NotRequired[Maybe[Text]]
    """Id of who created it."""
    created_by_name: NotRequired[Maybe[Text]]
    """Who created it."""
    current_balance: NotRequired[Maybe[Text]]
    """What the owner owes."""
    description: NotRequired[Maybe[Text]]
    """Description."""
    edit_stamp: NotRequired[Maybe[Moment]]
    """When it was changed, in unix seconds; only seen as null."""
    edited_by: NotRequired[Maybe[Text]]
    """Who changed it; only seen as null."""
    id: NotRequired[Maybe[Text]]
    """Id of the payment."""
    last4: NotRequired[Maybe[Text]]
    """Last four digits of the card; only seen as null."""
    location_id: NotRequired[Maybe[Text]]
    """Id of the location."""
    owner_id: NotRequired[Maybe[Text]]
    """Id of the owner."""
    payment_allocation_refund: NotRequired[Maybe[Text]]
    """A number; its meaning is not documented."""
    payment_intent_id: NotRequired[Maybe[Text]]
    """Id of the payment intent at Stripe; only seen as null."""
    payment_method_id: NotRequired[Maybe[Text]]
    """Id of the means of payment."""
    payment_method_type: NotRequired[Maybe[Text]]
    """Means of payment, in words."""
    processor: NotRequired[Maybe[Text]]
    """Payment processor; only seen as null."""
    retref: NotRequired[Maybe[Text]]
    """Reference of the payment processor, by its name; only seen as null."""
    signature: NotRequired[Any]
    """Signature of the payer, by its name; only seen as null."""
    store_credit: NotRequired[Maybe[Flag]]
    """Whether it was paid from a credit."""
    stripe_charge: NotRequired[Any]
    """The charge at Stripe; only seen as null."""
    stripe_refund_id: NotRequired[Maybe[Text]]
    """Id of the refund at Stripe; only seen as null."""
    stripe_transaction_id: NotRequired[Maybe[Text]]
    """Id of the transaction at Stripe; only seen as null."""
    total_balance: NotRequired[Maybe[Text]]
    """What the owner owed in all, by its name."""
    transaction_time: NotRequired[Maybe[Moment]]
    """When it was paid, in unix seconds."""
    zero_payment: NotRequired[Maybe[Flag]]
    """Whether there was nothing to pay."""


class PaymentInfo(TypedDict):
    """How something was paid, in short."""

    amount: NotRequired[Maybe[Text]]
    """How much, in decimal."""
    payment_method_id: NotRequired[Maybe[Text]]
    """Id of the means of payment."""
    type: NotRequired[Maybe[Text]]
    """Means of payment, in words."""


class Recipient(TypedDict):
    """Who got an email."""

    email: NotRequired[Maybe[Text]]
    """Address."""
    name: NotRequired[Maybe[Text]]
    """Name."""


class Reservation(TypedDict):
    """A reservation, with its animal (`a_…` and others) and its owner (`o_…` and others).

    Gingr writes nearly everything as strings. Times are unix seconds, except those whose
    names end in `_iso`.
    """

    a_id: NotRequired[Maybe[Text]]
    """Id of the animal."""
    a_notes: NotRequired[Maybe[Text]]
    """Notes on the animal; may hold HTML."""
    account_code_id: NotRequired[Maybe[Text]]
    """Id of the account code."""
    address_1: NotRequired[Maybe[Text]]
    """Street and number of the owner."""
    address_2: NotRequired[Maybe[Text]]
    """Second line of the owner's address."""
    allergies: NotRequired[Maybe[Text]]
    """What the animal does not tolerate; may hold HTML."""
    animal_id: NotRequired[Maybe[Text]]
    """Id of the animal, again."""
    animal_name: NotRequired[Maybe[Text]]
    """Name of the animal."""
    answer_1: NotRequired[Maybe[Text]]
    """Answer to the first question."""
    answer_2: NotRequired[Maybe[Text]]
    """Answer to the second question."""
    answer_3: NotRequired[Maybe[Text]]
    """Answer to the third question."""
    barcode: NotRequired[Maybe[Text]]
    """Barcode; only seen as null."""
    base_rate: NotRequired[Maybe[Text]]
    """Price before discounts, in decimal."""
    birthday: NotRequired[Maybe[Moment]]
    """Birthday of the animal, in unix seconds."""
    breed_id: NotRequired[Maybe[Text]]
    """Id of the breed."""
    breed_name: NotRequired[Maybe[Text]]
    """Breed in words."""
    cancel_stamp: NotRequired[Maybe[Moment]]
    """When it was cancelled, in unix seconds."""
    cancellation_reason: NotRequired[Maybe[Text]]
    """Why it was cancelled."""
    cancellation_reason_id: NotRequired[Maybe[Text]]
    """Id of why it was cancelled."""
    cancelled_by_username: NotRequired[Maybe[Text]]
    """Who cancelled it."""
    capacity: NotRequired[Maybe[Text]]
    """How many can reserve this; in the vendor's example only."""
    cell_phone: NotRequired[Maybe[Text]]
    """Mobile number of the owner."""
    charge_by_hour: NotRequired[Maybe[Flag]]
    """Whether it is charged by the hour."""
    check_in_stamp: NotRequired[Maybe[Moment]]
    """When it was checked in, in unix seconds."""
    check_in_stamp_iso: NotRequired[Maybe[Moment]]
    """When it was checked in. Seen as local time."""
    check_out_stamp: NotRequired[Maybe[Moment]]
    """When it was checked out, in unix seconds."""
    city: NotRequired[Maybe[Text]]
    """City of the owner."""
    class_id: NotRequired[Maybe[Text]]
    """Id of the class."""
    confirmed_stamp: NotRequired[Maybe[Moment]]
    """When it was confirmed, in unix seconds."""
    created_at: NotRequired[Maybe[Moment]]
    """When it was created, in unix seconds."""
    created_by: NotRequired[Maybe[Text]]
    """Who created it."""
    current_balance: NotRequired[Maybe[Text]]
    """What the owner owes, in decimal."""
    default_payment_method: NotRequired[Any]
    """How the owner usually pays; only seen as null."""
    default_payment_method_fk: NotRequired[Maybe[Text]]
    """Id of how the owner usually pays."""
    email: NotRequired[Maybe[Text]]
    """Email address of the owner."""
    emergency_contact_name: NotRequired[Maybe[Text]]
    """Whom to call in an emergency."""
    emergency_contact_phone: NotRequired[Maybe[Text]]
    """Number to call in an emergency."""
    end_date: NotRequired[Maybe[Moment]]
    """End as booked, in unix seconds."""
    end_date_iso: NotRequired[Maybe[Moment]]
    """End. Seen with an offset and as local time."""
    feeding_amount: NotRequired[Maybe[Text]]
    """How much the animal is fed, for each time: `2,2`."""
    feeding_method: NotRequired[Maybe[Text]]
    """How the animal is fed, in words."""
    feeding_notes: NotRequired[Maybe[Text]]
    """Notes on feeding."""
    feeding_time: NotRequired[Maybe[Text]]
    """When the animal is fed: `AM,PM`."""
    feeding_type: NotRequired[Maybe[Text]]
    """What the animal is fed, in words."""
    final_rate: NotRequired[Maybe[Text]]
    """Price, in decimal."""
    fixed: NotRequired[Maybe[Flag]]
    """Whether the animal is neutered."""
    form: NotRequired[Maybe[Form]]
    """The reservation's form."""
    gender: NotRequired[Maybe[Text]]
    """Sex of the animal, in words."""
    grooming_notes: NotRequired[Maybe[Text]]
    """Notes on grooming the animal; may hold HTML."""
    home_phone: NotRequired[Maybe[Text]]
    """Landline number of the owner."""
    image: NotRequired[Maybe[Text]]
    """URL of the animal's picture."""
    last_email_sent: NotRequired[Maybe[Moment]]
    """When the last email about it was sent, in unix seconds."""
    last_sms_sent: NotRequired[Maybe[Moment]]
    """When the last text message about it was sent, in unix seconds."""
    location_city: NotRequired[Maybe[Text]]
    """City of the location."""
    location_id: NotRequired[Maybe[Text]]
    """Id of the location."""
    location_name: NotRequired[Maybe[Text]]
    """Name of the location."""
    location_timezone: NotRequired[Maybe[Text]]
    """Time zone of the location; only seen as null."""
    medicines: NotRequired[Maybe[Text]]
    """What the animal has to take."""
    next_immunization_expiration: NotRequired[Maybe[Moment]]
    """When the next immunization of the animal expires, in unix seconds."""
    o_first: NotRequired[Maybe[Text]]
    """First name of the owner."""
    o_id: NotRequired[Maybe[Text]]
    """Id of the owner."""
    o_last: NotRequired[Maybe[Text]]
    """Last name of the owner."""
    o_notes: NotRequired[Maybe[Text]]
    """Notes on the owner; may hold HTML."""
    only_appointment: NotRequired[Maybe[Flag]]
    """Whether it is by appointment only."""
    payment_amount: NotRequired[Maybe[Text]]
    """What was paid, in decimal; only seen as null."""
    pricing_rules_apply: NotRequired[Maybe[Flag]]
    """Whether pricing rules apply."""
    question_1: NotRequired[Maybe[Text]]
    """First question of the reservation."""
    question_2: NotRequired[Maybe[Text]]
    """Second question."""
    question_3: NotRequired[Maybe[Text]]
    """Third question."""
    r_id: NotRequired[Maybe[Text]]
    """Id of the reservation."""
    r_notes: NotRequired[Maybe[Text]]
    """Notes on the reservation; may hold HTML."""
    self_made: NotRequired[Any]
    """Whether the owner made it, by its name; only seen as null."""
    services_string: NotRequired[Maybe[Text]]
    """The services, in words; only seen as null."""
    show_on_feeding_report: NotRequired[Maybe[Flag]]
    """Whether it is in the report on feeding."""
    show_on_medication_report: NotRequired[Maybe[Flag]]
    """Whether it is in the report on medication."""
    single_day: NotRequired[Maybe[Flag]]
    """Whether it is for one day."""
    species_id: NotRequired[Maybe[Text]]
    """Id of the species."""
    start_date: NotRequired[Maybe[Moment]]
    """Begin as booked, in unix seconds."""
    start_date_iso: NotRequired[Maybe[Moment]]
    """Begin: the time of the check-in once there was one. Seen with an offset and as local time."""
    state: NotRequired[Maybe[Text]]
    """State of the owner."""
    stripe_customer_id: NotRequired[Maybe[Text]]
    """Id of the owner at Stripe."""
    temperment_type: NotRequired[Maybe[Text]]
    """Temperament of the animal; only seen as null."""
    transaction: NotRequired[Maybe[Transaction]]
    """What was paid; only at `check_out`."""
    type: NotRequired[Maybe[Text]]
    """What was reserved, in words."""
    type_id: NotRequired[Maybe[Text]]
    """Id of what was reserved."""
    units_of_time: NotRequired[Maybe[Text]]
    """For how many units of time the price is."""
    vet_id: NotRequired[Maybe[Text]]
    """Id of the veterinarian."""
    vet_name: NotRequired[Maybe[Text]]
    """Name of the veterinarian."""
    vet_phone: NotRequired[Maybe[Text]]
    """Number of the veterinarian."""
    vip: NotRequired[Maybe[Flag]]
    """Whether the animal is a special guest."""
    void_id: NotRequired[Maybe[Text]]
    """Id of what voided it; only seen as null."""
    wait_list_accepted_stamp: NotRequired[Maybe[Moment]]
    """When it was taken from the waiting list, in unix seconds."""
    wait_list_stamp: NotRequired[Maybe[Moment]]
    """When it was put on the waiting list, in unix seconds."""
    weight: NotRequired[Maybe[Text]]
    """A number; whether it is a weight or the id of a class is not documented."""
    zip: NotRequired[Maybe[Text]]
    """Postal code of the owner."""


class ReservationEvent(TypedDict):
    """The envelope of an event."""

    entity_data: NotRequired[Maybe[Reservation]]
    """The entity as it is now. Not signed."""
    entity_id: Text
    """Id of what the event is about."""
    entity_type: Text
    """What the event is about: `reservation`, `animal`, `owner`, …."""
    numberTries: NotRequired[Maybe[Text]]
    """The number of tries, by its name: no document has the field. Only seen as 1, in first
    deliveries.
    """
    signature: NotRequired[Maybe[Text]]
    """The signature, hex."""
    webhook_type: Text
    """The kind of event."""
    webhook_url: NotRequired[Maybe[Text]]
    """The URL that it was sent to."""


class SentMessage(TypedDict):
    """The envelope of a message that Gingr sent to an owner."""

    email_data: NotRequired[Maybe[Email]]
    """What was sent."""
    entity_data: NotRequired[Maybe[Owner]]
    """The owner."""
    entity_id: Text
    """Id of the owner."""
    entity_type: Text
    """`owner`."""
    numberTries: NotRequired[Maybe[Text]]
    """The number of tries, by its name: no document has the field. Only seen as 1, in first
    deliveries.
    """
    recipients: NotRequired[Many[Recipient]]
    """To whom."""
    signature: NotRequired[Maybe[Text]]
    """The signature, hex."""
    webhook_type: Text
    """The kind of event."""
    webhook_url: NotRequired[Maybe[Text]]
    """The URL that it was sent to."""


class Totals(TypedDict):
    """What a transaction costs and what was paid. Amounts are in decimal."""

    complete: NotRequired[Maybe[Flag]]
    """Whether it is complete."""
    create_stamp: NotRequired[Maybe[Moment]]
    """When it was created, in unix seconds."""
    email: NotRequired[Maybe[Text]]
    """Email address of the owner."""
    first_name: NotRequired[Maybe[Text]]
    """First name of the owner."""
    id: NotRequired[Maybe[Text]]
    """Id of the transaction."""
    is_returned: NotRequired[Maybe[Flag]]
    """Whether it was returned; only seen as null."""
    item_count: NotRequired[Maybe[Text]]
    """How many items were bought."""
    last_name: NotRequired[Maybe[Text]]
    """Last name of the owner."""
    location_id: NotRequired[Maybe[Text]]
    """Id of the location."""
    owner_id: NotRequired[Maybe[Text]]
    """Id of the owner."""
    payment_amount: NotRequired[Maybe[Text]]
    """What was paid."""
    sales_tax_rate: NotRequired[Maybe[Text]]
    """Rate of the sales tax; only seen as null."""
    status: NotRequired[Maybe[Text]]
    """State; a number whose meaning is not documented."""
    subtotal: NotRequired[Maybe[Text]]
    """Sum without tax."""
    tax_amount: NotRequired[Maybe[Text]]
    """Tax."""
    tax_paid: NotRequired[Maybe[Text]]
    """Tax that was paid."""
    total: NotRequired[Maybe[Text]]
    """Sum with tax."""
    user_id: NotRequired[Maybe[Text]]
    """Id of who created it."""
    username: NotRequired[Maybe[Text]]
    """Who created it."""


class Transaction(TypedDict):
    """What was paid at check-out."""

    deposit: NotRequired[Any]
    """A deposit; only seen empty."""
    deposits: NotRequired[Any]
    """Deposits; only seen empty."""
    description: NotRequired[Maybe[Text]]
    """Only seen as null."""
    detailed_payments: NotRequired[Payments]
    """Single payments by their id, with a number `deposit` among them."""
    invoice_status: NotRequired[Maybe[Text]]
    """State of the invoice, in words."""
    invoice_version: NotRequired[Maybe[Text]]
    """Version of the invoice."""
    items: NotRequired[Many[Item]]
    """What was bought."""
    location: NotRequired[Maybe[Location]]
    """Where it was paid."""
    payment_info: NotRequired[Many[PaymentInfo]]
    """How it was paid, in short."""
    payment_items: NotRequired[Payments]
    """Payments by their id, again."""
    tip_amount: NotRequired[Any]
    """Tips; only seen empty."""
    tip_refund: NotRequired[Any]
    """Refunded tips; only seen empty."""
    totals: NotRequired[Maybe[Totals]]
    """What it costs and what was paid."""
    transaction: NotRequired[Maybe[Totals]]
    """The same, again."""


Lead: TypeAlias = dict[str, Any]
"""A lead. Its fields are not documented."""


PaymentOrOther: TypeAlias = Payment | str | float | bool | None | list[Any]


Payments: TypeAlias = dict[str, PaymentOrOther] | list[PaymentOrOther] | Literal[""] | None


Event: TypeAlias = (
    EventOf[
        Literal[
            "gingr.check_in",
            "gingr.check_out",
            "gingr.checking_in",
            "gingr.checking_out",
            "gingr.reservation_form_created",
            "gingr.reservation_form_edited",
        ],
        ReservationEvent,
    ]
    | EventOf[Literal["gingr.owner_created", "gingr.owner_edited"], OwnerEvent]
    | EventOf[Literal["gingr.animal_created", "gingr.animal_edited"], AnimalEvent]
    | EventOf[Literal["gingr.incident_created", "gingr.incident_edited"], IncidentEvent]
    | EventOf[Literal["gingr.lead_created"], LeadEvent]
    | EventOf[Literal["gingr.email_sent", "gingr.sms_sent", "gingr.notification_sent"], SentMessage]
)
"""An event of Gingr: its `type` says what its `data` is."""
