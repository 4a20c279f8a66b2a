//! Python environments below the tools, each with the packages of a requirements file that pins them
//! with hashes.

use std::path::PathBuf;

use anyhow::{Context, Result};
use xshell::cmd;

use crate::apt;
use crate::stamp::Stamp;
use crate::workspace::Workspace;

const HOW_TO_INSTALL: &str = "Python 3.10 or newer with its module venv is needed: install both";

/// The Python of the environment `name`, made anew where it does not have the packages of
/// `requirements`.
pub fn environment(workspace: &Workspace, name: &str, requirements: &str) -> Result<PathBuf> {
    let shell = &workspace.shell;
    let folder = workspace.tools.join(name);
    let python = folder.join(if cfg!(windows) {
        "Scripts/python.exe"
    } else {
        "bin/python"
    });
    let stamp = Stamp::of_files(&workspace.root, &[requirements])?;
    let stamp_file = folder.join("sightline-stamp");
    if python.exists() && stamp.is_in(&stamp_file) {
        return Ok(python);
    }
    let system = system_python(workspace)?;
    println!("Installing the packages of {requirements} (about two minutes, once) …");
    shell.create_dir(&workspace.tools)?;
    cmd!(shell, "{system} -m venv --clear {folder}").run()?;
    cmd!(
        shell,
        "{python} -m pip install --quiet --disable-pip-version-check --prefer-binary
            --require-hashes --requirement {requirements}"
    )
    .run()
    .with_context(|| format!("installing the packages of {requirements}"))?;
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
