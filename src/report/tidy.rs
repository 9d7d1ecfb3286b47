//! A comparison as a tidy table: one row a value of a plan, or a column without a word on the matter; one variable a
//! column; the evidence in every row.

use std::io::{self, Write};

use rustc_hash::FxHashMap;

use super::csv;
use super::table::{
    Cell, Column, Field, Type, book, count, day, field, list, maybe, name, names, number, words,
};
use crate::compare::{self, Comparison, Duty, Evidence, Plan, Row, State, Value};

/// Writes the table as CSV. Where `absent`, columns that do not speak of a row's matter have a line too.
///
/// # Errors
/// Where `out` cannot be written.
pub fn write(comparison: &Comparison, absent: bool, out: &mut impl Write) -> io::Result<()> {
    let header: Vec<Cell> = columns().iter().map(|column| Cell::Words(column.name.into())).collect();
    out.write_all(csv::line(&header).as_bytes())?;
    rows(comparison, absent, |cells| out.write_all(csv::line(&cells).as_bytes()))
}

/// Gives each row of the table to `take`, until it fails.
///
/// # Errors
/// Those of `take`.
pub fn rows(
    comparison: &Comparison,
    absent: bool,
    mut take: impl FnMut(Vec<Cell>) -> io::Result<()>,
) -> io::Result<()> {
    let plans: FxHashMap<&str, &Plan> = comparison.plans.iter().map(|plan| (&*plan.id, plan)).collect();
    let duties: FxHashMap<&str, &[Duty]> =
        comparison.commitments.iter().map(|cited| (&*cited.id, cited.responsible.as_slice())).collect();
    for (part, rows) in [("measure", &comparison.measures), ("action", &comparison.actions)] {
        for row in rows {
            let mut cells = row.cells.iter().peekable();
            for column in &comparison.columns {
                let Some(cell) = cells.next_if(|cell| cell.column == column.key) else {
                    if absent {
                        let plan = match &column.plans[..] {
                            [plan] => plans.get(&**plan).copied(),
                            _ => None,
                        };
                        take(Line { part, row, column, said: None, plan, duties: &[] }.cells())?;
                    }
                    continue;
                };
                for (value, evidence) in cell.values.iter().zip(&cell.evidence) {
                    let line = Line {
                        part,
                        row,
                        column,
                        said: Some((value, evidence)),
                        plan: plans.get(&*value.plan).copied(),
                        duties: duties.get(&*value.commitment).copied().unwrap_or_default(),
                    };
                    take(line.cells())?;
                }
            }
        }
    }
    Ok(())
}

pub fn columns() -> Vec<Column> {
    names(FIELDS)
}

/// The codebook of the table: a row a column, under its own header.
pub fn codebook() -> Vec<Vec<Cell>> {
    book(columns())
}

/// A line of the table with all that it is read from.
struct Line<'a> {
    part: &'static str,
    row: &'a Row,
    column: &'a compare::Column,
    /// Nothing where the column does not speak of the matter.
    said: Option<(&'a Value, &'a Evidence)>,
    plan: Option<&'a Plan>,
    duties: &'a [Duty],
}

impl Line<'_> {
    fn cells(&self) -> Vec<Cell> {
        FIELDS.iter().map(|field| (field.cell)(self)).collect()
    }

    fn value(&self, cell: impl Fn(&Value) -> Cell) -> Cell {
        self.said.map_or(Cell::Nothing, |(value, _)| cell(value))
    }

    fn evidence(&self, cell: impl Fn(&Evidence) -> Cell) -> Cell {
        self.said.map_or(Cell::Nothing, |(_, evidence)| cell(evidence))
    }

    fn plan(&self, cell: impl Fn(&Plan) -> Cell) -> Cell {
        self.plan.map_or(Cell::Nothing, cell)
    }
}

const ISO_DURATION: &str = "ISO 8601 duration";

type Reading = fn(&Line) -> Cell;

const FIELDS: &[Field<Reading>] = &[
    field("part", Type::Words, "measure action", "whether the row has numbers", |l| words(l.part)),
    field("key", Type::Words, "", "key of the row: the same for all that stand in it", |l| words(&l.row.key)),
    field("indicator_id", Type::Words, "taxonomy", "indicator of the row", |l| maybe(&l.row.indicator_id)),
    field("label", Type::Words, "", "what the row is called", |l| words(&l.row.label)),
    field("population", Type::List, "", "whom or what part the row is limited to", |l| {
        list(&l.row.population)
    }),
    field("theme", Type::Words, "taxonomy", "what the row is about", |l| maybe(&l.row.theme)),
    field("row_unit", Type::Words, "", "unit that values of the row are converted to", |l| {
        maybe(&l.row.unit)
    }),
    field("aligned_by", Type::Words, "id wording alone", "why the row's cells stand together", |l| {
        name(&l.row.alignment.by)
    }),
    field("likeness", Type::Number, "0 to 1", "smallest likeness of two wordings in the row", |l| {
        likeness(l.row.alignment.likeness)
    }),
    field("column", Type::Words, "", "key of the column", |l| words(&l.column.key)),
    field("column_label", Type::Words, "", "heading of the column", |l| words(&l.column.label)),
    field("plan", Type::Words, "", "id of the plan's record", |l| l.plan(|plan| words(&plan.id))),
    field("plan_label", Type::Words, "", "what the plan is called", |l| l.plan(|plan| words(&plan.label))),
    field("title", Type::Words, "", "title of the policy text", |l| l.plan(|plan| maybe(&plan.title))),
    field("jurisdiction", Type::Words, "", "place that the plan is for", |l| {
        l.plan(|plan| plan.jurisdiction.as_ref().map_or(Cell::Nothing, |place| words(&place.name)))
    }),
    field("code", Type::Words, "GB/T 2260", "code of that place", |l| {
        l.plan(|plan| plan.jurisdiction.as_ref().map_or(Cell::Nothing, |place| maybe(&place.code)))
    }),
    field(
        "issued",
        Type::Date,
        "YYYY, YYYY-MM or YYYY-MM-DD",
        "signing date, as much of it as is known",
        |l| l.plan(|plan| plan.issued.as_ref().map_or(Cell::Nothing, |date| day(&date.start))),
    ),
    field("path", Type::Words, "", "file that the document was read from", |l| {
        l.plan(|plan| words(&plan.path))
    }),
    field(
        "state",
        Type::Words,
        "aligned converted qualitative reported not_comparable absent",
        "what the value is to the row",
        |l| name(&l.said.map_or(State::Absent, |(value, _)| value.state)),
    ),
    field("reason", Type::Words, "unit population period base", "why it is not comparable", |l| {
        l.value(|value| name(&value.reason))
    }),
    field("indicator", Type::Words, "", "thing measured, as quoted", |l| {
        l.value(|value| maybe(&value.indicator))
    }),
    field(
        "comparator",
        Type::Words,
        "eq ge gt le lt approx range sync",
        "how the value is compared with what is reached",
        |l| l.value(|value| name(&value.comparator)),
    ),
    field("value", Type::Number, "", "number in the row's unit, with 万, 亿 worked in", |l| {
        l.value(|value| number(value.value))
    }),
    field("value_max", Type::Number, "", "upper end of a range", |l| {
        l.value(|value| number(value.value_max))
    }),
    field("unit", Type::Words, "", "unit of the value", |l| l.value(|value| maybe(&value.unit))),
    field(
        "change",
        Type::Words,
        "level increase_to increase_by decrease_to decrease_by multiply",
        "level, or difference from where things stand",
        |l| l.value(|value| name(&value.change)),
    ),
    field("per", Type::Words, ISO_DURATION, "per which time", |l| l.value(|value| maybe(&value.per))),
    field("deadline", Type::Date, "YYYY-MM-DD", "last day", |l| l.value(|value| day(&value.deadline))),
    field(
        "deadline_basis",
        Type::Words,
        "stated clause heading phase period",
        "what the last day rests on",
        |l| l.value(|value| name(&value.deadline_basis)),
    ),
    field(
        "status",
        Type::Words,
        "planned reported",
        "whether the commitment is a promise or a report",
        |l| l.value(|value| name(&value.status)),
    ),
    field("strength", Type::Words, "must shall strive encourage stated", "how binding its words are", |l| {
        l.value(|value| name(&value.strength))
    }),
    field(
        "kind",
        Type::Words,
        "target outcome rule plan_period restatement missed",
        "what the number is",
        |l| l.value(|value| name(&value.kind)),
    ),
    field("source_value", Type::Number, "", "number before conversion, where it was converted", |l| {
        l.value(|value| number(value.source_value))
    }),
    field("source_value_max", Type::Number, "", "upper end of a range before conversion", |l| {
        l.value(|value| number(value.source_value_max))
    }),
    field("source_unit", Type::Words, "", "unit before conversion", |l| {
        l.value(|value| maybe(&value.source_unit))
    }),
    field("series", Type::Words, "", "shared by milestones of one indicator", |l| {
        l.value(|value| maybe(&value.series))
    }),
    field("reference", Type::Words, "", "quantity it is set against", |l| {
        l.value(|value| maybe(&value.reference))
    }),
    field("stretch", Type::Words, "", "words that ask for more", |l| l.value(|value| maybe(&value.stretch))),
    field("responsible", Type::List, "", "full names of the bodies that are to act", |l| {
        list(l.duties.iter().flat_map(|duty| &duty.canonical))
    }),
    field("commitment", Type::Words, "", "id of the commitment's record", |l| {
        l.value(|value| words(&value.commitment))
    }),
    field("section", Type::List, "", "headings, from the outermost in", |l| {
        l.evidence(|evidence| list(evidence.section.iter().map(|heading| &**heading)))
    }),
    field("span_start", Type::Integer, "", "first code point of the quote", |l| {
        l.evidence(|evidence| count(evidence.span[0]))
    }),
    field("span_end", Type::Integer, "", "code point after the quote", |l| {
        l.evidence(|evidence| count(evidence.span[1]))
    }),
    field("quote", Type::Words, "", "words that the value rests on", |l| {
        l.evidence(|evidence| words(&evidence.quote))
    }),
];

/// Two decimals say enough.
fn likeness(likeness: Option<f64>) -> Cell {
    let shown = likeness.and_then(|likeness| format!("{likeness:.2}").parse().ok());
    number(shown.map(crate::value::Number))
}
