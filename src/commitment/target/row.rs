//! Rows of tables of indicators: `地区生产总值(亿元) | 1200 | 1500 | 6左右 | 预期性` below `2020年 | 2025年 | 年均增速(%) | 属性`.
//!
//! Each column has its use in the light of the document's own year: what is planned and by when, or where things stood.

use std::borrow::Cow;

use jiff::civil::Date as Day;
use rust_decimal::Decimal;
use smallvec::smallvec;

use super::{Rare, Target, words};
use crate::context::Reading;
use crate::grid::{Grid, Place, RowRole};
use crate::lexicon::{ColumnKind, UnitKind, Units};
use crate::numeral;
use crate::record::Basis;
use crate::span::Span;
use crate::value::{Binding, Change, Comparator, DeadlineBasis, Kind, Length, Status, Strength};

/// With these a name says that it is to fall: `单位GDP能耗降低`.
const FALLS: [&str; 4] = ["降低", "减少", "削减", "下降"];

/// What a row says, without its values.
#[derive(Clone, Copy, Debug)]
pub(in crate::commitment) struct Verdict {
    pub status: Status,
    pub strength: Strength,
    /// `约束性`.
    pub cue: Option<Span>,
}

/// How the values of a column are to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Use {
    /// To be reached, by the end of the year where one is known.
    Plan { year: Option<i16>, rate: Rate },
    /// Where things stood; `told` as a result and not only as a beginning.
    Past { year: Option<i16>, told: bool, rate: Rate },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rate {
    Level,
    /// Growth over the year before, or over the whole period.
    Growth,
    /// Growth of each year: `年均`.
    Yearly,
}

/// Whether a row plans or reports; `None` where its table does neither.
pub(in crate::commitment) fn verdict(reading: &Reading, place: Place) -> Option<Verdict> {
    let grid = reading.outline.grids.get(place.grid())?;
    let row = grid.rows.get(place.row())?;
    let uses = uses(reading, grid);
    if !uses.iter().any(|used| matches!(used, Some(Use::Plan { .. }))) {
        return None;
    }
    let view = reading.view();
    let filled = |n: usize| {
        let words = row.cells[n].of(view);
        words.bytes().any(|b| b.is_ascii_digit()) || words.chars().filter(|c| c.is_alphabetic()).count() > 2
    };
    let any = |wanted: fn(&Use) -> bool| {
        uses.iter().enumerate().any(|(n, used)| used.as_ref().is_some_and(wanted) && filled(n))
    };
    let nature = nature(reading, grid, place.row());
    if any(|used| matches!(used, Use::Plan { .. })) {
        let cue = nature.filter(|(binding, _)| *binding == Binding::Binding).map(|(_, span)| span);
        let strength = if cue.is_some() { Strength::Must } else { Strength::Stated };
        return Some(Verdict { status: Status::Planned, strength, cue });
    }
    any(|used| matches!(used, Use::Past { told: true, .. })).then_some(Verdict {
        status: Status::Reported,
        strength: Strength::Stated,
        cue: None,
    })
}

/// The values of a row, in the order of its columns.
pub(in crate::commitment) fn targets<'l>(reading: &Reading<'l>, place: Place) -> Vec<Target<'l>> {
    let mut out = Vec::new();
    let Some(grid) = reading.outline.grids.get(place.grid()) else { return out };
    let Some(row) = grid.rows.get(place.row()) else { return out };
    let view = reading.view();
    let units = &reading.lexicon.units;
    let uses = uses(reading, grid);
    let Some(name) = grid
        .of_kinds(&[ColumnKind::Indicator])
        .filter(|&n| !row.cells[n].is_empty())
        .last()
        .map(|n| Name::read(view, row.cells[n], units))
    else {
        return out;
    };
    let unit_cell = grid
        .of_kinds(&[ColumnKind::Unit])
        .map(|n| row.cells[n].of(view))
        .find(|words| words.chars().any(|c| c.is_alphanumeric() || c == '%' || c == '‰'));
    let own_unit = unit_cell.map(str::to_string).or(name.unit.clone()).or_else(|| caption_unit(view, grid));
    let binding = nature(reading, grid, place.row()).map(|(binding, _)| binding);
    let words: String = name.span.of(view).into();
    let growth = words::growth_in_name(&words)
        .or_else(|| FALLS.iter().any(|end| words.ends_with(end)).then_some(Change::DecreaseBy));
    // Where things stood last: the latest year before the plan.
    let base = uses
        .iter()
        .enumerate()
        .filter_map(|(n, used)| match used {
            Some(Use::Past { year, rate: Rate::Level, .. }) => {
                let unit = grid.columns[n].unit.as_deref().or(own_unit.as_deref());
                Some((*year, Value::read(view, row.cells[n], unit, units)?))
            }
            _ => None,
        })
        .max_by_key(|(year, _)| *year);
    let last = last_year(reading, &uses);
    let levels = uses.iter().enumerate().any(|(n, used)| {
        matches!(used, Some(Use::Plan { rate: Rate::Level, .. }))
            && Value::read(view, row.cells[n], own_unit.as_deref(), units).is_some()
    });
    let mut seen = Vec::new();
    for (n, used) in uses.iter().enumerate() {
        let Some(used) = *used else { continue };
        let cell = row.cells[n];
        // A cell that stands under several years is one value.
        if cell.is_empty() || seen.contains(&cell) {
            continue;
        }
        seen.push(cell);
        let (rate, year, planned) = match used {
            Use::Plan { year, rate } => (rate, year, true),
            Use::Past { year, told: true, rate } => (rate, year, false),
            Use::Past { .. } => continue,
        };
        let unit = match rate {
            Rate::Level => grid.columns[n].unit.as_deref().or(own_unit.as_deref()),
            Rate::Growth | Rate::Yearly => Some(grid.columns[n].unit.as_deref().unwrap_or("%")),
        };
        let Some(mut value) = Value::read(view, cell, unit, units) else { continue };
        let mut change = value.change;
        let mut per = value.per;
        let share = matches!(units.kind(&value.unit), Some(UnitKind::Share));
        match rate {
            Rate::Level => {
                if share {
                    change = change.or(growth);
                }
            }
            Rate::Growth | Rate::Yearly if value.bracketed => {
                // `[35]` in a column of rates: in all, in the unit of the indicator.
                let unit = own_unit.as_deref();
                let Some(all) = Value::read(view, cell, unit, units) else { continue };
                value = all;
                let share = value.unit == "%";
                if share && growth.is_none() {
                    value.unit = "百分点".into();
                }
                // A level and what it adds up to stand side by side: 11.3 and [0.7].
                let difference = (share || levels).then(|| match value.value {
                    Some(fall) if fall.is_sign_negative() => Change::DecreaseBy,
                    _ => Change::IncreaseBy,
                });
                change = value.change.or(growth).or(difference);
                if change == Some(Change::DecreaseBy) {
                    value.value = value.value.map(|fall| fall.abs());
                }
            }
            Rate::Growth | Rate::Yearly => {
                change = change.or(growth).or(Some(Change::IncreaseBy));
                if rate == Rate::Yearly {
                    per = Some(Length::years(1));
                }
            }
        }
        let change = change.unwrap_or_default();
        let day = planned.then(|| year.or(last).and_then(end_of)).flatten();
        let fits = |base: &&(Option<i16>, Value)| {
            planned
                && rate == Rate::Level
                && !value.bracketed
                && change == Change::Level
                && base.1.unit == value.unit
        };
        let base = base.as_ref().filter(fits);
        let identify = |words: &str| {
            let change = (change != Change::Level).then_some(change);
            let relative = value.reference.is_some() && value.value.is_none();
            reading.lexicon.indicators.identify(words, &value.unit, change, relative)
        };
        // 单位GDP能耗降低 is the fall of 单位GDP能耗.
        let fallen =
            FALLS.iter().find_map(|end| words.strip_suffix(end)).filter(|_| change == Change::DecreaseBy);
        let indicator_id = identify(&words).or_else(|| identify(fallen?));
        let rare = Rare {
            value_max: value.most,
            baseline: base.and_then(|(_, base)| base.value),
            baseline_date: base.and_then(|(year, _)| year.and_then(end_of)),
            per_unit: value.per_unit.map(Cow::Owned),
            reference: value.reference,
            binding: binding.filter(|_| planned),
            ..Rare::default()
        };
        out.push(Target {
            span: value.span,
            rule: "a value in a table of indicators",
            indicator: smallvec![name.span],
            indicator_id,
            comparator: value.comparator,
            value: value.value,
            unit: Cow::Owned(value.unit),
            change,
            per,
            scope: super::scope(view, name.span),
            deadline: day,
            deadline_basis: day.map(|_| DeadlineBasis::Heading),
            kind: if planned { Kind::Target } else { Kind::Outcome },
            rare: rare.boxed(),
        });
    }
    out
}

/// `单位:万元` above the header.
fn caption_unit(view: &str, grid: &Grid) -> Option<String> {
    let captions = grid.rows.iter().take_while(|row| row.role == RowRole::Caption);
    let cells = captions.flat_map(|row| &row.cells).map(|cell| cell.of(view));
    cells
        .filter_map(|words| words.trim_matches(['(', ')']).strip_prefix("单位:"))
        .map(|unit| unit.trim().into())
        .next()
}

/// `约束性`, `预期性`, and where the row says so.
fn nature(reading: &Reading, grid: &Grid, row: usize) -> Option<(Binding, Span)> {
    let view = reading.view();
    let cells = grid.of_kinds(&[ColumnKind::Nature]).map(|n| grid.rows[row].cells[n]);
    cells.filter(|cell| !cell.is_empty()).find_map(|cell| {
        let words = cell.of(view);
        if words.contains("约束") {
            Some((Binding::Binding, cell))
        } else {
            (words.contains("预期") || words.contains("引导")).then_some((Binding::Expected, cell))
        }
    })
}

fn end_of(year: i16) -> Option<Day> {
    Day::new(year, 12, 31).ok()
}

/// The year that the document speaks in, from its day or the period that it is for.
fn this_year(reading: &Reading) -> Option<i16> {
    let about = &reading.about;
    let today =
        about.today.as_ref().filter(|today| today.basis != Basis::Web).map(|today| today.value.year());
    today.or_else(|| about.period.as_ref()?.value.start.map(|day| day.year()))
}

/// The last year that the columns plan for, else that in which the plan's period ends.
fn last_year(reading: &Reading, uses: &[Option<Use>]) -> Option<i16> {
    let planned = uses.iter().filter_map(|used| match used {
        Some(Use::Plan { year, rate: Rate::Level }) => *year,
        _ => None,
    });
    planned.max().or_else(|| reading.about.period.as_ref()?.value.end.map(|day| day.year()))
}

/// What the columns of a table of indicators are for.
fn uses(reading: &Reading, grid: &Grid) -> Vec<Option<Use>> {
    let now = this_year(reading);
    let columns = &grid.columns;
    let bare = || columns.iter().filter(|column| column.kind.is_none()).filter_map(|column| column.year);
    // Years alone are those of a plan where something else says that values are to be reached.
    let promised = grid.has(&[ColumnKind::Nature, ColumnKind::Target])
        || columns
            .iter()
            .any(|column| column.kind == Some(ColumnKind::Growth) && column.yearly && column.year.is_none());
    let done = columns
        .iter()
        .filter(|column| matches!(column.kind, Some(ColumnKind::Actual | ColumnKind::Base)))
        .filter_map(|column| column.year)
        .max();
    let first = bare().min();
    let several = first != bare().max();
    let of_year = |year: i16| -> Option<bool> {
        match now {
            Some(now) if year < now => Some(false),
            Some(now) if year > now => Some(true),
            Some(_) => Some(!(several && first == Some(year)) && done.is_none_or(|done| year > done)),
            None if !promised => None,
            None => Some(done.map_or(!several || first != Some(year), |done| year > done)),
        }
    };
    let mut before: Option<(Option<i16>, bool)> = None;
    let mut uses: Vec<Option<Use>> = Vec::with_capacity(columns.len());
    for column in columns {
        let year = column.year;
        let used = match column.kind {
            Some(ColumnKind::Target | ColumnKind::Goal) => {
                let gone = year.is_some_and(|year| {
                    now.is_some_and(|now| year < now) || done.is_some_and(|done| year <= done)
                });
                (!gone).then_some(Use::Plan { year, rate: Rate::Level })
            }
            Some(ColumnKind::Actual) if year.zip(now).is_some_and(|(year, now)| year > now) => {
                Some(Use::Plan { year, rate: Rate::Level })
            }
            Some(ColumnKind::Actual) => Some(Use::Past { year, told: true, rate: Rate::Level }),
            Some(ColumnKind::Base) => Some(Use::Past { year, told: false, rate: Rate::Level }),
            None => year.and_then(|of| {
                Some(if of_year(of)? {
                    Use::Plan { year, rate: Rate::Level }
                } else {
                    Use::Past { year, told: false, rate: Rate::Level }
                })
            }),
            Some(ColumnKind::Growth) => growth(column.yearly, year, before, of_year),
            _ => None,
        };
        match used {
            Some(Use::Plan { year, rate: Rate::Level }) => before = Some((year, true)),
            Some(Use::Past { year, told, rate: Rate::Level }) if told || year.is_some() => {
                before = Some((year, false));
            }
            _ => {}
        }
        uses.push(used);
    }
    // A rate of growth alone does not make a plan of past figures.
    let level = |used: &Option<Use>| matches!(used, Some(Use::Plan { rate: Rate::Level, .. }));
    if !promised && !uses.iter().any(level) {
        for used in &mut uses {
            if matches!(used, Some(Use::Plan { year: None, .. })) {
                *used = None;
            }
        }
    }
    uses
}

/// A column of growth: over the years of the plan, of the year that it names, or of the column before it.
fn growth(
    yearly: bool,
    year: Option<i16>,
    before: Option<(Option<i16>, bool)>,
    of_year: impl Fn(i16) -> Option<bool>,
) -> Option<Use> {
    let rate = if yearly { Rate::Yearly } else { Rate::Growth };
    match (year, before) {
        (Some(of), _) => Some(match of_year(of)? {
            true => Use::Plan { year, rate },
            // What grew by how much in years gone is told where no plan is made of it.
            false => Use::Past { year, told: false, rate },
        }),
        (None, Some((year, false))) if !yearly => Some(Use::Past { year, told: false, rate }),
        (None, Some((year, true))) if !yearly => Some(Use::Plan { year, rate }),
        (None, _) => Some(Use::Plan { year: None, rate }),
    }
}

/// What is measured: `(1)地区生产总值(亿元)` is 地区生产总值 in 亿元.
struct Name {
    span: Span,
    unit: Option<String>,
}

impl Name {
    fn read(view: &str, cell: Span, units: &Units) -> Name {
        let words = cell.of(view);
        let number = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
        let inner = words.trim_start_matches('(');
        let rest = inner.trim_start_matches(number);
        let marked = rest.len() < inner.len() && rest.starts_with(['.', '、', ')', '．']);
        let mut start = 0;
        if marked {
            start = words.len() - rest.trim_start_matches(['.', '、', ')', '．', ' ']).len();
        }
        for lead in ["其中:", "其中", "#", "*", "★"] {
            if let Some(rest) = words[start..].strip_prefix(lead).filter(|rest| rest.chars().count() > 1) {
                start = words.len() - rest.trim_start().len();
            }
        }
        let mut end = words.trim_end_matches(['*', '#', '①', '②', '③', '④', '⑤', ' ', ':']).len().max(start);
        let mut unit = None;
        if let Some(inner) = words[start..end].strip_suffix([')', ']'])
            && let Some(open) = inner.rfind(['(', '['])
            && open > 0
        {
            let inside = inner[open + 1..].trim();
            let scaled = inside.trim_start_matches(['万', '亿', '千', '百']);
            let known = units.at(inside).or_else(|| units.at(scaled)).is_some();
            if known && inside.chars().count() <= 12 {
                unit = Some(inside.to_string());
                end = start + inner[..open].trim_end().len();
            }
        }
        Name { span: Span::new(cell.start() + start, cell.start() + end).trimmed(view), unit }
    }
}

/// A value as a cell has it.
#[derive(Clone, Debug, PartialEq)]
struct Value {
    span: Span,
    comparator: Comparator,
    value: Option<Decimal>,
    most: Option<Decimal>,
    unit: String,
    per: Option<Length>,
    per_unit: Option<String>,
    change: Option<Change>,
    /// `[35]`: in all, over the years of the plan.
    bracketed: bool,
    /// `与经济增长同步`.
    reference: Option<Span>,
}

/// Words before a number, with what they say; the longest first among those that begin alike.
const BEFORE: &[(&str, Comparator)] = &[
    ("大于等于", Comparator::Ge),
    ("小于等于", Comparator::Le),
    ("不低于", Comparator::Ge),
    ("不少于", Comparator::Ge),
    ("不小于", Comparator::Ge),
    ("不超过", Comparator::Le),
    ("不高于", Comparator::Le),
    ("不大于", Comparator::Le),
    ("控制在", Comparator::Eq),
    ("至少", Comparator::Ge),
    ("超过", Comparator::Gt),
    ("突破", Comparator::Gt),
    ("高于", Comparator::Gt),
    ("大于", Comparator::Gt),
    ("低于", Comparator::Lt),
    ("小于", Comparator::Lt),
    ("达到", Comparator::Eq),
    ("保持", Comparator::Eq),
    ("累计", Comparator::Eq),
    ("新增", Comparator::Eq),
    ("完成", Comparator::Eq),
    (">=", Comparator::Ge),
    ("<=", Comparator::Le),
    ("≥", Comparator::Ge),
    ("≧", Comparator::Ge),
    ("≤", Comparator::Le),
    ("≦", Comparator::Le),
    (">", Comparator::Gt),
    ("<", Comparator::Lt),
    ("达", Comparator::Eq),
    ("约", Comparator::Approx),
    ("超", Comparator::Gt),
    ("至", Comparator::Eq),
    ("到", Comparator::Eq),
];

/// Words behind a number and its unit.
const AFTER: &[(&str, Comparator)] = &[
    ("及以上", Comparator::Ge),
    ("及以下", Comparator::Le),
    ("以上", Comparator::Ge),
    ("以下", Comparator::Le),
    ("以内", Comparator::Le),
    ("之内", Comparator::Le),
    ("左右", Comparator::Approx),
    ("上下", Comparator::Approx),
    ("+", Comparator::Ge),
];

const CHANGES: &[(&str, Change)] = &[
    ("增长", Change::IncreaseBy),
    ("提高到", Change::IncreaseTo),
    ("增加到", Change::IncreaseTo),
    ("下降到", Change::DecreaseTo),
    ("降低到", Change::DecreaseTo),
    ("提高", Change::IncreaseBy),
    ("增加", Change::IncreaseBy),
    ("提升", Change::IncreaseBy),
    ("下降", Change::DecreaseBy),
    ("降低", Change::DecreaseBy),
    ("减少", Change::DecreaseBy),
];

impl Value {
    /// Reads a cell that holds one value and nothing else; `unit` is that of its row or column.
    fn read(view: &str, cell: Span, unit: Option<&str>, units: &Units) -> Option<Value> {
        const LONGEST: usize = 60;
        let mut span = cell.trimmed(view);
        if span.is_empty() || span.len() > LONGEST {
            return None;
        }
        let mut value = Value {
            span,
            comparator: Comparator::Eq,
            value: None,
            most: None,
            unit: String::new(),
            per: None,
            per_unit: None,
            change: None,
            bracketed: false,
            reference: None,
        };
        let words = span.of(view);
        if let Some(reference) = words.strip_suffix("同步").or_else(|| words.strip_suffix("基本同步")) {
            let reference = reference.trim_end_matches("基本").trim_end_matches("保持");
            let lead =
                ["与", "和", "同"].iter().find(|lead| reference.starts_with(**lead)).map_or(0, |l| l.len());
            let quoted = Span::new(span.start() + lead, span.start() + reference.len());
            if quoted.is_empty() {
                return None;
            }
            value.comparator = Comparator::Sync;
            value.reference = Some(quoted);
            return Some(value);
        }
        // 高于GDP增速: against another quantity, without a number.
        const OTHERS: usize = 14;
        let against = BEFORE.iter().find(|(word, _)| words.starts_with(word));
        if let Some((word, comparator)) = against
            && matches!(comparator, Comparator::Ge | Comparator::Gt | Comparator::Le | Comparator::Lt)
            && !words.bytes().any(|b| b.is_ascii_digit())
            && (3..=OTHERS).contains(&words[word.len()..].chars().count())
        {
            value.comparator = *comparator;
            value.reference = Some(Span::new(span.start() + word.len(), span.end()));
            return Some(value);
        }
        if matches!(words, "全覆盖") {
            (value.value, value.unit) = (Some(Decimal::ONE_HUNDRED), "%".into());
            return Some(value);
        }
        let open = words.starts_with(['[', '〔', '【', '(']);
        if open && words.ends_with([']', '〕', '】', ')']) {
            value.bracketed = true;
            let first = words.chars().next().map_or(0, char::len_utf8);
            let last = words.chars().next_back().map_or(0, char::len_utf8);
            span = Span::new(span.start() + first, span.end() - last).trimmed(view);
        } else if let Some(at) = words.find(['(', '[']).filter(|&at| at > 0) {
            // `75(2024年)`: an aside behind the value.
            span = span.ending_at(span.start() + at);
            span = span.trimmed(view);
            value.span = span;
        }
        let mut rest = span.of(view);
        let mut compared = None;
        loop {
            rest = rest.trim_start();
            if let Some((word, change)) = CHANGES.iter().find(|(word, _)| rest.starts_with(word)) {
                value.change = Some(*change);
                rest = &rest[word.len()..];
            } else if let Some((word, comparator)) = BEFORE.iter().find(|(word, _)| rest.starts_with(word)) {
                if *comparator != Comparator::Eq {
                    compared = Some(*comparator);
                }
                rest = &rest[word.len()..];
            } else {
                break;
            }
        }
        let (first, after) = number(rest)?;
        rest = after;
        let mut second = None;
        let (mut said, behind) = unit_of(rest, units);
        if let Some(later) = behind.trim_start().strip_prefix(['-', '—', '~', '–', '～', '至'])
            && let Some((most, after)) = number(later.trim_start_matches(['-', '—', '~']).trim_start())
        {
            second = Some(most);
            let (unit, behind) = unit_of(after, units);
            said = unit.or(said);
            rest = behind;
        } else {
            rest = behind;
        }
        rest = rest.trim();
        if let Some((word, comparator)) = AFTER.iter().find(|(word, _)| rest.starts_with(word)) {
            compared = Some(*comparator);
            rest = rest[word.len()..].trim();
        }
        // What is left over would say something else.
        if !rest.trim_matches(['。', ';', ',', '*', ' ']).is_empty() {
            return None;
        }
        let (scale, unit, per) = split_unit(said.as_deref().or(unit).unwrap_or_default(), units);
        let scaled = |number: Decimal| number.checked_mul(scale);
        value.value = Some(scaled(first)?);
        value.most = match second {
            Some(most) => Some(scaled(most)?),
            None => None,
        };
        if value.most.is_some() {
            value.comparator = Comparator::Range;
        }
        value.comparator = compared.filter(|_| value.most.is_none()).unwrap_or(value.comparator);
        value.unit = unit;
        match per.as_deref() {
            Some("年") => value.per = Some(Length::years(1)),
            Some("月") => value.per = Some(Length::months(1)),
            Some(thing) => value.per_unit = Some(thing.into()),
            None => {}
        }
        Some(value)
    }
}

/// The number that begins `words`, and what follows it.
fn number(words: &str) -> Option<(Decimal, &str)> {
    let negative = words.strip_prefix(['-', '−']);
    let digits = negative.unwrap_or(words);
    let end = digits.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ',')).unwrap_or(digits.len());
    let figure = digits[..end].trim_end_matches([',', '.']);
    if !figure.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let value = numeral::parse(figure)?;
    Some((if negative.is_some() { -value } else { value }, &digits[figure.len()..]))
}

/// The unit that begins `words`, and what follows it: `万人以上` is 万人 and 以上.
fn unit_of<'w>(words: &'w str, units: &Units) -> (Option<String>, &'w str) {
    let words = words.trim_start();
    let scale = words.len() - words.trim_start_matches(['万', '亿', '千', '百']).len();
    let end = match (units.at(words), units.at(&words[scale..])) {
        (Some((_, length)), _) if length > scale => length,
        (_, Some((_, length))) => scale + length,
        _ if scale > 0 => scale,
        _ => return (None, words),
    };
    let mut end = end;
    // 元/人, 次/年
    if let Some(rest) = words[end..].strip_prefix('/') {
        let thing = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        end += 1 + thing;
    }
    (Some(words[..end].to_string()), &words[end..])
}

/// A unit without its scale and without what it is per: `亿元` is 100 000 000 and 元, `件/万人` is 件 per 万人.
fn split_unit(words: &str, units: &Units) -> (Decimal, String, Option<String>) {
    let words: String = words.chars().filter(|c| !c.is_whitespace()).collect();
    let canonical = |word: &str| match units.at(word) {
        Some((unit, length)) if length == word.len() => unit.name.clone(),
        _ => word.to_string(),
    };
    let whole = |word: &str| units.at(word).is_some_and(|(_, length)| length == word.len());
    if whole(&words) {
        return (Decimal::ONE, canonical(&words), None);
    }
    let (head, per) = match words.split_once('/') {
        Some((head, per)) if !head.is_empty() && !per.is_empty() => (head, Some(per.to_string())),
        _ => (words.as_str(), None),
    };
    const SCALES: [(&str, u64); 9] = [
        ("万亿", 1_000_000_000_000),
        ("百亿", 10_000_000_000),
        ("十亿", 1_000_000_000),
        ("亿", 100_000_000),
        ("千万", 10_000_000),
        ("百万", 1_000_000),
        ("十万", 100_000),
        ("万", 10_000),
        ("千", 1_000),
    ];
    if !whole(head)
        && let Some(&(word, scale)) = SCALES.iter().find(|(word, _)| head.starts_with(word))
    {
        let rest = &head[word.len()..];
        if word != "千" || whole(rest) {
            return (Decimal::from(scale), canonical(rest), per);
        }
    }
    (Decimal::ONE, canonical(head), per)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicon;

    fn said(cell: &str, unit: &str) -> String {
        let units = &Lexicon::embedded().units;
        let unit = Some(unit).filter(|unit| !unit.is_empty());
        match Value::read(cell, Span::new(0, cell.len()), unit, units) {
            Some(value) => {
                let mut said = format!("{:?}", value.comparator).to_lowercase();
                for number in [value.value, value.most].into_iter().flatten() {
                    said += &format!(" {}", number.normalize());
                }
                said += &format!(" {}", value.unit);
                if let Some(per) = value.per_unit {
                    said += &format!(" each {per}");
                }
                if let Some(per) = value.per {
                    said += &format!(" per {per}");
                }
                said
            }
            None => "-".into(),
        }
    }

    #[test]
    fn cells_of_values_are_read() {
        for (cell, unit, expected) in [
            ("1500", "亿元", "eq 150000000000 元"),
            ("≥72.5", "%", "ge 72.5 %"),
            (">95%", "", "gt 95 %"),
            ("6.5左右", "%", "approx 6.5 %"),
            ("5.5-6.5", "%", "range 5.5 6.5 %"),
            ("5%-6%", "%", "range 5 6 %"),
            ("[12]", "万人", "eq 120000 人"),
            ("3以内", "%", "le 3 %"),
            ("12.5万人以上", "", "ge 125000 人"),
            ("2.8", "件/万人", "eq 2.8 件 each 万人"),
            ("3,200", "元/年", "eq 3200 元 per P1Y"),
            ("80.2", "岁", "eq 80.2 岁"),
            ("全覆盖", "", "eq 100 %"),
            ("—", "%", "-"),
            ("/", "", "-"),
            ("完成省下达任务", "%", "-"),
            ("高于", "%", "-"),
            ("高于GDP增速", "%", "gt "),
            ("[-1.2]", "万人", "eq -12000 人"),
            ("第3批", "", "-"),
            ("2024年12月", "", "-"),
        ] {
            assert_eq!(said(cell, unit), expected, "{cell} in {unit}");
        }
    }

    #[test]
    fn names_leave_number_and_unit() {
        let units = &Lexicon::embedded().units;
        for (cell, name, unit) in [
            ("(1)地区生产总值(亿元)", "地区生产总值", Some("亿元")),
            ("3.城镇新增就业(万人)", "城镇新增就业", Some("万人")),
            ("其中:农村居民", "农村居民", None),
            ("森林覆盖率(%)", "森林覆盖率", Some("%")),
            ("PM2.5平均浓度(微克/立方米)", "PM2.5平均浓度", Some("微克/立方米")),
            ("常住人口(含流动人口)", "常住人口(含流动人口)", None),
            ("5G基站", "5G基站", None),
        ] {
            let read = Name::read(cell, Span::new(0, cell.len()), units);
            assert_eq!((read.span.of(cell), read.unit.as_deref()), (name, unit), "{cell}");
        }
    }
}
