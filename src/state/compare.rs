//! The view of cities beside each other, and its URL.
//!
//! It is a [`ViewState`] with one parameter more, `m` for the scale: `rate` for 100,000 residents,
//! `joining` for the twelve months before each city joined, and nothing for counts. As ever, parsing
//! never fails.

use cube::{
    Header,
    comparison::{Comparison, Scale},
};
use wording::t;

use super::{Resolved, ViewState, resolve};

/// Where nobody chooses an offense, people who were killed are counted.
const OFFENSE: &str = "homicide";

/// Everything that a visitor can choose about cities beside each other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CompareView {
    /// The cities, the offense, the time and the grain.
    pub view: ViewState,
    /// In which numbers the cities stand beside each other.
    pub scale: Scale,
}

impl CompareView {
    /// The view of a query string, with or without its `?`.
    #[must_use]
    pub fn parse(query: &str) -> Self {
        let pairs = form_urlencoded::parse(query.trim_start_matches('?').as_bytes());
        let scale = pairs.filter(|(name, _)| name == "m").last();
        let scale = scale.and_then(|(_, value)| {
            let mut scales = Scale::ALL.into_iter();
            scales.find(|scale| code(*scale) == value)
        });
        Self {
            view: ViewState::parse(query),
            scale: scale.unwrap_or_default(),
        }
    }

    /// The query string of the view, without a `?`; empty for the default view.
    #[must_use]
    pub fn query(&self) -> String {
        let query = self.view.query();
        match (code(self.scale), query.is_empty()) {
            ("", _) => query,
            (scale, true) => format!("m={scale}"),
            (scale, false) => format!("{query}&m={scale}"),
        }
    }

    /// What of the view the table of a comparison can show: one offense, and periods a year long.
    #[must_use]
    pub fn resolve(&self, comparison: &Comparison, header: &Header) -> Resolved {
        let mut view = self.view.clone();
        let mut notes = Vec::new();
        if view.categories.len() > 1 {
            let note = t!("Cities are set beside each other for one offense at a time.");
            notes.push(note.to_owned());
            view.categories.truncate(1);
        }
        let has_offense = |code: &str| {
            let mut dimensions = header.dimensions.iter();
            dimensions.any(|dimension| dimension.member(code).is_some())
        };
        if view.categories.is_empty() && has_offense(OFFENSE) {
            view.categories.push(OFFENSE.to_owned());
        }
        if view.geographies.is_empty() {
            view.geographies.clone_from(&comparison.shown);
        }
        let grains = self.scale.grains();
        if !grains.contains(&view.grain) {
            let note = t!("Cities are compared over whole years, so 12 months are shown.");
            notes.push(note.to_owned());
            view.grain = grains.first().copied().unwrap_or(view.grain);
        }
        let mut resolved = resolve(&view, header);
        notes.append(&mut resolved.notes);
        Resolved {
            notes,
            grains,
            ..resolved
        }
    }
}

fn code(scale: Scale) -> &'static str {
    match scale {
        Scale::Counts => "",
        Scale::Rate => "rate",
        Scale::Joining => "joining",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_scale_is_in_the_address() {
        let rate = CompareView::parse("?o=robbery&p=a,b&m=rate");
        assert_eq!(rate.scale, Scale::Rate);
        assert_eq!(rate.query(), "o=robbery&p=a,b&m=rate");
        assert_eq!(CompareView::parse("m=joining").query(), "m=joining");
        assert_eq!(CompareView::parse("m=nonsense").query(), "");
        assert_eq!(CompareView::parse("").query(), "");
    }

    proptest! {
        #[test]
        fn any_text_is_a_view_and_its_link_is_stable(query in ".{0,200}") {
            let view = CompareView::parse(&query);
            prop_assert_eq!(CompareView::parse(&view.query()), view);
        }
    }
}
