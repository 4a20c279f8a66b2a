//! From the columns and dense arrays that all pages have to cubes and outlines as a release has them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use cube::hours::{HOUR, WEEKDAY};
use cube::places::{Area, PlaceLayer, Plane, Ring, path};
use cube::{
    Cell, Cube, Dimension, DimensionKind, Header, Member, Month, Step, Stretch, Totals, Unit,
};
use four_charts::{CITY, DISTRICT, Numbers, SOURCE};
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// The units of the longer side of the plane, as in releases.
const LONGEST: u32 = 4000;
/// The code of the whole city.
const WHOLE: &str = "city";

/// Counts by month, offense and district.
#[derive(Deserialize)]
struct Crime {
    months: Vec<Month>,
    offences: Vec<String>,
    districts: Vec<String>,
    counts: Vec<u32>,
}

/// Counts by offense, district, weekday and hour.
#[derive(Deserialize)]
struct ByHour {
    weekdays: Vec<String>,
    counts: Vec<u32>,
}

/// Counts above zero by neighborhood, offense, district and year: a column each.
#[derive(Deserialize)]
struct ByPlace {
    names: Vec<String>,
    years: Vec<i32>,
    n: Vec<usize>,
    o: Vec<usize>,
    d: Vec<usize>,
    y: Vec<usize>,
    c: Vec<u32>,
}

#[derive(Deserialize)]
struct Collection {
    features: Vec<Feature>,
}

#[derive(Deserialize)]
struct Feature {
    properties: Properties,
    geometry: Geometry,
}

#[derive(Deserialize)]
struct Properties {
    name: String,
}

#[derive(Deserialize)]
#[serde(tag = "type", content = "coordinates")]
enum Geometry {
    Polygon(Vec<Vec<(f64, f64)>>),
    MultiPolygon(Vec<Vec<Vec<(f64, f64)>>>),
}

impl Geometry {
    fn rings(&self) -> Vec<&[(f64, f64)]> {
        match self {
            Self::Polygon(rings) => rings.iter().map(Vec::as_slice).collect(),
            Self::MultiPolygon(parts) => parts.iter().flatten().map(Vec::as_slice).collect(),
        }
    }
}

/// Reads the files of a folder.
pub fn read(folder: &Path) -> Result<Numbers> {
    let crime: Crime = json(folder, "cube.json")?;
    let offenses = category(&crime.offences);
    Ok(Numbers {
        hours: hours(&json(folder, "hours.json")?, &offenses, &crime.districts)?,
        places: places(&json(folder, "neigh.json")?, &offenses, &crime.districts)?,
        layer: Arc::new(layer(&json(folder, "geo.json")?)?),
        crime: by_month(&crime, &offenses)?,
    })
}

fn json<T: DeserializeOwned>(folder: &Path, name: &str) -> Result<T> {
    let path = folder.join(name);
    let bytes = fs::read(&path).with_context(|| format!("reading {}", path.display()))?;
    serde_json::from_slice(&bytes).with_context(|| format!("reading {}", path.display()))
}

fn by_month(crime: &Crime, offenses: &Dimension) -> Result<Cube> {
    let districts = geography("District", &crime.districts);
    let (first, last) = (crime.months.first(), crime.months.last());
    let (first, last) = first.zip(last).context("cube.json: expected months")?;
    let header = header(
        "crime-district",
        vec![offenses.clone(), districts],
        (*first, *last),
        Step::Month,
    );
    let mut table = Table::of(&header)?;
    let (o, d) = (crime.offences.len(), crime.districts.len());
    for (at, count) in crime.counts.iter().enumerate() {
        let (month, offense, district) = (at / (o * d), at / d % o, at % d);
        table.add(&[offense + 1, district + 1], month, *count)?;
    }
    table.cube(header, |count, _| Cell::Observed(count))
}

fn hours(counted: &ByHour, offenses: &Dimension, districts: &[String]) -> Result<Cube> {
    let days = list(
        WEEKDAY,
        "Weekday",
        DimensionKind::Group,
        ("all", "All days"),
        &counted.weekdays,
    );
    let names: Vec<String> = (0..24).map(hour_name).collect();
    let of_day = list(
        HOUR,
        "Hour",
        DimensionKind::Group,
        ("all", "All hours"),
        &names,
    );
    let year = (month(2019, 1)?, month(2019, 12)?);
    let dimensions = vec![
        offenses.clone(),
        geography("District", districts),
        of_day,
        days,
    ];
    let header = header("crime-hour", dimensions, year, Step::Year);
    let mut table = Table::of(&header)?;
    for (at, count) in counted.counts.iter().enumerate() {
        let (pair, day, hour) = (at / 168, at / 24 % 7, at % 24);
        let (offense, district) = (pair / districts.len(), pair % districts.len());
        table.add(&[offense + 1, district + 1, hour + 1, day + 1], 0, *count)?;
    }
    // The first half of a year.
    table.cube(header, |count, _| Cell::Provisional(count))
}

fn places(counted: &ByPlace, offenses: &Dimension, districts: &[String]) -> Result<Cube> {
    let (first, last) = (counted.years.first(), counted.years.last());
    let (first, last) = first.zip(last).context("neigh.json: expected years")?;
    let by_district = list(
        DISTRICT,
        "District",
        DimensionKind::Group,
        (WHOLE, CITY),
        districts,
    );
    let neighborhoods = geography("Neighborhood", &counted.names);
    // A place lies in one district, two at most: so zeros stand together.
    let dimensions = vec![by_district, neighborhoods, offenses.clone()];
    let years = (month(*first, 1)?, month(*last, 12)?);
    let header = header("crime-neighborhood", dimensions, years, Step::Year);
    let mut table = Table::of(&header)?;
    let columns = counted
        .n
        .iter()
        .zip(&counted.o)
        .zip(&counted.d)
        .zip(&counted.y)
        .zip(&counted.c);
    for ((((place, offense), district), year), count) in columns {
        table.add(&[district + 1, place + 1, offense + 1], *year, *count)?;
    }
    // The last year ends with September.
    let last = counted.years.len() - 1;
    table.cube(header, |count, step| match step == last {
        true => Cell::Provisional(count),
        false => Cell::Observed(count),
    })
}

/// Counts that are added up, totals included.
struct Table {
    lengths: Vec<usize>,
    steps: usize,
    counts: Vec<u32>,
}

impl Table {
    fn of(header: &Header) -> Result<Self> {
        let dimensions = header.dimensions.iter();
        Ok(Self {
            lengths: dimensions
                .map(|dimension| dimension.members.len())
                .collect(),
            steps: header.step_count(),
            counts: vec![0; header.cell_count()?],
        })
    }

    /// Adds a count to its cell and to every total that it is a part of: the first member of each
    /// dimension is the total of the others.
    fn add(&mut self, members: &[usize], step: usize, count: u32) -> Result<()> {
        for totals in 0..1_usize << members.len() {
            let row = members.iter().zip(&self.lengths).enumerate();
            let row = row.fold(0, |row, (at, (member, length))| {
                let is_total = totals >> at & 1 == 1;
                row * length + if is_total { 0 } else { *member }
            });
            let cell = self.counts.get_mut(row * self.steps + step);
            *cell.context("a count outside of its table")? += count;
        }
        Ok(())
    }

    fn cube(self, header: Header, cell: impl Fn(u32, usize) -> Cell) -> Result<Cube> {
        let counts = self.counts.iter().enumerate();
        let cells = counts.map(|(at, count)| cell(*count, at % self.steps));
        let cube = Cube::new(header, cells.collect())?;
        cube.check_totals()?;
        Ok(cube)
    }
}

fn header(
    id: &str,
    dimensions: Vec<Dimension>,
    (first, last): (Month, Month),
    step: Step,
) -> Header {
    Header {
        id: id.to_owned(),
        unit: Unit::Offenses,
        dimensions,
        first,
        last,
        step,
        decimals: 0,
        totals: Totals::Summed,
        stretches: vec![Stretch {
            source: SOURCE.to_owned(),
            first,
            last,
        }],
        breaks: Vec::new(),
    }
}

fn category(names: &[String]) -> Dimension {
    list(
        "offense",
        "Offense",
        DimensionKind::Category,
        ("all", "All offenses"),
        names,
    )
}

fn geography(label: &str, names: &[String]) -> Dimension {
    list(
        "geography",
        label,
        DimensionKind::Geography,
        (WHOLE, CITY),
        names,
    )
}

fn list(
    id: &str,
    label: &str,
    kind: DimensionKind,
    (code, whole): (&str, &str),
    names: &[String],
) -> Dimension {
    let member = |code: String, label: &str, parent| Member {
        code,
        label: label.to_owned(),
        parent,
    };
    let parts = names
        .iter()
        .map(|name| member(code_of(name), &label_of(name, kind), Some(0)));
    let whole = std::iter::once(member(code.to_owned(), whole, None));
    Dimension {
        id: id.to_owned(),
        label: label.to_owned(),
        kind,
        members: whole.chain(parts).collect(),
    }
}

/// The name for people: that of an offense has one capital letter, as in releases.
fn label_of(name: &str, kind: DimensionKind) -> String {
    let mut letters = name.chars();
    match (kind, letters.next()) {
        (DimensionKind::Category, Some(first)) => {
            format!("{first}{}", letters.as_str().to_lowercase())
        }
        _ => name.to_owned(),
    }
}

/// A code as releases have them; what the city's list of offenses names keeps that name, and with it
/// its color.
fn code_of(name: &str) -> String {
    let known = match name {
        "Agg. Assault" => "aggravated_assault",
        "Robbery - Carjacking" => "robbery_carjacking",
        "Robbery - Commercial" => "robbery_commercial",
        "Robbery - Residence" => "robbery_residence",
        "Robbery - Street" => "robbery_street",
        _ => "",
    };
    if !known.is_empty() {
        return known.to_owned();
    }
    let letter = |letter: char| match letter.is_ascii_alphanumeric() {
        true => letter.to_ascii_lowercase(),
        false => '_',
    };
    name.chars().map(letter).collect()
}

fn hour_name(hour: u32) -> String {
    match hour {
        0 => "Midnight".to_owned(),
        12 => "Noon".to_owned(),
        1..12 => format!("{hour} a.m."),
        _ => format!("{} p.m.", hour - 12),
    }
}

fn month(year: i32, number: u32) -> Result<Month> {
    Month::new(year, number).context("expected a year")
}

fn layer(collection: &Collection) -> Result<PlaceLayer> {
    let corners = || {
        let features = collection.features.iter();
        features
            .flat_map(|feature| feature.geometry.rings())
            .flatten()
    };
    let edge = |pick: fn(f64, f64) -> f64, start: f64, of: fn(&(f64, f64)) -> f64| {
        corners().map(of).fold(start, pick)
    };
    let (west, east) = (
        edge(f64::min, f64::MAX, |at| at.0),
        edge(f64::max, f64::MIN, |at| at.0),
    );
    let (south, north) = (
        edge(f64::min, f64::MAX, |at| at.1),
        edge(f64::max, f64::MIN, |at| at.1),
    );
    let plane = Plane::over(west, south, east, north, LONGEST).context("geo.json: no outlines")?;
    let areas = collection.features.iter().map(|feature| {
        let name = &feature.properties.name;
        let rings = feature.geometry.rings().into_iter();
        let rings: Vec<Ring> = rings.map(|ring| projected(plane, ring)).collect();
        ensure!(!rings.is_empty(), "geo.json: {name} has no outline");
        Ok(Area {
            code: code_of(name),
            label: name.clone(),
            outline: Some(path(&rings)),
            at: None,
            residents: Vec::new(),
            lies_in: BTreeMap::new(),
        })
    });
    Ok(PlaceLayer {
        format: 1,
        kind: "neighborhood".to_owned(),
        plane: Some(plane),
        censuses: Vec::new(),
        city: Vec::new(),
        areas: areas.collect::<Result<_>>()?,
    })
}

/// A ring in whole units of the plane, without the corner that leads back and corners at one place.
fn projected(plane: Plane, ring: &[(f64, f64)]) -> Ring {
    // A plane has a few thousand units.
    #[allow(clippy::cast_possible_truncation)]
    let whole = |length: f64| length.round() as i32;
    let corners = ring.iter().map(|(longitude, latitude)| {
        let (x, y) = plane.project(*longitude, *latitude);
        (whole(x), whole(y))
    });
    let mut corners: Ring = corners.collect();
    corners.dedup();
    if corners.len() > 1 && corners.first() == corners.last() {
        corners.pop();
    }
    corners
}
