// Generated from the JSON Schema: FRONTDESK_WRITE_DOCS=1 cargo test --workspace --test payloads clients

import type { EventOf, Flag, Many, Maybe, Moment, Text } from "./common.js";

/** An event from Ombori. Its `type` determines its `data`. */
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

/** An answer to one field of the registration form. */
export interface Answer {
  /** The field's label. */
  label?: Maybe<Text>;
  /** Name of the field: `phone`. */
  name?: Text;
  /** The field's placeholder. */
  placeholder?: Maybe<Text>;
  /** The field's type. */
  type?: Maybe<FieldType>;
  /** The field's validation rules. Their format is not documented. */
  validationRules?: unknown;
  /** The answer. */
  value?: unknown;
}

/** The calendar appointment of a booking. */
export interface Appointment {
  /** Name of the person that the customer meets. */
  displayName?: Maybe<Text>;
  /** Id of the calendar event. */
  eventId?: Maybe<Text>;
  /** Email address of the person that the customer meets. */
  managerEmail?: Maybe<Text>;
  /** Id of the person that the customer meets, in the organization's directory. */
  managerId?: Maybe<Text>;
}

/** A booked time. Seen with a zone and as local time. */
export interface Booking {
  /** The calendar appointment. */
  appointment?: Maybe<Appointment>;
  /** End. */
  end?: Maybe<Moment>;
  /** Start. */
  start?: Maybe<Moment>;
  /** The video call, if the booking is for one. */
  virtualAppointment?: Maybe<VirtualAppointment>;
}

/** The current state of the ticket or booking. */
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
  /** The position that the event is about. */
  data: Current;
  /** The message to the customer. */
  message?: Maybe<Text>;
  /** Name of the organization, at the place where the examples have it. */
  organization?: Maybe<Text>;
  /** The kind of event, at the place where the examples have it. */
  type?: Maybe<Text>;
}

/** Feedback. Its fields are not documented. */
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
  /** The position that the event is about. */
  data: Feedback;
  /** The message to the customer. */
  message?: Maybe<Text>;
  /** Name of the organization, at the place where the examples have it. */
  organization?: Maybe<Text>;
  /** The kind of event, at the place where the examples have it. */
  type?: Maybe<Text>;
}

/** The type of a field in the registration form. */
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

/** The location of a queue. */
export interface Location {
  /** Name of the location. */
  locationName?: Maybe<Text>;
  /** Title of the organization. */
  organizationTitle?: Maybe<Text>;
}

/** How a customer is notified. */
export interface Notification {
  /** The channel's settings. */
  settings?: Maybe<Settings>;
  /** The channel. */
  type?: Maybe<NotificationType>;
}

/** The channel through which a customer is notified. */
export type NotificationType =
  | "phoneNumber"
  | "email"
  | "applePass"
  | (string & {})
  | number;

/** A ticket or booking. */
export interface Position {
  /** Contents of the check-in QR code. Seen as a string with JSON in it. */
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
  /** Id of the person who checked it in. */
  fulfilledBy?: Maybe<Text>;
  /** Id, a UUID. */
  id: Text;
  /** Label of the ticket: `A2`. A booking gets one at its time slot. */
  label?: Maybe<Text>;
  /** The customer's locale. */
  locale?: Maybe<Text>;
  /** Location of the queue. */
  location?: Maybe<string | Location>;
  /** How the customer is notified. */
  notification?: Maybe<Notification>;
  /** Number of people coming. */
  numberOfPeople?: Maybe<number>;
  /** Rank in the queue; an internal value. */
  priority?: Maybe<number>;
  /** Id of the queue. */
  queue?: Maybe<Text>;
  /** The customer's answers to the registration form. */
  registrationData?: Answer[] | Record<string, Answer> | null;
  /** When it was cancelled or rejected. */
  rejectedAt?: Maybe<Moment>;
  /** The person serving the customer. */
  servedBy?: Maybe<ServedBy>;
  /**
   * Id of the person serving the customer, in the organization's directory or in Ombori's
   * database.
   */
  servedById?: Maybe<Text>;
  /** The desk where the customer is served. */
  station?: Maybe<Station>;
  /** Status. */
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

/** The person serving a customer. */
export interface ServedBy {
  /** Email address. */
  email?: Maybe<Text>;
  /** First name. */
  firstName?: Maybe<Text>;
  /** Id. */
  id?: Maybe<Text>;
  /** Last name. */
  lastName?: Maybe<Text>;
}

/** The settings of a notification channel. */
export interface Settings {
  /** Devices that have the pass; only with `NotificationType::ApplePass`, and only seen empty. */
  devices?: Many<unknown>;
  /** Internal to Ombori. */
  from?: Maybe<Text>;
  /** Type of the pass; only with `NotificationType::ApplePass`. */
  passTypeIdentifier?: Maybe<Text>;
  /** Email address of the customer. */
  recipient?: Maybe<Text>;
  /** Phone number of the customer. */
  to?: Maybe<Text>;
}

/** A desk where customers are served. */
export interface Station {
  /** Id. */
  id?: Maybe<Text>;
  /** Name: `Desk 2`. */
  label?: Maybe<Text>;
}

/** The status of a ticket. */
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
  /** Id of the calendar event. */
  eventId?: Maybe<Text>;
  /** Whether there is a video call. If not, the other fields are missing. */
  isEnabled?: Maybe<Flag>;
  /** Email address of the person that the customer meets. */
  managerEmail?: Maybe<Text>;
  /** Id of the person that the customer meets, in the organization's directory. */
  managerId?: Maybe<Text>;
  /** URL to join the call. */
  url?: Maybe<Text>;
}
