//! Notes: what stands under a piece of the text, a line for each mention, commitment and part of a commitment.

use serde::Serialize;

use super::Kind;
use crate::record::{Commitment, Date, Document, Points, Responsible, Target};
use crate::value::Number;

/// One line under a piece.
pub struct Note {
    pub span: Points,
    /// For its colour in the text; `None` for commitments.
    pub kind: Option<Kind>,
    pub label: String,
    pub says: String,
    pub rules: Vec<String>,
    /// Belongs to the commitment above.
    pub part: bool,
}

/// All notes of a document, or those of one rule, by place; a commitment comes before what stands in it.
pub fn notes(document: &Document, rule: Option<&str>) -> Vec<Note> {
    let wanted = |note: &Note| rule.is_none_or(|rule| note.rules.iter().any(|name| name == rule));
    let mut notes: Vec<Note> = mentions(document).into_iter().filter(wanted).collect();
    for commitment in &document.commitments {
        let whole = note_of(commitment);
        // The parts explain the whole: they come with it.
        if wanted(&whole) {
            let parts = commitment.responsible.iter().map(|duty| duty_note(commitment, duty));
            let targets = commitment.targets.iter().map(|target| target_note(commitment, target));
            let parts: Vec<Note> = parts.chain(targets).collect();
            notes.push(whole);
            notes.extend(parts);
        }
    }
    // Stable: a commitment, its parts, then the mentions of its segment.
    notes.sort_by_key(|note| {
        (place(document, note), note.kind.is_some(), note.span[0] * usize::from(note.kind.is_some()))
    });
    notes
}

/// Where the segment begins that a note stands in.
fn place(document: &Document, note: &Note) -> usize {
    let after = document.commitments.partition_point(|commitment| commitment.span[0] <= note.span[0]);
    match after.checked_sub(1).map(|n| document.commitments[n].span) {
        Some([start, end]) if note.span[0] < end => start,
        _ => note.span[0],
    }
}

fn mentions(document: &Document) -> Vec<Note> {
    let note = |kind, label: &str, span, says, rule: &str| Note {
        span,
        kind: Some(kind),
        label: label.into(),
        says,
        rules: vec![rule.into()],
        part: false,
    };
    let mut notes = Vec::new();
    for date in &document.dates {
        notes.push(note(Kind::Date, &word(&date.r#type), date.span, date_says(date), &date.rule));
    }
    for found in &document.quantities {
        let value = value(&word(&found.comparator), Some(found.value), found.value_max, &found.unit);
        let per = per(&found.per, &found.per_unit);
        let says = format!("{} = {value}{per}", clean(&found.text));
        notes.push(note(Kind::Quantity, "quantity", found.span, says, &found.rule));
    }
    for body in &document.bodies {
        let collective = if body.collective { ", collective" } else { "" };
        let says = format!(
            "{} = {} ({}, {}{collective})",
            clean(&body.text),
            body.canonical.join(" + "),
            word(&body.kind),
            word(&body.basis)
        );
        notes.push(note(Kind::Body, "body", body.span, says, &body.rule));
    }
    for person in &document.people {
        let posts =
            if person.posts.is_empty() { String::new() } else { format!(": {}", person.posts.join("; ")) };
        let says = format!("{} ({}){}", person.name, word(&person.role), clean(&posts));
        for &mention in &person.mentions {
            notes.push(note(Kind::Person, "person", mention, says.clone(), &person.rule));
        }
    }
    for repair in &document.repairs {
        let says = format!("{:?} read as {:?}", repair.text, repair.reading);
        notes.push(Note { kind: None, ..note(Kind::Heading, "repair", repair.span, says, &repair.rule) });
    }
    notes
}

fn date_says(date: &Date) -> String {
    let mut says = clean(&date.text);
    if let Some(name) = date.name.as_ref().filter(|name| **name != date.text) {
        says += &format!(" = {name}");
    }
    let parts = [&date.duration, &date.duration_max, &date.every, &date.every_max, &date.edtf];
    let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
    if !parts.is_empty() {
        says += &format!(" = {}", parts.join(" "));
    }
    says += &format!(" ({}{})", word(&date.basis), if date.repaired { ", repaired" } else { "" });
    says
}

fn note_of(commitment: &Commitment) -> Note {
    let mut says = word(&commitment.strength);
    if let Some(cue) = &commitment.cue {
        says += &format!(" “{}”", clean(cue));
    }
    says += &deadline(&commitment.deadline, commitment.deadline_basis.as_ref());
    if !commitment.theme.is_empty() {
        says += &format!(", theme {}", commitment.theme.join(" "));
    }
    if !commitment.people.is_empty() {
        says += &format!(", names {}", commitment.people.join("、"));
    }
    says += if commitment.testable { ", testable" } else { "" };
    Note {
        span: commitment.span,
        kind: None,
        label: word(&commitment.status),
        says,
        rules: commitment.rules.to_vec(),
        part: false,
    }
}

fn duty_note(commitment: &Commitment, duty: &Responsible) -> Note {
    let collective = if duty.collective { ", collective" } else { "" };
    Note {
        // A body carried from elsewhere is told where it acts.
        span: commitment.span,
        kind: None,
        label: word(&duty.role),
        says: format!(
            "{} = {} ({}{collective})",
            clean(&duty.text),
            duty.canonical.join(" + "),
            word(&duty.basis)
        ),
        rules: Vec::new(),
        part: true,
    }
}

fn target_note(commitment: &Commitment, target: &Target) -> Note {
    let mut says = format!("{}: {}", clean(&target.indicator), clean(&target.text));
    if let Some(id) = &target.indicator_id {
        says += &format!(" ({id})");
    }
    says += &format!(
        " = {}{}",
        value(&word(&target.comparator), target.value, target.value_max, &target.unit),
        per(&target.per, &target.per_unit)
    );
    let mut more = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            says += &format!(", {name} {value}");
        }
    };
    let change = word(&target.change);
    more("change", (change != "level").then_some(change));
    more("times", target.factor.map(number));
    more("from", target.baseline.map(number));
    more("at", target.baseline_date.clone());
    more("at most every", target.per_max.clone());
    more("of", target.denominator.as_deref().map(clean));
    more("for", target.scope.as_deref().map(clean));
    more("against", target.reference.as_deref().map(clean));
    more("stretch", target.stretch.as_deref().map(clean));
    more("or", target.alt_comparator.map(|comparator| word(&comparator)));
    more("nature", target.binding.map(|binding| word(&binding)));
    more("series", target.series.clone());
    says += &deadline(&target.deadline, target.deadline_basis.as_ref());
    Note {
        span: [commitment.span[0], target.span[1]],
        kind: None,
        label: word(&target.kind),
        says,
        rules: vec![target.rule.clone()],
        part: true,
    }
}

fn deadline(day: &Option<String>, basis: Option<&impl Serialize>) -> String {
    let basis = basis.map_or(String::new(), |basis| format!(" ({})", word(basis)));
    day.as_ref().map_or(String::new(), |day| format!(", by {day}{basis}"))
}

/// `≥ 80 人`, `40 … 50 名`.
fn value(comparator: &str, least: Option<Number>, most: Option<Number>, unit: &str) -> String {
    let sign = match comparator {
        "eq" | "range" => "",
        "ge" => "≥ ",
        "gt" => "> ",
        "le" => "≤ ",
        "lt" => "< ",
        "approx" => "≈ ",
        _ => "in step",
    };
    let most = most.map_or(String::new(), |most| format!(" … {}", number(most)));
    let least = least.map_or(String::new(), number);
    format!("{sign}{least}{most} {unit}").trim_end().into()
}

fn per(time: &Option<String>, thing: &Option<String>) -> String {
    let parts: Vec<&str> = [time, thing].into_iter().flatten().map(String::as_str).collect();
    if parts.is_empty() { String::new() } else { format!(" per {}", parts.join(" per ")) }
}

fn number(number: Number) -> String {
    number.0.normalize().to_string()
}

/// A quote on one line, without characters that a terminal would act on.
fn clean(quote: &str) -> String {
    quote.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// The name that records have for a value.
pub fn word(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}
