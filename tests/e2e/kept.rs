//! Refused deliveries are kept, within bounds and after the answer, and are released once the
//! secret is right.

use std::net::Ipv4Addr;

use frontdesk_local::runtime_api::Happening;
use frontdesk_tests::engines::{Engines, text};
use frontdesk_tests::fixtures::{Fixture, provider_names};
use frontdesk_tests::function::Setup;
use frontdesk_tests::proxy::Proxy;

const WRONG: &str = "not the secret that signed";

#[tokio::test(flavor = "multi_thread")]
async fn what_carried_a_wrong_proof_is_kept() {
    for provider in provider_names() {
        let engines = Engines::start().await.unwrap();
        let function = Setup::new(provider, &engines).with("WEBHOOK_SECRET", WRONG).start().await.unwrap();
        let fixture = Fixture::all(provider).unwrap().swap_remove(0);
        // The same bytes make one row, however often they arrive.
        for _ in 0..3 {
            function.expect(401, &fixture.request()).await.unwrap();
        }
        let items = engines.items().await.unwrap();
        assert_eq!(items.len(), 1, "{provider}");
        let item = &items[0];
        let id = text(item, "id").unwrap();
        assert!(id.starts_with(&format!("refused:{provider}:")), "{id}");
        assert!(text(item, "refused").unwrap().contains("none of the live secrets"), "{item:?}");
        assert!(!item.contains_key("pending") && !item.contains_key("deliveries"));
        let received: jiff::Timestamp = text(item, "received_at").unwrap().parse().unwrap();
        assert_eq!(text(item, "expires_at"), Some((received.as_second() + 7 * 86400).to_string().as_str()));
        let by_token = ["ombori", "zaui"].contains(&provider);
        assert_eq!(item.contains_key("token_sha256"), by_token, "{provider}");
        assert_eq!(item.contains_key("signature"), !by_token, "{provider}");
        assert_eq!(item.contains_key("path"), !by_token, "{provider}");
        assert!(!format!("{item:?}").contains(&format!("local-{provider}-secret")), "{provider}: a token is kept");
        assert_eq!(engines.take_messages().await.unwrap().len(), 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_written_after_the_answer() {
    let mut engines = Engines::start().await.unwrap();
    let dynamodb = Proxy::start(&engines.dynamodb_url).await.unwrap();
    engines.dynamodb_url = dynamodb.url();
    let function = Setup::new("gire", &engines).with("WEBHOOK_SECRET", WRONG).start().await.unwrap();
    function.expect(401, &Fixture::of("gire", "pud:create").unwrap().request()).await.unwrap();
    let journal = function.api.journal();
    let answered = journal.iter().find(|entry| matches!(entry.happening, Happening::ResponsePosted { .. })).unwrap().at;
    let calls = dynamodb.calls();
    assert_eq!(calls.len(), 1);
    assert!(answered < calls[0].at);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_carried_no_proof_is_only_counted() {
    let cases = [
        ("gingr", "", ""),
        ("gire", "x-hub-signature-256", ""),
        ("ombori", "authorization", ""),
        ("zaui", "", "/"),
        ("cheqroom", "x-cheqroom-signature", ""),
    ];
    for (provider, header, path) in cases {
        let engines = Engines::start().await.unwrap();
        let function = Setup::new(provider, &engines).start().await.unwrap();
        let mut request = Fixture::all(provider).unwrap()[0].request().without(header);
        if !path.is_empty() {
            request = request.at(path);
        }
        if provider == "gingr" {
            request = request.body(r#"{"webhook_type":"check_in","entity_id":1,"entity_type":"reservation"}"#);
        }
        function.expect(401, &request).await.unwrap();
        assert_eq!(engines.items().await.unwrap().len(), 0, "{provider}");
        assert_eq!(function.logged_when("delivery", 1).await.unwrap()[0]["outcome"], "refused");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flood_is_bounded() {
    let engines = Engines::start().await.unwrap();
    let function = Setup::new("cheqroom", &engines).with("WEBHOOK_SECRET", WRONG).start().await.unwrap();
    let fixture = Fixture::of("cheqroom", "item.create").unwrap();
    let started = std::time::Instant::now();
    for number in 0..100 {
        let request = fixture.request().body(format!("{{\"_id\":\"{number}\"}}"));
        function.expect(401, &request).await.unwrap();
    }
    // Ten at once, then two a second.
    let most = 10 + 2 * (started.elapsed().as_secs() as usize + 1);
    let kept = engines.items().await.unwrap().len();
    assert!((10..=most).contains(&kept), "{kept} kept of 100, at most {most}");
    // Too large to keep at any rate.
    let engines = Engines::start().await.unwrap();
    let function = Setup::new("cheqroom", &engines).start().await.unwrap();
    let large = fixture.request().body(vec![b' '; 256 * 1024 + 1]);
    function.expect(401, &large).await.unwrap();
    assert_eq!(engines.items().await.unwrap().len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flood_leaves_room_for_others() {
    let engines = Engines::start().await.unwrap();
    let function = Setup::new("cheqroom", &engines).with("WEBHOOK_SECRET", WRONG).start().await.unwrap();
    let fixture = Fixture::of("cheqroom", "item.create").unwrap();
    let (stranger, provider) = (Ipv4Addr::new(198, 51, 100, 1), Ipv4Addr::new(203, 0, 113, 8));
    let send = async |from: Ipv4Addr, number: usize| {
        let request = fixture.request().body(format!("{{\"_id\":\"{from} {number}\"}}"));
        function.expect_from(from, 401, &request).await.unwrap();
    };
    for number in 0..100 {
        send(stranger, number).await;
    }
    for number in 0..10 {
        send(provider, number).await;
        send(stranger, 100 + number).await;
    }
    let items = engines.items().await.unwrap();
    let kept = items.iter().filter(|item| text(item, "source_ip") == Some("203.0.113.8")).count();
    assert_eq!(kept, 10);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_switch() {
    let engines = Engines::start().await.unwrap();
    let setup = Setup::new("gire", &engines).with("WEBHOOK_SECRET", WRONG).with("KEEP_REFUSED", "false");
    let function = setup.start().await.unwrap();
    function.expect(401, &Fixture::of("gire", "pud:create").unwrap().request()).await.unwrap();
    assert_eq!(engines.items().await.unwrap().len(), 0);
}
