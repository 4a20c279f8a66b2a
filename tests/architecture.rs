//! Who may import whom: fails on an arrow that ARCHITECTURE.md does not draw, and names it.
//!
//! Source files are read as tokens, so that paths in `use` lines, in code and inside macros such
//! as `view!` all count. What the code behind an allowed arrow does is not looked at.

// A test may stop at whatever it does not expect; clippy knows this of test functions only.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing
)]

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::path::Path;
use std::process::Command;

use cargo_metadata::{Metadata, MetadataCommand, Package};
use walkdir::WalkDir;

use paths::{SourcePath, paths_of};

#[path = "architecture/paths.rs"]
mod paths;

// ---- The arrows. A change of the architecture is a change here and in ARCHITECTURE.md. ----

/// A crate of the workspace, and the other crates of it that it may depend on.
const CRATES: [(&str, &str); 14] = [
    ("cube", ""),
    ("wording", ""),
    ("charts", "cube wording"),
    ("disclosure", "cube"),
    // Its tests attack tables as they are published.
    ("protection", "cube disclosure"),
    ("rounding", "cube disclosure"),
    ("verification", "cube wording"),
    // Its tests make tables.
    ("checker", "disclosure cube"),
    (
        "data-pipeline",
        "cube disclosure protection rounding verification wording",
    ),
    // Its tests hold what it reads of a policy against what the policy is.
    ("sightline", "charts cube disclosure verification wording"),
    ("prebuild", "charts cube sightline wording"),
    ("xtask", ""),
    ("bench-engine", "cube"),
    // The page that is measured beside others'.
    ("four-charts", "charts cube sightline"),
];

/// A room of `src/`, and what it may import: other rooms, and crates of the workspace.
const ROOMS: [(&str, &str); 14] = [
    ("lib", "app pages platform state wording written"),
    ("main", "app enter start"),
    // What prebuilt pages are made of.
    ("ahead", "chart components data pages routes state"),
    // What a page that is measured is made of.
    ("parts", "chart components data platform"),
    // The names that the library shows to programs of its own.
    (
        "bin",
        "ExploreContent Frame Going MethodsContent OfferContent Told redraw speak start",
    ),
    (
        "app",
        "components data pages platform routes state charts cube wording",
    ),
    // HTML that needs no program.
    (
        "written",
        "components data pages routes state charts cube wording",
    ),
    (
        "pages",
        "chart components data routes state charts cube wording",
    ),
    (
        "components",
        "chart data platform routes state charts cube verification wording",
    ),
    ("chart", "platform charts cube wording"),
    // Its tests hold what it reads of a policy against what the policy is.
    ("data", "cube disclosure verification wording"),
    ("state", "cube wording"),
    ("routes", "platform wording"),
    ("platform", ""),
];

/// The browser's own interfaces, and the places in `src/` that may use them.
const BROWSER_CRATES: [&str; 3] = ["js_sys", "wasm_bindgen", "web_sys"];
const BROWSER_PLACES: [&str; 3] = ["src/platform/", "src/chart/echarts.rs", "src/bin/"];

/// The crates that compute and do nothing else, and what would let them do something else.
const PURE_CRATES: [&str; 7] = [
    "charts",
    "cube",
    "disclosure",
    "protection",
    "rounding",
    "verification",
    "wording",
];
const IMPURE_STD: [&str; 6] = ["env", "fs", "net", "process", "thread", "time"];
const IMPURE_DEPENDENCIES: [&str; 8] = [
    "chrono",
    "getrandom",
    "hyper",
    "mio",
    "rand",
    "reqwest",
    "tokio",
    "ureq",
];

// ---- The tests ----

#[test]
fn the_rooms_of_the_site_import_along_the_arrows() {
    let files = rust_files("src");
    assert!(!files.is_empty(), "src/ holds no Rust");
    let found: Vec<_> = files
        .iter()
        .flat_map(|(path, source)| wrong_arrows_of_site(path, source))
        .collect();
    assert_none("src/ imports against the arrows", &found);
}

#[test]
fn every_room_of_the_site_has_its_arrows() {
    let rooms: BTreeSet<_> = rust_files("src")
        .iter()
        .map(|(path, _)| room_of(&module_path(path)))
        .collect();
    let unknown: Vec<_> = rooms
        .iter()
        .filter(|room| arrows_of(&ROOMS, room).is_none())
        .collect();
    assert_none("src/ has rooms that the table does not name", &unknown);
}

#[test]
fn crates_depend_along_the_arrows() {
    let mut found = Vec::new();
    for package in workspace().workspace_packages() {
        let name = package.name.as_str();
        let Some(allowed) = arrows_of(&CRATES, name) else {
            found.push(format!("{name} is not in the table of crates"));
            continue;
        };
        let wrong = all_dependencies(package)
            .filter(|to| arrows_of(&CRATES, to).is_some() && !allowed.contains(to))
            .map(|to| format!("{}: {name} -> {to}", package.manifest_path));
        found.extend(wrong);
    }
    assert_none("crates depend against the arrows", &found);
}

#[test]
fn only_the_benchmark_can_name_rows_outside_the_pipeline() {
    let asks_for_rows = |package: &&Package| {
        let mut dependencies = package.dependencies.iter();
        dependencies.any(|to| to.name == "cube" && to.features.iter().any(|one| one == "rows"))
    };
    let workspace = workspace();
    let packages = workspace.workspace_packages();
    let found: Vec<_> = packages.into_iter().filter(asks_for_rows).collect();
    let found: Vec<_> = found.iter().map(|package| package.name.as_str()).collect();
    assert_eq!(found, ["bench-engine"]);
}

#[test]
fn pure_crates_use_nothing_impure_of_the_standard_library() {
    let found: Vec<_> = PURE_CRATES
        .iter()
        .flat_map(|name| rust_files(&format!("crates/{name}/src")))
        .flat_map(|(path, source)| impure_uses(&path, &source))
        .collect();
    assert_none("pure crates touch the world outside", &found);
}

#[test]
fn pure_crates_link_nothing_that_does_input_or_output() {
    for name in PURE_CRATES {
        let linked = linked_crates(name);
        assert!(
            linked.contains(name),
            "cargo tree does not name {name} itself: {linked:?}"
        );
        let impure: Vec<_> = IMPURE_DEPENDENCIES
            .iter()
            .filter(|to| linked.contains(**to))
            .collect();
        assert_none(&format!("{name} links what does input or output"), &impure);
    }
}

#[test]
fn a_planted_wrong_arrow_is_found() {
    let check = |path: &str, source: &str, expected: &str| {
        let found: Vec<_> = wrong_arrows_of_site(path, source)
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(found.join("; "), expected, "in\n{source}");
    };
    let fail = |path: &str, source: &str, line_and_arrow: &str| {
        check(path, source, &format!("{path}:{line_and_arrow}"));
    };
    let pass = |path: &str, source: &str| check(path, source, "");

    // Rooms: in a plain import, in a tree, by `super`, in code, in a macro.
    fail(
        "src/state/view.rs",
        "\nuse crate::data::Library;",
        "2: state -> data",
    );
    fail(
        "src/chart/host.rs",
        "use crate::{\n  platform::a,\n  pages::*,\n};",
        "3: chart -> pages",
    );
    fail(
        "src/data/fetch.rs",
        "use super::super::pages::A;",
        "1: data -> pages",
    );
    fail(
        "src/data/mod.rs",
        "mod tests { use super::super::pages::A; }",
        "1: data -> pages",
    );
    fail(
        "src/platform/a.rs",
        "fn a() { crate::state::b::<u8>(1) }",
        "1: platform -> state",
    );
    fail(
        "src/chart/a.rs",
        "fn a() { view! { <crate::pages::B c=1 /> } }",
        "1: chart -> pages",
    );
    fail(
        "src/main.rs",
        "fn main() { sightline::pages::start() }",
        "1: main -> pages",
    );
    // Crates, and the browser, also where Leptos hands it out.
    fail(
        "src/state/view.rs",
        "use charts::title;",
        "1: state -> charts",
    );
    fail(
        "src/pages/a.rs",
        "use leptos::web_sys::Element;",
        "1: pages -> web_sys",
    );

    // Along the arrows: other rooms, its own, a module that is named like a room, words.
    pass(
        "src/pages/mod.rs",
        "mod data; pub use data::Data; use crate::chart::Chart;",
    );
    pass(
        "src/state/view.rs",
        "use super::resolve; use crate::state::View; use cube::Month;",
    );
    pass("src/chart/echarts.rs", "use wasm_bindgen::prelude::*;");
    pass("src/main.rs", "fn main() { mount(sightline::App) }");
    pass(
        "src/state/view.rs",
        "/// Like `crate::data`.\nconst A: &str = \"crate::data\";",
    );
}

#[test]
fn a_planted_impure_use_is_found() {
    let source = "use std::{\n  fmt,\n  fs::File,\n};\nfn now() { std::time::Instant::now(); }";
    let found = impure_uses("crates/cube/src/a.rs", source);
    let found: Vec<_> = found.iter().map(ToString::to_string).collect();
    let expected = [
        "crates/cube/src/a.rs:3: cube -> std::fs",
        "crates/cube/src/a.rs:5: cube -> std::time",
    ];
    assert_eq!(found, expected);
}

fn assert_none<T: fmt::Display>(what: &str, found: &[T]) {
    let lines: String = found.iter().map(|one| format!("  {one}\n")).collect();
    assert!(
        found.is_empty(),
        "{what} (ARCHITECTURE.md, \"Arrows\"):\n{lines}"
    );
}

// ---- Checking one file ----

/// An import that the tables above do not allow.
struct WrongArrow {
    file: String,
    line: usize,
    from: String,
    to: String,
}

impl fmt::Display for WrongArrow {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "{}:{}: {} -> {}",
            self.file, self.line, self.from, self.to
        )
    }
}

/// What a room or a crate may import; nothing is known of another name.
fn arrows_of(table: &[(&str, &'static str)], name: &str) -> Option<Vec<&'static str>> {
    let (_, to) = table.iter().find(|(from, _)| *from == name)?;
    Some(to.split_whitespace().collect())
}

/// The wrong arrows of a file in `src/`.
fn wrong_arrows_of_site(file: &str, source: &str) -> Vec<WrongArrow> {
    let module = module_path(file);
    let from = room_of(&module);
    let allowed = arrows_of(&ROOMS, &from).unwrap_or_default();
    let may_use_browser = BROWSER_PLACES.iter().any(|place| file.starts_with(place));

    let is_wrong = |to: &str| match BROWSER_CRATES.contains(&to) {
        true => !may_use_browser,
        false => to != from && !allowed.contains(&to),
    };
    paths_of(source, &module)
        .into_iter()
        .filter_map(|path| Some((target_of(&path)?, path.line)))
        .filter(|(to, _)| is_wrong(to))
        .map(|(to, line)| WrongArrow {
            file: file.to_owned(),
            line,
            from: from.clone(),
            to,
        })
        .collect()
}

/// The uses of impure parts of the standard library in a file of `crates/`.
fn impure_uses(file: &str, source: &str) -> Vec<WrongArrow> {
    let from = file.split('/').nth(1).unwrap_or_default();
    paths_of(source, &[])
        .into_iter()
        .filter_map(|path| match path.names.as_slice() {
            [std, part, ..] if std == "std" && IMPURE_STD.contains(&part.as_str()) => {
                Some((format!("std::{part}"), path.line))
            }
            _ => None,
        })
        .map(|(to, line)| WrongArrow {
            file: file.to_owned(),
            line,
            from: from.to_owned(),
            to,
        })
        .collect()
}

/// `src/pages/trends.rs` is the module `pages::trends`; `src/lib.rs` is the crate itself.
fn module_path(file: &str) -> Vec<String> {
    let inner = file.trim_start_matches("src/").trim_end_matches(".rs");
    let names = inner
        .split('/')
        .filter(|name| !["mod", "lib"].contains(name));
    names.map(str::to_owned).collect()
}

fn room_of(module: &[String]) -> String {
    module.first().cloned().unwrap_or_else(|| "lib".to_owned())
}

/// The room, the crate of the workspace or the browser crate that a path leads to, if any.
fn target_of(path: &SourcePath) -> Option<String> {
    if let Some(name) = path
        .names
        .iter()
        .find(|name| BROWSER_CRATES.contains(&name.as_str()))
    {
        return Some(name.clone());
    }
    match path.names.as_slice() {
        // What the crate shows to the outside stands in the app.
        [root, name, ..] if root == "sightline" && name == "App" => Some("app".to_owned()),
        [root, name, ..] if root == "crate" || root == "sightline" => Some(name.clone()),
        [name, ..] if arrows_of(&CRATES, name).is_some() => Some(name.clone()),
        _ => None,
    }
}

// ---- Reading the workspace ----

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("xtask is a folder of the workspace")
}

fn workspace() -> Metadata {
    MetadataCommand::new()
        .current_dir(root())
        .no_deps()
        .exec()
        .expect("cargo metadata")
}

/// The Rust files below a folder, in order, each with its path in the repository and its text.
fn rust_files(folder: &str) -> Vec<(String, String)> {
    WalkDir::new(root().join(folder))
        .sort_by_file_name()
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| {
            entry
                .path()
                .extension()
                .is_some_and(|extension| extension == "rs")
        })
        .map(|entry| {
            let path = entry.path().strip_prefix(root()).unwrap();
            let path = path.to_str().unwrap().replace('\\', "/");
            (path, fs::read_to_string(entry.path()).unwrap())
        })
        .collect()
}

fn all_dependencies(package: &Package) -> impl Iterator<Item = &str> {
    package
        .dependencies
        .iter()
        .map(|dependency| dependency.name.as_str())
}

/// The names of all crates that become part of this one on this machine, its tests left out.
fn linked_crates(name: &str) -> BTreeSet<String> {
    let output = Command::new(env!("CARGO"))
        .current_dir(root())
        .args(["tree", "--locked", "--package", name, "--edges", "normal"])
        .args(["--prefix", "none", "--format", "{p}"])
        .output()
        .expect("cargo tree");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let lines = String::from_utf8(output.stdout).unwrap();
    lines
        .lines()
        .filter_map(|line| line.split(' ').next())
        .map(str::to_owned)
        .collect()
}
