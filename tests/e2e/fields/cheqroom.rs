//! Fields of Cheqroom without a type, and why.

pub(super) const ALLOWED: &[(&str, &str)] = &[
    ("fields.*", "custom fields: each account names its own"),
    ("topic", "nobody has seen one in a body: it is made up, for operators who add it"),
];
