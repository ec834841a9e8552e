// Made from the JSON Schema: FRONTDESK_WRITE_DOCS=1 cargo test --workspace --test e2e clients

import type { EventOf, Flag, Many, Maybe, Moment, Text } from "./common.js";

/** An event of Gingr: its `type` says what its `data` is. */
export type Event =
  | EventOf<
      | "gingr.check_in"
      | "gingr.check_out"
      | "gingr.checking_in"
      | "gingr.checking_out"
      | "gingr.reservation_form_created"
      | "gingr.reservation_form_edited",
      ReservationEvent
    >
  | EventOf<"gingr.owner_created" | "gingr.owner_edited", OwnerEvent>
  | EventOf<"gingr.animal_created" | "gingr.animal_edited", AnimalEvent>
  | EventOf<"gingr.incident_created" | "gingr.incident_edited", IncidentEvent>
  | EventOf<"gingr.lead_created", LeadEvent>
  | EventOf<"gingr.email_sent" | "gingr.sms_sent" | "gingr.notification_sent", SentMessage>;

/** A part of a payment, and what it was for. */
export interface Allocation {
  /** Whether it counts. */
  active?: Maybe<Flag>;
  /** How much, in decimal. */
  amount?: Maybe<Text>;
  /** Id of the part. */
  id?: Maybe<Text>;
  /** Id of the payment. */
  payment_id?: Maybe<Text>;
  /** What `type_id` is an id of. */
  type?: Maybe<Text>;
  /** Id of what was paid. */
  type_id?: Maybe<Text>;
}

/** An animal, with its owner (`o_…` and others). */
export interface Animal {
  /** Id of the animal. */
  a_id?: Maybe<Text>;
  /** Notes; may hold HTML. */
  a_notes?: Maybe<Text>;
  /** Street and number of the owner. */
  address_1?: Maybe<Text>;
  /** Second line of the owner's address. */
  address_2?: Maybe<Text>;
  /** What it does not tolerate; may hold HTML. */
  allergies?: Maybe<Text>;
  /** When its record was created, in unix seconds. */
  animal_created_at?: Maybe<Moment>;
  /** Who created its record. */
  animal_created_by?: Maybe<Text>;
  /** Name. */
  animal_name?: Maybe<Text>;
  /** Its weight. */
  animal_weight?: Maybe<Text>;
  /** Whether it may not come any more. */
  banned?: Maybe<Flag>;
  /** Barcode; only seen as null. */
  barcode?: Maybe<Text>;
  /** Birthday, in unix seconds. */
  birthday?: Maybe<Moment>;
  /** Id of the breed. */
  breed_id?: Maybe<Text>;
  /** Breed in words. */
  breed_name?: Maybe<Text>;
  /** Mobile number of the owner. */
  cell_phone?: Maybe<Text>;
  /** City of the owner. */
  city?: Maybe<Text>;
  /** Abbreviation of what stands in `name`. */
  code?: Maybe<Text>;
  /** When the owner's record was created, by its name; in unix seconds. */
  created_at?: Maybe<Moment>;
  /** Who created the owner's record, by its name. */
  created_by?: Maybe<Text>;
  /** What the owner owes, in decimal. */
  current_balance?: Maybe<Text>;
  /** How the owner usually pays; only seen as null. */
  default_payment_method?: unknown;
  /** Email address of the owner. */
  email?: Maybe<Text>;
  /** Whom to call in an emergency. */
  emergency_contact_name?: Maybe<Text>;
  /** Number to call in an emergency. */
  emergency_contact_phone?: Maybe<Text>;
  /** How much it is fed, for each time: `2,2`. */
  feeding_amount?: Maybe<Text>;
  /** Id of how it is fed. In a `Reservation` the same name holds words. */
  feeding_method?: Maybe<Text>;
  /** Notes on feeding. */
  feeding_notes?: Maybe<Text>;
  /** When it is fed: `AM,PM`. */
  feeding_time?: Maybe<Text>;
  /** Id of what it is fed. In a `Reservation` the same name holds words. */
  feeding_type?: Maybe<Text>;
  /** Whether it is neutered. */
  fixed?: Maybe<Flag>;
  /** Sex in words. */
  gender?: Maybe<Text>;
  /** Notes on grooming; may hold HTML. */
  grooming_notes?: Maybe<Text>;
  /** Id of the owner's location. */
  home_location?: Maybe<Text>;
  /** Landline number of the owner. */
  home_phone?: Maybe<Text>;
  /** URL of its picture. */
  image?: Maybe<Text>;
  /** What it has to take. */
  medicines?: Maybe<Text>;
  /** How it is fed, in words. */
  method?: Maybe<Text>;
  /** Name of a way to feed; not the animal's. */
  name?: Maybe<Text>;
  /** When the next immunization expires, in unix seconds. */
  next_immunization_expiration?: Maybe<Moment>;
  /** First name of the owner. */
  o_first?: Maybe<Text>;
  /** Id of the owner. */
  o_id?: Maybe<Text>;
  /** Last name of the owner. */
  o_last?: Maybe<Text>;
  /** Notes on the owner; may hold HTML. */
  o_notes?: Maybe<Text>;
  /** Whether pricing rules apply. */
  pricing_rules_apply?: Maybe<Flag>;
  /** Id of the species. */
  species_id?: Maybe<Text>;
  /** Species in words. */
  species_name?: Maybe<Text>;
  /** State of the owner. */
  state?: Maybe<Text>;
  /** Id of the owner at Stripe. */
  stripe_customer_id?: Maybe<Text>;
  /** Temperament; only seen as null. */
  temperment_type?: Maybe<Text>;
  /** Id of the veterinarian. */
  vet_id?: Maybe<Text>;
  /** Name of the veterinarian. */
  vet_name?: Maybe<Text>;
  /** Number of the veterinarian. */
  vet_phone?: Maybe<Text>;
  /** Whether it is a special guest. */
  vip?: Maybe<Flag>;
  /** A number; whether it is a weight or the id of a class is not documented. */
  weight?: Maybe<Text>;
  /** Postal code of the owner. */
  zip?: Maybe<Text>;
}

/** The envelope of an event. */
export interface AnimalEvent {
  /** The entity as it is now. Not signed. */
  entity_data?: Maybe<Animal>;
  /** Id of what the event is about. */
  entity_id: Text;
  /** What the event is about: `reservation`, `animal`, `owner`, …. */
  entity_type: Text;
  /**
   * The number of tries, by its name: no document has the field. Only seen as 1, in first
   * deliveries.
   */
  numberTries?: Maybe<Text>;
  /** The signature, hex. */
  signature?: Maybe<Text>;
  /** The kind of event. */
  webhook_type: Text;
  /** The URL that it was sent to. */
  webhook_url?: Maybe<Text>;
}

/** The content of an email. */
export interface Email {
  /** Subject line. */
  subject?: Maybe<Text>;
  /** Body, in HTML. */
  value?: Maybe<Text>;
}

/** The form of a reservation. */
export interface Form {
  /** Whether something was changed and not stored, by its name. */
  is_dirty?: Maybe<Flag>;
  /** Notes. */
  notes?: Maybe<Text>;
  /** Id of what was filled in. */
  submission_id?: Maybe<Text>;
  /** Id of what the form belongs to. */
  system_id?: Maybe<Text>;
}

/** An incident with an animal. The vendor documents no fields; these are what its users read. */
export interface Incident {
  /** Id of the animal, in the other form. */
  a_id?: Maybe<Text>;
  /** Id of the animal. */
  animal_id?: Maybe<Text>;
  /** Name of the animal. */
  animal_name?: Maybe<Text>;
  /** When it was reported. Read as unix seconds, too. */
  created_at?: Maybe<Moment>;
  /** When it was reported, in the other form. */
  created_at_iso?: Maybe<Moment>;
  /** Who reported it. */
  created_by?: Maybe<Text>;
  /** First name of the owner. */
  first_name?: Maybe<Text>;
  /** Id of the incident. */
  id?: Maybe<Text>;
  /** Id of what happened. */
  incident_type_id?: Maybe<Text>;
  /** Last name of the owner. */
  last_name?: Maybe<Text>;
  /** Id of the location. */
  location_id?: Maybe<Text>;
  /** Name of the location. */
  location_name?: Maybe<Text>;
  /** Notes, may hold HTML. */
  notes?: Maybe<Text>;
  /** Id of the owner. */
  o_id?: Maybe<Text>;
  /** What happened, in words. */
  type?: Maybe<Text>;
  /** Who reported it, in the other form. */
  username?: Maybe<Text>;
}

/** The envelope of an event. */
export interface IncidentEvent {
  /** The entity as it is now. Not signed. */
  entity_data?: Maybe<Incident>;
  /** Id of what the event is about. */
  entity_id: Text;
  /** What the event is about: `reservation`, `animal`, `owner`, …. */
  entity_type: Text;
  /**
   * The number of tries, by its name: no document has the field. Only seen as 1, in first
   * deliveries.
   */
  numberTries?: Maybe<Text>;
  /** The signature, hex. */
  signature?: Maybe<Text>;
  /** The kind of event. */
  webhook_type: Text;
  /** The URL that it was sent to. */
  webhook_url?: Maybe<Text>;
}

/** Something that was bought. Amounts are in decimal. */
export interface Item {
  /** Id of the category. */
  category_id?: Maybe<Text>;
  /** Coupons; only seen empty. */
  coupons?: unknown;
  /** Description; may hold HTML. */
  description?: Maybe<Text>;
  /** Discounts. */
  discounts_total?: Maybe<Text>;
  /** Id of the item in the transaction. */
  id?: Maybe<Text>;
  /** URL of a picture; only seen as null. */
  image?: Maybe<Text>;
  /** Whether it was returned. */
  is_returned?: Maybe<Flag>;
  /** Id of what was bought. */
  item_base_id?: Maybe<Text>;
  /** Id of what was bought, with a letter before it. */
  item_id?: Maybe<Text>;
  /** Ids of the items that this one stands for. */
  item_ids?: Maybe<Text>;
  /** What changed the price. */
  modifiers?: Many<Modifier>;
  /** Name; only seen as null. */
  name?: Maybe<Text>;
  /** Packages; only seen empty. */
  packages?: unknown;
  /** How many. */
  qty?: Maybe<Text>;
  /** Amount refunded; only seen as null. */
  refund_amount?: Maybe<Text>;
  /** The reservation that was paid. */
  reservation?: Maybe<Reservation>;
  /** Why it was returned; only seen as null. */
  return_reason?: Maybe<Text>;
  /** Id of the transaction that returned it; only seen as null. */
  return_transaction_id?: Maybe<Text>;
  /** Whether it can be returned; only seen as null. */
  returnable?: Maybe<Flag>;
  /** When it was returned; only seen as null. */
  returned_at?: Maybe<Moment>;
  /** Whether it is in stock again. */
  returned_to_inventory?: Maybe<Flag>;
  /** Tax. */
  tax_amount?: Maybe<Text>;
  /** Tax refunded; only seen as null. */
  tax_refund_amount?: Maybe<Text>;
  /** Price. */
  total?: Maybe<Text>;
  /** Price of one. */
  unit_price?: Maybe<Text>;
  /** Coupons that are no longer valid; only seen empty. */
  voided_coupons?: unknown;
  /** Packages that are no longer valid; only seen empty. */
  voided_packages?: unknown;
}

/** A lead. Its fields are not documented. */
export type Lead = Record<string, unknown>;

/** The envelope of an event. */
export interface LeadEvent {
  /** The entity as it is now. Not signed. */
  entity_data?: Maybe<Lead>;
  /** Id of what the event is about. */
  entity_id: Text;
  /** What the event is about: `reservation`, `animal`, `owner`, …. */
  entity_type: Text;
  /**
   * The number of tries, by its name: no document has the field. Only seen as 1, in first
   * deliveries.
   */
  numberTries?: Maybe<Text>;
  /** The signature, hex. */
  signature?: Maybe<Text>;
  /** The kind of event. */
  webhook_type: Text;
  /** The URL that it was sent to. */
  webhook_url?: Maybe<Text>;
}

/** A location of the company. */
export interface Location {
  /** Public cameras of ABCKAM; only seen as null. */
  abckam_public_cameras?: Maybe<Text>;
  /** Street and number. */
  address_1?: Maybe<Text>;
  /** Second line of the address. */
  address_2?: Maybe<Text>;
  /** Text for appointments, in HTML. */
  appointment_custom_text?: Maybe<Text>;
  /** Id of the location at Broadly. */
  broadly_location_id?: Maybe<Text>;
  /** Whether services are charged that were not completed. */
  charge_for_uncompleted_services?: Maybe<Flag>;
  /** Text for the survey at check-out, in HTML. */
  checkout_survey_text?: Maybe<Text>;
  /** City. */
  city?: Maybe<Text>;
  /** Text for receipts from a Clover terminal, in HTML. */
  clover_receipt_custom_text?: Maybe<Text>;
  /** Text on deposits, in HTML. */
  deposit_policies_custom_text?: Maybe<Text>;
  /** Email address. */
  email?: Maybe<Text>;
  /** Text for estimates, in HTML. */
  estimate_custom_text?: Maybe<Text>;
  /** Id of the page at Facebook. */
  facebook_page_id?: Maybe<Text>;
  /** Fax number. */
  fax?: Maybe<Text>;
  /** Opening hours, in HTML. */
  hours?: Maybe<Text>;
  /** Page about tips. */
  html_tips_page?: Maybe<Text>;
  /** Page with cameras. */
  html_webcams_page?: Maybe<Text>;
  /** Id of the location. */
  id?: Maybe<Text>;
  /** Public cameras of iDogCam; only seen as null. */
  idogcam_public_cameras?: Maybe<Text>;
  /** Whether these cameras are only for guests. */
  idogcam_public_cameras_only_checked_in?: Maybe<Flag>;
  /** Where it is, in degrees. */
  latitude?: Maybe<Text>;
  /** Logo; only seen as null. */
  logo?: Maybe<Text>;
  /** Where it is, in degrees. */
  longitude?: Maybe<Text>;
  /** How many animals fit in. */
  max_capacity?: Maybe<Text>;
  /** Name. */
  name?: Maybe<Text>;
  /** Number. */
  phone?: Maybe<Text>;
  /** Text for receipts, in HTML. */
  receipt_custom_text?: Maybe<Text>;
  /** Text for requests of services, in HTML. */
  reservation_request_services_text?: Maybe<Text>;
  /** Text for requests, in HTML. */
  reservation_request_text?: Maybe<Text>;
  /** Rate of the sales tax; only seen as null. */
  sales_tax_rate?: Maybe<Text>;
  /** Text for small estimates, in HTML. */
  small_estimate_custom_text?: Maybe<Text>;
  /** Text for small receipts, in HTML. */
  small_receipt_custom_text?: Maybe<Text>;
  /** A number; its meaning is not documented. */
  specialist_capacity_per_user?: Maybe<Text>;
  /** State. */
  state?: Maybe<Text>;
  /** Text for statements, in HTML. */
  statement_custom_text?: Maybe<Text>;
  /** State; a number whose meaning is not documented. */
  status?: Maybe<Text>;
  /** Whether there is tax on open items. */
  tax_on_open_items?: Maybe<Flag>;
  /** Whether there is tax on packages. */
  tax_on_packages?: Maybe<Flag>;
  /** Whether there is tax on what is sold over the counter. */
  tax_on_pos_items?: Maybe<Flag>;
  /** Whether there is tax on reservations. */
  tax_on_reservations?: Maybe<Flag>;
  /** Whether there is tax on services. */
  tax_on_services?: Maybe<Flag>;
  /** From which address staff may clock in; only seen as null. */
  timeclock_require_ip?: Maybe<Text>;
  /** Time zone; only seen as null. */
  timezone?: Maybe<Text>;
  /** Fax number at Twilio. */
  twilio_fax_number?: Maybe<Text>;
  /** Where Twilio forwards calls to. */
  twilio_forward_calls_to?: Maybe<Text>;
  /** Number at Twilio. */
  twilio_phone_number?: Maybe<Text>;
  /** Whether there is a label printer. */
  use_label_printer?: Maybe<Flag>;
  /** Website. */
  website_url?: Maybe<Text>;
  /** Postal code. */
  zip?: Maybe<Text>;
}

/** Something that changed a price. */
export interface Modifier {
  /** How much, in decimal. */
  amount?: Maybe<Text>;
  /** Whether or by how much it changes the base rate; not documented. */
  base_rate_modifier?: Maybe<Text>;
  /** Whether or by how much it changes the daily rate; not documented. */
  daily_rate_modifier?: Maybe<Text>;
  /** What it is, in words. */
  label?: Maybe<Text>;
}

/**
 * An owner.
 *
 * The vendor's example has `id`, `first_name` and `last_name`; where other payloads name an
 * owner, it is `o_id`, `o_first` and `o_last`. What `owner_created` and `owner_edited` have is
 * not known.
 */
export interface Owner {
  /** Street and number. */
  address_1?: Maybe<Text>;
  /** Second line of the address. */
  address_2?: Maybe<Text>;
  /** Whether the owner may log in to the customer portal. */
  allow_online_login?: Maybe<Flag>;
  /** Barcode; only seen as null. */
  barcode?: Maybe<Text>;
  /** Mobile number. */
  cell_phone?: Maybe<Text>;
  /** City. */
  city?: Maybe<Text>;
  /** When the record was created, in unix seconds. */
  created_at?: Maybe<Moment>;
  /** Who created the record. */
  created_by?: Maybe<Text>;
  /** What the owner owes, in decimal. */
  current_balance?: Maybe<Text>;
  /** Id of how the owner usually pays. */
  default_payment_method_fk?: Maybe<Text>;
  /** Email address. */
  email?: Maybe<Text>;
  /** Whom to call in an emergency. */
  emergency_contact_name?: Maybe<Text>;
  /** Number to call in an emergency. */
  emergency_contact_phone?: Maybe<Text>;
  /** First name. */
  first_name?: Maybe<Text>;
  /** A token of the owner; its purpose is not documented. */
  form_token?: Maybe<Text>;
  /** Id of the location. */
  home_location?: Maybe<Text>;
  /** Landline number. */
  home_phone?: Maybe<Text>;
  /** Id of the owner. */
  id?: Maybe<Text>;
  /** A key of the owner; its purpose is not documented. */
  key?: Maybe<Text>;
  /** Id of the owner in another system, which is not documented. */
  kl_owner_id?: Maybe<Text>;
  /** Last name. */
  last_name?: Maybe<Text>;
  /** Where the owner lives, in degrees. */
  latitude?: Maybe<Text>;
  /** Where the owner lives, in degrees. */
  longitude?: Maybe<Text>;
  /** Notes; may hold HTML. */
  notes?: Maybe<Text>;
  /** First name, in the other form. */
  o_first?: Maybe<Text>;
  /** Id of the owner, in the other form. */
  o_id?: Maybe<Text>;
  /** Last name, in the other form. */
  o_last?: Maybe<Text>;
  /** Whether the owner wants no email. */
  opt_out_email?: Maybe<Flag>;
  /** Whether the owner wants no marketing by email. */
  opt_out_marketing_email?: Maybe<Flag>;
  /** Whether the owner wants no marketing by text message. */
  opt_out_marketing_sms?: Maybe<Flag>;
  /** Whether the owner wants no photos to be shared. */
  opt_out_photo_sharing?: Maybe<Flag>;
  /** Whether the owner wants no reminders by email. */
  opt_out_reminder_email?: Maybe<Flag>;
  /** Whether the owner wants no reminders by text message. */
  opt_out_reminder_sms?: Maybe<Flag>;
  /** Whether the owner wants no text messages. */
  opt_out_sms?: Maybe<Flag>;
  /** Id of the payment processor. */
  payment_processor_id?: Maybe<Text>;
  /** State. */
  state?: Maybe<Text>;
  /** Id of the owner at Stripe. */
  stripe_customer_id?: Maybe<Text>;
  /** The owner's card at Stripe; only seen as null. */
  stripe_default_card?: Maybe<Text>;
  /** Postal code. */
  zip?: Maybe<Text>;
}

/** The envelope of an event. */
export interface OwnerEvent {
  /** The entity as it is now. Not signed. */
  entity_data?: Maybe<Owner>;
  /** Id of what the event is about. */
  entity_id: Text;
  /** What the event is about: `reservation`, `animal`, `owner`, …. */
  entity_type: Text;
  /**
   * The number of tries, by its name: no document has the field. Only seen as 1, in first
   * deliveries.
   */
  numberTries?: Maybe<Text>;
  /** The signature, hex. */
  signature?: Maybe<Text>;
  /** The kind of event. */
  webhook_type: Text;
  /** The URL that it was sent to. */
  webhook_url?: Maybe<Text>;
}

/** A payment. Amounts are in decimal. */
export interface Payment {
  /** Whether it counts. */
  active?: Maybe<Flag>;
  /** What it was paid for. */
  allocations?: Many<Allocation>;
  /** Code of the authorization; only seen as null. */
  auth_code?: Maybe<Text>;
  /** Whether the money was collected, by its name; only seen as null. */
  captured?: unknown;
  /** Brand of the card; only seen as null. */
  card_brand?: Maybe<Text>;
  /** When it was created, in unix seconds. */
  create_stamp?: Maybe<Moment>;
  /** Id of who created it. */
  created_by?: Maybe<Text>;
  /** Who created it. */
  created_by_name?: Maybe<Text>;
  /** What the owner owes. */
  current_balance?: Maybe<Text>;
  /** Description. */
  description?: Maybe<Text>;
  /** When it was changed, in unix seconds; only seen as null. */
  edit_stamp?: Maybe<Moment>;
  /** Who changed it; only seen as null. */
  edited_by?: Maybe<Text>;
  /** Id of the payment. */
  id?: Maybe<Text>;
  /** Last four digits of the card; only seen as null. */
  last4?: Maybe<Text>;
  /** Id of the location. */
  location_id?: Maybe<Text>;
  /** Id of the owner. */
  owner_id?: Maybe<Text>;
  /** A number; its meaning is not documented. */
  payment_allocation_refund?: Maybe<Text>;
  /** Id of the payment intent at Stripe; only seen as null. */
  payment_intent_id?: Maybe<Text>;
  /** Id of the means of payment. */
  payment_method_id?: Maybe<Text>;
  /** Means of payment, in words. */
  payment_method_type?: Maybe<Text>;
  /** Payment processor; only seen as null. */
  processor?: Maybe<Text>;
  /** Reference of the payment processor, by its name; only seen as null. */
  retref?: Maybe<Text>;
  /** Signature of the payer, by its name; only seen as null. */
  signature?: unknown;
  /** Whether it was paid from a credit. */
  store_credit?: Maybe<Flag>;
  /** The charge at Stripe; only seen as null. */
  stripe_charge?: unknown;
  /** Id of the refund at Stripe; only seen as null. */
  stripe_refund_id?: Maybe<Text>;
  /** Id of the transaction at Stripe; only seen as null. */
  stripe_transaction_id?: Maybe<Text>;
  /** What the owner owed in all, by its name. */
  total_balance?: Maybe<Text>;
  /** When it was paid, in unix seconds. */
  transaction_time?: Maybe<Moment>;
  /** Whether there was nothing to pay. */
  zero_payment?: Maybe<Flag>;
}

/** How something was paid, in short. */
export interface PaymentInfo {
  /** How much, in decimal. */
  amount?: Maybe<Text>;
  /** Id of the means of payment. */
  payment_method_id?: Maybe<Text>;
  /** Means of payment, in words. */
  type?: Maybe<Text>;
}

export type PaymentOrOther = Payment | string | number | boolean | null | unknown[];

export type Payments = Record<string, PaymentOrOther> | PaymentOrOther[] | "" | null;

/** Who got an email. */
export interface Recipient {
  /** Address. */
  email?: Maybe<Text>;
  /** Name. */
  name?: Maybe<Text>;
}

/**
 * A reservation, with its animal (`a_…` and others) and its owner (`o_…` and others).
 *
 * Gingr writes nearly everything as strings. Times are unix seconds, except those whose names
 * end in `_iso`.
 */
export interface Reservation {
  /** Id of the animal. */
  a_id?: Maybe<Text>;
  /** Notes on the animal; may hold HTML. */
  a_notes?: Maybe<Text>;
  /** Id of the account code. */
  account_code_id?: Maybe<Text>;
  /** Street and number of the owner. */
  address_1?: Maybe<Text>;
  /** Second line of the owner's address. */
  address_2?: Maybe<Text>;
  /** What the animal does not tolerate; may hold HTML. */
  allergies?: Maybe<Text>;
  /** Id of the animal, again. */
  animal_id?: Maybe<Text>;
  /** Name of the animal. */
  animal_name?: Maybe<Text>;
  /** Answer to the first question. */
  answer_1?: Maybe<Text>;
  /** Answer to the second question. */
  answer_2?: Maybe<Text>;
  /** Answer to the third question. */
  answer_3?: Maybe<Text>;
  /** Barcode; only seen as null. */
  barcode?: Maybe<Text>;
  /** Price before discounts, in decimal. */
  base_rate?: Maybe<Text>;
  /** Birthday of the animal, in unix seconds. */
  birthday?: Maybe<Moment>;
  /** Id of the breed. */
  breed_id?: Maybe<Text>;
  /** Breed in words. */
  breed_name?: Maybe<Text>;
  /** When it was cancelled, in unix seconds. */
  cancel_stamp?: Maybe<Moment>;
  /** Why it was cancelled. */
  cancellation_reason?: Maybe<Text>;
  /** Id of why it was cancelled. */
  cancellation_reason_id?: Maybe<Text>;
  /** Who cancelled it. */
  cancelled_by_username?: Maybe<Text>;
  /** How many can reserve this; in the vendor's example only. */
  capacity?: Maybe<Text>;
  /** Mobile number of the owner. */
  cell_phone?: Maybe<Text>;
  /** Whether it is charged by the hour. */
  charge_by_hour?: Maybe<Flag>;
  /** When it was checked in, in unix seconds. */
  check_in_stamp?: Maybe<Moment>;
  /** When it was checked in. Seen as local time. */
  check_in_stamp_iso?: Maybe<Moment>;
  /** When it was checked out, in unix seconds. */
  check_out_stamp?: Maybe<Moment>;
  /** City of the owner. */
  city?: Maybe<Text>;
  /** Id of the class. */
  class_id?: Maybe<Text>;
  /** When it was confirmed, in unix seconds. */
  confirmed_stamp?: Maybe<Moment>;
  /** When it was created, in unix seconds. */
  created_at?: Maybe<Moment>;
  /** Who created it. */
  created_by?: Maybe<Text>;
  /** What the owner owes, in decimal. */
  current_balance?: Maybe<Text>;
  /** How the owner usually pays; only seen as null. */
  default_payment_method?: unknown;
  /** Id of how the owner usually pays. */
  default_payment_method_fk?: Maybe<Text>;
  /** Email address of the owner. */
  email?: Maybe<Text>;
  /** Whom to call in an emergency. */
  emergency_contact_name?: Maybe<Text>;
  /** Number to call in an emergency. */
  emergency_contact_phone?: Maybe<Text>;
  /** End as booked, in unix seconds. */
  end_date?: Maybe<Moment>;
  /** End. Seen with an offset and as local time. */
  end_date_iso?: Maybe<Moment>;
  /** How much the animal is fed, for each time: `2,2`. */
  feeding_amount?: Maybe<Text>;
  /** How the animal is fed, in words. */
  feeding_method?: Maybe<Text>;
  /** Notes on feeding. */
  feeding_notes?: Maybe<Text>;
  /** When the animal is fed: `AM,PM`. */
  feeding_time?: Maybe<Text>;
  /** What the animal is fed, in words. */
  feeding_type?: Maybe<Text>;
  /** Price, in decimal. */
  final_rate?: Maybe<Text>;
  /** Whether the animal is neutered. */
  fixed?: Maybe<Flag>;
  /** The reservation's form. */
  form?: Maybe<Form>;
  /** Sex of the animal, in words. */
  gender?: Maybe<Text>;
  /** Notes on grooming the animal; may hold HTML. */
  grooming_notes?: Maybe<Text>;
  /** Landline number of the owner. */
  home_phone?: Maybe<Text>;
  /** URL of the animal's picture. */
  image?: Maybe<Text>;
  /** When the last email about it was sent, in unix seconds. */
  last_email_sent?: Maybe<Moment>;
  /** When the last text message about it was sent, in unix seconds. */
  last_sms_sent?: Maybe<Moment>;
  /** City of the location. */
  location_city?: Maybe<Text>;
  /** Id of the location. */
  location_id?: Maybe<Text>;
  /** Name of the location. */
  location_name?: Maybe<Text>;
  /** Time zone of the location; only seen as null. */
  location_timezone?: Maybe<Text>;
  /** What the animal has to take. */
  medicines?: Maybe<Text>;
  /** When the next immunization of the animal expires, in unix seconds. */
  next_immunization_expiration?: Maybe<Moment>;
  /** First name of the owner. */
  o_first?: Maybe<Text>;
  /** Id of the owner. */
  o_id?: Maybe<Text>;
  /** Last name of the owner. */
  o_last?: Maybe<Text>;
  /** Notes on the owner; may hold HTML. */
  o_notes?: Maybe<Text>;
  /** Whether it is by appointment only. */
  only_appointment?: Maybe<Flag>;
  /** What was paid, in decimal; only seen as null. */
  payment_amount?: Maybe<Text>;
  /** Whether pricing rules apply. */
  pricing_rules_apply?: Maybe<Flag>;
  /** First question of the reservation. */
  question_1?: Maybe<Text>;
  /** Second question. */
  question_2?: Maybe<Text>;
  /** Third question. */
  question_3?: Maybe<Text>;
  /** Id of the reservation. */
  r_id?: Maybe<Text>;
  /** Notes on the reservation; may hold HTML. */
  r_notes?: Maybe<Text>;
  /** Whether the owner made it, by its name; only seen as null. */
  self_made?: unknown;
  /** The services, in words; only seen as null. */
  services_string?: Maybe<Text>;
  /** Whether it is in the report on feeding. */
  show_on_feeding_report?: Maybe<Flag>;
  /** Whether it is in the report on medication. */
  show_on_medication_report?: Maybe<Flag>;
  /** Whether it is for one day. */
  single_day?: Maybe<Flag>;
  /** Id of the species. */
  species_id?: Maybe<Text>;
  /** Begin as booked, in unix seconds. */
  start_date?: Maybe<Moment>;
  /** Begin: the time of the check-in once there was one. Seen with an offset and as local time. */
  start_date_iso?: Maybe<Moment>;
  /** State of the owner. */
  state?: Maybe<Text>;
  /** Id of the owner at Stripe. */
  stripe_customer_id?: Maybe<Text>;
  /** Temperament of the animal; only seen as null. */
  temperment_type?: Maybe<Text>;
  /** What was paid; only at `check_out`. */
  transaction?: Maybe<Transaction>;
  /** What was reserved, in words. */
  type?: Maybe<Text>;
  /** Id of what was reserved. */
  type_id?: Maybe<Text>;
  /** For how many units of time the price is. */
  units_of_time?: Maybe<Text>;
  /** Id of the veterinarian. */
  vet_id?: Maybe<Text>;
  /** Name of the veterinarian. */
  vet_name?: Maybe<Text>;
  /** Number of the veterinarian. */
  vet_phone?: Maybe<Text>;
  /** Whether the animal is a special guest. */
  vip?: Maybe<Flag>;
  /** Id of what voided it; only seen as null. */
  void_id?: Maybe<Text>;
  /** When it was taken from the waiting list, in unix seconds. */
  wait_list_accepted_stamp?: Maybe<Moment>;
  /** When it was put on the waiting list, in unix seconds. */
  wait_list_stamp?: Maybe<Moment>;
  /** A number; whether it is a weight or the id of a class is not documented. */
  weight?: Maybe<Text>;
  /** Postal code of the owner. */
  zip?: Maybe<Text>;
}

/** The envelope of an event. */
export interface ReservationEvent {
  /** The entity as it is now. Not signed. */
  entity_data?: Maybe<Reservation>;
  /** Id of what the event is about. */
  entity_id: Text;
  /** What the event is about: `reservation`, `animal`, `owner`, …. */
  entity_type: Text;
  /**
   * The number of tries, by its name: no document has the field. Only seen as 1, in first
   * deliveries.
   */
  numberTries?: Maybe<Text>;
  /** The signature, hex. */
  signature?: Maybe<Text>;
  /** The kind of event. */
  webhook_type: Text;
  /** The URL that it was sent to. */
  webhook_url?: Maybe<Text>;
}

/** The envelope of a message that Gingr sent to an owner. */
export interface SentMessage {
  /** What was sent. */
  email_data?: Maybe<Email>;
  /** The owner. */
  entity_data?: Maybe<Owner>;
  /** Id of the owner. */
  entity_id: Text;
  /** `owner`. */
  entity_type: Text;
  /**
   * The number of tries, by its name: no document has the field. Only seen as 1, in first
   * deliveries.
   */
  numberTries?: Maybe<Text>;
  /** To whom. */
  recipients?: Many<Recipient>;
  /** The signature, hex. */
  signature?: Maybe<Text>;
  /** The kind of event. */
  webhook_type: Text;
  /** The URL that it was sent to. */
  webhook_url?: Maybe<Text>;
}

/** What a transaction costs and what was paid. Amounts are in decimal. */
export interface Totals {
  /** Whether it is complete. */
  complete?: Maybe<Flag>;
  /** When it was created, in unix seconds. */
  create_stamp?: Maybe<Moment>;
  /** Email address of the owner. */
  email?: Maybe<Text>;
  /** First name of the owner. */
  first_name?: Maybe<Text>;
  /** Id of the transaction. */
  id?: Maybe<Text>;
  /** Whether it was returned; only seen as null. */
  is_returned?: Maybe<Flag>;
  /** How many items were bought. */
  item_count?: Maybe<Text>;
  /** Last name of the owner. */
  last_name?: Maybe<Text>;
  /** Id of the location. */
  location_id?: Maybe<Text>;
  /** Id of the owner. */
  owner_id?: Maybe<Text>;
  /** What was paid. */
  payment_amount?: Maybe<Text>;
  /** Rate of the sales tax; only seen as null. */
  sales_tax_rate?: Maybe<Text>;
  /** State; a number whose meaning is not documented. */
  status?: Maybe<Text>;
  /** Sum without tax. */
  subtotal?: Maybe<Text>;
  /** Tax. */
  tax_amount?: Maybe<Text>;
  /** Tax that was paid. */
  tax_paid?: Maybe<Text>;
  /** Sum with tax. */
  total?: Maybe<Text>;
  /** Id of who created it. */
  user_id?: Maybe<Text>;
  /** Who created it. */
  username?: Maybe<Text>;
}

/** What was paid at check-out. */
export interface Transaction {
  /** A deposit; only seen empty. */
  deposit?: unknown;
  /** Deposits; only seen empty. */
  deposits?: unknown;
  /** Only seen as null. */
  description?: Maybe<Text>;
  /** Single payments by their id, with a number `deposit` among them. */
  detailed_payments?: Payments;
  /** State of the invoice, in words. */
  invoice_status?: Maybe<Text>;
  /** Version of the invoice. */
  invoice_version?: Maybe<Text>;
  /** What was bought. */
  items?: Many<Item>;
  /** Where it was paid. */
  location?: Maybe<Location>;
  /** How it was paid, in short. */
  payment_info?: Many<PaymentInfo>;
  /** Payments by their id, again. */
  payment_items?: Payments;
  /** Tips; only seen empty. */
  tip_amount?: unknown;
  /** Refunded tips; only seen empty. */
  tip_refund?: unknown;
  /** What it costs and what was paid. */
  totals?: Maybe<Totals>;
  /** The same, again. */
  transaction?: Maybe<Totals>;
}
