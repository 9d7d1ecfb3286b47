//! Reports: records in, tables for spreadsheets and statistics out.

pub mod csv;
pub mod json;
pub mod phrase;
pub mod table;

pub use phrase::{Language, Phrases};
pub use table::{Column, Records};
