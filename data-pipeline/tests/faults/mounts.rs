//! Disks that are full or read-only: a file system in memory, mounted where nobody else sees it.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::building::Building;
use super::fetching::Snapshots;
use super::{carry, pipeline, run, succeed, tell};

/// Says that this machine is known to give no mounts.
const NO_MOUNTS: &str = "SIGHTLINE_NO_MOUNTS";

/// How a process gets a mount of its own: as root, as root of a namespace, or by `sudo`.
const WAYS: [&[&str]; 3] = [
    &["unshare", "--mount"],
    &["unshare", "--user", "--map-root-user", "--mount"],
    &[
        "sudo",
        "--non-interactive",
        "--preserve-env=TMPDIR",
        "unshare",
        "--mount",
    ],
];

/// A command that begins a shell with mounts of its own; none where that is known to be impossible.
fn shell(script: &str) -> Option<Command> {
    let with = |way: &[&str], script: &str| {
        let mut command = Command::new(way[0]);
        command.args(&way[1..]).args(["sh", "-euc", script, "sh"]);
        command
    };
    let probe = "mount -t tmpfs none /tmp && test -d /tmp";
    let works = |way: &&&[&str]| {
        let mut probing = with(way, probe);
        probing.output().is_ok_and(|output| output.status.success())
    };
    let way = WAYS.iter().find(works);
    if way.is_none() {
        assert!(
            std::env::var_os(NO_MOUNTS).is_some(),
            "this machine gives no mounts; {NO_MOUNTS}=1 leaves full and read-only disks out"
        );
        tell("NOT RUN: full and read-only disks, this machine gives no mounts");
    }
    Some(with(way?, script))
}

/// Mounts a small disk at FULL, with what was there, leaves ever more room on it and runs the
/// command each time; then checks what is published. A line for each run: room in kB, exit code,
/// exit code of the check, and how much is left of the run in the folders in LEFT.
const FULL: &str = r#"
seed=$WORK/seed; mkdir "$seed"
cp -a "$FULL/." "$seed"
mount -t tmpfs -o size=8m none "$FULL"
cp -a "$seed/." "$FULL"
rm -r "$seed"
attempt() {
  code=0; "$@" > "$WORK/log" 2>&1 || code=$?
  check=0; if [ "$VERIFIED" ]; then
    "$PIPELINE" verify "$VERIFIED" > "$WORK/check" 2>&1 || check=$?
  fi
  left=$(for folder in $LEFT; do ls -A "$folder"; done | grep -c -e '^[.]' -e '^sightline' || true)
  echo "$room $code $check $left $(tr '\n' ' ' < "$WORK/log")"
}
for room in 0 4 8 12 16 20 24 32 48 64 96 128 192 256 384 512 1024; do
  dd if=/dev/zero of="$FULL/filler" bs=4k 2> /dev/null || true
  truncate -s "-${room}k" "$FULL/filler"
  attempt "$@"
  rm "$FULL/filler"
done
room=all; attempt "$@"
"#;

/// Mounts a disk at FULL, with what was there, and takes away and gives back the right to write.
const READ_ONLY: &str = r#"
seed=$WORK/seed; mkdir "$seed"
cp -a "$FULL/." "$seed"
mount -t tmpfs -o size=8m none "$FULL"
cp -a "$seed/." "$FULL"
rm -r "$seed"
mount -o remount,ro "$FULL"
code=0; "$@" 2>&1 || code=$?
echo "read-only $code"
mount -o remount,rw "$FULL"
code=0; "$@" > /dev/null 2>&1 || code=$?
echo "writable $code"
if [ "$VERIFIED" ]; then "$PIPELINE" verify "$VERIFIED" > /dev/null; fi
"#;

struct Disk<'a> {
    full: &'a Path,
    verified: Option<PathBuf>,
    left: Vec<PathBuf>,
}

/// Runs a script with a command; what it says.
fn on(disk: &Disk<'_>, script: &str, command: &Command) -> Option<String> {
    let work = tempfile::TempDir::new().unwrap();
    let left: Vec<_> = disk
        .left
        .iter()
        .map(|path| path.to_string_lossy())
        .collect();
    // As words before the command and not in the environment, which `sudo` would not pass on.
    let take = "FULL=$1; WORK=$2; PIPELINE=$3; VERIFIED=$4; LEFT=$5; export TMPDIR=$6; shift 6\n";
    let mut shell = shell(&format!("{take}{script}"))?;
    let verified = disk.verified.clone().unwrap_or_default();
    shell
        .arg(disk.full)
        .arg(work.path())
        .arg(pipeline().get_program());
    let temporary = command.get_envs().find(|(name, _)| *name == "TMPDIR");
    shell
        .arg(verified)
        .arg(left.join(" "))
        .arg(temporary.unwrap().1.unwrap());
    carry(command, &mut shell);
    Some(succeed(shell).out)
}

/// Checks the lines of the script for full disks; how many runs failed.
#[track_caller]
fn check_full(lines: &str, left_behind: bool) -> usize {
    let mut failed = 0;
    for line in lines.lines() {
        let words: Vec<&str> = line.split(' ').collect();
        let [room, code, check, left, ..] = *words else {
            panic!("{line}");
        };
        assert!(["0", "1"].contains(&code), "{lines}");
        assert_eq!(check, "0", "{lines}");
        assert!(left_behind || left == "0", "{lines}");
        failed += usize::from(code == "1");
        if room == "all" {
            assert_eq!((code, left), ("0", "0"), "{lines}");
        }
    }
    assert!(lines.contains("No space left on device"), "{lines}");
    assert!(lines.contains("expected room"), "{lines}");
    failed
}

#[test]
fn a_build_onto_a_full_disk_publishes_nothing_and_leaves_nothing() {
    let mut building = Building::new();
    building.change();
    let (out, temporary) = (building.out(), building.temporary.path().to_owned());
    for full in [&out, &temporary] {
        let disk = Disk {
            full,
            verified: Some(out.clone()),
            left: vec![out.clone(), building.releases(), temporary.clone()],
        };
        let Some(lines) = on(&disk, FULL, &building.command()) else {
            return;
        };
        let failed = check_full(&lines, false);
        assert!(failed > 1, "{lines}");
        let which = if *full == out {
            "published"
        } else {
            "temporary"
        };
        tell(&format!(
            "build, disk of {which} files full: {failed} runs failed"
        ));
    }
}

#[test]
fn a_fetch_onto_a_full_disk_keeps_what_was_there() {
    let mut snapshots = Snapshots::new();
    snapshots.change();
    let into = snapshots.city.snapshots();
    let disk = Disk {
        full: &into,
        verified: None,
        left: vec![into.clone()],
    };
    let Some(lines) = on(&disk, FULL, &snapshots.command()) else {
        return;
    };
    // What was received stays, to be gone on with.
    let failed = check_full(&lines, true);
    tell(&format!("fetch, disk full: {failed} runs failed"));
    // The mount is gone, and with it what was fetched; the snapshots below are as they were.
    assert!(snapshots.check_whole() == 0);
}

#[test]
fn a_read_only_disk_is_refused_in_words() {
    let mut building = Building::new();
    building.change();
    let mut snapshots = Snapshots::new();
    snapshots.change();
    let (out, into) = (building.out(), snapshots.city.snapshots());
    for (full, verified, command) in [
        (&out, Some(out.clone()), building.command()),
        (&into, None, snapshots.command()),
    ] {
        let left = Vec::new();
        let disk = Disk {
            full,
            verified,
            left,
        };
        let Some(said) = on(&disk, READ_ONLY, &command) else {
            return;
        };
        let parts = [
            "Read-only file system",
            "expected a folder that this user may write to",
            &full.to_string_lossy(),
            "read-only 1",
            "writable 0",
        ];
        for part in parts {
            assert!(said.contains(part), "{part} is not in {said}");
        }
    }
    building.check_published();
    assert_eq!(run(building.command()).code, Some(0));
}
