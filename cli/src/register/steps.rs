//! What to enter at the providers that have no API for it: their steps, with the URL and the secret filled in.

use anyhow::Result;
use frontdesk::provider::Provider;
use frontdesk::providers::{Cheqroom, Gingr, Ombori, Zaui};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::Options;
use crate::print::line;
use crate::secret::vault::Vault;
use crate::target::Target;

/// What may stand in a path as it is.
const IN_PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// What a step names.
struct Values {
    url: String,
    secret: String,
    /// The secret as it stands in a URL.
    in_path: String,
    auth_header: String,
}

/// Prints the steps of a provider.
pub(super) async fn print(provider: &'static str, options: &Options, show: bool) -> Result<()> {
    let target = Target::at(&options.target).await?;
    let url = options.url(Some(&target), provider)?.unwrap_or_else(|| "https://FUNCTION-URL/".to_owned());
    let (secret, in_path) = if show {
        let secret = options.secret(&target, provider).await?;
        let in_path = utf8_percent_encode(&secret, IN_PATH).to_string();
        (secret, in_path)
    } else {
        ("SECRET".to_owned(), "SECRET".to_owned())
    };
    let auth_header = target.auth_header().to_owned();
    for (number, step) in steps(provider, &Values { url, secret, in_path, auth_header }).iter().enumerate() {
        line(&format!("{}. {step}", number + 1))?;
    }
    if !show {
        let read = Vault::for_provider(&target, provider).map(|vault| target.how_to_read(&vault.id));
        line("\nSECRET is the newest live secret: --show puts it in")?;
        if let Ok(read) = read {
            line(&format!("({read})"))?;
        }
    }
    Ok(())
}

/// The steps, as the provider documents them.
fn steps(provider: &str, values: &Values) -> Vec<String> {
    let Values { url, secret, in_path, auth_header } = values;
    match provider {
        Gingr::NAME => vec![
            "In Gingr, open Admin » Custom Configurations.".to_owned(),
            format!("Webhook URL: {url} (several URLs are separated by commas)"),
            format!("Webhook Signature Key: {secret} (it is one key for the whole account)"),
        ],
        Ombori::NAME => vec![
            "Write to the Ombori team: webhooks are set up by them, for each queue.".to_owned(),
            format!("URL: {url}"),
            "Types: those you want, such as positionCreated, bookingConfirmation".to_owned(),
            format!("Static header: {auth_header}: {secret}"),
        ],
        Zaui::NAME => vec![
            "In Zaui, open Settings > Webhooks and add a webhook. One sends one event type, so you need one for each."
                .to_owned(),
            format!("URL: {url}{in_path}"),
            "Format: JSON. XML is kept, but not published.".to_owned(),
        ],
        Cheqroom::NAME => vec![
            "In Cheqroom, open Settings > Integrations > Webhooks > Configure > New webhook. One has one topic."
                .to_owned(),
            format!("URL: {url}TOPIC, such as {url}item.create"),
            format!(
                "Signing secret: {secret}, if Cheqroom lets you choose it; else put the one it shows into `frontdesk secret \
                     rotate cheqroom --from-file -`"
            ),
        ],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_is_filled_in() {
        let text = |text: &str| text.to_owned();
        let values = Values {
            url: text("https://host/"),
            secret: text("a/b"),
            in_path: text("a%2Fb"),
            auth_header: text("authorization"),
        };
        let check = |provider: &str, expected: &[&str]| {
            let text = steps(provider, &values).join("\n");
            assert!(expected.iter().all(|part| text.contains(part)), "{text}");
        };
        check("gingr", &["Webhook URL: https://host/ ", "Signature Key: a/b "]);
        check("ombori", &["URL: https://host/", "authorization: a/b"]);
        check("zaui", &["URL: https://host/a%2Fb", "JSON"]);
        check("cheqroom", &["https://host/item.create", "secret: a/b"]);
    }
}
