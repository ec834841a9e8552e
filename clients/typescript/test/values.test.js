// Tests the several forms in which providers write a value.

import assert from "node:assert/strict";
import { test } from "node:test";
import { flag, given, many, text } from "frontdesk-events";
import { rowKey } from "../once.js";

test("nothing in all its forms", () => {
  for (const nothing of [undefined, null, "", [], {}]) {
    assert.equal(given(nothing), undefined);
    assert.equal(text(nothing), undefined);
    assert.equal(flag(nothing), undefined);
    assert.deepEqual(many(nothing), []);
  }
  for (const something of [0, "0", "x", { x: 1 }]) assert.deepEqual(given(something), something);
});

test("numbers are texts, too", () => {
  assert.equal(text("026361"), "026361");
  assert.equal(text(26361), "26361");
  assert.equal(text(JSON.parse("529.0")), "529");
  assert.equal(text(529.5), "529.5");
});

test("a yes or no, however it is written", () => {
  for (const yes of [true, 1, "1", "true"]) assert.equal(flag(yes), true);
  for (const no of [false, 0, "0", "false"]) assert.equal(flag(no), false);
  for (const other of ["maybe", 2]) assert.equal(flag(other), undefined);
});

test("one thing is a list of one", () => {
  assert.deepEqual(many(["a", "b"]), ["a", "b"]);
  assert.deepEqual(many("a"), ["a"]);
  assert.deepEqual(many({ name: "Rex" }), [{ name: "Rex" }]);
});

test("the key of an event", () => {
  assert.equal(rowKey("desk", "/frontdesk/gire", "66a1", undefined), "consumed:desk:/frontdesk/gire#66a1");
  assert.equal(rowKey("desk", "/frontdesk/gire", "66a1", "m-1"), "consumed:desk:/frontdesk/gire#66a1#m-1");
  // As in shared/src/consume/once.rs: SHA-256 of the part that would make the key too long.
  const long = rowKey("desk", "/frontdesk/gire", "x".repeat(2000), undefined);
  assert.equal(long, "consumed:desk:beb5f55792a37fe765b43ab1d305b66270ec862ef94399b12dcdf0d8d19d9e31");
});
