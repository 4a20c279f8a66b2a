//! The addresses of the site, and links to them.
//!
//! A new page is a line in [`Route`] and a line in [`TABLE`]; which component it is stands in
//! `pages::explore`.

use wording::{Language, Message, message};

use crate::platform::address;

/// A page of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    /// The city now.
    Overview,
    /// Any offence, place and period.
    Trends,
    /// Every place of the city, on a map and in a list.
    Places,
    /// One place.
    Place,
    /// What the police did: arrests, operations, cases closed.
    Enforcement,
    /// Cities beside each other.
    Compare,
    /// Every table of the release.
    Data,
    /// How people are protected, and the check of it.
    Methods,
    /// The program that the city takes part in.
    Partnership,
    /// What published numbers were before.
    Revisions,
    /// The check of every file of a release.
    Verify,
}

/// Every page: its path below the site's base, and its word in the navigation, in that order.
///
/// Last segments that begin with a colon stand for any text each. A page without a word is reached
/// from other pages alone.
const TABLE: &[(Route, &str, Option<Message>)] = &[
    (Route::Overview, "/", Some(message!("Overview"))),
    (Route::Trends, "/trends", Some(message!("Trends"))),
    (Route::Places, "/places", Some(message!("Places"))),
    (Route::Place, "/places/:kind/:place", None),
    (
        Route::Enforcement,
        "/enforcement",
        Some(message!("Enforcement")),
    ),
    (
        Route::Partnership,
        "/partnership",
        Some(message!("Partnership")),
    ),
    (Route::Compare, "/compare", Some(message!("Compare"))),
    (Route::Data, "/data", Some(message!("Data"))),
    (Route::Revisions, "/data/revisions", None),
    (Route::Verify, "/data/verify", None),
    (Route::Methods, "/methods", Some(message!("Methods"))),
];

impl Route {
    /// The pages that the navigation offers, in its order.
    pub fn navigation() -> impl Iterator<Item = Self> + Clone {
        let offered = TABLE.iter().filter(|(_, _, label)| label.is_some());
        offered.map(|(route, ..)| *route)
    }

    /// The page at a path below the site's base, with or without a slash at its end.
    #[must_use]
    pub fn at(path: &str) -> Option<Self> {
        let found = TABLE.iter().find(|(_, pattern, _)| fits(pattern, path));
        found.map(|(route, ..)| *route)
    }

    /// The program that shows the page, below the site's base; none where it is the main one.
    #[must_use]
    pub fn program(self) -> Option<&'static str> {
        match self {
            Self::Overview => None,
            Self::Methods => Some("methods.js"),
            _ => Some("explore.js"),
        }
    }

    /// What stands in the address of this page for what it leaves open, with a slash between two texts.
    #[must_use]
    pub fn parameter(self, path: &str) -> Option<&str> {
        let path = path.trim_end_matches('/');
        let open = path.strip_prefix(self.open_parent()?)?;
        fits(self.pattern(), path).then(|| open.trim_start_matches('/'))
    }

    /// Whether a path below the site's base is that of the page, or of one that lies below it.
    #[must_use]
    pub fn holds(self, path: &str) -> bool {
        let own = self.pattern().trim_end_matches('/');
        let rest = path.trim_end_matches('/').strip_prefix(own);
        rest.is_some_and(|rest| rest.is_empty() || (rest.starts_with('/') && !own.is_empty()))
    }

    /// The word in the navigation, in the language that is spoken; empty where the page has none.
    #[must_use]
    pub fn label(self) -> &'static str {
        let label = self.entry().and_then(|(_, _, label)| *label);
        label.map_or("", Message::text)
    }

    /// The address for a link, with the site's base and a query where there is one; where the
    /// address of the page holds an open text, that of the page above.
    #[must_use]
    pub fn link(self, query: &str) -> String {
        address_of(self.path(), query)
    }

    /// The address of the page for what its address leaves open.
    #[must_use]
    pub fn link_to(self, parameter: &str, query: &str) -> String {
        address_of(&self.path_to(parameter), query)
    }

    /// The path of the page below the site's base, for what it leaves open.
    #[must_use]
    pub fn path_to(self, parameter: &str) -> String {
        let parent = self.open_parent().unwrap_or(self.pattern());
        format!("{parent}/{parameter}")
    }

    /// The path below the site's base; of a page whose path leaves something open, that of the page
    /// above.
    #[must_use]
    pub fn path(self) -> &'static str {
        self.open_parent().unwrap_or(self.pattern())
    }

    fn entry(self) -> Option<&'static (Self, &'static str, Option<Message>)> {
        TABLE.iter().find(|(route, ..)| *route == self)
    }

    fn pattern(self) -> &'static str {
        self.entry().map_or("/", |(_, pattern, _)| *pattern)
    }

    /// The path above what the address leaves open, where it does.
    fn open_parent(self) -> Option<&'static str> {
        let (parent, _) = self.pattern().split_once("/:")?;
        Some(parent)
    }
}

/// The path below the site's base, with a slash at its start, that a page has in a language.
///
/// Pages of the first language stand at the base, those of another below its tag; charts for pages of
/// others stay below the folder that may be framed.
#[must_use]
pub fn path_in(language: Language, path: &str) -> String {
    let tag = language.tag();
    match (language, path.strip_prefix(FRAMED)) {
        (Language::English, _) => path.to_owned(),
        (_, Some(chart)) => format!("{FRAMED}{tag}/{chart}"),
        (_, None) => format!("/{tag}{path}"),
    }
}

/// The language of a path below the site's base, and the path that the page has in the first one.
#[must_use]
pub fn language_of(path: &str) -> (Language, String) {
    let others = Language::ALL.into_iter();
    let mut others = others.filter(|language| *language != Language::English);
    let found = others.find_map(|language| {
        let below = |start: String| {
            let rest = path.strip_prefix(&start)?;
            (rest.is_empty() || rest.starts_with('/')).then_some(rest)
        };
        let tag = language.tag();
        let chart = below(format!("{FRAMED}{tag}"))
            .map(|chart| format!("{FRAMED}{}", chart.trim_start_matches('/')));
        let page = || below(format!("/{tag}")).map(str::to_owned);
        Some((language, chart.or_else(page)?))
    });
    found.unwrap_or_else(|| (Language::English, path.to_owned()))
}

/// The folder of charts for pages of others.
const FRAMED: &str = "/embed/";

/// The base of all addresses of the language that is spoken, without a slash at its end.
#[must_use]
pub fn home() -> String {
    let path = path_in(wording::language(), "");
    format!("{}{path}", address::base_path())
}

/// A path of this site, as the browser gives it, without the site's base and the language.
#[must_use]
pub fn below_base(path: &str) -> String {
    language_of(without_base(path)).1
}

/// A path of this site, as the browser gives it, without the site's base.
#[must_use]
pub fn without_base(path: &str) -> &str {
    path.strip_prefix(address::base_path()).unwrap_or(path)
}

/// The whole address of a file below the site's base, whose path has no slash at its start.
#[must_use]
pub fn absolute(path: &str) -> String {
    address::absolute(&format!("{}/{path}", address::base_path()))
}

/// The whole address of a page in a language, whose path has no slash at its start.
#[must_use]
pub fn absolute_page(language: Language, path: &str) -> String {
    address::absolute(&address_in(language, &format!("/{path}"), ""))
}

/// The address of a page in the language that is spoken, with a query where there is one.
#[must_use]
pub fn address_of(path: &str, query: &str) -> String {
    address_in(wording::language(), path, query)
}

/// The address of a page in a language, with a query where there is one.
#[must_use]
pub fn address_in(language: Language, path: &str, query: &str) -> String {
    let mark = if query.is_empty() { "" } else { "?" };
    let path = path_in(language, path);
    format!("{}{path}{mark}{query}", address::base_path())
}

/// Whether a path is one of a pattern's.
fn fits(pattern: &str, path: &str) -> bool {
    let segments = |path: &'_ str| path.trim_end_matches('/').split('/').count();
    let pairs = pattern.trim_end_matches('/').split('/');
    let mut pairs = pairs.zip(path.trim_end_matches('/').split('/'));
    let is_same = |(own, found): (&str, &str)| match own.starts_with(':') {
        true => !found.is_empty(),
        false => own == found,
    };
    segments(pattern) == segments(path) && pairs.all(is_same)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_text_is_a_page_or_none(path in ".{0,80}") {
            let found = Route::at(&path);
            prop_assert_eq!(found, Route::at(&format!("{}/", path.trim_end_matches('/'))));
            for route in TABLE.iter().map(|(route, ..)| *route) {
                let has_parameter = route.parameter(&path).is_some();
                prop_assert!(!has_parameter || found.is_some());
            }
        }

        #[test]
        fn a_path_of_a_page_is_that_page(at in 0..TABLE.len(), open in "[a-z0-9-]{1,20}") {
            let (route, pattern, _) = TABLE[at];
            let segments = pattern.split('/');
            let path = segments.map(|segment| if segment.starts_with(':') { &open } else { segment });
            let path = path.collect::<Vec<_>>().join("/");
            prop_assert_eq!(Route::at(&path), Some(route));
            let texts = vec![open.as_str(); pattern.matches(':').count()];
            let parameter = (!texts.is_empty()).then(|| texts.join("/"));
            prop_assert_eq!(route.parameter(&path), parameter.as_deref());
        }
    }

    #[test]
    fn paths_lead_to_their_pages() {
        assert_eq!(Route::at("/"), Some(Route::Overview));
        assert_eq!(Route::at(""), Some(Route::Overview));
        assert_eq!(Route::at("/trends/"), Some(Route::Trends));
        assert_eq!(Route::at("/trends/more"), None);
        assert_eq!(Route::at("/trend"), None);
    }

    #[test]
    fn the_navigation_is_in_the_language_that_is_spoken() {
        let labels = || Route::navigation().map(Route::label).collect::<Vec<_>>();
        assert_eq!(labels()[..2], ["Overview", "Trends"]);
        let spanish = wording::speaking(Language::Spanish, labels);
        assert_eq!(spanish[..2], ["Resumen", "Tendencias"]);
        assert_eq!(Route::Place.label(), "");
    }

    #[test]
    fn an_open_segment_fits_any_text() {
        assert!(fits("/places/:id", "/places/cherry-hill"));
        assert!(fits("/places/:id", "/places/cherry-hill/"));
        assert!(!fits("/places/:id", "/places"));
        assert!(!fits("/places/:id", "/places/a/b"));
        assert!(!fits("/places/:id", ""));
        assert!(fits("/places/:kind/:id", "/places/district/central/"));
        assert!(!fits("/places/:kind/:id", "/places/district"));
        assert_eq!(Route::Place.parameter("/places/a/b/"), Some("a/b"));
        assert_eq!(Route::Place.parameter("/places/a"), None);
    }

    #[track_caller]
    fn spanish(path: &str, in_spanish: &str) {
        assert_eq!(path_in(Language::Spanish, path), in_spanish);
        assert_eq!(
            language_of(in_spanish),
            (Language::Spanish, path.to_owned())
        );
        assert_eq!(language_of(path), (Language::English, path.to_owned()));
    }

    #[test]
    fn a_page_has_a_path_in_each_language() {
        spanish("", "/es");
        spanish("/", "/es/");
        spanish("/trends", "/es/trends");
        spanish("/r/2026-a/trends/", "/es/r/2026-a/trends/");
        spanish("/embed/trends/robbery/", "/embed/es/trends/robbery/");
        assert_eq!(language_of("/estate").0, Language::English);
        assert_eq!(language_of("/embed/estate/").0, Language::English);
    }

    #[test]
    fn every_page_is_found_under_its_own_path_alone() {
        for (route, pattern, _) in TABLE {
            let path = pattern.replace(':', "");
            assert_eq!(Route::at(&path), Some(*route));
            assert!(route.open_parent().is_some() || route.holds(&path));
        }
        assert!(!Route::Overview.holds("/trends"));
        assert!(Route::Data.holds("/data/revisions"));
        assert!(!Route::Data.holds("/database"));
    }
}
