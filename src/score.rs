//! Scores: records and gold in, precision and recall of each layer out, and right and wrong finds of each rule.
//!
//! Records and gold meet by file name (`source.path` and `doc`). What lies in furniture that gold marks is not scored,
//! nor is a responsible body that the document's issuer lent. Spans agree when their intersection is at least half of
//! their union (three tenths for targets). Each answer counts once: a second one for the same thing is wrong.

mod gold;
mod tally;

use std::collections::{BTreeMap, HashSet};

use serde_json::Value;

pub use gold::{Answers, Gold};
use gold::{Commitment, Date, Duty, Marked, Mention, Person, Post, Segment, Target, duties, mentions, posts};
pub use tally::{Count, Figures, Mistake, Tally};

use crate::record::Points;

/// A layer of the score: `targets.full`.
pub type Layer = &'static str;

/// Scores every gold document against the record of the same file name; one without a record has found nothing.
///
/// `indicators` are the ids of the taxonomy: one of them where gold has none is wrong, an id outside is free.
pub fn score(gold: &[Gold], records: &BTreeMap<String, Answers>, indicators: &HashSet<String>) -> Tally {
    let mut tally = Tally::default();
    let nothing = Answers::default();
    for gold in gold {
        document(&mut tally, gold, records.get(&gold.doc).unwrap_or(&nothing), indicators);
    }
    tally
}

fn document(tally: &mut Tally, gold: &Gold, answers: &Answers, indicators: &HashSet<String>) {
    let doc = gold.doc.as_str();
    let (furniture, segments): (Vec<&Segment>, Vec<&Segment>) =
        gold.segments.iter().partition(|segment| segment.status == "furniture");
    let furniture: Vec<Points> = furniture.iter().map(|segment| segment.span).collect();

    let commitments = visible(&answers.commitments, &furniture);
    score_segments(tally, doc, &segments, &commitments);
    score_targets(tally, doc, &gold.targets, &segments, &commitments, indicators);

    let found = visible(&answers.dates, &furniture);
    let is_event = |date: &&Date| date.r#type.as_deref() == Some("event");
    let (events, plain): (Vec<&Date>, Vec<&Date>) = found.into_iter().partition(is_event);
    let (gold_events, gold_plain): (Vec<&Date>, Vec<&Date>) = gold.dates.iter().partition(is_event);
    let same_place = |g: &Date, f: &Date| iou(g.span, f.span) >= 0.5;
    tally.meet("dates", doc, &gold_plain, &plain, |g, f| same_place(g, f) && g.value() == f.value());
    tally.meet("dates.found", doc, &gold_plain, &plain, touching);
    // A side that gold leaves open is not compared.
    let side = |g: &Option<String>, f: &Option<String>| g.is_none() || g == f;
    tally.meet("events", doc, &gold_events, &events, |g, f| {
        same_place(g, f) && side(&g.start, &f.start) && side(&g.end, &f.end)
    });

    let gold_bodies: Vec<_> = gold.bodies.iter().collect();
    let bodies = visible(&answers.bodies, &furniture);
    tally.meet("bodies", doc, &gold_bodies, &bodies, |g, f| g.span == f.span);
    tally.meet("bodies.found", doc, &gold_bodies, &bodies, touching);
    tally.meet("bodies.canonical", doc, &gold_bodies, &bodies, |g, f| {
        g.span == f.span && g.names() == f.names()
    });

    let gold_people: Vec<_> = gold.people.iter().collect();
    let people: Vec<_> = answers.people.iter().collect();
    let known = |g: &Person, f: &Person| closed_up(&g.name) == closed_up(&f.name);
    tally.meet("people", doc, &gold_people, &people, known);
    tally.meet("people.role", doc, &gold_people, &people, |g, f| known(g, f) && g.role == f.role);
    let (gold_posts, found_posts) = (posts(&gold.people), posts(&answers.people));
    tally.meet("people.posts", doc, &refs(&gold_posts), &refs(&found_posts), |g: &Post, f: &Post| {
        closed_up(g.name) == closed_up(f.name) && same_name(g.post, f.post)
    });
    let (gold_mentions, found_mentions) = (mentions(&gold.people), mentions(&answers.people));
    tally.meet(
        "people.mentions",
        doc,
        &refs(&gold_mentions),
        &refs(&found_mentions),
        |g: &Mention, f: &Mention| closed_up(g.name) == closed_up(f.name) && touching(g, f),
    );
    score_facts(tally, doc, gold, answers);
}

fn score_segments(tally: &mut Tally, doc: &str, segments: &[&Segment], commitments: &[&Commitment]) {
    const LAYERS: [Layer; 2] = ["segments", "status"];
    let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
    for (n, segment) in segments.iter().enumerate() {
        for (m, commitment) in commitments.iter().enumerate() {
            let share = iou(segment.span, commitment.span);
            if share >= 0.5 {
                pairs.push((share, n, m));
            }
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)).then(b.2.cmp(&a.2)));
    let mut of: Vec<Option<&Commitment>> = vec![None; segments.len()];
    let mut used = vec![false; commitments.len()];
    for (_, n, m) in pairs {
        if of[n].is_none() && !used[m] {
            of[n] = Some(commitments[m]);
            used[m] = true;
        }
    }
    for (commitment, _) in commitments.iter().zip(&used).filter(|(_, used)| !**used) {
        for layer in LAYERS {
            let what =
                format!("{:?} no such segment, {} {:?}", commitment.span, commitment.status, commitment.text);
            tally.wrong(layer, doc, what, commitment.rules());
        }
    }
    for (segment, answer) in segments.iter().zip(of) {
        let place = segment.span;
        if segment.status == "none" {
            if let Some(answer) = answer {
                for layer in LAYERS {
                    let what = format!("{place:?} none, {} {:?}", answer.status, answer.text);
                    tally.wrong(layer, doc, what, answer.rules());
                }
            }
            continue;
        }
        let said = || {
            let got = answer.map_or("nothing", |answer| answer.status.as_str());
            format!("{place:?} {}, {got}", segment.status)
        };
        match answer {
            Some(answer) => tally.right("segments", doc, answer.rules()),
            None => tally.missed("segments", doc, said()),
        }
        match answer {
            Some(answer) if answer.status == segment.status => tally.right("status", doc, answer.rules()),
            Some(answer) => {
                tally.wrong("status", doc, said(), answer.rules());
                tally.missed("status", doc, said());
            }
            None => tally.missed("status", doc, said()),
        }
        let (wanted, got) = (&segment.deadline, answer.and_then(|answer| answer.deadline.clone()));
        let what = || format!("{place:?} {}, {}", or_nothing(wanted), or_nothing(&got));
        if wanted.is_some() && *wanted == got {
            tally.right("deadline", doc, answer.into_iter().flat_map(Commitment::rules));
        } else {
            if wanted.is_some() {
                tally.missed("deadline", doc, what());
            }
            if got.is_some() {
                tally.wrong("deadline", doc, what(), answer.into_iter().flat_map(Commitment::rules));
            }
        }
        let gold = duties(place, &segment.responsible);
        let found = answer.map_or_else(Vec::new, |answer| duties(place, &answer.responsible));
        let found: Vec<&Duty> = found.iter().filter(|duty| duty.basis != Some("issuer")).collect();
        tally.meet("responsible", doc, &refs(&gold), &found, |g, f| same_name(g.text, f.text));
        tally.meet("responsible.role", doc, &refs(&gold), &found, |g, f| {
            same_name(g.text, f.text) && g.role == f.role
        });
    }
}

fn score_targets(
    tally: &mut Tally,
    doc: &str,
    gold: &[Target],
    segments: &[&Segment],
    commitments: &[&Commitment],
    indicators: &HashSet<String>,
) {
    // What was reached or missed is reported and has no deadline, whatever its commitment says.
    let found: Vec<Target> = commitments
        .iter()
        .flat_map(|commitment| commitment.targets.iter().map(move |target| (commitment, target)))
        .map(|(commitment, target)| {
            let past = matches!(target.kind.as_deref(), Some("outcome" | "missed"));
            let mut target = target.clone();
            target.status = Some(if past { "reported".into() } else { commitment.status.clone() });
            target.deadline = if past { None } else { target.deadline.or(commitment.deadline.clone()) };
            target
        })
        .collect();
    let (gold, found) = (refs(gold), refs(&found));
    let right = |g: &Target, f: &Target| iou(g.span, f.span) >= 0.3 && g.value() == f.value();
    let segment =
        |target: &Target| segments.iter().position(|segment| overlap(segment.span, target.span) > 0);
    let indicator = |g: &Target, f: &Target| {
        let mine = likeness(&g.indicator, &f.indicator);
        let near = gold.iter().filter(|o| o.indicator != g.indicator && segment(o) == segment(g));
        mine >= 0.5 && near.into_iter().all(|other| mine >= likeness(&other.indicator, &f.indicator))
    };
    tally.meet("targets.found", doc, &gold, &found, touching);
    let pairs = tally.meet("targets", doc, &gold, &found, right);
    tally.meet("targets.full", doc, &gold, &found, |g, f| {
        right(g, f)
            && indicator(g, f)
            && g.deadline == f.deadline
            && g.status == f.status
            && g.change() == f.change()
    });
    let rated =
        |rows: &[&Target]| -> Vec<usize> { (0..rows.len()).filter(|&n| rows[n].has_rate()).collect() };
    let pick =
        |rows: &[&'_ Target], of: Vec<usize>| of.into_iter().map(|n| rows[n].clone()).collect::<Vec<_>>();
    let (gold_rated, found_rated) = (pick(&gold, rated(&gold)), pick(&found, rated(&found)));
    tally.meet("targets.rate", doc, &refs(&gold_rated), &refs(&found_rated), |g, f| {
        right(g, f) && g.rate() == f.rate()
    });
    tally.meet("targets.kind", doc, &gold, &found, |g, f| right(g, f) && g.kind == f.kind);
    for (n, g) in gold.iter().enumerate() {
        let answer = pairs.iter().find(|pair| pair.0 == n).map(|pair| found[pair.1]);
        let (wanted, got) = (&g.indicator_id, answer.and_then(|answer| answer.indicator_id.clone()));
        let what = || format!("{:?} {:?} {}, {}", g.span, g.indicator, or_nothing(wanted), or_nothing(&got));
        let rule = || answer.into_iter().flat_map(Marked::rules);
        if wanted.is_some() {
            if got == *wanted {
                tally.right("targets.indicator_id", doc, rule());
            } else {
                tally.missed("targets.indicator_id", doc, what());
            }
        }
        if got != *wanted && got.as_ref().is_some_and(|id| indicators.contains(id)) {
            tally.wrong("targets.indicator_id", doc, what(), rule());
        }
    }
}

fn score_facts(tally: &mut Tally, doc: &str, gold: &Gold, answers: &Answers) {
    for field in ["title", "document_number", "issuer", "jurisdiction", "issued", "published"] {
        let wanted = gold.document.get(field).unwrap_or(&Value::Null);
        let have = answers.facts.get(field).unwrap_or(&Value::Null);
        let day = |value: &Value| match value {
            Value::Object(date) => date.get("start").and_then(Value::as_str).map(str::to_string),
            other => other.as_str().map(str::to_string),
        };
        let found = match field {
            "issued" | "published" => day(have).is_some_and(|day| !day.is_empty()),
            "issuer" => !gold::names(have).is_empty(),
            "jurisdiction" => have.get("name").is_some_and(says),
            _ => says(have),
        };
        let what = || format!("{field} {wanted}, {have}");
        if !says(wanted) {
            if found {
                tally.wrong("document", doc, what(), []);
            }
            continue;
        }
        let good = match field {
            "issuer" => gold::names(have) == gold::names(wanted),
            "jurisdiction" => {
                have.get("name") == wanted.get("name")
                    && (!wanted.get("code").is_some_and(says) || have.get("code") == wanted.get("code"))
            }
            "issued" | "published" => {
                let wanted = wanted.as_str().unwrap_or_default();
                day(have).unwrap_or_default().starts_with(wanted)
            }
            _ => have == wanted,
        };
        if good {
            tally.right("document", doc, []);
        } else {
            tally.missed("document", doc, what());
            if says(have) {
                tally.wrong("document", doc, what(), []);
            }
        }
    }
}

/// Neither null nor empty.
fn says(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::String(words) => !words.is_empty(),
        Value::Array(rows) => !rows.is_empty(),
        Value::Object(fields) => !fields.is_empty(),
        Value::Bool(yes) => *yes,
        Value::Number(number) => number.as_f64() != Some(0.0),
    }
}

fn or_nothing(words: &Option<String>) -> &str {
    words.as_deref().unwrap_or("nothing")
}

/// What is not wholly inside a stretch of furniture.
fn visible<'r, T: Marked>(rows: &'r [T], furniture: &[Points]) -> Vec<&'r T> {
    let hidden = |span: Points| furniture.iter().any(|piece| piece[0] <= span[0] && span[1] <= piece[1]);
    rows.iter().filter(|row| !hidden(row.span())).collect()
}

fn refs<T>(rows: &[T]) -> Vec<&T> {
    rows.iter().collect()
}

fn touching(g: &(impl Marked + ?Sized), f: &(impl Marked + ?Sized)) -> bool {
    overlap(g.span(), f.span()) > 0
}

pub(crate) fn overlap(a: Points, b: Points) -> usize {
    a[1].min(b[1]).saturating_sub(a[0].max(b[0]))
}

fn iou(a: Points, b: Points) -> f64 {
    let both = overlap(a, b);
    if both == 0 { 0.0 } else { both as f64 / ((a[1] - a[0]) + (b[1] - b[0]) - both) as f64 }
}

/// Equal, or one ends in the other (县委组织部, 组织部) and is not its deputy (副书记, 书记).
fn same_name(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let count = |name: &str| name.chars().count();
    let (short, long) = if count(a) <= count(b) { (a, b) } else { (b, a) };
    let Some(rest) = long.strip_suffix(short) else { return false };
    !short.is_empty() && 2 * count(short) >= count(long) && !rest.ends_with('副')
}

/// Shared characters, by Dice.
fn likeness(a: &str, b: &str) -> f64 {
    let mut rest: Vec<char> = b.chars().collect();
    let (mut common, mut length) = (0usize, rest.len());
    for c in a.chars() {
        length += 1;
        if let Some(at) = rest.iter().position(|&other| other == c) {
            rest.swap_remove(at);
            common += 1;
        }
    }
    if a.is_empty() || b.is_empty() { 0.0 } else { 2.0 * common as f64 / length as f64 }
}

/// A name without the spaces that pad two-character names in lists.
fn closed_up(name: &str) -> String {
    name.split_whitespace().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gold() -> Gold {
        serde_json::from_value(serde_json::json!({
            "doc": "a.txt",
            "document": {"title": "方案", "issuer": ["某县人民政府"], "issued": "2024-03"},
            "segments": [
                {"span": [0, 10], "status": "planned", "deadline": "2024-12-31",
                 "responsible": [{"text": "县委组织部"}]},
                {"span": [10, 20], "status": "none"},
                {"span": [20, 30], "status": "furniture"},
            ],
            "dates": [{"span": [0, 4], "type": "date", "start": null, "end": "2024-12-31"}],
            "targets": [{"span": [5, 9], "indicator": "床位", "comparator": "ge", "value": 80, "unit": "张",
                         "status": "planned", "deadline": "2024-12-31", "kind": "target"}],
            "bodies": [], "people": [{"name": "李 明", "role": "official", "posts": ["书记"], "mentions": [[12, 15]]}],
        }))
        .unwrap()
    }

    fn answers() -> Answers {
        serde_json::from_value(serde_json::json!({
            "title": "方案", "issued": {"start": "2024-03-07"},
            "issuer": [{"text": "本府", "canonical": "某县人民政府"}],
            "dates": [
                {"span": [0, 4], "type": "date", "end": "2024-12-31", "rule": "by a day"},
                {"span": [1, 3], "type": "date", "end": "2024-12-31", "rule": "again"},
                {"span": [21, 25], "type": "date", "end": "2020-01-01", "rule": "in furniture"},
            ],
            "commitments": [
                {"span": [0, 10], "status": "planned", "deadline": "2024-12-31", "rules": ["a plan"],
                 "responsible": [{"text": "组织部", "role": "lead"}, {"text": "县政府", "basis": "issuer"}],
                 "targets": [{"span": [5, 9], "indicator": "床位数", "comparator": "ge", "value": 80.0,
                              "unit": "张", "change": "level", "kind": "target", "rule": "at least"}]},
                {"span": [10, 20], "status": "reported", "rules": ["a report"]},
            ],
            "people": [{"name": "李明", "role": "official", "posts": ["副书记"], "mentions": [[12, 15]]}],
        }))
        .unwrap()
    }

    #[test]
    fn each_layer_counts_what_is_right_wrong_and_missed() {
        let records = BTreeMap::from([("a.txt".to_string(), answers())]);
        let tally = score(&[gold()], &records, &HashSet::new());
        let count = |layer: &str| tally.count(layer).map(|count| (count.right, count.wrong, count.missed));
        assert_eq!(count("segments"), Some((1, 1, 0)));
        assert_eq!(count("status"), Some((1, 1, 0)));
        assert_eq!(count("deadline"), Some((1, 0, 0)));
        assert_eq!(count("responsible"), Some((1, 0, 0)));
        assert_eq!(count("responsible.role"), Some((0, 1, 1)));
        assert_eq!(count("dates"), Some((1, 1, 0)));
        assert_eq!(count("targets.full"), Some((1, 0, 0)));
        assert_eq!(count("targets.rate"), None);
        assert_eq!(count("people"), Some((1, 0, 0)));
        assert_eq!(count("people.posts"), Some((0, 1, 1)));
        assert_eq!(count("document"), Some((3, 0, 0)));
    }

    #[test]
    fn a_document_without_a_record_has_found_nothing() {
        let tally = score(&[gold()], &BTreeMap::new(), &HashSet::new());
        let count = tally.count("targets").unwrap();
        assert_eq!((count.right, count.wrong, count.missed), (0, 0, 1));
        assert_eq!(count.figures(), Figures { precision: 0.0, recall: 0.0, f1: 0.0 });
    }

    #[test]
    fn each_rule_has_its_right_and_wrong_finds() {
        let records = BTreeMap::from([("a.txt".to_string(), answers())]);
        let tally = score(&[gold()], &records, &HashSet::new());
        let rules: Vec<_> =
            tally.rules("dates").map(|(rule, count)| (rule, count.right, count.wrong)).collect();
        assert_eq!(rules, [("again", 0, 1), ("by a day", 1, 0)]);
    }

    #[test]
    fn names_meet_by_their_ends() {
        assert!(same_name("县委组织部", "组织部"));
        assert!(!same_name("副书记", "书记"));
        assert!(!same_name("中共某某县委员会组织部", "组织部"));
        assert!(!same_name("财政局", ""));
    }
}
