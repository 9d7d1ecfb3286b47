//! Tables that only lines show: bars (`| 指标 | 2025年 |`), tabs, wide gaps, or a cell a line under a known header.
//!
//! Where the cells of a line-by-line table do not fall into rows for certain, there is no table.

use memchr::memchr2_iter;

use super::header::{said, topic};
use super::{ACTORS, Column, Topic};
use crate::lexicon::{ColumnKind, Lexicon};
use crate::read::Table;
use crate::read::text::rows_of_lines;
use crate::span::Span;

/// Lines that a cell may have.
const LINES: usize = 8;
/// Columns that a table may have.
const WIDEST: usize = 24;

/// The tables of a source whose format knows none, in order.
pub fn tables(source: &str, lexicon: &Lexicon) -> Vec<Table> {
    let mut tables = rows_of_lines(source);
    tables.retain(|table| is_known(source, table, lexicon));
    let lines = Lines::of(source, lexicon);
    let mut n = 0;
    while n < lines.spans.len() {
        let inside = tables.iter().any(|table| holds(table, lines.spans[n]));
        match if inside { None } else { lines.table(n) } {
            Some((table, next)) => {
                tables.push(table);
                n = next;
            }
            None => n += 1,
        }
    }
    tables.sort_by_key(|table| table.rows.first().and_then(|row| row.first().map(|cell| cell.start())));
    tables
}

/// One of its first rows is the header of tasks or of indicators.
fn is_known(source: &str, table: &Table, lexicon: &Lexicon) -> bool {
    const CAPTIONS: usize = 3;
    table.rows.iter().take(CAPTIONS).any(|row| {
        let columns: Vec<Column> = row
            .iter()
            .map(|cell| {
                let folded = lexicon.folding.fold(cell.of(source));
                said(&folded.chars().filter(|c| !c.is_whitespace()).collect::<String>(), lexicon)
            })
            .collect();
        topic(&columns) != Topic::Other
    })
}

fn holds(table: &Table, line: Span) -> bool {
    let ends =
        table.rows.first().and_then(|row| row.first()).zip(table.rows.last().and_then(|row| row.last()));
    ends.is_some_and(|(first, last)| first.start() <= line.start() && line.start() < last.end())
}

/// The lines of a source that hold words.
struct Lines<'l> {
    source: &'l str,
    spans: Vec<Span>,
    lexicon: &'l Lexicon,
}

impl<'l> Lines<'l> {
    fn of(source: &'l str, lexicon: &'l Lexicon) -> Lines<'l> {
        let mut spans = Vec::with_capacity(source.len() / 120 + 1);
        let mut start = 0;
        let ends = memchr2_iter(b'\n', b'\r', source.as_bytes()).chain(std::iter::once(source.len()));
        for end in ends {
            let span = Span::new(start, end).trimmed(source);
            start = end + 1;
            if !span.is_empty() {
                spans.push(span);
            }
        }
        Lines { source, spans, lexicon }
    }

    /// The words of line `n`, folded and without blanks; nothing where it is too long for any cell but one of prose.
    fn words(&self, n: usize) -> Option<String> {
        const LONGEST: usize = 240;
        let span = *self.spans.get(n)?;
        if span.len() > LONGEST {
            return Some(String::new());
        }
        let folded = self.lexicon.folding.fold(span.of(self.source));
        Some(folded.chars().filter(|c| !c.is_whitespace()).collect())
    }

    fn number(&self, n: usize) -> Option<u32> {
        number(&self.words(n)?)
    }

    /// The table whose header begins with line `n`, a cell a line, and the line after it.
    fn table(&self, n: usize) -> Option<(Table, usize)> {
        const LEAST: usize = 3;
        // Most lines are no header word, and longer than one.
        const LONGEST: usize = 75;
        if self.spans[n..].iter().take(LEAST).any(|span| span.len() > LONGEST) {
            return None;
        }
        let known = |n: usize| {
            if self.spans.get(n)?.len() > LONGEST {
                return None;
            }
            let words = self.words(n)?;
            let column = said(&words, self.lexicon);
            // 青石县重点工作安排 is the title above the header.
            let short =
                words.chars().count() <= 8 || self.lexicon.columns.lists(&words) || words.contains('(');
            (column.kind.is_some() && (short || column.year.is_some()) || is_year(&words, &column))
                .then_some(column)
        };
        let mut columns: Vec<Column> = (n..=n + WIDEST).map_while(known).collect();
        if columns.len() > WIDEST {
            return None;
        }
        // The first words of a row may look like a header, too: 居民人均可支配收入增长率.
        while columns.len() >= LEAST {
            let width = columns.len();
            if topic(&columns) != Topic::Other
                && self.begins_row(n + width, &columns)
                && let Some((rows, next)) = self.rows(n + width, &columns)
            {
                let header = self.spans[n..n + width].to_vec();
                return Some((Table { rows: std::iter::once(header).chain(rows).collect() }, next));
            }
            columns.pop();
        }
        None
    }

    fn begins_row(&self, n: usize, columns: &[Column]) -> bool {
        let serial = columns[0].kind == Some(ColumnKind::Serial);
        let header = self.words(n).is_some_and(|words| self.lexicon.columns.lists(&words));
        n < self.spans.len() && !header && (!serial || self.number(n) == Some(1))
    }

    /// The rows below a header with these columns, and the line after the last.
    fn rows(&self, from: usize, columns: &[Column]) -> Option<(Vec<Vec<Span>>, usize)> {
        if columns[0].kind == Some(ColumnKind::Serial) {
            self.numbered(from, columns)
        } else {
            self.regular(from, columns)
        }
    }

    /// Rows that begin with 1, 2, 3: each has to have a line a cell, the last as many as the others.
    fn numbered(&self, from: usize, columns: &[Column]) -> Option<(Vec<Vec<Span>>, usize)> {
        let width = columns.len();
        let mut rows = Vec::new();
        let mut at = from;
        let mut expected = 1;
        while self.number(at) == Some(expected) {
            expected += 1;
            let begins = |n: &usize| self.number(*n) == Some(expected);
            let next = (at + 2..at + width + LINES).find(begins);
            let whole = next.is_none() || (at + width..=at + width + 1).any(|n| begins(&n));
            let (row, end) = if whole && self.fits(at, columns) {
                (self.spans[at..at + width].to_vec(), at + width)
            } else if let Some(end) = next {
                // The row has a cell of several lines, or lacks one.
                (self.aligned(at, end, columns)?, end)
            } else {
                // The last row may lack a cell.
                let mut ends = (at + 2..(at + width).min(self.spans.len() + 1)).rev();
                ends.find_map(|end| Some((self.aligned(at, end, columns)?, end)))?
            };
            rows.push(row);
            at = end;
            if self.number(at) != Some(expected) && self.groups(at) && self.number(at + 1) == Some(expected) {
                rows.push(vec![self.spans[at]; width]);
                at += 1;
            }
        }
        // A number further down would be the next row of a table that is not regular.
        let goes_on = (at..at + 2 * width + 8).any(|n| self.number(n) == Some(expected));
        (rows.len() >= 2 && !goes_on).then_some((rows, at))
    }

    /// The lines of a row shared out among its columns, where there is one way to do it.
    fn aligned(&self, from: usize, end: usize, columns: &[Column]) -> Option<Vec<Span>> {
        // Each column of sentences multiplies the ways.
        const MOST: usize = 3;
        use ColumnKind::*;
        let open = |column: &&Column| matches!(column.kind, Some(Task | Content | Goal | Progress));
        if columns.iter().filter(open).count() > MOST {
            return None;
        }
        let words: Vec<String> = (from..end).map(|n| self.words(n)).collect::<Option<_>>()?;
        let mut ways = Vec::new();
        share(&words, columns, &mut Vec::new(), &mut ways);
        let [counts] = ways.as_slice() else { return None };
        let mut at = from;
        let cells = counts.iter().map(|&count| {
            at += count;
            match count {
                0 => Span::new(self.spans[at - 1].end(), self.spans[at - 1].end()),
                _ => self.spans[at - count].with(self.spans[at - 1]),
            }
        });
        Some(cells.collect())
    }

    /// Rows without numbers: every line has to suit its column.
    fn regular(&self, from: usize, columns: &[Column]) -> Option<(Vec<Vec<Span>>, usize)> {
        let width = columns.len();
        // Names alone fit anything: two columns have to tell.
        if columns.iter().filter(|column| tells(column)).count() < 2 {
            return None;
        }
        let mut rows = Vec::new();
        let mut data = 0;
        let mut at = from;
        loop {
            if self.fits(at, columns) {
                rows.push(self.spans[at..at + width].to_vec());
                at += width;
                data += 1;
            } else if self.groups(at) && self.fits(at + 1, columns) {
                rows.push(vec![self.spans[at]; width]);
                at += 1;
            } else {
                break;
            }
        }
        (data >= 2).then_some((rows, at))
    }

    /// `二、社会发展` between two rows.
    fn groups(&self, n: usize) -> bool {
        const LONGEST: usize = 16;
        self.words(n).is_some_and(|words| {
            words.chars().count() <= LONGEST && !words.bytes().any(|b| b.is_ascii_digit())
        })
    }

    /// The lines from `at` on are the cells of a row.
    fn fits(&self, at: usize, columns: &[Column]) -> bool {
        at + columns.len() <= self.spans.len()
            && (at..).zip(columns).all(|(n, column)| self.words(n).is_some_and(|words| suits(&words, column)))
    }
}

/// Whether a cell with these words can stand in a column.
fn suits(words: &str, column: &Column) -> bool {
    use ColumnKind::*;
    let blank = words.chars().all(|c| !c.is_alphanumeric());
    let digits = words.bytes().any(|b| b.is_ascii_digit());
    match column.kind {
        Some(Serial) => number(words).is_some(),
        Some(Deadline) => blank || is_time(words),
        Some(Lead | Support | Implement | Supervise) => blank || (!words.contains('。') && is_who(words)),
        Some(Nature) => blank || words.contains("约束") || words.contains("预期") || words.contains("引导"),
        Some(Unit) => blank || (words.chars().count() <= 10 && !words.contains('。') && !is_time(words)),
        Some(Target | Actual | Base | Growth) | None => {
            blank || (digits && words.chars().count() <= 16) || words.ends_with("同步") || words == "全覆盖"
        }
        // Empty long lines were not folded: they are prose, as tasks may be.
        Some(Task | Content | Goal | Progress) => {
            !(number(words).is_some() || is_time(words) && words.len() < 24)
        }
        Some(Indicator | Item) => {
            !blank && words.chars().count() <= 40 && number(words).is_none() && !words.contains('。')
        }
        Some(Note | Other | Person) => true,
    }
}

/// Collects the ways to give each column its lines, two at most: how many lines each takes.
fn share(words: &[String], columns: &[Column], counts: &mut Vec<usize>, ways: &mut Vec<Vec<usize>>) {
    use ColumnKind::*;
    let Some((column, others)) = columns.split_first() else {
        if words.is_empty() {
            ways.push(counts.clone());
        }
        return;
    };
    let least = usize::from(!matches!(column.kind, Some(Support | Note | Progress | Deadline)));
    let most = match column.kind {
        Some(Task | Content | Goal | Progress) => LINES,
        _ => 1,
    };
    for count in least..=most.min(words.len()) {
        if ways.len() > 1 {
            return;
        }
        let own = &words[..count];
        // 市民政局 alone is no task, and what follows a task on a line of its own is no remark.
        let strange = |words: &String| {
            is_time(words)
                || words.chars().count() <= 16 && is_who(words)
                || words.chars().all(|c| !c.is_alphanumeric())
        };
        let suited = match column.kind {
            Some(Note) => own.iter().all(|words| !strange(words)),
            Some(Task | Content | Goal | Progress) if count > 1 => {
                own.iter().all(|words| suits(words, column) && !strange(words))
            }
            _ => own.iter().all(|words| suits(words, column)),
        };
        if suited {
            counts.push(count);
            share(&words[count..], others, counts, ways);
            counts.pop();
        }
    }
}

/// A column whose cells can be told from others by their words.
fn tells(column: &Column) -> bool {
    use ColumnKind::*;
    matches!(column.kind, None | Some(Deadline | Nature | Target | Actual | Base | Growth | Unit))
        || column.kind.is_some_and(|kind| ACTORS.contains(&kind))
}

fn is_year(words: &str, column: &Column) -> bool {
    column.year.is_some() && words.chars().count() <= 10
}

fn number(words: &str) -> Option<u32> {
    let words = words.trim_end_matches(['.', '、']);
    if words.len() > 4 { None } else { words.parse().ok() }
}

/// `2025年6月底前`, `长期坚持`, `全年`.
fn is_time(words: &str) -> bool {
    const WORDS: [&str; 8] = ["长期", "持续", "全年", "常年", "年底", "每", "立行", "即"];
    let digits = words.bytes().any(|b| b.is_ascii_digit());
    words.chars().count() <= 24
        && !words.contains('。')
        && (digits && words.contains(['年', '月', '日', '-', '.', '/', '季'])
            || WORDS.iter().any(|word| words.starts_with(word))
            || number(words).is_some_and(|year| (2000..2100).contains(&year)))
}

/// A list of bodies: no number, no sentence.
fn is_who(words: &str) -> bool {
    const ENDS: &str = "局委办部厅院会处科室所站队校县区市镇乡司行府联团心社村位门道街股)等厂馆园";
    !words.bytes().any(|b| b.is_ascii_digit())
        && words.split(['、', ',', ';', '/', ':']).filter(|part| !part.is_empty()).all(|part| {
            part.chars().count() <= 4 || part.chars().count() <= 20 && part.ends_with(|c| ENDS.contains(c))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows of the tables in lines parted by ⏎.
    fn rows(lines: &str) -> Vec<Vec<String>> {
        let source = lines.replace('⏎', "\n");
        let cell = |cell: &Span| cell.of(&source).replace('\n', "+");
        let tables = tables(&source, Lexicon::embedded());
        tables.iter().flat_map(|table| &table.rows).map(|row| row.iter().map(cell).collect()).collect()
    }

    #[test]
    fn lines_fall_into_rows_where_there_is_one_way() {
        let header = "序号⏎工作任务⏎牵头单位⏎配合单位⏎完成时限⏎";
        let found = rows(&format!(
            "{header}1⏎修建水渠20公里。⏎市水利局⏎市财政局⏎2024年底⏎2⏎植树8000亩，⏎管护成林。⏎市林业局⏎2024年4月⏎3⏎改造桥梁4座。⏎市交通运输局⏎市公安局⏎2024年10月"
        ));
        assert_eq!(found[1], ["1", "修建水渠20公里。", "市水利局", "市财政局", "2024年底"]);
        assert_eq!(found[2], ["2", "植树8000亩，+管护成林。", "市林业局", "", "2024年4月"]);
        assert_eq!(found[3], ["3", "改造桥梁4座。", "市交通运输局", "市公安局", "2024年10月"]);
        // Two columns of sentences: nobody can say which line belongs to which.
        let header = "序号⏎工作任务⏎工作目标⏎责任单位⏎";
        let row = |n: usize| format!("{n}⏎整治河道。⏎清理塘坝。⏎水质达标。⏎市水利局⏎");
        assert_eq!(rows(&format!("{header}{}{}", row(1), row(2))), Vec::<Vec<String>>::new());
    }

    #[test]
    fn lines_without_numbers_have_to_suit_their_columns() {
        let found = rows(
            "主要指标⏎单位⏎2020年⏎2025年⏎属性⏎一、创新⏎专利数⏎件⏎20⏎45⏎预期性⏎二、民生⏎床位数⏎张⏎300⏎≥420⏎约束性⏎说明",
        );
        assert_eq!(found.len(), 5);
        assert_eq!(found[4], ["床位数", "张", "300", "≥420", "约束性"]);
        assert_eq!(rows("单位⏎任务⏎时间⏎市水利局⏎市林业局⏎市财政局"), Vec::<Vec<String>>::new());
    }
}
