//! `chengnuo compare` as a user runs it: what it takes, how it leaves, what is said of bad input.

mod common;

use std::path::Path;
use std::sync::OnceLock;

use common::{PLAN, Run, chengnuo, folder, plans, quotes_are_slices, run};
use serde_json::Value;
use unicode_width::UnicodeWidthStr;

/// A plan of another county that promises some of the same, and one thing in formula's clothing.
const OTHER: &str = "另某县2026年政府工作报告\n\n一、2025年工作回顾\n一年来，全县城镇新增就业2100人。\n\n二、2026年工作安排\n\
                     （一）全年城镇新增就业3000人以上，地区生产总值增长5.5%左右。\n（二）县民政局要在2026年6月底前制定实施细则。\n";
const THIRD: &str = "第三县2026年政府工作报告\n\n一、2026年工作安排\n\
                     （一）全年城镇新增就业2500人以上，地区生产总值增长6%左右。\n（二）建成养老服务设施20处。\n";

fn compare(arguments: &[&str]) -> Run {
    run(chengnuo(["compare"]).args(arguments).env("LC_ALL", "C.UTF-8").env_remove("COLUMNS"))
}

fn path(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// The comparison that a run printed, checked against the schema that the program prints.
fn comparison(run: &Run) -> Value {
    static SCHEMA: OnceLock<jsonschema::Validator> = OnceLock::new();
    let schema = SCHEMA.get_or_init(|| {
        let printed = common::run(&mut chengnuo(["schema", "compare"]));
        jsonschema::validator_for(&serde_json::from_slice(&printed.stdout).unwrap()).unwrap()
    });
    let comparison: Value = serde_json::from_slice(&run.stdout).unwrap();
    let errors: Vec<String> =
        schema.iter_errors(&comparison).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    comparison
}

fn labels(comparison: &Value) -> Vec<&str> {
    comparison["columns"].as_array().unwrap().iter().map(|column| column["label"].as_str().unwrap()).collect()
}

fn rows(comparison: &Value) -> impl Iterator<Item = &Value> {
    ["measures", "actions"].into_iter().flat_map(|part| comparison[part].as_array().unwrap())
}

fn cells(comparison: &Value) -> impl Iterator<Item = &Value> {
    rows(comparison).flat_map(|row| row["cells"].as_array().unwrap())
}

fn states(comparison: &Value) -> Vec<&str> {
    cells(comparison).map(|cell| cell["state"].as_str().unwrap()).collect()
}

/// Records of our own plans, one a line.
fn records() -> &'static [u8] {
    static RECORDS: OnceLock<Vec<u8>> = OnceLock::new();
    RECORDS.get_or_init(|| run(&mut chengnuo(["extract", path(&plans()), "--quiet"])).stdout)
}

/// A file of them, which is sooner read than the documents.
fn recorded() -> &'static str {
    static FOLDER: OnceLock<(tempfile::TempDir, String)> = OnceLock::new();
    let (_, file) = FOLDER.get_or_init(|| {
        let folder = folder(&[("records.jsonl", records())]);
        let file = folder.path().join("records.jsonl").display().to_string();
        (folder, file)
    });
    file
}

/// Our own plans compared.
fn own() -> &'static Value {
    static COMPARISON: OnceLock<Value> = OnceLock::new();
    COMPARISON.get_or_init(|| comparison(&compare(&[recorded()])))
}

#[test]
fn documents_and_records_in_any_form_give_the_same_bytes() {
    let documents = compare(&[path(&plans())]);
    assert_eq!((documents.code, documents.stderr.as_str()), (0, ""));
    let lines = records();
    let array: Vec<Value> =
        std::str::from_utf8(lines).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    // As other tools write them: over many lines, in an array or one after another.
    let pretty: String =
        array.iter().map(|record| serde_json::to_string_pretty(record).unwrap() + "\n").collect();
    let folder = folder(&[
        ("lines.jsonl", lines.to_vec()),
        ("array.json", serde_json::to_vec_pretty(&array).unwrap()),
        ("pretty.json", pretty.into_bytes()),
    ]);
    for name in ["lines.jsonl", "array.json", "pretty.json"] {
        let given = compare(&[path(&folder.path().join(name)), "--jobs", "2"]);
        assert!(given.stdout == documents.stdout, "{name}: {}", given.stderr);
    }
    let piped =
        common::run(chengnuo(["compare", "-"]).pipe_stdin(folder.path().join("lines.jsonl")).unwrap());
    assert!(piped.stdout == documents.stdout, "{}", piped.stderr);
    let split = folder.path().join("split");
    std::fs::create_dir(&split).unwrap();
    assert_eq!(run(&mut chengnuo(["extract", path(&plans()), "-q", "-o", path(&split)])).code, 0);
    assert!(compare(&[path(&split)]).stdout == documents.stdout, "a folder of records");
    let again = compare(&[path(&plans()), "--jobs", "1"]);
    assert!(again.stdout == documents.stdout);
}

#[test]
fn standard_input_may_be_a_document_or_a_document_a_line() {
    let row = serde_json::json!({"id": "我的", "text": OTHER}).to_string();
    let folder = folder(&[("a.txt", OTHER), ("rows", &row)]);
    let from = |name: &str| {
        comparison(&common::run(
            chengnuo(["compare", "-", "-q"]).pipe_stdin(folder.path().join(name)).unwrap(),
        ))
    };
    let document = from("a.txt");
    assert_eq!(document["plans"][0]["path"], "-");
    assert!(cells(&document).count() > 2);
    let rows = from("rows");
    assert_eq!(rows["plans"][0]["id"], "我的");
    assert_eq!(cells(&rows).count(), cells(&document).count());
}

#[test]
fn documents_and_records_stand_together_by_path_and_line() {
    let folder = folder(&[("b.txt", OTHER), ("z.txt", THIRD), ("rows.jsonl", "")]);
    let name = |name: &str| folder.path().join(name);
    let row = serde_json::json!({"id": "r", "text": PLAN, "title": "甲"}).to_string();
    std::fs::write(name("rows.jsonl"), row + "\n").unwrap();
    std::fs::write(name("c.jsonl"), records()).unwrap();
    let run = compare(&[path(folder.path())]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let comparison = comparison(&run);
    let paths: Vec<&str> =
        comparison["plans"].as_array().unwrap().iter().map(|plan| plan["path"].as_str().unwrap()).collect();
    assert_eq!(paths.len(), 12, "{paths:?}");
    assert!(paths[0].ends_with("b.txt") && paths[1].ends_with("chengdu-hant.txt"), "{paths:?}");
    assert!(paths[9].ends_with("zaozhuang.txt") && paths[10].ends_with("rows.jsonl"), "{paths:?}");
}

#[test]
fn every_quote_is_the_slice_of_its_document() {
    let comparison = own();
    let mut quotes = 0;
    for plan in comparison["plans"].as_array().unwrap() {
        let text = run(&mut chengnuo(["text", plan["path"].as_str().unwrap()])).stdout;
        let text = String::from_utf8(text).unwrap();
        let of_plan = |thing: &&Value| thing["plan"] == plan["id"];
        let evidence =
            cells(comparison).flat_map(|cell| cell["evidence"].as_array().unwrap()).filter(of_plan);
        for evidence in evidence {
            quotes += 1;
            let quoted = serde_json::json!({"span": evidence["span"], "text": evidence["quote"]});
            quotes_are_slices(&quoted, &text);
        }
        comparison["commitments"].as_array().unwrap().iter().filter(of_plan).for_each(|cited| {
            quotes_are_slices(cited, &text);
        });
    }
    assert!(quotes > 300, "only {quotes} quotes were seen");
}

#[test]
fn every_row_has_a_cell_for_each_column_unless_they_are_dropped() {
    let keep = own();
    let keys: Vec<&Value> = keep["columns"].as_array().unwrap().iter().map(|column| &column["key"]).collect();
    for row in rows(keep) {
        let cells = row["cells"].as_array().unwrap();
        let columns: Vec<&Value> = cells.iter().map(|cell| &cell["column"]).collect();
        assert_eq!(columns, keys, "{}", row["key"]);
        assert!(cells.iter().any(|cell| cell["state"] != "absent"), "{}", row["key"]);
    }
    let drop = comparison(&compare(&[recorded(), "--absent", "drop"]));
    assert!(!states(&drop).contains(&"absent"));
    let said = |comparison: &Value| states(comparison).iter().filter(|state| **state != "absent").count();
    assert_eq!(said(&drop), said(keep));
}

#[test]
fn absent_cells_are_left_out_of_a_table_of_more_than_a_million() {
    // A matter of its own for each plan: 1,001 rows of 1,001 columns.
    let documents: String = (0..1001)
        .map(|n| {
            let text = format!("全年新建{n}号公园3个以上。");
            serde_json::json!({"id": format!("p{n}"), "text": text, "date": "2024-01-05"}).to_string() + "\n"
        })
        .collect();
    let folder = folder(&[("rows.jsonl", documents)]);
    let file = folder.path().join("rows.jsonl");
    let auto = comparison(&compare(&[path(&file), "-q"]));
    assert_eq!((auto["columns"].as_array().unwrap().len(), rows(&auto).count()), (1001, 1001));
    assert_eq!(cells(&auto).count(), 1001);
}

#[test]
fn what_is_broken_in_records_is_named_with_its_line_and_the_rest_goes_on() {
    let records: Vec<&str> = std::str::from_utf8(records()).unwrap().lines().collect();
    let other = records[1].replace("chengnuo.document/1", "chengnuo.document/2");
    let empty = folder(&[("empty.txt", "")]);
    let failed = String::from_utf8(run(&mut chengnuo(["extract", path(empty.path()), "-q"])).stdout).unwrap();
    let half: String = records[2].chars().take(records[2].chars().count() / 2).collect();
    let lines =
        [records[0], &half, &other, r#"{"id": "a", "text": "b"}"#, "garbage", failed.trim(), records[3]];
    let folder = folder(&[("records.jsonl", lines.join("\n"))]);
    let file = folder.path().join("records.jsonl");
    let run = compare(&[path(&file), path(&folder.path().join("nowhere.txt"))]);
    assert_eq!(run.code, 1);
    let comparison = comparison(&run);
    assert_eq!(comparison["plans"].as_array().unwrap().len(), 2);
    let file = file.display();
    let expected = [
        format!("{file}:2: no JSON: EOF while parsing"),
        format!(
            "{file}:3: schema chengnuo.document/2; this program reads chengnuo.document/1: extract the documents again"
        ),
        format!("{file}:4: no record: it has no schema"),
        format!("{file}:5: no JSON: expected value at column 1"),
        format!("{file}:6: "),
        "nowhere.txt: there is no such file [not_found]".to_string(),
    ];
    for words in expected {
        assert_eq!(
            run.stderr.lines().filter(|line| line.contains(&words)).count(),
            1,
            "{words}\n{}",
            run.stderr
        );
    }
    assert!(run.stderr.contains("empty.txt could not be read when it was extracted"), "{}", run.stderr);
}

#[test]
fn an_array_that_breaks_off_gives_what_stands_before() {
    let records = records();
    let array: Vec<Value> = records
        .split(|byte| *byte == b'\n')
        .take(2)
        .map(|line| serde_json::from_slice(line).unwrap())
        .collect();
    let whole = serde_json::to_string_pretty(&array).unwrap();
    let cut: String = whole.chars().take(whole.chars().count() - 200).collect();
    let folder = folder(&[("records.json", cut.as_str())]);
    let file = folder.path().join("records.json");
    let run = compare(&[path(&file)]);
    assert_eq!(run.code, 1);
    assert_eq!(comparison(&run)["plans"].as_array().unwrap().len(), 1);
    let last = cut.lines().count();
    assert!(run.stderr.contains(&format!("records.json:{last}: no JSON: EOF")), "{}", run.stderr);
}

#[test]
fn what_stands_between_records_and_is_none_is_named() {
    let records: Vec<&str> = std::str::from_utf8(records()).unwrap().lines().collect();
    let array = format!("[\n{},\noops,\n{}\n] oops\n", records[0], records[1]);
    let folder = folder(&[("records.json", array)]);
    let run = compare(&[path(&folder.path().join("records.json"))]);
    assert_eq!(run.code, 1);
    assert_eq!(comparison(&run)["plans"].as_array().unwrap().len(), 2);
    for line in [3, 5] {
        assert!(run.stderr.contains(&format!("records.json:{line}: no JSON")), "{}", run.stderr);
    }
}

#[test]
fn little_or_nothing_to_compare_is_said_and_no_error() {
    let folder = folder(&[("a.txt", OTHER), ("sub/b.txt", "某某县概况\n\n本县位于山区。\n")]);
    let one = compare(&[path(&folder.path().join("a.txt"))]);
    assert_eq!(one.code, 0);
    assert!(
        one.stderr.contains("a.txt is the only plan: there is nothing to hold it against"),
        "{}",
        one.stderr
    );
    assert!(rows(&comparison(&one)).count() > 2);
    let none = compare(&[path(&folder.path().join("sub"))]);
    assert_eq!(none.code, 0);
    assert!(none.stderr.contains("b.txt has no commitments"), "{}", none.stderr);
    assert_eq!(rows(&comparison(&none)).count(), 0);
    for format in ["table", "csv", "markdown"] {
        let none = compare(&[path(&folder.path().join("sub")), "--format", format, "--quiet"]);
        assert_eq!((none.code, none.stderr.as_str()), (0, ""), "{format}");
        assert!(!none.stdout.is_empty(), "{format}");
    }
    // A folder without documents.
    std::fs::create_dir(folder.path().join("nothing")).unwrap();
    let nothing = compare(&[path(&folder.path().join("nothing"))]);
    assert_eq!(nothing.code, 0);
    assert!(nothing.stderr.contains("there is no plan to compare"), "{}", nothing.stderr);
    assert_eq!(labels(&comparison(&nothing)), Vec::<&str>::new());
}

#[test]
fn plans_of_one_name_and_copies_are_told_apart() {
    let folder = folder(&[("a/计划.txt", OTHER), ("b/计划.txt", OTHER), ("c.txt", THIRD)]);
    let run = compare(&[path(folder.path())]);
    assert_eq!(run.code, 0);
    assert!(run.stderr.contains("b/计划.txt is of the same bytes as"), "{}", run.stderr);
    assert!(
        run.stderr.contains("2 plans are called 另某县2026年政府工作报告 and get longer labels"),
        "{}",
        run.stderr
    );
    let comparison = comparison(&run);
    let ids: Vec<&str> =
        comparison["plans"].as_array().unwrap().iter().map(|plan| plan["id"].as_str().unwrap()).collect();
    assert_eq!(ids[1], format!("{}-2", ids[0]));
    let labels = labels(&comparison);
    assert!(labels[0].ends_with("a/计划.txt") && labels[1].ends_with("b/计划.txt"), "{labels:?}");
    // Their commitments have ids of their own too.
    for cited in comparison["commitments"].as_array().unwrap() {
        let plan = cited["plan"].as_str().unwrap();
        assert!(cited["id"].as_str().unwrap().starts_with(&format!("{plan}:")), "{cited}");
    }
    let quiet = compare(&[path(folder.path()), "--quiet"]);
    assert_eq!(quiet.stderr, "");
    assert!(quiet.stdout == run.stdout);
}

#[test]
fn labels_are_given_by_id_path_or_file_name() {
    let folder = folder(&[("a.txt", OTHER), ("b.txt", THIRD), ("sub/b.txt", PLAN)]);
    let documents: Vec<String> =
        ["a.txt", "b.txt", "sub"].map(|name| folder.path().join(name).display().to_string()).into();
    let with = |labels: &str| {
        let file = folder.path().join("labels.tsv");
        std::fs::write(&file, labels).unwrap();
        compare(&[&documents[0], &documents[1], &documents[2], "--labels", path(&file), "-q"])
    };
    let path_of_b = &documents[1];
    let run = with(&format!("# 标签\n\na.txt\t甲县\n{path_of_b}\t=1+1\n"));
    assert_eq!(run.code, 0, "{}", run.stderr);
    let given = comparison(&run);
    assert_eq!(labels(&given)[..2], ["甲县", "=1+1"]);
    let id = given["plans"][2]["id"].as_str().unwrap();
    assert_eq!(labels(&comparison(&with(&format!("{id}\t丙县\n"))))[2], "丙县");
    for (labels, words) in [
        ("a.txt\t甲县\nc.txt\t丁县\n", "labels.tsv:2: no plan is called \"c.txt\"; the plans are"),
        ("b.txt\t乙县\n", "labels.tsv:1: several plans are called \"b.txt\""),
        ("a.txt 甲县\n", "labels.tsv:1: a line has an id, path or file name, one tab, and a label"),
        ("a.txt\t甲\na.txt\t乙\n", "labels.tsv:2: "),
        ("a.txt\t\n", "labels.tsv:1: "),
    ] {
        let run = with(labels);
        assert_eq!((run.code, run.stdout.len()), (2, 0), "{labels}");
        assert!(run.stderr.contains(words), "{}", run.stderr);
    }
}

#[test]
fn columns_are_plans_places_or_years_in_the_order_asked_for() {
    let columns = |arguments: &[&str]| -> Vec<String> {
        let mut all = vec![recorded(), "-q"];
        all.extend(arguments);
        labels(&comparison(&compare(&all))).into_iter().map(str::to_string).collect()
    };
    let given = columns(&[]);
    assert_eq!(given.len(), 9);
    assert_eq!(given[4], "内丘县 2016");
    let mut by_label = given.clone();
    by_label.sort();
    assert_eq!(columns(&["--sort", "label"]), by_label);
    // 130523 is first of all codes there.
    assert_eq!(columns(&["--sort", "code"])[0], "内丘县 2016");
    assert_eq!(columns(&["--sort", "year"])[0], "成都市 2005");
    assert!(columns(&["--columns", "jurisdiction"]).contains(&"仁怀市".to_string()));
    let years = columns(&["--columns", "year"]);
    assert_eq!(years[..3], ["2005", "2010", "2016"], "{years:?}");
}

#[test]
fn plans_of_one_year_share_a_column() {
    let last =
        OTHER.replace("2026", "2025").replace("2025年工作回顾", "2024年工作回顾").replace("5.5%", "6%");
    let folder = folder(&[("a.txt", OTHER), ("b.txt", &last), ("c.txt", THIRD)]);
    let comparison = comparison(&compare(&[path(folder.path()), "--columns", "year", "-q"]));
    let columns = comparison["columns"].as_array().unwrap().iter();
    let columns: Vec<(&str, usize)> = columns
        .map(|column| (column["key"].as_str().unwrap(), column["plans"].as_array().unwrap().len()))
        .collect();
    assert_eq!(columns, [("2025", 1), ("2026", 2)]);
    let jobs = rows(&comparison).find(|row| row["indicator_id"] == "urban_new_jobs").unwrap();
    let promised = jobs["cells"][1]["values"].as_array().unwrap().iter();
    let promised: Vec<&Value> =
        promised.filter(|value| value["state"] == "aligned").map(|value| &value["value"]).collect();
    assert_eq!(promised, [3000, 2500]);
}

#[test]
fn only_and_indicators_leave_the_rest_out() {
    let only = |which: &str| comparison(&compare(&[recorded(), "--absent", "drop", "--only", which]));
    let (both, planned, reported) = (own(), only("planned"), only("reported"));
    let status = |comparison: &Value, status: &str| {
        let values = cells(comparison).flat_map(|cell| cell["values"].as_array().unwrap());
        values.filter(|value| value["status"] == status).count()
    };
    assert!(status(both, "planned") > 0 && status(both, "reported") > 0);
    assert_eq!((status(&planned, "planned"), status(&planned, "reported")), (status(both, "planned"), 0));
    assert_eq!((status(&reported, "planned"), status(&reported, "reported")), (0, status(both, "reported")));
    let jobs = comparison(&compare(&[recorded(), "--indicators", "urban_new_jobs,gdp_growth"]));
    assert_eq!(jobs["tool"]["options"], serde_json::json!(["indicators=urban_new_jobs,gdp_growth"]));
    let ids: std::collections::BTreeSet<&str> =
        rows(&jobs).map(|row| row["indicator_id"].as_str().unwrap()).collect();
    assert_eq!(ids.into_iter().collect::<Vec<_>>(), ["gdp_growth", "urban_new_jobs"]);
    let unknown = compare(&[recorded(), "--indicators", "gdp_grwth"]);
    assert_eq!((unknown.code, unknown.stdout.len()), (2, 0));
    assert!(unknown.stderr.contains("\"gdp_grwth\"; near it are gdp_growth"), "{}", unknown.stderr);
}

#[test]
fn a_baseline_is_named_by_label_path_place_or_file() {
    let baseline = |name: &str| {
        let run = compare(&[recorded(), "--baseline", name]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        comparison(&run)["baseline"].as_str().unwrap().to_string()
    };
    let key = baseline("内丘县 2016");
    assert_eq!(baseline("neiqiu.txt"), key);
    assert_eq!(baseline("内丘县"), key);
    assert_eq!(baseline("130523"), key);
    let unknown = compare(&[recorded(), "--baseline", "乌有县"]);
    assert_eq!(unknown.code, 2);
    assert!(
        unknown.stderr.contains("乌有县") && unknown.stderr.contains("清水县 2024"),
        "{}",
        unknown.stderr
    );
}

#[test]
fn the_ending_of_the_output_tells_the_format() {
    let folder = folder(&[("in/a.txt", OTHER), ("in/b.txt", THIRD)]);
    let input = folder.path().join("in");
    for (name, format) in [("a.json", "json"), ("a.csv", "csv"), ("a.md", "markdown"), ("a.txt", "table")] {
        let file = folder.path().join(name);
        let run = compare(&[path(&input), "-o", path(&file), "-q"]);
        assert_eq!((run.code, run.stdout.len(), run.stderr.as_str()), (0, 0, ""), "{name}");
        let named = compare(&[path(&input), "--format", format, "-q"]);
        assert!(std::fs::read(&file).unwrap() == named.stdout, "{name} is not {format}");
    }
    assert!(folder.path().join("codebook.csv").exists());
}

#[test]
fn a_table_fits_the_terminal_and_loses_no_word() {
    for (width, language) in [(40, "zh"), (80, "en"), (80, "zh"), (120, "zh"), (200, "en")] {
        let run = common::run(
            chengnuo(["compare", recorded(), "--format", "table", "--all", "--lang", language])
                .env("COLUMNS", width.to_string()),
        );
        let table = String::from_utf8(run.stdout).unwrap();
        assert!(!table.contains('\u{1b}'), "colour without a terminal");
        let widest = table.lines().map(UnicodeWidthStr::width).max().unwrap();
        assert!(widest <= width, "{widest} columns where there are {width}");
    }
    // Wide enough that nothing is wrapped, every row and value is there in one piece.
    let run = common::run(
        chengnuo(["compare", recorded(), "--format", "table", "--all", "--lang", "zh"])
            .env("COLUMNS", "3000"),
    );
    let table = String::from_utf8(run.stdout).unwrap();
    for row in rows(own()) {
        assert!(table.contains(row["label"].as_str().unwrap()), "{}", row["label"]);
    }
    for words in ["[8300人次]", "≥80人 (2019-12)", "≥10次/年 (2019-06)", "与地区生产总值增速同步"]
    {
        assert!(table.contains(words), "{words}");
    }
}

#[test]
fn rows_of_one_plan_are_counted_unless_all_are_asked_for() {
    let folder = folder(&[("a.txt", OTHER), ("b.txt", THIRD)]);
    let table = |all: &[&str]| {
        let mut arguments = vec![path(folder.path()), "--format", "table", "--lang", "zh", "-q"];
        arguments.extend(all);
        String::from_utf8(compare(&arguments).stdout).unwrap()
    };
    let (short, all) = (table(&[]), table(&["--all"]));
    assert!(short.contains("另有1项举措只见于一列"), "{short}");
    assert!(!short.contains("制定实施细则") && all.contains("制定实施细则"), "{all}");
    let shared = short.lines().find(|line| line.starts_with("城镇新增就业")).unwrap();
    assert!(shared.contains("≥3000人") && shared.contains("≥2500人"), "{short}");
    assert!(short.contains("[2100人]"), "{short}");
}

#[test]
fn labels_follow_the_locale_unless_a_language_is_asked_for() {
    let folder = folder(&[("a.txt", OTHER), ("b.txt", THIRD)]);
    let table = |locale: &str, arguments: &[&str]| {
        let mut command = chengnuo(["compare", path(folder.path()), "--format", "table", "-q"]);
        command.args(arguments).env("LC_ALL", "").env("LC_MESSAGES", "").env("LANG", locale);
        String::from_utf8(run(&mut command).stdout).unwrap()
    };
    assert!(table("zh_CN.UTF-8", &[]).contains("2份文件"));
    assert!(table("C.UTF-8", &[]).contains("2 plans;"));
    assert!(table("zh_CN.UTF-8", &["--lang", "en"]).contains("2 plans;"));
}

#[test]
fn a_tidy_table_has_a_line_for_each_value_and_runs_no_formula() {
    let folder = folder(&[("a.txt", OTHER), ("b.txt", THIRD), ("labels.tsv", "a.txt\t=HYPERLINK(\"x\")\n")]);
    let names = ["a.txt", "b.txt", "labels.tsv"].map(|name| folder.path().join(name));
    let [a, b, labels] = [0, 1, 2].map(|n| path(&names[n]));
    let base = [a, b, "--labels", labels, "-q"];
    let with = |more: &[&str]| compare(&[&base[..], more].concat());
    let comparison = comparison(&with(&["--format", "json"]));
    let table = String::from_utf8(with(&["--format", "csv"]).stdout).unwrap();
    let mut lines = table.split("\r\n").filter(|line| !line.is_empty());
    let header: Vec<&str> = lines.next().unwrap().split(',').collect();
    let values: usize = cells(&comparison).map(|cell| cell["values"].as_array().unwrap().len().max(1)).sum();
    assert_eq!(lines.clone().count(), values);
    assert!(
        table.contains("\"'=HYPERLINK(\"\"x\"\")\"") && !table.contains(",\"=") && !table.contains(",="),
        "{table}"
    );
    let dropped = String::from_utf8(with(&["--format", "csv", "--absent", "drop"]).stdout).unwrap();
    assert!(!dropped.contains(",absent,") && table.contains(",absent,"));
    let out = folder.path().join("out.csv");
    assert_eq!(with(&["-o", path(&out)]).code, 0);
    let codebook = std::fs::read_to_string(folder.path().join("codebook.csv")).unwrap();
    let named: Vec<&str> = codebook.lines().skip(1).map(|line| line.split(',').next().unwrap()).collect();
    assert_eq!(named, header);
}

#[test]
fn words_of_a_document_do_nothing_to_a_terminal_or_to_markdown() {
    let hostile = "某某县|<script>alert(1)</script>方案\n\n一、目标\n到2025年底，建成\u{1b}[31m*养老*|设施`80`处以上。\n";
    let folder = folder(&[("a.txt", hostile), ("b.txt", THIRD)]);
    for format in ["table", "markdown"] {
        let run = compare(&[path(folder.path()), "--format", format, "--all", "-q"]);
        let words = String::from_utf8(run.stdout).unwrap();
        assert!(words.contains("设施"), "{words}");
        assert!(!words.contains('\u{1b}'), "{format}");
        if format == "markdown" {
            assert!(!words.contains("<script") && !words.contains("*养老*"), "{words}");
            assert!(
                !words.replace("\\|", "").lines().any(|line| line.starts_with("- ") && line.contains('|'))
            );
        }
    }
}

#[test]
fn wrong_use_exits_with_2_and_prints_nothing() {
    let folder = folder(&[("a.txt", PLAN)]);
    let file = folder.path().join("a.txt");
    let bad: &[&[&str]] = &[
        &[],
        &[path(&file), "--format", "yaml"],
        &[path(&file), "--columns", "month"],
        &[path(&file), "--sort", "size"],
        &[path(&file), "--jobs", "0"],
        &[path(&file), "--labels", "/nowhere/labels.tsv"],
        &[path(&file), "--dictionaries", "/nowhere"],
        &[path(&file), "-o", "/nowhere/out.json"],
        &["/nowhere/*.txt"],
    ];
    for arguments in bad {
        let run = compare(arguments);
        assert_eq!((run.code, run.stdout.len()), (2, 0), "{arguments:?}");
        assert!(!run.stderr.is_empty(), "{arguments:?}");
    }
}
