//! Faults of form and of reference in the TOML files.

use super::super::Case;
use super::super::Fault::{Edit, NoSettings, Settings};

fn case(
    name: &'static str,
    (file, from, to): (&'static str, &'static str, &'static str),
    (line, column): (u64, u64),
    field: &'static str,
    says: &'static str,
) -> Case {
    Case {
        name,
        fault: Edit(file, from, to),
        at: (file, line, column),
        field,
        says,
    }
}

pub fn cases() -> Vec<Case> {
    [forms(), cities(), sources(), tables(), pages()]
        .into_iter()
        .flatten()
        .collect()
}

/// Files that are no TOML, or not there.
fn forms() -> Vec<Case> {
    let syntax = "(syntax)";
    let whole = |name, fault, line, column, says| Case {
        name,
        fault,
        at: ("city.toml", line, column),
        field: "(the file)",
        says,
    };
    vec![
        whole("no file", NoSettings("city.toml"), 0, 0, "new-city"),
        whole(
            "not UTF-8",
            Settings("city.toml", b"id = \"a\"\nlabel = \"\xff\"\n"),
            2,
            10,
            "UTF-8",
        ),
        case(
            "an unclosed text",
            ("city.toml", "\"Rivertown\"", "\"Rivertown"),
            (2, 19),
            syntax,
            "",
        ),
        case(
            "a key twice",
            ("city.toml", "label", "id = \"x\"\nlabel"),
            (2, 1),
            syntax,
            "duplicate",
        ),
        case(
            "no equals sign",
            ("tables.toml", "title =", "title"),
            (3, 7),
            syntax,
            "",
        ),
        case(
            "a bracket missing",
            ("tables.toml", "[[table]]", "[[table]"),
            (1, 9),
            syntax,
            "",
        ),
    ]
}

fn cities() -> Vec<Case> {
    let f = "city.toml";
    vec![
        case(
            "an unknown key",
            (f, "label", "lable"),
            (2, 1),
            "lable",
            "did you mean \"label\"?",
        ),
        case(
            "a missing key",
            (f, "id = \"rivertown\"\n", ""),
            (1, 1),
            "id",
            "missing",
        ),
        case(
            "a number for a text",
            (f, "\"Rivertown\"", "7"),
            (2, 9),
            "label",
            "text in quotes",
        ),
        case(
            "no such day",
            (f, "2020-02-29", "2021-02-29"),
            (3, 12),
            "released",
            "calendar",
        ),
        case(
            "a day without quotes",
            (f, "\"2020-02-29\"", "2020-02-29"),
            (3, 12),
            "released",
            "without quotes",
        ),
        case(
            "a share of 140",
            (f, "40.0", "140.0"),
            (4, 27),
            "set_aside_limit_percent",
            "percentage",
        )
        .with("0.0", "140.0"),
        case(
            "another id",
            (f, "\"rivertown\"", "\"seatown\""),
            (1, 6),
            "id",
            "\"rivertown\"",
        ),
        case(
            "a place twice",
            (f, "id = \"agency\"", "id = \"ward\""),
            (14, 6),
            "place[2].id",
            "twice",
        ),
        case(
            "a file of places that is not there",
            (f, "\"wards.csv\"", "\"words.csv\""),
            (0, 0),
            "(the file)",
            "code, label",
        )
        .in_file("words.csv"),
        case(
            "a spelling column that is not there",
            (f, "full_name", "fullname"),
            (1, 0),
            "fullname",
            "missing",
        )
        .in_file("agencies.csv"),
    ]
}

fn sources() -> Vec<Case> {
    let f = "sources.toml";
    vec![
        case(
            "an unknown key in a shape",
            (f, "charge = { column", "charge = { colum"),
            (50, 12),
            "source[arrests].shape.charge.colum",
            "did you mean \"column\"?",
        ),
        case(
            "an unknown kind",
            (f, "\"incidents\"", "\"incident\""),
            (12, 8),
            "source[early].shape.kind",
            "did you mean \"incidents\"?",
        ),
        case(
            "no date",
            (
                f,
                "date = { column = \"Day\", formats = [\"%m/%d/%Y\"] }\n",
                "",
            ),
            (11, 1),
            "source[early].shape.date",
            "missing",
        ),
        case(
            "a form without a year",
            (f, "\"%m/%d/%Y\"", "\"%m/%d\""),
            (13, 37),
            "source[early].shape.date.formats[1]",
            "no day can be read",
        ),
        case(
            "an unknown vocabulary",
            (f, "vocabulary = \"late\"", "vocabulary = \"latte\""),
            (33, 46),
            "source[late].shape.offense.vocabulary",
            "did you mean \"late\"?",
        ),
        case(
            "an unknown kind of place",
            (
                f,
                "ward = { column = \"Ward\" }",
                "wart = { column = \"Ward\" }",
            ),
            (16, 8),
            "source[early].shape.places.wart",
            "did you mean \"ward\"?",
        ),
        case(
            "an unknown agency list",
            (f, "place = \"agency\"", "place = \"agencies\""),
            (65, 39),
            "source[months].shape.agency.place",
            "city.toml",
        ),
        case(
            "an unknown code of a count",
            (f, "homicide = \"murder\"", "homocide = \"murder\""),
            (67, 12),
            "source[months].shape.counts.homocide",
            "did you mean \"homicide\"?",
        ),
        case(
            "a hash that is none",
            (f, "sha256 = \"", "sha256 = \"x"),
            (9, 10),
            "source[early].sha256",
            "SHA-256",
        ),
        case(
            "a path that leads elsewhere",
            (f, "file = \"late.csv\"", "file = \"../late.csv\""),
            (28, 8),
            "source[late].file",
            "elsewhere",
        ),
        case(
            "an id twice",
            (f, "id = \"late\"", "id = \"early\""),
            (22, 6),
            "source[2].id",
            "twice",
        ),
        case(
            "an id for no address",
            (f, "id = \"late\"", "id = \"Läte\""),
            (22, 6),
            "source[2].id",
            "address",
        ),
        case(
            "a rule without a reason",
            (f, "reason = \"before the floor of 2018\"", "reason = \"\""),
            (19, 10),
            "source[early].leave_out[1].reason",
            "no reason",
        ),
        case(
            "a rule for no day",
            (f, "before = \"2018-01-01\"", "before = \"2018-01-32\""),
            (18, 10),
            "source[early].leave_out[1].before",
            "calendar",
        ),
        case(
            "a rule that fits no row",
            (
                f,
                "before = \"2018-01-01\"",
                "from = \"2018-02-01\"\nbefore = \"2018-01-01\"",
            ),
            (18, 8),
            "source[early].leave_out[1].from",
            "fits no row",
        ),
        case(
            "a rule that fits every row",
            (f, "before = \"2018-01-01\"\n", ""),
            (17, 1),
            "source[early].leave_out[1]",
            "every row",
        ),
        case(
            "a rule for an unknown code",
            (f, "before = \"2018-01-01\"", "categories = [\"rap\"]"),
            (18, 15),
            "source[early].leave_out[1].categories[1]",
            "offenses.csv",
        ),
        case(
            "a year that is a text",
            (f, "years = [2019]", "years = [\"2019\"]"),
            (88, 38),
            "source[totals].shape.current.years[1]",
            "whole number",
        ),
    ]
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

impl Case {
    /// The fault shows in another file than the one that is edited.
    fn in_file(mut self, file: &'static str) -> Self {
        self.at.0 = file;
        self
    }

    /// Another edit of the same file.
    fn with(mut self, from: &'static str, to: &'static str) -> Self {
        if let Edit(file, _, _) = self.fault {
            self.fault = Edit(file, from, to);
        }
        self
    }
}
