//! A Chromium for the browser tests: the one that CHROMIUM names, one that is installed, or
//! Debian's. It is never downloaded from anywhere but the system's own package source.

use std::env;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};

use crate::apt;
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
    let otherwise =
        "the browser tests need Chromium or Chrome: install one, or name it in CHROMIUM";
    apt::install(workspace, "Chromium", &["chromium"], otherwise)?;
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
