//! The setting of a segment: what its document and its section lead a reader to expect of it.

use super::signs;
use crate::context::Reading;
use crate::lexicon::Sign;
use crate::outline::{Form, Section};
use crate::span::{Span, next_within};
use crate::wordlist::WordList;

/// What kind of document speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Genre {
    /// A government's report to its congress: first what was done, then what is to be done.
    WorkReport,
    /// A plan, notice, set of measures: what is to be done.
    Plan,
    /// A summary, an experience text, news: what was done.
    Told,
}

/// What a section leads a reader to expect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// Before the first section.
    Opening,
    Past,
    Coming,
    /// Why it matters.
    Reason,
    /// What is wanting.
    Hardship,
    /// Guiding thought.
    Guide,
}

/// The genre of a document and the mood of each of its sections.
pub struct Setting {
    pub genre: Genre,
    moods: Vec<Mood>,
    /// The section with which a work report comes to what was done or is to be done.
    sets_course: Vec<bool>,
}

impl Setting {
    pub fn of(reading: &Reading) -> Setting {
        let genre = genre(reading);
        let years = Years::of(reading);
        let sections = &reading.outline.sections;
        let mut moods: Vec<Mood> = Vec::with_capacity(sections.len());
        let mut sets_course = vec![false; sections.len()];
        // In a work report the sections after 二、2024年工作安排 go on with what is to be done.
        let (mut course, mut level) =
            (if genre == Genre::Plan { Mood::Coming } else { Mood::Past }, u32::MAX);
        for (n, section) in sections.iter().enumerate() {
            let own = own(reading, section, genre, years);
            let mood = match (genre, section.parent) {
                (Genre::WorkReport, _)
                    if section.level <= level
                        || own.is_some() && year(section.heading.of(reading.view())).is_some() =>
                {
                    if let Some(mood @ (Mood::Past | Mood::Coming)) = own {
                        (course, level) = (mood, level.min(section.level));
                        sets_course[n] = true;
                    }
                    own.unwrap_or(course)
                }
                (Genre::WorkReport, Some(parent)) => match own {
                    Some(mood @ (Mood::Hardship | Mood::Guide)) => mood,
                    _ => moods[parent],
                },
                (_, Some(parent)) => match (moods[parent], own) {
                    // 发展基础 under 规划背景 tells what was done.
                    (Mood::Reason, Some(own @ (Mood::Past | Mood::Hardship))) => own,
                    (Mood::Reason, _) => Mood::Reason,
                    // Items under 指导思想和总体要求 say what is to be done.
                    (Mood::Guide, None) => course,
                    (inherited, None) => inherited,
                    (_, Some(own)) => own,
                },
                (_, None) => own.unwrap_or(course),
            };
            moods.push(mood);
        }
        Setting { genre, moods, sets_course }
    }

    pub fn sets_course(&self, section: usize) -> bool {
        self.sets_course[section]
    }

    pub fn mood(&self, section: Option<usize>) -> Mood {
        section.map_or(Mood::Opening, |n| self.moods[n])
    }
}

/// The years that headings name: the last one is the year to come.
#[derive(Clone, Copy)]
struct Years {
    last: Option<i16>,
    several: bool,
    today: Option<i16>,
}

impl Years {
    fn of(reading: &Reading) -> Years {
        let view = reading.view();
        let named = reading.outline.sections.iter().filter_map(|section| year(section.heading.of(view)));
        let (mut first, mut last) = (None, None);
        for year in named {
            first = Some(first.map_or(year, |first: i16| first.min(year)));
            last = Some(last.map_or(year, |last: i16| last.max(year)));
        }
        let today = reading.about.today.as_ref().map(|fact| fact.value.year());
        Years { last, several: first != last, today }
    }

    fn mood(self, year: i16) -> Option<Mood> {
        let last = self.last?;
        if self.several {
            return Some(if year < last { Mood::Past } else { Mood::Coming });
        }
        self.today.map(|today| if year < today { Mood::Past } else { Mood::Coming })
    }
}

/// The year that a heading names: `2024年工作安排`.
fn year(heading: &str) -> Option<i16> {
    // Of most headings no byte is a digit.
    if !heading.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (before, _) = heading.split_once('年')?;
    let digits = before.get(before.len().checked_sub(4)?..)?;
    digits.parse().ok().filter(|year| (1949..2100).contains(year))
}

/// The sign says that a section tells how things stand or stood.
fn told(sign: Sign) -> bool {
    matches!(sign, Sign::HeadPast | Sign::HeadReason | Sign::HeadHardship)
}

/// `补齐高质量发展短板`, `优化发展环境`, `解决突出问题`: the word is what a verb of the heading works on, so the section
/// tells what is done about it.
fn worked_on(view: &str, heading: Span, cue: Span) -> bool {
    static WORK: WordList = WordList::new(&[
        "优化", "补齐", "补强", "补上", "补", "解决", "破解", "化解", "改善", "营造", "打造", "聚焦", "瞄准",
        "整改", "整治", "消除", "应对", "夯实", "筑牢", "完善", "改进", "攻克", "克服", "纾解", "巩固",
        "净化",
    ]);
    let before = &view[heading.start()..cue.start()];
    let clause = before.rsplit([',', '、', ' ', ':', ';']).next().unwrap_or(before);
    WORK.within(clause)
}

/// Characters beyond which a section's first words are a sentence, no heading that sets a mood.
const LONGEST_HEADING: usize = 40;

/// Whether words have more than so many characters.
fn longer(words: &str, characters: usize) -> bool {
    words.len() > characters && words.chars().nth(characters).is_some()
}

/// The mood that a heading itself sets.
fn own(reading: &Reading, section: &Section, genre: Genre, years: Years) -> Option<Mood> {
    let view = reading.view();
    let heading = section.heading.of(view);
    if longer(heading, LONGEST_HEADING) {
        return None;
    }
    // What a Chinese heading is about stands at its end: 目标任务完成情况 is about what was done.
    let bare = heading.trim_end_matches(|c: char| !c.is_alphanumeric());
    let end = section.heading.start() + bare.len();
    let (mut last, mut at_end) = (None, None);
    signs::each(reading, section.heading, Sign::heads, |at, cue| {
        let strong = matches!(
            cue.word.as_str(),
            "回顾"
                | "过去"
                | "下一步"
                | "今年"
                | "明年"
                | "今后"
                | "下半年"
                | "重要意义"
                | "指导思想"
                | "总体要求"
        );
        if strong {
            last.get_or_insert(cue.sign);
        }
        if at.end() == end && !(told(cue.sign) && worked_on(view, section.heading, at)) {
            at_end = Some(cue.sign);
        }
    });
    let by_word = at_end.or(last).and_then(|sign| match sign {
        Sign::HeadPast => Some(Mood::Past),
        Sign::HeadComing => Some(Mood::Coming),
        Sign::HeadReason => Some(Mood::Reason),
        Sign::HeadHardship => Some(Mood::Hardship),
        Sign::HeadGuide => Some(Mood::Guide),
        _ => None,
    });
    // In a text of results 二是落实重点任务 heads a result like any other.
    let by_word = by_word.filter(|&mood| {
        genre != Genre::Told
            || mood != Mood::Coming
            || [
                "下一步",
                "下步",
                "打算",
                "今后",
                "计划",
                "安排",
                "展望",
                "建议",
                "下半年",
                "明年",
                "下一阶段",
            ]
            .iter()
            .any(|word| bare.contains(word))
    });
    let by_year = year(heading).filter(|_| !longer(heading, 30)).and_then(|year| years.mood(year));
    match (by_word, by_year) {
        // 2023年主要工作 beside 2024年主要工作: the year tells them apart.
        (Some(Mood::Coming) | None, Some(mood)) => Some(mood),
        (word, _) => word,
    }
}

/// What kind of document it is, from its title, its opening and, where these are silent, its cues.
fn genre(reading: &Reading) -> Genre {
    if is_work_report(reading) {
        return Genre::WorkReport;
    }
    match title(reading) {
        Some(Sign::TitlePlan) => Genre::Plan,
        Some(Sign::TitleTold) => Genre::Told,
        // Only what binds gets a number.
        _ if reading.about.number.is_some() => Genre::Plan,
        _ => by_cues(reading),
    }
}

/// The document reports to a congress what was done and what is to be done.
pub fn is_work_report(reading: &Reading) -> bool {
    static FORMULAS: WordList = WordList::new(&["各位代表", "报告政府工作", "政府工作报告", "请予审议"]);
    const OPENING: usize = 1200;
    let view = reading.view();
    let opening = view.char_indices().nth(OPENING).map_or(view, |(at, _)| &view[..at]);
    FORMULAS.within(opening) || reviews_then_plans(reading) || title(reading) == Some(Sign::TitleWork)
}

/// What the title says of the text: the last telling word of it, of a title line, or of a heading before the text.
fn title(reading: &Reading) -> Option<Sign> {
    let last = |span: Span| {
        let mut last = None;
        signs::each(reading, span, Sign::titles, |_, cue| last = Some(cue.sign));
        last
    };
    let segments = &reading.outline.segments;
    let titles = || segments.iter().filter(|segment| segment.form == Form::Title);
    let lines = || {
        let before = segments.iter().take_while(|segment| segment.form != Form::Prose);
        before.filter(|segment| segment.span.of(reading.view()).contains("关于"))
    };
    (reading.about.title_span.and_then(last))
        .or_else(|| titles().filter_map(|segment| last(segment.span)).next_back())
        .or_else(|| lines().find_map(|segment| last(segment.span)))
}

/// `一、2023年工作回顾` and after it `二、2024年工作安排`.
fn reviews_then_plans(reading: &Reading) -> bool {
    let view = reading.view();
    let mut outermost = reading.outline.sections.iter().filter(|section| section.parent.is_none());
    outermost.any(|section| section.heading.of(view).contains("工作回顾"))
        && outermost.any(|section| {
            let mut coming = false;
            signs::each(reading, section.heading, Sign::heads, |_, cue| {
                coming |= cue.sign == Sign::HeadComing;
            });
            coming
        })
}

/// Counts what binds against what is done.
fn by_cues(reading: &Reading) -> Genre {
    let (mut coming, mut past) = (0, 0);
    let mut before = 0;
    let segments = reading.outline.segments.iter().enumerate();
    for (n, segment) in segments.filter(|(_, segment)| segment.form == Form::Prose) {
        let cues = next_within(&reading.terms.cues, &mut before, segment.span, |cue| cue.span);
        let signs = signs::Signs::of(reading, segment.span, cues, reading.marks.of(n));
        let binds = signs.any(&[Sign::Order, Sign::Intend]);
        let told = signs.any(&[Sign::Done, Sign::Result, Sign::Past]);
        coming += u32::from(binds && !told);
        past += u32::from(told && !binds);
    }
    if past > coming { Genre::Told } else { Genre::Plan }
}
