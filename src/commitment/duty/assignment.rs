//! Assignments of an item: `(牵头单位:市科技局;责任单位:市财政局、各区)`, `责任单位:市教育局`, `(市发展改革委牵头,市财政局配合)`,
//! `(市科技局、市财政局按职责分工负责)`.

use super::super::Judgement;
use super::{Duty, body_at, is_item, role_of_label};
use crate::context::Reading;
use crate::context::marks::{Kind, Mark};
use crate::outline::{Form, Segment};
use crate::span::Span;
use crate::value::{DutyBasis, Role};
use crate::wordlist::WordList;

/// Gives the bodies of every assignment to the segments of its item.
pub(super) fn assign(reading: &Reading, judgements: &[Option<Judgement>], duties: &mut [Vec<Duty>]) {
    let segments = &reading.outline.segments;
    let mut at = 0;
    // 列第一位者为牵头单位,下同.
    let mut leads = false;
    while at < segments.len() {
        let Some((mut assigned, within)) = assignment(reading, &segments[at], reading.marks.of(at)) else {
            at += 1;
            continue;
        };
        let first = at;
        // Gold and outline cut at the semicolon inside a bracket: the halves are one assignment.
        while !within
            && at + 1 < segments.len()
            && (segments[at + 1].form == Form::Assignment || is_labelled(reading, &segments[at + 1]))
        {
            let open = assigned.last().map(|duty| duty.role);
            assigned.extend(read(reading, segments[at + 1].span, open.unwrap_or_default()));
            at += 1;
        }
        at += 1;
        if leads
            && assigned.iter().all(|duty| duty.role == Role::Implement)
            && let Some(first) = assigned.first_mut()
        {
            first.role = Role::Lead;
        }
        if segments[first].form == Form::Heading {
            below(reading, judgements, first, &assigned, duties);
        } else {
            let floor = floor(reading, first);
            let items: Vec<usize> = (floor..if within { first + 1 } else { first })
                .filter(|&n| judgements[n].is_some() && is_item(segments[n].form))
                .collect();
            for n in items {
                duties[n].extend(assigned.iter().cloned());
            }
            let words = segments[at - 1].span.of(reading.view());
            leads |= first_leads(words) && words.contains("下同");
            if words.contains("下同") && !first_leads(words) {
                still(reading, judgements, at, &assigned, duties);
            }
        }
    }
}

/// The first segment of the item that ends with the assignment at `end`.
fn floor(reading: &Reading, end: usize) -> usize {
    let segments = &reading.outline.segments;
    let section = segments[end].section();
    let same_item = |n: usize| match section {
        Some(_) => segments[n].section() == section || is_part_of(reading, segments[n].section(), section),
        None => segments[n].paragraph() + 1 >= segments[end].paragraph(),
    };
    let mut first = end;
    while first > 0 && same_item(first - 1) {
        let before = &segments[first - 1];
        let ends_item = before.form == Form::Assignment
            || is_labelled(reading, before)
            || is_item(before.form) && has_inline(reading, before.span);
        if ends_item {
            break;
        }
        first -= 1;
    }
    first
}

/// `一是…;二是…(责任单位:…)`: parts counted within one item share what follows the last.
fn is_part_of(reading: &Reading, section: Option<usize>, last: Option<usize>) -> bool {
    let (Some(section), Some(last)) = (section, last) else { return false };
    let sections = &reading.outline.sections;
    let counted = |n: usize| {
        let marker = sections[n].marker.of(reading.view());
        marker.ends_with('是') || marker.starts_with(|c: char| ('①'..='⑳').contains(&c))
    };
    counted(last)
        && (sections[last].parent == Some(section)
            || counted(section) && sections[section].parent == sections[last].parent)
}

/// `下同`: holds for the items behind it too, up to the next assignment.
fn still(
    reading: &Reading,
    judgements: &[Option<Judgement>],
    from: usize,
    assigned: &[Duty],
    duties: &mut [Vec<Duty>],
) {
    let segments = &reading.outline.segments;
    let next =
        (from..segments.len()).find(|&n| assignment(reading, &segments[n], reading.marks.of(n)).is_some());
    let until = next.map_or(segments.len(), |next| floor(reading, next));
    for n in from..until {
        if judgements[n].is_some() && is_item(segments[n].form) {
            duties[n].extend(assigned.iter().cloned());
        }
    }
}

/// A heading's assignment holds for all that stands under it.
fn below(
    reading: &Reading,
    judgements: &[Option<Judgement>],
    heading: usize,
    assigned: &[Duty],
    duties: &mut [Vec<Duty>],
) {
    let segments = &reading.outline.segments;
    let Some(section) = segments[heading].section() else { return };
    let end = reading.outline.sections[section].span.end();
    for n in heading + 1..segments.len() {
        if segments[n].span.start() >= end {
            break;
        }
        if judgements[n].is_some() && is_item(segments[n].form) {
            duties[n].extend(assigned.iter().cloned());
        }
    }
}

/// The duties that a segment with these marks assigns, and whether they stand within the item's own words.
fn assignment(reading: &Reading, segment: &Segment, marks: &[Mark]) -> Option<(Vec<Duty>, bool)> {
    let view = reading.view();
    match segment.form {
        Form::Assignment => Some((read(reading, segment.span, Role::Implement), false)),
        Form::Masthead | Form::Cell if is_labelled(reading, segment) => {
            Some((read(reading, segment.span, Role::Implement), false))
        }
        Form::Prose | Form::Task | Form::Heading => {
            let inside = inline(view, segment.span, marks)?;
            let assigned = read(reading, inside, Role::Implement);
            (!assigned.is_empty()).then_some((assigned, segment.form != Form::Heading))
        }
        _ => None,
    }
}

/// `牵头单位:县工信局` as a line of its own.
fn is_labelled(reading: &Reading, segment: &Segment) -> bool {
    let label = || segment.span.of(reading.view()).split_once(':').map(|(label, _)| label.trim());
    matches!(segment.form, Form::Masthead | Form::Cell)
        && label().is_some_and(|label| label.chars().count() <= 8 && role_of_label(label).is_some())
}

/// Whether a bracket in running text assigns.
fn has_inline(reading: &Reading, span: Span) -> bool {
    inline(reading.view(), span, reading.marks.within(span)).is_some()
}

/// The words of a bracket that assigns, in running text with these marks.
fn inline(view: &str, span: Span, marks: &[Mark]) -> Option<Span> {
    let mut from = span.start();
    for (n, open) in marks.iter().enumerate() {
        if !matches!(open.kind(), Kind::Bracket | Kind::Square) || open.at() < from {
            continue;
        }
        let start = open.at() + view[open.at()..].chars().next().map_or(1, char::len_utf8);
        let closes = |mark: &&Mark| matches!(mark.kind(), Kind::BracketEnd | Kind::SquareEnd);
        let end = marks[n + 1..].iter().find(closes).map_or(span.end(), |close| close.at());
        let inside = &view[start..end];
        from = end;
        if inside.len() > 1500 {
            continue;
        }
        let label = inside.split_once(':').map(|(label, _)| label.trim());
        let verb = tail_of(inside.trim_end()).is_some();
        if label.is_some_and(|label| label.chars().count() <= 10 && role_of_label(label).is_some())
            || verb && inside.chars().count() >= 5 && !inside.contains(['。', '“'])
        {
            return Some(Span::new(start, end));
        }
    }
    None
}

/// What stands behind a list of bodies, with the role that it gives.
static TAILS: [(WordList, Role); 4] = [
    (WordList::new(&["牵头负责", "牵头组织实施", "牵头落实", "共同牵头", "分别牵头", "牵头"]), Role::Lead),
    (WordList::new(&["按职责分工配合", "协同配合", "配合", "参与", "参加", "协助"]), Role::Support),
    (
        WordList::new(&[
            "按职责分工分别负责",
            "按照职责分工负责",
            "按职责分工负责",
            "按职责负责",
            "按分工负责",
            "分工负责",
            "分别负责",
            "共同负责",
            "具体负责",
            "负责落实",
            "负责",
            "组织实施",
            "落实",
        ]),
        Role::Implement,
    ),
    (WordList::new(&["督导", "监督"]), Role::Supervise),
];

/// The words of [`TAILS`] that a list ends with.
fn tail_of(words: &str) -> Option<(&'static str, Role)> {
    TAILS.iter().find_map(|(tails, role)| Some((tails.words()[tails.ends(words)?], *role)))
}

/// Reads an assignment: clauses of a list of actors with a label before or a verb behind.
pub(super) fn read(reading: &Reading, mut span: Span, open: Role) -> Vec<Duty> {
    let view = reading.view();
    // The bracket round the whole is none of its words; its other half goes with the last clause's end.
    let bracket = span.of(view).starts_with(['(', '〔', '[', '【']);
    if bracket {
        span = span.starting_at(span.start() + span.of(view).chars().next().map_or(0, char::len_utf8));
    }
    let mut duties = Vec::new();
    let mut role = open;
    let mut labelled = false;
    for clause in clauses(view, span) {
        let words = clause.of(view);
        if first_leads(words) {
            continue;
        }
        let mut list = clause;
        if let Some((label, _)) = words.split_once(':') {
            let name = label.trim_matches(|c: char| !c.is_alphanumeric());
            let name: String = name.chars().filter(|c| !c.is_whitespace()).collect();
            let Some(given) = role_of_label(&name) else { continue };
            role = given;
            labelled = true;
            list = list.starting_at(list.start() + label.len() + 1);
        }
        let (list, given) = tail(view, list);
        let given = if labelled { role } else { given.unwrap_or(role) };
        for actor in actors(reading, list) {
            duties.push(Duty::new(reading, actor, given, DutyBasis::Stated, "an assignment of the item"));
        }
    }
    if first_leads(span.of(view))
        && let Some(first) = duties.first_mut()
    {
        first.role = Role::Lead;
    }
    duties
}

/// `列第一位者为牵头单位`.
fn first_leads(words: &str) -> bool {
    ["列第一", "排第一", "排在第一", "第一位", "排名第一", "首位"].iter().any(|word| words.contains(word))
        && words.contains("牵头")
}

/// The clauses of an assignment: each label begins one, and `;` or `。` ends one; where there is no label, a comma too.
fn clauses(view: &str, span: Span) -> Vec<Span> {
    let words = span.of(view);
    let labels = words.contains(':');
    let mut clauses = Vec::new();
    let mut start = 0;
    for (at, c) in words.char_indices() {
        let ends = match c {
            ';' | '。' | '\n' => true,
            ',' | ' ' => {
                let rest = &words[at + 1..];
                let next = rest.split(['、', ',', ';', ' ']).next().unwrap_or(rest);
                let label =
                    next.split_once(':').is_some_and(|(label, _)| role_of_label(label.trim()).is_some());
                label || !labels && c == ',' && tail_of(&words[..at]).is_some()
            }
            '、' => !labels && tail_of(&words[..at]).is_some(),
            _ => false,
        };
        if ends {
            clauses.push(Span::new(span.start() + start, span.start() + at));
            start = at + c.len_utf8();
        }
    }
    clauses.push(Span::new(span.start() + start, span.end()));
    clauses
}

/// A list without the verb behind it, and the verb's role.
fn tail(view: &str, list: Span) -> (Span, Option<Role>) {
    let mut trimmed = list.of(view).trim_end_matches(|c: char| !c.is_alphanumeric() && !"”)".contains(c));
    while trimmed.ends_with(')') && trimmed.matches(')').count() > trimmed.matches('(').count() {
        trimmed = trimmed[..trimmed.len() - 1]
            .trim_end_matches(|c: char| !c.is_alphanumeric() && !"”)".contains(c));
    }
    let list = Span::new(list.start(), list.start() + trimmed.len());
    match tail_of(trimmed) {
        Some((tail, role)) => (Span::new(list.start(), list.end() - tail.len()), Some(role)),
        None => (list, None),
    }
}

/// The actors of a list: bodies where they are known, else what stands between the separators.
pub(super) fn actors(reading: &Reading, list: Span) -> Vec<Span> {
    let view = reading.view();
    let mut actors = Vec::new();
    let mut at = list.start();
    while at < list.end() {
        let rest = &view[at..list.end()];
        let skip = rest.len() - rest.trim_start_matches(SEPARATORS).len();
        if skip > 0 {
            at += skip;
            continue;
        }
        let mut end = at + rest.find(SEPARATORS).unwrap_or(rest.len());
        let body = body_at(reading, at).filter(|body| body.span.end() <= list.end());
        if let Some(body) = body {
            let after = &view[body.span.end()..list.end()];
            let whole = after.is_empty()
                || after.starts_with(SEPARATORS)
                || after.starts_with(['等', '按', '和', '及', '与']);
            end = if whole { body.span.end() } else { end.max(body.span.end()) };
        }
        actors.extend(actor(view, Span::new(at, end)));
        at = end;
        for joint in ["和", "及", "与", "以及"] {
            if view[at..list.end()].starts_with(joint) {
                at += joint.len();
                break;
            }
        }
    }
    actors
}

const SEPARATORS: [char; 12] = ['、', ',', ';', ' ', '〔', '〕', '[', ']', '【', '】', '。', '\n'];

/// A part of a list that can be an actor, without `由` before and `等` behind.
fn actor(view: &str, part: Span) -> Option<Span> {
    let mut part = part.trimmed(view);
    // 各镇(街道) is one; a bracket round the whole list is none of its parts.
    let open = part.of(view).starts_with('(');
    part = part.starting_at(part.start() + usize::from(open));
    let odd = part.of(view).matches(')').count() > part.of(view).matches('(').count();
    part = part.ending_at(part.end() - usize::from(odd && part.of(view).ends_with(')')));
    let mut words = part.of(view);
    for lead in ["由", "各相关", "以及", "及"] {
        if lead != "各相关"
            && let Some(rest) = words.strip_prefix(lead)
        {
            part = part.starting_at(part.start() + lead.len());
            words = rest;
        }
    }
    if let Some(rest) = words.strip_suffix('等') {
        part = part.ending_at(part.end() - "等".len());
        words = rest;
    }
    let noise = [
        "下同",
        "排名第一",
        "按职责",
        "列第一",
        "排第一",
        "为牵头",
        "逗号",
        "略",
        "完成时",
        "长期",
        "持续",
        "年底",
    ];
    let count = words.chars().count();
    let good = (2..=24).contains(&count)
        && !noise.iter().any(|word| words.contains(word))
        && !words.starts_with(|c: char| c.is_ascii_digit())
        && words.chars().all(|c| c.is_alphanumeric() || "“”·—-/()".contains(c));
    good.then_some(part)
}
