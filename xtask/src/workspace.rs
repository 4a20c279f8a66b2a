//! Where things are: the repository, its target folder, the tools; and a shell that finds them.
//! Only places are known here, not what is done in them.

use std::env;
use std::path::PathBuf;

use anyhow::{Context, Result};
use cargo_metadata::MetadataCommand;
use xshell::Shell;

/// The folders that the commands work in, and a shell that stands in the first of them.
pub struct Workspace {
    /// The repository.
    pub root: PathBuf,
    /// Cargo's target folder, wherever CARGO_TARGET_DIR or a configuration has put it.
    pub target: PathBuf,
    /// The root of `cargo install` for the tools of the build.
    pub tools: PathBuf,
    /// Runs programs in `root`, with the tools and the npm packages first on PATH.
    pub shell: Shell,
}

impl Workspace {
    /// Asks cargo for the workspace that this command was started from.
    pub fn locate() -> Result<Self> {
        let metadata = MetadataCommand::new()
            .no_deps()
            .exec()
            .context("asking cargo where the workspace is; start this as `cargo xtask`")?;
        let root = metadata.workspace_root.into_std_path_buf();
        let target = metadata.target_directory.into_std_path_buf();
        let tools = match env::var_os("SIGHTLINE_TOOLS") {
            Some(folder) => env::current_dir()?.join(folder),
            None => target.join("tools"),
        };

        let shell = Shell::new()?;
        shell.change_dir(&root);
        let search_path = env::join_paths(
            [tools.join("bin"), root.join("node_modules/.bin")]
                .into_iter()
                .chain(env::split_paths(&env::var_os("PATH").unwrap_or_default())),
        )
        .context("putting the tools on PATH")?;
        shell.set_var("PATH", search_path);

        Ok(Self {
            root,
            target,
            tools,
            shell,
        })
    }

    /// The program that a command of this shell would run, if there is one.
    pub fn find_program(&self, name: &str) -> Option<PathBuf> {
        let search_path = self.shell.var_os("PATH")?;
        which::which_in(name, Some(search_path), &self.root).ok()
    }
}
