"""The events of Gingr.

Generated from the JSON Schema: FRONTDESK_WRITE_DOCS=1 cargo test --workspace --test payloads clients
"""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypeAlias, TypedDict

from .common import EventOf, Flag, Many, Maybe, Moment, Text


class Allocation(TypedDict):
    """A part of a payment, and what that part was for."""

    active: NotRequired[Maybe[Flag]]
    """Whether it is active."""
    amount: NotRequired[Maybe[Text]]
    """Amount, as a decimal."""
    id: NotRequired[Maybe[Text]]
    """Id of the part."""
    payment_id: NotRequired[Maybe[Text]]
    """Id of the payment."""
    type: NotRequired[Maybe[Text]]
    """Type of the thing that `type_id` identifies."""
    type_id: NotRequired[Maybe[Text]]
    """Id of the thing that was paid for."""


class Animal(TypedDict):
    """An animal, with its owner (fields `o_…` and others)."""

    a_id: NotRequired[Maybe[Text]]
    """Id of the animal."""
    a_notes: NotRequired[Maybe[Text]]
    """Notes; may contain HTML."""
    address_1: NotRequired[Maybe[Text]]
    """Owner's street and number."""
    address_2: NotRequired[Maybe[Text]]
    """Second line of the owner's address."""
    allergies: NotRequired[Maybe[Text]]
    """Allergies; may contain HTML."""
    animal_created_at: NotRequired[Maybe[Moment]]
    """When its record was created, in unix seconds."""
    animal_created_by: NotRequired[Maybe[Text]]
    """Who created its record."""
    animal_name: NotRequired[Maybe[Text]]
    """Name."""
    animal_weight: NotRequired[Maybe[Text]]
    """Weight."""
    banned: NotRequired[Maybe[Flag]]
    """Whether it is banned."""
    barcode: NotRequired[Maybe[Text]]
    """Barcode; only seen as null."""
    birthday: NotRequired[Maybe[Moment]]
    """Birthday, in unix seconds."""
    breed_id: NotRequired[Maybe[Text]]
    """Id of the breed."""
    breed_name: NotRequired[Maybe[Text]]
    """Name of the breed."""
    cell_phone: NotRequired[Maybe[Text]]
    """Owner's mobile number."""
    city: NotRequired[Maybe[Text]]
    """Owner's city."""
    code: NotRequired[Maybe[Text]]
    """Abbreviation of `name`."""
    created_at: NotRequired[Maybe[Moment]]
    """When the owner's record was created, judging by the field's name; in unix seconds."""
    created_by: NotRequired[Maybe[Text]]
    """Who created the owner's record, judging by the field's name."""
    current_balance: NotRequired[Maybe[Text]]
    """Amount that the owner owes, as a decimal."""
    default_payment_method: NotRequired[Any]
    """Owner's usual payment method; only seen as null."""
    email: NotRequired[Maybe[Text]]
    """Owner's email address."""
    emergency_contact_name: NotRequired[Maybe[Text]]
    """Name of the emergency contact."""
    emergency_contact_phone: NotRequired[Maybe[Text]]
    """Phone number of the emergency contact."""
    feeding_amount: NotRequired[Maybe[Text]]
    """Amount for each feeding time: `2,2`."""
    feeding_method: NotRequired[Maybe[Text]]
    """Id of the feeding method. In a `Reservation`, the field of this name holds text."""
    feeding_notes: NotRequired[Maybe[Text]]
    """Notes on feeding."""
    feeding_time: NotRequired[Maybe[Text]]
    """Feeding times: `AM,PM`."""
    feeding_type: NotRequired[Maybe[Text]]
    """Id of the type of food. In a `Reservation`, the field of this name holds text."""
    fixed: NotRequired[Maybe[Flag]]
    """Whether it is neutered."""
    gender: NotRequired[Maybe[Text]]
    """Sex, as text."""
    grooming_notes: NotRequired[Maybe[Text]]
    """Notes on grooming; may contain HTML."""
    home_location: NotRequired[Maybe[Text]]
    """Id of the owner's location."""
    home_phone: NotRequired[Maybe[Text]]
    """Owner's landline number."""
    image: NotRequired[Maybe[Text]]
    """URL of its picture."""
    medicines: NotRequired[Maybe[Text]]
    """Medication."""
    method: NotRequired[Maybe[Text]]
    """Feeding method, as text."""
    name: NotRequired[Maybe[Text]]
    """Name of a feeding method, not of the animal."""
    next_immunization_expiration: NotRequired[Maybe[Moment]]
    """When the next immunization expires, in unix seconds."""
    o_first: NotRequired[Maybe[Text]]
    """Owner's first name."""
    o_id: NotRequired[Maybe[Text]]
    """Id of the owner."""
    o_last: NotRequired[Maybe[Text]]
    """Owner's last name."""
    o_notes: NotRequired[Maybe[Text]]
    """Notes on the owner; may contain HTML."""
    pricing_rules_apply: NotRequired[Maybe[Flag]]
    """Whether pricing rules apply."""
    species_id: NotRequired[Maybe[Text]]
    """Id of the species."""
    species_name: NotRequired[Maybe[Text]]
    """Name of the species."""
    state: NotRequired[Maybe[Text]]
    """Owner's state."""
    stripe_customer_id: NotRequired[Maybe[Text]]
    """Owner's id at Stripe."""
    temperment_type: NotRequired[Maybe[Text]]
    """Temperament; only seen as null."""
    vet_id: NotRequired[Maybe[Text]]
    """Id of the veterinarian."""
    vet_name: NotRequired[Maybe[Text]]
    """Name of the veterinarian."""
    vet_phone: NotRequired[Maybe[Text]]
    """Phone number of the veterinarian."""
    vip: NotRequired[Maybe[Flag]]
    """Whether it is a special guest."""
    weight: NotRequired[Maybe[Text]]
    """A number; whether it is a weight or the id of a class is not documented."""
    zip: NotRequired[Maybe[Text]]
    """Owner's postal code."""


class AnimalEvent(TypedDict):
    """The envelope of an event."""

    entity_data: NotRequired[Maybe[Animal]]
    """The entity's current state. Not signed."""
    entity_id: Text
    """Id of the entity."""
    entity_type: Text
    """Type of the entity: `reservation`, `animal`, `owner`, …."""
    numberTries: NotRequired[Maybe[Text]]
    """Number of tries, judging by the field's name; not documented. Only seen as 1, in first
    deliveries.
    """
    signature: NotRequired[Maybe[Text]]
    """The signature, in hex."""
    webhook_type: Text
    """The kind of event."""
    webhook_url: NotRequired[Maybe[Text]]
    """The URL of the delivery."""


class Email(TypedDict):
    """The content of an email."""

    subject: NotRequired[Maybe[Text]]
    """Subject line."""
    value: NotRequired[Maybe[Text]]
    """Body, as HTML."""


class Form(TypedDict):
    """The form of a reservation."""

    is_dirty: NotRequired[Maybe[Flag]]
    """Whether it has unsaved changes, judging by the field's name."""
    notes: NotRequired[Maybe[Text]]
    """Notes."""
    submission_id: NotRequired[Maybe[Text]]
    """Id of the form's submission."""
    system_id: NotRequired[Maybe[Text]]
    """Id of the form's subject."""


class Incident(TypedDict):
    """An incident with an animal. The vendor documents no fields; these are the ones its users
    read.
    """

    a_id: NotRequired[Maybe[Text]]
    """Id of the animal, under its other name."""
    animal_id: NotRequired[Maybe[Text]]
    """Id of the animal."""
    animal_name: NotRequired[Maybe[Text]]
    """Name of the animal."""
    created_at: NotRequired[Maybe[Moment]]
    """When it was reported. Unix seconds are also accepted."""
    created_at_iso: NotRequired[Maybe[Moment]]
    """When it was reported, under its other name."""
    created_by: NotRequired[Maybe[Text]]
    """Who reported it."""
    first_name: NotRequired[Maybe[Text]]
    """First name of the owner."""
    id: NotRequired[Maybe[Text]]
    """Id of the incident."""
    incident_type_id: NotRequired[Maybe[Text]]
    """Id of the type of incident."""
    last_name: NotRequired[Maybe[Text]]
    """Last name of the owner."""
    location_id: NotRequired[Maybe[Text]]
    """Id of the location."""
    location_name: NotRequired[Maybe[Text]]
    """Name of the location."""
    notes: NotRequired[Maybe[Text]]
    """Notes; may contain HTML."""
    o_id: NotRequired[Maybe[Text]]
    """Id of the owner."""
    type: NotRequired[Maybe[Text]]
    """Type of incident, as text."""
    username: NotRequired[Maybe[Text]]
    """Who reported it, under its other name."""


class IncidentEvent(TypedDict):
    """The envelope of an event."""

    entity_data: NotRequired[Maybe[Incident]]
    """The entity's current state. Not signed."""
    entity_id: Text
    """Id of the entity."""
    entity_type: Text
    """Type of the entity: `reservation`, `animal`, `owner`, …."""
    numberTries: NotRequired[Maybe[Text]]
    """Number of tries, judging by the field's name; not documented. Only seen as 1, in first
    deliveries.
    """
    signature: NotRequired[Maybe[Text]]
    """The signature, in hex."""
    webhook_type: Text
    """The kind of event."""
    webhook_url: NotRequired[Maybe[Text]]
    """The URL of the delivery."""


class Item(TypedDict):
    """An item that was bought. Amounts are decimals."""

    category_id: NotRequired[Maybe[Text]]
    """Id of the category."""
    coupons: NotRequired[Any]
    """Coupons; only seen empty."""
    description: NotRequired[Maybe[Text]]
    """Description; may contain HTML."""
    discounts_total: NotRequired[Maybe[Text]]
    """Discounts."""
    id: NotRequired[Maybe[Text]]
    """Id of the item in the transaction."""
    image: NotRequired[Maybe[Text]]
    """URL of the image; only seen as null."""
    is_returned: NotRequired[Maybe[Flag]]
    """Whether it was returned."""
    item_base_id: NotRequired[Maybe[Text]]
    """Id of the thing that was bought."""
    item_id: NotRequired[Maybe[Text]]
    """Id of the thing that was bought, with a letter in front."""
    item_ids: NotRequired[Maybe[Text]]
    """Ids of the items that this one stands for."""
    modifiers: NotRequired[Many[Modifier]]
    """Changes to the price."""
    name: NotRequired[Maybe[Text]]
    """Name; only seen as null."""
    packages: NotRequired[Any]
    """Packages; only seen empty."""
    qty: NotRequired[Maybe[Text]]
    """Quantity."""
    refund_amount: NotRequired[Maybe[Text]]
    """Refunded amount; only seen as null."""
    reservation: NotRequired[Maybe[Reservation]]
    """The reservation that was paid for."""
    return_reason: NotRequired[Maybe[Text]]
    """Why it was returned; only seen as null."""
    return_transaction_id: NotRequired[Maybe[Text]]
    """Id of the transaction that returned it; only seen as null."""
    returnable: NotRequired[Maybe[Flag]]
    """Whether it can be returned; only seen as null."""
    returned_at: NotRequired[Maybe[Moment]]
    """When it was returned; only seen as null."""
    returned_to_inventory: NotRequired[Maybe[Flag]]
    """Whether it was returned to inventory."""
    tax_amount: NotRequired[Maybe[Text]]
    """Tax."""
    tax_refund_amount: NotRequired[Maybe[Text]]
    """Refunded tax; only seen as null."""
    total: NotRequired[Maybe[Text]]
    """Price."""
    unit_price: NotRequired[Maybe[Text]]
    """Unit price."""
    voided_coupons: NotRequired[Any]
    """Voided coupons; only seen empty."""
    voided_packages: NotRequired[Any]
    """Voided packages; only seen empty."""


class LeadEvent(TypedDict):
    """The envelope of an event."""

    entity_data: NotRequired[Maybe[Lead]]
    """The entity's current state. Not signed."""
    entity_id: Text
    """Id of the entity."""
    entity_type: Text
    """Type of the entity: `reservation`, `animal`, `owner`, …."""
    numberTries: NotRequired[Maybe[Text]]
    """Number of tries, judging by the field's name; not documented. Only seen as 1, in first
    deliveries.
    """
    signature: NotRequired[Maybe[Text]]
    """The signature, in hex."""
    webhook_type: Text
    """The kind of event."""
    webhook_url: NotRequired[Maybe[Text]]
    """The URL of the delivery."""


class Location(TypedDict):
    """A location of the company."""

    abckam_public_cameras: NotRequired[Maybe[Text]]
    """Public ABCKAM cameras; only seen as null."""
    address_1: NotRequired[Maybe[Text]]
    """Street and number."""
    address_2: NotRequired[Maybe[Text]]
    """Second line of the address."""
    appointment_custom_text: NotRequired[Maybe[Text]]
    """Text for appointments, as HTML."""
    broadly_location_id: NotRequired[Maybe[Text]]
    """Id of the location at Broadly."""
    charge_for_uncompleted_services: NotRequired[Maybe[Flag]]
    """Whether uncompleted services are charged."""
    checkout_survey_text: NotRequired[Maybe[Text]]
    """Text for the survey at check-out, as HTML."""
    city: NotRequired[Maybe[Text]]
    """City."""
    clover_receipt_custom_text: NotRequired[Maybe[Text]]
    """Text for receipts from a Clover terminal, as HTML."""
    deposit_policies_custom_text: NotRequired[Maybe[Text]]
    """Text on deposits, as HTML."""
    email: NotRequired[Maybe[Text]]
    """Email address."""
    estimate_custom_text: NotRequired[Maybe[Text]]
    """Text for estimates, as HTML."""
    facebook_page_id: NotRequired[Maybe[Text]]
    """Facebook page id."""
    fax: NotRequired[Maybe[Text]]
    """Fax number."""
    hours: NotRequired[Maybe[Text]]
    """Opening hours, as HTML."""
    html_tips_page: NotRequired[Maybe[Text]]
    """Page about tips."""
    html_webcams_page: NotRequired[Maybe[Text]]
    """Webcam page."""
    id: NotRequired[Maybe[Text]]
    """Id of the location."""
    idogcam_public_cameras: NotRequired[Maybe[Text]]
    """Public iDogCam cameras; only seen as null."""
    idogcam_public_cameras_only_checked_in: NotRequired[Maybe[Flag]]
    """Whether these cameras are only for checked-in guests."""
    latitude: NotRequired[Maybe[Text]]
    """Latitude, in degrees."""
    logo: NotRequired[Maybe[Text]]
    """Logo; only seen as null."""
    longitude: NotRequired[Maybe[Text]]
    """Longitude, in degrees."""
    max_capacity: NotRequired[Maybe[Text]]
    """Maximum number of animals."""
    name: NotRequired[Maybe[Text]]
    """Name."""
    phone: NotRequired[Maybe[Text]]
    """Phone number."""
    receipt_custom_text: NotRequired[Maybe[Text]]
    """Text for receipts, as HTML."""
    reservation_request_services_text: NotRequired[Maybe[Text]]
    """Text for service requests, as HTML."""
    reservation_request_text: NotRequired[Maybe[Text]]
    """Text for reservation requests, as HTML."""
    sales_tax_rate: NotRequired[Maybe[Text]]
    """Sales tax rate; only seen as null."""
    small_estimate_custom_text: NotRequired[Maybe[Text]]
    """Text for small estimates, as HTML."""
    small_receipt_custom_text: NotRequired[Maybe[Text]]
    """Text for small receipts, as HTML."""
    specialist_capacity_per_user: NotRequired[Maybe[Text]]
    """A number; its meaning is not documented."""
    state: NotRequired[Maybe[Text]]
    """State."""
    statement_custom_text: NotRequired[Maybe[Text]]
    """Text for statements, as HTML."""
    status: NotRequired[Maybe[Text]]
    """Status; a number whose meaning is not documented."""
    tax_on_open_items: NotRequired[Maybe[Flag]]
    """Whether open items are taxed."""
    tax_on_packages: NotRequired[Maybe[Flag]]
    """Whether packages are taxed."""
    tax_on_pos_items: NotRequired[Maybe[Flag]]
    """Whether items sold over the counter are taxed."""
    tax_on_reservations: NotRequired[Maybe[Flag]]
    """Whether reservations are taxed."""
    tax_on_services: NotRequired[Maybe[Flag]]
    """Whether services are taxed."""
    timeclock_require_ip: NotRequired[Maybe[Text]]
    """IP address from which staff may clock in; only seen as null."""
    timezone: NotRequired[Maybe[Text]]
    """Time zone; only seen as null."""
    twilio_fax_number: NotRequired[Maybe[Text]]
    """Twilio fax number."""
    twilio_forward_calls_to: NotRequired[Maybe[Text]]
    """Number to which Twilio forwards calls."""
    twilio_phone_number: NotRequired[Maybe[Text]]
    """Twilio phone number."""
    use_label_printer: NotRequired[Maybe[Flag]]
    """Whether a label printer is used."""
    website_url: NotRequired[Maybe[Text]]
    """Website."""
    zip: NotRequired[Maybe[Text]]
    """Postal code."""


class Modifier(TypedDict):
    """A change to a price."""

    amount: NotRequired[Maybe[Text]]
    """Amount, as a decimal."""
    base_rate_modifier: NotRequired[Maybe[Text]]
    """Whether, or by how much, it changes the base rate; not documented."""
    daily_rate_modifier: NotRequired[Maybe[Text]]
    """Whether, or by how much, it changes the daily rate; not documented."""
    label: NotRequired[Maybe[Text]]
    """Description, as text."""


class Owner(TypedDict):
    """An owner.

    The vendor's example has `id`, `first_name` and `last_name`; other payloads that name an
    owner have `o_id`, `o_first` and `o_last`. The fields in `owner_created` and
    `owner_edited` are not known.
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
    """Amount that the owner owes, as a decimal."""
    default_payment_method_fk: NotRequired[Maybe[Text]]
    """Id of the owner's usual payment method."""
    email: NotRequired[Maybe[Text]]
    """Email address."""
    emergency_contact_name: NotRequired[Maybe[Text]]
    """Name of the emergency contact."""
    emergency_contact_phone: NotRequired[Maybe[Text]]
    """Phone number of the emergency contact."""
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
    """Id of the owner in another, undocumented system."""
    last_name: NotRequired[Maybe[Text]]
    """Last name."""
    latitude: NotRequired[Maybe[Text]]
    """Latitude of the owner's home, in degrees."""
    longitude: NotRequired[Maybe[Text]]
    """Longitude of the owner's home, in degrees."""
    notes: NotRequired[Maybe[Text]]
    """Notes; may contain HTML."""
    o_first: NotRequired[Maybe[Text]]
    """First name, under its other name."""
    o_id: NotRequired[Maybe[Text]]
    """Id of the owner, under its other name."""
    o_last: NotRequired[Maybe[Text]]
    """Last name, under its other name."""
    opt_out_email: NotRequired[Maybe[Flag]]
    """Whether the owner opted out of email."""
    opt_out_marketing_email: NotRequired[Maybe[Flag]]
    """Whether the owner opted out of marketing by email."""
    opt_out_marketing_sms: NotRequired[Maybe[Flag]]
    """Whether the owner opted out of marketing by text message."""
    opt_out_photo_sharing: NotRequired[Maybe[Flag]]
    """Whether the owner opted out of photo sharing."""
    opt_out_reminder_email: NotRequired[Maybe[Flag]]
    """Whether the owner opted out of reminders by email."""
    opt_out_reminder_sms: NotRequired[Maybe[Flag]]
    """Whether the owner opted out of reminders by text message."""
    opt_out_sms: NotRequired[Maybe[Flag]]
    """Whether the owner opted out of text messages."""
    payment_processor_id: NotRequired[Maybe[Text]]
    """Id of the payment processor."""
    state: NotRequired[Maybe[Text]]
    """State."""
    stripe_customer_id: NotRequired[Maybe[Text]]
    """The owner's id at Stripe."""
    stripe_default_card: NotRequired[Maybe[Text]]
    """The owner's default card at Stripe; only seen as null."""
    zip: NotRequired[Maybe[Text]]
    """Postal code."""


class OwnerEvent(TypedDict):
    """The envelope of an event."""

    entity_data: NotRequired[Maybe[Owner]]
    """The entity's current state. Not signed."""
    entity_id: Text
    """Id of the entity."""
    entity_type: Text
    """Type of the entity: `reservation`, `animal`, `owner`, …."""
    numberTries: NotRequired[Maybe[Text]]
    """Number of tries, judging by the field's name; not documented. Only seen as 1, in first
    deliveries.
    """
    signature: NotRequired[Maybe[Text]]
    """The signature, in hex."""
    webhook_type: Text
    """The kind of event."""
    webhook_url: NotRequired[Maybe[Text]]
    """The URL of the delivery."""


class Payment(TypedDict):
    """A payment. Amounts are decimals."""

    active: NotRequired[Maybe[Flag]]
    """Whether it is active."""
    allocations: NotRequired[Many[Allocation]]
    """What the payment was for."""
    auth_code: NotRequired[Maybe[Text]]
    """Authorization code; only seen as null."""
    captured: NotRequired[Any]
    """Whether the money was collected, judging by the field's name; only seen as null."""
    card_brand: NotRequired[Maybe[Text]]
    """Brand of the card; only seen as null."""
    create_stamp: NotRequired[Maybe[Moment]]
    """When it was created, in unix seconds."""
    created_by: NotRequired[Maybe[Text]]
    """Id of who created it."""
    created_by_name: NotRequired[Maybe[Text]]
    """Who created it."""
    current_balance: NotRequired[Maybe[Text]]
    """Amount that the owner owes."""
    description: NotRequired[Maybe[Text]]
    """Description."""
    edit_stamp: NotRequired[Maybe[Moment]]
    """When it was edited, in unix seconds; only seen as null."""
    edited_by: NotRequired[Maybe[Text]]
    """Who edited it; only seen as null."""
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
    """Stripe payment intent id; only seen as null."""
    payment_method_id: NotRequired[Maybe[Text]]
    """Id of the payment method."""
    payment_method_type: NotRequired[Maybe[Text]]
    """Payment method, as text."""
    processor: NotRequired[Maybe[Text]]
    """Payment processor; only seen as null."""
    retref: NotRequired[Maybe[Text]]
    """Reference of the payment processor, judging by the field's name; only seen as null."""
    signature: NotRequired[Any]
    """Signature of the payer, judging by the field's name; only seen as null."""
    store_credit: NotRequired[Maybe[Flag]]
    """Whether it was paid with store credit."""
    stripe_charge: NotRequired[Any]
    """Stripe charge; only seen as null."""
    stripe_refund_id: NotRequired[Maybe[Text]]
    """Stripe refund id; only seen as null."""
    stripe_transaction_id: NotRequired[Maybe[Text]]
    """Stripe transaction id; only seen as null."""
    total_balance: NotRequired[Maybe[Text]]
    """Total that the owner owed, judging by the field's name."""
    transaction_time: NotRequired[Maybe[Moment]]
    """When it was paid, in unix seconds."""
    zero_payment: NotRequired[Maybe[Flag]]
    """Whether there was nothing to pay."""


class PaymentInfo(TypedDict):
    """A summary of a payment."""

    amount: NotRequired[Maybe[Text]]
    """Amount, as a decimal."""
    payment_method_id: NotRequired[Maybe[Text]]
    """Id of the payment method."""
    type: NotRequired[Maybe[Text]]
    """Payment method, as text."""


class Recipient(TypedDict):
    """A recipient of an email."""

    email: NotRequired[Maybe[Text]]
    """Address."""
    name: NotRequired[Maybe[Text]]
    """Name."""


class Reservation(TypedDict):
    """A reservation, with its animal (fields `a_…` and others) and its owner (`o_…` and others).

    Gingr writes nearly everything as strings. Times are in unix seconds, except in fields
    whose names end in `_iso`.
    """

    a_id: NotRequired[Maybe[Text]]
    """Id of the animal."""
    a_notes: NotRequired[Maybe[Text]]
    """Notes on the animal; may contain HTML."""
    account_code_id: NotRequired[Maybe[Text]]
    """Id of the account code."""
    address_1: NotRequired[Maybe[Text]]
    """Owner's street and number."""
    address_2: NotRequired[Maybe[Text]]
    """Second line of the owner's address."""
    allergies: NotRequired[Maybe[Text]]
    """Allergies of the animal; may contain HTML."""
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
    """Price before discounts, as a decimal."""
    birthday: NotRequired[Maybe[Moment]]
    """Birthday of the animal, in unix seconds."""
    breed_id: NotRequired[Maybe[Text]]
    """Id of the breed."""
    breed_name: NotRequired[Maybe[Text]]
    """Name of the breed."""
    cancel_stamp: NotRequired[Maybe[Moment]]
    """When it was cancelled, in unix seconds."""
    cancellation_reason: NotRequired[Maybe[Text]]
    """Why it was cancelled."""
    cancellation_reason_id: NotRequired[Maybe[Text]]
    """Id of the cancellation reason."""
    cancelled_by_username: NotRequired[Maybe[Text]]
    """Who cancelled it."""
    capacity: NotRequired[Maybe[Text]]
    """Capacity of this type of reservation; only in the vendor's example."""
    cell_phone: NotRequired[Maybe[Text]]
    """Owner's mobile number."""
    charge_by_hour: NotRequired[Maybe[Flag]]
    """Whether it is charged by the hour."""
    check_in_stamp: NotRequired[Maybe[Moment]]
    """When it was checked in, in unix seconds."""
    check_in_stamp_iso: NotRequired[Maybe[Moment]]
    """When it was checked in. Seen as local time."""
    check_out_stamp: NotRequired[Maybe[Moment]]
    """When it was checked out, in unix seconds."""
    city: NotRequired[Maybe[Text]]
    """Owner's city."""
    class_id: NotRequired[Maybe[Text]]
    """Id of the class."""
    confirmed_stamp: NotRequired[Maybe[Moment]]
    """When it was confirmed, in unix seconds."""
    created_at: NotRequired[Maybe[Moment]]
    """When it was created, in unix seconds."""
    created_by: NotRequired[Maybe[Text]]
    """Who created it."""
    current_balance: NotRequired[Maybe[Text]]
    """Amount that the owner owes, as a decimal."""
    default_payment_method: NotRequired[Any]
    """Owner's usual payment method; only seen as null."""
    default_payment_method_fk: NotRequired[Maybe[Text]]
    """Id of the owner's usual payment method."""
    email: NotRequired[Maybe[Text]]
    """Owner's email address."""
    emergency_contact_name: NotRequired[Maybe[Text]]
    """Name of the emergency contact."""
    emergency_contact_phone: NotRequired[Maybe[Text]]
    """Phone number of the emergency contact."""
    end_date: NotRequired[Maybe[Moment]]
    """End as booked, in unix seconds."""
    end_date_iso: NotRequired[Maybe[Moment]]
    """End. Seen with an offset and as local time."""
    feeding_amount: NotRequired[Maybe[Text]]
    """Amount for each feeding time: `2,2`."""
    feeding_method: NotRequired[Maybe[Text]]
    """Feeding method, as text."""
    feeding_notes: NotRequired[Maybe[Text]]
    """Notes on feeding."""
    feeding_time: NotRequired[Maybe[Text]]
    """Feeding times: `AM,PM`."""
    feeding_type: NotRequired[Maybe[Text]]
    """Type of food, as text."""
    final_rate: NotRequired[Maybe[Text]]
    """Price, as a decimal."""
    fixed: NotRequired[Maybe[Flag]]
    """Whether the animal is neutered."""
    form: NotRequired[Maybe[Form]]
    """The reservation's form."""
    gender: NotRequired[Maybe[Text]]
    """Sex of the animal, as text."""
    grooming_notes: NotRequired[Maybe[Text]]
    """Notes on grooming the animal; may contain HTML."""
    home_phone: NotRequired[Maybe[Text]]
    """Owner's landline number."""
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
    """Medication of the animal."""
    next_immunization_expiration: NotRequired[Maybe[Moment]]
    """When the next immunization of the animal expires, in unix seconds."""
    o_first: NotRequired[Maybe[Text]]
    """Owner's first name."""
    o_id: NotRequired[Maybe[Text]]
    """Id of the owner."""
    o_last: NotRequired[Maybe[Text]]
    """Owner's last name."""
    o_notes: NotRequired[Maybe[Text]]
    """Notes on the owner; may contain HTML."""
    only_appointment: NotRequired[Maybe[Flag]]
    """Whether it is by appointment only."""
    payment_amount: NotRequired[Maybe[Text]]
    """Amount paid, as a decimal; only seen as null."""
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
    """Notes on the reservation; may contain HTML."""
    self_made: NotRequired[Any]
    """Whether the owner made it, judging by the field's name; only seen as null."""
    services_string: NotRequired[Maybe[Text]]
    """The services, as text; only seen as null."""
    show_on_feeding_report: NotRequired[Maybe[Flag]]
    """Whether it appears in the feeding report."""
    show_on_medication_report: NotRequired[Maybe[Flag]]
    """Whether it appears in the medication report."""
    single_day: NotRequired[Maybe[Flag]]
    """Whether it is for one day."""
    species_id: NotRequired[Maybe[Text]]
    """Id of the species."""
    start_date: NotRequired[Maybe[Moment]]
    """Start as booked, in unix seconds."""
    start_date_iso: NotRequired[Maybe[Moment]]
    """Start; after the check-in, the time of the check-in. Seen with an offset and as local
    time.
    """
    state: NotRequired[Maybe[Text]]
    """Owner's state."""
    stripe_customer_id: NotRequired[Maybe[Text]]
    """Owner's id at Stripe."""
    temperment_type: NotRequired[Maybe[Text]]
    """Temperament of the animal; only seen as null."""
    transaction: NotRequired[Maybe[Transaction]]
    """Transaction; only in `check_out`."""
    type: NotRequired[Maybe[Text]]
    """Type of reservation, as text."""
    type_id: NotRequired[Maybe[Text]]
    """Id of the type of reservation."""
    units_of_time: NotRequired[Maybe[Text]]
    """Number of units of time that the price covers."""
    vet_id: NotRequired[Maybe[Text]]
    """Id of the veterinarian."""
    vet_name: NotRequired[Maybe[Text]]
    """Name of the veterinarian."""
    vet_phone: NotRequired[Maybe[Text]]
    """Phone number of the veterinarian."""
    vip: NotRequired[Maybe[Flag]]
    """Whether the animal is a special guest."""
    void_id: NotRequired[Maybe[Text]]
    """Id of what voided it; only seen as null."""
    wait_list_accepted_stamp: NotRequired[Maybe[Moment]]
    """When it was accepted from the wait list, in unix seconds."""
    wait_list_stamp: NotRequired[Maybe[Moment]]
    """When it was put on the wait list, in unix seconds."""
    weight: NotRequired[Maybe[Text]]
    """A number; whether it is a weight or the id of a class is not documented."""
    zip: NotRequired[Maybe[Text]]
    """Owner's postal code."""


class ReservationEvent(TypedDict):
    """The envelope of an event."""

    entity_data: NotRequired[Maybe[Reservation]]
    """The entity's current state. Not signed."""
    entity_id: Text
    """Id of the entity."""
    entity_type: Text
    """Type of the entity: `reservation`, `animal`, `owner`, …."""
    numberTries: NotRequired[Maybe[Text]]
    """Number of tries, judging by the field's name; not documented. Only seen as 1, in first
    deliveries.
    """
    signature: NotRequired[Maybe[Text]]
    """The signature, in hex."""
    webhook_type: Text
    """The kind of event."""
    webhook_url: NotRequired[Maybe[Text]]
    """The URL of the delivery."""


class SentMessage(TypedDict):
    """The envelope of a message that Gingr sent to an owner."""

    email_data: NotRequired[Maybe[Email]]
    """The content that was sent."""
    entity_data: NotRequired[Maybe[Owner]]
    """The owner."""
    entity_id: Text
    """Id of the owner."""
    entity_type: Text
    """`owner`."""
    numberTries: NotRequired[Maybe[Text]]
    """Number of tries, judging by the field's name; not documented. Only seen as 1, in first
    deliveries.
    """
    recipients: NotRequired[Many[Recipient]]
    """The recipients."""
    signature: NotRequired[Maybe[Text]]
    """The signature, in hex."""
    webhook_type: Text
    """The kind of event."""
    webhook_url: NotRequired[Maybe[Text]]
    """The URL of the delivery."""


class Totals(TypedDict):
    """Totals of a transaction: costs and payments. Amounts are decimals."""

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
    """Number of items bought."""
    last_name: NotRequired[Maybe[Text]]
    """Last name of the owner."""
    location_id: NotRequired[Maybe[Text]]
    """Id of the location."""
    owner_id: NotRequired[Maybe[Text]]
    """Id of the owner."""
    payment_amount: NotRequired[Maybe[Text]]
    """Amount paid."""
    sales_tax_rate: NotRequired[Maybe[Text]]
    """Sales tax rate; only seen as null."""
    status: NotRequired[Maybe[Text]]
    """Status; a number whose meaning is not documented."""
    subtotal: NotRequired[Maybe[Text]]
    """Total before tax."""
    tax_amount: NotRequired[Maybe[Text]]
    """Tax."""
    tax_paid: NotRequired[Maybe[Text]]
    """Tax paid."""
    total: NotRequired[Maybe[Text]]
    """Total with tax."""
    user_id: NotRequired[Maybe[Text]]
    """Id of who created it."""
    username: NotRequired[Maybe[Text]]
    """Who created it."""


class Transaction(TypedDict):
    """The payment at a check-out."""

    deposit: NotRequired[Any]
    """A deposit; only seen empty."""
    deposits: NotRequired[Any]
    """Deposits; only seen empty."""
    description: NotRequired[Maybe[Text]]
    """Only seen as null."""
    detailed_payments: NotRequired[Payments]
    """Individual payments, keyed by id, with a number `deposit` among them."""
    invoice_status: NotRequired[Maybe[Text]]
    """Status of the invoice, as text."""
    invoice_version: NotRequired[Maybe[Text]]
    """Version of the invoice."""
    items: NotRequired[Many[Item]]
    """The items that were bought."""
    location: NotRequired[Maybe[Location]]
    """Where the payment was made."""
    payment_info: NotRequired[Many[PaymentInfo]]
    """Summary of the payments."""
    payment_items: NotRequired[Payments]
    """A second copy of the payments, keyed by id."""
    tip_amount: NotRequired[Any]
    """Tips; only seen empty."""
    tip_refund: NotRequired[Any]
    """Refunded tips; only seen empty."""
    totals: NotRequired[Maybe[Totals]]
    """Costs and payments."""
    transaction: NotRequired[Maybe[Totals]]
    """A second copy of `totals`."""


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
"""An event from Gingr. Its `type` determines its `data`."""
