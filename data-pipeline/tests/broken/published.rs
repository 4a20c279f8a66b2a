//! Faults of what `tables.toml` and the files of the pages say.

use super::super::Case;
use super::edited as case;

pub fn cases() -> Vec<Case> {
    [tables(), pages()].into_iter().flatten().collect()
}

fn tables() -> Vec<Case> {
    let f = "tables.toml";
    let stretch = "source = \"early\"\nfirst = \"2018-01\"\nlast = \"2018-03\"";
    vec![
        case(
            "an unknown code",
            (f, "\"homicide\", ", "\"homocide\", "),
            (9, 26),
            "table[crime-city].categories[2]",
            "did you mean \"homicide\"?",
        ),
        case(
            "a code twice",
            (f, "\"homicide\", ", "\"violent\", "),
            (9, 26),
            "table[crime-city].categories[2]",
            "twice",
        ),
        case(
            "an unknown unit",
            (f, "\"victims\"", "\"victim\""),
            (5, 8),
            "table[crime-city].unit",
            "did you mean \"victims\"?",
        ),
        case(
            "an unknown list",
            (f, "\"charge_groups\"", "\"charges\""),
            (45, 8),
            "table[arrests-city].list",
            "charge_groups",
        ),
        case(
            "a month that is none",
            (f, "last = \"2018-03\"", "last = \"2018-13\""),
            (7, 8),
            "table[crime-city].last",
            "YYYY-MM",
        ),
        case(
            "a table that ends before it begins",
            (f, "first = \"2018-01\"", "first = \"2018-04\""),
            (7, 8),
            "table[crime-city].last",
            "before it begins",
        ),
        case(
            "an unknown source",
            (f, "source = \"early\"", "source = \"eary\""),
            (14, 10),
            "table[crime-city].stretch[1].source",
            "did you mean \"early\"?",
        ),
        case(
            "a stretch outside of its table",
            (
                f,
                stretch,
                "source = \"early\"\nfirst = \"2017-12\"\nlast = \"2018-03\"",
            ),
            (15, 9),
            "table[crime-city].stretch[1].first",
            "outside of the table",
        ),
        case(
            "overlapping stretches",
            (
                f,
                "source = \"late\"\nfirst = \"2019-01\"",
                "source = \"late\"\nfirst = \"2018-03\"",
            ),
            (35, 9),
            "table[crime-ward].stretch[2].first",
            "overlaps",
        ),
        case(
            "a stretch that ends before it begins",
            (
                f,
                stretch,
                "source = \"early\"\nfirst = \"2018-03\"\nlast = \"2018-01\"",
            ),
            (16, 8),
            "table[crime-city].stretch[1].last",
            "before they begin",
        ),
        case(
            "incomplete months outside",
            (f, "first = \"2018-03\", last", "first = \"2017-03\", last"),
            (12, 25),
            "table[crime-city].incomplete[1].first",
            "outside of the table",
        ),
        case(
            "a break outside",
            (
                f,
                "caveats = [\"invented\"]",
                "caveats = [\"invented\"]\nbreak = [{ month = \"2018-01\", reason = \"x\" }]",
            ),
            (12, 20),
            "table[crime-city].break[1].month",
            "outside of the table",
        ),
        case(
            "an unknown caveat",
            (f, "caveats = [\"invented\"]", "caveats = [\"inventd\"]"),
            (11, 12),
            "table[crime-city].caveats[1]",
            "did you mean \"invented\"?",
        ),
        case(
            "an unknown kind of place",
            (f, "place = \"ward\"", "place = \"wards\""),
            (27, 36),
            "table[crime-ward].geography.place",
            "did you mean \"ward\"?",
        ),
        case(
            "an unknown area",
            (
                f,
                "place = \"agency\" }",
                "place = \"agency\", only = [\"lakevile\"] }",
            ),
            (63, 41),
            "table[index-cities].geography.only[1]",
            "did you mean \"lakeville\"?",
        ),
        case(
            "no areas",
            (f, "{ city = true }", "{ city = false }"),
            (10, 13),
            "table[crime-city].geography",
            "no areas",
        ),
        case(
            "a label for nothing",
            (
                f,
                "geography = { city = true }",
                "geography = { city = true }\nlabels = { gun = \"Gun\" }",
            ),
            (11, 18),
            "table[crime-city].labels.gun",
            "categories",
        ),
        case(
            "a source without the place",
            (f, "source = \"late\"", "source = \"arrests\""),
            (34, 10),
            "table[crime-ward].stretch[2].source",
            "names no ward",
        ),
        case(
            "a source that counts something else",
            (f, "source = \"early\"", "source = \"arrests\""),
            (14, 10),
            "table[crime-city].stretch[1].source",
            "does not count",
        ),
        case(
            "a source that no table uses",
            (f, "source = \"arrests\"", "source = \"early\""),
            (39, 6),
            "source[3].id",
            "no table",
        )
        .in_file("sources.toml"),
    ]
}

fn pages() -> Vec<Case> {
    let (c, e, o) = ("caveats.toml", "events.toml", "overview.toml");
    let month = "month = \"2018-02\"";
    vec![
        case(
            "an unused caveat",
            (
                c,
                "[[caveat]]",
                "[[caveat]]\nid = \"idle\"\ntext = \"x\"\n[[caveat]]",
            ),
            (2, 6),
            "caveat[1].id",
            "no table names",
        ),
        case(
            "a caveat with an unknown key",
            (c, "text", "txt"),
            (3, 1),
            "caveat[invented].txt",
            "did you mean \"text\"?",
        ),
        case(
            "no such day of an event",
            (e, "date = \"2018-02\"", "date = \"2018-02-30\""),
            (4, 8),
            "event[flood].date",
            "calendar",
        ),
        case(
            "an event in another month",
            (e, month, "month = \"2018-03\""),
            (5, 9),
            "event[flood].month",
            "2018-02",
        ),
        case(
            "an event without a source",
            (e, "source = \"Nobody\"", "source = \"\""),
            (8, 10),
            "event[flood].source",
            "no source",
        ),
        case(
            "an event without the key",
            (e, "source = \"Nobody\"", ""),
            (1, 1),
            "event[flood].source",
            "missing",
        ),
        case(
            "an unknown kind of event",
            (e, "\"city\"", "\"town\""),
            (3, 8),
            "event[flood].kind",
            "consent_decree",
        ),
        case(
            "an event that ends early",
            (e, month, "month = \"2018-02\"\nlast = \"2018-01\""),
            (6, 8),
            "event[flood].last",
            "before it begins",
        ),
        case(
            "a line of no table",
            (o, "\"crime-ward\"", "\"crime-wart\""),
            (4, 9),
            "headlines[1].table",
            "did you mean \"crime-ward\"?",
        ),
        case(
            "a line of no code",
            (o, "category = \"homicide\"", "category = \"arson\""),
            (5, 12),
            "headlines[1].category",
            "categories",
        ),
        case(
            "a line of no area",
            (o, "\"upstream\"", "\"upsteam\""),
            (6, 13),
            "headlines[1].geography",
            "did you mean \"upstream\"?",
        ),
        case(
            "an unknown grain",
            (o, "grain = \"month\"", "grain = \"week\""),
            (12, 9),
            "charts[homicides].grain",
            "rolling12",
        ),
    ]
}
