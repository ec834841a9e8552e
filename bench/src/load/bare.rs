//! What the embedded engine does when nothing but PutItem is asked of it: the measure that the load is held against.
//!
//! The rows are the local run's own, read from its table after a few deliveries and made new by another key; so they have
//! the same sizes and the same attributes for both indexes.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{AttributeValue, KeysAndAttributes, ReturnValuesOnConditionCheckFailure};
use frontdesk::store::DAY_INDEX;
use tokio::task::JoinSet;

use super::local_run::TABLE;

/// A row as the SDK has it.
pub(crate) type Item = HashMap<String, AttributeValue>;

/// BatchGetItem takes at most so many keys
/// (<https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html>).
const KEYS: usize = 100;

/// All rows of the table, or only these attributes of them. Their keys are read from the index first: for a page of a scan the
/// embedded engine sorts the whole table.
pub(crate) async fn rows(client: &Client, attributes: Option<&str>, mut each: impl FnMut(Item)) -> Result<()> {
    let mut from = None;
    loop {
        let scan = client.scan().table_name(TABLE).index_name(DAY_INDEX).set_exclusive_start_key(from);
        let page = scan.projection_expression("id").send().await.context("the index by_day cannot be read")?;
        for keys in page.items.unwrap_or_default().chunks(KEYS) {
            let wanted = KeysAndAttributes::builder().set_keys(Some(keys.to_vec())).consistent_read(true);
            let wanted = wanted.set_projection_expression(attributes.map(str::to_owned)).build()?;
            let found = client.batch_get_item().request_items(TABLE, wanted).send().await;
            let mut found = found.context("the table cannot be read")?;
            ensure!(found.unprocessed_keys().is_none_or(HashMap::is_empty), "the engine left keys of a batch unread");
            let rows = found.responses.take().and_then(|mut tables| tables.remove(TABLE));
            rows.unwrap_or_default().into_iter().for_each(&mut each);
        }
        from = page.last_evaluated_key.filter(|key| !key.is_empty());
        if from.is_none() {
            return Ok(());
        }
    }
}

/// The row as it was when it was put, before it was published and marked.
pub(crate) fn as_put(mut row: Item) -> Result<Item> {
    row.remove("published_at");
    row.remove("message_id");
    let day = row.get("day").and_then(|day| day.as_s().ok()).context("a row has a day")?;
    let shard = day.rsplit('#').next().context("a day ends with its shard")?.to_owned();
    row.insert("pending".to_owned(), AttributeValue::S(shard));
    Ok(row)
}

/// Puts so many new rows over so many connections, and gives the rate per second.
pub(crate) async fn put_rate(client: &Client, rows: Arc<Vec<Item>>, count: usize, connections: usize) -> Result<f64> {
    ensure!(!rows.is_empty(), "there are no rows to put");
    let next = Arc::new(AtomicUsize::new(0));
    let started = Instant::now();
    let mut putting: JoinSet<Result<()>> = JoinSet::new();
    for _ in 0..connections {
        let (client, rows, next) = (client.clone(), Arc::clone(&rows), Arc::clone(&next));
        putting.spawn(async move {
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= count {
                    return Ok(());
                }
                let row = rows.get(number % rows.len()).context("a row for every number")?;
                put(&client, row, number).await?;
            }
        });
    }
    while let Some(ended) = putting.join_next().await {
        ended.context("a put ended")?.context("a bare PutItem failed")?;
    }
    Ok(count as f64 / started.elapsed().as_secs_f64())
}

/// The same request that the pipeline makes.
async fn put(client: &Client, row: &Item, number: usize) -> Result<()> {
    let mut row = row.clone();
    let id = row.get("id").and_then(|id| id.as_s().ok()).context("a row has an id")?;
    let (provider, id) = id.split_once(':').context("an id begins with its provider")?;
    // As scattered as real ids are, and as long.
    let mixed = (number as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let id = format!("{provider}:{mixed:016x}{}", id.get(16..).unwrap_or_default());
    row.insert("id".to_owned(), AttributeValue::S(id));
    let put = client.put_item().table_name(TABLE).set_item(Some(row)).condition_expression("attribute_not_exists(id)");
    let put = put.return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
    put.send().await.map(drop).map_err(anyhow::Error::from)
}
