//! The cube engine as JavaScript calls it in the benchmark: numbers in, addresses of counts out.
//! Nothing is computed here. A call that makes no sense throws, with the engine's own words.

use cube::rows::{Column, Rows};
use cube::{Dense, Linked};
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

type Answer<T> = Result<T, JsError>;

/// Columns of rows, one after the other. They stay in memory for as long as the page is open.
#[wasm_bindgen]
#[derive(Default)]
pub struct Columns {
    shape: Vec<usize>,
    columns: Vec<Column<'static>>,
}

/// Rows that were checked.
#[wasm_bindgen]
pub struct Checked {
    rows: Rows<'static>,
}

/// A cube that waits for its index.
#[wasm_bindgen]
pub struct Counted {
    dense: Dense,
}

/// The engine over one cube, with some members of one dimension kept.
#[wasm_bindgen]
pub struct Engine {
    linked: Linked,
}

#[wasm_bindgen]
impl Columns {
    /// No column yet.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes a column over, and how many members its dimension has; with `times`, the same rows as
    /// often one after the other.
    pub fn add(&mut self, members: usize, codes: Vec<u8>, times: usize) {
        let codes = match times {
            1 => codes,
            times => codes.repeat(times),
        };
        self.shape.push(members);
        self.columns.push(Column::Bytes(codes.leak()));
    }

    /// Whether the codes are those of members.
    pub fn checked(&self) -> Answer<Checked> {
        let rows = Rows::new(&self.shape, &self.columns)?;
        Ok(Checked { rows })
    }
}

#[wasm_bindgen]
impl Checked {
    /// Counts the rows into a cube.
    pub fn counted(&self) -> Answer<Counted> {
        let dense = self.rows.dense()?;
        Ok(Counted { dense })
    }

    /// How many rows are in a range of each column; `edges` are a first member and an end in turn.
    pub fn scanned(&self, edges: &[usize]) -> Answer<f64> {
        let ranges = edges.as_chunks::<2>().0.iter();
        let ranges: Vec<_> = ranges.map(|[first, end]| *first..*end).collect();
        Ok(self.rows.count(&ranges)? as f64)
    }
}

#[wasm_bindgen]
impl Counted {
    /// Takes a decoded cube over: counts in row-major order.
    pub fn taken(shape: &[usize], counts: Vec<u32>) -> Answer<Self> {
        let dense = Dense::new(shape.to_vec(), counts)?;
        Ok(Self { dense })
    }

    /// The index; `kept` says of each member of `dimension` whether it is kept.
    pub fn indexed(&self, dimension: usize, kept: &[u8]) -> Answer<Engine> {
        let kept: Vec<bool> = kept.iter().map(|kept| *kept != 0).collect();
        let linked = Linked::keeping(&self.dense, dimension, &kept)?;
        Ok(Engine { linked })
    }
}

#[wasm_bindgen]
impl Engine {
    /// Chooses the members from `first` up to `end`, without it.
    pub fn brush(&mut self, dimension: usize, first: usize, end: usize) -> Answer<()> {
        Ok(self.linked.brush(dimension, first..end)?)
    }

    /// Brings the counts of every dimension up to date, in the places that [`Self::addresses`] told.
    pub fn count(&mut self) {
        self.linked.counts().for_each(drop);
    }

    /// Where the counts of each dimension stand in the program's memory; they stay there.
    pub fn addresses(&mut self) -> Vec<usize> {
        let counts = self.linked.counts();
        counts.map(|counts| counts.as_ptr().addr()).collect()
    }
}
