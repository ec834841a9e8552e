// Generated from the JSON Schema: FRONTDESK_WRITE_DOCS=1 cargo test --workspace --test payloads clients

import type { EventOf, Flag, Many, Maybe, Moment, Text } from "./common.js";

/** An event from Gingr. Its `type` determines its `data`. */
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

/** A part of a payment, and what that part was for. */
export interface Allocation {
  /** Whether it is active. */
  active?: Maybe<Flag>;
  /** Amount, as a decimal. */
  amount?: Maybe<Text>;
  /** Id of the part. */
  id?: Maybe<Text>;
  /** Id of the payment. */
  payment_id?: Maybe<Text>;
  /** Type of the thing that `type_id` identifies. */
  type?: Maybe<Text>;
  /** Id of the thing that was paid for. */
  type_id?: Maybe<Text>;
}

/** An animal, with its owner (fields `o_…` and others). */
export interface Animal {
  /** Id of the animal. */
  a_id?: Maybe<Text>;
  /** Notes; may contain HTML. */
  a_notes?: Maybe<Text>;
  /** Owner's street and number. */
  address_1?: Maybe<Text>;
  /** Second line of the owner's address. */
  address_2?: Maybe<Text>;
  /** Allergies; may contain HTML. */
  allergies?: Maybe<Text>;
  /** When its record was created, in unix seconds. */
  animal_created_at?: Maybe<Moment>;
  /** Who created its record. */
  animal_created_by?: Maybe<Text>;
  /** Name. */
  animal_name?: Maybe<Text>;
  /** Weight. */
  animal_weight?: Maybe<Text>;
  /** Whether it is banned. */
  banned?: Maybe<Flag>;
  /** Barcode; only seen as null. */
  barcode?: Maybe<Text>;
  /** Birthday, in unix seconds. */
  birthday?: Maybe<Moment>;
  /** Id of the breed. */
  breed_id?: Maybe<Text>;
  /** Name of the breed. */
  breed_name?: Maybe<Text>;
  /** Owner's mobile number. */
  cell_phone?: Maybe<Text>;
  /** Owner's city. */
  city?: Maybe<Text>;
  /** Abbreviation of `name`. */
  code?: Maybe<Text>;
  /** When the owner's record was created, judging by the field's name; in unix seconds. */
  created_at?: Maybe<Moment>;
  /** Who created the owner's record, judging by the field's name. */
  created_by?: Maybe<Text>;
  /** Amount that the owner owes, as a decimal. */
  current_balance?: Maybe<Text>;
  /** Owner's usual payment method; only seen as null. */
  default_payment_method?: unknown;
  /** Owner's email address. */
  email?: Maybe<Text>;
  /** Name of the emergency contact. */
  emergency_contact_name?: Maybe<Text>;
  /** Phone number of the emergency contact. */
  emergency_contact_phone?: Maybe<Text>;
  /** Amount for each feeding time: `2,2`. */
  feeding_amount?: Maybe<Text>;
  /** Id of the feeding method. In a `Reservation`, the field of this name holds text. */
  feeding_method?: Maybe<Text>;
  /** Notes on feeding. */
  feeding_notes?: Maybe<Text>;
  /** Feeding times: `AM,PM`. */
  feeding_time?: Maybe<Text>;
  /** Id of the type of food. In a `Reservation`, the field of this name holds text. */
  feeding_type?: Maybe<Text>;
  /** Whether it is neutered. */
  fixed?: Maybe<Flag>;
  /** Sex, as text. */
  gender?: Maybe<Text>;
  /** Notes on grooming; may contain HTML. */
  grooming_notes?: Maybe<Text>;
  /** Id of the owner's location. */
  home_location?: Maybe<Text>;
  /** Owner's landline number. */
  home_phone?: Maybe<Text>;
  /** URL of its picture. */
  image?: Maybe<Text>;
  /** Medication. */
  medicines?: Maybe<Text>;
  /** Feeding method, as text. */
  method?: Maybe<Text>;
  /** Name of a feeding method, not of the animal. */
  name?: Maybe<Text>;
  /** When the next immunization expires, in unix seconds. */
  next_immunization_expiration?: Maybe<Moment>;
  /** Owner's first name. */
  o_first?: Maybe<Text>;
  /** Id of the owner. */
  o_id?: Maybe<Text>;
  /** Owner's last name. */
  o_last?: Maybe<Text>;
  /** Notes on the owner; may contain HTML. */
  o_notes?: Maybe<Text>;
  /** Whether pricing rules apply. */
  pricing_rules_apply?: Maybe<Flag>;
  /** Id of the species. */
  species_id?: Maybe<Text>;
  /** Name of the species. */
  species_name?: Maybe<Text>;
  /** Owner's state. */
  state?: Maybe<Text>;
  /** Owner's id at Stripe. */
  stripe_customer_id?: Maybe<Text>;
  /** Temperament; only seen as null. */
  temperment_type?: Maybe<Text>;
  /** Id of the veterinarian. */
  vet_id?: Maybe<Text>;
  /** Name of the veterinarian. */
  vet_name?: Maybe<Text>;
  /** Phone number of the veterinarian. */
  vet_phone?: Maybe<Text>;
  /** Whether it is a special guest. */
  vip?: Maybe<Flag>;
  /** A number; whether it is a weight or the id of a class is not documented. */
  weight?: Maybe<Text>;
  /** Owner's postal code. */
  zip?: Maybe<Text>;
}

/** The envelope of an event. */
export interface AnimalEvent {
  /** The entity's current state. Not signed. */
  entity_data?: Maybe<Animal>;
  /** Id of the entity. */
  entity_id: Text;
  /** Type of the entity: `reservation`, `animal`, `owner`, …. */
  entity_type: Text;
  /**
   * Number of tries, judging by the field's name; not documented. Only seen as 1, in first
   * deliveries.
   */
  numberTries?: Maybe<Text>;
  /** The signature, in hex. */
  signature?: Maybe<Text>;
  /** The kind of event. */
  webhook_type: Text;
  /** The URL of the delivery. */
  webhook_url?: Maybe<Text>;
}

/** The content of an email. */
export interface Email {
  /** Subject line. */
  subject?: Maybe<Text>;
  /** Body, as HTML. */
  value?: Maybe<Text>;
}

/** The form of a reservation. */
export interface Form {
  /** Whether it has unsaved changes, judging by the field's name. */
  is_dirty?: Maybe<Flag>;
  /** Notes. */
  notes?: Maybe<Text>;
  /** Id of the form's submission. */
  submission_id?: Maybe<Text>;
  /** Id of the form's subject. */
  system_id?: Maybe<Text>;
}

/**
 * An incident with an animal. The vendor documents no fields; these are the ones its users
 * read.
 */
export interface Incident {
  /** Id of the animal, under its other name. */
  a_id?: Maybe<Text>;
  /** Id of the animal. */
  animal_id?: Maybe<Text>;
  /** Name of the animal. */
  animal_name?: Maybe<Text>;
  /** When it was reported. Unix seconds are also accepted. */
  created_at?: Maybe<Moment>;
  /** When it was reported, under its other name. */
  created_at_iso?: Maybe<Moment>;
  /** Who reported it. */
  created_by?: Maybe<Text>;
  /** First name of the owner. */
  first_name?: Maybe<Text>;
  /** Id of the incident. */
  id?: Maybe<Text>;
  /** Id of the type of incident. */
  incident_type_id?: Maybe<Text>;
  /** Last name of the owner. */
  last_name?: Maybe<Text>;
  /** Id of the location. */
  location_id?: Maybe<Text>;
  /** Name of the location. */
  location_name?: Maybe<Text>;
  /** Notes; may contain HTML. */
  notes?: Maybe<Text>;
  /** Id of the owner. */
  o_id?: Maybe<Text>;
  /** Type of incident, as text. */
  type?: Maybe<Text>;
  /** Who reported it, under its other name. */
  username?: Maybe<Text>;
}

/** The envelope of an event. */
export interface IncidentEvent {
  /** The entity's current state. Not signed. */
  entity_data?: Maybe<Incident>;
  /** Id of the entity. */
  entity_id: Text;
  /** Type of the entity: `reservation`, `animal`, `owner`, …. */
  entity_type: Text;
  /**
   * Number of tries, judging by the field's name; not documented. Only seen as 1, in first
   * deliveries.
   */
  numberTries?: Maybe<Text>;
  /** The signature, in hex. */
  signature?: Maybe<Text>;
  /** The kind of event. */
  webhook_type: Text;
  /** The URL of the delivery. */
  webhook_url?: Maybe<Text>;
}

/** An item that was bought. Amounts are decimals. */
export interface Item {
  /** Id of the category. */
  category_id?: Maybe<Text>;
  /** Coupons; only seen empty. */
  coupons?: unknown;
  /** Description; may contain HTML. */
  description?: Maybe<Text>;
  /** Discounts. */
  discounts_total?: Maybe<Text>;
  /** Id of the item in the transaction. */
  id?: Maybe<Text>;
  /** URL of the image; only seen as null. */
  image?: Maybe<Text>;
  /** Whether it was returned. */
  is_returned?: Maybe<Flag>;
  /** Id of the thing that was bought. */
  item_base_id?: Maybe<Text>;
  /** Id of the thing that was bought, with a letter in front. */
  item_id?: Maybe<Text>;
  /** Ids of the items that this one stands for. */
  item_ids?: Maybe<Text>;
  /** Changes to the price. */
  modifiers?: Many<Modifier>;
  /** Name; only seen as null. */
  name?: Maybe<Text>;
  /** Packages; only seen empty. */
  packages?: unknown;
  /** Quantity. */
  qty?: Maybe<Text>;
  /** Refunded amount; only seen as null. */
  refund_amount?: Maybe<Text>;
  /** The reservation that was paid for. */
  reservation?: Maybe<Reservation>;
  /** Why it was returned; only seen as null. */
  return_reason?: Maybe<Text>;
  /** Id of the transaction that returned it; only seen as null. */
  return_transaction_id?: Maybe<Text>;
  /** Whether it can be returned; only seen as null. */
  returnable?: Maybe<Flag>;
  /** When it was returned; only seen as null. */
  returned_at?: Maybe<Moment>;
  /** Whether it was returned to inventory. */
  returned_to_inventory?: Maybe<Flag>;
  /** Tax. */
  tax_amount?: Maybe<Text>;
  /** Refunded tax; only seen as null. */
  tax_refund_amount?: Maybe<Text>;
  /** Price. */
  total?: Maybe<Text>;
  /** Unit price. */
  unit_price?: Maybe<Text>;
  /** Voided coupons; only seen empty. */
  voided_coupons?: unknown;
  /** Voided packages; only seen empty. */
  voided_packages?: unknown;
}

/** A lead. Its fields are not documented. */
export type Lead = Record<string, unknown>;

/** The envelope of an event. */
export interface LeadEvent {
  /** The entity's current state. Not signed. */
  entity_data?: Maybe<Lead>;
  /** Id of the entity. */
  entity_id: Text;
  /** Type of the entity: `reservation`, `animal`, `owner`, …. */
  entity_type: Text;
  /**
   * Number of tries, judging by the field's name; not documented. Only seen as 1, in first
   * deliveries.
   */
  numberTries?: Maybe<Text>;
  /** The signature, in hex. */
  signature?: Maybe<Text>;
  /** The kind of event. */
  webhook_type: Text;
  /** The URL of the delivery. */
  webhook_url?: Maybe<Text>;
}

/** A location of the company. */
export interface Location {
  /** Public ABCKAM cameras; only seen as null. */
  abckam_public_cameras?: Maybe<Text>;
  /** Street and number. */
  address_1?: Maybe<Text>;
  /** Second line of the address. */
  address_2?: Maybe<Text>;
  /** Text for appointments, as HTML. */
  appointment_custom_text?: Maybe<Text>;
  /** Id of the location at Broadly. */
  broadly_location_id?: Maybe<Text>;
  /** Whether uncompleted services are charged. */
  charge_for_uncompleted_services?: Maybe<Flag>;
  /** Text for the survey at check-out, as HTML. */
  checkout_survey_text?: Maybe<Text>;
  /** City. */
  city?: Maybe<Text>;
  /** Text for receipts from a Clover terminal, as HTML. */
  clover_receipt_custom_text?: Maybe<Text>;
  /** Text on deposits, as HTML. */
  deposit_policies_custom_text?: Maybe<Text>;
  /** Email address. */
  email?: Maybe<Text>;
  /** Text for estimates, as HTML. */
  estimate_custom_text?: Maybe<Text>;
  /** Facebook page id. */
  facebook_page_id?: Maybe<Text>;
  /** Fax number. */
  fax?: Maybe<Text>;
  /** Opening hours, as HTML. */
  hours?: Maybe<Text>;
  /** Page about tips. */
  html_tips_page?: Maybe<Text>;
  /** Webcam page. */
  html_webcams_page?: Maybe<Text>;
  /** Id of the location. */
  id?: Maybe<Text>;
  /** Public iDogCam cameras; only seen as null. */
  idogcam_public_cameras?: Maybe<Text>;
  /** Whether these cameras are only for checked-in guests. */
  idogcam_public_cameras_only_checked_in?: Maybe<Flag>;
  /** Latitude, in degrees. */
  latitude?: Maybe<Text>;
  /** Logo; only seen as null. */
  logo?: Maybe<Text>;
  /** Longitude, in degrees. */
  longitude?: Maybe<Text>;
  /** Maximum number of animals. */
  max_capacity?: Maybe<Text>;
  /** Name. */
  name?: Maybe<Text>;
  /** Phone number. */
  phone?: Maybe<Text>;
  /** Text for receipts, as HTML. */
  receipt_custom_text?: Maybe<Text>;
  /** Text for service requests, as HTML. */
  reservation_request_services_text?: Maybe<Text>;
  /** Text for reservation requests, as HTML. */
  reservation_request_text?: Maybe<Text>;
  /** Sales tax rate; only seen as null. */
  sales_tax_rate?: Maybe<Text>;
  /** Text for small estimates, as HTML. */
  small_estimate_custom_text?: Maybe<Text>;
  /** Text for small receipts, as HTML. */
  small_receipt_custom_text?: Maybe<Text>;
  /** A number; its meaning is not documented. */
  specialist_capacity_per_user?: Maybe<Text>;
  /** State. */
  state?: Maybe<Text>;
  /** Text for statements, as HTML. */
  statement_custom_text?: Maybe<Text>;
  /** Status; a number whose meaning is not documented. */
  status?: Maybe<Text>;
  /** Whether open items are taxed. */
  tax_on_open_items?: Maybe<Flag>;
  /** Whether packages are taxed. */
  tax_on_packages?: Maybe<Flag>;
  /** Whether items sold over the counter are taxed. */
  tax_on_pos_items?: Maybe<Flag>;
  /** Whether reservations are taxed. */
  tax_on_reservations?: Maybe<Flag>;
  /** Whether services are taxed. */
  tax_on_services?: Maybe<Flag>;
  /** IP address from which staff may clock in; only seen as null. */
  timeclock_require_ip?: Maybe<Text>;
  /** Time zone; only seen as null. */
  timezone?: Maybe<Text>;
  /** Twilio fax number. */
  twilio_fax_number?: Maybe<Text>;
  /** Number to which Twilio forwards calls. */
  twilio_forward_calls_to?: Maybe<Text>;
  /** Twilio phone number. */
  twilio_phone_number?: Maybe<Text>;
  /** Whether a label printer is used. */
  use_label_printer?: Maybe<Flag>;
  /** Website. */
  website_url?: Maybe<Text>;
  /** Postal code. */
  zip?: Maybe<Text>;
}

/** A change to a price. */
export interface Modifier {
  /** Amount, as a decimal. */
  amount?: Maybe<Text>;
  /** Whether, or by how much, it changes the base rate; not documented. */
  base_rate_modifier?: Maybe<Text>;
  /** Whether, or by how much, it changes the daily rate; not documented. */
  daily_rate_modifier?: Maybe<Text>;
  /** Description, as text. */
  label?: Maybe<Text>;
}

/**
 * An owner.
 *
 * The vendor's example has `id`, `first_name` and `last_name`; other payloads that name an
 * owner have `o_id`, `o_first` and `o_last`. The fields in `owner_created` and `owner_edited`
 * are not known.
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
  /** Amount that the owner owes, as a decimal. */
  current_balance?: Maybe<Text>;
  /** Id of the owner's usual payment method. */
  default_payment_method_fk?: Maybe<Text>;
  /** Email address. */
  email?: Maybe<Text>;
  /** Name of the emergency contact. */
  emergency_contact_name?: Maybe<Text>;
  /** Phone number of the emergency contact. */
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
  /** Id of the owner in another, undocumented system. */
  kl_owner_id?: Maybe<Text>;
  /** Last name. */
  last_name?: Maybe<Text>;
  /** Latitude of the owner's home, in degrees. */
  latitude?: Maybe<Text>;
  /** Longitude of the owner's home, in degrees. */
  longitude?: Maybe<Text>;
  /** Notes; may contain HTML. */
  notes?: Maybe<Text>;
  /** First name, under its other name. */
  o_first?: Maybe<Text>;
  /** Id of the owner, under its other name. */
  o_id?: Maybe<Text>;
  /** Last name, under its other name. */
  o_last?: Maybe<Text>;
  /** Whether the owner opted out of email. */
  opt_out_email?: Maybe<Flag>;
  /** Whether the owner opted out of marketing by email. */
  opt_out_marketing_email?: Maybe<Flag>;
  /** Whether the owner opted out of marketing by text message. */
  opt_out_marketing_sms?: Maybe<Flag>;
  /** Whether the owner opted out of photo sharing. */
  opt_out_photo_sharing?: Maybe<Flag>;
  /** Whether the owner opted out of reminders by email. */
  opt_out_reminder_email?: Maybe<Flag>;
  /** Whether the owner opted out of reminders by text message. */
  opt_out_reminder_sms?: Maybe<Flag>;
  /** Whether the owner opted out of text messages. */
  opt_out_sms?: Maybe<Flag>;
  /** Id of the payment processor. */
  payment_processor_id?: Maybe<Text>;
  /** State. */
  state?: Maybe<Text>;
  /** The owner's id at Stripe. */
  stripe_customer_id?: Maybe<Text>;
  /** The owner's default card at Stripe; only seen as null. */
  stripe_default_card?: Maybe<Text>;
  /** Postal code. */
  zip?: Maybe<Text>;
}

/** The envelope of an event. */
export interface OwnerEvent {
  /** The entity's current state. Not signed. */
  entity_data?: Maybe<Owner>;
  /** Id of the entity. */
  entity_id: Text;
  /** Type of the entity: `reservation`, `animal`, `owner`, …. */
  entity_type: Text;
  /**
   * Number of tries, judging by the field's name; not documented. Only seen as 1, in first
   * deliveries.
   */
  numberTries?: Maybe<Text>;
  /** The signature, in hex. */
  signature?: Maybe<Text>;
  /** The kind of event. */
  webhook_type: Text;
  /** The URL of the delivery. */
  webhook_url?: Maybe<Text>;
}

/** A payment. Amounts are decimals. */
export interface Payment {
  /** Whether it is active. */
  active?: Maybe<Flag>;
  /** What the payment was for. */
  allocations?: Many<Allocation>;
  /** Authorization code; only seen as null. */
  auth_code?: Maybe<Text>;
  /** Whether the money was collected, judging by the field's name; only seen as null. */
  captured?: unknown;
  /** Brand of the card; only seen as null. */
  card_brand?: Maybe<Text>;
  /** When it was created, in unix seconds. */
  create_stamp?: Maybe<Moment>;
  /** Id of who created it. */
  created_by?: Maybe<Text>;
  /** Who created it. */
  created_by_name?: Maybe<Text>;
  /** Amount that the owner owes. */
  current_balance?: Maybe<Text>;
  /** Description. */
  description?: Maybe<Text>;
  /** When it was edited, in unix seconds; only seen as null. */
  edit_stamp?: Maybe<Moment>;
  /** Who edited it; only seen as null. */
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
  /** Stripe payment intent id; only seen as null. */
  payment_intent_id?: Maybe<Text>;
  /** Id of the payment method. */
  payment_method_id?: Maybe<Text>;
  /** Payment method, as text. */
  payment_method_type?: Maybe<Text>;
  /** Payment processor; only seen as null. */
  processor?: Maybe<Text>;
  /** Reference of the payment processor, judging by the field's name; only seen as null. */
  retref?: Maybe<Text>;
  /** Signature of the payer, judging by the field's name; only seen as null. */
  signature?: unknown;
  /** Whether it was paid with store credit. */
  store_credit?: Maybe<Flag>;
  /** Stripe charge; only seen as null. */
  stripe_charge?: unknown;
  /** Stripe refund id; only seen as null. */
  stripe_refund_id?: Maybe<Text>;
  /** Stripe transaction id; only seen as null. */
  stripe_transaction_id?: Maybe<Text>;
  /** Total that the owner owed, judging by the field's name. */
  total_balance?: Maybe<Text>;
  /** When it was paid, in unix seconds. */
  transaction_time?: Maybe<Moment>;
  /** Whether there was nothing to pay. */
  zero_payment?: Maybe<Flag>;
}

/** A summary of a payment. */
export interface PaymentInfo {
  /** Amount, as a decimal. */
  amount?: Maybe<Text>;
  /** Id of the payment method. */
  payment_method_id?: Maybe<Text>;
  /** Payment method, as text. */
  type?: Maybe<Text>;
}

export type PaymentOrOther = Payment | string | number | boolean | null | unknown[];

export type Payments = Record<string, PaymentOrOther> | PaymentOrOther[] | "" | null;

/** A recipient of an email. */
export interface Recipient {
  /** Address. */
  email?: Maybe<Text>;
  /** Name. */
  name?: Maybe<Text>;
}

/**
 * A reservation, with its animal (fields `a_…` and others) and its owner (`o_…` and others).
 *
 * Gingr writes nearly everything as strings. Times are in unix seconds, except in fields whose
 * names end in `_iso`.
 */
export interface Reservation {
  /** Id of the animal. */
  a_id?: Maybe<Text>;
  /** Notes on the animal; may contain HTML. */
  a_notes?: Maybe<Text>;
  /** Id of the account code. */
  account_code_id?: Maybe<Text>;
  /** Owner's street and number. */
  address_1?: Maybe<Text>;
  /** Second line of the owner's address. */
  address_2?: Maybe<Text>;
  /** Allergies of the animal; may contain HTML. */
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
  /** Price before discounts, as a decimal. */
  base_rate?: Maybe<Text>;
  /** Birthday of the animal, in unix seconds. */
  birthday?: Maybe<Moment>;
  /** Id of the breed. */
  breed_id?: Maybe<Text>;
  /** Name of the breed. */
  breed_name?: Maybe<Text>;
  /** When it was cancelled, in unix seconds. */
  cancel_stamp?: Maybe<Moment>;
  /** Why it was cancelled. */
  cancellation_reason?: Maybe<Text>;
  /** Id of the cancellation reason. */
  cancellation_reason_id?: Maybe<Text>;
  /** Who cancelled it. */
  cancelled_by_username?: Maybe<Text>;
  /** Capacity of this type of reservation; only in the vendor's example. */
  capacity?: Maybe<Text>;
  /** Owner's mobile number. */
  cell_phone?: Maybe<Text>;
  /** Whether it is charged by the hour. */
  charge_by_hour?: Maybe<Flag>;
  /** When it was checked in, in unix seconds. */
  check_in_stamp?: Maybe<Moment>;
  /** When it was checked in. Seen as local time. */
  check_in_stamp_iso?: Maybe<Moment>;
  /** When it was checked out, in unix seconds. */
  check_out_stamp?: Maybe<Moment>;
  /** Owner's city. */
  city?: Maybe<Text>;
  /** Id of the class. */
  class_id?: Maybe<Text>;
  /** When it was confirmed, in unix seconds. */
  confirmed_stamp?: Maybe<Moment>;
  /** When it was created, in unix seconds. */
  created_at?: Maybe<Moment>;
  /** Who created it. */
  created_by?: Maybe<Text>;
  /** Amount that the owner owes, as a decimal. */
  current_balance?: Maybe<Text>;
  /** Owner's usual payment method; only seen as null. */
  default_payment_method?: unknown;
  /** Id of the owner's usual payment method. */
  default_payment_method_fk?: Maybe<Text>;
  /** Owner's email address. */
  email?: Maybe<Text>;
  /** Name of the emergency contact. */
  emergency_contact_name?: Maybe<Text>;
  /** Phone number of the emergency contact. */
  emergency_contact_phone?: Maybe<Text>;
  /** End as booked, in unix seconds. */
  end_date?: Maybe<Moment>;
  /** End. Seen with an offset and as local time. */
  end_date_iso?: Maybe<Moment>;
  /** Amount for each feeding time: `2,2`. */
  feeding_amount?: Maybe<Text>;
  /** Feeding method, as text. */
  feeding_method?: Maybe<Text>;
  /** Notes on feeding. */
  feeding_notes?: Maybe<Text>;
  /** Feeding times: `AM,PM`. */
  feeding_time?: Maybe<Text>;
  /** Type of food, as text. */
  feeding_type?: Maybe<Text>;
  /** Price, as a decimal. */
  final_rate?: Maybe<Text>;
  /** Whether the animal is neutered. */
  fixed?: Maybe<Flag>;
  /** The reservation's form. */
  form?: Maybe<Form>;
  /** Sex of the animal, as text. */
  gender?: Maybe<Text>;
  /** Notes on grooming the animal; may contain HTML. */
  grooming_notes?: Maybe<Text>;
  /** Owner's landline number. */
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
  /** Medication of the animal. */
  medicines?: Maybe<Text>;
  /** When the next immunization of the animal expires, in unix seconds. */
  next_immunization_expiration?: Maybe<Moment>;
  /** Owner's first name. */
  o_first?: Maybe<Text>;
  /** Id of the owner. */
  o_id?: Maybe<Text>;
  /** Owner's last name. */
  o_last?: Maybe<Text>;
  /** Notes on the owner; may contain HTML. */
  o_notes?: Maybe<Text>;
  /** Whether it is by appointment only. */
  only_appointment?: Maybe<Flag>;
  /** Amount paid, as a decimal; only seen as null. */
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
  /** Notes on the reservation; may contain HTML. */
  r_notes?: Maybe<Text>;
  /** Whether the owner made it, judging by the field's name; only seen as null. */
  self_made?: unknown;
  /** The services, as text; only seen as null. */
  services_string?: Maybe<Text>;
  /** Whether it appears in the feeding report. */
  show_on_feeding_report?: Maybe<Flag>;
  /** Whether it appears in the medication report. */
  show_on_medication_report?: Maybe<Flag>;
  /** Whether it is for one day. */
  single_day?: Maybe<Flag>;
  /** Id of the species. */
  species_id?: Maybe<Text>;
  /** Start as booked, in unix seconds. */
  start_date?: Maybe<Moment>;
  /** Start; after the check-in, the time of the check-in. Seen with an offset and as local time. */
  start_date_iso?: Maybe<Moment>;
  /** Owner's state. */
  state?: Maybe<Text>;
  /** Owner's id at Stripe. */
  stripe_customer_id?: Maybe<Text>;
  /** Temperament of the animal; only seen as null. */
  temperment_type?: Maybe<Text>;
  /** Transaction; only in `check_out`. */
  transaction?: Maybe<Transaction>;
  /** Type of reservation, as text. */
  type?: Maybe<Text>;
  /** Id of the type of reservation. */
  type_id?: Maybe<Text>;
  /** Number of units of time that the price covers. */
  units_of_time?: Maybe<Text>;
  /** Id of the veterinarian. */
  vet_id?: Maybe<Text>;
  /** Name of the veterinarian. */
  vet_name?: Maybe<Text>;
  /** Phone number of the veterinarian. */
  vet_phone?: Maybe<Text>;
  /** Whether the animal is a special guest. */
  vip?: Maybe<Flag>;
  /** Id of what voided it; only seen as null. */
  void_id?: Maybe<Text>;
  /** When it was accepted from the wait list, in unix seconds. */
  wait_list_accepted_stamp?: Maybe<Moment>;
  /** When it was put on the wait list, in unix seconds. */
  wait_list_stamp?: Maybe<Moment>;
  /** A number; whether it is a weight or the id of a class is not documented. */
  weight?: Maybe<Text>;
  /** Owner's postal code. */
  zip?: Maybe<Text>;
}

/** The envelope of an event. */
export interface ReservationEvent {
  /** The entity's current state. Not signed. */
  entity_data?: Maybe<Reservation>;
  /** Id of the entity. */
  entity_id: Text;
  /** Type of the entity: `reservation`, `animal`, `owner`, …. */
  entity_type: Text;
  /**
   * Number of tries, judging by the field's name; not documented. Only seen as 1, in first
   * deliveries.
   */
  numberTries?: Maybe<Text>;
  /** The signature, in hex. */
  signature?: Maybe<Text>;
  /** The kind of event. */
  webhook_type: Text;
  /** The URL of the delivery. */
  webhook_url?: Maybe<Text>;
}

/** The envelope of a message that Gingr sent to an owner. */
export interface SentMessage {
  /** The content that was sent. */
  email_data?: Maybe<Email>;
  /** The owner. */
  entity_data?: Maybe<Owner>;
  /** Id of the owner. */
  entity_id: Text;
  /** `owner`. */
  entity_type: Text;
  /**
   * Number of tries, judging by the field's name; not documented. Only seen as 1, in first
   * deliveries.
   */
  numberTries?: Maybe<Text>;
  /** The recipients. */
  recipients?: Many<Recipient>;
  /** The signature, in hex. */
  signature?: Maybe<Text>;
  /** The kind of event. */
  webhook_type: Text;
  /** The URL of the delivery. */
  webhook_url?: Maybe<Text>;
}

/** Totals of a transaction: costs and payments. Amounts are decimals. */
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
  /** Number of items bought. */
  item_count?: Maybe<Text>;
  /** Last name of the owner. */
  last_name?: Maybe<Text>;
  /** Id of the location. */
  location_id?: Maybe<Text>;
  /** Id of the owner. */
  owner_id?: Maybe<Text>;
  /** Amount paid. */
  payment_amount?: Maybe<Text>;
  /** Sales tax rate; only seen as null. */
  sales_tax_rate?: Maybe<Text>;
  /** Status; a number whose meaning is not documented. */
  status?: Maybe<Text>;
  /** Total before tax. */
  subtotal?: Maybe<Text>;
  /** Tax. */
  tax_amount?: Maybe<Text>;
  /** Tax paid. */
  tax_paid?: Maybe<Text>;
  /** Total with tax. */
  total?: Maybe<Text>;
  /** Id of who created it. */
  user_id?: Maybe<Text>;
  /** Who created it. */
  username?: Maybe<Text>;
}

/** The payment at a check-out. */
export interface Transaction {
  /** A deposit; only seen empty. */
  deposit?: unknown;
  /** Deposits; only seen empty. */
  deposits?: unknown;
  /** Only seen as null. */
  description?: Maybe<Text>;
  /** Individual payments, keyed by id, with a number `deposit` among them. */
  detailed_payments?: Payments;
  /** Status of the invoice, as text. */
  invoice_status?: Maybe<Text>;
  /** Version of the invoice. */
  invoice_version?: Maybe<Text>;
  /** The items that were bought. */
  items?: Many<Item>;
  /** Where the payment was made. */
  location?: Maybe<Location>;
  /** Summary of the payments. */
  payment_info?: Many<PaymentInfo>;
  /** A second copy of the payments, keyed by id. */
  payment_items?: Payments;
  /** Tips; only seen empty. */
  tip_amount?: unknown;
  /** Refunded tips; only seen empty. */
  tip_refund?: unknown;
  /** Costs and payments. */
  totals?: Maybe<Totals>;
  /** A second copy of `totals`. */
  transaction?: Maybe<Totals>;
}
