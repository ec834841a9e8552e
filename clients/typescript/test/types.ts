// Code that the types allow, and code that they reject. `npm run check` reads it; nothing runs it.

import { flag, given, many, text } from "frontdesk-events";
import type { Event, cheqroom, gingr, gire, ombori, zaui } from "frontdesk-events";

export function allowed(event: Event): unknown {
  switch (event.type) {
    case "gingr.check_in": {
      const reservation: gingr.Reservation | undefined = given(event.data.entity_data);
      const id: string | undefined = text(event.data.entity_id);
      const location: string | undefined = text(reservation?.location_name);
      return [id, location];
    }
    case "gire.pud:status_update": {
      const status: gire.Status = event.data.data.newStatus;
      return status === "completed";
    }
    case "ombori.positionCreated": {
      const position: ombori.Position = event.data.data.position;
      return text(position.id);
    }
    case "zaui.booking.creation": {
      const booking: zaui.Booking = event.data.eventData.booking;
      return [booking, text(event.data.eventNotificationUniqueId)];
    }
    case "cheqroom.item.create": {
      const codes: cheqroom.Item["barcodes"] = event.data.barcodes;
      return many(codes).map((code) => text(code));
    }
    default: {
      // Events of unknown kinds arrive, too.
      const type: string = event.type;
      return [type, event.source, event.replay];
    }
  }
}

export function refused(event: Event, animal: gingr.Animal): unknown {
  // @ts-expect-error: no provider has such an event
  if (event.type === "gingr.chek_in") return 1;
  // @ts-expect-error: the kind determines the data
  event.data.entity_id;
  if (event.type === "gingr.check_in") {
    // @ts-expect-error: the entity may be missing or nothing
    event.data.entity_data.location_name;
    // @ts-expect-error: a reservation has no such field
    given(event.data.entity_data)?.location;
    // @ts-expect-error: only Gire has it
    event.data.data.newStatus;
    // @ts-expect-error: a text may be a number
    event.data.entity_id.trim();
  }
  // @ts-expect-error: a flag may be a word
  const banned: boolean = animal.banned;
  return [banned, flag(animal.banned)?.valueOf()];
}
