//! `cargo xtask build`: the site as it is published, in `dist/`. What trunk does is said in
//! Trunk.toml and index.html; here is only what comes before and after.

use anyhow::{Context, Result, ensure};
use clap::Args;
use xshell::{Shell, cmd};

use crate::hosting::{EMBEDS, host_file, pages, sheets};
use crate::lint::SBOM;
use crate::workspace::Workspace;
use crate::{anywhere, integrity, latest, offline, setup};

/// Where the site will stand on its host.
#[derive(Args)]
pub struct Options {
    /// The path that the site is published under, with a slash at both ends
    #[arg(long, default_value = ROOT, value_name = "PATH")]
    base: String,
    /// The address of the site on the web, which previews, the sitemap and the feed name
    #[arg(long, value_name = "URL")]
    address: Option<String>,
    /// Take back the service worker that earlier builds have put into the browsers of visitors, with
    /// all that it has kept there
    #[arg(long)]
    without_offline: bool,
}

/// The path of a site that has its host for itself.
const ROOT: &str = "/";

impl Default for Options {
    fn default() -> Self {
        Self::at(None)
    }
}

impl Options {
    /// A site that has its host for itself, at an address.
    pub fn at(address: Option<String>) -> Self {
        Self {
            base: ROOT.to_owned(),
            address,
            without_offline: false,
        }
    }
}

/// Builds the release of the site into `dist/`.
pub fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    let base = &options.base;
    ensure!(
        base.starts_with('/') && base.ends_with('/'),
        "--base is a path with a slash at both ends, such as /sightline/; found {base}"
    );
    setup::for_build(workspace)?;
    println!("Building the site into dist/ …");
    let shell = &workspace.shell;
    cmd!(shell, "trunk build --release --locked --public-url {base}")
        .env(anywhere::FLAGS, anywhere::flags(workspace)?)
        .run()
        .context("building the site with trunk")?;
    minify_glue(workspace)?;
    let dist = workspace.root.join("dist");
    integrity::write(&dist, base)?;
    pages::finish(&dist)?;
    // Every page as a file of its own, and what a static host answers where there is none.
    let address = match &options.address {
        Some(address) => address.clone(),
        None => format!("http://localhost:8080{base}"),
    };
    cmd!(
        shell,
        "cargo run --package prebuild --locked -- --site dist --address {address}"
    )
    .run()
    .context("writing the pages ahead of time")?;
    pages::finish(&dist.join(EMBEDS))?;
    sheets::join(&dist, base, |styles| minified(shell, styles))?;
    latest::write(&dist.join("data"))?;
    cmd!(
        shell,
        "cargo run --quiet --locked --manifest-path {SBOM} -- --into dist"
    )
    .run()
    .context("writing what the site is made of")?;
    offline::write(workspace, &dist)?;
    if options.without_offline {
        offline::retire(workspace, &dist)?;
    }
    host_file::write(&dist)
}

/// A style sheet without what only its readers need: a quarter of what a visitor's first paint waits for,
/// even after compression.
pub fn minified(shell: &Shell, styles: &str) -> Result<String> {
    let command = cmd!(shell, "esbuild --loader=css --minify --log-level=warning");
    let minified = command.quiet().stdin(styles).read();
    minified.context("minifying the style sheets")
}

/// Takes the spaces out of the JavaScript that wasm-bindgen generates and copies: what is left over
/// after compression still counts in the byte budget, and trunk's own minifier refuses these files.
fn minify_glue(workspace: &Workspace) -> Result<()> {
    let shell = &workspace.shell;
    let glue = shell.read_dir("dist")?.into_iter();
    let glue = glue.filter(|path| path.extension().is_some_and(|ending| ending == "js"));
    let snippets = pages::files(&workspace.root.join("dist/snippets"), "js")?;
    for script in glue.chain(snippets) {
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
