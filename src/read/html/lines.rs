//! Elements in, lines of text out: a paragraph a line, a cell's paragraphs lines of their own, tables kept as grids.

use super::boilerplate;
use super::container::Sums;
use super::grid::{self, Grid};
use super::tree::{Attribute, Tag, Tree};
use crate::read::Table;
use crate::span::Span;

/// The text of elements, each line ended.
#[derive(Debug, Default)]
pub struct Lines {
    pub text: String,
    /// Bytes of `text`, without the end of the line.
    pub lines: Vec<Span>,
    /// The node in which each line begins.
    pub nodes: Vec<usize>,
    pub tables: Vec<Table>,
}

/// Which lines are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    All,
    /// Those that are not the page's own.
    Text,
}

/// Places in all grids of a page; tables beyond are text only.
const MOST_PLACES: usize = 2_000_000;

/// Writes the elements `roots` without those that `skip` names.
pub fn write(
    tree: &Tree,
    sums: &Sums,
    roots: &[usize],
    concealed: bool,
    kept: Kept,
    skip: impl Fn(usize) -> bool,
) -> Lines {
    let mut writer = Writer {
        tree,
        kept,
        sums,
        out: Lines::default(),
        line: String::new(),
        node: 0,
        gap: Gap::None,
        apart: false,
        open: Vec::new(),
        pre: 0,
        grids: Vec::new(),
        places: MOST_PLACES,
    };
    for &root in roots {
        let inside = tree.within(root);
        let mut n = inside.start;
        while n < inside.end {
            writer.close_before(n);
            let node = &tree.nodes[n];
            if node.hidden || node.concealed && !concealed || n != root && skip(n) {
                if node.tag.is_some_and(Tag::is_block) {
                    writer.flush();
                }
                n = node.end as usize;
                continue;
            }
            if node.tag == Some(Tag::Sup)
                && let Some(power) = writer.power(n)
            {
                writer.line.push(power);
                n = node.end as usize;
                continue;
            }
            match node.tag {
                None => {
                    if writer.line.is_empty() {
                        writer.node = n;
                    }
                    writer.text(tree.text(n));
                }
                Some(tag) => writer.begin(tag, n),
            }
            n += 1;
        }
        writer.close_before(inside.end);
        writer.flush();
    }
    writer.out
}

/// White space since the last character.
#[derive(Clone, Copy, PartialEq)]
enum Gap {
    None,
    Space,
    /// A line end of the markup: between Han characters it is nothing.
    LineEnd,
}

struct Writer<'t> {
    tree: &'t Tree,
    kept: Kept,
    sums: &'t Sums,
    out: Lines,
    line: String,
    /// Where the line begins.
    node: usize,
    gap: Gap,
    /// Open elements, with what their end does.
    open: Vec<(usize, End)>,
    /// The next line stands apart from the last: a heading or a table is between.
    apart: bool,
    /// Depth of elements that keep their line ends.
    pre: usize,
    /// Tables whose cells are being written; only the outermost gives a grid.
    grids: Vec<Option<Grid>>,
    places: usize,
}

#[derive(Clone, Copy, PartialEq)]
enum End {
    Nothing,
    Line,
    Pre,
    Cell,
    Table,
}

impl Writer<'_> {
    fn close_before(&mut self, n: usize) {
        while let Some(&(element, end)) = self.open.last() {
            if self.tree.nodes[element].end as usize > n {
                break;
            }
            self.open.pop();
            match end {
                End::Nothing => {}
                End::Line => {
                    self.flush();
                    self.apart |= self.tree.nodes[element].tag.is_some_and(|tag| self.is_apart(tag));
                }
                End::Pre => {
                    self.flush();
                    self.pre -= 1;
                }
                End::Cell => {
                    self.flush();
                    let at = self.out.text.len();
                    if let Some(Some(grid)) = self.grids.last_mut() {
                        grid.end_cell(at);
                    }
                }
                End::Table => {
                    self.flush();
                    if let Some(Some(grid)) = self.grids.pop()
                        && let Some(table) = grid.finish(&mut self.places)
                    {
                        self.out.tables.push(table);
                    }
                    self.apart |= self.is_apart(Tag::Table);
                }
            }
        }
    }

    fn is_apart(&self, tag: Tag) -> bool {
        matches!(tag, Tag::H(_) | Tag::Caption | Tag::Table) && self.grids.iter().all(Option::is_none)
    }

    fn begin(&mut self, tag: Tag, n: usize) {
        if tag == Tag::Br || tag.is_block() {
            self.flush();
        }
        self.apart |= self.is_apart(tag);
        let at = self.out.text.len();
        let mut end = if tag.is_block() { End::Line } else { End::Nothing };
        match tag {
            Tag::Pre => {
                self.pre += 1;
                end = End::Pre;
            }
            Tag::Table => {
                let outermost = self.grids.iter().all(Option::is_none);
                let data = outermost && grid::is_data(self.tree, self.sums, n);
                if data {
                    self.stand_apart();
                }
                self.grids.push(data.then(Grid::default));
                end = End::Table;
            }
            Tag::Tr => {
                if let Some(Some(grid)) = self.grids.last_mut() {
                    grid.begin_row();
                }
            }
            Tag::Cell => {
                if let Some(Some(grid)) = self.grids.last_mut() {
                    let span = |attribute, most| grid::extent(self.tree.attribute(n, attribute), most);
                    grid.begin_cell(at, span(Attribute::Rowspan, 65_534), span(Attribute::Colspan, 1_000));
                }
                end = End::Cell;
            }
            Tag::Li => self.number(n),
            _ => {}
        }
        self.open.push((n, end));
    }

    /// 5000m<sup>2</sup> is an area, not 5000 m2.
    fn power(&self, n: usize) -> Option<char> {
        if !self.line.ends_with(['m', 'M', '米']) || self.gap != Gap::None {
            return None;
        }
        match self.tree.words(n).as_str() {
            "2" => Some('²'),
            "3" => Some('³'),
            _ => None,
        }
    }

    /// The number that the page shows before an item of `<ol>`.
    fn number(&mut self, n: usize) {
        let list = self.tree.parent(n);
        if self.tree.nodes[list].tag != Some(Tag::Ol) {
            return;
        }
        let bare =
            |n: usize| self.tree.attribute(n, Attribute::Style).is_some_and(|style| style.contains("none"));
        // Counting from the first item each time would take long in a long list.
        let Some(before) = (n - list < 4_000).then(|| {
            self.tree
                .children(list)
                .take_while(|&item| item < n)
                .filter(|&item| self.tree.nodes[item].tag == Some(Tag::Li))
                .count()
        }) else {
            return;
        };
        let words = self.tree.words(n);
        let numbered =
            words.starts_with(|c: char| c.is_ascii_digit() || "一二三四五六七八九十（(第①②③④⑤".contains(c));
        if bare(n) || bare(list) || numbered || words.is_empty() {
            return;
        }
        let start: usize = self
            .tree
            .attribute(list, Attribute::Start)
            .and_then(|start| start.trim().parse().ok())
            .unwrap_or(1);
        self.line.push_str(&format!("{}.", start.saturating_add(before)));
    }

    fn text(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '\n' | '\r' if self.pre > 0 => self.flush(),
                ' ' | '\t' if self.pre > 0 => self.line.push(c),
                ' ' | '\t' | '\u{C}' => {
                    self.gap = if self.gap == Gap::LineEnd { Gap::LineEnd } else { Gap::Space }
                }
                '\n' | '\r' => self.gap = Gap::LineEnd,
                c => {
                    let c = if c == '\u{A0}' { ' ' } else { c };
                    if !self.line.is_empty() {
                        let wide = |c: char| c >= '\u{2E80}';
                        let beside_han = wide(c) || self.line.chars().next_back().is_some_and(wide);
                        match self.gap {
                            Gap::Space => self.line.push(' '),
                            Gap::LineEnd if !beside_han => self.line.push(' '),
                            _ => {}
                        }
                    }
                    self.gap = Gap::None;
                    self.line.push(c);
                }
            }
        }
    }

    /// An empty line, where one is due.
    fn stand_apart(&mut self) {
        if std::mem::take(&mut self.apart) && !self.out.text.is_empty() {
            self.out.text.push('\n');
        }
    }

    /// Ends the line.
    fn flush(&mut self) {
        self.gap = Gap::None;
        if self.line.is_empty() {
            return;
        }
        let in_cell = self.grids.iter().any(Option::is_some);
        let line = std::mem::take(&mut self.line);
        let words = if in_cell { line.trim() } else { line.trim_end() };
        if !words.trim().is_empty()
            && (in_cell || self.kept == Kept::All || !boilerplate::is_page_line(words.trim()))
        {
            self.stand_apart();
            let start = self.out.text.len();
            self.out.text.push_str(words);
            self.out.nodes.push(self.node);
            self.out.lines.push(Span::new(start, self.out.text.len()));
            self.out.text.push('\n');
        }
    }
}
