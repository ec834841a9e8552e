//! The capacity that DynamoDB calls consume: the units that AWS bills.
//!
//! A [`Meter`] sits in a client and requests the consumed capacity of each call. The code above it
//! never does so in a function, and is measured unchanged. [`rules`] computes the capacity from the
//! items by AWS's documentation; a test compares the engine with it.

pub mod rules;

use std::sync::{Arc, Mutex, PoisonError};

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::interceptors::{
    BeforeSerializationInterceptorContextMut, FinalizerInterceptorContextRef,
};
use aws_sdk_dynamodb::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_dynamodb::error::BoxError;
use aws_sdk_dynamodb::operation::batch_get_item::{BatchGetItemInput, BatchGetItemOutput};
use aws_sdk_dynamodb::operation::delete_item::{DeleteItemInput, DeleteItemOutput};
use aws_sdk_dynamodb::operation::get_item::{GetItemInput, GetItemOutput};
use aws_sdk_dynamodb::operation::put_item::{PutItemError, PutItemInput, PutItemOutput};
use aws_sdk_dynamodb::operation::query::{QueryInput, QueryOutput};
use aws_sdk_dynamodb::operation::transact_write_items::{TransactWriteItemsInput, TransactWriteItemsOutput};
use aws_sdk_dynamodb::operation::update_item::{UpdateItemInput, UpdateItemOutput};
use aws_sdk_dynamodb::types::{ConsumedCapacity, ReturnConsumedCapacity};
use aws_smithy_runtime_api::client::interceptors::context::{Input, Output};

/// What one call consumed.
#[derive(Debug, Clone, PartialEq)]
pub struct Consumed {
    /// The operation: `PutItem`.
    pub operation: &'static str,
    /// Units of the table itself.
    pub table: f64,
    /// Units of all indexes together.
    pub indexes: f64,
}

impl Consumed {
    /// All units of the call.
    #[must_use]
    pub fn units(&self) -> f64 {
        self.table + self.indexes
    }

    fn of<'a>(operation: &'static str, capacities: impl IntoIterator<Item = &'a ConsumedCapacity>) -> Self {
        let mut consumed = Self { operation, table: 0.0, indexes: 0.0 };
        for capacity in capacities {
            let indexes = capacity.global_secondary_indexes.iter().flatten();
            let indexes: f64 = indexes.filter_map(|(_, index)| index.capacity_units).sum();
            consumed.indexes += indexes;
            consumed.table += capacity.capacity_units.unwrap_or_default() - indexes;
        }
        consumed
    }
}

/// Adds up what a client's calls consume. Clones share the count.
#[derive(Debug, Clone, Default)]
pub struct Meter {
    calls: Arc<Mutex<Vec<Consumed>>>,
}

impl Meter {
    /// Returns the client with the meter in it.
    #[must_use]
    pub fn on(&self, client: &Client) -> Client {
        Client::from_conf(client.config().to_builder().interceptor(self.clone()).build())
    }

    /// Returns what the calls since the last time consumed, in the order in which they completed.
    #[must_use]
    pub fn take(&self) -> Vec<Consumed> {
        std::mem::take(&mut *self.calls.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn count(&self, consumed: Consumed) {
        self.calls.lock().unwrap_or_else(PoisonError::into_inner).push(consumed);
    }
}

impl Intercept for Meter {
    fn name(&self) -> &'static str {
        "Meter"
    }

    fn modify_before_serialization(
        &self,
        context: &mut BeforeSerializationInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        ask(context.input_mut());
        Ok(())
    }

    fn read_after_execution(
        &self,
        context: &FinalizerInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        match context.output_or_error() {
            Some(Ok(output)) => told(output).into_iter().for_each(|consumed| self.count(consumed)),
            Some(Err(error)) => {
                let failed = error.as_operation_error().and_then(|error| error.downcast_ref::<PutItemError>());
                failed.and_then(refused).into_iter().for_each(|consumed| self.count(consumed));
            }
            None => {}
        }
        Ok(())
    }
}

/// Makes a call report what it consumes.
fn ask(input: &mut Input) {
    macro_rules! ask {
        ($($input:ty),*) => { $(
            if let Some(input) = input.downcast_mut::<$input>() {
                input.return_consumed_capacity = Some(ReturnConsumedCapacity::Indexes);
            }
        )* };
    }
    ask!(PutItemInput, UpdateItemInput, DeleteItemInput, TransactWriteItemsInput, GetItemInput, BatchGetItemInput);
    ask!(QueryInput);
}

/// What a call reports as consumed.
fn told(output: &Output) -> Option<Consumed> {
    macro_rules! told {
        ($($output:ty => $name:literal),*) => { $(
            if let Some(output) = output.downcast_ref::<$output>() {
                return Some(Consumed::of($name, &output.consumed_capacity));
            }
        )* };
    }
    told!(PutItemOutput => "PutItem", UpdateItemOutput => "UpdateItem", DeleteItemOutput => "DeleteItem");
    told!(GetItemOutput => "GetItem", QueryOutput => "Query");
    if let Some(output) = output.downcast_ref::<BatchGetItemOutput>() {
        return Some(Consumed::of("BatchGetItem", output.consumed_capacity.iter().flatten()));
    }
    let output = output.downcast_ref::<TransactWriteItemsOutput>()?;
    Some(Consumed::of("TransactWriteItems", output.consumed_capacity.iter().flatten()))
}

/// A put whose condition failed. Its response does not report consumption, but contains the
/// existing item, which AWS bills:
/// <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html#write-operation-consumption>.
fn refused(error: &PutItemError) -> Option<Consumed> {
    let PutItemError::ConditionalCheckFailedException(there) = error else { return None };
    let table = rules::write_units(rules::item_bytes(there.item.as_ref()?));
    Some(Consumed { operation: "PutItem", table, indexes: 0.0 })
}
