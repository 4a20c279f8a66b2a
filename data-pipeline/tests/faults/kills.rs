//! Kills at random instants: over the whole of a run, and as often over its end, where it publishes.

use std::collections::BTreeMap;
use std::fs;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::building::Building;
use super::fetching::Snapshots;
use super::random::Random;
use super::{names, succeed, tell};

/// After so many kills a run is left alone: it has to succeed and to leave nothing behind.
const LEFT_ALONE: usize = 10;

/// How long a run has to show that it publishes.
const PATIENCE: Duration = Duration::from_secs(60);

fn kills() -> usize {
    let wanted = std::env::var("SIGHTLINE_KILLS");
    wanted.map_or(40, |wanted| wanted.parse().unwrap())
}

fn start(mut command: Command) -> Child {
    let quiet = command.stdin(Stdio::null()).stdout(Stdio::null());
    quiet.stderr(Stdio::null()).spawn().unwrap()
}

/// Waits for what a run does; whether it did, before it ended.
fn await_sign(run: &mut Child, has_begun: impl Fn() -> bool) -> bool {
    let started = Instant::now();
    while started.elapsed() < PATIENCE {
        if has_begun() {
            return true;
        }
        if run.try_wait().unwrap().is_some() {
            return false;
        }
        sleep(Duration::from_micros(100));
    }
    panic!("a run did nothing for {PATIENCE:?}");
}

/// Ends a run at once; whether it was still running.
fn kill(mut run: Child) -> bool {
    let was_running = run.try_wait().unwrap().is_none();
    run.kill().unwrap();
    run.wait().unwrap();
    was_running
}

/// How often something was so, told in one line.
#[derive(Default)]
struct Tally(BTreeMap<&'static str, usize>);

impl Tally {
    fn count(&mut self, what: &'static str) {
        *self.0.entry(what).or_default() += 1;
    }

    fn of(&self, what: &str) -> usize {
        self.0.get(what).copied().unwrap_or(0)
    }

    fn tell(&self, what: &str) {
        let parts = self.0.iter().map(|(name, times)| format!("{times} {name}"));
        let total: usize = self.0.values().sum();
        let parts = parts.collect::<Vec<_>>().join(", ");
        tell(&format!("{what}: {total} kills: {parts}"));
    }
}

/// Whether a release is being written.
fn is_staged(building: &Building) -> bool {
    let staged = names(&building.releases()).into_iter();
    staged
        .filter(|name| name.starts_with(".staging-2") || name.starts_with(".staging-withdrawn"))
        .any(|name| building.releases().join(name).is_dir())
}

/// What a killed build had reached, by what it left; `before` is the catalogue as it was.
fn reached(building: &Building, before: &Option<Vec<u8>>) -> &'static str {
    let catalog = fs::read(building.out().join("catalog.json")).ok();
    let text = String::from_utf8_lossy(catalog.as_deref().unwrap_or_default()).into_owned();
    let mut releases = names(&building.releases());
    releases.retain(|name| !name.starts_with('.'));
    let is_unnamed = releases.iter().any(|id| !text.contains(id.as_str()));
    match (is_staged(building), is_unnamed, catalog == *before) {
        (true, _, true) => "with a release half written",
        (false, true, true) => "between a release and the catalogue",
        (_, true, false) | (true, false, false) => "while releases were withdrawn",
        (false, false, true) => "before anything was written",
        (false, false, false) => "after the catalogue had moved",
    }
}

#[test]
fn a_build_can_be_killed_at_any_instant() {
    let mut building = Building::new();
    building.change();
    let started = Instant::now();
    let mut run = start(building.command());
    assert!(await_sign(&mut run, || is_staged(&building)));
    let until_publication = started.elapsed();
    assert!(run.wait().unwrap().success());
    let whole = started.elapsed();
    let publication = whole - until_publication;
    let mut random = Random(1);
    let mut tally = Tally::default();
    for number in 0..kills() {
        if number % 16 == 8 {
            // The very first release of all.
            fs::remove_dir_all(building.out()).unwrap();
        }
        building.change();
        let before = fs::read(building.out().join("catalog.json")).ok();
        let mut run = start(building.command());
        match number % 2 {
            0 => sleep(whole.mul_f64(random.share() * 1.05)),
            _ => {
                await_sign(&mut run, || is_staged(&building));
                sleep(publication.mul_f64(random.share() * 1.05));
            }
        }
        let was_running = kill(run);
        tally.count(match was_running {
            true => reached(&building, &before),
            false => "too late",
        });
        let after = building.check_published();
        assert!(before.is_none() || after.is_some(), "the catalogue is gone");
        if number % LEFT_ALONE == LEFT_ALONE - 1 {
            succeed(building.command());
            building.check_tidy();
        }
    }
    succeed(building.command());
    building.check_tidy();
    let times = format!("{whole:.1?} a run, {publication:.1?} of it publication");
    tally.tell(&format!("build ({times})"));
    assert!(tally.of("with a release half written") > 0);
    assert!(tally.of("before anything was written") > 0);
}

#[test]
fn a_fetch_can_be_killed_at_any_instant() {
    let mut snapshots = Snapshots::new();
    snapshots.change();
    let started = Instant::now();
    succeed(snapshots.command());
    let whole = started.elapsed();
    let mut random = Random(2);
    let mut tally = Tally::default();
    for number in 0..kills() {
        if number % 16 == 8 {
            // The very first snapshots of all.
            fs::remove_dir_all(snapshots.city.snapshots()).unwrap();
        }
        // Otherwise the next run takes up the pages of the killed one.
        if number % 3 > 0 {
            snapshots.change();
        }
        let run = start(snapshots.command());
        sleep(whole.mul_f64(random.share() * 1.05));
        let was_running = kill(run);
        let partial = snapshots.city.snapshots().join(".partial");
        let half_swapped = snapshots.check_whole();
        tally.count(match (was_running, half_swapped, partial.exists()) {
            (false, _, _) => "too late",
            (true, 1.., _) => "between a snapshot and its record",
            (true, 0, true) => "while something was received",
            (true, 0, false) => "before anything was received, or after all was",
        });
        if number % LEFT_ALONE == LEFT_ALONE - 1 {
            succeed(snapshots.command());
            snapshots.check_tidy();
        }
    }
    succeed(snapshots.command());
    snapshots.check_tidy();
    tally.tell(&format!("fetch ({whole:.1?} a run)"));
    assert!(tally.of("while something was received") > 0);
}
