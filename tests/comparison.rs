//! What plans say side by side: alignment, states and verdicts, held against what reading them gives.

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use chengnuo::compare::{self, Comparison, Input, Options, Row, State};
use chengnuo::lexicon::Lexicon;
use chengnuo::record::Document;
use common::{chengnuo, folder, plans, root, run, shared};
use serde_json::Value;

/// The program's comparison of documents.
fn compared(paths: &[PathBuf], options: &[&str]) -> Value {
    let mut command = chengnuo(["compare", "--quiet", "--format", "json"]);
    let run = run(command.args(options).args(paths));
    assert!(run.code == 0, "{}", run.stderr);
    serde_json::from_slice(&run.stdout).unwrap()
}

/// One line a cell: part, key, plan, state, reason, values.
fn lines(comparison: &Value) -> String {
    let mut lines = String::from("part\tkey\tplan\tstate\treason\tvalues\n");
    let labels: BTreeMap<&str, &str> = (comparison["columns"].as_array().unwrap().iter())
        .map(|column| (column["key"].as_str().unwrap(), column["label"].as_str().unwrap()))
        .collect();
    for part in ["measures", "actions"] {
        for row in comparison[part].as_array().unwrap() {
            for cell in row["cells"].as_array().unwrap().iter().filter(|cell| cell["state"] != "absent") {
                let label = labels[cell["column"].as_str().unwrap()];
                let values: Vec<String> = cell["values"].as_array().unwrap().iter().map(value).collect();
                lines += &format!(
                    "{part}\t{}\t{label}\t{}\t{}\t{}\n",
                    row["key"].as_str().unwrap(),
                    cell["state"].as_str().unwrap(),
                    cell["reason"].as_str().unwrap_or(""),
                    values.join("; ")
                );
            }
        }
    }
    lines
}

/// `ge 80 人 2019-12-31`
fn value(value: &Value) -> String {
    let parts = ["comparator", "value", "value_max", "unit", "deadline"].map(|name| match &value[name] {
        Value::Null => String::new(),
        Value::String(words) => words.clone(),
        other => other.to_string(),
    });
    parts.iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" ")
}

/// `UPDATE=1 cargo test --test comparison` writes the table anew; read the diff line by line before it is committed.
#[test]
fn our_plans_stand_side_by_side_as_reviewed() {
    let path = root().join("corpus/comparison.tsv");
    let now = lines(&compared(&[plans()], &[]));
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &now).unwrap();
    }
    let before = std::fs::read_to_string(&path).unwrap();
    let (before, now): (BTreeSet<&str>, BTreeSet<&str>) = (before.lines().collect(), now.lines().collect());
    let gone: Vec<_> = before.difference(&now).collect();
    let new: Vec<_> = now.difference(&before).collect();
    assert!(gone.is_empty() && new.is_empty(), "gone: {gone:#?}\nnew: {new:#?}");
}

#[test]
fn the_four_first_texts_share_what_they_share() {
    let Some(texts) = shared("gold/texts") else { return };
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(texts).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.file_name().unwrap().to_str().unwrap().starts_with("00"));
    paths.sort();
    let paths = &paths[..4];
    let comparison = compared(paths, &[]);
    let column = |n: usize| comparison["columns"][n]["key"].as_str().unwrap();
    let measures = comparison["measures"].as_array().unwrap();
    let spoken = |row: &Value| -> Vec<(String, String)> {
        let cells = row["cells"].as_array().unwrap().iter().filter(|cell| cell["state"] != "absent");
        cells
            .map(|cell| (cell["column"].as_str().unwrap().into(), cell["state"].as_str().unwrap().into()))
            .collect()
    };
    let with_id =
        |id: &str| -> Vec<&Value> { measures.iter().filter(|row| row["indicator_id"] == id).collect() };

    // Only one measure is told by two of them: remote consultations, 8300 and 2026, both outcomes.
    let shared: Vec<&Value> = measures.iter().filter(|row| spoken(row).len() > 1).collect();
    assert_eq!(shared.len(), 1, "{shared:#?}");
    assert_eq!(shared[0]["indicator_id"], "remote_consultations");
    let reported = |n: usize| (column(n).to_string(), "reported".to_string());
    assert_eq!(spoken(shared[0]), [reported(1), reported(2)]);
    let numbers = |row: &Value, n: usize| -> Vec<f64> {
        let values = row["cells"][n]["values"].as_array().unwrap();
        values.iter().map(|value| value["value"].as_f64().unwrap()).collect()
    };
    assert_eq!(numbers(shared[0], 1), [8300.0]);
    assert_eq!(numbers(shared[0], 2), [2026.0]);

    // Licences of village doctors: Neiqiu alone, with its milestones.
    let licences = with_id("village_doctors_licensed");
    assert_eq!(licences.len(), 1);
    assert_eq!(spoken(licences[0]), [(column(0).to_string(), "aligned".to_string())]);
    assert_eq!(licences[0]["verdict"]["only"], column(0));
    let mut milestones: Vec<(String, i64)> = (licences[0]["cells"][0]["values"].as_array().unwrap().iter())
        .map(|value| (value["deadline"].as_str().unwrap().into(), value["value"].as_i64().unwrap()))
        .collect();
    milestones.sort();
    milestones.dedup();
    let steps =
        [("2017-12-31", 50), ("2018-12-31", 65), ("2019-12-31", 80)].map(|(day, n)| (day.to_string(), n));
    assert_eq!(milestones, steps);

    // Ten trainings of village doctors a year and one course on party building are not set side by side.
    let trainings = with_id("training_sessions");
    assert_eq!(trainings.len(), 1);
    assert_eq!(spoken(trainings[0]), [(column(0).to_string(), "aligned".to_string())]);
    assert_eq!(trainings[0]["per"], "P1Y");

    // Neiqiu's remote aid is no remote consultation.
    assert!(
        with_id("remote_consultation_sites")
            .iter()
            .all(|row| spoken(row).iter().all(|cell| cell.0 != column(0)))
    );

    // Zaozhuang has deadlines and actions and no measure.
    assert!(measures.iter().all(|row| spoken(row).iter().all(|cell| cell.0 != column(3))));
    let actions = comparison["actions"].as_array().unwrap();
    let own: Vec<&Value> = (actions.iter())
        .flat_map(|row| row["cells"].as_array().unwrap())
        .filter(|cell| cell["column"] == column(3) && cell["state"] != "absent")
        .flat_map(|cell| cell["values"].as_array().unwrap())
        .collect();
    assert!(own.len() > 10, "{}", own.len());
    assert!(own.iter().any(|value| value["deadline"] == "2010-06-08"));
}

/// Cells of the 39 cities' targets for 2024 that hold the target: number and comparator, in the row of the indicator.
#[test]
fn the_cities_rows_hold_the_target_of_the_year() {
    let (Some(reports), Some(table)) = (shared("documents/reports2024"), shared("compare/cities2024.csv"))
    else {
        return;
    };
    let comparison = compared(&[reports], &["--only", "planned", "--absent", "drop"]);
    let city = |path: &str| Path::new(path).file_stem().unwrap().to_str().unwrap().to_string();
    let plans: BTreeMap<&str, String> = (comparison["plans"].as_array().unwrap().iter())
        .map(|plan| (plan["id"].as_str().unwrap(), city(plan["path"].as_str().unwrap())))
        .collect();
    let mut promised: BTreeMap<(String, String), Vec<&Value>> = BTreeMap::new();
    for row in comparison["measures"].as_array().unwrap().iter().filter(|row| row["indicator_id"].is_string())
    {
        let values = row["cells"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|cell| cell["values"].as_array().into_iter().flatten());
        for value in values.filter(|value| {
            ["aligned", "converted", "qualitative"].contains(&value["state"].as_str().unwrap())
        }) {
            let plan = plans[value["plan"].as_str().unwrap()].clone();
            promised.entry((plan, row["indicator_id"].as_str().unwrap().into())).or_default().push(value);
        }
    }
    let text = std::fs::read_to_string(table).unwrap();
    let (mut held, mut all, mut failed) = (0, 0, Vec::new());
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.splitn(9, ',').collect();
        // A quote may hold a line end: what follows it is no row.
        if cells.len() < 9 {
            continue;
        }
        let number = |cell: &str| cell.parse::<f64>().ok();
        let value_of = |value: &Value, name: &str| {
            let source = &value[format!("source_{name}")];
            if source.is_null() { value[name].as_f64() } else { source.as_f64() }
        };
        let found = promised.get(&(cells[0].to_string(), cells[1].to_string()));
        let right = found.is_some_and(|values| {
            values.iter().any(|value| {
                value["comparator"] == cells[2]
                    && value_of(value, "value") == number(cells[3])
                    && value_of(value, "value_max") == number(cells[4])
            })
        });
        all += 1;
        held += usize::from(right);
        if !right {
            failed.push(line);
        }
    }
    let share = held as f64 / all as f64;
    eprintln!("cities2024: {held} of {all} cells hold the target ({:.1} %)", share * 100.0);
    assert!(all > 250 && share >= 0.97, "{held} of {all}: {failed:#?}");
}

/// The records of texts, as a comparison reads them.
fn inputs(texts: &[(&str, &str)]) -> Vec<Input> {
    let folder = folder(texts);
    let records = run(chengnuo(["extract", "--quiet"]).arg(folder.path())).records();
    records
        .into_iter()
        .map(|record| Input::new(serde_json::from_value::<Document>(record).unwrap()))
        .collect()
}

fn side_by_side(inputs: Vec<Input>) -> Comparison {
    compare::compare(inputs, &Options::default(), Lexicon::embedded()).unwrap()
}

/// What a row says of some plans only: plan, state, number as printed.
fn of_plans(row: &Row, plans: &BTreeSet<&str>) -> Vec<(String, State, String)> {
    let values = row.cells.iter().flat_map(|cell| &cell.values).filter(|value| plans.contains(&*value.plan));
    values
        .map(|value| {
            (value.commitment.to_string(), value.state, serde_json::to_string(&value.value).unwrap())
        })
        .collect()
}

const TOWNS: [(&str, &str); 4] = [
    (
        "a.txt",
        "甲县2023年养老工作方案\n\n到2023年底，全县新建农村幸福院12所，培训养老护理员300人。\n深入开展老年健康知识宣传进社区活动。\n开通城乡公交线路5公里。\n",
    ),
    (
        "b.txt",
        "乙县2023年养老工作方案\n\n到2023年底，新建农村幸福院8家，培训养老护理员不少于200名。\n广泛开展老年健康知识宣传进社区、进农村活动。\n",
    ),
    (
        "c.txt",
        "丙县2023年养老工作方案\n\n到2023年底，新建农村幸福院20所，新建城市幸福院3所。\n广泛开展健康知识宣传进农村、进校园活动。\n",
    ),
    (
        "d.txt",
        "丁县2023年养老工作方案\n\n到2023年底，改造农村幸福院15所，开通城乡公交线路8000米。\n开展老年健康知识宣传活动。\n",
    ),
];

#[test]
fn another_plan_leaves_what_the_others_are_to_each_other() {
    let all = side_by_side(inputs(&TOWNS));
    for left_out in 0..TOWNS.len() {
        let fewer: Vec<_> = (0..).zip(TOWNS).filter(|(n, _)| *n != left_out).map(|(_, town)| town).collect();
        let some = side_by_side(inputs(&fewer));
        let plans: BTreeSet<&str> = some.plans.iter().map(|plan| &*plan.id).collect();
        for (rows, wider) in [(&some.measures, &all.measures), (&some.actions, &all.actions)] {
            for row in rows {
                let own = of_plans(row, &plans);
                assert!(wider.iter().any(|row| of_plans(row, &plans) == own), "{}: {own:?}", row.key);
            }
        }
    }
}

#[test]
fn units_are_converted_and_parts_kept_apart() {
    let all = side_by_side(inputs(&TOWNS));
    let row = |key: &str| {
        let found: Vec<&Row> = all.measures.iter().filter(|row| row.key.starts_with(key)).collect();
        assert_eq!(
            found.len(),
            1,
            "{key}: {:?}",
            all.measures.iter().map(|row| &row.key).collect::<Vec<_>>()
        );
        found[0]
    };
    let states = |row: &Row| row.cells.iter().map(|cell| cell.state).collect::<Vec<_>>();
    // 所 and 家 count the same; the towns' own homes, and those that are only renewed, are others.
    assert_eq!(states(row("幸福院/rural/build")), [State::Aligned; 3]);
    assert_eq!(row("幸福院/urban/build").cells.len(), 1);
    assert_eq!(row("幸福院/rural/renew").cells.len(), 1);
    let roads = row("开通公交线路/both/length");
    assert_eq!(states(roads), [State::Aligned, State::Converted]);
    let converted = &roads.cells[1].values[0];
    assert_eq!(serde_json::to_string(&(converted.value, converted.source_value)).unwrap(), "[8,8000]");
    assert_eq!(converted.source_unit.as_deref(), Some("米"));
}

#[test]
fn falls_alone_are_compared_as_they_are_told() {
    let all = side_by_side(inputs(&[
        ("a.txt", "甲县2024年节能工作方案\n\n到2024年底，单位地区生产总值能耗下降2.5%以上。\n"),
        ("b.txt", "乙县2024年节能工作方案\n\n到2024年底，单位地区生产总值能耗下降3.2%。\n"),
    ]));
    let [row] = &all.measures[..] else { panic!("{:?}", all.measures) };
    let told =
        |value: &Option<compare::Extreme>| serde_json::to_string(&value.as_ref().unwrap().value).unwrap();
    assert_eq!(
        (told(&row.verdict.highest), told(&row.verdict.lowest)),
        ("3.2".to_string(), "2.5".to_string())
    );
    assert_eq!(serde_json::to_string(&row.verdict.spread).unwrap(), "0.7");
}
