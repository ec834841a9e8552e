//! Fields of Zaui without a type, and why.

pub(super) const ALLOWED: &[(&str, &str)] =
    &[("eventData.inventoryData", "what an inventory event holds is not documented: the fixture's field is made up")];
