// Reads the body of an event, even if it does not fit in the queue.

import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";

/** @import { DynamoDB } from "@aws-sdk/client-dynamodb" */
/** @import { Envelope } from "./index.js" */

/** The body cannot be read; a retry cannot help. */
export class BadBody extends Error {}

/**
 * Returns `data`, or the body at `dataref`: `dynamodb://<table>/<key>`.
 * @param {DynamoDB} dynamodb
 * @param {string} eventsTable
 * @param {Envelope & { data?: unknown }} event
 * @returns {Promise<unknown>}
 */
export async function readBody(dynamodb, eventsTable, event) {
  if ("data" in event) return event.data;
  const [, table, key] = /^dynamodb:\/\/([^/]+)\/(.+)$/.exec(event.dataref ?? "") ?? [];
  // A table in another account is configured by its ARN.
  if (!key || table !== eventsTable.split(":table/").pop()) throw new BadBody("the body is in another table");
  const row = await item(dynamodb, eventsTable, key);
  const rows = [row];
  const parts = Number(row["parts"]?.N ?? 0);
  for (let n = 1; n <= parts; n += 1) rows.push(await item(dynamodb, eventsTable, `${row["parts_at"]?.S}.${n}`));
  const kept = Buffer.concat(rows.map((part) => part["body"]?.B ?? Buffer.alloc(0)));
  const body = row["encoding"]?.S === "gzip" ? gunzipSync(kept) : kept;
  const sha256 = createHash("sha256").update(body).digest("hex");
  if (sha256 !== event.sha256) throw new BadBody("the body is not the one that was received");
  return JSON.parse(body.toString());
}

/**
 * @param {DynamoDB} dynamodb
 * @param {string} table
 * @param {string} key
 */
async function item(dynamodb, table, key) {
  const found = await dynamodb.getItem({ TableName: table, Key: { id: { S: key } }, ConsistentRead: true });
  if (!found.Item) throw new BadBody("the event has expired");
  return found.Item;
}
