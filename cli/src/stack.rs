//! A deployed stack, as CloudFormation describes it: the outputs and parameters of template.yaml.

use std::collections::HashMap;

use anyhow::{Context, Result, bail};
use aws_sdk_cloudformation::Client;
use aws_sdk_cloudformation::error::ProvideErrorMetadata;
use aws_types::SdkConfig;
use jiff::SignedDuration;

/// A deployed stack.
#[derive(Debug)]
pub(crate) struct Stack {
    name: String,
    outputs: HashMap<String, String>,
    parameters: HashMap<String, String>,
}

impl Stack {
    /// Fetches the stack's outputs and parameters
    /// (<https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html>).
    pub(crate) async fn describe(config: &SdkConfig, name: &str) -> Result<Self> {
        let asked = Client::new(config).describe_stacks().stack_name(name).send().await;
        let region = config.region().map_or("", |region| region.as_ref());
        let hint = format!("cannot read the stack {name} in {region}; are its name, --region and --profile right?");
        let answer = match asked {
            Ok(answer) => answer,
            // AWS's own message is a sentence; the SDK's rendering of it is not.
            Err(error) if error.message().is_some() => {
                bail!("{hint} AWS says: {}", error.message().unwrap_or_default())
            }
            Err(error) => return Err(error).context(hint),
        };
        let Some(stack) = answer.stacks.unwrap_or_default().into_iter().next() else {
            bail!("there is no stack {name} in {region}; `aws cloudformation list-stacks` lists the stacks");
        };
        let outputs = stack.outputs.unwrap_or_default();
        let parameters = stack.parameters.unwrap_or_default();
        Ok(Self {
            name: name.to_owned(),
            outputs: outputs.into_iter().filter_map(|output| output.output_key.zip(output.output_value)).collect(),
            parameters: parameters
                .into_iter()
                .filter_map(|parameter| parameter.parameter_key.zip(parameter.parameter_value))
                .collect(),
        })
    }

    /// An output of template.yaml.
    pub(crate) fn output(&self, name: &str) -> Result<&str> {
        let found = self.outputs.get(name).map(String::as_str);
        found.with_context(|| {
            let mut names: Vec<&str> = self.outputs.keys().map(String::as_str).collect();
            names.sort_unstable();
            let has = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
            format!("the stack {} has no output {name}: is it a Frontdesk stack? Its outputs: {has}", self.name)
        })
    }

    /// The ARN of a provider's secret.
    pub(crate) fn secret(&self, provider: &str) -> Result<&str> {
        self.output(&format!("{}SecretArn", capital(provider)))
    }

    /// The URL of a provider's function.
    pub(crate) fn url(&self, provider: &str) -> Result<&str> {
        self.output(&format!("{}Url", capital(provider)))
    }

    /// The table of the example consumer, if the stack has one.
    pub(crate) fn consumed_table(&self) -> Option<&str> {
        self.outputs.get("ConsumedTableName").map(String::as_str)
    }

    /// A parameter, if it has a value.
    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// The header that carries a provider's token, if one is set.
    pub(crate) fn auth_header(&self, provider: &str) -> Option<&str> {
        self.parameter(&format!("{}AuthHeader", capital(provider)))
    }

    /// How long repeated content counts as a retry, if it can recur. `None`, as for 0, leaves it to
    /// each provider.
    pub(crate) fn retry_window(&self) -> Option<SignedDuration> {
        let minutes = self.parameter("RetryWindowMinutes")?.parse().ok().filter(|minutes| *minutes > 0)?;
        Some(SignedDuration::from_mins(minutes))
    }

    /// How many days its events are kept.
    pub(crate) fn retention_days(&self) -> Option<u32> {
        self.parameter("RetentionDays")?.parse().ok()
    }
}

/// The provider's logical id in the template.
fn capital(provider: &str) -> String {
    let mut rest = provider.chars();
    rest.next().into_iter().flat_map(char::to_uppercase).chain(rest).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stack(outputs: &[(&str, &str)]) -> Stack {
        let map = |pairs: &[(&str, &str)]| pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        Stack { name: "desk".to_owned(), outputs: map(outputs), parameters: map(&[("RetentionDays", "30")]) }
    }

    #[test]
    fn outputs_are_found_by_the_providers_name() {
        let stack = stack(&[("GireSecretArn", "arn:gire"), ("GireUrl", "https://gire/")]);
        assert_eq!(stack.secret("gire").unwrap(), "arn:gire");
        assert_eq!(stack.url("gire").unwrap(), "https://gire/");
        assert_eq!((stack.parameter("RetentionDays"), stack.parameter("OmboriAuthHeader")), (Some("30"), None));
        assert_eq!((stack.retention_days(), stack.consumed_table()), (Some(30), None));
    }

    #[test]
    fn the_table_of_the_example_is_there_where_the_example_is() {
        assert_eq!(stack(&[("ConsumedTableName", "desk-consumed")]).consumed_table(), Some("desk-consumed"));
    }

    #[test]
    fn the_retry_window_is_that_of_the_functions() {
        let check = |given: Option<&str>, expected: Option<i64>| {
            let mut stack = stack(&[]);
            stack.parameters.extend(given.map(|minutes| ("RetryWindowMinutes".to_owned(), minutes.to_owned())));
            assert_eq!(stack.retry_window(), expected.map(SignedDuration::from_mins), "{given:?}");
        };
        check(Some("20"), Some(20));
        check(Some("0"), None);
        check(None, None);
    }

    #[test]
    fn what_is_missing_is_named_with_what_is_there() {
        let message = stack(&[("B", "1"), ("A", "2")]).output("TableName").unwrap_err().to_string();
        assert!(message.contains("desk") && message.contains("TableName") && message.contains("A, B"), "{message}");
        assert!(stack(&[]).output("TableName").unwrap_err().to_string().contains("none"));
    }
}
