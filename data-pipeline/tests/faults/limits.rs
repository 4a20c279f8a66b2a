//! Limits of the system that a process meets: no long files, little memory, folders that refuse.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::building::Building;
use super::fetching::Snapshots;
use super::{Ended, in_shell, run, succeed, tell};

/// What runs a command with files of no more than so many blocks of 512 bytes. The signal is turned
/// into an error of the write, as that of a full disk is one.
fn with_short_files(blocks: u64, command: &Command) -> Command {
    let limit = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$@\"");
    in_shell(&limit, command)
}

/// Ever larger numbers, beginning with these.
fn growing(first: u64) -> impl Iterator<Item = u64> {
    std::iter::successors(Some(first), |last| Some(last + last / 3 + 1))
}

/// The run failed in words that name a path below one of these, and say what to do. Which it is.
#[track_caller]
fn refused<'a>(ended: &Ended, words: &str, advice: &[&str], places: &[&'a Path]) -> &'a Path {
    assert_eq!((ended.code, ended.signal), (Some(1), None), "{}", ended.log);
    let said = format!("{}{}", ended.out, ended.log);
    assert!(said.contains(words), "{said}");
    assert!(advice.iter().any(|advice| said.contains(advice)), "{said}");
    let mut places = places.iter().copied();
    let named = places.find(|place| said.contains(&*place.to_string_lossy()));
    named.unwrap_or_else(|| panic!("no folder in {said}"))
}

const ROOM: &[&str] = &["raise the limit", "expected room"];

#[test]
fn a_build_that_cannot_write_long_files_publishes_nothing() {
    let mut building = Building::new();
    let (out, temporary) = (building.out(), building.temporary.path().to_owned());
    let mut stopped = 0;
    let enough = growing(1).find(|blocks| {
        building.change();
        let before = building.city.catalog();
        let ended = run(with_short_files(*blocks, &building.command()));
        if ended.code == Some(0) {
            return true;
        }
        refused(&ended, "File too large", ROOM, &[&out, &temporary]);
        stopped += 1;
        building.check_no_halves();
        assert_eq!(building.city.catalog(), before, "{}", ended.log);
        false
    });
    building.check_tidy();
    building.change();
    succeed(building.command());
    building.check_tidy();
    tell(&format!(
        "build with short files: {stopped} runs stopped; {} blocks are enough",
        enough.unwrap()
    ));
    assert!(stopped > 2);
}

#[test]
fn a_fetch_that_cannot_write_long_files_keeps_what_was_there() {
    let mut snapshots = Snapshots::new();
    let into = snapshots.city.snapshots();
    let mut stopped = 0;
    let enough = growing(1).find(|blocks| {
        snapshots.change();
        let ended = run(with_short_files(*blocks, &snapshots.command()));
        snapshots.check_whole();
        if ended.code == Some(0) {
            return true;
        }
        refused(&ended, "File too large", ROOM, &[&into]);
        stopped += 1;
        false
    });
    snapshots.check_tidy();
    tell(&format!(
        "fetch with short files: {stopped} runs stopped; {} blocks are enough",
        enough.unwrap()
    ));
    assert!(stopped > 2);
}

/// Runs with ever more memory until three in a row succeed; how many failed in words, were ended by
/// the system, and succeeded.
fn with_little_memory(mut next: impl FnMut() -> Command, check: impl Fn()) -> [u32; 3] {
    let mut outcomes = [0, 0, 0];
    let mut in_a_row = 0;
    for kilobytes in growing(16_384) {
        let limit = format!("ulimit -v {kilobytes}; exec \"$@\"");
        let ended = run(in_shell(&limit, &next()));
        check();
        match ended.code {
            Some(0) => (outcomes[2], in_a_row) = (outcomes[2] + 1, in_a_row + 1),
            Some(_) => (outcomes[0], in_a_row) = (outcomes[0] + 1, 0),
            None => (outcomes[1], in_a_row) = (outcomes[1] + 1, 0),
        }
        if in_a_row == 3 {
            break;
        }
    }
    outcomes
}

#[test]
fn a_build_without_enough_memory_publishes_nothing_or_all() {
    let building = std::cell::RefCell::new(Building::new());
    let next = || {
        building.borrow_mut().change();
        building.borrow().command()
    };
    let outcomes = with_little_memory(next, || {
        building.borrow().check_published();
    });
    let mut building = building.into_inner();
    building.change();
    succeed(building.command());
    building.check_tidy();
    let [failed, ended, succeeded] = outcomes;
    tell(&format!(
        "build with little memory: {failed} runs failed, {ended} were ended, {succeeded} succeeded"
    ));
    assert!(failed + ended > 0);
}

#[test]
fn a_fetch_without_enough_memory_keeps_what_was_there() {
    let snapshots = std::cell::RefCell::new(Snapshots::new());
    let next = || {
        snapshots.borrow_mut().change();
        snapshots.borrow().command()
    };
    let outcomes = with_little_memory(next, || {
        snapshots.borrow().check_whole();
    });
    let mut snapshots = snapshots.into_inner();
    snapshots.change();
    succeed(snapshots.command());
    snapshots.check_tidy();
    let [failed, ended, succeeded] = outcomes;
    tell(&format!(
        "fetch with little memory: {failed} runs failed, {ended} were ended, {succeeded} succeeded"
    ));
    assert!(failed + ended > 0);
}

/// A command as somebody whom permissions hold back: root is, without its capabilities.
fn without_capabilities(command: &Command) -> Command {
    let before = "if [ \"$(id -u)\" = 0 ]; then \
                  exec setpriv --bounding-set=-all --inh-caps=-all \"$@\"; fi; exec \"$@\"";
    in_shell(before, command)
}

fn allow(folder: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(folder, fs::Permissions::from_mode(mode)).unwrap();
}

/// A folder without the right to write must refuse, or the test that needs it would prove nothing.
fn check_refuses(folder: &Path) {
    let mut touch = Command::new("touch");
    touch.arg(folder.join("touched"));
    assert_ne!(
        run(without_capabilities(&touch)).code,
        Some(0),
        "{folder:?} can be written to"
    );
}

const MAY_WRITE: &[&str] = &["expected a folder that this user may write to"];

#[test]
fn a_build_says_that_it_may_not_write_where_it_publishes() {
    let mut building = Building::new();
    building.change();
    let (out, releases) = (building.out(), building.releases());
    for folder in [&out, &releases] {
        allow(folder, 0o555);
        check_refuses(folder);
        let ended = run(without_capabilities(&building.command()));
        refused(&ended, "Permission denied", MAY_WRITE, &[folder]);
        building.check_no_halves();
        // It says so before it has read a single row.
        let source = building.city.sources().join("late.csv");
        let aside = source.with_extension("aside");
        fs::rename(&source, &aside).unwrap();
        let ended = run(without_capabilities(&building.command()));
        refused(&ended, "Permission denied", MAY_WRITE, &[folder]);
        fs::rename(&aside, &source).unwrap();
        allow(folder, 0o755);
    }
    let temporary = building.temporary.path().to_owned();
    allow(&temporary, 0o555);
    check_refuses(&temporary);
    let ended = run(without_capabilities(&building.command()));
    let advice = &["the right to write", "TMPDIR"];
    refused(&ended, "Permission denied", advice, &[&temporary]);
    building.check_no_halves();
    allow(&temporary, 0o755);
    succeed(without_capabilities(&building.command()));
    building.check_tidy();
}

#[test]
fn a_fetch_says_that_it_may_not_write_where_snapshots_are() {
    let mut snapshots = Snapshots::new();
    snapshots.change();
    let into = snapshots.city.snapshots();
    allow(&into, 0o555);
    check_refuses(&into);
    let ended = run(without_capabilities(&snapshots.command()));
    refused(&ended, "Permission denied", MAY_WRITE, &[&into]);
    snapshots.check_whole();
    allow(&into, 0o755);
    succeed(without_capabilities(&snapshots.command()));
    snapshots.check_tidy();
}

#[test]
fn a_folder_below_a_file_is_refused_in_words() {
    let building = Building::new();
    let snapshots = Snapshots::new();
    let file = building.temporary.path().join("file");
    fs::write(&file, "").unwrap();
    let below = file.join("below");
    let advice = &["a part of the path is a file"];
    for command in [
        building.command_into(&below),
        snapshots.command_into(&below),
    ] {
        refused(&run(command), "Not a directory", advice, &[&below]);
    }
    fs::remove_file(&file).unwrap();
    building.check_tidy();
    snapshots.check_tidy();
}
