//! `cargo xtask data`: runs the pipeline for every city, from its source files to the release in
//! `public/data`. What the pipeline does, and with which settings, is in `data-pipeline`.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Args;
use xshell::cmd;

use crate::workspace::Workspace;

/// The folder whose folders are the cities.
const CITIES: &str = "data-pipeline/cities";

#[derive(Args)]
pub struct Options {
    /// Folders of `data-pipeline/cities`; without any, all of them
    cities: Vec<String>,
    /// The folder with the source files, which are too large to be committed
    #[arg(long, default_value = "../shared/data")]
    sources: PathBuf,
}

/// Makes the releases of cities again; the same sources give the same bytes.
pub fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    let Options { cities, sources } = options;
    let shell = &workspace.shell;
    if !shell.path_exists(sources) {
        bail!(
            "there is no folder of source files at {}: name it with --sources; \
             the settings in {CITIES} say which files it has to hold",
            workspace.root.join(sources).display(),
        );
    }
    let reports = workspace.target.join("reports");
    shell.create_dir(&reports)?;
    let all = match cities.is_empty() {
        true => all_cities(workspace)?,
        false => cities.clone(),
    };
    for city in &all {
        build(workspace, city, sources, &reports)?;
    }
    Ok(())
}

/// The cities in the order of their names.
fn all_cities(workspace: &Workspace) -> Result<Vec<String>> {
    let shell = &workspace.shell;
    let folders = shell.read_dir(CITIES)?.into_iter();
    let folders = folders.filter(|path| path.join("city.toml").is_file());
    let name = |path: PathBuf| Some(path.file_name()?.to_str()?.to_owned());
    let mut cities: Vec<String> = folders.filter_map(name).collect();
    cities.sort();
    if cities.is_empty() {
        bail!("{CITIES} holds no city: `data-pipeline new-city` begins one");
    }
    Ok(cities)
}

fn build(workspace: &Workspace, city: &str, sources: &Path, reports: &Path) -> Result<()> {
    let report = reports.join(city);
    println!("Making the release of {city} in public/data …");
    let shell = &workspace.shell;
    cmd!(
        shell,
        "cargo run --release --locked --package data-pipeline -- build {city}
            --settings {CITIES} --sources {sources} --out public/data --report {report}"
    )
    .run()
    .with_context(|| format!("running the data pipeline for {city}"))?;
    println!(
        "What was read, left out and changed is in {}",
        report.join("report.html").display()
    );
    Ok(())
}
