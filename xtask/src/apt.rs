//! System packages from the system's own source, where this process may install them.

use anyhow::{Result, bail};
use xshell::cmd;

use crate::workspace::Workspace;

/// Installs packages with apt-get; fails with `otherwise` where there is no apt-get or no right.
pub fn install(
    workspace: &Workspace,
    what: &str,
    packages: &[&str],
    otherwise: &str,
) -> Result<()> {
    let Some(rights) = rights_to_install(workspace) else {
        bail!("{otherwise}");
    };
    println!("Installing {what} with apt-get (about a minute, once) …");
    let shell = &workspace.shell;
    let apt_get = |arguments: &[&str]| match rights {
        Rights::Root => cmd!(shell, "apt-get {arguments...}").run(),
        Rights::Sudo => cmd!(shell, "sudo --non-interactive apt-get {arguments...}").run(),
    };
    apt_get(&["update"])?;
    let install = ["install", "--yes", "--no-install-recommends"];
    apt_get(&[&install, packages].concat())?;
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
