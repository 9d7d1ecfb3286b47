//! Plans with their labels, and the columns that they stand in: `内丘县 2017`, `130523`, `2024`.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Column, Grouping, Input, Options, Plan, Sort, plan};
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
    let years: FxHashMap<&Arc<str>, i16> =
        inputs.iter().filter_map(|input| Some((&input.id, input.year()?))).collect();
    for (column, _) in &mut columns {
        column.plans.sort_by_key(|id| years.get(id).copied().unwrap_or(i16::MAX));
    }
    match options.sort {
        Sort::Given => {}
        Sort::Label => columns.sort_by(|a, b| a.0.label.cmp(&b.0.label)),
        Sort::Year => columns.sort_by_key(|column| column.1.year),
        Sort::Code => columns.sort_by(|a, b| a.1.code.cmp(&b.1.code)),
    }
    let labels = numbered(columns.iter().map(|(column, _)| column.label.clone()).collect());
    let columns = columns.into_iter().zip(labels).map(|((column, _), label)| Column { label, ..column });
    (plans, columns.collect())
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
    (inputs.iter().zip(labels(inputs, options)))
        .map(|(input, label)| Plan {
            id: input.id.clone(),
            label,
            title: input.title.clone(),
            jurisdiction: input.jurisdiction.clone(),
            issued: input.issued.clone(),
            period: input.period.clone(),
            path: input.path.clone(),
        })
        .collect()
}

/// A label for each plan, no two the same.
fn labels(inputs: &[Input], options: &Options) -> Vec<String> {
    let mut labels: Vec<String> = inputs.iter().map(label).collect();
    for (_, group) in namesakes(inputs) {
        for (&place, label) in group.iter().zip(told_apart(inputs, &group)) {
            labels[place] = label;
        }
    }
    let mut given: FxHashMap<&str, usize> = FxHashMap::default();
    for (n, (name, _)) in options.labels.iter().enumerate() {
        given.entry(name).or_insert(n);
    }
    for (label, input) in labels.iter_mut().zip(inputs) {
        // Of several that name it the first counts.
        if let Some(first) = input.names().filter_map(|name| given.get(name)).min() {
            label.clone_from(&options.labels[*first].1);
        }
    }
    numbered(labels)
}

/// Labels that several plans would have, with the places of these in the list.
pub fn namesakes(inputs: &[Input]) -> Vec<(String, Vec<usize>)> {
    let mut groups: Vec<(String, Vec<usize>)> = Vec::new();
    let mut places: FxHashMap<String, usize> = FxHashMap::default();
    for (n, input) in inputs.iter().enumerate() {
        let label = label(input);
        let group = *places.entry(label.clone()).or_insert_with(|| {
            groups.push((label, Vec::new()));
            groups.len() - 1
        });
        groups[group].1.push(n);
    }
    groups.retain(|(_, group)| group.len() > 1);
    groups
}

/// Labels for namesakes: with the place around theirs, or the title, or the file, where that tells them apart; else with
/// the path.
fn told_apart(inputs: &[Input], group: &[usize]) -> Vec<String> {
    let around = |input: &Input| {
        let above = input.jurisdiction.as_ref()?.ancestors.last()?;
        Some(format!("{above}{}", label(input)))
    };
    let by_title = |input: &Input| Some(format!("{} {}", label(input), short(input.title.as_deref()?)));
    let by_file = |input: &Input| Some(format!("{} {}", label(input), file_name(&input.path)));
    let by_path = |input: &Input| format!("{} {}", label(input), input.path);
    let labels = |way: &dyn Fn(&Input) -> Option<String>| -> Option<Vec<String>> {
        group.iter().map(|&place| way(&inputs[place])).collect()
    };
    (labels(&around).into_iter())
        .chain(labels(&by_title))
        .chain(labels(&by_file))
        .find(|labels| labels.iter().collect::<FxHashSet<_>>().len() == labels.len())
        .unwrap_or_else(|| group.iter().map(|&place| by_path(&inputs[place])).collect())
}

/// A later one of the same words gets a number: `内丘县 2016 (2)`.
fn numbered(labels: Vec<String>) -> Vec<String> {
    let mut taken = FxHashSet::default();
    // What is taken stays taken, so each search goes on where the last one of the same words ended.
    let mut turns: FxHashMap<String, usize> = FxHashMap::default();
    let own = |label: String| {
        let turn = turns.entry(label.clone()).or_insert(1);
        loop {
            let free = if *turn == 1 { label.clone() } else { format!("{label} ({turn})") };
            *turn += 1;
            if taken.insert(free.clone()) {
                return free;
            }
        }
    };
    labels.into_iter().map(own).collect()
}

/// The place and year of a plan, else its title, else its file.
fn label(input: &Input) -> String {
    let name = match (&input.jurisdiction, &input.title) {
        (Some(place), _) => place.name.clone(),
        (None, Some(title)) => short(title),
        (None, None) => file_name(&input.path).into(),
    };
    match input.year() {
        Some(year) if !name.contains(&year.to_string()) => format!("{name} {year}"),
        _ => name,
    }
}

/// How many characters of a title head a column.
const SHORT: usize = 16;

/// A title without who speaks and without brackets, cut where it is long: `组织党支部和党员扎实推进创先争…`.
fn short(title: &str) -> String {
    let title = title.rsplit_once("关于").map_or(title, |(_, matter)| matter);
    let words = title.trim_matches(|c: char| "《》“”\"〈〉".contains(c) || c.is_whitespace());
    let words = words.trim_end_matches("的通知");
    if words.chars().count() <= SHORT {
        return words.into();
    }
    words.chars().take(SHORT - 1).chain(['…']).collect()
}

/// The last part of a path without its ending.
fn file_name(path: &str) -> &str {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    match name.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => name,
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
        plan.label == name
            || plan::names(&plan.id, &plan.path).any(|own| own == name)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Basis, Jurisdiction};
    use crate::value::Level;

    fn plan(path: &str, title: Option<&str>, place: Option<(&str, &str)>) -> Input {
        Input {
            id: path.into(),
            title: title.map(str::to_string),
            genre: None,
            jurisdiction: place.map(|(name, around)| Jurisdiction {
                name: name.into(),
                code: None,
                level: Level::County,
                ancestors: vec![around.into()],
                basis: Basis::Stated,
                evidence: Vec::new(),
            }),
            issued: None,
            period: None,
            path: path.into(),
            commitments: Vec::new(),
            targets: Vec::new(),
        }
    }

    #[test]
    fn a_plan_is_called_by_its_place_or_the_matter_of_its_title_or_its_file() {
        let title = "中共某某市医院委员会关于组织党支部和党员扎实推进创先争优活动的工作方案";
        let plans = [
            plan("a/甲.txt", Some(title), Some(("甲县", "乙市"))),
            plan("b.txt", Some(title), None),
            plan("c.txt", Some("某某县人民政府关于加强养老服务的通知"), None),
            plan("d/丁.docx", None, None),
        ];
        let expected = ["甲县", "组织党支部和党员扎实推进创先争…", "加强养老服务", "丁"];
        assert_eq!(labels(&plans, &Options::default()), expected);
        assert!(namesakes(&plans).is_empty());
    }

    #[test]
    fn namesakes_are_told_apart_by_what_differs() {
        let chaoyang = |path, title, around| plan(path, title, Some(("朝阳区", around)));
        let labelled = |plans: &[Input]| labels(plans, &Options::default());
        let places = [chaoyang("a.txt", None, "北京市"), chaoyang("b.txt", None, "长春市")];
        assert_eq!(labelled(&places), ["北京市朝阳区", "长春市朝阳区"]);
        let titles = [
            chaoyang("a.txt", Some("工作要点"), "北京市"),
            chaoyang("b.txt", Some("实施方案"), "北京市"),
            plan("c.txt", None, None),
        ];
        assert_eq!(labelled(&titles), ["朝阳区 工作要点", "朝阳区 实施方案", "c"]);
        let files = [chaoyang("x/a.txt", None, "北京市"), chaoyang("x/b.txt", None, "北京市")];
        assert_eq!(labelled(&files), ["朝阳区 a", "朝阳区 b"]);
        let paths = [chaoyang("x/a.txt", None, "北京市"), chaoyang("y/a.txt", None, "北京市")];
        assert_eq!(labelled(&paths), ["朝阳区 x/a.txt", "朝阳区 y/a.txt"]);
        let same = [chaoyang("a.txt", None, "北京市"), chaoyang("a.txt", None, "北京市")];
        assert_eq!(labelled(&same), ["朝阳区 a.txt", "朝阳区 a.txt (2)"]);
    }

    #[test]
    fn a_label_that_is_given_stands() {
        let plans = [plan("a.txt", None, None), plan("x/b.txt", None, None)];
        let given = Options {
            labels: vec![("b.txt".into(), "甲".into()), ("a.txt".into(), "甲".into())],
            ..Options::default()
        };
        assert_eq!(labels(&plans, &given), ["甲", "甲 (2)"]);
    }
}
