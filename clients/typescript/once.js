// De-duplication: a row for each event that a consumer is handling or has handled.
//
// Key, attributes and formats are the same in all languages (docs/consume.md, "Process each event once"), so
// consumers with the same name may be written in different languages.

import { createHash } from "node:crypto";
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";

/** @import { AttributeValue, DynamoDB } from "@aws-sdk/client-dynamodb" */
/** @import { Envelope, Record as Message } from "./index.js" */
/** @typedef {{ key: string, holder: string }} Lease The right to handle an event, for a limited time. */

/** SQS keeps a message for up to fourteen days, and as long again in a dead-letter queue. In seconds. */
const REMEMBERED = 30 * 24 * 3600;
/** DynamoDB limits keys to 2,048 bytes. */
const MAX_KEY = 1024;
/** Allowance for clock differences, in milliseconds. */
const CLOCKS = 1000;

/** The events that one consumer has handled. */
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
   * Takes a lease on the event until the function's time is certainly over.
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
        // The last condition matches our own write, which the SDK retries if the response was lost.
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
   * Records that the work is done. Does nothing if another consumer has taken the event since.
   * @param {Lease} lease
   */
  async done(lease) {
    const now = { ":now": { S: new Date().toISOString() } };
    await this.#end(lease, "SET done_at = :now REMOVE lease_until", "held_by = :me", now);
  }

  /**
   * Releases the lease of unfinished work, so the next attempt need not wait.
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
 * Returns the key of an event's row for `consumer`. A replay is identified by its message id as well.
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
