//! Web pages in a browser on this machine cannot use a local run.

use frontdesk::aws::Clients;
use frontdesk_tests::fixtures::Fixture;

use super::LocalRun;
use crate::inspector::ask_at;

/// Sends the requests that a browser could be made to send, to each port.
#[tokio::test(flavor = "multi_thread")]
async fn no_web_page_reads_or_writes_what_is_here() {
    let run = LocalRun::start(&["--ephemeral"]);
    let [front, dynamodb, sqs, secrets] = run.ports;
    let item = r#"{"TableName":"frontdesk-events","Item":{"id":{"S":"gire:forged"}}}"#;
    let queue = format!(r#"{{"QueueUrl":"{}","MessageBody":"forged"}}"#, run.queue_url());
    let requests = [
        (dynamodb, "DynamoDB_20120810.PutItem", item),
        (sqs, "AmazonSQS.SendMessage", &queue),
        (secrets, "secretsmanager.GetSecretValue", r#"{"SecretId":"frontdesk-gire"}"#),
        (secrets, "secretsmanager.PutSecretValue", r#"{"SecretId":"frontdesk-gire","SecretString":"the page's own"}"#),
    ];
    for (port, target, body) in requests {
        let own = format!("127.0.0.1:{port}");
        let check = |line: &str, headers: &[(&str, &str)], ok: bool| {
            let more = [("x-amz-target", target), ("content-type", "application/x-amz-json-1.0")];
            let page = ask_at(port, line, &[headers, &more].concat(), body);
            assert_eq!(page.status, if ok { 200 } else { 403 }, "{target} {line} {headers:?}");
            assert!(!page.head.contains("access-control"), "{}", page.head);
        };
        // Rebound to 127.0.0.1; across origins, with and without a preflight; without an origin.
        check("POST /", &[("host", &format!("evil.example:{port}"))], false);
        check("POST /", &[("host", "127.0.0.1")], false);
        check("OPTIONS /", &[("host", &own), ("origin", "http://evil.example")], false);
        for origin in ["http://evil.example", "null", "http://127.0.0.1:3000"] {
            check("POST /", &[("host", &own), ("origin", origin)], false);
        }
        if target != "secretsmanager.PutSecretValue" {
            assert!(run.item("gire:forged").await.is_none() && run.take().await.is_empty(), "{target}");
            check("POST /", &[("host", &format!("localhost:{port}"))], true);
            run.forget("gire:forged").await;
            run.take().await;
        }
    }
    let secret = Clients::for_relay(&run.access()).secrets_manager().get_secret_value().secret_id("frontdesk-gire");
    assert_eq!(secret.send().await.unwrap().secret_string.as_deref(), Some("local-gire-secret"));
    // The default secrets are public.
    let fixture = Fixture::of("gire", "pud:create").unwrap();
    let request = fixture.request().with("origin", "http://evil.example");
    assert_eq!(run.post("gire", &request), 403);
    let own = format!("http://127.0.0.1:{front}");
    assert_eq!(run.post("gire", &request.with("origin", &own)), 200);
}
