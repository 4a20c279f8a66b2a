//! One table with everything that its files say about it, looked up once.

use cube::release::{Caveat, Manifest, Publication, Source, Table};
use cube::tidy::{self, Column, Role};
use cube::{Cube, Header, Step};

/// A table, its numbers, and the manifest that explains it.
pub struct Subject<'a> {
    pub manifest: &'a Manifest,
    pub table: &'a Table,
    pub cube: &'a Cube,
    /// The columns of the tidy table.
    pub columns: Vec<Column>,
    /// Whether a value of the table is not whole.
    pub has_fractions: bool,
    pub publication: Publication,
}

impl<'a> Subject<'a> {
    pub fn new(manifest: &'a Manifest, table: &'a Table, cube: &'a Cube) -> Self {
        Self {
            manifest,
            table,
            cube,
            columns: tidy::columns(cube.header()),
            has_fractions: cube.header().decimals > 0,
            publication: manifest.publication.clone().unwrap_or_default(),
        }
    }

    pub fn header(&self) -> &'a Header {
        self.cube.header()
    }

    /// The name of the column of time.
    pub fn period(&self) -> &str {
        let period = |column: &&Column| column.role == Role::Period;
        self.columns
            .iter()
            .find(period)
            .map_or("", |column| &column.name)
    }

    /// How much time a row stands for.
    pub fn step(&self) -> Step {
        self.header().step
    }

    /// Whether the CSV is published as it is, not compressed.
    pub fn is_csv_plain(&self) -> bool {
        !self.table.csv.ends_with(".gz")
    }

    /// The sources of the table, in its order.
    pub fn sources(&self) -> impl Iterator<Item = &'a Source> {
        let all = &self.manifest.sources;
        let ids = self.table.sources.iter();
        ids.filter_map(|id| all.iter().find(|source| source.id == *id))
    }

    /// The caveats of the table, in its order.
    pub fn caveats(&self) -> impl Iterator<Item = &'a Caveat> {
        let all = &self.manifest.caveats;
        let ids = self.table.caveats.iter();
        ids.filter_map(|id| all.iter().find(|caveat| caveat.id == *id))
    }

    /// Which source each stretch of time comes from, in words.
    pub fn origin(&self) -> String {
        let label = |id: &str| {
            let source = self.manifest.sources.iter().find(|source| source.id == id);
            source.map_or_else(|| id.to_owned(), |source| source.label.clone())
        };
        let stretches = self.header().stretches.iter().map(|stretch| {
            let (first, last) = (stretch.first, stretch.last);
            format!("{} ({first} to {last})", label(&stretch.source))
        });
        stretches.collect::<Vec<_>>().join("; ")
    }

    /// How to cite the table.
    pub fn citation(&self) -> String {
        let Publication {
            publisher, license, ..
        } = &self.publication;
        let Manifest { released, .. } = self.manifest;
        let mut publishers: Vec<&str> = Vec::new();
        for source in self.sources() {
            if !publishers.contains(&&*source.publisher) {
                publishers.push(&source.publisher);
            }
        }
        format!(
            "{}: {}. Release of {released}. {}. Made from records of: {}.",
            publisher.name,
            self.table.title,
            license.title,
            publishers.join("; ")
        )
    }

    /// Words by which a catalogue finds the table.
    pub fn keywords(&self) -> Vec<String> {
        let dimensions = self.header().dimensions.iter();
        let labels = dimensions.map(|dimension| dimension.label.to_lowercase());
        let fixed = ["public safety", self.table.unit.as_str()].map(str::to_owned);
        let city = self.manifest.city_label.clone();
        fixed.into_iter().chain([city]).chain(labels).collect()
    }
}

/// The last part of a path.
pub fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// In what form a file holds a table.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// Its name for people.
    pub name: &'static str,
    pub media_type: &'static str,
    /// The media type of what is compressed or packed, where the file is that.
    pub packs: Option<&'static str>,
}

const CSV: Format = Format {
    name: "CSV",
    media_type: "text/csv",
    packs: None,
};
const COMPRESSED_CSV: Format = Format {
    name: "CSV, compressed",
    media_type: "application/gzip",
    packs: Some("text/csv"),
};
const PARQUET: Format = Format {
    name: "Parquet",
    media_type: "application/vnd.apache.parquet",
    packs: None,
};
const WORKBOOK: Format = Format {
    name: "Excel workbook",
    media_type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    packs: None,
};
const ARCHIVE: Format = Format {
    name: "CSV with all that explains it",
    media_type: "application/zip",
    packs: Some("text/csv"),
};

impl Subject<'_> {
    /// The paths of the files that hold the table, the CSV first.
    pub fn files(&self) -> impl Iterator<Item = (&str, Format)> {
        let downloads = &self.table.downloads;
        let csv = if self.is_csv_plain() {
            CSV
        } else {
            COMPRESSED_CSV
        };
        let files = [
            (Some(&self.table.csv), csv),
            (downloads.parquet.as_ref(), PARQUET),
            (downloads.workbook.as_ref(), WORKBOOK),
            (downloads.archive.as_ref(), ARCHIVE),
        ];
        let files = files.into_iter();
        files.filter_map(|(path, format)| Some((path?.as_str(), format)))
    }
}
