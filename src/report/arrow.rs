//! Columns in memory, as Arrow has them: rows of cells in; typed arrays out.
//!
//! Words are UTF-8 strings, counts 64-bit integers, numbers doubles, whole days dates, lists lists of strings.

use std::collections::HashMap;
use std::io;
use std::sync::Arc;

use arrow_array::builder::{ListBuilder, StringBuilder};
use arrow_array::{ArrayRef, BooleanArray, Date32Array, Float64Array, Int64Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema, SchemaRef};

use super::table::{Cell, Column, Type};

/// The types of the columns, each with its meaning in the codebook.
pub fn schema(columns: &[Column]) -> Schema {
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

/// The columns of rows that hold a cell for each of them.
///
/// # Errors
/// Where a cell is not of its column's type.
pub fn batch(columns: &[Column], schema: &SchemaRef, rows: &[Vec<Cell>]) -> io::Result<RecordBatch> {
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
