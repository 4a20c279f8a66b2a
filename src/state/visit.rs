//! Where the visitor is, as a page knows it, and how a page sends the visitor elsewhere.
//!
//! The pages of a part of the site have no router: the main program tells them the address, and
//! goes where they ask.

use leptos::prelude::*;

/// Where a page asks the main program to go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Going {
    /// The address, with the site's base, as links have it.
    pub address: String,
    /// Whether it takes the place of the present one, so that "back" passes over it.
    pub replaces: bool,
}

/// Where the visitor is.
#[derive(Clone, Copy)]
pub struct Visit {
    /// The path below the site's base, `/trends`.
    pub path: Signal<String>,
    /// The query, without its `?`.
    pub query: Signal<String>,
    /// Goes to an address of the site.
    pub go: Callback<Going>,
}

impl Visit {
    /// Goes to an address that takes the place of the present one: for choices on a page.
    pub fn replace(&self, address: String) {
        let replaces = true;
        self.go.run(Going { address, replaces });
    }

    /// Goes to an address from which "back" leads here.
    pub fn push(&self, address: String) {
        let replaces = false;
        self.go.run(Going { address, replaces });
    }
}

/// What the main program tells a part of the site, as it changes.
#[derive(Clone, Debug)]
pub struct Told {
    address: ArcRwSignal<String>,
    is_dark: ArcRwSignal<bool>,
}

impl Told {
    /// What a part is told first: the address below the home of its language with its query, and
    /// whether the page is dark.
    #[must_use]
    pub fn new(address: &str, is_dark: bool) -> Self {
        Self {
            address: ArcRwSignal::new(address.to_owned()),
            is_dark: ArcRwSignal::new(is_dark),
        }
    }

    /// What it is told later.
    pub fn update(&self, address: &str, is_dark: bool) {
        self.is_dark.set(is_dark);
        self.address.set(address.to_owned());
    }

    /// Where the visitor is, for pages that go elsewhere by `go`.
    #[must_use]
    pub fn visit(&self, go: Callback<Going>) -> Visit {
        let (at, asked) = (self.address.clone(), self.address.clone());
        let path = Memo::new(move |_| at.with(|address| split(address).0.to_owned()));
        let query = Memo::new(move |_| asked.with(|address| split(address).1.to_owned()));
        Visit {
            path: path.into(),
            query: query.into(),
            go,
        }
    }

    /// Whether the page is dark.
    #[must_use]
    pub fn is_dark(&self) -> Memo<bool> {
        let is_dark = self.is_dark.clone();
        Memo::new(move |_| is_dark.get())
    }
}

/// The tag of the language that a query asks for, as earlier links do, and the query without it.
#[must_use]
pub fn asked_language(query: &str) -> Option<(&str, String)> {
    let pairs = || query.trim_start_matches('?').split('&');
    let tag = pairs().find_map(|pair| pair.strip_prefix("lang="))?;
    let others: Vec<&str> = pairs().filter(|pair| !pair.starts_with("lang=")).collect();
    Some((tag, others.join("&")))
}

/// The path and the query of an address.
fn split(address: &str) -> (&str, &str) {
    address.split_once('?').unwrap_or((address, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_path_and_a_query() {
        assert_eq!(split("/trends?t=a?b"), ("/trends", "t=a?b"));
        assert_eq!(split("/trends"), ("/trends", ""));
    }

    #[test]
    fn a_language_is_asked_for_by_its_tag() {
        let asked = asked_language("?c=a&lang=es&r=b");
        assert_eq!(asked, Some(("es", "c=a&r=b".to_owned())));
        assert_eq!(asked_language("language=es"), None);
    }
}
