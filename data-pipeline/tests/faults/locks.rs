//! Two runs at once in one folder.

use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use data_pipeline::lock;
use data_pipeline::publish::Folder;

use super::building::Building;
use super::fetching::Snapshots;
use super::{run, succeed, wait};

/// The words by which a run names who is in its way.
fn this_process() -> String {
    match cfg!(target_os = "linux") {
        true => format!("another run (process {})", std::process::id()),
        false => "another run".to_owned(),
    }
}

#[test]
fn builds_at_the_same_time_take_turns() {
    let mut building = Building::new();
    for _ in 0..4 {
        building.change();
        let start = |mut command: Command| command.stdout(Stdio::null()).spawn().unwrap();
        let runs = [(); 3].map(|()| start(building.command()));
        for mut run in runs {
            assert_eq!(wait(&mut run).code(), Some(0));
        }
        building.check_tidy();
    }
}

#[test]
fn a_build_waits_for_another_and_then_says_who_it_is() {
    let mut building = Building::new();
    building.change();
    let before = building.city.catalog();
    let held = Folder::open(&building.out()).unwrap();
    let mut impatient = building.command();
    impatient.args(["--wait", "0"]);
    let refused = run(impatient);
    assert_eq!(refused.code, Some(1));
    let words = format!(
        "{}: {} is publishing here",
        building.out().display(),
        this_process()
    );
    assert!(refused.log.contains(&words), "{}", refused.log);
    assert_eq!(building.city.catalog(), before);

    let mut waiting = building.command().stdout(Stdio::null()).spawn().unwrap();
    sleep(Duration::from_secs(3));
    assert_eq!(waiting.try_wait().unwrap(), None);
    assert_eq!(building.city.catalog(), before);
    drop(held);
    assert_eq!(wait(&mut waiting).code(), Some(0));
    building.check_tidy();
    assert_ne!(building.city.catalog(), before);
}

#[test]
fn a_fetch_says_who_is_in_its_way() {
    let mut snapshots = Snapshots::new();
    snapshots.change();
    let into = snapshots.city.snapshots();
    let held = lock::lock(&into, Duration::ZERO).unwrap();
    let refused = run(snapshots.command());
    assert_eq!(refused.code, Some(1));
    let words = format!("{}: {} is fetching", into.display(), this_process());
    assert!(refused.log.contains(&words), "{}", refused.log);
    drop(held);
    succeed(snapshots.command());
    snapshots.check_tidy();
}
