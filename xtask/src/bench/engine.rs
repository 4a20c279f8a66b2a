//! `cargo xtask bench engine`: how long the cube engine takes to answer linked counts while brushes
//! move, beside what others take for the same in the same browser. The engine's program is
//! `xtask/bench/engine`; the harness and the peers are in `xtask/bench/web`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use clap::Args;
use xshell::cmd;

use crate::stamp::Stamp;
use crate::workspace::Workspace;
use crate::{chromium, node, setup, tools};

const WEB: &str = "xtask/bench/web";
const PROGRAM: &str = "xtask/bench/engine";
const RESULT: &str = "benches/results/engine.json";
const WASM_TARGET: &str = "wasm32-unknown-unknown";
const PROFILE: &str = "wasm-bench";

/// How the engine's program is compiled: for every browser, and for those with vectors.
const BUILDS: [(&str, &str); 2] = [("plain", ""), ("simd", "-C target-feature=+simd128")];

/// How often, and from what.
#[derive(Args)]
pub struct Options {
    /// How often each engine is opened, in turn
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    /// D1 (the rows of the file) or D2 (five millions), or both
    #[arg(long, default_value = "D1,D2")]
    datasets: String,
    /// Peers, separated by commas, in place of all
    #[arg(long)]
    peers: Option<String>,
    /// After how many seconds a peer is not asked on
    #[arg(long, default_value_t = 20)]
    patience: usize,
    /// The folder with the source files
    #[arg(long, default_value = "../shared/data")]
    sources: PathBuf,
    /// Where the figures are written
    #[arg(long, default_value = RESULT)]
    out: PathBuf,
}

/// Builds ours, the peers and their rows, runs them and lets them print their figures.
pub fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    let sources = workspace.root.join(&options.sources);
    ensure!(
        sources.is_dir(),
        "the rows come from the source files, and {} is not there: name their folder with --sources",
        sources.display()
    );
    setup::wasm_target(workspace)?;
    tools::install_missing(workspace)?;
    let chromium = chromium::find_or_install(workspace)?;
    packages(workspace)?;
    let programs = BUILDS.map(|(name, flags)| program(workspace, name, flags));
    let [plain, simd] = programs;
    let (plain, simd) = (plain?, simd?);

    let commit = commit(workspace);
    let web = workspace.root.join(WEB);
    let out = workspace.root.join(&options.out);
    let folder = workspace.target.join("bench/web");
    fs::create_dir_all(&folder)?;
    let shell = &workspace.shell;
    let _in_folder = shell.push_dir(&folder);
    cmd!(shell, "node {web}/derive.mjs")
        .env("SOURCES", &sources)
        .run()
        .context("deriving the rows")?;
    cmd!(shell, "node {web}/engines/build.mjs").run()?;
    let named = [
        format!("--ext=ours={}", plain.display()),
        format!("--ext=ours-simd={}", simd.display()),
        format!("--ext=ours-cube={}", plain.join("cube.js").display()),
        format!("--ext=ours-cube-simd={}", simd.join("cube.js").display()),
        "--scan=ours".to_owned(),
        "--scan=ours-simd".to_owned(),
    ];
    let rounds = options.rounds.max(1).to_string();
    let datasets = &options.datasets;
    let patience = (options.patience * 1000).to_string();
    let peers = options
        .peers
        .iter()
        .map(|peers| format!("--engines={peers}"));
    cmd!(
        shell,
        "node {web}/engines.mjs --rounds {rounds} --datasets {datasets} --cap {patience}
            --commit {commit} --out {out} {named...} {peers...}"
    )
    .env("CHROMIUM", chromium)
    .run()
    .context("an engine failed, or counts otherwise")
}

/// The npm packages of the harness and its peers, which the project itself does not have.
fn packages(workspace: &Workspace) -> Result<()> {
    node::runtime(workspace)?;
    let web = workspace.root.join(WEB);
    let stamp = Stamp::of_files(&web, &["package.json", "package-lock.json"])?;
    let stamp_file = web.join("node_modules/.sightline-stamp");
    if stamp.is_in(&stamp_file) {
        return Ok(());
    }
    println!("Installing the npm packages of the peers (half a minute) …");
    let shell = &workspace.shell;
    cmd!(shell, "npm ci --no-audit --no-fund --prefix {web}").run()?;
    stamp.write_to(&stamp_file)
}

/// Builds the engine's program with flags of its own; its folder.
fn program(workspace: &Workspace, name: &str, flags: &str) -> Result<PathBuf> {
    // Flags are not part of where cargo puts what it builds: a folder each.
    let target = workspace.target.join("bench/engine-build").join(name);
    let shell = &workspace.shell;
    cmd!(
        shell,
        "cargo build --locked --package bench-engine --target {WASM_TARGET} --profile {PROFILE}
            --target-dir {target}"
    )
    .env("RUSTFLAGS", flags)
    .run()?;
    let wasm = target
        .join(WASM_TARGET)
        .join(PROFILE)
        .join("bench_engine.wasm");
    let folder = workspace.target.join("bench/engine").join(name);
    cmd!(
        shell,
        "wasm-bindgen --target web --no-typescript --out-dir {folder} {wasm}"
    )
    .run()?;
    for file in ["program.js", "engine.js", "cube.js"] {
        let from = Path::new(&workspace.root).join(PROGRAM).join(file);
        fs::copy(from, folder.join(file))?;
    }
    Ok(folder)
}

/// The commit that is measured; with `+` where files differ from it.
fn commit(workspace: &Workspace) -> String {
    let shell = &workspace.shell;
    let read = |command: xshell::Cmd<'_>| command.quiet().ignore_stderr().read().ok();
    let hash = read(cmd!(shell, "git rev-parse HEAD")).unwrap_or_default();
    let changes = read(cmd!(shell, "git status --porcelain --untracked-files=no"));
    match changes.as_deref() {
        None | Some("") => hash,
        Some(_) => format!("{hash}+"),
    }
}
