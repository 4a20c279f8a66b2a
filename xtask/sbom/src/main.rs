//! What the site and the programs behind it are made of, as bills of materials in the form of CycloneDX 1.5 (<https://cyclonedx.org/docs/1.5/json/>). `cargo xtask build` writes them
//! into `dist/`.
//!
//! What is linked is told by cargo's own tree for the target, with the features that are built, and not
//! by the lock file, which holds whatever any part of the workspace might ask for. There is no time and
//! no number by chance in them: the same sources give the same bytes.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use clap::Parser;
use cyclonedx_bom::models::bom::SpecVersion;
use cyclonedx_bom::models::component::{Classification, Component, Components, Scope};
use cyclonedx_bom::models::dependency::{Dependencies, Dependency};
use cyclonedx_bom::models::hash::{Hash, HashAlgorithm, HashValue, Hashes};
use cyclonedx_bom::models::license::{LicenseChoice, Licenses};
use cyclonedx_bom::models::metadata::Metadata;
use cyclonedx_bom::prelude::{Bom, NormalizedString, Purl, Validate};
use serde::Deserialize;
use xshell::{Shell, cmd};

/// The bill of what a visitor's browser gets, below the site's base.
const SITE: &str = "sbom.cdx.json";

/// The bill of the programs that make releases and pages.
const PIPELINE: &str = "sbom-pipeline.cdx.json";

/// What a visitor's browser gets of npm: the chart library and the typeface. What they need in turn is
/// in their bill too.
const SERVED: [&str; 2] = ["echarts", "@fontsource-variable/public-sans"];

/// What makes the site out of npm, and is not in it.
const BUILDS: [&str; 2] = ["binaryen", "esbuild"];

/// Crates, and how they are built.
struct Programs {
    packages: &'static [&'static str],
    features: &'static [&'static str],
    /// The target; this machine where there is none.
    target: Option<&'static str>,
}

const OF_SITE: Programs = Programs {
    packages: &["sightline", "checker"],
    features: &[],
    target: Some("wasm32-unknown-unknown"),
};

const OF_PIPELINE: Programs = Programs {
    packages: &["data-pipeline", "prebuild"],
    features: &["data-pipeline/cluster"],
    target: None,
};

/// Bills of materials of the site and of the programs behind it.
#[derive(Parser)]
struct Options {
    /// The folder to write them into; with a built site in it, they name its releases too
    #[arg(long, value_name = "FOLDER", default_value = "dist")]
    into: PathBuf,
}

/// The repository, and a shell that stands in it.
struct Workspace {
    root: PathBuf,
    shell: Shell,
}

impl Workspace {
    fn locate() -> Result<Self> {
        let own = Path::new(env!("CARGO_MANIFEST_DIR"));
        let root = own.ancestors().nth(2).context("expected a repository")?;
        let shell = Shell::new()?;
        shell.change_dir(root);
        Ok(Self {
            root: root.to_owned(),
            shell,
        })
    }
}

fn main() -> Result<()> {
    let options = Options::parse();
    let workspace = Workspace::locate()?;
    let folder = workspace.root.join(&options.into);
    fs::create_dir_all(&folder)?;
    write(&workspace, &folder)
}

/// Writes both bills into a folder.
fn write(workspace: &Workspace, folder: &Path) -> Result<()> {
    let npm = Npm::read(&workspace.root.join("package-lock.json"))?;
    let mut site = Bill::of_crates(workspace, &OF_SITE)?;
    site.add_standard_library(workspace)?;
    site.add_npm(&npm, &SERVED, &Scope::Required)?;
    site.add_npm(&npm, &BUILDS, &Scope::Excluded)?;
    site.add_releases(&folder.join("data"))?;
    let mut pipeline = Bill::of_crates(workspace, &OF_PIPELINE)?;
    pipeline.add_standard_library(workspace)?;
    for (name, title, bill) in [
        (SITE, "sightline", site),
        (PIPELINE, "sightline-pipeline", pipeline),
    ] {
        let json = bill.into_json(title)?;
        fs::write(folder.join(name), json).with_context(|| format!("writing {name}"))?;
    }
    Ok(())
}

/// A bill of materials on its way.
#[derive(Default)]
struct Bill {
    /// By reference.
    components: BTreeMap<String, Component>,
    /// What each component needs, by reference.
    needs: BTreeMap<String, BTreeSet<String>>,
    /// What the whole needs itself.
    roots: BTreeSet<String>,
}

impl Bill {
    /// The crates of some programs: what is linked is required, what only builds is excluded.
    fn of_crates(workspace: &Workspace, programs: &Programs) -> Result<Self> {
        let checksums = checksums(&workspace.shell.read_file("Cargo.lock")?)?;
        let all = tree(workspace, programs, "normal,build")?;
        let linked = tree(workspace, programs, "normal,no-proc-macro")?;
        let linked: BTreeSet<String> = linked.iter().map(Crate::reference).collect();
        let mut bill = Self::default();
        let mut above: Vec<String> = Vec::new();
        for found in all {
            let reference = found.reference();
            above.truncate(found.depth);
            match above.last() {
                Some(parent) => bill.need(parent, &reference),
                None => drop(bill.roots.insert(reference.clone())),
            }
            above.push(reference.clone());
            let checksum = checksums.get(&(found.name.clone(), found.version.clone()));
            let mut component = found.component(&reference, checksum)?;
            component.scope = Some(match linked.contains(&reference) {
                true => Scope::Required,
                false => Scope::Excluded,
            });
            bill.components.insert(reference, component);
        }
        Ok(bill)
    }

    /// The library that comes with the compiler, which is linked into every program.
    fn add_standard_library(&mut self, workspace: &Workspace) -> Result<()> {
        let shell = &workspace.shell;
        let said = cmd!(shell, "rustc --version").quiet().read()?;
        let version = said.split_whitespace().nth(1);
        let version = version.with_context(|| format!("rustc says {said:?}"))?;
        let reference = format!("rust-std@{version}");
        let mut component = new(Classification::Library, "rust-std", version, &reference);
        component.purl = Some(Purl::new("generic", "rust", version)?);
        component.licenses = licence("MIT OR Apache-2.0");
        component.scope = Some(Scope::Required);
        self.roots.insert(reference.clone());
        self.components.insert(reference, component);
        Ok(())
    }

    /// Packages of npm with what they need.
    fn add_npm(&mut self, npm: &Npm, names: &[&str], scope: &Scope) -> Result<()> {
        let mut open: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        self.roots
            .extend(open.iter().map(|name| npm_reference(npm, name)));
        while let Some(name) = open.pop() {
            let reference = npm_reference(npm, &name);
            if self.components.contains_key(&reference) {
                continue;
            }
            let package = npm.package(&name)?;
            for needed in package.dependencies.keys() {
                self.need(&reference, &npm_reference(npm, needed));
                open.push(needed.clone());
            }
            let component = package.component(&name, &reference, scope.clone())?;
            self.components.insert(reference, component);
        }
        Ok(())
    }

    /// The releases that a site shows, by the hashes of their lists.
    fn add_releases(&mut self, data: &Path) -> Result<()> {
        let Ok(text) = fs::read(data.join("catalog.json")) else {
            return Ok(());
        };
        let catalog: Catalog = serde_json::from_slice(&text).context("reading catalog.json")?;
        for City { id: city, releases } in catalog.cities {
            for Release {
                id,
                manifest_sha256,
            } in releases
            {
                let reference = format!("release:{id}");
                let name = format!("release-of-{city}");
                let mut component = new(Classification::Data, &name, &id, &reference);
                component.hashes = Some(hashes(HashAlgorithm::SHA_256, manifest_sha256));
                self.roots.insert(reference.clone());
                self.components.insert(reference, component);
            }
        }
        Ok(())
    }

    fn need(&mut self, parent: &str, needed: &str) {
        let needs = self.needs.entry(parent.to_owned()).or_default();
        needs.insert(needed.to_owned());
    }

    /// The bill as JSON, once it is what the standard asks for.
    fn into_json(self, title: &str) -> Result<Vec<u8>> {
        let version = env!("CARGO_PKG_VERSION");
        let whole = new(Classification::Application, title, version, title);
        let mut needs = self.needs;
        needs.insert(title.to_owned(), self.roots);
        let dependencies = needs
            .into_iter()
            .map(|(dependency_ref, needed)| Dependency {
                dependency_ref,
                dependencies: needed.into_iter().collect(),
            });
        let bom = Bom {
            version: 1,
            serial_number: None,
            metadata: Some(Metadata {
                component: Some(whole),
                ..Metadata::default()
            }),
            components: Some(Components(self.components.into_values().collect())),
            dependencies: Some(Dependencies(dependencies.collect())),
            services: None,
            external_references: None,
            compositions: None,
            properties: None,
            vulnerabilities: None,
            signature: None,
            annotations: None,
            formulation: None,
            spec_version: SpecVersion::V1_5,
        };
        let result = bom.validate_version(SpecVersion::V1_5);
        ensure!(result.passed(), "the bill of {title}: {result:?}");
        let mut json = Vec::new();
        bom.output_as_json_v1_5(&mut json)?;
        json.push(b'\n');
        Ok(json)
    }
}

/// A crate as a line of cargo's tree names it.
#[derive(Debug, PartialEq, Eq)]
struct Crate {
    depth: usize,
    name: String,
    version: String,
    licence: String,
    /// Whether it is one of this workspace, and of no registry.
    is_own: bool,
}

/// What cargo says that some programs are made of, in the order of its tree.
fn tree(workspace: &Workspace, programs: &Programs, edges: &str) -> Result<Vec<Crate>> {
    let shell = &workspace.shell;
    let packages = programs
        .packages
        .iter()
        .flat_map(|name| ["--package", name]);
    let features = programs
        .features
        .iter()
        .flat_map(|name| ["--features", name]);
    let target = programs.target.iter().flat_map(|name| ["--target", name]);
    let arguments = packages.chain(features).chain(target);
    let format = "\t{p}\t{l}";
    let text = cmd!(
        shell,
        "cargo tree --locked --quiet --edges {edges} --prefix depth --format {format} {arguments...}"
    )
    .quiet()
    .read()
    .context("asking cargo what the programs are made of")?;
    let lines = text.lines().filter(|line| !line.is_empty());
    lines.map(Crate::parse).collect()
}

impl Crate {
    /// A line such as `3<tab>itoa v1.0.19<tab>MIT OR Apache-2.0 (*)`.
    fn parse(line: &str) -> Result<Self> {
        let parsed = || {
            let mut parts = line.split('\t');
            let depth = parts.next()?.parse().ok()?;
            let package = parts.next()?;
            let licence = parts.next()?.trim_end_matches("(*)").trim();
            let (name, rest) = package.split_once(" v")?;
            let version = rest.split(' ').next()?;
            Some(Self {
                depth,
                name: name.to_owned(),
                version: version.to_owned(),
                licence: licence.to_owned(),
                is_own: rest.contains('/') || rest.contains('\\'),
            })
        };
        parsed().with_context(|| format!("cargo tree: expected a crate, found {line:?}"))
    }

    fn reference(&self) -> String {
        format!("{}@{}", self.name, self.version)
    }

    fn component(&self, reference: &str, checksum: Option<&String>) -> Result<Component> {
        let mut component = new(
            Classification::Library,
            &self.name,
            &self.version,
            reference,
        );
        component.licenses = licence(&self.licence);
        component.hashes = checksum.map(|sum| hashes(HashAlgorithm::SHA_256, sum.clone()));
        // Crates of this workspace have names that others have in the registry.
        if !self.is_own {
            component.purl = Some(Purl::new("cargo", &self.name, &self.version)?);
        }
        Ok(component)
    }
}

/// The SHA-256 of every crate of a lock file that comes from a registry, by name and version.
fn checksums(lock: &str) -> Result<BTreeMap<(String, String), String>> {
    let lock: LockFile = toml::from_str(lock).context("reading Cargo.lock")?;
    let known = lock.package.into_iter().filter_map(|package| {
        let key = (package.name, package.version);
        package.checksum.map(|checksum| (key, checksum))
    });
    Ok(known.collect())
}

#[derive(Deserialize)]
struct LockFile {
    package: Vec<LockedPackage>,
}

#[derive(Deserialize)]
struct LockedPackage {
    name: String,
    version: String,
    checksum: Option<String>,
}

/// What `package-lock.json` says of packages.
#[derive(Deserialize)]
struct Npm {
    packages: BTreeMap<String, NpmPackage>,
}

#[derive(Deserialize)]
struct NpmPackage {
    version: Option<String>,
    license: Option<String>,
    integrity: Option<String>,
    #[serde(default)]
    dependencies: BTreeMap<String, String>,
}

impl Npm {
    fn read(path: &Path) -> Result<Self> {
        let text = fs::read(path).with_context(|| format!("reading {}", path.display()))?;
        serde_json::from_slice(&text).with_context(|| format!("reading {}", path.display()))
    }

    fn package(&self, name: &str) -> Result<&NpmPackage> {
        let package = self.packages.get(&format!("node_modules/{name}"));
        package.with_context(|| format!("package-lock.json has no {name}"))
    }
}

fn npm_reference(npm: &Npm, name: &str) -> String {
    let package = npm.package(name).ok();
    let version = package.and_then(|package| package.version.as_deref());
    format!("npm:{name}@{}", version.unwrap_or_default())
}

impl NpmPackage {
    fn component(&self, name: &str, reference: &str, scope: Scope) -> Result<Component> {
        let version = self.version.as_deref().unwrap_or_default();
        let (group, plain) = match name.split_once('/') {
            Some((group, plain)) => (Some(group), plain),
            None => (None, name),
        };
        let mut component = new(Classification::Library, plain, version, reference);
        component.group = group.map(NormalizedString::new);
        // The name of a scope is a part of the path, and `@` stands before the version alone.
        let purl = format!("pkg:npm/{}@{version}", name.replace('@', "%40"));
        component.purl = purl.parse().ok();
        component.licenses = self.license.as_deref().and_then(licence);
        component.hashes = self.integrity.as_deref().map(integrity).transpose()?;
        component.scope = Some(scope);
        Ok(component)
    }
}

/// The hash that npm writes in Base64 after the name of its kind.
fn integrity(text: &str) -> Result<Hashes> {
    let sha512 = text.strip_prefix("sha512-");
    let sha512 = sha512.with_context(|| format!("expected a SHA-512, found {text:?}"))?;
    let bytes = STANDARD.decode(sha512).context("a hash of npm")?;
    Ok(hashes(HashAlgorithm::SHA_512, hex(&bytes)))
}

#[derive(Deserialize)]
struct Catalog {
    cities: Vec<City>,
}

#[derive(Deserialize)]
struct City {
    id: String,
    releases: Vec<Release>,
}

#[derive(Deserialize)]
struct Release {
    id: String,
    manifest_sha256: String,
}

fn new(kind: Classification, name: &str, version: &str, reference: &str) -> Component {
    Component::new(kind, name, version, Some(reference.to_owned()))
}

fn hashes(alg: HashAlgorithm, content: String) -> Hashes {
    let content = HashValue(content);
    Hashes(vec![Hash { alg, content }])
}

/// A licence as an expression of SPDX; older crates write a slash for a choice.
fn licence(text: &str) -> Option<Licenses> {
    let expression = text.replace('/', " OR ");
    (!text.is_empty()).then(|| Licenses(vec![LicenseChoice::expression(&expression)]))
}

fn hex(digest: &[u8]) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bill(programs: &Programs) -> Bill {
        Bill::of_crates(&Workspace::locate().unwrap(), programs).unwrap()
    }

    /// Crates by whether they are linked.
    fn names(bill: &Bill, scope: &Scope) -> BTreeSet<String> {
        let components = bill.components.values();
        let of_scope = components.filter(|one| one.scope.as_ref() == Some(scope));
        of_scope.map(|one| one.name.to_string()).collect()
    }

    #[test]
    fn a_line_of_the_tree_is_a_crate() {
        let line = "3\titoa v1.0.19\tMIT OR Apache-2.0 (*)";
        let expected = Crate {
            depth: 3,
            name: "itoa".into(),
            version: "1.0.19".into(),
            licence: "MIT OR Apache-2.0".into(),
            is_own: false,
        };
        assert_eq!(Crate::parse(line).unwrap(), expected);
        let own = Crate::parse("0\tcube v0.1.0 (/a b/crates/cube)\tMIT").unwrap();
        assert!(own.is_own && own.reference() == "cube@0.1.0");
        assert!(!Crate::parse("1\tsyn v2.0.1 (proc-macro)\t").unwrap().is_own);
        assert!(Crate::parse("[build-dependencies]").is_err());
    }

    /// Asked in another way: what the manifest of each crate that is named cannot do without is named
    /// too, from the programs of the site on.
    #[test]
    fn every_crate_of_the_site_is_named() {
        let found = bill(&OF_SITE);
        let linked = names(&found, &Scope::Required);
        let only_built = names(&found, &Scope::Excluded);
        for name in ["sightline", "checker", "leptos", "wasm-bindgen", "sha2"] {
            assert!(linked.contains(name), "{name}");
        }
        assert!(!linked.contains("leptos_macro") && only_built.contains("leptos_macro"));
        let metadata = cargo_metadata::MetadataCommand::new()
            .current_dir(Workspace::locate().unwrap().root)
            .other_options(["--locked".to_owned()])
            .exec()
            .unwrap();
        let mut seen = 0;
        for package in &metadata.packages {
            let reference = format!("{}@{}", package.name, package.version);
            let Some(named) = found.components.get(&reference) else {
                continue;
            };
            seen += 1;
            for needed in &package.dependencies {
                let is_surely_linked = needed.kind == cargo_metadata::DependencyKind::Normal
                    && !needed.optional
                    && needed.target.is_none();
                let name = &needed.name;
                let is_named = linked.contains(name) || only_built.contains(name);
                assert!(!is_surely_linked || is_named, "{reference} needs {name}");
            }
            assert!(named.scope.is_some(), "{reference}");
        }
        assert_eq!(seen, found.components.len(), "each is a package");
    }

    #[test]
    fn what_makes_releases_is_not_in_the_site() {
        let (site, pipeline) = (bill(&OF_SITE), bill(&OF_PIPELINE));
        let pipeline = names(&pipeline, &Scope::Required);
        let site = names(&site, &Scope::Required);
        for name in ["datafusion", "ballista", "minisign", "ureq", "resvg"] {
            assert!(pipeline.contains(name) && !site.contains(name), "{name}");
        }
    }

    #[test]
    fn a_bill_is_written_the_same_each_time_and_can_be_read() {
        let workspace = Workspace::locate().unwrap();
        let folder = workspace.shell.create_temp_dir().unwrap();
        let written = || {
            write(&workspace, folder.path()).unwrap();
            [SITE, PIPELINE].map(|name| fs::read(folder.path().join(name)).unwrap())
        };
        let [site, pipeline] = written();
        assert_eq!([site.clone(), pipeline.clone()], written());
        for text in [&site, &pipeline] {
            let bom = Bom::parse_from_json_v1_5(text.as_slice()).unwrap();
            let components = bom.components.unwrap().0;
            let references = components.iter().filter_map(|one| one.bom_ref.clone());
            let references: BTreeSet<String> = references.collect();
            for needed in bom.dependencies.unwrap().0 {
                for one in needed.dependencies {
                    assert!(references.contains(&one), "{one} is no component");
                }
            }
            let unlicensed: Vec<_> = components
                .iter()
                .filter(|one| one.licenses.is_none())
                .map(|one| one.name.to_string())
                .collect();
            assert!(unlicensed.is_empty(), "without a licence: {unlicensed:?}");
        }
        let text = String::from_utf8(site).unwrap();
        for name in [
            "pkg:npm/echarts@",
            "pkg:npm/zrender@",
            "pkg:npm/%40fontsource-variable/public-sans@",
        ] {
            assert!(text.contains(name), "{name}");
        }
    }
}
