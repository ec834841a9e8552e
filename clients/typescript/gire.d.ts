// Generated from the JSON Schema: FRONTDESK_WRITE_DOCS=1 cargo test --workspace --test payloads clients

import type { EventOf, Maybe, Moment, Text } from "./common.js";

/** An event from Gire. Its `type` determines its `data`. */
export type Event =
  | EventOf<"gire.pud:status_update", StatusUpdateEvent>
  | EventOf<"gire.pud:price_update", PriceUpdateEvent>
  | EventOf<"gire.pud:create", CreateEvent>;

/** A PUD was created. Its data is not documented. */
export interface Create {
  /** Id of the PUD, a UUID. */
  pudId?: Maybe<Text>;
  /** The customer's own reference. */
  referenceNumber?: Maybe<Text>;
}

/** The envelope of every event. */
export interface CreateEvent {
  /** What happened. */
  data: Create;
  /** The kind of event. */
  eventType: Text;
  /** Id of the event. */
  id: Text;
  /** When it happened. */
  timestamp: Moment;
}

/** The price of a PUD changed. The currency is not given. */
export interface PriceUpdate {
  /** The new price, with the digits that Gire sent. */
  newPrice: Text;
  /** The previous price, with the digits that Gire sent. */
  prevPrice?: Maybe<Text>;
  /** Id of the PUD, a UUID. */
  pudId: Text;
  /** The customer's own reference. */
  referenceNumber?: Maybe<Text>;
}

/** The envelope of every event. */
export interface PriceUpdateEvent {
  /** What happened. */
  data: PriceUpdate;
  /** The kind of event. */
  eventType: Text;
  /** Id of the event. */
  id: Text;
  /** When it happened. */
  timestamp: Moment;
}

/** The status of a PUD. The documentation shows these values, but has no complete list. */
export type Status =
  | "pre_trip_inspection"
  | "in_progress"
  | "completed"
  | (string & {})
  | number;

/** The status of a PUD changed. */
export interface StatusUpdate {
  /** The new status. */
  newStatus: Status;
  /** The previous status. */
  prevStatus?: Maybe<Status>;
  /** Id of the PUD, a UUID. */
  pudId: Text;
  /** The customer's own reference. */
  referenceNumber?: Maybe<Text>;
}

/** The envelope of every event. */
export interface StatusUpdateEvent {
  /** What happened. */
  data: StatusUpdate;
  /** The kind of event. */
  eventType: Text;
  /** Id of the event. */
  id: Text;
  /** When it happened. */
  timestamp: Moment;
}
