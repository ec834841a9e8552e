//! The size of a function, and whether it contains anything that makes each start expensive.

use std::io::Write;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use flate2::Compression;
use flate2::write::DeflateEncoder;

/// The bytes of a zip with one file, besides its compressed contents: two headers with its name,
/// and the end of the directory.
const ZIP_HEADERS: usize = 30 + 46 + 22 + 2 * "bootstrap".len();
/// Traces of aws-lc in a program, even with its symbols stripped: file names in messages, and
/// function names.
const AWS_LC: [&[u8]; 2] = [b"aws-lc", b"aws_lc"];

/// Crates that no function may depend on. aws-lc gathers entropy for 30 ms; the next two read all
/// of the system's certificates at startup; requests to AWS use HTTP/1.1.
const UNWANTED: [&str; 4] = ["aws-lc", "rustls-native-certs", "rustls-platform-verifier", "h2 "];

/// The sizes of a program, in bytes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Size {
    /// The file.
    pub(crate) binary: usize,
    /// A zip with only this file, compressed as by `sam package`.
    pub(crate) zip: usize,
}

/// Returns the sizes of a program.
pub(crate) fn size(program: &Path) -> Result<Size> {
    let bytes = read(program)?;
    let mut zip = DeflateEncoder::new(Vec::new(), Compression::default());
    zip.write_all(&bytes)?;
    Ok(Size { binary: bytes.len(), zip: zip.finish()?.len() + ZIP_HEADERS })
}

/// Returns anything that makes a start expensive, in the program or in the functions' dependencies.
/// None if there is nothing.
pub(crate) fn unwanted(program: &Path) -> Result<Option<String>> {
    let bytes = read(program)?;
    if AWS_LC.iter().any(|name| bytes.windows(name.len()).any(|window| window == *name)) {
        return Ok(Some(format!("aws-lc in {}", program.display())));
    }
    let cargo = ["tree", "--package", "gire", "--edges", "normal,build", "--prefix", "none", "--locked"];
    let tree = Command::new("cargo").args(cargo).output().context("cannot start cargo")?;
    ensure!(tree.status.success(), "cargo tree failed: {}", String::from_utf8_lossy(&tree.stderr));
    let tree = String::from_utf8_lossy(&tree.stdout);
    Ok(tree.lines().find(|line| UNWANTED.iter().any(|name| line.starts_with(name))).map(str::to_owned))
}

fn read(program: &Path) -> Result<Vec<u8>> {
    std::fs::read(program).with_context(|| format!("cannot read {}", program.display()))
}
