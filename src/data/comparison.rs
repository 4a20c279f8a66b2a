//! The cities that a release sets beside each other.

use cube::comparison::{Comparison, PATH};

use super::{DataError, Release};

impl Release {
    /// The cities that the release sets beside each other; none where it has none.
    ///
    /// # Errors
    /// Where the file cannot be had, or is not what the manifest says.
    pub async fn comparison(&self) -> Result<Option<Comparison>, DataError> {
        match self.bytes(PATH) {
            None => Ok(None),
            Some(_) => self.spoken_json(PATH).await.map(Some),
        }
    }
}
