//! What a release tells beside its tables: the program that its city takes part in, and what its
//! numbers were before.

use cube::history::Histories;
use cube::programme::Programme;

use super::{DataError, Release};

impl Release {
    /// The program of the city; none where its release tells of none.
    ///
    /// # Errors
    /// Where the file cannot be had, or is not what the manifest says.
    pub async fn programme(&self) -> Result<Option<Programme>, DataError> {
        match &self.manifest.programme {
            None => Ok(None),
            Some(path) => self.spoken_json(path).await.map(Some),
        }
    }

    /// Every number that was published with more than one value; none where there is no such number.
    ///
    /// # Errors
    /// Where the file cannot be had, is not what the manifest says, or is no history.
    pub async fn histories(&self) -> Result<Histories, DataError> {
        let Some(path) = &self.manifest.revisions else {
            return Ok(Histories::default());
        };
        let bytes = self.listed(path).await?;
        let text = String::from_utf8_lossy(&bytes);
        Histories::parse(&text).map_err(|error| DataError::Unreadable {
            path: self.address(path),
            reason: error.to_string(),
        })
    }
}
