//! Tests over the public interface: goldens to review as diffs, and properties that hold for any
//! series. Tests of one file's inner workings stand in that file.

pub(crate) mod bilingual;
pub(crate) mod goldens;
mod honesty;
mod protected;
mod rates;
pub(crate) mod sample;
mod spanish;
mod years;
