//! How large a function is, and whether something is in it that makes each start dear.

use std::io::Write;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use flate2::Compression;
use flate2::write::DeflateEncoder;

/// What a file in a zip has besides its compressed bytes: two headers with its name, and the end of the directory.
const ZIP_HEADERS: usize = 30 + 46 + 22 + 2 * "bootstrap".len();
/// What aws-lc leaves in a program, symbols stripped or not: its sources' names in messages, and its functions' names.
const AWS_LC: [&[u8]; 2] = [b"aws-lc", b"aws_lc"];

/// What no function is built from: aws-lc gathers entropy for 30 ms; the next two read all of the system's certificates at a
/// start; AWS is spoken to in HTTP/1.1.
const UNWANTED: [&str; 4] = ["aws-lc", "rustls-native-certs", "rustls-platform-verifier", "h2 "];

/// The sizes of a program, in bytes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Size {
    /// The file.
    pub(crate) binary: usize,
    /// A zip that holds it alone, compressed as `sam package` does it.
    pub(crate) zip: usize,
}

/// The sizes of a program.
pub(crate) fn size(program: &Path) -> Result<Size> {
    let bytes = read(program)?;
    let mut zip = DeflateEncoder::new(Vec::new(), Compression::default());
    zip.write_all(&bytes)?;
    Ok(Size { binary: bytes.len(), zip: zip.finish()?.len() + ZIP_HEADERS })
}

/// What makes a start dear: in the program, or among what the functions are built from. Nothing, if all is well.
pub(crate) fn unwanted(program: &Path) -> Result<Option<String>> {
    let bytes = read(program)?;
    if AWS_LC.iter().any(|name| bytes.windows(name.len()).any(|window| window == *name)) {
        return Ok(Some(format!("aws-lc in {}", program.display())));
    }
    let cargo = ["tree", "--package", "gire", "--edges", "normal,build", "--prefix", "none", "--locked"];
    let tree = Command::new("cargo").args(cargo).output().context("cargo cannot be started")?;
    ensure!(tree.status.success(), "cargo tree failed: {}", String::from_utf8_lossy(&tree.stderr));
    let tree = String::from_utf8_lossy(&tree.stdout);
    Ok(tree.lines().find(|line| UNWANTED.iter().any(|name| line.starts_with(name))).map(str::to_owned))
}

fn read(program: &Path) -> Result<Vec<u8>> {
    std::fs::read(program).with_context(|| format!("{} cannot be read", program.display()))
}
