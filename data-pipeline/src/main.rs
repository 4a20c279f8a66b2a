//! The command line of the pipeline: arguments in, a summary and an exit code out, nothing else.

mod commands;

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::{Parser, Subcommand};
use data_pipeline::run::{self, Inputs};

/// From a city's source files to its published release.
///
/// Exit codes of every command: 0 done, or nothing to change; 1 failed or problems found, and nothing
/// was published; 2 the command line is wrong.
#[derive(Parser)]
#[command(version, after_help = EXAMPLE)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Reads the sources, checks and counts every row, and publishes a release.
    ///
    /// The release is written beside the earlier ones and the catalogue is moved to it last. Where
    /// the same release is there already, nothing changes. A run that is stopped half-way leaves the
    /// last release as it was.
    #[command(after_help = EXAMPLE)]
    Build(BuildArguments),
    /// Lists everything that is wrong with a city's settings and sources, and publishes nothing.
    ///
    /// Each problem is a line: file, line, column, field, what is wrong, what was expected and what
    /// was found. Without --sources only the settings are looked at.
    Check(commands::CheckArguments),
    /// Says how a table is made: its sources, what is left out and why, names, gaps and caveats.
    Explain(commands::ExplainArguments),
    /// Begins a city: a folder of commented settings, for `check` to lead through.
    NewCity(commands::NewCityArguments),
    /// Writes the JSON Schemas of the settings, by which editors check and complete them.
    Schema(commands::SchemaArguments),
}

#[derive(clap::Args)]
struct BuildArguments {
    /// The id of the city: the name of its folder of settings.
    city: String,
    /// The folder that holds a folder of settings for each city.
    #[arg(long, value_name = "FOLDER", default_value = "data-pipeline/cities")]
    settings: PathBuf,
    /// The folder of source files; the paths in the settings start here.
    #[arg(long, value_name = "FOLDER")]
    sources: PathBuf,
    /// The folder to publish in: it holds catalog.json and releases/.
    #[arg(long, value_name = "FOLDER", default_value = "public/data")]
    out: PathBuf,
    /// Where to write the run report: rows set aside, names unknown, charges unmatched.
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
}

const EXAMPLE: &str = "Example:
  data-pipeline build my-city --sources exports --report report.json

To add a city:
  data-pipeline new-city my-city --label \"My City\"
  data-pipeline check my-city --sources exports";

fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Build(arguments) => build(&arguments).map(|()| ExitCode::SUCCESS),
        Command::Check(arguments) => commands::check(&arguments),
        Command::Explain(arguments) => commands::explain(&arguments),
        Command::NewCity(arguments) => commands::new_city(&arguments),
        Command::Schema(arguments) => commands::schema(&arguments),
    };
    match outcome {
        Ok(code) => code,
        Err(error) => {
            // There is nobody to tell where even this cannot be written.
            let _ = writeln!(std::io::stderr(), "data-pipeline: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn build(arguments: &BuildArguments) -> anyhow::Result<()> {
    let report = run::build(Inputs {
        city: &arguments.settings.join(&arguments.city),
        sources: &arguments.sources,
        out: &arguments.out,
    })
    .with_context(|| format!("cannot build {}", arguments.city))?;
    if let Some(path) = &arguments.report {
        std::fs::write(path, data_pipeline::publish::json(&report)?)
            .with_context(|| format!("cannot write the run report {}", path.display()))?;
    }
    std::io::stdout().write_all(report.summary().as_bytes())?;
    Ok(())
}
