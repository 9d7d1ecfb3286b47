//! Parquet: rows of cells in; a typed file out for DuckDB, pandas, polars and Spark, sorted by place and year.
//!
//! The documents' rows wait in a temporary file until all are there, and only where they lie in it is kept in memory.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::sync::Arc;

use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::metadata::SortingColumn;
use parquet::file::properties::WriterProperties;

use super::arrow::{batch, schema};
use super::table::{Cell, Column, Records, Tables};
use crate::record::Document;

/// Rows of a row group, within which statistics are kept: enough to compress well, few enough to pass over groups.
const GROUP: usize = 65_536;
/// Rows that are turned into columns at a time.
const BATCH: usize = 4_096;

/// A table on its way into a file.
pub struct Table {
    records: Records,
    waiting: BufWriter<File>,
    end: u64,
    places: Vec<Place>,
}

/// Where the rows of a document wait, with what they are sorted by. What is unknown comes last.
struct Place {
    /// No code, then the code.
    code: (bool, String),
    year: i16,
    start: u64,
    length: usize,
}

impl Table {
    /// # Errors
    /// Where there is no place for a temporary file.
    pub fn new(records: Records) -> io::Result<Table> {
        Ok(Table { records, waiting: BufWriter::new(tempfile::tempfile()?), end: 0, places: Vec::new() })
    }
}

impl Tables for Table {
    fn add(&mut self, document: &Document) -> io::Result<()> {
        let rows = serde_json::to_vec(&self.records.rows(document))?;
        self.waiting.write_all(&rows)?;
        let code = document.jurisdiction.as_ref().and_then(|place| place.code.clone());
        self.places.push(Place {
            code: (code.is_none(), code.unwrap_or_default()),
            year: document.year().unwrap_or(i16::MAX),
            start: self.end,
            length: rows.len(),
        });
        self.end += rows.len() as u64;
        Ok(())
    }

    fn finish(mut self: Box<Self>, out: &mut dyn Write) -> io::Result<()> {
        self.places.sort_by(|a, b| (&a.code, a.year, a.start).cmp(&(&b.code, b.year, b.start)));
        let mut waiting = BufReader::new(self.waiting.into_inner().map_err(io::IntoInnerError::into_error)?);
        let columns = self.records.columns();
        let schema = Arc::new(schema(&columns));
        // What writes Parquet has to be free to move between threads, which standard output is not.
        let mut file = tempfile::tempfile()?;
        let mut writer = ArrowWriter::try_new(&mut file, schema.clone(), Some(properties(&columns)))?;
        let mut rows: Vec<Vec<Cell>> = Vec::new();
        for place in &self.places {
            let mut json = vec![0; place.length];
            waiting.seek(SeekFrom::Start(place.start))?;
            waiting.read_exact(&mut json)?;
            rows.extend(serde_json::from_slice::<Vec<Vec<Cell>>>(&json)?);
            while rows.len() >= BATCH {
                let rest = rows.split_off(BATCH);
                writer.write(&batch(&columns, &schema, &rows)?)?;
                rows = rest;
            }
        }
        writer.write(&batch(&columns, &schema, &rows)?)?;
        writer.close()?;
        file.rewind()?;
        io::copy(&mut file, out).map(drop)
    }
}

fn properties(columns: &[Column]) -> WriterProperties {
    let sorted =
        ["code", "year"].iter().filter_map(|name| columns.iter().position(|column| column.name == *name));
    let sorted = sorted.filter_map(|place| i32::try_from(place).ok());
    let sorted = sorted.map(|column_idx| SortingColumn { column_idx, descending: false, nulls_first: false });
    WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_max_row_group_row_count(Some(GROUP))
        .set_sorting_columns(Some(sorted.collect()))
        .set_created_by(concat!("chengnuo ", env!("CARGO_PKG_VERSION")).into())
        .build()
}
