//! The header of a table: which rows it has, and what each column holds.

use super::{ACTORS, Column, Grid, Row, RowRole, Topic, bare};
use crate::lexicon::{ColumnKind, Lexicon};
use crate::span::Span;

/// Rows above the header that a table may have: its title, the unit of its values.
const CAPTIONS: usize = 4;
/// Rows of a header: `目标值` above `2024年` and `2025年`.
const LEVELS: usize = 3;

/// Reads a table by its header; without one it is of no topic.
pub(super) fn read(view: &str, rows: Vec<Vec<Span>>, lexicon: &Lexicon) -> Grid {
    let width = rows.first().map_or(0, Vec::len);
    let unknown = Column { kind: None, year: None, yearly: false, unit: None, inner: false };
    let mut grid = Grid {
        topic: Topic::Other,
        columns: vec![unknown; width],
        rows: rows.into_iter().map(|cells| Row { cells, role: RowRole::Data }).collect(),
    };
    for first in 0..grid.rows.len().min(CAPTIONS) {
        for last in (first + 1..=(first + LEVELS).min(grid.rows.len())).rev() {
            if last > first + 1 && !(first + 1..last).all(|row| is_level(view, &grid, row, lexicon)) {
                continue;
            }
            let columns: Vec<Column> =
                (0..width).map(|n| column(view, &grid.rows[first..last], n, lexicon)).collect();
            let topic = topic(&columns);
            if topic != Topic::Other {
                grid.topic = topic;
                grid.columns = columns;
                for row in &mut grid.rows[..first] {
                    row.role = RowRole::Caption;
                }
                for row in &mut grid.rows[first..last] {
                    row.role = RowRole::Header;
                }
                settle(&mut grid);
                roles(view, &mut grid, last, lexicon);
                return grid;
            }
        }
    }
    grid
}

/// What the words of the header leave open: 单位 is who acts where nothing is measured.
fn settle(grid: &mut Grid) {
    for column in &mut grid.columns {
        if grid.topic == Topic::Tasks {
            column.kind = match column.kind {
                Some(ColumnKind::Unit) => Some(ColumnKind::Implement),
                Some(ColumnKind::Target) => Some(ColumnKind::Goal),
                kind => kind,
            };
        }
    }
    if grid.topic == Topic::Indicators && !grid.has(&[ColumnKind::Indicator]) {
        for column in &mut grid.columns {
            if matches!(column.kind, Some(ColumnKind::Item | ColumnKind::Task)) {
                column.kind = Some(ColumnKind::Indicator);
            }
        }
    }
}

/// The roles of the rows from `from` on: groups, the header again on the next page.
pub(super) fn roles(view: &str, grid: &mut Grid, from: usize, lexicon: &Lexicon) {
    let words = |row: &Row| -> Vec<String> { row.cells.iter().map(|&cell| bare(cell, view)).collect() };
    let header = grid.rows.iter().skip_while(|row| row.role != RowRole::Header);
    let headers: Vec<Vec<String>> = header.take_while(|row| row.role == RowRole::Header).map(words).collect();
    let tasks = grid.topic == Topic::Tasks;
    let known = |row: &Row| {
        let mut cells = row.cells.iter().filter(|cell| !cell.is_empty());
        cells.clone().count() > 1 && cells.all(|&cell| said(&bare(cell, view), lexicon).kind.is_some())
    };
    for row in &mut grid.rows[from..] {
        row.role = if across(row) {
            RowRole::Group
        } else if tasks && known(row) || headers.contains(&words(row)) {
            RowRole::Header
        } else {
            RowRole::Data
        };
    }
}

/// One cell stands in all places of the row, or all but the number.
fn across(row: &Row) -> bool {
    let mut cells: Vec<Span> = row.cells.iter().copied().filter(|cell| !cell.is_empty()).collect();
    cells.dedup();
    cells.len() <= 1
}

/// A further row of the header: cells of the row above, headers and years, and no value.
fn is_level(view: &str, grid: &Grid, row: usize, lexicon: &Lexicon) -> bool {
    let words = |row: usize| grid.rows[row].cells.iter().map(|&cell| bare(cell, view));
    // Sheets leave the places that a merged cell covers empty, texts say its words again.
    let goes_on = |(cell, above): &(String, String)| cell.is_empty() || cell == above;
    let own = || words(row).zip(words(row - 1)).filter(|pair| !goes_on(pair));
    words(row).zip(words(row - 1)).any(|pair| goes_on(&pair))
        && own().next().is_some()
        && own().all(|(cell, _)| {
            let said = said(&cell, lexicon);
            said.kind.is_some() || said.year.is_some()
        })
}

/// What a column holds by its cells in the rows of the header, the last saying most.
fn column(view: &str, header: &[Row], n: usize, lexicon: &Lexicon) -> Column {
    let mut cells: Vec<Span> =
        header.iter().map(|row| row.cells[n]).filter(|cell| !cell.is_empty()).collect();
    cells.dedup();
    let mut words: Vec<String> = cells.iter().map(|&cell| bare(cell, view)).collect();
    words.dedup();
    let mut all = said(&words.concat(), lexicon);
    for level in words.iter().rev().map(|words| said(words, lexicon)) {
        all.kind = all.kind.or(level.kind);
        all.year = all.year.or(level.year);
        all.unit = all.unit.or(level.unit);
        all.yearly |= level.yearly;
    }
    all
}

/// What a header says: `2025年目标(万人)`, `“十四五”年均增速(%)`, `牵头处室`.
pub(super) fn said(words: &str, lexicon: &Lexicon) -> Column {
    const LONGEST: usize = 75;
    let mut column = Column { kind: None, year: None, yearly: false, unit: None, inner: false };
    if words.is_empty() || words.len() > LONGEST {
        return column;
    }
    let (plain, aside) = without_brackets(words);
    let (rest, year) = without_year(&plain);
    column.year = year.or_else(|| aside.iter().find_map(|aside| without_year(aside).1));
    column.yearly = rest.contains("年均");
    column.inner = ["处室", "科室", "股室"].iter().any(|kind| rest.ends_with(kind));
    let rest = rest.trim_end_matches(['、', ':', '及', '/']);
    column.kind = lexicon.columns.of(rest);
    // 具体举措及时间安排: the first says what stands there.
    if !lexicon.columns.lists(rest)
        && let Some((first, _)) = rest.split_once(['及', '和', '与', '、', '/'])
    {
        column.kind = lexicon.columns.of(first).or(column.kind);
    }
    // 2024年预算数 is no bare year.
    let strange = column.kind.is_none() && !rest.is_empty();
    for aside in &aside {
        let (rest, _) = without_year(aside);
        if column.kind.is_none() || column.kind == Some(ColumnKind::Target) {
            column.kind = lexicon.columns.of(&rest).filter(|kind| *kind != ColumnKind::Unit).or(column.kind);
        }
        if lexicon.columns.of(&rest).is_none() && rest == *aside && is_unit(aside, lexicon) {
            column.unit = Some(aside.clone());
        }
    }
    if strange && column.kind.is_none() {
        column.year = None;
    }
    column
}

fn is_unit(words: &str, lexicon: &Lexicon) -> bool {
    let rest = words.trim_start_matches(['万', '亿', '千', '百']);
    lexicon.units.at(words).or_else(|| lexicon.units.at(rest)).is_some()
}

/// The words outside of brackets, and those inside of each.
fn without_brackets(words: &str) -> (String, Vec<String>) {
    let (mut plain, mut inside) = (String::new(), Vec::new());
    let mut depth = 0;
    for c in words.chars() {
        match c {
            '(' | '[' | '〔' | '【' => {
                depth += 1;
                inside.push(String::new());
            }
            ')' | ']' | '〕' | '】' => depth = usize::max(depth, 1) - 1,
            _ if depth > 0 => {
                if let Some(last) = inside.last_mut() {
                    last.push(c);
                }
            }
            _ => plain.push(c),
        }
    }
    (plain, inside)
}

/// The words without the year that they name, and that year: `2025年底`, `2025`, `“十四五”末`.
pub(super) fn without_year(words: &str) -> (String, Option<i16>) {
    if let Some((at, year)) = four_digits(words) {
        let after = words[at + 4..].trim_start_matches(['年', '度', '底', '末']);
        let before = words[..at].trim_end_matches(['到', '至', '截']);
        // 2021-2025年 is a stretch: the last counts.
        let (rest, later) = match after.strip_prefix(['-', '—', '~', '至']) {
            Some(after) if four_digits(after).is_some_and(|(at, _)| at == 0) => without_year(after),
            _ => (after.to_string(), None),
        };
        return (format!("{before}{rest}"), later.or(Some(year)));
    }
    const PERIODS: [(&str, i16); 6] = [
        ("十一五", 2010),
        ("十二五", 2015),
        ("十三五", 2020),
        ("十四五", 2025),
        ("十五五", 2030),
        ("十六五", 2035),
    ];
    let period = PERIODS.iter().find_map(|&(name, year)| words.find(name).map(|at| (at, name, year)));
    if let Some((at, name, year)) = period {
        let before = words[..at].trim_end_matches(['“', '"', '‘']);
        let after = words[at + name.len()..].trim_start_matches(['”', '"', '’']);
        let after = ["规划期末", "规划末", "时期末", "期末", "期间", "时期", "末", "规划"]
            .iter()
            .find_map(|end| after.strip_prefix(end))
            .unwrap_or(after);
        return (format!("{before}{after}"), Some(year));
    }
    (words.to_string(), None)
}

/// The year that words name: `2025年`, `“十四五”末`.
pub fn year(words: &str) -> Option<i16> {
    without_year(words).1
}

/// Four digits alone that can be a year, and where.
fn four_digits(words: &str) -> Option<(usize, i16)> {
    let bytes = words.as_bytes();
    (0..bytes.len().saturating_sub(3)).find_map(|at| {
        let digits = &bytes[at..at + 4];
        let alone = digits.iter().all(u8::is_ascii_digit)
            && !at.checked_sub(1).is_some_and(|before| bytes[before].is_ascii_digit())
            && !bytes.get(at + 4).is_some_and(u8::is_ascii_digit);
        let year: i16 = words.get(at..at + 4).filter(|_| alone)?.parse().ok()?;
        (1949..=2100).contains(&year).then_some((at, year))
    })
}

/// What a table with these columns is about.
pub(super) fn topic(columns: &[Column]) -> Topic {
    let has = |kinds: &[ColumnKind]| {
        columns.iter().any(|column| column.kind.is_some_and(|kind| kinds.contains(&kind)))
    };
    if has(&[ColumnKind::Person]) && !has(&[ColumnKind::Task, ColumnKind::Content]) {
        return Topic::Other;
    }
    let years = columns.iter().filter(|column| column.kind.is_none() && column.year.is_some()).count();
    let past = has(&[ColumnKind::Base, ColumnKind::Actual]);
    let measured = has(&[ColumnKind::Indicator])
        || has(&[ColumnKind::Item, ColumnKind::Task])
            && has(&[ColumnKind::Unit, ColumnKind::Nature])
            && (years > 0 || past);
    if measured && (years > 0 || has(&[ColumnKind::Target, ColumnKind::Growth])) {
        return Topic::Indicators;
    }
    let bound = has(ACTORS) || has(&[ColumnKind::Deadline]);
    let told = has(&[ColumnKind::Task, ColumnKind::Content, ColumnKind::Goal]);
    // A column of 单位 beside a task is one of bodies.
    if told && (bound || has(&[ColumnKind::Task, ColumnKind::Content]) && has(&[ColumnKind::Unit])) {
        return Topic::Tasks;
    }
    if measured && has(&[ColumnKind::Goal]) { Topic::Indicators } else { Topic::Other }
}
