//! What to enter at a provider without an API: the steps, with the URL and the secret filled in.

use anyhow::Result;
use frontdesk::providers::Provider;
use frontdesk::receive::proof::{Proof, in_path};

use super::Options;
use crate::print::line;
use crate::providers::Providers;
use crate::secret::vault::Vault;
use crate::target::Target;

/// The placeholder for a secret that must not be shown.
const HIDDEN: &str = "SECRET";

/// What a step can refer to.
struct Values {
    url: String,
    secret: String,
    auth_header: String,
}

/// Prints the steps of a provider.
pub(super) async fn print(
    provider: &'static Provider,
    steps: &[&str],
    options: &Options,
    providers: Providers,
) -> Result<()> {
    let target = Target::at(&options.target, providers).await?;
    let url = options.url(Some(&target), provider.name)?.unwrap_or_else(|| "https://FUNCTION-URL/".to_owned());
    let secret = if options.show { options.secret(&target, provider.name).await? } else { HIDDEN.to_owned() };
    let default = match provider.proof {
        Proof::HeaderToken { default, .. } => default,
        Proof::BodyHmac { .. } | Proof::FieldsHmac { .. } | Proof::PathToken { .. } => "",
    };
    let auth_header = target.auth_header(provider).unwrap_or(default).to_owned();
    let values = Values { url, secret, auth_header };
    for (number, step) in steps.iter().enumerate() {
        line(&format!("{}. {}", number + 1, values.fill_in(step)))?;
    }
    if !options.show {
        let read = Vault::for_provider(&target, provider.name).map(|vault| target.how_to_read(&vault.id));
        line("\nSECRET is the newest live secret: --show puts it in")?;
        if let Ok(read) = read {
            line(&format!("({read})"))?;
        }
    }
    Ok(())
}

impl Values {
    /// A step with the values filled in.
    fn fill_in(&self, step: &str) -> String {
        let Self { url, secret, auth_header } = self;
        let values = [
            ("{url}", url),
            ("{secret}", secret),
            ("{secret_in_path}", &in_path(secret)),
            ("{auth_header}", auth_header),
        ];
        values.into_iter().fold(step.to_owned(), |text, (name, value)| text.replace(name, value))
    }
}

#[cfg(test)]
mod tests {
    use frontdesk::providers::{ALL, Registration};

    use super::*;

    #[test]
    fn every_step_is_filled_in() {
        let text = |text: &str| text.to_owned();
        let values = Values { url: text("https://host/"), secret: text("a/b"), auth_header: text("authorization") };
        let check = |name: &str, expected: &[&str]| {
            let provider = ALL.iter().find(|provider| provider.name == name).unwrap();
            let Registration::Steps(steps) = provider.registration else { panic!("{name} has no steps") };
            let steps: Vec<String> = steps.iter().map(|step| values.fill_in(step)).collect();
            let all = steps.join("\n");
            assert!(expected.iter().all(|part| all.contains(part)) && !all.contains('{'), "{all}");
        };
        check("gingr", &["Webhook URL: https://host/ ", "Signature Key: a/b "]);
        check("ombori", &["URL: https://host/", "authorization: a/b"]);
        check("zaui", &["URL: https://host/a%2Fb", "JSON"]);
        check("cheqroom", &["https://host/item.create", "secret: a/b"]);
    }
}
