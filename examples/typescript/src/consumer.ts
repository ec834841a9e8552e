// A consumer in TypeScript: a Lambda function whose source is the queue, which works on each event once.
//
// The types of Gingr's payloads are made from its schema (`npm run types`). Environment: EVENTS_TABLE, CONSUMED_TABLE.
// Permissions: dynamodb:GetItem on the first, dynamodb:UpdateItem on the second, and those of every function whose source is a
// queue. The event source mapping needs ReportBatchItemFailures. What is promised: docs/consume.md.

import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { ConditionalCheckFailedException, DynamoDB } from "@aws-sdk/client-dynamodb";
import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import type { MessageOfGingr as Message, ReservationEvent } from "./gingr.js";

type Lease = { id: string; heldBy: string };

const { EVENTS_TABLE, CONSUMED_TABLE } = process.env;
const CONSUMER = "desk-typescript";
const REMEMBERED = 30 * 24 * 3600;
const dynamodb = new DynamoDB();

/** The work. Whatever it throws brings the message back; after five times it is a dead letter. */
function handle(message: Message, data: unknown): void {
  if (message.type === "gingr.check_in") {
    const event = data as ReservationEvent;
    const reservation = event.entity_data;
    if (!reservation || typeof reservation !== "object" || !("location_name" in reservation)) {
      throw new Error("a check-in without its reservation");
    }
    log("INFO", "a guest arrived", { reservation: event.entity_id, location: reservation.location_name });
  }
}

export async function handler(event: SQSEvent, context: Context): Promise<SQSBatchResponse> {
  const batchItemFailures = [];
  for (const record of event.Records) {
    try {
      await consume(record, context.getRemainingTimeInMillis());
    } catch (error) {
      // Each message fails for itself.
      log("WARN", "not consumed", { message_id: record.messageId, cause: error instanceof Error ? error.name : "unknown" });
      batchItemFailures.push({ itemIdentifier: record.messageId });
    }
  }
  return { batchItemFailures };
}

async function consume(record: SQSRecord, millisecondsLeft: number): Promise<void> {
  if (millisecondsLeft < 1000) throw new Error("no time left");
  const message: Message = JSON.parse(record.body);
  const lease = await take(message, record, millisecondsLeft);
  if (!lease) return;
  try {
    handle(message, message.data ?? JSON.parse((await fetchBody(message)).toString()));
  } catch (error) {
    await end(lease, "SET lease_until = :value", { N: "0" });
    throw error;
  }
  await end(lease, "SET done_at = :value REMOVE lease_until", { S: new Date().toISOString() });
}

/** Takes the event for as long as this function can run. Nothing when it is done; an error when another has it. */
async function take(message: Message, record: SQSRecord, millisecondsLeft: number): Promise<Lease | undefined> {
  const replay = message.replay ? `#${record.messageId}` : "";
  const id = `consumed:${CONSUMER}:${message.source}#${message.id}${replay}`;
  const heldBy = createHash("sha256").update(record.receiptHandle).digest("hex");
  const now = Date.now();
  const seconds = Math.floor(now / 1000);
  try {
    await dynamodb.updateItem({
      TableName: CONSUMED_TABLE,
      Key: { id: { S: id } },
      UpdateExpression: "SET held_by = :me, lease_until = :until, expires_at = :expires REMOVE done_at",
      ConditionExpression:
        "attribute_not_exists(id) OR lease_until <= :now OR expires_at <= :seconds" +
        " OR (held_by = :me AND attribute_exists(lease_until))",
      ExpressionAttributeValues: {
        ":me": { S: heldBy },
        ":until": { N: `${now + millisecondsLeft + 1000}` },
        ":now": { N: `${now}` },
        ":seconds": { N: `${seconds}` },
        ":expires": { N: `${seconds + REMEMBERED}` },
      },
      ReturnValuesOnConditionCheckFailure: "ALL_OLD",
    });
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    if (error.Item?.["done_at"]) return undefined;
    throw new Error("another works on the same event");
  }
  return { id, heldBy };
}

/** Ends the lease, if it is still ours. If that fails, the event is at worst worked on again should it come again. */
async function end(lease: Lease, expression: string, value: AttributeValue): Promise<void> {
  const values = { ":me": { S: lease.heldBy }, ":value": value };
  const ended = dynamodb.updateItem({
    TableName: CONSUMED_TABLE,
    Key: { id: { S: lease.id } },
    UpdateExpression: expression,
    ConditionExpression: "held_by = :me AND attribute_exists(lease_until)",
    ExpressionAttributeValues: values,
  });
  await ended.catch((error: Error) => log("WARN", "the end of the work is not noted", { cause: error.name }));
}

/** The body of an event that does not fit the queue: `dynamodb://<table>/<key>`. */
async function fetchBody(message: Message): Promise<Buffer> {
  const [, table, key] = /^dynamodb:\/\/([^/]+)\/(.+)$/.exec(message.dataref ?? "") ?? [];
  // The table of another account is given by its ARN.
  if (!key || table !== EVENTS_TABLE?.split(":table/").pop()) throw new Error("the body is in another table");
  const row = await item(key);
  const parts = Number(row["parts"]?.N ?? 0);
  const rows = [row];
  for (let n = 1; n <= parts; n += 1) rows.push(await item(`${row["parts_at"]?.S}.${n}`));
  const kept = Buffer.concat(rows.map((part) => part["body"]?.B ?? Buffer.alloc(0)));
  const body = row["encoding"]?.S === "gzip" ? gunzipSync(kept) : kept;
  const sha256 = createHash("sha256").update(body).digest("hex");
  if (sha256 !== message.sha256) throw new Error("the body is not the one that was received");
  return body;
}

async function item(key: string): Promise<Record<string, AttributeValue>> {
  const found = await dynamodb.getItem({ TableName: EVENTS_TABLE, Key: { id: { S: key } }, ConsistentRead: true });
  if (!found.Item) throw new Error("the event has expired");
  return found.Item;
}

/** One line of JSON, never a body. */
function log(level: string, message: string, fields: Record<string, unknown>): void {
  console.log(JSON.stringify({ level, message, ...fields }));
}
