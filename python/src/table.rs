//! Records in; a typed table that Arrow's C stream interface hands to pyarrow, pandas, polars and DuckDB without a copy.

use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{RecordBatch, RecordBatchIterator};
use arrow_schema::SchemaRef;
use chengnuo::error::Unreadable;
use chengnuo::record::Document;
use chengnuo::report::arrow;
use chengnuo::report::table::{Cell, Column, Records as Rows};
use pyo3::prelude::*;
use pyo3::types::PyCapsule;

use crate::error;
use crate::records::Records;

/// Rows that are turned into columns at a time.
const BATCH: usize = 4_096;

#[pyclass(frozen, module = "chengnuo")]
pub struct Table {
    columns: Vec<Column>,
    schema: SchemaRef,
    batches: Vec<RecordBatch>,
}

#[pymethods]
impl Table {
    /// The table as a stream of Arrow's C interface; `requested_schema` may be passed over, as the interface says.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<&Bound<PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let _ = requested_schema;
        let batches = self.batches.clone().into_iter().map(Ok);
        let reader = RecordBatchIterator::new(batches, self.schema.clone());
        PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(Box::new(reader)), c"arrow_array_stream")
    }

    fn __len__(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    /// Names, types, values and meanings of the columns.
    fn codebook(&self) -> Vec<(&'static str, &'static str, &'static str, &'static str)> {
        let columns = self.columns.iter();
        columns.map(|column| (column.name, column.r#type.name(), column.values, column.meaning)).collect()
    }
}

/// A table that grows row by row.
pub struct Growing {
    columns: Vec<Column>,
    schema: SchemaRef,
    rows: Vec<Vec<Cell>>,
    batches: Vec<RecordBatch>,
}

impl Growing {
    pub fn new(columns: Vec<Column>) -> Growing {
        let schema = SchemaRef::new(arrow::schema(&columns));
        Growing { columns, schema, rows: Vec::new(), batches: Vec::new() }
    }

    pub fn add(&mut self, rows: Vec<Vec<Cell>>) -> std::io::Result<()> {
        self.rows.extend(rows);
        if self.rows.len() < BATCH { Ok(()) } else { self.turn() }
    }

    fn turn(&mut self) -> std::io::Result<()> {
        let rows = std::mem::take(&mut self.rows);
        self.batches.push(arrow::batch(&self.columns, &self.schema, &rows)?);
        Ok(())
    }

    pub fn finish(mut self) -> std::io::Result<Table> {
        if !self.rows.is_empty() {
            self.turn()?;
        }
        Ok(Table { columns: self.columns, schema: self.schema, batches: self.batches })
    }
}

/// The rows (`targets`, `commitments`, `mentions`, `documents`) of records.
#[pyfunction]
pub fn table(py: Python, records: &Bound<Records>, rows: &str) -> PyResult<Table> {
    let Some(rows) = Rows::ALL.into_iter().find(|known| known.name() == rows) else {
        let names = Rows::ALL.map(Rows::name).join(", ");
        return Err(error::usage(py, format!("there are no rows {rows:?}: say one of {names}")));
    };
    let mut growing = Growing::new(rows.columns());
    let broken = |why: std::io::Error| error::internal(py, &why.to_string());
    loop {
        let next = records.borrow_mut().next_finished(py)?;
        let Some(finished) = next else { break };
        let read = || {
            let document: Document = serde_json::from_slice(&finished.json.bytes()?)?;
            Ok::<_, std::io::Error>(rows.rows(&document))
        };
        let rows = error::apart(py, read)?.map_err(|why| {
            let why = Unreadable::new("bad_record", format!("no record: {why}"));
            error::record(py, "a record", &why)
        })?;
        growing.add(rows).map_err(broken)?;
    }
    growing.finish().map_err(broken)
}

/// The rows of each kind (`documents`, `commitments`, `targets`) of records, which are lines of JSON.
#[pyfunction]
pub fn tables(py: Python, lines: Vec<String>, kinds: Vec<String>) -> PyResult<Vec<Table>> {
    let kinds: Vec<Rows> =
        (kinds.iter()).filter_map(|kind| Rows::ALL.into_iter().find(|known| known.name() == kind)).collect();
    let work = || {
        let mut growing: Vec<Growing> = kinds.iter().map(|rows| Growing::new(rows.columns())).collect();
        for line in &lines {
            let document: Document = serde_json::from_str(line)?;
            for (rows, growing) in kinds.iter().zip(&mut growing) {
                growing.add(rows.rows(&document))?;
            }
        }
        growing.into_iter().map(Growing::finish).collect::<std::io::Result<Vec<Table>>>()
    };
    error::apart(py, work)?.map_err(|why| error::internal(py, &why.to_string()))
}
