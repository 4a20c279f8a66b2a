//! `cargo xtask bench disclosure`: how many cells are hidden to keep small counts from being worked
//! out, how long that takes, and what an attacker still works out; ours and others on the same
//! tables. The tables, the peers and the attacker are in `xtask/bench/disclosure`; nothing is
//! measured here but what they answer.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use clap::Args;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use xshell::cmd;

use super::to_its_end;
use crate::python;
use crate::workspace::Workspace;

const FILES: &str = "xtask/bench/disclosure";
/// How many times as many cells we may hide as others do, once theirs are as safe as ours.
const TOLERATED: f64 = 1.05;
/// Tables that only we are asked to protect.
const ALONE: &str = "alone-";
const PEERS: [(&str, &[&str]); 4] = [
    ("elimination", &["peer_elimination.py"]),
    ("tau-ARGUS optimal", &["peer_tau_argus.py", "optimal"]),
    ("  … told of zeros", &["peer_tau_argus.py", "informed"]),
    ("tau-ARGUS modular", &["peer_tau_argus.py", "modular"]),
];

/// How often, and from what.
#[derive(Args)]
pub struct Options {
    /// How often each program protects each table, in turn; the median of the times is shown
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    /// Only tables whose names contain this
    #[arg(long, default_value = "")]
    only: String,
    /// The folder with the source files
    #[arg(long, default_value = "../shared/data")]
    sources: PathBuf,
}

/// A table, as far as it is told here.
#[derive(Deserialize)]
struct Table {
    counts: Vec<u64>,
    demands: Vec<(usize, u32)>,
}

/// What a program prints.
#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    hidden: Vec<usize>,
    /// Seconds of protecting, as the program itself counts them: without starting and reading.
    seconds: Option<f64>,
    /// The same with all audits, where the program has some.
    seconds_with_audits: Option<f64>,
    passes: Option<bool>,
    /// Why there is no answer.
    failed: Option<String>,
}

/// What the attacker prints.
#[derive(Deserialize)]
struct Found {
    attacked: usize,
    primary_exact: usize,
    primary_told: usize,
    told: usize,
}

/// What became of our own answer to a table.
enum Ours {
    /// It passes our audits, and so many cells are told all the same.
    Answer { told: usize },
    /// There is none, or it fails.
    Fault(String),
}

/// One program's runs on one table.
struct Entry {
    program: &'static str,
    answers: Vec<Answer>,
    found: Option<Found>,
    peak_bytes: u64,
    /// Cells that are hidden once we have hidden what an answer of others lacks.
    completed: Option<usize>,
}

/// Where everything is.
struct Bench<'a> {
    workspace: &'a Workspace,
    folder: PathBuf,
    python: PathBuf,
}

/// Runs the benchmark and prints its figures.
pub fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    let folder = workspace.target.join("bench/disclosure");
    let tables = folder.join("tables");
    if tables.exists() {
        fs::remove_dir_all(&tables)?;
    }
    fs::create_dir_all(&folder)?;
    let shell = &workspace.shell;
    cmd!(
        shell,
        "cargo build --release --locked --package protection --example protect
            --package rounding --example round"
    )
    .run()?;
    let requirements = format!("{FILES}/requirements.txt");
    let python = python::environment(workspace, "bench-disclosure", &requirements)?;
    let sources = &options.sources;
    let only = &options.only;
    cmd!(
        shell,
        "{python} -B {FILES}/tables.py {tables} {sources} {only}"
    )
    .run()?;
    let bench = Bench {
        workspace,
        folder,
        python,
    };
    let mut names = shell.read_dir(&tables)?;
    ensure!(!names.is_empty(), "no table has {only:?} in its name");
    // The large ones take long, and the others should be seen before.
    names.sort_by_key(|path| (is_alone(path), path.clone()));
    let mut told = 0;
    let mut faults = Vec::new();
    for path in &names {
        match bench.table(path, options.rounds.max(1))? {
            Ours::Answer { told: cells } => told += cells,
            Ours::Fault(fault) => faults.push(fault),
        }
    }
    explain();
    println!("\n== Counts that are moved instead of hidden ==\n");
    let round = workspace.target.join("release/examples/round");
    let script = format!("{FILES}/perturbation.py");
    let python = &bench.python;
    cmd!(shell, "{python} -B {script} {tables} {round}").run()?;
    ensure!(told == 0, "{told} cells are told in our own tables");
    ensure!(faults.is_empty(), "{}", faults.join("; "));
    Ok(())
}

fn is_alone(table: &Path) -> bool {
    let name = table.file_stem().unwrap_or_default();
    name.to_string_lossy().starts_with(ALONE)
}

fn explain() {
    println!(
        "\nhidden     cells left out, those that are too small to show among them\n\
         mass       the sum of the counts left out\n\
         exact      cells too small to show that can be worked out all the same\n\
         narrow     such cells that are known more closely than two possible values 2 apart\n\
         any narrow hidden cells of any kind of which that holds; they all look the same\n\
         safe       cells hidden once none is narrow: those of the answer, and what we hide beside\n\
         The attacker knows all sums, that counts are whole, and that a hidden count is at least 1\n\
         where zeros are shown. elimination is the method of the R package GaussSuppression,\n\
         written anew, as the package itself is in no registry that is used here."
    );
}

impl Bench<'_> {
    /// Lets every program protect a table.
    fn table(&self, path: &Path, rounds: usize) -> Result<Ours> {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let table: Table = read(path)?;
        println!(
            "\n== {name}: {} cells, {} of them too small to show ==",
            table.counts.len(),
            table.demands.len()
        );
        let is_alone = is_alone(path);
        let peers = if is_alone { &[] } else { &PEERS[..] };
        let mut entries = vec![Entry::new("Sightline")];
        entries.extend(peers.iter().map(|(program, _)| Entry::new(program)));
        for _ in 0..if is_alone { 1 } else { rounds } {
            for (at, entry) in entries.iter_mut().enumerate() {
                let peer = at.checked_sub(1).and_then(|at| peers.get(at));
                let command = self.command(peer.map_or(&[], |(_, script)| script));
                self.protect(command, path, entry)?;
            }
        }
        for (at, entry) in entries.iter_mut().enumerate() {
            self.attack(path, entry)?;
            if at > 0 {
                self.complete(path, entry)?;
            }
        }
        print_entries(&table, &entries);
        let ours = entries.first();
        let most = entries.iter().filter_map(|entry| entry.completed).min();
        let hidden = ours.and_then(|ours| Some(ours.answers.first()?.hidden.len()));
        if let (Some(most), Some(hidden)) = (most, hidden)
            && hidden as f64 > most as f64 * TOLERATED
        {
            return Ok(Ours::Fault(format!(
                "{name}: we hide {hidden} cells, and {most} would do"
            )));
        }
        let answer = ours.and_then(|ours| ours.answers.first());
        Ok(match answer {
            Some(answer) if answer.passes == Some(true) => Ours::Answer {
                told: ours
                    .and_then(|ours| ours.found.as_ref())
                    .map_or(0, |found| found.told),
            },
            Some(Answer { failed: None, .. }) => {
                Ours::Fault(format!("{name}: our own audits fail"))
            }
            _ => Ours::Fault(format!("{name}: we have no answer")),
        })
    }

    /// The program of a script and its arguments; ours where there is none.
    fn command(&self, script: &[&str]) -> Command {
        let [script, arguments @ ..] = script else {
            return Command::new(self.workspace.target.join("release/examples/protect"));
        };
        let mut command = Command::new(&self.python);
        command.arg("-B");
        command.arg(self.workspace.root.join(FILES).join(script));
        command.args(arguments);
        command
    }

    fn protect(&self, mut command: Command, table: &Path, entry: &mut Entry) -> Result<()> {
        let out = self.folder.join("answer.json");
        command
            .stdin(File::open(table)?)
            .stdout(File::create(&out)?);
        let answer = match to_its_end(command) {
            Ok((_, peak_bytes)) => {
                entry.peak_bytes = entry.peak_bytes.max(peak_bytes);
                read(&out)?
            }
            // A peer that falls over is a figure like any other.
            Err(_) => Answer::failed("ended with a fault, or not in its time"),
        };
        if let Some(earlier) = entry.answers.first() {
            let is_same = earlier.hidden == answer.hidden;
            ensure!(
                is_same || entry.program != "Sightline",
                "two runs hide different cells"
            );
        }
        entry.answers.push(answer);
        Ok(())
    }

    /// Hides what another's answer lacks to be as safe as ours, and counts what is hidden then.
    fn complete(&self, table: &Path, entry: &mut Entry) -> Result<()> {
        let Some(answer) = entry.answers.iter().find(|answer| answer.failed.is_none()) else {
            return Ok(());
        };
        let mut question: serde_json::Map<String, serde_json::Value> = read(table)?;
        question.insert("hidden".to_owned(), serde_json::json!(answer.hidden));
        let path = self.folder.join("question.json");
        let out = self.folder.join("completed.json");
        fs::write(&path, serde_json::to_vec(&question)?)?;
        let mut command = self.command(&[]);
        command
            .stdin(File::open(&path)?)
            .stdout(File::create(&out)?);
        to_its_end(command)
            .with_context(|| format!("completing the answer of {}", entry.program))?;
        let completed: Answer = read(&out)?;
        ensure!(
            completed.passes == Some(true),
            "a completed answer fails our audits"
        );
        entry.completed = Some(completed.hidden.len());
        Ok(())
    }

    fn attack(&self, table: &Path, entry: &mut Entry) -> Result<()> {
        let Some(answer) = entry.answers.iter().find(|answer| answer.failed.is_none()) else {
            return Ok(());
        };
        let hidden = self.folder.join("hidden.json");
        let found = self.folder.join("found.json");
        fs::write(
            &hidden,
            serde_json::to_vec(&serde_json::json!({ "hidden": answer.hidden }))?,
        )?;
        let mut command = self.command(&["attack.py"]);
        command.arg(table).arg(&hidden).arg(&found);
        // The solver names itself there.
        command.stdout(Stdio::null());
        to_its_end(command)
            .with_context(|| format!("attacking the answer of {}", entry.program))?;
        entry.found = Some(read(&found)?);
        Ok(())
    }
}

impl Entry {
    fn new(program: &'static str) -> Self {
        Self {
            program,
            answers: Vec::new(),
            found: None,
            peak_bytes: 0,
            completed: None,
        }
    }

    /// The median of what the runs took, by one of the times that they tell.
    fn seconds(&self, of: impl Fn(&Answer) -> Option<f64>) -> Option<f64> {
        let mut seconds: Vec<f64> = self.answers.iter().filter_map(of).collect();
        seconds.sort_by(f64::total_cmp);
        seconds.get(seconds.len() / 2).copied()
    }
}

impl Answer {
    fn failed(why: &str) -> Self {
        Self {
            hidden: Vec::new(),
            seconds: None,
            seconds_with_audits: None,
            passes: None,
            failed: Some(why.to_owned()),
        }
    }
}

fn print_entries(table: &Table, entries: &[Entry]) {
    println!(
        "\n{:<18} {:>7} {:>9} {:>9} {:>9} {:>8} {:>7} {:>7} {:>11} {:>7}",
        "", "hidden", "mass", "seconds", "audited", "MB", "exact", "narrow", "any narrow", "safe"
    );
    for entry in entries {
        let answer = entry.answers.iter().find(|answer| answer.failed.is_none());
        let (Some(answer), Some(found)) = (answer, &entry.found) else {
            let why = entry.answers.first().and_then(|one| one.failed.as_deref());
            println!("{:<18} {}", entry.program, why.unwrap_or("no answer"));
            continue;
        };
        let counts = answer.hidden.iter();
        let mass: u64 = counts.filter_map(|cell| table.counts.get(*cell)).sum();
        let audited = entry.seconds(|answer| answer.seconds_with_audits);
        println!(
            "{:<18} {:>7} {mass:>9} {:>9.2} {:>9} {:>8.0} {:>7} {:>7} {:>11} {:>7}{}",
            entry.program,
            answer.hidden.len(),
            entry.seconds(|answer| answer.seconds).unwrap_or(f64::NAN),
            audited.map_or_else(String::new, |seconds| format!("{seconds:.2}")),
            entry.peak_bytes as f64 / 1e6,
            found.primary_exact,
            found.primary_told,
            found.told,
            entry.completed.unwrap_or(answer.hidden.len()),
            if found.attacked < answer.hidden.len() {
                format!(" (of {} attacked)", found.attacked)
            } else {
                String::new()
            }
        );
    }
}

fn read<T: DeserializeOwned>(path: &Path) -> Result<T> {
    let bytes = fs::read(path).with_context(|| format!("reading {}", path.display()))?;
    serde_json::from_slice(&bytes).with_context(|| format!("reading {}", path.display()))
}
