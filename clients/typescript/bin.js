#!/usr/bin/env node
// Runs a Lambda handler outside Lambda, on the event from standard input: for `frontdesk listen --exec`.
//
//   frontdesk listen --exec 'npx frontdesk-events dist/consumer.handler'
//
// The exit code is 1 if the event must be delivered again. For a batch in Lambda's format, the
// response also goes to standard output.

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

/** Lambda's maximum timeout. */
const LONGEST_MS = 15 * 60 * 1000;

const [path, ...others] = process.argv.slice(2);
const [, file, name] = /^(.+)\.([^./]+)$/.exec(path ?? "") ?? [];
if (!file || !name || others.length > 0) {
  console.error("usage: frontdesk-events PATH.HANDLER, for example dist/consumer.handler");
  process.exit(2);
}

const module = await import(pathToFileURL(resolve(`${file}.js`)).href);
const input = readFileSync(0, "utf8");
const given = batchOf(input);
const deadline = Number(process.env["DEADLINE_MS"]) || Date.now() + LONGEST_MS;
const context = { getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()) };
const answer = await module[name](given ?? { Records: [record(input)] }, context);
if (given) console.log(JSON.stringify(answer));
process.exitCode = answer.batchItemFailures.length > 0 ? 1 : 0;

/** @param {string} text */
function batchOf(text) {
  try {
    const batch = JSON.parse(text);
    return batch?.Records ? batch : undefined;
  } catch {
    return undefined;
  }
}

/** @param {string} body */
function record(body) {
  const messageId = process.env["MESSAGE_ID"] || "standard input";
  // Each run counts as a separate receive.
  return { messageId, receiptHandle: `${messageId} ${process.pid}`, body };
}
