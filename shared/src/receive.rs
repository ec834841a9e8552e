//! Receiving: from a request to a verified, read and stored delivery.
//!
//! | module | what it holds |
//! |---|---|
//! | `function_url` | the request and the response of a Lambda function URL |
//! | [`delivery`] | a request before and after it is trusted; the seal between the two |
//! | [`proof`], [`signature`], [`secrets`] | where a proof is, the only cryptography, the live secrets |
//! | [`refusal`], [`kept_refusal`] | why a delivery is refused or unreadable; refusals that are kept for a week |
//! | [`object`], [`depth`] | the top level of a JSON object, without copying; how deeply a body may be nested |
//! | [`wanted`], [`outcome`] | the kinds that an operator wants; the outcome of a delivery, and its status code |
//! | `live_secrets`, `rate` | the secrets of a running function, kept fresh; a rate limit |
//! | `pipeline` | all of them in order, top to bottom |
//!
//! Modules without a link need the feature `receiver`.

pub mod delivery;
pub mod depth;
pub mod kept_refusal;
pub mod object;
pub mod outcome;
pub mod proof;
pub mod refusal;
pub mod secrets;
pub mod signature;
pub mod wanted;

#[cfg(feature = "receiver")]
pub mod function_url;
#[cfg(feature = "receiver")]
pub mod live_secrets;
#[cfg(feature = "receiver")]
pub mod pipeline;
#[cfg(feature = "receiver")]
mod rate;
