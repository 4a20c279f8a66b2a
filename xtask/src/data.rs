//! `cargo xtask data`: runs the pipeline for one city, from its source files to the release in
//! `public/data`. What the pipeline does, and with which settings, is in `data-pipeline`.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::Args;
use xshell::cmd;

use crate::workspace::Workspace;

#[derive(Args)]
pub struct Options {
    /// A folder of `data-pipeline/cities`
    #[arg(default_value = "baltimore")]
    city: String,
    /// The folder with the source files, which are too large to be committed
    #[arg(long, default_value = "../shared/data")]
    sources: PathBuf,
}

/// Makes the release of a city again; the same sources give the same bytes.
pub fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    let Options { city, sources } = options;
    let shell = &workspace.shell;
    if !shell.path_exists(sources) {
        bail!(
            "there is no folder of source files at {}: name it with --sources; \
             data-pipeline/cities/{city} says which files it has to hold",
            workspace.root.join(sources).display(),
        );
    }
    let reports = workspace.target.join("reports");
    let report = reports.join(city);
    shell.create_dir(&report)?;

    println!("Making the release of {city} in public/data …");
    cmd!(
        shell,
        "cargo run --release --locked --package data-pipeline -- build {city}
            --settings data-pipeline/cities --sources {sources} --out public/data --report {report}"
    )
    .run()
    .context("running the data pipeline")?;
    println!(
        "What was read, left out and changed is in {}",
        report.join("report.html").display()
    );
    Ok(())
}
