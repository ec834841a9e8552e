//! Which kinds each provider has, and what their data looks like. `Provider::payload` decides the same for Rust; the tests here
//! and tests/rehearse/test_schema.py hold the two together.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value};

use crate::provider::Provider;
use crate::providers::cheqroom::{self, Cheqroom};
use crate::providers::gingr::{self, Gingr};
use crate::providers::gire::{self, Gire};
use crate::providers::ombori::{self, Ombori};
use crate::providers::zaui::{self, Zaui};

/// Kinds that have the same data, and its schema.
pub(super) type Kinds = Vec<(Vec<String>, Schema)>;

/// The kinds of a provider.
pub(super) fn of(provider: &str, generator: &mut SchemaGenerator) -> Option<Kinds> {
    Some(match provider {
        Gingr::NAME => gingr(generator),
        Gire::NAME => gire(generator),
        Ombori::NAME => ombori(generator),
        Zaui::NAME => zaui(generator),
        Cheqroom::NAME => cheqroom(generator),
        _ => return None,
    })
}

fn gingr(g: &mut SchemaGenerator) -> Kinds {
    use gingr::{Animal, Event, Incident, Message, Owner, Reservation};
    let reservations =
        ["check_in", "check_out", "checking_in", "checking_out", "reservation_form_created", "reservation_form_edited"];
    vec![
        (names(reservations), g.subschema_for::<Event<Reservation>>()),
        (names(["owner_created", "owner_edited"]), g.subschema_for::<Event<Owner>>()),
        (names(["animal_created", "animal_edited"]), g.subschema_for::<Event<Animal>>()),
        (names(["incident_created", "incident_edited"]), g.subschema_for::<Event<Incident>>()),
        (names(["lead_created"]), g.subschema_for::<Event<Map<String, Value>>>()),
        (names(["email_sent", "sms_sent", "notification_sent"]), g.subschema_for::<Message>()),
    ]
}

fn gire(g: &mut SchemaGenerator) -> Kinds {
    use gire::{Create, Event, PriceUpdate, StatusUpdate};
    vec![
        (names(["pud:status_update"]), g.subschema_for::<Event<StatusUpdate>>()),
        (names(["pud:price_update"]), g.subschema_for::<Event<PriceUpdate>>()),
        (names(["pud:create"]), g.subschema_for::<Event<Create>>()),
    ]
}

fn ombori(g: &mut SchemaGenerator) -> Kinds {
    use ombori::{Current, Feedback, Notice};
    let positions = [
        "positionCreated",
        "bookingConfirmation",
        "bookingActivated",
        "bookingUpdated",
        "positionRemoved",
        "positionRetry",
        "positionCalled",
        "positionFulfilled",
        "positionCompleted",
        "positionCancelled",
        "positionCancelledByStaff",
    ];
    vec![
        (names(positions), g.subschema_for::<Notice<Current>>()),
        (names(["feedbackReceived"]), g.subschema_for::<Notice<Feedback>>()),
    ]
}

fn zaui(g: &mut SchemaGenerator) -> Kinds {
    fn notification<T: JsonSchema>(g: &mut SchemaGenerator, field: &str) -> Schema {
        let (envelope, data) = (g.subschema_for::<zaui::Envelope>(), g.subschema_for::<T>());
        let own = json_schema!({ "type": "object", "properties": { field: data }, "required": [field] });
        json_schema!({ "allOf": [envelope, { "properties": { "eventData": own } }] })
    }
    let actions = |noun: &str| zaui::Action::ALL.map(|action| format!("{noun}.{}", action.word())).to_vec();
    vec![
        (actions("booking"), notification::<zaui::Booking>(g, "booking")),
        (actions("customer"), notification::<zaui::Customer>(g, "customer")),
        (actions("account"), notification::<zaui::Account>(g, "account")),
        (actions("contact"), notification::<zaui::Contact>(g, "contact")),
        (actions("employee"), notification::<zaui::Employee>(g, "employee")),
        (actions("package"), notification::<zaui::Package>(g, "packageData")),
        (actions("activity"), notification::<zaui::ActivityOffer>(g, "activityData")),
        (actions("product"), notification::<zaui::Product>(g, "productData")),
        (names(["checkin"]), notification::<zaui::CheckIn>(g, "checkinData")),
        (names(["inventory.change"]), g.subschema_for::<zaui::Envelope>()),
    ]
}

fn cheqroom(g: &mut SchemaGenerator) -> Kinds {
    use cheqroom::{Contact, ContactAction, Item, ItemAction, Order, OrderAction, Reservation, ReservationAction};
    vec![
        (actions::<ItemAction>("item"), g.subschema_for::<Item>()),
        (actions::<ContactAction>("contact"), g.subschema_for::<Contact>()),
        (actions::<ReservationAction>("reservation"), g.subschema_for::<Reservation>()),
        (actions::<OrderAction>("order"), g.subschema_for::<Order>()),
    ]
}

/// The words of an action, as its own schema names them.
fn actions<A: JsonSchema>(document: &str) -> Vec<String> {
    let schema = SchemaGenerator::default().into_root_schema_for::<A>();
    let variants = schema.get("oneOf").and_then(Value::as_array);
    let words = variants.into_iter().flatten().filter_map(|variant| variant.get("const").and_then(Value::as_str));
    words.map(|word| format!("{document}.{word}")).collect()
}

fn names<const N: usize>(kinds: [&str; N]) -> Vec<String> {
    kinds.map(str::to_owned).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::providers::{Visit, visit};

    /// Whether a provider's types know a kind.
    struct Known<'a>(&'a str);

    impl Visit for Known<'_> {
        type Output = bool;

        fn visit<P: Provider>(self) -> bool {
            // An unknown kind takes any JSON; a known one needs fields.
            P::payload(self.0, b"0").is_err()
        }
    }

    #[test]
    fn every_kind_here_is_known_to_the_types() {
        let mut all = 0;
        for provider in crate::providers::NAMES {
            let kinds = of(provider, &mut SchemaGenerator::default()).unwrap();
            for kind in kinds.iter().flat_map(|(kinds, _)| kinds) {
                assert_eq!(visit(provider, Known(kind)), Some(true), "{provider} {kind}");
                all += 1;
            }
            assert_eq!(visit(provider, Known("a kind that nobody knows")), Some(false));
        }
        // 12 of its documentation and 4 seen, 3, 12, 8 things with 4 actions and 2 more, 15 + 5 + 6 + 7.
        assert_eq!(all, 16 + 3 + 12 + 34 + 33);
    }
}
