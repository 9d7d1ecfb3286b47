//! PDF files made for the tests: what is read of them is what they were made from.

#![cfg(feature = "pdf")]

#[path = "../common/mod.rs"]
mod common;

mod builder;
mod office;

use std::path::{Path, PathBuf};

use builder::{Font, Page, SETTING, Setting, file, page, set};
use common::{chengnuo, plans, run};
use serde_json::Value;

fn folder(bytes: &[u8]) -> (tempfile::TempDir, PathBuf) {
    let folder = common::folder(&[("plan.pdf", bytes)]);
    let path = folder.path().join("plan.pdf");
    (folder, path)
}

/// The text of a file, or the code of what is wrong with it.
fn read(bytes: &[u8]) -> Result<chengnuo::read::Content, &'static str> {
    chengnuo::read::read(bytes, Path::new("plan.pdf")).map_err(|error| error.code)
}

fn text_of(pages: &[Page], font: Font) -> String {
    read(&file(pages, font).bytes()).unwrap().text
}

fn record(path: &Path) -> Value {
    let run = run(&mut chengnuo([Path::new("extract"), path]));
    run.records().pop().unwrap_or_else(|| panic!("{}: {}", path.display(), run.stderr))
}

/// What a record says but for where it says it.
fn sayings(record: &Value) -> Vec<Value> {
    fn bare(value: &Value) -> Value {
        match value {
            Value::Object(fields) => {
                let places = ["span", "id", "evidence", "cue_span"];
                let kept = fields.iter().filter(|(name, _)| !places.contains(&name.as_str()));
                Value::Object(kept.map(|(name, field)| (name.clone(), bare(field))).collect())
            }
            Value::Array(rows) => Value::Array(rows.iter().map(bare).collect()),
            Value::String(words) => Value::String(words.chars().filter(|c| !c.is_whitespace()).collect()),
            other => other.clone(),
        }
    }
    record["commitments"].as_array().unwrap().iter().map(bare).collect()
}

fn plan(name: &str) -> (PathBuf, String) {
    let path = plans().join(name);
    let content = chengnuo::read::read(&std::fs::read(&path).unwrap(), &path).unwrap();
    (path, content.text)
}

/// The commitments of a plan set as `font` and `setting` have it are those of its text.
fn same_commitments(name: &str, font: Font, setting: Setting) {
    let (path, text) = plan(name);
    let (_folder, made) = folder(&file(&set(&text, setting), font).bytes());
    let (told, read) = (sayings(&record(&path)), sayings(&record(&made)));
    assert!(!told.is_empty(), "{name} promises nothing");
    let differing: Vec<_> = told.iter().zip(&read).filter(|(a, b)| a != b).take(1).collect();
    assert!(told == read, "{name}, {font:?}: {} and {}: {differing:#?}", told.len(), read.len());
}

#[test]
fn a_plan_set_in_gbk_says_what_its_text_says() {
    same_commitments("county-report.txt", Font::Gbk, SETTING);
    same_commitments("innovation-measures.txt", Font::Gbk, SETTING);
    same_commitments("qingshui.txt", Font::Gbk, SETTING);
}

#[test]
fn a_plan_set_in_ucs2_says_what_its_text_says() {
    same_commitments("county-report.txt", Font::Ucs2, SETTING);
    same_commitments("zaozhuang.txt", Font::Ucs2, SETTING);
    same_commitments("chengdu-hant.txt", Font::Ucs2, SETTING);
}

#[test]
fn a_plan_in_a_font_with_a_list_of_its_codes_says_what_its_text_says() {
    same_commitments("task-table.txt", Font::Listed, SETTING);
    same_commitments("renhuai.txt", Font::Listed, SETTING);
    same_commitments("neiqiu.txt", Font::Listed, SETTING);
}

#[test]
fn a_plan_in_two_columns_says_what_its_text_says() {
    let setting = Setting { size: 11.0, left: 50.0, right: 545.0, leading: 18.0, columns: 2, ..SETTING };
    same_commitments("county-report.txt", Font::Gbk, setting);
    same_commitments("innovation-measures.txt", Font::Ucs2, setting);
}

/// Each paragraph of the text is a line, in its order, and nothing is added.
#[test]
fn each_paragraph_is_a_line() {
    for columns in [1, 2] {
        let (_, text) = plan("innovation-measures.txt");
        let setting = Setting { size: 12.0, left: 60.0, right: 540.0, columns, ..SETTING };
        let read = text_of(&set(&text, setting), Font::Gbk);
        let paragraphs: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        assert_eq!(read.lines().collect::<Vec<_>>(), paragraphs, "{columns} columns");
    }
}

const PROSE: &str = "全县上下坚持稳中求进工作总基调，统筹推进各项事业发展，办成了一批群众关心的实事好事，养老床位增加三百张。";

#[test]
fn codes_without_a_meaning_are_no_text() {
    let (_, text) = plan("county-report.txt");
    assert_eq!(read(&file(&set(&text, SETTING), Font::Bare).bytes()), Err("no_unicode"));
    // A short text has the same fault, and few characters to tell it by.
    assert_eq!(read(&file(&[page().text(PROSE, 9.0, 60.0, 100.0)], Font::Bare).bytes()), Err("no_unicode"));
}

#[test]
fn a_scan_has_no_text_layer() {
    let scan = [page().picture(), page().picture()];
    assert_eq!(read(&file(&scan, Font::Gbk).bytes()), Err("no_text_layer"));
    let numbered: Vec<Page> =
        (1..=4).map(|n| page().picture().centred(&format!("- {n} -"), 10.0, 800.0)).collect();
    assert_eq!(read(&file(&numbered, Font::Gbk).bytes()), Err("no_text_layer"));
    let (_folder, path) = folder(&file(&scan, Font::Gbk).bytes());
    let record = record(&path);
    assert_eq!((&record["status"], &record["error"]["code"]), (&"failed".into(), &"no_text_layer".into()));
}

#[test]
fn running_heads_and_page_numbers_are_dropped() {
    let (_, text) = plan("county-report.txt");
    for number in ["第#页 共9页", "- # -", "#", "—#—"] {
        let pages: Vec<Page> = set(&text, SETTING)
            .into_iter()
            .enumerate()
            .map(|(n, page)| {
                let number = number.replace('#', &(n + 1).to_string());
                page.text("霍山县政府工作报告（征求意见稿）", 9.0, 80.0, 50.0)
                    .text(&number, 10.5, 480.0, 815.0)
            })
            .collect();
        let read = text_of(&pages, Font::Gbk);
        assert!(pages.len() > 5 && !read.contains("征求意见稿") && !read.contains('页'), "{read}");
        let paragraphs: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        assert_eq!(read.lines().collect::<Vec<_>>(), paragraphs);
    }
}

#[test]
fn each_stretch_knows_its_page() {
    let (_, text) = plan("county-report.txt");
    let content = read(&file(&set(&text, SETTING), Font::Gbk).bytes()).unwrap();
    let last = content.locations.last().unwrap();
    assert_eq!(content.pages, last.page);
    assert!(content.pages > Some(5));
    let covered: usize = content.locations.iter().map(|at| at.span.len()).sum();
    assert_eq!(covered, content.text.len() - content.text.matches('\n').count());
    assert!(content.locations.is_sorted_by_key(|at| (at.span.start(), at.page)));
}

/// A table with lines round every cell.
fn table(mut page: Page, top: f64, columns: &[f64], rows: &[&[&str]]) -> Page {
    let (size, height) = (10.5, 34.0);
    let bottom = top + height * rows.len() as f64;
    for (n, row) in rows.iter().enumerate() {
        let y = top + height * n as f64;
        page = page.line((columns[0], y), (columns[columns.len() - 1], y));
        for (k, cell) in row.iter().enumerate() {
            let room = columns[k + 1] - columns[k] - 8.0;
            let broken = builder::lines(&format!("  {cell}"), size, room + size * 2.0);
            for (m, line) in broken.iter().enumerate() {
                page = page.text(line.trim(), size, columns[k] + 4.0, y + 14.0 + 13.0 * m as f64);
            }
        }
    }
    page = page.line((columns[0], bottom), (columns[columns.len() - 1], bottom));
    columns.iter().fold(page, |page, &x| page.line((x, top), (x, bottom)))
}

fn cells(content: &chengnuo::read::Content) -> Vec<Vec<Vec<&str>>> {
    let table = |table: &chengnuo::read::Table| {
        let row = |row: &Vec<chengnuo::span::Span>| row.iter().map(|cell| cell.of(&content.text)).collect();
        table.rows.iter().map(row).collect()
    };
    content.tables.iter().map(table).collect()
}

const COLUMNS: [f64; 5] = [70.0, 110.0, 310.0, 420.0, 525.0];
const HEAD: &[&str] = &["序号", "工作任务", "责任单位", "完成时限"];

#[test]
fn ruling_lines_make_a_table() {
    let rows: &[&[&str]] = &[
        HEAD,
        &["1", "建成社区养老服务中心20个，新增床位300张以上。", "县民政局", "2024年10月底前"],
        &["2", "培训护理员500人次。", "", "2024年12月底前"],
    ];
    let page = table(page().text(PROSE, 9.0, 70.0, 60.0), 100.0, &COLUMNS, rows).text(
        "以上任务纳入年度考核，由县政府督查室按月通报进展情况。",
        12.0,
        70.0,
        300.0,
    );
    let content = read(&file(&[page], Font::Gbk).bytes()).unwrap();
    assert_eq!(cells(&content), [rows.to_vec()]);
    let lines: Vec<&str> = content.text.lines().collect();
    assert_eq!(
        (lines[0], lines[1], lines[lines.len() - 1]),
        (PROSE, "序号", "以上任务纳入年度考核，由县政府督查室按月通报进展情况。")
    );
}

#[test]
fn a_table_goes_on_over_the_page() {
    let long = "实施县人民医院改扩建工程，完成门诊楼主体建设并投入";
    let first = table(
        page(),
        660.0,
        &COLUMNS,
        &[
            HEAD,
            &["1", "建成养老服务中心20个。", "县民政局", "2024年10月底前"],
            &["2", long, "县卫生健康局", "2024年12月底前"],
        ],
    );
    let second = table(
        page(),
        80.0,
        &COLUMNS,
        &[HEAD, &["", "使用。", "", ""], &["3", "培训护理员500人次。", "县民政局", "2024年12月底前"]],
    );
    let content = read(&file(&[first, second], Font::Gbk).bytes()).unwrap();
    let tables = cells(&content);
    assert_eq!(tables.len(), 1, "{tables:#?}");
    let firsts: Vec<&str> = tables[0].iter().map(|row| row[0]).collect();
    assert_eq!(firsts, ["序号", "1", "2", "3"]);
    assert_eq!(tables[0][2][1], format!("{long}使用。"));
    let page_of = |words: &str| {
        let at = content.text.find(words).unwrap();
        content.locations.iter().find(|place| place.span.holds(at)).unwrap().page
    };
    assert_eq!((page_of("县卫生健康局"), page_of("培训护理员")), (Some(1), Some(2)));
}

#[test]
fn turned_pages_are_read_upright() {
    let (_, text) = plan("innovation-measures.txt");
    let upright = text_of(&set(&text, SETTING), Font::Gbk);
    for rotate in [90, 180, 270] {
        let turned: Vec<Page> = set(&text, SETTING).into_iter().map(|page| Page { rotate, ..page }).collect();
        assert_eq!(text_of(&turned, Font::Gbk), upright, "turned by {rotate}");
    }
}

#[test]
fn notes_stand_after_the_paragraph_they_interrupt() {
    let text = format!("养老服务行动方案\n{}", PROSE.repeat(14));
    let mut pages = set(&text, SETTING);
    assert_eq!(pages.len(), 2);
    let first = pages.remove(0);
    let note = "1 养老床位含社区托养床位，不含医疗机构床位。";
    let first = first.line((80.0, 752.0), (220.0, 752.0)).text(note, 9.0, 80.0, 765.0);
    let read = text_of(&[first, pages.remove(0)], Font::Gbk);
    assert_eq!(read, format!("养老服务行动方案\n{}\n{note}\n", PROSE.repeat(14)));
}

/// The bytes between `stream` and `endstream`.
fn shown(object: &[u8]) -> &[u8] {
    let start = object.windows(7).position(|window| window == b"stream\n").unwrap() + 7;
    &object[start..object.len() - b"endstream".len()]
}

#[test]
fn pages_in_a_circle_are_read_once() {
    let mut made = file(&[page().text(PROSE, 9.0, 60.0, 100.0)], Font::Gbk);
    made.objects[1] = b"<< /Type /Pages /Count 2 /Kids [8 0 R 2 0 R] >>".to_vec();
    let content = read(&made.bytes()).unwrap();
    assert_eq!(content.text.trim(), PROSE);
    assert_eq!(content.damage.unwrap().code, "broken");
    // A form that draws itself.
    let mut made = file(&[page().text(PROSE, 9.0, 60.0, 100.0)], Font::Gbk);
    let form = "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /P1 7 0 R >> >>";
    made.objects[6] = builder::stream(form, b"/P1 Do /P1 Do");
    made.objects[8] = builder::stream("", &[shown(&made.objects[8]), b"/P1 Do"].concat());
    assert_eq!(read(&made.bytes()).unwrap().text.trim(), PROSE);
}

#[test]
fn what_is_left_of_a_truncated_file_is_read() {
    let (_, text) = plan("county-report.txt");
    let whole = file(&set(&text, SETTING), Font::Gbk).bytes();
    let content = read(&whole[..whole.len() * 2 / 3]).unwrap();
    let read_all = read(&whole).unwrap().text;
    assert_eq!(content.damage.as_ref().unwrap().code, "broken");
    let shared = content.text.chars().zip(read_all.chars()).take_while(|(a, b)| a == b).count();
    assert_eq!(shared, content.text.trim_end().chars().count());
    assert!(shared * 5 > read_all.chars().count() * 2, "{shared} of {} characters", read_all.chars().count());
    let (_folder, path) = folder(&whole[..whole.len() * 2 / 3]);
    let record = record(&path);
    assert_eq!(record["status"], "partial");
    assert!(record["warnings"].as_array().unwrap().iter().any(|warning| warning["code"] == "broken"));
    for length in [6, 40, 300] {
        assert_eq!(read(&whole[..length]), Err("broken"), "{length} bytes");
    }
}

#[test]
fn a_stream_that_swells_is_refused() {
    use std::io::Write;
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    for _ in 0..6000 {
        packed.write_all(&b"BT /F1 1 Tf (AAAAAAAA) Tj ET ".repeat(200)).unwrap();
    }
    let mut made = file(&[page().text(PROSE, 9.0, 60.0, 100.0)], Font::Gbk);
    made.objects[8] = builder::stream("/Filter /FlateDecode", &packed.finish().unwrap());
    assert!(made.bytes().len() < 200_000);
    assert_eq!(read(&made.bytes()), Err("too_large"));
}
