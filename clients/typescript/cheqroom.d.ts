// Generated from the JSON Schema: FRONTDESK_WRITE_DOCS=1 cargo test --workspace --test payloads clients

import type { EventOf, Flag, Many, Maybe, Moment, Text } from "./common.js";

/** An event from Cheqroom. Its `type` determines its `data`. */
export type Event =
  | EventOf<
      | "cheqroom.item.create"
      | "cheqroom.item.update"
      | "cheqroom.item.duplicate"
      | "cheqroom.item.setfield"
      | "cheqroom.item.clearfield"
      | "cheqroom.item.setflag"
      | "cheqroom.item.clearflag"
      | "cheqroom.item.expire"
      | "cheqroom.item.undoexpire"
      | "cheqroom.item.changelocation"
      | "cheqroom.item.changegeo"
      | "cheqroom.item.addcomment"
      | "cheqroom.item.takecustody"
      | "cheqroom.item.transfercustody"
      | "cheqroom.item.releasecustody",
      Item
    >
  | EventOf<
      | "cheqroom.contact.create"
      | "cheqroom.contact.update"
      | "cheqroom.contact.addcomment"
      | "cheqroom.contact.block"
      | "cheqroom.contact.undoblock",
      Contact
    >
  | EventOf<
      | "cheqroom.reservation.reserve"
      | "cheqroom.reservation.cancel"
      | "cheqroom.reservation.due_in_1_hour"
      | "cheqroom.reservation.due_in_1_day"
      | "cheqroom.reservation.overdue_1_hour"
      | "cheqroom.reservation.overdue_1_day",
      Reservation
    >
  | EventOf<
      | "cheqroom.order.checkout"
      | "cheqroom.order.checkin"
      | "cheqroom.order.undocheckout"
      | "cheqroom.order.due_in_1_hour"
      | "cheqroom.order.due_in_1_day"
      | "cheqroom.order.overdue_1_hour"
      | "cheqroom.order.overdue_1_day",
      Order
    >;

/** A comment. */
export interface Comment {
  /** Who wrote it. */
  by?: Maybe<string | Document>;
  /** When it was written. */
  created?: Maybe<Moment>;
  /** Id. */
  id?: Maybe<Text>;
  /** When it was changed. */
  modified?: Maybe<Moment>;
  /** Text. */
  value?: Maybe<Text>;
}

/** A contact, who borrows equipment. */
export interface Contact {
  /** Id. */
  _id: Text;
  /** The attachments. */
  attachments?: Many<string | Document>;
  /** Barcodes. */
  barcodes?: Many<Text>;
  /** When it was blocked. */
  blocked?: Maybe<Since>;
  /** Who created it. By default without an id. */
  by?: Maybe<string | Document>;
  /** The comments. */
  comments?: Many<string | Comment>;
  /** The attachment that holds the main image. */
  cover?: Maybe<string | Document>;
  /** When it was created. */
  created?: Maybe<Moment>;
  /** Email address. */
  email?: Maybe<Text>;
  /** The custom fields, keyed by the names that the account gave them. None if there are none. */
  fields?: Maybe<Record<string, unknown>>;
  /** Flag, such as a need for repair. */
  flag?: Maybe<Text>;
  /** Type: `contact`. */
  kind?: Maybe<Text>;
  /** Label, which has a colour. */
  label?: Maybe<string | Document>;
  /** When it was last changed. */
  modified?: Maybe<Moment>;
  /** Name. */
  name?: Maybe<Text>;
  /** Status. */
  status?: Maybe<ContactStatus>;
  /** The user account of this contact. */
  user?: Maybe<string | Document>;
}

/** The status of a contact. */
export type ContactStatus =
  | "active"
  | "archived"
  | "blocked"
  | (string & {})
  | number;

/**
 * Common fields of documents. The webhook's configuration selects the fields: for `by`, the
 * default is only `name` and `email`.
 */
export interface Document {
  /** Id. */
  _id?: Maybe<Text>;
  /** Email address of a contact or user. */
  email?: Maybe<Text>;
  /** Type of a contact: `contact`. */
  kind?: Maybe<Text>;
  /** Name. */
  name?: Maybe<Text>;
  /** Status, from `ItemStatus` or another list. */
  status?: Maybe<Text>;
}

/** How often a reservation repeats. */
export type Frequency =
  | "every_day"
  | "every_weekday"
  | "every_week"
  | "every_2_weeks"
  | "every_month"
  | "every_2_months"
  | "every_3_months"
  | "every_6_months"
  | (string & {})
  | number;

/** A piece of equipment. */
export interface Item {
  /** Id. */
  _id: Text;
  /** Address of that position. */
  address?: Maybe<Text>;
  /** Whether custody is allowed. */
  allowCustody?: Maybe<Flag>;
  /** Whether check-outs are allowed. */
  allowOrder?: Maybe<Flag>;
  /** Whether reservations are allowed. */
  allowReserve?: Maybe<Flag>;
  /** The attachments. */
  attachments?: Many<string | Document>;
  /** Barcodes. */
  barcodes?: Many<Text>;
  /** Brand. */
  brand?: Maybe<Text>;
  /** Who created it. By default without an id. */
  by?: Maybe<string | Document>;
  /** Whether a contact can take custody now: `available`. */
  canCustody?: Maybe<Text>;
  /** Whether it can be checked out now: `available`. */
  canOrder?: Maybe<Text>;
  /** Whether it can be reserved now: `available`. */
  canReserve?: Maybe<Text>;
  /** The product that it was created from. */
  catalog?: Maybe<string | Document>;
  /** Category. */
  category?: Maybe<string | Document>;
  /** QR codes. */
  codes?: Many<Text>;
  /** The comments. */
  comments?: Many<string | Comment>;
  /** The attachment that holds the main image. */
  cover?: Maybe<string | Document>;
  /** When it was created. */
  created?: Maybe<Moment>;
  /** The contact with custody of the item. */
  custody?: Maybe<string | Document>;
  /** When it expired. */
  expired?: Maybe<Since>;
  /** The custom fields, keyed by the names that the account gave them. None if there are none. */
  fields?: Maybe<Record<string, unknown>>;
  /** Flag, such as a need for repair. */
  flag?: Maybe<Text>;
  /** When it was flagged. */
  flagged?: Maybe<Since>;
  /** Position on the map. */
  geo?: unknown;
  /** The kit that contains it. */
  kit?: Maybe<string | Document>;
  /** Label, which has a colour. */
  label?: Maybe<string | Document>;
  /** Location. None while a contact has custody. */
  location?: Maybe<string | Document>;
  /** Model. */
  model?: Maybe<Text>;
  /** When it was last changed. */
  modified?: Maybe<Moment>;
  /** Name. */
  name?: Maybe<Text>;
  /** The check-out that contains it. */
  order?: Maybe<string | Document>;
  /** When it was bought. */
  purchaseDate?: Maybe<Moment>;
  /** Purchase price. */
  purchasePrice?: Maybe<Text>;
  /** Residual value. */
  residualValue?: Maybe<Text>;
  /** Status. */
  status?: Maybe<ItemStatus>;
  /** When the warranty ends. */
  warrantyDate?: Maybe<Moment>;
}

/** The status of an item: the nine words in the vendor's client. */
export type ItemStatus =
  | "available"
  | "checkedout"
  | "await_checkout"
  | "in_transit"
  | "in_custody"
  | "maintenance"
  | "repair"
  | "inspection"
  | "expired"
  | (string & {})
  | number;

/** A check-out. */
export interface Order {
  /** Id. */
  _id: Text;
  /** When it was archived. */
  archived?: Maybe<Since>;
  /** The attachments. */
  attachments?: Many<string | Document>;
  /** Barcodes. */
  barcodes?: Many<Text>;
  /** Who created it. By default without an id. */
  by?: Maybe<string | Document>;
  /** The comments. */
  comments?: Many<string | Comment>;
  /** The attachment that holds the main image. */
  cover?: Maybe<string | Document>;
  /** When it was created. */
  created?: Maybe<Moment>;
  /** The contact it is for. */
  customer?: Maybe<string | Document>;
  /** When it is due back. */
  due?: Maybe<Moment>;
  /** The custom fields, keyed by the names that the account gave them. None if there are none. */
  fields?: Maybe<Record<string, unknown>>;
  /** When everything had been returned. */
  finished?: Maybe<Moment>;
  /** Flag, such as a need for repair. */
  flag?: Maybe<Text>;
  /** Summary of the items, as text. */
  itemSummary?: Maybe<Text>;
  /** The items. */
  items?: Many<string | Document>;
  /** Label, which has a colour. */
  label?: Maybe<string | Document>;
  /** Location. */
  location?: Maybe<string | Document>;
  /** When it was last changed. */
  modified?: Maybe<Moment>;
  /** Name. */
  name?: Maybe<Text>;
  /** Number. */
  number?: Maybe<Text>;
  /** The reservation it was made from. */
  reservation?: Maybe<string | Document>;
  /** When it started. */
  started?: Maybe<Moment>;
  /** Status. */
  status?: Maybe<OrderStatus>;
}

/** The status of a check-out. */
export type OrderStatus =
  | "creating"
  | "open"
  | "closed"
  | (string & {})
  | number;

/** A reservation. */
export interface Reservation {
  /** Id. */
  _id: Text;
  /** When it was archived. */
  archived?: Maybe<Since>;
  /** The attachments. */
  attachments?: Many<string | Document>;
  /** Barcodes. */
  barcodes?: Many<Text>;
  /** Who created it. By default without an id. */
  by?: Maybe<string | Document>;
  /** The comments. */
  comments?: Many<string | Comment>;
  /** The attachment that holds the main image. */
  cover?: Maybe<string | Document>;
  /** When it was created. */
  created?: Maybe<Moment>;
  /** The contact it is for. */
  customer?: Maybe<string | Document>;
  /** When the equipment is due back. */
  due?: Maybe<Moment>;
  /** The custom fields, keyed by the names that the account gave them. None if there are none. */
  fields?: Maybe<Record<string, unknown>>;
  /** Flag, such as a need for repair. */
  flag?: Maybe<Text>;
  /** Start. */
  fromDate?: Maybe<Moment>;
  /** Summary of the items, as text. */
  itemSummary?: Maybe<Text>;
  /** The items. */
  items?: Many<string | Document>;
  /** Label, which has a colour. */
  label?: Maybe<string | Document>;
  /** Location. */
  location?: Maybe<string | Document>;
  /** When it was last changed. */
  modified?: Maybe<Moment>;
  /** Name. */
  name?: Maybe<Text>;
  /** Number. */
  number?: Maybe<Text>;
  /** The check-out made from it. */
  order?: Maybe<string | Document>;
  /** How often it repeats. */
  repeatFrequency?: Maybe<Frequency>;
  /** Id shared with its repetitions. */
  repeatId?: Maybe<Text>;
  /** Status. */
  status?: Maybe<ReservationStatus>;
  /** End. */
  toDate?: Maybe<Moment>;
}

/** The status of a reservation. */
export type ReservationStatus =
  | "creating"
  | "open"
  | "closed"
  | "closed_manually"
  | "cancelled"
  | (string & {})
  | number;

/** When a state began, or whether it applies. */
export type Since = boolean | string | number;
