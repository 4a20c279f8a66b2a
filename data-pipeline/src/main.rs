//! The command line of the pipeline: arguments in, a summary and an exit code out, nothing else.

mod commands;
mod diff;
mod signatures;

use std::fmt::Write as _;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context;
use clap::{Parser, Subcommand};
use data_pipeline::fetch::{self, Bars, FewerRows, Lines, Order, Pace, Report, Reporter};
use data_pipeline::publish::keep_outside;
use data_pipeline::releases::Request;
use data_pipeline::report::{self, RunReport};
use data_pipeline::run::{self, BuildError, Inputs, Options};
use data_pipeline::signing::Signer;

/// From a city's portals to its source files, and from those to its published release.
///
/// Exit codes of every command: 0 done, or nothing to change; 1 failed or problems found, and what
/// was there is as it was; 2 the command line is wrong. `build` also ends with 4 where a guard refuses
/// to publish, and `diff` with 3 where something differs.
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
    /// last release as it was, and the next one removes its half. Of two runs that publish in one
    /// folder, the second waits for the first.
    ///
    /// Nothing is published where a guard trips: a source shrank, a number fell by more than its
    /// history allows, the share of rows without place or charge group rose, a sum disagrees with the
    /// printed total, or something that was published is gone. The limits stand in publishing.toml
    /// and official_totals.csv of the city. The exit code is 4 then, and the message names the guard,
    /// its figures and the switch to publish all the same; that is recorded in the release.
    ///
    /// A release that holds tables about persons is withdrawn when a later one holds them otherwise:
    /// a record that its source removes leaves no trace.
    ///
    /// With a key, the release is signed; without one, the last line says that it is not.
    #[command(after_help = EXAMPLE)]
    Build(BuildArguments),
    /// Lists everything that is wrong with a city's settings and sources, and publishes nothing.
    ///
    /// Each problem is a line: file, line, column, field, what is wrong, what was expected and what
    /// was found. Without --sources only the settings are looked at.
    Check(commands::CheckArguments),
    /// Says what a build would change, or what differs between two releases; publishes nothing.
    Diff(diff::DiffArguments),
    /// Says how a table is made: its sources, what is left out and why, names, gaps and caveats.
    Explain(commands::ExplainArguments),
    /// Runs the SQL of a table over staged records, and prints the table as CSV.
    Query(commands::QueryArguments),
    /// Runs a part of a cluster of Apache Ballista, of the version that this program speaks.
    #[cfg(feature = "cluster")]
    Cluster(commands::ClusterArguments),
    /// Checks that a release protects the people in it: two worlds for every protected number.
    ///
    /// The place is a folder or an address: of a release, or of a catalogue, of which the current
    /// release of every city is checked. Nothing but published files is read, and no solver is
    /// needed. The exit code is 1 where a certificate does not hold.
    VerifyCertificate(commands::VerifyArguments),
    /// Checks that everything published is what was published, and by whom.
    ///
    /// Read are the catalogue, the manifest and the signature of each release, every file that the
    /// manifest lists, the copies in latest/ and the certificate. Each file that is not as it was
    /// published is named with what was expected and found; the check goes on after it. In a folder,
    /// files that nobody lists are named too.
    Verify(signatures::VerifyArguments),
    /// Signs releases that are published: a file manifest.json.minisig beside the manifest.
    ///
    /// The format is that of minisign. The public key of the city stands in its settings, as
    /// minisign.pub. A release that is signed already stays as it is.
    Sign(signatures::SignArguments),
    /// Makes a key to sign releases with: a secret file, and minisign.pub in the settings of cities.
    NewKey(signatures::NewKeyArguments),
    /// Begins a city: a folder of commented settings, for `check` to lead through.
    NewCity(commands::NewCityArguments),
    /// Writes the JSON Schemas of the settings, by which editors check and complete them.
    Schema(commands::SchemaArguments),
    /// Brings the city's sources from their portals into local snapshots.
    ///
    /// Fetched is every source with a [source.remote] table in sources.toml or portal.toml: ArcGIS
    /// layers, Socrata tables, resources of CKAN packages, and files. Each becomes a CSV, or stays
    /// GeoJSON or Parquet where the settings name such a snapshot, with a record
    /// of its origin, rows and hash beside it in <file>.snapshot.json.
    ///
    /// A fetch that was stopped goes on at the page it had reached. A source that fails leaves its
    /// last snapshot as it was, and the others are fetched all the same; the exit code is 1 then. An
    /// answer that is empty, or has less than 98 % of the last snapshot's rows (least_percent in the
    /// settings), is refused.
    ///
    /// A build does not see a new snapshot by itself: it stops at a content that sources.toml does
    /// not know. Look at the snapshot, then put its sha256 there.
    #[command(after_help = FETCH_EXAMPLE)]
    Fetch(FetchArguments),
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
    /// Where to write the run report, as report.html and report.json: rows set aside, names unknown,
    /// guards, changes, times. It is written also where a guard refuses.
    #[arg(long, value_name = "FOLDER")]
    report: Option<PathBuf>,
    /// Publish although this guard trips; a --because belongs to each.
    #[arg(long = "override", value_name = "GUARD")]
    overrides: Vec<String>,
    /// Why the guard is overridden; the release records it.
    #[arg(long, value_name = "WHY")]
    because: Vec<String>,
    /// Keep the staged records here, for `query`.
    #[arg(long, value_name = "FOLDER")]
    staged: Option<PathBuf>,
    #[command(flatten)]
    key: signatures::KeyArguments,
    #[command(flatten)]
    wait: signatures::WaitArguments,
    #[command(flatten)]
    engine: commands::EngineArguments,
}

#[derive(clap::Args)]
struct FetchArguments {
    /// The id of the city: the name of its folder of settings.
    city: String,
    /// The folder that holds a folder of settings for each city.
    #[arg(long, value_name = "FOLDER", default_value = "data-pipeline/cities")]
    settings: PathBuf,
    /// The folder of snapshots; the paths in the settings start here.
    #[arg(long, value_name = "FOLDER", default_value = "snapshots")]
    into: PathBuf,
    /// Fetch this source alone.
    #[arg(long, value_name = "ID")]
    source: Option<String>,
    /// Take an answer that is empty or much shorter than the last; look at the portal first.
    #[arg(long)]
    accept_shrunken: bool,
    /// How often a page is asked for before its source has failed; the waits in between double.
    #[arg(long, value_name = "TIMES", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    attempts: u32,
    /// How long a portal may be silent.
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..))]
    timeout: u64,
}

const FETCH_EXAMPLE: &str = "Examples:
  data-pipeline fetch my-city --into exports
  data-pipeline fetch my-city --into exports --source arrests --accept-shrunken

To make a source known, give it a table in sources.toml or portal.toml:
  [source.remote]
  kind = \"arcgis\"              # or socrata, ckan, file
  url = \"https://…/FeatureServer/0\"
  columns = [\"CrimeDateTime\", \"Description\"]   # what is not named is not asked for";

const EXAMPLE: &str = "Example:
  data-pipeline build my-city --sources exports --report reports/today
  data-pipeline build my-city --sources exports \
    --override source-shrank:arrests --because \"the portal dropped 2013 on purpose\"

To add a city:
  data-pipeline new-city my-city --label \"My City\"
  data-pipeline check my-city --sources exports";

fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Build(arguments) => build(&arguments),
        Command::Diff(arguments) => diff::diff(&arguments),
        Command::Fetch(arguments) => fetch(&arguments).map(|()| ExitCode::SUCCESS),
        Command::Check(arguments) => commands::check(&arguments),
        Command::Explain(arguments) => commands::explain(&arguments),
        Command::Query(arguments) => commands::query(&arguments),
        #[cfg(feature = "cluster")]
        Command::Cluster(arguments) => commands::cluster(&arguments),
        Command::VerifyCertificate(arguments) => commands::verify_certificate(&arguments),
        Command::Verify(arguments) => signatures::verify(&arguments),
        Command::Sign(arguments) => signatures::sign(&arguments),
        Command::NewKey(arguments) => signatures::new_key(&arguments),
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

/// The exit code where a guard refuses to publish.
const REFUSED: u8 = 4;

fn build(arguments: &BuildArguments) -> anyhow::Result<ExitCode> {
    let (overrides, because) = (&arguments.overrides, &arguments.because);
    if overrides.len() != because.len() || because.iter().any(|why| why.trim().is_empty()) {
        let message = "each --override needs a --because that says why";
        writeln!(std::io::stderr(), "data-pipeline: {message}")?;
        return Ok(ExitCode::from(2));
    }
    for folder in [&arguments.staged, &arguments.report].into_iter().flatten() {
        keep_outside(folder, Some(&arguments.out))?;
    }
    let requests = overrides.iter().zip(because);
    let requests = requests.map(|(guard, because)| Request {
        guard: guard.clone(),
        because: because.clone(),
    });
    let city = arguments.settings.join(&arguments.city);
    // A wrong key is said before anything is read, not after an hour.
    let signer = arguments.key.signer()?;
    if let Some(signer) = &signer {
        signer.is_of_city(&city)?;
    }
    let options = Options {
        overrides: requests.collect(),
        clock: Some(jiff::Timestamp::now),
        patience: arguments.wait.patience(),
    };
    let secret = commands::rounding_secret();
    let inputs = Inputs {
        city: &city,
        sources: &arguments.sources,
        out: &arguments.out,
        staged: arguments.staged.as_deref(),
        engine: arguments.engine.place(),
        secret: secret.as_bytes(),
    };
    match run::build_with(&inputs, &options) {
        Ok(report) => {
            let told = tell_and_sign(arguments, &report, signer.as_ref());
            told.with_context(|| {
                let release = &report.release;
                format!("{release} is published, but what a build does after that has failed")
            })?;
            Ok(ExitCode::SUCCESS)
        }
        Err(BuildError::Refused(report)) => {
            write_report(arguments.report.as_deref(), &report)?;
            let message = report::refusal(&report);
            writeln!(
                std::io::stderr(),
                "data-pipeline: {}: {message}",
                arguments.city
            )?;
            Ok(ExitCode::from(REFUSED))
        }
        Err(error) => Err(error).with_context(|| format!("cannot build {}", arguments.city)),
    }
}

/// What a build does when its release is published.
fn tell_and_sign(
    arguments: &BuildArguments,
    report: &RunReport,
    signer: Option<&Signer>,
) -> anyhow::Result<()> {
    write_report(arguments.report.as_deref(), report)?;
    std::io::stdout().write_all(report.summary().as_bytes())?;
    let (out, settings) = (&arguments.out, &arguments.settings);
    let patience = arguments.wait.patience();
    signatures::sign_built(out, &report.release, settings, signer, patience)
}

fn write_report(folder: Option<&Path>, report: &RunReport) -> anyhow::Result<()> {
    let Some(folder) = folder else {
        return Ok(());
    };
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.join(name);
        std::fs::write(&path, bytes)
            .with_context(|| format!("cannot write the run report {}", path.display()))
    };
    std::fs::create_dir_all(folder)
        .with_context(|| format!("cannot make the folder {}", folder.display()))?;
    write("report.json", &data_pipeline::publish::json(report)?)?;
    write("report.html", report::page(report).as_bytes())
}

fn fetch(arguments: &FetchArguments) -> anyhow::Result<()> {
    keep_outside(&arguments.into, None)?;
    let order = Order {
        city: &arguments.settings.join(&arguments.city),
        into: &arguments.into,
        source: arguments.source.as_deref(),
        fewer_rows: if arguments.accept_shrunken {
            FewerRows::Accept
        } else {
            FewerRows::Refuse
        },
        pace: Pace {
            attempts: arguments.attempts,
            timeout: Duration::from_secs(arguments.timeout),
            ..Pace::default()
        },
        clock: jiff::Timestamp::now,
    };
    let reporter: Box<dyn Reporter> = if std::io::stderr().is_terminal() {
        Box::new(Bars::default())
    } else {
        Box::new(Lines::new(std::io::stderr()))
    };
    let report = fetch::fetch(order, reporter.as_ref())
        .with_context(|| format!("cannot fetch {}", arguments.city))?;
    std::io::stdout().write_all(summary(&report).as_bytes())?;
    let failed = report.iter().filter(|(_, outcome)| outcome.is_err());
    match failed.count() {
        0 => Ok(()),
        failed => anyhow::bail!("{failed} of {} sources could not be fetched", report.len()),
    }
}

/// A line for each source.
fn summary(report: &Report) -> String {
    let mut lines = String::new();
    for (id, outcome) in report {
        let line = match outcome {
            Ok(fetched) => {
                let (record, news) = (
                    &fetched.record,
                    if fetched.changed { "new" } else { "unchanged" },
                );
                let twice = match record.duplicates {
                    0 => String::new(),
                    rows => format!(", {rows} came twice"),
                };
                format!(
                    "{id}: {news}, {} rows{twice}, sha256 {}",
                    record.rows, record.sha256
                )
            }
            Err(error) => format!("{id}: failed, {error}"),
        };
        // Writing to a string cannot fail.
        let _ = writeln!(lines, "{line}");
    }
    lines
}
