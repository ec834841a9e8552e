// Generated from the JSON Schema: FRONTDESK_WRITE_DOCS=1 cargo test --workspace --test payloads clients

import type * as gingr from "./gingr.js";
import type * as gire from "./gire.js";
import type * as ombori from "./ombori.js";
import type * as zaui from "./zaui.js";
import type * as cheqroom from "./cheqroom.js";

export type { gingr, gire, ombori, zaui, cheqroom };

/**
 * An event from any provider. Its `type` determines its `data`.
 *
 * Events of kinds and providers unknown to these types arrive, too.
 */
export type Event =
  | gingr.Event
  | gire.Event
  | ombori.Event
  | zaui.Event
  | cheqroom.Event;
