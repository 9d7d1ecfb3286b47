//! Value phrases: a number with the verb and the comparator round it (`达到80人以上`, `从817元提高至1900元`,
//! `至少培育1家`), or words that stand for a value (`翻一番`, `全覆盖`, `零事故`, `与经济增长同步`).

use rust_decimal::Decimal;

use super::clause::{self, Clause, Clauses};
use super::cues::{self, Cues, Lists};
use super::{refuse, words};
use crate::context::Reading;
use crate::lexicon::UnitKind;
use crate::recognise::Found;
use crate::span::Span;
use crate::value::{Change, Comparator, Length, Quantity};
use crate::wordlist::WordList;

/// A value in a clause, before it is known what it measures.
#[derive(Clone, Copy, Debug)]
pub(super) struct Phrase<'l> {
    /// With verb and comparator.
    pub span: Span,
    /// The value alone, where the words before it end.
    pub core: Span,
    /// What lies before it and after it in its clause.
    pub left: Span,
    pub right: Span,
    pub comparator: Comparator,
    pub value: Option<Decimal>,
    pub most: Option<Decimal>,
    pub unit: &'l str,
    pub kind: Option<UnitKind>,
    pub change: Option<Change>,
    pub factor: Option<Decimal>,
    pub baseline: Option<Decimal>,
    pub per: Option<Length>,
    pub per_unit: Option<&'static str>,
    pub reference: Option<Span>,
    pub denominator: Option<Span>,
    pub alt: Option<Comparator>,
    pub rule: &'static str,
    /// A bare value that follows another may share its verb.
    pub bare: bool,
}

impl<'l> Phrase<'l> {
    fn new(span: Span, comparator: Comparator, rule: &'static str) -> Phrase<'l> {
        Phrase {
            span,
            core: span,
            left: Span::default(),
            right: Span::default(),
            comparator,
            value: None,
            most: None,
            unit: "",
            kind: None,
            change: None,
            factor: None,
            baseline: None,
            per: None,
            per_unit: None,
            reference: None,
            denominator: None,
            alt: None,
            rule,
            bare: false,
        }
    }
}

/// Adds the value phrases of a clause, in order; `out` is empty.
pub(super) fn phrases<'l>(
    reading: &Reading,
    cues: &Cues,
    clauses: &Clauses,
    clause: Clause,
    quantities: &[Found<Quantity<'l>>],
    out: &mut Vec<Phrase<'l>>,
) {
    let view = reading.view();
    let Clause { span: clause, lists, .. } = clause;
    let mut baseline: Option<(usize, &Found<Quantity>)> = None;
    for (n, found) in quantities.iter().enumerate() {
        let floor = out.last().map_or(clause.start(), |last| last.span.end().max(clause.start()));
        if found.span.start() < floor {
            continue;
        }
        let after_end =
            quantities.get(n + 1).map_or(clause.end(), |next| next.span.start().min(clause.end()));
        let after = Span::new(found.span.end().min(after_end), after_end);
        if let Some(start) = baseline_start(view, floor, found, quantities.get(n + 1)) {
            baseline = Some((start, found));
            continue;
        }
        let verb = words::verb(&view[floor..found.span.start()]);
        let place = refuse::Place {
            clause,
            floor,
            after,
            verb: verb.is_some(),
            last: n + 1 == quantities.len(),
            quotes: clauses.quotes,
        };
        let kind = reading.lexicon.units.kind(found.value.unit);
        if refuse::refused(view, found, kind, &place) {
            continue;
        }
        let mut phrase = number(view, cues, found, kind, floor, verb);
        if let Some((start, from)) = baseline.take() {
            phrase.baseline = Some(from.value.value);
            phrase.span = phrase.span.starting_at(start);
            phrase.per = phrase.per.or(from.value.per);
            phrase.per_unit = phrase.per_unit.or(from.value.per_unit);
            phrase.rule = "value from a starting value";
            phrase.core = phrase.core.starting_at(start);
        }
        out.push(phrase);
    }
    if lists & cues::WORDLESS != 0 {
        for phrase in wordless(view, cues, clauses, clause, lists) {
            // `100%全覆盖` says it twice.
            let twice = phrase.rule == "full coverage"
                && out.iter().any(|other| other.span.end() == phrase.span.start());
            if !twice {
                out.push(phrase);
            }
        }
    }
    if out.len() > 1 {
        out.sort_by_key(|phrase| phrase.span.start());
        out.dedup_by(|later, earlier| later.span.start() < earlier.span.end());
    }
}

/// Where `从817元提高至` begins, when `found` is what another value starts from.
fn baseline_start(
    view: &str,
    floor: usize,
    found: &Found<Quantity>,
    next: Option<&Found<Quantity>>,
) -> Option<usize> {
    let next = next?;
    let between = view.get(found.span.end()..next.span.start())?;
    if between.len() > 45 {
        return None;
    }
    let to = between.trim_start_matches([',', '、', ' ']);
    let (change, _) = words::verb(to)?;
    if !matches!(change, Change::IncreaseTo | Change::DecreaseTo | Change::Level) || to.contains('、') {
        return None;
    }
    let head = &view[floor..found.span.start()];
    let from = head.rfind(['从', '由'])?;
    let rest = &head[from + '从'.len_utf8()..];
    // Between 从 and the value only a rate or a time: `从每人每月`, `由2020年的`.
    (rest.chars().count() <= 10 && !rest.contains(['、', ','])).then_some(floor + from)
}

/// The phrase round a number and the verb before it.
fn number<'l>(
    view: &str,
    cues: &Cues,
    found: &Found<Quantity<'l>>,
    kind: Option<UnitKind>,
    floor: usize,
    verb: Option<(Change, usize)>,
) -> Phrase<'l> {
    let value = &found.value;
    let mut phrase = Phrase::new(found.span, value.comparator, "number");
    phrase.value = Some(value.value);
    phrase.most = value.most;
    phrase.unit = value.unit;
    phrase.kind = kind;
    phrase.per = value.per;
    phrase.per_unit = value.per_unit;
    let head = &view[floor..found.span.start()];
    // `巩固提升3个基地` is done to three, it does not add three.
    let deed = || {
        let after = clause::ahead(view, found.span.end(), view.len(), 3).of(view);
        phrase.kind == Some(UnitKind::Count)
            && (head.ends_with("提升") || head.ends_with("提高"))
            && after.starts_with(|c: char| c.is_alphabetic())
    };
    match verb.filter(|_| !deed()) {
        Some((change, length)) => {
            phrase.span = phrase.span.starting_at(floor + length);
            phrase.change = Some(change);
            // `力争突破`, `提高到` after `比`: the verb is near; a second verb before it belongs to the name.
            if head[length..].starts_with("控制") && value.comparator == Comparator::Eq {
                phrase.alt = Some(Comparator::Le);
            }
        }
        None => phrase.bare = value.comparator == Comparator::Eq || value.comparator == Comparator::Approx,
    }
    let before = Span::new(floor, phrase.span.start());
    if matches!(value.comparator, Comparator::Eq | Comparator::Approx)
        && cues.say(before, cues::DISTANT)
        && let Some((start, comparator, denominator)) = distant(view, cues, before, value)
    {
        phrase.comparator = comparator;
        phrase.span = phrase.span.starting_at(start);
        phrase.denominator = denominator;
        phrase.bare = false;
    }
    if value.unit == "百分点"
        && cues.lists() & cues::BEYOND != 0
        && let Some((start, reference)) = beyond(view, floor, phrase.span.start())
    {
        phrase.reference = Some(reference);
        phrase.span = phrase.span.starting_at(start);
        phrase.bare = false;
    }
    if value.unit == "倍" {
        multiple(&mut phrase);
    }
    phrase.core = phrase.core.starting_at(phrase.span.start());
    phrase
}

/// `高于全省平均1个百分点`: where the comparison begins, and with what.
fn beyond(view: &str, floor: usize, start: usize) -> Option<(usize, Span)> {
    let head = &view[floor..start];
    cues::words::BEYOND.iter().find_map(|word| {
        let at = head.rfind(word)?;
        let between = &head[at + word.len()..];
        let near = !between.is_empty() && between.chars().count() <= 14 && !between.contains(['、', ',']);
        near.then_some((floor + at, Span::new(floor + at + word.len(), start)))
    })
}

/// `增长2倍` is three times as much.
fn multiple(phrase: &mut Phrase) {
    if matches!(phrase.change, Some(Change::IncreaseBy)) {
        phrase.factor = phrase.value.map(|value| value + Decimal::ONE);
        phrase.value = None;
        phrase.most = None;
        phrase.unit = "";
        phrase.change = Some(Change::Multiply);
        phrase.rule = "times as much";
    }
}

/// A comparator with a verb or a denominator between it and the value: `至少培育1家`, `不低于职工总数0.5%`.
fn distant(
    view: &str,
    cues: &Cues,
    head: Span,
    value: &Quantity,
) -> Option<(usize, Comparator, Option<Span>)> {
    const NEAR: &[(&str, Comparator)] = &[
        ("至少", Comparator::Ge),
        ("最少", Comparator::Ge),
        ("最低", Comparator::Ge),
        ("最高", Comparator::Le),
        ("最多", Comparator::Le),
        ("至多", Comparator::Le),
        ("不超过", Comparator::Le),
    ];
    const OF: &[(&str, Comparator)] = &[
        ("不低于", Comparator::Ge),
        ("不少于", Comparator::Ge),
        ("不高于", Comparator::Le),
        ("不超过", Comparator::Le),
    ];
    let said = cues.within(head).iter().rev().map(|cue| cue.span()).filter(|said| said.end() <= head.end());
    let last = |words: &[(&str, Comparator)], most: usize| {
        words.iter().find_map(|(word, comparator)| {
            let said = said.clone().find(|said| said.of(view) == *word)?;
            let of = Span::new(said.end(), head.end());
            let between = of.of(view);
            let near =
                !between.is_empty() && between.chars().count() <= most && !between.contains(['、', ',', '(']);
            near.then_some((said.start(), *comparator, of))
        })
    };
    if value.unit == "%" {
        return last(OF, 16).map(|(at, comparator, of)| (at, comparator, Some(of)));
    }
    last(NEAR, 4).map(|(at, comparator, _)| (at, comparator, None))
}

/// Words that stand for a value.
struct Word {
    text: &'static str,
    comparator: Comparator,
    value: Option<i64>,
    unit: &'static str,
    factor: Option<i64>,
    rule: &'static str,
}

impl Word {
    const fn times(text: &'static str, factor: i64) -> Word {
        Word {
            text,
            comparator: Comparator::Eq,
            value: None,
            unit: "",
            factor: Some(factor),
            rule: "doubling",
        }
    }

    const fn value(
        text: &'static str,
        comparator: Comparator,
        value: i64,
        unit: &'static str,
        rule: &'static str,
    ) -> Word {
        Word { text, comparator, value: Some(value), unit, factor: None, rule }
    }

    const fn none(text: &'static str) -> Word {
        Word::value(text, Comparator::Eq, 0, "", "none")
    }
}

const WORDS: [Word; 25] = [
    Word::times("翻一番", 2),
    Word::times("翻了一番", 2),
    Word::times("翻两番", 4),
    Word::times("翻了两番", 4),
    Word::times("翻番", 2),
    Word::times("翻一倍", 2),
    Word::times("翻倍", 2),
    Word::value("全覆盖", Comparator::Eq, 100, "%", "full coverage"),
    Word::value("零突破", Comparator::Gt, 0, "", "none before"),
    Word::value("零增长", Comparator::Eq, 0, "%", "none"),
    Word::none("零新增"),
    Word::none("零事故"),
    Word::none("零发生"),
    Word::none("零死亡"),
    Word::none("零伤亡"),
    Word::none("零上访"),
    Word::none("零投诉"),
    Word::none("零感染"),
    Word::none("零返贫"),
    Word::none("零违约"),
    Word::none("零差错"),
    Word::none("零失误"),
    Word::none("全部清零"),
    Word::none("动态清零"),
    Word::none("清零"),
];

/// Values said without a number; `lists` have words in the clause.
fn wordless<'l>(view: &str, cues: &Cues, clauses: &Clauses, clause: Span, lists: Lists) -> Vec<Phrase<'l>> {
    let mut out = Vec::new();
    let free = |at: usize| !clause::inside(clauses.atoms, at);
    let said = cues.within(clause).iter().filter(|cue| cue.lists() & cues::VALUES != 0).map(|cue| cue.span());
    for said in said.filter(|said| said.end() <= clause.end()) {
        let (at, end) = (said.start(), said.end());
        let named = WORDS.iter().find(|word| word.text == said.of(view));
        if let Some(Word { text: word, comparator, value, unit, factor, rule }) = named {
            let after = &view[end..clause.end()];
            // `全覆盖监管`, `动态清零总方针`: part of a name, unless the clause goes on after 的 or a mark.
            let name =
                *rule != "doubling" && after.chars().next().is_some_and(|c| !"、和及与的并()”".contains(c));
            let list = *word == "全覆盖"
                && (after.starts_with("、全") || view[clause.start()..at].ends_with("全方位、"));
            let title = after.starts_with("行动") || after.starts_with("工程") || after.starts_with("计划");
            if !free(at) || name || list || title || after.starts_with("的目标") && *rule == "none" {
                continue;
            }
            let mut phrase = Phrase::new(Span::new(at, end), *comparator, rule);
            phrase.value = value.map(Decimal::from);
            phrase.unit = unit;
            phrase.factor = factor.map(Decimal::from);
            if factor.is_some() {
                phrase.change = Some(Change::Multiply);
                // `比现在`, `比2020年`: what it is twice as much as.
                let start = clause::back(view, clause.start(), at, 60).start();
                let head = &view[start..at];
                if let Some(from) = head.rfind(['比', '较']).filter(|&from| head[from..].chars().count() <= 8)
                {
                    phrase.span = phrase.span.starting_at(start + from);
                    phrase.core = phrase.core.starting_at(phrase.span.start());
                }
            }
            if *word == "全覆盖" {
                phrase.kind = Some(UnitKind::Share);
            }
            out.push(phrase);
        }
    }
    if lists & cues::STEPS != 0 {
        out.extend(in_step(view, clauses, clause));
    }
    if lists & (cues::AGAINST | cues::EXCEEDS) != 0 {
        out.extend(against(view, cues, clauses, clause));
    }
    out.sort_by_key(|phrase| (phrase.span.start(), usize::MAX - phrase.span.end()));
    out.dedup_by(|later, earlier| later.span.start() < earlier.span.end());
    out
}

/// `与经济增长基本同步`, `与全省同步增长`.
fn in_step<'l>(view: &str, clauses: &Clauses, clause: Span) -> Vec<Phrase<'l>> {
    let mut out = Vec::new();
    let mut floor = clause.start();
    for (at, _) in clause.of(view).match_indices("同步") {
        let at = clause.start() + at;
        if clause::inside(clauses.atoms, at) {
            continue;
        }
        let mut end = at + "同步".len();
        for word in ["增长", "提高", "提升"] {
            if view[end..clause.end()].starts_with(word) {
                end += word.len();
            }
        }
        // The reference ends where the clause or the item does: `与经济发展同步推进改革` measures nothing.
        let rest = &view[end..clause.end()];
        if !(rest.is_empty() || rest.starts_with(['、', '和', '以', ';', '('])) {
            continue;
        }
        let floor_here = clause::back(view, floor, at, 120).start();
        let head = &view[floor_here..at];
        let joint =
            ["与", "同", "跟", "和"].iter().find_map(|word| head.rfind(word).map(|from| (from, word.len())));
        let Some((from, length)) = joint else { continue };
        let mut until = at;
        for word in ["基本", "保持", "实现", "力争", "大体", "总体"] {
            if let Some(rest) = view[floor_here + from + length..until].strip_suffix(word) {
                until = floor_here + from + length + rest.len();
            }
        }
        for word in ["基本", "保持", "实现"] {
            if let Some(rest) = view[floor_here + from + length..until].strip_suffix(word) {
                until = floor_here + from + length + rest.len();
            }
        }
        let reference = Span::new(floor_here + from + length, until);
        let words = reference.of(view);
        // `政治素质和业务水平同步提高` joins two things; `收入和经济增长同步` measures one by the other.
        let joined = head[from..].starts_with('和')
            && !["增长", "增速", "经济", "生产总值", "收入", "全国", "全省", "全市", "平均"]
                .iter()
                .any(|word| words.contains(word));
        if words.is_empty() || words.chars().count() > 20 || joined {
            continue;
        }
        let mut phrase = Phrase::new(Span::new(floor_here + from, end), Comparator::Sync, "in step with");
        phrase.reference = Some(reference);
        phrase.kind = Some(UnitKind::Share);
        floor = end;
        out.push(phrase);
    }
    out
}

/// Comparators with another quantity, longest first.
const COMPARES: [(&str, Comparator); 11] = [
    ("不高于", Comparator::Le),
    ("不超过", Comparator::Le),
    ("不低于", Comparator::Ge),
    ("不慢于", Comparator::Ge),
    ("不少于", Comparator::Ge),
    ("高于", Comparator::Gt),
    ("快于", Comparator::Gt),
    ("优于", Comparator::Gt),
    ("好于", Comparator::Gt),
    ("低于", Comparator::Lt),
    ("小于", Comparator::Lt),
];

/// `高于全省平均水平`, `快于经济增长`, `控制在市政府下达目标以内`.
fn against<'l>(view: &str, cues: &Cues, clauses: &Clauses, clause: Span) -> Vec<Phrase<'l>> {
    static OTHERS: WordList = WordList::new(&[
        "全省",
        "全国",
        "全市",
        "全区",
        "全盟",
        "全州",
        "平均",
        "水平",
        "增速",
        "增幅",
        "增长",
        "目标",
        "计划",
        "上年",
        "去年",
        "同期",
        "预期",
        "自治区",
        "标准",
        "任务",
        "下达",
    ]);
    let mut out: Vec<Phrase> = Vec::new();
    let lists = cues::AGAINST | cues::EXCEEDS;
    let said: Vec<Span> =
        cues.within(clause).iter().filter(|cue| cue.lists() & lists != 0).map(|cue| cue.span()).collect();
    let places =
        |word: &'static str| said.iter().filter(move |span| span.of(view) == word).map(|span| span.start());
    for (word, comparator) in COMPARES {
        for at in places(word) {
            if clause::inside(clauses.atoms, at)
                || view[clause.start()..at].ends_with('不')
                || out.iter().rev().take(8).any(|other| other.span.holds(at))
            {
                continue;
            }
            let from = at + word.len();
            let rest = clause::ahead(view, from, clause.end(), 160).of(view);
            let length = rest.find(['、', '(']).unwrap_or(rest.len());
            let reference = Span::new(from, from + length).trimmed(view);
            let words = reference.of(view);
            let counted = words.chars().any(|c| c.is_ascii_digit())
                || words.contains('的') && !words.contains("的目标");
            if counted || words.chars().count() > 16 || !OTHERS.within(words) {
                continue;
            }
            // `高于全省平均水平的企业` describes, it does not measure.
            if words.ends_with(['的', '业', '人', '区'])
                && !words.ends_with("全区")
                && !words.ends_with("自治区")
            {
                continue;
            }
            let mut phrase =
                Phrase::new(Span::new(at, reference.end()), comparator, "against another quantity");
            phrase.reference = Some(reference);
            phrase.kind = Some(UnitKind::Share);
            out.push(phrase);
        }
    }
    for at in places("控制在") {
        let from = at + "控制在".len();
        let rest = clause::ahead(view, from, clause.end(), 160).of(view);
        let stop = ["以内", "之内", "范围内", "以下"]
            .iter()
            .find_map(|end| rest.find(end).map(|length| (length, end.len())));
        let Some((length, tail)) = stop else { continue };
        let reference = Span::new(from, from + length).trimmed(view);
        let words = reference.of(view);
        if words.chars().any(|c| c.is_ascii_digit())
            || words.chars().count() > 20
            || words.chars().count() < 2
        {
            continue;
        }
        let mut phrase =
            Phrase::new(Span::new(at, from + length + tail), Comparator::Le, "against another quantity");
        phrase.reference = Some(reference);
        phrase.change = Some(Change::Level);
        phrase.kind = Some(UnitKind::Share);
        out.push(phrase);
    }
    out
}

/// Items of a list: `城镇、农村居民人均可支配收入` has two.
pub(super) fn items(view: &str, cues: &Cues, atoms: &[Span], span: Span) -> Vec<Span> {
    let mut items = Vec::new();
    let mut start = span.start();
    for mark in clause::joints(cues, span, atoms) {
        // 和 and 与 inside words: `和美乡村`, `共和`, `参与`, `及其`, `普及`, `以及`.
        let word = mark.of(view);
        let (before, after) = (&view[span.start()..mark.start()], &view[mark.end()..span.end()]);
        let inside = match word {
            "和" => {
                after.starts_with(['美', '谐', '平', '睦', '解', '田'])
                    || before.ends_with(['共', '饱', '总', '温', '中', '调'])
            }
            "与" => before.ends_with(['参', '给', '授', '赠']),
            "及" => {
                before.ends_with(['普', '涉', '以', '惠', '触', '波', '顾', '力', '评'])
                    || after.starts_with(['其', '时', '格', '以'])
            }
            _ => false,
        };
        if inside || mark.start() == start {
            if mark.start() == start {
                start = mark.end();
            }
            continue;
        }
        items.push(Span::new(start, mark.start()).trimmed(view));
        start = mark.end();
    }
    items.push(Span::new(start, span.end()).trimmed(view));
    items.retain(|item| !item.is_empty());
    items
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_a_value_without_a_number_is_a_cue() {
        assert!(WORDS.iter().map(|word| word.text).eq(cues::words::VALUES.iter().copied()));
        for (word, _) in COMPARES {
            assert!(word == "不超过" || cues::words::AGAINST.contains(&word), "{word}");
        }
    }
}
