//! The places of a release: every layer of it, fetched at once.

use std::collections::BTreeMap;

use cube::places::{Area, PlaceKind, PlaceLayer};
use futures_util::future::try_join_all;

use super::{DataError, Release};

/// The layers of a release by the id of their kind.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Atlas {
    /// The kinds of place, in the order of the manifest.
    pub kinds: Vec<PlaceKind>,
    /// The layers of those that have one.
    pub layers: BTreeMap<String, PlaceLayer>,
}

impl Release {
    /// The places of the release; empty where it tells none apart.
    ///
    /// # Errors
    /// Where a layer cannot be had, or is not what the manifest says.
    pub async fn atlas(&self) -> Result<Atlas, DataError> {
        let kinds = self.manifest.places.clone();
        let layers = kinds.iter().map(|kind| kind.layer.as_str());
        let layers = try_join_all(layers.map(|path| self.spoken_json::<PlaceLayer>(path))).await?;
        let layers = layers.into_iter();
        Ok(Atlas {
            kinds,
            layers: layers.map(|layer| (layer.kind.clone(), layer)).collect(),
        })
    }
}

impl Atlas {
    /// The kind of an id.
    #[must_use]
    pub fn kind(&self, id: &str) -> Option<&PlaceKind> {
        self.kinds.iter().find(|kind| kind.id == id)
    }

    /// The place of a kind and a code.
    #[must_use]
    pub fn area(&self, kind: &str, code: &str) -> Option<&Area> {
        self.layers.get(kind)?.area(code)
    }

    /// Every place with its kind, in the order of the kinds and of their lists.
    pub fn places(&self) -> impl Iterator<Item = (&PlaceKind, &Area)> {
        let known = self.kinds.iter();
        let known = known.filter_map(|kind| Some((kind, self.layers.get(&kind.id)?)));
        known.flat_map(|(kind, layer)| layer.areas.iter().map(move |area| (kind, area)))
    }

    /// The places that a point lies in, one of each kind that is mapped.
    pub fn around(
        &self,
        longitude: f64,
        latitude: f64,
    ) -> impl Iterator<Item = (&PlaceKind, &Area)> {
        self.kinds.iter().filter_map(move |kind| {
            let layer = self.layers.get(&kind.id)?;
            Some((kind, layer.locate(longitude, latitude)?))
        })
    }

    /// Whether any kind of place is mapped.
    #[must_use]
    pub fn is_mapped(&self) -> bool {
        self.kinds.iter().any(|kind| kind.mapped)
    }
}
