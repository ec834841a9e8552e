//! Messages in the queue are CloudEvents, as another implementation of the format reads them.

use cloudevents::{AttributesReader, Data, Event};
use frontdesk::{Message, gingr, gire};
use frontdesk_tests::engines::Engines;
use frontdesk_tests::fixtures::{Fixture, project, provider_names};
use frontdesk_tests::function::Setup;

#[tokio::test(flavor = "multi_thread")]
async fn every_message_is_a_cloud_event() {
    let folder = project().join("target/rehearse/messages");
    std::fs::create_dir_all(&folder).unwrap();
    for provider in provider_names() {
        let engines = Engines::start().await.unwrap();
        let function = Setup::new(provider, &engines).start().await.unwrap();
        let fixtures = Fixture::all(provider).unwrap();
        let fixtures: Vec<_> = fixtures.iter().filter(|fixture| !fixture.unreadable).collect();
        for fixture in &fixtures {
            function.expect(200, &fixture.request()).await.unwrap();
        }
        let messages = engines.take_messages().await.unwrap();
        assert!(!messages.is_empty());
        for message in messages {
            let body = message.body().unwrap();
            let event: Event = serde_json::from_str(body).unwrap();
            let fixture = fixtures.iter().find(|fixture| fixture.id == event.id()).unwrap();
            assert_eq!(event.source().as_str(), format!("/frontdesk/{provider}"));
            assert_eq!(event.ty(), format!("{provider}.{}", fixture.kind));
            assert_eq!(event.subject(), fixture.subject.as_deref());
            assert_eq!(event.datacontenttype(), Some("application/json"));
            let extensions: Vec<_> = event.iter_extensions().map(|(name, _)| name).collect();
            for name in ["receivedat", "verification", "sha256"] {
                assert!(extensions.contains(&name), "{extensions:?}");
            }
            let Some(Data::Json(data)) = event.data() else { panic!("{body} has no JSON data") };
            assert_eq!(data, &serde_json::from_slice::<serde_json::Value>(&fixture.body).unwrap());
            // Byte for byte, not only equal as JSON.
            assert!(body.contains(std::str::from_utf8(&fixture.body).unwrap()), "{}", fixture.file);
            let attributes = message.message_attributes().unwrap();
            assert_eq!(attributes["provider"].string_value(), Some(provider));
            assert_eq!(attributes["kind"].string_value(), Some(fixture.kind.as_str()));
            assert!(attributes["verification"].string_value().is_some());
            // For tests/rehearse.sh, which reads them with a third implementation.
            std::fs::write(folder.join(format!("{provider}-{}.json", fixture.file)), body).unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_consumer_reads_types() {
    let engines = Engines::start().await.unwrap();
    let function = Setup::new("gingr", &engines).start().await.unwrap();
    function.expect(200, &Fixture::of("gingr", "check_in").unwrap().request()).await.unwrap();
    let messages = engines.take_messages().await.unwrap();
    let message = Message::parse(messages[0].body().unwrap()).unwrap();
    assert_eq!((message.provider(), message.kind()), ("gingr", "check_in"));
    assert!(matches!(message.payload::<gingr::Payload>().unwrap(), gingr::Payload::CheckIn(_)));
    let other = message.payload::<gire::Payload>().unwrap_err().to_string();
    assert!(other.contains("expected an event from `gire`"), "{other}");
}
