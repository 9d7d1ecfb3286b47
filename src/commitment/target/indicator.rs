//! What is measured: the words before the value (`引进人才26人`), after it (`40--50名优秀乡村医生`), on both sides
//! (`举办…培训班`), shared by several values, or carried from the clause before.

use smallvec::smallvec;

use super::Parts;
use super::cues::{self, Cues};
use super::words;
use crate::context::{Placed, Reading};
use crate::span::{self, Span};
use crate::wordlist::WordList;

/// What was said between the thing measured and its value.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Said {
    /// 分别: one value an item.
    pub respectively: bool,
    /// 均, 都, 各: one value for all items.
    pub each: bool,
}

/// The thing measured without those of `dates`, modal words and adverbs at its edges.
pub(super) fn clean(reading: &Reading, cues: &Cues, dates: &[Placed], mut span: Span) -> (Span, Said) {
    let view = reading.view();
    let dates = span::within(dates, span, |date| date.span);
    let mut said = Said::default();
    span = span.trimmed(view);
    loop {
        let text = span.of(view);
        if let Some(length) = marker(text) {
            span = span.starting_at(span.start() + length);
        } else if let Some(date) = dates.iter().find(|date| date.span.start() == span.start()) {
            span = span.starting_at(date.span.end().min(span.end()));
        } else if let Some(word) = words::HEADS.starts(text).map(|n| words::HEADS.words()[n]) {
            said.respectively |= word.starts_with("分别");
            // `要素` is a word, `和田` a place; the head goes only where something is left.
            let rest = &text[word.len()..];
            let inside = matches!(word, "要") && rest.starts_with(['素', '闻', '点', '件'])
                || matches!(word, "和") && rest.starts_with(['美', '谐', '平', '田'])
                || matches!(word, "将") && rest.starts_with(['军'])
                || matches!(word, "再") && rest.starts_with(['生', '造', '就', '贷', '保', '制'])
                || matches!(word, "预期") && rest.starts_with(['寿'])
                || matches!(word, "须") && rest.starts_with(['知'])
                || matches!(word, "基本") && rest.starts_with(['医', '公', '养', '农', '草', '建'])
                || matches!(word, "全部") && rest.starts_with("工业")
                || matches!(word, "使") && rest.starts_with('用')
                || matches!(word, "计划") && rest.starts_with(['生'])
                || matches!(word, "保障") && rest.starts_with(['性', '房']);
            if inside {
                break;
            }
            span = span.starting_at(span.start() + word.len());
        } else {
            break;
        }
        span = span.trimmed(view);
    }
    loop {
        let text = span.of(view);
        if text.ends_with("分别") || text.ends_with("依次") {
            said.respectively = true;
        }
        if text.ends_with(['均', '都', '各'])
            && !text.ends_with("人均")
            && !text.ends_with("平均")
            && !text.ends_with("首都")
        {
            said.each = true;
        }
        // `按照每百户`, `在岗人员每人`: what the value is per.
        let per = || text.char_indices().rev().take(3).find(|&(at, c)| c == '每' && at > 0);
        if let Some((at, _)) = cues.may_say(span, cues::EVERY).then(per).flatten() {
            span = span.ending_at(span.start() + at);
        } else if let Some(date) =
            dates.iter().find(|date| date.span.end() == span.end() && date.span.start() > span.start())
        {
            span = span.ending_at(date.span.start());
        } else if let Some(word) = words::TAILS.ends(text).map(|n| words::TAILS.words()[n]) {
            let rest = &text[..text.len() - word.len()];
            let inside = matches!(word, "要") && rest.ends_with(['主', '需', '重', '必'])
                || matches!(word, "均") && rest.ends_with(['人', '户', '亩', '年', '日', '地'])
                || matches!(word, "都") && rest.ends_with(['首', '成', '丽'])
                || matches!(word, "共") && rest.ends_with(['公'])
                || matches!(word, "以") && rest.ends_with(['可', '予'])
                || matches!(word, "是") && rest.ends_with(['于'])
                || matches!(word, "为") && rest.ends_with(['行', '作'])
                || matches!(word, "到") && rest.ends_with(['签', '报'])
                || matches!(word, "至") && rest.ends_with(['甚'])
                || matches!(word, "控制") && !rest.ends_with(['量', '度', '率', '额', '值'])
                || matches!(word, "可") && rest.ends_with(['许', '认'])
                || matches!(word, "突破" | "完成" | "实现") && rest.is_empty();
            if inside {
                break;
            }
            span = span.ending_at(span.start() + rest.len());
        } else {
            break;
        }
        span = span.trimmed(view);
    }
    // `占X比重` keeps its words; a compared year goes: `比2020年`.
    for mark in ["比", "较"] {
        if let Some(rest) =
            span.of(view).strip_suffix(mark).filter(|rest| !rest.ends_with(['占', '对', '环', '同']))
        {
            span = span.ending_at(span.start() + rest.len());
        }
    }
    if span.start() > span.end() {
        span = span.ending_at(span.start());
    }
    let span = without_actor(reading, span.trimmed(view));
    (if said.each { span } else { last_deed(reading, span) }, said)
}

/// `建立`, `抓好`, `开展` before what is measured.
pub(super) fn without_verb(view: &str, mut span: Span) -> Span {
    static VERBS: WordList =
        WordList::new(&["建立健全", "建立", "健全", "完善", "抓好", "加强", "开展", "实行", "落实"]);
    if let Some(rest) = VERBS.strip_start(span.of(view)) {
        span = span.starting_at(span.end() - rest.len());
    }
    span
}

/// Of several deeds in a row the one that the value belongs to: `建立A、组建B、完善…`.
fn last_deed(reading: &Reading, span: Span) -> Span {
    static DEEDS: WordList = WordList::new(&[
        "建立",
        "组建",
        "完善",
        "建设",
        "新建",
        "改造",
        "培育",
        "打造",
        "引进",
        "实施",
        "开展",
        "完成",
        "推进",
        "创建",
        "新增",
        "发展",
        "举办",
        "申报",
        "争取",
        "招引",
        "选派",
        "盘活",
        "新改建",
        "改扩建",
        "谋划",
        "储备",
        "开工",
        "建成",
    ]);
    let view = reading.view();
    let text = span.of(view);
    let starts = |part: &str| DEEDS.starts(part).is_some();
    if !starts(text) {
        return span;
    }
    let Some(at) = text.rfind('、') else { return span };
    let last = Span::new(span.start() + at + '、'.len_utf8(), span.end());
    if starts(last.of(view)) && last.of(view).chars().nth(2).is_some() {
        return last;
    }
    span
}

/// `由A和B组建…`: the actor is the responsible body, not part of what is measured.
fn without_actor(reading: &Reading, mut span: Span) -> Span {
    let view = reading.view();
    let Some(rest) = span.of(view).strip_prefix('由') else { return span };
    let start = span.end() - rest.len();
    let bodies = span::within(&reading.bodies, Span::new(start, span.end()), |body| body.span);
    let mut end = start;
    for body in bodies {
        if body.span.start() <= end + '、'.len_utf8() && body.span.end() < span.end() {
            end = body.span.end();
        } else {
            break;
        }
    }
    if end > start {
        span = span.starting_at(end);
    }
    span
}

/// The bytes of `3.`, `(二)` or `①` at the head of an item.
fn marker(text: &str) -> Option<usize> {
    // Few begin so.
    if !matches!(text.as_bytes(), [b'0'..=b'9' | b'(' | 0xe2, ..]) {
        return None;
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &text[digits..];
    if (1..=2).contains(&digits) && rest.starts_with(['.', '、', ')']) {
        return rest.chars().next().map(|c| digits + c.len_utf8());
    }
    if let Some(inside) = text.strip_prefix('(') {
        let end = inside.find(')')?;
        let number = inside[..end].chars().all(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
        return (number && end > 0).then_some(end + 2);
    }
    text.chars().next().filter(|c| ('①'..='⑳').contains(c)).map(char::len_utf8)
}

/// The object after a value, up to where the next thing begins.
pub(super) fn object(view: &str, span: Span) -> Span {
    let mut span = span.trimmed(view);
    // `6.5万套(间)`: another measure word for the same.
    if let Some(end) = span.of(view).strip_prefix('(').and_then(|rest| rest.find(')')).filter(|&end| end <= 9)
    {
        span = span.starting_at(span.start() + end + "()".len());
        span = span.trimmed(view);
    }
    if span.is_empty() {
        return span;
    }
    if span.of(view).starts_with(['、', '和', '及', '与', '并', ')']) || span.of(view).starts_with("以及")
    {
        return Span::new(span.start(), span.start());
    }
    // `攻关24项关键技术、积极争创实验室`: the next deed is not counted.
    static DEEDS: WordList = WordList::new(&[
        "、积极",
        "、加快",
        "、争创",
        "、争取",
        "、推进",
        "、推动",
        "、建设",
        "、打造",
        "、实施",
        "、培育",
        "、力争",
        "、完成",
        "、确保",
        "、深化",
        "、启动",
        "、支持",
    ]);
    static OPENINGS: WordList = WordList::new(&["以上的", "的标准", "的", "以上", "等", "(含)"]);
    if span.of(view).contains('、')
        && let Some((end, _)) = DEEDS.find(span.of(view))
    {
        span = span.ending_at(span.start() + end);
    }
    if let Some(rest) = OPENINGS.strip_start(span.of(view)) {
        span = span.starting_at(span.end() - rest.len());
    }
    if span.of(view).ends_with(['、', '和', '及', '与', '等', '的', '并']) {
        for word in ["、", "和", "及", "与", "以及", "等", "的", "并"] {
            if span.of(view).ends_with(word) && span.len() > word.len() {
                span = span.ending_at(span.end() - word.len());
            }
        }
    }
    span.trimmed(view)
}

/// Each item with the words that it shares with the last: `城镇、农村居民人均可支配收入`.
pub(super) fn shared(view: &str, items: &[Span]) -> Vec<Parts> {
    let Some((last, others)) = items.split_last() else { return Vec::new() };
    let tail_of = |item: Span| -> Option<Span> {
        let (own, full) = (item.of(view), last.of(view));
        if words::measures(own) || !words::measures(full) {
            return None;
        }
        let two: String = own.chars().rev().take(2).collect::<Vec<_>>().into_iter().rev().collect();
        let from = match full.find(&two) {
            Some(at) if two.chars().count() == 2 => at + two.len(),
            _ if own.ends_with(['业', '类', '型', '级']) && full.contains(&own[own.len() - 3..]) => {
                full.find(&own[own.len() - 3..])? + 3
            }
            _ => full.char_indices().nth(own.chars().count()).map(|(at, _)| at)?,
        };
        (from < full.len()).then(|| Span::new(last.start() + from, last.end()))
    };
    // `粮食播种面积与产量`: what comes last may lack the head of the first.
    let head_of = |item: Span| -> Option<Span> {
        let first = items[0];
        if !bare_attribute(item.of(view)) || item == first {
            return None;
        }
        head(view, first)
    };
    let mut out: Vec<Parts> = others
        .iter()
        .map(|&item| match (head_of(item), tail_of(item)) {
            (Some(head), _) => smallvec![head, item],
            (None, Some(tail)) => smallvec![item, tail],
            (None, None) => smallvec![item],
        })
        .collect();
    out.push(match head_of(*last) {
        Some(head) => smallvec![head, *last],
        None => smallvec![*last],
    });
    out
}

/// The words before what an indicator measures: `粮食` of `粮食播种面积`.
pub(super) fn head(view: &str, indicator: Span) -> Option<Span> {
    let text = indicator.of(view);
    let at = ["播种", "播面", "种植", "面积", "产量"].iter().filter_map(|word| text.find(word)).min()?;
    (at > 0).then(|| Span::new(indicator.start(), indicator.start() + at))
}

/// A verb of progress with nothing after it.
pub(super) fn bare_verb(name: &str) -> bool {
    matches!(
        name,
        "竣工"
            | "新竣工"
            | "开工"
            | "完工"
            | "投产"
            | "建成"
            | "投用"
            | "竣工投产"
            | "开工建设"
            | "续建"
            | "新建"
            | "改造"
            | "新开工"
            | "在建"
            | "交付"
            | "发榜"
            | "上线"
            | "通车"
            | "办结"
            | "入库"
            | "达产"
    )
}

/// `产量`, `总投资`: a name only together with what it belongs to.
pub(super) fn bare_attribute(name: &str) -> bool {
    matches!(
        name,
        "产量"
            | "总产量"
            | "总产"
            | "单产"
            | "总投资"
            | "产值"
            | "总产值"
            | "年产值"
            | "面积"
            | "总面积"
            | "投资额"
            | "总投资额"
            | "计划总投资"
            | "投资总额"
            | "营业收入"
            | "增速"
            | "增幅"
            | "占比"
            | "年度投资"
            | "年度计划投资"
            | "销售额"
    )
}
