//! A `frontdesk dev` in a separate process.

use std::path::Path;
use std::process::Stdio;

use anyhow::{Context, Result, bail};
use frontdesk::aws::{Access, Clients};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

/// A local run. It ends when this is dropped.
#[derive(Debug)]
pub(crate) struct LocalRun {
    child: Child,
    /// The folder in which it was started, and in which it registers itself.
    _folder: tempfile::TempDir,
    /// The base URL of the endpoints; the provider's name follows.
    pub(crate) endpoints: String,
    /// Clients for its table and its queue.
    pub(crate) clients: Clients,
    pub(crate) table: String,
    pub(crate) queue_url: String,
}

impl LocalRun {
    /// Starts it on free ports, in memory or with its data in a folder.
    pub(crate) async fn start(program: &Path, data: Option<&Path>) -> Result<Self> {
        let folder = tempfile::tempdir().context("cannot create a folder for the local run")?;
        let mut command = Command::new(program);
        command.args(["dev", "--port", "0"]).current_dir(&folder);
        match data {
            Some(folder) => command.arg("--data").arg(folder),
            None => command.arg("--ephemeral"),
        };
        command.stdin(Stdio::null()).stdout(Stdio::piped()).kill_on_drop(true);
        let mut child = command.spawn().with_context(|| format!("cannot start {}", program.display()))?;
        let mut lines = BufReader::new(child.stdout.take().context("its output is not a pipe")?).lines();
        let [mut endpoints, mut dynamodb, mut table, mut sqs, mut queue_url] = [const { String::new() }; 5];
        loop {
            let Some(line) = lines.next_line().await? else { bail!("the local run ended before it was ready") };
            match line.split_whitespace().collect::<Vec<_>>().as_slice() {
                ["inspect", url, ..] => url.trim_end_matches('/').clone_into(&mut endpoints),
                ["DynamoDB", url, _, name] => (dynamodb, table) = ((*url).to_owned(), (*name).to_owned()),
                ["SQS", url, _, queue] => (sqs, queue_url) = ((*url).to_owned(), (*queue).to_owned()),
                ["Ctrl-C", ..] => break,
                _ => {}
            }
        }
        // From here on, its output is discarded, so it never waits for a reader.
        tokio::spawn(async move { tokio::io::copy(&mut lines.into_inner(), &mut tokio::io::sink()).await });
        let clients = Clients::for_relay(&Access {
            region: "us-east-1".to_owned(),
            access_key_id: "local".to_owned(),
            secret_access_key: "local".to_owned(),
            session_token: None,
            dynamodb: Some(dynamodb),
            sqs: Some(sqs),
            secrets_manager: None,
            roots: None,
        });
        Ok(Self { child, _folder: folder, endpoints, clients, table, queue_url })
    }

    /// Returns the keys of all rows in an index.
    pub(crate) async fn keys(&self, index: &str) -> Result<Vec<String>> {
        let scan = self.clients.dynamodb().scan().table_name(&self.table).index_name(index);
        let mut items = scan.projection_expression("id").into_paginator().items().send();
        let mut keys = Vec::new();
        while let Some(item) = items.next().await {
            let item = item.with_context(|| format!("cannot read the index {index}"))?;
            keys.extend(item.get("id").and_then(|id| id.as_s().ok()).cloned());
        }
        Ok(keys)
    }

    /// Returns its resident memory, in bytes.
    pub(crate) fn memory(&self) -> Result<u64> {
        crate::process::memory_of(self.child.id().context("the local run ended on its own")?)
    }
}
