//! A comparison for a terminal: a digest in; tables as wide as the terminal out. Columns that do not fit follow below,
//! with the rows that they speak of; long cells are wrapped. A Han character takes two columns.

use std::io::{self, Write};

use anstyle::Style;
use unicode_width::UnicodeWidthStr;

use super::digest::{Digest, Line, Part, Tone};
use crate::explain::wrap;

/// How it is to look.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// Columns of the terminal.
    pub width: usize,
    pub colour: bool,
}

/// Blanks between columns.
const GAP: usize = 2;
/// The narrowest terminal that is laid out for.
const NARROWEST: usize = 40;

/// Writes the tables.
///
/// # Errors
/// Where `out` cannot be written.
pub fn write(digest: &Digest, look: Look, out: &mut impl Write) -> io::Result<()> {
    let look = Look { width: look.width.max(NARROWEST), ..look };
    let mut page = Page { look, out };
    page.words(&digest.summary, Style::new())?;
    for part in &digest.parts {
        page.part(part, &digest.columns)?;
    }
    if !digest.legend.is_empty() {
        writeln!(page.out)?;
    }
    for line in &digest.legend {
        page.words(line, Style::new().dimmed())?;
    }
    Ok(())
}

struct Page<'a, W: Write> {
    look: Look,
    out: &'a mut W,
}

/// Some columns of a part that stand beside each other.
struct Block {
    label: usize,
    /// Numbers and widths of the columns.
    columns: Vec<(usize, usize)>,
    verdict: Option<usize>,
}

impl<W: Write> Page<'_, W> {
    fn part(&mut self, part: &Part, columns: &[String]) -> io::Result<()> {
        let blocks = blocks(part, columns, self.look.width);
        let listed = part.wordy && blocks.len() > 1;
        if listed {
            self.list(part, columns)?;
        }
        for (n, block) in blocks.iter().enumerate().take(if listed { 0 } else { blocks.len() }) {
            let lines: Vec<Vec<&Line>> = (part.groups.iter())
                .map(|group| group.lines.iter().filter(|line| block.speaks(line)).collect())
                .collect();
            if lines.iter().all(Vec::is_empty) {
                continue;
            }
            writeln!(self.out)?;
            let corner = if n == 0 { part.corner.clone() } else { format!("{} …", part.corner) };
            let mut header = vec![vec![(corner, Style::new().bold())]];
            for &(column, _) in &block.columns {
                header.push(vec![(columns[column].clone(), Style::new().bold())]);
            }
            if block.verdict.is_some() {
                header.push(vec![(part.verdicts.clone().unwrap_or_default(), Style::new().bold())]);
            }
            self.row(block, &header)?;
            self.rule('═', block.width())?;
            for (group, lines) in part.groups.iter().zip(&lines) {
                if let Some(name) = group.name.as_ref().filter(|_| !lines.is_empty()) {
                    self.words(&format!("▪ {name}"), Style::new().italic())?;
                }
                for (n, line) in lines.iter().enumerate() {
                    // Rows of one line need no rule between them.
                    if n > 0 && (block.is_tall(line) || block.is_tall(lines[n - 1])) {
                        self.rule('┄', block.width())?;
                    }
                    self.row(block, &block.cells(line))?;
                }
            }
        }
        for alone in &part.alone {
            writeln!(self.out)?;
            self.words(&alone.heading, Style::new().bold())?;
            self.alone(&alone.lines)?;
        }
        if part.rest.is_empty() {
            return Ok(());
        }
        writeln!(self.out)?;
        part.rest.iter().try_for_each(|words| self.words(words, Style::new()))
    }

    /// A list instead of a table: each row, and below it what the columns say.
    fn list(&mut self, part: &Part, columns: &[String]) -> io::Result<()> {
        writeln!(self.out)?;
        self.words(&part.heading, Style::new().bold())?;
        self.rule('═', self.look.width)?;
        let widest = columns.iter().map(|column| column.width()).max().unwrap_or_default();
        let label = (widest + 2).min(self.look.width / 3);
        let block = Block { label, columns: vec![(0, self.look.width - label - GAP)], verdict: None };
        for group in &part.groups {
            if let Some(name) = &group.name {
                self.words(&format!("▪ {name}"), Style::new().italic())?;
            }
            for line in &group.lines {
                self.words(&line.label, Style::new().bold())?;
                for (column, said) in &line.cells {
                    let heading = format!("  {}", columns.get(*column).map_or("", String::as_str));
                    let said = said.iter().map(|said| (said.words.clone(), style(said.tone))).collect();
                    self.row(&block, &[vec![(heading, Style::new())], said])?;
                }
                for words in &line.verdict {
                    self.row(&block, &[Vec::new(), vec![(words.clone(), Style::new())]])?;
                }
            }
        }
        Ok(())
    }

    /// Rows of one column: the label, and beside it what the column says, one phrase after another.
    fn alone(&mut self, lines: &[Line]) -> io::Result<()> {
        let widest = lines.iter().map(|line| line.label.width()).max().unwrap_or_default();
        let label = widest.min(self.look.width * 2 / 5);
        let block = Block { label, columns: vec![(0, self.look.width - label - GAP)], verdict: None };
        for line in lines {
            let said = line.cells.iter().flat_map(|(_, said)| said).map(|said| said.words.as_str());
            let phrases: Vec<&str> = said.chain(line.verdict.iter().map(String::as_str)).collect();
            if line.label.is_empty() {
                let item = Block { label: 1, columns: vec![(0, self.look.width - 1 - GAP)], verdict: None };
                self.row(
                    &item,
                    &[vec![("·".into(), Style::new())], vec![(phrases.join("  "), Style::new())]],
                )?;
                continue;
            }
            self.row(
                &block,
                &[vec![(line.label.clone(), Style::new())], vec![(phrases.join("  "), Style::new())]],
            )?;
        }
        Ok(())
    }

    /// One row: a cell a column, each of phrases that begin on a line of their own.
    fn row(&mut self, block: &Block, cells: &[Vec<(String, Style)>]) -> io::Result<()> {
        let cells: Vec<Vec<(String, Style)>> = (cells.iter().zip(block.widths()))
            .map(|(phrases, width)| {
                let lines = phrases.iter().flat_map(|(words, style)| {
                    folded(words, width).into_iter().map(move |line| (line, *style))
                });
                lines.collect()
            })
            .collect();
        let height = cells.iter().map(Vec::len).max().unwrap_or_default();
        for n in 0..height {
            let mut line = String::new();
            let mut blanks = 0;
            for (cell, width) in cells.iter().zip(block.widths()) {
                let Some((words, style)) = cell.get(n) else {
                    blanks += width + GAP;
                    continue;
                };
                line.extend(std::iter::repeat_n(' ', blanks));
                line.push_str(&self.styled(words, *style));
                blanks = (width + GAP).saturating_sub(words.width());
            }
            writeln!(self.out, "{}", line.trim_end())?;
        }
        Ok(())
    }

    fn rule(&mut self, sign: char, width: usize) -> io::Result<()> {
        let rule: String = std::iter::repeat_n(sign, width).collect();
        let rule = self.styled(&rule, Style::new().dimmed());
        writeln!(self.out, "{rule}")
    }

    /// Words over the whole width.
    fn words(&mut self, words: &str, style: Style) -> io::Result<()> {
        for line in folded(words, self.look.width) {
            let line = self.styled(&line, style);
            writeln!(self.out, "{line}")?;
        }
        Ok(())
    }

    fn styled(&self, words: &str, style: Style) -> String {
        if self.look.colour && !words.is_empty() && !style.is_plain() {
            format!("{}{words}{}", style.render(), style.render_reset())
        } else {
            words.into()
        }
    }
}

impl Block {
    fn widths(&self) -> impl Iterator<Item = usize> {
        let columns = self.columns.iter().map(|(_, width)| *width);
        std::iter::once(self.label).chain(columns).chain(self.verdict)
    }

    fn width(&self) -> usize {
        self.widths().map(|width| width + GAP).sum::<usize>() - GAP
    }

    fn speaks(&self, line: &Line) -> bool {
        if self.columns.is_empty() {
            return !line.verdict.is_empty();
        }
        line.cells.iter().any(|(n, _)| self.columns.iter().any(|(column, _)| column == n))
    }

    fn is_tall(&self, line: &Line) -> bool {
        (self.cells(line).iter().zip(self.widths())).any(|(phrases, width)| {
            phrases.len() > 1 || phrases.iter().any(|(words, _)| words.width() > width)
        })
    }

    fn cells(&self, line: &Line) -> Vec<Vec<(String, Style)>> {
        let mut cells = vec![vec![(line.label.clone(), Style::new())]];
        for &(column, _) in &self.columns {
            cells.push(match line.cells.iter().find(|(n, _)| *n == column) {
                Some((_, said)) => said.iter().map(|said| (said.words.clone(), style(said.tone))).collect(),
                None => vec![("–".into(), Style::new().dimmed())],
            });
        }
        if self.verdict.is_some() {
            cells.push(line.verdict.iter().map(|words| (words.clone(), Style::new())).collect());
        }
        cells
    }
}

fn style(tone: Tone) -> Style {
    match tone {
        Tone::Plain => Style::new(),
        Tone::Faint => Style::new().dimmed(),
        Tone::Difference => anstyle::AnsiColor::Cyan.on_default(),
    }
}

/// The columns of a part in blocks that fit; the verdicts stand in the last.
fn blocks(part: &Part, columns: &[String], width: usize) -> Vec<Block> {
    let lines = || part.groups.iter().flat_map(|group| &group.lines);
    let widest =
        |words: &mut dyn Iterator<Item = &str>| words.map(UnicodeWidthStr::width).max().unwrap_or_default();
    let label = widest(&mut lines().map(|line| line.label.as_str()).chain([part.corner.as_str()]));
    let label = label.min((width * 3 / 10).clamp(14, 36));
    let room = width - label;
    let most = (room / 3).saturating_sub(GAP).clamp(12, 26);
    let mut widths: Vec<usize> = columns.iter().map(|column| column.width().min(most)).collect();
    for (n, said) in lines().flat_map(|line| &line.cells) {
        let needed = said.iter().map(|said| said.words.width()).max().unwrap_or_default();
        widths[*n] = widths[*n].max(needed.min(most));
    }
    let verdict = part.verdicts.as_ref().map(|heading| {
        let verdicts = lines().flat_map(|line| &line.verdict);
        let needed = widest(&mut verdicts.map(String::as_str).chain([heading.as_str()]));
        (needed.min((width / 4).clamp(16, 40)).min(room - GAP), needed.min(room - GAP))
    });
    let spoken: Vec<usize> = (0..columns.len())
        .filter(|n| lines().any(|line| line.cells.iter().any(|(column, _)| column == n)))
        .collect();
    let mut blocks: Vec<Block> = Vec::new();
    let mut left = 0;
    for column in spoken {
        let needed = GAP + widths[column];
        if needed > left || blocks.is_empty() {
            blocks.push(Block { label, columns: Vec::new(), verdict: None });
            left = room;
        }
        if let Some(block) = blocks.last_mut() {
            block.columns.push((column, widths[column]));
        }
        left = left.saturating_sub(needed);
    }
    if let Some((beside, below)) = verdict {
        match blocks.last_mut() {
            Some(block) if left >= GAP + beside => block.verdict = Some(beside),
            _ => blocks.push(Block { label, columns: Vec::new(), verdict: Some(below) }),
        }
    }
    blocks
}

/// Lines of at most so many columns. What a terminal would act on is left out.
fn folded(words: &str, width: usize) -> Vec<String> {
    let characters: Vec<char> = words.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let lines = wrap::lines(&characters, width).into_iter();
    lines.map(|range| characters[range].iter().collect::<String>().trim_end().to_string()).collect()
}
