// The job of a Frontdesk function in plain Node: verify, put, send, mark, respond.

import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { DynamoDBClient, PutItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { SQSClient, SendMessageCommand } from "@aws-sdk/client-sqs";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";

const { EVENTS_TABLE, EVENTS_QUEUE_URL, WEBHOOK_SECRET, WEBHOOK_SECRET_ID } = process.env;
const dynamodb = new DynamoDBClient();
const sqs = new SQSClient();
let secret = WEBHOOK_SECRET;

export async function start() {
  if (secret === undefined) {
    const found = await new SecretsManagerClient().send(new GetSecretValueCommand({ SecretId: WEBHOOK_SECRET_ID }));
    secret = found.SecretString;
  }
}

export async function handle(event) {
  const body = Buffer.from(event.body ?? "", event.isBase64Encoded ? "base64" : "utf8");
  const proof = Buffer.from(event.headers["x-hub-signature-256"] ?? "");
  const right = Buffer.from("sha256=" + createHmac("sha256", secret).update(body).digest("hex"));
  if (proof.length !== right.length || !timingSafeEqual(proof, right)) return { statusCode: 401 };
  const payload = JSON.parse(body.toString());
  const now = new Date().toISOString();
  const key = "gire:" + payload.id;
  try {
    await dynamodb.send(new PutItemCommand({
      TableName: EVENTS_TABLE,
      Item: {
        id: { S: key },
        provider: { S: "gire" },
        kind: { S: payload.eventType },
        received_at: { S: now },
        sha256: { S: createHash("sha256").update(body).digest("hex") },
        body: { B: body },
        pending: { S: "0" },
      },
      ConditionExpression: "attribute_not_exists(id)",
    }));
  } catch (error) {
    if (error.name === "ConditionalCheckFailedException") return { statusCode: 200 };
    throw error;
  }
  const message = {
    specversion: "1.0",
    id: payload.id,
    source: "/frontdesk/gire",
    type: "gire." + payload.eventType,
    time: payload.timestamp,
    data: payload,
  };
  const sent = await sqs.send(new SendMessageCommand({ QueueUrl: EVENTS_QUEUE_URL, MessageBody: JSON.stringify(message) }));
  await dynamodb.send(new UpdateItemCommand({
    TableName: EVENTS_TABLE,
    Key: { id: { S: key } },
    UpdateExpression: "SET published_at = :now, message_id = :message REMOVE pending",
    ExpressionAttributeValues: { ":now": { S: now }, ":message": { S: sent.MessageId } },
  }));
  return { statusCode: 200 };
}
