//! Markdown: `# 实施方案`, `**一、目标**`, `| 序号 | 任务 |` in; the lines that a reader sees out, tables as grids.
//!
//! Only marks that set type are taken away; a `*` that stands for itself stays.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::lines::{Lines, Place};
use super::{Content, Input, Table, encoding};
use crate::error::Unreadable;
use crate::span::Span;

/// Places in all tables of a file.
const MOST_CELLS: usize = 1_000_000;

/// # Errors
/// `empty`, and what [`encoding::decode`] gives.
pub fn read(input: &Input) -> Result<Content, Unreadable> {
    let decoded = match input.decoded {
        Some(decoded) => decoded.clone(),
        None => encoding::decode(input.bytes)?,
    };
    let mut lines = Lines::default();
    let mut rows: Vec<Vec<Span>> = Vec::new();
    let mut places = 0;
    let all: Vec<&str> = decoded.text.lines().collect();
    let mut n = 0;
    while n < all.len() {
        let place = Place { line: u32::try_from(n + 1).ok(), ..Place::default() };
        let in_table = !rows.is_empty() && all[n].contains('|');
        // A table has a line of dashes under its header.
        let begins =
            rows.is_empty() && all[n].contains('|') && all.get(n + 1).is_some_and(|next| is_rule(next));
        if in_table || begins {
            let cells = cells(all[n]);
            places += cells.len();
            if places > MOST_CELLS {
                return Err(Unreadable::new(
                    "too_large",
                    format!("the tables have more than {MOST_CELLS} cells"),
                ));
            }
            rows.push(cells.iter().map(|cell| lines.cell(&unmarked(cell), place)).collect());
            n += if begins { 2 } else { 1 };
            continue;
        }
        end_table(&mut lines, &mut rows);
        let words = unmarked(line_of(all[n]));
        if words.trim().is_empty() {
            lines.text.push('\n');
        } else {
            lines.line(words.trim_end(), place);
        }
        n += 1;
    }
    end_table(&mut lines, &mut rows);
    if lines.text.trim().is_empty() {
        return Err(Unreadable::new("empty", "the file holds nothing but white space"));
    }
    let (encoding, lost) = (Some(decoded.encoding), decoded.lost);
    Ok(Content { encoding, lost, ..lines.into_content("text/markdown") })
}

fn end_table(lines: &mut Lines, rows: &mut Vec<Vec<Span>>) {
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    // A row is at most ten times as wide as those above it: padding stays within bounds.
    if rows.len() > 1 && width * rows.len() <= 10 * MOST_CELLS {
        for row in rows.iter_mut() {
            let end = row.last().map_or(0, |span| span.end());
            row.resize(width, Span::new(end, end));
        }
        lines.tables.push(Table { rows: std::mem::take(rows) });
    }
    rows.clear();
}

/// `| --- | :---: |`
fn is_rule(line: &str) -> bool {
    line.contains("--")
        && line.contains('|')
        && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '\t'))
}

/// The cells of a row; `\|` is no border.
fn cells(line: &str) -> Vec<String> {
    let line = line.trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    let mut cells = vec![String::new()];
    let mut escaped = false;
    for c in line.chars() {
        let last = cells.len() - 1;
        match c {
            '|' if !escaped => cells.push(String::new()),
            _ => cells[last].push(c),
        }
        escaped = c == '\\' && !escaped;
    }
    if cells.len() > 1 && cells.last().is_some_and(|cell| cell.trim().is_empty()) {
        cells.pop();
    }
    cells
}

/// A line without the marks before it: `## `, `> `, `- `, and none where it only draws a rule or a fence.
fn line_of(line: &str) -> &str {
    static BEFORE: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"^\s*(?:>\s*)*(?:#{1,6}\s+|[-*+]\s+)?").ok());
    let words = line.trim();
    let drawn = words.len() > 2
        && ["---", "***", "___", "===", "```", "~~~"].iter().any(|mark| words.starts_with(mark));
    if drawn && !words.chars().any(|c| matches!(c, '\u{3400}'..='\u{9FFF}')) {
        return "";
    }
    let end = BEFORE.as_ref().and_then(|before| before.find(line)).map_or(0, |found| found.end());
    let rest = &line[end..];
    // `- 3 -` is a page number as it stands.
    let rest = if rest.trim_end().ends_with([' ', '-'])
        && rest.trim_end_matches([' ', '-']).parse::<u32>().is_ok()
    {
        line
    } else {
        rest
    };
    if line[..end].contains('#') { rest.trim_end().trim_end_matches('#') } else { rest }
}

/// Words without the marks inside them.
fn unmarked(words: &str) -> String {
    static INSIDE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(
            r"(?x)
            !\[[^\]]*\]\([^()]*\)                            # a picture
            | (?P<break><br\s*/?>)
            | </?[A-Za-z][^<>]*>                             # a tag
            | \[(?P<link>[^\[\]]*)\]\([^()\s]*(?:\s[^()]*)?\)  # a link
            | \\(?P<sign>[!-/:-@\[-`{-~])                    # a sign that stands for itself
            | \*\*(?P<bold>[^*\s](?:[^*]*[^*\s])?)\*\*
            | __(?P<low>[^_\s](?:[^_]*[^_\s])?)__
            | `(?P<code>[^`]+)`
            ",
        )
        .ok()
    });
    static SLANTED: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?P<before>^|[^*0-9])\*(?P<words>[^*\s](?:[^*]*[^*\s])?)\*(?P<after>$|[^*0-9])").ok()
    });
    if !words.contains(['*', '_', '`', '[', '<', '\\', '&']) {
        return words.into();
    }
    let (Some(inside), Some(slanted)) = (INSIDE.as_ref(), SLANTED.as_ref()) else { return words.into() };
    let kept = |found: &Captures| {
        if found.name("break").is_some() {
            return "\n".to_string();
        }
        let names = ["link", "sign", "bold", "low", "code"];
        names.iter().find_map(|name| found.name(name)).map_or("", |kept| kept.as_str()).to_string()
    };
    let plain = inside.replace_all(words, kept);
    let plain = slanted.replace_all(&plain, "${before}${words}${after}");
    [("&nbsp;", " "), ("&emsp;", " "), ("&ensp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")]
        .iter()
        .fold(plain.into_owned(), |words, (name, sign)| words.replace(name, sign))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    fn read(text: &str) -> super::Content {
        crate::read::read(text.as_bytes(), Path::new("a.md")).unwrap()
    }

    #[test]
    fn marks_that_set_type_are_taken_away() {
        let text = "# 养老服务方案 #\n\n> **一、工作目标**\n1\\. 到**2025年**底，建成[养老设施](http://a.cn/b)80处<br>以上。\n\
                    - *每年*培训`10`次\n---\n3*4*5 项\n- 3 -\n";
        let content = read(text);
        let expected = "养老服务方案\n\n一、工作目标\n1. 到2025年底，建成养老设施80处\n以上。\n每年培训10次\n\n3*4*5 项\n- 3 -\n";
        assert_eq!(content.text, expected);
        let lines: Vec<_> = content.locations.iter().map(|at| at.line.unwrap()).collect();
        assert_eq!(lines, [1, 3, 4, 5, 7, 8]);
    }

    #[test]
    fn tables_are_grids() {
        let content = read("前言\n| 序号 | 任务 |\n|---|:--:|\n| 1 | **建成**80处 |\n| 2 | |\n\n后语\n");
        let rows: Vec<Vec<&str>> = content.tables[0]
            .rows
            .iter()
            .map(|row| row.iter().map(|span| span.of(&content.text)).collect())
            .collect();
        assert_eq!(rows, [["序号", "任务"], ["1", "建成80处"], ["2", ""]]);
        assert_eq!(content.text, "前言\n序号\n任务\n1\n建成80处\n2\n\n后语\n");
    }
}
