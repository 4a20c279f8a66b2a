//! The validators of the published formats, in a Python environment of their own.

use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use xshell::cmd;

use crate::python;
use crate::workspace::Workspace;

const REQUIREMENTS: &str = "tests/validate/requirements.txt";

/// The Python that has the validators.
pub fn install_missing(workspace: &Workspace) -> Result<PathBuf> {
    python::environment(workspace, "validators", REQUIREMENTS)
}

/// Checks the current release of every city in `public/data`.
pub fn run(workspace: &Workspace) -> Result<()> {
    let python = install_missing(workspace)?;
    let shell = &workspace.shell;
    ensure!(
        shell.path_exists("public/data/catalog.json"),
        "public/data holds no release: run `cargo xtask data` first"
    );
    cmd!(shell, "{python} tests/validate/release.py public/data")
        .run()
        .context("validating the formats of the release")
}
