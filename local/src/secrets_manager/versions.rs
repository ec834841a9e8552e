//! The versions of a secret and their labels, and the file that keeps them.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use serde::{Deserialize, Serialize};

/// The label of the value that counts.
pub(super) const CURRENT: &str = "AWSCURRENT";
const PREVIOUS: &str = "AWSPREVIOUS";
/// How many versions without a label stay, as in AWS.
const UNLABELLED: usize = 100;

/// One value that a secret has or had.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Version {
    pub(super) id: String,
    pub(super) value: String,
    /// In unix seconds.
    pub(super) created: i64,
    pub(super) stages: Vec<String>,
}

/// All values of a secret, the oldest first.
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

    /// Makes a version the current one. Says no to a known id with another value; the same again changes nothing.
    pub(super) fn put(&mut self, version: Version) -> bool {
        if let Some(known) = self.named(&version.id) {
            return known.value == version.value;
        }
        for of in &mut self.0 {
            let was_current = of.stages.iter().any(|stage| stage == CURRENT);
            of.stages = if was_current { vec![PREVIOUS.to_owned()] } else { Vec::new() };
        }
        self.0.push(Version { stages: vec![CURRENT.to_owned()], ..version });
        let surplus = self.0.len().saturating_sub(UNLABELLED + 2);
        self.0.drain(..surplus);
        true
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

/// Writes beside the file and renames: at any moment there is the old one or the new one, whole. Only its owner can read it.
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
        check(&versions, "1", None);
        assert!(versions.put(version("2")));
        check(&versions, "2", Some("1"));
        assert!(versions.put(version("3")));
        check(&versions, "3", Some("2"));
        assert!(versions.named("1").is_some_and(|version| version.stages.is_empty()));
        // The same once more, as a client does that got no answer; and a token that was used for another value.
        assert!(versions.put(version("3")));
        check(&versions, "3", Some("2"));
        assert!(!versions.put(Version { value: "other".to_owned(), ..version("3") }));
        for number in 4..200 {
            assert!(versions.put(version(&number.to_string())));
        }
        assert_eq!(versions.all().count(), UNLABELLED + 2);
        check(&versions, "199", Some("198"));
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
