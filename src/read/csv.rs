//! CSV: `序号,任务,牵头单位` in; a table and its lines out, a line a paragraph of a cell.
//!
//! Told by name and content: `.csv` or `.tsv`, and most lines have as many fields as the first.

use super::lines::{Lines, Place};
use super::{Content, Input, Table, encoding};
use crate::error::Unreadable;
use crate::span::Span;

/// Places in the table of a file.
const MOST_CELLS: usize = 1_000_000;

/// Lines that are looked at to tell how fields are parted.
const SAMPLE: usize = 50;

pub fn is_csv(input: &Input) -> bool {
    let named = matches!(input.extension, "csv" | "tsv" | "tab");
    named && input.decoded.is_some_and(|decoded| separator(&decoded.text, input.extension).is_some())
}

/// # Errors
/// `empty`, `too_large`.
pub fn read(input: &Input) -> Result<Content, Unreadable> {
    let decoded = match input.decoded {
        Some(decoded) => decoded.clone(),
        None => encoding::decode(input.bytes)?,
    };
    let separator = separator(&decoded.text, input.extension).unwrap_or(',');
    let mut lines = Lines::default();
    let mut rows: Vec<Vec<Span>> = Vec::new();
    let (mut places, mut width) = (0, 0);
    for (number, fields) in (Records { rest: &decoded.text, separator, line: 1 }) {
        if fields.iter().all(|field| field.trim().is_empty()) {
            continue;
        }
        places += fields.len();
        width = fields.len().max(width);
        if places > MOST_CELLS || width.saturating_mul(rows.len() + 1) > MOST_CELLS {
            return Err(Unreadable::new("too_large", format!("the table has more than {MOST_CELLS} cells")));
        }
        let place = Place { line: Some(number), ..Place::default() };
        rows.push(fields.iter().map(|field| lines.cell(field, place)).collect());
    }
    if lines.text.is_empty() {
        return Err(Unreadable::new("empty", "the file holds nothing but white space"));
    }
    for row in &mut rows {
        let end = row.last().map_or(0, |span| span.end());
        row.resize(width, Span::new(end, end));
    }
    lines.tables.push(Table { rows });
    let (encoding, lost) = (Some(decoded.encoding), decoded.lost);
    Ok(Content { encoding, lost, ..lines.into_content("text/csv") })
}

/// The character that parts the fields: most of the first records have it, and as often as the first of them.
fn separator(text: &str, extension: &str) -> Option<char> {
    let candidates = if extension == "csv" { [',', '\t', ';', '，'] } else { ['\t', ',', ';', '，'] };
    candidates.into_iter().find(|&separator| {
        let records: Vec<usize> = Records { rest: text, separator, line: 1 }
            .take(SAMPLE)
            .map(|(_, fields)| fields.len())
            .filter(|&fields| fields > 0)
            .collect();
        // A title may stand before the header in a record of its own.
        let width = records.iter().copied().max().unwrap_or(0);
        let alike = records.iter().filter(|&&fields| fields == width).count();
        width > 1 && alike * 2 >= records.len()
    })
}

/// Records of a file, each with the line that it begins on.
struct Records<'t> {
    rest: &'t str,
    separator: char,
    line: u32,
}

impl Iterator for Records<'_> {
    type Item = (u32, Vec<String>);

    fn next(&mut self) -> Option<(u32, Vec<String>)> {
        if self.rest.is_empty() {
            return None;
        }
        let begins = self.line;
        let mut fields = vec![String::new()];
        let mut quoted = false;
        let mut characters = self.rest.char_indices().peekable();
        let mut end = self.rest.len();
        while let Some((at, c)) = characters.next() {
            let field = fields.len() - 1;
            match c {
                '"' if quoted => {
                    if characters.next_if(|&(_, next)| next == '"').is_some() {
                        fields[field].push('"');
                    } else {
                        quoted = false;
                    }
                }
                '"' if fields[field].trim().is_empty() => {
                    fields[field].clear();
                    quoted = true;
                }
                '\n' | '\r' => {
                    let pair = c == '\r' && characters.next_if(|&(_, next)| next == '\n').is_some();
                    self.line = self.line.saturating_add(1);
                    if quoted {
                        fields[field].push('\n');
                    } else {
                        end = at + if pair { 2 } else { 1 };
                        break;
                    }
                }
                _ if c == self.separator && !quoted => fields.push(String::new()),
                _ => fields[field].push(c),
            }
        }
        self.rest = &self.rest[end..];
        Some((begins, fields))
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    fn grid(text: &str, name: &str) -> Vec<Vec<String>> {
        let content = crate::read::read(text.as_bytes(), Path::new(name)).unwrap();
        assert_eq!(content.media_type, "text/csv");
        let rows = content.tables[0].rows.iter();
        rows.map(|row| row.iter().map(|span| span.of(&content.text).to_string()).collect()).collect()
    }

    #[test]
    fn fields_are_cells() {
        let text = "重点任务分工表\r\n序号,工作任务,完成时限\r\n1,\"建成\"\"一站式\"\"窗口，\r\n培训10次\",2025年底前\r\n2,,长期\r\n";
        let rows = grid(text, "任务.csv");
        assert_eq!(rows[0], ["重点任务分工表", "", ""]);
        assert_eq!(rows[2], ["1", "建成\"一站式\"窗口，\n培训10次", "2025年底前"]);
        assert_eq!(rows[3], ["2", "", "长期"]);
        assert_eq!(grid("指标\t2025年\n床位\t80张\n", "a.tsv")[1], ["床位", "80张"]);
    }

    #[test]
    fn a_text_with_commas_is_no_table() {
        let text = "到2025年,建成80处,培训10次。\n加强领导。\n完善制度。\n落实经费。\n";
        let content = crate::read::read(text.as_bytes(), Path::new("a.csv")).unwrap();
        assert_eq!(content.media_type, "text/plain");
    }
}
