//! The commands that look at a city or begin one, and publish nothing: arguments in, text and an
//! exit code out.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use cube::release::Manifest;
use data_pipeline::aggregate::{self, Engine, EnginePlace};
use data_pipeline::settings::{self, Settings};
use data_pipeline::translations::LanguageReport;
use data_pipeline::{check, disclosure, explain, new_city, publish};

/// The exit code of a command line that names something that is not there.
const USAGE: u8 = 2;

#[derive(clap::Args)]
#[command(after_help = "Examples:
  data-pipeline check my-city
  data-pipeline check my-city --sources exports && data-pipeline build my-city --sources exports

A problem is one line, which editors can follow:
  cities/my-city/tables.toml:9:19: table[crime].categories[1]: no line of offenses.csv has this \
code; expected a code of it, did you mean \"homicide\"?; found \"homocide\"

Where the city has a catalogue of translations (es.po), texts without a translation are printed as \
entries to fill in, and entries that nothing uses are named. Neither is a problem.

Exit codes: 0 nothing is wrong; 1 problems were found; 2 there is no such city, or the command line \
is wrong.")]
pub struct CheckArguments {
    #[command(flatten)]
    city: CityArguments,
    /// The folder of source files: they are read to the last row, and nothing is published.
    #[arg(long, value_name = "FOLDER")]
    sources: Option<PathBuf>,
}

#[derive(clap::Args)]
#[command(after_help = "Example:
  data-pipeline explain my-city crime-city
  data-pipeline explain my-city crime-ward --release public/data/releases/ID/manifest.json

Exit codes: 0 explained; 1 the settings have to be mended first; 2 there is no such city or table.")]
pub struct ExplainArguments {
    #[command(flatten)]
    city: CityArguments,
    /// The id of the table, as in tables.toml.
    table: String,
    /// The manifest.json of a release of the city: how many rows were located is then told from it.
    #[arg(long, value_name = "FILE")]
    release: Option<PathBuf>,
}

#[derive(clap::Args)]
struct CityArguments {
    /// The id of the city: the name of its folder of settings.
    city: String,
    /// The folder that holds a folder of settings for each city.
    #[arg(long, value_name = "FOLDER", default_value = "data-pipeline/cities")]
    settings: PathBuf,
}

#[derive(clap::Args)]
#[command(after_help = "Example:
  data-pipeline new-city my-city --label \"My City\"
  data-pipeline check my-city

Exit codes: 0 written; 1 the folder cannot be written; 2 the id or label is none, or the city is \
there already.")]
pub struct NewCityArguments {
    /// The id: the name of the folder, and a part of addresses. It should never change.
    id: String,
    /// The name of the city for people.
    #[arg(long)]
    label: String,
    /// The folder that holds a folder of settings for each city.
    #[arg(long, value_name = "FOLDER", default_value = "data-pipeline/cities")]
    settings: PathBuf,
}

#[derive(clap::Args)]
pub struct SchemaArguments {
    /// The folder to write <name>.schema.json to, one for each TOML file of settings.
    #[arg(long, value_name = "FOLDER", default_value = "data-pipeline/schemas")]
    out: PathBuf,
}

/// Where SQL runs.
#[derive(clap::Args)]
pub struct EngineArguments {
    /// What one statement may keep in memory before it spills to disk.
    #[arg(long, value_name = "MIB", default_value_t = 1024, value_parser = clap::value_parser!(u64).range(16..))]
    memory: u64,
    /// Run the SQL on a cluster that reads the staged records under the same path, as
    /// df://host:50050; needs --staged.
    #[cfg(feature = "cluster")]
    #[arg(long, value_name = "URL", requires = "staged")]
    cluster: Option<String>,
}

#[derive(clap::Args)]
#[command(after_help = "Example:
  data-pipeline build my-city --sources exports --staged staged
  data-pipeline query my-city crime-city --staged staged > crime-city.csv

What is printed is the published CSV of the table, byte for byte; where its policy protects people, \
it is what was counted before, and not to be passed on. With --sql, another statement runs \
over the same tables: records, areas, area_parts, categories, category_parts, codes, holdings, \
periods, places, undistinguished; for tables of groups of people, of some records or of longer steps, \
also months, group_... and only_....

Exit codes: 0 printed; 1 nothing is staged, or the SQL fails; 2 there is no such city or table.")]
pub struct QueryArguments {
    #[command(flatten)]
    city: CityArguments,
    /// The id of the table, as in tables.toml.
    table: String,
    /// The folder that a build has kept its staged records in.
    #[arg(long, value_name = "FOLDER")]
    staged: PathBuf,
    /// A file of SQL to run instead of the table's own.
    #[arg(long, value_name = "FILE")]
    sql: Option<PathBuf>,
    #[command(flatten)]
    engine: EngineArguments,
}

/// Prints a table from staged records.
pub fn query(arguments: &QueryArguments) -> anyhow::Result<ExitCode> {
    if !arguments.city.folder().is_dir() {
        return arguments.city.unknown();
    }
    let settings = Settings::load(&arguments.city.folder())?;
    let mut tables = settings.tables.iter();
    let Some(table) = tables.find(|table| table.id == arguments.table) else {
        let known: Vec<&str> = settings
            .tables
            .iter()
            .map(|table| table.id.as_str())
            .collect();
        return usage(&format!(
            "no table {:?}: there are {}",
            arguments.table,
            known.join(", ")
        ));
    };
    let sql = match &arguments.sql {
        Some(file) => std::fs::read_to_string(file)
            .with_context(|| format!("cannot read {}", file.display()))?,
        None => aggregate::sql(&settings, table),
    };
    let folder = std::path::absolute(&arguments.staged)?;
    let engine = Engine::new(arguments.engine.place())?;
    let answer = engine.run(&folder, &table.id, &sql)?;
    io::stdout().write_all(&aggregate::csv(&answer)?)?;
    Ok(ExitCode::SUCCESS)
}

#[cfg(feature = "cluster")]
#[derive(clap::Args)]
#[command(after_help = "Example, a process a machine:
  data-pipeline cluster scheduler --listen 10.0.0.1:50050
  data-pipeline cluster executor --listen 10.0.0.2:50051 --scheduler 10.0.0.1:50050
  data-pipeline cluster executor --listen 10.0.0.3:50051 --scheduler 10.0.0.1:50050
  data-pipeline build my-city --sources exports --staged /shared/staged --cluster df://10.0.0.1:50050

Every machine has to see the staged records under the same path. The protocol knows no passwords: \
keep the ports inside a network that you trust.")]
pub struct ClusterArguments {
    #[command(subcommand)]
    part: ClusterPart,
}

#[cfg(feature = "cluster")]
#[derive(clap::Subcommand)]
enum ClusterPart {
    /// Divides statements into tasks and hands them out.
    Scheduler {
        /// The address to listen at.
        #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:50050")]
        listen: std::net::SocketAddr,
        /// How long an executor may be silent before its work goes to others.
        #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u64).range(2..))]
        executor_timeout: u64,
    },
    /// Runs tasks.
    Executor {
        /// The address to listen at; the next higher port is used as well.
        #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:50051")]
        listen: std::net::SocketAddr,
        /// The host and port of the scheduler.
        #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:50050", value_parser = host_and_port)]
        scheduler: (String, u16),
        /// How many tasks run at once.
        #[arg(long, value_name = "NUMBER", default_value_t = 2)]
        tasks: usize,
        /// What all tasks together may keep in memory before they spill to disk.
        #[arg(long, value_name = "MIB", default_value_t = 1024, value_parser = clap::value_parser!(u64).range(16..))]
        memory: u64,
        /// How often the scheduler is told that the executor is there.
        #[arg(long, value_name = "SECONDS", default_value_t = 15, value_parser = clap::value_parser!(u64).range(1..))]
        heartbeat: u64,
    },
}

#[cfg(feature = "cluster")]
fn host_and_port(text: &str) -> Result<(String, u16), String> {
    let expected = || format!("expected HOST:PORT, found {text:?}");
    let (host, port) = text.rsplit_once(':').ok_or_else(expected)?;
    let port = port.parse().map_err(|_| expected())?;
    Ok((host.to_owned(), port))
}

/// Runs a process of a cluster until it is stopped.
#[cfg(feature = "cluster")]
pub fn cluster(arguments: &ClusterArguments) -> anyhow::Result<ExitCode> {
    use data_pipeline::aggregate::cluster::{
        ExecutorOptions, SchedulerOptions, run_executor, run_scheduler,
    };

    env_logger::Builder::from_env(env_logger::Env::default().default_filter_or("warn")).init();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    match &arguments.part {
        ClusterPart::Scheduler {
            listen,
            executor_timeout,
        } => runtime.block_on(run_scheduler(&SchedulerOptions {
            listen: *listen,
            executor_timeout_seconds: *executor_timeout,
        }))?,
        ClusterPart::Executor {
            listen,
            scheduler,
            tasks,
            memory,
            heartbeat,
        } => runtime.block_on(run_executor(&ExecutorOptions {
            listen: *listen,
            scheduler: scheduler.clone(),
            tasks: *tasks,
            memory_bytes: memory << 20,
            heartbeat_seconds: *heartbeat,
        }))?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Lists every problem of a city, then counts them.
pub fn check(arguments: &CheckArguments) -> anyhow::Result<ExitCode> {
    let city = arguments.city.folder();
    if !city.is_dir() {
        return arguments.city.unknown();
    }
    if let Some(sources) = arguments.sources.as_deref().filter(|path| !path.is_dir()) {
        return usage(&format!(
            "{}: expected a folder of sources",
            sources.display()
        ));
    }
    let findings = check::check(&city, arguments.sources.as_deref());
    let mut out = io::stdout().lock();
    for problem in &findings.problems {
        writeln!(out, "{problem}")?;
    }
    let steps = new_city::next_steps(&findings.problems);
    if !steps.is_empty() {
        writeln!(out, "\nNext, in this order")?;
    }
    for (number, step) in (1..).zip(steps) {
        writeln!(out, "  {number}. {step}")?;
    }
    for language in &findings.languages {
        translations(&mut out, language)?;
    }
    let read = match (&arguments.sources, findings.sources_read) {
        (None, _) => "sources were not read: name their folder with --sources".to_owned(),
        (Some(_), 0) => "rows were not counted: the settings come first".to_owned(),
        (Some(_), read) => format!("{read} of {} sources read", findings.sources),
    };
    match findings.problems.len() {
        0 => writeln!(out, "{}: no problems; {read}", arguments.city.city)?,
        1 => writeln!(out, "{}: 1 problem; {read}", arguments.city.city)?,
        many => writeln!(out, "{}: {many} problems; {read}", arguments.city.city)?,
    }
    Ok(match findings.problems.is_empty() {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    })
}

/// Tells how far the texts of a city are translated: what lacks a translation, as entries that can be
/// filled in, and what translates nothing. None of it is a problem.
fn translations(out: &mut impl Write, language: &LanguageReport) -> io::Result<()> {
    for line in language.lines_unused() {
        writeln!(out, "{line}")?;
    }
    out.write_all(language.entries_to_fill().as_bytes())?;
    if !language.missing.is_empty() {
        writeln!(out)?;
    }
    writeln!(out, "{}", language.summary())
}

/// Prints how a table is made.
pub fn explain(arguments: &ExplainArguments) -> anyhow::Result<ExitCode> {
    if !arguments.city.folder().is_dir() {
        return arguments.city.unknown();
    }
    let settings = Settings::load(&arguments.city.folder())?;
    let release = match &arguments.release {
        None => None,
        Some(path) => Some(manifest(path)?),
    };
    match explain::explain(&settings, &arguments.table, release.as_ref()) {
        Err(message) => usage(&message),
        Ok(page) => {
            io::stdout().write_all(page.as_bytes())?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn manifest(path: &Path) -> anyhow::Result<Manifest> {
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    serde_json::from_slice(&bytes)
        .with_context(|| format!("{}: expected the manifest of a release", path.display()))
}

/// Writes the settings of a new city.
pub fn new_city(arguments: &NewCityArguments) -> anyhow::Result<ExitCode> {
    match new_city::begin(&arguments.settings, &arguments.id, &arguments.label) {
        Err(error @ new_city::NewCityError::Io { .. }) => Err(error.into()),
        Err(error) => usage(&error.to_string()),
        Ok(folder) => {
            let mut out = io::stdout().lock();
            writeln!(out, "written: {}", folder.display())?;
            writeln!(out, "next: data-pipeline check {}", arguments.id)?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// Writes the JSON Schemas of the settings.
pub fn schema(arguments: &SchemaArguments) -> anyhow::Result<ExitCode> {
    let folder = &arguments.out;
    std::fs::create_dir_all(folder)
        .with_context(|| format!("cannot make the folder {}", folder.display()))?;
    for (name, schema) in settings::schemas() {
        let path = folder.join(format!("{name}.schema.json"));
        std::fs::write(&path, publish::json(&schema)?)
            .with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(ExitCode::SUCCESS)
}

impl EngineArguments {
    /// The place that the arguments name.
    pub fn place(&self) -> EnginePlace {
        #[cfg(feature = "cluster")]
        if let Some(url) = &self.cluster {
            return EnginePlace::Cluster { url: url.clone() };
        }
        let bytes = usize::try_from(self.memory << 20).unwrap_or(usize::MAX);
        EnginePlace::Local {
            memory_bytes: bytes,
        }
    }
}

impl CityArguments {
    fn folder(&self) -> PathBuf {
        self.settings.join(&self.city)
    }

    fn unknown(&self) -> anyhow::Result<ExitCode> {
        let cities = cities(&self.settings);
        let known = match cities.is_empty() {
            true => format!("{} holds no city", self.settings.display()),
            false => format!("{} holds {}", self.settings.display(), cities.join(", ")),
        };
        usage(&format!("no city {:?}: {known}", self.city))
    }
}

fn usage(message: &str) -> anyhow::Result<ExitCode> {
    writeln!(io::stderr(), "data-pipeline: {message}")?;
    Ok(ExitCode::from(USAGE))
}

fn cities(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let folders = entries.filter(|entry| entry.path().is_dir());
    let mut names: Vec<String> = folders
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[derive(clap::Args)]
#[command(after_help = "Examples:
  data-pipeline verify-certificate public/data
  data-pipeline verify-certificate https://example.org/data/releases/ID

Exit codes: 0 every certificate holds; 1 one does not, or cannot be had.")]
pub struct VerifyArguments {
    /// A folder or an address, of a release or of a catalogue.
    place: String,
}

/// Checks certificates and says what they prove.
pub fn verify_certificate(arguments: &VerifyArguments) -> anyhow::Result<ExitCode> {
    let checked = disclosure::verify(&arguments.place)
        .with_context(|| format!("cannot check {}", arguments.place))?;
    let mut out = io::stdout();
    let mut holds = true;
    for one in &checked {
        let verdict = &one.verdict;
        writeln!(out, "{}, release {}", one.city, one.release)?;
        writeln!(
            out,
            "  {} of {} hidden numbers and {} of {} rounded numbers have two worlds that fit \
             everything published ({} relations checked)",
            verdict.hidden_witnessed,
            verdict.hidden,
            verdict.rounded_witnessed,
            verdict.rounded,
            verdict.relations
        )?;
        for fault in &verdict.faults {
            let cell = fault.cell.map(|cell| format!(", cell {cell}"));
            let (table, cell) = (&fault.table, cell.unwrap_or_default());
            writeln!(out, "  {table}{cell}: {}", fault.problem)?;
        }
        let word = if verdict.holds() {
            "holds"
        } else {
            "does not hold"
        };
        writeln!(out, "  the certificate {word}")?;
        holds &= verdict.holds();
    }
    Ok(match holds {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    })
}

/// The name of the variable that holds what decides between equally good roundings.
const ROUNDING_SECRET: &str = "SIGHTLINE_ROUNDING_SECRET";

/// What decides between equally good roundings: a secret of whoever publishes, or nothing.
///
/// It comes from the environment, so that it stands in no file of the city.
pub fn rounding_secret() -> String {
    std::env::var(ROUNDING_SECRET).unwrap_or_default()
}
