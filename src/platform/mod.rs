//! What the site asks of the browser: the only place for `web_sys` beside the chart library.
//!
//! Each module wraps one thing and fails softly: where the browser refuses (storage forbidden, no
//! clipboard), the visitor loses that one convenience and nothing else.

pub mod address;
pub mod click;
pub mod clipboard;
pub mod color_scheme;
pub mod digest;
pub mod download;
pub mod each;
pub mod frame;
pub mod full_screen;
pub mod host;
pub mod location;
pub mod markup;
pub mod network;
pub mod offline;
pub mod page_language;
pub mod part;
pub mod picture;
pub mod prebuilt;
pub mod print;
pub mod programs;
pub mod report;
pub mod reveal;
pub mod shared;
pub mod size;
pub mod sound;
pub mod storage;
pub mod title;
pub mod turn;
pub mod view;
pub mod worker;
