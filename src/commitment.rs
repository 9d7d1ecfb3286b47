//! Commitments: segments that promise or report, with targets, deadline and responsible bodies.

pub mod status;
pub mod deadline;
pub mod duty;
pub mod target;
pub mod theme;

use crate::context::Reading;
use crate::span::{Span, next_within};
use crate::split;
use crate::value::{Status, Strength};

pub use deadline::Deadline;
pub use duty::Duty;
pub use status::Judgement;
pub use target::Target;

/// A commitment in terms of the view.
#[derive(Clone, Debug)]
pub struct Commitment<'l> {
    /// Index into the outline's segments.
    pub segment: usize,
    pub span: Span,
    pub status: Status,
    pub strength: Strength,
    pub cue: Option<Span>,
    /// Codes of the taxonomy.
    pub theme: Vec<&'l str>,
    pub responsible: Vec<Duty>,
    /// Names of people named in the segment.
    pub people: Vec<String>,
    pub deadline: Option<Deadline>,
    pub targets: Vec<Target<'l>>,
    pub testable: bool,
    pub rules: Vec<&'static str>,
}

/// Composes the commitments of a document, in document order.
pub fn commitments<'l>(reading: &Reading<'l>) -> Vec<Commitment<'l>> {
    let judgements = status::judge(reading);
    let deadlines = deadline::deadlines(reading, &judgements);
    let (mut duties, mut targets) = split::both(
        split::is_long(reading.view()),
        || duty::duties(reading, &judgements),
        || target::targets(reading, &judgements, &deadlines),
    );
    let mut themes = theme::Themes::new(reading);
    let mut mentions = Mentions::of(reading);
    let mut out = Vec::with_capacity(judgements.iter().flatten().count());
    for (n, segment) in reading.outline.segments.iter().enumerate() {
        let Some(judgement) = &judgements[n] else { continue };
        let targets = std::mem::take(&mut targets[n]);
        let responsible = std::mem::take(&mut duties[n]);
        let deadline = deadlines[n];
        let people = mentions.named(reading, segment.span);
        let testable = !targets.is_empty() && deadline.is_some() && !responsible.is_empty();
        out.push(Commitment {
            segment: n,
            span: segment.span,
            status: judgement.status,
            strength: judgement.strength,
            cue: judgement.cue,
            theme: themes.of(segment.span, &targets),
            rules: rules(judgement, deadline, &responsible, &targets),
            responsible,
            people,
            deadline,
            targets,
            testable,
        });
    }
    out
}

/// The names of the rules that a commitment rests on, sorted.
fn rules(
    judgement: &Judgement,
    deadline: Option<Deadline>,
    responsible: &[Duty],
    targets: &[Target],
) -> Vec<&'static str> {
    let mut rules = Vec::with_capacity(4);
    rules.push(judgement.rule);
    rules.extend(deadline.map(|deadline| deadline.rule));
    // Most values of a segment are found by one rule.
    let own = responsible.iter().map(|duty| duty.rule).chain(targets.iter().map(|target| target.rule));
    for rule in own {
        if !rules.contains(&rule) {
            rules.push(rule);
        }
    }
    rules.sort_unstable();
    rules
}

/// The mentions of people, with whose each is.
struct Mentions {
    all: Vec<(Span, usize)>,
    /// How many stand before the segment at hand.
    before: usize,
}

impl Mentions {
    fn of(reading: &Reading) -> Mentions {
        let people = reading.people.iter().enumerate();
        let mut all: Vec<_> =
            people.flat_map(|(n, person)| person.mentions.iter().map(move |&mention| (mention, n))).collect();
        all.sort_unstable();
        Mentions { all, before: 0 }
    }

    /// The names of the people named in a segment behind those before, in the order of the people.
    fn named(&mut self, reading: &Reading, segment: Span) -> Vec<String> {
        let here = next_within(&self.all, &mut self.before, segment, |(mention, _)| *mention);
        let mut people: Vec<usize> = here.iter().map(|&(_, person)| person).collect();
        people.sort_unstable();
        people.dedup();
        people.into_iter().map(|person| reading.people[person].name.clone()).collect()
    }
}

#[cfg(test)]
mod phrases {
    use super::*;
    use crate::context::Given;
    use crate::lexicon::Lexicon;
    use crate::text::Text;
    use crate::{layout, outline, recognise};

    /// What `say` says of the last segment of a text, or of the one behind ▷; its lines are parted by ⏎, and it is
    /// read on 15 January 2024.
    fn last<T>(lines: &str, say: impl FnOnce(&Reading, usize) -> T) -> T {
        let lexicon = Lexicon::embedded();
        let source = lines.replace('⏎', "\n").replace('▷', "");
        let text = Text::new(source, &lexicon.folding, layout::noise);
        let hits = lexicon.hits(text.view());
        let outline = outline::outline(text.view(), &hits, lexicon);
        let mentions = recognise::recognise(text.view(), &hits, lexicon);
        let given = Given { date: Some(jiff::civil::date(2024, 1, 15)), ..Given::default() };
        let reading = Reading::new(&text, hits, outline, mentions, &given, lexicon);
        let segments = &reading.outline.segments;
        let marked = lines.split_once('▷').and_then(|(_, phrase)| {
            let opening: String = phrase.chars().take(6).collect();
            segments.iter().position(|segment| segment.span.of(reading.view()).starts_with(&opening))
        });
        say(&reading, marked.unwrap_or(segments.len() - 1))
    }

    /// The lines of a phrase file for which `said` does not begin with what is expected.
    fn wrong(file: &str, said: impl Fn(&str) -> String) -> Vec<String> {
        let mut wrong = Vec::new();
        for line in file.lines() {
            let (expected, lines) = line.split_once('\t').expect(line);
            let said = said(lines);
            if said != expected && !said.starts_with(&format!("{expected} ")) {
                wrong.push(format!("{said:40} {line}"));
            }
        }
        wrong
    }

    #[test]
    fn statuses() {
        let wrong = wrong(include_str!("../corpus/phrases/statuses.tsv"), |lines| {
            last(lines, |reading, n| match status::judge(reading)[n] {
                Some(judgement) => {
                    let cue = judgement.cue.map_or("", |cue| cue.of(reading.view()));
                    let status = if judgement.status == Status::Planned { "planned" } else { "reported" };
                    format!("{status} {} {cue}", format!("{:?}", judgement.strength).to_lowercase())
                }
                None => "-".into(),
            })
        });
        assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    }

    #[test]
    fn deadlines() {
        let wrong = wrong(include_str!("../corpus/phrases/deadlines.tsv"), |lines| {
            last(lines, |reading, n| {
                let judgements = status::judge(reading);
                match deadline::deadlines(reading, &judgements)[n] {
                    Some(deadline) => {
                        format!("{} {}", deadline.day, format!("{:?}", deadline.basis).to_lowercase())
                    }
                    None => "-".into(),
                }
            })
        });
        assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    }
}
