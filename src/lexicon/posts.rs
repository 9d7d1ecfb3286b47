//! Words beside which names stand: posts (`县长`), offices in a group (`副组长`), labels (`责任编辑`), `同志`.

use rustc_hash::FxHashMap;

use super::Rows;
use crate::error::Result;

/// What a word says of the name beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PostKind {
    /// An office: 书记, 局长.
    Post,
    /// Heads a group that the document sets up: 组长, 总指挥.
    Leader,
    Deputy,
    Member,
    /// Writes, edits or reviews the page: 责任编辑, 三审.
    Author,
    /// Follows a name: 同志, 院士.
    Address,
    /// Whom to ask: 联系人.
    Contact,
    /// What a model did: 先进事迹.
    Deed,
}

pub struct Posts {
    words: Vec<(String, PostKind)>,
    kinds: FxHashMap<String, PostKind>,
    longest: usize,
}

impl Posts {
    pub(super) fn parse(rows: &Rows) -> Result<Posts> {
        let kind = |cell: &str| {
            Some(match cell {
                "post" => PostKind::Post,
                "leader" => PostKind::Leader,
                "deputy" => PostKind::Deputy,
                "member" => PostKind::Member,
                "author" => PostKind::Author,
                "address" => PostKind::Address,
                "contact" => PostKind::Contact,
                "deed" => PostKind::Deed,
                _ => return None,
            })
        };
        let words = rows
            .iter()
            .map(|row| Ok((row.cell(0).to_string(), row.read(1, "a kind of post", kind)?)))
            .collect::<Result<Vec<_>>>()?;
        let kinds = words.iter().cloned().collect();
        let longest = words.iter().map(|(word, _)| word.len()).max().unwrap_or_default();
        Ok(Posts { words, kinds, longest })
    }

    /// The words, by row.
    pub fn words(&self) -> &[(String, PostKind)] {
        &self.words
    }

    pub fn kind(&self, word: &str) -> Option<PostKind> {
        self.kinds.get(word).copied()
    }

    /// The longest word with which `text` ends.
    pub fn ending<'t>(&self, text: &'t str) -> Option<(&'t str, PostKind)> {
        let from = text.len().saturating_sub(self.longest);
        let starts = (from..text.len()).filter(|&at| text.is_char_boundary(at));
        starts.map(|at| &text[at..]).find_map(|word| Some((word, self.kind(word)?)))
    }

    /// The longest word with which `text` begins.
    pub fn beginning<'t>(&self, text: &'t str) -> Option<(&'t str, PostKind)> {
        let to = text.len().min(self.longest);
        let ends = (1..=to).rev().filter(|&at| text.is_char_boundary(at));
        ends.map(|at| &text[..at]).find_map(|word| Some((word, self.kind(word)?)))
    }
}
