//! The checks of the release that Python does: the validators of the published formats, and the
//! attacker that tries to find people in it.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use xshell::cmd;

use crate::python;
use crate::workspace::Workspace;

const REQUIREMENTS: &str = "tests/validate/requirements.txt";

/// The Python that has the validators.
pub fn install_missing(workspace: &Workspace) -> Result<PathBuf> {
    python::environment(workspace, "validators", REQUIREMENTS)
}

/// Checks the current release of every city in `public/data`, and attacks it.
pub fn run(workspace: &Workspace) -> Result<()> {
    let python = install_missing(workspace)?;
    let shell = &workspace.shell;
    ensure!(
        shell.path_exists("public/data/catalog.json"),
        "public/data holds no release: run `cargo xtask data` first"
    );
    cmd!(shell, "{python} tests/validate/release.py public/data")
        .run()
        .context("validating the formats of the release")?;
    attack(workspace, &python)
}

/// Sees that the attacker finds what is planted for it, and that it finds nothing in the release.
fn attack(workspace: &Workspace, python: &Path) -> Result<()> {
    let shell = &workspace.shell;
    cmd!(shell, "{python} -B tests/attack/test_attacker.py")
        .run()
        .context("testing the attacker of the release")?;
    cmd!(shell, "{python} -B tests/attack/attacker.py public/data")
        .run()
        .context("attacking the release")
}
