//! Faults in `publishing.toml`, `official_totals.csv`, and the totals that were published.

use super::super::Case;
use super::super::Fault::Settings;

pub fn cases() -> Vec<Case> {
    [limits(), vintages(), totals()]
        .into_iter()
        .flatten()
        .collect()
}

fn case(
    name: &'static str,
    text: &'static str,
    (line, column): (u64, u64),
    field: &'static str,
    says: &'static str,
) -> Case {
    Case {
        name,
        fault: Settings("publishing.toml", text.as_bytes()),
        at: ("publishing.toml", line, column),
        field,
        says,
    }
}

fn limits() -> Vec<Case> {
    vec![
        case(
            "a share above a hundred",
            "[guards]\nsource_shrank_percent = 200.0\n",
            (2, 25),
            "guards.source_shrank_percent",
            "from 0 to 100",
        ),
        case(
            "a limit below zero",
            "[guards]\nmonth_fell_deviations = -1.0\n",
            (2, 25),
            "guards.month_fell_deviations",
            "from 0 on",
        ),
        case(
            "a limit that nobody reads",
            "[guards]\nsource_shrunk_percent = 2.0\n",
            (2, 1),
            "guards.source_shrunk_percent",
            "source_shrank_percent",
        ),
        case(
            "a limit of an unknown source",
            "[guards.sources]\narests = 5.0\n",
            (2, 10),
            "guards.sources.arests",
            "did you mean \"arrests\"?",
        ),
        case("no TOML", "[guards\n", (1, 8), "(syntax)", "expected"),
    ]
}

fn vintages() -> Vec<Case> {
    vec![
        case(
            "a vintage of an unknown table",
            "[[vintage]]\nid = \"v\"\ntable = \"crime-cty\"\nsource = \"early\"\npublished_on = \"2018\"\ndated_by = \"D.\"\nfirst = \"2018-01\"\nlast = \"2018-01\"\n",
            (3, 9),
            "vintage[v].table",
            "did you mean \"crime-city\"?",
        ),
        case(
            "a vintage of an unknown source",
            "[[vintage]]\nid = \"v\"\ntable = \"crime-city\"\nsource = \"eary\"\npublished_on = \"2018\"\ndated_by = \"D.\"\nfirst = \"2018-01\"\nlast = \"2018-01\"\n",
            (4, 10),
            "vintage[v].source",
            "did you mean \"early\"?",
        ),
        case(
            "a vintage without its day",
            "[[vintage]]\nid = \"v\"\ntable = \"crime-city\"\nsource = \"early\"\npublished_on = \"last year\"\ndated_by = \"D.\"\nfirst = \"2018-01\"\nlast = \"2018-01\"\n",
            (5, 16),
            "vintage[v].published_on",
            "2016-09",
        ),
        case(
            "a vintage outside of its table",
            "[[vintage]]\nid = \"v\"\ntable = \"crime-city\"\nsource = \"early\"\npublished_on = \"2018\"\ndated_by = \"D.\"\nfirst = \"2017-01\"\nlast = \"2018-01\"\n",
            (7, 9),
            "vintage[v].first",
            "2018-01 to 2018-03",
        ),
        case(
            "a vintage without a whole year",
            "[[vintage]]\nid = \"v\"\ntable = \"crime-city\"\nsource = \"early\"\npublished_on = \"2018\"\ndated_by = \"D.\"\nfirst = \"2018-01\"\nlast = \"2018-03\"\ngrains = [\"year\"]\n",
            (9, 10),
            "vintage[v].grains",
            "no whole calendar year",
        ),
        case(
            "months of a table about persons",
            "[[vintage]]\nid = \"v\"\ntable = \"arrests-city\"\nsource = \"arrests\"\npublished_on = \"2018\"\ndated_by = \"D.\"\nfirst = \"2018-01\"\nlast = \"2018-01\"\ngrains = [\"month\"]\n",
            (9, 10),
            "vintage[v].grains",
            "about persons",
        ),
        case(
            "a vintage of something else",
            "[[vintage]]\nid = \"v\"\ntable = \"crime-city\"\nsource = \"arrests\"\npublished_on = \"2018\"\ndated_by = \"D.\"\nfirst = \"2018-01\"\nlast = \"2018-01\"\n",
            (4, 10),
            "vintage[v].source",
            "does not count what the table counts",
        ),
        case(
            "a vintage of which nobody knows the day",
            "[[vintage]]\nid = \"v\"\ntable = \"crime-city\"\nsource = \"early\"\npublished_on = \"2018\"\ndated_by = \" \"\nfirst = \"2018-01\"\nlast = \"2018-01\"\n",
            (6, 12),
            "vintage[v].dated_by",
            "how the day is known",
        ),
    ]
}

fn totals() -> Vec<Case> {
    let total = |name, text: &'static str, line, field, says| Case {
        name,
        fault: Settings("official_totals.csv", text.as_bytes()),
        at: ("official_totals.csv", line, 0),
        field,
        says,
    };
    vec![
        total(
            "totals without a tolerance",
            "table,geography,category,first,last,expected,source\n",
            1,
            "tolerance",
            "missing",
        ),
        total(
            "a total that is no number",
            "table,geography,category,first,last,expected,tolerance,source\ncrime-city,rivertown,homicide,2018-01,2018-01,some,0,S\n",
            2,
            "expected",
            "whole number",
        ),
        total(
            "a total of a category that the table lacks",
            "table,geography,category,first,last,expected,tolerance,source\ncrime-city,rivertown,homocide,2018-01,2018-01,1,0,S\n",
            2,
            "category",
            "did you mean \"homicide\"?",
        ),
        total(
            "a total of an area that the table lacks",
            "table,geography,category,first,last,expected,tolerance,source\ncrime-city,upstream,homicide,2018-01,2018-01,1,0,S\n",
            2,
            "geography",
            "no such area",
        ),
        total(
            "a total of a month that is none",
            "table,geography,category,first,last,expected,tolerance,source\ncrime-city,rivertown,homicide,2018-01,2018-13,1,0,S\n",
            2,
            "last",
            "YYYY-MM",
        ),
        total(
            "a total that disagrees with the table",
            "table,geography,category,first,last,expected,tolerance,source\ncrime-city,rivertown,homicide,2018-01,2018-01,9,7,the Gazette\n",
            2,
            "expected",
            "1 here, 9 by the Gazette; they may differ by 7",
        ),
        total(
            "a total that nobody has printed",
            "table,geography,category,first,last,expected,tolerance,source\ncrime-city,rivertown,homicide,2018-01,2018-01,1,0,\n",
            2,
            "source",
            "who printed it",
        ),
    ]
}
