//! From a text to its record: the whole way of the data in one function.

use crate::commitment::{self, Commitment};
use crate::context::about::Known;
use crate::context::{Fact, Given, Reading};
use crate::lexicon::Lexicon;
use crate::read::Table;
use crate::span::Span;
use crate::text::Text;
use crate::value::{Interval, Length, Moment, Number, day};
use crate::{grid, layout, outline, recognise, record, split, warning};

/// Reads a text up to its commitments.
pub fn read<'a>(text: &'a Text, given: &Given, lexicon: &'a Lexicon) -> (Reading<'a>, Vec<Commitment>) {
    let view = text.view();
    let hits = lexicon.hits(view);
    let outline = outline::with_tables(view, text.tables(), &hits, lexicon);
    let mentions = recognise::recognise(view, &hits, lexicon);
    let reading = Reading::new(text, hits, outline, mentions, given, lexicon);
    let commitments = commitment::commitments(&reading);
    (reading, commitments)
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
    let (reading, commitments) = read(text, given, lexicon);
    record(&reading, &commitments, id, source)
}

/// The record of what was read of a text, as [`extract`] gives it.
pub fn record(
    reading: &Reading,
    commitments: &[Commitment],
    id: &str,
    source: record::Source,
) -> record::Document {
    Writer { reading, id, paths: paths(&reading.outline) }.document(source, commitments)
}

/// The name that records give the section at an index of the outline: `s1`.
pub fn section_id(section: usize) -> String {
    format!("s{}", section + 1)
}

/// The sections of an outline as records have them.
pub fn sections(text: &Text, outline: &outline::Outline) -> Vec<record::Section> {
    let sections = outline.sections.iter().enumerate();
    sections
        .map(|(n, section)| record::Section {
            id: section_id(n),
            parent: section.parent.map(section_id),
            level: section.level,
            marker: text.quote(section.marker).into(),
            heading: text.quote(section.heading).into(),
            span: text.points(section.span),
        })
        .collect()
}

/// Of each section its id and those of the sections around it, from the outermost in.
fn paths(outline: &outline::Outline) -> Vec<Vec<String>> {
    let mut paths: Vec<Vec<String>> = Vec::with_capacity(outline.sections.len());
    for (n, section) in outline.sections.iter().enumerate() {
        let mut path = section.parent.and_then(|parent| paths.get(parent)).cloned().unwrap_or_default();
        path.push(section_id(n));
        paths.push(path);
    }
    paths
}

/// Turns spans of the view into code points and quotes.
struct Writer<'r, 'a> {
    reading: &'r Reading<'a>,
    id: &'r str,
    /// Those of sections, see [`paths`].
    paths: Vec<Vec<String>>,
}

impl Writer<'_, '_> {
    fn document(&self, mut source: record::Source, commitments: &[Commitment]) -> record::Document {
        source.locations = self.locations(&source.locations);
        let about = &self.reading.about;
        let long = split::is_long(self.reading.view());
        let furniture = self.reading.outline.segments.iter().filter(|s| s.form == outline::Form::Furniture);
        record::Document {
            schema: record::SCHEMA.into(),
            id: self.id.into(),
            source,
            title: about.title.clone(),
            document_number: about.number.clone(),
            genre: about.genre.clone(),
            issuer: about.issuer.iter().map(|fact| self.issuer(fact)).collect(),
            jurisdiction: about.jurisdiction.as_ref().map(|fact| record::Jurisdiction {
                name: fact.value.name.clone(),
                code: fact.value.code.clone(),
                level: fact.value.level,
                ancestors: fact.value.ancestors.clone(),
                basis: fact.basis,
                evidence: self.all_points(&fact.evidence),
            }),
            issued: about.issued.as_ref().map(|fact| self.known(fact)),
            published: about.published.as_ref().map(|fact| self.known(fact)),
            period: about.period.as_ref().map(|fact| self.interval(fact)),
            sections: sections(self.reading.text, &self.reading.outline),
            dates: self.dates(),
            quantities: self.quantities(),
            bodies: self.bodies(),
            people: self.people(),
            commitments: split::each(long, commitments.len(), |(): &mut (), n| {
                self.commitment(&commitments[n])
            }),
            furniture: furniture.map(|segment| self.points(segment.span)).collect(),
            repairs: self.repairs(),
            warnings: self.warnings(commitments),
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
    fn locations(&self, units: &[record::Location]) -> Vec<record::Location> {
        let segments = self.reading.outline.segments.iter();
        segments
            .filter_map(|segment| {
                let span = self.points(segment.span);
                let unit = units.get(units.partition_point(|unit| unit.span[1] <= span[0]))?;
                (unit.span[0] < span[1]).then(|| record::Location { span, ..unit.clone() })
            })
            .collect()
    }

    fn all_points(&self, spans: &[Span]) -> Vec<record::Points> {
        spans.iter().map(|&span| self.points(span)).collect()
    }

    fn quote(&self, span: Span) -> String {
        self.reading.text.quote(span).into()
    }

    /// Where a span of the view stands in the source, and its words there.
    fn placed(&self, span: Span) -> (record::Points, String) {
        let points = self.points(span);
        (points, self.reading.text.slice(points).into())
    }

    fn issuer(&self, fact: &Fact<crate::context::about::IssuerName>) -> record::Issuer {
        record::Issuer {
            text: fact.value.text.clone(),
            canonical: fact.value.canonical.clone(),
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

    fn dates(&self) -> Vec<record::Date> {
        let dates = self.reading.dates.iter().enumerate();
        dates
            .map(|(n, placed)| {
                let (span, text) = self.placed(placed.span);
                let mut date = record::Date {
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
                        date.r#type = record::DateType::Duration;
                        date.duration = Some(length.to_string());
                        date.duration_max = longest.map(iso);
                        when = *stretch;
                    }
                    Moment::Set { every, longest } => {
                        date.r#type = record::DateType::Set;
                        date.every = Some(every.to_string());
                        date.every_max = longest.map(iso);
                    }
                    Moment::Event { name, when: occasion } => {
                        date.r#type = record::DateType::Event;
                        date.name = Some(name.clone());
                        when = *occasion;
                    }
                }
                date.start = when.start.map(day);
                date.end = when.end.map(day);
                date.edtf = (when.start.is_some() || when.end.is_some()).then(|| when.edtf());
                date
            })
            .collect()
    }

    fn quantities(&self) -> Vec<record::Quantity> {
        let quantities = self.reading.quantities.iter().enumerate();
        quantities
            .map(|(n, found)| {
                let (span, text) = self.placed(found.span);
                record::Quantity {
                    id: format!("q{}", n + 1),
                    span,
                    text,
                    rule: found.rule.into(),
                    comparator: found.value.comparator,
                    value: Number(found.value.value),
                    value_max: found.value.most.map(Number),
                    unit: found.value.unit.clone(),
                    per: found.value.per.map(iso),
                    per_unit: found.value.per_unit.clone(),
                }
            })
            .collect()
    }

    fn bodies(&self) -> Vec<record::Body> {
        let bodies = self.reading.bodies.iter().enumerate();
        bodies
            .map(|(n, named)| {
                let (span, text) = self.placed(named.span);
                record::Body {
                    id: format!("b{}", n + 1),
                    span,
                    text,
                    rule: named.rule.into(),
                    canonical: named.canonical.clone(),
                    kind: named.kind,
                    collective: named.collective,
                    basis: named.basis,
                }
            })
            .collect()
    }

    fn people(&self) -> Vec<record::Person> {
        let people = self.reading.people.iter().enumerate();
        people
            .filter_map(|(n, person)| {
                let first = *person.mentions.first()?;
                Some(record::Person {
                    id: format!("p{}", n + 1),
                    span: self.points(first),
                    text: self.quote(first),
                    rule: person.rule.into(),
                    name: person.name.clone(),
                    posts: person.posts.iter().map(|&post| self.quote(post)).collect(),
                    role: person.role,
                    mentions: self.all_points(&person.mentions),
                })
            })
            .collect()
    }

    fn commitment(&self, commitment: &Commitment) -> record::Commitment {
        let (span, text) = self.placed(commitment.span);
        let section = self.reading.outline.segments[commitment.segment].section;
        record::Commitment {
            id: format!("{}:{}-{}", self.id, span[0], span[1]),
            span,
            text,
            section: section.and_then(|n| self.paths.get(n)).cloned().unwrap_or_default(),
            status: commitment.status,
            strength: commitment.strength,
            cue: commitment.cue.map(|cue| self.quote(cue)),
            theme: commitment.theme.clone(),
            responsible: commitment
                .responsible
                .iter()
                .map(|duty| record::Responsible {
                    text: self.quote(duty.span),
                    canonical: duty.canonical.clone(),
                    role: duty.role,
                    collective: duty.collective,
                    span: self.points(duty.span),
                    basis: duty.basis,
                })
                .collect(),
            people: commitment.people.clone(),
            deadline: commitment.deadline.map(|deadline| day(deadline.day)),
            deadline_basis: commitment.deadline.map(|deadline| deadline.basis),
            targets: commitment.targets.iter().map(|target| self.target(target)).collect(),
            testable: commitment.testable,
            rules: commitment.rules.iter().map(|rule| rule.to_string()).collect(),
        }
    }

    fn target(&self, target: &commitment::Target) -> record::Target {
        let (span, text) = self.placed(target.span);
        let indicator = match target.indicator.as_slice() {
            [part] => self.quote(*part),
            parts => parts.iter().map(|&part| self.quote(part)).collect::<Vec<_>>().join("…"),
        };
        record::Target {
            span,
            text,
            rule: target.rule.into(),
            indicator,
            indicator_id: target.indicator_id.clone(),
            comparator: target.comparator,
            value: target.value.map(Number),
            value_max: target.value_max.map(Number),
            unit: target.unit.clone(),
            change: target.change,
            factor: target.factor.map(Number),
            baseline: target.baseline.map(Number),
            baseline_date: target.baseline_date.map(day),
            per: target.per.map(iso),
            per_max: target.per_max.map(iso),
            per_unit: target.per_unit.clone(),
            denominator: target.denominator.map(|span| self.quote(span)),
            scope: target.scope.map(|span| self.quote(span)),
            deadline: target.deadline.map(day),
            deadline_basis: target.deadline_basis,
            series: target.series.clone(),
            reference: target.reference.map(|span| self.quote(span)),
            stretch: target.stretch.map(|span| self.quote(span)),
            alt_comparator: target.alt_comparator,
            binding: target.binding,
            kind: target.kind,
        }
    }

    fn warnings(&self, commitments: &[Commitment]) -> Vec<record::Warning> {
        let warnings = warning::warnings(self.reading, commitments).into_iter();
        warnings
            .map(|warning| record::Warning {
                code: warning.code.into(),
                message: warning.message,
                span: warning.span.map(|span| self.points(span)),
            })
            .collect()
    }

    fn repairs(&self) -> Vec<record::Repair> {
        let repairs = self.reading.outline.repairs.iter();
        repairs
            .map(|repair| record::Repair {
                span: self.points(repair.span),
                text: self.quote(repair.span),
                reading: repair.reading.clone(),
                rule: repair.rule.into(),
            })
            .collect()
    }
}

/// A length as ISO 8601 has it.
fn iso(length: Length) -> String {
    length.to_string()
}
