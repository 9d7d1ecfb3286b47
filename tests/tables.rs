//! Workbooks and Parquet of the records, read back with other programs' eyes.

#![cfg(all(feature = "xlsx", feature = "parquet"))]

mod common;

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use calamine::{Data, Range, Reader, Xlsx, open_workbook};
use common::{chengnuo, folder, plans, run};
use serde_json::Value;

fn extract(more: &[&str], input: &Path, out: &Path) -> i32 {
    let mut command =
        chengnuo(["extract".as_ref(), input.as_os_str(), "-q".as_ref(), "-o".as_ref(), out.as_os_str()]);
    let run = run(command.args(more));
    assert!(run.code < 2, "{}", run.stderr);
    run.code
}

/// The cells of a column, by its header.
fn column(sheet: &Range<Data>, name: &str) -> Vec<Data> {
    let place = sheet.rows().next().unwrap().iter().position(|cell| cell == &Data::String(name.into()));
    let place = place.unwrap_or_else(|| panic!("there is no column {name}"));
    sheet.rows().skip(1).map(|row| row[place].clone()).collect()
}

fn corpus() -> Vec<Value> {
    run(&mut chengnuo(["extract".as_ref(), plans().as_os_str()])).records()
}

fn targets(records: &[Value]) -> Vec<&Value> {
    let commitments = records.iter().flat_map(|record| record["commitments"].as_array().unwrap());
    commitments.flat_map(|commitment| commitment["targets"].as_array().unwrap()).collect()
}

fn days(cell: &Data) -> Option<String> {
    match cell {
        Data::DateTime(day) => {
            let (year, month, day, ..) = day.to_ymd_hms_milli();
            Some(format!("{year:04}-{month:02}-{day:02}"))
        }
        Data::Empty => None,
        other => panic!("{other:?} is no day"),
    }
}

#[test]
fn a_workbook_holds_numbers_as_numbers_and_days_as_days() {
    let folder = folder::<&str>(&[]);
    let out = folder.path().join("plans.xlsx");
    assert_eq!(extract(&["--format", "xlsx"], &plans(), &out), 0);
    let mut book: Xlsx<_> = open_workbook(&out).unwrap();
    assert_eq!(book.sheet_names(), ["documents", "commitments", "targets", "mentions", "codebook"]);
    let records = corpus();
    let found = targets(&records);
    let sheet = book.worksheet_range("targets").unwrap();
    let values = column(&sheet, "value");
    assert_eq!(values.len(), found.len());
    for (cell, target) in values.iter().zip(&found) {
        match target["value"].as_f64() {
            Some(value) => assert_eq!(cell, &Data::Float(value), "{target}"),
            None => assert_eq!(cell, &Data::Empty, "{target}"),
        }
    }
    let deadlines: Vec<Option<String>> = column(&sheet, "deadline").iter().map(days).collect();
    let expected: Vec<Option<&str>> = found.iter().map(|target| target["deadline"].as_str()).collect();
    assert_eq!(deadlines.iter().map(Option::as_deref).collect::<Vec<_>>(), expected);
    assert!(expected.iter().flatten().count() > 50);

    let sheet = book.worksheet_range("commitments").unwrap();
    assert!(column(&sheet, "testable").iter().all(|cell| matches!(cell, Data::Bool(_))));
    // Of a month nobody knows the day.
    let sheet = book.worksheet_range("documents").unwrap();
    assert!(column(&sheet, "issued").contains(&Data::String("2016-12".into())));
    assert!(column(&sheet, "year").contains(&Data::Float(2016.0)));
    let sheet = book.worksheet_range("codebook").unwrap();
    assert!(column(&sheet, "name").contains(&Data::String("indicator_id".into())));
}

#[test]
fn one_table_alone_and_the_same_bytes_twice() {
    let folder = folder::<&str>(&[]);
    for format in ["xlsx", "parquet"] {
        let [one, two] = ["one", "two"].map(|name| folder.path().join(name));
        for out in [&one, &two] {
            extract(&["--format", format, "--records", "targets"], &plans(), out);
        }
        let bytes = std::fs::read(&one).unwrap();
        assert!(bytes == std::fs::read(&two).unwrap(), "{format}: two runs differ");
        let piped = run(&mut chengnuo([
            "extract".as_ref(),
            plans().as_os_str(),
            "--format".as_ref(),
            format.as_ref(),
            "--records=targets".as_ref(),
        ]));
        assert!(bytes == piped.stdout, "{format}: a pipe gets something else");
    }
    let out = folder.path().join("targets.xlsx");
    extract(&["--format", "xlsx", "--records", "targets"], &plans(), &out);
    let book: Xlsx<_> = open_workbook(&out).unwrap();
    assert_eq!(book.sheet_names(), ["targets", "codebook"]);
}

/// Documents whose own names are formulas, hold what XML forbids, or are too long for a cell.
fn hostile() -> tempfile::TempDir {
    let long = "长".repeat(40_000);
    let titles = [
        "=1+1",
        "@SUM(A1)",
        "+1",
        "-1",
        "\t=1",
        "\u{feff}=1+1",
        "a\u{1}b\u{b}c\u{fffe}",
        "_x0041_<&>\"'",
        &long,
    ];
    let rows: String = (titles.iter().enumerate())
        .map(|(n, title)| {
            let text = "养老服务提升行动方案\n\n一、工作目标\n到2025年底，全县建成养老服务设施80处以上。";
            serde_json::json!({"id": format!("=HYPERLINK({n})"), "title": title, "text": text}).to_string()
                + "\n"
        })
        .collect();
    folder(&[("rows.jsonl", rows)])
}

#[test]
fn words_are_never_formulas_and_none_is_lost_silently() {
    let folder = hostile();
    let out = folder.path().join("out.xlsx");
    assert_eq!(extract(&["--format", "xlsx"], &folder.path().join("rows.jsonl"), &out), 0);
    let mut book: Xlsx<_> = open_workbook(&out).unwrap();
    for name in book.sheet_names() {
        let formulas = book.worksheet_formula(&name).unwrap();
        assert!(formulas.used_cells().all(|(_, _, formula)| formula.is_empty()), "{name}");
    }
    let sheet = book.worksheet_range("documents").unwrap();
    let titles: Vec<String> = column(&sheet, "title").iter().map(ToString::to_string).collect();
    assert_eq!(titles[..5], ["'=1+1", "'@SUM(A1)", "'+1", "'-1", "'\t=1"]);
    assert_eq!(titles[6], "a\u{fffd}b\u{fffd}c\u{fffd}");
    assert_eq!(titles[7], "_x0041_<&>\"'");
    assert_eq!(titles[8].encode_utf16().count(), 32_767);
    assert!(titles[8].ends_with("长 …[cut]"));
    assert!(column(&sheet, "document").iter().all(|cell| cell.to_string().starts_with("'=HYPERLINK")));
    let codebook = book.worksheet_range("codebook").unwrap();
    let notes: Vec<Data> = column(&codebook, "meaning");
    let notes: Vec<String> =
        notes.iter().map(ToString::to_string).filter(|note| note.contains("32767")).collect();
    assert_eq!(notes.len(), 4, "one a sheet: {notes:?}");
}

/// LibreOffice, where it is installed.
fn office(folder: &Path, book: &Path) -> Option<PathBuf> {
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    let said = folder.join("said");
    let log = std::fs::File::create(&said).unwrap();
    let run = Command::new("soffice")
        .args([
            &profile,
            "--headless",
            "--convert-to",
            "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1",
        ])
        .arg("--outdir")
        .args([folder, book])
        .stdout(log.try_clone().unwrap())
        .stderr(log)
        .spawn();
    let Ok(mut run) = run else {
        eprintln!("SKIPPED: there is no soffice to open the workbook with");
        return None;
    };
    let begun = Instant::now();
    let status = loop {
        match run.try_wait().unwrap() {
            Some(status) => break status,
            None if begun.elapsed() > Duration::from_secs(240) => {
                run.kill().unwrap();
                panic!("soffice has not read the workbook after four minutes");
            }
            None => std::thread::sleep(Duration::from_millis(50)),
        }
    };
    let said = std::fs::read_to_string(said).unwrap().to_lowercase();
    assert!(status.success() && !said.contains("error"), "{said}");
    Some(folder.into())
}

#[test]
fn libreoffice_opens_the_workbook() {
    let folder = folder::<&str>(&[]);
    let out = folder.path().join("plans.xlsx");
    extract(&["--format", "xlsx"], &plans(), &out);
    let Some(sheets) = office(folder.path(), &out) else { return };
    let csv = std::fs::read_to_string(sheets.join("plans-targets.csv")).unwrap();
    let line = csv.lines().find(|line| line.contains("aid_agreements")).unwrap();
    assert!(line.contains(",9,") && line.contains(",2019-06-30,"), "{line}");
    assert_eq!(
        std::fs::read_to_string(sheets.join("plans-documents.csv")).unwrap().lines().count(),
        corpus().len() + 1
    );
}

fn compare(input: &Path, more: &[&str], out: &Path) {
    let mut command =
        chengnuo(["compare".as_ref(), input.as_os_str(), "-q".as_ref(), "-o".as_ref(), out.as_os_str()]);
    let run = run(command.args(more));
    assert!(run.code < 2, "{}", run.stderr);
}

/// The row of a sheet that holds these words.
fn row<'a>(sheet: &'a Range<Data>, words: &str) -> &'a [Data] {
    let holds = |row: &&[Data]| row.iter().any(|cell| cell == &Data::String(words.into()));
    sheet.rows().find(holds).unwrap_or_else(|| panic!("no row holds {words}"))
}

#[test]
fn a_comparison_is_a_workbook_to_hand_on() {
    let folder = folder::<&str>(&[]);
    let [one, two, json] = ["one.xlsx", "two.xlsx", "all.json"].map(|name| folder.path().join(name));
    compare(&plans(), &["--lang", "zh"], &one);
    compare(&plans(), &["--lang", "zh"], &two);
    assert!(std::fs::read(&one).unwrap() == std::fs::read(&two).unwrap(), "two runs differ");
    let mut book: Xlsx<_> = open_workbook(&one).unwrap();
    let sheets = ["指标", "期限", "举措", "覆盖面", "证据", "文件", "说明"];
    assert_eq!(book.sheet_names(), sheets);

    // Neiqiu: nine agreements (签订帮扶协议9所), all of them by the middle of 2019.
    let sheet = book.worksheet_range("指标").unwrap();
    let neiqiu = sheet.rows().next().unwrap().iter().position(|cell| *cell == "内丘县 2016").unwrap();
    assert_eq!(row(&sheet, "签订帮扶协议")[neiqiu], Data::Float(9.0));
    let sheet = book.worksheet_range("期限").unwrap();
    let neiqiu = sheet.rows().next().unwrap().iter().position(|cell| *cell == "内丘县 2016").unwrap();
    assert_eq!(days(&row(&sheet, "签订帮扶协议")[neiqiu]).as_deref(), Some("2019-06-30"));

    // Every value stands in the evidence, as a number, with its last day.
    compare(&plans(), &[], &json);
    let comparison: Value = serde_json::from_slice(&std::fs::read(&json).unwrap()).unwrap();
    let mut expected: Vec<(Option<f64>, Option<String>)> = Vec::new();
    for rows in [&comparison["measures"], &comparison["actions"]] {
        for cell in rows.as_array().unwrap().iter().flat_map(|row| row["cells"].as_array().unwrap()) {
            expected.extend(
                cell["values"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|value| (value["value"].as_f64(), value["deadline"].as_str().map(String::from))),
            );
        }
    }
    let sheet = book.worksheet_range("证据").unwrap();
    let found: Vec<(Option<f64>, Option<String>)> =
        (column(&sheet, "数值").iter().zip(column(&sheet, "期限")))
            .map(|(value, day)| match value {
                Data::Float(value) => (Some(*value), days(&day)),
                Data::Empty => (None, days(&day)),
                other => panic!("{other:?} is no number"),
            })
            .collect();
    assert!(expected.len() > 300 && expected.iter().filter(|(value, _)| value.is_some()).count() > 100);
    assert_eq!(found, expected);
    let sheet = book.worksheet_range("文件").unwrap();
    assert_eq!(sheet.rows().count(), corpus().len() + 1);
}

#[test]
fn a_comparison_runs_no_formula_and_opens_in_libreoffice() {
    let folder = hostile();
    let out = folder.path().join("out.xlsx");
    compare(&folder.path().join("rows.jsonl"), &["--lang", "en"], &out);
    let mut book: Xlsx<_> = open_workbook(&out).unwrap();
    for name in book.sheet_names() {
        let formulas = book.worksheet_formula(&name).unwrap();
        assert!(formulas.used_cells().all(|(_, _, formula)| formula.is_empty()), "{name}");
    }
    let sheet = book.worksheet_range("Plans").unwrap();
    assert!(column(&sheet, "title").contains(&Data::String("'@SUM(A1)".into())));
    compare(&plans(), &["--lang", "en"], &out);
    let Some(sheets) = office(folder.path(), &out) else { return };
    let csv = std::fs::read_to_string(sheets.join("out-Measures.csv")).unwrap();
    let line = csv.lines().find(|line| line.contains("签订帮扶协议")).unwrap();
    assert!(line.contains(",9,"), "{line}");
}

#[test]
fn comparators_are_shown_and_no_part_of_the_number() {
    let folder =
        folder(&[("a.txt", "某县实施方案\n\n一、工作目标\n到2025年底，家庭医生签约率达到80%以上。\n")]);
    let out = folder.path().join("out.xlsx");
    compare(folder.path(), &["--lang", "zh"], &out);
    let mut book: Xlsx<_> = open_workbook(&out).unwrap();
    let sheet = book.worksheet_range("指标").unwrap();
    assert!(sheet.rows().nth(1).unwrap().contains(&Data::Float(80.0)));
    let mut archive = zip::ZipArchive::new(std::fs::File::open(&out).unwrap()).unwrap();
    let mut styles = String::new();
    archive.by_name("xl/styles.xml").unwrap().read_to_string(&mut styles).unwrap();
    assert!(styles.contains("&quot;≥ &quot;#,##0;&quot;≥ &quot;-#,##0"), "{styles}");
}

mod read_back {
    use super::*;
    use arrow_array::cast::AsArray;
    use arrow_array::types::{Date32Type, Float64Type, Int64Type};
    use arrow_array::{Array, RecordBatch};
    use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

    fn read(path: &Path) -> Vec<RecordBatch> {
        let file = std::fs::File::open(path).unwrap();
        ParquetRecordBatchReaderBuilder::try_new(file).unwrap().build().unwrap().map(Result::unwrap).collect()
    }

    #[test]
    fn parquet_is_typed_and_sorted_by_place_and_year() {
        let folder = folder::<&str>(&[]);
        let out = folder.path().join("targets.parquet");
        extract(&["--format", "parquet", "--records", "targets"], &plans(), &out);
        assert!(folder.path().join("codebook.csv").exists());
        let batches = read(&out);
        let records = corpus();
        assert_eq!(batches.iter().map(RecordBatch::num_rows).sum::<usize>(), targets(&records).len());
        let mut keys = Vec::new();
        let mut rows = Vec::new();
        for batch in &batches {
            let column = |name: &str| batch.column_by_name(name).unwrap().clone();
            let (code, year) = (column("code"), column("year"));
            let (code, year) = (code.as_string::<i32>(), year.as_primitive::<Int64Type>());
            let (value, deadline) = (column("value"), column("deadline"));
            let (value, deadline) =
                (value.as_primitive::<Float64Type>(), deadline.as_primitive::<Date32Type>());
            let (quote, span) = (column("quote"), column("span_start"));
            let (quote, span) = (quote.as_string::<i32>(), span.as_primitive::<Int64Type>());
            let bodies = column("responsible");
            let bodies = bodies.as_list::<i32>();
            for row in 0..batch.num_rows() {
                let known = |array: &dyn Array| array.is_valid(row);
                keys.push((
                    !known(code),
                    known(code).then(|| code.value(row).to_string()),
                    !known(year),
                    known(year).then(|| year.value(row)),
                ));
                let value = known(value).then(|| value.value(row));
                let day = known(deadline).then(|| deadline.value_as_date(row).unwrap().to_string());
                let names = bodies.value(row).as_string::<i32>().iter().flatten().count();
                rows.push((quote.value(row).to_string(), span.value(row), value, day, names));
            }
        }
        assert!(keys.is_sorted(), "{keys:?}");
        assert!(keys.iter().any(|key| key.1.as_deref() == Some("620521")));
        // As in the records, in whatever order.
        let mut expected = Vec::new();
        for commitment in records.iter().flat_map(|record| record["commitments"].as_array().unwrap()) {
            let duties = commitment["responsible"].as_array().unwrap();
            let names = duties.iter().map(|duty| duty["canonical"].as_array().unwrap().len()).sum();
            for target in commitment["targets"].as_array().unwrap() {
                let quote = target["text"].as_str().unwrap().to_string();
                let day = target["deadline"].as_str().map(String::from);
                expected.push((
                    quote,
                    target["span"][0].as_i64().unwrap(),
                    target["value"].as_f64(),
                    day,
                    names,
                ));
            }
        }
        rows.sort_by(|a, b| a.partial_cmp(b).unwrap());
        expected.sort_by(|a, b| a.partial_cmp(b).unwrap());
        assert_eq!(rows, expected);
    }

    #[test]
    fn every_table_can_be_read_and_an_empty_one_too() {
        let folder = folder(&[("empty.txt", "空。")]);
        for (records, rows) in [("targets", 0), ("documents", 1)] {
            let out = folder.path().join("out.parquet");
            extract(&["--format", "parquet", "--records", records], &folder.path().join("empty.txt"), &out);
            assert_eq!(read(&out).iter().map(RecordBatch::num_rows).sum::<usize>(), rows, "{records}");
        }
        let out = folder.path().join("mentions.parquet");
        extract(&["--format", "parquet", "--records", "mentions"], &plans(), &out);
        assert!(read(&out).iter().map(RecordBatch::num_rows).sum::<usize>() > 500);
    }
}
