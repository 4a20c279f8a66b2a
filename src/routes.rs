//! The addresses of the site, and links to them.

use crate::platform::address;

/// A page of the site that the navigation offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    /// The city now.
    Overview,
    /// Any offence, place and period.
    Trends,
    /// Every table of the release.
    Data,
    /// How people are protected, and the check of it.
    Methods,
}

impl Route {
    /// The pages in the order of the navigation.
    pub const ALL: [Self; 4] = [Self::Overview, Self::Trends, Self::Data, Self::Methods];

    /// The path below the site's base.
    #[must_use]
    pub fn path(self) -> &'static str {
        match self {
            Self::Overview => "/",
            Self::Trends => "/trends",
            Self::Data => "/data",
            Self::Methods => "/methods",
        }
    }

    /// The page at a path of this site, with or without a slash at its end.
    #[must_use]
    pub fn at(path: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|route| route.is_at(path))
    }

    /// Whether a path of this site, base included, is that of the page.
    #[must_use]
    pub fn is_at(self, path: &str) -> bool {
        self.link("").trim_end_matches('/') == path.trim_end_matches('/')
    }

    /// The word in the navigation.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Overview => "Overview",
            Self::Trends => "Trends",
            Self::Data => "Data",
            Self::Methods => "Methods",
        }
    }

    /// The address for a link, with the site's base and a query where there is one.
    #[must_use]
    pub fn link(self, query: &str) -> String {
        let mark = if query.is_empty() { "" } else { "?" };
        format!("{}{}{mark}{query}", address::base_path(), self.path())
    }
}
