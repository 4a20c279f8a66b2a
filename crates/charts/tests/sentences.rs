//! Over the published release: in every sentence "rose" and "fell" occur only where the difference
//! is beyond chance, and every number in it is one of the table beside it, or their difference. In
//! Spanish everything that is said has the same figures, and no word of English.
//!
//! Every table, place and category is visited; of periods and forms each visit takes a few, in turn,
//! so that all of them are visited many times over.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of integration tests are not recognized as tests"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use charts::{
    Context, DataTable, Form, LINES, OVERLAY, RUNNING, SEASONAL, TableNote, headline, hour_table,
    lead, line_label, sentence, source_note,
};
use cube::release::{Catalog, Manifest, Table};
use cube::statistics::{Change, change, percent_change};
use cube::{
    Calendar, Cell, Cube, DimensionKind, Grain, Header, Hours, Member, Month, Selection, Series,
    Step, codec,
};
use wording::{Language, speaking};

/// A table of the current release of a city.
struct Published {
    city: String,
    table: Table,
    cube: Cube,
    notes: Vec<TableNote>,
}

impl Published {
    fn context(&self) -> Context<'_> {
        Context {
            city: &self.city,
            events: &[],
            source_labels: &[],
            table_notes: &self.notes,
        }
    }

    /// One line over some months; none where the table has no such whole steps.
    fn slice(&self, line: &Selection, (from, to): (Month, Month), grain: Grain) -> Option<Series> {
        let (first, last) = match self.cube.header().step {
            Step::Year => (Month::new(from.year(), 1)?, Month::new(to.year(), 12)?),
            _ => (from, to),
        };
        let selections = std::slice::from_ref(line);
        let mut series = Series::slice(&self.cube, selections, first, last, grain).unwrap();
        let incomplete = self.table.incomplete.iter();
        series.lines[0].incomplete = incomplete.map(|it| (it.first, it.last)).collect();
        Some(series)
    }
}

/// Every table of the current releases.
fn published() -> Vec<Published> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../public/data");
    let read = |path: PathBuf| std::fs::read(path).unwrap();
    let catalog: Catalog = serde_json::from_slice(&read(data.join("catalog.json"))).unwrap();
    let mut all = Vec::new();
    for city in catalog.cities {
        let folder = data.join("releases").join(city.current);
        let manifest = read(folder.join("manifest.json"));
        let manifest: Manifest = serde_json::from_slice(&manifest).unwrap();
        for table in manifest.tables {
            let protection = table.protection.unwrap_or_default();
            all.push(Published {
                city: manifest.city_label.clone(),
                cube: codec::decode(&read(folder.join(&table.cube))).unwrap(),
                notes: vec![TableNote {
                    table: table.id.clone(),
                    hidden_below: protection.hidden_below,
                    rounded_within: protection.rounded_within,
                    is_sample: table.sample,
                }],
                table,
            });
        }
    }
    all
}

fn codes(header: &Header, kind: DimensionKind) -> Vec<String> {
    let dimension = header.dimensions.iter().find(|found| found.kind == kind);
    let members = dimension.map_or(&[][..], |dimension| &dimension.members);
    members.iter().map(|member| member.code.clone()).collect()
}

/// One line of each category and place, of everybody and of some groups of people by themselves.
fn selections(header: &Header) -> Vec<Selection> {
    let mut groups = vec![BTreeMap::new()];
    let of_groups = |kind| kind == DimensionKind::Group;
    for dimension in header.dimensions.iter().filter(|it| of_groups(it.kind)) {
        let some = dimension.members.iter().skip(1).take(6);
        groups.extend(some.map(|it| BTreeMap::from([(dimension.id.clone(), it.code.clone())])));
    }
    let mut all = Vec::new();
    for category in codes(header, DimensionKind::Category) {
        for geography in codes(header, DimensionKind::Geography) {
            all.extend(groups.iter().map(|groups| Selection {
                category: category.clone(),
                geography: geography.clone(),
                groups: groups.clone(),
            }));
        }
    }
    all
}

/// All of a table's time, its first half, its last two years.
fn windows(header: &Header) -> [(Month, Month); 3] {
    let (first, last) = (header.first, header.last);
    let half = first.plus(last.since(first) / 24 * 12 + 11).min(last);
    [
        (first, last),
        (first, half),
        (last.plus(-23).max(first), last),
    ]
}

/// The whole numbers of a text; `1,234` is one of them.
fn numbers(text: &str) -> BTreeSet<u64> {
    let is_part = |c: char| c.is_ascii_digit() || c == ',';
    let parts = text
        .split(|c| !is_part(c))
        .map(|part| part.replace(',', ""));
    parts.filter_map(|digits| digits.parse().ok()).collect()
}

/// A finding without its range of chance, which no table has.
fn without_range(said: &str) -> String {
    let mut text = said.to_owned();
    for start in ["Allowing for chance", "Even so, chance allows"] {
        if let Some(at) = text.find(start) {
            let end = text[at..].find("(95% range).").unwrap();
            text.replace_range(at..at + end + 12, "");
        }
    }
    text
}

/// Every number that is said is in the table, or is what lies between the two that are compared.
fn check_numbers(
    said: &str,
    compared: Option<(u32, u32)>,
    table: &DataTable,
    series: &Series,
    name: &str,
) {
    let mut known = numbers(&table.caption);
    // Where nothing is there to be said, the time shown is named.
    known.extend(
        series
            .periods
            .iter()
            .flat_map(|period| numbers(&period.to_string())),
    );
    known.extend(table.columns.iter().flat_map(|column| numbers(column)));
    for row in &table.rows {
        known.extend(numbers(&row.heading));
        known.extend(row.cells.iter().flat_map(|cell| numbers(&cell.text)));
    }
    // The year before the first is named where there is nothing to compare with.
    let years = known.iter().filter(|number| (1990..2100).contains(*number));
    let before: Vec<u64> = years.map(|year| year - 1).collect();
    known.extend(before);
    // Twelve months, and how many columns of years there are.
    known.insert(12);
    known.extend(1..=u64::try_from(table.columns.len()).unwrap());
    if let Some((now, then)) = compared {
        known.insert(u64::from(now.abs_diff(then)));
        let percent = percent_change(now, then).map(|percent| percent.abs().round().max(1.0));
        known.extend(percent.and_then(|percent| format!("{percent}").parse::<u64>().ok()));
    }
    for number in numbers(&without_range(said)) {
        assert!(
            known.contains(&number),
            "{name}: no table has {number}: {said}"
        );
    }
}

/// "Rose" and "fell" are said where the counts differ beyond chance, and nowhere else.
fn check_claims(said: &str, compared: Option<(u32, u32)>, name: &str) {
    let beyond = compared.map(|(now, then)| change(now, then));
    for (word, needed) in [(" rose ", Change::Rose), (" fell ", Change::Fell)] {
        assert_eq!(
            said.contains(word),
            beyond == Some(needed),
            "{name}: {said}"
        );
    }
    assert!(!said.contains("because of"), "{name}: {said}");
}

fn has(series: &Series, is_one: impl Fn(&Cell) -> bool) -> bool {
    series.lines[0].cells.iter().any(is_one)
}

fn check_line(series: &Series, context: &Context, name: &str) {
    let line = &series.lines[0];
    let said = sentence(series, context);
    if has(series, |cell| matches!(cell, Cell::Rounded(_))) {
        // Less may be said of rounded numbers than of counts, and never more.
        let shown = series.shown(line);
        let compared = shown.and_then(|shown| Some((shown.now.count, shown.before?.count)));
        let beyond = compared.map(|(now, then)| change(now, then));
        for (word, needed) in [(" rose ", Change::Rose), (" fell ", Change::Fell)] {
            assert!(
                !said.contains(word) || beyond == Some(needed),
                "{name}: {said}"
            );
        }
        return;
    }
    let found = series.comparison(line);
    let compared = found.and_then(|found| Some((found.now, found.before?)));
    check_claims(&said, compared, name);
    if line.decimals == 0 {
        check_numbers(
            &said,
            compared,
            &(LINES.table)(series, context),
            series,
            name,
        );
    }
}

/// The complete beginning of the newest year, and that of the year before.
fn years_so_far(series: &Series) -> Option<(u32, u32)> {
    let running = Calendar::of(series, &series.lines[0])?.running();
    let at = running.newest_complete()?;
    let (latest, before) = running.latest()?;
    let earlier = before.iter().find(|year| year.year == latest.year - 1)?;
    Some((latest.observed(at)?, earlier.observed(at)?))
}

fn check_years(form: &Form, series: &Series, context: &Context, name: &str) {
    let said = (form.sentence)(series, context);
    let line = &series.lines[0];
    let speaks = form.id != SEASONAL.id && line.counts_events();
    let compared = years_so_far(series).filter(|_| speaks);
    check_claims(&said, compared, name);
    let is_protected = |cell: &Cell| matches!(cell, Cell::Rounded(_) | Cell::Suppressed);
    if line.decimals > 0 || has(series, is_protected) {
        return;
    }
    // An overlay speaks of the year so far, whose numbers are those of the running totals.
    let table = match form.id == OVERLAY.id {
        true => RUNNING.table,
        false => form.table,
    };
    check_numbers(&said, compared, &table(series, context), series, name);
}

/// Words that English texts are full of, and that Spanish does not have.
const ENGLISH: &str = "the and in of to was were is are it for than more fewer less by with at from \
    not number numbers count counted complete incomplete later earlier before between chance year \
    month months police people arrests crime victims killed recorded rounded hidden share per";

/// A name that is one in every language, in place of a label of a release.
const NAME: &str = "Zeta";

/// A series whose labels are in no language, as if those of its release were translated.
fn unlabelled(series: &Series) -> Series {
    let mut series = series.clone();
    for line in &mut series.lines {
        let groups = line.groups.iter_mut().map(|group| &mut group.member);
        let members = [&mut line.category, &mut line.geography];
        for member in members.into_iter().chain(groups) {
            member.label = NAME.to_owned();
        }
        for stretch in &mut line.stretches {
            stretch.source = NAME.to_owned();
        }
    }
    series
}

/// Everything that is said of a series in a form.
fn texts(form: &Form, series: &Series, context: &Context) -> String {
    let table = (form.table)(series, context);
    let mut texts = vec![
        (form.title)(series, context),
        (form.sentence)(series, context),
        source_note(series, context),
        table.caption,
    ];
    texts.extend((form.key)(series, context));
    texts.extend(table.note);
    texts.extend(table.columns);
    for row in table.rows {
        texts.push(row.heading);
        texts.extend(row.cells.into_iter().map(|cell| cell.text));
    }
    for line in &series.lines {
        texts.push(line_label(series, line, context));
        texts.extend(lead(series, line, context));
        if let Some(it) = headline(series, line, context) {
            texts.extend([it.value, it.unit, it.period, it.range, it.change, it.before]);
        }
    }
    texts.join("\n")
}

/// Every figure of a text, sorted, because words have another order in another language.
fn figures(text: &str) -> Vec<&str> {
    let is_part = |c: char| c.is_ascii_digit() || c == ',' || c == '.';
    let runs = text.split(|c| !is_part(c));
    let figures = runs.map(|run| run.trim_matches([',', '.']));
    let mut figures: Vec<&str> = figures.filter(|run| !run.is_empty()).collect();
    figures.sort_unstable();
    figures
}

/// What is said in Spanish has the figures of the English, and no word of English.
fn check_spanish(texts: impl Fn() -> String, english: &BTreeSet<&str>, name: &str) {
    let spanish = speaking(Language::Spanish, &texts);
    assert_eq!(figures(&texts()), figures(&spanish), "{name}: {spanish}");
    let mut words = spanish.split(|c: char| !c.is_alphanumeric());
    let found = words.find(|word| english.contains(word.to_lowercase().as_str()));
    assert_eq!(found, None, "{name}: {spanish}");
}

#[test]
fn every_sentence_of_the_release_keeps_to_its_table() {
    let english: BTreeSet<&str> = ENGLISH.split_whitespace().collect();
    let mut sentences = 0_usize;
    for published in published() {
        let header = published.cube.header();
        let (windows, grains) = (windows(header), header.grains());
        let context = published.context();
        for (turn, line) in selections(header).iter().enumerate() {
            let window = windows[turn % windows.len()];
            // Windows and grains take turns at different lengths, so that all of them meet.
            let grain = grains[(turn / 3) % grains.len()];
            let name = format!("{} {line:?} {window:?} {grain:?}", header.id);
            let Some(series) = published.slice(line, window, grain) else {
                continue;
            };
            check_line(&series, &context, &name);
            let unlabelled_series = unlabelled(&series);
            let said = || texts(&LINES, &unlabelled_series, &context);
            check_spanish(said, &english, &name);
            sentences += 1;
            if grains.contains(&Grain::Month) {
                let form = [OVERLAY, RUNNING, SEASONAL][(turn / 3) % 3];
                let months = published.slice(line, window, Grain::Month).unwrap();
                let name = format!("{} {name}", form.id);
                check_years(&form, &months, &context, &name);
                let months = unlabelled(&months);
                check_spanish(|| texts(&form, &months, &context), &english, &name);
                sentences += 1;
            }
        }
    }
    assert!(sentences > 5_000, "only {sentences} sentences were read");
}

#[test]
fn every_table_of_hours_adds_up() {
    let english: BTreeSet<&str> = ENGLISH.split_whitespace().collect();
    for published in published() {
        let header = published.cube.header();
        if !Hours::are_in(&header.dimensions) {
            continue;
        }
        let everybody = |line: &&Selection| line.groups.is_empty();
        for line in selections(header).iter().filter(everybody) {
            let (category, geography) = (&line.category, &line.geography);
            for period in Hours::periods(&published.cube, category, geography) {
                let hours = Hours::of(&published.cube, category, geography, period).unwrap();
                let shown = hour_table(&hours, &published.context());
                let in_place = Hours {
                    geography: Member {
                        label: NAME.to_owned(),
                        ..hours.geography.clone()
                    },
                    ..hours.clone()
                };
                let said = || {
                    let shown = hour_table(&in_place, &published.context());
                    let sizes = shown.classes.iter().map(|it| it.label() + " " + &it.size());
                    let mut texts = vec![shown.title, shown.sentence, shown.note];
                    texts.extend(sizes);
                    texts.join("\n")
                };
                check_spanish(said, &english, &shown.title);
                let all = &hours.days[0];
                let sum: u32 = all.cells.iter().filter_map(|cell| cell.value()).sum();
                assert_eq!(Some(sum), hours.known(), "{}", shown.title);
                for (hour, row) in shown.rows.iter().enumerate() {
                    let days = hours.weekdays().iter();
                    let sum: u32 = days.filter_map(|day| day.cells[hour].value()).sum();
                    let is_whole =
                        hours.weekdays().is_empty() || Some(sum) == all.cells[hour].value();
                    assert!(is_whole, "{}, {}", shown.title, row.heading);
                }
                let shaded = shown.rows.iter().flat_map(|row| &row.cells);
                let shaded = shaded.filter(|cell| cell.class.is_some()).count();
                let classed: usize = shown.classes.iter().map(|class| class.cells).sum();
                assert_eq!(classed, shaded, "{}", shown.title);
                check_claims(&shown.sentence, None, &shown.title);
            }
        }
    }
}
