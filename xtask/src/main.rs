//! `cargo xtask`: the project's own commands, the same on every machine and in continuous
//! integration. It runs other programs; it holds no logic of the site or of the pipeline.

// A command line tool talks on standard output.
#![allow(clippy::print_stdout)]

mod anywhere;
mod apt;
mod audit;
mod bench;
mod build;
mod bundle;
mod chromium;
mod data;
mod hosting;
mod integrity;
mod latest;
mod lint;
mod node;
mod offline;
mod python;
mod serve;
mod setup;
mod stamp;
mod test;
mod tools;
mod validators;
mod vendor;
mod workspace;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::workspace::Workspace;

/// Everything there is to do in this repository.
///
/// Each command first installs what it needs and does not find: the wasm target, trunk,
/// wasm-bindgen, the npm packages, and for the tests Chromium, nginx and the validators of the published
/// formats. Rust with rustup, Node 20 or newer and Python 3.10 or newer have to be there. Tools go
/// to `target/tools`, or to the folder that SIGHTLINE_TOOLS names.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", max_term_width = 100)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build the site and serve it on this machine
    Serve(serve::Options),
    /// Check everything: lints, Rust tests, release build, browser tests
    Test(test::Options),
    /// Build the site for publication into `dist/`
    Build(build::Options),
    /// Make the built site ready for nginx: compressed files, and the configuration
    Nginx(hosting::nginx::Options),
    /// Pack the site into a ZIP that is opened from a disk or a USB stick
    Bundle(bundle::Options),
    /// Ask whether something is known against the crates and packages of others
    Audit(audit::Options),
    /// Make the release in `public/data` again from the source files
    Data(data::Options),
    /// Measure what takes time, beside what others take for the same
    Bench {
        /// What to measure
        #[command(subcommand)]
        bench: bench::Bench,
    },
    /// Check format and lints of all crates, the site included
    Lint,
}

fn main() -> ExitCode {
    let CommandLine { command } = CommandLine::parse();
    match run(&command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // The chain of causes on one line: a stack trace of this tool would help nobody.
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: &Command) -> Result<()> {
    let workspace = Workspace::locate()?;
    match command {
        Command::Serve(options) => serve::run(&workspace, options),
        Command::Test(options) => test::run(&workspace, options),
        Command::Build(options) => build::run(&workspace, options),
        Command::Nginx(options) => hosting::nginx::run(&workspace, options),
        Command::Bundle(options) => bundle::run(&workspace, options),
        Command::Audit(options) => audit::run(&workspace, options),
        Command::Data(options) => data::run(&workspace, options),
        Command::Bench { bench } => bench::run(&workspace, bench),
        Command::Lint => lint::run(&workspace),
    }
}
