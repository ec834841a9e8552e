//! A provider's secret in Secrets Manager: reads what is live and what was, and writes a new value.
//!
//! Functions accept the current value and the previous one (`AWSPREVIOUS`), each a single secret, a
//! JSON array of several, or a JSON object of those by account. Adding or removing a secret
//! therefore has to consider both.

use anyhow::{Context, Result, anyhow, bail};
use aws_sdk_secretsmanager::Client;
use frontdesk::receive::live_secrets::Source;
use frontdesk::receive::secrets::{KeyId, Secrets, Written};

use crate::exit::usage;
use crate::target::Target;

const CURRENT: &str = "AWSCURRENT";
const PREVIOUS: &str = "AWSPREVIOUS";
/// How many of the unlabelled values are read.
const FORMER: usize = 20;

/// The secret of one provider.
pub(crate) struct Vault {
    client: Client,
    /// Name or ARN.
    pub(crate) id: String,
}

/// A secret that deliveries may be signed with.
pub(crate) struct Live {
    pub(crate) key: KeyId,
    pub(crate) written: Written,
    /// Whether it is in the current value, or only in the previous one.
    pub(crate) current: bool,
}

impl Vault {
    /// The secret of a provider, in the stack or in the local run.
    pub(crate) fn for_provider(target: &Target, provider: &str) -> Result<Self> {
        match target.source(provider)? {
            Some(Source { client, id }) => Ok(Self { client, id }),
            None => Err(usage("--table and --queue do not say where the secrets are: use --stack NAME")),
        }
    }

    /// The live secrets, each once, in the order in which they are tried.
    pub(crate) async fn live(&self) -> Result<Vec<Live>> {
        let Some(current) = self.value(Some(CURRENT), None).await? else {
            bail!("the secret {} has no text value; store the secret as plain text", self.id);
        };
        let current = parts(&current).with_context(|| format!("the value of the secret {} cannot be used", self.id))?;
        // As in a function: an unusable previous value is ignored.
        let previous = self.value(Some(PREVIOUS), None).await?.and_then(|value| parts(&value).ok()).unwrap_or_default();
        let mut live: Vec<Live> = Vec::new();
        let all = current.into_iter().map(|part| (part, true)).chain(previous.into_iter().map(|part| (part, false)));
        for (written, current) in all {
            // A secret's account is the one in the current value.
            if live.iter().all(|known| known.written.secret != written.secret) {
                live.push(Live { key: key(&written.secret)?, written, current });
            }
        }
        Ok(live)
    }

    /// The secret to sign deliveries with from now on: the newest, or the newest of an account.
    pub(crate) async fn newest(&self, provider: &str, account: Option<&str>) -> Result<Written> {
        let live = self.live().await?;
        let found = live.into_iter().find(|live| account.is_none() || live.written.account.as_deref() == account);
        found.map(|live| live.written).ok_or_else(|| match account {
            Some(account) => usage(&format!(
                "{provider} has no secret of an account `{account}`: `frontdesk secret list {provider}`"
            )),
            None => anyhow!("{provider} has no secret"),
        })
    }

    /// Secrets that were live in the past, as far as Secrets Manager still has them.
    pub(crate) async fn former(&self) -> Result<Vec<String>> {
        let list = self.client.list_secret_version_ids().secret_id(&self.id).include_deprecated(true);
        let mut listed = list.send().await?.versions.unwrap_or_default();
        listed.retain(|version| version.version_stages().is_empty());
        listed.sort_by_key(|version| std::cmp::Reverse(version.created_date));
        let mut former = Vec::new();
        for version in listed.iter().take(FORMER) {
            let value = self.value(None, version.version_id()).await?;
            let parts = value.and_then(|value| parts(&value).ok()).unwrap_or_default();
            former.extend(parts.into_iter().map(|part| part.secret));
        }
        Ok(former)
    }

    /// Makes these secrets live, the first as the newest. Any other secret stops being live.
    pub(crate) async fn put(&self, all: &[Written]) -> Result<()> {
        let value = Secrets::join(all);
        Secrets::parse(&value)?;
        let held = self.value(Some(CURRENT), None).await?.and_then(|value| parts(&value).ok()).unwrap_or_default();
        self.put_value(&value).await?;
        // The previous value stays valid as AWSPREVIOUS. If it contains a secret that must not be
        // live, the new value is put twice, so that it is its own previous value.
        if held.iter().any(|one| !all.contains(one)) {
            self.put_value(&value).await?;
        }
        Ok(())
    }

    async fn put_value(&self, value: &str) -> Result<()> {
        let put = self.client.put_secret_value().secret_id(&self.id).secret_string(value).send().await;
        put.map(|_| ()).with_context(|| format!("cannot write the secret {}", self.id))
    }

    async fn value(&self, stage: Option<&str>, version: Option<&str>) -> Result<Option<String>> {
        let get = self.client.get_secret_value().secret_id(&self.id);
        let get = get.set_version_stage(stage.map(str::to_owned)).set_version_id(version.map(str::to_owned));
        match get.send().await {
            Ok(found) => Ok(found.secret_string),
            Err(error)
                if stage != Some(CURRENT)
                    && error.as_service_error().is_some_and(|error| error.is_resource_not_found_exception()) =>
            {
                Ok(None)
            }
            Err(error) => Err(error).with_context(|| format!("cannot read the secret {}", self.id)),
        }
    }
}

/// The id of a secret.
pub(crate) fn key(text: &str) -> Result<KeyId> {
    // As an array of one, so nothing in the text has a special meaning.
    let secrets = Secrets::parse(&serde_json::to_string(&[text])?)?;
    secrets.ids().next().context("a secret has an id")
}

/// The single secrets in a value that a function could use.
fn parts(value: &str) -> Result<Vec<Written>> {
    Secrets::parse(value)?;
    Ok(Secrets::split(value)?)
}
