//! The compiled programs that the tests run: those of this workspace, or functions built elsewhere.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use anyhow::{Context, Result, ensure};

/// Names a folder of functions to run in place of this workspace's. It has one executable for each
/// function, with the name of its package: a deployed build, or a script that starts one for
/// another processor.
const FUNCTIONS: &str = "FRONTDESK_FUNCTIONS";

/// Returns the path of a Lambda function: in the folder that `FRONTDESK_FUNCTIONS` names, or in
/// this workspace.
///
/// # Errors
/// If that folder lacks it, or the build fails.
pub fn function(name: &str) -> Result<PathBuf> {
    let Some(folder) = std::env::var_os(FUNCTIONS) else { return program(name) };
    // A test's working directory is its package; the caller's is the workspace.
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(folder).join(name);
    let hint = "build it, or run only tests of the functions that are there";
    ensure!(file.is_file(), "{FUNCTIONS} has no {}: {hint}", file.display());
    Ok(file)
}

/// Returns the path of a program of this workspace, built before its first use.
///
/// `cargo test` builds the programs of a package only for that package's own tests, so they are
/// built here, with the same profile and features as everything else. If they are up to date, this
/// takes no time.
///
/// # Errors
/// If the build fails; its messages are on the standard error output.
pub fn program(name: &str) -> Result<PathBuf> {
    static BUILT: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    let folder = BUILT.get_or_init(|| build().map_err(|error| format!("{error:#}")));
    let folder = folder.as_ref().map_err(|error| anyhow::anyhow!("{error}"))?;
    Ok(folder.join(name))
}

fn build() -> Result<PathBuf> {
    // …/target/<profile>/deps/<this test>
    let this = std::env::current_exe()?;
    let folder = this.ancestors().nth(2).map(Path::to_owned).context("the test is not in a target folder")?;
    let mut build = Command::new(env!("CARGO"));
    build.args(["build", "--quiet", "--workspace", "--bins"]).current_dir(env!("CARGO_MANIFEST_DIR"));
    // Cargo sets this for the tests of a profile: everything compiled for them is reused, and the
    // output is in the same folder.
    build.args(["--profile", if cfg!(debug_assertions) { "test" } else { "release" }]);
    // Set by `cargo test` for this process. Build scripts of dependencies that read them would all
    // run again.
    let of_this_package =
        |name: &OsString| name.to_string_lossy().starts_with("CARGO_PKG_") || name == "CARGO_MANIFEST_DIR";
    for (name, _) in std::env::vars_os().filter(|(name, _)| of_this_package(name)) {
        build.env_remove(name);
    }
    let status = build.stdin(Stdio::null()).stdout(Stdio::null()).status().context("cargo build")?;
    ensure!(status.success(), "cargo build --workspace --bins failed");
    Ok(folder)
}
