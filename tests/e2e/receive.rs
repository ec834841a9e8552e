//! Genuine deliveries: accepted, repeated, unknown, unreadable, unwanted.

use frontdesk::Message;
use frontdesk::receive::depth::MAX_DEPTH;
use frontdesk_local::runtime_api::Happening;
use frontdesk_tests::engines::{Engines, text};
use frontdesk_tests::fixtures::Fixture;
use frontdesk_tests::function::Setup;
use frontdesk_tests::proxy::Proxy;
use futures_util::future::join_all;

/// Checks that every example of a provider is stored and published once, with the values of its
/// manifest.
async fn check_fixtures(provider: &str) {
    let engines = Engines::start().await.unwrap();
    let function = Setup::new(provider, &engines).start().await.unwrap();
    let fixtures = Fixture::all(provider).unwrap();
    let mut readable = Vec::new();
    for fixture in &fixtures {
        function.expect(200, &fixture.request()).await.unwrap();
        let item = engines.item(&fixture.key()).await.unwrap();
        let item = item.unwrap_or_else(|| panic!("{} has no row {}", fixture.file, fixture.key()));
        assert_eq!(text(&item, "provider"), Some(provider), "{}", fixture.file);
        assert_eq!(text(&item, "kind"), Some(fixture.kind.as_str()), "{}", fixture.file);
        assert_eq!(text(&item, "subject"), fixture.subject.as_deref(), "{}", fixture.file);
        assert_eq!(text(&item, "occurred_at"), fixture.occurred_at.as_deref(), "{}", fixture.file);
        assert_eq!(text(&item, "unreadable").is_some(), fixture.unreadable, "{}", fixture.file);
        assert!(!item.contains_key("pending"), "{} is still pending", fixture.file);
        assert_eq!(item.contains_key("published_at"), !fixture.unreadable, "{}", fixture.file);
        if !fixture.unreadable {
            readable.push(fixture.id.clone());
        }
    }
    // Some pairs of examples are deliveries of one event, on purpose.
    readable.sort();
    readable.dedup();
    assert_eq!(engines.take_ids().await.unwrap(), readable);
}

#[tokio::test(flavor = "multi_thread")]
async fn gingr() {
    check_fixtures("gingr").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn gire() {
    check_fixtures("gire").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ombori() {
    check_fixtures("ombori").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn zaui() {
    check_fixtures("zaui").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn cheqroom() {
    check_fixtures("cheqroom").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_row_is_as_documented() {
    let engines = Engines::start().await.unwrap();
    let function = Setup::new("gingr", &engines).with("RETENTION_DAYS", "30").start().await.unwrap();
    let fixture = Fixture::of("gingr", "check_out").unwrap();
    function.expect(200, &fixture.request()).await.unwrap();
    let item = engines.item(&fixture.key()).await.unwrap().unwrap();
    let body = item["body"].as_b().unwrap().as_ref();
    assert!(fixture.body.len() > 1024, "the example is too small to be compressed");
    assert_eq!(text(&item, "encoding"), Some("gzip"));
    assert!(body.len() < fixture.body.len());
    assert_eq!(text(&item, "verification"), Some("fields"));
    assert_eq!(text(&item, "source_ip"), Some("203.0.113.7"));
    assert_eq!(text(&item, "content_type"), Some("application/json"));
    assert_eq!(text(&item, "deliveries"), None, "the first delivery was counted");
    assert_eq!(text(&item, "key").map(str::len), Some(8));
    assert_eq!(text(&item, "sha256").map(str::len), Some(64));
    assert_eq!(text(&item, "signature").map(str::len), Some(64));
    let published: jiff::Timestamp = text(&item, "published_at").unwrap().parse().unwrap();
    let expires: i64 = text(&item, "expires_at").unwrap().parse().unwrap();
    assert_eq!(expires, published.as_second() + 30 * 24 * 3600);
    let day = text(&item, "day").unwrap();
    assert!(day.starts_with(&format!("gingr#{}#", &text(&item, "received_at").unwrap()[..10])), "{day}");
    // docs/table.md documents every attribute.
    let page = std::fs::read_to_string(frontdesk_tests::fixtures::project().join("docs/table.md")).unwrap();
    for name in item.keys() {
        assert!(page.contains(&format!("`{name}`")), "docs/table.md does not name the attribute {name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_is_never_kept() {
    let engines = Engines::start().await.unwrap();
    let fixture = Fixture::of("ombori", "positionCreated").unwrap();
    let function = Setup::new("ombori", &engines).start().await.unwrap();
    function.expect(200, &fixture.request()).await.unwrap();
    let item = engines.item(&fixture.key()).await.unwrap().unwrap();
    assert!(!format!("{item:?}").contains("local-ombori-secret"));
    assert!(!item.contains_key("signature"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repeated_delivery_changes_nothing_but_a_counter() {
    let engines = Engines::start().await.unwrap();
    let function = Setup::new("gingr", &engines).start().await.unwrap();
    let first = Fixture::file("gingr", "animal_edited.json").unwrap();
    let retry = Fixture::file("gingr", "animal_edited_retry.json").unwrap();
    assert_eq!(first.id, retry.id);
    function.expect(200, &first.request()).await.unwrap();
    let before = engines.item(&first.key()).await.unwrap().unwrap();
    function.expect(200, &retry.request()).await.unwrap();
    function.expect(200, &first.request()).await.unwrap();
    let mut after = engines.item(&first.key()).await.unwrap().unwrap();
    assert_eq!(text(&after, "deliveries"), Some("3"));
    assert!(text(&after, "last_delivery_at") > text(&before, "last_delivery_at"));
    assert!(text(&after, "last_retry_at") > text(&before, "last_delivery_at"), "the second attempt has a time apart");
    after.remove("deliveries");
    after.remove("last_retry_at");
    after.insert("last_delivery_at".to_owned(), before["last_delivery_at"].clone());
    assert_eq!(after, before);
    assert_eq!(engines.take_ids().await.unwrap(), [first.id]);
    assert_eq!(engines.items().await.unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn sixty_four_at_once_make_one_event() {
    let engines = Engines::start().await.unwrap();
    let function = Setup::new("gire", &engines).sandboxes(64).start().await.unwrap();
    let fixture = Fixture::of("gire", "pud:status_update").unwrap();
    let request = fixture.request();
    let deliveries: Vec<_> = (0..64).map(|_| function.deliver(&request)).collect();
    let answers: Vec<u16> =
        join_all(deliveries).await.into_iter().map(|answer| answer.unwrap().status().as_u16()).collect();
    assert_eq!(answers, [200; 64]);
    // Publishing and counting come after the answers, so wait for the last count.
    let counted = async {
        loop {
            let item = engines.item(&fixture.key()).await.unwrap().unwrap();
            if text(&item, "deliveries") == Some("64") && item.contains_key("published_at") {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(30), counted).await.expect("64 deliveries are counted");
    assert_eq!(engines.take_ids().await.unwrap(), [fixture.id]);
    assert_eq!(engines.items().await.unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_body_under_a_known_own_id_is_kept_beside_it() {
    let engines = Engines::start().await.unwrap();
    let function = Setup::new("zaui", &engines).start().await.unwrap();
    let fixture = Fixture::of("zaui", "booking.creation").unwrap();
    let other = fixture.request().body([fixture.body.clone(), b"\n".to_vec()].concat());
    function.expect(200, &fixture.request()).await.unwrap();
    function.expect(200, &other).await.unwrap();
    function.expect(200, &other).await.unwrap();
    let items = engines.items().await.unwrap();
    let variants: Vec<_> = items.iter().filter(|item| item.contains_key("variant_of")).collect();
    assert_eq!((items.len(), variants.len()), (2, 1));
    let variant = variants[0];
    assert_eq!(text(variant, "variant_of"), Some(fixture.key().as_str()));
    let hash = text(variant, "sha256").unwrap();
    assert_eq!(text(variant, "id"), Some(format!("{}~{hash}", fixture.key()).as_str()));
    assert!(!variant.contains_key("pending"));
    assert_eq!(engines.take_ids().await.unwrap(), [fixture.id]);
    assert_eq!(function.logged_when("delivery", 3).await.unwrap()[1]["outcome"], "variant");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_response_is_posted_before_the_message_is_sent() {
    let mut engines = Engines::start().await.unwrap();
    let sqs = Proxy::start(&engines.sqs_url).await.unwrap();
    let dynamodb = Proxy::start(&engines.dynamodb_url).await.unwrap();
    engines.sqs_url = sqs.url();
    engines.dynamodb_url = dynamodb.url();
    let function = Setup::new("cheqroom", &engines).start().await.unwrap();
    function.expect(200, &Fixture::of("cheqroom", "item.create").unwrap().request()).await.unwrap();

    let journal = function.api.journal();
    let at = |wanted: fn(&Happening) -> bool| journal.iter().rfind(|entry| wanted(&entry.happening)).unwrap().at;
    let called = |proxy: &Proxy, operation: &str| {
        let calls = proxy.calls();
        let call = calls.iter().find(|call| call.operation == operation);
        call.unwrap_or_else(|| panic!("no {operation} in {calls:?}")).at
    };
    let answered = at(|happening| matches!(happening, Happening::ResponsePosted { .. }));
    let asked = at(|happening| matches!(happening, Happening::NextAsked));
    assert!(called(&dynamodb, "PutItem") < answered, "the answer came before the put");
    assert!(answered < called(&sqs, "SendMessage"), "the message was sent before the answer");
    assert!(
        called(&sqs, "SendMessage") < called(&dynamodb, "UpdateItem"),
        "the row was marked before the message was sent"
    );
    assert!(called(&dynamodb, "UpdateItem") < asked, "the next event was requested before the row was marked");
    assert_eq!((dynamodb.calls().len(), sqs.calls().len()), (2, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_in_base64_is_verified_decoded() {
    let engines = Engines::start().await.unwrap();
    let function = Setup::new("gire", &engines).start().await.unwrap();
    let fixture = Fixture::of("gire", "pud:price_update").unwrap();
    // Lambda encodes bodies whose type is not text.
    let request = fixture.request().with("content-type", "application/octet-stream");
    function.expect(200, &request).await.unwrap();
    let item = engines.item(&fixture.key()).await.unwrap().unwrap();
    assert_eq!(item["body"].as_b().unwrap().as_ref(), fixture.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_kind_is_an_ordinary_event() {
    let engines = Engines::start().await.unwrap();
    let function = Setup::new("ombori", &engines).start().await.unwrap();
    let body = br#"{"type":"positionTeleported","data":{"position":{"id":7}},"new":[1,2,3]}"#;
    let request = Fixture::of("ombori", "positionCreated").unwrap().request().body(body.as_slice());
    function.expect(200, &request).await.unwrap();
    let messages = engines.take_messages().await.unwrap();
    let event: serde_json::Value = serde_json::from_str(messages[0].body().unwrap()).unwrap();
    assert_eq!(event["type"], "ombori.positionTeleported");
    assert_eq!(event["subject"], "position/7");
    assert_eq!(event["data"]["new"], serde_json::json!([1, 2, 3]));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_authentic_and_not_readable_is_kept_and_not_published() {
    let engines = Engines::start().await.unwrap();
    let function = Setup::new("ombori", &engines).start().await.unwrap();
    let request = Fixture::of("ombori", "positionCreated").unwrap().request();
    let bodies: [&[u8]; 6] = [b"", b"not json", b"[1]", b"{\"data\":{}}", b"\xff\xfe\x00", b"<a/>"];
    for body in bodies {
        function.expect(200, &request.clone().body(body)).await.unwrap();
    }
    let items = engines.items().await.unwrap();
    assert_eq!(items.len(), bodies.len());
    for item in &items {
        assert_eq!(text(item, "kind"), Some("unknown"));
        assert!(!item.contains_key("pending"));
        assert!(bodies.contains(&item["body"].as_b().unwrap().as_ref()));
    }
    assert!(items.iter().any(|item| text(item, "unreadable").unwrap().contains("choose JSON")));
    assert_eq!(engines.take_messages().await.unwrap().len(), 0);
    let lines = function.logged_when("delivery", bodies.len()).await.unwrap();
    assert!(lines.iter().all(|line| line["outcome"] == "unreadable" && line["level"] == "WARN"), "{lines:?}");
}

/// Valid JSON that some parsers reject.
#[tokio::test(flavor = "multi_thread")]
async fn what_consumers_could_not_follow_is_kept_and_not_published() {
    let engines = Engines::start().await.unwrap();
    let function = Setup::new("ombori", &engines).start().await.unwrap();
    let request = Fixture::of("ombori", "positionCreated").unwrap().request();
    let of = |value: &str| format!(r#"{{"type":"somethingNew","data":{value}}}"#);
    let nested = |depth: usize| of(&format!("{}{}", "[".repeat(depth - 1), "]".repeat(depth - 1)));
    let check = async |body: String, readable: bool| {
        function.expect(200, &request.clone().body(body.clone())).await.unwrap();
        let messages = engines.take_messages().await.unwrap();
        assert_eq!(messages.len(), usize::from(readable), "{body}");
        let message = messages.first().map(|message| Message::parse(message.body().unwrap()).unwrap());
        assert!(message.is_none_or(|message| message.inline_body().unwrap().unwrap() == body));
    };
    check(nested(MAX_DEPTH), true).await;
    for depth in [MAX_DEPTH + 1, 128, 200, 1_000, 100_000] {
        check(nested(depth), false).await;
    }
    // These are left to the reader: many parsers accept them, and genuine bodies may contain them.
    check(of("1e400"), true).await;
    check(of(r#""half an emoji: \ud83d""#), true).await;
    let items = engines.items().await.unwrap();
    let unreadable: Vec<_> = items.iter().filter_map(|item| text(item, "unreadable")).collect();
    assert_eq!((items.len(), unreadable.len()), (8, 5));
    assert!(unreadable.iter().all(|why| why.contains("more than 63 levels deep")), "{unreadable:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_wanted_is_answered_and_not_kept() {
    for (provider, wanted, unwanted, status) in [
        ("gingr", "check_in", "check_out", 403),
        ("gire", "pud:status_update", "pud:create", 200),
        ("ombori", "positionCreated", "positionCalled", 200),
        ("zaui", "booking.creation", "customer.creation", 200),
        ("cheqroom", "item.create", "order.checkout", 200),
    ] {
        let engines = Engines::start().await.unwrap();
        let function = Setup::new(provider, &engines).with("WANTED_EVENTS", wanted).start().await.unwrap();
        function.expect(status, &Fixture::of(provider, unwanted).unwrap().request()).await.unwrap();
        let fixture = Fixture::of(provider, wanted).unwrap();
        function.expect(200, &fixture.request()).await.unwrap();
        assert_eq!(engines.items().await.unwrap().len(), 1, "{provider}");
        assert_eq!(engines.take_ids().await.unwrap(), [fixture.id], "{provider}");
    }
}

/// A payload that does not fit its type and an unknown kind are both published, with a note.
#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_fit_its_type_is_noted_and_published() {
    let engines = Engines::start().await.unwrap();
    let function = Setup::new("gire", &engines).start().await.unwrap();
    let fixture = Fixture::of("gire", "pud:status_update").unwrap();
    let send = async |id: &str, kind: &str, data: &str| {
        let body =
            format!(r#"{{"id":"{id}","eventType":"{kind}","timestamp":"2026-03-14T08:00:00.000Z","data":{data}}}"#);
        let request = fixture.request().body(body).signed("gire", "local-gire-secret").unwrap();
        function.expect(200, &request).await.unwrap();
        function.settle().await.unwrap();
        engines.item(&format!("gire:{id}")).await.unwrap().unwrap()
    };
    let fits = send("1", "pud:status_update", r#"{"pudId":"p","newStatus":"completed"}"#).await;
    assert!(!fits.contains_key("misfit") && !fits.contains_key("unknown_fields"), "{fits:?}");
    let misfit = send("2", "pud:status_update", r#"{"pudId":{"canary":1},"newStatus":"canary"}"#).await;
    assert_eq!(text(&misfit, "misfit"), Some("data.pudId: an object, expected text or a number"));
    let unknown = send("3", "pud:flown", "7").await;
    assert!(!unknown.contains_key("misfit") && !unknown.contains_key("unknown_fields"), "{unknown:?}");
    let data = r#"{"pudId":"p","newStatus":"completed","view":"canary","stops":[{"at":"canary"}]}"#;
    let more = send("4", "pud:status_update", data).await;
    // A set has no order.
    let mut unknown_fields = more["unknown_fields"].as_ss().unwrap().clone();
    unknown_fields.sort();
    assert_eq!(unknown_fields, ["data.stops", "data.view"]);
    assert!(!more.contains_key("misfit"), "{more:?}");
    assert_eq!(engines.take_ids().await.unwrap(), ["1", "2", "3", "4"]);
    let line = &function.logged_when("the payload has fields that this version does not know", 1).await.unwrap()[0];
    assert_eq!((line["id"].as_str(), line["unknown_fields"].as_str()), (Some("gire:4"), Some("data.view, data.stops")));
    let line = &function.logged_when("the payload does not fit the type of its kind", 1).await.unwrap()[0];
    assert_eq!((line["id"].as_str(), line["misfit"].as_str()), (Some("gire:2"), text(&misfit, "misfit")));
    let line = &function.logged_when("the kind is not known to this version", 1).await.unwrap()[0];
    assert_eq!((line["id"].as_str(), line["kind"].as_str()), (Some("gire:3"), Some("pud:flown")));
    assert!(!function.log().contains("canary"), "{}", function.log());
}

/// If the path names the kind, it is part of the identity of an unreadable body: the same body at
/// two topics is two rows.
#[tokio::test(flavor = "multi_thread")]
async fn the_topic_of_what_cannot_be_read_is_kept() {
    let engines = Engines::start().await.unwrap();
    let function = Setup::new("cheqroom", &engines).start().await.unwrap();
    let fixture = Fixture::of("cheqroom", "item.create").unwrap();
    for path in ["/item.create", "/item.update", "/item.create"] {
        let request = fixture.request().at(path).body("[1]").signed("cheqroom", "local-cheqroom-secret").unwrap();
        function.expect(200, &request).await.unwrap();
    }
    function.settle().await.unwrap();
    let mut rows: Vec<_> = engines.items().await.unwrap();
    rows.sort_by_key(|row| text(row, "path").map(str::to_owned));
    let kept: Vec<_> = rows.iter().map(|row| (text(row, "path"), text(row, "deliveries"))).collect();
    assert_eq!(kept, [(Some("/item.create"), Some("2")), (Some("/item.update"), None)]);
    assert!(rows.iter().all(|row| row.contains_key("unreadable") && !row.contains_key("pending")));
}
