//! Who issues a document: who signs it, who is named before 关于 in its title, who speaks (`我代表市人民政府`).

use super::super::Named;
use super::{About, Fact, IssuerName, Place};
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
    let speaker =
        ["我代表", "我谨代表", "我受"].iter().find_map(|words| Some(view.find(words)? + words.len()));
    if let Some(from) = speaker {
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
        Some(Span::new(title.start(), title.start() + about).trimmed(view))
    };
    let mut named = title.and_then(before).map_or(Vec::new(), |span| pieces(view, span));
    if named.is_empty() {
        named = labelled(view, outline);
    }
    named.into_iter().map(|span| fact(view, span, Basis::Stated, place)).collect()
}

/// The bodies that the page's table of facts names: `发文机关:国务院办公厅`.
fn labelled(view: &str, outline: &Outline) -> Vec<Span> {
    const LABELS: &[&str] =
        &["发文机关", "发文单位", "制发机关", "制定机关", "发布机关", "发布机构", "发布单位"];
    let lines = outline.segments.iter().filter(|s| matches!(s.form, Form::Masthead | Form::Furniture));
    let value = |span: Span| {
        let (label, _) = span.of(view).split_once(':')?;
        LABELS
            .contains(&label.trim())
            .then(|| Span::new(span.start() + label.len() + 1, span.end()).trimmed(view))
    };
    lines
        .filter_map(|segment| value(segment.span))
        .map(|span| pieces(view, span))
        .find(|named| !named.is_empty())
        .unwrap_or_default()
}

/// The issuer that a text without signature implies.
///
/// Who says 我局 is the one bureau of the place that the text names; who is to act 下一步 is who reports; who draws up
/// `实施意见` in a text of that genre, or sets up the leading group for it, draws up this one. One candidate or none.
pub fn implied(view: &str, outline: &Outline, bodies: &[Named], about: &About) -> Option<Fact<IssuerName>> {
    let place = about.jurisdiction.as_ref().map(|fact| fact.value.name.as_str())?;
    let named = |body: &&Named| body.canonical.len() == 1 && body.canonical[0].contains(place);
    let fact = |body: &Named| Fact {
        value: IssuerName { text: body.span.of(view).into(), canonical: body.canonical[0].clone() },
        basis: Basis::Stated,
        evidence: vec![body.span],
    };
    let own = ["局", "院", "委", "厅", "校"]
        .iter()
        .find(|organ| bodies.iter().any(|body| body.span.of(view).strip_prefix('我') == Some(organ)));
    if let Some(organ) = own {
        let mut alike =
            bodies.iter().filter(named).filter(|body| body.canonical[0].ends_with(organ) && !body.collective);
        let first = alike.next()?;
        return alike.all(|body| body.canonical == first.canonical).then(|| fact(first));
    }
    let subject = |body: &&Named, cue: &dyn Fn(&str, &str) -> bool| {
        let at = outline.segments.partition_point(|segment| segment.span.end() <= body.span.start());
        let Some(segment) = outline.segments.get(at).filter(|segment| segment.span.covers(body.span)) else {
            return false;
        };
        cue(&view[segment.span.start()..body.span.start()], &view[body.span.end()..segment.span.end()])
    };
    let next_step = |before: &str, after: &str| {
        before.trim_end_matches([',', ' ']).ends_with("下一步") && after.starts_with(['将', '要'])
    };
    if let Some(body) = bodies.iter().filter(named).find(|body| subject(body, &next_step)) {
        return Some(fact(body));
    }
    let genre = about.genre.as_deref()?;
    let draws_up = |before: &str, after: &str| {
        let drawn = ["制定出台", "制定印发", "研究制定", "研究出台", "制定", "出台", "印发"];
        before.is_empty() && drawn.iter().any(|verb| after.contains(&format!("{verb}{genre}")))
    };
    let sets_up = |_: &str, after: &str| {
        let rest = after.trim_start_matches("决定").trim_start_matches("专门");
        rest.strip_prefix("成立")
            .and_then(|rest| rest.split([',', '。']).next())
            .is_some_and(|what| what.contains("领导小组"))
    };
    let one = |cue: &dyn Fn(&str, &str) -> bool| bodies.iter().filter(named).find(|body| subject(body, cue));
    one(&draws_up).or_else(|| one(&sets_up)).map(fact)
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
    let level = place.name.chars().last().filter(|c| "省市县区州盟旗".contains(*c));
    let mut rest = name.chars();
    let own = rest.next();
    if level.is_some() && own == level && !name.starts_with(&place.name) {
        format!("{}{}", place.name, rest.as_str())
    } else {
        name
    }
}

/// The bodies in the lines right before the date of signing, in the order they stand.
fn signers(view: &str, outline: &Outline, date: Span) -> Vec<Span> {
    let at = outline.segments.partition_point(|segment| segment.span.end() <= date.start());
    let Some(line) = outline.segments.get(at) else { return Vec::new() };
    // `枣庄市中医医院办公室 2010年6月2日印发`: who prints is no signer, unless nobody else is named.
    let same_line = Span::new(line.span.start(), date.start()).trimmed(view);
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
                pieces.push(Span::new(from, at).shifted(line.start()));
                start = None;
            }
            _ => {}
        }
    }
    let named = pieces.iter().all(|span| {
        let name = span.of(view);
        let length = name.chars().count();
        (3..=40).contains(&length) && !name.contains(':') && ORGANS.iter().any(|organ| name.ends_with(organ))
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
