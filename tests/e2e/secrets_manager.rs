//! Secrets from Secrets Manager: one, several, the previous one. Needs an engine that has it (`FRONTDESK_TEST_ENGINE`).

use aws_sdk_secretsmanager::Client;
use aws_sdk_secretsmanager::config::{BehaviorVersion, Credentials, Region};
use frontdesk_tests::engines::Engines;
use frontdesk_tests::fixtures::Fixture;
use frontdesk_tests::function::Setup;

fn client(engines: &Engines) -> Client {
    let access = engines.access();
    let config = aws_sdk_secretsmanager::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new(access.region.clone()))
        .credentials_provider(Credentials::new(&access.access_key_id, &access.secret_access_key, None, None, "test"))
        .endpoint_url(access.secrets_manager.clone().unwrap())
        .http_client(aws_smithy_http_client::Builder::new().build_http());
    Client::from_conf(config.build())
}

/// The function starts with the secret `id`, and accepts or refuses the example, which is signed with `local-gire-secret`.
async fn check(engines: &Engines, id: &str, status: u16) {
    let setup = Setup::new("gire", engines).with("WEBHOOK_SECRET", "").with("WEBHOOK_SECRET_ID", id);
    let function = setup.start().await.unwrap();
    function.expect(status, &Fixture::of("gire", "pud:create").unwrap().request()).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn one_several_and_the_previous_one() {
    let engines = Engines::start().await.unwrap();
    let (client, id) = (client(&engines), engines.table.clone());
    client.create_secret().name(&id).secret_string("another-secret-for-now").send().await.unwrap();
    check(&engines, &id, 401).await;
    let put = |value: &str| client.put_secret_value().secret_id(&id).secret_string(value).send();
    put("local-gire-secret").await.unwrap();
    check(&engines, &id, 200).await;
    // Rotated: what was current is now AWSPREVIOUS, and still good.
    put("the-secret-after-rotation").await.unwrap();
    check(&engines, &id, 200).await;
    put("the-secret-after-that-one").await.unwrap();
    check(&engines, &id, 401).await;
    put(r#"["the-secret-after-that-one","local-gire-secret"]"#).await.unwrap();
    check(&engines, &id, 200).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_used_stops_the_start() {
    let engines = Engines::start().await.unwrap();
    let (client, id) = (client(&engines), engines.table.clone());
    client.create_secret().name(&id).secret_string(r#"{"secret":"local-gire-secret"}"#).send().await.unwrap();
    for (id, told) in [(id.as_str(), "it is a JSON object"), ("no-such-secret", "could not be fetched")] {
        let setup = Setup::new("gire", &engines).with("WEBHOOK_SECRET", "").with("WEBHOOK_SECRET_ID", id);
        let mut function = setup.start().await.unwrap();
        assert_eq!(function.ended().await.unwrap(), Some(1));
        let lines = async {
            while !function.log().contains(told) {
                tokio::time::sleep(std::time::Duration::from_millis(5)).await;
            }
        };
        let told = tokio::time::timeout(std::time::Duration::from_secs(10), lines).await;
        assert!(told.is_ok(), "{}", function.log());
    }
}
