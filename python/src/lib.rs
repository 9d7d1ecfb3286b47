//! The part of the Python package that is Rust: what Python hands in, checked; records, tables, comparisons out.
//!
//! What a user calls stands in `python/chengnuo`, which says what arguments mean. Here the interpreter is let go while
//! a document is worked on, and a panic becomes an exception like any other.

mod error;
mod dictionaries;
mod options;
mod object;
mod dict;
mod input;
mod records;
mod table;
mod compare;
mod explain;
mod command;

use pyo3::prelude::*;

/// That of the command line; what is made for Python has Python's own.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[pymodule]
mod _chengnuo {
    #[pymodule_export]
    use crate::command::{command, schema};
    #[pymodule_export]
    use crate::compare::{Comparison, compare, compare_keys, compare_webs};
    #[pymodule_export]
    use crate::dictionaries::Dictionaries;
    #[pymodule_export]
    use crate::explain::Explained;
    #[pymodule_export]
    use crate::options::Options;
    #[pymodule_export]
    use crate::records::Records;
    #[pymodule_export]
    use crate::table::Table;
    #[pymodule_export]
    use crate::table::{table, tables};

    #[pymodule_export]
    const SCHEMA: &str = chengnuo::record::SCHEMA;
    #[pymodule_export]
    const VERSION: &str = env!("CARGO_PKG_VERSION");
}
