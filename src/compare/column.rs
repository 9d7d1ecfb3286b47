//! Plans with their labels, and the columns that they stand in: `内丘县 2017`, `130523`, `2024`.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Column, Grouping, Input, Options, Plan, Sort};
use crate::error::{Error, Result};

/// The plans with labels of their own, and the columns in order.
pub fn columns(inputs: &[Input], options: &Options) -> (Vec<Plan>, Vec<Column>) {
    let plans = plans(inputs, options);
    let mut columns: Vec<(Column, Order)> = Vec::new();
    let mut places: FxHashMap<Arc<str>, usize> = FxHashMap::default();
    for (input, plan) in inputs.iter().zip(&plans) {
        let (key, label) = heading(input, plan, options.columns);
        let place = *places.entry(key.clone()).or_insert_with(|| {
            columns.push((Column { key, label, plans: Vec::new() }, order(input)));
            columns.len() - 1
        });
        columns[place].0.plans.push(input.id.clone());
    }
    match options.sort {
        Sort::Given => {}
        Sort::Label => columns.sort_by(|a, b| a.0.label.cmp(&b.0.label)),
        Sort::Year => columns.sort_by_key(|column| column.1.year),
        Sort::Code => columns.sort_by(|a, b| a.1.code.cmp(&b.1.code)),
    }
    (plans, columns.into_iter().map(|(column, _)| column).collect())
}

/// What columns are sorted by: of their first plan. What is unknown comes last.
struct Order {
    year: i16,
    code: String,
}

fn order(input: &Input) -> Order {
    let code = input.jurisdiction.as_ref().and_then(|place| place.code.clone());
    Order { year: input.year().unwrap_or(i16::MAX), code: code.unwrap_or_else(|| "~".into()) }
}

fn heading(input: &Input, plan: &Plan, grouping: Grouping) -> (Arc<str>, String) {
    match (grouping, &input.jurisdiction, input.year()) {
        (Grouping::Jurisdiction, Some(place), _) => {
            (place.code.as_ref().unwrap_or(&place.name).as_str().into(), place.name.clone())
        }
        (Grouping::Year, _, Some(year)) => (year.to_string().into(), year.to_string()),
        _ => (input.id.clone(), plan.label.clone()),
    }
}

fn plans(inputs: &[Input], options: &Options) -> Vec<Plan> {
    let mut taken = FxHashSet::default();
    let given = |input: &Input| {
        let of = |name: &str| options.labels.iter().find(|(key, _)| key == name).map(|(_, label)| label);
        of(&input.id).or_else(|| of(&input.path)).cloned()
    };
    (inputs.iter())
        .map(|input| {
            let label = given(input).unwrap_or_else(|| label(input));
            let label = (1..)
                .map(|turn| if turn == 1 { label.clone() } else { format!("{label} ({turn})") })
                .find(|label| taken.insert(label.clone()))
                .unwrap_or_default();
            Plan {
                id: input.id.clone(),
                label,
                title: input.title.clone(),
                jurisdiction: input.jurisdiction.clone(),
                issued: input.issued.clone(),
                period: input.period.clone(),
                path: input.path.clone(),
            }
        })
        .collect()
}

/// The place and year of a plan, else its title, else its path.
fn label(input: &Input) -> String {
    match (&input.jurisdiction, input.year(), &input.title) {
        (Some(place), Some(year), _) => format!("{} {year}", place.name),
        (Some(place), None, _) => place.name.clone(),
        (None, _, Some(title)) => title.clone(),
        (None, _, None) => input.path.clone(),
    }
}

/// The key of the column that `options` name as the baseline.
pub fn baseline(plans: &[Plan], columns: &[Column], options: &Options) -> Result<Option<Arc<str>>> {
    let Some(name) = options.baseline.as_deref() else { return Ok(None) };
    if let Some(column) = columns.iter().find(|column| &*column.key == name || column.label == name) {
        return Ok(Some(column.key.clone()));
    }
    let named = |plan: &&Plan| {
        let place = plan.jurisdiction.as_ref();
        &*plan.id == name
            || plan.label == name
            || plan.path == name
            || place.is_some_and(|place| place.name == name || place.code.as_deref() == Some(name))
    };
    let found: Vec<&Plan> = plans.iter().filter(named).collect();
    let [plan] = found[..] else {
        let labels: Vec<&str> = plans.iter().map(|plan| plan.label.as_str()).collect();
        let what = if found.is_empty() { "no plan is" } else { "several plans are" };
        return Err(Error::Usage(format!(
            "--baseline: {what} called {name:?}; the plans are {}",
            labels.join(", ")
        )));
    };
    let column = columns.iter().find(|column| column.plans.contains(&plan.id));
    Ok(column.map(|column| column.key.clone()))
}

/// The number of the column that each input stands in.
pub fn holders(inputs: &[Input], columns: &[Column]) -> Vec<usize> {
    let places: FxHashMap<&Arc<str>, usize> = (0..)
        .zip(columns)
        .flat_map(|(place, column)| column.plans.iter().map(move |plan| (plan, place)))
        .collect();
    inputs.iter().map(|input| places.get(&input.id).copied().unwrap_or_default()).collect()
}
