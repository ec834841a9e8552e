// Events as Frontdesk publishes them: their types, and consumers that handle each event once.
//
// `Event` is an event from any provider. Its `type` determines its `data`:
//
//   if (event.type === "gingr.check_in") {
//     const reservation = given(event.data.entity_data);
//   }

import type { Flag, Many, Maybe, Text } from "./common.js";
import type { Event } from "./providers.js";

export type * from "./common.js";
export type * from "./providers.js";

/** The parts used of the event of a function whose source is a queue: `SQSEvent` of @types/aws-lambda fits. */
export interface Batch {
  Records: Record[];
}

/** A message, as Lambda passes it to a function. */
export interface Record {
  messageId: string;
  receiptHandle: string;
  body: string;
  attributes?: { ApproximateReceiveCount?: string };
}

/** The part of Lambda's context that handlers use: the remaining time. */
export interface Context {
  getRemainingTimeInMillis(): number;
}

/** The response: the messages that must be delivered again. Lambda deletes all others. */
export interface BatchResponse {
  batchItemFailures: { itemIdentifier: string }[];
}

/**
 * Returns the handler of a Lambda function that passes each event to `handle` once.
 *
 * `consumer` is its name; consumers with different names are independent. If `handle` throws, the
 * event is delivered again; after five failures it becomes a dead letter.
 */
export declare function runOnce(
  consumer: string,
  handle: (event: Event) => unknown,
): (batch: Batch, context: Context) => Promise<BatchResponse>;

/** Returns the value, or undefined for any of the ways to write nothing. */
export declare function given<T>(value: Maybe<T> | undefined): T | undefined;

/** Returns text, even if the provider writes a number. Undefined for nothing. */
export declare function text(value: Maybe<Text> | undefined): string | undefined;

/** Returns a boolean. Undefined for nothing, and for any other word. */
export declare function flag(value: Maybe<Flag> | undefined): boolean | undefined;

/** Returns a list: a single value is a list of one, and nothing is an empty list. */
export declare function many<T>(value: Many<T> | undefined): T[];
