//! Dates: `到2017年底`, `2010年6月8日前`, `“十四五”`, `每半年`, `经过3年的努力`, `党的十九大`.

pub(super) mod event;
mod lengths;
pub mod point;

use std::sync::LazyLock;

use jiff::civil::Date as Day;

use super::pattern::all;
use super::{Found, Match, Rule, Rules};
use crate::lexicon::{Hits, Lexicon};
use crate::numeral;
use crate::value::{Interval, Length};
use crate::wordlist::WordList;
use point::{Bound, Month, MonthPart, Part, Point, Stretch, Year};

/// A date as said, before anything is known of the document it stands in.
#[derive(Clone, Debug, PartialEq)]
pub enum Said {
    Stretch(Stretch),
    /// Days restored from a damaged date: `201612--20173月`.
    Restored(Interval),
    Duration {
        length: Length,
        longest: Option<Length>,
        reach: Reach,
    },
    Set {
        every: Length,
        longest: Option<Length>,
    },
    /// An occasion with its days: none where nobody can know, several where a series bears one name.
    Event {
        name: String,
        held: Vec<Interval>,
    },
}

/// Which way a length of time reaches from the document's own date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// `为期三年`: nothing says from when.
    Unsaid,
    /// `近三年`, `五年来`.
    Back,
    /// `未来五年`.
    Ahead,
    /// `经过3年的努力`: from the document's month to the end of the year.
    Effort,
    /// `一年来`: the year that a report looks back on.
    PastYear,
}

impl Said {
    /// The one day that the words name by themselves: `2010年6月2日`.
    pub fn day(&self) -> Option<Day> {
        match self {
            Said::Stretch(Stretch::One(
                Point::In(Year::Stated(year), Part::Month(Month::Number(month), MonthPart::Day(day))),
                Bound::At,
            )) => Day::new(*year, *month, *day).ok(),
            _ => None,
        }
    }

    /// The month that the words name by themselves: `2016年12月`.
    pub fn month(&self) -> Option<(i16, i8)> {
        match self {
            Said::Stretch(Stretch::One(
                Point::In(Year::Stated(year), Part::Month(Month::Number(month), _)),
                Bound::At,
            )) => Some((*year, *month)),
            _ => None,
        }
    }

    /// The year that the words state, where they state one: `到2025年底`, `2024年1-3月`.
    pub fn year(&self) -> Option<i16> {
        let of = |point: &Point| match point {
            Point::In(Year::Stated(year), _) => Some(*year),
            _ => None,
        };
        match self {
            Said::Stretch(Stretch::One(point, _)) => of(point),
            Said::Stretch(Stretch::Between(from, to)) => {
                let (from, to) = (of(from)?, of(to));
                (to.is_none() || to == Some(from)).then_some(from)
            }
            _ => None,
        }
    }
}

pub(super) static RULES: LazyLock<Rules<Said>> = LazyLock::new(|| Rules::new(rules(), AUTOMATON));

/// The dates in a view, from what the rules for dates and those for occasions found in it.
pub(super) fn join(
    view: &str,
    hits: &Hits,
    said: Vec<Found<Said>>,
    named: Vec<Found<event::Named>>,
    lexicon: &Lexicon,
) -> Vec<Found<Said>> {
    event::join(said, event::find(view, hits, named, lexicon))
}

const AUTOMATON: &[u8] = include_bytes!("date/dates.automaton");

const DIGIT: &str = "[0-9OoΟО〇零○一二三四五六七八九]";
const HAN: &str = "[一二三四五六七八九十]";
/// A month's or a day's number, also one that is too great: `13月` is to be held, not to be read as `3月`.
const SMALL: &str = r"(?:(?-u:\b)[0-9]{1,2}|[二三]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|[〇零○]?[一二三四五六七八九])";
const DAY: &str = r"(?: ?[0-9]{1,2}|[二三]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|[〇零○]?[一二三四五六七八九]) ?[日号]";
const DASH: &str = r" ?(?:-{1,2}|—{1,2}|–|~{1,2}|─{1,2}|━|―|到|至) ?";
const COUNT: &str = r"(?:(?-u:\b)[0-9]{1,3}(?:\.[05])?|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九]|一百)";

/// The parts that patterns are made of.
struct Parts {
    year: String,
    point: String,
    festival: String,
}

fn parts() -> Parts {
    let four = format!(r"(?:(?-u:\b)[12]|[一二贰壹]){DIGIT}{{3}}");
    let republic = format!(
        r"民国 ?(?:{DIGIT}{{1,3}}|元|[一二三四五六七八九]?十[一二三四五六七八九]?|一百[零〇○]?[一二三四五六七八九]?(?:十[一二三四五六七八九]?)?) ?年度?"
    );
    let relative = "(?:[今去本]年度?|明年|前年|后年|来年|次年|翌年|同年|上一?年度?|下一年度?)";
    let year = format!("(?:(?:公元)?{four} ?年度?|{republic}|{relative})");
    let quarter = r"(?:第?(?:[1-4]|[一二三四]) ?个?季度[末底]?|第?[一二三][、和]第?[二三四]季度|[一二三][二三四]季度|前(?:[二两三]|[23])个?季度|首季度?)";
    let half = "[上下前后]半年";
    let month = format!(r"(?:{SMALL} ?月份?(?:(?: ?{DAY})|[上中下]旬|[初底末]|月底|[上下]半月)?)");
    let bare_day = "[二三]?十[一二三四五六七八九]";
    let names = Lexicon::embedded().calendar.festivals();
    let quoted: Vec<&str> = names.iter().map(|(name, _)| name.as_str()).collect();
    let plain: Vec<&str> = quoted
        .iter()
        .copied()
        .filter(|name| name.chars().any(|c| numeral::digit(c).is_none() && !"十·".contains(c)))
        .collect();
    let festival = format!("(?:“(?:{})”节?|(?:{}))", quoted.join("|"), plain.join("|"));
    let nth = format!(r"(?:第{SMALL}个?月|前{SMALL}(?:[天日]|个月))");
    let relative_month = format!("(?:本月|上个?月|下个?月)(?: ?{DAY}|[上中下]旬|[初底末])?");
    let part = format!("(?:{quarter}|{half}|{month}|{relative_month}|{nth}|{festival}|年?[初底末])");
    let iso = format!(r"{four}[-./][0-9]{{1,2}}[-./][0-9]{{1,2}}日?");
    // `一五年一月十日`, `08年`, `107年底`: two digits are a year only with a month or a leading zero, three only with a part.
    let short = format!(
        r"(?:(?-u:\b)[0-9]{{2}}|[一二]{DIGIT}|[〇零○]{DIGIT}) ?年 ?(?:{month}|{quarter}|{half})|(?:(?-u:\b)0[0-9]|[〇零○][一二三四五六七八九]) ?年度?"
    );
    let three = format!(r"(?:(?-u:\b)1[0-4][0-9]|一[〇零○一二三四]{DIGIT}) ?年(?:度|[初底末]| ?{month})");
    let plan = "(?:“(?:二?十[一二三四五六七八九]?五|[七八九]五)”(?: ?规划)?|十[一二三四五六七]五(?:规划)?|(?:十五|九五|八五)(?:规划|计划))(?:时期|期间|期)?(?:[初末]|[前后][两三]年)?";
    let century = format!(
        "(?:本世纪|新世纪|上个?世纪|2[01]世纪|二十一?世纪)(?:{HAN}十年代|[0-9]0年代|中叶|[初末])?(?:初期?|中期|末期?|后期)?|(?:[五六七八九]十年代|(?-u:\\b)[1-9]0年代)(?:初期?|中期|末期?|后期)?"
    );
    let edge = "年[底末初]|岁末|月[底末初]|全年|年内";
    let past = "刚?刚?过去的一年|过去这?一年|这一年|新的?一年";
    let relatives = "本季度|上个?季度|下个?季度|[本上下]周";
    let point = format!(
        "(?:{year}(?: ?的? ?(?:{part}))?|{year} ?{SMALL}月{bare_day}|{SMALL}月{bare_day}|{iso}|{short}|{three}|{month}|{quarter}|{half}|{relative_month}|{plan}|{century}|{edge}|{past}|{relatives})"
    );
    Parts { year, point, festival }
}

fn rules() -> Vec<Rule<Said>> {
    let Parts { year, point, festival } = parts();
    let four = format!(r"(?-u:\b)[12][0-9OoΟО〇○]{{3}}|[一二]{DIGIT}{{3}}");
    let to = "(?:到了?|至|截至到?|截止[到至]?|直到)";
    let before = "(?:之前|以前|前夕|前|为止|止)";
    let since = "(?:起开始|开始|以来|起)";
    let after = "(?:之后|以后|后)";
    let within = "(?:期间|期内|之际|内)";
    let mut rules = vec![
        Rule { name: "a date", pattern: format!("{point}{within}?"), it: all, read: stretch },
        Rule {
            name: "this year and the next",
            pattern: "今明两年".into(),
            it: all,
            read: |_| {
                let year = |years| Point::In(Year::FromToday(years), Part::Whole);
                Some(Said::Stretch(Stretch::Between(year(0), year(1))))
            },
        },
        Rule { name: "around a date", pattern: format!("{point}(?:前后|左右)"), it: all, read: stretch },
        Rule {
            name: "until a date",
            pattern: format!("{to} ?{point}(?: ?{before})?(?:时|结束)?|{point} ?{before}"),
            it: all,
            read: stretch,
        },
        Rule {
            name: "from a date on",
            pattern: format!("(?:从|自从?)? ?{point} ?{since}|自从? ?{point}"),
            it: all,
            read: stretch,
        },
        Rule { name: "after a date", pattern: format!("(?:从|自)? ?{point} ?{after}"), it: all, read: stretch },
        Rule {
            name: "a stretch from one date to another",
            pattern: format!(
                "(?:从|自)? ?(?:{point}|{four}|(?:{year}|(?:{four})[.年]) ?{SMALL}|{SMALL}月 ?{SMALL}|(?:{year})?{SMALL}月 ?{SMALL}|(?:{four})[./][0-9]{{1,2}})(?:(?:起|开始|始),?)?{DASH}(?:{point}|{DAY}|{four}|(?:{four})[./][0-9]{{1,2}})(?:之间|期间|间|结束|为止|止|前|底)?"
            ),
            it: all,
            read: between,
        },
        Rule {
            name: "a stretch of months or quarters",
            pattern: format!("(?:从|自)? ?{SMALL}{DASH}{SMALL} ?(?:月份?(?:底|末)?|季度)(?:之间|期间|间)?"),
            it: all,
            read: stretch,
        },
        Rule {
            name: "a stretch between two dates",
            pattern: format!("(?:{year}|{SMALL}月)[和与](?:{year}|{SMALL}月)(?:之间|间)"),
            it: all,
            read: stretch,
        },
        Rule {
            name: "a festival of a year",
            pattern: format!("{festival}(?:前夕|之前|以前|前|期间)"),
            it: all,
            read: stretch,
        },
        Rule {
            name: "the year's, where it begins a clause",
            pattern: "(?<it>年度)(?:累计|预计|共|计划|力争|实际|新)?(?:完成|实现|新增|投入|建成|开工|竣工|引进|培育|新签|签约|招引|达到|争取)".into(),
            it: |_| 0.."年度".len(),
            read: |found| {
                let clause = found.before().chars().next_back().is_none_or(|c| ",。;:、\n ".contains(c));
                clause.then_some(Said::Stretch(Stretch::One(Point::In(Year::Spoken(0), Part::Whole), Bound::At)))
            },
        },
        Rule {
            name: "a damaged stretch of months",
            pattern: r"(?-u:\b)(?<y1>20[0-9]{2})(?:年|\.)?(?<m1>[0-9]{1,2})月?(?:-{1,2}|—{1,2}|~|至)(?<y2>20[0-9]{2})(?:年|\.)?(?<m2>[0-9]{1,2})月".into(),
            it: all,
            read: damaged_months,
        },
        Rule {
            name: "a damaged day",
            pattern: r"(?-u:\b)(?<year>20[0-9]{2})(?<rest>[0-9]{3,4})".into(),
            it: all,
            read: damaged_day,
        },
        Rule {
            name: "one of a day of every year",
            pattern: format!("每年的? ?{SMALL}月(?: ?{DAY}|[上中下]旬|[初底末])?(?:[、和]{SMALL}月(?: ?{DAY}|[上中下]旬|[初底末])?)*(?:前|底前|以前|之前)?"),
            it: all,
            read: |_| Some(Said::Set { every: Length::years(1), longest: None }),
        },
        Rule {
            name: "every so often",
            pattern: format!("每隔?一?(?:(?<least>{COUNT})(?:{DASH}(?<most>{COUNT}))?)?个?(?<unit>半年|年度|年|季度|季|半个?月|月|周|星期|礼拜|旬|天|日)"),
            it: all,
            read: every,
        },
        Rule {
            name: "step by step in time",
            pattern: "(?:逐|按)(?<unit>年度|年|季度|季|月|旬|周|天|日)".into(),
            it: all,
            read: by_and_by,
        },
    ];
    rules.extend(durations());
    rules.extend(no_dates(&year, &point));
    rules
}

fn durations() -> Vec<Rule<Said>> {
    let unit = "(?<unit>个?半年|年半|年|个半月|个季度|个月|个?星期|个?周|个?工作日|[天日]|个?小时)";
    let amount = format!("(?<least>{COUNT})(?:余|多|来)?(?:(?:{DASH})?(?<most>{COUNT})(?:余|多)?)?{unit}");
    let after =
        "(?:(?:左右|以上)?的?(?:时间|努力|期限)|的(?:奋斗|建设)|(?:以|之)?内|(?:以)?来|以上|以下|左右|期)?";
    vec![
        Rule {
            name: "a length of time",
            pattern: format!(
                "(?<cue>近|最近|过去的?|连续|为期|历时|历经|经过|经|用|利用|再用|通过|未来|今后|此后|接下来)(?:约|近)? ?{amount}(?<end>{after})"
            ),
            it: all,
            read: duration,
        },
        Rule {
            name: "a bare length of time",
            pattern: format!("{amount}(?<end>{after})"),
            it: all,
            read: bare_duration,
        },
        Rule {
            name: "half a year",
            pattern: format!(
                "(?<cue>近|最近|过去|连续|为期|历时|经过|用|未来|今后)?(?<half>半年|半个月)(?<end>{after})"
            ),
            it: all,
            read: half,
        },
    ]
}

/// What looks like a date and is none, or is one only up to a point.
fn no_dates(year: &str, point: &str) -> Vec<Rule<Said>> {
    vec![
        Rule {
            name: "a date before a word that begins like its end",
            pattern: format!(
                "(?<it>(?:到|从|自|至|截至)?{point})(?:度假|初[步中级始心审选次衷期]|内蒙|内[外容部涝生需销]|前[移列茅往进沿端后期置瞻景线十百五锋海半]|前[0-9]|起[草步诉点飞底伏]|后[续勤备半期台端方劲]|末端|底[线子层数蕴色气部座]|日[均常益前产]|月[均球亮饼嫂]|季节|期[货限望刊末]|中期)"
            ),
            it: before_word,
            read: stretch,
        },
        Rule {
            name: "a year whose level is told",
            pattern: format!("(?:到|至)(?<it>{year})的[0-9]"),
            it: |words| "到".len()..words.len() - "的0".len(),
            read: stretch,
        },
        Rule {
            name: "a document number",
            pattern: format!(r"[〔\[(【](?:{year}|(?-u:\b)[12][0-9]{{3}})[〕\])】] ?第? ?[0-9]+ ?号"),
            it: all,
            read: |_| None,
        },
        Rule { name: "an issue of a year", pattern: format!("{year} ?第? ?[0-9]+ ?[号期]"), it: all, read: |_| None },
        Rule { name: "a movement", pattern: "三会一课|三月三|六月六|九月九|七月半|“?八五”?普法|十[一二]月市|一月一|[一半]?季度?一[^年]|八月八|十月稻田|烟花三月|九年义务|学前[一二三]年|一年四季|一年之计|一年一度|百年|千年|万年|一年接着一年干|一年更比一年|十年如一日|日日新|[一二三四五六七八九]五”?普法".into(), it: all, read: |_| None },
        Rule { name: "an age", pattern: format!("{COUNT}周?岁(?:以上|以下|以内)?|{COUNT}后"), it: all, read: |_| None },
        Rule { name: "a school year or class", pattern: format!("{COUNT}年(?:级|制|一贯|一遇|生|份|度|轮)"), it: all, read: |_| None },
        Rule { name: "a time of day", pattern: r"(?-u:\b)[0-9]{1,2}[::][0-9]{2}(?::[0-9]{2})?|(?-u:\b)[0-9]{1,2}时[0-9]{1,2}分".into(), it: all, read: |_| None },
        Rule { name: "a round of hours", pattern: format!("{COUNT}个?(?:小时|分钟)(?:[的]?(?:值班|值守|服务|在线|开放|营业|自助|经济|交通|生活|通勤|轨道|高铁|高速|便民|健身|阅读|医疗|圈|过境|[三两]级|不))"), it: all, read: |_| None },
        Rule { name: "a number", pattern: r"(?-u:\b)[0-9]+(?:\.[0-9]+)?(?:/[0-9]+)?".into(), it: all, read: |_| None },
        Rule { name: "a telephone number", pattern: r"(?-u:\b)0[0-9]{2,3}-[0-9]{7,8}|(?-u:\b)[0-9]{3,4}-[0-9]{4}-[0-9]{4}".into(), it: all, read: |_| None },
    ]
}

/// All words after which a date goes on like its end have two characters.
fn before_word(words: &str) -> std::ops::Range<usize> {
    0..words.char_indices().nth_back(1).map_or(0, |(at, _)| at)
}

fn stretch(found: &Match) -> Option<Said> {
    let words = found.it.of(found.text);
    if unlike(found, words) {
        return None;
    }
    let said = point::stretch(words)?;
    // A month in Han numerals without year or day is often part of a name: `烟花三月`, `十月稻田`.
    if let Stretch::One(Point::In(Year::Unsaid, Part::Month(Month::Number(_), MonthPart::Whole)), Bound::At) =
        said
        && words.ends_with('月')
        && !words.starts_with(|c: char| c.is_ascii_digit())
        && !found.text[found.span.start() + words.len()..]
            .starts_with(|c: char| ",。、;)和或至到的召".contains(c))
    {
        return None;
    }
    Some(Said::Stretch(said))
}

/// Words that begin or end inside another: `以上年龄`, `青年`, `透明年`.
fn unlike(found: &Match, words: &str) -> bool {
    let before = found.before().chars().next_back();
    let after = found.text[found.span.start() + words.len()..].chars().next();
    let first = words.chars().next();
    match first {
        Some('上') if words.starts_with("上年") => {
            before == Some('以') || after.is_some_and(|c| "龄轻".contains(c))
        }
        Some('后') => words.starts_with("后年") && before.is_some_and(|c| !",。、;:(".contains(c)),
        Some('来') => words.starts_with("来年") && before.is_some_and(|c| "年近以近".contains(c)),
        Some('前') => words.starts_with("前年") && before.is_some_and(|c| "之以年".contains(c)),
        Some('同') => after == Some('龄'),
        Some('次') => before.is_some_and(|c| "一二三四五六七八九十0123456789人层首多".contains(c)),
        Some('今' | '明' | '去' | '本') => after.is_some_and(|c| c == '轻'),
        Some('全') => before.is_some_and(|c| "安健".contains(c)),
        Some('年') if words == "年内" => after.is_some_and(|c| "外容部".contains(c)),
        Some('年' | '月') => before.is_some_and(|c| {
            // `学年底` is a school year's end, `大学年底前` a university's task.
            let school = c == '学'
                && ["大学", "中学", "小学", "科学", "医学"].iter().any(|word| found.before().ends_with(word));
            !school && (numeral::digit(c).is_some() || "十半每多几周同当青百千学逐岁余".contains(c))
        }),
        _ => false,
    }
}

fn between(found: &Match) -> Option<Said> {
    // `0371-2010-2020` is no stretch of years.
    if found.before().ends_with(['-', '.', '/', '〔', '[']) {
        return None;
    }
    stretch(found)
}

fn damaged_months(found: &Match) -> Option<Said> {
    let words = found.words();
    let joint = words.find(['-', '—', '~', '至'])?;
    let month = |words: &str| -> Option<(i16, i8)> {
        let (year, month) = words.split_at_checked(4)?;
        let month = month.trim_matches(|c: char| !c.is_ascii_digit());
        Some((year.parse().ok()?, month.parse().ok()?))
    };
    let (from, first) = month(&words[..joint])?;
    let (to, last) = month(words[joint..].trim_start_matches(['-', '—', '~', '至']))?;
    let start = Day::new(from, first, 1).ok()?;
    let end = point::last_of(to, last)?;
    (start < end).then_some(Said::Restored(Interval::between(start, end)))
}

/// `2020928`: restored where only one day can be meant. `20201231` has lost nothing but its marks.
fn damaged_day(found: &Match) -> Option<Said> {
    let (year, rest) = found.words().split_at_checked(4)?;
    let year = year.parse().ok()?;
    let standing = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || "()[]:,。;年".contains(c));
    if !standing(found.before().chars().next_back()) || !standing(found.after().chars().next()) {
        return None;
    }
    let day = |at: usize| {
        let (month, day) = rest.split_at(at);
        Day::new(year, month.parse().ok()?, day.parse().ok()?)
            .ok()
            .filter(|_| !day.starts_with('0') || day.len() == 2)
    };
    let days: Vec<Day> = match rest.len() {
        4 => day(2).into_iter().collect(),
        _ => [1, 2].into_iter().filter_map(day).collect(),
    };
    match days[..] {
        [day] => Some(Said::Restored(Interval::day(day))),
        _ => None,
    }
}

/// A length of so many of a unit.
fn length(count: &str, unit: &str) -> Option<Length> {
    let number = numeral::parse(count)?;
    let half = !number.fract().is_zero();
    let whole: u32 = number.trunc().try_into().ok()?;
    let of_years = |years: u32, months: u32| Length { years, months, ..Length::default() };
    let length = match unit.trim_start_matches('个') {
        "年" | "年度" if half => of_years(whole, 6),
        "年" | "年度" => Length::years(whole),
        "年半" => of_years(whole, 6),
        "半年" => Length::months(6 * whole),
        "季度" | "季" => Length::months(3 * whole),
        "月" => Length::months(whole),
        "半月" => Length { months: whole, days: 15, ..Length::default() },
        "周" | "星期" | "礼拜" => Length::weeks(whole),
        "旬" => Length::days(10 * whole),
        "天" | "日" | "工作日" => Length::days(whole),
        "小时" => Length::hours(whole),
        _ => return None,
    };
    (length != Length::default()).then_some(length)
}

fn every(found: &Match) -> Option<Said> {
    let parts = lengths::every(found.words())?;
    let every = match parts.unit {
        "半月" | "半个月" => Length::days(15),
        unit => length(parts.least, unit)?,
    };
    let longest = match parts.most {
        Some(most) => Some(length(most, parts.unit)?),
        None => None,
    };
    Some(Said::Set { every, longest })
}

fn by_and_by(found: &Match) -> Option<Said> {
    let unit = found.words().strip_prefix(['逐', '按'])?;
    if found.words().starts_with('按') && found.after().starts_with(['计', '龄', '轻', '产', '照']) {
        return None;
    }
    Some(Said::Set { every: length("1", unit)?, longest: None })
}

fn duration(found: &Match) -> Option<Said> {
    read_duration(lengths::cued(found.words())?)
}

fn read_duration(parts: lengths::Parts) -> Option<Said> {
    let lengths::Parts { cue, least, most, unit, end } = parts;
    let length = |count: &str| length(count, unit);
    let longest = match most {
        Some(most) => Some(length(most)?),
        None => None,
    };
    let value = length(least)?;
    let year = value == Length::years(1) && longest.is_none();
    let reach = match cue {
        "过去" | "过去的" if year => Reach::PastYear,
        "近" | "最近" | "过去" | "过去的" => Reach::Back,
        "未来" | "今后" | "接下来" => Reach::Ahead,
        "经过" | "用" | "利用" | "再用" | "通过" => Reach::Effort,
        _ if end.ends_with('来') && year => Reach::PastYear,
        _ if end.ends_with('来') => Reach::Back,
        _ => Reach::Unsaid,
    };
    Some(Said::Duration { length: value, longest, reach })
}

/// A length without a word before it that makes it one: `三年行动` is a name, `不平凡的一年` a description.
fn bare_duration(found: &Match) -> Option<Said> {
    /// `三年规划`, `五年总`.
    static UNDERTAKINGS: WordList = WordList::new(&[
        "实施方案",
        "规划",
        "方案",
        "毛入园",
        "建设",
        "整治",
        "治理",
        "总",
        "更新",
        "推进",
        "创建",
        "活动",
        "专项",
        "任务",
        "目标",
    ]);
    let parts = lengths::bare(found.words())?;
    let lengths::Parts { least, unit, end, .. } = parts;
    let before = found.before();
    let last = before.chars().next_back();
    let after = found.after();
    if last.is_some_and(|c| "第每几数多百千万零点.-/~—".contains(c) || numeral::digit(c).is_some())
    {
        return None;
    }
    let counted = ["天", "日", "个工作日", "工作日"].contains(&unit);
    if counted
        && after.starts_with([
            '均', '常', '报', '数', '然', '气', '津', '益', '程', '河', '中', '湖', '府', '本', '照', '夜',
        ])
    {
        return None;
    }
    match unit {
        "日" if !end.contains('内') => return None,
        // A count of days with good or bad air is a quantity, not a length of time.
        "天" if counts_days(before) => return None,
        "天" if least.starts_with(|c: char| !c.is_ascii_digit()) && !led(before) => return None,
        "天" if least == "一" && end.is_empty() && !before.ends_with(['少', '满', '前', '足', '于']) =>
        {
            return None;
        }
        "小时" | "个小时"
            if !["以上", "内", "以内", "时间", "的时间"].contains(&end)
                && !before.ends_with(['于', '足', '满', '少', '达', '续', '前']) =>
        {
            return None;
        }
        "周" | "个周" if least.starts_with('一') && end.is_empty() => return None,
        "周" if after.starts_with(['年', '岁', '期', '边', '围', '转', '口']) => return None,
        _ => {}
    }
    if unit == "年" {
        if after
            .starts_with(|c: char| "级制行攻计规轮份限禁倍大生滚提培会改清翻跨强成长战初底末代产".contains(c))
            && end.is_empty()
            || UNDERTAKINGS.starts(after).is_some() && end.is_empty()
        {
            return None;
        }
        if !led(before) && end.is_empty() {
            return None;
        }
        if before.ends_with('“') && end.is_empty() {
            return None;
        }
        let one = matches!(least, "一" | "1") && parts.most.is_none();
        if one
            && !matches!(
                end,
                "来" | "以来" | "内" | "以内" | "之内" | "以上" | "时间" | "的时间" | "期" | "左右"
            )
            && !before.ends_with(['期', '前', '隔', '续', '满', '长', '用'])
        {
            return None;
        }
        if one && before.ends_with(['这', '的', '新', '一']) {
            return None;
        }
    }
    read_duration(parts)
}

/// What stands before lets a length of time begin: punctuation, a preposition or a verb of time.
fn led(before: &str) -> bool {
    const LEADS: &str =
        "续近用经过去来后为期满达超约历延长足在前需至于每比提早隔跨是及和或内出现少短控战定限办置盼联待对";
    before
        .chars()
        .next_back()
        .is_none_or(|c| c.is_whitespace() || ",。、;:()“!?".contains(c) || LEADS.contains(c))
}

/// The sentence so far speaks of days of good or bad air, which are counted.
fn counts_days(before: &str) -> bool {
    let mut from = before.len();
    for (at, c) in before.char_indices().rev().take(40) {
        if "。;\n".contains(c) {
            break;
        }
        from = at;
    }
    let sentence = &before[from..];
    ["天数", "污染天气", "优良率", "达标率", "优良天", "蓝天", "号管"]
        .iter()
        .any(|cue| sentence.contains(cue))
}

fn half(found: &Match) -> Option<Said> {
    let named = found.after().starts_with(['一', '会']);
    if found.before().ends_with(['上', '下', '前', '后', '每', '个', '年', '多', '大']) || named {
        return None;
    }
    let (cue, half) = found.words().split_once('半')?;
    let length = if half.starts_with('年') { Length::months(6) } else { Length::days(15) };
    let reach = match cue {
        "近" | "最近" | "过去" => Reach::Back,
        "未来" | "今后" => Reach::Ahead,
        _ if half.ends_with('来') => Reach::Back,
        _ => Reach::Unsaid,
    };
    Some(Said::Duration { length, longest: None, reach })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognise::automaton::tests::fresh;
    use crate::recognise::pattern::{patterns, tests::each_match};

    #[test]
    fn the_automaton_is_made_of_the_rules() {
        fresh("src/recognise/date/dates.automaton", &patterns(&rules()), AUTOMATON);
    }

    /// Lengths of time put together at random, and the phrases of the corpus.
    fn texts() -> Vec<String> {
        const PIECES: [&[&str]; 9] = [
            &[
                "",
                "",
                "近",
                "最近",
                "过去的",
                "过去",
                "经过",
                "用",
                "每",
                "每隔",
                "每一",
                "未来",
                "历经",
                "为期约",
            ],
            &["1", "12", "100", "2.5", "10.0", "十", "十二", "二十", "三十五", "一", "两", "四", "一百"],
            &["", "", "", "余", "多", "来"],
            &["", "", "-", "—", "到", " 至 ", "~~"],
            &["", "", "3", "30", "四", "十", "二十五", "1.5"],
            &["", "", "", "余", "多"],
            &["", "", "个"],
            &[
                "半年",
                "年半",
                "年",
                "年度",
                "半月",
                "月",
                "季度",
                "季",
                "星期",
                "周",
                "工作日",
                "天",
                "日",
                "小时",
                "旬",
            ],
            &[
                "",
                "",
                "内",
                "以内",
                "的时间",
                "左右时间",
                "以上的努力",
                "的奋斗",
                "来",
                "以来",
                "左右",
                "期",
                "期限",
            ],
        ];
        let mut chance = 7u64;
        let mut any = |pieces: &[&'static str]| {
            chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            pieces[(chance >> 33) as usize % pieces.len()]
        };
        let lengths = (0..20_000).map(|_| PIECES.iter().map(|pieces| any(pieces)).collect::<String>());
        lengths.chain(include_str!("../../corpus/phrases/dates.tsv").lines().map(str::to_string)).collect()
    }

    #[test]
    fn parts_are_those_that_the_pattern_names() {
        let mut lengths = 0;
        let seen = each_match(&rules(), AUTOMATON, &texts(), |rule, words, captures| {
            let part = |name| captures.name(name).map(|part| part.as_str());
            let parts = match rule.name {
                "a length of time" => lengths::cued(words),
                "a bare length of time" => lengths::bare(words),
                "every so often" => lengths::every(words),
                _ => return,
            };
            let expected = lengths::Parts {
                cue: part("cue").unwrap_or_default(),
                least: part("least").unwrap_or(if rule.name == "every so often" { "1" } else { "" }),
                most: part("most"),
                unit: part("unit").unwrap_or_default(),
                end: part("end").unwrap_or_default(),
            };
            assert_eq!(parts, Some(expected), "{} in {words}", rule.name);
            lengths += 1;
        });
        assert!(seen > 20_000 && lengths > 5_000, "{seen} {lengths}");
    }
}
