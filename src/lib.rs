//! Finds what Chinese policy documents promise: how much, by when, by whom, on which words.
//!
//! Modules stand in the order the data flows, and a module uses only those above it.

pub mod span;
pub mod error;
pub mod split;
pub mod numeral;
pub mod wordlist;
pub mod value;
pub mod lexicon;
pub mod read;
pub mod text;
pub mod layout;
pub mod grid;
pub mod outline;
pub mod record;
pub mod recognise;
pub mod context;
pub mod commitment;
pub mod warning;
pub mod extract;
pub mod segment;
pub mod explain;
pub mod compare;
pub mod report;
pub mod batch;
pub mod score;
pub mod cli;
