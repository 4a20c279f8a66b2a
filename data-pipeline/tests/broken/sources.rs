//! Faults in the source files themselves.

use super::super::Case;
use super::super::Fault::{self, Compressed, Edit, Exchanged, NoSource, Source};

fn case(
    name: &'static str,
    fault: Fault,
    (file, line): (&'static str, u64),
    field: &'static str,
    says: &'static str,
) -> Case {
    Case {
        name,
        fault,
        at: (file, line, 0),
        field,
        says,
    }
}

pub fn cases() -> Vec<Case> {
    [files(), headers(), rows(), counts()]
        .into_iter()
        .flatten()
        .collect()
}

fn files() -> Vec<Case> {
    let (gz, whole) = ("early.csv.gz", "(the file)");
    let foreign: fn(Vec<u8>) -> Vec<u8> = |_| b"PK\x03\x04 a zip".to_vec();
    let cut: fn(Vec<u8>) -> Vec<u8> = |bytes| bytes[..bytes.len() / 2].to_vec();
    let spoilt: fn(Vec<u8>) -> Vec<u8> = |mut bytes| {
        let last = bytes.len() - 6;
        bytes[last] ^= 0x55;
        bytes
    };
    vec![
        case(
            "no file",
            NoSource("late.csv"),
            ("late.csv", 0),
            whole,
            "cannot be read",
        ),
        case(
            "an empty file",
            Source("late.csv", b""),
            ("late.csv", 0),
            whole,
            "empty",
        ),
        case(
            "nothing but a line end",
            Source("late.csv", b"\r\n"),
            ("late.csv", 0),
            whole,
            "empty",
        ),
        case(
            "another export",
            Exchanged(
                "late.csv",
                b"day,offense,ward,count\n2019-01-01,HOMICIDE,Up,1\n",
            ),
            ("late.csv", 0),
            "sha256",
            "sources.toml",
        ),
        case(
            "a gzip that is cut",
            Compressed(cut),
            (gz, 0),
            whole,
            "whole gzip file",
        ),
        case(
            "a gzip that is a zip",
            Compressed(foreign),
            (gz, 0),
            whole,
            "whole gzip file",
        ),
        case(
            "a gzip with a wrong sum",
            Compressed(spoilt),
            (gz, 0),
            whole,
            "whole gzip file",
        ),
        case(
            "a gzip of nothing",
            Compressed(|_| super::super::invented::gzipped(b"")),
            (gz, 0),
            whole,
            "empty",
        ),
        case(
            "a gzip of something else",
            Compressed(|_| super::super::invented::gzipped(b"\x7fELF\x02\x01")),
            (gz, 1),
            "Day",
            "missing",
        ),
    ]
}

fn headers() -> Vec<Case> {
    let late = "late.csv";
    vec![
        case(
            "two byte-order marks",
            Source(late, b"\xef\xbb\xbf\xef\xbb\xbfday,offense,ward,count\n"),
            (late, 1),
            "(the header)",
            "byte-order",
        ),
        case(
            "a column that is missing",
            Source(late, b"day,offence,ward,count\n"),
            (late, 1),
            "offense",
            "did you mean \"offence\"?",
        ),
        case(
            "another one",
            Source(late, b"day,offense,count\n"),
            (late, 1),
            "ward",
            "missing",
        ),
        case(
            "a column twice",
            Source(late, b"day,offense,ward,count,count\n"),
            (late, 1),
            "count",
            "2 columns",
        ),
        case(
            "only a header",
            Source(late, b"day,offense,ward,count\n"),
            (late, 1),
            "(the file)",
            "no rows",
        ),
        case(
            "a header that is not UTF-8",
            Source(late, b"day,off\xe4nse,ward,count\n"),
            (late, 1),
            "(the header)",
            "UTF-8",
        ),
        case(
            "another delimiter",
            Source(late, b"day;offense;ward;count\n"),
            (late, 1),
            "day",
            "missing",
        ),
        case(
            "a cut name",
            Edit(
                "sources.toml",
                "column = \"Charge\"",
                "column = \"ChargeDesc\"",
            ),
            ("arrests.csv", 1),
            "ChargeDesc",
            "did you mean \"Charge\"?",
        ),
    ]
}

fn rows() -> Vec<Case> {
    let (a, day) = ("arrests.csv", "Day");
    let row = "(the whole row)";
    vec![
        case(
            "a ragged row",
            Source(a, b"Day,Charge\n2018-01-01,HGV\n2018-01-02,HGV,more\n"),
            (a, 3),
            row,
            "3 fields",
        ),
        case(
            "a row inside quotes",
            Source(a, b"Day,Charge\n2018-01-01,\"HG\nV\"\n2018-01-02\n"),
            (a, 4),
            row,
            "1 fields",
        ),
        case(
            "an unclosed quote",
            Source(
                a,
                b"Day,Charge\n2018-01-01,HGV\n2018-01-02,\"HGV\n2018-01-03,CDS\n",
            ),
            (a, 3),
            row,
            "never closed",
        ),
        case(
            "a field that is not UTF-8",
            Source(a, b"Day,Charge\n2018-01-01,HGV \xff\n"),
            (a, 2),
            "Charge",
            "UTF-8",
        ),
        case(
            "a NUL byte",
            Source(a, b"Day,Charge\n2018-01-01,HGV\n2018-01-02,H\0GV\n"),
            (a, 3),
            "Charge",
            "NUL",
        ),
        case(
            "no such day",
            Source(a, b"Day,Charge\n2018-01-01,HGV\n2018-01-32,HGV\n"),
            (a, 3),
            day,
            "2018-01-32",
        ),
        case(
            "no such month",
            Source(a, b"Day,Charge\n2018-13-01,HGV\n"),
            (a, 2),
            day,
            "%Y-%m-%d",
        ),
        case(
            "no leap day",
            Source(a, b"Day,Charge\r\n2018-01-01,HGV\r\n2018-02-29,HGV\r\n"),
            (a, 3),
            day,
            "2018-02-29",
        ),
        case(
            "no day",
            Source(a, b"Day,Charge\n,HGV\n"),
            (a, 2),
            day,
            "there is no date",
        ),
        case(
            "a day as a number",
            Source(a, b"Day,Charge\n43101,HGV\n"),
            (a, 2),
            day,
            "43101",
        ),
        case(
            "a day that no table counts",
            Source(a, b"Day,Charge\n2018-01-01,HGV\n2019-05-05,HGV\n"),
            (a, 3),
            row,
            "gun on 2019-05-05",
        ),
        case(
            "several lines of one row",
            Source(a, b"Day,Charge\n\"2018-01-01\n\",HGV\n2018-01-4x,HGV\n"),
            (a, 4),
            day,
            "2018-01-4x",
        ),
    ]
}

fn counts() -> Vec<Case> {
    let (late, totals) = ("late.csv", "totals.csv");
    vec![
        case(
            "an unknown offense",
            Source(late, b"day,offense,ward,count\n2019-01-01,HOMOCIDE,Up,1\n"),
            (late, 2),
            "offense",
            "such as \"HOMICIDE\"",
        ),
        case(
            "no offense",
            Source(late, b"day,offense,ward,count\n2019-01-01,,Up,1\n"),
            (late, 2),
            "offense",
            "must not be empty",
        ),
        case(
            "a count below zero",
            Source(late, b"day,offense,ward,count\n2019-01-01,HOMICIDE,Up,-1\n"),
            (late, 2),
            "count",
            "whole number",
        ),
        case(
            "a huge count",
            Source(
                late,
                b"day,offense,ward,count\n2019-01-01,HOMICIDE,Up,4294967296\n",
            ),
            (late, 2),
            "count",
            "whole number",
        ),
        case(
            "a hugest count",
            Source(
                late,
                b"day,offense,ward,count\n2019-01-01,HOMICIDE,Up,99999999999999999999999\n",
            ),
            (late, 2),
            "count",
            "whole number",
        ),
        case(
            "a part of a count",
            Source(
                late,
                b"day,offense,ward,count\n2019-01-01,HOMICIDE,Up,1.5\n",
            ),
            (late, 2),
            "count",
            "1.5",
        ),
        case(
            "a running total of no number",
            Source(
                totals,
                b"through,agency,offense,now,then\n2019-01-01,\"Rivertown, Ohio\",Murders,many,1\n",
            ),
            (totals, 2),
            "now",
            "many",
        ),
        case(
            "a running total of an unknown offense",
            Source(
                totals,
                b"through,agency,offense,now,then\n2019-01-01,\"Rivertown, Ohio\",Murder,2,1\n",
            ),
            (totals, 2),
            "offense",
            "such as \"Murders\"",
        ),
        case(
            "an agency that nobody asked for",
            Source(
                totals,
                b"through,agency,offense,now,then\n2019-01-01,Atlantis,Murders,2,1\n",
            ),
            (totals, 2),
            "(the whole row)",
            "Atlantis",
        ),
        Case {
            name: "a sum below zero",
            fault: Source(late, b"day,offense,ward,count\n2019-01-01,HOMICIDE,Up,1\n"),
            at: ("tables.toml", 18, 1),
            field: "table[crime-ward]",
            says: "found \"-1\"",
        },
        Case {
            name: "a month without a row",
            fault: Compressed(|_| {
                super::super::invented::gzipped(
                    b"Day,Kind,Ward,,Note\n01/05/2018,MURDER,Up,,\n03/05/2018,MURDER,Up,,\n",
                )
            }),
            at: ("tables.toml", 14, 10),
            field: "table[crime-city].stretch[1].source",
            says: "no row in 2018-02",
        },
    ]
}
