//! One feature: its properties as texts, its point, and what is wrong with it.
//!
//! A feature that is none does not end the collection: it is a row that cannot be read.

use struson::reader::{JsonReader, ReaderError, TransferError, ValueType};
use struson::writer::{JsonStreamWriter, JsonWriter};

use super::MOST_COLUMNS;
use crate::source::formats::RowFault;

/// One feature.
#[derive(Debug, Default)]
pub(super) struct Feature {
    /// The properties in the order of the file.
    pub properties: Vec<(String, String)>,
    /// Longitude and latitude in the digits of the file; empty where there is no geometry.
    pub point: [String; 2],
    /// Why it is no row: the first reason that was found.
    pub fault: Option<RowFault>,
    has_properties: bool,
}

const A_FEATURE: &str = "an object of the type \"Feature\"";
const PROPERTIES: &str = "an object of properties";
const A_POINT: &str = "a Point of longitude and latitude, or null";
const NO_POINT: &str = "the geometry is no point";

impl Feature {
    /// Reads the next value of an array of features.
    pub(super) fn read(reader: &mut impl JsonReader) -> Result<Self, ReaderError> {
        let mut feature = Self::default();
        if !feature.is_object(reader, "type", A_FEATURE, "a feature is no object")? {
            return Ok(feature);
        }
        let mut kind = String::new();
        reader.begin_object()?;
        while reader.has_next()? {
            let name = reader.next_name_owned()?;
            match name.as_str() {
                "type" => kind = text(reader)?,
                "properties" => feature.read_properties(reader)?,
                "geometry" => feature.read_geometry(reader)?,
                _ => reader.skip_value()?,
            }
        }
        reader.end_object()?;
        if kind != "Feature" {
            feature.is_wrong("type", &kind, A_FEATURE, "a feature is of another type");
        }
        if !feature.has_properties {
            let reason = "a feature has no properties";
            feature.is_wrong("properties", "", PROPERTIES, reason);
        }
        Ok(feature)
    }

    fn read_properties(&mut self, reader: &mut impl JsonReader) -> Result<(), ReaderError> {
        let reason = "the properties are no object";
        let is_object = self.is_object(reader, "properties", PROPERTIES, reason)?;
        let is_second = std::mem::replace(&mut self.has_properties, true);
        if is_second {
            self.stands_twice("properties");
        }
        if !is_object {
            return Ok(());
        }
        reader.begin_object()?;
        while reader.has_next()? {
            if self.properties.len() >= MOST_COLUMNS {
                let expected = format!("at most {MOST_COLUMNS} of them");
                self.is_wrong("properties", "more", &expected, "too many properties");
                reader.skip_name()?;
                reader.skip_value()?;
                continue;
            }
            let name = reader.next_name_owned()?;
            let value = text(reader)?;
            if self.properties.iter().any(|(other, _)| *other == name) {
                self.stands_twice(&name);
            } else {
                self.properties.push((name, value));
            }
        }
        reader.end_object()
    }

    fn read_geometry(&mut self, reader: &mut impl JsonReader) -> Result<(), ReaderError> {
        if reader.peek()? == ValueType::Null {
            return reader.next_null();
        }
        if !self.is_object(reader, "geometry", A_POINT, NO_POINT)? {
            return Ok(());
        }
        let (mut kind, mut numbers) = (String::new(), Vec::new());
        reader.begin_object()?;
        while reader.has_next()? {
            let name = reader.next_name_owned()?;
            match name.as_str() {
                "type" => kind = text(reader)?,
                "coordinates" => numbers = coordinates(reader)?,
                _ => reader.skip_value()?,
            }
        }
        reader.end_object()?;
        if kind != "Point" {
            self.is_wrong("geometry.type", &kind, A_POINT, NO_POINT);
            return Ok(());
        }
        let mut numbers = numbers.into_iter();
        match (numbers.next(), numbers.next()) {
            (Some(longitude), Some(latitude)) => self.point = [longitude, latitude],
            _ => {
                let reason = "a point has not two numbers";
                self.is_wrong("geometry.coordinates", "", A_POINT, reason);
            }
        }
        Ok(())
    }

    /// Whether the next value is an object; what is none is skipped, and a fault.
    fn is_object(
        &mut self,
        reader: &mut impl JsonReader,
        field: &str,
        expected: &str,
        reason: &'static str,
    ) -> Result<bool, ReaderError> {
        let kind = reader.peek()?;
        if kind == ValueType::Object {
            return Ok(true);
        }
        reader.skip_value()?;
        self.is_wrong(field, &kind.to_string().to_lowercase(), expected, reason);
        Ok(false)
    }

    fn stands_twice(&mut self, name: &str) {
        self.is_wrong(name, "", "each name once", "a name stands twice");
    }

    fn is_wrong(&mut self, field: &str, value: &str, expected: &str, reason: &'static str) {
        self.fault.get_or_insert_with(|| RowFault {
            field: field.to_owned(),
            value: value.to_owned(),
            expected: expected.to_owned(),
            reason,
        });
    }
}

/// The numbers of a position, in their digits; what is nested deeper is no position.
fn coordinates(reader: &mut impl JsonReader) -> Result<Vec<String>, ReaderError> {
    let mut numbers = Vec::new();
    if reader.peek()? != ValueType::Array {
        reader.skip_value()?;
        return Ok(numbers);
    }
    reader.begin_array()?;
    while reader.has_next()? {
        if reader.peek()? == ValueType::Number {
            numbers.push(reader.next_number_as_string()?);
        } else {
            reader.skip_value()?;
        }
    }
    reader.end_array()?;
    Ok(numbers)
}

/// A value as a text: nothing for `null`, the content of a string, and else what was written.
fn text(reader: &mut impl JsonReader) -> Result<String, ReaderError> {
    match reader.peek()? {
        ValueType::Null => reader.next_null().map(|()| String::new()),
        ValueType::String => reader.next_string(),
        ValueType::Number => reader.next_number_as_string(),
        ValueType::Boolean => Ok(reader.next_bool()?.to_string()),
        ValueType::Array | ValueType::Object => nested(reader),
    }
}

/// A nested value as JSON: no typed column reads it, and no other column suffers from it.
fn nested(reader: &mut impl JsonReader) -> Result<String, ReaderError> {
    let mut bytes = Vec::new();
    let mut writer = JsonStreamWriter::new(&mut bytes);
    let error = match reader.transfer_to(&mut writer) {
        Ok(()) => writer.finish_document().err(),
        Err(TransferError::ReaderError(error)) => return Err(error),
        Err(TransferError::WriterError(error)) => Some(error),
    };
    if let Some(error) = error {
        let location = reader.current_position(false);
        return Err(ReaderError::IoError { error, location });
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
