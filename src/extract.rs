//! From a text to its record: the whole way of the data in one function.

use std::borrow::Cow;
use std::{fmt, iter};

use jiff::civil::Date as Day;
use serde::Serialize;

use crate::commitment::{self, Commitment, Findings};
use crate::context::about::{IssuerName, Known};
use crate::context::{Fact, Given, Reading};
use crate::lexicon::Lexicon;
use crate::read::Table;
use crate::record::spool::Spool;
use crate::record::word::{Short, Word};
use crate::record::{Words, json};
use crate::span::Span;
use crate::text::Text;
use crate::value::{Interval, Length, Moment, Number, day, digits};
use crate::warning::Warning;
use crate::{grid, layout, outline, recognise, record, split, warning};

/// Reads a text up to what its commitments are composed from.
pub fn read<'a>(text: &'a Text, given: &Given, lexicon: &'a Lexicon) -> (Reading<'a>, Findings<'a>) {
    let view = text.view();
    let hits = lexicon.hits(view);
    let outline = outline::with_tables(view, text.tables(), &hits, lexicon);
    let mentions = recognise::recognise(view, &hits, lexicon);
    let mut reading = Reading::new(text, hits, outline, mentions, given, lexicon);
    let findings = Findings::of(&reading);
    reading.close();
    (reading, findings)
}

/// The text of a source, with its view.
pub fn text(source: String, lexicon: &Lexicon) -> Text {
    text_with_tables(source, &[], lexicon)
}

/// The text of a source with the tables that its format gave; where it gave none, those that its lines show.
pub fn text_with_tables(source: String, tables: &[Table], lexicon: &Lexicon) -> Text {
    let found = if tables.is_empty() { grid::recover::tables(&source, lexicon) } else { Vec::new() };
    let tables = if tables.is_empty() { &found } else { tables };
    Text::with_tables(source, tables, &lexicon.folding, layout::noise)
}

/// The record of a text; `id` names it, `source` says where it came from. The locations in `source` are those of the
/// format's own units (lines, paragraphs); the record has one for each segment.
pub fn extract(
    text: &Text,
    id: &str,
    source: record::Source,
    given: &Given,
    lexicon: &Lexicon,
) -> record::Document {
    let (reading, findings) = read(text, given, lexicon);
    record(&reading, findings, id, source)
}

/// The record of what was read of a text, as [`extract`] gives it.
pub fn record(reading: &Reading, findings: Findings, id: &str, source: record::Source) -> record::Document {
    let writer = Writer { reading, id };
    let locations = writer.locations(&source.locations).collect();
    let warnings = warning::warnings(reading, &findings);
    record::Document {
        sections: sections(reading.text, &reading.outline).collect(),
        dates: writer.dates().collect(),
        quantities: writer.quantities().collect(),
        bodies: writer.bodies().collect(),
        people: writer.people().collect(),
        commitments: findings.commitments(reading).map(|commitment| writer.commitment(&commitment)).collect(),
        furniture: writer.furniture().collect(),
        repairs: writer.repairs().collect(),
        warnings: warnings.iter().map(|warning| writer.warning(warning)).collect(),
        ..writer.frame(record::Source { locations, ..source })
    }
}

/// Items of a list that are made and written before the spool is asked to pack what it has.
const SOME: usize = 1 << 10;

/// Puts the JSON of the record of what was read into `out`, item by item, with strings borrowed from the text. `amend`
/// gets the record without its long lists before it is written.
///
/// # Errors
/// As [`json::to_vec`] has them.
pub fn write<'r>(
    reading: &'r Reading,
    findings: Findings,
    id: &'r str,
    source: record::Source,
    amend: impl FnOnce(&mut record::Document<Cow<'r, str>>),
    out: &mut Spool,
) -> std::result::Result<(), fmt::Error> {
    let locations = source.locations;
    let source = record::Source { locations: Vec::new(), ..source };
    let writer = Writer { reading, id };
    let warnings = warning::warnings(reading, &findings);
    let mut document = writer.frame(source);
    amend(&mut document);
    // A record is seven times its text, more or less.
    out.expect(reading.text.source().len() * 8);
    let mut frame = json::Frame::new(&document)?;
    drop(document);
    frame.fill("locations", out, |out| items(writer.locations(&locations), out))?;
    frame.fill("sections", out, |out| items(sections::<Word>(reading.text, &reading.outline), out))?;
    frame.fill("dates", out, |out| items(writer.dates::<Word>(), out))?;
    frame.fill("quantities", out, |out| items(writer.quantities::<Word>(), out))?;
    frame.fill("bodies", out, |out| items(writer.bodies::<Word>(), out))?;
    frame.fill("people", out, |out| items(writer.people::<Word>(), out))?;
    frame.fill("commitments", out, |out| {
        let mut commitments = findings.commitments(reading);
        loop {
            let some: Vec<Commitment> = commitments.by_ref().take(SOME).collect();
            if some.is_empty() {
                return Ok(());
            }
            write_commitments(&writer, &some, out)?;
        }
    })?;
    frame.fill("furniture", out, |out| items(writer.furniture(), out))?;
    frame.fill("repairs", out, |out| items(writer.repairs::<Word>(), out))?;
    frame.fill("warnings", out, |out| items(warnings.iter().map(|one| writer.warning::<Word>(one)), out))?;
    frame.end(out);
    Ok(())
}

fn write_commitments(
    writer: &Writer,
    some: &[Commitment],
    out: &mut Spool,
) -> std::result::Result<(), fmt::Error> {
    let made = |commitment| writer.commitment::<Word>(commitment);
    if !split::is_long(writer.reading.view()) {
        return items(some.iter().map(made), out);
    }
    for one in split::each(true, some.len(), |(): &mut (), n| json::to_vec(&made(&some[n]))) {
        out.last().extend_from_slice(&one?);
        out.last().push(b',');
    }
    out.settle();
    Ok(())
}

fn items<T: Serialize>(
    items: impl Iterator<Item = T>,
    out: &mut Spool,
) -> std::result::Result<(), fmt::Error> {
    let mut items = items.peekable();
    while items.peek().is_some() {
        json::extend_items(out.last(), items.by_ref().take(SOME))?;
        out.settle();
    }
    Ok(())
}

/// The name that records give the section at an index of the outline: `s1`.
pub fn section_id<'a, S: Words<'a>>(section: usize) -> S {
    numbered("s", section + 1)
}

/// The sections of an outline as records have them.
pub fn sections<'a, S: Words<'a>>(
    text: &'a Text,
    outline: &'a outline::Outline,
) -> impl Iterator<Item = record::Section<S>> {
    let sections = outline.sections.iter().enumerate();
    sections.map(|(n, section)| record::Section {
        id: section_id(n),
        parent: section.parent.map(section_id),
        level: section.level,
        marker: text.quote(section.marker).into(),
        heading: text.quote(section.heading).into(),
        span: text.points(section.span),
    })
}

/// Turns spans of the view into code points and quotes.
struct Writer<'r, 'a> {
    reading: &'r Reading<'a>,
    id: &'r str,
}

impl<'r> Writer<'r, '_> {
    /// The record without the lists that grow with the text.
    fn frame<S: Words<'r>>(&self, source: record::Source) -> record::Document<S> {
        let about = &self.reading.about;
        record::Document {
            schema: record::SCHEMA.into(),
            id: self.id.into(),
            source,
            title: some(&about.title),
            document_number: some(&about.number),
            genre: some(&about.genre),
            issuer: about.issuer.iter().map(|fact| self.issuer(fact)).collect(),
            jurisdiction: about.jurisdiction.as_ref().map(|fact| record::Jurisdiction {
                name: said(&fact.value.name),
                code: some(&fact.value.code),
                level: fact.value.level,
                ancestors: all(&fact.value.ancestors),
                basis: fact.basis,
                evidence: self.all_points(&fact.evidence),
            }),
            issued: about.issued.as_ref().map(|fact| self.known(fact)),
            published: about.published.as_ref().map(|fact| self.known(fact)),
            period: about.period.as_ref().map(|fact| self.interval(fact)),
            tool: record::Tool {
                version: env!("CARGO_PKG_VERSION").into(),
                dictionaries: self.reading.lexicon.hash().into(),
                options: Vec::new(),
            },
            ..record::Document::default()
        }
    }

    fn points(&self, span: Span) -> record::Points {
        self.reading.text.points(span)
    }

    /// Where each segment begins, from where the units of the format stand (in order).
    fn locations<'s>(&'s self, units: &'s [record::Location]) -> impl Iterator<Item = record::Location> {
        let segments = self.reading.outline.segments.iter();
        segments.filter_map(move |segment| {
            let span = self.points(segment.span);
            let unit = units.get(units.partition_point(|unit| unit.span[1] <= span[0]))?;
            (unit.span[0] < span[1]).then(|| record::Location { span, ..unit.clone() })
        })
    }

    fn all_points(&self, spans: &[Span]) -> Vec<record::Points> {
        spans.iter().map(|&span| self.points(span)).collect()
    }

    fn quote<S: Words<'r>>(&self, span: Span) -> S {
        self.reading.text.quote(span).into()
    }

    /// Where a span of the view stands in the source, and its words there.
    fn placed<S: Words<'r>>(&self, span: Span) -> (record::Points, S) {
        let (points, words) = self.reading.text.placed(span);
        (points, words.into())
    }

    fn issuer<S: Words<'r>>(&self, fact: &'r Fact<IssuerName>) -> record::Issuer<S> {
        record::Issuer {
            text: said(&fact.value.text),
            canonical: said(&fact.value.canonical),
            basis: fact.basis,
            evidence: self.all_points(&fact.evidence),
        }
    }

    fn known<S: Words<'r>>(&self, fact: &Fact<Known>) -> record::DocumentDate<S> {
        let start = match fact.value {
            Known::Year(year) => format!("{year:04}"),
            Known::Month(year, month) => format!("{year:04}-{month:02}"),
            Known::Day(known) => day(known),
        };
        record::DocumentDate {
            start: Some(start.clone().into()),
            end: Some(start.clone().into()),
            edtf: start.into(),
            basis: fact.basis,
            evidence: self.all_points(&fact.evidence),
        }
    }

    fn interval<S: Words<'r>>(&self, fact: &Fact<Interval>) -> record::DocumentDate<S> {
        record::DocumentDate {
            start: fact.value.start.map(date),
            end: fact.value.end.map(date),
            edtf: fact.value.edtf().into(),
            basis: fact.basis,
            evidence: self.all_points(&fact.evidence),
        }
    }

    fn dates<S: Words<'r>>(&self) -> impl Iterator<Item = record::Date<S>> {
        let dates = self.reading.dates.iter().enumerate();
        dates.map(move |(n, placed)| {
            let (span, text) = self.placed(placed.span);
            let mut found = record::Date {
                id: numbered("d", n + 1),
                span,
                text,
                rule: placed.rule.into(),
                r#type: record::DateType::Date,
                start: None,
                end: None,
                edtf: None,
                duration: None,
                duration_max: None,
                every: None,
                every_max: None,
                name: None,
                basis: placed.basis,
                repaired: placed.repaired,
            };
            let mut when = Interval::default();
            match &placed.moment {
                Moment::Date(interval) => when = *interval,
                Moment::Duration { length, longest, stretch } => {
                    found.r#type = record::DateType::Duration;
                    found.duration = Some(iso(*length));
                    found.duration_max = longest.map(iso);
                    when = *stretch;
                }
                Moment::Set { every, longest } => {
                    found.r#type = record::DateType::Set;
                    found.every = Some(iso(*every));
                    found.every_max = longest.map(iso);
                }
                Moment::Event { name, when: occasion } => {
                    found.r#type = record::DateType::Event;
                    found.name = Some(said(name));
                    when = *occasion;
                }
            }
            found.start = when.start.map(date);
            found.end = when.end.map(date);
            found.edtf = (when.start.is_some() || when.end.is_some()).then(|| when.edtf().into());
            found
        })
    }

    fn quantities<S: Words<'r>>(&self) -> impl Iterator<Item = record::Quantity<S>> {
        let quantities = self.reading.quantities.iter().enumerate();
        quantities.map(move |(n, found)| {
            let (span, text) = self.placed(found.span);
            record::Quantity {
                id: numbered("q", n + 1),
                span,
                text,
                rule: found.rule.into(),
                comparator: found.value.comparator,
                value: Number(found.value.value),
                value_max: found.value.most.map(Number),
                unit: said(&found.value.unit),
                per: found.value.per.map(iso),
                per_unit: some(&found.value.per_unit),
            }
        })
    }

    fn bodies<S: Words<'r>>(&self) -> impl Iterator<Item = record::Body<S>> {
        let bodies = self.reading.bodies.iter().enumerate();
        bodies.map(move |(n, named)| {
            let (span, text) = self.placed(named.span);
            record::Body {
                id: numbered("b", n + 1),
                span,
                text,
                rule: named.rule.into(),
                canonical: all(&named.canonical),
                kind: named.kind,
                collective: named.collective,
                basis: named.basis,
            }
        })
    }

    fn people<S: Words<'r>>(&self) -> impl Iterator<Item = record::Person<S>> {
        let people = self.reading.people.iter().enumerate();
        people.filter_map(|(n, person)| {
            let first = *person.mentions.first()?;
            Some(record::Person {
                id: numbered("p", n + 1),
                span: self.points(first),
                text: self.quote(first),
                rule: person.rule.into(),
                name: said(&person.name),
                posts: person.posts.iter().map(|&post| self.quote(post)).collect(),
                role: person.role,
                mentions: self.all_points(&person.mentions),
            })
        })
    }

    fn furniture(&self) -> impl Iterator<Item = record::Points> {
        let segments = self.reading.outline.segments.iter();
        let furniture = segments.filter(|segment| segment.form == outline::Form::Furniture);
        furniture.map(|segment| self.points(segment.span))
    }

    /// `99e33bd315924f3a:3215-3285`.
    fn commitment_id<S: Words<'r>>(&self, [start, end]: record::Points) -> S {
        let (mut room, mut more) = (itoa::Buffer::new(), itoa::Buffer::new());
        joined(&[self.id, ":", room.format(start), "-", more.format(end)])
    }

    /// The ids of a section and of those around it, from the outermost in.
    fn path<S: Words<'r>>(&self, section: Option<usize>) -> Vec<S> {
        // A section stands behind the one around it.
        let around = |&n: &usize| self.reading.outline.sections.get(n)?.parent.filter(|&parent| parent < n);
        let mut path: Vec<S> = iter::successors(section, around).map(|n| numbered("s", n + 1)).collect();
        path.reverse();
        path
    }

    fn commitment<S: Words<'r>>(&self, commitment: &'r Commitment) -> record::Commitment<S> {
        let (span, text) = self.placed(commitment.span);
        let section = self.reading.outline.segments[commitment.segment].section;
        record::Commitment {
            id: self.commitment_id(span),
            span,
            text,
            section: self.path(section),
            status: commitment.status,
            strength: commitment.strength,
            cue: commitment.cue.map(|cue| self.quote(cue)),
            theme: all(&commitment.theme),
            responsible: commitment
                .responsible
                .iter()
                .map(|duty| record::Responsible {
                    text: self.quote(duty.span),
                    canonical: duty.canonical(self.reading).map(S::from).collect(),
                    role: duty.role,
                    collective: duty.collective,
                    span: self.points(duty.span),
                    basis: duty.basis,
                })
                .collect(),
            people: all(&commitment.people),
            deadline: commitment.deadline.map(|deadline| date(deadline.day)),
            deadline_basis: commitment.deadline.map(|deadline| deadline.basis),
            targets: commitment.targets.iter().map(|target| self.target(target)).collect(),
            testable: commitment.testable,
            rules: commitment.rules.iter().map(|&rule| rule.into()).collect(),
        }
    }

    fn target<S: Words<'r>>(&self, target: &'r commitment::Target) -> record::Target<S> {
        let (span, text) = self.placed(target.span);
        let rare = target.rare();
        let indicator = match target.indicator.as_slice() {
            [part] => self.quote(*part),
            parts => parts.iter().map(|&part| self.quote(part)).collect::<Vec<String>>().join("…").into(),
        };
        record::Target {
            span,
            text,
            rule: target.rule.into(),
            indicator,
            indicator_id: some(&target.indicator_id),
            comparator: target.comparator,
            value: target.value.map(Number),
            value_max: rare.value_max.map(Number),
            unit: said(&target.unit),
            change: target.change,
            factor: rare.factor.map(Number),
            baseline: rare.baseline.map(Number),
            baseline_date: rare.baseline_date.map(date),
            per: target.per.map(iso),
            per_max: rare.per_max.map(iso),
            per_unit: some(&rare.per_unit),
            denominator: rare.denominator.map(|span| self.quote(span)),
            scope: target.scope.map(|span| self.quote(span)),
            deadline: target.deadline.map(date),
            deadline_basis: target.deadline_basis,
            series: some(&rare.series),
            reference: rare.reference.map(|span| self.quote(span)),
            stretch: rare.stretch.map(|span| self.quote(span)),
            alt_comparator: rare.alt_comparator,
            binding: rare.binding,
            kind: target.kind,
        }
    }

    fn warning<S: Words<'r>>(&self, warning: &Warning) -> record::Warning<S> {
        record::Warning {
            code: warning.code.into(),
            message: warning.message.clone().into(),
            span: warning.span.map(|span| self.points(span)),
        }
    }

    fn repairs<S: Words<'r>>(&self) -> impl Iterator<Item = record::Repair<S>> {
        let repairs = self.reading.outline.repairs.iter();
        repairs.map(|repair| record::Repair {
            span: self.points(repair.span),
            text: self.quote(repair.span),
            reading: said(&repair.reading),
            rule: repair.rule.into(),
        })
    }
}

/// `q12`.
fn numbered<'r, S: Words<'r>>(letter: &str, n: usize) -> S {
    joined(&[letter, itoa::Buffer::new().format(n)])
}

fn joined<'r, S: Words<'r>>(parts: &[&str]) -> S {
    Short::joined(parts).map_or_else(|| parts.concat().into(), S::from)
}

fn said<'r, S: Words<'r>>(words: &'r impl AsRef<str>) -> S {
    words.as_ref().into()
}

fn some<'r, S: Words<'r>>(words: &'r Option<impl AsRef<str>>) -> Option<S> {
    words.as_ref().map(said)
}

fn all<'r, S: Words<'r>>(words: &'r [impl AsRef<str>]) -> Vec<S> {
    words.iter().map(said).collect()
}

fn date<'r, S: Words<'r>>(at: Day) -> S {
    let digits = digits(at);
    let known = digits.as_ref().and_then(|digits| str::from_utf8(digits).ok());
    known.map_or_else(|| day(at).into(), |known| joined(&[known]))
}

/// A length as ISO 8601 has it.
fn iso<'r, S: Words<'r>>(length: Length) -> S {
    length.to_string().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_that_is_written_says_what_one_that_is_made_says() {
        let lexicon = Lexicon::embedded();
        let text = text(include_str!("../corpus/plans/renhuai.txt").into(), lexicon);
        let read = || read(&text, &Given::default(), lexicon);
        let location =
            record::Location { span: [0, text.characters()], page: Some(1), paragraph: None, line: None };
        let source = record::Source { locations: vec![location], ..record::Source::default() };
        let mut written = Spool::default();
        let amend = |document: &mut record::Document<Cow<str>>| document.genre = Some("\"dates\":[]".into());
        let (reading, findings) = read();
        write(&reading, findings, "ab", source.clone(), amend, &mut written).unwrap();
        let (reading, findings) = read();
        let mut made = record(&reading, findings, "ab", source);
        assert!(made.source.locations.len() > 9 && made.bodies.len() > 9 && made.commitments.len() > 9);
        made.genre = Some("\"dates\":[]".into());
        assert_eq!(String::from_utf8_lossy(&written.bytes().unwrap()), serde_json::to_string(&made).unwrap());
    }
}
