//! Tables on their way to a page.

use std::sync::Arc;

use cube::Cube;
use leptos::prelude::*;

use crate::data::{DataError, Library, Release};

/// A table as it comes: its cube, or why there is none.
pub type CubeResource = LocalResource<Result<Arc<Cube>, DataError>>;

/// The cube of a table, fetched from now on.
pub fn cube_of(release: &Arc<Release>, table: &str) -> CubeResource {
    let library = expect_context::<Library>();
    let (release, table) = (Arc::clone(release), table.to_owned());
    LocalResource::new(move || {
        let (library, release, table) = (library.clone(), Arc::clone(&release), table.clone());
        async move { library.cube(&release, &table).await }
    })
}
