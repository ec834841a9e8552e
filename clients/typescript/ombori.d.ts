// Made from the JSON Schema: FRONTDESK_WRITE_DOCS=1 cargo test --workspace --test e2e clients

import type { EventOf, Flag, Many, Maybe, Moment, Text } from "./common.js";

/** An event of Ombori: its `type` says what its `data` is. */
export type Event =
  | EventOf<
      | "ombori.positionCreated"
      | "ombori.bookingConfirmation"
      | "ombori.bookingActivated"
      | "ombori.bookingUpdated"
      | "ombori.positionRemoved"
      | "ombori.positionRetry"
      | "ombori.positionCalled"
      | "ombori.positionFulfilled"
      | "ombori.positionCompleted"
      | "ombori.positionCancelled"
      | "ombori.positionCancelledByStaff",
      CurrentNotice
    >
  | EventOf<"ombori.feedbackReceived", FeedbackNotice>;

/** One thing that a customer entered. */
export interface Answer {
  /** The field's label. */
  label?: Maybe<Text>;
  /** Name of the field: `phone`. */
  name?: Text;
  /** The field's placeholder. */
  placeholder?: Maybe<Text>;
  /** The type of the field. */
  type?: Maybe<FieldType>;
  /** The validation rules. Their form is not documented. */
  validationRules?: unknown;
  /** What was entered. */
  value?: unknown;
}

/** The meeting of a booking in a calendar. */
export interface Appointment {
  /** Name of the person whom the customer meets. */
  displayName?: Maybe<Text>;
  /** Id of the calendar's event. */
  eventId?: Maybe<Text>;
  /** Email address of the person whom the customer meets. */
  managerEmail?: Maybe<Text>;
  /** Id of the person whom the customer meets, in the organization's directory. */
  managerId?: Maybe<Text>;
}

/** A booked time. Seen with a zone and as local time. */
export interface Booking {
  /** The meeting in a calendar. */
  appointment?: Maybe<Appointment>;
  /** End. */
  end?: Maybe<Moment>;
  /** Begin. */
  start?: Maybe<Moment>;
  /** The video call, if it is one. */
  virtualAppointment?: Maybe<VirtualAppointment>;
}

/** The ticket or booking as it is now. */
export interface Current {
  /** Name of the organization, if it is here. */
  organization?: Maybe<Text>;
  /** The ticket or booking. */
  position: Position;
  /** The kind of event, if it is here. */
  type?: Maybe<Text>;
}

/** The envelope of every event. */
export interface CurrentNotice {
  /** What the event is about. */
  data: Current;
  /** The message to the customer. */
  message?: Maybe<Text>;
  /** Name of the organization, where the examples have it. */
  organization?: Maybe<Text>;
  /** The kind of event, where the examples have it. */
  type?: Maybe<Text>;
}

/** Feedback. Its own fields are not documented. */
export interface Feedback {
  /** Name of the organization, if it is here. */
  organization?: Maybe<Text>;
  /** The ticket or booking. */
  position?: Maybe<Position>;
  /** The kind of event, if it is here. */
  type?: Maybe<Text>;
}

/** The envelope of every event. */
export interface FeedbackNotice {
  /** What the event is about. */
  data: Feedback;
  /** The message to the customer. */
  message?: Maybe<Text>;
  /** Name of the organization, where the examples have it. */
  organization?: Maybe<Text>;
  /** The kind of event, where the examples have it. */
  type?: Maybe<Text>;
}

/** The type of a field that a customer filled in. */
export type FieldType =
  | "textarea"
  | "input"
  | "checkbox"
  | "radio"
  | "phone"
  | "email"
  | "category"
  | (string & {})
  | number;

/** Where a queue is. */
export interface Location {
  /** Name of the location. */
  locationName?: Maybe<Text>;
  /** Title of the organization. */
  organizationTitle?: Maybe<Text>;
}

/** How a customer is notified. */
export interface Notification {
  /** Depends on the type. */
  settings?: Maybe<Settings>;
  /** The means of notification. */
  type?: Maybe<NotificationType>;
}

/** The means by which a customer is notified. */
export type NotificationType =
  | "phoneNumber"
  | "email"
  | "applePass"
  | (string & {})
  | number;

/** A ticket or booking. */
export interface Position {
  /** What the QR code for check-in holds. Seen as JSON inside the string. */
  QRCodeCheckInPositionId?: Maybe<Text>;
  /** When it was activated. */
  activatedAt?: Maybe<Moment>;
  /** The booked time. */
  booking?: Maybe<Booking>;
  /** When the reminder of a booking will be sent. */
  bookingReminderAt?: Maybe<Moment>;
  /** When it was called. */
  calledAt?: Maybe<Moment>;
  /** When it was checked out. */
  completedAt?: Maybe<Moment>;
  /** When it was created. */
  createdAt?: Maybe<Moment>;
  /** When it was checked in. */
  fulfilledAt?: Maybe<Moment>;
  /** Id of who checked it in. */
  fulfilledBy?: Maybe<Text>;
  /** Its id, a UUID. */
  id: Text;
  /** What is shown on the ticket: `A2`. A booking gets one when its time comes. */
  label?: Maybe<Text>;
  /** Language of the customer. */
  locale?: Maybe<Text>;
  /** Where the queue is. */
  location?: Maybe<string | Location>;
  /** How the customer is notified. */
  notification?: Maybe<Notification>;
  /** How many people are coming. */
  numberOfPeople?: Maybe<number>;
  /** Rank in the queue, an internal value. */
  priority?: Maybe<number>;
  /** The queue's id. */
  queue?: Maybe<Text>;
  /** What the customer entered. */
  registrationData?: Answer[] | Record<string, Answer> | null;
  /** When it was cancelled or rejected. */
  rejectedAt?: Maybe<Moment>;
  /** Who serves the customer. */
  servedBy?: Maybe<ServedBy>;
  /** Id of who serves the customer, in the organization's directory or in Ombori's database. */
  servedById?: Maybe<Text>;
  /** The desk where the customer is served. */
  station?: Maybe<Station>;
  /** Its state. */
  status?: Maybe<Status>;
  /** How the ticket was created. */
  type?: Maybe<PositionType>;
}

/** How a ticket was created. */
export type PositionType =
  | "anonymous"
  | "booking"
  | "manual"
  | (string & {})
  | number;

/** Who serves a customer. */
export interface ServedBy {
  /** Email address. */
  email?: Maybe<Text>;
  /** First name. */
  firstName?: Maybe<Text>;
  /** Id of the person. */
  id?: Maybe<Text>;
  /** Last name. */
  lastName?: Maybe<Text>;
}

/** Where notifications go. */
export interface Settings {
  /**
   * The devices that have the pass; only with `NotificationType::ApplePass`, and only seen
   * empty.
   */
  devices?: Many<unknown>;
  /** Internal to Ombori. */
  from?: Maybe<Text>;
  /** The kind of pass; only with `NotificationType::ApplePass`. */
  passTypeIdentifier?: Maybe<Text>;
  /** Email address of the customer. */
  recipient?: Maybe<Text>;
  /** Phone number of the customer. */
  to?: Maybe<Text>;
}

/** A desk where customers are served. */
export interface Station {
  /** Its id. */
  id?: Maybe<Text>;
  /** Its name: `Desk 2`. */
  label?: Maybe<Text>;
}

/** The state of a ticket. */
export type Status =
  | "draft"
  | "pending"
  | "notified"
  | "rejected"
  | "completed"
  | "notifiedToApproach"
  | "notifiedToLeaveSoon"
  | "notifiedToLeave"
  | "remindedAboutBooking"
  | "notifiedAboutBooking"
  | "notifiedToReschedule"
  | (string & {})
  | number;

/** The video call of a booking. */
export interface VirtualAppointment {
  /** Id of the calendar's event. */
  eventId?: Maybe<Text>;
  /** Whether there is one. Without one the other fields are missing. */
  isEnabled?: Maybe<Flag>;
  /** Email address of the person whom the customer meets. */
  managerEmail?: Maybe<Text>;
  /** Id of the person whom the customer meets, in the organization's directory. */
  managerId?: Maybe<Text>;
  /** Where to join. */
  url?: Maybe<Text>;
}
