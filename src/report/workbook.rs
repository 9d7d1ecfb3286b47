//! The workbook of a comparison: plans side by side in; sheets for measures, deadlines, actions, coverage, evidence,
//! plans and what it all means out.
//!
//! Where a plan gives one value, its cell is a number that is shown with its comparator: `≥ 80`, `[2,026]` where it is
//! reported. Every value stands once more in the sheet of evidence, alone in its row, with the words it rests on.

use std::io::{self, Write};

use rust_decimal::Decimal;
use rust_xlsxwriter::{Color, ConditionalFormat2ColorScale, Format, FormatAlign, Workbook};
use rustc_hash::{FxHashMap, FxHashSet};

use super::phrase::{Language, Phrases, sign};
use super::table::Cell;
use super::xlsx::{self, COLUMNS, Head, Long, Sheet};
use crate::compare::{self, Cited, Comparison, Evidence, Plan, Row, State, Value};
use crate::lexicon::Lexicon;
use crate::value::{Comparator, Number};

/// Cells with a note, at most: more make a workbook slow to open.
const NOTES: usize = 3_000;
/// Columns that a verdict names.
const NAMES: usize = 8;
/// Width of a plan's column where it holds values, and where it holds sentences.
const VALUES: usize = 26;
const SENTENCES: usize = 42;

/// Writes the workbook, labels in `language`.
///
/// # Errors
/// Where there are more columns than a sheet has, or `out` cannot be written.
pub fn write(
    comparison: &Comparison,
    language: Language,
    lexicon: &Lexicon,
    out: &mut dyn Write,
) -> io::Result<()> {
    if comparison.columns.len() + 10 > COLUMNS {
        return Err(io::Error::other(format!(
            "a sheet holds {COLUMNS} columns, and there are {} plans: choose fewer, group them (--columns), or write csv",
            comparison.columns.len()
        )));
    }
    let mut report = Report {
        comparison,
        phrases: Phrases::new(comparison, language).naming(NAMES),
        lexicon,
        commitments: comparison.commitments.iter().map(|cited| (&*cited.id, cited)).collect(),
        plans: comparison.plans.iter().map(|plan| (&*plan.id, plan)).collect(),
        places: (0..).zip(&comparison.columns).map(|(place, column)| (&*column.key, place)).collect(),
        workbook: xlsx::workbook()?,
        notes: 0,
        cut: Vec::new(),
    };
    report.measures()?;
    report.deadlines()?;
    report.actions()?;
    report.coverage()?;
    report.evidence()?;
    report.plans()?;
    report.codebook()?;
    xlsx::save(report.workbook, out)
}

/// A comparison on its way into a workbook.
struct Report<'a> {
    comparison: &'a Comparison,
    phrases: Phrases<'a>,
    lexicon: &'a Lexicon,
    commitments: FxHashMap<&'a str, &'a Cited>,
    plans: FxHashMap<&'a str, &'a Plan>,
    /// Number of each column by its key.
    places: FxHashMap<&'a str, u16>,
    workbook: Workbook,
    /// Cells with a note so far.
    notes: usize,
    /// How many cells of which sheet are cut.
    cut: Vec<(&'static str, usize)>,
}

impl<'a> Report<'a> {
    fn say(&self, chinese: &'static str, english: &'static str) -> &'static str {
        self.phrases.language.say(chinese, english)
    }

    /// Heads of a sheet that has columns for plans between others.
    fn heads(&self, before: &[(&str, usize)], widest: usize, after: &[(&str, usize)]) -> Vec<Head> {
        let head = |&(name, widest): &(&str, usize)| Head::new(name, widest);
        let plans = self.comparison.columns.iter().map(|column| Head::new(column.label.as_str(), widest));
        before.iter().map(head).chain(plans).chain(after.iter().map(head)).collect()
    }

    fn close(&mut self, name: &'static str, long: Long) -> io::Result<()> {
        let cut = long.close(&mut self.workbook)?;
        self.cut.push((name, cut));
        Ok(())
    }

    /// Measures × plans, a number wherever there is but one.
    fn measures(&mut self) -> io::Result<()> {
        let name = self.say("指标", "Measures");
        let before = [
            (self.say("主题", "theme"), 20),
            (self.say("指标", "measure"), 30),
            (self.say("单位", "unit"), 14),
            (self.say("列数", "columns"), 8),
        ];
        let after = [(self.say("结论", "verdict"), 50), (self.say("对齐依据", "aligned by"), 16)];
        let mut long = Long::new(name, self.heads(&before, VALUES, &after), 4);
        let last = column(4 + self.comparison.columns.len());
        for row in &self.comparison.measures {
            let scale = Scale::of(row, self.phrases.language);
            let sheet = long.sheet(&mut self.workbook)?;
            sheet.cell(0, &words(theme(&self.phrases, row, self.lexicon)), &Format::new())?;
            sheet.cell(1, &words(&self.phrases.label(row)), &Format::new().set_bold())?;
            sheet.cell(2, &words(&unit(&self.phrases, row, &scale)), &Format::new())?;
            sheet.cell(3, &Cell::Integer(speaking(row)), &Format::new())?;
            for cell in &row.cells {
                let Some(&place) = self.places.get(&*cell.column) else { continue };
                if cell.values.is_empty() {
                    continue;
                }
                value(sheet, 4 + place, &self.phrases, row, cell, &scale)?;
                if self.notes < NOTES {
                    self.notes += 1;
                    sheet.note(4 + place, &note(&self.phrases, row, cell, &self.commitments))?;
                }
            }
            sheet.cell(last, &words(&self.phrases.verdict(row).join("\n")), &Format::new())?;
            sheet.cell(last + 1, &words(&self.phrases.alignment(row.alignment)), &quiet())?;
            sheet.end_row()?;
        }
        self.close(name, long)
    }

    /// Measures × plans, the last days of what is promised.
    fn deadlines(&mut self) -> io::Result<()> {
        let name = self.say("期限", "Deadlines");
        let before = [(self.say("主题", "theme"), 20), (self.say("指标", "measure"), 30)];
        let mut long = Long::new(name, self.heads(&before, 14, &[]), 2);
        let promised = |value: &&Value| value.state != State::Reported && value.deadline.is_some();
        for row in &self.comparison.measures {
            if !row.cells.iter().any(|cell| cell.values.iter().any(|value| promised(&value))) {
                continue;
            }
            let sheet = long.sheet(&mut self.workbook)?;
            sheet.cell(0, &words(theme(&self.phrases, row, self.lexicon)), &Format::new())?;
            sheet.cell(1, &words(&self.phrases.label(row)), &Format::new().set_bold())?;
            for cell in &row.cells {
                let Some(&place) = self.places.get(&*cell.column) else { continue };
                let values = cell.values.iter().filter(promised);
                let mut days: Vec<&str> = values.filter_map(|value| value.deadline.as_deref()).collect();
                days.sort_unstable();
                days.dedup();
                let days = match days[..] {
                    [] => continue,
                    [day] => Cell::Date(day.into()),
                    _ => Cell::Words(days.join("\n")),
                };
                sheet.cell(2 + place, &days, &Format::new())?;
            }
            sheet.end_row()?;
        }
        self.close(name, long)
    }

    /// Actions × plans: `✓` where the plan says just what the row is called by, its own words otherwise.
    fn actions(&mut self) -> io::Result<()> {
        let name = self.say("举措", "Actions");
        let before = [
            (self.say("主题", "theme"), 20),
            (self.say("举措", "action"), SENTENCES),
            (self.say("列数", "columns"), 8),
        ];
        let after = [(self.say("结论", "verdict"), 40), (self.say("对齐依据", "aligned by"), 16)];
        let mut long = Long::new(name, self.heads(&before, SENTENCES, &after), 3);
        let last = column(3 + self.comparison.columns.len());
        for row in &self.comparison.actions {
            let sheet = long.sheet(&mut self.workbook)?;
            sheet.cell(0, &words(theme(&self.phrases, row, self.lexicon)), &Format::new())?;
            sheet.cell(1, &words(&self.phrases.label(row)), &Format::new())?;
            sheet.cell(2, &Cell::Integer(speaking(row)), &Format::new())?;
            for cell in &row.cells {
                let Some(&place) = self.places.get(&*cell.column) else { continue };
                let lines: Vec<String> = (cell.values.iter().zip(&cell.evidence).enumerate())
                    .map(|(n, (value, evidence))| {
                        let quote = if *evidence.quote == row.label { "✓" } else { &evidence.quote };
                        self.phrases.action(quote, value, if n == 0 { &cell.bodies } else { &[] })
                    })
                    .collect();
                sheet.cell(3 + place, &words(&lines.join("\n")), &look(cell.state))?;
            }
            sheet.cell(last, &words(&self.phrases.verdict(row).join("\n")), &Format::new())?;
            sheet.cell(last + 1, &words(&self.phrases.alignment(row.alignment)), &quiet())?;
            sheet.end_row()?;
        }
        self.close(name, long)
    }

    /// Themes × plans: how many commitments, how many of them testable, how many targets.
    fn coverage(&mut self) -> io::Result<()> {
        let name = self.say("覆盖面", "Coverage");
        let before = [
            (self.say("内容", "what"), 14),
            (self.say("代码", "code"), 8),
            (self.say("主题", "theme"), 24),
            (self.say("合计", "sum"), 8),
        ];
        let plans = self.comparison.plans.iter().map(|plan| Head::new(plan.label.as_str(), 14));
        let heads = before.iter().map(|&(name, widest)| Head::new(name, widest)).chain(plans).collect();
        let mut long = Long::new(name, heads, 4);
        let places: FxHashMap<&str, u16> =
            (4..).zip(&self.comparison.plans).map(|(place, plan)| (&*plan.id, place)).collect();
        let last = column(3 + self.comparison.plans.len());
        type Count = fn(&compare::Coverage) -> usize;
        let kinds: [(&str, Count, u32); 3] = [
            (self.say("承诺", "commitments"), |found| found.commitments, 0x5B_9B_D5),
            (self.say("可检验的承诺", "testable commitments"), |found| found.testable, 0x70_AD_47),
            (self.say("目标值", "targets"), |found| found.targets, 0xED_A2_5B),
        ];
        for (what, count, colour) in kinds {
            let first = long.sheet(&mut self.workbook)?.at();
            for found in self.comparison.coverage.chunk_by(|a, b| a.theme == b.theme) {
                let sheet = long.sheet(&mut self.workbook)?;
                let code = found[0].theme.as_str();
                sheet.cell(0, &words(what), &Format::new())?;
                sheet.cell(1, &words(code), &Format::new())?;
                sheet.cell(2, &words(self.phrases.theme(code, self.lexicon)), &Format::new())?;
                sheet.cell(
                    3,
                    &Cell::Integer(found.iter().map(|found| count(found) as u64).sum()),
                    &quiet(),
                )?;
                for coverage in found {
                    let Some(&place) = places.get(&*coverage.plan) else { continue };
                    let look = if coverage.left_out { missing() } else { Format::new() };
                    sheet.cell(place, &Cell::Integer(count(coverage) as u64), &look)?;
                }
                sheet.end_row()?;
            }
            let sheet = long.sheet(&mut self.workbook)?;
            let end = sheet.at();
            if end > first && last >= 4 {
                let heat = ConditionalFormat2ColorScale::new()
                    .set_minimum_color(Color::White)
                    .set_maximum_color(Color::RGB(colour));
                sheet.sheet.add_conditional_format(first, 4, end - 1, last, &heat).map_err(xlsx::other)?;
            }
        }
        self.close(name, long)
    }

    /// One row a value, with the words it rests on.
    fn evidence(&mut self) -> io::Result<()> {
        let name = self.say("证据", "Evidence");
        let heads = EVIDENCE.iter().map(|field| {
            let (chinese, english) = field.name;
            Head::new(self.phrases.language.say(chinese, english), field.widest)
        });
        let mut long = Long::new(name, heads.collect(), 0);
        for (part, rows) in [("measure", &self.comparison.measures), ("action", &self.comparison.actions)] {
            for row in rows {
                for cell in &row.cells {
                    for (value, evidence) in cell.values.iter().zip(&cell.evidence) {
                        let said = Said {
                            part,
                            row,
                            cell,
                            value,
                            evidence,
                            plan: self.plans.get(&*value.plan).copied(),
                            cited: self.commitments.get(&*value.commitment).copied(),
                            phrases: &self.phrases,
                        };
                        let cells: Vec<Cell> = EVIDENCE.iter().map(|field| (field.cell)(&said)).collect();
                        long.sheet(&mut self.workbook)?.row(&cells)?;
                    }
                }
            }
        }
        self.close(name, long)
    }

    fn plans(&mut self) -> io::Result<()> {
        let name = self.say("文件", "Plans");
        let heads = [
            (self.say("名称", "label"), 24),
            (self.say("标题", "title"), 50),
            (self.say("地区", "jurisdiction"), 16),
            (self.say("代码", "code"), 8),
            (self.say("成文日期", "issued"), 12),
            (self.say("时期始", "period from"), 12),
            (self.say("时期止", "period to"), 12),
            (self.say("承诺数", "commitments"), 8),
            (self.say("路径", "path"), 50),
            (self.say("文档编号", "document"), 18),
        ];
        let heads = heads.map(|(name, widest)| Head::new(name, widest));
        let mut counts: FxHashMap<&str, u64> = FxHashMap::default();
        for cited in &self.comparison.commitments {
            *counts.entry(&*cited.plan).or_default() += 1;
        }
        let mut long = Long::new(name, heads.into(), 1);
        for plan in &self.comparison.plans {
            let place = plan.jurisdiction.as_ref();
            let period = plan.period.as_ref();
            long.sheet(&mut self.workbook)?.row(&[
                words(&plan.label),
                maybe(plan.title.as_deref()),
                maybe(place.map(|place| place.name.as_str())),
                maybe(place.and_then(|place| place.code.as_deref())),
                date(plan.issued.as_ref().and_then(|date| date.start.as_deref())),
                date(period.and_then(|date| date.start.as_deref())),
                date(period.and_then(|date| date.end.as_deref())),
                Cell::Integer(counts.get(&*plan.id).copied().unwrap_or_default()),
                words(&plan.path),
                words(&plan.id),
            ])?;
        }
        self.close(name, long)
    }

    /// What sheets, columns, signs and colours mean.
    fn codebook(&mut self) -> io::Result<()> {
        let name = self.say("说明", "Codebook");
        let heads = [
            (self.say("工作表", "sheet"), 14),
            (self.say("列或标记", "column or mark"), 24),
            (self.say("含义", "meaning"), 90),
        ];
        let mut long = Long::new(name, heads.map(|(name, widest)| Head::new(name, widest)).into(), 0);
        let mut rows: Vec<[String; 3]> = Vec::new();
        let mut add =
            |sheet: &str, mark: &str, meaning: &str| rows.push([sheet, mark, meaning].map(String::from));
        for (sheet, mark, meaning) in LEGEND {
            let say = |(chinese, english): (&'static str, &'static str)| self.say(chinese, english);
            add(say(*sheet), say(*mark), say(*meaning));
        }
        for field in EVIDENCE {
            let say = |(chinese, english): (&'static str, &'static str)| self.say(chinese, english);
            add(self.say("证据", "Evidence"), say(field.name), say(field.meaning));
        }
        if self.notes >= NOTES {
            add(
                self.say("指标", "Measures"),
                "",
                self.say(
                    "批注只加在前三千个单元格上；全部证据见“证据”表。",
                    "Only the first 3,000 cells have notes; all evidence stands in its own sheet.",
                ),
            );
        }
        for (sheet, cut) in &self.cut {
            if *cut > 0 {
                add(sheet, "…[cut]", &xlsx::cut_note(*cut));
            }
        }
        let tool = &self.comparison.tool;
        add("", self.say("程序", "program"), &format!("chengnuo {}, {}", tool.version, tool.dictionaries));
        for row in rows {
            long.sheet(&mut self.workbook)?.row(&row.map(|said| words(&said)))?;
        }
        self.close(name, long)
    }
}

type Both = (&'static str, &'static str);

/// What is not plain from a head alone: sheet, column or mark, meaning.
const LEGEND: &[(Both, Both, Both)] = &[
    (
        ("指标", "Measures"),
        ("单元格", "cell"),
        (
            "一份文件只给出一个值时为数字，按“单位”列计（必要时以万、亿计），符号只是显示方式；给出多个值时为文字，一行一个。指向单元格可见期限、责任单位与原文。",
            "A number, in the row's unit (in millions or billions where the unit says so), where a plan gives one value; the sign is only shown. Several values are words, a line each. Point at a cell for deadline, bodies and words.",
        ),
    ),
    (
        ("指标", "Measures"),
        ("≥ > ≤ < ≈", "≥ > ≤ < ≈"),
        ("不低于、超过、不高于、低于、左右", "at least, more than, at most, less than, about"),
    ),
    (
        ("指标", "Measures"),
        ("[ ]，灰色斜体", "[ ], grey italics"),
        ("已报告的结果，不是承诺", "an outcome that is reported, not a promise"),
    ),
    (
        ("指标", "Measures"),
        ("橙色", "orange"),
        (
            "不可与同行比较（单位、对象、时段或口径不同）",
            "not to be compared with the row: another unit, population, period or base",
        ),
    ),
    (("指标", "Measures"), ("空白", "empty"), ("该文件未提及", "the plan says nothing on it")),
    (("指标", "Measures"), ("列数", "columns"), ("说到此事的列数", "how many columns speak of it")),
    (
        ("指标", "Measures"),
        ("结论", "verdict"),
        (
            "最高、最低、相差、最早、仅见于、缺、自相矛盾；与基准之差",
            "highest, lowest, spread, earliest, who alone, who lacks it, contradictions; differences to the baseline",
        ),
    ),
    (
        ("期限", "Deadlines"),
        ("单元格", "cell"),
        (
            "承诺的最后一日；一份文件有多个期限时为文字，一行一个",
            "last day of what is promised; words, a line each, where a plan has several",
        ),
    ),
    (
        ("举措", "Actions"),
        ("✓", "✓"),
        ("该文件的原话即“举措”列", "the plan says it in just the words of the column action"),
    ),
    (
        ("覆盖面", "Coverage"),
        ("单元格", "cell"),
        (
            "承诺数、可检验的承诺数（有数量或成果、有期限、有主体）、目标值数；颜色越深越多；红色的 0：多数文件都有而该文件没有",
            "commitments, those that are testable (a number or product, a date, an actor), targets; the darker the more; a red 0: most plans have something here",
        ),
    ),
];

/// A value with all that is around it.
struct Said<'a> {
    part: &'static str,
    row: &'a Row,
    cell: &'a compare::Cell,
    value: &'a Value,
    evidence: &'a Evidence,
    plan: Option<&'a Plan>,
    cited: Option<&'a Cited>,
    phrases: &'a Phrases<'a>,
}

/// A column of the evidence.
struct Field {
    name: Both,
    meaning: Both,
    widest: usize,
    cell: fn(&Said) -> Cell,
}

const fn field(name: Both, meaning: Both, widest: usize, cell: fn(&Said) -> Cell) -> Field {
    Field { name, meaning, widest, cell }
}

const EVIDENCE: &[Field] = &[
    field(("部分", "part"), ("指标或举措", "measure or action"), 8, |s| term(s, &Some(s.part))),
    field(("行", "row"), ("行的名称", "what the row is called"), 30, |s| words(&s.phrases.label(s.row))),
    field(("列", "column"), ("列的名称", "what the column is called"), 20, |s| {
        words(s.phrases.column(&s.cell.column))
    }),
    field(("文件", "plan"), ("文件的名称", "what the plan is called"), 20, |s| {
        words(s.phrases.plan(&s.value.plan))
    }),
    field(
        ("状态", "state"),
        (
            "承诺、换算、定性、已报告或不可比",
            "promised, converted, without a number, reported or not comparable",
        ),
        14,
        |s| words(s.phrases.state(s.value.state)),
    ),
    field(
        ("比较", "comparator"),
        ("数值如何与结果相比", "how the value is compared with what is reached"),
        8,
        |s| term(s, &s.value.comparator),
    ),
    field(
        ("数值", "value"),
        ("以行的单位计，万、亿已乘入", "in the row's unit, with 万 and 亿 worked in"),
        16,
        |s| number(s.value.value),
    ),
    field(("数值上限", "value_max"), ("范围的上端", "upper end of a range"), 16, |s| {
        number(s.value.value_max)
    }),
    field(("单位", "unit"), ("单位", "unit"), 8, |s| maybe(s.value.unit.as_deref())),
    field(("每", "per"), ("每多长时间，ISO 8601", "per which time, ISO 8601"), 8, |s| {
        maybe(s.value.per.as_deref())
    }),
    field(("期限", "deadline"), ("最后一日", "last day"), 12, |s| date(s.value.deadline.as_deref())),
    field(("原文", "quote"), ("数值所依据的文字", "words that the value rests on"), 40, |s| {
        words(&s.evidence.quote)
    }),
    field(
        ("承诺全文", "commitment"),
        ("承诺所在的全句", "words of the whole commitment"),
        60,
        |s| maybe(s.cited.map(|cited| &*cited.text)),
    ),
    field(
        ("责任单位", "responsible"),
        ("负责落实的单位全称", "full names of the bodies that are to act"),
        30,
        |s| bodies(s.cited),
    ),
    field(("章节", "section"), ("标题，由外到内", "headings, from the outermost in"), 30, |s| {
        words(&s.evidence.section.join(" › "))
    }),
    field(
        ("原文指标", "indicator"),
        ("所衡量的事物，原文", "the thing measured, as quoted"),
        24,
        |s| maybe(s.value.indicator.as_deref()),
    ),
    field(
        ("变化", "change"),
        ("水平，或与现状之差", "level, or difference from where things stand"),
        12,
        |s| term(s, &s.value.change),
    ),
    field(("计划或报告", "status"), ("计划或报告", "planned or reported"), 10, |s| {
        term(s, &Some(s.value.status))
    }),
    field(
        ("力度", "strength"),
        (
            "必须、应当、力争、鼓励、陈述，由强到弱",
            "must, shall, strive, encourage, stated: how binding its words are",
        ),
        10,
        |s| term(s, &Some(s.value.strength)),
    ),
    field(
        ("数字性质", "kind"),
        (
            "目标、结果、规定、五年目标、重申、未完成",
            "target, outcome, rule, plan_period, restatement or missed",
        ),
        12,
        |s| term(s, &s.value.kind),
    ),
    field(("不可比的原因", "reason"), ("为何不可比", "why it cannot be compared"), 12, |s| {
        s.value.reason.map_or(Cell::Nothing, |reason| words(s.phrases.reason(reason)))
    }),
    field(("原数值", "source_value"), ("换算前的数值", "before conversion"), 16, |s| {
        number(s.value.source_value)
    }),
    field(("原单位", "source_unit"), ("换算前的单位", "unit before conversion"), 8, |s| {
        maybe(s.value.source_unit.as_deref())
    }),
    field(("参照", "reference"), ("与之同步或比较的量", "quantity it is set against"), 16, |s| {
        maybe(s.value.reference.as_deref())
    }),
    field(("争取", "stretch"), ("要求更好的文字", "words that ask for more"), 16, |s| {
        maybe(s.value.stretch.as_deref())
    }),
    field(
        ("期限依据", "deadline_basis"),
        ("期限所依据的文字在何处", "where the words stand that the last day rests on"),
        10,
        |s| term(s, &s.value.deadline_basis),
    ),
    field(
        ("起", "span_start"),
        (
            "原文首字在全文中的位置（从 0 起，按字符）",
            "first code point of the quote in what `chengnuo text FILE` prints",
        ),
        10,
        |s| Cell::Integer(s.evidence.span[0] as u64),
    ),
    field(("止", "span_end"), ("原文之后一字的位置", "code point after the quote"), 10, |s| {
        Cell::Integer(s.evidence.span[1] as u64)
    }),
    field(("路径", "path"), ("文档", "the document"), 40, |s| {
        maybe(s.plan.map(|plan| plan.path.as_str()))
    }),
    field(
        ("承诺编号", "commitment_id"),
        ("承诺在记录中的编号", "id of the commitment in the records"),
        26,
        |s| words(&s.value.commitment),
    ),
];

/// What a row's numbers are counted in, so that few digits are left: 亿 for 292.4亿元.
struct Scale {
    by: Decimal,
    word: &'static str,
}

impl Scale {
    /// The largest in which no number of the row is below 1 or needs more decimals than are plain.
    fn of(row: &Row, language: Language) -> Scale {
        let plain = Scale { by: Decimal::ONE, word: "" };
        if row.unit.as_deref().is_none_or(|unit| unit.is_empty() || matches!(unit, "%" | "‰" | "百分点"))
        {
            return plain;
        }
        let numbers: Vec<Decimal> =
            row.cells.iter().filter_map(|cell| single(row, cell)).map(|(_, number)| number.0).collect();
        let scales: [(i64, u32, &str); 2] = language.say(
            [(100_000_000, 4, "亿"), (10_000, 2, "万")],
            [(1_000_000_000, 4, "billion "), (1_000_000, 2, "million ")],
        );
        for (by, decimals, word) in scales {
            let by = Decimal::from(by);
            let fits = |number: &Decimal| number.abs() >= by && (number / by).normalize().scale() <= decimals;
            if !numbers.is_empty() && numbers.iter().all(fits) {
                return Scale { by, word };
            }
        }
        plain
    }
}

/// The value of a cell that says no more than one number in the row's own unit, be it several times.
fn single<'c>(row: &Row, cell: &'c compare::Cell) -> Option<(&'c Value, Number)> {
    let value = cell.values.first()?;
    let same = |other: &Value| {
        (other.value, other.comparator, other.change, other.state, other.kind, &other.deadline)
            == (value.value, value.comparator, value.change, value.state, value.kind, &value.deadline)
    };
    let comparable = matches!(value.state, State::Aligned | State::Converted | State::Reported);
    let range = value.comparator == Some(Comparator::Range) || value.value_max.is_some();
    let in_row = value.unit == row.unit && value.per == row.per;
    let number = value.value.filter(|_| comparable && !range && in_row)?;
    cell.values.iter().all(same).then_some((value, number))
}

/// A cell of the measures: a number with its sign, or what the values say.
fn value(
    sheet: &mut Sheet,
    place: u16,
    phrases: &Phrases,
    row: &Row,
    cell: &compare::Cell,
    scale: &Scale,
) -> io::Result<()> {
    let format = look(cell.state);
    let Some((value, number)) = single(row, cell) else {
        let mut lines = phrases.cell(row, cell);
        let mut seen = FxHashSet::default();
        lines.retain(|line| seen.insert(line.clone()));
        return sheet.cell(place, &words(&lines.join("\n")), &format.set_align(FormatAlign::Right));
    };
    let sign = format!("{}{}", phrases.change(row, value), sign(value.comparator));
    let space = if sign.is_empty() || sign.ends_with(' ') { "" } else { " " };
    let kind = value.kind.and_then(|kind| phrases.kind(kind)).map(|kind| format!(" ({kind})"));
    let (open, close) = if value.state == State::Reported { ("[", "]") } else { ("", "") };
    let signs = [format!("{open}{sign}{space}"), format!("{}{close}", kind.unwrap_or_default())];
    let number = Number(number.0 / scale.by);
    sheet.number(place, number, signs.each_ref().map(String::as_str), &format)
}

/// What one sees who points at a cell: each value with its bodies and its words.
fn note(phrases: &Phrases, row: &Row, cell: &compare::Cell, commitments: &FxHashMap<&str, &Cited>) -> String {
    let values = cell.values.iter().zip(&cell.evidence).map(|(value, evidence)| {
        let mut lines = vec![phrases.value(row, value, evidence)];
        if let Some(deadline) = &value.deadline {
            lines.push(format!("{}{deadline}", phrases.language.say("期限：", "by: ")));
        }
        if let Some(cited) = commitments.get(&*value.commitment) {
            if let Cell::List(bodies) = bodies(Some(cited)) {
                lines.push(format!("{}{}", phrases.language.say("责任：", "who: "), bodies.join("、")));
            }
            lines.push(format!("“{}”", cited.text));
        }
        if !evidence.section.is_empty() {
            lines.push(evidence.section.join(" › "));
        }
        lines.join("\n")
    });
    values.collect::<Vec<String>>().join("\n\n")
}

fn unit(phrases: &Phrases, row: &Row, scale: &Scale) -> String {
    let unit = row.unit.as_deref().unwrap_or_default();
    let per = row.per.as_deref().map_or("".into(), |per| phrases.per(per));
    format!("{}{unit}{per}", scale.word)
}

fn theme<'l>(phrases: &Phrases, row: &'l Row, lexicon: &'l Lexicon) -> &'l str {
    row.theme.as_deref().map_or("", |code| phrases.theme(code, lexicon))
}

/// How many columns speak of what a row is on.
fn speaking(row: &Row) -> u64 {
    row.cells.iter().filter(|cell| cell.state != State::Absent).count() as u64
}

fn bodies(cited: Option<&Cited>) -> Cell {
    let names =
        cited.iter().flat_map(|cited| &cited.responsible).flat_map(|duty| duty.canonical.iter().cloned());
    let names: Vec<String> = names.collect();
    if names.is_empty() { Cell::Nothing } else { Cell::List(names) }
}

fn look(state: State) -> Format {
    match state {
        State::Reported => Format::new().set_italic().set_font_color(Color::RGB(0x60_60_60)),
        State::NotComparable => Format::new().set_font_color(Color::RGB(0xB4_5F_06)),
        State::Aligned | State::Converted | State::Qualitative | State::Absent => Format::new(),
    }
}

fn quiet() -> Format {
    Format::new().set_font_color(Color::RGB(0x60_60_60))
}

fn missing() -> Format {
    Format::new().set_bold().set_font_color(Color::RGB(0xC0_00_00))
}

fn column(place: usize) -> u16 {
    u16::try_from(place).unwrap_or(u16::MAX)
}

fn words(words: &str) -> Cell {
    if words.is_empty() { Cell::Nothing } else { Cell::Words(words.into()) }
}

fn maybe(said: Option<&str>) -> Cell {
    said.map_or(Cell::Nothing, words)
}

fn date(day: Option<&str>) -> Cell {
    day.map_or(Cell::Nothing, |day| Cell::Date(day.into()))
}

fn number(number: Option<Number>) -> Cell {
    number.map_or(Cell::Nothing, Cell::Number)
}

/// The word that records have for a value, or the Chinese for it.
fn term<T: serde::Serialize>(said: &Said, value: &Option<T>) -> Cell {
    let Ok(serde_json::Value::String(word)) = serde_json::to_value(value) else { return Cell::Nothing };
    let chinese = TERMS.iter().find(|(english, _)| *english == word).map(|(_, chinese)| *chinese);
    words(said.phrases.language.say(chinese.unwrap_or(&word), &word))
}

const TERMS: &[(&str, &str)] = &[
    ("measure", "指标"),
    ("action", "举措"),
    ("eq", "等于"),
    ("ge", "不低于"),
    ("gt", "超过"),
    ("le", "不高于"),
    ("lt", "低于"),
    ("approx", "左右"),
    ("range", "区间"),
    ("sync", "同步"),
    ("level", "水平"),
    ("increase_to", "升至"),
    ("increase_by", "增加"),
    ("decrease_to", "降至"),
    ("decrease_by", "减少"),
    ("multiply", "倍数"),
    ("planned", "计划"),
    ("reported", "报告"),
    ("must", "必须"),
    ("shall", "应当"),
    ("strive", "力争"),
    ("encourage", "鼓励"),
    ("stated", "陈述"),
    ("target", "目标"),
    ("outcome", "结果"),
    ("rule", "规定"),
    ("plan_period", "五年目标"),
    ("restatement", "重申"),
    ("missed", "未完成"),
    ("clause", "分句"),
    ("heading", "标题"),
    ("phase", "阶段"),
    ("period", "计划期"),
];

#[cfg(test)]
mod tests {
    use calamine::{Reader, Xlsx, open_workbook_from_rs};

    use super::*;
    use crate::compare::Column;

    #[test]
    fn no_plans_and_too_many() {
        let lexicon = Lexicon::embedded();
        let mut bytes = Vec::new();
        write(&Comparison::default(), Language::Chinese, lexicon, &mut bytes).unwrap();
        let mut book: Xlsx<_> = open_workbook_from_rs(io::Cursor::new(bytes)).unwrap();
        assert_eq!(book.worksheet_range("指标").unwrap().rows().count(), 1);

        let column = |n: usize| Column { key: n.to_string().into(), label: n.to_string(), plans: Vec::new() };
        let many = Comparison { columns: (0..COLUMNS).map(column).collect(), ..Comparison::default() };
        let error = write(&many, Language::English, lexicon, &mut Vec::new()).unwrap_err().to_string();
        assert!(error.contains("16384 columns"), "{error}");
    }

    #[test]
    fn terms_are_told_once_each() {
        let mut words: Vec<&str> = TERMS.iter().map(|(english, _)| *english).collect();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), TERMS.len());
    }
}
