//! The validators of the published formats: Python packages of requirements.txt, each with its hash,
//! in an environment of their own below the tools.

use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use xshell::cmd;

use crate::apt;
use crate::stamp::Stamp;
use crate::workspace::Workspace;

const REQUIREMENTS: &str = "tests/validate/requirements.txt";
const HOW_TO_INSTALL: &str = "the validators of the published formats need Python 3.10 or newer with its module venv: install both";

/// The Python that has the validators, installed where they are not those of requirements.txt.
pub fn install_missing(workspace: &Workspace) -> Result<PathBuf> {
    let shell = &workspace.shell;
    let folder = workspace.tools.join("validators");
    let python = folder.join(if cfg!(windows) {
        "Scripts/python.exe"
    } else {
        "bin/python"
    });
    let stamp = Stamp::of_files(&workspace.root, &[REQUIREMENTS])?;
    let stamp_file = folder.join("sightline-stamp");
    if python.exists() && stamp.is_in(&stamp_file) {
        return Ok(python);
    }
    let system = system_python(workspace)?;
    println!("Installing the validators of the published formats (about two minutes, once) …");
    shell.create_dir(&workspace.tools)?;
    cmd!(shell, "{system} -m venv --clear {folder}").run()?;
    cmd!(
        shell,
        "{python} -m pip install --quiet --disable-pip-version-check --prefer-binary
            --require-hashes --requirement {REQUIREMENTS}"
    )
    .run()
    .context("installing the validators")?;
    stamp.write_to(&stamp_file)?;
    Ok(python)
}

/// A Python that can make environments, installed with apt where that is possible.
fn system_python(workspace: &Workspace) -> Result<PathBuf> {
    if let Some(python) = find(workspace) {
        return Ok(python);
    }
    let packages = ["python3", "python3-venv"];
    apt::install(workspace, "Python", &packages, HOW_TO_INSTALL)?;
    find(workspace).context(HOW_TO_INSTALL)
}

fn find(workspace: &Workspace) -> Option<PathBuf> {
    let shell = &workspace.shell;
    let names = ["python3", "python"];
    let programs = names.iter().filter_map(|name| workspace.find_program(name));
    // `ensurepip` is what Debian leaves out of a Python without python3-venv.
    let check = "import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 10))";
    programs.into_iter().find(|python| {
        let checked = cmd!(shell, "{python} -c {check}").quiet().ignore_stderr();
        checked.run().is_ok()
    })
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
