//! Who issues a document: who signs it, who is named before 关于 in its title, who speaks (`我代表市人民政府`).

use super::{Fact, IssuerName, Place};
use crate::outline::{Form, Outline};
use crate::record::Basis;
use crate::span::Span;

/// The issuers that a text states: signers before the date, the body that a report is given for, the one before 关于.
pub fn stated(
    view: &str,
    outline: &Outline,
    title: Option<Span>,
    signed: Option<Span>,
    place: Option<&Place>,
) -> Vec<Fact<IssuerName>> {
    let signers = signed.map_or(Vec::new(), |date| signers(view, outline, date));
    if !signers.is_empty() {
        return signers.into_iter().map(|span| fact(view, span, Basis::Signature, place)).collect();
    }
    if let Some(at) = view.find("我代表") {
        let from = at + "我代表".len();
        let rest = &view[from..];
        let end = rest
            .find("政府")
            .map(|end| end + "政府".len())
            .or_else(|| rest.starts_with("国务院").then_some("国务院".len()));
        if let Some(end) = end.filter(|&end| rest[..end].chars().count() < 20) {
            return vec![fact(view, Span::new(from, from + end), Basis::Stated, place)];
        }
    }
    let before = |title: Span| {
        let about = title.of(view).find("关于").filter(|&about| about > 0)?;
        Some(Span::new(title.start, title.start + about).trimmed(view))
    };
    let named = title.and_then(before).map_or(Vec::new(), |span| pieces(view, span));
    named.into_iter().map(|span| fact(view, span, Basis::Stated, place)).collect()
}

fn fact(view: &str, span: Span, basis: Basis, place: Option<&Place>) -> Fact<IssuerName> {
    let text = span.of(view).to_string();
    let canonical = full(&text, place);
    Fact { value: IssuerName { text, canonical }, basis, evidence: vec![span] }
}

/// The name with its place before it: `区人民政府` of Huangshan is 黄山区人民政府.
fn full(name: &str, place: Option<&Place>) -> String {
    let name: String = name.chars().filter(|c| !c.is_whitespace()).collect();
    let Some(place) = place else { return name };
    let level = place.name.chars().last();
    let mut rest = name.chars();
    let own = rest.next();
    if own == level && !name.starts_with(&place.name) {
        format!("{}{}", place.name, rest.as_str())
    } else {
        name
    }
}

/// The bodies in the lines right before the date of signing, in the order they stand.
fn signers(view: &str, outline: &Outline, date: Span) -> Vec<Span> {
    let at = outline.segments.partition_point(|segment| segment.span.end <= date.start);
    let Some(line) = outline.segments.get(at) else { return Vec::new() };
    // `枣庄市中医医院办公室 2010年6月2日印发`: who prints is no signer, unless nobody else is named.
    let same_line = Span::new(line.span.start, date.start).trimmed(view);
    let mut signers: Vec<Span> = Vec::new();
    for segment in outline.segments[..at].iter().rev().take(6) {
        let all = pieces(view, segment.span);
        let whole: usize = all.iter().map(|span| span.len()).sum();
        let blank =
            segment.span.of(view).chars().filter(|c| c.is_whitespace()).map(char::len_utf8).sum::<usize>();
        if segment.form == Form::Furniture || all.is_empty() || whole + blank != segment.span.len() {
            break;
        }
        signers.splice(0..0, all);
    }
    if signers.is_empty() && same_line.len() > 6 { pieces(view, same_line) } else { signers }
}

/// The names of bodies in a line that holds nothing else: apart by white space or 、.
fn pieces(view: &str, line: Span) -> Vec<Span> {
    let words = line.of(view);
    let mut pieces = Vec::new();
    let mut start = None;
    for (at, c) in words.char_indices().chain(std::iter::once((words.len(), ' '))) {
        let apart = c.is_whitespace() || c == '、' || c == ',';
        match (start, apart) {
            (None, false) => start = Some(at),
            (Some(from), true) => {
                pieces.push(Span::new(from, at).shifted(line.start));
                start = None;
            }
            _ => {}
        }
    }
    let named = pieces.iter().all(|span| {
        let name = span.of(view);
        let length = name.chars().count();
        (3..=40).contains(&length) && ORGANS.iter().any(|organ| name.ends_with(organ))
    });
    if named { pieces } else { Vec::new() }
}

/// What the name of a body that signs ends in.
const ORGANS: &[&str] = &[
    "政府",
    "委员会",
    "局",
    "委",
    "办公室",
    "厅",
    "部",
    "院",
    "会",
    "中心",
    "组",
    "公司",
    "大学",
    "学校",
    "学院",
    "处",
    "站",
    "所",
    "社",
    "团",
    "党组",
    "银行",
    "支行",
    "办",
    "党委",
    "中学",
    "小学",
    "集团",
    "支队",
    "总队",
    "大队",
    "管理区",
];
