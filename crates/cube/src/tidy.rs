//! Tidy CSV: one row a cell, one column a dimension (codes, then labels), `value`, `status`.
//!
//! UTF-8, LF, and safe to open in a spreadsheet: a text that a spreadsheet would run as a formula
//! is made inert by an apostrophe before it.

use std::borrow::Cow;

pub use crate::csv_text::inert;

use crate::csv_text::CsvText;
use crate::{Calendar, Cell, Cube, Fixed, Header, Hours, Line, Member, Period, Series};

/// What a column of the tidy table holds. Numbers are positions of dimensions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// The code of a member of a dimension.
    Code(usize),
    /// The stretch of time.
    Period,
    /// The label of a member of a dimension.
    Label(usize),
    /// The number; empty where there is none.
    Value,
    /// Why there is no number, or how good it is.
    Status,
}

/// One column of the tidy table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The name in the first line.
    pub name: String,
    /// What it holds.
    pub role: Role,
}

/// The columns of the tidy table: a code for each dimension, `month` or `year`, a label for each
/// dimension (`<id>_label`), `value` with as many decimals as the cube has, `status`.
#[must_use]
pub fn columns(header: &Header) -> Vec<Column> {
    let column = |name: String, role| Column { name, role };
    let dimensions = || header.dimensions.iter().enumerate();
    let codes = dimensions().map(|(at, one)| column(one.id.clone(), Role::Code(at)));
    let labels = dimensions().map(|(at, one)| column(format!("{}_label", one.id), Role::Label(at)));
    let period = column(header.step.column().into(), Role::Period);
    let value = column("value".into(), Role::Value);
    let status = column("status".into(), Role::Status);
    let left = codes.chain([period]);
    left.chain(labels).chain([value, status]).collect()
}

/// One row of the tidy table: a cell, and what it counts.
#[derive(Clone, Debug)]
pub struct Row<'a> {
    members: Vec<&'a Member>,
    period: Period,
    cell: Cell,
    decimals: u8,
}

impl<'a> Row<'a> {
    /// The text of a column as it is meant, not yet made inert; empty where there is none.
    #[must_use]
    pub fn text(&self, role: Role) -> Cow<'a, str> {
        let member = |at: usize| self.members.get(at).copied();
        match role {
            Role::Code(at) => Cow::Borrowed(member(at).map_or("", |member| &member.code)),
            Role::Label(at) => Cow::Borrowed(member(at).map_or("", |member| &member.label)),
            Role::Period => Cow::Owned(self.period.to_string()),
            Role::Value => Cow::Owned(value_text(self.cell, self.decimals)),
            Role::Status => Cow::Borrowed(self.cell.status().as_str()),
        }
    }
}

/// The rows of the tidy table, in the order of the cells.
pub fn rows(cube: &Cube) -> impl Iterator<Item = Row<'_>> {
    let header = cube.header();
    let periods = header.periods();
    let mut cells = cube.cells().iter();
    combinations(cube).flat_map(move |positions| {
        let dimensions = header.dimensions.iter().zip(&positions);
        let members: Vec<&Member> = dimensions
            .filter_map(|(dimension, &position)| dimension.members.get(position))
            .collect();
        let rows = periods
            .iter()
            .zip(cells.by_ref())
            .map(|(period, cell)| Row {
                members: members.clone(),
                period: *period,
                cell: *cell,
                decimals: header.decimals,
            });
        rows.collect::<Vec<_>>()
    })
}

/// The whole of a cube as CSV: the [`columns`], then the [`rows`].
pub fn cube_csv(cube: &Cube) -> Vec<u8> {
    let columns = columns(cube.header());
    let mut table = CsvText::with_columns(columns.iter().map(|column| &column.name));
    for row in rows(cube) {
        for column in &columns {
            table.text(&row.text(column.role));
        }
        table.end_row();
    }
    table.into_bytes()
}

/// The numbers of a series as CSV, line by line, in time order.
///
/// Columns: `table`, `category`, `geography`, `period`, `category_label`, `geography_label`,
/// `unit`, `value`, `status`, and `located`, `located_of`: how many of all events of the category
/// have a recorded place, where the line is one area among others. Then, for each dimension by which
/// a table tells groups of people apart, its id and `<id>_label`; empty for the lines of other tables.
pub fn series_csv(series: &Series) -> Vec<u8> {
    let groups = group_columns(series);
    let mut table = CsvText::default();
    for name in SERIES_COLUMNS {
        table.text(name);
    }
    for id in &groups {
        table.text(id);
        table.text(&format!("{id}_label"));
    }
    table.end_row();
    for line in &series.lines {
        for (position, (period, cell)) in series.periods.iter().zip(&line.cells).enumerate() {
            for code in [&line.table, &line.category.code, &line.geography.code] {
                table.text(code);
            }
            table.text(&period.to_string());
            for label in [&line.category.label, &line.geography.label] {
                table.text(label);
            }
            table.text(line.unit.as_str());
            write_value(&mut table, *cell, line.decimals);
            let located = line.located.get(position).copied().flatten();
            let text = |number: Option<u32>| number.map(|n| n.to_string()).unwrap_or_default();
            table.text(&text(located.map(|located| located.located)));
            table.text(&text(located.map(|located| located.total)));
            for id in &groups {
                let group = line.groups.iter().find(|group| group.dimension == *id);
                let member = group.map(|group| &group.member);
                table.text(member.map_or("", |member| &member.code));
                table.text(member.map_or("", |member| &member.label));
            }
            table.end_row();
        }
    }
    table.into_bytes()
}

/// The numbers of a calendar of one line as CSV, a row a month, year by year.
///
/// Columns: `table`, `category`, `geography`, `year`, `month`, `category_label`, `geography_label`,
/// `unit`, then `value` (`value_to_date` where each number counts from January on) and `status`.
/// Months outside the calendar have no row. The groups of people follow as in [`series_csv`].
pub fn calendar_csv(calendar: &Calendar, line: &Line) -> Vec<u8> {
    let value = match calendar.is_running {
        true => "value_to_date",
        false => "value",
    };
    let mut table = CsvText::default();
    for name in CALENDAR_COLUMNS.into_iter().chain([value, "status"]) {
        table.text(name);
    }
    for group in &line.groups {
        table.text(&group.dimension);
        table.text(&format!("{}_label", group.dimension));
    }
    table.end_row();
    for year in &calendar.years {
        for (month, cell) in (1..).zip(&year.cells) {
            if *cell == Cell::NotApplicable {
                continue;
            }
            for code in [&line.table, &line.category.code, &line.geography.code] {
                table.text(code);
            }
            table.text(&year.year.to_string());
            table.text(&format!("{month:02}"));
            for label in [&line.category.label, &line.geography.label] {
                table.text(label);
            }
            table.text(line.unit.as_str());
            write_value(&mut table, *cell, line.decimals);
            for group in &line.groups {
                table.text(&group.member.code);
                table.text(&group.member.label);
            }
            table.end_row();
        }
    }
    table.into_bytes()
}

/// What every calendar has before its numbers.
const CALENDAR_COLUMNS: [&str; 8] = [
    "table",
    "category",
    "geography",
    "year",
    "month",
    "category_label",
    "geography_label",
    "unit",
];

/// The counts of hours as CSV, a row an hour and day; every day has the code `all`.
///
/// Columns: `table`, `category`, `geography`, `period`, `weekday`, `hour`, `category_label`,
/// `geography_label`, `weekday_label`, `hour_label`, `unit`, `value`, `status`.
pub fn hours_csv(hours: &Hours) -> Vec<u8> {
    let mut table = CsvText::with_columns(HOURS_COLUMNS);
    for day in &hours.days {
        for (hour, cell) in hours.hours.iter().zip(&day.cells) {
            for code in [&hours.table, &hours.category.code, &hours.geography.code] {
                table.text(code);
            }
            table.text(&hours.period.to_string());
            let texts = [
                &day.member.code,
                &hour.code,
                &hours.category.label,
                &hours.geography.label,
                &day.member.label,
                &hour.label,
            ];
            for text in texts {
                table.text(text);
            }
            table.text(hours.unit.as_str());
            write_value(&mut table, *cell, 0);
            table.end_row();
        }
    }
    table.into_bytes()
}

/// What stands in a row of hours.
const HOURS_COLUMNS: [&str; 13] = [
    "table",
    "category",
    "geography",
    "period",
    "weekday",
    "hour",
    "category_label",
    "geography_label",
    "weekday_label",
    "hour_label",
    "unit",
    "value",
    "status",
];

/// What every series has.
const SERIES_COLUMNS: [&str; 11] = [
    "table",
    "category",
    "geography",
    "period",
    "category_label",
    "geography_label",
    "unit",
    "value",
    "status",
    "located",
    "located_of",
];

/// The ids of the dimensions of groups, over all lines, in the order in which they occur.
fn group_columns(series: &Series) -> Vec<&str> {
    let mut ids: Vec<&str> = Vec::new();
    for group in series.lines.iter().flat_map(|line| &line.groups) {
        if !ids.contains(&group.dimension.as_str()) {
            ids.push(&group.dimension);
        }
    }
    ids
}

fn write_value(table: &mut CsvText, cell: Cell, decimals: u8) {
    table.exact(&value_text(cell, decimals));
    table.text(cell.status().as_str());
}

fn value_text(cell: Cell, decimals: u8) -> String {
    let number = |stored| Fixed { stored, decimals }.to_string();
    cell.value().map(number).unwrap_or_default()
}

/// Every combination of member positions, in the order of the cells.
fn combinations(cube: &Cube) -> impl Iterator<Item = Vec<usize>> {
    let lengths: Vec<usize> = cube
        .header()
        .dimensions
        .iter()
        .map(|dimension| dimension.members.len())
        .collect();
    (0..lengths.iter().product()).map(move |row: usize| {
        let mut rest = row;
        let mut positions: Vec<usize> = lengths
            .iter()
            .rev()
            .map(|&length| {
                let position = rest % length;
                rest /= length;
                position
            })
            .collect();
        positions.reverse();
        positions
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cube::tests::{cube, yearly_header};
    use crate::{Grain, Selection};

    #[test]
    fn a_cube_is_a_row_a_cell() {
        let text = String::from_utf8(cube_csv(&cube())).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 28);
        assert_eq!(
            lines[0],
            "place,offense,month,place_label,offense_label,value,status"
        );
        assert_eq!(lines[1], "city,violent,2019-01,CITY,VIOLENT,,not_collected");
        assert_eq!(
            lines[15],
            "east,homicide,2019-03,EAST,HOMICIDE,3,provisional"
        );
        assert!(!text.contains('\r'));
    }

    /// A label that a spreadsheet would run is inert in the file and as it was in the rows.
    #[test]
    fn a_label_that_looks_like_a_formula_is_inert_in_the_file_only() {
        let mut header = cube().header().clone();
        header.dimensions[0].members[1].label = "=1+1".into();
        let cube = Cube::new(header, cube().cells().to_vec()).unwrap();
        let text = String::from_utf8(cube_csv(&cube)).unwrap();
        assert!(text.contains("\neast,homicide,2019-03,'=1+1,HOMICIDE,3,provisional\n"));
        let row = rows(&cube).nth(14).unwrap();
        assert_eq!(row.text(Role::Label(0)), "=1+1");
        assert_eq!(row.text(Role::Value), "3");
    }

    #[test]
    fn years_and_decimals_stand_as_they_are() {
        let mut cells = vec![Cell::NotCollected; 27];
        cells[..2].copy_from_slice(&[Cell::Observed(1240), Cell::Suppressed]);
        let cube = Cube::new(yearly_header(), cells).unwrap();
        let text = String::from_utf8(cube_csv(&cube)).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(
            lines[0],
            "place,offense,year,place_label,offense_label,value,status"
        );
        assert_eq!(lines[1], "city,violent,2016,CITY,VIOLENT,12.40,observed");
        assert_eq!(lines[2], "city,violent,2017,CITY,VIOLENT,,suppressed");
        let selection = Selection {
            category: "violent".into(),
            geography: "city".into(),
            groups: std::collections::BTreeMap::new(),
        };
        let (first, last) = (cube.header().first, cube.header().last);
        let series = Series::slice(&cube, &[selection], first, last, Grain::Year).unwrap();
        let text = String::from_utf8(series_csv(&series)).unwrap();
        assert_eq!(
            text.lines().nth(1),
            Some("example,violent,city,2016,VIOLENT,CITY,per_1000_residents,12.40,observed,,")
        );
    }

    #[test]
    fn groups_of_people_have_columns_of_their_own() {
        let mut header = cube().header().clone();
        header.dimensions[0].id = "race".into();
        header.dimensions[0].kind = crate::DimensionKind::Group;
        let mut place = cube().header().dimensions[0].clone();
        place.members.truncate(1);
        header.dimensions.push(place);
        let cube = Cube::new(header, cube().cells().to_vec()).unwrap();
        let of = |groups: &[(&str, &str)]| Selection {
            category: "homicide".into(),
            geography: "city".into(),
            groups: groups
                .iter()
                .map(|(id, code)| ((*id).into(), (*code).into()))
                .collect(),
        };
        let (first, last) = (cube.header().first, cube.header().last);
        let selections = [of(&[]), of(&[("race", "east")])];
        let series = Series::slice(&cube, &selections, first, last, Grain::Month).unwrap();
        let text = String::from_utf8(series_csv(&series)).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines[0].ends_with(",status,located,located_of,race,race_label"));
        assert!(lines[1].ends_with(",1,observed,,,city,CITY"), "{text}");
        assert!(lines[4].ends_with(",1,observed,,,east,EAST"), "{text}");
        let error = Series::slice(
            &cube,
            &[of(&[("race", "north")])],
            first,
            last,
            Grain::Month,
        );
        assert_eq!(
            error.unwrap_err().to_string(),
            "table example, dimension race: no member has the code \"north\""
        );
    }

    #[test]
    fn formulas_are_inert() {
        for text in ["=1+1", "+1", "-1", "@a", "\tx", "\rx", "\nx", "＝1"] {
            assert_eq!(inert(text), format!("'{text}"));
        }
        assert_eq!(inert("Abell"), "Abell");
    }
}
