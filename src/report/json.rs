//! A comparison as JSON, written row by row, each row with a cell for every column.

use std::io::Write;

use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};

use crate::compare::{Cell, Column, Comparison, Row, State};

/// Writes one object. Where `absent`, a row has a cell for every column in column order, those without a word too.
///
/// # Errors
/// Where `out` cannot be written.
pub fn write(comparison: &Comparison, absent: bool, out: &mut impl Write) -> serde_json::Result<()> {
    let Comparison { schema, plans, columns, baseline, measures, actions, coverage, commitments, tool } =
        comparison;
    let mut json = serde_json::Serializer::new(out);
    let mut object = json.serialize_struct("Comparison", 9)?;
    let rows = |rows| Rows { rows, columns: absent.then_some(columns) };
    object.serialize_field("schema", schema)?;
    object.serialize_field("plans", plans)?;
    object.serialize_field("columns", columns)?;
    object.serialize_field("baseline", baseline)?;
    object.serialize_field("measures", &rows(measures))?;
    object.serialize_field("actions", &rows(actions))?;
    object.serialize_field("coverage", coverage)?;
    object.serialize_field("commitments", commitments)?;
    object.serialize_field("tool", tool)?;
    object.end()
}

/// Rows that are made whole as they are written.
struct Rows<'a> {
    rows: &'a [Row],
    columns: Option<&'a Vec<Column>>,
}

impl Serialize for Rows<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.rows.iter().map(|row| whole(row, self.columns)))
    }
}

fn whole<'a>(row: &'a Row, columns: Option<&Vec<Column>>) -> std::borrow::Cow<'a, Row> {
    use std::borrow::Cow;
    let Some(columns) = columns.filter(|columns| columns.len() > row.cells.len()) else {
        return Cow::Borrowed(row);
    };
    let mut said = row.cells.iter().peekable();
    let cells = columns.iter().map(|column| {
        said.next_if(|cell| cell.column == column.key).cloned().unwrap_or_else(|| absent(column))
    });
    Cow::Owned(Row { cells: cells.collect(), ..row.clone() })
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
