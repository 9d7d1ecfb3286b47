//! Words of the frame round a text: what a web page adds (`浏览次数`, `原文链接`), what ends a title (`实施方案`),
//! what begins a line of masthead, roster or table (`抄送`, `副组长`, `序号`).

use rustc_hash::FxHashMap;

use super::Rows;
use crate::error::Result;
use crate::wordlist::{LAST_BITS, last_bits};

/// What a word tells of the line it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Class {
    /// Anywhere in a line: the way through a site (`当前位置`).
    Navigation,
    /// Anywhere in a line: time, source, page views (`浏览次数`).
    Stamp,
    /// Anywhere in a line: an editor's introduction (`供大家参考`).
    Teaser,
    /// Anywhere in a line: what follows a text on its page (`上一篇`, `免责声明`).
    Tail,
    /// Anywhere in a line that already stands among furniture (`客服QQ`).
    Contact,
    /// Ends a title (`实施方案`).
    Genre,
    /// Ends the name of a body that signs (`委员会`).
    Issuer,
    /// Begins a line of the masthead (`抄送`).
    Label,
    /// Begins a text's own line of source or reviewers (`一审`).
    Source,
    /// Begins a row of a leading group's list (`副组长`).
    Roster,
    /// A column of a task table (`责任单位`).
    Column,
    /// The column that says what is to be done (`主要内容`).
    Task,
    /// Begins a bracket or line that assigns an item (`牵头单位`).
    Duty,
}

const CLASSES: &[(&str, Class)] = &[
    ("navigation", Class::Navigation),
    ("stamp", Class::Stamp),
    ("teaser", Class::Teaser),
    ("tail", Class::Tail),
    ("contact", Class::Contact),
    ("genre", Class::Genre),
    ("issuer", Class::Issuer),
    ("label", Class::Label),
    ("source", Class::Source),
    ("roster", Class::Roster),
    ("column", Class::Column),
    ("task", Class::Task),
    ("duty", Class::Duty),
];

/// The words of `frame.tsv`.
pub struct Frame {
    /// Sets of classes, as bits.
    classes: FxHashMap<String, u16>,
    /// The classes of the words that begin with a character, by its [`last_bits`]: most lines need no other look.
    first: Box<[u16; LAST_BITS]>,
    /// The classes of the words that end with one.
    last: FxHashMap<char, u16>,
    /// The words that may stand anywhere in a line; a hit's row is an index into this list.
    anywhere: Vec<(String, Class)>,
}

impl Frame {
    pub(super) const COLUMNS: [&'static str; 2] = ["word", "class"];

    pub(super) fn parse(rows: &Rows) -> Result<Frame> {
        let mut frame = Frame {
            classes: FxHashMap::default(),
            first: Box::new([0; LAST_BITS]),
            last: FxHashMap::default(),
            anywhere: Vec::new(),
        };
        for row in rows.iter() {
            let named = |cell: &str| CLASSES.iter().find(|(name, _)| *name == cell).map(|&(_, class)| class);
            let class = row.read(1, "a class of words of the frame", named)?;
            *frame.classes.entry(row.cell(0).to_string()).or_default() |= bit(class);
            frame.first[last_bits(row.cell(0).as_bytes())] |= bit(class);
            if let Some(last) = row.cell(0).chars().next_back() {
                *frame.last.entry(last).or_default() |= bit(class);
            }
            if class <= Class::Contact {
                frame.anywhere.push((row.cell(0).to_string(), class));
            }
        }
        Ok(frame)
    }

    /// The words to look for everywhere, with the row that a hit of theirs has.
    pub(super) fn words(&self) -> impl Iterator<Item = (&str, u32)> {
        (0..).zip(&self.anywhere).map(|(n, (word, _))| (word.as_str(), n))
    }

    /// The class of a hit's row.
    pub fn class(&self, row: u32) -> Class {
        self.anywhere[row as usize].1
    }

    /// Whether `word` as a whole is of a class.
    pub fn is(&self, word: &str, class: Class) -> bool {
        self.classes.get(word).is_some_and(|classes| classes & bit(class) != 0)
    }

    /// The length of the longest word of a class that ends `text`, in bytes.
    pub fn suffix(&self, text: &str, class: Class) -> Option<usize> {
        let last = text.chars().next_back()?;
        self.last.get(&last).filter(|&classes| classes & bit(class) != 0)?;
        let starts = text.char_indices().rev().map(|(at, _)| at).take(LONGEST);
        starts.filter(|&at| self.is(&text[at..], class)).last().map(|at| text.len() - at)
    }

    /// Whether a word of a class may begin with the first character of `text`.
    #[inline]
    pub fn may_begin(&self, text: &str, class: Class) -> bool {
        self.first[last_bits(text.as_bytes())] & bit(class) != 0
    }

    /// The length of the longest word of a class that begins `text`, in bytes.
    pub fn prefix(&self, text: &str, class: Class) -> Option<usize> {
        if !self.may_begin(text, class) {
            return None;
        }
        let ends = text.char_indices().map(|(at, c)| at + c.len_utf8()).take(LONGEST);
        ends.filter(|&end| self.is(&text[..end], class)).last()
    }
}

/// No word is longer, in characters.
const LONGEST: usize = 10;

fn bit(class: Class) -> u16 {
    1 << class as u8
}
