//! `cargo xtask test`: everything that has to hold before a change is published, in the order in
//! which a mistake shows soonest. It stops at the first stage that fails and skips none silently.

use std::{num::NonZero, thread};

use anyhow::{Context, Result, ensure};
use clap::{Args, ValueEnum};
use xshell::cmd;

use crate::hosting::nginx;
use crate::lint::SBOM;
use crate::workspace::Workspace;
use crate::{build, bundle, chromium, lint, node, python, setup, validators};

/// What runs the lines that the data page offers.
const SNIPPET_REQUIREMENTS: &str = "tests/browser/snippets/requirements.txt";

#[derive(Args)]
pub struct Options {
    /// Run one stage instead of all
    #[arg(long, value_enum, value_name = "STAGE")]
    only: Option<Stage>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Stage {
    /// Format and lints of all crates
    Lint,
    /// Unit, property and golden tests of all crates, and the test of the architecture
    Native,
    /// The files of the release in every format, with the validators of the formats themselves, and
    /// an attack on the protected numbers
    Validate,
    /// The site as it is published
    Build,
    /// The built site in Chromium and behind nginx, and how many bytes its first visit takes
    Browser,
    /// Every file that the site asks for with every fault: long, and run only where it is asked for
    Faults,
}

impl Stage {
    const ALL: [Self; 5] = [
        Self::Lint,
        Self::Native,
        Self::Validate,
        Self::Build,
        Self::Browser,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Lint => "lint",
            Self::Native => "native",
            Self::Validate => "validate",
            Self::Build => "build",
            Self::Browser => "browser",
            Self::Faults => "faults",
        }
    }

    fn run(self, workspace: &Workspace) -> Result<()> {
        match self {
            Self::Lint => lint::run(workspace),
            Self::Native => native(workspace),
            Self::Validate => validators::run(workspace),
            Self::Build => build::run(workspace, &build::Options::default()),
            Self::Browser => browser(workspace),
            Self::Faults => faults(workspace),
        }
    }
}

/// Runs the stages, or the one that was asked for.
pub fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    let stages = match options.only {
        Some(stage) => vec![stage],
        None => {
            // What is missing should show before the first long stage, not after it.
            setup::for_build(workspace)?;
            chromium::find_or_install(workspace)?;
            nginx::find_or_install(workspace)?;
            validators::install_missing(workspace)?;
            python::environment(workspace, "snippets", SNIPPET_REQUIREMENTS)?;
            Stage::ALL.to_vec()
        }
    };
    for stage in &stages {
        println!("\n== {} ==", stage.name());
        stage
            .run(workspace)
            .with_context(|| format!("the stage `{}` failed", stage.name()))?;
    }
    let names: Vec<_> = stages.iter().map(|stage| stage.name()).collect();
    println!("\nPassed: {}", names.join(", "));
    if options.only.is_none() {
        println!("Not run: faults, which take long: cargo xtask test --only faults");
    }
    Ok(())
}

fn native(workspace: &Workspace) -> Result<()> {
    let shell = &workspace.shell;
    cmd!(
        shell,
        "cargo test --workspace --features data-pipeline/cluster --locked"
    )
    .run()?;
    cmd!(shell, "cargo test --manifest-path {SBOM} --locked").run()?;
    Ok(())
}

fn faults(workspace: &Workspace) -> Result<()> {
    node::packages(workspace)?;
    let chromium = chromium::find_or_install(workspace)?;
    let shell = &workspace.shell;
    cmd!(
        shell,
        "node --test --test-reporter=spec tests/browser/matrix.mjs"
    )
    .env("CHROMIUM", chromium)
    .run()?;
    Ok(())
}

fn browser(workspace: &Workspace) -> Result<()> {
    node::packages(workspace)?;
    let chromium = chromium::find_or_install(workspace)?;
    let shell = &workspace.shell;
    ensure!(
        shell.path_exists("dist/index.html"),
        "dist/ holds no build of the site: run `cargo xtask build` first"
    );
    let snippets = python::environment(workspace, "snippets", SNIPPET_REQUIREMENTS)?;
    let mut tests = shell.read_dir("tests/browser")?;
    tests.retain(|path| path.to_string_lossy().ends_with(".test.mjs"));
    ensure!(!tests.is_empty(), "tests/browser holds no *.test.mjs");
    // Node leaves one processor to itself, but tests wait for a browser most of the time: on two
    // processors two files at a time take half as long as one.
    let at_once = thread::available_parallelism().map_or(1, NonZero::get);
    let at_once = format!("--test-concurrency={at_once}");
    cmd!(
        shell,
        "node --test {at_once} --test-reporter=spec {tests...}"
    )
    .env("CHROMIUM", chromium)
    .env("BUNDLE", bundle::pack_built(workspace)?)
    .env("SNIPPETS_PYTHON", snippets)
    .env("VALIDATORS_PYTHON", validators::install_missing(workspace)?)
    .env("NGINX", nginx::find_or_install(workspace)?)
    .env("NGINX_FOLDER", nginx::for_tests(workspace)?)
    .run()?;
    Ok(())
}
