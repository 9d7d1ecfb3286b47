//! People: the mentions of one person gathered, with posts and the role that the document gives.

use rustc_hash::FxHashMap;

use crate::lexicon::{Lexicon, PostKind};
use crate::outline::{Form, Outline};
use crate::recognise::{Found, person};
use crate::record::PersonRole;
use crate::span::{Span, within};
use crate::text::Text;

/// A person of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub name: String,
    pub rule: &'static str,
    pub posts: Vec<Span>,
    pub role: PersonRole,
    pub mentions: Vec<Span>,
}

/// Gathers mentions into people, in order of their first mention.
pub fn gather(
    text: &Text,
    outline: &Outline,
    mentions: Vec<Found<person::Said>>,
    lexicon: &Lexicon,
) -> Vec<Person> {
    let view = text.view();
    let mentions: Vec<Found<person::Said>> =
        mentions.into_iter().filter(|found| counts(outline, found)).collect();
    let mut people: Vec<Person> = Vec::new();
    // A list tells of the higher group, a sentence perhaps of its office.
    let mut ranks: Vec<u8> = Vec::new();
    let mut numbers: FxHashMap<String, usize> = FxHashMap::default();
    for (n, found) in mentions.iter().enumerate() {
        let stated = found.value.role.or_else(|| role_in_sentence(view, &mentions, n, lexicon));
        let rank = u8::from(stated.is_some()) + u8::from(found.value.role.is_some());
        let Some(&number) = numbers.get(&found.value.name) else {
            numbers.insert(found.value.name.clone(), people.len());
            ranks.push(rank);
            people.push(Person {
                name: found.value.name.clone(),
                rule: found.rule,
                posts: found.value.posts.clone(),
                role: stated.unwrap_or_else(|| by_post(view, &found.value.posts)),
                mentions: vec![found.span],
            });
            continue;
        };
        let person = &mut people[number];
        if let Some(role) = stated.filter(|_| rank > ranks[number]) {
            person.role = role;
            ranks[number] = rank;
        }
        for &post in &found.value.posts {
            if person.posts.iter().all(|known| known.of(view) != post.of(view)) {
                person.posts.push(post);
            }
        }
        person.mentions.push(found.span);
    }
    again(view, outline, &mut people, lexicon);
    people.sort_by_key(|person| person.mentions.first().copied());
    for person in &mut people {
        // The view is Simplified; a name is quoted in its own script.
        let first = person.mentions.first().map(|&mention| text.quote(mention));
        person.name = first.unwrap_or_default().split_whitespace().collect();
    }
    people
}

/// Editors are named in what the page added too; other people there are none of the document's.
fn counts(outline: &Outline, found: &Found<person::Said>) -> bool {
    let at = outline.segments.partition_point(|segment| segment.span.end() <= found.span.start());
    let form = outline.segments.get(at).filter(|segment| segment.span.meets(found.span)).map(|s| s.form);
    form != Some(Form::Furniture) || found.value.role == Some(PersonRole::Author)
}

/// Heads of state and government are spoken of; others act.
fn by_post(view: &str, posts: &[Span]) -> PersonRole {
    let national = ["总书记", "总理", "国家主席", "国家副主席", "委员长"];
    let is_national = |post: &&Span| {
        let words = post.of(view);
        national.iter().any(|title| words.ends_with(title)) && !words.contains("经理")
    };
    if posts.iter().any(|post| is_national(&post)) { PersonRole::Referenced } else { PersonRole::Official }
}

/// What the sentence makes of the person: `…任组长`, `由…担任`, `…等事迹`.
fn role_in_sentence(
    view: &str,
    mentions: &[Found<person::Said>],
    n: usize,
    lexicon: &Lexicon,
) -> Option<PersonRole> {
    let name = mentions[n].span;
    let sentence = sentence(view, name);
    office_after(view, mentions, n, sentence, lexicon)
        .or_else(|| office_before(view, sentence.start(), &mentions[n], lexicon))
        .or_else(|| office_shared(view, mentions, n, sentence.start(), lexicon))
        .or_else(|| held_up(view, sentence, name).then_some(PersonRole::Exemplar))
}

/// The sentence round `span`, at most some hundred bytes to each side.
fn sentence(view: &str, span: Span) -> Span {
    const REACH: usize = 450;
    const ENDS: [char; 5] = ['。', ';', '\n', '!', '?'];
    let mut from = span.start().saturating_sub(REACH);
    while !view.is_char_boundary(from) {
        from += 1;
    }
    let mut to = (span.end() + REACH).min(view.len());
    while !view.is_char_boundary(to) {
        to -= 1;
    }
    let start = view[from..span.start()].rfind(ENDS).map_or(from, |at| from + at);
    let end = view[span.end()..to].find(ENDS).map_or(to, |at| span.end() + at);
    Span::new(start, end)
}

/// `A任组长,B、C任副组长`: the office after the name, or after the names that follow it without another word.
fn office_after(
    view: &str,
    mentions: &[Found<person::Said>],
    n: usize,
    sentence: Span,
    lexicon: &Lexicon,
) -> Option<PersonRole> {
    for (k, found) in mentions[n..].iter().enumerate() {
        if found.span.start() >= sentence.end() {
            return None;
        }
        let next =
            mentions.get(n + k + 1).map_or(sentence.end(), |next| next.span.start().min(sentence.end()));
        let between = &view[found.span.end()..next];
        let clause = between.strip_prefix("同志").unwrap_or(between);
        let rest = ["兼任", "担任", "任", "为", "兼"].iter().find_map(|verb| clause.strip_prefix(verb));
        if let Some(rest) = rest {
            let office = rest.split([',', '、', '。', ';', ' ', '(']).next().unwrap_or(rest);
            return lexicon.posts.ending(office).and_then(|(word, kind)| office_of(word, kind, office));
        }
        if !clause.starts_with([',', '、', '和', '及']) {
            return None;
        }
    }
    None
}

/// `副主任由王军担任`, `成员由张三、李四组成`.
fn office_before(
    view: &str,
    start: usize,
    found: &Found<person::Said>,
    lexicon: &Lexicon,
) -> Option<PersonRole> {
    let from =
        found.value.posts.first().map_or(found.span.start(), |post| post.start()).min(found.span.start());
    let before = view[start.min(from)..from].trim_end_matches('由');
    if before.len() == from - start.min(from) {
        return None;
    }
    let (word, kind) = lexicon.posts.ending(before)?;
    office_of(word, kind, before)
}

/// `副组长由A和B、C担任`: the office of the first named, through a chain of names.
fn office_shared(
    view: &str,
    mentions: &[Found<person::Said>],
    n: usize,
    start: usize,
    lexicon: &Lexicon,
) -> Option<PersonRole> {
    let mut n = n;
    while n > 0 && mentions[n - 1].span.start() >= start {
        let own = mentions[n].value.posts.first().map_or(mentions[n].span.start(), |post| post.start());
        let before = &mentions[n - 1];
        let joint = view.get(before.span.end()..own.min(mentions[n].span.start()))?;
        if !matches!(joint, "、" | "和" | "与" | "及" | ",") {
            return None;
        }
        n -= 1;
        if let Some(role) = office_before(view, start, &mentions[n], lexicon) {
            return Some(role);
        }
    }
    None
}

fn office_of(word: &str, kind: PostKind, phrase: &str) -> Option<PersonRole> {
    match kind {
        PostKind::Leader => Some(PersonRole::GroupLeader),
        PostKind::Deputy => Some(PersonRole::GroupDeputy),
        PostKind::Member => Some(PersonRole::GroupMember),
        PostKind::Post => {
            let head = phrase.strip_suffix(word)?;
            let of_group = head.is_empty() || head.ends_with(['室', '办', ',']) || head.ends_with("委员会");
            match word {
                "主任" if of_group => Some(PersonRole::GroupLeader),
                "副主任" if of_group => Some(PersonRole::GroupDeputy),
                _ => None,
            }
        }
        PostKind::Author | PostKind::Address | PostKind::Contact | PostKind::Deed => None,
    }
}

/// `学习李保国先进事迹`, `以王军为榜样`.
fn held_up(view: &str, sentence: Span, name: Span) -> bool {
    const MODELS: &[&str] =
        &["事迹", "榜样", "楷模", "标兵", "先进典型", "先进人物", "最美", "模范人物", "劳动模范", "道德模范"];
    let words = sentence.of(view);
    MODELS.iter().any(|model| words.contains(model)) && name.start() >= sentence.start()
}

/// Adds the mentions of known people that stand without a cue.
fn again(view: &str, outline: &Outline, people: &mut [Person], lexicon: &Lexicon) {
    if people.is_empty() {
        return;
    }
    let mut more: Vec<(usize, Span)> = Vec::new();
    for (number, span) in named(view, people) {
        let person = &people[number];
        let known = person.mentions.partition_point(|mention| mention.end() <= span.start());
        if person.mentions.get(known).is_some_and(|mention| mention.meets(span)) {
            continue;
        }
        let here = within(&outline.segments, Span::new(0, span.end()), |segment| segment.span).last();
        let furniture = here.is_some_and(|segment| segment.form == Form::Furniture);
        if !furniture && stands_alone(view, span, lexicon) {
            more.push((number, span));
        }
    }
    for (number, span) in more {
        people[number].mentions.push(span);
    }
    for person in people {
        person.mentions.sort_unstable();
    }
}

/// Where the names of people stand, by number, none over another: the one that ends first, then the longest.
fn named(view: &str, people: &[Person]) -> Vec<(usize, Span)> {
    let mut found: Vec<(usize, Span)> = Vec::new();
    for (number, person) in people.iter().enumerate().filter(|(_, person)| !person.name.is_empty()) {
        let places = memchr::memmem::find_iter(view.as_bytes(), &person.name);
        found.extend(places.map(|at| (number, Span::new(at, at + person.name.len()))));
    }
    found.sort_by_key(|&(_, span)| (span.end(), span.start()));
    let mut end = 0;
    found.retain(|(_, span)| {
        let apart = span.start() >= end;
        if apart {
            end = span.end();
        }
        apart
    });
    found
}

/// A name of two characters is part of other words too often: it has to be set apart on both sides.
fn stands_alone(view: &str, span: Span, lexicon: &Lexicon) -> bool {
    if span.of(view).chars().count() > 2 {
        return true;
    }
    person::set_apart(view, span, lexicon)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicon;
    use crate::{layout, outline, recognise};

    /// `name role post、post; …`, or `-`.
    fn said(phrase: &str) -> String {
        let lexicon = Lexicon::embedded();
        let text = Text::new(phrase.replace("\\n", "\n"), &lexicon.folding, layout::noise);
        let hits = lexicon.hits(text.view());
        let outline = outline::outline(text.view(), &hits, lexicon);
        let mentions = recognise::recognise(text.view(), &hits, lexicon);
        let people = gather(&text, &outline, mentions.people, lexicon);
        let each = people.iter().map(|person| {
            let role = serde_json::to_value(person.role).unwrap();
            let posts: Vec<&str> = person.posts.iter().map(|&post| text.quote(post)).collect();
            let posts = if posts.is_empty() { "-".to_string() } else { posts.join("、") };
            format!("{} {} {posts}", person.name, role.as_str().unwrap())
        });
        let all = each.collect::<Vec<_>>().join("; ");
        if all.is_empty() { "-".into() } else { all }
    }

    #[test]
    fn phrases_mean_what_the_table_says() {
        let table = include_str!("../../corpus/phrases/people.tsv");
        let rows = table.lines().map(|line| line.split_once('\t').unwrap());
        let wrong: Vec<String> = rows
            .filter(|(expected, phrase)| said(phrase) != *expected)
            .map(|(expected, phrase)| format!("{phrase}\n  wanted {expected}\n  got    {}", said(phrase)))
            .collect();
        assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    }

    #[test]
    fn a_known_name_counts_again_without_a_cue() {
        let lexicon = Lexicon::embedded();
        let text = "组长:周启明 县长\n会后,周启明现场督办。".to_string();
        let text = Text::new(text, &lexicon.folding, |_| Vec::new());
        let hits = lexicon.hits(text.view());
        let outline = outline::outline(text.view(), &hits, lexicon);
        let mentions = recognise::recognise(text.view(), &hits, lexicon);
        let people = gather(&text, &outline, mentions.people, lexicon);
        assert_eq!(people.len(), 1);
        assert!(people[0].mentions.len() >= 2);
    }
}
