//! Posts beside a name: `县委常委、组织部长`康英翔 are two, `总书记` after a name is one.

use crate::lexicon::{Lexicon, PostKind};
use crate::span::Span;

/// Bytes that a post with its body takes at most.
const LONGEST: usize = 120;

/// The posts that end with the word at `post`, back to the beginning of the phrase.
pub(super) fn before(view: &str, post: Span, floor: usize, lexicon: &Lexicon) -> Vec<Span> {
    let mut posts = Vec::new();
    let mut end = post.end();
    loop {
        let start = start_of_post(view, end, floor, lexicon);
        if start >= end {
            break;
        }
        posts.push(Span::new(start, end));
        let before = &view[floor..start];
        let Some(joint) = before.chars().next_back().filter(|&c| c == '、' || c == ' ') else { break };
        let rest = before.trim_end_matches(joint);
        if !lexicon.posts.ending(rest).is_some_and(|(_, kind)| kind == PostKind::Post) {
            break;
        }
        end = floor + rest.len();
    }
    posts.reverse();
    posts
}

fn start_of_post(view: &str, end: usize, floor: usize, lexicon: &Lexicon) -> usize {
    let from = (floor.max(end.saturating_sub(LONGEST))..end).find(|&at| view.is_char_boundary(at));
    let phrase = &view[from.unwrap_or(end)..end];
    let stop = phrase.char_indices().rev().find(|&(at, c)| is_stop(phrase, at, c));
    let mut words = match stop {
        Some((at, c)) => &phrase[at + c.len_utf8()..],
        None => phrase,
    };
    while let Some(rest) = LEAD_INS.iter().find_map(|word| words.strip_prefix(word)) {
        // 宣传部长 is a post, 宣传 no lead-in to it.
        if rest.starts_with('部') || rest.is_empty() || lexicon.posts.kind(words).is_some() {
            break;
        }
        words = rest;
    }
    end - words.len()
}

/// Words that bring in a person and are no part of the post.
const LEAD_INS: &[&str] = &[
    "任命",
    "推荐",
    "学习",
    "授予",
    "邀请",
    "聘请",
    "包括",
    "特别是",
    "选举",
    "提名",
    "宣传",
    "表彰",
    "时任",
    "以及",
    "和",
    "与",
    "及",
    "如",
    "经",
    "原则上",
    "整理",
    "挖掘",
    "总结",
    "号召",
    "慰问",
    "走访",
    "看望",
    "采访",
    "报道",
    "介绍",
    "表扬",
    "奖励",
];

fn is_stop(phrase: &str, at: usize, c: char) -> bool {
    match c {
        '由' | '以' | '向' | '请' | '的' | '在' | '获' => true,
        '对' => !phrase[at + c.len_utf8()..].starts_with(['外', '口', '台']),
        '年' | '月' | '日' => phrase[..at].ends_with(|c: char| c.is_ascii_digit()),
        _ => c == '(' || !c.is_alphanumeric() && c != ')',
    }
}

/// The post right after a name: 胡锦涛`总书记`.
pub(super) fn following(view: &str, at: usize, lexicon: &Lexicon) -> Option<Span> {
    let (word, kind) = lexicon.posts.beginning(&view[at..])?;
    (kind == PostKind::Post).then(|| Span::new(at, at + word.len()))
}

/// A post that stands after a name in running text. A place stands before 县长, an attribute before 负责人.
pub(super) fn follows_names(post: &str) -> bool {
    const PLACES: &[&str] = &["市长", "县长", "区长", "镇长", "乡长", "省长", "州长", "盟长", "旗长", "村长"];
    const OTHERS: &[&str] =
        &["负责人", "经理", "委员", "总监", "主任委员", "委员长", "常委", "站长", "队长", "班长", "会长"];
    !PLACES.contains(&post) && !OTHERS.contains(&post)
}

/// A form of address that is a title too.
pub(super) fn is_title(address: &str) -> bool {
    matches!(address, "院士" | "教授" | "研究员")
}
