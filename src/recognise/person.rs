//! People: `县委副书记张利成`, `组　长:韩　正`, `李 震(市委宣传部)`, `责编:王小明`.
//!
//! A name is believed only beside a cue: a post, a label, a row of a list, `同志`, or because everybody knows it.

mod label;
mod name;
mod post;

use super::Found;
use crate::lexicon::{Fame, Hit, Hits, Lexicon, PostKind, Table};
use crate::record::PersonRole;
use crate::span::Span;
use crate::wordlist::WordList;

/// A mention of a person with the posts that stand beside it.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    /// Without padding spaces.
    pub name: String,
    pub posts: Vec<Span>,
    /// Where a label or list gives it.
    pub role: Option<PersonRole>,
}

/// The people in a view.
pub fn find(view: &str, hits: &Hits, lexicon: &Lexicon) -> Vec<Found<Said>> {
    let mut found = label::labelled(view, lexicon);
    let taken: Vec<Span> = found.iter().map(|person| person.span).collect();
    let mut last = 0;
    let mut longer = Span::default();
    for hit in &hits.names {
        let people = match hit.table {
            Table::Figure => figure(view, *hit, lexicon).into_iter().collect(),
            // 书记 in 总书记 is no post of its own.
            Table::Post if !longer.covers(hit.span) => {
                longer = hit.span;
                beside_post(view, *hit, last, lexicon)
            }
            _ => continue,
        };
        for person in people {
            let free = taken.partition_point(|span| span.start() < person.span.end());
            if person.span.start() >= last && (free == 0 || taken[free - 1].end() <= person.span.start()) {
                last = person.span.end();
                found.push(person);
            }
        }
    }
    found.sort_by_key(|person| person.span);
    found
}

/// `习近平总书记`, `邓小平理论`.
fn figure(view: &str, hit: Hit, lexicon: &Lexicon) -> Option<Found<Said>> {
    let (name, fame) = lexicon.surnames.figures().get(hit.row as usize)?;
    if name_of_body(&view[hit.span.end()..]) {
        return None;
    }
    let role = match fame {
        Fame::Referenced => PersonRole::Referenced,
        Fame::Exemplar => PersonRole::Exemplar,
    };
    let after = post::following(view, hit.span.end(), lexicon);
    let said = Said { name: name.clone(), posts: after.into_iter().collect(), role: Some(role) };
    Some(Found { span: hit.span, rule: "a figure", value: said })
}

/// `白求恩医院` names a hospital.
fn name_of_body(after: &str) -> bool {
    static KINDS: WordList =
        WordList::new(&["医院", "医学", "大学", "学院", "小学", "中学", "学校", "国际", "路"]);
    let near = after.char_indices().nth(4).map_or(after, |(end, _)| &after[..end]);
    KINDS.within(near)
}

/// A name after or before the post at `hit`; nothing before `floor` belongs to it.
fn beside_post(view: &str, hit: Hit, floor: usize, lexicon: &Lexicon) -> Vec<Found<Said>> {
    let Some(&(_, kind)) = lexicon.posts.words().get(hit.row as usize) else { return Vec::new() };
    // 严格执行长江流域…: no bank.
    if hit.span.of(view) == "行长"
        && view[..hit.span.start()].ends_with(['执', '推', '实', '进', '运', '施', '航'])
    {
        return Vec::new();
    }
    let found = match kind {
        PostKind::Post => after_post(view, hit.span, floor, lexicon)
            .or_else(|| before_post(view, hit.span, floor, kind, lexicon)),
        PostKind::Address => before_post(view, hit.span, floor, kind, lexicon),
        PostKind::Leader | PostKind::Deputy => after_post(view, hit.span, floor, lexicon),
        PostKind::Deed => before_deed(view, hit.span, floor, lexicon),
        PostKind::Author => return label::by_line(view, hit.span, lexicon),
        PostKind::Member | PostKind::Contact => None,
    };
    found.into_iter().collect()
}

/// `县委常委、组织部长康英翔`, `市长　张　三`.
fn after_post(view: &str, post: Span, floor: usize, lexicon: &Lexicon) -> Option<Found<Said>> {
    // 严格执行长江流域…: no bank.
    if post.of(view) == "行长" && view[..post.start()].ends_with(['执', '推', '实', '进', '运', '施', '航'])
    {
        return None;
    }
    let gap = view[post.end()..].bytes().take_while(|&byte| byte == b' ').take(8).count();
    let at = post.end() + gap;
    // 政协委员和列席会议的同志: a conjunction.
    if view[at..].starts_with('和') {
        return None;
    }
    let name = name::candidates(view, at, lexicon).find(|&name| {
        let telling = name::is_telling(view, name, lexicon);
        match name::border(view, name.end(), lexicon) {
            name::Border::Hard => telling && !name::is_lookalike(view, name, lexicon),
            name::Border::Soft => {
                telling && gap == 0 && !name::begins_like_word(view, name, lexicon)
                    || name::is_dotted(view, name)
            }
            name::Border::Office => !name::is_lookalike(view, name, lexicon),
            name::Border::None => false,
        }
    })?;
    let posts = post::before(view, post, floor, lexicon);
    let said = Said { name: name::closed_up(name.of(view)), posts, role: None };
    Some(Found { span: name, rule: "a name after a post", value: said })
}

/// `张利成同志`, `由王军副书记牵头`.
fn before_post(
    view: &str,
    post: Span,
    floor: usize,
    kind: PostKind,
    lexicon: &Lexicon,
) -> Option<Found<Said>> {
    if kind == PostKind::Post && !post::follows_names(post.of(view)) {
        return None;
    }
    let name = name::ending_at(view, post.start(), floor, lexicon).find(|&name| {
        let before = &view[floor..name.start()];
        let known_post = lexicon.posts.ending(before).is_some_and(|(_, kind)| kind == PostKind::Post);
        (known_post || name::opens(before))
            && name::is_telling(view, name, lexicon)
            && !name::is_lookalike(view, name, lexicon)
            && !name::ends_like_body(name.of(view))
    })?;
    let before = &view[floor..name.start()];
    let mut posts = match lexicon.posts.ending(before) {
        Some((word, PostKind::Post)) => {
            post::before(view, Span::new(name.start() - word.len(), name.start()), floor, lexicon)
        }
        _ => Vec::new(),
    };
    if kind == PostKind::Post || post::is_title(post.of(view)) {
        posts.push(post);
    }
    let said = Said { name: name::closed_up(name.of(view)), posts, role: None };
    Some(Found { span: name, rule: "a name before a post", value: said })
}

/// `学习李保国先进事迹`, `以王军为榜样`.
fn before_deed(view: &str, deed: Span, floor: usize, lexicon: &Lexicon) -> Option<Found<Said>> {
    const CALLS: &[&str] = &["学习", "学", "弘扬", "宣传", "向", "以", "宣讲"];
    let name = name::ending_at(view, deed.start(), floor, lexicon).find(|&name| {
        let before = &view[floor..name.start()];
        CALLS.iter().any(|call| before.ends_with(call))
            && name::is_telling(view, name, lexicon)
            && !name::is_lookalike(view, name, lexicon)
            && name.of(view).chars().count() > 2
    })?;
    let said =
        Said { name: name::closed_up(name.of(view)), posts: Vec::new(), role: Some(PersonRole::Exemplar) };
    Some(Found { span: name, rule: "a model", value: said })
}

/// Whether what stands on both sides of a known name of two characters lets it be a name here.
pub fn set_apart(view: &str, span: Span, lexicon: &Lexicon) -> bool {
    let before = &view[..span.start()];
    let post = lexicon.posts.ending(before).is_some_and(|(_, kind)| kind == PostKind::Post);
    (post || name::opens(before)) && name::border(view, span.end(), lexicon) != name::Border::None
}
