//! What a reader sees of a comparison: rows grouped by theme, those that several plans share first, a phrase a value;
//! and counts of what is left out. Tables for a terminal and for Markdown are drawn from it.

use std::collections::BTreeMap;

use super::phrase::{Finding, Phrases};
use crate::compare::{Cell, Column, Comparison, Row, State, Value};
use crate::lexicon::Lexicon;

/// A comparison as it is shown.
pub struct Digest {
    /// `9 plans; 252 measures, 12 of them in several plans; 155 actions`.
    pub summary: String,
    /// Headings of the columns.
    pub columns: Vec<String>,
    pub parts: Vec<Part>,
    /// How to read it.
    pub legend: Vec<String>,
}

/// Measures, actions or coverage.
pub struct Part {
    pub heading: String,
    /// What the first column holds.
    pub corner: String,
    /// Cells hold sentences: where there are many columns, a list is easier to read than a table.
    pub wordy: bool,
    /// What the last column is headed with, where rows have verdicts.
    pub verdicts: Option<String>,
    /// Rows that several columns have.
    pub groups: Vec<Group>,
    /// Rows that one column has, by columns.
    pub alone: Vec<Alone>,
    /// What is left out, and how to see it.
    pub rest: Vec<String>,
}

/// What only one column speaks of.
pub struct Alone {
    pub heading: String,
    pub lines: Vec<Line>,
}

/// The rows of one theme.
pub struct Group {
    pub name: Option<String>,
    pub lines: Vec<Line>,
}

pub struct Line {
    /// Empty where the only cell says all.
    pub label: String,
    /// By number of the column, in order. Where there is none the plans say nothing.
    pub cells: Vec<(usize, Vec<Said>)>,
    pub verdict: Vec<String>,
}

impl Line {
    fn is_wordy(&self) -> bool {
        self.cells.iter().flat_map(|(_, said)| said).any(|said| said.words.chars().count() > SHORT / 2)
    }
}

/// How much is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// What only one plan has as well, and actions in full.
    All,
    /// The rest can be had with `more`: `--all`.
    Shared { more: &'static str },
}

/// One phrase of a cell.
pub struct Said {
    pub words: String,
    pub tone: Tone,
}

/// How a phrase stands out, where there is colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Plain,
    /// No promise, or none to set beside the others.
    Faint,
    /// The difference to the baseline.
    Difference,
}

/// How many characters of an action stand in a cell where not everything is asked for.
const SHORT: usize = 60;

impl Digest {
    pub fn new(comparison: &Comparison, phrases: &Phrases, lexicon: &Lexicon, extent: Extent) -> Digest {
        let parts = Parts { comparison, phrases, lexicon, extent };
        Digest {
            summary: parts.summary(),
            columns: comparison.columns.iter().map(|column| column.label.clone()).collect(),
            parts: [parts.measures(), parts.actions(), parts.coverage()].into_iter().flatten().collect(),
            legend: parts.legend(),
        }
    }
}

/// Commitments, and those that are testable, by number of the column.
type Counts = BTreeMap<usize, (usize, usize)>;

struct Parts<'a> {
    comparison: &'a Comparison,
    phrases: &'a Phrases<'a>,
    lexicon: &'a Lexicon,
    extent: Extent,
}

impl Parts<'_> {
    fn say<T>(&self, chinese: T, english: T) -> T {
        self.phrases.language.say(chinese, english)
    }

    fn summary(&self) -> String {
        let shared = |rows: &[Row]| rows.iter().filter(|row| row.cells.len() > 1).count();
        let (plans, columns) = (self.comparison.plans.len(), self.comparison.columns.len());
        let (measures, actions) = (&self.comparison.measures, &self.comparison.actions);
        let (both, done) = (shared(measures), shared(actions));
        let grouped = if columns == plans {
            String::new()
        } else {
            self.say(format!("，{columns}列"), format!(" in {columns} columns"))
        };
        self.say(
            format!(
                "{plans}份文件{grouped}；{}项指标，其中{both}项见于多列；{}项举措，其中{done}项见于多列",
                measures.len(),
                actions.len()
            ),
            format!(
                "{plans} plan{}{grouped}; {} measures, {both} of them in several columns; {} actions, {done} of them in several",
                if plans == 1 { "" } else { "s" },
                measures.len(),
                actions.len()
            ),
        )
    }

    fn measures(&self) -> Option<Part> {
        let say =
            |row: &Row, cell: &Cell, n: usize| self.phrases.value(row, &cell.values[n], &cell.evidence[n]);
        let line = |row: &Row| Line {
            label: self.phrases.label(row),
            cells: self.cells(row, say),
            verdict: self.verdict(row),
        };
        let all = self.extent == Extent::All;
        let alone = |row: &Row| all || row.indicator_id.is_some() || self.comparison.columns.len() < 2;
        self.part(&self.comparison.measures, ("指标", "Measures", "measures"), line, alone)
    }

    fn actions(&self) -> Option<Part> {
        let say = |row: &Row, cell: &Cell, n: usize| {
            let quote = &*cell.evidence[n].quote;
            let words =
                if quote == row.label && row.cells.len() > 1 { "✓".into() } else { self.cut(quote) };
            self.phrases.action(&words, &cell.values[n], if n == 0 { &cell.bodies } else { &[] })
        };
        let line = |row: &Row| Line {
            // What stands alone says itself.
            label: if row.cells.len() > 1 { self.cut(&row.label) } else { String::new() },
            cells: self.cells(row, say),
            verdict: self.verdict(row),
        };
        let alone = |_: &Row| self.extent == Extent::All || self.comparison.columns.len() < 2;
        self.part(&self.comparison.actions, ("举措", "Actions", "actions"), line, alone)
    }

    /// Themes by columns: how many commitments, and how many of them testable.
    fn coverage(&self) -> Option<Part> {
        let holders: BTreeMap<&str, usize> = (self.comparison.columns.iter().enumerate())
            .flat_map(|(n, column)| column.plans.iter().map(move |plan| (&**plan, n)))
            .collect();
        let mut themes: BTreeMap<(usize, &str), Counts> = BTreeMap::new();
        for entry in &self.comparison.coverage {
            let theme = (self.place(Some(&entry.theme)), entry.theme.as_str());
            let Some(&column) = holders.get(&*entry.plan) else { continue };
            let counts = themes.entry(theme).or_default().entry(column).or_default();
            counts.0 += entry.commitments;
            counts.1 += entry.testable;
        }
        let lines: Vec<Line> = (themes.into_iter())
            .map(|((_, theme), counts)| Line {
                label: format!("{theme} {}", self.phrases.theme(theme, self.lexicon)),
                cells: (counts.into_iter())
                    .map(|(column, (commitments, testable))| {
                        let (words, tone) = match (commitments, testable) {
                            (0, _) => (self.say("缺", "none").to_string(), Tone::Faint),
                            (commitments, 0) => (commitments.to_string(), Tone::Plain),
                            (commitments, testable) => (format!("{commitments} ({testable})"), Tone::Plain),
                        };
                        (column, vec![Said { words, tone }])
                    })
                    .collect(),
                verdict: Vec::new(),
            })
            .collect();
        (!lines.is_empty()).then(|| Part {
            heading: self.say("覆盖面", "Coverage").into(),
            corner: self.say("主题", "Theme").into(),
            wordy: false,
            verdicts: None,
            groups: vec![Group { name: None, lines }],
            alone: Vec::new(),
            rest: Vec::new(),
        })
    }

    /// Rows of several columns by theme, and those of one column by column where `alone` wants them.
    fn part(
        &self,
        rows: &[Row],
        (chinese, heading, english): (&str, &str, &str),
        line: impl Fn(&Row) -> Line,
        alone: impl Fn(&Row) -> bool,
    ) -> Option<Part> {
        if rows.is_empty() {
            return None;
        }
        let mut sorted: Vec<&Row> = rows.iter().collect();
        sorted.sort_by_key(|row| (self.place(row.theme.as_deref()), std::cmp::Reverse(row.cells.len())));
        let mut groups: Vec<(Option<&str>, Group)> = Vec::new();
        let mut single: BTreeMap<usize, Vec<Line>> = BTreeMap::new();
        let mut rest = Vec::new();
        for row in sorted {
            let theme = row.theme.as_deref();
            if row.cells.len() < 2 {
                if alone(row) {
                    let line = line(row);
                    let column = line.cells.first().map_or(usize::MAX, |(column, _)| *column);
                    single.entry(column).or_default().push(line);
                } else {
                    rest.push(row);
                }
                continue;
            }
            if groups.last().is_none_or(|(last, _)| *last != theme) {
                let name = match theme {
                    Some(theme) => self.phrases.theme(theme, self.lexicon),
                    None => self.say("未归类", "no theme"),
                };
                groups.push((theme, Group { name: Some(name.into()), lines: Vec::new() }));
            }
            if let Some((_, group)) = groups.last_mut() {
                group.lines.push(line(row));
            }
        }
        let groups: Vec<Group> = groups.into_iter().map(|(_, group)| group).collect();
        let judged = groups.iter().flat_map(|group| &group.lines).any(|line| !line.verdict.is_empty());
        let heading = self.say(chinese, heading);
        let one = self.comparison.columns.len() < 2;
        let alone = |(column, lines): (usize, Vec<Line>)| {
            let label = self.comparison.columns.get(column).map_or("", |column| &column.label);
            let heading = if one {
                format!("{heading}: {label}")
            } else {
                self.say(format!("{heading}：仅见于 {label}"), format!("{heading} of {label} alone"))
            };
            Alone { heading, lines }
        };
        Some(Part {
            heading: heading.into(),
            corner: heading.into(),
            wordy: groups.iter().flat_map(|group| &group.lines).any(Line::is_wordy),
            verdicts: judged.then(|| self.say("比较", "Verdict").into()),
            groups,
            alone: single.into_iter().map(alone).collect(),
            rest: self.rest(&rest, chinese, english),
        })
    }

    /// The place of a theme in the taxonomy; what has none comes last.
    fn place(&self, theme: Option<&str>) -> usize {
        theme
            .and_then(|code| self.lexicon.themes.iter().position(|theme| theme.code == code))
            .unwrap_or(usize::MAX)
    }

    fn cells(&self, row: &Row, say: impl Fn(&Row, &Cell, usize) -> String) -> Vec<(usize, Vec<Said>)> {
        let mut columns = self.comparison.columns.iter().enumerate();
        (row.cells.iter())
            .filter_map(|cell| {
                let (n, column) = columns.by_ref().find(|(_, column)| column.key == cell.column)?;
                let mut said = self.said(row, cell, column, &say);
                let unit = row.unit.as_deref().unwrap_or_default();
                for difference in row.verdict.differences.iter().filter(|found| found.column == cell.column) {
                    let words = format!("Δ {}", self.phrases.difference(difference, unit));
                    said.push(Said { words, tone: Tone::Difference });
                }
                Some((n, said))
            })
            .collect()
    }

    /// Promises before reports, early before late; what is said twice stands once.
    fn said(
        &self,
        row: &Row,
        cell: &Cell,
        column: &Column,
        say: impl Fn(&Row, &Cell, usize) -> String,
    ) -> Vec<Said> {
        let mut places: Vec<usize> = (0..cell.values.len().min(cell.evidence.len())).collect();
        let plan = |value: &Value| column.plans.iter().position(|plan| *plan == value.plan);
        places.sort_by_key(|&place| {
            let value = &cell.values[place];
            (plan(value), value.state, value.deadline.is_none(), &value.deadline)
        });
        let mut said: Vec<Said> = Vec::new();
        let (mut last, mut from) = (None, 0);
        for place in places {
            let value = &cell.values[place];
            let mut words = say(row, cell, place);
            if last != Some(&value.plan) {
                last = Some(&value.plan);
                from = said.len();
                // Where a column has several plans, each is named once.
                if column.plans.len() > 1 {
                    words = format!("{}: {words}", self.within(&value.plan, column));
                }
            }
            if !said[from..].iter().any(|other| other.words == words) {
                said.push(Said { words, tone: tone(value.state) });
            }
        }
        said
    }

    /// What a plan is called under the heading of its column: without what that says already.
    fn within(&self, plan: &str, column: &Column) -> String {
        let label = self.phrases.plan(plan);
        let words = label.split(' ').filter(|word| *word != column.label).collect::<Vec<_>>().join(" ");
        if words.is_empty() { label.into() } else { words }
    }

    /// What the cells do not show by themselves.
    fn verdict(&self, row: &Row) -> Vec<String> {
        let verdict = &row.verdict;
        let differ = verdict.spread.is_some_and(|spread| !spread.0.is_zero());
        let some = verdict.earliest.as_ref().is_some_and(|earliest| earliest.columns.len() < row.cells.len());
        let shown = |finding: &Finding| match finding {
            Finding::Highest | Finding::Lowest | Finding::Spread => differ,
            Finding::Earliest => some,
            Finding::Contradiction => true,
            Finding::Only | Finding::Missing | Finding::Difference => false,
        };
        let findings = self.phrases.findings(row).into_iter();
        findings.filter(|(finding, _)| shown(finding)).map(|(_, words)| words).collect()
    }

    fn rest(&self, rows: &[&Row], chinese: &str, english: &str) -> Vec<String> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for cell in rows.iter().flat_map(|row| &row.cells) {
            *counts.entry(&cell.column).or_default() += 1;
        }
        let Extent::Shared { more } = self.extent else { return Vec::new() };
        if rows.is_empty() {
            return Vec::new();
        }
        let all = rows.len();
        let columns = self.comparison.columns.iter();
        let counted: Vec<String> = columns
            .filter_map(|column| Some(format!("{} {}", column.label, counts.get(&*column.key)?)))
            .collect();
        vec![self.say(
            format!("另有{all}项{chinese}只见于一列（{more} 全部列出）：{}", counted.join("，")),
            format!(
                "{all} more {english} stand in one column only ({more} shows them): {}",
                counted.join(", ")
            ),
        )]
    }

    fn cut(&self, words: &str) -> String {
        if self.extent == Extent::All || words.chars().count() <= SHORT {
            return words.into();
        }
        words.chars().take(SHORT - 1).chain(['…']).collect()
    }

    fn legend(&self) -> Vec<String> {
        let comparison = self.comparison;
        let rows = || comparison.measures.iter().chain(&comparison.actions);
        let any = |state| {
            rows().flat_map(|row| &row.cells).flat_map(|cell| &cell.values).any(|value| value.state == state)
        };
        let mut legend = Vec::new();
        let mut add = |wanted: bool, chinese: &str, english: &str| {
            if wanted {
                legend.push(self.say(chinese, english).to_string());
            }
        };
        add(
            any(State::Reported),
            "[ ]：已报告的结果，不是承诺",
            "[ ]: an outcome that is reported, no promise",
        );
        add(any(State::Converted), "(= )：换算前的数值", "(= ): the value before conversion");
        add(
            comparison.plans.iter().any(|plan| super::phrase::year_of(plan).is_some()),
            "年度计划中未注明日期的指标，以当年年底为限",
            "in a plan for one year, what has no date is for the end of that year",
        );
        if let Extent::Shared { more } = self.extent {
            add(
                rows().any(|row| row.label.chars().count() > SHORT),
                &format!("…：原文较长，{more} 给出全文"),
                &format!("…: the text goes on; {more} has all of it"),
            );
        }
        add(comparison.baseline.is_some(), "Δ：与基准之差", "Δ: difference to the baseline");
        add(
            !comparison.coverage.is_empty(),
            "覆盖面：承诺数，括号内为可检验的承诺数；缺：多数文件涉及而本列没有",
            "coverage: commitments, in brackets those that are testable; none: what most plans speak of",
        );
        legend
    }
}

fn tone(state: State) -> Tone {
    match state {
        State::Reported | State::NotComparable | State::Absent => Tone::Faint,
        State::Aligned | State::Converted | State::Qualitative => Tone::Plain,
    }
}
