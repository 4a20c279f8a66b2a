//! Charts that stand in pages of others: which chart, of which numbers, and its address.
//!
//! The addresses are a public API that newsrooms keep for years. Below `embed/` stands, where it is
//! wanted, the release whose numbers stay for good (`r/<release>/`), then the city where it is not the
//! first (`cities/<city>/`), then the chart. All these are folders with a page that was written ahead
//! of time; what else is chosen stands in the query, as in the address of the view that it is of.

use cube::release::Asked;

use super::{CompareView, PlacesView, ViewState, entrance};

/// The folder of all embeds, below the site's base.
pub const EMBEDS: &str = "embed";

/// A chart for a page of others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Embed {
    /// `trends/`, `trends/<offense>/` or `tables/<table>/`: lines of a table.
    Trends(ViewState),
    /// `overview/<id>/`: a chart of the front page.
    Overview {
        /// The city and the release.
        asked: Asked,
        /// The id of the chart.
        chart: String,
    },
    /// `places/<kind>/<code>/`: the course of one offense in a place.
    Place {
        /// The id of the kind of place.
        kind: String,
        /// The code of the place.
        code: String,
        /// The table and the offense.
        view: PlacesView,
    },
    /// `compare/`: cities beside each other.
    Compare(CompareView),
    /// `map/` or `map/<kind>/`: a map of the places of a kind.
    Map(PlacesView),
    /// `partnership/<id>/`: what is counted before, during and after a program.
    Partnership {
        /// The city and the release.
        asked: Asked,
        /// The id of what is counted.
        outcome: String,
    },
}

impl Embed {
    /// The chart at a path below the site's base, with its query; none where there is none such.
    #[must_use]
    pub fn parse(path: &str, query: &str) -> Option<Self> {
        let within = path.trim_start_matches('/').strip_prefix(EMBEDS)?;
        let within = within.strip_prefix('/')?;
        let query = Look::strip(query);
        let address = match entrance(within, &query) {
            Some(address) => address,
            None => format!("/{}?{query}", within.trim_matches('/')),
        };
        let (path, query) = address.split_once('?').unwrap_or((&address, ""));
        let segments: Vec<&str> = path.trim_matches('/').split('/').collect();
        let asked = ViewState::parse(query).asked;
        match segments.as_slice() {
            ["trends"] => Some(Self::Trends(ViewState::parse(query))),
            ["tables", table] => Some(Self::Trends(ViewState {
                table: Some((*table).to_owned()),
                ..ViewState::parse(query)
            })),
            ["overview", chart] => Some(Self::Overview {
                asked,
                chart: (*chart).to_owned(),
            }),
            ["places", kind, code] => Some(Self::Place {
                kind: (*kind).to_owned(),
                code: (*code).to_owned(),
                view: PlacesView::parse(query),
            }),
            ["map"] => Some(Self::Map(PlacesView::parse(query))),
            ["map", kind] => Some(Self::Map(PlacesView {
                kind: Some((*kind).to_owned()),
                ..PlacesView::parse(query)
            })),
            ["compare"] => Some(Self::Compare(CompareView::parse(query))),
            ["partnership", outcome] => Some(Self::Partnership {
                asked,
                outcome: (*outcome).to_owned(),
            }),
            _ => None,
        }
    }

    /// The city and the release.
    #[must_use]
    pub fn asked(&self) -> &Asked {
        match self {
            Self::Trends(view) => &view.asked,
            Self::Overview { asked, .. } | Self::Partnership { asked, .. } => asked,
            Self::Place { view, .. } | Self::Map(view) => &view.asked,
            Self::Compare(compare) => &compare.view.asked,
        }
    }

    /// The same chart of the numbers of a release, or where none is named of the newest there are.
    #[must_use]
    pub fn of(mut self, release: Option<&str>) -> Self {
        let asked = match &mut self {
            Self::Trends(view) => &mut view.asked,
            Self::Overview { asked, .. } | Self::Partnership { asked, .. } => asked,
            Self::Place { view, .. } | Self::Map(view) => &mut view.asked,
            Self::Compare(compare) => &mut compare.view.asked,
        };
        asked.release = release.map(str::to_owned);
        self
    }

    /// The folder of its page, below the site's base and with a slash at its end.
    #[must_use]
    pub fn folder(&self) -> String {
        let Asked { city, release } = self.asked();
        let release = release.as_ref().map(|release| format!("r/{release}/"));
        let city = city.as_ref().map(|city| format!("cities/{city}/"));
        let scope: String = [release, city].into_iter().flatten().collect();
        let slug = match self {
            Self::Trends(view) => match (&view.table, single_offense(view)) {
                (Some(table), _) => format!("tables/{table}"),
                (None, Some(offense)) => format!("trends/{offense}"),
                (None, None) => "trends".to_owned(),
            },
            Self::Overview { chart, .. } => format!("overview/{chart}"),
            Self::Place { kind, code, .. } => format!("places/{kind}/{code}"),
            Self::Map(view) => match &view.kind {
                Some(kind) => format!("map/{kind}"),
                None => "map".to_owned(),
            },
            Self::Compare(_) => "compare".to_owned(),
            Self::Partnership { outcome, .. } => format!("partnership/{outcome}"),
        };
        format!("{EMBEDS}/{scope}{slug}/")
    }

    /// What of the chart does not stand in its folder, as a query without a `?`; empty where its page
    /// was written ahead of time.
    #[must_use]
    pub fn query(&self) -> String {
        let asked = Asked::default;
        match self {
            Self::Trends(view) => {
                let is_in_folder = view.table.is_none() && single_offense(view).is_some();
                let view = ViewState {
                    asked: asked(),
                    table: None,
                    categories: match is_in_folder {
                        true => Vec::new(),
                        false => view.categories.clone(),
                    },
                    table_state: super::TableState::Closed,
                    ..view.clone()
                };
                view.query()
            }
            Self::Place { view, .. } => {
                // A place's chart shows the whole of its table.
                let view = PlacesView {
                    table: view.table.clone(),
                    category: view.category.clone(),
                    ..PlacesView::default()
                };
                view.query()
            }
            Self::Map(view) => {
                let view = PlacesView {
                    asked: asked(),
                    kind: None,
                    place: None,
                    search: String::new(),
                    ..view.clone()
                };
                view.query()
            }
            Self::Compare(compare) => {
                let mut compare = compare.clone();
                compare.view.asked = asked();
                compare.view.table_state = super::TableState::Closed;
                compare.query()
            }
            Self::Overview { .. } | Self::Partnership { .. } => String::new(),
        }
    }

    /// The address below the site's base, with the query.
    #[must_use]
    pub fn address(&self, look: Look) -> String {
        let (folder, query, look) = (self.folder(), self.query(), look.query());
        let parts = [query.as_str(), look.as_str()];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        match parts.is_empty() {
            true => folder,
            false => format!("{folder}?{}", parts.join("&")),
        }
    }
}

fn single_offense(view: &ViewState) -> Option<&str> {
    match view.categories.as_slice() {
        [one] => Some(one),
        _ => None,
    }
}

/// How an embed looks in the page around it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// Dark or light for good; none for what the reader's system says.
    pub is_dark: Option<bool>,
    /// Without anything to choose.
    pub is_bare: bool,
}

impl Look {
    /// The look of a query.
    #[must_use]
    pub fn parse(query: &str) -> Self {
        let pairs = form_urlencoded::parse(query.trim_start_matches('?').as_bytes());
        let mut look = Self::default();
        for (name, value) in pairs {
            match (name.as_ref(), value.as_ref()) {
                ("theme", "dark") => look.is_dark = Some(true),
                ("theme", "light") => look.is_dark = Some(false),
                ("controls", "0") => look.is_bare = true,
                _ => {}
            }
        }
        look
    }

    /// The look as a query; empty for the default.
    #[must_use]
    pub fn query(self) -> String {
        let theme = self.is_dark.map(|is_dark| match is_dark {
            true => "theme=dark",
            false => "theme=light",
        });
        let controls = self.is_bare.then_some("controls=0");
        let parts: Vec<&str> = [theme, controls].into_iter().flatten().collect();
        parts.join("&")
    }

    /// A query without what is said of the look.
    fn strip(query: &str) -> String {
        let parts = query.trim_start_matches('?').split('&');
        let is_of_view = |part: &&str| {
            let name = part.split('=').next().unwrap_or_default();
            !part.is_empty() && !matches!(name, "theme" | "controls")
        };
        parts.filter(is_of_view).collect::<Vec<_>>().join("&")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn stays(address: &str) {
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let embed = Embed::parse(path, query).unwrap();
        assert_eq!(embed.address(Look::parse(query)), address);
    }

    #[test]
    fn addresses_of_embeds_keep_their_meaning() {
        stays("embed/trends/");
        stays("embed/trends/robbery/");
        stays("embed/trends/?o=robbery,arson&f=2015-01");
        stays("embed/r/2026-a/trends/robbery/?g=y");
        stays("embed/tables/arrests/?o=gun&race=black,white");
        stays("embed/r/2026-a/cities/new-orleans/tables/arrests/");
        stays("embed/overview/killed/?theme=dark&controls=0");
        stays("embed/places/neighborhood/cherry-hill/?o=robbery");
        stays("embed/map/neighborhood/?o=robbery&m=count");
        stays("embed/r/2026-a/map/");
        stays("embed/compare/?p=a,b&m=rate&theme=light");
        stays("embed/r/2026-a/partnership/homicide/");
    }

    #[test]
    fn other_addresses_are_no_embeds() {
        for path in [
            "",
            "trends",
            "embed",
            "embed/",
            "embed/r/a/",
            "embed/x/",
            "embed/places/a/",
        ] {
            assert_eq!(Embed::parse(path, ""), None, "{path}");
        }
    }

    #[test]
    fn an_embed_is_of_one_release_or_of_the_newest() {
        let live = Embed::parse("/embed/trends/robbery/", "").unwrap();
        let frozen = live.clone().of(Some("2026-a"));
        assert_eq!(frozen.folder(), "embed/r/2026-a/trends/robbery/");
        assert_eq!(frozen.of(None), live);
    }

    proptest! {
        #[test]
        fn any_address_is_stable(path in "(embed/)?([a-z]{1,9}/){0,4}", query in ".{0,80}") {
            if let Some(embed) = Embed::parse(&path, &query) {
                let again = Embed::parse(&embed.folder(), &embed.query());
                prop_assert_eq!(again, Some(embed.clone().of(embed.asked().release.as_deref())));
            }
        }
    }
}
