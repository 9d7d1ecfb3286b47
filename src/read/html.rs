//! HTML pages: the text of `<div class="TRS_Editor">…` without navigation, its title and facts over it, tables as grids.
//!
//! The text that is printed begins with the page's title and the facts it states of its text (`成文日期：2019年01月01日`), a
//! line each; then come the paragraphs of the text, a line each, in tables a line for each paragraph of a cell. What no
//! reader of the page sees is left out: scripts, hidden elements, soft hyphens.

mod boilerplate;
mod container;
mod entity;
mod grid;
mod label;
mod lines;
mod tree;

use super::{Content, Decoded, Input, Location, Table, encoding};
use crate::error::Unreadable;
use crate::span::Span;

use container::{Found, Sums};
use lines::{Kept, Lines};
use tree::{Attribute, Tag, Tree};

/// Reads a page.
///
/// # Errors
/// `frames_only`, `scripts_only`, `no_main_text`, `empty`; those of [`encoding::decode`].
pub fn read(input: &Input) -> Result<Content, Unreadable> {
    let decoded = match input.decoded {
        Some(decoded) => decoded.clone(),
        None => decode(input.bytes, None)?,
    };
    page(&decoded)
}

/// The characters of a page: by its mark, as UTF-8 where it is that, by the charset that its server (`header`) or the page
/// itself names, else by content.
///
/// # Errors
/// Those of [`encoding::decode`].
pub fn decode(bytes: &[u8], header: Option<&str>) -> Result<Decoded, Unreadable> {
    let named = header.map(str::to_string).or_else(|| declared(bytes));
    encoding::decode_named(bytes, named.as_deref())
}

/// The charset that a page names in its first bytes: `<meta charset="gb2312">`, `content="text/html; charset=GBK"`.
pub fn declared(bytes: &[u8]) -> Option<String> {
    const REACH: usize = 8_192;
    let head: Vec<u8> = bytes[..bytes.len().min(REACH)].to_ascii_lowercase();
    let text = String::from_utf8_lossy(&head);
    let mut from = 0;
    while let Some(at) = text[from..].find("charset") {
        from += at + "charset".len();
        let Some(value) = text[from..].trim_start().strip_prefix('=') else { continue };
        let value = value.trim_start_matches([' ', '"', '\'']);
        let length =
            value.bytes().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')).count();
        if length > 0 {
            return Some(value[..length].to_string());
        }
    }
    None
}

/// Reads a page of characters.
///
/// # Errors
/// As [`read`].
pub fn page(decoded: &Decoded) -> Result<Content, Unreadable> {
    let tree = Tree::parse(&decoded.text);
    // What a page hides until a script shows it is its text where it shows nothing else.
    let (shown, all) = (Sums::of(&tree, false), Sums::of(&tree, true));
    let written = if shown.marks(&tree, 0) < 5 && all.marks(&tree, 0) >= 20 {
        text_of(&tree, &all, true)?
    } else {
        text_of(&tree, &shown, false).or_else(|trouble| text_of(&tree, &all, true).map_err(|_| trouble))?
    };
    let damage = tree.cut.then(|| {
        Unreadable::new(
            "truncated",
            "the page ends inside a tag: what stood behind it is missing, fetch it again",
        )
    });
    Ok(Content { encoding: Some(decoded.encoding), lost: decoded.lost, damage, ..written })
}

fn text_of(tree: &Tree, sums: &Sums, concealed: bool) -> Result<Content, Unreadable> {
    let Some(found) = container::find(tree, sums) else { return Err(nothing(tree, sums)) };
    let facts = label::of_page(tree, sums, &found.roots);
    let body =
        lines::write(tree, sums, &found.roots, concealed, Kept::Text, |n| is_apart(tree, sums, &found, n));
    if !is_text(tree, sums, &found, &body) {
        return Err(nothing(tree, sums));
    }
    let title = label::title(tree, sums, &facts);
    let head = label::head(title.as_deref(), &facts, &body.text);
    Ok(under(&head, body))
}

/// Elements inside the container that are no part of its text: tables of facts, what stands round a text, lists of links.
fn is_apart(tree: &Tree, sums: &Sums, found: &Found, n: usize) -> bool {
    let Some(tag) = tree.nodes[n].tag.filter(|tag| tag.is_block()) else { return false };
    if tag == Tag::Table && label::is_table(tree, sums, n) || container::is_round(tree, sums, n) {
        return true;
    }
    let listing = matches!(tag, Tag::Ul | Tag::Ol | Tag::Dl | Tag::Div | Tag::Block | Tag::Table);
    if found.known || !listing || sums.links(tree, n) < 3 {
        return false;
    }
    let (linked, all) = (sums.linked(tree, n), sums.characters(tree, n));
    linked * 10 >= all * 7 && sums.marks(tree, n) < 3 && !(all < 2_000 && tree.words(n).contains("附件"))
}

/// The lines are a text rather than the shell of a page.
fn is_text(tree: &Tree, sums: &Sums, found: &Found, body: &Lines) -> bool {
    if body.lines.is_empty() {
        return false;
    }
    let pleads = body.text.len() < 600 && PLEAS.iter().any(|plea| body.text.contains(plea));
    if pleads {
        return false;
    }
    let runs = body.lines.iter().any(|line| {
        let words = line.of(&body.text);
        words.contains(['。', '；']) && !words.contains("版权所有") || words.chars().count() >= 40
    });
    runs || !body.tables.is_empty()
        || found.known
        // A page without any links is no shell.
        || sums.links(tree, 0) == 0
}

/// What a page says while it waits for a script.
const PLEAS: &[&str] = &[
    "JavaScript",
    "Javascript",
    "javascript",
    "正在加载",
    "加载中",
    "正在跳转",
    "页面跳转",
    "请稍候",
    "请稍等",
    "Loading",
    "loading",
];

/// Why a page gives no text.
fn nothing(tree: &Tree, sums: &Sums) -> Unreadable {
    let frames = tree.nodes.iter().enumerate().filter(|(_, node)| node.tag == Some(Tag::Frame));
    let source =
        frames.filter_map(|(n, _)| tree.attribute(n, Attribute::Source)).find(|source| !source.is_empty());
    if let Some(source) = source {
        let source: String = source.chars().take(200).collect();
        return Unreadable::new(
            "frames_only",
            format!(
                "the page has no text of its own, only frames that show other pages ({source}): save those"
            ),
        );
    }
    if tree.scripts > 0 && sums.marks(tree, 0) < 20 {
        return Unreadable::new(
            "scripts_only",
            "the page is filled by scripts when it is shown: save it from a browser after that",
        );
    }
    if sums.characters(tree, 0) == 0 {
        return Unreadable::new("empty", "the page shows no words");
    }
    Unreadable::new("no_main_text", "the page has links and names, but no text of its own")
}

/// The lines with the head over them.
fn under(head: &str, body: Lines) -> Content {
    let shifted = |span: Span| span.shifted(head.len());
    let mut lines: Vec<Span> = Vec::new();
    let mut at = 0;
    for line in head.lines() {
        lines.push(Span::new(at, at + line.len()));
        at += line.len() + 1;
    }
    lines.extend(body.lines.iter().map(|&line| shifted(line)));
    let tables = body.tables.into_iter().map(|table| Table {
        rows: table.rows.into_iter().map(|row| row.into_iter().map(shifted).collect()).collect(),
    });
    Content {
        text: format!("{head}{}", body.text),
        media_type: "text/html",
        tables: tables.collect(),
        locations: (1..)
            .zip(lines)
            .map(|(paragraph, span)| Location { span, page: None, paragraph: Some(paragraph), line: None })
            .collect(),
        ..Content::default()
    }
}
