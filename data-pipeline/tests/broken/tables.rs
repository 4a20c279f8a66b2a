//! Faults in the tables of codes, names, spellings and rules.

use super::super::Case;
use super::super::Fault::{Edit, NoSettings, Settings};

fn case(
    name: &'static str,
    (file, from, to): (&'static str, &'static str, &'static str),
    line: u64,
    field: &'static str,
    says: &'static str,
) -> Case {
    Case {
        name,
        fault: Edit(file, from, to),
        at: (file, line, 0),
        field,
        says,
    }
}

pub fn cases() -> Vec<Case> {
    let whole = |name, fault, line, field, says| Case {
        name,
        fault,
        at: ("offenses.csv", line, 0),
        field,
        says,
    };
    let (o, n, c) = ("offenses.csv", "offense_names.csv", "charges.csv");
    vec![
        whole(
            "no file",
            NoSettings(o),
            0,
            "(the file)",
            "code, label, parent",
        ),
        whole("an empty file", Settings(o, b""), 1, "code", "missing"),
        whole(
            "a NUL byte",
            Settings(o, b"code,label,parent\nhomi\0cide,H,\n"),
            2,
            "(the file)",
            "NUL",
        ),
        whole(
            "not UTF-8",
            Settings(o, b"code,label,parent\na,A,\nb,\xe4,\n"),
            3,
            "(the file)",
            "UTF-8",
        ),
        whole(
            "an unclosed quote",
            Settings(o, b"code,label,parent\na,A,\nb,\"B,\n"),
            3,
            "(the whole row)",
            "never closed",
        ),
        whole(
            "a fault below CRLF and an empty line",
            Settings(o, b"code,label,parent\r\na,A,\r\n\r\nb,B,c\r\n"),
            4,
            "parent",
            "no line",
        ),
        case(
            "a column that is missing",
            (o, "code,label,parent", "code,name,parent"),
            1,
            "label",
            "missing",
        ),
        case(
            "a column twice",
            (o, "code,label,parent", "code,label,label"),
            1,
            "label",
            "two columns",
        ),
        case(
            "a row that is short",
            (o, "larceny,Larceny,\n", "larceny,Larceny\n"),
            5,
            "(the whole row)",
            "2 fields",
        ),
        case(
            "a parent that is missing",
            (o, "Homicide,violent", "Homicide,violant"),
            3,
            "parent",
            "did you mean \"violent\"?",
        ),
        case(
            "a parent on a later line",
            (o, "Homicide,violent", "Homicide,larceny"),
            3,
            "parent",
            "later line",
        ),
        case(
            "a cycle",
            (
                o,
                "violent,Violent crime,",
                "violent,Violent crime,homicide",
            ),
            2,
            "parent",
            "part of itself",
        ),
        case(
            "a code twice",
            (o, "threat,", "larceny,"),
            8,
            "code",
            "earlier line",
        ),
        case(
            "a label twice",
            (o, "threat,Threat", "threat,Larceny"),
            8,
            "label",
            "earlier line",
        ),
        case(
            "no label",
            (o, "threat,Threat", "threat,"),
            8,
            "label",
            "no label",
        ),
        case(
            "a code for no address",
            (o, "threat,Threat", "Threat!,Threat"),
            8,
            "code",
            "address",
        ),
        case(
            "a name of an unknown code",
            (n, "MURDER,homicide", "MURDER,homocide"),
            2,
            "code",
            "did you mean \"homicide\"?",
        ),
        case(
            "a factor that is none",
            (n, "MURDER,homicide,1", "MURDER,homicide,one"),
            2,
            "factor",
            "1, or -1",
        ),
        case(
            "a name twice",
            (n, "early,SHOT,shooting,1", "early,MURDER,homicide,1"),
            3,
            "name",
            "same code",
        ),
        case(
            "an unknown comparison",
            (c, "word,HGV", "wrod,HGV"),
            3,
            "match",
            "did you mean \"word\"?",
        ),
        case(
            "an unknown group",
            (c, "HGV,gun", "HGV,guns"),
            3,
            "group",
            "did you mean \"gun\"?",
        ),
        case(
            "a rule that never decides",
            (c, "contains,HANDGUN,gun", "exact,HGV CHARGE,gun"),
            4,
            "pattern",
            "line 3",
        ),
        case(
            "a rule in small letters",
            (c, "HANDGUN", "handgun"),
            4,
            "pattern",
            "capitals",
        ),
        case(
            "no group for the rest",
            (
                "charge_groups.csv",
                "other,Other charges",
                "rest,Other charges",
            ),
            1,
            "code",
            "other",
        ),
        case(
            "a spelling of no place",
            ("ward_spellings.csv", "Up,upstream", "Up,upsteam"),
            2,
            "code",
            "did you mean \"upstream\"?",
        ),
        case(
            "a spelling twice",
            ("ward_spellings.csv", "Mid-Stream", "UP"),
            3,
            "spelling",
            "earlier line",
        ),
        case(
            "a source's spelling of no place",
            ("ward_names_late.csv", "Delta,downstream", "Delta,downsteam"),
            3,
            "code",
            "did you mean \"downstream\"?",
        ),
        case(
            "a place not told apart that is none",
            ("wards_not_told_apart_late.csv", "midstream", "midsteam"),
            2,
            "code",
            "did you mean",
        ),
        case(
            "a withheld month without a reason",
            ("withheld.csv", "counted twice", ""),
            2,
            "reason",
            "no reason",
        ),
        case(
            "a withheld month that is none",
            ("withheld.csv", "2019-03,2019-03", "2019-3,2019-03"),
            2,
            "first",
            "YYYY-MM",
        ),
        case(
            "a withheld month of nobody",
            ("withheld.csv", "lakeville", "lakevile"),
            2,
            "place",
            "did you mean \"lakeville\"?",
        ),
    ]
}
