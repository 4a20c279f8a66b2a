//! Faults of form in any TOML file, and of what `city.toml` and `sources.toml` say.

use super::super::Case;
use super::super::Fault::{NoSettings, Settings};
use super::edited as case;

pub fn cases() -> Vec<Case> {
    [forms(), cities(), publications(), sources()]
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

/// Who publishes, where and on what terms.
fn publications() -> Vec<Case> {
    let f = "city.toml";
    vec![
        case(
            "an address without its scheme",
            (f, "\"https://data.rivertown", "\"data.rivertown"),
            (20, 12),
            "publication.base_url",
            "expected one like https://",
        ),
        case(
            "an address of no folder",
            (f, "data.rivertown.example/", "data.rivertown.example"),
            (20, 12),
            "publication.base_url",
            "expected https://data.rivertown.example/",
        ),
        case(
            "a mailbox without a host",
            (f, "data@rivertown.example", "data"),
            (22, 46),
            "publication.contact.email",
            "not an e-mail address",
        ),
        case(
            "a publisher without a name",
            (f, "Office of Data of Rivertown", " "),
            (21, 22),
            "publication.publisher.name",
            "nobody publishes",
        ),
        case(
            "a contact without a mailbox",
            (f, ", email = \"data@rivertown.example\"", ""),
            (22, 11),
            "publication.contact.email",
            "missing",
        ),
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
            "Parquet that is compressed as a whole",
            (
                f,
                "file = \"early.csv.gz\"",
                "file = \"early.csv.gz\"\nformat = \"parquet\"",
            ),
            (8, 8),
            "source[early].file",
            "compressed inside",
        ),
        case(
            "a format that nobody reads",
            (
                f,
                "file = \"early.csv.gz\"",
                "file = \"early.csv.gz\"\nformat = \"xlsx\"",
            ),
            (9, 10),
            "source[early].format",
            "xlsx",
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
