//! The view and its URL: an exhaustive codec whose parsing never fails.
//!
//! The parameters are a public API: `c` city, `r` release, `t` table, `o` offences or charge groups, `p` places, `f`
//! from, `u` until, `g` grain, `e` events, `k` the kind of chart, `x` what stands beside the places, `d`
//! an open table; any longer name is that of a dimension by which the table
//! tells groups of people apart (`race=black,white`). What equals the default is left out; what cannot
//! be read falls back to it. Whether codes exist is not known here, see [`super::resolve`].

use std::collections::BTreeMap;

use cube::{Grain, Month, release::Asked};

use super::{Beside, ChartKind, TableState};

/// The most lines that one chart draws; more cannot be told apart.
pub const LINE_LIMIT: usize = 8;

/// Longer than any code of a published table.
const CODE_LENGTH_LIMIT: usize = 80;

/// Whether charts mark events on the time axis.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EventMarks {
    /// Events are marked.
    #[default]
    Shown,
    /// The chart shows the data alone.
    Hidden,
}

/// Everything that a visitor can choose about a chart of trends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ViewState {
    /// The city and the release.
    pub asked: Asked,
    /// The table; `None` for the first of the release.
    pub table: Option<String>,
    /// Codes of offences or charge groups, in the order chosen; empty for the default.
    pub categories: Vec<String>,
    /// Codes of areas, in the order chosen; empty for the default.
    pub geographies: Vec<String>,
    /// Codes of groups of people, in the order chosen, by the id of their dimension; everybody where
    /// none is chosen.
    pub groups: BTreeMap<String, Vec<String>>,
    /// The first month; `None` for the first of the table.
    pub first: Option<Month>,
    /// The last month; `None` for the last of the table.
    pub last: Option<Month>,
    /// How much time a point covers.
    pub grain: Grain,
    /// Whether events are marked.
    pub marks: EventMarks,
    /// The kind of chart; `None` for the one that suits the table.
    pub kind: Option<ChartKind>,
    /// What is shown beside the places.
    pub beside: Beside,
    /// Whether the table of the numbers is open.
    pub table_state: TableState,
}

impl Default for ViewState {
    fn default() -> Self {
        Self {
            asked: Asked::default(),
            table: None,
            categories: Vec::new(),
            geographies: Vec::new(),
            groups: BTreeMap::new(),
            first: None,
            last: None,
            grain: Grain::Rolling12,
            marks: EventMarks::Shown,
            kind: None,
            beside: Beside::Nothing,
            table_state: TableState::Closed,
        }
    }
}

impl ViewState {
    /// The default view of a release.
    #[must_use]
    pub fn of(asked: Asked) -> Self {
        Self {
            asked,
            ..Self::default()
        }
    }

    /// The view of a query string, with or without its `?`.
    #[must_use]
    pub fn parse(query: &str) -> Self {
        let mut view = Self::default();
        for (name, value) in form_urlencoded::parse(query.trim_start_matches('?').as_bytes()) {
            match name.as_ref() {
                "c" => view.asked.city = codes(&value).into_iter().next(),
                "r" => view.asked.release = codes(&value).into_iter().next(),
                "t" => view.table = codes(&value).into_iter().next(),
                "o" => view.categories = codes(&value),
                "p" => view.geographies = codes(&value),
                "f" => view.first = Month::parse(&value).ok(),
                "u" => view.last = Month::parse(&value).ok(),
                "g" => view.grain = parse_grain(&value),
                "e" if value == "0" => view.marks = EventMarks::Hidden,
                "k" => view.kind = ChartKind::parse(&value),
                "x" if value == "city" => view.beside = Beside::City,
                "d" if value == "t" => view.table_state = TableState::Open,
                // The language of the page is no part of a view.
                "lang" => {}
                id if is_dimension(id) => view.choose_groups(id, codes(&value)),
                _ => {}
            }
        }
        view
    }

    /// The query string of the view, without a `?`; empty for the default view.
    #[must_use]
    pub fn query(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let texts = [
            ("c", self.asked.city.clone().unwrap_or_default()),
            ("r", self.asked.release.clone().unwrap_or_default()),
            ("t", self.table.clone().unwrap_or_default()),
            ("o", self.categories.join(",")),
            ("p", self.geographies.join(",")),
            (
                "f",
                self.first
                    .map(|month| month.to_string())
                    .unwrap_or_default(),
            ),
            (
                "u",
                self.last.map(|month| month.to_string()).unwrap_or_default(),
            ),
            ("g", grain_code(self.grain).to_owned()),
            (
                "e",
                if self.marks == EventMarks::Hidden {
                    "0"
                } else {
                    ""
                }
                .to_owned(),
            ),
            ("k", self.kind.map_or("", ChartKind::code).to_owned()),
            ("x", beside_code(self.beside).to_owned()),
            ("d", table_code(self.table_state).to_owned()),
        ];
        for (name, value) in texts.iter().filter(|(_, value)| !value.is_empty()) {
            query.append_pair(name, value);
        }
        for (id, codes) in &self.groups {
            query.append_pair(id, &codes.join(","));
        }
        // Commas and slashes are legal in a query; a link is read by people.
        query.finish().replace("%2C", ",")
    }
}

impl ViewState {
    /// Chooses groups of one dimension, in the place of those chosen before; none for everybody.
    pub fn choose_groups(&mut self, dimension: &str, codes: Vec<String>) {
        match codes.is_empty() {
            true => self.groups.remove(dimension),
            false if self.groups.len() < DIMENSION_LIMIT => {
                self.groups.insert(dimension.to_owned(), codes)
            }
            false => None,
        };
    }
}

/// More dimensions than a published table has.
const DIMENSION_LIMIT: usize = 6;

/// Whether the name of a parameter can be the id of a dimension: longer than those that are taken,
/// and spelled as ids are.
fn is_dimension(name: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    (2..=CODE_LENGTH_LIMIT).contains(&name.len()) && name.bytes().all(is_letter)
}

fn codes(value: &str) -> Vec<String> {
    let mut codes: Vec<String> = Vec::new();
    for code in value.split(',').map(str::trim) {
        let fits = !code.is_empty() && code.len() <= CODE_LENGTH_LIMIT;
        if fits && codes.len() < LINE_LIMIT && !codes.iter().any(|known| known == code) {
            codes.push(code.to_owned());
        }
    }
    codes
}

fn grain_code(grain: Grain) -> &'static str {
    match grain {
        Grain::Month => "m",
        Grain::Quarter => "q",
        Grain::Year => "y",
        Grain::Rolling12 => "",
    }
}

fn beside_code(beside: Beside) -> &'static str {
    match beside {
        Beside::Nothing => "",
        Beside::City => "city",
    }
}

fn table_code(state: TableState) -> &'static str {
    match state {
        TableState::Closed => "",
        TableState::Open => "t",
    }
}

fn parse_grain(text: &str) -> Grain {
    let found = Grain::ALL
        .into_iter()
        .find(|grain| grain_code(*grain) == text);
    found.unwrap_or(Grain::Rolling12)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(query: &str, canonical: &str) {
        assert_eq!(ViewState::parse(query).query(), canonical);
    }

    #[test]
    fn links_keep_their_meaning() {
        check("", "");
        check(
            "?t=crime-district&o=robbery&p=central,western&g=y",
            "t=crime-district&o=robbery&p=central,western&g=y",
        );
        check("?f=2015-01&u=2020-12&e=0", "f=2015-01&u=2020-12&e=0");
        check(
            "?t=arrests&race=white,black&o=gun&age=18_24&sex=",
            "t=arrests&o=gun&age=18_24&race=white,black",
        );
        check(
            "?t=force-level&o=level_1&c=new-orleans",
            "c=new-orleans&t=force-level&o=level_1",
        );
        check(
            "?t=crime-city&r=2026-11-26-ff4e73cd",
            "r=2026-11-26-ff4e73cd&t=crime-city",
        );
    }

    #[test]
    fn what_cannot_be_read_falls_back() {
        check("?f=yesterday&u=2020-13&g=week&e=7&x=1&&=&%ff=%ff", "");
        check("?Race=black&race-x=1&r%C3%A4ce=2&race=,,", "");
        check(
            "?aa=1&bb=1&cc=1&dd=1&ee=1&ff=1&gg=1",
            "aa=1&bb=1&cc=1&dd=1&ee=1&ff=1",
        );
        check("?o=a,a,,b", "o=a,b");
        check(&format!("?o={}", "x".repeat(81)), "");
        check("?o=1,2,3,4,5,6,7,8,9,10", "o=1,2,3,4,5,6,7,8");
    }

    #[test]
    fn kinds_comparisons_and_open_tables_are_in_the_link() {
        check("?k=o&x=city&d=t", "k=o&x=city&d=t");
        check("?d=t&k=h&o=robbery", "o=robbery&k=h&d=t");
        check("?k=pie&x=moon&d=chart", "");
        // The names of a link are short; a dimension of people called `k` there is none.
        check("?k=l", "k=l");
        for kind in ChartKind::ALL {
            assert_eq!(ChartKind::parse(kind.code()), Some(kind));
        }
    }

    proptest! {
        #[test]
        fn links_of_any_choice_come_back(
            kind in prop::option::of(prop::sample::select(ChartKind::ALL.to_vec())),
            is_beside in any::<bool>(),
            is_open in any::<bool>(),
            codes in prop::collection::vec("[a-z][a-z0-9_-]{0,12}", 0..4),
            first in prop::option::of(0_i32..3000),
        ) {
            let mut categories = codes;
            categories.sort();
            categories.dedup();
            let view = ViewState {
                kind,
                categories,
                first: first.map(|months| Month::parse("1990-01").unwrap().plus(months)),
                beside: if is_beside { Beside::City } else { Beside::Nothing },
                table_state: if is_open { TableState::Open } else { TableState::Closed },
                ..ViewState::default()
            };
            prop_assert_eq!(ViewState::parse(&view.query()), view);
        }

        #[test]
        fn any_parameters_are_a_view(
            pairs in prop::collection::vec(("[a-z]{1,3}|[ktxdopfugec]", ".{0,24}"), 0..12)
        ) {
            let mut query = form_urlencoded::Serializer::new(String::new());
            for (name, value) in &pairs {
                query.append_pair(name, value);
            }
            let view = ViewState::parse(&query.finish());
            prop_assert_eq!(ViewState::parse(&view.query()), view);
        }

        #[test]
        fn any_text_is_a_view_and_its_link_is_stable(query in ".{0,200}") {
            let view = ViewState::parse(&query);
            prop_assert_eq!(ViewState::parse(&view.query()), view);
        }
    }
}
