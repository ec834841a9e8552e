// Events as Frontdesk publishes them: their types, and consumers that work on each event once.
//
// `Event` is an event of any provider. Its `type` says what its `data` is:
//
//   if (event.type === "gingr.check_in") {
//     const reservation = given(event.data.entity_data);
//   }

import type { Flag, Many, Maybe, Text } from "./common.js";
import type { Event } from "./providers.js";

export type * from "./common.js";
export type * from "./providers.js";

/** The event of a function whose source is a queue, as far as it is used here: `SQSEvent` of @types/aws-lambda is one. */
export interface Batch {
  Records: Record[];
}

/** A message as Lambda hands it to a function. */
export interface Record {
  messageId: string;
  receiptHandle: string;
  body: string;
  attributes?: { ApproximateReceiveCount?: string };
}

/** What Lambda tells a function of its time. */
export interface Context {
  getRemainingTimeInMillis(): number;
}

/** The answer: the messages that are to come again. Lambda deletes all others. */
export interface BatchResponse {
  batchItemFailures: { itemIdentifier: string }[];
}

/**
 * The handler of a Lambda function that hands each event to `handle`, once.
 *
 * `consumer` is its name: consumers with different names do not know of each other. Whatever `handle` throws brings the
 * event back, and makes it a dead letter after five times.
 */
export declare function runOnce(
  consumer: string,
  handle: (event: Event) => unknown,
): (batch: Batch, context: Context) => Promise<BatchResponse>;

/** The value, or undefined for each of the ways to write nothing. */
export declare function given<T>(value: Maybe<T> | undefined): T | undefined;

/** A text, also where the provider writes a number. Undefined for nothing. */
export declare function text(value: Maybe<Text> | undefined): string | undefined;

/** A yes or no. Undefined for nothing, and for any other word. */
export declare function flag(value: Maybe<Flag> | undefined): boolean | undefined;

/** A list: one thing is a list of one, and nothing is an empty one. */
export declare function many<T>(value: Many<T> | undefined): T[];
