//! Parts of pages: values in, callbacks out; one component a file.

mod check;
mod city_links;
mod data_table;
mod failure;
mod figure;
mod footer;
mod grain_choice;
mod header;
mod headline_tile;
mod loaded;
mod member_picker;
mod member_search;
mod member_toggles;
mod month_select;
mod offline_notice;
mod part_place;
mod sample_notice;
mod year_select;

pub use check::CertificateCheck;
pub use city_links::{CityLinks, CityList};
pub use data_table::NumbersTable;
pub use failure::Failure;
pub use figure::{Figure, FigureContent};
pub use footer::SiteFooter;
pub use grain_choice::GrainChoice;
pub use header::SiteHeader;
pub use headline_tile::HeadlineTile;
pub use loaded::{Loaded, Pending};
pub use member_picker::MemberPicker;
pub use month_select::{Edge, MonthSelect};
pub use offline_notice::OfflineNotice;
pub use part_place::PartPlace;
pub use sample_notice::SampleNotice;
pub use year_select::YearSelect;
