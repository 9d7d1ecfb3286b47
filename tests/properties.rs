//! What holds of every text: spans slice, output is the same each time, segments cover the text once, and the way a
//! text is written down (line ends, width, script, byte order mark) changes no value.

mod common;

use std::path::Path;
use std::sync::OnceLock;

use chengnuo::context::Given;
use chengnuo::lexicon::Lexicon;
use chengnuo::record::{Document, Source};
use chengnuo::{extract, read};
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// Lines of our own plans, each with the plan it is of.
fn lines() -> &'static [Vec<String>] {
    static LINES: OnceLock<Vec<Vec<String>>> = OnceLock::new();
    LINES.get_or_init(|| {
        let mut paths: Vec<_> = std::fs::read_dir(common::plans())
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|end| end == "txt"))
            .collect();
        paths.sort();
        let text = |path: &std::path::PathBuf| read_as_file(&std::fs::read(path).unwrap());
        paths.iter().map(|path| text(path).lines().map(str::to_string).collect()).collect()
    })
}

/// Some lines of one of our plans, one after the other.
fn stretch() -> impl Strategy<Value = String> {
    (any::<Index>(), any::<Index>(), 1..25usize).prop_map(|(plan, first, count)| {
        let plan = plan.get(lines());
        let first = first.index(plan.len());
        plan[first..plan.len().min(first + count)].join("\n")
    })
}

/// The same with characters where none belong, and without some that do.
fn damaged() -> impl Strategy<Value = String> {
    const STRANGE: &[&str] = &[
        "\0",
        "\u{202E}",
        "\u{200B}",
        "\u{FFFD}",
        "\u{FEFF}",
        "\t",
        " ",
        "　",
        "\r",
        "\n",
        "\u{B}",
        "(",
        "）",
        "《",
        "”",
        "〔",
        "：",
        ":",
        "；",
        "。",
        "%",
        "‰",
        "—",
        "-",
        "～",
        "0",
        "9",
        "２",
        "〇",
        "一",
        "十",
        "万",
        "亿",
        "第",
        "年",
        "月",
        "日",
        "个",
        "以上",
        "不少于",
        "牵头单位",
        "😀",
        "é",
        "𠮷",
        "|",
        "<",
        "&nbsp;",
        "²",
        "①",
        "㎡",
        "Ⅳ",
    ];
    let change = (any::<Index>(), select(STRANGE), 0..4usize);
    (stretch(), prop::collection::vec(change, 1..25)).prop_map(|(text, changes)| {
        let mut characters: Vec<String> = text.chars().map(String::from).collect();
        for (place, strange, left_out) in changes {
            let at = place.index(characters.len() + 1);
            let end = characters.len().min(at + left_out);
            characters.splice(at..end, [strange.to_string()]);
        }
        characters.concat()
    })
}

fn record(source: &str) -> Document {
    let lexicon = Lexicon::embedded();
    let text = extract::text(source.into(), lexicon);
    let document = extract::extract(&text, "id", Source::default(), &Given::default(), lexicon);
    document.check(&text).unwrap();
    document
}

/// Everything that a record says, without places and words, which differ in another writing.
fn values(document: &Document) -> Vec<String> {
    let mut values = vec![format!("{:?}", document.period.as_ref().map(|date| &date.edtf))];
    values.push(format!("{:?}", document.issued.as_ref().map(|date| &date.edtf)));
    values.push(format!("{:?}", document.jurisdiction.as_ref().map(|place| &place.code)));
    values.extend(document.sections.iter().map(|section| format!("{} {:?}", section.level, section.parent)));
    values.extend(
        document
            .dates
            .iter()
            .map(|date| format!("{} {:?} {:?} {:?}", date.rule, date.edtf, date.duration, date.every)),
    );
    values.extend(document.quantities.iter().map(|found| {
        format!(
            "{:?} {:?} {:?} {} {:?}",
            found.comparator, found.value, found.value_max, found.unit, found.per
        )
    }));
    values.extend(document.bodies.iter().map(|body| format!("{:?} {:?}", body.canonical.len(), body.kind)));
    for commitment in &document.commitments {
        values.push(format!(
            "{:?} {:?} {:?} {:?} {:?} {:?}",
            commitment.status,
            commitment.strength,
            commitment.deadline,
            commitment.theme,
            commitment.rules,
            commitment.responsible.iter().map(|duty| (duty.role, duty.basis)).collect::<Vec<_>>()
        ));
        values.extend(commitment.targets.iter().map(|target| {
            format!(
                "{:?} {:?} {:?} {:?} {} {:?} {:?} {:?}",
                target.indicator_id,
                target.comparator,
                target.value,
                target.value_max,
                target.unit,
                target.change,
                target.deadline,
                target.kind
            )
        }));
    }
    values
}

/// The first value that differs.
fn difference(one: &Document, other: &Document) -> Option<(String, String)> {
    let (one, other) = (values(one), values(other));
    let nothing = String::new();
    (0..one.len().max(other.len()))
        .map(|n| (one.get(n).unwrap_or(&nothing), other.get(n).unwrap_or(&nothing)))
        .find(|(one, other)| one != other)
        .map(|(one, other)| (one.clone(), other.clone()))
}

/// Full-width letters, digits and marks for the narrow ones.
fn wide(text: &str) -> String {
    let wide = |c: char| match c {
        '!'..='~' => char::from_u32(c as u32 + 0xFEE0).unwrap(),
        c => c,
    };
    text.chars().map(wide).collect()
}

/// A Traditional character for each that has one which is read as it.
fn traditional(text: &str) -> String {
    static TABLE: OnceLock<std::collections::HashMap<char, char>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        let folding = &Lexicon::embedded().folding;
        let han = ('\u{4E00}'..='\u{9FFF}').filter(|&c| folding.character(c) != c);
        han.map(|c| (folding.character(c), c)).collect()
    });
    text.chars().map(|c| *table.get(&c).unwrap_or(&c)).collect()
}

/// As a file is read.
fn read_as_file(bytes: &[u8]) -> String {
    read::read(bytes, Path::new("plan.txt")).unwrap().text
}

/// Every letter and digit of the view lies in exactly one segment.
fn covered_once(source: &str) -> Result<(), String> {
    let lexicon = Lexicon::embedded();
    let text = extract::text(source.into(), lexicon);
    let (reading, _) = extract::read(&text, &Given::default(), lexicon);
    let view = text.view();
    let mut end = 0;
    let gap = |from: usize, to: usize| match view[from..to].chars().find(|c| c.is_alphanumeric()) {
        Some(c) => Err(format!("{c:?} of {:?} lies in no segment", &view[from..to])),
        None => Ok(()),
    };
    for segment in &reading.outline.segments {
        if segment.span.start() < end {
            return Err(format!("{:?} begins inside of the segment before it", segment.span.of(view)));
        }
        gap(end, segment.span.start())?;
        end = segment.span.end();
    }
    gap(end, view.len())
}

fn few() -> ProptestConfig {
    // A failing case is printed; there is no file of old ones to keep.
    ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(few())]

    #[test]
    fn spans_slice_and_output_is_the_same_each_time(text in damaged()) {
        let [first, second] = [0; 2].map(|_| serde_json::to_string(&record(&text)).unwrap());
        prop_assert_eq!(&first, &second);
        common::quotes_are_slices(&serde_json::from_str(&first).unwrap(), &text);
    }

    #[test]
    fn segments_cover_the_text_once(text in damaged()) {
        prop_assert_eq!(covered_once(&text), Ok(()));
    }

    #[test]
    fn line_ends_change_nothing(text in stretch()) {
        prop_assert_eq!(difference(&record(&text), &record(&text.replace('\n', "\r\n"))), None);
    }

    #[test]
    fn width_changes_nothing(text in stretch()) {
        prop_assert_eq!(difference(&record(&text), &record(&wide(&text))), None);
    }

    #[test]
    fn script_changes_nothing(text in stretch()) {
        prop_assert_eq!(difference(&record(&text), &record(&traditional(&text))), None);
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400), name in select(&["a.txt", "a.md", "a.html", "a.csv", "a"][..])) {
        if let Ok(content) = read::read(&bytes, Path::new(name)) {
            record(&content.text);
        }
    }
}

#[test]
fn whole_plans_are_the_same_in_every_writing() {
    let mut wrong = Vec::new();
    for plan in lines() {
        let text = plan.join("\n");
        let name = plan.iter().find(|line| !line.is_empty()).unwrap();
        let first = record(&text);
        let marked = [b"\xEF\xBB\xBF", text.as_bytes()].concat();
        assert_eq!(read_as_file(&marked), text);
        let utf16: Vec<u8> =
            std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        assert_eq!(read_as_file(&utf16), text);
        let writings = [
            ("CRLF", text.replace('\n', "\r\n")),
            ("full-width", wide(&text)),
            ("Traditional", traditional(&text)),
        ];
        for (what, text) in writings {
            if let Some(difference) = difference(&first, &record(&text)) {
                wrong.push(format!("{name} in {what}: {difference:?}"));
            }
        }
        if let Err(why) = covered_once(&text) {
            wrong.push(format!("{name}: {why}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
