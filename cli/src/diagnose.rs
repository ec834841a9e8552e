//! `frontdesk diagnose`: why a delivery is refused, and what to do about it.

mod body;
mod explain;
mod hmac;
mod json;
mod proof;
mod secret;
#[cfg(test)]
mod tests;
mod token;

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::Args;
use frontdesk::receive::delivery::Delivery;
use frontdesk::receive::kept_refusal::KeptRefusal;
use http::HeaderName;
use jiff::Timestamp;
use serde_json::json;

use self::explain::{Cause, Diagnosis, Known, Standing, explain, explain_kept};
use crate::exit::usage;
use crate::local_run::{self, Given};
use crate::print::{line, plain};
use crate::providers::Providers;
use crate::refused::refusal;
use crate::secret::vault::Vault;
use crate::target::{Target, TargetOptions};

/// Which delivery, and where it was refused.
#[derive(Args)]
#[command(after_help = "Write the request as on the wire:\n\n  POST / HTTP/1.1\n  Content-Type: \
                        application/json\n  X-Hub-Signature-256: sha256=5f2c…\n\n  {\"id\":\"…\"}\n\nA line break \
                        at the end, which an editor adds, may be left out: --body gives the exact bytes.")]
pub(crate) struct Options {
    /// A kept delivery: `refused:<provider>:…`, from `frontdesk refused list`.
    #[arg(value_name = "ID", conflicts_with = "request")]
    id: Option<String>,
    /// A file with the whole request as text; `-` for standard input. Needs --provider.
    #[arg(long, value_name = "FILE", requires = "provider")]
    request: Option<PathBuf>,
    /// A file with the exact bytes of the request's body.
    #[arg(long, value_name = "FILE", requires = "request")]
    body: Option<PathBuf>,
    /// The provider that should have sent it.
    #[arg(long, value_name = "NAME", requires = "request")]
    provider: Option<String>,
    /// The header that carries the token, if AUTH_HEADER names one.
    #[arg(long, value_name = "NAME", requires = "request")]
    auth_header: Option<String>,
    /// A provider's live secret, or a JSON array of them [default: those in Secrets Manager].
    #[arg(long, value_name = "PROVIDER[/ACCOUNT]=SECRET")]
    secret: Vec<String>,
    /// A secret that may have been live in the past.
    #[arg(long, value_name = "SECRET")]
    former: Vec<String>,
    /// Prints one JSON object.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    target: TargetOptions,
}

/// Runs the command.
pub(crate) async fn run(options: &Options, providers: Providers) -> Result<()> {
    let mut id = None;
    let found = match (&options.id, &options.request) {
        (Some(named), _) => {
            let target = Target::at(&options.target, providers).await?;
            let refused = refusal(&target, named).await?;
            let found = kept(&target, &refused, &options.secret, &options.former).await?;
            id = Some(refused.id);
            found
        }
        (None, Some(file)) => {
            let provider = options.provider.as_deref().unwrap_or_default();
            let provider = providers.known(provider)?;
            let delivery = options.delivery(file)?;
            let given = local_run::given(&options.secret, providers)?;
            let all_given = given.iter().any(|given| given.provider == provider.name);
            // If a secret is given, nothing else is needed.
            let target = if all_given { None } else { Some(Target::at(&options.target, providers).await?) };
            let known = known(providers, target.as_ref(), provider.name, &options.secret, &options.former).await?;
            let auth_header = options.auth_header.as_ref().map(|name| name.to_lowercase());
            let explain =
                |delivery: &Delivery| explain(providers, provider, delivery, auth_header.as_deref(), &borrowed(&known));
            let found = explain(&delivery);
            match options.without_last_line_break(&delivery).map(|delivery| explain(&delivery)) {
                Some(without) if found.cause != Cause::Genuine && without.cause != Cause::Unknown => {
                    let told =
                        format!("(Read without the line break at its end, which an editor adds.)\n{}", without.told);
                    Diagnosis { told, ..without }
                }
                _ => found,
            }
        }
        (None, None) => {
            return Err(usage(
                "name a delivery (`frontdesk refused list` shows what was kept), or give --request FILE",
            ));
        }
    };
    print(&found, id.as_deref(), options.json)
}

/// Explains why a kept delivery was refused, with the given secrets and those that the target
/// knows.
pub(crate) async fn kept(
    target: &Target,
    kept: &KeptRefusal,
    given: &[String],
    former: &[String],
) -> Result<Diagnosis> {
    let known = known(target.providers, Some(target), &kept.provider, given, former).await?;
    explain_kept(target.providers, kept, &borrowed(&known))
        .with_context(|| format!("no provider `{}`", plain(&kept.provider)))
}

/// Prints the findings. A kept delivery can then be released.
fn print(found: &Diagnosis, id: Option<&str>, as_json: bool) -> Result<()> {
    if as_json {
        let object =
            json!({ "id": id, "cause": found.cause, "told": found.told, "todo": found.todo, "key": found.key });
        return line(&object.to_string());
    }
    line(&plain(&format!("cause  {}\n\n{}\n{}", found.cause, found.told, found.todo)))?;
    match id {
        Some(id) => line(&plain(&format!("\nOnce it is genuine: frontdesk refused release {id}"))),
        None => Ok(()),
    }
}

type Values = Vec<(String, Standing)>;

fn borrowed(values: &Values) -> Vec<Known<'_>> {
    values.iter().map(|(value, standing)| Known { value, standing: *standing }).collect()
}

/// All secrets that the delivery may have been signed with.
async fn known(
    providers: Providers,
    target: Option<&Target>,
    provider: &str,
    given: &[String],
    former: &[String],
) -> Result<Values> {
    let mut known: Values = former.iter().map(|value| (value.clone(), Standing::Former)).collect();
    let given = local_run::given(given, providers)?;
    let standing = |name| if name == provider { Standing::Live } else { Standing::Of(name) };
    known.extend(given.iter().map(|given| (given.value.to_owned(), standing(given.provider))));
    if let Some(target) = target {
        known.extend(in_secrets_manager(target, provider, &given).await?);
    }
    Ok(known)
}

impl Options {
    /// The delivery without the file's final line break, if the body might not include it.
    fn without_last_line_break(&self, delivery: &Delivery) -> Option<Delivery> {
        let body = delivery.body.strip_suffix(b"\n").filter(|_| self.body.is_none())?;
        let body = body.strip_suffix(b"\r").unwrap_or(body);
        Some(Delivery { body: delivery.body.slice_ref(body), ..delivery.clone() })
    }

    fn delivery(&self, file: &PathBuf) -> Result<Delivery> {
        let text = if file.as_os_str() == "-" {
            let mut text = Vec::new();
            std::io::Read::read_to_end(&mut std::io::stdin(), &mut text).context("cannot read standard input")?;
            text
        } else {
            std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?
        };
        let mut delivery = request(&text)?;
        if let Some(file) = &self.body {
            delivery.body = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?.into();
        }
        Ok(delivery)
    }
}

/// The secrets in Secrets Manager: the provider's, their previous values, and those of the other
/// providers.
async fn in_secrets_manager(target: &Target, provider: &str, given: &[Given<'_>]) -> Result<Values> {
    let mut known = Vec::new();
    if target.source(provider)?.is_none() {
        return Ok(known);
    }
    for name in target.providers.names().filter(|name| !given.iter().any(|given| given.provider == *name)) {
        let own = name == provider;
        // A stack may lack some providers, and the others' secrets are optional.
        if !own && target.source(name).is_err() {
            continue;
        }
        let vault = Vault::for_provider(target, name)?;
        let live = match vault.live().await {
            Ok(live) => live,
            Err(_) if !own => continue,
            Err(error) => return Err(error.context(target.hint())),
        };
        let standing = if own { Standing::Live } else { Standing::Of(name) };
        known.extend(live.into_iter().map(|secret| (secret.written.secret, standing)));
        if own {
            let former = vault.former().await.unwrap_or_default();
            known.extend(former.into_iter().map(|text| (text, Standing::Former)));
        }
    }
    Ok(known)
}

/// Parses a request as text: its first line, headers, an empty line, the body. The first line is
/// optional.
fn request(text: &[u8]) -> Result<Delivery> {
    let (mut method, mut path, mut headers) = ("POST".to_owned(), "/".to_owned(), Vec::new());
    let mut rest = text;
    for number in 1.. {
        let end = rest.iter().position(|byte| *byte == b'\n');
        let (first, behind) = rest.split_at_checked(end.map_or(rest.len(), |end| end + 1)).unwrap_or((rest, b""));
        rest = behind;
        let first = first.strip_suffix(b"\n").unwrap_or(first);
        let first = String::from_utf8_lossy(first.strip_suffix(b"\r").unwrap_or(first)).into_owned();
        if first.is_empty() {
            break;
        }
        let mut words = first.split(' ');
        let (word, target) = (words.next().unwrap_or_default(), words.next());
        match (number, target) {
            (1, Some(target)) if is_method(word) => (method, path) = (word.to_uppercase(), self::path(target)),
            _ => match first.split_once(':').filter(|(name, _)| HeaderName::from_bytes(name.trim().as_bytes()).is_ok())
            {
                Some((name, value)) => headers.push((name.trim().to_lowercase(), value.trim().to_owned())),
                None => bail!(
                    "line {number} of the request is not a header: write `Name: value`, and an empty line before the body"
                ),
            },
        }
    }
    Ok(Delivery { method, ..Delivery::post(path, headers, rest.to_vec(), Timestamp::now()) })
}

fn is_method(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// The path of a request's target, which may be a whole URL.
fn path(target: &str) -> String {
    let behind = target.split_once("://").map(|(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
    behind.map_or_else(|| target.to_owned(), |path| format!("/{path}"))
}

#[cfg(test)]
mod request_tests {
    use super::*;

    #[test]
    fn requests_as_text() {
        fn check(text: &str, method: &str, path: &str, headers: &[(&str, &str)], body: &str) {
            let delivery = request(text.as_bytes()).unwrap();
            assert_eq!((delivery.method.as_str(), delivery.path.as_str()), (method, path), "{text}");
            let own: Vec<_> = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
            assert_eq!(delivery.headers, own, "{text}");
            assert_eq!(delivery.body, body.as_bytes(), "{text}");
        }
        check("POST /a HTTP/1.1\r\nX-A: b: c\r\n\r\n{}\r\n", "POST", "/a", &[("x-a", "b: c")], "{}\r\n");
        check("X-A: b\n\n{}\n\n", "POST", "/", &[("x-a", "b")], "{}\n\n");
        check("post https://host.on.aws/item.create?x=1 HTTP/2\n\n", "POST", "/item.create?x=1", &[], "");
        check("POST https://host.on.aws\n", "POST", "/", &[], "");
        check("", "POST", "/", &[], "");
        check("\n{}", "POST", "/", &[], "{}");
        for body in ["{\"a\":1}", "{}", "<a href='x:y'>"] {
            assert!(request(body.as_bytes()).is_err(), "{body}");
        }
    }
}
