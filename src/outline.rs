//! Outline: a view cut into segments and nested sections, with what the web page added marked as furniture.
//!
//! A segment ends at the end of a line or behind `。`, `;`, `!`, `?`. Its form says what it can be: `一、总体要求` is a
//! heading, `(责任单位:市科技局)` an assignment, `2013年10月10日` under a name a signature.

mod frame;
pub(crate) mod marker;
mod nesting;

use rustc_hash::FxHashMap;

use crate::grid::{self, Grid, Place, RowRole, Topic};
use crate::layout::{self, Line};
use crate::lexicon::frame::Class;
use crate::lexicon::{ColumnKind, Frame, Hits, Lexicon};
use crate::span::Span;
use crate::wordlist::WordList;

use frame::{Column, Role};
use marker::{Kind, Marker};
use nesting::{Heading, Nesting};

/// The structure of a document.
#[derive(Clone, Debug, Default)]
pub struct Outline {
    /// In document order; a section ends where the next of its level or above begins.
    pub sections: Vec<Section>,
    /// In document order, apart from each other, covering every word of the view.
    pub segments: Vec<Segment>,
    pub repairs: Vec<Repair>,
    /// The tables of the text, in order.
    pub grids: Vec<Grid>,
}

/// A heading and what stands under it.
#[derive(Clone, Debug)]
pub struct Section {
    /// Index into [`Outline::sections`].
    pub parent: Option<usize>,
    /// 1 for the outermost.
    pub level: u32,
    /// `一、`, `(二)`, `1.`, `一是`, `第三条`; empty where the heading has none.
    pub marker: Span,
    /// The heading's words after the marker.
    pub heading: Span,
    /// From the marker to the last word under it.
    pub span: Span,
}

/// A sentence, a clause group that ends in `;`, a line or a cell.
#[derive(Clone, Copy, Debug)]
pub struct Segment {
    pub span: Span,
    // A long text has a million of them, so that numbers take no more room than there are bytes in a text.
    section: Option<u32>,
    paragraph: u32,
    pub form: Form,
    /// The cell it stands in, or the first of its row.
    pub place: Option<Place>,
}

impl Segment {
    /// The innermost section, as an index.
    pub fn section(&self) -> Option<usize> {
        self.section.map(|section| section as usize)
    }

    /// Number of the paragraph (line of the view that holds words) it stands in.
    pub fn paragraph(&self) -> usize {
        self.paragraph as usize
    }
}

/// What a segment is by its form alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// A sentence or clause of running text; only these can be commitments.
    Prose,
    /// A cell of a table that says what is to be done; can be a commitment too.
    Task,
    /// A row of a table of indicators: what is measured with its values.
    Row,
    /// Any other cell of a table flattened to text: numbers, headers, bodies, deadlines.
    Cell,
    Heading,
    /// The title of the policy text.
    Title,
    /// Document number, addressees, signature, date, subject words, copies: what frames the text.
    Masthead,
    /// `(牵头单位:市科技局;责任单位:…)`.
    Assignment,
    /// A row of a leading group's list: `组长:…`, `李震(市委宣传部)`.
    Roster,
    /// What the web page added.
    Furniture,
}

/// A lost numeral inferred from its neighbours.
#[derive(Clone, Debug)]
pub struct Repair {
    pub span: Span,
    pub reading: String,
    pub rule: &'static str,
}

/// Cuts a view into segments and sections.
pub fn outline(view: &str, hits: &Hits, lexicon: &Lexicon) -> Outline {
    with_tables(view, &[], hits, lexicon)
}

/// As [`outline`], with the cells of the view's tables.
pub fn with_tables(view: &str, tables: &[Vec<Vec<Span>>], hits: &Hits, lexicon: &Lexicon) -> Outline {
    let grids = grid::read(view, tables, lexicon);
    let known: Vec<(Span, usize)> = (grids.iter().enumerate())
        .filter(|(_, grid)| grid.topic != Topic::Other || is_data(view, grid))
        .filter_map(|(n, grid)| Some((grid.span()?, n)))
        .collect();
    let lines = layout::lines(view);
    let in_table = |line: &Line| {
        let at = known.partition_point(|(span, _)| span.end() <= line.text.start());
        known.get(at).is_some_and(|(span, _)| line.text.meets(*span))
    };
    let inside: Vec<bool> = lines.iter().map(in_table).collect();
    let roles = frame::roles(view, &lines, &inside, hits, &lexicon.frame);
    let mut cutter = Cutter {
        view,
        frame: &lexicon.frame,
        nesting: Nesting::default(),
        segments: Vec::with_capacity(view.len() / 90 + 8),
        pieces: Vec::new(),
        headed: FxHashMap::default(),
    };
    let mut cut_to = 0;
    for (n, line) in lines.iter().enumerate() {
        if line.text.start() < cut_to {
            continue;
        }
        let at = known.partition_point(|(span, _)| span.end() <= line.text.start());
        if let Some(&(span, grid)) = known.get(at).filter(|_| inside[n]) {
            cutter.grid(&grids[grid], grid, &lines, &roles);
            cut_to = span.end().max(line.text.end());
            continue;
        }
        let before = n.checked_sub(1).map(|n| roles[n]);
        match roles[n] {
            Role::Text => {
                let next = lines.get(n + 1).filter(|_| roles[n + 1] == Role::Text);
                cutter.paragraph(line, next, n);
            }
            Role::Title => {
                if before != Some(Role::Title) {
                    cutter.nesting.reset();
                }
                cutter.push(line.text, n, Form::Title);
            }
            Role::Masthead => cutter.push(line.text, n, Form::Masthead),
            Role::Roster => cutter.push(line.text, n, Form::Roster),
            Role::Furniture => cutter.whole(line, n, Form::Furniture),
            Role::Cell(column) => cutter.cell(line, n, column),
        }
    }
    let (sections, repairs) = cutter.nesting.finish();
    Outline { sections, segments: cutter.segments, repairs, grids }
}

struct Cutter<'v> {
    view: &'v str,
    frame: &'v Frame,
    nesting: Nesting,
    segments: Vec<Segment>,
    /// The sentences of the line at hand.
    pieces: Vec<Piece>,
    /// Whether the last short sentence behind a marker of this form was a heading.
    headed: FxHashMap<Kind, bool>,
}

/// A sentence of a line, with the marker that begins it.
#[derive(Clone, Copy)]
struct Piece {
    span: Span,
    marker: Option<Marker>,
    /// Ends as a sentence does, not with its line or before a space.
    ended: bool,
}

impl Cutter<'_> {
    fn push(&mut self, span: Span, paragraph: usize, form: Form) {
        if !has_words(span.of(self.view)) {
            return;
        }
        if form != Form::Furniture {
            self.nesting.reach(span.end());
        }
        let section =
            if matches!(form, Form::Furniture | Form::Title) { None } else { self.nesting.current() };
        let section = section.map(|section| section as u32);
        self.segments.push(Segment { span, section, paragraph: paragraph as u32, form, place: None });
    }

    /// A line whose sentences are all of one form.
    fn whole(&mut self, line: &Line, paragraph: usize, form: Form) {
        self.cut(line.text);
        for n in 0..self.pieces.len() {
            self.push(self.pieces[n].span, paragraph, form);
        }
    }

    /// The cells of a table, each as its column says.
    fn grid(&mut self, grid: &Grid, number: usize, lines: &[Line], roles: &[Role]) {
        let tasks = grid.tasks();
        let untitled = !self.segments.iter().any(|segment| segment.form == Form::Title);
        let progress: Vec<usize> = grid.of_kinds(&[ColumnKind::Progress]).collect();
        let mut reached = 0;
        for (r, row) in grid.rows.iter().enumerate() {
            let mut cells: Vec<(Span, usize)> = Vec::new();
            for (column, &cell) in row.cells.iter().enumerate() {
                // A merged cell is cut once, where it stands first.
                if !cell.is_empty() && cell.start() >= reached {
                    reached = cell.end();
                    cells.push((cell, column));
                }
            }
            let value = row.role == RowRole::Data && grid.topic == Topic::Indicators;
            let group = |column: usize| {
                let below = grid.rows.get(r + 1).map(|next| next.cells[column]);
                below == Some(row.cells[column])
            };
            let heads = if value {
                cells.iter().take_while(|&&(_, column)| group(column)).count()
            } else {
                cells.len()
            };
            for &(cell, column) in &cells[..heads] {
                let line = lines.partition_point(|line| line.text.end() <= cell.start());
                let place = Place::new(number, r, column);
                let task = row.role == RowRole::Data
                    && (tasks.contains(&column) || progress.contains(&column))
                    && says_something(cell.of(self.view));
                let form = match roles.get(line) {
                    _ if grid.topic == Topic::Tasks && task => Form::Task,
                    // Above a table its title stands once more.
                    Some(Role::Title) if row.role == RowRole::Caption && untitled => Form::Title,
                    Some(Role::Roster) => Form::Roster,
                    _ => Form::Cell,
                };
                let from = self.segments.len();
                self.cut(cell);
                for n in 0..self.pieces.len() {
                    let span = self.pieces[n].span;
                    let bare = form == Form::Task && !says_something(span.of(self.view));
                    self.push(span, line, if bare { Form::Cell } else { form });
                }
                self.segments[from..].iter_mut().for_each(|segment| segment.place = Some(place));
            }
            if let (Some(&(first, column)), Some(&(last, _))) = (cells.get(heads), cells.last()) {
                let line = lines.partition_point(|line| line.text.end() <= first.start());
                let from = self.segments.len();
                self.push(first.with(last), line, Form::Row);
                let place = Place::new(number, r, column);
                self.segments[from..].iter_mut().for_each(|segment| segment.place = Some(place));
            }
        }
    }

    fn cell(&mut self, line: &Line, paragraph: usize, column: Option<Column>) {
        let words = line.text.of(self.view);
        let task = match column {
            Some(Column::Task) => words.chars().take(5).count() > 4,
            Some(Column::Other) => false,
            None => self.says_what_to_do(words),
        };
        self.whole(line, paragraph, if task { Form::Task } else { Form::Cell });
    }

    /// A cell is a task if it is no number, date or row of bodies.
    fn says_what_to_do(&self, words: &str) -> bool {
        if words.contains(['。', ';']) && words.chars().nth(11).is_some() {
            return true;
        }
        let parts = || words.split(['、', ',', '/', ' ', ';']).filter(|part| !part.is_empty());
        let names = parts().all(|part| part.chars().nth(16).is_none())
            && parts().any(|part| self.frame.suffix(part, Class::Issuer).is_some());
        // 0771-2100003 is long and says nothing.
        words.chars().nth(11).is_some() && says_something(words) && !names
    }

    /// A line of running text: a heading, or sentences with perhaps a heading in front.
    fn paragraph(&mut self, line: &Line, next: Option<&Line>, paragraph: usize) {
        let words = line.text.of(self.view);
        if memchr::memchr(b'\t', words.as_bytes()).is_some() || words.starts_with('|') && words.ends_with('|')
        {
            return self.row(line, paragraph);
        }
        self.cut(line.text);
        let Some(&first) = self.pieces.first() else { return };
        self.nesting.paragraph(first.marker.map(|marker| marker.kind));
        if first.marker.is_none() && words.starts_with("各位") {
            self.nesting.close_inner();
        }
        if self.pieces.len() == 1 && !first.ended {
            return self.line(line, next, first, paragraph);
        }
        self.sentences(next, paragraph);
    }

    /// Cells between tabs or bars.
    fn row(&mut self, line: &Line, paragraph: usize) {
        let words = line.text.of(self.view);
        let mut start = 0;
        for cell in words.split(['\t', '|']) {
            let span = Span::new(start, start + cell.len()).shifted(line.text.start()).trimmed(self.view);
            start += cell.len() + 1;
            if span.is_empty() {
                continue;
            }
            let form = if self.says_what_to_do(span.of(self.view)) { Form::Task } else { Form::Cell };
            self.cut(span);
            for n in 0..self.pieces.len() {
                self.push(self.pieces[n].span, paragraph, form);
            }
        }
    }

    /// A line that does not end as a sentence does.
    fn line(&mut self, line: &Line, next: Option<&Line>, piece: Piece, paragraph: usize) {
        let words = piece.span.of(self.view);
        // A line drawn from dashes is no heading of what stands below it.
        if !has_words(words) {
            return;
        }
        if is_contents_row(words) {
            return self.push(piece.span, paragraph, Form::Masthead);
        }
        if self.is_assignment(words) {
            return self.push(piece.span, paragraph, Form::Assignment);
        }
        let count = words.chars().take(81).count();
        let open = words.ends_with([',', '、', ':']);
        let measured = has_measure(words) && words.contains(',');
        match piece.marker {
            Some(marker) => {
                let heading = count <= 80 && !measured && !(open && words.contains(','));
                self.open(marker, piece, false);
                self.push(piece.span, paragraph, if heading { Form::Heading } else { Form::Prose });
            }
            None if open || count > 60 || measured => self.push(piece.span, paragraph, Form::Prose),
            None => {
                let over_text = next.is_some_and(|next| {
                    next.width > line.width + 20 || marker::read(next.text.of(self.view), true).is_some()
                });
                if over_text {
                    self.unmarked(Kind::Line, piece.span, false);
                }
                self.push(
                    piece.span,
                    paragraph,
                    if over_text || count > 30 { Form::Heading } else { Form::Cell },
                );
            }
        }
    }

    /// Sentences of one paragraph.
    fn sentences(&mut self, next_line: Option<&Line>, paragraph: usize) {
        // The length of a heading that runs in, where this paragraph has one: the next are of nearly the same.
        let mut run_in = None;
        let mut opens = self.pieces.first().is_some_and(|first| first.marker.is_none());
        for n in 0..self.pieces.len() {
            let piece = self.pieces[n];
            let words = piece.span.of(self.view);
            let next = self.pieces.get(n + 1).copied();
            let followed = |cutter: &Self| {
                next.is_some_and(|next| {
                    !next.marker.is_some_and(|m| piece.marker.is_some_and(|own| own.kind == m.kind))
                        && !cutter.is_assignment(next.span.of(cutter.view))
                })
            };
            if self.is_assignment(words) {
                self.push(piece.span, paragraph, Form::Assignment);
                continue;
            }
            if is_salutation(words) {
                self.push(piece.span, paragraph, Form::Masthead);
                continue;
            }
            if let Some(marker) = piece.marker {
                let short = is_heading_sentence(&self.view[marker.words..piece.span.end()]);
                let alone = next.is_none() && n == 0 && self.heads_lines(marker.kind, next_line);
                let heading = !piece.ended || short && (alone || followed(self));
                if short {
                    self.headed.insert(marker.kind, heading);
                }
                self.open(marker, piece, next.is_some());
                self.push(piece.span, paragraph, if heading { Form::Heading } else { Form::Prose });
                opens = matches!(
                    marker.kind,
                    Kind::Han | Kind::HanBracket | Kind::Digit | Kind::DigitDot | Kind::Article | Kind::Dash
                ) && self.parallels(n + 1);
                run_in = None;
                continue;
            }
            let parallel = run_in.is_some_and(|length| self.is_parallel(n, length));
            if (opens || parallel) && is_heading_sentence(words) && followed(self) {
                self.unmarked(Kind::Opening, piece.span, true);
                self.push(piece.span, paragraph, Form::Heading);
                // Headings run in one behind the other only under a heading of their own: (一)…。助企见效。…项目提速。….
                let under = n > 0 || run_in.is_some();
                run_in = under.then(|| words.chars().count());
            } else {
                self.push(piece.span, paragraph, Form::Prose);
            }
            opens = false;
        }
    }

    /// A sentence alone in its line stands over the lines that follow, or, where none does, as the items before it did.
    fn heads_lines(&self, kind: Kind, next: Option<&Line>) -> bool {
        match next {
            Some(next) => marker::read(next.text.of(self.view), true)
                .is_none_or(|m| m.kind != kind && m.number == Some(1)),
            None => self.headed.get(&kind).copied().unwrap_or(false),
        }
    }

    /// The sentence is a heading of nearly the `length` of those before it, over a longer sentence.
    fn is_parallel(&self, n: usize, length: usize) -> bool {
        let words = self.pieces[n].span.of(self.view);
        let longer = self
            .pieces
            .get(n + 1)
            .is_some_and(|next| next.marker.is_none() && next.span.len() > words.len() + 12);
        longer
            && words.len() <= 60
            && words.chars().count().abs_diff(length) <= 1
            && is_heading_sentence(words)
    }

    /// The sentence is the first of several that look like headings.
    fn parallels(&self, n: usize) -> bool {
        const NEAR: usize = 12;
        let Some(first) = self.pieces.get(n) else { return false };
        let length = first.span.of(self.view).chars().take(40).count();
        let rest = (n + 1..self.pieces.len()).take(NEAR).take_while(|&at| self.pieces[at].marker.is_none());
        length <= 14 && rest.into_iter().any(|at| self.is_parallel(at, length))
    }

    fn open(&mut self, marker: Marker, piece: Piece, followed: bool) {
        if !has_words(piece.span.of(self.view)) {
            return;
        }
        let words = Span::new(marker.words.min(piece.span.end()), piece.span.end());
        let lost = marker.is_lost();
        if marker.kind == Kind::Annex {
            self.nesting.reset();
        }
        self.nesting.open(Heading {
            kind: marker.kind,
            number: marker.number,
            marker: marker.span,
            words: without_end(words, self.view),
            followed,
            lost,
        });
    }

    fn unmarked(&mut self, kind: Kind, span: Span, followed: bool) {
        // What is drawn or cannot be read is no heading of what stands below it.
        if !has_words(span.of(self.view)) {
            return;
        }
        let marker = Span::new(span.start(), span.start());
        let words = without_end(span, self.view);
        self.nesting.open(Heading { kind, number: None, marker, words, followed, lost: false });
    }

    /// `(牵头单位:…)`, `(市科技局、市财政局按职责分工负责)`, `责任单位:…`.
    fn is_assignment(&self, words: &str) -> bool {
        let inner = words.trim_start_matches(['(', '〔', '[', '【']);
        if inner.len() == words.len() {
            if words.len() >= 1200
                || !self.frame.may_begin(inner, Class::Duty)
                || memchr::memchr(b':', words.as_bytes()).is_none()
            {
                return false;
            }
            let label = self.frame.prefix(inner, Class::Duty);
            return label.is_some_and(|length| inner[length..].trim_start().starts_with(':'));
        }
        if !words.trim_end_matches(['。', ';']).ends_with([')', '〕', ']', '】']) || words.len() > 1200 {
            return false;
        }
        static ASSIGNS: WordList = WordList::new(&["牵头", "负责", "配合", "责任单位", "分工落实"]);
        let label = self
            .frame
            .prefix(inner, Class::Duty)
            .is_some_and(|length| inner[length..].trim_start().starts_with(':'));
        // (一)改造小区(县住建局牵头)。 begins with a number and ends with an assignment of its own.
        label || is_one_bracket(words) && ASSIGNS.within(inner) && words.len() < 450
    }

    /// Cuts the words of a span into sentences.
    fn cut(&mut self, span: Span) {
        self.pieces.clear();
        let bytes = self.view.as_bytes();
        let mut start = span.start();
        let mut at = span.start();
        let mut assigned = false;
        loop {
            if at == start
                && let Some(opens) = self.opens_assignment(at, span.end())
            {
                assigned = opens;
            }
            at = next_end(bytes, at, span.end());
            if at >= span.end() {
                break;
            }
            let end = match bytes[at] {
                b';' | b'!' | b'?' => 1,
                0xE3 if bytes[at + 1] == 0x80 && bytes[at + 2] == 0x82 => 3,
                b' ' => 0,
                // 抓好以下工作:(一)…: a list begins.
                b':' if self.begins_list(at + 1, span.end()) => 1,
                byte => {
                    assigned &= byte != b')';
                    at += 1;
                    continue;
                }
            };
            if end == 0 {
                // A heading inside a line ends before a space: 一、2023年工作回顾 过去一年….
                if self.heads(Span::new(start, at)) {
                    self.piece(Span::new(start, at), span, false);
                    start = at + 1;
                }
                at += 1;
                continue;
            }
            // `(工业和信息化部等负责。列第一位者为牵头单位,下同)` is one assignment.
            let inside = assigned && matches!(bytes[at], b';' | 0xE3);
            at += end;
            if inside {
                continue;
            }
            let rest = &self.view[at..span.end()];
            // Most sentences end before a Han character or with their line.
            if rest.as_bytes().first().is_some_and(|&byte| byte < 0xE4) {
                at += rest.len() - rest.trim_start_matches(CLOSING).len();
            }
            self.piece(Span::new(start, at), span, true);
            start = at;
        }
        self.piece(Span::new(start, span.end()), span, false);
    }

    /// Whether the bracket assigns that a sentence begins with at `at`; nothing where it plainly begins with none.
    fn opens_assignment(&self, at: usize, end: usize) -> Option<bool> {
        let words = &self.view[at..end];
        let bracket = matches!(words.as_bytes(), [b'(' | 0xE3, ..]) && !words.starts_with('。');
        bracket.then(|| self.is_assignment(&self.view[at..bracket_end(self.view, at, end)]))
    }

    /// A short run of words between the beginning of a line or sentence and a space that is a heading of its own.
    fn heads(&self, span: Span) -> bool {
        if span.len() > 100 {
            return false;
        }
        let span = span.trimmed(self.view);
        let words = span.of(self.view);
        let after = self.view[span.end()..].trim_start_matches(' ');
        let spaces = self.view.len() - span.end() - after.len();
        let text = after.starts_with(|c: char| matches!(c, '\u{3400}'..='\u{9FFF}' | '(' | '0'..='9' | '“'));
        text && (spaces == 1 || after.starts_with('(') && marker::read(after, false).is_some())
            && marker::read(words, true).is_some_and(|m| {
                matches!(m.kind, Kind::Han | Kind::HanBracket | Kind::Chapter | Kind::Part | Kind::Division)
                    && m.words + 9 <= words.len()
                    && m.number.is_some()
            })
            && !words.contains([',', ':'])
    }

    fn begins_list(&self, at: usize, end: usize) -> bool {
        let words = self.view[at..end].trim_start_matches(' ');
        let marker = words.starts_with(['(', '一']).then(|| marker::read(words, false)).flatten();
        marker.is_some_and(|m| matches!(m.kind, Kind::Han | Kind::HanBracket) && m.number == Some(1))
    }

    fn piece(&mut self, span: Span, line: Span, ended: bool) {
        let span = span.trimmed(self.view);
        let words = span.of(self.view);
        if words.is_empty() {
            return;
        }
        let first = span.start() == line.start();
        let bold = if first && words.starts_with("**") { 2 } else { 0 };
        let marker = marker::read(&words[bold..], first).map(|marker| marker.shifted(span.start() + bold));
        self.pieces.push(Piece { span, marker, ended });
    }
}

/// A table of data whose header says nothing that is known: short cells, in three rows and columns at least. One with
/// sentences in it may be the page's own layout, or hold the text itself.
fn is_data(view: &str, grid: &Grid) -> bool {
    const LEAST: usize = 3;
    let cells = || grid.rows.iter().flat_map(|row| &row.cells).filter(|cell| !cell.is_empty());
    let sentences = cells().filter(|cell| cell.of(view).contains('。') || cell.len() > 240).count();
    grid.rows.len() >= LEAST && grid.columns.len() >= LEAST && sentences * 10 <= cells().count()
}

/// Letters, digits or Han characters; not only what is drawn.
fn has_words(words: &str) -> bool {
    words.chars().any(|c| matches!(c, '\u{4e00}'..='\u{9fff}') || c.is_alphanumeric())
}

/// More than a mark, a number or a word: `/`, `—`, `已完成`.
fn says_something(words: &str) -> bool {
    words.chars().filter(|c| c.is_alphabetic()).take(5).count() > 4
}

/// Where from `at` on, before `end`, the next byte stands with which a character may begin that ends a sentence or closes a
/// bracket: one of `;!? :)`, or 0xE3 as of `。`. `end` where none does.
fn next_end(bytes: &[u8], mut at: usize, end: usize) -> usize {
    while at < end {
        let rest = &bytes[at..];
        let (Some(block), Some(thirds)) = (rest.first_chunk(), rest.get(2..).and_then(<[u8]>::first_chunk))
        else {
            let ends = |&byte: &u8| byte == 0xE3 || may_end(byte);
            return bytes[at..end].iter().position(ends).map_or(end, |length| at + length);
        };
        let ends = ends_of(block, thirds);
        if ends != 0 {
            return end.min(at + ends.trailing_zeros() as usize / 8);
        }
        at += BLOCK;
    }
    end
}

/// Bytes that are looked at together.
const BLOCK: usize = 16;

/// Those of some bytes that [`next_end`] looks for, given those two behind each: bytes with a bit set. One instruction
/// does the same for all of them, as long as none is treated apart.
fn ends_of(block: &[u8; BLOCK], thirds: &[u8; BLOCK]) -> u128 {
    let mut ends = [0; BLOCK];
    for ((end, &byte), &third) in ends.iter_mut().zip(block).zip(thirds) {
        *end = u8::from(may_end(byte) | ((byte == 0xE3) & (third == 0x82)));
    }
    u128::from_le_bytes(ends)
}

fn may_end(byte: u8) -> bool {
    (byte == b';') | (byte == b'!') | (byte == b'?') | (byte == b' ') | (byte == b':') | (byte == b')')
}

/// What closes behind the end of a sentence.
const CLOSING: [char; 10] = ['。', ';', '!', '?', '”', '"', '』', '」', '’', ')'];

/// Behind the bracket that opens at `at`, or `end` where it does not close.
fn bracket_end(view: &str, at: usize, end: usize) -> usize {
    const LONGEST: usize = 1200;
    let mut limit = end.min(at + LONGEST);
    while !view.is_char_boundary(limit) {
        limit -= 1;
    }
    view[at..limit].find([')', '〕', '】']).map_or(limit, |length| {
        let close = at + length;
        close + view[close..].chars().next().map_or(0, char::len_utf8)
    })
}

/// Without the mark that ends a sentence.
fn without_end(span: Span, view: &str) -> Span {
    let words = span.of(view).trim_end_matches(['。', ';', ':', '*']);
    Span::new(span.start(), span.start() + words.len())
}

/// `各位代表!`, `同志们:`.
fn is_salutation(words: &str) -> bool {
    words.len() <= 60
        && words.ends_with(['!', ':'])
        && (words.starts_with("各位") || words.starts_with("同志们"))
}

/// A row of a table of contents: `一、总体要求……………3`.
fn is_contents_row(words: &str) -> bool {
    let before = words.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ');
    before.len() < words.len()
        && (before.ends_with("……")
            || before.ends_with("....")
            || before.ends_with("···")
            || before.ends_with("--------"))
}

/// A sentence of one clause without actor, number or date: `调查摸底。`, `扛起主体责任。`.
fn is_heading_sentence(words: &str) -> bool {
    const LONGEST: usize = 30;
    let Some(inner) = words.strip_suffix('。').or_else(|| words.strip_suffix("。”")) else {
        return false;
    };
    if inner.len() > LONGEST * 4 || inner.chars().nth(LONGEST).is_some() {
        return false;
    }
    let mut depth = 0;
    for (at, c) in inner.char_indices() {
        match c {
            '(' | '“' | '《' => depth += 1,
            ')' | '”' | '》' => depth -= 1,
            ',' | ';' | ':' if depth <= 0 => return false,
            '0'..='9' if depth <= 0 => return false,
            '要' if !part_of_word(inner, at) => return false,
            '了' | '将' if depth <= 0 => return false,
            _ => {}
        }
    }
    ACTORS.starts(inner).is_none() && !DUTIES.within(inner)
}

/// The 要 at `at` belongs to a noun: 重要, 主要, 要素.
fn part_of_word(words: &str, at: usize) -> bool {
    let before = words[..at].chars().next_back();
    let after = words[at + '要'.len_utf8()..].chars().next();
    before.is_some_and(|c| "重主首紧纪摘概必需".contains(c))
        || after.is_some_and(|c| "素点件求领闻害义务道".contains(c))
}

/// Who begins a sentence that says what somebody does.
static ACTORS: WordList = WordList::new(&[
    "各",
    "我们",
    "我市",
    "我县",
    "我区",
    "我省",
    "我局",
    "我院",
    "我委",
    "我校",
    "全市",
    "全县",
    "全区",
    "全省",
    "全州",
    "市委",
    "县委",
    "区委",
    "省委",
    "党中央",
    "中央",
    "市政府",
    "县政府",
    "区政府",
    "省政府",
    "国务院",
]);

/// What makes a sentence of one clause a demand or a rule.
static DUTIES: WordList = WordList::new(&[
    "应当",
    "必须",
    "不得",
    "负责",
    "牵头",
    "由",
    "严禁",
    "报送",
    "每年",
    "每月",
    "每半年",
    "每季度",
    "分别",
]);

/// A number that measures something: not a year, a month, a day or a count of the document's own parts.
fn has_measure(words: &str) -> bool {
    let mut rest = words;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let number = rest[at..].trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
        if !number.is_empty()
            && !number.starts_with(['年', '月', '日', '-', '—', '~', '”', ')', ',', '、', '+', '号'])
        {
            return true;
        }
        rest = number;
    }
    false
}

/// Whether the bracket that opens `words` closes only at their end.
fn is_one_bracket(words: &str) -> bool {
    let mut depth = 0;
    for (at, c) in words.char_indices() {
        match c {
            '(' | '〔' | '[' | '【' => depth += 1,
            ')' | '〕' | ']' | '】' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return words[at + c.len_utf8()..].chars().all(|c| !c.is_alphanumeric());
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (String, Outline) {
        let view = text.replace('⏎', "\n");
        let lexicon = Lexicon::embedded();
        let outline = outline(&view, &lexicon.hits(&view), lexicon);
        (view, outline)
    }

    proptest::proptest! {
        #[test]
        fn ends_are_found_as_byte_by_byte(
            text in "[;!? :()。、〔建设a0,é𠀀ブ]{0,40}",
            from in 0usize..12,
            to in 0usize..12,
        ) {
            let bytes = text.as_bytes();
            let from = from.min(bytes.len());
            let looked_for = |at: usize| {
                text.is_char_boundary(at) && text[at..].starts_with([';', '!', '?', ' ', ':', ')', '。'])
            };
            let end = bytes.len() - to.min(bytes.len());
            let mut next = next_end(bytes, from, end);
            // What only begins as `。` does may be found or not.
            while next < end && !looked_for(next) {
                proptest::prop_assert_eq!(bytes[next], 0xE3);
                next = next_end(bytes, next + 1, end);
            }
            proptest::prop_assert_eq!(next, (from..end).find(|&at| looked_for(at)).unwrap_or(end));
        }
    }

    #[test]
    fn phrases_are_headings() {
        const BEFORE: &str =
            "为加快公共服务均等化进程,健全城乡服务体系,让发展成果惠及全体居民,制定本方案。\n";
        for line in include_str!("../corpus/phrases/headings.tsv").lines() {
            let (expected, phrase) = line.split_once('\t').unwrap();
            let (view, outline) = read(&format!("{BEFORE}{phrase}"));
            let headings = outline.segments.iter().filter(|s| s.form == Form::Heading).map(|segment| {
                let section = &outline.sections[segment.section().unwrap()];
                format!("{}{}", section.marker.of(&view), section.heading.of(&view))
            });
            let found = headings.collect::<Vec<_>>().join(" / ");
            let first = expected.split(" / ").count();
            let found = found.split(" / ").take(first).collect::<Vec<_>>().join(" / ");
            assert_eq!(found, if expected == "-" { "" } else { expected }, "{phrase}");
        }
    }

    #[test]
    fn segments_have_their_form() {
        for line in include_str!("../corpus/phrases/forms.tsv").lines() {
            let (expected, phrase) = line.split_once('\t').unwrap();
            let (_, outline) = read(phrase);
            let forms = outline.segments.iter().map(|segment| format!("{:?}", segment.form).to_lowercase());
            assert_eq!(forms.collect::<Vec<_>>().join(" "), expected, "{phrase}");
        }
    }

    fn tree(text: &str) -> Vec<String> {
        let (view, outline) = read(text);
        let rows = outline.sections.iter();
        rows.map(|s| format!("{}{}", s.level, s.marker.of(&view))).collect()
    }

    #[test]
    fn sections_nest_as_the_document_nests_them() {
        let by_custom = "一、甲甲⏎(一)乙乙⏎1.丙丙⏎2.丁丁⏎(二)戊戊⏎1.己己⏎二、庚庚⏎1.辛辛⏎(一)壬壬";
        assert_eq!(
            tree(by_custom),
            [
                "1一、",
                "2(一)",
                "31.",
                "32.",
                "2(二)",
                "31.",
                "1二、",
                "2 1.".replace(' ', "").as_str(),
                "2(一)"
            ]
        );
        let articles_below = "一、甲甲⏎第一条 乙乙⏎第二条 丙丙⏎二、丁丁⏎第三条 戊戊";
        assert_eq!(tree(articles_below), ["1一、", "2第一条", "2第二条", "1二、", "2第三条"]);
        let numbers_above = "1.甲甲⏎(一)乙乙⏎(二)丙丙⏎2.丁丁⏎(一)戊戊";
        assert_eq!(tree(numbers_above), ["11.", "2(一)", "2(二)", "12.", "2(一)"]);
        let items_end =
            "一、甲甲⏎一是抓好落实,压实责任。二是强化监督,严格考核。⏎下一步,继续深化改革,扩大开放。⏎(一)乙乙";
        assert_eq!(tree(items_end), ["1一、", "2一是", "2二是", "2(一)"]);
    }

    #[test]
    fn a_section_reaches_to_the_last_word_under_it() {
        let (view, outline) = read("一、目标⏎到2025年建成三个中心。⏎全部免费开放。⏎二、措施⏎加强领导。");
        let words: Vec<&str> = outline.sections.iter().map(|section| section.span.of(&view)).collect();
        assert_eq!(words, ["一、目标\n到2025年建成三个中心。\n全部免费开放。", "二、措施\n加强领导。"]);
    }

    #[test]
    fn a_lost_numeral_is_read_from_its_neighbours() {
        let readings = |text: &str| {
            let (view, outline) = read(text);
            let repairs = outline.repairs.iter();
            repairs
                .map(|repair| (repair.span.of(&view).to_string(), repair.reading.clone()))
                .collect::<Vec<_>>()
        };
        let lost = |reading: &str| vec![("()".to_string(), reading.to_string())];
        assert_eq!(readings("一、任务⏎()开展帮扶⏎(二)加强培训⏎(三)建立机制"), lost("（一）"));
        assert_eq!(readings("一、任务⏎(一)开展帮扶⏎()加强培训⏎(三)建立机制"), lost("（二）"));
        assert_eq!(readings("一、任务⏎(一)开展帮扶⏎(二)加强培训⏎()建立机制"), lost("（三）"));
        assert_eq!(readings("一、任务⏎(一)开展帮扶⏎()加强培训⏎(五)建立机制"), []);
        assert_eq!(readings("一、任务⏎()开展帮扶⏎二、保障"), []);
        assert_eq!(readings("一、任务⏎(试行)开展帮扶⏎(二)加强培训"), []);
    }

    #[test]
    fn every_word_is_in_one_segment() {
        let (view, outline) =
            read("一、目标 到2025年建成三个中心;全部开放!“好。”⏎⏎| 甲 | 乙 |⏎组长:张三⏎末行");
        let mut at = 0;
        for segment in &outline.segments {
            assert!(segment.span.start() >= at);
            assert!(!view[at..segment.span.start()].chars().any(char::is_alphanumeric));
            at = segment.span.end();
        }
        assert!(!view[at..].chars().any(char::is_alphanumeric));
    }

    #[test]
    fn no_commitment_of_the_gold_is_lost_by_its_form() {
        let Ok(folder) = std::fs::read_dir("../shared/gold") else {
            eprintln!("skipped: there is no ../shared/gold");
            return;
        };
        let lexicon = Lexicon::embedded();
        let gold = folder
            .flatten()
            .map(|entry| entry.path())
            .filter(|path| path.to_string_lossy().ends_with(".gold.json"));
        let mut lost = Vec::new();
        for path in gold {
            let gold: serde_json::Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
            let source =
                std::fs::read_to_string(format!("../shared/gold/texts/{}", gold["doc"].as_str().unwrap()))
                    .unwrap();
            let text = crate::text::Text::new(
                source.trim_start_matches('\u{feff}').into(),
                &lexicon.folding,
                layout::noise,
            );
            let outline = outline(text.view(), &lexicon.hits(text.view()), lexicon);
            let found: Vec<_> =
                outline.segments.iter().map(|segment| (text.points(segment.span), segment.form)).collect();
            for segment in gold["segments"].as_array().unwrap() {
                let [start, end] = [0, 1].map(|n| segment["span"][n].as_u64().unwrap() as usize);
                let forms = found.iter().filter(|(span, _)| {
                    let common = span[1].min(end).saturating_sub(span[0].max(start));
                    2 * common >= span[1].max(end) - span[0].min(start)
                });
                let commitment = matches!(segment["status"].as_str(), Some("planned" | "reported"));
                let furniture = segment["status"] == "furniture";
                let right = forms.clone().any(|(_, form)| {
                    if commitment {
                        matches!(form, Form::Prose | Form::Task)
                    } else {
                        furniture == (*form == Form::Furniture)
                    }
                });
                // Lines of one title are one segment here and several there.
                if !right && (commitment || forms.clone().next().is_some()) {
                    lost.push((
                        gold["doc"].clone(),
                        start,
                        end,
                        forms.map(|(_, form)| *form).collect::<Vec<_>>(),
                    ));
                }
            }
        }
        assert_eq!(lost, []);
    }
}
