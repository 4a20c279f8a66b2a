//! The pages that the browser benchmarks measure: those of others as `xtask/bench/web` builds them, and
//! one of ours with the same charts, filters and data. All of it is built below the target folder.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use xshell::cmd;

use crate::build::minified;
use crate::stamp::Stamp;
use crate::workspace::Workspace;
use crate::{anywhere, chromium, node, setup, tools, vendor};

/// The harness, and what the pages of others are built from.
const FILES: &str = "xtask/bench/web";
/// The page of ours, a crate of its own.
const OURS: &str = "xtask/bench/web/ours";
/// Where results are kept.
const RESULTS: &str = "benches/results";
/// The pages of others.
const PEERS: [&str; 4] = ["framework", "plot", "echarts", "duckdb"];
/// What the data of all pages are derived from, below the folder of sources.
const SOURCES: [&str; 4] = [
    "baltimore/crime_part1_2011_2016.csv.gz",
    "baltimore/crime_part1_2014_2021.csv.gz",
    "baltimore/crime_part1_2019h1.csv.gz",
    "geo/neighborhoods_2010.geojson.gz",
];
/// The style sheets of the site, in the order of their layers.
const STYLES: [&str; 8] = [
    "tokens",
    "base",
    "layout",
    "components",
    "story",
    "places",
    "prebuilt",
    "print",
];
/// What wasm-opt gets for the site: index.html says the same to trunk, and Trunk.toml why.
const WASM_OPTIONS: [&str; 10] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
    "--low-memory-unused",
    "--one-caller-inline-max-function-size",
    "20",
    "--reorder-functions-by-name",
];

/// The built pages, and what measures them.
pub struct Pages<'a> {
    workspace: &'a Workspace,
    /// The harness with its packages, and the pages of others in `build/`.
    harness: PathBuf,
    chromium: PathBuf,
}

impl<'a> Pages<'a> {
    /// Builds all pages, of which those of others are built again only when something has changed.
    pub fn build(workspace: &'a Workspace, sources: &Path) -> Result<Self> {
        setup::wasm_target(workspace)?;
        node::packages(workspace)?;
        tools::install_missing(workspace)?;
        vendor::bundle(workspace)?;
        let chromium = chromium::find_or_install(workspace)?;
        let folder = workspace.target.join("bench/web");
        let harness = folder.join("harness");
        copy(&workspace.root.join(FILES), &harness)?;
        let pages = Self {
            workspace,
            harness,
            chromium,
        };
        pages.packages()?;
        pages.data(&workspace.root.join(sources))?;
        pages.peers()?;
        pages.ours(&folder)?;
        Ok(pages)
    }

    fn packages(&self) -> Result<()> {
        let stamp = Stamp::of_files(&self.harness, &["package.json", "package-lock.json"])?;
        let stamp_file = self.harness.join("node_modules/.stamp");
        if stamp.is_in(&stamp_file) {
            return Ok(());
        }
        println!("Installing what the pages of others are built from …");
        let shell = &self.workspace.shell;
        let _folder = shell.push_dir(&self.harness);
        cmd!(shell, "npm ci").run()?;
        stamp.write_to(&stamp_file)
    }

    /// The data that all pages show, from the sources.
    fn data(&self, sources: &Path) -> Result<()> {
        ensure!(
            sources.is_dir(),
            "the data come from the source files, and {} is not there: name their folder with --sources",
            sources.display()
        );
        let script = self.harness.join("derive.mjs");
        let script = script.to_string_lossy();
        let inputs: Vec<&str> = SOURCES.into_iter().chain([&*script]).collect();
        let stamp = Stamp::of_files(sources, &inputs)?;
        let stamp_file = self.harness.join("build/data/.stamp");
        if stamp.is_in(&stamp_file) {
            return Ok(());
        }
        println!("Deriving the data that all pages show …");
        let shell = &self.workspace.shell;
        let _folder = shell.push_dir(&self.harness);
        cmd!(shell, "node derive.mjs")
            .env("SOURCES", sources)
            .run()?;
        stamp.write_to(&stamp_file)
    }

    fn peers(&self) -> Result<()> {
        let sites = files(&self.harness.join("sites"))?;
        let mut inputs = vec!["build.mjs".to_owned(), "package-lock.json".to_owned()];
        inputs.push("build/data/.stamp".to_owned());
        for path in sites {
            let path = path.strip_prefix(&self.harness)?;
            inputs.push(path.to_string_lossy().into_owned());
        }
        let inputs: Vec<&str> = inputs.iter().map(String::as_str).collect();
        let stamp = Stamp::of_files(&self.harness, &inputs)?;
        let stamp_file = self.harness.join("build/.stamp");
        if stamp.is_in(&stamp_file) {
            return Ok(());
        }
        println!("Building the pages of others …");
        let shell = &self.workspace.shell;
        let _folder = shell.push_dir(&self.harness);
        cmd!(shell, "node build.mjs").run()?;
        stamp.write_to(&stamp_file)
    }

    /// Our page: the program as the site's are built, and the page as it is written ahead of time.
    fn ours(&self, folder: &Path) -> Result<()> {
        println!("Building the page of ours …");
        let Workspace {
            root,
            target,
            shell,
            ..
        } = self.workspace;
        let (page, parts) = (folder.join("ours"), folder.join("parts"));
        for folder in [&page, &parts] {
            if folder.exists() {
                fs::remove_dir_all(folder)?;
            }
            fs::create_dir_all(folder)?;
        }
        cmd!(
            shell,
            "cargo build --package four-charts --bin four-charts --target wasm32-unknown-unknown
                --profile wasm-release --locked"
        )
        .env(anywhere::FLAGS, anywhere::flags(self.workspace)?)
        .run()?;
        let program = target.join("wasm32-unknown-unknown/wasm-release/four-charts.wasm");
        cmd!(
            shell,
            "wasm-bindgen --target web --no-typescript --out-dir {parts} {program}"
        )
        .run()?;
        let (bound, small) = (parts.join("four-charts_bg.wasm"), page.join("main.wasm"));
        cmd!(shell, "wasm-opt -Oz {WASM_OPTIONS...} {bound} -o {small}").run()?;
        let script = parts.join("main.js");
        fs::copy(root.join(OURS).join("main.js"), &script)?;
        let out = page.join("main.js");
        cmd!(
            shell,
            "esbuild {script} --bundle --minify --format=esm --target=es2022 --log-level=warning
                --outfile={out}"
        )
        .run()?;
        fs::write(page.join("styles.css"), self.styles()?)?;
        fs::create_dir_all(page.join("vendor/fonts"))?;
        for name in ["core", "latin"] {
            let typeface = format!("vendor/fonts/public-sans-{name}.woff2");
            fs::copy(root.join(&typeface), page.join(&typeface))?;
        }
        let data = self.harness.join("build/data");
        cmd!(
            shell,
            "cargo run --quiet --package four-charts --bin write --locked -- {data} {page}"
        )
        .run()?;
        Ok(())
    }

    /// The style sheets of the site as one, with the few lines of the page.
    fn styles(&self) -> Result<String> {
        let root = &self.workspace.root;
        let of_site = STYLES.map(|name| root.join(format!("styles/{name}.css")));
        let own = root.join(OURS).join("page.css");
        let texts = of_site.iter().chain([&own]);
        let texts = texts.map(|path| {
            fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))
        });
        let texts: Vec<String> = texts.collect::<Result<_>>()?;
        minified(&self.workspace.shell, &texts.concat())
    }

    /// Runs the harness over pages in turn, keeps what it found with the commit, and prints it beside
    /// that of the first page.
    pub fn run(&self, sites: &[Site], arguments: &[&str], name: &str) -> Result<()> {
        let shell = &self.workspace.shell;
        let out = self.harness.join(format!("results/{name}.json"));
        let mut of_sites = Vec::new();
        for Site {
            name,
            folder,
            config,
        } in sites
        {
            let config = self.harness.join("configs").join(format!("{config}.json"));
            ensure!(
                folder.join("index.html").is_file(),
                "{} holds no page",
                folder.display()
            );
            of_sites.push("--site".to_owned());
            of_sites.push(format!("{name}={}:{}", folder.display(), config.display()));
        }
        let chromium = &self.chromium;
        {
            let _folder = shell.push_dir(&self.harness);
            cmd!(
                shell,
                "node run.mjs {of_sites...} {arguments...} --out {out}"
            )
            .env("CHROMIUM", chromium)
            .run()
            .context("measuring")?;
        }
        let kept = self.keep(&out, name)?;
        let (report, ratios) = (
            self.harness.join("report.mjs"),
            self.harness.join("ratios.mjs"),
        );
        cmd!(shell, "node {report} {kept}").run()?;
        cmd!(shell, "node {ratios} {kept}").run()?;
        println!("\nKept in {}", kept.display());
        Ok(())
    }

    /// Writes a result with the commit that it is of into the folder of results.
    fn keep(&self, out: &Path, name: &str) -> Result<PathBuf> {
        let Workspace { root, shell, .. } = self.workspace;
        let mut result: Value = serde_json::from_slice(&fs::read(out)?)?;
        let commit = cmd!(shell, "git rev-parse HEAD").quiet().read()?;
        let changes = cmd!(
            shell,
            "git status --porcelain --untracked-files=no -- . :!{RESULTS}"
        )
        .quiet()
        .read()?;
        if let Some(result) = result.as_object_mut() {
            result.insert("commit".to_owned(), json!(commit));
            result.insert("isChanged".to_owned(), json!(!changes.is_empty()));
        }
        let kept = root.join(RESULTS).join(format!("{name}.json"));
        fs::create_dir_all(root.join(RESULTS))?;
        fs::write(&kept, serde_json::to_string_pretty(&result)? + "\n")?;
        Ok(kept)
    }

    /// Our page, whose charts count from the first paint on.
    pub fn ahead(&self) -> Site {
        self.own("ours", "ours")
    }

    /// Our page, whose charts count once they follow a choice.
    pub fn live(&self) -> Site {
        self.own("ours-live", "ours-live")
    }

    fn own(&self, name: &'static str, config: &'static str) -> Site {
        Site {
            name,
            folder: self.workspace.target.join("bench/web/ours"),
            config,
        }
    }

    /// The pages of others.
    pub fn others(&self) -> impl Iterator<Item = Site> {
        PEERS.into_iter().map(|name| Site {
            name,
            folder: self.harness.join("build").join(name),
            config: name,
        })
    }

    /// The front page of the site in `dist/`, as it was built: as it was written, and by an address that
    /// wakes its program at once, when that has taken over.
    pub fn front(&self) -> impl Iterator<Item = Site> {
        ["front-page", "front-page-live"]
            .into_iter()
            .map(|name| Site {
                name,
                folder: self.workspace.root.join("dist"),
                config: name,
            })
    }
}

/// A page to measure.
pub struct Site {
    name: &'static str,
    folder: PathBuf,
    /// Which file of `configs/` says where its charts and filters are.
    config: &'static str,
}

/// Copies the files of a folder that are not there as they are; the crate of our page stays where it is.
fn copy(from: &Path, to: &Path) -> Result<()> {
    for path in files(from)? {
        let below = path.strip_prefix(from)?;
        if below.starts_with("ours") || below.starts_with("node_modules") {
            continue;
        }
        let target = to.join(below);
        fs::create_dir_all(target.parent().unwrap_or(to))?;
        fs::copy(&path, &target).with_context(|| format!("copying {}", path.display()))?;
    }
    Ok(())
}

/// All files in a folder and below it, in order.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    crate::hosting::pages::files(folder, "")
}
