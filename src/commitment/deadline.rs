//! Deadlines: the last day by which a segment is to be done: its own (`到2019年底`), that of the clause before it, of
//! its heading (`部署动员(2010年6月8日前)`), its phase, or the period of its section (`2024年工作安排`).

use jiff::civil::Date as Day;

use super::target::row;
use super::{Judgement, status};
use crate::context::{Placed, Reading};
use crate::grid::Place;
use crate::lexicon::ColumnKind;
use crate::outline::{Form, Segment};
use crate::record::Basis;
use crate::span::{self, Span};
use crate::value::{DeadlineBasis, Moment, Status};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadline {
    pub day: Day,
    pub basis: DeadlineBasis,
    pub rule: &'static str,
}

/// One deadline a segment of the outline; `None` where nothing fixes it, and always where the segment is reported.
pub fn deadlines(reading: &Reading, judgements: &[Option<Judgement>]) -> Vec<Option<Deadline>> {
    let view = reading.view();
    let report = status::is_work_report(reading);
    let sections = of_sections(reading, report);
    let undated = report && !sections.iter().any(is_period);
    // The year of a work report whose headings name none: 2024年主要预期目标是….
    let mut year: Option<Deadline> = None;
    let mut out = Vec::with_capacity(judgements.len());
    let mut carried: Option<Carried> = None;
    let mut before = 0;
    for (n, (segment, judgement)) in reading.outline.segments.iter().zip(judgements).enumerate() {
        if carried.is_some_and(|carried| !carried.reaches(segment)) {
            carried = None;
        }
        let prose = matches!(segment.form, Form::Prose | Form::Task) && !is_result(reading, segment);
        let own = if prose {
            let dates = span::next_within(&reading.dates, &mut before, segment.span, |date| date.span);
            last_of(reading, segment.span, dates)
        } else {
            None
        };
        let words = segment.span.of(view);
        if let Some(day) = own {
            let reach = if words.ends_with(':') { Reach::Section } else { Reach::Paragraph };
            carried = Some(Carried {
                day,
                reach,
                paragraph: segment.paragraph(),
                section: segment.section(),
                sentence: true,
            });
        }
        if undated && own.is_some() && status::names_an_aim(words) {
            year =
                own.map(|day| Deadline { day, basis: DeadlineBasis::Period, rule: "the year of the report" });
        }
        let planned = judgement.is_some_and(|judgement| judgement.status == Status::Planned);
        out.push(
            planned
                .then(|| match own {
                    Some(day) => {
                        Some(Deadline { day, basis: DeadlineBasis::Stated, rule: "a day in the segment" })
                    }
                    None => carried
                        .filter(|carried| {
                            let dated = segment.section().is_some_and(|n| sections[n].is_some());
                            (carried.sentence || !dated) && carried.holds(reading, segment)
                        })
                        .map(|carried| Deadline {
                            day: carried.day,
                            basis: DeadlineBasis::Clause,
                            rule: "the day of the clause before",
                        })
                        .or_else(|| of_row(reading, n))
                        .or(segment.section().and_then(|n| sections[n]))
                        .or(year),
                })
                .flatten(),
        );
        if let Some(carried) = &mut carried {
            carried.sentence &= !words.ends_with(['。', '!', '?']);
        }
    }
    of_assignments(reading, judgements, &mut out);
    out
}

/// The day in the row of a task table: a cell behind the task that is a date and nothing else (`2025年6月底前`).
fn of_row(reading: &Reading, task: usize) -> Option<Deadline> {
    let segments = &reading.outline.segments;
    let own = segments[task];
    if let Some(place) = own.place {
        return in_columns(reading, own.form, place);
    }
    if own.form != Form::Task {
        return None;
    }
    let rest =
        segments[task + 1..].iter().skip_while(|s| s.form == Form::Task && s.paragraph() == own.paragraph());
    let mut cells = rest.take_while(|segment| segment.form == Form::Cell);
    let day = cells.find_map(|cell| {
        let date =
            dates_in(reading, cell.span).first().filter(|date| 3 * date.span.len() >= 2 * cell.span.len())?;
        match date.moment {
            Moment::Date(interval) => interval.end,
            _ => None,
        }
    })?;
    Some(Deadline { day, basis: DeadlineBasis::Stated, rule: "the day in the row of the table" })
}

/// The day that the columns of a table give a row: `完成时限`, the year of `2025年目标`, the last year of its values.
fn in_columns(reading: &Reading, form: Form, place: Place) -> Option<Deadline> {
    let grid = reading.outline.grids.get(place.grid())?;
    let row = grid.rows.get(place.row())?;
    let days = grid.of_kinds(&[ColumnKind::Deadline]).filter_map(|n| own(reading, row.cells[n]));
    if let Some(day) = days.max() {
        let rule = "the day in the row of the table";
        return Some(Deadline { day, basis: DeadlineBasis::Stated, rule });
    }
    let day = match form {
        Form::Row => row::targets(reading, place).iter().filter_map(|target| target.deadline).max()?,
        Form::Task => Day::new(grid.columns[place.column()].year?, 12, 31).ok()?,
        _ => return None,
    };
    Some(Deadline { day, basis: DeadlineBasis::Heading, rule: "the year of the column" })
}

/// A cell that says how far a task is.
fn is_result(reading: &Reading, segment: &Segment) -> bool {
    segment.place.is_some_and(|place| {
        let grid = &reading.outline.grids[place.grid()];
        grid.columns[place.column()].kind == Some(ColumnKind::Progress)
    })
}

/// `(责任单位:市科技局;完成时限:2024年12月底前)` holds for what its item says before it.
fn of_assignments(reading: &Reading, judgements: &[Option<Judgement>], out: &mut [Option<Deadline>]) {
    let mut item = 0;
    let mut section = None;
    for (n, segment) in reading.outline.segments.iter().enumerate() {
        if segment.section() != section {
            (item, section) = (n, segment.section());
        }
        if segment.form != Form::Assignment {
            continue;
        }
        if let Some(day) = own(reading, segment.span) {
            for task in item..n {
                if judgements[task].is_some_and(|judgement| judgement.status == Status::Planned) {
                    out[task].get_or_insert(Deadline {
                        day,
                        basis: DeadlineBasis::Clause,
                        rule: "the day beside the bodies",
                    });
                }
            }
        }
        item = n + 1;
    }
}

/// A day that the segments after its own may share.
#[derive(Clone, Copy)]
struct Carried {
    day: Day,
    reach: Reach,
    paragraph: usize,
    section: Option<usize>,
    /// Still in the sentence that names the day.
    sentence: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    Paragraph,
    /// `到2025年,实现以下目标:` and what is listed after it.
    Section,
}

impl Carried {
    fn reaches(&self, segment: &Segment) -> bool {
        match self.reach {
            Reach::Paragraph => self.paragraph == segment.paragraph(),
            Reach::Section => self.section == segment.section(),
        }
    }

    /// The clauses of one sentence share its day; the sentences of a paragraph do where they say what is aimed at.
    fn holds(&self, reading: &Reading, segment: &Segment) -> bool {
        if recurs(reading, segment.span) {
            return false;
        }
        self.sentence || self.reach == Reach::Section || aims(reading, segment.section())
    }
}

/// `每年提升1个百分点` is due every year, not on the day before it.
fn recurs(reading: &Reading, span: Span) -> bool {
    dates_in(reading, span).iter().any(|date| matches!(date.moment, Moment::Set { .. }))
}

/// The section says what is aimed at: `目标任务`, `主要目标`.
fn aims(reading: &Reading, section: Option<usize>) -> bool {
    let view = reading.view();
    section.is_some_and(|n| reading.outline.sections[n].heading.of(view).contains("目标"))
}

fn dates_in<'r>(reading: &'r Reading, span: Span) -> &'r [Placed] {
    span::within(&reading.dates, span, |date| date.span)
}

/// The last day that a segment names for what it says.
fn own(reading: &Reading, span: Span) -> Option<Day> {
    last_of(reading, span, dates_in(reading, span))
}

/// The last day that the dates in a segment name for what it says.
fn last_of(reading: &Reading, segment: Span, dates: &[Placed]) -> Option<Day> {
    dates.iter().filter_map(|date| binding(reading, segment, date)).max()
}

/// The day that a date binds to, or `None` where it dates something else.
pub(super) fn binding(reading: &Reading, segment: Span, date: &Placed) -> Option<Day> {
    let end = match &date.moment {
        Moment::Date(when) => when.end,
        // 经过3年的努力 ends with a result; 为期三年 says how long something goes on, 3—5年 leaves its end open.
        Moment::Duration { stretch, longest: None, .. } if spent(reading.view(), segment, date.span) => {
            stretch.end
        }
        Moment::Duration { .. } | Moment::Set { .. } | Moment::Event { .. } => None,
    }?;
    // The day on which a page was put up may be years after the plan.
    let today = reading.about.today.as_ref().filter(|today| today.basis != Basis::Web);
    let gone = today.is_some_and(|today| end < today.value);
    let plan = date.span.of(reading.view()).contains("五");
    let bound = !plan || within_plan(reading.view(), segment, date.span);
    let view = reading.view();
    (!gone && bound && !is_baseline(view, segment, date.span) && !names_a_thing(reading, segment, date.span))
        .then_some(end)
}

/// `比2000年削减5%`, `与2020年相比`, `按2000年价格计算`: the date that something is measured against.
fn is_baseline(view: &str, segment: Span, date: Span) -> bool {
    let before = view[segment.start()..date.start()].trim_end_matches(['“', '"']);
    let after = view[date.end()..segment.end()].trim_start_matches(['”', '"']);
    let against = ["比", "较"].iter().any(|word| before.ends_with(word) || date.of(view).starts_with(word));
    against
        || ["相比", "价格", "不变价", "可比价", "为基期", "为基数"].iter().any(|word| after.starts_with(word))
}

/// `“十四五”期间`, `到“十四五”末`: a plan period is a time where the words say so, else the name of the plan.
fn within_plan(view: &str, segment: Span, date: Span) -> bool {
    let words = date.of(view);
    let after = view[date.end()..segment.end()].trim_start_matches(['”', '"']);
    let says = ["期间", "时期", "末", "期末", "期内", "内", "以内"];
    // 五月底前, 2025年五一前 hold the character without naming a plan.
    !words.contains("十") && !words.contains('“')
        || says.iter().any(|word| after.starts_with(word) || words.ends_with(word))
        || words.starts_with('到')
}

/// `经过3年的努力`, `用三年时间`: the time in which something is to be reached.
fn spent(view: &str, segment: Span, date: Span) -> bool {
    let words = date.of(view);
    let before = &view[segment.start()..date.start()];
    ["经过", "通过", "利用", "用", "力争", "争取"]
        .iter()
        .any(|verb| words.starts_with(verb) || before.ends_with(verb))
        || words.ends_with('内')
}

/// `2035年远景目标`, `《…》(2005年—2010年)`, `为2030年…奠定基础`: the date belongs to a name or to another time.
fn names_a_thing(reading: &Reading, segment: Span, date: Span) -> bool {
    let view = reading.view();
    let before = &view[segment.start()..date.start()];
    let after = &view[date.end()..segment.end()];
    let open = reading.marks.open_titles(Span::new(segment.start(), date.start())) > 0;
    let of_title = before.ends_with("》(") || before.ends_with("》");
    let name = ["远景", "愿景", "规划", "行动", "纲要", "战略", "方案", "版", "以后", "之后", "及以后"];
    let clause = || after.split([',', '。', ';']).next().unwrap_or(after);
    open || of_title
        || name.iter().any(|word| after.trim_start_matches(')').starts_with(word))
        || before.ends_with('为') && ["奠定", "打下", "打好基础"].iter().any(|word| clause().contains(word))
}

/// The deadline that each section carries to what is planned under it: its own or that of the section around it.
fn of_sections(reading: &Reading, report: bool) -> Vec<Option<Deadline>> {
    let sections = &reading.outline.sections;
    let mut out: Vec<Option<Deadline>> = Vec::with_capacity(sections.len());
    // A work report's bare line 2024年工作安排 stands over the numbered sections after it.
    let mut standing = None;
    for section in sections {
        let own = if heads(reading, section.heading) { of_heading(reading, section.heading) } else { None };
        let outermost = section.parent.is_none() || is_period(&own);
        if outermost && section.marker.is_empty() {
            standing = own;
        }
        let around = match section.parent {
            Some(parent) => out[parent],
            None if report => standing,
            None => None,
        };
        out.push(own.or(around));
    }
    out
}

fn is_period(deadline: &Option<Deadline>) -> bool {
    deadline.is_some_and(|deadline| deadline.basis == DeadlineBasis::Period)
}

/// A section whose first words are a heading, not a sentence of its own.
fn heads(reading: &Reading, heading: Span) -> bool {
    let segments = &reading.outline.segments;
    let at = segments.partition_point(|segment| segment.span.end() <= heading.start());
    segments.get(at).is_some_and(|segment| segment.form == Form::Heading)
}

fn of_heading(reading: &Reading, heading: Span) -> Option<Deadline> {
    let view = reading.view();
    // The brackets of 部署动员(2010年6月8日前) may stand after the words taken as heading.
    let at = reading.outline.segments.partition_point(|segment| segment.span.end() <= heading.start());
    let span = reading.outline.segments.get(at).map_or(heading, |segment| segment.span);
    let dates = dates_in(reading, span).iter();
    let (day, date) =
        dates.filter_map(|date| Some((binding(reading, span, date)?, date))).max_by_key(|(day, _)| *day)?;
    let words = span.of(view);
    let bracketed = view[..date.span.start()].trim_end().ends_with('(')
        || words.trim_end_matches(['。', ' ']).ends_with(')');
    let from =
        matches!(&date.moment, Moment::Date(when) if when.start.is_some_and(|start| Some(start) != when.end));
    let whole_year = day.month() == 12 && day.day() == 31 && !bracketed;
    let (basis, rule) = if whole_year {
        (DeadlineBasis::Period, "the period of the section")
    } else if words.contains("阶段") || (bracketed && from) {
        (DeadlineBasis::Phase, "the end of the phase")
    } else {
        (DeadlineBasis::Heading, "the day in the heading")
    };
    Some(Deadline { day, basis, rule })
}
