// Made from the JSON Schema: FRONTDESK_WRITE_DOCS=1 cargo test --workspace --test e2e clients

/** What all events have: a CloudEvent 1.0. */
export interface Envelope {
  /**
   * The account of the provider, where accounts have names: the name of the secret that
   * matched.
   */
  account?: string | null;
  /**
   * What happened, in the words that all providers share: see docs/vocabulary.md. Missing where
   * none fits.
   */
  action?: string | null;
  /** Where the body is, when it is not inside. */
  dataref?: string;
  /** What it happened to, in those words. Missing where none fits. */
  entity?: string | null;
  /**
   * The event's id within its provider. De-duplicate on `source` and `id`: delivery is at least
   * once.
   */
  id: string;
  /** Which event with this content it is, where it is not the first: the same was done again. */
  occurrence?: number | null;
  /** When it arrived. RFC 3339. */
  receivedat: string;
  /** Whether an operator has sent it again, with the id that it had the first time. */
  replay?: boolean;
  /** SHA-256 of the provider's body, hex. */
  sha256: string;
  /** `/frontdesk/<provider>`, or `/frontdesk/<provider>/<account>`. */
  source: string;
  /** Of CloudEvents. */
  specversion?: "1.0";
  /** What the event is about: `reservation/26361`. */
  subject?: string | null;
  /** When it happened, or else when it arrived. RFC 3339. */
  time: string;
  /** What the proof of origin covers: `body`, `fields` or `token`. */
  verification: string;
}

/** A yes or no, however it is written: `true`, `"true"`, `1`, `"1"`, and the like for no. */
export type Flag = boolean | string | number;

/**
 * A point in time, as the provider writes it: with a zone, by a clock whose zone is unknown, a
 * date only, in unix seconds, or none at all, such as `N/A`.
 */
export type Moment = string | number;

/** The ways in which providers write that there is nothing. */
export type Nothing = null | "" | [] | Record<string, never>;

/** A text. Providers write some as numbers. */
export type Text = string | number;

/** What may be missing: absent, or written in one of the ways to write nothing. `given` tells. */
export type Maybe<T> = T | Nothing;

/** Several things. One thing is a list of one, and nothing is an empty list. `many` reads it. */
export type Many<T> = T[] | T | Nothing;

/** An event whose `type` says what its `data` is. */
export interface EventOf<Type extends string, Data> extends Envelope {
  /** `<provider>.<kind>`. */
  type: Type;
  /** The provider's body, as it was received. */
  data: Data;
}
