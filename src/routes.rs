//! The addresses of the site, and links to them.
//!
//! A new page is a line in [`Route`] and a line in [`TABLE`]; which component it is stands in
//! `pages::explore`.

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
const TABLE: &[(Route, &str, &str)] = &[
    (Route::Overview, "/", "Overview"),
    (Route::Trends, "/trends", "Trends"),
    (Route::Places, "/places", "Places"),
    (Route::Place, "/places/:kind/:place", ""),
    (Route::Enforcement, "/enforcement", "Enforcement"),
    (Route::Partnership, "/partnership", "Partnership"),
    (Route::Compare, "/compare", "Compare"),
    (Route::Data, "/data", "Data"),
    (Route::Revisions, "/data/revisions", ""),
    (Route::Verify, "/data/verify", ""),
    (Route::Methods, "/methods", "Methods"),
];

impl Route {
    /// The pages that the navigation offers, in its order.
    pub fn navigation() -> impl Iterator<Item = Self> + Clone {
        let offered = TABLE.iter().filter(|(_, _, label)| !label.is_empty());
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

    /// The word in the navigation.
    #[must_use]
    pub fn label(self) -> &'static str {
        self.entry().map_or("", |(_, _, label)| *label)
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

    fn entry(self) -> Option<&'static (Self, &'static str, &'static str)> {
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

/// A path of this site, as the browser gives it, without the site's base.
#[must_use]
pub fn below_base(path: &str) -> String {
    let base = address::base_path();
    path.strip_prefix(base).unwrap_or(path).to_owned()
}

/// The whole address of a path below the site's base, without a slash at its start.
#[must_use]
pub fn absolute(path: &str) -> String {
    address::absolute(&format!("{}/{path}", address::base_path()))
}

/// The address of a path below the site's base, with a query where there is one.
#[must_use]
pub fn address_of(path: &str, query: &str) -> String {
    let mark = if query.is_empty() { "" } else { "?" };
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
