//! The view of the pages of places and its URL: a codec whose parsing never fails.
//!
//! The parameters are a public API: `c` city, `r` release, `k` kind of place, `t` table, `o` offense or charge group,
//! `f` first and `u` last year, `m=count` for counts in the place of rates, `p` the chosen place, `q`
//! what is looked for by name. What equals the default is left out.

use cube::area_figures::{Measure, Years, complete_years};
use cube::{Cube, DimensionKind, Month, release::Asked};
use wording::t;

/// Longer than any code of a published table.
const CODE_LENGTH_LIMIT: usize = 80;

/// More than anybody types to find a place.
const SEARCH_LENGTH_LIMIT: usize = 80;

/// Everything that a visitor can choose about places.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlacesView {
    /// The city and the release.
    pub asked: Asked,
    /// The id of the kind of place; `None` for the first that has a map and numbers.
    pub kind: Option<String>,
    /// The table; `None` for the first that counts by the kind.
    pub table: Option<String>,
    /// The code of an offense or charge group; `None` for the first.
    pub category: Option<String>,
    /// The first year; `None` for the default.
    pub first: Option<i32>,
    /// The last year; `None` for the default.
    pub last: Option<i32>,
    /// Counts or rates.
    pub measure: Measure,
    /// The code of the chosen place.
    pub place: Option<String>,
    /// What is looked for by name.
    pub search: String,
}

/// A view over one cube: what is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacesShown {
    /// The code of the offense or charge group.
    pub category: String,
    /// The years shown.
    pub years: Years,
    /// The years of which the city's number is complete, oldest first.
    pub offered: Vec<i32>,
    /// What of the link is left out, a sentence each.
    pub notes: Vec<String>,
}

impl PlacesView {
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
                "c" => view.asked.city = code(&value),
                "r" => view.asked.release = code(&value),
                "k" => view.kind = code(&value),
                "t" => view.table = code(&value),
                "o" => view.category = code(&value),
                "f" => view.first = year(&value),
                "u" => view.last = year(&value),
                "m" if value == "count" => view.measure = Measure::Count,
                "p" => view.place = code(&value),
                "q" => view.search = value.chars().take(SEARCH_LENGTH_LIMIT).collect(),
                _ => {}
            }
        }
        view
    }

    /// The query string of the view, without a `?`; empty for the default view.
    #[must_use]
    pub fn query(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let year = |year: Option<i32>| year.map(|year| year.to_string());
        let measure = (self.measure == Measure::Count).then(|| "count".to_owned());
        let search = Some(self.search.clone()).filter(|text| !text.is_empty());
        let pairs = [
            ("c", self.asked.city.clone()),
            ("r", self.asked.release.clone()),
            ("k", self.kind.clone()),
            ("t", self.table.clone()),
            ("o", self.category.clone()),
            ("f", year(self.first)),
            ("u", year(self.last)),
            ("m", measure),
            ("p", self.place.clone()),
            ("q", search),
        ];
        for (name, value) in pairs {
            if let Some(value) = value {
                query.append_pair(name, &value);
            }
        }
        query.finish()
    }

    /// The query string up to the code of a place, which is all that the addresses of places differ in.
    #[must_use]
    pub fn query_of_places(&self) -> String {
        let any = Self {
            place: None,
            ..self.clone()
        };
        match any.query() {
            query if query.is_empty() => "p=".to_owned(),
            query => format!("{query}&p="),
        }
    }

    /// The same with another kind of place: what was chosen of its tables is left behind.
    #[must_use]
    pub fn of_kind(&self, kind: &str) -> Self {
        Self {
            asked: self.asked.clone(),
            kind: Some(kind.to_owned()),
            category: self.category.clone(),
            measure: self.measure,
            ..Self::default()
        }
    }

    /// What is shown of a cube; none where no year of it is complete.
    ///
    /// `incomplete` are the months that the release calls incomplete.
    #[must_use]
    pub fn shown(&self, cube: &Cube, incomplete: &[(Month, Month)]) -> Option<PlacesShown> {
        let mut notes = Vec::new();
        let mut dimensions = cube.header().dimensions.iter();
        let list = dimensions.find(|one| one.kind == DimensionKind::Category)?;
        let asked = self.category.as_ref();
        let known = asked.filter(|code| list.position(code).is_some());
        if let Some(unknown) = asked.filter(|_| known.is_none()) {
            notes.push(t!(
                "This table does not count “{code}”; it is left out.",
                code = unknown,
            ));
        }
        let category = known.or(list.members.first().map(|member| &member.code))?;
        let offered = complete_years(cube, category, incomplete);
        let years = self.years(&offered, cube, &mut notes)?;
        Some(PlacesShown {
            category: category.clone(),
            years,
            offered,
            notes,
        })
    }

    fn years(&self, offered: &[i32], cube: &Cube, notes: &mut Vec<String>) -> Option<Years> {
        let default = Years::newest(offered, &cube.header().breaks)?;
        let mut known = |asked: Option<i32>| {
            let asked = asked?;
            let found = offered.contains(&asked).then_some(asked);
            if found.is_none() {
                notes.push(t!(
                    "There is no complete number for {year}; it is left out.",
                    year = asked,
                ));
            }
            found
        };
        let (first, last) = (known(self.first), known(self.last));
        let years = match (first, last) {
            (None, None) => default,
            (Some(first), Some(last)) => Years {
                first: first.min(last),
                last: first.max(last),
            },
            (Some(first), None) => Years {
                first,
                last: default.last.max(first),
            },
            (None, Some(last)) => Years {
                first: default.first.min(last),
                last,
            },
        };
        Some(years)
    }
}

/// The address of a place below the page of places: its kind and its code.
#[must_use]
pub fn place_id(kind: &str, code: &str) -> String {
    format!("{kind}/{code}")
}

/// The kind and the code of a place of [`place_id`].
#[must_use]
pub fn parse_place_id(id: &str) -> Option<(String, String)> {
    let (kind, found) = id.split_once('/')?;
    Some((code(kind)?, code(found)?))
}

fn code(value: &str) -> Option<String> {
    let value = value.trim();
    (!value.is_empty() && value.len() <= CODE_LENGTH_LIMIT).then(|| value.to_owned())
}

fn year(value: &str) -> Option<i32> {
    let is_year = value.len() == 4 && value.bytes().all(|byte| byte.is_ascii_digit());
    is_year.then(|| value.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(query: &str, canonical: &str) {
        assert_eq!(PlacesView::parse(query).query(), canonical);
    }

    #[test]
    fn links_keep_their_meaning() {
        check("", "");
        check(
            "?k=neighborhood&t=crime-neighborhood&o=robbery&f=2011&u=2015&m=count&p=cherry-hill",
            "k=neighborhood&t=crime-neighborhood&o=robbery&f=2011&u=2015&m=count&p=cherry-hill",
        );
        check(
            "?q=sandtwon+winchester&c=baltimore",
            "c=baltimore&q=sandtwon+winchester",
        );
    }

    #[test]
    fn what_cannot_be_read_falls_back() {
        check("?f=20111&u=last&m=rate&x=1&k=&&=&%ff", "");
    }

    #[test]
    fn a_place_has_its_kind_in_its_address() {
        let found = Some(("neighborhood".to_owned(), "cherry-hill".to_owned()));
        assert_eq!(
            parse_place_id(&place_id("neighborhood", "cherry-hill")),
            found
        );
        assert_eq!(parse_place_id("neighborhood/cherry-hill"), found);
        assert_eq!(parse_place_id("cherry-hill"), None);
        assert_eq!(parse_place_id("/"), None);
    }

    proptest! {
        #[test]
        fn any_text_is_a_view_and_its_link_is_stable(query in ".{0,200}") {
            let view = PlacesView::parse(&query);
            prop_assert_eq!(&PlacesView::parse(&view.query()), &view);
            let place = Some("cherry-hill".to_owned());
            let of_place = format!("{}cherry-hill", view.query_of_places());
            prop_assert_eq!(PlacesView::parse(&of_place), PlacesView { place, ..view });
        }
    }
}
