//! Locks on folders, for as long as a process lives.
//!
//! The folder itself is locked, not a file in it: the lock leaves with the process, however it
//! ends, and leaves nothing behind. What a folder is for, its caller knows.

use std::fs;
use std::io;
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use thiserror::Error;

/// How long to wait before looking again whether a lock is free. Waits are counted, no clock is
/// read: one that jumps makes no wait longer or shorter.
const PAUSE: Duration = Duration::from_millis(20);

/// A folder that is locked until this is dropped.
#[derive(Debug)]
pub struct Lock {
    file: fs::File,
}

impl Drop for Lock {
    /// Closing the file is not enough: a process that is being started elsewhere in this one may
    /// still hold a copy of it, and the lock with it.
    fn drop(&mut self) {
        // There is nobody to tell, and the lock leaves with the process at the latest.
        let _ = self.file.unlock();
    }
}

/// Why a folder is not locked.
#[derive(Debug, Error)]
pub enum LockError {
    /// Somebody else has locked it.
    #[error("{holder} holds the lock")]
    Held {
        /// Who.
        holder: Holder,
    },
    /// The system refuses.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// Who holds a lock, as far as the system tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holder {
    /// The id of the process.
    pub process: Option<u32>,
}

impl std::fmt::Display for Holder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.process {
            Some(id) => write!(f, "another run (process {id})"),
            None => write!(f, "another run"),
        }
    }
}

/// Locks a folder, and waits so long where somebody else has.
///
/// # Errors
/// Where it is still held then, or the system refuses.
pub fn lock(folder: &Path, patience: Duration) -> Result<Lock, LockError> {
    let file = fs::File::open(folder)?;
    let mut left = patience;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(Lock { file }),
            Err(fs::TryLockError::Error(error)) => return Err(error.into()),
            Err(fs::TryLockError::WouldBlock) if left.is_zero() => {
                let process = holder(&file);
                let holder = Holder { process };
                return Err(LockError::Held { holder });
            }
            Err(fs::TryLockError::WouldBlock) => {
                let pause = PAUSE.min(left);
                sleep(pause);
                left = left.saturating_sub(pause);
            }
        }
    }
}

/// The process that holds the lock on a file, where the system lists locks (Linux) and lists one
/// only on a file of this number: numbers repeat from one file system to the next.
#[cfg(target_os = "linux")]
fn holder(file: &fs::File) -> Option<u32> {
    use std::os::unix::fs::MetadataExt;

    let number = file.metadata().ok()?.ino();
    let list = fs::read_to_string("/proc/locks").ok()?;
    let mut holders = list.lines().filter_map(|line| {
        // 1: FLOCK ADVISORY WRITE <process> <device>:<device>:<file> 0 EOF
        let words: Vec<&str> = line.split_whitespace().collect();
        let [_, "FLOCK", _, _, process, place, ..] = *words else {
            return None;
        };
        let (_, listed) = place.rsplit_once(':')?;
        (listed.parse() == Ok(number)).then(|| process.parse().ok())?
    });
    // One of another system in which the process has no number here is listed as 0.
    holders
        .next()
        .filter(|process| *process > 0 && holders.next().is_none())
}

#[cfg(not(target_os = "linux"))]
fn holder(_: &fs::File) -> Option<u32> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_is_held_once_and_free_when_it_is_dropped() {
        let folder = tempfile::TempDir::new().unwrap();
        let held = lock(folder.path(), Duration::ZERO).unwrap();
        let refused = lock(folder.path(), PAUSE * 3).unwrap_err();
        let LockError::Held { holder } = refused else {
            panic!("{refused}");
        };
        if cfg!(target_os = "linux") {
            assert_eq!(holder.process, Some(std::process::id()));
        }
        drop(held);
        lock(folder.path(), Duration::ZERO).unwrap();
    }

    #[test]
    fn patience_outlasts_a_lock_that_is_held_for_a_while() {
        let folder = tempfile::TempDir::new().unwrap();
        let held = lock(folder.path(), Duration::ZERO).unwrap();
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| lock(folder.path(), Duration::from_secs(60)).map(drop));
            sleep(PAUSE * 3);
            assert!(!waiting.is_finished());
            drop(held);
            waiting.join().unwrap().unwrap();
        });
    }
}
