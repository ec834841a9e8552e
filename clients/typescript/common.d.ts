// Generated from the JSON Schema: FRONTDESK_WRITE_DOCS=1 cargo test --workspace --test payloads clients

/** The fields that all events have: a CloudEvent 1.0. */
export interface Envelope {
  /** The provider's account, if accounts are named: the name of the matching secret. */
  account?: string | null;
  /**
   * What happened, in the vocabulary that all providers share: see docs/vocabulary.md. Missing
   * if no word fits.
   */
  action?: string | null;
  /** The location of a body that is not in the message. */
  dataref?: string;
  /** What it happened to, in the same vocabulary. Missing if no word fits. */
  entity?: string | null;
  /**
   * The event's id within its provider. Delivery is at least once: de-duplicate on `source` and
   * `id`.
   */
  id: string;
  /**
   * The ordinal of this event among those with the same content, if not 1: the same thing was
   * done again.
   */
  occurrence?: number | null;
  /** When it arrived. RFC 3339. */
  receivedat: string;
  /** Whether an operator replayed it. The id stays the same. */
  replay?: boolean;
  /** SHA-256 of the provider's body, hex. */
  sha256: string;
  /** `/frontdesk/<provider>` or `/frontdesk/<provider>/<account>`. */
  source: string;
  /** CloudEvents version. */
  specversion?: "1.0";
  /** What the event is about: `reservation/26361`. */
  subject?: string | null;
  /** When it happened, if known; otherwise when it arrived. RFC 3339. */
  time: string;
  /** What the proof of origin covers: `body`, `fields` or `token`. */
  verification: string;
}

/**
 * A boolean, in any of the forms that providers use: `true`, `"true"`, `1`, `"1"`, and the same
 * for false.
 */
export type Flag = boolean | string | number;

/**
 * A point in time, as the provider writes it: with a zone, as local time in an unknown zone, as
 * a date, in unix seconds, or as text that is no time, such as `N/A`.
 */
export type Moment = string | number;

/** The ways in which providers write nothing. */
export type Nothing = null | "" | [] | Record<string, never>;

/** Text. Providers write some texts as numbers. */
export type Text = string | number;

/** A value that may be absent, or written in one of the ways to write nothing. `given` reads it. */
export type Maybe<T> = T | Nothing;

/** A list. A single value is a list of one, and nothing is an empty list. `many` reads it. */
export type Many<T> = T[] | T | Nothing;

/** An event whose `type` determines its `data`. */
export interface EventOf<Type extends string, Data> extends Envelope {
  /** `<provider>.<kind>`. */
  type: Type;
  /** The provider's body, as received. */
  data: Data;
}
