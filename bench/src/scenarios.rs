//! The conditions under which everything is measured.

use std::time::Duration;

use crate::measure::Scenario;

/// About the length of a delivery.
const KB: usize = 1_000;

/// No TLS, the secret in the environment: what is left is the function itself.
pub(crate) const PLAIN: Scenario = Scenario { name: "HTTP", tls: false, delay: Duration::ZERO, bytes: KB, calls: 300 };
/// As deployed, but for the distance to AWS.
pub(crate) const TLS: Scenario = Scenario { name: "TLS", tls: true, delay: Duration::ZERO, bytes: KB, calls: 300 };
/// With the distance, which decides how long a sender waits.
pub(crate) const TLS_5_MS: Scenario =
    Scenario { name: "TLS, 5 ms per AWS call", tls: true, delay: Duration::from_millis(5), bytes: KB, calls: 100 };
/// A large delivery.
pub(crate) const LARGE: Scenario =
    Scenario { name: "TLS, 100 KB bodies", tls: true, delay: Duration::ZERO, bytes: 100 * KB, calls: 100 };
/// Enough calls to see whether memory grows.
pub(crate) const LONG: Scenario =
    Scenario { name: "long run, TLS", tls: true, delay: Duration::ZERO, bytes: KB, calls: 9_900 };
