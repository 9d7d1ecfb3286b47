//! Reports: records in, tables for spreadsheets and statistics, pages to read out.

#[cfg(feature = "parquet")]
pub mod arrow;
pub mod csv;
pub mod digest;
pub mod json;
pub mod markdown;
pub mod notebook;
pub mod own;
#[cfg(feature = "parquet")]
pub mod parquet;
pub mod page;
pub mod phrase;
pub mod table;
pub mod terminal;
pub mod tidy;
#[cfg(feature = "xlsx")]
pub mod workbook;
#[cfg(feature = "xlsx")]
pub mod xlsx;

pub use phrase::{Language, Phrases};
pub use table::{Column, Records, Tables};
