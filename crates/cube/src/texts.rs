//! The texts of a release: which fields of what it holds are for people, and the same fields in
//! another language.
//!
//! A release is written in English; a file beside it maps each of its texts to another language.
//! Whoever collects texts and whoever exchanges them go over the same fields, by [`EachText`], so
//! that what is collected is what is exchanged. Numbers, codes, dates and paths are in no text.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::comparison::{ComparedCity, Comparison};
use crate::enforcement::{
    BesideFigure, Counted, Enforcement, Operation, PrintedFigure, PrintedMeasure, TableFigure,
};
use crate::places::{Area, Census, PlaceKind, PlaceLayer};
use crate::programme::{
    About, FocusArea, Measure, MeasureValue, Outcome, Programme, SiteNote, Statement, Topic,
};
use crate::release::{
    Accounting, Caveat, Event, Events, IncompleteMonths, Manifest, Overview, OverviewChart,
    ReasonCount, Source, Table, VintageNote,
};
use crate::{Break, Dimension, DimensionKind, Header, Member, UNLOCATED};

/// A text for people.
#[derive(Debug, PartialEq, Eq)]
pub enum Text<'a> {
    /// Words: they have to be said in each language.
    Words(&'a mut String),
    /// A name or an address, which most languages leave as it is.
    Name(&'a mut String),
}

/// What holds texts for people.
pub trait EachText {
    /// Goes over every text, in the order of the fields. A field that is empty is no text.
    fn each_text(&mut self, each: &mut dyn FnMut(Text<'_>));
}

/// The texts of a release in another language, by what they are in English. Of a text that is not
/// here, the English stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Translations(BTreeMap<String, String>);

impl Translations {
    /// The path of the texts in the language of a tag, relative to the release.
    #[must_use]
    pub fn path(language: &str) -> String {
        format!("texts/{language}.json")
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Every text in English with its translation, in the order of the English.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        let texts = self.0.iter();
        texts.map(|(english, translation)| (english.as_str(), translation.as_str()))
    }

    /// A text in the other language; none where it is not here.
    #[must_use]
    pub fn get(&self, english: &str) -> Option<&str> {
        self.0.get(english).map(String::as_str)
    }

    /// Exchanges the texts of something for their translations.
    pub fn put_into(&self, content: &mut impl EachText) {
        if self.is_empty() {
            return;
        }
        content.each_text(&mut |text| {
            let (Text::Words(text) | Text::Name(text)) = text;
            if let Some(translation) = self.get(text) {
                translation.clone_into(text);
            }
        });
    }
}

impl FromIterator<(String, String)> for Translations {
    fn from_iter<T: IntoIterator<Item = (String, String)>>(texts: T) -> Self {
        Self(texts.into_iter().collect())
    }
}

impl EachText for String {
    fn each_text(&mut self, each: &mut dyn FnMut(Text<'_>)) {
        if !self.is_empty() {
            each(Text::Words(self));
        }
    }
}

impl<T: EachText> EachText for Option<T> {
    fn each_text(&mut self, each: &mut dyn FnMut(Text<'_>)) {
        self.iter_mut().for_each(|one| one.each_text(each));
    }
}

impl<T: EachText> EachText for Vec<T> {
    fn each_text(&mut self, each: &mut dyn FnMut(Text<'_>)) {
        self.iter_mut().for_each(|one| one.each_text(each));
    }
}

/// Says of every field of a type whether it holds words or a name; a type with a field that nobody
/// has said this of does not compile.
macro_rules! texts {
    ($type:ident {
        $(words: $($words:ident),+;)?
        $(names: $($name:ident),+;)?
        $(others: $($other:ident),+;)?
    }) => {
        impl EachText for $type {
            fn each_text(&mut self, each: &mut dyn FnMut(Text<'_>)) {
                let Self { $($($words,)+)? $($($name,)+)? $($($other: _,)+)? } = self;
                $($($words.each_text(each);)+)?
                $($(each(Text::Name($name));)+)?
            }
        }
    };
}

texts!(Manifest {
    words: tables, places, sources, caveats, vintages;
    others: format, id, city, city_label, sample, released, software, publication, descriptions,
        previous, revisions, changes, overrides, programme, measures, protection, translations, files;
});
texts!(Table {
    words: title, description, incomplete;
    others: id, unit, first, last, step, rows, cube, csv, query, downloads, sources, caveats, persons,
        sample, protection;
});
texts!(IncompleteMonths { words: reason; others: first, last; });
texts!(Source {
    words: label, title, publisher, terms, accounting;
    names: stored_copy;
    others: id, file, sha256, bytes, first_day, last_day, located, mapping, repeated_rows, unmapped;
});
texts!(Accounting { words: reasons; others: read, used, set_aside, outside_window; });
texts!(ReasonCount { words: reason; others: rows; });
texts!(Caveat { words: text; others: id; });
texts!(VintageNote { words: dated_by, cause; others: id, table, source; });
texts!(Events { words: events; });
texts!(Event { words: label, text, source; others: id, kind, date, month, last; });
texts!(Overview { words: charts, gaps; others: headlines; });
texts!(OverviewChart { words: heading; others: id, first, grain, lines; });

texts!(PlaceKind {
    words: label;
    others: id, tables, layer, mapped, valid_from, valid_until, lies_in;
});
texts!(PlaceLayer { words: censuses, areas; others: format, kind, plane, city; });
texts!(Census { words: source; others: year; });
texts!(Area { names: label; others: code, outline, at, residents, lies_in; });

texts!(Programme {
    words: about, milestones, focus_areas, outcomes, topics, measures, sites, gaps;
});
texts!(About { words: name, sentences, years_note, cautions; others: launch, years; });
texts!(Statement { words: text, source; });
texts!(FocusArea { words: label, meaning, known; others: id; });
texts!(Outcome { words: heading, notes; others: id, line, second, comparison; });
texts!(Topic { words: heading, text; others: id; });
texts!(Measure {
    words: label, unit, counted_by, counting, values;
    others: id, topic, decimals, source;
});
texts!(MeasureValue { words: note, cited; others: period, value, restated; });
texts!(SiteNote { words: note, source; names: site; others: date, event; });

texts!(Enforcement { words: beside, figures, operations, measures; });
texts!(BesideFigure { words: heading; others: id, first, upper, lower; });
texts!(TableFigure {
    words: heading;
    others: id, part, table, categories, geographies, groups, choices, keeps_categories;
});
texts!(Operation {
    words: name, agencies, counted, area, note, caution, source;
    others: id, first, last, announced, covers, guns;
});
texts!(Counted { words: what; others: count; });
texts!(PrintedMeasure { words: heading, title, cautions, figures; others: id, unit; });
texts!(PrintedFigure { words: until, counted_by, note, source; others: year, value, exactness; });

texts!(Comparison {
    words: about, residents, base, differences, cities, printed;
    others: table, shown;
});
texts!(ComparedCity { words: joined_source, residents_source; others: code, joined, residents; });

texts!(Header {
    words: dimensions, breaks;
    others: id, unit, first, last, step, decimals, totals, stretches;
});
texts!(Break { words: reason; others: month; });

impl EachText for Dimension {
    /// Areas have names, but for the one that stands for no recorded place.
    fn each_text(&mut self, each: &mut dyn FnMut(Text<'_>)) {
        let Self {
            id: _,
            label,
            kind,
            members,
        } = self;
        label.each_text(each);
        for Member { code, label, .. } in members {
            match kind {
                DimensionKind::Geography if code != UNLOCATED => each(Text::Name(label)),
                _ => label.each_text(each),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Cell, Cube, Month, Step, Totals, Unit, codec};

    fn member(code: &str, label: &str) -> Member {
        Member {
            code: code.into(),
            label: label.into(),
            parent: None,
        }
    }

    fn cube() -> Cube {
        let month = Month::parse("2019-01").unwrap();
        let dimension = |id: &str, label: &str, kind, members| Dimension {
            id: id.into(),
            label: label.into(),
            kind,
            members,
        };
        let areas = vec![
            member("reading", "Reading"),
            member(UNLOCATED, "Ward not recorded"),
        ];
        let offenses = vec![member("robbery", "Robbery"), member("reading", "Reading")];
        let header = Header {
            id: "crime".into(),
            unit: Unit::Victims,
            dimensions: vec![
                dimension("geography", "Area", DimensionKind::Geography, areas),
                dimension("offense", "Offense", DimensionKind::Category, offenses),
            ],
            first: month,
            last: month,
            step: Step::Month,
            decimals: 0,
            totals: Totals::Summed,
            stretches: Vec::new(),
            breaks: vec![Break {
                month,
                reason: "The counting changed.".into(),
            }],
        };
        let cells = (1..=4).map(Cell::Observed).collect();
        Cube::new(header, cells).unwrap()
    }

    fn collected(content: &mut impl EachText) -> Vec<(bool, String)> {
        let mut texts = Vec::new();
        content.each_text(&mut |text| match text {
            Text::Words(text) => texts.push((true, text.clone())),
            Text::Name(text) => texts.push((false, text.clone())),
        });
        texts
    }

    fn spanish(texts: &[(&str, &str)]) -> Translations {
        let texts = texts.iter();
        texts
            .map(|(english, spanish)| ((*english).to_owned(), (*spanish).to_owned()))
            .collect()
    }

    #[test]
    fn labels_of_a_cube_are_words_and_areas_are_names() {
        let words = |text: &str| (true, text.to_owned());
        let name = |text: &str| (false, text.to_owned());
        assert_eq!(
            collected(&mut cube()),
            [
                words("Area"),
                name("Reading"),
                words("Ward not recorded"),
                words("Offense"),
                words("Robbery"),
                words("Reading"),
                words("The counting changed."),
            ]
        );
    }

    #[test]
    fn texts_are_exchanged_and_nothing_else() {
        let (before, mut after) = (cube(), cube());
        spanish(&[
            ("Robbery", "Robo con violencia"),
            ("Area", "Zona"),
            ("robbery", "no es un texto"),
        ])
        .put_into(&mut after);
        let labels: Vec<String> = collected(&mut after).into_iter().map(|one| one.1).collect();
        assert_eq!(labels[0], "Zona");
        assert_eq!(labels[1], "Reading", "it has no translation");
        assert_eq!(labels[4], "Robo con violencia");
        assert_eq!(after.cells(), before.cells());
        let ids = |cube: &Cube| {
            let dimensions = cube.header().dimensions.iter();
            let ids = dimensions.flat_map(|one| {
                let codes = one.members.iter().map(|member| member.code.clone());
                codes.chain([one.id.clone()])
            });
            ids.collect::<Vec<String>>()
        };
        assert_eq!(ids(&after), ids(&before));
        let back = spanish(&[("Robo con violencia", "Robbery"), ("Zona", "Area")]);
        back.put_into(&mut after);
        assert_eq!(
            codec::encode(&after).unwrap(),
            codec::encode(&before).unwrap()
        );
    }

    #[test]
    fn an_empty_field_is_no_text() {
        let mut note = SiteNote {
            site: "Cherry Hill".into(),
            date: "2019".into(),
            event: "opened".into(),
            note: String::new(),
            source: "A newspaper".into(),
        };
        let expected = [
            (true, "A newspaper".to_owned()),
            (false, "Cherry Hill".to_owned()),
        ];
        assert_eq!(collected(&mut note), expected);
    }

    #[test]
    fn translations_are_a_sorted_map() {
        let texts = spanish(&[("Robbery", "Robo con violencia"), ("Area", "Zona")]);
        let json = serde_json::to_string(&texts).unwrap();
        assert_eq!(json, r#"{"Area":"Zona","Robbery":"Robo con violencia"}"#);
        assert_eq!(serde_json::from_str::<Translations>(&json).unwrap(), texts);
        assert_eq!(texts.iter().next(), Some(("Area", "Zona")));
        assert_eq!(Translations::path("es"), "texts/es.json");
    }
}
