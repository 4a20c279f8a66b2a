//! GeoJSON: a row a feature, read a token at a time, so that a map does not have to fit into memory.
//!
//! The columns are the properties of all features, in the order in which they first occur, and the
//! two coordinates of the points. Lines and areas are no rows: they are maps, and read elsewhere.

mod feature;

use std::collections::{BTreeMap, btree_map::Entry};

use ::csv::ByteRecord;
use struson::reader::{JsonReader, JsonReaderPosition, JsonStreamReader, ReaderError, ValueType};

use super::window::Window;
use super::{Field, Place, Records};
use crate::source::content::Content;
use crate::source::{SourceError, WHOLE_FILE};
use feature::Feature;

/// The column of the longitude of a feature's point, in degrees.
pub const LONGITUDE: &str = "geometry.longitude";
/// The column of the latitude of a feature's point, in degrees.
pub const LATITUDE: &str = "geometry.latitude";

/// No table is as wide; a file whose features have no property in common is no table.
const MOST_COLUMNS: usize = 4_096;

/// The rows of a `FeatureCollection`.
pub(in crate::source) struct GeoJson {
    features: Features,
    columns: Vec<Field>,
    /// Where in a record each property stands.
    positions: BTreeMap<String, usize>,
}

type Reader = JsonStreamReader<Window<Content>>;

/// The features of a collection, one after the other.
struct Features {
    file: String,
    /// Gone when the document has ended.
    reader: Option<Reader>,
    part: Part,
    is_collection: bool,
    /// The position of the next feature, from 0.
    next: u64,
    /// The line on which the current feature begins.
    line: u64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Before,
    Inside,
    After,
}

impl GeoJson {
    /// Finds the columns in one pass over the content, and begins another for the rows.
    pub(in crate::source) fn open(
        file: &str,
        first: Content,
        second: Content,
    ) -> Result<Self, SourceError> {
        let mut positions = BTreeMap::new();
        let mut columns = Vec::new();
        let mut features = Features::new(file, first);
        while let Some(feature) = features.next()? {
            for (name, _) in feature.properties {
                if let Entry::Vacant(entry) = positions.entry(name) {
                    columns.push(Field::text(entry.key()));
                    entry.insert(columns.len() - 1);
                }
            }
            if columns.len() >= MOST_COLUMNS {
                let expected = format!("fewer than {MOST_COLUMNS} different properties");
                return Err(features.not_of_format("properties", &expected, "more"));
            }
        }
        columns.extend([Field::text(LONGITUDE), Field::text(LATITUDE)]);
        Ok(Self {
            features: Features::new(file, second),
            columns,
            positions,
        })
    }
}

impl Records for GeoJson {
    fn columns(&self) -> &[Field] {
        &self.columns
    }

    fn next(&mut self, record: &mut ByteRecord) -> Result<Option<Place>, SourceError> {
        let index = self.features.next;
        let Some(feature) = self.features.next()? else {
            return Ok(None);
        };
        let mut fields = vec![""; self.positions.len()];
        for (name, value) in &feature.properties {
            let field = self.positions.get(name).and_then(|at| fields.get_mut(*at));
            if let Some(field) = field {
                *field = value;
            }
        }
        record.clear();
        fields
            .iter()
            .for_each(|field| record.push_field(field.as_bytes()));
        for coordinate in &feature.point {
            record.push_field(coordinate.as_bytes());
        }
        Ok(Some(Place {
            line: self.features.line,
            prefix: format!("features[{index}]."),
            fault: feature.fault,
        }))
    }
}

impl Features {
    fn new(file: &str, content: Content) -> Self {
        Self {
            file: file.to_owned(),
            reader: Some(JsonStreamReader::new(Window::new(content))),
            part: Part::Before,
            is_collection: false,
            next: 0,
            line: 1,
        }
    }

    fn next(&mut self) -> Result<Option<Feature>, SourceError> {
        let Some(mut reader) = self.reader.take() else {
            return Ok(None);
        };
        match self.advance(&mut reader) {
            Ok(Some(feature)) => {
                self.reader = Some(reader);
                Ok(Some(feature))
            }
            Ok(None) => match reader.consume_trailing_whitespace() {
                Ok(()) => Ok(None),
                Err(error) => Err(self.refused(&error)),
            },
            Err(Stop::Reader(_)) if reader.reader_mut().is_full() => Err(SourceError::Endless {
                file: self.file.clone(),
                line: self.line,
            }),
            Err(Stop::Reader(error)) => Err(self.refused(&error)),
            Err(Stop::Source(error)) => Err(error),
        }
    }

    /// The next feature; `None` after the end of the collection.
    fn advance(&mut self, reader: &mut Reader) -> Result<Option<Feature>, Stop> {
        if self.part == Part::Before {
            self.expect(reader, ValueType::Object, WHOLE_FILE, "a FeatureCollection")?;
            reader.begin_object()?;
            if !self.members(reader)? {
                let none = self.not_of_format("features", "an array of features", "none");
                return Err(Stop::Source(none));
            }
        }
        if reader.has_next()? {
            let position = reader.current_position(false);
            self.line = line_of(&position);
            let begin = position.data_pos.unwrap_or_default();
            reader.reader_mut().forget_before(begin);
            let feature = Feature::read(reader)?;
            self.next += 1;
            return Ok(Some(feature));
        }
        reader.end_array()?;
        self.part = Part::After;
        self.members(reader)?;
        reader.end_object()?;
        if self.is_collection {
            return Ok(None);
        }
        let expected = "\"FeatureCollection\"";
        Err(Stop::Source(self.not_of_format("type", expected, "none")))
    }

    /// Reads the members of the collection up to its features, or its end: whether there are some.
    fn members(&mut self, reader: &mut Reader) -> Result<bool, Stop> {
        while reader.has_next()? {
            let position = reader.current_position(false);
            self.line = line_of(&position);
            let begin = position.data_pos.unwrap_or_default();
            reader.reader_mut().forget_before(begin);
            match reader.next_name()? {
                "type" => self.collection(reader)?,
                "features" if self.part == Part::Before => {
                    self.expect(reader, ValueType::Array, "features", "an array of features")?;
                    reader.begin_array()?;
                    self.part = Part::Inside;
                    return Ok(true);
                }
                "features" => {
                    let twice = self.not_of_format("features", "features once", "a second array");
                    return Err(Stop::Source(twice));
                }
                _ => reader.skip_value()?,
            }
        }
        Ok(false)
    }

    fn collection(&mut self, reader: &mut Reader) -> Result<(), Stop> {
        let expected = "\"FeatureCollection\"";
        self.expect(reader, ValueType::String, "type", expected)?;
        let found = reader.next_str()?;
        if found == "FeatureCollection" {
            self.is_collection = true;
            return Ok(());
        }
        let found = format!("{found:?}");
        Err(Stop::Source(self.not_of_format("type", expected, &found)))
    }

    fn expect(
        &self,
        reader: &mut Reader,
        kind: ValueType,
        field: &str,
        expected: &str,
    ) -> Result<(), Stop> {
        let found = reader.peek()?;
        if found == kind {
            return Ok(());
        }
        let found = format!("JSON of the type {}", found.to_string().to_lowercase());
        Err(Stop::Source(self.not_of_format(field, expected, &found)))
    }

    fn not_of_format(&self, field: &str, expected: &str, found: &str) -> SourceError {
        SourceError::Format {
            file: self.file.clone(),
            line: self.line,
            field: field.to_owned(),
            expected: expected.to_owned(),
            found: found.to_owned(),
        }
    }

    /// What the parser says, with the feature in which it stopped.
    fn refused(&self, error: &ReaderError) -> SourceError {
        let (location, found) = match error {
            ReaderError::SyntaxError(error) => (&error.location, error.kind.to_string()),
            ReaderError::UnexpectedValueType { location, .. }
            | ReaderError::UnexpectedStructure { location, .. } => (location, error.to_string()),
            ReaderError::MaxNestingDepthExceeded { location, .. } => {
                (location, "too many brackets inside of each other".into())
            }
            ReaderError::UnsupportedNumberValue {
                number, location, ..
            } => (location, format!("the number {number}")),
            ReaderError::IoError { error, location } => (location, error.to_string()),
            _ => return self.not_of_format(WHOLE_FILE, "JSON", &error.to_string()),
        };
        let field = match self.part {
            Part::Inside => format!("features[{}]", self.next),
            Part::Before | Part::After => WHOLE_FILE.to_owned(),
        };
        SourceError::Format {
            file: self.file.clone(),
            line: line_of(location),
            field,
            expected: "JSON in UTF-8".to_owned(),
            found,
        }
    }
}

/// Why no further feature can be read.
enum Stop {
    Reader(ReaderError),
    Source(SourceError),
}

impl From<ReaderError> for Stop {
    fn from(error: ReaderError) -> Self {
        Self::Reader(error)
    }
}

/// The line of a position, from 1.
fn line_of(position: &JsonReaderPosition) -> u64 {
    position.line_pos.map_or(0, |position| position.line) + 1
}
