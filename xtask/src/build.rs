//! `cargo xtask build`: the site as it is published, in `dist/`. What trunk does is said in
//! Trunk.toml and index.html; here is only what comes before and after.

use anyhow::{Context, Result};
use xshell::cmd;

use crate::workspace::Workspace;
use crate::{latest, setup};

/// Routes that any static host should find; `data` is also the folder of the published files, which
/// a host would otherwise refuse to show.
const ROUTES: [&str; 9] = [
    "trends",
    "data",
    "methods",
    "partnership",
    "data/revisions",
    "data/verify",
    "places",
    "enforcement",
    "compare",
];

/// Builds the release of the site into `dist/`.
pub fn run(workspace: &Workspace) -> Result<()> {
    setup::for_build(workspace)?;
    println!("Building the site into dist/ …");
    let shell = &workspace.shell;
    cmd!(shell, "trunk build --release --locked")
        .run()
        .context("building the site with trunk")?;
    minify_glue(workspace)?;
    // A static host answers an address that is no file with this page; the app reads the address.
    shell.copy_file("dist/index.html", "dist/404.html")?;
    for route in ROUTES {
        let folder = format!("dist/{route}");
        shell.create_dir(&folder)?;
        shell.copy_file("dist/index.html", format!("{folder}/index.html"))?;
    }
    latest::write(&workspace.root.join("dist/data"))
}

/// Takes the spaces out of the JavaScript that wasm-bindgen generates: what is left over after
/// compression still counts in the byte budget, and trunk's own minifier refuses these files.
fn minify_glue(workspace: &Workspace) -> Result<()> {
    let shell = &workspace.shell;
    let scripts = shell.read_dir("dist")?.into_iter();
    let scripts = scripts.filter(|path| path.extension().is_some_and(|ending| ending == "js"));
    for script in scripts {
        cmd!(
            shell,
            "esbuild {script} --minify --target=es2022 --log-level=warning --allow-overwrite
                --outfile={script}"
        )
        .quiet()
        .run()
        .with_context(|| format!("minifying {}", script.display()))?;
    }
    Ok(())
}
