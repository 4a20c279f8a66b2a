//! `cargo xtask bench`: what takes time, beside what others take for the same.

mod disclosure;
mod engine;
mod interact;
mod load;
mod serve;
mod size;
mod web;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use clap::{Args, Subcommand};
use flate2::read::GzDecoder;
use jiff::ToSpan;
use jiff::civil::Date;
use sha2::{Digest, Sha256};
use wait4::Wait4;
use xshell::cmd;

use crate::python;
use crate::workspace::Workspace;

const FILES: &str = "xtask/bench/pipeline";
const MAPPINGS: &str = "data-pipeline/cities/baltimore";
const EXPORT: &str = "baltimore/crime_part1_2011_2016.csv.gz";
const VOCABULARY: &str = "part1_2011";

/// What to measure.
#[derive(Subcommand)]
pub enum Bench {
    /// The pipeline on millions of rows, beside DuckDB and Polars on the same file
    Pipeline(PipelineOptions),
    /// The suppression of small counts, beside tau-ARGUS and the method of GaussSuppression on the
    /// same tables, and what an attacker still finds in each one's answer
    Disclosure(disclosure::Options),
    /// The cube engine under moving brushes, beside crossfilter, arquero, DuckDB and plain JavaScript
    Engine(engine::Options),
    /// When the charts of a page are there, on a desk and on a phone, beside pages of others with the
    /// same charts and data
    Load(load::Options),
    /// How long all charts of a page take to follow a choice in a slowed-down browser, beside the same
    /// pages of others
    Interact(interact::Options),
    /// What the programs of the site are made of, and what has grown since it was recorded
    Size(size::Options),
    /// How many requests a second nginx answers with the project's configuration
    Serve(serve::Options),
}

/// How large, and from what.
#[derive(Args)]
pub struct PipelineOptions {
    /// At least so many rows: the export is repeated, each time a day later
    #[arg(long, default_value_t = 30_000_000)]
    rows: u64,
    /// The folder with the source files
    #[arg(long, default_value = "../shared/data")]
    sources: PathBuf,
    /// What a statement of the pipeline may keep in memory, in MiB
    #[arg(long, default_value_t = 256)]
    memory: u64,
}

/// Runs a benchmark and prints a table of its figures.
pub fn run(workspace: &Workspace, bench: &Bench) -> Result<()> {
    match bench {
        Bench::Pipeline(options) => pipeline(workspace, options),
        Bench::Disclosure(options) => disclosure::run(workspace, options),
        Bench::Engine(options) => engine::run(workspace, options),
        Bench::Load(options) => load::run(workspace, options),
        Bench::Interact(options) => interact::run(workspace, options),
        Bench::Size(options) => size::run(workspace, options),
        Bench::Serve(options) => serve::run(workspace, options),
    }
}

/// One program's run.
struct Run {
    name: &'static str,
    took: Duration,
    peak_bytes: u64,
    counts: Counts,
}

/// Counts by month, code and place; zeros are left out.
type Counts = BTreeMap<(String, String, String), u64>;

fn pipeline(workspace: &Workspace, options: &PipelineOptions) -> Result<()> {
    let folder = workspace.target.join("bench/pipeline");
    fs::create_dir_all(&folder)?;
    let export = workspace.root.join(&options.sources).join(EXPORT);
    let incidents = folder.join("incidents.csv");
    println!("Repeating {} …", export.display());
    let (rows, sha256) = repeat(&export, &incidents, options.rows)
        .with_context(|| format!("repeating {}", export.display()))?;
    settings(workspace, &folder, &sha256)?;
    let bytes = fs::metadata(&incidents)?.len();
    let shell = &workspace.shell;
    cmd!(
        shell,
        "cargo build --release --locked --package data-pipeline"
    )
    .run()?;
    let python = python::environment(workspace, "bench", &format!("{FILES}/requirements.txt"))?;
    let runs = [
        ours(workspace, &folder, options.memory)?,
        peer(workspace, &folder, &python, "DuckDB", "peer_duckdb.py")?,
        peer(workspace, &folder, &python, "Polars", "peer_polars.py")?,
    ];
    println!(
        "\n{rows} rows, {:.2} GB of CSV; the pipeline also hashes the file, accounts for every row, \
         stages it as Parquet and publishes every format\n",
        bytes as f64 / 1e9
    );
    println!(
        "{:<12} {:>9} {:>14} {:>16}",
        "", "seconds", "rows a second", "peak memory, MB"
    );
    for run in &runs {
        let seconds = run.took.as_secs_f64();
        println!(
            "{:<12} {seconds:>9.1} {:>14.0} {:>16.0}",
            run.name,
            rows as f64 / seconds,
            run.peak_bytes as f64 / 1e6
        );
    }
    let [first, others @ ..] = &runs;
    for other in others {
        ensure!(
            other.counts == first.counts,
            "{} and {} count otherwise",
            first.name,
            other.name
        );
    }
    println!("\nAll count the same, in {} cells", first.counts.len());
    Ok(())
}

/// Writes the export until it has enough rows, each time with all days a day later; the number of
/// rows, and the hash of the file.
fn repeat(export: &Path, to: &Path, least: u64) -> Result<(u64, String)> {
    let mut text = String::new();
    GzDecoder::new(File::open(export)?).read_to_string(&mut text)?;
    let (header, body) = text.split_once('\n').context("expected a header")?;
    let mut rows: Vec<(Date, &str)> = Vec::new();
    for line in body.lines() {
        let (day, rest) = line.split_once(',').context("expected a day first")?;
        rows.push((
            day.parse()
                .with_context(|| format!("expected a day, found {day:?}"))?,
            rest,
        ));
    }
    ensure!(!rows.is_empty(), "expected rows");
    let mut writer = BufWriter::new(File::create(to)?);
    let mut hash = Sha256::new();
    let mut written = 0;
    let mut block = format!("{header}\n").into_bytes();
    for later in 0_i32.. {
        for (day, rest) in &rows {
            writeln!(block, "{},{rest}", day.checked_add(later.days())?)?;
        }
        hash.update(&block);
        writer.write_all(&block)?;
        block.clear();
        written += rows.len() as u64;
        if written >= least {
            break;
        }
    }
    writer.flush()?;
    let hex = hash
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    Ok((written, hex))
}

/// The settings of the benchmark's city, and the mappings that its peers use as well.
fn settings(workspace: &Workspace, folder: &Path, sha256: &str) -> Result<()> {
    let city = folder.join("cities/bench");
    fs::create_dir_all(&city)?;
    for entry in fs::read_dir(workspace.root.join(FILES).join("city"))? {
        let path = entry?.path();
        let text = fs::read_to_string(&path)?.replace("{sha256}", sha256);
        fs::write(city.join(path.file_name().unwrap_or_default()), text)?;
    }
    let mappings = workspace.root.join(MAPPINGS);
    fs::copy(mappings.join("offenses.csv"), city.join("offenses.csv"))?;
    let places = mappings.join("places");
    fs::copy(places.join("districts.csv"), city.join("districts.csv"))?;
    fs::copy(
        places.join("district_spellings.csv"),
        city.join("district_spellings.csv"),
    )?;
    let all = fs::read_to_string(mappings.join("offense_names.csv"))?;
    let is_used = |line: &&str| line.starts_with("vocabulary,") || line.starts_with(VOCABULARY);
    let names: Vec<&str> = all.lines().filter(is_used).collect();
    fs::write(city.join("offense_names.csv"), names.join("\n") + "\n")?;
    let mut spellings = BTreeMap::new();
    for (file, columns) in [
        ("districts.csv", [1, 0]),
        ("district_spellings.csv", [0, 1]),
    ] {
        for line in fs::read_to_string(places.join(file))?.lines().skip(1) {
            let fields: Vec<&str> = line.split(',').collect();
            if let [Some(spelling), Some(code)] = columns.map(|at| fields.get(at)) {
                spellings.insert(spelling.to_lowercase(), (*code).to_owned());
            }
        }
    }
    let lines = spellings
        .iter()
        .map(|(spelling, code)| format!("{spelling},{code}\n"));
    let lines: String = lines.collect();
    fs::write(
        folder.join("spellings.csv"),
        format!("spelling,code\n{lines}"),
    )?;
    Ok(())
}

fn ours(workspace: &Workspace, folder: &Path, memory: u64) -> Result<Run> {
    let out = folder.join("out");
    if out.exists() {
        fs::remove_dir_all(&out)?;
    }
    let mut command = Command::new(workspace.target.join("release/data-pipeline"));
    command
        .args([
            "build",
            "bench",
            "--memory",
            &memory.to_string(),
            "--settings",
        ])
        .arg(folder.join("cities"))
        .arg("--sources")
        .arg(folder)
        .arg("--out")
        .arg(&out);
    let (took, peak_bytes) = measured(command)?;
    let releases = out.join("releases");
    let release = fs::read_dir(&releases)?
        .next()
        .context("expected a release")??
        .path();
    let csv = fs::read_to_string(release.join("downloads/crime-district.csv"))?;
    let mut counts = Counts::new();
    for line in csv.lines().skip(1) {
        let fields: Vec<&str> = line.split(',').collect();
        let [place, code, month, _, _, value, _] = fields.as_slice() else {
            bail!("expected seven columns, found {line:?}");
        };
        // The city and robbery as a whole are sums, which the peers do not make.
        let value: u64 = value.parse().unwrap_or(0);
        if value > 0 && !["bench"].contains(place) && !["robbery"].contains(code) {
            let key = ((*month).to_owned(), (*code).to_owned(), (*place).to_owned());
            counts.insert(key, value);
        }
    }
    Ok(Run {
        name: "Sightline",
        took,
        peak_bytes,
        counts,
    })
}

fn peer(
    workspace: &Workspace,
    folder: &Path,
    python: &Path,
    name: &'static str,
    script: &str,
) -> Result<Run> {
    let out = folder.join(format!("{name}.csv"));
    let mut command = Command::new(python);
    command
        .arg(workspace.root.join(FILES).join(script))
        .arg(folder.join("incidents.csv"))
        .arg(folder.join("cities/bench/offense_names.csv"))
        .arg(folder.join("spellings.csv"))
        .arg(&out);
    let (took, peak_bytes) = measured(command)?;
    let mut counts = Counts::new();
    for line in fs::read_to_string(&out)?.lines() {
        let fields: Vec<&str> = line.split(',').collect();
        let [month, code, place, value] = fields.as_slice() else {
            bail!("expected four columns, found {line:?}");
        };
        let key = ((*month).to_owned(), (*code).to_owned(), (*place).to_owned());
        counts.insert(key, value.parse()?);
    }
    Ok(Run {
        name,
        took,
        peak_bytes,
        counts,
    })
}

/// Says that a program runs, and runs it to its end.
fn measured(command: Command) -> Result<(Duration, u64)> {
    println!("Running {} …", command.get_program().to_string_lossy());
    to_its_end(command)
}

/// Runs a program to its end: how long it took, and the most memory that it held, in bytes.
fn to_its_end(mut command: Command) -> Result<(Duration, u64)> {
    let name = command.get_program().to_string_lossy().into_owned();
    let begun = Instant::now();
    let ended = command
        .spawn()
        .with_context(|| format!("starting {name}"))?
        .wait4()?;
    ensure!(ended.status.success(), "{name} failed");
    Ok((begun.elapsed(), ended.rusage.maxrss))
}
