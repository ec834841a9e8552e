// An example consumer in TypeScript: a Lambda function whose source is the queue. It logs each
// arrival once.
//
// With a local run: `frontdesk listen --exec 'npx frontdesk-events dist/consumer.handler'`.

import { given, runOnce, text } from "frontdesk-events";
import type { Event } from "frontdesk-events";

/** Handles an event. If it throws, the event is delivered again; after five failures it becomes a dead letter. */
function handle(event: Event): void {
  if (event.type === "gingr.check_in") {
    const reservation = given(event.data.entity_data);
    if (!reservation) throw new Error("a check-in without its reservation");
    const arrived = { reservation: text(event.data.entity_id), location: text(reservation.location_name) };
    console.log(JSON.stringify({ level: "INFO", message: "a guest arrived", ...arrived }));
  }
}

export const handler = runOnce("desk-typescript", handle);
