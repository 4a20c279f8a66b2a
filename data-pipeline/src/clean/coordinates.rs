//! Coordinates as sources write them: in two columns, or at the end of a text.

use crate::settings::{Bounds, Placeholder};

/// What the fields of a row say about its point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Coordinate {
    /// A point in the box around the city.
    At {
        /// Degrees east of Greenwich.
        longitude: f64,
        /// Degrees north of the equator.
        latitude: f64,
    },
    /// Nothing.
    NotGiven,
    /// A zero, which stands for nothing.
    Zero,
    /// A point that the settings know to stand for no place.
    Placeholder,
    /// A point outside of the box, which would lie in it with latitude and longitude swapped.
    Swapped,
    /// Another point outside of the box.
    Outside,
    /// Something that is not a point, or half of one.
    Unreadable,
}

impl Coordinate {
    /// The point of two fields.
    #[must_use]
    pub fn of_pair(latitude: Option<&str>, longitude: Option<&str>, bounds: Bounds) -> Self {
        let (latitude, longitude) = match (latitude, longitude) {
            (None, None) => return Self::NotGiven,
            (Some(latitude), Some(longitude)) => (degrees(latitude), degrees(longitude)),
            _ => return Self::Unreadable,
        };
        match (latitude, longitude) {
            (Some(latitude), Some(longitude)) => Self::of_degrees(latitude, longitude, bounds),
            _ => Self::Unreadable,
        }
    }

    /// The point at the end of a text such as `(39.3, -76.6)`, an address on lines before it or not.
    ///
    /// A text without parentheses, or with nothing in them, gives no point.
    #[must_use]
    pub fn of_text(text: Option<&str>, bounds: Bounds) -> Self {
        let text = text.unwrap_or_default().trim_end();
        let inner = text
            .strip_suffix(')')
            .and_then(|text| text.rsplit_once('('));
        let Some((_, inner)) = inner else {
            return Self::NotGiven;
        };
        let (latitude, longitude) = inner.split_once(',').unwrap_or((inner, ""));
        let field = |text: &'_ str| -> Option<String> {
            let text = text.trim();
            (!text.is_empty()).then(|| text.to_owned())
        };
        let (latitude, longitude) = (field(latitude), field(longitude));
        Self::of_pair(latitude.as_deref(), longitude.as_deref(), bounds)
    }

    fn of_degrees(latitude: f64, longitude: f64, bounds: Bounds) -> Self {
        let is_zero = |degrees: f64| degrees.abs() < f64::EPSILON;
        if bounds.contains(longitude, latitude) {
            Self::At {
                longitude,
                latitude,
            }
        } else if is_zero(latitude) || is_zero(longitude) {
            Self::Zero
        } else if bounds.contains(latitude, longitude) {
            Self::Swapped
        } else {
            Self::Outside
        }
    }

    /// The same, unless it is one of the points that stand for no place.
    #[must_use]
    pub fn unless_one_of(self, placeholders: &[Placeholder]) -> Self {
        /// A tenth of a metre: points are written with more or fewer decimals.
        const SAME_DEGREES: f64 = 1e-6;
        let Self::At {
            longitude,
            latitude,
        } = self
        else {
            return self;
        };
        let is_same = |one: f64, other: f64| (one - other).abs() < SAME_DEGREES;
        let stands = |point: &Placeholder| {
            is_same(point.longitude, longitude) && is_same(point.latitude, latitude)
        };
        match placeholders.iter().any(stands) {
            true => Self::Placeholder,
            false => self,
        }
    }

    /// The word for it in reports.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::At { .. } => "in the city",
            Self::NotGiven => "not given",
            Self::Zero => "zero",
            Self::Placeholder => "a point that stands for no place",
            Self::Swapped => "latitude and longitude swapped",
            Self::Outside => "outside of the city",
            Self::Unreadable => "not readable",
        }
    }
}

fn degrees(text: &str) -> Option<f64> {
    let degrees: f64 = text.trim().parse().ok()?;
    degrees.is_finite().then_some(degrees)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOX: Bounds = Bounds {
        west: -76.72,
        south: 39.19,
        east: -76.52,
        north: 39.38,
    };
    const POINT: Coordinate = Coordinate::At {
        longitude: -76.6,
        latitude: 39.3,
    };

    #[track_caller]
    fn check(latitude: &str, longitude: &str, expected: Coordinate) {
        let field = |text: &'static str| (!text.is_empty()).then_some(text);
        let (latitude, longitude) = (latitude.to_owned().leak(), longitude.to_owned().leak());
        let found = Coordinate::of_pair(field(latitude), field(longitude), BOX);
        assert_eq!(found, expected);
        let text = format!("({latitude}, {longitude})");
        assert_eq!(Coordinate::of_text(Some(&text), BOX), expected, "{text}");
        let address = format!("5200 Cuthbert Av (rear)\nBaltimore, MD\n{text}\n");
        assert_eq!(Coordinate::of_text(Some(&address), BOX), expected);
    }

    #[test]
    fn points_are_read_from_columns_texts_and_addresses() {
        check("39.3", "-76.6", POINT);
        check("39.300000000000", "-76.600", POINT);
        check(
            "39.19",
            "-76.72",
            Coordinate::At {
                longitude: -76.72,
                latitude: 39.19,
            },
        );
    }

    #[test]
    fn what_is_no_point_of_the_city_is_told_apart() {
        check("", "", Coordinate::NotGiven);
        check("0", "0.0", Coordinate::Zero);
        check("0", "-76.6", Coordinate::Zero);
        check("-76.6", "39.3", Coordinate::Swapped);
        check("39.3", "76.6", Coordinate::Outside);
        check("39.3", "", Coordinate::Unreadable);
        check("39.3N", "-76.6", Coordinate::Unreadable);
        check("NaN", "-76.6", Coordinate::Unreadable);
        check("inf", "-76.6", Coordinate::Unreadable);
    }

    #[test]
    fn a_point_that_stands_for_no_place_is_none() {
        let middle = Placeholder {
            latitude: 39.3,
            longitude: -76.6,
            reason: "the middle of the city".into(),
        };
        let placeholders = [middle];
        assert_eq!(POINT.unless_one_of(&placeholders), Coordinate::Placeholder);
        let beside = Coordinate::of_pair(Some("39.30001"), Some("-76.6"), BOX);
        assert_eq!(beside.unless_one_of(&placeholders), beside);
        assert_eq!(
            Coordinate::Zero.unless_one_of(&placeholders),
            Coordinate::Zero
        );
    }

    #[test]
    fn a_text_without_a_point_gives_none() {
        for text in ["", "(,)", "( , )", "5200 Cuthbert Av\nBaltimore, MD", ")("] {
            assert_eq!(
                Coordinate::of_text(Some(text), BOX),
                Coordinate::NotGiven,
                "{text:?}"
            );
        }
        assert_eq!(Coordinate::of_text(None, BOX), Coordinate::NotGiven);
        assert_eq!(
            Coordinate::of_text(Some("(39.3)"), BOX),
            Coordinate::Unreadable
        );
    }
}
