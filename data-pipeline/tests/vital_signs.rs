//! What is known of Vital Signs, looked at again in the file itself: which rates belong to whole
//! numbers of events, how far the city is from the sum of its areas, and what other lists say.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a panic is how a test fails"
)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Read, Write as _};
use std::path::{Path, PathBuf};

use data_pipeline::settings::{Settings, Shape};

/// The city in the column of areas.
const CITY: &str = "Baltimore City";

/// By indicator and year: the values of the areas, the city's own among them.
type Values = BTreeMap<(String, i32), Vec<(String, String)>>;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The rows of a file of the sources; `None`, which is said, where there are no sources.
fn rows(file: &str) -> Option<Vec<csv::StringRecord>> {
    let folder = std::env::var_os("SIGHTLINE_SOURCES");
    let folder = folder.map_or_else(|| root().join("../shared/data"), PathBuf::from);
    let Ok(bytes) = std::fs::read(folder.join(file)) else {
        let note = format!("NOT RUN: no {file} in {}\n", folder.display());
        std::io::stderr().write_all(note.as_bytes()).unwrap();
        return None;
    };
    let mut text = Vec::new();
    flate2::read::GzDecoder::new(bytes.as_slice())
        .read_to_end(&mut text)
        .unwrap();
    let mut reader = csv::Reader::from_reader(text.as_slice());
    Some(reader.records().map(Result::unwrap).collect())
}

fn settings() -> Settings {
    Settings::load(&root().join("data-pipeline/cities/baltimore")).unwrap()
}

/// The values of the indicators that the settings name, by their codes.
fn values(settings: &Settings) -> Option<Values> {
    let source = settings
        .sources
        .iter()
        .find(|source| source.id == "vital_signs_2010_2018");
    let Shape::AreaYears(columns) = &source.unwrap().shape else {
        return None;
    };
    let mut values = Values::new();
    for row in rows("baltimore/vital_signs_2010_2018.csv.gz")? {
        if let Some(code) = columns.indicator.names.get(&row[2])
            && !row[3].is_empty()
        {
            let of = values
                .entry((code.clone(), row[1].parse().unwrap()))
                .or_default();
            of.push((row[0].to_owned(), row[3].to_owned()));
        }
    }
    Some(values)
}

fn residents(values: &Values) -> BTreeMap<String, f64> {
    let residents = values[&("residents".to_owned(), 2010)].iter();
    residents
        .map(|(area, people)| (area.clone(), people.parse().unwrap()))
        .collect()
}

fn events(residents: &BTreeMap<String, f64>, area: &str, rate: &str) -> f64 {
    rate.parse::<f64>().unwrap() * residents[area] / 1000.0
}

fn distance(events: f64) -> f64 {
    (events - events.round()).abs()
}

/// How many areas lie how far from a whole number of events, the city apart.
fn distribution(values: &Values) -> String {
    let residents = residents(values);
    let mut page = format!(
        "{:<20} {:>4} {:>6} {:>6} {:>6} {:>6}  {}\n",
        "indicator", "year", "<1e-6", "<0.001", "<0.05", "more", "the city"
    );
    for ((code, year), areas) in values {
        if code == "residents" || code.starts_with("juvenile") {
            continue;
        }
        let mut bins = [0; 4];
        for (area, rate) in areas.iter().filter(|(area, _)| area != CITY) {
            let distance = distance(events(&residents, area, rate));
            let bin = [1e-6, 0.001, 0.05].iter().position(|most| distance < *most);
            bins[bin.unwrap_or(3)] += 1;
        }
        let city = areas.iter().find(|(area, _)| area == CITY).unwrap();
        let [exact, near, whole, more] = bins;
        let city = events(&residents, CITY, &city.1);
        writeln!(
            page,
            "{code:<20} {year:>4} {exact:>6} {near:>6} {whole:>6} {more:>6}  {city:.3}"
        )
        .unwrap();
    }
    page
}

#[test]
fn the_rates_that_are_turned_back_are_those_of_whole_numbers() {
    let settings = settings();
    let Some(values) = values(&settings) else {
        return;
    };
    insta::assert_snapshot!(distribution(&values));
    let shapes = settings
        .sources
        .iter()
        .filter_map(|source| source.shape.area_years());
    let counts = shapes
        .filter_map(|years| years.counts.as_ref())
        .next()
        .unwrap();
    let residents = residents(&values);
    for ((code, year), areas) in &values {
        let of = counts.of.iter().find(|of| of.indicator == *code);
        let turned = |city: bool| of.is_some_and(|of| of.covers(*year, city));
        let is_rate = code != "residents" && !code.starts_with("juvenile");
        // Every year that could be turned back is, and no other: all areas or none.
        let farthest = areas.iter().filter(|(area, _)| area != CITY);
        let farthest = farthest.map(|(area, rate)| distance(events(&residents, area, rate)));
        let farthest = farthest.fold(0.0, f64::max);
        assert_eq!(
            turned(false),
            is_rate && farthest <= counts.tolerance,
            "{code} {year}"
        );
        let city = areas.iter().find(|(area, _)| area == CITY).unwrap();
        let city = distance(events(&residents, CITY, &city.1));
        assert!(!turned(true) || city <= counts.tolerance, "{code} {year}");
    }
}

#[test]
fn the_city_is_near_the_sum_of_its_areas_and_not_equal_to_it() {
    let settings = settings();
    let Some(values) = values(&settings) else {
        return;
    };
    let residents = residents(&values);
    let areas: f64 = residents
        .iter()
        .filter(|(area, _)| *area != CITY)
        .map(|(_, n)| n)
        .sum();
    assert_eq!((areas, residents[CITY]), (615_724.0, 620_961.0));
    let shapes = settings
        .sources
        .iter()
        .filter_map(|source| source.shape.area_years());
    let counts = shapes
        .filter_map(|years| years.counts.as_ref())
        .next()
        .unwrap();
    let mut widest: f64 = 0.0;
    for ((code, year), of) in &values {
        let mut all = counts.of.iter();
        if !all.any(|one| one.indicator == *code && one.covers(*year, true)) {
            continue;
        }
        let sum = |is_city: bool| -> f64 {
            let of = of.iter().filter(|(area, _)| (area == CITY) == is_city);
            of.map(|(area, rate)| events(&residents, area, rate)).sum()
        };
        widest = widest.max((sum(true) - sum(false)).abs() / sum(true));
    }
    assert!((0.005..0.0115).contains(&widest), "{widest}");
    // In 2011 the city's rates, Part 1 crimes apart, were divided by the residents of the areas.
    for code in [
        "violent",
        "property",
        "gun_homicide",
        "shooting",
        "call_narcotics",
    ] {
        let of = &values[&(code.to_owned(), 2011)];
        let (_, rate) = of.iter().find(|(area, _)| area == CITY).unwrap();
        let events = rate.parse::<f64>().unwrap() * areas / 1000.0;
        assert!(distance(events) < 1e-6, "{code}: {events}");
    }
}

#[test]
fn homicides_with_a_gun_stand_beside_all_homicides() {
    let settings = settings();
    let (Some(values), Some(homicides)) = (
        values(&settings),
        rows("baltimore/homicides_2005_2017_by_csa.csv.gz"),
    ) else {
        return;
    };
    let residents = residents(&values);
    let (mut cases, mut above) = (0, 0);
    for year in 2011..=2017 {
        let of = &values[&("gun_homicide".to_owned(), year)];
        let all = |area: &str| {
            let at = |row: &&csv::StringRecord| row[1] == year.to_string() && row[2] == *area;
            homicides.iter().filter(at).count() as f64
        };
        let mut guns = 0.0;
        for (area, rate) in of.iter().filter(|(area, _)| area != CITY) {
            let events = events(&residents, area, rate).round();
            guns += events;
            cases += 1;
            above += i32::from(events > all(area));
        }
        let in_year = homicides.iter().filter(|row| row[1] == year.to_string());
        assert!(guns < in_year.count() as f64, "{year}: {guns}");
    }
    // As the caveat `indicators_gun_homicides` says.
    assert_eq!((above, cases), (21, 372));
    let mut caveats = settings.caveats.iter();
    let caveat = caveats
        .find(|caveat| caveat.id == "indicators_gun_homicides")
        .unwrap();
    assert!(
        caveat.text.contains(&format!("{above} of {cases} cases")),
        "{}",
        caveat.text
    );
}
