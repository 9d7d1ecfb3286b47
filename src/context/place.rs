//! Dates placed in time: relative ones resolved against the document's own date, damaged ones restored.
//!
//! A year that is not said is that of the nearest dated words before it in the same segment, else that of the heading
//! (`一、2023年工作回顾`), else the document's own. What stays without a day on either side is no date.

use jiff::ToSpan;
use jiff::civil::Date as Day;

use super::About;
use crate::lexicon::Lexicon;
use crate::outline::{Form, Outline};
use crate::recognise::date::point::{Bound, Month, MonthPart, Part, Point, Stretch, Year, last_of};
use crate::recognise::date::{Reach, Said};
use crate::recognise::{Found, date};
use crate::record::Basis;
use crate::span::Span;
use crate::value::{Interval, Length, Moment};
use crate::wordlist::WordList;

/// A date with what it means.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    pub span: Span,
    pub rule: &'static str,
    pub moment: Moment,
    /// [`Basis::Stated`] or [`Basis::Relative`].
    pub basis: Basis,
    /// Rests on restored characters.
    pub repaired: bool,
}

/// Places the dates of a document, in order.
pub fn place(view: &str, outline: &Outline, dates: Vec<Found<date::Said>>, about: &About) -> Vec<Placed> {
    let today = about.today.as_ref().map(|fact| fact.value);
    let republic = dates.iter().any(|date| date.span.of(view).contains("民国") || republican(view, date));
    let reports = about.genre.as_deref().is_some_and(|genre| genre.contains("工作报告"));
    let headings = Headings::new(view, outline, &dates, today.filter(|_| reports));
    let mut segments = outline.segments.iter().peekable();
    // What a report without headings speaks of until its text names a year.
    let mut topic = today.map(|today| if reports { past_year(today) } else { today.year() });
    let mut said_in_segment = None;
    let mut led_in_segment = None;
    let mut placed = Vec::with_capacity(dates.len());
    for found in dates {
        while segments.next_if(|segment| segment.span.end() <= found.span.start()).is_some() {
            said_in_segment = None;
            led_in_segment = None;
        }
        let segment = segments.peek().filter(|segment| segment.span.holds(found.span.start()));
        let heading = headings.around(found.span.start(), segment.and_then(|segment| segment.section()));
        let spoken = led_in_segment.or(heading.year).or(topic);
        let frame = Frame { today, spoken, unsaid: said_in_segment.or(spoken), look: heading.look };
        let said = year_of_the_republic(view, found.value, found.span, republic);
        let (moment, basis, repaired) = frame.read(&said);
        let Some(moment) = moment else { continue };
        if let Some(year) = spoken_year(&moment, &said)
            && !compared(&view[..found.span.start()])
        {
            said_in_segment = Some(year);
            if begins(&view[..found.span.start()]) {
                led_in_segment = Some(year);
                if reports && is_year(&said) {
                    topic = Some(year);
                }
            }
        }
        placed.push(Placed { span: found.span, rule: found.rule, moment, basis, repaired });
    }
    placed
}

/// A whole year, `2023年` or `过去一年`, as the topic of what follows.
fn is_year(said: &Said) -> bool {
    matches!(said, Said::Stretch(Stretch::One(Point::In(_, Part::Whole), Bound::At)))
}

/// What stands before a year that is only there to be compared with: `较2019年增长`.
fn compared(before: &str) -> bool {
    before.ends_with(['较', '比', '为', '是', '至', '到', '创', '自'])
}

/// The date begins a sentence, or a line after its marker.
fn begins(before: &str) -> bool {
    let before = before.trim_end_matches([' ', '\t']);
    before.is_empty() || before.ends_with(['\n', '。', ';', '!', '?', ')', ':', '—'])
}

/// The year that a date gives to those after it in its segment.
fn spoken_year(moment: &Moment, said: &Said) -> Option<i16> {
    let Moment::Date(when) = moment else { return None };
    if let Said::Stretch(Stretch::One(Point::Years(..), _)) = said {
        return None;
    }
    match (when.start, when.end) {
        (Some(start), Some(end)) if start.year() != end.year() => {
            matches!(said, Said::Stretch(Stretch::Between(..))).then_some(end.year())
        }
        (start, end) => Some(start.or(end)?.year()),
    }
}

/// `107年底`: three digits are a year of the Republic.
fn republican(view: &str, found: &Found<Said>) -> bool {
    let words = found.span.of(view).trim_start_matches(['到', '至', '从', '自']);
    let digits = words.chars().take_while(|c| crate::numeral::digit(*c).is_some()).count();
    let ended = words.chars().nth(3) == Some('年') && words.chars().next().is_some_and(|c| "1一".contains(c));
    digits == 3 && ended && matches!(found.value, Said::Stretch(_))
}

/// Where a document counts in years of the Republic, `104年` is 2015 and no length of time.
fn year_of_the_republic(view: &str, said: Said, span: Span, republic: bool) -> Said {
    if let Said::Duration { length, longest: None, reach: Reach::Unsaid } = &said
        && republic
        && (90..=150).contains(&length.years)
        && span.of(view).chars().count() == 4
        && span.of(view).ends_with('年')
        && span.of(view).starts_with(['1', '一'])
        && !span.of(view).contains(['百', '余', '多'])
    {
        let year = 1911 + length.years as i16;
        return Said::Stretch(Stretch::One(Point::In(Year::Stated(year), Part::Whole), Bound::At));
    }
    said
}

/// Whether a part of the document looks back or ahead.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Look {
    #[default]
    Neither,
    Back,
    Ahead,
}

/// What a heading says of the time of all under it.
#[derive(Clone, Copy, Debug, Default)]
struct Heading {
    year: Option<i16>,
    look: Look,
}

/// What heads a part that looks back.
static BACK: WordList = WordList::new(&["回顾", "过去", "完成情况", "总结", "成绩", "一年来"]);

/// What heads a part that looks ahead.
static AHEAD: WordList =
    WordList::new(&["安排", "重点工作", "下一步", "目标", "今年", "主要任务", "总体要求", "展望", "计划"]);

/// The headings that say a time, in document order.
struct Headings {
    /// One for each section of the outline.
    sections: Vec<Heading>,
    /// Lines that head something without a marker: where each begins to hold.
    lines: Vec<(usize, Heading)>,
}

impl Headings {
    /// `reported` is the day of a work report, whose headings look back and ahead; other plans' name their years.
    fn new(view: &str, outline: &Outline, dates: &[Found<Said>], reported: Option<Day>) -> Headings {
        let read = |span: Span| {
            let words = span.of(view);
            if words.len() > 50 && words.chars().nth(50).is_some() {
                return Heading::default();
            }
            let years = crate::span::within(dates, span, |date| date.span);
            let mut years = years.iter().filter_map(|date| date.value.year());
            let stated = years.next().filter(|&year| years.all(|other| other == year));
            if stated.is_none() && reported.is_none() {
                return Heading::default();
            }
            let look = match (BACK.within(words), AHEAD.within(words)) {
                (true, false) => Look::Back,
                (false, true) => Look::Ahead,
                _ => Look::Neither,
            };
            let year = stated.or_else(|| match look {
                Look::Back if !words.contains("五年") => reported.map(past_year),
                Look::Ahead => reported.map(coming_year),
                _ => None,
            });
            Heading { year, look }
        };
        let mut sections: Vec<Heading> = Vec::with_capacity(outline.sections.len());
        for section in &outline.sections {
            let own = read(section.heading);
            let parent = section.parent.and_then(|parent| sections.get(parent)).copied().unwrap_or_default();
            sections.push(if own.year.is_some() { own } else { parent });
        }
        let headings = outline.segments.iter().filter(|segment| segment.form == Form::Heading);
        let lines = headings.map(|segment| (segment.span.start(), read(segment.span)));
        let lines = lines.filter(|(_, heading)| heading.year.is_some()).collect();
        Headings { sections, lines }
    }

    fn around(&self, position: usize, section: Option<usize>) -> Heading {
        let own = section.and_then(|section| self.sections.get(section)).copied().unwrap_or_default();
        if own.year.is_some() {
            return own;
        }
        let before = self.lines.partition_point(|&(at, _)| at <= position);
        before.checked_sub(1).map(|n| self.lines[n].1).unwrap_or_default()
    }
}

/// The year on which a report of that day looks back: in the first months the one before.
fn past_year(today: Day) -> i16 {
    if today.month() <= 4 { today.year() - 1 } else { today.year() }
}

/// The year that it looks forward to.
fn coming_year(today: Day) -> i16 {
    if today.month() >= 11 { today.year() + 1 } else { today.year() }
}

/// The time that words are read in.
struct Frame {
    today: Option<Day>,
    /// The year that is spoken of.
    spoken: Option<i16>,
    /// The year of a month or day without one.
    unsaid: Option<i16>,
    look: Look,
}

impl Frame {
    fn read(&self, said: &Said) -> (Option<Moment>, Basis, bool) {
        match said {
            Said::Restored(interval) => (Some(Moment::Date(*interval)), Basis::Stated, true),
            Said::Stretch(stretch) => {
                let interval =
                    self.stretch(*stretch).filter(|when| when.start.is_some() || when.end.is_some());
                let basis = if stands_by_itself(*stretch) { Basis::Stated } else { Basis::Relative };
                (interval.map(Moment::Date), basis, false)
            }
            Said::Set { every, longest } => {
                (Some(Moment::Set { every: *every, longest: *longest }), Basis::Stated, false)
            }
            Said::Duration { length, longest, reach } => {
                let stretch = self.reach(longest.unwrap_or(*length), *reach).unwrap_or_default();
                let basis = if stretch == Interval::default() { Basis::Stated } else { Basis::Relative };
                (Some(Moment::Duration { length: *length, longest: *longest, stretch }), basis, false)
            }
            Said::Event { name, held } => {
                let (when, basis) = match held[..] {
                    [one] => (one, Basis::Stated),
                    [] => (Interval::default(), Basis::Stated),
                    _ => (self.latest(held), Basis::Relative),
                };
                (Some(Moment::Event { name: name.clone(), when }), basis, false)
            }
        }
    }

    /// Of a series under one name, the last one opened before the document's own date.
    fn latest(&self, held: &[Interval]) -> Interval {
        let Some(today) = self.today else { return Interval::default() };
        let past = held.iter().rev().find(|held| held.start.is_some_and(|start| start <= today));
        past.copied().unwrap_or_default()
    }

    fn stretch(&self, stretch: Stretch) -> Option<Interval> {
        match stretch {
            Stretch::One(point, bound) => {
                let when = self.point(point, None)?;
                let (start, end) = (when.start?, when.end?);
                Some(match bound {
                    Bound::At => when,
                    Bound::Until => Interval::until(end),
                    Bound::From => Interval::from(start),
                    Bound::After => Interval::from(end.tomorrow().ok()?),
                })
            }
            Stretch::Between(from, to) => self.between(from, to),
        }
    }

    /// Both sides of a stretch; a side without a year or month takes it from the other.
    fn between(&self, from: Point, to: Point) -> Option<Interval> {
        let year = |point: Point| match point {
            Point::In(Year::Unsaid, _) | Point::DayOnly(_) => None,
            Point::In(year, _) => self.year(year),
            Point::Years(start, _) => Some(start),
            Point::Quarter(_) | Point::Week(_) => self.today.map(Day::year),
        };
        let from_year = year(from);
        let to_year = year(to);
        let month_of = |point: Point| match point {
            Point::In(_, Part::Month(Month::Number(month), _)) => Some(month),
            Point::In(_, Part::Months(month, _)) => Some(month),
            _ => None,
        };
        let wraps = matches!((month_of(from), month_of(to)), (Some(first), Some(last)) if last < first);
        let from_year =
            from_year.or_else(|| to_year.map(|to| if wraps { to - 1 } else { to })).or(self.unsaid);
        let start = self.point(from, from_year)?;
        let to_year = to_year.or_else(|| start.start.map(|start| start.year() + wraps as i16));
        let end = match to {
            Point::DayOnly(day) => {
                let start = start.start?;
                Interval::day(Day::new(start.year(), start.month(), day).ok()?)
            }
            _ => self.point(to, to_year)?,
        };
        let (start, end) = (start.start?, end.end?);
        (start <= end).then_some(Interval::between(start, end))
    }

    fn year(&self, year: Year) -> Option<i16> {
        let today = self.today.map(Day::year);
        match year {
            Year::Stated(year) => Some(year),
            Year::FromToday(years) => Some(today? + years),
            Year::Spoken(years) => Some(self.spoken? + years),
            Year::Past => match self.look {
                Look::Ahead => self.today.map(past_year),
                _ => self.spoken.filter(|&year| Some(year) != today).or_else(|| self.today.map(past_year)),
            },
            Year::Coming => self.today.map(coming_year),
            Year::Unsaid => self.unsaid,
        }
    }

    fn point(&self, point: Point, unsaid: Option<i16>) -> Option<Interval> {
        match point {
            Point::Years(from, to) => {
                Some(Interval::between(Day::new(from, 1, 1).ok()?, Day::new(to, 12, 31).ok()?))
            }
            Point::DayOnly(_) => None,
            Point::Quarter(quarters) => {
                let today = self.today?;
                let number = (today.year() * 4 + (today.month() as i16 - 1) / 3) + quarters;
                let (year, first) = (number.div_euclid(4), number.rem_euclid(4) as i8 * 3 + 1);
                Some(Interval::between(Day::new(year, first, 1).ok()?, last_of(year, first + 2)?))
            }
            Point::Week(weeks) => {
                let today = self.today?;
                let back = i32::from(today.weekday().to_monday_zero_offset());
                let monday = today.checked_add((i32::from(weeks) * 7 - back).days()).ok()?;
                Some(Interval::between(monday, monday.checked_add(6.days()).ok()?))
            }
            Point::In(year, part) => {
                let stated = matches!(year, Year::Stated(_) | Year::FromToday(_));
                let year = match year {
                    Year::Unsaid => unsaid.or(self.unsaid),
                    year => self.year(year),
                }?;
                // A 29 February without a year can only be that of a leap year.
                let year = match part {
                    Part::Month(Month::Number(2), MonthPart::Day(29)) if !stated && unsaid.is_none() => {
                        (0..8).map(|back| year - back).find(|&year| Day::new(year, 2, 29).is_ok())?
                    }
                    _ => year,
                };
                self.part(year, part)
            }
        }
    }

    fn part(&self, year: i16, part: Part) -> Option<Interval> {
        let day = |month, day| Day::new(year, month, day).ok();
        Some(match part {
            Part::Whole => Interval::between(day(1, 1)?, day(12, 31)?),
            Part::Months(first, last) => Interval::between(day(first, 1)?, last_of(year, last)?),
            Part::MonthsEnd(last) => Interval::day(last_of(year, last)?),
            Part::First => Interval::day(day(1, 1)?),
            Part::Last => Interval::day(day(12, 31)?),
            Part::FirstDays(days) => Interval::between(
                day(1, 1)?,
                day(1, 1)?.checked_add((i32::from(days as i16) - 1).days()).ok()?,
            ),
            Part::Festival(festival) => Interval::day(Lexicon::embedded().calendar.day_of(festival, year)?),
            Part::Month(month, part) => {
                let (year, month) = match month {
                    Month::Number(month) => (year, month),
                    Month::FromToday(months) => {
                        let number =
                            i32::from(year) * 12 + i32::from(self.today?.month()) - 1 + i32::from(months);
                        (number.div_euclid(12) as i16, number.rem_euclid(12) as i8 + 1)
                    }
                };
                let day = |day| Day::new(year, month, day).ok();
                let last = last_of(year, month)?;
                match part {
                    MonthPart::Whole => Interval::between(day(1)?, last),
                    MonthPart::Day(number) => Interval::day(day(number)?),
                    MonthPart::Third(1) => Interval::between(day(1)?, day(10)?),
                    MonthPart::Third(2) => Interval::between(day(11)?, day(20)?),
                    MonthPart::Third(_) => Interval::between(day(21)?, last),
                    MonthPart::Half(1) => Interval::between(day(1)?, day(15)?),
                    MonthPart::Half(_) => Interval::between(day(16)?, last),
                    MonthPart::First => Interval::day(day(1)?),
                    MonthPart::Last => Interval::day(last),
                }
            }
        })
    }

    /// The stretch that a length of time covers, seen from the document's own date.
    fn reach(&self, length: Length, reach: Reach) -> Option<Interval> {
        let today = self.today?;
        let span = (length.years as i64)
            .years()
            .months(length.months as i64)
            .weeks(length.weeks as i64)
            .days(length.days as i64);
        let whole_year =
            |year: i16| Some(Interval::between(Day::new(year, 1, 1).ok()?, Day::new(year, 12, 31).ok()?));
        match reach {
            Reach::Unsaid => None,
            Reach::PastYear => whole_year(self.year(Year::Past)?),
            Reach::Back => Some(Interval::between(today.checked_sub(span).ok()?.tomorrow().ok()?, today)),
            Reach::Ahead => Some(Interval::between(today, today.checked_add(span).ok()?.yesterday().ok()?)),
            Reach::Effort => {
                let end = today.checked_add(span).ok()?;
                Some(Interval::between(today.first_of_month(), Day::new(end.year(), 12, 31).ok()?))
            }
        }
    }
}

/// Nothing outside its words is needed to place it.
fn stands_by_itself(stretch: Stretch) -> bool {
    let by_itself = |point: Point| match point {
        Point::In(Year::Stated(_), Part::Month(Month::FromToday(_), _)) => false,
        Point::In(Year::Stated(_), _) | Point::Years(..) => true,
        _ => false,
    };
    match stretch {
        Stretch::One(point, _) => by_itself(point),
        Stretch::Between(from, to) => by_itself(from) || by_itself(to),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::context::Fact;
    use crate::{lexicon::Lexicon, outline, recognise};

    /// The dates of a phrase in a document of 20 March 2024, written as in `corpus/phrases/dates.tsv`.
    fn said(phrase: &str) -> String {
        let lexicon = Lexicon::embedded();
        let hits = lexicon.hits(phrase);
        let outline = outline::outline(phrase, &hits, lexicon);
        let today =
            Fact { value: jiff::civil::date(2024, 3, 20), basis: Basis::Option, evidence: Vec::new() };
        let about = About { today: Some(today), ..About::default() };
        let (dates, _) = recognise::dates_and_quantities(phrase, &hits, lexicon);
        let values: Vec<String> = place(phrase, &outline, dates, &about)
            .into_iter()
            .map(|placed| match placed.moment {
                Moment::Date(when) => when.edtf(),
                Moment::Duration { length, longest: None, .. } => length.to_string(),
                Moment::Duration { length, longest: Some(longest), .. } => format!("{length}..{longest}"),
                Moment::Set { every, longest: None } => format!("R/{every}"),
                Moment::Set { every, longest: Some(longest) } => format!("R/{every}..{longest}"),
                Moment::Event { when, .. } if when == Interval::default() => "event ?".into(),
                Moment::Event { when, .. } => format!("event {}", when.edtf()),
            })
            .collect();
        if values.is_empty() { "-".into() } else { values.join(" ; ") }
    }

    #[test]
    fn phrases_mean_what_their_table_says() {
        let table = include_str!("../../corpus/phrases/dates.tsv");
        let mut wrong = Vec::new();
        for line in table.lines() {
            let (expected, phrase) = line.split_once('\t').unwrap();
            let found = said(phrase);
            if found != expected {
                wrong.push(format!("{phrase}: {found} where {expected} is expected"));
            }
        }
        assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    }
}
