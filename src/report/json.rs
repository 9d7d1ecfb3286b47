//! A comparison as JSON, written row by row, each row with a cell for every column.

use std::io::{self, Write};

use rayon::prelude::*;
use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};

use crate::compare::{Cell, Column, Comparison, Row, State};
use crate::record::json;

/// Writes one object. Where `absent`, a row has a cell for every column in column order, those without a word too.
///
/// # Errors
/// Where `out` cannot be written.
pub fn write(comparison: &Comparison, absent: bool, out: &mut impl Write) -> io::Result<()> {
    let Comparison { schema, plans, columns, baseline, measures, actions, coverage, commitments, tool } =
        comparison;
    let whole = |row| Whole { row, columns: if absent { columns } else { &[] } };
    value("{\"schema\":", schema, out)?;
    value(",\"plans\":", plans, out)?;
    value(",\"columns\":", columns, out)?;
    value(",\"baseline\":", baseline, out)?;
    list(",\"measures\":", measures, whole, out)?;
    list(",\"actions\":", actions, whole, out)?;
    list(",\"coverage\":", coverage, |coverage| coverage, out)?;
    list(",\"commitments\":", commitments, |cited| cited, out)?;
    value(",\"tool\":", tool, out)?;
    out.write_all(b"}")
}

fn value(name: &str, value: &impl Serialize, out: &mut impl Write) -> io::Result<()> {
    out.write_all(name.as_bytes())?;
    out.write_all(&json::to_vec(value).map_err(io::Error::other)?)
}

/// Items that are made into words together, and how many such parts are held at a time.
const PART: usize = 128;
const PARTS: usize = 16;

/// Makes parts of a list into words in parallel, and writes them in order.
fn list<'a, T: Sync, W: Serialize>(
    name: &str,
    items: &'a [T],
    written: impl Fn(&'a T) -> W + Sync,
    out: &mut impl Write,
) -> io::Result<()> {
    out.write_all(name.as_bytes())?;
    out.write_all(b"[")?;
    let mut parts: Vec<Vec<u8>> = vec![Vec::new(); PARTS];
    for (n, some) in items.chunks(PART * PARTS).enumerate() {
        (parts.par_iter_mut().zip(some.par_chunks(PART)))
            .try_for_each(|(part, items)| {
                part.clear();
                items.iter().try_for_each(|item| {
                    part.push(b',');
                    json::extend(part, &written(item))
                })
            })
            .map_err(io::Error::other)?;
        for (place, part) in parts.iter().take(some.len().div_ceil(PART)).enumerate() {
            out.write_all(if (n, place) == (0, 0) { &part[1..] } else { part })?;
        }
    }
    out.write_all(b"]")
}

/// A row that is made whole as it is written.
struct Whole<'a> {
    row: &'a Row,
    /// None where cells are written as they are.
    columns: &'a [Column],
}

impl Serialize for Whole<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Row { key, indicator_id, label, theme, unit, per, population, alignment, cells, verdict } =
            self.row;
        if self.columns.len() <= cells.len() {
            return self.row.serialize(serializer);
        }
        // As the fields of a row are told there.
        let mut row = serializer.serialize_struct("Row", 10)?;
        row.serialize_field("key", key)?;
        row.serialize_field("indicator_id", indicator_id)?;
        row.serialize_field("label", label)?;
        row.serialize_field("theme", theme)?;
        if unit.is_some() {
            row.serialize_field("unit", unit)?;
        }
        if per.is_some() {
            row.serialize_field("per", per)?;
        }
        if !population.is_empty() {
            row.serialize_field("population", population)?;
        }
        row.serialize_field("alignment", alignment)?;
        row.serialize_field("cells", &Cells { cells, columns: self.columns })?;
        row.serialize_field("verdict", verdict)?;
        row.end()
    }
}

/// A cell for every column.
struct Cells<'a> {
    cells: &'a [Cell],
    columns: &'a [Column],
}

impl Serialize for Cells<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut said = self.cells.iter().peekable();
        serializer.collect_seq(self.columns.iter().map(|column| {
            match said.next_if(|cell| cell.column == column.key) {
                Some(cell) => Either::Said(cell),
                None => Either::Absent(absent(column)),
            }
        }))
    }
}

#[derive(Serialize)]
#[serde(untagged)]
enum Either<'a> {
    Said(&'a Cell),
    Absent(Cell),
}

fn absent(column: &Column) -> Cell {
    Cell {
        column: column.key.clone(),
        state: State::Absent,
        reason: None,
        values: Vec::new(),
        bodies: Vec::new(),
        evidence: Vec::new(),
    }
}
