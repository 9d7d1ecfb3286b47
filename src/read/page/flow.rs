//! Flow: lines of pages become paragraphs and tables, in one text that knows which page each stretch stands on.

use super::grid::{Cell, Grid};
use super::row::{Row, rows};
use super::{Sheet, column};
use crate::read::{Content, Location, Table};
use crate::span::Span;

/// The text of the sheets.
pub(super) fn content(sheets: Vec<Sheet>) -> Content {
    let mut pages: Vec<(u32, Vec<Item>)> = Vec::with_capacity(sheets.len());
    for (n, sheet) in sheets.into_iter().enumerate() {
        pages.push((n as u32 + 1, items(sheet)));
    }
    let document = Document::of(pages.iter().flat_map(|(_, items)| items).filter_map(|item| match item {
        Item::Block(block) => Some(block),
        _ => None,
    }));
    let mut flow = Flow::default();
    for (page, items) in pages {
        for (n, item) in items.into_iter().enumerate() {
            match item {
                Item::Table(grid) => flow.table(grid, page, n == 0),
                Item::Notes(rows) => flow.notes(&rows, page),
                Item::Block(block) => flow.block(block, page, &document),
            }
        }
    }
    flow.finish()
}

/// What stands on a page, in reading order.
enum Item {
    Block(Block),
    Table(Grid),
    Notes(Vec<Row>),
}

/// Rows of one column.
struct Block {
    rows: Vec<Row>,
    narrow: bool,
    page_width: f64,
}

fn items(mut sheet: Sheet) -> Vec<Item> {
    let mut items = Vec::new();
    let page_width = sheet.page.width;
    let blocks = |glyphs, items: &mut Vec<Item>| {
        let regions = column::regions(glyphs).into_iter();
        items.extend(
            regions.map(|region| Item::Block(Block { rows: region.rows, narrow: region.narrow, page_width })),
        );
    };
    for grid in std::mem::take(&mut sheet.tables) {
        let (above, below) = sheet.page.glyphs.drain(..).partition(|glyph| glyph.base <= grid.top + 1.0);
        sheet.page.glyphs = below;
        blocks(above, &mut items);
        items.push(Item::Table(grid));
    }
    blocks(sheet.page.glyphs, &mut items);
    let notes = rows(sheet.notes);
    if !notes.is_empty() {
        items.push(Item::Notes(notes));
    }
    items
}

/// Where lines of running text begin and end.
#[derive(Clone, Copy, Debug)]
struct Margins {
    left: f64,
    right: f64,
    /// Enough lines end at the right margin to be sure of it.
    sure: bool,
    /// The first lines of paragraphs are set in.
    indented: bool,
    /// Distance from one line to the next; 0 where there are none.
    pitch: f64,
    /// The size of most of its type.
    size: f64,
}

impl Margins {
    /// The outermost places that lines agree upon: a wide title or a mark in the margin stands alone.
    fn of<'b>(blocks: impl Iterator<Item = &'b Block>) -> Option<Margins> {
        let (mut lefts, mut rights, mut sizes, mut steps) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for block in blocks {
            for row in &block.rows {
                lefts.push(row.left);
                rights.push(row.right);
                sizes.push(row.size);
            }
            steps.extend(block.rows.windows(2).map(|pair| pair[1].base - pair[0].base));
        }
        let lines = lefts.len();
        if lines == 0 {
            return None;
        }
        for places in [&mut lefts, &mut rights, &mut sizes, &mut steps] {
            places.sort_by(f64::total_cmp);
        }
        let size = sizes[lines / 2];
        let enough = (lines / 12).max(2).min(lines);
        let left = (0..=lines - enough).find(|&n| lefts[n + enough - 1] - lefts[n] <= size * 0.5);
        let right = (0..=lines - enough)
            .map(|n| lines - 1 - n)
            .find(|&n| rights[n] - rights[n + 1 - enough] <= size * 0.8);
        let left = left.map_or(lefts[0], |n| lefts[n]);
        let right = right.map_or(rights[lines - 1], |n| rights[n]);
        let at_right = rights.iter().filter(|&&place| place > right - size).count();
        let set_in =
            lefts.iter().filter(|&&place| (size * 1.2..size * 2.8).contains(&(place - left))).count();
        Some(Margins {
            left,
            right,
            sure: at_right >= 4 && at_right * 3 >= lines,
            indented: set_in * 15 >= lines && set_in < lines,
            pitch: steps.get(steps.len() / 2).copied().unwrap_or_default(),
            size,
        })
    }
}

/// The margins that the pages of a document share.
struct Document {
    page: Option<Margins>,
    /// Those of columns that are sure of theirs.
    columns: Vec<Margins>,
}

impl Document {
    fn of<'b>(blocks: impl Iterator<Item = &'b Block>) -> Document {
        let (narrow, wide): (Vec<&Block>, Vec<&Block>) = blocks.partition(|block| block.narrow);
        let columns = narrow.into_iter().filter_map(|block| Margins::of(std::iter::once(block)));
        Document {
            page: Margins::of(wide.into_iter()),
            columns: columns.filter(|column| column.sure).take(64).collect(),
        }
    }

    /// A page with short lines only does not show its margins: those of the document are taken then, and those that a
    /// page of this width has if the document does not show any either.
    fn margins(&self, block: &Block) -> Option<Margins> {
        let mut margins = Margins::of(std::iter::once(block))?;
        let size = block.rows[0].size;
        let like = |other: &&Margins| {
            (other.left - margins.left).abs() < size * 3.0 && other.right > margins.right - size * 0.5
        };
        // The last page of two columns often has the first one only.
        let column = self.columns.iter().find(like).copied();
        let narrow =
            block.narrow || column.is_some_and(|column| (column.right - margins.right).abs() < size * 1.5);
        let known = if narrow { column } else { self.page };
        if let Some(known) = known {
            if !margins.sure || margins.right < known.right - size * 4.0 {
                margins.right = margins.right.max(known.right);
                margins.left = margins.left.min(known.left);
            }
            margins.indented |= known.indented;
            margins.size = known.size;
            if block.rows.len() < 4 {
                margins.pitch = known.pitch;
            }
        }
        if !narrow && margins.right - margins.left < block.page_width * 0.45 {
            margins.right = margins.right.max(block.page_width - margins.left);
        }
        Some(margins)
    }
}

/// A paragraph under way.
struct Open {
    text: String,
    /// Where in `text` each page begins.
    pages: Vec<(usize, u32)>,
    last: Row,
    words: String,
    margins: Margins,
    lines: usize,
    /// Distance of its last two lines, where they stand in one column.
    step: Option<f64>,
}

#[derive(Default)]
struct Flow {
    content: Content,
    open: Option<Open>,
    /// A table whose next page is not seen yet.
    table: Option<Whole>,
    /// Notes that wait for the end of the paragraph they interrupt.
    notes: Vec<(String, u32)>,
}

/// A table over one or more pages.
struct Whole {
    grid: Grid,
    /// The page of each cell.
    pages: Vec<u32>,
    page: u32,
}

impl Flow {
    fn block(&mut self, block: Block, page: u32, document: &Document) {
        self.end_table();
        let Some(margins) = document.margins(&block) else { return };
        for (n, row) in block.rows.into_iter().enumerate() {
            let words = row.text();
            if words.is_empty() {
                continue;
            }
            let goes_on = self.open.as_ref().is_some_and(|open| open.goes_on(&row, &words, margins, n == 0));
            match &mut self.open {
                Some(open) if goes_on => {
                    join(&mut open.text, &words);
                    if open.pages.last().is_none_or(|last| last.1 != page) {
                        open.pages.push((open.text.len() - words.len(), page));
                    }
                    open.step = Some(row.base - open.last.base).filter(|&step| n > 0 && step > 0.0);
                    open.last = row;
                    open.words = words;
                    open.margins = margins;
                    open.lines += 1;
                }
                _ => {
                    self.end_paragraph();
                    let pages = vec![(0, page)];
                    self.open = Some(Open {
                        text: words.clone(),
                        pages,
                        last: row,
                        words,
                        margins,
                        lines: 1,
                        step: None,
                    });
                }
            }
        }
    }

    fn notes(&mut self, rows: &[Row], page: u32) {
        for row in rows {
            let words = row.text();
            let begins =
                words.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '①'..='⑳' | '[' | '*' | '注'));
            match self.notes.last_mut() {
                Some((note, of)) if *of == page && !begins => join(note, &words),
                _ => self.notes.push((words, page)),
            }
        }
    }

    fn table(&mut self, grid: Grid, page: u32, first: bool) {
        if let Some(whole) = &mut self.table
            && first
            && whole.goes_on(&grid, page)
        {
            whole.append(grid, page);
            return;
        }
        self.end_paragraph();
        self.end_table();
        self.table = Some(Whole { pages: vec![page; grid.cells.len()], grid, page });
    }

    fn end_paragraph(&mut self) {
        if let Some(open) = self.open.take() {
            for (n, &(start, page)) in open.pages.iter().enumerate() {
                let end = open.pages.get(n + 1).map_or(open.text.len(), |next| next.0);
                let at = self.content.text.len();
                self.content.text.push_str(&open.text[start..end]);
                self.locate(at, page);
            }
            self.content.text.push('\n');
        }
        for (note, page) in std::mem::take(&mut self.notes) {
            self.line(&note, page);
        }
    }

    fn end_table(&mut self) {
        let Some(Whole { grid, pages, .. }) = self.table.take() else { return };
        let mut spans: Vec<Option<Span>> = vec![None; grid.cells.len()];
        for &cell in grid.rows.iter().flatten() {
            if spans[cell].is_some() {
                continue;
            }
            let start = self.content.text.len();
            let mut end = start;
            for paragraph in &grid.cells[cell].paragraphs {
                self.line(paragraph, pages[cell]);
                end = self.content.text.len() - 1;
            }
            spans[cell] = Some(Span::new(start, end));
        }
        let span = |cell: &usize| spans[*cell].unwrap_or_default();
        let rows = grid.rows.iter().map(|row| row.iter().map(span).collect()).collect();
        self.content.tables.push(Table { rows });
    }

    fn line(&mut self, words: &str, page: u32) {
        let at = self.content.text.len();
        self.content.text.push_str(words);
        self.locate(at, page);
        self.content.text.push('\n');
    }

    /// What has been written since `at` stands on `page`.
    fn locate(&mut self, at: usize, page: u32) {
        let span = Span::new(at, self.content.text.len());
        self.content.locations.push(Location { span, page: Some(page), paragraph: None, line: None });
    }

    fn finish(mut self) -> Content {
        self.end_paragraph();
        self.end_table();
        self.content
    }
}

impl Whole {
    /// The same columns at the head of the next page.
    fn goes_on(&self, grid: &Grid, page: u32) -> bool {
        let (a, b) = (&self.grid, grid);
        page == self.page + 1
            && a.columns.len() == b.columns.len()
            && a.columns.iter().zip(&b.columns).all(|(x, y)| ((x - a.left) - (y - b.left)).abs() < 4.0)
    }

    fn append(&mut self, mut next: Grid, page: u32) {
        // A header that is set again on each page.
        let text = |grid: &Grid, row: usize| -> Vec<String> {
            grid.rows[row].iter().map(|&cell| grid.cells[cell].paragraphs.concat()).collect()
        };
        let mut repeated = 0;
        while repeated < next.rows.len().min(self.grid.rows.len())
            && text(&next, repeated) == text(&self.grid, repeated)
        {
            repeated += 1;
        }
        let mut rows = next.rows.split_off(repeated);
        if let (Some(first), Some(last)) = (rows.first(), self.grid.rows.last())
            && self.row_goes_on(&next.cells, first, last)
        {
            for (&cell, &above) in first.iter().zip(last) {
                for (n, words) in next.cells[cell].paragraphs.iter().enumerate() {
                    match self.grid.cells[above].paragraphs.last_mut() {
                        Some(open) if n == 0 && !ends_sentence(open) => join(open, words),
                        _ => self.grid.cells[above].paragraphs.push(words.clone()),
                    }
                }
                next.cells[cell].paragraphs.clear();
            }
            rows.remove(0);
        }
        let offset = self.grid.cells.len();
        self.grid.rows.extend(rows.into_iter().map(|row| row.iter().map(|cell| cell + offset).collect()));
        self.pages.resize(offset + next.cells.len(), page);
        self.grid.cells.append(&mut next.cells);
        self.page = page;
    }

    /// A row that breaks over the page: its first cells were told above, and hardly any has more to say.
    fn row_goes_on(&self, cells: &[Cell], first: &[usize], last: &[usize]) -> bool {
        let filled = |&&cell: &&usize| !cells[cell].paragraphs.is_empty();
        let open = |above: usize| {
            self.grid.cells[above].paragraphs.last().is_some_and(|words| !ends_sentence(words))
        };
        first.len() >= 3
            && cells[first[0]].paragraphs.is_empty()
            && (1..=2).contains(&first.iter().filter(filled).count())
            && first.iter().zip(last).all(|(cell, &above)| cells[*cell].paragraphs.is_empty() || open(above))
    }
}

impl Open {
    /// The line goes on with this paragraph: the one before is full and this one begins at the margin.
    fn goes_on(&self, next: &Row, words: &str, margins: Margins, new_block: bool) -> bool {
        let last = &self.last;
        let size = last.size;
        if (next.size - size).abs() > size * 0.12 {
            return false;
        }
        let step = next.base - last.base;
        if !new_block && step < size * 2.4 && self.titles(next, words, margins) {
            return true;
        }
        // Lines set far apart are one paragraph where its lines before are, and where first lines are set in.
        let usual = self.step.map_or(self.margins.pitch * 1.6, |step| step * 1.15);
        let wide = if margins.indented { size * 2.6 } else { size * 1.6 };
        if !new_block && step > usual.max(wide) {
            return false;
        }
        if !new_block && step < size * 2.4 && self.brackets(words) {
            return true;
        }
        // A line that begins far from the margin is centred or set to the right.
        if last.left - self.margins.left > size * 4.6 {
            return false;
        }
        let room = self.margins.right - last.right;
        if room > first_word(next) + size * 0.6 {
            return false;
        }
        let indent = next.left - margins.left;
        if indent > size * 0.9 {
            // Lines of a paragraph that hangs as a whole.
            let aligned = (indent - (last.left - self.margins.left)).abs() < size * 0.5;
            let hanging = self.lines >= 2 && aligned
                || self.lines == 1
                    && indent < size * 4.6
                    && begins_item(&self.words)
                    && !ends_sentence(&self.words)
                    && last.left < next.left - size * 0.5;
            return hanging && !begins_item(words);
        }
        if !ends_sentence(&self.words) {
            return true;
        }
        if margins.indented {
            return !begins_item(words);
        }
        // Where no first line is set in, the last line of a paragraph may happen to be full. What follows goes on with
        // it if it reads so: the end of a paragraph is the end of a sentence.
        let short = margins.right - next.right > (margins.right - margins.left) * 0.25;
        let title = short && !words.ends_with(['，', ',', '、']) && !ends_sentence(words);
        !begins_item(words) && !title
    }
}

impl Open {
    /// `云南省国民经济和社会发展` / `第十个五年计划纲要`: a title in large type, set in the middle over several lines.
    fn titles(&self, next: &Row, words: &str, margins: Margins) -> bool {
        let middle = (margins.left + margins.right) / 2.0;
        let centred = |row: &Row| ((row.left + row.right) / 2.0 - middle).abs() < row.size;
        let title =
            |row: &Row| row.size > margins.size * 1.2 && row.left > margins.left - row.size && centred(row);
        title(&self.last)
            && title(next)
            && self.lines < 5
            && !ends_sentence(&self.words)
            && !begins_item(&self.words)
            && !begins_item(words)
            && !words.starts_with(['（', '(', '—', '《'])
    }
}

impl Open {
    /// `（2001年2月16日省第九届` / `人民代表大会通过）`: the line closes what the lines before have opened.
    fn brackets(&self, words: &str) -> bool {
        let open = |open: char, close: char| {
            let left = self.text.matches(open).count() > self.text.matches(close).count();
            left && words.find(close).is_some_and(|at| !words[..at].contains(open))
        };
        self.text.chars().count() < 120 && (open('（', '）') || open('(', ')') || open('《', '》'))
    }
}

/// The width of what cannot be parted at the beginning of a row: a word, a number, a character with its marks.
pub(super) fn first_word(row: &Row) -> f64 {
    let mut end = row.left;
    let mut word = false;
    let mut han = false;
    for glyph in row.glyphs.iter().skip_while(|glyph| glyph.character.is_whitespace()) {
        let c = glyph.character;
        if c.is_whitespace() {
            break;
        }
        let latin = c.is_ascii_alphanumeric() || matches!(c, '.' | '%' | '/' | '-' | '+');
        if matches!(
            c,
            '，' | '。'
                | '、'
                | '；'
                | '：'
                | '！'
                | '？'
                | '）'
                | '》'
                | '”'
                | '’'
                | '〕'
                | '】'
                | ','
                | ';'
                | ':'
                | ')'
        ) {
            end = glyph.right;
            if han || word {
                continue;
            }
        } else if matches!(c, '（' | '《' | '“' | '‘' | '〔' | '【' | '(') {
            if han || word {
                break;
            }
            end = glyph.right;
        } else if latin {
            if han {
                break;
            }
            word = true;
            end = glyph.right;
        } else {
            if han || word {
                break;
            }
            han = true;
            end = glyph.right;
        }
    }
    // No word is wider than a third of a line.
    (end - row.left).min((row.right - row.left).max(row.size) / 3.0 + row.size)
}

/// Adds a line to the words before it: `carbon di-` `oxide`, `science and` `technology`, `到2025` `年`.
pub(super) fn join(text: &mut String, line: &str) {
    let mut end = text.chars().rev();
    let (last, before) = (end.next(), end.next());
    let Some(first) = line.chars().next() else { return };
    match last {
        Some('-') if before.is_some_and(|c| c.is_ascii_alphabetic()) && first.is_ascii_lowercase() => {
            text.pop();
        }
        Some(last)
            if first.is_ascii_alphabetic()
                && (last.is_ascii_alphabetic() || matches!(last, ',' | '.' | ';' | ':')) =>
        {
            text.push(' ');
        }
        _ => {}
    }
    text.push_str(line);
}

fn ends_sentence(words: &str) -> bool {
    words
        .trim_end_matches(['”', '’', '》', '）', ')'])
        .ends_with(['。', '；', '！', '？', '：', ';', '!', '?', ':'])
}

/// `一、`, `（二）`, `第三章`, `3.`, `——`; not `四是`, which stands in running text as often.
fn begins_item(words: &str) -> bool {
    let numeral = |c: char| "一二三四五六七八九十百零〇".contains(c);
    let open = words.trim_start_matches(['（', '(', '第']);
    let after = open.trim_start_matches(numeral);
    if after.len() < open.len() && open.len() - after.len() <= 12 {
        return after.starts_with(['、', '）', ')', '章', '节', '条', '．']);
    }
    let after = open.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '０'..='９'));
    if after.len() < open.len() {
        let mut next = after.chars();
        return matches!(next.next(), Some('、' | '）' | ')' | '.' | '．'))
            && !next.next().is_some_and(|c| c.is_ascii_digit());
    }
    words.starts_with("——") || words.starts_with(|c| matches!(c, '①'..='⑳' | '●' | '■' | '◆' | '★'))
}

#[cfg(test)]
mod tests {
    use super::super::{Glyph, Page, content};

    const SIZE: f64 = 10.0;

    fn set(words: &str, left: f64, base: f64) -> Vec<Glyph> {
        let mut at = left;
        let mut glyphs = Vec::new();
        for character in words.chars() {
            let width = if character.is_ascii() { SIZE / 2.0 } else { SIZE };
            glyphs.push(Glyph { character, left: at, right: at + width, base, size: SIZE });
            at += width;
        }
        glyphs
    }

    fn page(lines: &[(&str, f64)]) -> Page {
        let glyphs = lines.iter().enumerate();
        let glyphs = glyphs.flat_map(|(n, (words, left))| set(words, 50.0 + left, 100.0 + n as f64 * 16.0));
        Page { width: 300.0, height: 500.0, glyphs: glyphs.collect(), rules: Vec::new() }
    }

    fn read(lines: &[(&str, f64)]) -> String {
        content(vec![page(lines)]).text
    }

    #[test]
    fn wrapped_lines_are_joined_and_headings_stand_apart() {
        let text = read(&[
            ("一、主要目标", 20.0),
            ("到2025年底全县建成养老服务设施八", 20.0),
            ("十处以上，每千名老年人拥有床位四十张，", 0.0),
            ("服务质量明显提升。", 0.0),
            ("县民政局要在六月底前制定实施细则", 20.0),
            ("。", 0.0),
        ]);
        assert_eq!(
            text,
            "一、主要目标\n到2025年底全县建成养老服务设施八十处以上，每千名老年人拥有床位四十张，服务质量明显提升。\n\
             县民政局要在六月底前制定实施细则。\n"
        );
    }

    #[test]
    fn words_keep_a_space_and_lose_a_hyphen() {
        let text = read(&[
            ("The plan supports science and techno-", 0.0),
            ("logy in the county, and builds schools", 0.0),
            ("for children of every village and town", 0.0),
        ]);
        let whole = "The plan supports science and technology in the county, and builds schools for children of every village and town\n";
        assert_eq!(text, whole);
    }

    #[test]
    fn a_paragraph_goes_on_over_the_page_and_knows_its_pages() {
        let full = "全县上下坚持稳中求进工作总基调统筹推进";
        let first = page(&[(full, 0.0), (full, 0.0), (full, 0.0)]);
        let second = page(&[("各项事业发展。", 0.0), (full, 20.0), (full, 0.0)]);
        let content = content(vec![first, second]);
        let line = content.text.lines().next().unwrap();
        assert!(line.ends_with("统筹推进各项事业发展。"), "{}", content.text);
        let pages: Vec<_> = content.locations.iter().map(|at| (at.page, at.span.of(&content.text))).collect();
        assert_eq!(pages[0], (Some(1), &full.repeat(3)[..]));
        assert_eq!(pages[1], (Some(2), "各项事业发展。"));
        assert_eq!(content.pages, Some(2));
    }

    #[test]
    fn page_numbers_and_running_heads_are_dropped() {
        let pages: Vec<Page> = (1..=4)
            .map(|n| {
                let mut page = page(&[("全县上下坚持稳中求进工作总基调", 20.0), ("办成一批实事。", 0.0)]);
                page.glyphs.extend(set("某某县养老服务行动方案", 90.0, 30.0));
                page.glyphs.extend(set(&format!("— {n} —"), 130.0, 470.0));
                page
            })
            .collect();
        let text = content(pages).text;
        assert!(!text.contains('—') && !text.contains("行动方案"), "{text}");
        assert_eq!(text.matches("实事").count(), 4);
    }
}
