//! Known defects of other webhook receivers, each tried on the compiled functions. Defects that
//! other tests already rule out are only in the table of docs/security.md.

use std::time::Duration;

use frontdesk_tests::engines::{Engines, text};
use frontdesk_tests::fixtures::{Fixture, Request, project, provider_names};
use frontdesk_tests::function::{Function, Setup};
use frontdesk_tests::proxy::{Fault, Proxy};
use jiff::Timestamp;
use serde_json::Value;

async fn started(provider: &str) -> (Engines, Function) {
    let engines = Engines::start().await.unwrap();
    let function = Setup::new(provider, &engines).start().await.unwrap();
    (engines, function)
}

/// Returns the request with its proof cut to `length` characters.
fn cut(provider: &str, fixture: &Fixture, length: usize) -> Request {
    let request = fixture.request();
    let header = |name: &str, before: usize| {
        let short = request.headers[name][..before + length].to_owned();
        request.clone().with(name, &short)
    };
    match provider {
        "gire" => header("x-hub-signature-256", "sha256=".len()),
        "cheqroom" => header("x-cheqroom-signature", 0),
        "ombori" => header("authorization", 0),
        "zaui" => request.clone().at(&request.path[..=length]),
        _ => {
            let body: Value = serde_json::from_slice(&fixture.body).unwrap();
            let signature = body["signature"].as_str().unwrap();
            let body = String::from_utf8(fixture.body.clone()).unwrap().replace(signature, &signature[..length]);
            request.body(body)
        }
    }
}

/// RUSTSEC-2024-0010: a comparison that stops at the end of the shorter value accepts every prefix.
#[tokio::test(flavor = "multi_thread")]
async fn a_comparison_stops_at_the_shorter_length() {
    for provider in provider_names() {
        let (engines, function) = started(provider).await;
        let fixture = Fixture::all(provider).unwrap().swap_remove(0);
        let whole = if ["ombori", "zaui"].contains(&provider) { format!("local-{provider}-secret").len() } else { 64 };
        for length in 0..whole {
            function.expect(401, &cut(provider, &fixture, length)).await.unwrap();
        }
        assert_eq!(
            engines
                .items()
                .await
                .unwrap()
                .iter()
                .filter(|item| item.contains_key("sha256") && !item.contains_key("refused"))
                .count(),
            0
        );
        function.expect(200, &cut(provider, &fixture, whole)).await.unwrap();
    }
}

/// CVE-2026-86080: an empty secret, with which anyone can sign.
#[tokio::test(flavor = "multi_thread")]
async fn an_empty_secret_verifies_everything() {
    for provider in provider_names() {
        for empty in ["", " ", "\n", "[]", "[\"\"]", "[\"local-secret-0123456789\",\"\"]", "\"\"", "{}", "null"] {
            let engines = Engines::start().await.unwrap();
            let mut function = Setup::new(provider, &engines).with("WEBHOOK_SECRET", empty).start().await.unwrap();
            assert_eq!(function.ended().await.unwrap(), Some(1), "{provider} starts with {empty:?}");
        }
        let (_engines, function) = started(provider).await;
        let request = Fixture::all(provider).unwrap().swap_remove(0).request();
        function.expect(401, &request.signed(provider, "").unwrap()).await.unwrap();
    }
}

/// CVE-2026-91080, CVE-2024-40634: a body that is parsed or read without limit before it is
/// verified. Only gingr's must be inspected before that; a test of `Object::parse_only` shows that
/// its fields are not collected.
#[tokio::test(flavor = "multi_thread")]
async fn a_body_is_parsed_without_limit_before_verification() {
    const SIZE: usize = 500_000;
    let bodies = [
        "[".repeat(SIZE),
        format!("{{\"a\":{}", "{\"a\":".repeat(SIZE / 5)),
        format!("{{{}\"a\":0}}", "\"\":0,".repeat(SIZE / 5)),
        format!("{{{}\"a\":0}}", "\"signature\":\"\",".repeat(SIZE / 15)),
        format!("{{\"a\":1{}}}", "0".repeat(SIZE)),
        format!("{{\"a\":\"{}\"}}", "\\u0000".repeat(SIZE / 6)),
        " ".repeat(SIZE),
    ];
    for provider in provider_names() {
        let (_engines, function) = started(provider).await;
        let genuine = Fixture::all(provider).unwrap().swap_remove(0);
        let wrong = genuine.request().signed(provider, "a-secret-that-is-not-live").unwrap();
        for body in &bodies {
            function.expect(401, &wrong.clone().body(body.as_str())).await.unwrap();
        }
        // The same sandbox continues.
        function.expect(200, &genuine.request()).await.unwrap();
        assert!(!function.log().contains("panicked"), "{}", function.log());
    }
}

/// A header that is not ASCII or lacks its prefix, and causes a 500.
#[tokio::test(flavor = "multi_thread")]
async fn an_odd_header_gives_a_500() {
    let header = [("gire", "x-hub-signature-256"), ("cheqroom", "x-cheqroom-signature"), ("ombori", "authorization")];
    for (provider, header) in header {
        let (_engines, function) = started(provider).await;
        let genuine = Fixture::all(provider).unwrap().swap_remove(0).request();
        let right = genuine.headers[header].clone();
        let odd = [
            String::new(),
            "sha256=".to_owned(),
            "sha256".to_owned(),
            "=".to_owned(),
            "sha1=0000000000000000000000000000000000000000".to_owned(),
            "sha256=\u{e9}".to_owned(),
            "\u{e9}".repeat(32),
            "\u{1f4a9}".repeat(16),
            format!("{right}\u{e9}"),
            format!("sha256={right}"),
            "g".repeat(64),
            "0".repeat(63),
            "0".repeat(65),
            "0".repeat(100_000),
        ];
        for value in odd {
            function.expect(401, &genuine.clone().with(header, &value)).await.unwrap();
        }
        function.expect(200, &genuine).await.unwrap();
    }
}

/// A base64 body that is verified without decoding: a signature over the base64 text would be
/// accepted.
#[tokio::test(flavor = "multi_thread")]
async fn a_body_in_base64_is_verified_undecoded() {
    use base64::Engine;
    for provider in ["gire", "cheqroom"] {
        let (_engines, function) = started(provider).await;
        let genuine = Fixture::all(provider).unwrap().swap_remove(0).request();
        let binary = genuine.clone().with("content-type", "application/octet-stream");
        let encoded = base64::engine::general_purpose::STANDARD.encode(&genuine.body);
        let over_the_text = binary.clone().body(encoded).signed(provider, &format!("local-{provider}-secret")).unwrap();
        function.expect(401, &over_the_text.body(genuine.body.clone())).await.unwrap();
        function.expect(200, &binary).await.unwrap();
    }
}

/// "Seen" marked before the event is stored: the retry after a failure is then taken for a
/// duplicate.
#[tokio::test(flavor = "multi_thread")]
async fn seen_is_marked_before_it_is_stored() {
    for provider in provider_names() {
        let mut engines = Engines::start().await.unwrap();
        let dynamodb = Proxy::start(&engines.dynamodb_url).await.unwrap();
        engines.dynamodb_url = dynamodb.url();
        let function = Setup::new(provider, &engines).start().await.unwrap();
        let fixture = Fixture::all(provider).unwrap().swap_remove(0);
        for fault in [Fault::FailBeforeSend, Fault::Status(500, "InternalServerError")] {
            dynamodb.always(fault);
            function.expect(503, &fixture.request()).await.unwrap();
        }
        dynamodb.always(Fault::Pass);
        function.expect(200, &fixture.request()).await.unwrap();
        let item = engines.item(&fixture.key()).await.unwrap().expect("the retry must be stored");
        assert_eq!(text(&item, "deliveries"), None, "{provider}");
        assert_eq!(engines.take_ids().await.unwrap(), [fixture.id], "{provider}: the retry must be published");
    }
}

/// A duplicate that is acknowledged while the first copy is still failing: if that one fails, both
/// are lost.
#[tokio::test(flavor = "multi_thread")]
async fn a_duplicate_is_acknowledged_while_the_first_copy_is_failing() {
    let mut engines = Engines::start().await.unwrap();
    let dynamodb = Proxy::start(&engines.dynamodb_url).await.unwrap();
    engines.dynamodb_url = dynamodb.url();
    let function = Setup::new("gire", &engines).sandboxes(2).start().await.unwrap();
    let fixture = Fixture::of("gire", "pud:create").unwrap();
    let request = fixture.request();
    // The first copy hangs; all later ones fail.
    let mut first = true;
    dynamodb.plan(move |operation| match operation {
        "PutItem" if std::mem::take(&mut first) => Fault::Delay(Duration::from_secs(5)),
        "PutItem" => Fault::Status(500, "InternalServerError"),
        _ => Fault::Pass,
    });
    let (one, other) = tokio::join!(function.deliver(&request), function.deliver(&request));
    assert_eq!((one.unwrap().status().as_u16(), other.unwrap().status().as_u16()), (503, 503));
    assert!(engines.item(&fixture.key()).await.unwrap().is_none());
    // It hangs again, and the second copy gets through: after a 200 the row is in the table.
    let before = dynamodb.count("PutItem");
    dynamodb.once("PutItem", Fault::Delay(Duration::from_secs(5)));
    let second = async {
        dynamodb.counted("PutItem", before + 1).await.unwrap();
        let status = function.deliver(&request).await.unwrap().status();
        (status.as_u16(), engines.item(&fixture.key()).await.unwrap().is_some())
    };
    let (_, second) = tokio::join!(function.deliver(&request), second);
    assert_eq!(second, (200, true));
    function.settle().await.unwrap();
    assert_eq!(engines.items().await.unwrap().len(), 1);
}

/// A time to live in an attribute that the table does not name, or in a unit that DynamoDB does not
/// use: nothing ever expires.
#[tokio::test(flavor = "multi_thread")]
async fn the_time_to_live_is_written_elsewhere() {
    let template = std::fs::read_to_string(project().join("template.yaml")).unwrap();
    let named = template.split("TimeToLiveSpecification:").nth(1).unwrap().split("AttributeName:").nth(1).unwrap();
    let named: String = named.trim().chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
    assert_eq!(named, frontdesk_local::dynamodb::TIME_TO_LIVE);
    for provider in provider_names() {
        let (engines, function) = started(provider).await;
        function.expect(200, &Fixture::all(provider).unwrap().swap_remove(0).request()).await.unwrap();
        for item in engines.items().await.unwrap() {
            let seconds: i64 = item[&named].as_n().unwrap().parse().unwrap();
            let days = (seconds - Timestamp::now().as_second()) as f64 / 86_400.0;
            assert!((89.0..92.0).contains(&days), "{provider}: it expires in {days} days");
        }
    }
}
