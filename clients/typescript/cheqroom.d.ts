// Made from the JSON Schema: FRONTDESK_WRITE_DOCS=1 cargo test --workspace --test e2e clients

import type { EventOf, Flag, Many, Maybe, Moment, Text } from "./common.js";

/** An event of Cheqroom: its `type` says what its `data` is. */
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
  /** Its id. */
  id?: Maybe<Text>;
  /** When it was changed. */
  modified?: Maybe<Moment>;
  /** What it says. */
  value?: Maybe<Text>;
}

/** Someone who borrows. */
export interface Contact {
  /** Its id. */
  _id: Text;
  /** The attachments. */
  attachments?: Many<string | Document>;
  /** Its bar codes. */
  barcodes?: Many<Text>;
  /** Since when it has been blocked. */
  blocked?: Maybe<Since>;
  /** Who created it. By default without an id. */
  by?: Maybe<string | Document>;
  /** The comments. */
  comments?: Many<string | Comment>;
  /** The attachment with the main image. */
  cover?: Maybe<string | Document>;
  /** When it was created. */
  created?: Maybe<Moment>;
  /** Email address. */
  email?: Maybe<Text>;
  /** The custom fields, by the names that the account gave them. None when there are none. */
  fields?: Maybe<Record<string, unknown>>;
  /** Its flag, such as a need of repair. */
  flag?: Maybe<Text>;
  /** What it is: `contact`. */
  kind?: Maybe<Text>;
  /** Its label, which has a colour. */
  label?: Maybe<string | Document>;
  /** When it was last changed. */
  modified?: Maybe<Moment>;
  /** Name. */
  name?: Maybe<Text>;
  /** Whether it can borrow. */
  status?: Maybe<ContactStatus>;
  /** The user behind this contact. */
  user?: Maybe<string | Document>;
}

/** Whether a contact can borrow. */
export type ContactStatus =
  | "active"
  | "archived"
  | "blocked"
  | (string & {})
  | number;

/**
 * What documents have in common. The fields are chosen in the webhook's configuration: for
 * `by`, the default is `name` and `email` only.
 */
export interface Document {
  /** Its id. */
  _id?: Maybe<Text>;
  /** Email address, of a contact or user. */
  email?: Maybe<Text>;
  /** What it is, of a contact: `contact`. */
  kind?: Maybe<Text>;
  /** Its name. */
  name?: Maybe<Text>;
  /** Its state, as `ItemStatus` or another list has it. */
  status?: Maybe<Text>;
}

/** How often a reservation is repeated. */
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
  /** Its id. */
  _id: Text;
  /** The address of that position. */
  address?: Maybe<Text>;
  /** Whether someone may take custody. */
  allowCustody?: Maybe<Flag>;
  /** Whether it may be checked out. */
  allowOrder?: Maybe<Flag>;
  /** Whether it may be reserved. */
  allowReserve?: Maybe<Flag>;
  /** The attachments. */
  attachments?: Many<string | Document>;
  /** Its bar codes. */
  barcodes?: Many<Text>;
  /** Brand. */
  brand?: Maybe<Text>;
  /** Who created it. By default without an id. */
  by?: Maybe<string | Document>;
  /** Whether someone can take custody now: `available`. */
  canCustody?: Maybe<Text>;
  /** Whether it can be checked out now: `available`. */
  canOrder?: Maybe<Text>;
  /** Whether it can be reserved now: `available`. */
  canReserve?: Maybe<Text>;
  /** The product that it was created from. */
  catalog?: Maybe<string | Document>;
  /** Its category. */
  category?: Maybe<string | Document>;
  /** Its QR codes. */
  codes?: Many<Text>;
  /** The comments. */
  comments?: Many<string | Comment>;
  /** The attachment with the main image. */
  cover?: Maybe<string | Document>;
  /** When it was created. */
  created?: Maybe<Moment>;
  /** Who has custody. */
  custody?: Maybe<string | Document>;
  /** Since when it has been expired. */
  expired?: Maybe<Since>;
  /** The custom fields, by the names that the account gave them. None when there are none. */
  fields?: Maybe<Record<string, unknown>>;
  /** Its flag, such as a need of repair. */
  flag?: Maybe<Text>;
  /** Since when it has been flagged. */
  flagged?: Maybe<Since>;
  /** Where it is on the map. */
  geo?: unknown;
  /** The kit that it belongs to. */
  kit?: Maybe<string | Document>;
  /** Its label, which has a colour. */
  label?: Maybe<string | Document>;
  /** Where it is. None while someone has custody. */
  location?: Maybe<string | Document>;
  /** Model. */
  model?: Maybe<Text>;
  /** When it was last changed. */
  modified?: Maybe<Moment>;
  /** Its name. */
  name?: Maybe<Text>;
  /** The check-out that it is in. */
  order?: Maybe<string | Document>;
  /** When it was bought. */
  purchaseDate?: Maybe<Moment>;
  /** For how much. */
  purchasePrice?: Maybe<Text>;
  /** What it is still worth. */
  residualValue?: Maybe<Text>;
  /** Whether it can be lent. */
  status?: Maybe<ItemStatus>;
  /** Until when it has a warranty. */
  warrantyDate?: Maybe<Moment>;
}

/** The state of an item. The nine words of the vendor's client. */
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
  /** Its id. */
  _id: Text;
  /** Since when it has been archived. */
  archived?: Maybe<Since>;
  /** The attachments. */
  attachments?: Many<string | Document>;
  /** Its bar codes. */
  barcodes?: Many<Text>;
  /** Who created it. By default without an id. */
  by?: Maybe<string | Document>;
  /** The comments. */
  comments?: Many<string | Comment>;
  /** The attachment with the main image. */
  cover?: Maybe<string | Document>;
  /** When it was created. */
  created?: Maybe<Moment>;
  /** For whom. */
  customer?: Maybe<string | Document>;
  /** When it is due back. */
  due?: Maybe<Moment>;
  /** The custom fields, by the names that the account gave them. None when there are none. */
  fields?: Maybe<Record<string, unknown>>;
  /** When everything was back. */
  finished?: Maybe<Moment>;
  /** Its flag, such as a need of repair. */
  flag?: Maybe<Text>;
  /** The items in words. */
  itemSummary?: Maybe<Text>;
  /** What. */
  items?: Many<string | Document>;
  /** Its label, which has a colour. */
  label?: Maybe<string | Document>;
  /** Where. */
  location?: Maybe<string | Document>;
  /** When it was last changed. */
  modified?: Maybe<Moment>;
  /** Its name. */
  name?: Maybe<Text>;
  /** Its number. */
  number?: Maybe<Text>;
  /** The reservation that it came from. */
  reservation?: Maybe<string | Document>;
  /** When it began. */
  started?: Maybe<Moment>;
  /** Its status. */
  status?: Maybe<OrderStatus>;
}

/** The state of a check-out. */
export type OrderStatus =
  | "creating"
  | "open"
  | "closed"
  | (string & {})
  | number;

/** A reservation. */
export interface Reservation {
  /** Its id. */
  _id: Text;
  /** Since when it has been archived. */
  archived?: Maybe<Since>;
  /** The attachments. */
  attachments?: Many<string | Document>;
  /** Its bar codes. */
  barcodes?: Many<Text>;
  /** Who created it. By default without an id. */
  by?: Maybe<string | Document>;
  /** The comments. */
  comments?: Many<string | Comment>;
  /** The attachment with the main image. */
  cover?: Maybe<string | Document>;
  /** When it was created. */
  created?: Maybe<Moment>;
  /** For whom. */
  customer?: Maybe<string | Document>;
  /** When the equipment is due back. */
  due?: Maybe<Moment>;
  /** The custom fields, by the names that the account gave them. None when there are none. */
  fields?: Maybe<Record<string, unknown>>;
  /** Its flag, such as a need of repair. */
  flag?: Maybe<Text>;
  /** From when. */
  fromDate?: Maybe<Moment>;
  /** The items in words. */
  itemSummary?: Maybe<Text>;
  /** What. */
  items?: Many<string | Document>;
  /** Its label, which has a colour. */
  label?: Maybe<string | Document>;
  /** Where. */
  location?: Maybe<string | Document>;
  /** When it was last changed. */
  modified?: Maybe<Moment>;
  /** Its name. */
  name?: Maybe<Text>;
  /** Its number. */
  number?: Maybe<Text>;
  /** The check-out that it became. */
  order?: Maybe<string | Document>;
  /** How often it is repeated. */
  repeatFrequency?: Maybe<Frequency>;
  /** What it shares with its repetitions. */
  repeatId?: Maybe<Text>;
  /** Its status. */
  status?: Maybe<ReservationStatus>;
  /** Until when. */
  toDate?: Maybe<Moment>;
}

/** The state of a reservation. */
export type ReservationStatus =
  | "creating"
  | "open"
  | "closed"
  | "closed_manually"
  | "cancelled"
  | (string & {})
  | number;

/** Since when something is so, or whether it is. */
export type Since = boolean | string | number;
