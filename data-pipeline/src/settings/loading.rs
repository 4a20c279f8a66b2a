//! Loads a city's folder as far as it can be loaded, and collects everything that is wrong with it.
//!
//! A file that cannot be used leaves a gap; what refers into a gap is not called unknown.

use std::collections::BTreeMap;
use std::path::Path;

use cube::enforcement::{Enforcement, Operation, PrintedMeasure, TableFigure};
use cube::release::{Overview, Publication};
use disclosure::Policy;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use super::conform::conform;
use super::document::{Document, Node, Step, Text, id_of, typed};
use super::guarded::in_folder;
use super::problem::Problem;
use super::publishing::{PublishingFile, official_totals};
use super::schema::schema_of;
use super::{
    Areas, Catalogue, CaveatsFile, City, CodeList, DeclaredList, EventsFile, GroupList,
    GroupSettings, GuardLimits, ListName, ListSettings, PlaceList, PlaceSettings,
    ProgrammeSettings, Settings, SourceSettings, SourcesFile, TableSettings, TablesFile,
    Vocabularies, charges, programme,
};

/// What could be loaded, for the cross-check.
pub(super) struct Loaded<'t> {
    /// The settings, with gaps.
    pub settings: Settings,
    /// The TOML files, to find where something stands.
    pub documents: Documents<'t>,
    /// Which tables of codes could be read.
    pub has: Has,
}

/// The TOML files of a city.
pub(super) struct Documents<'t> {
    pub city: Document<'t>,
    pub sources: Document<'t>,
    pub tables: Document<'t>,
    pub caveats: Document<'t>,
    pub events: Document<'t>,
    pub overview: Document<'t>,
    pub publishing: Document<'t>,
    pub policy: Document<'t>,
    pub programme: Document<'t>,
    pub enforcement: Document<'t>,
    pub comparison: Document<'t>,
}

/// Which tables of codes could be read.
pub(super) struct Has {
    pub offenses: bool,
    pub charge_groups: bool,
    pub indicators: bool,
    pub vocabularies: bool,
}

/// A problem with a table that shows only when its rows are counted.
pub(super) fn problem_of_table(folder: &Path, table: &str, source: Option<&str>) -> Problem {
    // What cannot be read was a problem before; the position is then that of the file.
    let mut known = Vec::new();
    let text = Text::read(folder.join("tables.toml"), &mut known);
    let document = Document::parse(&text, &mut known);
    let base = [Step::Key("table"), Step::Id(table)];
    let find = |table: &TableSettings| {
        let mut stretches = table.stretches.iter();
        stretches.position(|stretch| Some(stretch.source.as_str()) == source)
    };
    let mut tables =
        elements::<TablesFile, TableSettings>(&document, "table", &mut known).into_iter();
    match tables.find(|one| one.id == table).as_ref().and_then(find) {
        None => document.problem(&base),
        Some(index) => {
            let more = [Step::Key("stretch"), Step::At(index), Step::Key("source")];
            document.problem(&[&base[..], &more].concat())
        }
    }
}

/// The TOML files of a city, in the order of [`Documents`].
const TOML_FILES: [&str; 11] = [
    "city.toml",
    "sources.toml",
    "tables.toml",
    "caveats.toml",
    "events.toml",
    "overview.toml",
    "publishing.toml",
    "policy.toml",
    "enforcement.toml",
    "programme.toml",
    "comparison.toml",
];

/// The TOML files that a city may do without.
const OPTIONAL: [&str; 5] = [
    "publishing.toml",
    "policy.toml",
    "enforcement.toml",
    "programme.toml",
    "comparison.toml",
];

/// Reads the texts of the TOML files.
pub(super) fn texts(folder: &Path, problems: &mut Vec<Problem>) -> [Text; 11] {
    TOML_FILES.map(|name| match folder.join(name) {
        path if OPTIONAL.contains(&name) && !path.exists() => Text::empty(path),
        path => Text::read(path, problems),
    })
}

impl<'t> Documents<'t> {
    fn parse(texts: &'t [Text; 11], problems: &mut Vec<Problem>) -> Self {
        let documents = texts.each_ref();
        let documents = documents.map(|text| Document::parse(text, problems));
        let [
            city,
            sources,
            tables,
            caveats,
            events,
            overview,
            publishing,
            policy,
            enforcement,
            programme,
            comparison,
        ] = documents;
        Self {
            city,
            sources,
            tables,
            caveats,
            events,
            overview,
            publishing,
            policy,
            enforcement,
            programme,
            comparison,
        }
    }
}

/// Loads what can be loaded.
pub(super) fn load<'t>(
    folder: &Path,
    texts: &'t [Text; 11],
    problems: &mut Vec<Problem>,
) -> Loaded<'t> {
    let documents = Documents::parse(texts, problems);
    let (city, places) = city_and_places(folder, &documents.city, problems);
    let areas = Areas::load(folder, &city, &places, problems);
    let lists = document_lists(folder, &documents.city, problems);
    let people = document_groups(folder, &documents.city, problems);
    let sources = elements::<SourcesFile, _>(&documents.sources, "source", problems);
    let tables = elements::<TablesFile, _>(&documents.tables, "table", problems);
    let wants = |list| is_wanted(list, &sources, &tables);
    let wants_offenses = wants(&ListName::Offenses);
    let wants_groups = wants(&ListName::ChargeGroups);
    let csv = |name, is_wanted| Some(folder.join(name)).filter(|path| is_wanted || path.exists());
    let offenses = csv("offenses.csv", wants_offenses);
    let offenses = offenses.and_then(|path| CodeList::load(&path, problems));
    let groups = csv("charge_groups.csv", wants_groups);
    let groups = groups.and_then(|path| CodeList::load(&path, problems));
    let names = csv("offense_names.csv", wants_offenses);
    let vocabularies = names
        .and_then(|path| Vocabularies::load(&path, "offenses.csv", offenses.as_ref(), problems));
    let rules = csv("charges.csv", wants_groups);
    let rules = rules.and_then(|path| charges::load(&path, groups.as_ref(), problems));
    let indicators = csv("indicators.csv", wants(&ListName::Indicators));
    let indicators = indicators.and_then(|path| CodeList::load(&path, problems));
    let has = Has {
        offenses: offenses.is_some(),
        charge_groups: groups.is_some(),
        indicators: indicators.is_some(),
        vocabularies: vocabularies.is_some(),
    };
    let programme = optional::<ProgrammeSettings>(&documents.programme, problems);
    let policy = policy(&documents.policy, &tables, programme.as_ref(), problems);
    let programme_sites = programme::sites(folder, programme.as_ref(), problems);
    let settings = Settings {
        policy,
        city,
        places,
        statements: statements(folder, &tables, problems),
        areas,
        offenses: offenses.unwrap_or_default(),
        charge_groups: groups.unwrap_or_default(),
        indicators: indicators.unwrap_or_default(),
        vocabularies: vocabularies.unwrap_or_default(),
        charges: rules.unwrap_or_default(),
        lists,
        groups: people,
        sources,
        tables,
        caveats: elements::<CaveatsFile, _>(&documents.caveats, "caveat", problems),
        events: elements::<EventsFile, _>(&documents.events, "event", problems),
        overview: overview(&documents.overview, problems),
        programme,
        programme_sites,
        enforcement: enforcement(&documents.enforcement, problems),
        comparison: optional(&documents.comparison, problems),
        guards: guards(&documents.publishing, problems),
        vintages: elements::<PublishingFile, _>(&documents.publishing, "vintage", problems),
        official_totals: official_totals(folder, problems),
        translations: Catalogue::load_all(folder, problems),
    };
    Loaded {
        settings,
        documents,
        has,
    }
}

/// The SQL that tables have of their own, by table.
fn statements(
    folder: &Path,
    tables: &[TableSettings],
    problems: &mut Vec<Problem>,
) -> BTreeMap<String, String> {
    let mut statements = BTreeMap::new();
    for table in tables {
        let Some(file) = &table.sql else { continue };
        match std::fs::read_to_string(in_folder(folder, file)) {
            Ok(text) => {
                statements.insert(table.id.clone(), text);
            }
            Err(error) => {
                let problem = problem_of_table(folder, &table.id, None);
                let message = format!("its file of SQL cannot be read: {error}");
                let expected = "a file in the city's folder";
                problems.push(problem.saying(message, expected).found(file));
            }
        }
    }
    statements
}

/// Whether a source or a table counts by a list, so that its files have to be there.
fn is_wanted(list: &ListName, sources: &[SourceSettings], tables: &[TableSettings]) -> bool {
    let by_source = sources.iter().any(|one| one.shape.lists().contains(list));
    by_source || tables.iter().any(|table| table.list == *list)
}

fn document_lists(
    folder: &Path,
    document: &Document<'_>,
    problems: &mut Vec<Problem>,
) -> Vec<DeclaredList> {
    let list = |node: &Node<'_>| typed::<ListSettings>(node).ok();
    let lists = document.elements("list").iter().filter_map(list);
    let lists = lists.map(|list| DeclaredList::load(folder, list, problems));
    lists.collect()
}

fn document_groups(
    folder: &Path,
    document: &Document<'_>,
    problems: &mut Vec<Problem>,
) -> Vec<GroupList> {
    let group = |node: &Node<'_>| typed::<GroupSettings>(node).ok();
    let groups = document.elements("group").iter().filter_map(group);
    let groups = groups.map(|group| GroupList::load(folder, group, problems));
    groups.collect()
}

fn city_and_places(
    folder: &Path,
    document: &Document<'_>,
    problems: &mut Vec<Problem>,
) -> (City, Vec<PlaceList>) {
    let whole = conforming::<City>(document, problems);
    let place = |node: &Node<'_>| typed::<PlaceSettings>(node).ok();
    let places = document.elements("place").iter().filter_map(place);
    let places = places.map(|place| PlaceList::load(folder, &place, problems));
    let places = places.collect();
    let city = whole.and_then(|node| one(document, &node, &[], problems));
    // Stands in so that the rest can be checked; settings with problems are never built from.
    let stand_in = || City {
        id: folder
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default(),
        label: String::new(),
        released: jiff::civil::Date::ZERO,
        set_aside_limit_percent: 0.0,
        bounds: None,
        population: None,
        population_tolerance_percent: None,
        places: Vec::new(),
        publication: Publication::default(),
        lists: Vec::new(),
        groups: Vec::new(),
        sample: false,
        default: false,
    };
    (city.unwrap_or_else(stand_in), places)
}

fn overview(document: &Document<'_>, problems: &mut Vec<Problem>) -> Overview {
    let node = conforming::<Overview>(document, problems);
    let overview = node.and_then(|node| one(document, &node, &[], problems));
    overview.unwrap_or(Overview {
        headlines: Vec::new(),
        charts: Vec::new(),
        gaps: Vec::new(),
    })
}

/// What a file says that a city may do without; nothing where it is missing or empty.
fn optional<T: JsonSchema + DeserializeOwned>(
    document: &Document<'_>,
    problems: &mut Vec<Problem>,
) -> Option<T> {
    let is_absent = |node: &&Node<'_>| {
        let table = node.get_ref().as_table();
        table.is_some_and(|table| table.is_empty())
    };
    document.root().filter(|node| !is_absent(node))?;
    let node = conforming::<T>(document, problems)?;
    one(document, &node, &[], problems)
}

/// Operations and printed figures, one by one: each that is not as its type says is a problem of its
/// own.
fn enforcement(document: &Document<'_>, problems: &mut Vec<Problem>) -> Enforcement {
    let root = conforming::<Enforcement>(document, problems);
    let table = root.as_ref().and_then(|root| root.get_ref().as_table());
    let node = table.and_then(|table| table.get("beside"));
    let beside = node.and_then(|node| one(document, node, &[Step::Key("beside")], problems));
    Enforcement {
        beside,
        figures: elements::<Enforcement, TableFigure>(document, "figure", problems),
        operations: elements::<Enforcement, Operation>(document, "operation", problems),
        measures: elements::<Enforcement, PrintedMeasure>(document, "measure", problems),
    }
}

/// The policy. A city without families publishes nothing but tables that are not about persons.
fn policy(
    document: &Document<'_>,
    tables: &[TableSettings],
    programme: Option<&ProgrammeSettings>,
    problems: &mut Vec<Problem>,
) -> Policy {
    let events = || {
        let tables = tables.iter().filter(|table| !table.is_about_persons());
        let measured = programme.filter(|programme| !programme.measures.is_empty());
        let measures = measured.map(|_| cube::programme::MEASURES.to_owned());
        Policy::of_events(
            tables
                .map(|table| table.id.clone())
                .chain(measures)
                .collect(),
        )
    };
    let node = conforming::<Policy>(document, problems);
    let policy: Option<Policy> = node.and_then(|node| one(document, &node, &[], problems));
    match policy {
        Some(policy) if policy.families.is_empty() => Policy {
            families: events().families,
            ..policy
        },
        Some(policy) => policy,
        None => events(),
    }
}

fn guards(document: &Document<'_>, problems: &mut Vec<Problem>) -> GuardLimits {
    let root = conforming::<PublishingFile>(document, problems);
    let table = root.as_ref().and_then(|root| root.get_ref().as_table());
    let node = table.and_then(|table| table.get("guards"));
    let limits = node.and_then(|node| one(document, node, &[Step::Key("guards")], problems));
    limits.unwrap_or_default()
}

/// The elements of a file that are as its type says; each that is not is a problem of its own.
fn elements<File: JsonSchema, T: DeserializeOwned>(
    document: &Document<'_>,
    key: &str,
    problems: &mut Vec<Problem>,
) -> Vec<T> {
    let Some(root) = conforming::<File>(document, problems) else {
        return Vec::new();
    };
    let array = root.get_ref().as_table().and_then(|table| table.get(key));
    let array = array.and_then(|array| array.get_ref().as_array());
    let nodes = array.into_iter().flatten().enumerate();
    nodes
        .filter_map(|(index, node)| {
            let step = id_of(node).map_or(Step::At(index), Step::Id);
            one(document, node, &[Step::Key(key), step], problems)
        })
        .collect()
}

/// The tree without the keys that nobody reads.
fn conforming<'t, File: JsonSchema>(
    document: &Document<'t>,
    problems: &mut Vec<Problem>,
) -> Option<Node<'t>> {
    let mut root = document.root()?.clone();
    conform(document, &schema_of::<File>(), &mut root, problems);
    Some(root)
}

/// A value as its type. A problem where it is not one, unless one is known within it already.
fn one<T: DeserializeOwned>(
    document: &Document<'_>,
    node: &Node<'_>,
    steps: &[Step<'_>],
    problems: &mut Vec<Problem>,
) -> Option<T> {
    match typed(node) {
        Ok(value) => Some(value),
        Err(error) => {
            let problem = document.problem_of(&error, steps);
            let within = super::document::field_of(steps);
            let is_known =
                |known: &Problem| known.file == problem.file && known.field.starts_with(&within);
            if !problems.iter().any(is_known) {
                problems.push(problem);
            }
            None
        }
    }
}
