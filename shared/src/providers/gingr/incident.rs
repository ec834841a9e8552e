//! An incident. No document or capture shows one: these are the fields that a [user of
//! Gingr](https://github.com/Lsandwork/digiWhiteboard) reads.

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::payload::Moment;

/// An incident with an animal. The vendor documents no fields; these are the ones its users read.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Incident {
    /// Id of the incident.
    pub id: Option<String>,
    /// Id of the animal.
    ///
    /// In Rust, [`Incident::animal_id`] checks both possible fields.
    pub animal_id: Option<String>,
    /// Id of the animal, under its other name.
    pub a_id: Option<String>,
    /// Name of the animal.
    pub animal_name: Option<String>,
    /// Id of the owner.
    pub o_id: Option<String>,
    /// First name of the owner.
    pub first_name: Option<String>,
    /// Last name of the owner.
    pub last_name: Option<String>,
    /// Type of incident, as text.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// Id of the type of incident.
    pub incident_type_id: Option<String>,
    /// Notes; may contain HTML.
    pub notes: Option<String>,
    /// Who reported it.
    pub created_by: Option<String>,
    /// Who reported it, under its other name.
    pub username: Option<String>,
    /// When it was reported. Unix seconds are also accepted.
    pub created_at: Option<Moment>,
    /// When it was reported, under its other name.
    pub created_at_iso: Option<Moment>,
    /// Id of the location.
    pub location_id: Option<String>,
    /// Name of the location.
    pub location_name: Option<String>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl Incident {
    /// Returns the animal's id from whichever field has it.
    #[must_use]
    pub fn animal_id(&self) -> Option<&str> {
        self.animal_id.as_deref().or(self.a_id.as_deref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payload::tolerant;

    fn read<T: serde::de::DeserializeOwned>(json: &str) -> T {
        serde_json::from_str(json).and_then(tolerant::read).unwrap()
    }

    #[test]
    fn an_incident_has_its_time_and_place() {
        fn check(json: &str, time: Option<&str>) {
            let incident: Incident = read(json);
            let times = [&incident.created_at, &incident.created_at_iso];
            let time_read = times.into_iter().flatten().find_map(Moment::zoned).map(|time| time.to_string());
            assert_eq!(time_read.as_deref(), time, "{json}");
            assert_eq!((incident.location_id.as_deref(), incident.incident_type_id.as_deref()), (Some("1"), Some("4")));
            assert_eq!(incident.animal_id(), Some("1207"), "{json}");
            assert!(incident.extra.is_empty(), "{json}: {:?}", incident.extra);
        }
        check(
            r#"{"location_id":"1","incident_type_id":"4","animal_id":"1207","created_at":"1654430000"}"#,
            Some("2022-06-05T11:53:20Z"),
        );
        check(
            r#"{"location_id":1,"incident_type_id":4,"a_id":1207,"created_at":null,"created_at_iso":"2022-06-05T07:53:20-04:00"}"#,
            Some("2022-06-05T11:53:20Z"),
        );
        check(r#"{"location_id":"1","incident_type_id":"4","a_id":"1207","created_at":"2022-06-05 07:53:20"}"#, None);
    }
}
