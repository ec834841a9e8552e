//! The conditions of all measurements.

use std::time::Duration;

use crate::measure::Scenario;

/// The approximate length of a delivery.
const KB: usize = 1_000;

/// Without TLS, with the secret in the environment: measures the function itself.
pub(crate) const PLAIN: Scenario = Scenario { name: "HTTP", tls: false, delay: Duration::ZERO, bytes: KB, calls: 300 };
/// As deployed, except for the distance to AWS.
pub(crate) const TLS: Scenario = Scenario { name: "TLS", tls: true, delay: Duration::ZERO, bytes: KB, calls: 300 };
/// With the distance to AWS, which determines how long a sender waits.
pub(crate) const TLS_5_MS: Scenario =
    Scenario { name: "TLS, 5 ms per AWS call", tls: true, delay: Duration::from_millis(5), bytes: KB, calls: 100 };
/// A large delivery.
pub(crate) const LARGE: Scenario =
    Scenario { name: "TLS, 100 KB bodies", tls: true, delay: Duration::ZERO, bytes: 100 * KB, calls: 100 };
/// Enough calls to show whether memory grows.
pub(crate) const LONG: Scenario =
    Scenario { name: "long run, TLS", tls: true, delay: Duration::ZERO, bytes: KB, calls: 9_900 };
