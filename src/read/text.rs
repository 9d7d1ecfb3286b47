//! Plain text: decoded and otherwise untouched; each line that holds words has its number.

use memchr::{memchr_iter, memchr2, memmem};

use super::{Content, Input, Location, Table, encoding};
use crate::error::Unreadable;
use crate::span::Span;

/// Characters with the encoding that they were read in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    pub text: String,
    pub encoding: &'static str,
    /// Characters that could not be read and stand as U+FFFD.
    pub lost: usize,
}

pub fn read(input: &Input) -> Result<Content, Unreadable> {
    of(encoding::decode(input.bytes)?)
}

/// The content of characters that are the text.
///
/// # Errors
/// `empty`.
pub fn of(decoded: Decoded) -> Result<Content, Unreadable> {
    if decoded.text.chars().all(char::is_whitespace) {
        return Err(Unreadable::new("empty", "the file holds nothing but white space"));
    }
    Ok(Content {
        locations: lines(&decoded.text),
        text: decoded.text,
        media_type: "text/plain",
        encoding: Some(decoded.encoding),
        lost: decoded.lost,
        ..Content::default()
    })
}

/// The lines of `text` as editors count them: `\n`, `\r\n` and a lone `\r` end one.
pub fn lines(text: &str) -> Vec<Location> {
    let bytes = text.as_bytes();
    let mut lines = Vec::new();
    let (mut start, mut line) = (0, 1);
    while start < bytes.len() {
        let end = memchr2(b'\n', b'\r', &bytes[start..]).map_or(bytes.len(), |length| start + length);
        if !text[start..end].trim().is_empty() {
            let span = Span::new(start, end);
            lines.push(Location { span, page: None, paragraph: None, line: Some(line) });
        }
        start = end + if bytes[end..].starts_with(b"\r\n") { 2 } else { 1 };
        line += 1;
    }
    lines
}

/// Tables whose rows are lines: cells between bars, tabs or wide gaps, the same number in each of several lines.
pub fn rows_of_lines(text: &str) -> Vec<Table> {
    const LEAST_CELLS: usize = 3;
    const LEAST_ROWS: usize = 3;
    if !could_part(text.as_bytes()) {
        return Vec::new();
    }
    let mut tables = Vec::new();
    let mut rows: Vec<Vec<Span>> = Vec::new();
    let mut kind = None;
    let mut start = 0;
    let mut close = |rows: &mut Vec<Vec<Span>>, kind: Option<Parting>| {
        // Bars are meant for a table; gaps may be chance.
        let least = if kind == Some(Parting::Bars) { 2 } else { LEAST_ROWS };
        if rows.len() >= least {
            tables.push(Table { rows: std::mem::take(rows) });
        }
        rows.clear();
    };
    for line in text.split(['\n', '\r']) {
        let span = Span::new(start, start + line.len());
        start += line.len() + 1;
        let blank = line.trim().is_empty();
        if blank && (kind == Some(Parting::Gaps) || rows.is_empty() || kind == Some(Parting::Tabs)) {
            // Sites put an empty line between any two.
            continue;
        }
        let parted = Parting::of(line).map(|parting| (parting, parting.cells(text, span)));
        let parted = parted.map(|(parting, mut cells)| {
            // A row may leave out the tabs before its last, empty cells.
            let width = rows.first().filter(|_| parting == Parting::Tabs).map_or(0, Vec::len);
            if cells.len() > 1 && cells.len() < width {
                cells.resize(width, Span::new(span.end(), span.end()));
            }
            (parting, cells)
        });
        match parted {
            Some((parting, cells))
                if cells.len() >= if parting == Parting::Bars { 2 } else { LEAST_CELLS } =>
            {
                if kind != Some(parting) || rows.first().is_some_and(|first| first.len() != cells.len()) {
                    close(&mut rows, kind);
                }
                kind = Some(parting);
                let rule =
                    cells.iter().all(|cell| cell.of(text).chars().all(|c| matches!(c, '-' | ':' | ' ')));
                if !(parting == Parting::Bars && rule) {
                    rows.push(cells);
                }
            }
            _ => close(&mut rows, kind),
        }
    }
    close(&mut rows, kind);
    tables
}

/// What stands between the cells of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Parting {
    Bars,
    Tabs,
    Gaps,
}

/// Whether there is anything that could part cells: most texts hold neither bars nor tabs nor wide gaps.
fn could_part(bytes: &[u8]) -> bool {
    memchr2(b'|', b'\t', bytes).is_some()
        || memchr_iter(b' ', bytes).any(|at| bytes.get(at + 1) == Some(&b' '))
        || memmem::find(bytes, "\u{3000}\u{3000}".as_bytes()).is_some()
}

impl Parting {
    fn of(line: &str) -> Option<Parting> {
        let words = line.trim();
        if !could_part(words.as_bytes()) {
            return None;
        }
        let bars = words.matches('|').count();
        if bars >= 2 || words.starts_with('|') && bars >= 1 {
            return Some(Parting::Bars);
        }
        if words.contains('\t') {
            return Some(Parting::Tabs);
        }
        (words.contains("  ") || words.contains("\u{3000}\u{3000}")).then_some(Parting::Gaps)
    }

    fn cells(self, text: &str, line: Span) -> Vec<Span> {
        let words = line.of(text);
        let mut cells: Vec<Span> = Vec::new();
        match self {
            Parting::Bars => {
                let line = line.trimmed(text);
                let words = line.of(text);
                let (lead, tail) = (usize::from(words.starts_with('|')), usize::from(words.ends_with('|')));
                if lead + tail > words.len() {
                    return cells;
                }
                let inner = Span::new(line.start() + lead, line.end() - tail);
                let mut start = inner.start();
                for cell in inner.of(text).split('|') {
                    cells.push(Span::new(start, start + cell.len()).trimmed(text));
                    start += cell.len() + 1;
                }
            }
            Parting::Tabs => {
                let mut start = line.start();
                for cell in words.split('\t') {
                    cells.push(Span::new(start, start + cell.len()).trimmed(text));
                    start += cell.len() + 1;
                }
                while cells.last().is_some_and(|cell| cell.is_empty()) {
                    cells.pop();
                }
            }
            Parting::Gaps => {
                let mut open: Option<Span> = None;
                let mut spaces = 0;
                for (at, c) in words.char_indices() {
                    if c == ' ' || c == '\u{3000}' || c == '\u{a0}' {
                        spaces += 1;
                        continue;
                    }
                    let end = line.start() + at + c.len_utf8();
                    if spaces >= 2
                        && let Some(cell) = open.take()
                    {
                        cells.push(cell);
                    }
                    spaces = 0;
                    open = Some(Span::new(open.map_or(line.start() + at, |cell| cell.start()), end));
                }
                cells.extend(open);
            }
        }
        cells
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_lines_are_tables() {
        let said = |text: &str| -> Vec<Vec<Vec<String>>> {
            let cell = |cell: &Span| cell.of(text).to_string();
            let tables = rows_of_lines(text).into_iter();
            tables
                .map(|table| table.rows.iter().map(|row| row.iter().map(cell).collect()).collect())
                .collect()
        };
        let expected =
            vec![vec![vec!["指标", "单位", "2025年"], vec!["床位", "", "40"], vec!["站点", "个", "9"]]];
        assert_eq!(
            said("表一\n|指标|单位|2025年|\n|---|:-:|---|\n| 床位 | | 40 |\n|站点|个|9|\n说明"),
            expected
        );
        assert_eq!(said("指标\t单位\t2025年\n床位\t\t40\n站点\t个\t9\n"), expected);
        let gaps = said("指标  单位   2025年\n床位  张  40\n站点　　个  9\n");
        assert_eq!(gaps[0][1], ["床位", "张", "40"]);
        assert_eq!(gaps[0][2], ["站点", "个", "9"]);
        assert_eq!(said("组长:王五  县长\n成员:李四  县委副书记\n"), Vec::<Vec<Vec<String>>>::new());
    }

    #[test]
    fn lines_count_as_an_editor_counts_them() {
        let text = "方案\n\n一、目标\r\n \r二、任务\r\n三、保障";
        let lines: Vec<_> = lines(text).into_iter().map(|at| (at.span.of(text), at.line.unwrap())).collect();
        assert_eq!(lines, [("方案", 1), ("一、目标", 3), ("二、任务", 5), ("三、保障", 6)]);
    }
}
