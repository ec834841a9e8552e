//! The versions of a secret and their labels, and the file that keeps them.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use serde::{Deserialize, Serialize};

/// The label of the current value.
pub(super) const CURRENT: &str = "AWSCURRENT";
const PREVIOUS: &str = "AWSPREVIOUS";
/// How many versions without a label are kept, as in AWS.
const UNLABELLED: usize = 100;

/// A current or earlier value of a secret.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Version {
    pub(super) id: String,
    pub(super) value: String,
    /// Seconds since 1970.
    pub(super) created: i64,
    pub(super) stages: Vec<String>,
}

/// All values of a secret, oldest first.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Versions(Vec<Version>);

impl Version {
    pub(super) fn new(id: String, value: &str, created: i64) -> Self {
        Self { id, value: value.to_owned(), created, stages: Vec::new() }
    }
}

impl Versions {
    pub(super) fn new(first: Version) -> Self {
        Self(vec![Version { stages: vec![CURRENT.to_owned()], ..first }])
    }

    /// Adds a version and moves these labels to it; the version that had `AWSCURRENT` becomes
    /// `AWSPREVIOUS`. Returns the version's labels. `None` for a known id with another value;
    /// repeating the same call changes nothing.
    pub(super) fn put(&mut self, version: Version, stages: &[String]) -> Option<Vec<String>> {
        if let Some(known) = self.named(&version.id) {
            return (known.value == version.value).then(|| known.stages.clone());
        }
        let becomes_current = stages.iter().any(|stage| stage == CURRENT);
        for of in &mut self.0 {
            let was_current = of.stages.iter().any(|stage| stage == CURRENT);
            let goes = |stage: &String| stages.contains(stage) || (becomes_current && stage == PREVIOUS);
            of.stages.retain(|stage| !goes(stage));
            if becomes_current && was_current && !stages.iter().any(|stage| stage == PREVIOUS) {
                of.stages.push(PREVIOUS.to_owned());
            }
        }
        self.0.push(Version { stages: stages.to_vec(), ..version });
        let unlabelled = self.0.iter().filter(|version| version.stages.is_empty()).count();
        let mut surplus = unlabelled.saturating_sub(UNLABELLED);
        self.0.retain(|version| {
            let goes = surplus > 0 && version.stages.is_empty();
            surplus -= usize::from(goes);
            !goes
        });
        Some(stages.to_vec())
    }

    pub(super) fn named(&self, id: &str) -> Option<&Version> {
        self.0.iter().find(|version| version.id == id)
    }

    pub(super) fn labelled(&self, stage: &str) -> Option<&Version> {
        self.0.iter().find(|version| version.stages.iter().any(|of| of == stage))
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &Version> {
        self.0.iter()
    }
}

pub(super) fn read(file: &Path) -> io::Result<BTreeMap<String, Versions>> {
    match fs::read(file) {
        Ok(text) => serde_json::from_slice(&text).map_err(io::Error::other),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(BTreeMap::new()),
        Err(error) => Err(error),
    }
}

/// Writes a new file and renames it: at any moment the file is completely old or completely new.
/// Only its owner can read it.
pub(super) fn write(file: &Path, secrets: &BTreeMap<String, Versions>) -> io::Result<()> {
    let new = file.with_extension("new");
    let mut to = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&new)?;
    to.write_all(&serde_json::to_vec_pretty(secrets).map_err(io::Error::other)?)?;
    to.sync_all()?;
    fs::rename(&new, file)?;
    match file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        Some(folder) => File::open(folder)?.sync_all(),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_move_as_in_aws() {
        let version = |id: &str| Version::new(id.to_owned(), &format!("value {id}"), 0);
        let mut versions = Versions::new(version("1"));
        let check = |versions: &Versions, current: &str, previous: Option<&str>| {
            let of = |stage| versions.labelled(stage).map(|version| version.id.as_str());
            assert_eq!((of(CURRENT), of(PREVIOUS)), (Some(current), previous));
        };
        let current = [CURRENT.to_owned()];
        let put = |versions: &mut Versions, version: Version| versions.put(version, &current).is_some();
        check(&versions, "1", None);
        assert!(put(&mut versions, version("2")));
        check(&versions, "2", Some("1"));
        assert!(put(&mut versions, version("3")));
        check(&versions, "3", Some("2"));
        assert!(versions.named("1").is_some_and(|version| version.stages.is_empty()));
        // A repeat, as from a client that got no response; and a token that was used for another
        // value.
        assert!(put(&mut versions, version("3")));
        check(&versions, "3", Some("2"));
        assert!(!put(&mut versions, Version { value: "other".to_owned(), ..version("3") }));
        for number in 4..200 {
            assert!(put(&mut versions, version(&number.to_string())));
        }
        assert_eq!(versions.all().count(), UNLABELLED + 2);
        check(&versions, "199", Some("198"));
    }

    #[test]
    fn other_labels_leave_the_current_one_alone() {
        let version = |id: &str| Version::new(id.to_owned(), "value", 0);
        let mut versions = Versions::new(version("1"));
        let mut put = |id: &str, stages: &[&str], expected: [&[&str]; 3]| {
            let stages: Vec<String> = stages.iter().map(|stage| (*stage).to_owned()).collect();
            assert_eq!(versions.put(version(id), &stages), Some(stages));
            let found = ["1", "2", "3"].map(|id| versions.named(id).map_or(&[][..], |version| &version.stages));
            assert_eq!(found, expected, "{id}");
        };
        put("2", &["AWSPENDING"], [&[CURRENT], &["AWSPENDING"], &[]]);
        put("3", &["AWSPENDING", CURRENT], [&[PREVIOUS], &[], &["AWSPENDING", CURRENT]]);
        put("4", &[CURRENT, PREVIOUS], [&[], &[], &["AWSPENDING"]]);
    }

    #[test]
    fn what_is_written_is_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("secrets.json");
        assert!(read(&file).unwrap().is_empty());
        let versions = Versions::new(Version::new("1".to_owned(), "value", 0));
        write(&file, &BTreeMap::from([("gire".to_owned(), versions)])).unwrap();
        let current = read(&file).unwrap()["gire"].labelled(CURRENT).map(|version| version.value.clone());
        assert_eq!(current.as_deref(), Some("value"));
        fs::write(&file, "{").unwrap();
        assert!(read(&file).is_err());
    }
}
