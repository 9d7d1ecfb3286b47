//! Dated occasions: `党的十八大`, `十七届三中、四中全会`, `建党90周年`, `区委七届六次全会`, `全国、全省卫生与健康工作会议`.

use std::sync::LazyLock;

use jiff::civil::Date as Day;
use memchr::memmem;

use super::Said;
use crate::lexicon::{Hit, Hits, Lexicon, Table};
use crate::numeral;
use crate::recognise::pattern::{LONGEST, all};
use crate::recognise::starts::Start;
use crate::recognise::{Found, Match, Rule, Rules};
use crate::span::Span;
use crate::value::Interval;

/// What a rule of this file found, before the calendar is asked.
pub enum Named {
    /// An occasion that the calendar may know by this name.
    Occasion(String),
    /// So many years after what the words before say.
    Anniversary(i16),
}

/// How occasions are named that no table lists.
pub static RULES: LazyLock<Rules<Named>> = LazyLock::new(|| Rules::new(rules(), AUTOMATON));

/// The occasions in a view, by start, with what the rules of this file found in it; one never inside another.
pub fn find(view: &str, hits: &Hits, named: Vec<Found<Named>>, lexicon: &Lexicon) -> Vec<Found<Said>> {
    let listed = hits.names.iter().enumerate().filter(|(_, hit)| hit.table == Table::Event);
    let listed = listed
        .filter(|&(n, hit)| stands_alone(view, hit.span) && !local(view, &hits.names, n))
        .map(|(_, hit)| hit);
    let listed = listed.map(|hit| {
        let occasion = lexicon.calendar.occasion(hit.row);
        let said = Said::Event { name: occasion.name.clone(), held: occasion.held.clone() };
        Found { span: with_prefix(view, hit.span), rule: "a listed occasion", value: said }
    });
    let mut all: Vec<Found<Said>> = listed.collect();
    let mut least = 0;
    for found in named {
        let (span, value) = match found.value {
            Named::Occasion(name) => {
                let known = lexicon.calendar.named(&name);
                let held = known.map(|occasion| occasion.held.clone()).unwrap_or_default();
                (found.span, Said::Event { name, held })
            }
            Named::Anniversary(years) => match anniversary(view, found.span, years, least, lexicon) {
                Some(anniversary) => anniversary,
                None => continue,
            },
        };
        least = span.end();
        all.push(Found { span, rule: found.rule, value });
    }
    all.sort_by_key(order);
    let most = all.len();
    apart(all, most)
}

/// Leaves of overlapping finds the longest; they are sorted by start, then longest first.
fn apart(all: impl IntoIterator<Item = Found<Said>>, most: usize) -> Vec<Found<Said>> {
    let mut kept: Vec<Found<Said>> = Vec::with_capacity(most);
    for found in all {
        match kept.last_mut() {
            Some(last) if last.span.meets(found.span) => {
                if found.span.len() > last.span.len() {
                    *last = found;
                }
            }
            _ => kept.push(found),
        }
    }
    kept
}

fn order(found: &Found<Said>) -> (usize, usize) {
    (found.span.start(), usize::MAX - found.span.end())
}

/// Dates and occasions in one list, each by start and none in another; where they overlap the longer stands.
pub fn join(dates: Vec<Found<Said>>, events: Vec<Found<Said>>) -> Vec<Found<Said>> {
    let most = dates.len() + events.len();
    let mut dates = dates.into_iter().peekable();
    let mut events = events.into_iter().peekable();
    let next = || match events.peek() {
        Some(event) => dates.next_if(|date| order(date) <= order(event)).or_else(|| events.next()),
        None => dates.next(),
    };
    apart(std::iter::from_fn(next), most)
}

/// A short name such as 十二大 is one only where what follows lets it be: not in 十二大产业.
fn stands_alone(view: &str, span: Span) -> bool {
    let words = span.of(view);
    if !words.starts_with(|c: char| numeral::digit(c).is_some() || c == '十') || !words.ends_with('大') {
        return true;
    }
    let before = &view[..span.start()];
    if before.ends_with(|c: char| numeral::digit(c).is_some() || c == '十' || c == '第') {
        return false;
    }
    let after = &view[span.end()..];
    [
        "精神", "报告", "以来", "召开", "提出", "作出", "确定", "闭幕", "胜利", "会议", "、", "和", "及",
        "”", ",", "。", "代表", "之后", "以后",
    ]
    .iter()
    .any(|word| after.starts_with(word))
}

/// A name that a place also gives to an occasion of its own: `市十运会`, `召开民营企业座谈会`, `全市新型工业化推进大会`.
fn local(view: &str, hits: &[Hit], n: usize) -> bool {
    let span = hits[n].span;
    let words = span.of(view);
    let before = &view[..span.start()];
    if words.ends_with("座谈会") && !words.starts_with("中央") {
        // Its day is known only where the one who holds it stands before: `总书记主持召开…座谈会`.
        let from = before.char_indices().rev().take(24).last().map_or(0, |(at, _)| at);
        return !before.ends_with('在')
            && !before[from..].contains("总书记")
            && !before[from..].contains("习近平");
    }
    let shared = words.ends_with("运会")
        && words.starts_with(|c: char| numeral::digit(c).is_some() || c == '十')
        || words.ends_with("大会") && !words.starts_with("全国");
    let place = || {
        let back = hits[..n].iter().rev().take(8);
        back.into_iter().any(|hit| hit.table == Table::Region && hit.span.end() == span.start())
    };
    shared && (before.ends_with(['省', '市', '区', '县', '州', '盟', '旗']) || place())
}

/// `党的` and the like before a listed name belong to it.
fn with_prefix(view: &str, span: Span) -> Span {
    let before = &view[..span.start()];
    let prefix = ["党的", "中国共产党", "中共"].iter().find(|prefix| before.ends_with(**prefix));
    span.starting_at(span.start() - prefix.map_or(0, |prefix| prefix.len()))
}

const AUTOMATON: &[u8] = include_bytes!("events.automaton");

const NUMBER: &str = "(?:二?十[一二三四五六七八九]?|[一二三四五六七八九]|二十[一二三四五六七八九])";

fn rules() -> Vec<Rule<Named>> {
    let place = "(?:自治[区州县旗]|[省市区县州盟旗镇乡])";
    let level = format!(
        "(?:中央|全国|全党|全[省市区县州盟旗]|(?:{place}|地)委|{place}(?:委?、?{place}?政府)|(?:自治区|[省市区县州盟])?党委)"
    );
    // A topic holds no verb of the sentence around it.
    let topic = "[\\p{Han}&&[^贯彻落召习按照的了在开央委精神会议省届记长]]{2,10}";
    vec![
        Rule {
            name: "a plenum",
            pattern: format!("(?:党的|中共)?(?<term>{NUMBER}届)(?<session>{NUMBER}中)全会"),
            it: all,
            read: plenum,
        },
        Rule {
            name: "the first of several plenums",
            pattern: format!(
                "(?<it>(?:党的|中共)?(?<term>{NUMBER}届)(?<session>{NUMBER}中)(?:全会)?)[、和及]?(?:{NUMBER}中(?:全会)?[、和及]?){{0,4}}{NUMBER}中全会"
            ),
            it: |words| 0..with_session(words, after_first(words, '届'), '中'),
            read: plenum,
        },
        Rule {
            name: "a further plenum",
            pattern: format!("(?<it>(?<session>{NUMBER}中)(?:全会)?)(?:[、和及]?{NUMBER}中(?:全会)?){{0,4}}"),
            it: |words| 0..with_session(words, 0, '中'),
            read: further_plenum,
        },
        Rule {
            name: "a plenary session of a local committee",
            pattern: format!(
                "(?:{place}委|(?:自治区|区)?党委|中央纪委|{place}?纪委|{place}委?)?(?:第?{NUMBER}届)(?:党?委|纪委|中央纪委)?第?{NUMBER}次(?:全会|全体会议|全体\\(扩大\\)会议)"
            ),
            it: all,
            read: |found| Some(Named::Occasion(found.words().into())),
        },
        Rule {
            name: "the plenary session of a local committee",
            pattern: "(?:自治区党|[省市县区州盟旗])委(?:[、和](?:自治区党|[省市县区州盟旗])委)*全会".into(),
            it: all,
            read: |found| Some(Named::Occasion(found.words().into())),
        },
        Rule {
            name: "the first of several plenary sessions",
            pattern: format!(
                "(?<it>(?:{place}委|(?:自治区|区)?党委|中央纪委|{place}?纪委)?第?{NUMBER}届(?:党?委|纪委|中央纪委)?{NUMBER}次(?:全会)?)[、和及]?(?:{NUMBER}次(?:全会)?[、和及]?){{0,4}}{NUMBER}次全会"
            ),
            it: |words| 0..with_session(words, after_first(words, '届'), '次'),
            read: plenary_session,
        },
        Rule {
            name: "a further plenary session",
            pattern: format!(
                "(?<it>{NUMBER}次(?:全会)?)[、和及]?(?:{NUMBER}次(?:全会)?[、和及]?){{0,4}}全会|{NUMBER}次全会"
            ),
            it: |words| match with_session(words, 0, '次') {
                // The one 全会 of `三次全会` says only what it is a session of.
                end if end == words.len() => 0..end - "全会".len(),
                end => 0..end,
            },
            read: plenary_session,
        },
        Rule {
            name: "a party congress",
            pattern: format!(
                "(?:中共)?{place}?第?{NUMBER}次(?:党代会|党员代表大会)|(?:中共)?{place}第{NUMBER}次代表大会"
            ),
            it: all,
            read: |found| Some(Named::Occasion(found.words().into())),
        },
        Rule {
            name: "a session of a people's congress or consultative conference",
            pattern: format!(
                "(?:全国|{place})?第?{NUMBER}届(?:全国)?(?:人民代表大会|人大|政协)(?:第?{NUMBER}次会议)|(?:全国|{place})?(?:人大|政协)第?{NUMBER}届(?:委员会)?第?{NUMBER}次(?:全体)?会议|(?:全国|{place})(?:[、和]{place})*两会"
            ),
            it: all,
            read: |found| Some(Named::Occasion(found.words().into())),
        },
        Rule {
            name: "a working conference",
            pattern: format!("{level}(?:(?:[、和及与]|以及){level})*{topic}(?:工作会议|工作座谈会|表彰大会)"),
            it: all,
            read: |found| Some(Named::Occasion(found.words().into())),
        },
    ]
}

/// Where occasions may end. They begin nearly everywhere, `全市`, `中央`, `第一`, and what they end in is rare.
pub struct Ends<'v> {
    view: &'v str,
    /// The first end that is not before the place asked for last.
    next: usize,
}

impl<'v> Ends<'v> {
    pub fn new(view: &'v str) -> Self {
        Ends { view, next: end_from(view, 0) }
    }

    /// Whether what begins at `start` may be an occasion. Places are asked for from left to right.
    pub fn may_follow(&mut self, start: usize) -> bool {
        if self.next < start {
            self.next = end_from(self.view, start);
        }
        self.next - start < LONGEST || is_session(&self.view[start..])
    }
}

/// Where from `from` on the 会 of `全会`, `工作会议`, `两会`, `党代会`, `表彰大会`, `座谈会` stands; far off where there is none.
fn end_from(view: &str, from: usize) -> usize {
    static MEETING: LazyLock<memmem::Finder> = LazyLock::new(|| memmem::Finder::new("会"));
    let mut found = MEETING.find_iter(&view.as_bytes()[from..]).map(|at| from + at);
    let ends =
        |at: &usize| view[*at..].starts_with("会议") || view[..*at].ends_with(['全', '两', '代', '大', '谈']);
    found.find(ends).unwrap_or(usize::MAX)
}

/// `三中`, whose 全会 stands behind further ones or nowhere.
fn is_session(text: &str) -> bool {
    let numeral = |c: &char| numeral::digit(*c).is_some() || *c == '十';
    text.chars().skip(1).take(3).find(|c| !numeral(c)) == Some('中')
}

/// How the 周年 behind the number of an anniversary begins: numbers are everywhere, and this is rare.
pub fn anniversaries() -> Vec<Start> {
    vec![Start::of('周', '年')]
}

/// The number of years before the 周年 that stands at `at`, with it; nothing before `free` belongs to it.
pub fn counted(view: &str, at: usize, free: usize) -> Option<Found<Named>> {
    let tail = Some("周年").filter(|tail| view[at..].starts_with(tail))?;
    let starts = view[..at].char_indices().rev().take(4).map(|(start, _)| start);
    let start =
        starts.take_while(|&start| start >= free).filter(|&start| is_count(&view[start..at])).last()?;
    if view[..start].ends_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let years = numeral::whole(&view[start..at])?.try_into().ok()?;
    let span = Span::new(start, at + tail.len());
    Some(Found { span, rule: "an anniversary", value: Named::Anniversary(years) })
}

/// `75`, `五`, `二十五`, `一百`, `一百二十`.
fn is_count(words: &str) -> bool {
    const DIGITS: [char; 9] = ['一', '二', '三', '四', '五', '六', '七', '八', '九'];
    let after_digit = words.strip_prefix(DIGITS);
    match words.strip_prefix("一百") {
        Some(rest) => ["", "十"].contains(&rest.strip_prefix(DIGITS).unwrap_or(rest)),
        None if words.starts_with(|c: char| c.is_ascii_digit()) => {
            words.bytes().all(|byte| byte.is_ascii_digit())
        }
        None => match after_digit.unwrap_or(words).strip_prefix('十') {
            Some(rest) => rest.strip_prefix(DIGITS).unwrap_or(rest).is_empty(),
            None => after_digit == Some(""),
        },
    }
}

/// Where the part up to the first `mark` ends.
fn after_first(words: &str, mark: char) -> usize {
    words.find(mark).map_or(0, |at| at + mark.len_utf8())
}

/// Where the session that begins at `from` ends, `三中` or `三中全会`, `二次` or `二次全会`.
fn with_session(words: &str, from: usize, mark: char) -> usize {
    let end = from + after_first(&words[from..], mark);
    end + if words[end..].starts_with("全会") { "全会".len() } else { 0 }
}

fn plenum(found: &Match) -> Option<Named> {
    let words = found.words();
    let words = words.strip_prefix("党的").or_else(|| words.strip_prefix("中共")).unwrap_or(words);
    let end = after_first(words, '届');
    let session = &words[..end + after_first(&words[end..], '中')];
    Some(Named::Occasion(format!("{session}全会")))
}

fn plenary_session(found: &Match) -> Option<Named> {
    Some(Named::Occasion(format!("{}全会", found.it.of(found.text).trim_end_matches("全会"))))
}

/// The `四中全会` of `十七届三中、四中全会`: its term stands before.
fn further_plenum(found: &Match) -> Option<Named> {
    let session = &found.words()[..after_first(found.words(), '中')];
    let mut before = found.before();
    if !found.words().contains("全会")
        && !found
            .after()
            .trim_start_matches(['、', '和', '及'])
            .starts_with(|c: char| numeral::digit(c).is_some() || c == '全')
    {
        return None;
    }
    for _ in 0..5 {
        before = before.trim_end_matches(['、', '和', '及']);
        before = before.strip_suffix("全会").unwrap_or(before);
        if let Some(rest) = before.strip_suffix('中') {
            before = rest.trim_end_matches(|c: char| numeral::digit(c).is_some() || c == '十');
        } else {
            break;
        }
        if let Some(rest) = before.strip_suffix('届') {
            let number = rest.trim_end_matches(|c: char| numeral::digit(c).is_some() || c == '十');
            return Some(Named::Occasion(format!("{}届{session}全会", &rest[number.len()..])));
        }
    }
    None
}

/// Words after which a name begins: `庆祝`, `是`, `迎接`.
const LEADS: &[&str] = &[
    "庆祝",
    "纪念",
    "迎接",
    "喜迎",
    "迎来",
    "迎",
    "恰逢",
    "正值",
    "适逢",
    "值",
    "逢",
    "抓住",
    "立足",
    "站在",
    "围绕",
    "结合",
    "举办",
    "开展",
    "组织",
    "今年是",
    "也是",
    "又是",
    "既是",
    "还是",
    "是",
    "以",
    "借",
    "为",
    "在",
    "对",
    "办好",
    "做好",
    "实施",
    "发现",
];

/// The anniversary whose number of years stands at `span`, with what it counts from before it.
fn anniversary(view: &str, span: Span, years: i16, least: usize, lexicon: &Lexicon) -> Option<(Span, Said)> {
    let before = &view[..span.start()];
    let starts = before.char_indices().rev().take(32).map(|(at, _)| at).take_while(|&at| at >= least);
    let known = starts.clone().filter_map(|at| {
        let name = before[at..].trim_end_matches('”');
        lexicon
            .calendar
            .founded(name)
            .or_else(|| lexicon.calendar.founded(&before[at..]))
            .map(|day| (at, day))
    });
    let day_after = |day: Day| Day::new(day.year() + years, day.month(), day.day()).ok();
    if let Some((at, founded)) = known.last() {
        let span = span.starting_at(at);
        let held = day_after(founded).map(Interval::day).into_iter().collect();
        return Some((span, Said::Event { name: span.of(view).into(), held }));
    }
    // `建市30周年`: nobody can know the day; the name goes back to where the clause or a verb begins.
    let mut start = span.start();
    for at in starts.take(16) {
        let c = before[at..].chars().next().unwrap_or(' ');
        if ",。;:、!?()《》\n ".contains(c) {
            break;
        }
        let part = &before[..at + c.len_utf8()];
        if c == '“' && !before[at..].contains('”') || part.ends_with("周年和") {
            break;
        }
        if LEADS.iter().any(|lead| part.ends_with(lead))
            && (start == span.start() || span.start() - start >= 6)
        {
            break;
        }
        start = at;
    }
    let years_span = span;
    let span = span.starting_at(start);
    (span.len() > years_span.len())
        .then(|| (span, Said::Event { name: span.of(view).into(), held: Vec::new() }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognise::automaton::tests::fresh;
    use crate::recognise::pattern::{patterns, tests::each_match};

    #[test]
    fn the_automaton_is_made_of_the_rules() {
        fresh("src/recognise/date/events.automaton", &patterns(&rules()), AUTOMATON);
    }

    #[test]
    fn numbers_of_years_are_those_that_are_said() {
        let said = "^([0-9]{1,4}|[一二三四五六七八九]?十[一二三四五六七八九]?|一百[一二三四五六七八九]?十?|[一二三四五六七八九])$";
        let said = regex::Regex::new(said).unwrap();
        let pieces = ["", "1", "十", "百", "一", "三", "零"];
        for n in 0..pieces.len().pow(4) {
            let words: String = (0..4).map(|k| pieces[n / pieces.len().pow(k) % pieces.len()]).collect();
            assert_eq!(is_count(&words), said.is_match(&words), "{words}");
        }
    }

    #[test]
    fn parts_are_those_that_the_pattern_names() {
        let texts: Vec<String> = [
            "党的十八届三中、四中、五中全会",
            "中共十九届六中全会和七中全会",
            "十七届三中全会、四中全会精神",
            "区委七届六次、七次全会",
            "市委十二届三次全会和四次全会",
            "中央纪委三次全会、四次全会",
        ]
        .map(String::from)
        .to_vec();
        let corpus = include_str!("../../../corpus/phrases/dates.tsv").lines().map(str::to_string);
        let texts: Vec<String> = texts.into_iter().chain(corpus).collect();
        let mut plenums = 0;
        each_match(&rules(), AUTOMATON, &texts, |rule, words, captures| {
            assert!(Ends::new(words).may_follow(0), "{words}");
            let (Some(term), Some(session)) = (captures.name("term"), captures.name("session")) else {
                return;
            };
            let text = Match { text: words, span: Span::new(0, words.len()), it: Span::new(0, words.len()) };
            let Some(Named::Occasion(name)) = (rule.read)(&text) else { panic!("{words}") };
            assert_eq!(name, format!("{}{}全会", term.as_str(), session.as_str()));
            plenums += 1;
        });
        assert!(plenums > 10, "{plenums}");
    }
}
