// Tests a consumer with a local run: `frontdesk dev`, a signed `send`, `frontdesk listen --exec`. The
// variable FRONTDESK names the command.

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

const FRONTDESK = process.env["FRONTDESK"] ?? "frontdesk";
const CONSUMER = `${process.execPath} ${resolve("bin.js")} ${resolve("test/desk.handler")}`;
const folder = mkdtempSync(join(tmpdir(), "frontdesk-"));
/** @type {import("node:child_process").ChildProcess} */
let run;

before(async () => {
  const ports = await Promise.all([freePort(), freePort(), freePort(), freePort()]);
  const flags = ["--port", "--dynamodb-port", "--sqs-port", "--secrets-port"];
  run = spawn(FRONTDESK, ["dev", "--ephemeral", ...flags.flatMap((flag, n) => [flag, `${ports[n]}`])], {
    cwd: folder,
    stdio: "ignore",
  });
  await answers(`http://127.0.0.1:${ports[0]}/`);
});

after(async () => {
  run.kill("SIGTERM");
  await new Promise((ended) => run.once("exit", ended));
  rmSync(folder, { recursive: true });
});

test("a check-in is handled once, and again when it is sent again", () => {
  const sent = frontdesk("send", "gingr", "check_in");
  const key = /gingr:[0-9a-f]{64}/.exec(sent.stdout)?.[0] ?? assert.fail(sent.stdout);
  assert.deepEqual(listened(), { good: true, said: ["40361"] });
  frontdesk("events", "replay", key, "--yes");
  assert.deepEqual(listened(), { good: true, said: ["40361"] });
});

test("what the consumer cannot handle fails, and comes again", () => {
  const body = { webhook_type: "check_in", entity_id: 101, entity_type: "reservation", entity_data: [] };
  writeFileSync(join(folder, "body.json"), JSON.stringify(body));
  frontdesk("send", "gingr", "check_in", "--file", "body.json");
  assert.deepEqual(listened(), { good: false, said: ["failed"] });
  // Not `busy`: the lease was released.
  assert.deepEqual(listened(), { good: false, said: ["failed"] });
});

/** Returns whether the next message was consumed, and the consumer's output: who arrived, or how it failed. */
function listened() {
  const done = frontdesk("listen", "--json", "--count", "1", "--exec", CONSUMER);
  const lines = done.stderr.split("\n").filter((line) => line.startsWith("{"));
  const said = lines.map((line) => JSON.parse(line)).map((line) => line.reservation ?? line.outcome);
  return { good: JSON.parse(done.stdout).good, said: said.filter(Boolean) };
}

/** @param {string[]} words */
function frontdesk(...words) {
  const done = spawnSync(FRONTDESK, words, { cwd: folder, encoding: "utf8", timeout: 30_000 });
  assert.equal(done.status, 0, `${words.join(" ")}: ${done.error ?? ""}${done.stderr}${done.stdout}`);
  return done;
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((found) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => found(typeof address === "object" && address ? address.port : 0));
    });
  });
}

/** @param {string} url */
async function answers(url) {
  for (let tries = 0; tries < 600; tries += 1) {
    assert.equal(run.exitCode, null, "the local run ended during startup");
    if (await fetch(url).then(() => true, () => false)) return;
    await sleep(50);
  }
  assert.fail(`nothing answers at ${url}`);
}
