//! Verdicts: highest, lowest, earliest, who alone, who lacks it, what contradicts, against the baseline, over the years.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

use super::{
    Cell, Column, Comparison, Contradiction, Difference, Earliest, Extreme, Input, Point, Row, State,
    Trajectory, Value, Verdict,
};
use crate::value::{Change, Comparator, Kind, Number, Status, Strength};

/// Fills the verdict of every row.
pub fn pass(comparison: &mut Comparison, inputs: &[Input]) {
    let plans: FxHashMap<Arc<str>, &Input> = inputs.iter().map(|input| (input.id.clone(), input)).collect();
    let Comparison { columns, baseline, measures, actions, .. } = comparison;
    for rows in [measures, actions] {
        rows.par_iter_mut().for_each(|row| row.verdict = verdict(row, columns, baseline.as_ref(), &plans));
    }
}

fn verdict(
    row: &Row,
    columns: &[Column],
    baseline: Option<&Arc<str>>,
    plans: &FxHashMap<Arc<str>, &Input>,
) -> Verdict {
    let promising: Vec<&Cell> = row.cells.iter().filter(|cell| cell.state <= State::Qualitative).collect();
    let finals: Vec<(&Arc<str>, &Value)> =
        promising.iter().filter_map(|cell| Some((&cell.column, last(cell)?))).collect();
    let below = falls_below(row);
    let extreme = |end: fn(&Value) -> Option<Number>, wanted: fn(Decimal, Decimal) -> Decimal| {
        let end = |value: &Value| Some(signed(value, end(value)?, below));
        let best = finals.iter().filter_map(|(_, value)| end(value)).reduce(wanted)?;
        let columns = finals.iter().filter(|(_, value)| end(value) == Some(best));
        Some(Extreme { value: Number(best), columns: columns.map(|(column, _)| (*column).clone()).collect() })
    };
    let several = finals.len() > 1;
    let highest = extreme(highest, Decimal::max).filter(|_| several);
    let lowest = extreme(lowest, Decimal::min).filter(|_| several);
    let spread =
        highest.as_ref().zip(lowest.as_ref()).and_then(|(high, low)| high.value.0.checked_sub(low.value.0));
    let mut years: Vec<i16> =
        finals.iter().filter_map(|(_, value)| year(value.deadline.as_deref()?)).collect();
    years.sort_unstable();
    years.dedup();
    Verdict {
        highest,
        lowest,
        spread: spread.map(Number),
        years,
        earliest: earliest(&promising),
        only: match &promising[..] {
            [cell] if columns.len() > 1 => Some(cell.column.clone()),
            _ => None,
        },
        missing: missing(row, columns, promising.len()),
        contradictions: contradictions(row),
        differences: baseline.map(|baseline| differences(&finals, baseline, below)).unwrap_or_default(),
        trajectories: trajectories(row, plans, below),
    }
}

/// The value that a column aims at in the end: of the promised numbers without 力争 the one with the last deadline,
/// and of several with that the first.
fn last(cell: &Cell) -> Option<&Value> {
    let numbered =
        cell.values.iter().filter(|value| value.state <= State::Converted && value.value.is_some());
    let plain = numbered.clone().filter(|value| value.strength != Strength::Strive);
    plain.reduce(latest).or_else(|| numbered.reduce(latest))
}

fn latest<'a>(one: &'a Value, other: &'a Value) -> &'a Value {
    if other.deadline > one.deadline { other } else { one }
}

/// The upper end of what a value asks for.
fn highest(value: &Value) -> Option<Number> {
    value.value_max.or(value.value)
}

fn lowest(value: &Value) -> Option<Number> {
    value.value
}

/// Whether a fall counts below zero: beside growth it does; among falls alone (能耗下降3%) it is compared as it is told.
fn falls_below(row: &Row) -> bool {
    let numbered = row.cells.iter().flat_map(|cell| &cell.values);
    let mut beside = numbered.filter(|value| value.value.is_some() && value.state != State::NotComparable);
    beside.any(|value| value.change != Some(Change::DecreaseBy))
}

fn signed(value: &Value, number: Number, below: bool) -> Decimal {
    if below && value.change == Some(Change::DecreaseBy) { -number.0 } else { number.0 }
}

fn year(day: &str) -> Option<i16> {
    day.get(..4)?.parse().ok()
}

fn earliest(promising: &[&Cell]) -> Option<Earliest> {
    let first = |cell: &Cell| {
        let promised = cell.values.iter().filter(|value| value.state <= State::Qualitative);
        promised.filter_map(|value| value.deadline.clone()).min()
    };
    let days: Vec<(&Arc<str>, String)> =
        promising.iter().filter_map(|cell| Some((&cell.column, first(cell)?))).collect();
    let deadline = days.iter().map(|(_, day)| day).min().filter(|_| days.len() > 1)?.clone();
    let columns =
        days.iter().filter(|(_, day)| *day == deadline).map(|(column, _)| (*column).clone()).collect();
    Some(Earliest { deadline, columns })
}

/// Columns that say nothing where more than half promise something.
fn missing(row: &Row, columns: &[Column], promising: usize) -> Vec<Arc<str>> {
    if promising * 2 <= columns.len() {
        return Vec::new();
    }
    let mut cells = row.cells.iter().map(|cell| &cell.column).peekable();
    columns
        .iter()
        .filter(|column| cells.next_if(|key| **key == column.key).is_none())
        .map(|column| column.key.clone())
        .collect()
}

/// Pairs of targets of one plan for the same measure and day that no number meets together.
///
/// Only of indicators with an id, and only shares and growth or levels that are to be reached (达到80人): two counts of
/// one wording may well be two lots of the same thing.
fn contradictions(row: &Row) -> Vec<Contradiction> {
    if row.indicator_id.is_none() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for cell in row.cells.iter().filter(|cell| cell.state <= State::Converted) {
        let binding: Vec<usize> = (0..cell.values.len()).filter(|&n| is_binding(cell, n)).collect();
        for (at, &a) in binding.iter().enumerate() {
            for &b in &binding[at + 1..] {
                let (one, other) = (&cell.values[a], &cell.values[b]);
                let same = one.plan == other.plan
                    && one.commitment != other.commitment
                    && one.indicator == other.indicator
                    && one.deadline == other.deadline
                    && one.change == other.change;
                if same && !can_both_be_met(one, other) {
                    found.push(Contradiction {
                        plan: one.plan.clone(),
                        commitments: [one.commitment.clone(), other.commitment.clone()],
                        quotes: [cell.evidence[a].quote.clone(), cell.evidence[b].quote.clone()],
                    });
                }
            }
        }
    }
    found
}

/// A promise with a number and a day, neither hoped for nor one of several lots.
fn is_binding(cell: &Cell, n: usize) -> bool {
    let value = &cell.values[n];
    let whole =
        matches!(value.unit.as_deref(), Some("%" | "‰")) || cell.evidence[n].quote.contains(['达', '達']);
    whole
        && value.state <= State::Converted
        && value.value.is_some()
        && value.deadline.is_some()
        && value.strength != Strength::Strive
        && value.stretch.is_none()
}

/// Some number satisfies both; 左右 reaches a tenth to either side.
fn can_both_be_met(one: &Value, other: &Value) -> bool {
    let (Some((low, high)), Some((other_low, other_high))) = (reach(one), reach(other)) else { return true };
    low <= other_high && other_low <= high
}

/// What a value allows, both ends included.
fn reach(value: &Value) -> Option<(Decimal, Decimal)> {
    let number = value.value?.0;
    let tenth = number.abs().checked_div(Decimal::TEN)?;
    Some(match value.comparator? {
        Comparator::Eq => (number, number),
        Comparator::Ge | Comparator::Gt => (number, Decimal::MAX),
        Comparator::Le | Comparator::Lt => (Decimal::MIN, number),
        Comparator::Approx => (number.checked_sub(tenth)?, number.checked_add(tenth)?),
        Comparator::Range => (number, value.value_max?.0),
        Comparator::Sync => return None,
    })
}

fn differences(finals: &[(&Arc<str>, &Value)], baseline: &Arc<str>, below: bool) -> Vec<Difference> {
    let point = |value: &Value| Some(signed(value, lowest(value)?, below));
    let Some(base) =
        finals.iter().find(|(column, _)| *column == baseline).and_then(|(_, value)| point(value))
    else {
        return Vec::new();
    };
    let others = finals.iter().filter(|(column, _)| *column != baseline);
    others
        .filter_map(|(column, value)| {
            let own = point(value)?;
            let difference = own.checked_sub(base)?;
            let percent = difference.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(base.abs());
            Some(Difference {
                column: (*column).clone(),
                value: Number(own),
                baseline: Number(base),
                difference: Number(difference),
                percent: percent.map(|percent| Number(percent.round_dp(1))),
            })
        })
        .collect()
}

/// The numbers that a jurisdiction promised and reported for several years.
fn trajectories(row: &Row, plans: &FxHashMap<Arc<str>, &Input>, below: bool) -> Vec<Trajectory> {
    let mut by_place: BTreeMap<&str, Vec<Point>> = BTreeMap::new();
    for value in row.cells.iter().flat_map(|cell| &cell.values) {
        let (Some(number), Some(comparator)) = (value.value, value.comparator) else { continue };
        let Some(input) = plans.get(&value.plan) else { continue };
        let Some(place) = &input.jurisdiction else { continue };
        // What somebody else aims at is no step of this place's way.
        if value.state == State::NotComparable || value.kind == Some(Kind::Restatement) {
            continue;
        }
        let year = match value.status {
            Status::Planned => value.deadline.as_deref().and_then(year),
            // A yearly report tells of the year before it.
            Status::Reported => input.told_year(),
        };
        if let Some(year) = year {
            by_place.entry(&place.name).or_default().push(Point {
                year,
                plan: value.plan.clone(),
                status: if value.state == State::Reported { Status::Reported } else { Status::Planned },
                comparator,
                value: Number(signed(value, number, below)),
                value_max: value.value_max.map(|most| Number(signed(value, most, below))),
                commitment: value.commitment.clone(),
            });
        }
    }
    (by_place.into_iter())
        .filter_map(|(place, mut points)| {
            points.sort_by_key(|point| (point.year, point.status == Status::Reported));
            let several = points.first().map(|point| point.year) != points.last().map(|point| point.year);
            let promised = points.iter().any(|point| point.status == Status::Planned);
            (several && promised).then(|| Trajectory { jurisdiction: place.into(), points })
        })
        .collect()
}
