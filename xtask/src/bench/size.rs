//! `cargo xtask bench size`: what the programs that visitors fetch are made of, and what of it has grown
//! since it was last recorded. How large the files are on the wire, and what they may be, is in
//! `tests/browser/budget.test.mjs`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use clap::Args;
use rustc_demangle::demangle;
use serde_json::Value;
use wasmparser::{KnownCustom, Name, Parser, Payload, TypeRef};
use xshell::cmd;

use crate::workspace::Workspace;
use crate::{build, node};

/// What is recorded of earlier builds.
const RECORD: &str = "benches/results/size.json";

/// The programs of the site, as cargo calls them.
const PROGRAMS: [&str; 6] = [
    "sightline",
    "explore",
    "methods",
    "embedded",
    "offer",
    "checker",
];

/// The bundle of the chart library.
const BUNDLE: &str = "echarts.js";

/// What has no name, or no crate in its name.
const OTHER: &str = "(other)";

/// Growth of less is noise of the compiler.
const LEAST_GROWTH_BYTES: u64 = 512;

/// Whether to compare or to record.
#[derive(Args)]
pub struct Options {
    /// Record the sizes, for later builds to be compared with
    #[arg(long)]
    record: bool,
    /// Measure the programs that were built last, without building them
    #[arg(long)]
    built: bool,
}

/// Bytes of code of each crate or module, by program.
type Sizes = BTreeMap<String, BTreeMap<String, u64>>;

/// Builds the site, prints what its programs are made of, and compares it with the record.
pub fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    if !options.built {
        build::run(workspace, &build::Options::default())?;
    }
    node::packages(workspace)?;
    let mut sizes = Sizes::new();
    let folder = workspace.target.join("wasm32-unknown-unknown/wasm-release");
    for program in PROGRAMS {
        let path = folder.join(format!("{program}.wasm"));
        sizes.insert(program.to_owned(), of_program(&path)?);
    }
    sizes.insert(BUNDLE.to_owned(), of_bundle(workspace)?);
    let record = workspace.root.join(RECORD);
    let before: Sizes = match fs::read_to_string(&record) {
        Ok(text) => serde_json::from_str(&text).with_context(|| format!("reading {RECORD}"))?,
        Err(_) => Sizes::new(),
    };
    print(&sizes, &before);
    if options.record {
        fs::create_dir_all(record.parent().unwrap_or(&record))?;
        fs::write(&record, serde_json::to_string_pretty(&sizes)? + "\n")?;
        println!("\nRecorded in {RECORD}");
    }
    Ok(())
}

/// The bytes of the functions of a program by crate, before wasm-opt, which takes their names away.
fn of_program(path: &Path) -> Result<BTreeMap<String, u64>> {
    let named = || format!("reading {}: build the site first", path.display());
    let bytes = fs::read(path).with_context(named)?;
    let mut imported = 0_u32;
    let mut bodies = Vec::new();
    let mut names = BTreeMap::new();
    for payload in Parser::new(0).parse_all(&bytes) {
        match payload.with_context(named)? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => bodies.push(body.range().end - body.range().start),
            Payload::CustomSection(section) => {
                let KnownCustom::Name(all) = section.as_known() else {
                    continue;
                };
                for name in all {
                    if let Name::Function(functions) = name? {
                        for function in functions {
                            let function = function?;
                            names.insert(function.index, function.name.to_owned());
                        }
                    }
                }
            }
            _ => {}
        }
    }
    let mut sizes = BTreeMap::new();
    for (index, size) in (imported..).zip(bodies) {
        let name = names.get(&index).map_or("", String::as_str);
        *sizes.entry(crate_of(name)).or_default() += size;
    }
    Ok(sizes)
}

/// The crate that a function belongs to; of a method that of its type, or else of its trait.
fn crate_of(name: &str) -> String {
    let name = format!("{:#}", demangle(name));
    let of_any = name
        .strip_prefix('<')
        .and_then(|rest| rest.split_once(" as "));
    let name = match of_any {
        Some((of, by)) if !of.contains("::") => by.to_owned(),
        _ => name,
    };
    let ends = |letter: char| !(letter.is_ascii_alphanumeric() || letter == '_');
    let path = name.trim_start_matches(|letter| ends(letter) || letter == '_');
    let path = path.strip_prefix("mut ").unwrap_or(path);
    let path = path.strip_prefix("dyn ").unwrap_or(path);
    match path.split(ends).next() {
        Some(first) if path.contains("::") && !first.is_empty() => first.to_owned(),
        _ => OTHER.to_owned(),
    }
}

/// The bytes of the bundle by the folder of the package that they come from.
fn of_bundle(workspace: &Workspace) -> Result<BTreeMap<String, u64>> {
    let shell = &workspace.shell;
    let scratch = shell.create_temp_dir()?;
    let (meta, bundle) = (
        scratch.path().join("meta.json"),
        scratch.path().join(BUNDLE),
    );
    cmd!(
        shell,
        "esbuild vendor-src/echarts.js --bundle --minify --format=esm --target=es2022
            --log-level=warning --metafile={meta} --outfile={bundle}"
    )
    .quiet()
    .run()?;
    let meta: Value = serde_json::from_str(&fs::read_to_string(meta)?)?;
    let outputs = meta.get("outputs").and_then(Value::as_object);
    let inputs = outputs
        .into_iter()
        .flat_map(|outputs| outputs.values())
        .filter_map(|output| output.get("inputs")?.as_object())
        .flatten();
    let mut sizes = BTreeMap::new();
    for (path, input) in inputs {
        let below = path.strip_prefix("node_modules/").unwrap_or(path);
        let folder: Vec<_> = below.split('/').take(3).collect();
        let bytes = input.get("bytesInOutput").and_then(Value::as_u64);
        *sizes.entry(folder.join("/")).or_default() += bytes.unwrap_or_default();
    }
    Ok(sizes)
}

fn print(sizes: &Sizes, before: &Sizes) {
    for (program, parts) in sizes {
        let total: u64 = parts.values().sum();
        println!("\n{program}: {total} bytes of code");
        let mut largest: Vec<_> = parts.iter().collect();
        largest.sort_by_key(|(_, bytes)| std::cmp::Reverse(**bytes));
        for (part, bytes) in largest.iter().take(12) {
            println!("{bytes:>10}  {part}");
        }
        let Some(earlier) = before.get(program) else {
            continue;
        };
        println!("  since it was recorded:");
        let mut grown = grown(parts, earlier);
        grown.sort_by_key(|(_, bytes)| std::cmp::Reverse(*bytes));
        if grown.is_empty() {
            println!("            nothing has grown by {LEAST_GROWTH_BYTES} bytes or more");
        }
        for (part, bytes) in grown {
            println!("{bytes:>+10}  {part}");
        }
    }
}

/// By how much parts have grown, those that have.
fn grown<'a>(
    now: &'a BTreeMap<String, u64>,
    before: &BTreeMap<String, u64>,
) -> Vec<(&'a str, u64)> {
    let grown = now.iter().map(|(part, bytes)| {
        let earlier = before.get(part).copied().unwrap_or_default();
        (part.as_str(), bytes.saturating_sub(earlier))
    });
    grown
        .filter(|(_, bytes)| *bytes >= LEAST_GROWTH_BYTES)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_belongs_to_the_crate_of_its_path() {
        for (name, expected) in [
            (
                "_ZN6charts6option10options_of17h56e6a03732a11e69E",
                "charts",
            ),
            (
                "_ZN98_$LT$$RF$mut$u20$serde_json..de..Deserializer$LT$R$GT$$u20$as$u20$serde_core..de..Deserializer$GT$18deserialize_struct17hd05b0b6d462e5416E",
                "serde_json",
            ),
            ("_RNvNtCs5cOc02OMXlo_5alloc3fmt6format", "alloc"),
            (
                "_ZN53_$LT$T$u20$as$u20$tachys..view..any_view..IntoAny$GT$8into_any17h6858ba8d15fb8e5aE",
                "tachys",
            ),
            ("memcpy", OTHER),
            ("", OTHER),
        ] {
            assert_eq!(crate_of(name), expected, "{name}");
        }
    }

    #[test]
    fn only_growth_beyond_noise_is_told() {
        let sizes = |all: &[(&str, u64)]| {
            all.iter()
                .map(|(name, bytes)| ((*name).to_owned(), *bytes))
                .collect::<BTreeMap<_, _>>()
        };
        let now = sizes(&[("a", 5000), ("b", 1000), ("c", 100)]);
        let before = sizes(&[("a", 4000), ("c", 9000)]);
        assert_eq!(grown(&now, &before), [("a", 1000), ("b", 1000)]);
    }
}
