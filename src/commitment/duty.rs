//! Duties: which bodies, posts and people are to act or acted, and in what role: `由市科技局牵头、市财政局配合`,
//! `(责任单位:市教育局)`, a column of a task table, or the subject of the sentences before.

mod assignment;
mod subject;
mod table;

use super::Judgement;
use crate::context::Reading;
use crate::outline::Form;
use crate::span::Span;
use crate::value::{DutyBasis, Role};
use crate::wordlist::WordList;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Duty {
    /// Where the actor is named, in the segment or where it is carried from.
    pub span: Span,
    /// The body named there, as an index into the reading's.
    body: Option<u32>,
    pub collective: bool,
    pub role: Role,
    pub basis: DutyBasis,
    pub rule: &'static str,
}

impl Duty {
    /// The duty of the actor at `span`, with the names that its body has in this document.
    fn new(reading: &Reading, span: Span, role: Role, basis: DutyBasis, rule: &'static str) -> Duty {
        let n = first_from(reading, span.start());
        let body = reading.bodies.get(n).filter(|body| body.span == span);
        let collective = body.map_or_else(|| is_collective(span.of(reading.view())), |body| body.collective);
        Duty { span, body: body.map(|_| n as u32), collective, role, basis, rule }
    }

    /// The actor's names in this document, or the words that it is called by.
    pub fn canonical<'r>(&self, reading: &'r Reading) -> impl Iterator<Item = &'r str> {
        let body = self.body.and_then(|n| reading.bodies.get(n as usize));
        let words = body.is_none().then(|| self.span.of(reading.view()));
        body.into_iter().flat_map(|body| &body.canonical).map(String::as_str).chain(words)
    }
}

/// The duties of each segment of the outline.
pub fn duties(reading: &Reading, judgements: &[Option<Judgement>]) -> Vec<Vec<Duty>> {
    let mut duties = subject::subjects(reading, judgements);
    assignment::assign(reading, judgements, &mut duties);
    table::assign(reading, judgements, &mut duties);
    for (n, own) in duties.iter_mut().enumerate().filter(|(_, own)| !own.is_empty()) {
        if judgements[n].is_none() {
            own.clear();
        }
        own.sort_by_key(|duty| duty.span);
        once(reading.view(), own);
    }
    duties
}

/// Keeps the first of several duties of one actor in one role.
fn once(view: &str, duties: &mut Vec<Duty>) {
    let mut kept: Vec<Duty> = Vec::with_capacity(duties.len());
    for duty in duties.drain(..) {
        let same = |other: &Duty| other.span.of(view) == duty.span.of(view) && other.role == duty.role;
        if !kept.iter().any(same) {
            kept.push(duty);
        }
    }
    *duties = kept;
}

/// The body that begins at `at`.
fn body_at<'r>(reading: &'r Reading, at: usize) -> Option<&'r crate::context::Named> {
    reading.bodies.get(first_from(reading, at)).filter(|body| body.span.start() == at)
}

/// The index of the first body that begins at `at` or behind.
fn first_from(reading: &Reading, at: usize) -> usize {
    reading.bodies.partition_point(|body| body.span.start() < at)
}

fn is_collective(words: &str) -> bool {
    words.starts_with('各') || words.starts_with("有关") || words.starts_with("相关")
}

/// Whether a segment of this form can hold or get duties.
fn is_item(form: Form) -> bool {
    matches!(form, Form::Prose | Form::Task)
}

/// The role that a label gives: `牵头单位`, `配合处室`, `督办单位`.
fn role_of_label(label: &str) -> Option<Role> {
    static BARE: WordList = WordList::new(&["牵头", "配合", "责任", "负责", "主办", "协办", "承办", "参加"]);
    static KINDS: WordList = WordList::new(&[
        "单位", "部门", "领导", "人", "主体", "处室", "科室", "股室", "机构", "机关", "者", "方", "县长",
        "市长", "区长", "地区",
    ]);
    static SUPPORT: WordList = WordList::new(&["配合", "协助", "协办", "参加", "参与", "协同", "支持"]);
    static SUPERVISE: WordList = WordList::new(&["督导", "督办", "督查", "监督", "考核", "检查"]);
    static LEAD: WordList = WordList::new(&["牵头", "主办", "主责", "总负责"]);
    static IMPLEMENT: WordList = WordList::new(&[
        "责任", "负责", "承办", "落实", "实施", "执行", "完成", "主管", "分管", "包保", "包联",
    ]);
    if KINDS.ends(label).is_none() && !BARE.has(label) {
        return None;
    }
    if SUPPORT.within(label) {
        Some(Role::Support)
    } else if SUPERVISE.within(label) {
        Some(Role::Supervise)
    } else if LEAD.within(label) {
        Some(Role::Lead)
    } else {
        IMPLEMENT.within(label).then_some(Role::Implement)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::context::Given;
    use crate::lexicon::Lexicon;
    use crate::text::Text;
    use crate::value::{Status, Strength};
    use crate::{layout, outline, recognise};

    /// `actor/role; … | …`: the duties of each sentence of a phrase, `-` for a sentence without.
    fn said(phrase: &str) -> String {
        let lexicon = Lexicon::embedded();
        let before = "关于社区工作的实施方案\n\n现将有关事项通知如下。\n";
        let text = format!("{before}{}", phrase.replace("\\n", "\n"));
        let text = Text::new(text, &lexicon.folding, layout::noise);
        let hits = lexicon.hits(text.view());
        let outline = outline::outline(text.view(), &hits, lexicon);
        let mentions = recognise::recognise(text.view(), &hits, lexicon);
        let reading = Reading::new(&text, hits, outline, mentions, &Given::default(), lexicon);
        let judged =
            Judgement { status: Status::Planned, strength: Strength::Stated, cue: None, rule: "a test" };
        let segments = &reading.outline.segments;
        let judgements: Vec<_> = segments
            .iter()
            .map(|segment| (is_item(segment.form) && segment.span.start() >= before.len()).then_some(judged))
            .collect();
        let duties = duties(&reading, &judgements);
        let sentences = duties.iter().zip(&judgements).filter(|(_, judged)| judged.is_some());
        let each = sentences.map(|(duties, _)| {
            let all: Vec<String> = duties
                .iter()
                .map(|duty| {
                    let role = serde_json::to_value(duty.role).unwrap();
                    let carried = if duty.basis == DutyBasis::Carried { "/carried" } else { "" };
                    format!("{}/{}{carried}", text.quote(duty.span), role.as_str().unwrap())
                })
                .collect();
            if all.is_empty() { "-".to_string() } else { all.join("; ") }
        });
        each.collect::<Vec<_>>().join(" | ")
    }

    #[test]
    fn phrases_mean_what_the_table_says() {
        let table = include_str!("../../corpus/phrases/duties.tsv");
        let rows = table.lines().map(|line| line.split_once('\t').unwrap());
        let wrong: Vec<String> = rows
            .filter(|(expected, phrase)| said(phrase) != *expected)
            .map(|(expected, phrase)| format!("{phrase}\n  wanted {expected}\n  got    {}", said(phrase)))
            .collect();
        assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    }
}
