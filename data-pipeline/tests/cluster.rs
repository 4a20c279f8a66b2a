//! The same SQL on a real cluster: a scheduler and two executors as processes on loopback.

#![cfg(feature = "cluster")]
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "shared with other tests, and a panic is how a test fails"
)]

mod invented;

use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use data_pipeline::aggregate::EnginePlace;
use data_pipeline::run::{self, Inputs};
use invented::{InventedCity, tree};
use tempfile::TempDir;

const PATIENCE: Duration = Duration::from_secs(120);

/// A process that ends with the test.
struct Process(Child);

impl Process {
    /// Starts a part of the cluster and waits until it listens.
    fn start(arguments: &[String], port: u16) -> Self {
        let child = Command::new(env!("CARGO_BIN_EXE_data-pipeline"))
            .arg("cluster")
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let mut process = Self(child);
        let since = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(
                process.0.try_wait().unwrap().is_none(),
                "{arguments:?} ended"
            );
            assert!(since.elapsed() < PATIENCE, "{arguments:?} does not listen");
            std::thread::sleep(Duration::from_millis(50));
        }
        process
    }

    /// Ends it as a power cut would.
    fn kill(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

struct Cluster {
    port: u16,
    executors: Vec<Process>,
    _scheduler: Process,
}

impl Cluster {
    fn start() -> Self {
        let port = free_ports(1);
        let listen = |port: u16| format!("127.0.0.1:{port}");
        let scheduler = [
            "scheduler",
            "--listen",
            &listen(port),
            "--executor-timeout",
            "4",
        ];
        let scheduler = Process::start(&scheduler.map(String::from), port);
        let executor = |_| {
            let own = free_ports(2);
            let (own_address, of_scheduler) = (listen(own), listen(port));
            let arguments = [
                "executor",
                "--listen",
                &own_address,
                "--scheduler",
                &of_scheduler,
                "--heartbeat",
                "1",
                "--memory",
                "256",
            ];
            Process::start(&arguments.map(String::from), own)
        };
        Self {
            port,
            executors: (0..2).map(executor).collect(),
            _scheduler: scheduler,
        }
    }

    fn place(&self) -> EnginePlace {
        EnginePlace::Cluster {
            url: format!("df://127.0.0.1:{}", self.port),
        }
    }
}

/// The first of so many ports in a row that nobody listens at.
fn free_ports(count: u16) -> u16 {
    loop {
        let first = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = first.local_addr().unwrap().port();
        let others = (1..count).map(|more| TcpListener::bind(("127.0.0.1", port + more)));
        if others.collect::<Result<Vec<_>, _>>().is_ok() {
            return port;
        }
    }
}

/// What a build publishes: every file with its bytes.
fn published(city: &InventedCity, staged: &Path, place: EnginePlace) -> Vec<(PathBuf, Vec<u8>)> {
    let out = TempDir::new().unwrap();
    let (settings, sources) = (city.settings(), city.sources());
    let inputs = Inputs {
        staged: Some(staged),
        engine: place,
        ..Inputs::new(&settings, &sources, out.path())
    };
    run::build(&inputs).unwrap();
    tree(out.path())
}

#[test]
fn a_cluster_publishes_the_same_bytes_also_after_an_executor_is_killed() {
    let city = InventedCity::new();
    let staged = TempDir::new().unwrap();
    let alone = published(&city, &staged.path().join("alone"), EnginePlace::default());
    assert!(alone.len() > 5);
    let mut cluster = Cluster::start();
    let together = published(&city, &staged.path().join("together"), cluster.place());
    assert!(together == alone, "the cluster publishes other bytes");

    // In the midst of a build, so that work of the lost executor has to be done again.
    let lost = &mut cluster.executors[0];
    let place = EnginePlace::Cluster {
        url: format!("df://127.0.0.1:{}", cluster.port),
    };
    let bereft = std::thread::scope(|scope| {
        let folder = staged.path().join("bereft");
        let city = &city;
        let build = scope.spawn(move || published(city, &folder, place));
        let begun = staged.path().join("bereft/tables");
        let since = Instant::now();
        while !begun.is_dir() {
            assert!(since.elapsed() < PATIENCE, "the build does not begin");
            std::thread::sleep(Duration::from_millis(5));
        }
        lost.kill();
        build.join().unwrap()
    });
    assert!(
        bereft == alone,
        "the rest of the cluster publishes other bytes"
    );
}
