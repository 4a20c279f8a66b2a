//! `vendor/`: the code and the typeface of others that the site serves from its own address,
//! taken out of the npm packages. It is made, not committed, and made again only when needed.

use anyhow::{Context, Result};
use xshell::cmd;

use crate::stamp::Stamp;
use crate::workspace::Workspace;

/// What the bundle follows from; this file is among them because it holds the settings.
const INPUTS: [&str; 5] = [
    "vendor-src/echarts.js",
    "package-lock.json",
    "styles/tokens.css",
    "xtask/src/vendor.rs",
    "xtask/typeface.mjs",
];

/// Copied as they are: from `node_modules`, to `vendor`.
const COPIES: [(&str, &str); 4] = [
    ("echarts/LICENSE", "echarts.LICENSE.txt"),
    ("echarts/NOTICE", "echarts.NOTICE.txt"),
    (
        "@fontsource-variable/public-sans/files/public-sans-latin-wght-normal.woff2",
        "fonts/public-sans-latin.woff2",
    ),
    (
        "@fontsource-variable/public-sans/LICENSE",
        "fonts/public-sans.LICENSE.txt",
    ),
];

/// Bundles ECharts and copies the typeface, unless that was done from the same inputs.
pub fn bundle(workspace: &Workspace) -> Result<()> {
    let stamp = Stamp::of_files(&workspace.root, &INPUTS)?;
    let stamp_file = workspace.root.join("vendor/.stamp");
    if stamp.is_in(&stamp_file) {
        return Ok(());
    }
    println!("Bundling ECharts and the typeface into vendor/ …");
    workspace.shell.remove_path("vendor")?;
    bundle_echarts(workspace)?;
    copy_files(workspace)?;
    cut_typeface(workspace)?;
    stamp.write_to(&stamp_file)
}

fn bundle_echarts(workspace: &Workspace) -> Result<()> {
    let shell = &workspace.shell;
    cmd!(
        shell,
        "esbuild vendor-src/echarts.js --bundle --minify --format=esm --target=es2022
            --legal-comments=linked --log-level=warning --outfile=vendor/echarts.js"
    )
    .run()
    .context("bundling ECharts")
}

fn cut_typeface(workspace: &Workspace) -> Result<()> {
    let shell = &workspace.shell;
    cmd!(
        shell,
        "node xtask/typeface.mjs styles/tokens.css vendor/fonts/public-sans-latin.woff2
            vendor/fonts/public-sans-core.woff2"
    )
    .run()
    .context("taking the letters that pages need out of the typeface")
}

fn copy_files(workspace: &Workspace) -> Result<()> {
    let (packages, vendor) = (
        workspace.root.join("node_modules"),
        workspace.root.join("vendor"),
    );
    workspace.shell.create_dir(vendor.join("fonts"))?;
    for (from, to) in COPIES {
        workspace
            .shell
            .copy_file(packages.join(from), vendor.join(to))?;
    }
    Ok(())
}
