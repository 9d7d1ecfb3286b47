//! Duties of a task table flattened to one cell a line: the cells behind a task belong to the columns of its header
//! (`主要内容`, `牵头单位`, `配合单位`); tasks that follow each other share them.

use super::super::Judgement;
use super::{Duty, assignment, role_of_label};
use crate::context::Reading;
use crate::grid::{ACTORS, Place};
use crate::lexicon::ColumnKind;
use crate::outline::Form;
use crate::span::Span;
use crate::value::{DutyBasis, Role};

/// A column that names who acts.
#[derive(Clone, Copy, Debug)]
struct Column {
    role: Role,
    /// Of offices inside one body: `牵头处室`.
    inner: bool,
}

/// Gives the bodies in the cells behind each task to the task.
pub(super) fn assign(reading: &Reading, judgements: &[Option<Judgement>], duties: &mut [Vec<Duty>]) {
    let view = reading.view();
    let segments = &reading.outline.segments;
    for (n, segment) in segments.iter().enumerate() {
        if let Some(place) = segment.place.filter(|_| judgements[n].is_some()) {
            duties[n].extend(in_row(reading, place));
        }
    }
    let mut columns: Vec<Column> = Vec::new();
    let mut tasks: Vec<usize> = Vec::new();
    let mut used = 0;
    let mut in_header = false;
    let mut filled = false;
    for (n, segment) in segments.iter().enumerate().filter(|(_, segment)| segment.place.is_none()) {
        match segment.form {
            Form::Task => {
                if filled {
                    tasks.clear();
                    filled = false;
                }
                used = 0;
                in_header = false;
                tasks.push(n);
            }
            Form::Cell => {
                let words: String = segment.span.of(view).chars().filter(|c| !c.is_whitespace()).collect();
                if let Some(role) = role_of_label(&words).filter(|_| words.chars().count() <= 14) {
                    if !in_header {
                        columns.clear();
                    }
                    in_header = true;
                    let inner = ["处室", "科室", "股室"].iter().any(|kind| words.ends_with(kind));
                    columns.push(Column { role, inner });
                    continue;
                }
                if tasks.is_empty() || columns.is_empty() {
                    continue;
                }
                let Some(actors) = actors(reading, segment.span) else { continue };
                let inner = actors.iter().all(|actor| is_inner(actor.of(view)));
                let Some(column) = next_column(&columns, used, inner) else { continue };
                used = column + 1;
                filled = true;
                for &task in tasks.iter().filter(|&&task| judgements[task].is_some()) {
                    duties[task].extend(actors.iter().map(|&actor| {
                        Duty::new(
                            reading,
                            actor,
                            columns[column].role,
                            DutyBasis::Table,
                            "a column of the table",
                        )
                    }));
                }
            }
            Form::Prose => {
                tasks.clear();
                filled = false;
            }
            _ => {}
        }
    }
}

/// The actors that the columns of a table give a row.
fn in_row(reading: &Reading, place: Place) -> Vec<Duty> {
    let grid = &reading.outline.grids[place.grid()];
    let Some(row) = grid.rows.get(place.row()) else { return Vec::new() };
    let mut out = Vec::new();
    let mut seen = Vec::new();
    for n in grid.of_kinds(ACTORS) {
        let role = match grid.columns[n].kind {
            Some(ColumnKind::Lead) => Role::Lead,
            Some(ColumnKind::Support) => Role::Support,
            Some(ColumnKind::Supervise) => Role::Supervise,
            _ => Role::Implement,
        };
        let cell = row.cells[n];
        if cell.is_empty() || seen.contains(&cell) {
            continue;
        }
        seen.push(cell);
        // 牵头单位:市科技局;配合单位:… in one cell.
        let labelled = if cell.of(reading.view()).contains(':') {
            assignment::read(reading, cell, role)
        } else {
            Vec::new()
        };
        if labelled.is_empty() {
            let view = reading.view();
            let actors = assignment::actors(reading, cell).into_iter();
            let named = actors.filter(|actor| actor.of(view).chars().any(char::is_alphabetic));
            out.extend(named.map(|actor| {
                let (actor, own) = marked(view, actor);
                Duty::new(reading, actor, own.unwrap_or(role), DutyBasis::Table, "a column of the table")
            }));
        } else {
            out.extend(labelled.into_iter().map(|duty| Duty { basis: DutyBasis::Table, ..duty }));
        }
    }
    out
}

/// `市工信局(牵头)`: the actor, and the role that the bracket gives.
fn marked(view: &str, actor: Span) -> (Span, Option<Role>) {
    let words = actor.of(view);
    let marked = words.strip_suffix(')').and_then(|words| words.rsplit_once('('));
    match marked.and_then(|(name, label)| Some((name, role_of_label(label)?))) {
        Some((name, role)) => (Span::new(actor.start(), actor.start() + name.len()), Some(role)),
        None => (actor, None),
    }
}

/// The next column for a cell: one of inner offices where the cell names such.
fn next_column(columns: &[Column], used: usize, inner: bool) -> Option<usize> {
    let kinds = columns.iter().any(|column| column.inner);
    (used..columns.len()).find(|&n| !kinds || columns[n].inner == inner)
}

/// `基层处`, `办公室`: an office inside a body, named without it.
fn is_inner(words: &str) -> bool {
    words.ends_with(['处', '科', '股']) && words.chars().count() <= 8
}

/// The actors of a cell that holds nothing else.
fn actors(reading: &Reading, span: Span) -> Option<Vec<Span>> {
    let view = reading.view();
    let actors = assignment::actors(reading, span);
    let known = |actor: &Span| {
        let words = actor.of(view);
        super::body_at(reading, actor.start()).is_some_and(|body| body.span.end() <= actor.end())
            || words.ends_with([
                '局', '委', '办', '部', '厅', '院', '会', '处', '科', '室', '所', '站', '队', '校', '县',
                '区', '市', '镇', '乡', '司', '行', '府', '联', '团', '心', '社', '村', '位', '门', '道',
                '街', '股',
            ])
    };
    (!actors.is_empty() && actors.iter().all(known)).then_some(actors)
}
