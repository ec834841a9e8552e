//! Deliveries to the endpoints of a local run, and the lines it prints about them.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};

use frontdesk_tests::fixtures::{Fixture, provider_names};

use super::LocalRun;
use crate::inspector::ask_at;

#[tokio::test(flavor = "multi_thread")]
async fn one_delivery_of_each_provider() {
    let run = LocalRun::start(&["--ephemeral"]);
    for provider in provider_names() {
        let fixture = Fixture::all(provider).unwrap().swap_remove(0);
        assert_eq!(run.post(provider, &fixture.request()), 200);
        let stored = run.line(&fixture.key());
        for told in [provider, fixture.kind.as_str(), "stored", "200", " ms"] {
            assert!(stored.contains(told), "{stored}");
        }
        assert!(run.line(&fixture.key()).contains("published  message "));
        let item = run.item(&fixture.key()).await.unwrap();
        assert!(item.contains_key("published_at"));
        let messages = run.take().await;
        assert_eq!(messages.len(), 1);
        assert!(messages[0].contains(&fixture.id));
        // Sent again: a duplicate, and no second message.
        assert_eq!(run.post(provider, &fixture.request()), 200);
        assert!(run.line(&fixture.key()).contains("duplicate"));
        assert_eq!(run.take().await.len(), 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_genuine_or_not_ordinary() {
    let run = LocalRun::start(&["--ephemeral", "--secret", "ombori=another secret, long enough"]);
    let gire = Fixture::of("gire", "pud:status_update").unwrap().request();
    let header = "x-hub-signature-256";
    assert_eq!(run.post("gire", &gire.clone().without(header)), 401);
    assert!(run.line("refused").contains("`x-hub-signature-256` is missing"));
    assert_eq!(run.post("gire", &gire.clone().body("{}")), 401);
    assert_eq!(run.post("ombori", &Fixture::of("ombori", "positionCreated").unwrap().request()), 401);
    assert!(run.line("refused: the token is none").contains("ombori"));
    assert_eq!(run.post("nobody", &gire), 404);
    let nobody = ask_at(run.ports[0], "POST /nobody", &[("host", "tunnel.example")], "");
    assert!(nobody.head.contains("content-type: text/plain"), "{}", nobody.head);
    assert_eq!(run.post("gire", &gire.clone().body(vec![b'x'; 6 * 1024 * 1024 + 1])), 413);
    assert_eq!(run.post("gire", &gire.clone().with("content-type", "application/octet-stream")), 200);
    let mut get = gire.clone().body("");
    get.method = "GET".to_owned();
    assert_eq!(run.post("gire", &get), 405);
    let zaui = Fixture::file("zaui", "unreadable.xml").unwrap().request();
    assert_eq!(run.post("zaui", &zaui), 200);
    assert!(run.line("unreadable").contains("choose JSON"));
    let token = "another secret, long enough";
    let unknown = Fixture::of("ombori", "positionCreated").unwrap().request().with("authorization", token);
    assert_eq!(run.post("ombori", &unknown.body(r#"{"type":"somethingNew"}"#)), 200);
    assert!(run.line("somethingNew").contains("stored"));
}

#[test]
fn a_body_that_ends_early_is_not_called_too_large() {
    let run = LocalRun::start(&["--ephemeral"]);
    let mut stream = TcpStream::connect(("127.0.0.1", run.ports[0])).unwrap();
    stream.write_all(b"POST /gire HTTP/1.1\r\nhost: tunnel.example\r\ncontent-length: 100\r\n\r\n{}").unwrap();
    stream.shutdown(Shutdown::Write).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 400 "), "{answer}");
    run.line("ended before its announced length  400");
}
