//! The long lists of a record as JSON, each item written from what was read, with no record made of it before. The fields
//! are those of the types in [`crate::record`], in their order.

use std::fmt::Error;

use jiff::civil::Date as Day;

use super::{around, indicator};
use crate::commitment::{Commitment, Duty, Target};
use crate::context::{Named, Placed, Reading};
use crate::outline::{Outline, Section};
use crate::recognise::Found;
use crate::record::DateType;
use crate::record::json::{self, Items, Writer};
use crate::span::Span;
use crate::value::{Interval, Length, Moment, Number, Quantity, day, digits};

/// What the items are written from.
pub struct Lists<'r, 'a> {
    pub reading: &'r Reading<'a>,
    /// The document's id as JSON, without the quotation mark behind it.
    id: Vec<u8>,
}

impl<'r, 'a> Lists<'r, 'a> {
    /// # Errors
    /// None, for a string can be written.
    pub fn new(reading: &'r Reading<'a>, id: &str) -> Result<Lists<'r, 'a>, Error> {
        let mut id = json::to_vec(id)?;
        id.pop();
        Ok(Lists { reading, id })
    }

    pub fn section(&self, (n, section): (usize, &Section), out: &mut Writer) {
        let mut fields = out.object();
        put_id(fields.name("id"), b's', n);
        fields.maybe("parent", section.parent, |out, parent| put_id(out, b's', parent));
        fields.field("level", &section.level);
        fields.name("marker").string(self.quote(section.marker));
        fields.name("heading").string(self.quote(section.heading));
        fields.name("span").points(self.reading.text.points(section.span));
        fields.close();
    }

    pub fn date(&self, (n, placed): (usize, &Placed), out: &mut Writer) {
        let (mut kind, mut when) = (DateType::Date, Interval::default());
        let (mut duration, mut duration_max, mut every, mut every_max) = (None, None, None, None);
        let mut name = None;
        match &placed.moment {
            Moment::Date(interval) => when = *interval,
            Moment::Duration { length, longest, stretch } => {
                (kind, when) = (DateType::Duration, *stretch);
                (duration, duration_max) = (Some(*length), *longest);
            }
            Moment::Set { every: length, longest } => {
                kind = DateType::Set;
                (every, every_max) = (Some(*length), *longest);
            }
            Moment::Event { name: event, when: occasion } => {
                (kind, when) = (DateType::Event, *occasion);
                name = Some(event.as_str());
            }
        }
        let edtf = (when.start.is_some() || when.end.is_some()).then(|| when.edtf());
        let mut fields = self.mention((n, b'd'), placed.span, placed.rule, out);
        fields.field("type", &kind);
        fields.maybe("start", when.start, put_day);
        fields.maybe("end", when.end, put_day);
        fields.maybe("edtf", edtf.as_deref(), Writer::string);
        fields.maybe("duration", duration, put_length);
        fields.maybe("duration_max", duration_max, put_length);
        fields.maybe("every", every, put_length);
        fields.maybe("every_max", every_max, put_length);
        fields.maybe("name", name, Writer::string);
        fields.field("basis", &placed.basis);
        if placed.repaired {
            fields.field("repaired", &true);
        }
        fields.close();
    }

    pub fn quantity(&self, (n, found): (usize, &Found<Quantity>), out: &mut Writer) {
        let mut fields = self.mention((n, b'q'), found.span, found.rule, out);
        fields.field("comparator", &found.value.comparator);
        fields.field("value", &Number(found.value.value));
        fields.field("value_max", &found.value.most.map(Number));
        fields.name("unit").string(found.value.unit);
        fields.maybe("per", found.value.per, put_length);
        fields.maybe("per_unit", found.value.per_unit, Writer::string);
        fields.close();
    }

    pub fn body(&self, (n, named): (usize, &Named), out: &mut Writer) {
        let mut fields = self.mention((n, b'b'), named.span, named.rule, out);
        put_strings(fields.name("canonical"), &named.canonical);
        fields.field("kind", &named.kind);
        fields.field("collective", &named.collective);
        fields.field("basis", &named.basis);
        fields.close();
    }

    /// A mention as far as all begin alike; its id is `d3` for the third of the dates.
    fn mention<'w, 'o>(
        &self,
        (n, letter): (usize, u8),
        span: Span,
        rule: &'static str,
        out: &'w mut Writer<'o>,
    ) -> Items<'w, 'o> {
        let (span, text) = self.reading.text.placed(span);
        let mut fields = out.object();
        put_id(fields.name("id"), letter, n);
        fields.name("span").points(span);
        fields.name("text").string(text);
        fields.name("rule").plain(rule);
        fields
    }

    pub fn commitment(&self, commitment: &Commitment, path: &mut Path, out: &mut Writer) {
        let (span, text) = self.reading.text.placed(commitment.span);
        let section = self.reading.outline.segments[commitment.segment].section();
        let deadline = commitment.deadline;
        let mut fields = out.object();
        self.put_place(fields.name("id"), span);
        fields.name("span").points(span);
        fields.name("text").string(text);
        fields.name("section").put(path.of(section, &self.reading.outline));
        fields.field("status", &commitment.status);
        fields.field("strength", &commitment.strength);
        fields.maybe("cue", commitment.cue, |out, cue| out.string(self.quote(cue)));
        put_strings(fields.name("theme"), &commitment.theme);
        fields.name("responsible").list(&commitment.responsible, |out, duty| self.duty(duty, out));
        put_strings(fields.name("people"), &commitment.people);
        fields.maybe("deadline", deadline.map(|deadline| deadline.day), put_day);
        fields.field("deadline_basis", &deadline.map(|deadline| deadline.basis));
        fields.name("targets").list(&commitment.targets, |out, target| self.target(target, out));
        fields.field("testable", &commitment.testable);
        fields.name("rules").list(&commitment.rules, |out, rule| out.plain(rule));
        fields.close();
    }

    fn duty(&self, duty: &Duty, out: &mut Writer) {
        let (span, text) = self.reading.text.placed(duty.span);
        let mut fields = out.object();
        fields.name("text").string(text);
        fields.name("canonical").list(duty.canonical(self.reading), Writer::string);
        fields.field("role", &duty.role);
        fields.field("collective", &duty.collective);
        fields.name("span").points(span);
        fields.field("basis", &duty.basis);
        fields.close();
    }

    fn target(&self, target: &Target, out: &mut Writer) {
        let (span, text) = self.reading.text.placed(target.span);
        let rare = target.rare();
        let quote = |out: &mut Writer, span| out.string(self.quote(span));
        let mut fields = out.object();
        fields.name("span").points(span);
        fields.name("text").string(text);
        fields.name("rule").plain(target.rule);
        fields.name("indicator").string(&indicator(self.reading.text, target));
        fields.maybe("indicator_id", target.indicator_id, Writer::string);
        fields.field("comparator", &target.comparator);
        fields.field("value", &target.value.map(Number));
        fields.field("value_max", &rare.value_max.map(Number));
        fields.name("unit").string(&target.unit);
        fields.field("change", &target.change);
        fields.field("factor", &rare.factor.map(Number));
        fields.field("baseline", &rare.baseline.map(Number));
        fields.maybe("baseline_date", rare.baseline_date, put_day);
        fields.maybe("per", target.per, put_length);
        fields.maybe("per_max", rare.per_max, put_length);
        fields.maybe("per_unit", rare.per_unit.as_deref(), Writer::string);
        fields.maybe("denominator", rare.denominator, quote);
        fields.maybe("scope", target.scope, quote);
        fields.maybe("deadline", target.deadline, put_day);
        fields.field("deadline_basis", &target.deadline_basis);
        fields.maybe("series", rare.series.as_deref(), Writer::string);
        fields.maybe("reference", rare.reference, quote);
        fields.maybe("stretch", rare.stretch, quote);
        fields.field("alt_comparator", &rare.alt_comparator);
        fields.field("binding", &rare.binding);
        fields.field("kind", &target.kind);
        fields.close();
    }

    fn quote(&self, span: Span) -> &str {
        self.reading.text.quote(span)
    }

    /// A commitment's id: `99e33bd315924f3a:3215-3285`.
    fn put_place(&self, out: &mut Writer, [start, end]: [usize; 2]) {
        out.put(&self.id);
        out.put(b":");
        out.whole(start as u64);
        out.put(b"-");
        out.whole(end as u64);
        out.put(b"\"");
    }
}

/// The ids of a section and of those around it as JSON, kept for the next commitment, which stands in the same section most
/// of the time.
#[derive(Default)]
pub struct Path {
    section: Option<usize>,
    json: Vec<u8>,
}

impl Path {
    fn of(&mut self, section: Option<usize>, outline: &Outline) -> &[u8] {
        if self.json.is_empty() || self.section != section {
            self.section = section;
            self.json.clear();
            self.json.push(b'[');
            self.put(section, outline);
            self.json.pop_if(|end| *end == b',');
            self.json.push(b']');
        }
        &self.json
    }

    /// From the outermost in, each with a comma behind it.
    fn put(&mut self, section: Option<usize>, outline: &Outline) {
        if let Some(section) = section {
            self.put(around(outline, section), outline);
            self.json.extend_from_slice(b"\"s");
            self.json.extend_from_slice(itoa::Buffer::new().format(section + 1).as_bytes());
            self.json.extend_from_slice(b"\",");
        }
    }
}

/// The id of the mention or section at an index of its list: `s1` of the first.
fn put_id(out: &mut Writer, letter: u8, n: usize) {
    out.put(&[b'"', letter]);
    out.whole(n as u64 + 1);
    out.put(b"\"");
}

fn put_strings(out: &mut Writer, strings: &[impl AsRef<str>]) {
    out.list(strings, |out, string| out.string(string.as_ref()));
}

/// `2025-12-31`.
fn put_day(out: &mut Writer, at: Day) {
    match digits(at) {
        Some([a, b, c, d, e, f, g, h, i, j]) => out.put(&[b'"', a, b, c, d, e, f, g, h, i, j, b'"']),
        None => out.string(&day(at)),
    }
}

/// A length as ISO 8601 has it.
fn put_length(out: &mut Writer, length: Length) {
    out.string(&length.to_string());
}
