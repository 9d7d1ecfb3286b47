//! Parquet: rows of cells in; a typed file out for DuckDB, pandas, polars and Spark, sorted by place and year.
//!
//! Words are UTF-8 strings, counts 64-bit integers, numbers doubles, whole days dates, lists lists of strings.
//! The documents' rows wait in a temporary file until all are there, and only where they lie in it is kept in memory.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::sync::Arc;

use arrow_array::builder::{ListBuilder, StringBuilder};
use arrow_array::{ArrayRef, BooleanArray, Date32Array, Float64Array, Int64Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::metadata::SortingColumn;
use parquet::file::properties::WriterProperties;

use super::table::{Cell, Column, Records, Tables, Type};
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

fn schema(columns: &[Column]) -> Schema {
    let words = || Field::new("item", DataType::Utf8, true);
    let fields = columns.iter().map(|column| {
        let (r#type, nullable) = match column.r#type {
            Type::Words | Type::Date => (DataType::Utf8, true),
            Type::Integer => (DataType::Int64, true),
            Type::Number => (DataType::Float64, true),
            Type::Day => (DataType::Date32, true),
            Type::Truth => (DataType::Boolean, true),
            Type::List => (DataType::List(Arc::new(words())), false),
        };
        // One entry, because several come out in any order.
        Field::new(column.name, r#type, nullable)
            .with_metadata(HashMap::from([("meaning".into(), column.meaning.into())]))
    });
    Schema::new(fields.collect::<Vec<Field>>())
}

fn batch(columns: &[Column], schema: &SchemaRef, rows: &[Vec<Cell>]) -> io::Result<RecordBatch> {
    let arrays = (0..).zip(columns).map(|(place, column)| array(column, rows.iter().map(|row| &row[place])));
    RecordBatch::try_new(schema.clone(), arrays.collect::<io::Result<_>>()?).map_err(io::Error::other)
}

/// The cells of one column.
fn array<'a>(column: &Column, cells: impl Iterator<Item = &'a Cell>) -> io::Result<ArrayRef> {
    Ok(match column.r#type {
        Type::Words | Type::Date => Arc::new(StringArray::from(gather(column, cells, |cell| match cell {
            Cell::Words(said) | Cell::Date(said) => Some(said.as_str()),
            _ => None,
        })?)),
        Type::Integer => Arc::new(Int64Array::from(gather(column, cells, |cell| match cell {
            Cell::Integer(count) => i64::try_from(*count).ok(),
            _ => None,
        })?)),
        // The nearest double, as in the JSON record.
        Type::Number => Arc::new(Float64Array::from(gather(column, cells, |cell| match cell {
            Cell::Number(number) => number.0.to_string().parse().ok(),
            _ => None,
        })?)),
        Type::Day => Arc::new(Date32Array::from(gather(column, cells, |cell| match cell {
            Cell::Date(said) => days_since_1970(said),
            _ => None,
        })?)),
        Type::Truth => Arc::new(BooleanArray::from(gather(column, cells, |cell| match cell {
            Cell::Truth(truth) => Some(*truth),
            _ => None,
        })?)),
        Type::List => {
            let mut lists = ListBuilder::new(StringBuilder::new());
            let parts = gather(column, cells, |cell| match cell {
                Cell::List(parts) => Some(parts),
                _ => None,
            })?;
            for parts in parts {
                lists.append_value(parts.into_iter().flatten().map(Some));
            }
            Arc::new(lists.finish())
        }
    })
}

/// What the cells hold, read as the column's type asks.
fn gather<'a, T>(
    column: &Column,
    cells: impl Iterator<Item = &'a Cell>,
    read: impl Fn(&'a Cell) -> Option<T>,
) -> io::Result<Vec<Option<T>>> {
    let strange =
        |cell| io::Error::other(format!("{}: {cell:?} is no {}", column.name, column.r#type.name()));
    cells
        .map(|cell| match cell {
            Cell::Nothing => Ok(None),
            _ => read(cell).map(Some).ok_or_else(|| strange(cell)),
        })
        .collect()
}

fn days_since_1970(day: &str) -> Option<i32> {
    let day: jiff::civil::Date = day.parse().ok()?;
    day.since(jiff::civil::date(1970, 1, 1)).ok().map(|length| length.get_days())
}
