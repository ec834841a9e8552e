// A consumer: the handler of a Lambda function whose source is the queue. Messages fail individually.
//
// Environment: EVENTS_TABLE, CONSUMED_TABLE. Permissions: dynamodb:GetItem on the first,
// dynamodb:UpdateItem on the second, and those of every function whose source is a queue. The event
// source mapping needs ReportBatchItemFailures. Guarantees: docs/consume.md.

import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { BadBody, readBody } from "./body.js";
import { Once } from "./once.js";

/** @import { Envelope, Event, Record as Message } from "./index.js" */
/** @import { Lease } from "./once.js" */
/** @typedef {(event: Event) => unknown} Handle */
/** @typedef {Envelope & { type: string, data?: unknown }} Untyped */

/** Time reserved for recording the result and responding. Less if little time remains. */
const RESERVE_MS = 1000;

class Failure extends Error {
  /**
   * @param {string} outcome
   * @param {string} cause
   */
  constructor(outcome, cause) {
    super(cause);
    this.outcome = outcome;
  }
}

/** @type {typeof import("./index.js").runOnce} */
export const runOnce = (consumer, handle) => async (batch, context) => {
  const batchItemFailures = [];
  const counts = { consumed: 0, already_consumed: 0 };
  const reserve = Math.min(RESERVE_MS, context.getRemainingTimeInMillis() / 4);
  for (const message of batch.Records) {
    const left = context.getRemainingTimeInMillis();
    try {
      if (left <= reserve) throw new Failure("out_of_time", "there was no time left to begin");
      counts[await consume(consumer, handle, message, left)] += 1;
    } catch (error) {
      logFailure(message, error instanceof Failure ? error : new Failure("failed", nameOf(error)));
      batchItemFailures.push({ itemIdentifier: message.messageId });
    }
  }
  log("INFO", "batch", { ...counts, failed: batchItemFailures.length });
  return { batchItemFailures };
};

/**
 * @param {string} consumer
 * @param {Handle} handle
 * @param {Message} message
 * @param {number} left
 * @returns {Promise<"consumed" | "already_consumed">}
 */
async function consume(consumer, handle, message, left) {
  const event = parse(message.body);
  const once = new Once(dynamodb(), variable("CONSUMED_TABLE"), consumer);
  const turn = await once.turn(event, message, left).catch(unavailable);
  if (turn === "done") return "already_consumed";
  if (turn === "busy") throw new Failure("busy", "another consumer is working on the same event");
  try {
    await work(handle, event);
  } catch (error) {
    await note(once.giveBack(turn));
    throw error;
  }
  await note(once.done(turn));
  return "consumed";
}

/**
 * @param {string} body
 * @returns {Untyped}
 */
function parse(body) {
  try {
    const event = JSON.parse(body);
    if ([event.id, event.source, event.type].every((member) => typeof member === "string")) return event;
  } catch {
    // Reported below: the parser's message quotes the text.
  }
  throw new Failure("poison", "the message is not an event of Frontdesk");
}

/**
 * @param {Handle} handle
 * @param {Untyped} event
 */
async function work(handle, event) {
  const data = await readBody(dynamodb(), variable("EVENTS_TABLE"), event).catch((error) => {
    if (error instanceof BadBody) throw new Failure("poison", error.message);
    return unavailable(error);
  });
  try {
    await handle(/** @type {Event} */ ({ ...event, data }));
  } catch (error) {
    // Only the type of the error: its text may quote the payload.
    throw new Failure("failed", nameOf(error));
  }
}

/**
 * @param {unknown} error
 * @returns {never}
 */
function unavailable(error) {
  throw new Failure("unavailable", nameOf(error));
}

/** @param {Promise<void>} noted */
async function note(noted) {
  // The lease expires on its own; at worst, the event is handled again.
  await noted.catch((error) => {
    log("WARN", "could not record how the work ended", { error: nameOf(error) });
  });
}

/** @type {DynamoDB | undefined} */
let client;

function dynamodb() {
  // Created with the first event, so tests of a handler need neither region nor credentials.
  client ??= new DynamoDB();
  return client;
}

/** @param {string} name */
function variable(name) {
  const value = process.env[name];
  if (!value) throw new Failure("unavailable", `the variable ${name} is not set`);
  return value;
}

/** @param {unknown} error */
function nameOf(error) {
  return error instanceof Error ? error.name : "unknown";
}

/**
 * @param {Message} message
 * @param {Failure} failure
 */
function logFailure(message, failure) {
  let id = "";
  let kind = "";
  try {
    const event = parse(message.body);
    id = `${event.source.replace("/frontdesk/", "").split("/")[0]}:${event.id}`;
    kind = event.type.slice(event.type.indexOf(".") + 1);
  } catch {
    // The message has neither.
  }
  const received = Number(message.attributes?.ApproximateReceiveCount ?? 0);
  const { outcome, message: cause } = failure;
  log("WARN", "not consumed", { outcome, cause, id, kind, message_id: message.messageId, received });
}

/**
 * Logs a line of JSON, never a body.
 * @param {string} level
 * @param {string} message
 * @param {{ [name: string]: unknown }} fields
 */
function log(level, message, fields) {
  console.log(JSON.stringify({ timestamp: new Date().toISOString(), level, message, ...fields }));
}
