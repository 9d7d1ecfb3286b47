//! What is measured: the words before the value (`引进人才26人`), after it (`40--50名优秀乡村医生`), on both sides
//! (`举办…培训班`), shared by several values, or carried from the clause before.

use super::words;
use crate::context::Reading;
use crate::span::{self, Span};

/// What was said between the thing measured and its value.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Said {
    /// 分别: one value an item.
    pub respectively: bool,
    /// 均, 都, 各: one value for all items.
    pub each: bool,
}

/// The thing measured without dates, modal words and adverbs at its edges.
pub(super) fn clean(reading: &Reading, mut span: Span) -> (Span, Said) {
    let view = reading.view();
    let dates = span::within(&reading.dates, span, |date| date.span);
    let mut said = Said::default();
    span = span.trimmed(view);
    loop {
        let text = span.of(view);
        if let Some(date) = dates.iter().find(|date| date.span.start == span.start) {
            span.start = date.span.end.min(span.end);
        } else if let Some(word) = words::HEADS.iter().find(|word| text.starts_with(**word)) {
            // `要素` is a word, `和田` a place; the head goes only where something is left.
            let rest = &text[word.len()..];
            let inside = matches!(*word, "要") && rest.starts_with(['素', '闻', '点', '件'])
                || matches!(*word, "和") && rest.starts_with(['美', '谐', '平', '田'])
                || matches!(*word, "共") && rest.starts_with(['同', '建', '享', '青'])
                || matches!(*word, "应") && rest.starts_with(['急', '用', '收', '届'])
                || matches!(*word, "将") && rest.starts_with(['军'])
                || matches!(*word, "再") && rest.starts_with(['生', '造'])
                || matches!(*word, "基本") && rest.starts_with(['医', '公', '养', '农', '草', '建'])
                || matches!(*word, "主要") && rest.starts_with(['污', '农', '经', '作', '河'])
                || matches!(*word, "全部") && rest.starts_with("工业")
                || matches!(*word, "使") && rest.starts_with('用')
                || matches!(*word, "至" | "到") && rest.starts_with(['位', '少', '期', '账'])
                || matches!(*word, "计划") && rest.starts_with(['生'])
                || matches!(*word, "保障") && rest.starts_with(['性', '房']);
            if inside {
                break;
            }
            span.start += word.len();
        } else {
            break;
        }
        span = span.trimmed(view);
    }
    loop {
        let text = span.of(view);
        if text.ends_with("分别") {
            said.respectively = true;
        }
        if text.ends_with(['均', '都', '各'])
            && !text.ends_with("人均")
            && !text.ends_with("平均")
            && !text.ends_with("首都")
        {
            said.each = true;
        }
        if let Some(date) =
            dates.iter().find(|date| date.span.end == span.end && date.span.start > span.start)
        {
            span.end = date.span.start;
        } else if let Some(word) = words::TAILS.iter().find(|word| text.ends_with(**word)) {
            let rest = &text[..text.len() - word.len()];
            let inside = matches!(*word, "要") && rest.ends_with(['主', '需', '重', '必'])
                || matches!(*word, "均") && rest.ends_with(['人', '户', '亩', '年', '日', '地'])
                || matches!(*word, "都") && rest.ends_with(['首', '成', '丽'])
                || matches!(*word, "共") && rest.ends_with(['公'])
                || matches!(*word, "以") && rest.ends_with(['可', '予'])
                || matches!(*word, "是") && rest.ends_with(['于'])
                || matches!(*word, "为") && rest.ends_with(['行', '作'])
                || matches!(*word, "到") && rest.ends_with(['签', '报'])
                || matches!(*word, "至") && rest.ends_with(['甚'])
                || matches!(*word, "控制") && !rest.ends_with(['量', '度', '率', '额', '值'])
                || matches!(*word, "可") && rest.ends_with(['许', '认'])
                || matches!(*word, "突破") && rest.is_empty()
                || matches!(*word, "进行") && rest.is_empty();
            if inside {
                break;
            }
            span.end = span.start + rest.len();
        } else {
            break;
        }
        span = span.trimmed(view);
    }
    // `占X比重` keeps its words; a compared year goes: `比2020年`.
    for mark in ["比", "较"] {
        if let Some(rest) = span.of(view).strip_suffix(mark) {
            span.end = span.start + rest.len();
        }
    }
    if span.start > span.end {
        span.end = span.start;
    }
    (span.trimmed(view), said)
}

/// The object after a value, up to where the next thing begins.
pub(super) fn object(view: &str, span: Span) -> Span {
    let mut span = span.trimmed(view);
    for word in ["以上的", "的", "以上", "、", "和", "及", "等", "(含)"] {
        if span.of(view).starts_with(word) {
            span.start += word.len();
            break;
        }
    }
    for word in ["、", "和", "及", "与", "以及", "等", "的", "并"] {
        if span.of(view).ends_with(word) && span.len() > word.len() {
            span.end -= word.len();
        }
    }
    span.trimmed(view)
}

/// Each item with the words that it shares with the last: `城镇、农村居民人均可支配收入`.
pub(super) fn shared(view: &str, items: &[Span]) -> Vec<Vec<Span>> {
    let Some((last, others)) = items.split_last() else { return Vec::new() };
    let tail_of = |item: Span| -> Option<Span> {
        let (own, full) = (item.of(view), last.of(view));
        if words::measures(own) || !words::measures(full) {
            return None;
        }
        let two: String = own.chars().rev().take(2).collect::<Vec<_>>().into_iter().rev().collect();
        let from = match full.find(&two) {
            Some(at) if two.chars().count() == 2 => at + two.len(),
            _ => full.char_indices().nth(own.chars().count()).map(|(at, _)| at)?,
        };
        (from < full.len()).then(|| Span::new(last.start + from, last.end))
    };
    // `粮食播种面积与产量`: what comes last may lack the head of the first.
    let head_of = |item: Span| -> Option<Span> {
        let first = items[0];
        if !bare_attribute(item.of(view)) || item == first {
            return None;
        }
        head(view, first)
    };
    let mut out: Vec<Vec<Span>> = others
        .iter()
        .map(|&item| match (head_of(item), tail_of(item)) {
            (Some(head), _) => vec![head, item],
            (None, Some(tail)) => vec![item, tail],
            (None, None) => vec![item],
        })
        .collect();
    out.push(match head_of(*last) {
        Some(head) => vec![head, *last],
        None => vec![*last],
    });
    out
}

/// The words before what an indicator measures: `粮食` of `粮食播种面积`.
pub(super) fn head(view: &str, indicator: Span) -> Option<Span> {
    let text = indicator.of(view);
    let at = ["播种", "播面", "种植", "面积", "产量"].iter().filter_map(|word| text.find(word)).min()?;
    (at > 0).then(|| Span::new(indicator.start, indicator.start + at))
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
