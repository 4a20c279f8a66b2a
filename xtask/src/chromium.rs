//! A Chromium for the browser tests: the one that CHROMIUM names, one that is installed, or
//! Debian's. It is never downloaded from anywhere but the system's own package source.

use std::env;
use std::path::PathBuf;

use anyhow::{Context, Result, bail, ensure};
use xshell::cmd;

use crate::workspace::Workspace;

const PROGRAMS: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
];

/// Where macOS keeps what it does not put on PATH.
const MAC_PROGRAMS: [&str; 2] = [
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/// The Chromium to test with, installed with apt where that is possible.
pub fn find_or_install(workspace: &Workspace) -> Result<PathBuf> {
    if let Some(path) = env::var_os("CHROMIUM").map(PathBuf::from) {
        ensure!(
            path.is_file(),
            "CHROMIUM names {}, which is not there",
            path.display()
        );
        return Ok(path);
    }
    if let Some(path) = find(workspace) {
        return Ok(path);
    }
    install_with_apt(workspace)?;
    find(workspace).context("Chromium is not on PATH although apt-get has installed it")
}

fn find(workspace: &Workspace) -> Option<PathBuf> {
    let on_mac = || {
        MAC_PROGRAMS
            .iter()
            .map(PathBuf::from)
            .find(|path| path.is_file())
    };
    PROGRAMS
        .iter()
        .find_map(|name| workspace.find_program(name))
        .or_else(on_mac)
}

fn install_with_apt(workspace: &Workspace) -> Result<()> {
    let Some(rights) = rights_to_install(workspace) else {
        bail!("the browser tests need Chromium or Chrome: install one, or name it in CHROMIUM");
    };
    println!("Installing Chromium with apt-get (about a minute, once) …");
    let shell = &workspace.shell;
    let apt_get = |arguments: &[&str]| match rights {
        Rights::Root => cmd!(shell, "apt-get {arguments...}").run(),
        Rights::Sudo => cmd!(shell, "sudo --non-interactive apt-get {arguments...}").run(),
    };
    apt_get(&["update"])?;
    apt_get(&["install", "--yes", "--no-install-recommends", "chromium"])?;
    Ok(())
}

/// Why this process may install a system package.
enum Rights {
    Root,
    /// As root through sudo, which asks for no password here.
    Sudo,
}

fn rights_to_install(workspace: &Workspace) -> Option<Rights> {
    workspace.find_program("apt-get")?;
    let shell = &workspace.shell;
    if cmd!(shell, "id -u")
        .quiet()
        .read()
        .is_ok_and(|id| id == "0")
    {
        return Some(Rights::Root);
    }
    workspace.find_program("sudo")?;
    let asks_password = cmd!(shell, "sudo --non-interactive true")
        .quiet()
        .ignore_stderr()
        .run()
        .is_err();
    (!asks_password).then_some(Rights::Sudo)
}
