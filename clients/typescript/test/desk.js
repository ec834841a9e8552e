// A consumer for the tests. It logs who arrives, and fails without a reservation.

import { given, runOnce, text } from "frontdesk-events";

export const handler = runOnce("desk", (event) => {
  if (event.type !== "gingr.check_in") return;
  if (!given(event.data.entity_data)) throw new Error("a check-in without its reservation");
  console.log(JSON.stringify({ message: "a guest arrived", reservation: text(event.data.entity_id) }));
});
