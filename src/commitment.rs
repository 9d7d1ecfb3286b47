//! Commitments: segments that promise or report, with targets, deadline and responsible bodies.

pub mod status;
pub mod deadline;
pub mod duty;
pub mod target;
pub mod theme;

use smallvec::{SmallVec, smallvec};

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
    pub theme: Few<&'l str>,
    pub responsible: Vec<Duty>,
    /// Names of people named in the segment.
    pub people: Vec<String>,
    pub deadline: Option<Deadline>,
    pub targets: Vec<Target<'l>>,
    pub testable: bool,
    pub rules: Few<&'static str>,
}

/// A list that is short most of the time, and then needs no room of its own.
pub type Few<T> = SmallVec<[T; 4]>;

/// What commitments are composed from, segment by segment: less than the commitments themselves, so that of a long text only
/// those at hand are made.
pub struct Findings<'l> {
    judgements: Vec<Option<Judgement>>,
    deadlines: Vec<Option<Deadline>>,
    duties: Vec<Vec<Duty>>,
    targets: Vec<Vec<Target<'l>>>,
}

/// Which segments are commitments, and their deadlines.
pub struct Judged {
    judgements: Vec<Option<Judgement>>,
    deadlines: Vec<Option<Deadline>>,
}

impl Judged {
    pub fn of(reading: &Reading) -> Judged {
        let judgements = status::judge(reading);
        let deadlines = deadline::deadlines(reading, &judgements);
        Judged { judgements, deadlines }
    }
}

/// What a segment that is a commitment promises by when.
#[derive(Clone, Copy, Debug)]
pub struct Promise<'f, 'l> {
    /// Index into the outline's segments.
    pub segment: usize,
    pub deadline: Option<Deadline>,
    pub targets: &'f [Target<'l>],
}

impl<'l> Findings<'l> {
    pub fn of(reading: &Reading<'l>) -> Findings<'l> {
        Findings::under(Judged::of(reading), reading)
    }

    /// As [`Findings::of`], of a reading that need not have its cues any more.
    pub fn under(judged: Judged, reading: &Reading<'l>) -> Findings<'l> {
        let Judged { judgements, deadlines } = judged;
        let (duties, targets) = split::both(
            split::is_long(reading.view()),
            || duty::duties(reading, &judgements),
            || target::targets(reading, &judgements, &deadlines),
        );
        Findings { judgements, deadlines, duties, targets }
    }

    /// How many commitments there are.
    pub fn count(&self) -> usize {
        self.judgements.iter().flatten().count()
    }

    /// What the commitments promise, in document order.
    pub fn promises(&self) -> impl Iterator<Item = Promise<'_, 'l>> {
        let segments = self.judgements.iter().zip(&self.deadlines).zip(&self.targets).enumerate();
        segments.filter_map(|(segment, ((judgement, &deadline), targets))| {
            judgement.is_some().then_some(Promise { segment, deadline, targets })
        })
    }

    /// Composes the commitments, in document order.
    pub fn commitments(self, reading: &Reading<'l>) -> impl Iterator<Item = Commitment<'l>> {
        let mut themes = theme::Themes::new(reading);
        let mut mentions = Mentions::of(reading);
        let found =
            self.judgements.into_iter().zip(self.deadlines).zip(self.duties.into_iter().zip(self.targets));
        let segments = reading.outline.segments.iter().enumerate().zip(found);
        segments.filter_map(move |((n, segment), ((judgement, deadline), (responsible, targets)))| {
            let judgement = judgement?;
            Some(Commitment {
                segment: n,
                span: segment.span,
                status: judgement.status,
                strength: judgement.strength,
                cue: judgement.cue,
                theme: themes.of(segment.span, &targets),
                rules: rules(&judgement, deadline, &responsible, &targets),
                people: mentions.named(reading, segment.span),
                testable: !targets.is_empty() && deadline.is_some() && !responsible.is_empty(),
                responsible,
                deadline,
                targets,
            })
        })
    }
}

/// The names of the rules that a commitment rests on, sorted.
fn rules(
    judgement: &Judgement,
    deadline: Option<Deadline>,
    responsible: &[Duty],
    targets: &[Target],
) -> Few<&'static str> {
    let mut rules: Few<_> = smallvec![judgement.rule];
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
        if here.is_empty() {
            return Vec::new();
        }
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
