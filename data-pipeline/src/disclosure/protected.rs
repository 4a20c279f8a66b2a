//! A cube that has passed through protection, and nothing else.

use cube::release::Protection;
use cube::{Cell, CellStatus, Cube, DimensionKind};

use super::DisclosureError;

/// A cube after protection: the only kind that files are written from.
///
/// Only this room can make one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProtectedCube(Cube);

impl ProtectedCube {
    pub(super) fn new(cube: Cube) -> Self {
        Self(cube)
    }

    /// The cube.
    #[must_use]
    pub fn cube(&self) -> &Cube {
        &self.0
    }
}

/// The position of the category of each row of cells, and the codes.
pub(super) fn categories(cube: &Cube) -> (Vec<&str>, impl Fn(usize) -> usize) {
    let header = cube.header();
    let at = header
        .dimensions
        .iter()
        .position(|dimension| dimension.kind == DimensionKind::Category);
    let members = at.and_then(|at| header.dimensions.get(at));
    let codes: Vec<&str> = members
        .into_iter()
        .flat_map(|one| one.members.iter().map(|member| member.code.as_str()))
        .collect();
    let inner: usize = header
        .dimensions
        .iter()
        .skip(at.map_or(0, |at| at + 1))
        .map(|one| one.members.len())
        .product::<usize>()
        * header.step_count();
    let length = codes.len().max(1);
    (codes, move |cell| cell / inner.max(1) % length)
}

/// What protection costs a table; none where every number is as counted.
pub(super) fn cost(cube: &Cube, errors: &[i64]) -> Option<Protection> {
    let mut cost = Protection::default();
    let (mut sum, mut largest) = (0_u64, 0_u64);
    for (at, cell) in cube.cells().iter().enumerate() {
        match cell.status() {
            CellStatus::Observed | CellStatus::Provisional => cost.exact += 1,
            CellStatus::Suppressed => cost.suppressed += 1,
            CellStatus::Rounded => {
                cost.rounded += 1;
                let error = errors.get(at).copied().unwrap_or(0).unsigned_abs();
                sum += error;
                largest = largest.max(error);
            }
            CellStatus::NotCollected | CellStatus::NotApplicable => {}
        }
    }
    let mean = (sum * 100).checked_div(cost.rounded).unwrap_or(0);
    cost.mean_error_hundredths = u32::try_from(mean).unwrap_or(u32::MAX);
    cost.largest_error = u32::try_from(largest).unwrap_or(u32::MAX);
    (cost.suppressed + cost.rounded > 0).then_some(cost)
}

/// The cube with other cells.
pub(super) fn with_cells(cube: &Cube, cells: Vec<Cell>) -> Result<Cube, DisclosureError> {
    Ok(Cube::new(cube.header().clone(), cells)?)
}
