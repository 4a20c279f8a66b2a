//! What happens to a run from outside: kills at random instants, full disks, folders that cannot be
//! written to, too little memory, other runs, clocks that jump. Whatever it is, what is published is
//! whole, and the next run succeeds and leaves nothing behind.
//!
//! Processes are real, and so are the faults. `SIGHTLINE_KILLS` says how often to kill (500 for the
//! figures of docs/reliability.md). Full disks need a mount of one's own: where neither root
//! nor a namespace of the user gives one, those tests fail and say so, unless `SIGHTLINE_NO_MOUNTS`
//! says that this is known.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "shared with other tests, and a panic is how a test fails"
)]

mod building;
mod clock;
mod fetching;
#[path = "../invented/mod.rs"]
mod invented;
mod kills;
mod limits;
mod locks;
mod mounts;
#[path = "../portal/mod.rs"]
mod portal;
mod random;

use std::fs;
use std::io::{Read, Write};
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::{self, sleep};
use std::time::{Duration, Instant};

/// A run that has not ended by then hangs.
const DEADLINE: Duration = Duration::from_secs(180);

/// How a process ended, and what it said.
struct Ended {
    code: Option<i32>,
    signal: Option<i32>,
    out: String,
    log: String,
}

fn pipeline() -> Command {
    Command::new(env!("CARGO_BIN_EXE_data-pipeline"))
}

/// Runs a command to its end.
fn run(mut command: Command) -> Ended {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let out = reader(child.stdout.take().unwrap());
    let log = reader(child.stderr.take().unwrap());
    let status = wait(&mut child);
    let (out, log) = (out.join().unwrap(), log.join().unwrap());
    Ended {
        code: status.code(),
        signal: status.signal(),
        out,
        log,
    }
}

fn reader(mut pipe: impl Read + Send + 'static) -> thread::JoinHandle<String> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        pipe.read_to_end(&mut bytes).unwrap();
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

fn wait(child: &mut Child) -> std::process::ExitStatus {
    let started = Instant::now();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status;
        }
        if started.elapsed() > DEADLINE {
            child.kill().unwrap();
            panic!("a run hangs");
        }
        sleep(Duration::from_millis(1));
    }
}

/// The run must succeed.
fn succeed(command: Command) -> Ended {
    let ended = run(command);
    assert_eq!(ended.code, Some(0), "{}{}", ended.out, ended.log);
    ended
}

/// The same command, run by a shell after what `before` says; `"$@"` is the command there.
fn in_shell(before: &str, command: &Command) -> Command {
    let mut shell = Command::new("sh");
    shell.args(["-c", before, "sh"]);
    carry(command, &mut shell);
    shell
}

/// Appends a command to the arguments of another, and gives it its environment.
fn carry(command: &Command, to: &mut Command) {
    to.arg(command.get_program()).args(command.get_args());
    to.envs(
        command
            .get_envs()
            .filter_map(|(name, value)| Some((name, value?))),
    );
}

/// Tells past the test runner, which keeps back what a passing test prints.
fn tell(text: &str) {
    std::io::stderr()
        .write_all(format!("{text}\n").as_bytes())
        .unwrap();
}

/// The names in a folder, in order; none where there is no folder.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}
