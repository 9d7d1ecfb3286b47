//! Reports: records in, tables for spreadsheets and statistics out.

pub mod csv;
pub mod table;

pub use table::{Column, Records};
