//! From a text to its record: the whole way of the data in one function.

mod written;

use std::borrow::Cow;
use std::{fmt, iter, mem};

use serde::Serialize;

use crate::commitment::{self, Commitment, Findings, Judged};
use crate::context::about::{IssuerName, Known};
use crate::context::{Fact, Given, Reading};
use crate::lexicon::Lexicon;
use crate::read::Table;
use crate::record::json;
use crate::record::spool::Spool;
use crate::span::Span;
use crate::text::Text;
use crate::value::{Interval, Length, Moment, Number, day};
use crate::warning::Warning;
use crate::{grid, layout, outline, recognise, record, split, warning};

/// Reads a text up to what its commitments are composed from.
pub fn read<'a>(text: &'a Text, given: &Given, lexicon: &'a Lexicon) -> (Reading<'a>, Findings<'a>) {
    let view = text.view();
    let hits = lexicon.hits(view);
    let outline = outline::with_tables(view, text.tables(), &hits, lexicon);
    let mentions = recognise::recognise(view, &hits, lexicon);
    let mut reading = Reading::new(text, hits, outline, mentions, given, lexicon);
    let judged = Judged::of(&reading);
    // Of a long text they take a fifth of its room while targets are looked for.
    reading.terms.cues = Vec::new();
    let findings = Findings::under(judged, &reading);
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
    let recorder = Recorder { reading, id };
    let locations = recorder.locations(&source.locations).collect();
    let warnings = warning::warnings(reading, &findings);
    record::Document {
        sections: sections(reading.text, &reading.outline).collect(),
        dates: recorder.dates().collect(),
        quantities: recorder.quantities().collect(),
        bodies: recorder.bodies().collect(),
        people: recorder.people().collect(),
        commitments: findings
            .commitments(reading)
            .map(|commitment| recorder.commitment(&commitment))
            .collect(),
        furniture: recorder.furniture().collect(),
        repairs: recorder.repairs().collect(),
        warnings: warnings.map(|warning| recorder.warning(&warning)).collect(),
        ..recorder.frame(record::Source { locations, ..source })
    }
}

/// Puts the JSON of the record of what was read into `out`, item by item. `amend` gets the record without the lists that
/// grow with the text before it is written.
///
/// # Errors
/// As [`json::to_vec`] has them.
pub fn write(
    mut reading: Reading,
    findings: Findings,
    id: &str,
    source: record::Source,
    amend: impl FnOnce(&mut record::Document),
    out: &mut Spool,
) -> Result {
    let locations = source.locations;
    let source = record::Source { locations: Vec::new(), ..source };
    // Of a long text each of these lists takes half as much room as the text, and goes once it is written.
    let (dates, quantities) = (mem::take(&mut reading.dates), mem::take(&mut reading.quantities));
    let reading = &reading;
    let recorder = Recorder { reading, id };
    let warnings = warning::warnings(reading, &findings);
    let mut document = recorder.frame(source);
    amend(&mut document);
    // A record is seven times its text, more or less, and seldom ten times.
    out.expect(reading.text.source().len() * 10);
    let mut frame = json::Frame::new(&document)?;
    drop(document);
    let lists = written::Lists::new(reading, id)?;
    let sections = reading.outline.sections.iter().enumerate();
    let dates = dates.into_iter().enumerate();
    let quantities = quantities.into_iter().enumerate();
    let bodies = reading.bodies.iter().enumerate();
    let warnings = warnings.map(|warning| recorder.warning(&warning));
    frame.fill("locations", out, |out| values(recorder.locations(&locations), out))?;
    drop(locations);
    frame.fill("sections", out, |out| each(sections, out, |section, out| lists.section(section, out)))?;
    frame.fill("dates", out, |out| each(dates, out, |(n, date), out| lists.date((n, &date), out)))?;
    frame.fill("quantities", out, |out| {
        each(quantities, out, |(n, found), out| lists.quantity((n, &found), out))
    })?;
    frame.fill("bodies", out, |out| each(bodies, out, |body, out| lists.body(body, out)))?;
    frame.fill("people", out, |out| values(recorder.people(), out))?;
    frame.fill("commitments", out, |out| commitments(&lists, findings.commitments(reading), out))?;
    frame.fill("furniture", out, |out| values(recorder.furniture(), out))?;
    frame.fill("repairs", out, |out| values(recorder.repairs(), out))?;
    frame.fill("warnings", out, |out| values(warnings, out))?;
    frame.end(out);
    Ok(())
}

type Result = std::result::Result<(), fmt::Error>;

/// Items of a list that are written before the spool is asked to settle.
const SOME: usize = 1 << 5;

/// Commitments of a long text that are written by all threads at a time.
const MANY: usize = 1 << 10;

fn commitments<'l>(
    lists: &written::Lists,
    mut commitments: impl Iterator<Item = Commitment<'l>>,
    out: &mut Spool,
) -> Result {
    if !split::is_long(lists.reading.view()) {
        let mut path = written::Path::default();
        return each(commitments, out, |commitment, out| lists.commitment(&commitment, &mut path, out));
    }
    loop {
        let some: Vec<Commitment> = commitments.by_ref().take(MANY).collect();
        if some.is_empty() {
            return Ok(());
        }
        let written = split::each(true, some.len(), |path: &mut written::Path, n| {
            let mut one = Vec::new();
            let write = |commitment, out: &mut json::Writer| lists.commitment(commitment, path, out);
            json::extend_items(&mut one, iter::once(&some[n]), write).map(|()| one)
        });
        for one in written {
            out.last().extend_from_slice(&one?);
            out.settle();
        }
    }
}

fn values<T: Serialize>(values: impl Iterator<Item = T>, out: &mut Spool) -> Result {
    each(values, out, |value, out| out.value(&value))
}

/// Writes each of the items, a comma behind it.
fn each<T>(
    mut items: impl Iterator<Item = T>,
    out: &mut Spool,
    mut write: impl FnMut(T, &mut json::Writer),
) -> Result {
    let mut more = true;
    while more {
        let mut count = 0;
        let some = items.by_ref().take(SOME).inspect(|_| count += 1);
        json::extend_items(out.last(), some, &mut write)?;
        more = count == SOME;
        out.settle();
    }
    Ok(())
}

/// The name that records give the section at an index of the outline: `s1`.
pub fn section_id(section: usize) -> String {
    format!("s{}", section + 1)
}

/// The sections of an outline as records have them.
pub fn sections(text: &Text, outline: &outline::Outline) -> impl Iterator<Item = record::Section> {
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

/// The section that a section lies in, which stands before it.
fn around(outline: &outline::Outline, section: usize) -> Option<usize> {
    outline.sections.get(section)?.parent.filter(|&parent| parent < section)
}

/// Turns spans of the view into code points and quotes.
struct Recorder<'r, 'a> {
    reading: &'r Reading<'a>,
    id: &'r str,
}

impl Recorder<'_, '_> {
    /// The record without the lists that grow with the text.
    fn frame(&self, source: record::Source) -> record::Document {
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

    fn quote(&self, span: Span) -> String {
        self.reading.text.quote(span).into()
    }

    /// Where a span of the view stands in the source, and its words there.
    fn placed(&self, span: Span) -> (record::Points, String) {
        let (points, words) = self.reading.text.placed(span);
        (points, words.into())
    }

    fn issuer(&self, fact: &Fact<IssuerName>) -> record::Issuer {
        record::Issuer {
            text: said(&fact.value.text),
            canonical: said(&fact.value.canonical),
            basis: fact.basis,
            evidence: self.all_points(&fact.evidence),
        }
    }

    fn known(&self, fact: &Fact<Known>) -> record::DocumentDate {
        let start = match fact.value {
            Known::Year(year) => format!("{year:04}"),
            Known::Month(year, month) => format!("{year:04}-{month:02}"),
            Known::Day(known) => day(known),
        };
        record::DocumentDate {
            start: Some(start.clone()),
            end: Some(start.clone()),
            edtf: start,
            basis: fact.basis,
            evidence: self.all_points(&fact.evidence),
        }
    }

    fn interval(&self, fact: &Fact<Interval>) -> record::DocumentDate {
        record::DocumentDate {
            start: fact.value.start.map(day),
            end: fact.value.end.map(day),
            edtf: fact.value.edtf(),
            basis: fact.basis,
            evidence: self.all_points(&fact.evidence),
        }
    }

    fn dates(&self) -> impl Iterator<Item = record::Date> {
        let dates = self.reading.dates.iter().enumerate();
        dates.map(move |(n, placed)| {
            let (span, text) = self.placed(placed.span);
            let mut found = record::Date {
                id: format!("d{}", n + 1),
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
            found.start = when.start.map(day);
            found.end = when.end.map(day);
            found.edtf = (when.start.is_some() || when.end.is_some()).then(|| when.edtf());
            found
        })
    }

    fn quantities(&self) -> impl Iterator<Item = record::Quantity> {
        let quantities = self.reading.quantities.iter().enumerate();
        quantities.map(move |(n, found)| {
            let (span, text) = self.placed(found.span);
            record::Quantity {
                id: format!("q{}", n + 1),
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

    fn bodies(&self) -> impl Iterator<Item = record::Body> {
        let bodies = self.reading.bodies.iter().enumerate();
        bodies.map(move |(n, named)| {
            let (span, text) = self.placed(named.span);
            record::Body {
                id: format!("b{}", n + 1),
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

    fn people(&self) -> impl Iterator<Item = record::Person> {
        let people = self.reading.people.iter().enumerate();
        people.filter_map(|(n, person)| {
            let first = *person.mentions.first()?;
            Some(record::Person {
                id: format!("p{}", n + 1),
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

    /// The ids of a section and of those around it, from the outermost in.
    fn path(&self, section: Option<usize>) -> Vec<String> {
        let around = |&n: &usize| around(&self.reading.outline, n);
        let mut path: Vec<String> = iter::successors(section, around).map(section_id).collect();
        path.reverse();
        path
    }

    fn commitment(&self, commitment: &Commitment) -> record::Commitment {
        let (span, text) = self.placed(commitment.span);
        let section = self.reading.outline.segments[commitment.segment].section();
        record::Commitment {
            id: format!("{}:{}-{}", self.id, span[0], span[1]),
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
                    canonical: duty.canonical(self.reading).map(String::from).collect(),
                    role: duty.role,
                    collective: duty.collective,
                    span: self.points(duty.span),
                    basis: duty.basis,
                })
                .collect(),
            people: all(&commitment.people),
            deadline: commitment.deadline.map(|deadline| day(deadline.day)),
            deadline_basis: commitment.deadline.map(|deadline| deadline.basis),
            targets: commitment.targets.iter().map(|target| self.target(target)).collect(),
            testable: commitment.testable,
            rules: commitment.rules.iter().map(|&rule| rule.into()).collect(),
        }
    }

    fn target(&self, target: &commitment::Target) -> record::Target {
        let (span, text) = self.placed(target.span);
        let rare = target.rare();
        record::Target {
            span,
            text,
            rule: target.rule.into(),
            indicator: indicator(self.reading.text, target).into_owned(),
            indicator_id: some(&target.indicator_id),
            comparator: target.comparator,
            value: target.value.map(Number),
            value_max: rare.value_max.map(Number),
            unit: said(&target.unit),
            change: target.change,
            factor: rare.factor.map(Number),
            baseline: rare.baseline.map(Number),
            baseline_date: rare.baseline_date.map(day),
            per: target.per.map(iso),
            per_max: rare.per_max.map(iso),
            per_unit: some(&rare.per_unit),
            denominator: rare.denominator.map(|span| self.quote(span)),
            scope: target.scope.map(|span| self.quote(span)),
            deadline: target.deadline.map(day),
            deadline_basis: target.deadline_basis,
            series: some(&rare.series),
            reference: rare.reference.map(|span| self.quote(span)),
            stretch: rare.stretch.map(|span| self.quote(span)),
            alt_comparator: rare.alt_comparator,
            binding: rare.binding,
            kind: target.kind,
        }
    }

    fn warning(&self, warning: &Warning) -> record::Warning {
        record::Warning {
            code: warning.code.into(),
            message: warning.message.as_ref().into(),
            span: warning.span.map(|span| self.points(span)),
        }
    }

    fn repairs(&self) -> impl Iterator<Item = record::Repair> {
        let repairs = self.reading.outline.repairs.iter();
        repairs.map(|repair| record::Repair {
            span: self.points(repair.span),
            text: self.quote(repair.span),
            reading: said(&repair.reading),
            rule: repair.rule.into(),
        })
    }
}

/// The words of the parts of what a target measures.
fn indicator<'t>(text: &'t Text, target: &commitment::Target) -> Cow<'t, str> {
    match target.indicator.as_slice() {
        [part] => text.quote(*part).into(),
        parts => parts.iter().map(|&part| text.quote(part)).collect::<Vec<_>>().join("…").into(),
    }
}

fn said(words: &impl AsRef<str>) -> String {
    words.as_ref().into()
}

fn some(words: &Option<impl AsRef<str>>) -> Option<String> {
    words.as_ref().map(said)
}

fn all(words: &[impl AsRef<str>]) -> Vec<String> {
    words.iter().map(said).collect()
}

/// A length as ISO 8601 has it.
fn iso(length: Length) -> String {
    length.to_string()
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;

    /// The words of the plans and of the phrases of this project.
    fn texts() -> Vec<String> {
        let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
        let files = ["plans", "phrases"].iter().flat_map(|folder| fs::read_dir(corpus.join(folder)).unwrap());
        let paths = files.map(|file| file.unwrap().path());
        let texts = paths.filter_map(|path| match path.extension()?.to_str()? {
            "txt" => fs::read_to_string(path).ok(),
            "tsv" => {
                let lines = fs::read_to_string(path).ok()?;
                let phrases = lines.lines().filter_map(|line| line.split_once('\t'));
                Some(phrases.map(|(_, phrase)| format!("{}\n", phrase.replace('⏎', "\n"))).collect())
            }
            _ => None,
        });
        texts.collect()
    }

    #[test]
    fn a_record_that_is_written_says_what_one_that_is_made_says() {
        let lexicon = Lexicon::embedded();
        let texts = texts();
        assert!(texts.len() > 15);
        for source in texts {
            let text = text(source, lexicon);
            let read = || read(&text, &Given::default(), lexicon);
            let location =
                record::Location { span: [0, text.characters()], page: Some(1), paragraph: None, line: None };
            let source = record::Source { locations: vec![location], ..record::Source::default() };
            let mut written = Spool::default();
            let amend = |document: &mut record::Document| document.genre = Some("\"dates\":[]".into());
            let (reading, findings) = read();
            write(reading, findings, "\"ab\"", source.clone(), amend, &mut written).unwrap();
            let (reading, findings) = read();
            let mut made = record(&reading, findings, "\"ab\"", source);
            assert!(made.source.locations.len() > 5);
            made.genre = Some("\"dates\":[]".into());
            let (written, made) = (written.bytes().unwrap(), serde_json::to_string(&made).unwrap());
            let at = written.iter().zip(made.bytes()).position(|(written, made)| *written != made);
            let near = at.map(|at| String::from_utf8_lossy(&written[at.saturating_sub(60)..at + 20]));
            assert!(written.len() == made.len() && at.is_none(), "{near:?}");
        }
    }
}
