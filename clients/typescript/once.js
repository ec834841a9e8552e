// De-duplication: a row for each event that a consumer works on, or has worked on.
//
// Key, attributes and formats are the same in all languages (docs/consume.md, "Process each event once"), so consumers
// of one name may be written in several.

import { createHash } from "node:crypto";
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";

/** @import { AttributeValue, DynamoDB } from "@aws-sdk/client-dynamodb" */
/** @import { Envelope, Record as Message } from "./index.js" */
/** @typedef {{ key: string, holder: string }} Lease The right to work on an event, for a while. */

/** SQS keeps a message for fourteen days, and as long again in a dead-letter queue. In seconds. */
const REMEMBERED = 30 * 24 * 3600;
/** DynamoDB ends keys at 2,048 bytes. */
const MAX_KEY = 1024;
/** No two clocks are the same. In milliseconds. */
const CLOCKS = 1000;

/** Which events one consumer has done. */
export class Once {
  /**
   * @param {DynamoDB} dynamodb
   * @param {string} table
   * @param {string} consumer
   */
  constructor(dynamodb, table, consumer) {
    this.dynamodb = dynamodb;
    this.table = table;
    this.consumer = consumer;
  }

  /**
   * Takes a lease on the event until the time of the one who works is over for certain.
   * @param {Envelope} event
   * @param {Message} message
   * @param {number} millisecondsLeft
   * @returns {Promise<Lease | "done" | "busy">}
   */
  async turn(event, message, millisecondsLeft) {
    const key = rowKey(this.consumer, event.source, event.id, event.replay ? message.messageId : undefined);
    const lease = { key, holder: sha256(message.receiptHandle) };
    const now = Date.now();
    const seconds = Math.floor(now / 1000);
    try {
      await this.#update(
        lease,
        "SET held_by = :me, lease_until = :until, expires_at = :expires REMOVE done_at",
        // The last one is our own write, sent again by the SDK because its answer was lost.
        "attribute_not_exists(id) OR lease_until <= :now OR expires_at <= :seconds" +
          " OR (held_by = :me AND attribute_exists(lease_until))",
        {
          ":until": { N: `${Math.floor(now + millisecondsLeft + CLOCKS)}` },
          ":now": { N: `${now}` },
          ":seconds": { N: `${seconds}` },
          ":expires": { N: `${seconds + REMEMBERED}` },
        },
      );
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      return error.Item?.["done_at"] ? "done" : "busy";
    }
    return lease;
  }

  /**
   * Notes that the work is done. Does nothing if another has taken the event since.
   * @param {Lease} lease
   */
  async done(lease) {
    const now = { ":now": { S: new Date().toISOString() } };
    await this.#end(lease, "SET done_at = :now REMOVE lease_until", "held_by = :me", now);
  }

  /**
   * Gives the lease back: the work is not done, and the next attempt need not wait.
   * @param {Lease} lease
   */
  async giveBack(lease) {
    const condition = "held_by = :me AND attribute_exists(lease_until)";
    await this.#end(lease, "SET lease_until = :over", condition, { ":over": { N: "0" } });
  }

  /**
   * @param {Lease} lease
   * @param {string} update
   * @param {string} condition
   * @param {{ [name: string]: AttributeValue }} values
   */
  async #end(lease, update, condition, values) {
    try {
      await this.#update(lease, update, condition, values);
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  }

  /**
   * @param {Lease} lease
   * @param {string} update
   * @param {string} condition
   * @param {{ [name: string]: AttributeValue }} values
   */
  async #update(lease, update, condition, values) {
    await this.dynamodb.updateItem({
      TableName: this.table,
      Key: { id: { S: lease.key } },
      UpdateExpression: update,
      ConditionExpression: condition,
      ExpressionAttributeValues: { ":me": { S: lease.holder }, ...values },
      ReturnValuesOnConditionCheckFailure: "ALL_OLD",
    });
  }
}

/**
 * The key of the row of what `consumer` has done. An event that was sent again counts by its message's own id.
 * @param {string} consumer
 * @param {string} source
 * @param {string} id
 * @param {string | undefined} replay
 */
export function rowKey(consumer, source, id, replay) {
  const event = replay === undefined ? `${source}#${id}` : `${source}#${id}#${replay}`;
  const key = `consumed:${consumer}:${event}`;
  return Buffer.byteLength(key) <= MAX_KEY ? key : `consumed:${consumer}:${sha256(event)}`;
}

/** @param {string} text */
function sha256(text) {
  return createHash("sha256").update(text).digest("hex");
}
