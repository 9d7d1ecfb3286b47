//! The parts that bodies are named with: `卫健` in 卫健委, `委员会`, `人大`, `幼儿园`, `党支部`, `国务院`.
//!
//! Only parts are listed, and the few bodies that need no place. A row says what part a word is and what it stands for
//! when opened; `{}` in it is where the place belongs, `|` parts two bodies named at once.

use std::cmp::Reverse;

use rustc_hash::FxHashMap;

use super::Rows;
use crate::error::Result;
use crate::value::BodyKind;

/// What part of a name a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// What a department deals with: `卫生健康`, `人社`.
    Domain,
    /// Ends the name of a department after its domain: `局`, `委`, `办公室`.
    Bureau,
    /// Ends the name of a class of departments: `部门`, `行政部门`.
    Department,
    /// Whole after a place or level: `人大`, `委宣传部`, `税务局`.
    Organ,
    /// Whole without a place: `国务院`, `财政部`.
    National,
    /// Takes a place after it: `人民银行` in 人民银行株洲市分行.
    Bank,
    /// Ends a name of its own: `大学`, `有限公司`.
    Institution,
    /// Ends the name of a group that a text sets up: `领导小组`, `专班`.
    Group,
    /// A body only where its surroundings say so: `中央`, `办公室`.
    Context,
    /// A class of bodies, itself one only with a quantifier or as an actor: `党支部`, `医疗机构`.
    Class,
    /// A kind of place that acts after 各: `乡镇`, `县(市、区)`. No hit of a text: see [`Bodies::areas`].
    Area,
    /// The author: `我院`, `本府`.
    Own,
    /// No name goes across it: `推进`, `省级`. No hit of a text: see [`Bodies::verbs`].
    Verb,
    /// Holds text that only looks like a part: `布局`, `举办`.
    Not,
}

/// A word with what it stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BodyWord {
    pub role: Role,
    pub full: String,
    pub kind: BodyKind,
}

/// All parts.
pub struct Bodies {
    names: Vec<String>,
    words: Vec<BodyWord>,
    /// Those of the words, close together: of most words no more is asked.
    roles: Vec<Role>,
    verbs: Few,
    areas: Few,
}

/// Words that stand everywhere and are asked for in few places, where a name may be, by their first character. As hits they
/// would be four of ten that a text has.
#[derive(Default)]
struct Few(FxHashMap<char, Vec<String>>);

impl Few {
    fn add(&mut self, word: &str) {
        let Some(first) = word.chars().next() else { return };
        let words = self.0.entry(first).or_default();
        words.push(word.to_string());
        words.sort_unstable_by_key(|word| Reverse(word.len()));
    }

    /// The lengths of the words that a text begins with, the longest first.
    fn begin<'t>(&self, text: &'t str) -> impl Iterator<Item = usize> + use<'_, 't> {
        let words = text.chars().next().and_then(|first| self.0.get(&first)).into_iter().flatten();
        words.filter(|word| text.starts_with(word.as_str())).map(String::len)
    }
}

impl Bodies {
    pub(super) const COLUMNS: [&'static str; 4] = ["name", "role", "full", "kind"];

    pub(super) fn parse(rows: &Rows) -> Result<Bodies> {
        let mut all = Bodies {
            names: Vec::new(),
            words: Vec::new(),
            roles: Vec::new(),
            verbs: Few::default(),
            areas: Few::default(),
        };
        for row in rows.iter() {
            let role = row.read(1, "a role (domain, bureau, organ …)", role)?;
            let full = row.read(2, "a name", |full| (!full.is_empty()).then(|| full.to_string()))?;
            let kind = row.read(3, "a kind of body", kind)?;
            match role {
                Role::Verb => all.verbs.add(row.cell(0)),
                Role::Area => all.areas.add(row.cell(0)),
                _ => {}
            }
            all.names.push(row.cell(0).to_string());
            all.words.push(BodyWord { role, full, kind });
            all.roles.push(role);
        }
        Ok(all)
    }

    /// The words to look for everywhere, with the row that a hit of theirs has.
    pub(super) fn words(&self) -> impl Iterator<Item = (&str, u32)> {
        let words = (0..).zip(&self.names).map(|(n, name)| (name.as_str(), n));
        words.filter(|&(_, row)| !matches!(self.role(row), Role::Verb | Role::Area))
    }

    /// The lengths of the verbs that a text begins with, the longest first: 推进 in `推进建设`.
    pub fn verbs<'t>(&self, text: &'t str) -> impl Iterator<Item = usize> + use<'_, 't> {
        self.verbs.begin(text)
    }

    /// The lengths of the kinds of places that a text begins with, the longest first: 乡镇 and 乡 in `乡镇党委`.
    pub fn areas<'t>(&self, text: &'t str) -> impl Iterator<Item = usize> + use<'_, 't> {
        self.areas.begin(text)
    }

    /// The role of a hit of [`super::Table::Body`], by its `row`.
    pub fn role(&self, row: u32) -> Role {
        self.roles[row as usize]
    }

    /// What a hit of [`super::Table::Body`] is, by its `row`.
    pub fn get(&self, row: u32) -> &BodyWord {
        &self.words[row as usize]
    }
}

fn role(word: &str) -> Option<Role> {
    Some(match word {
        "domain" => Role::Domain,
        "bureau" => Role::Bureau,
        "department" => Role::Department,
        "organ" => Role::Organ,
        "national" => Role::National,
        "bank" => Role::Bank,
        "institution" => Role::Institution,
        "class" => Role::Class,
        "area" => Role::Area,
        "group" => Role::Group,
        "context" => Role::Context,
        "verb" => Role::Verb,
        "self" => Role::Own,
        "not" => Role::Not,
        _ => return None,
    })
}

fn kind(word: &str) -> Option<BodyKind> {
    Some(match word {
        "party" => BodyKind::Party,
        "government" => BodyKind::Government,
        "congress" => BodyKind::Congress,
        "court" => BodyKind::Court,
        "public_institution" => BodyKind::PublicInstitution,
        "hospital" => BodyKind::Hospital,
        "school" => BodyKind::School,
        "enterprise" => BodyKind::Enterprise,
        "association" => BodyKind::Association,
        "group" => BodyKind::Group,
        "grassroots" => BodyKind::Grassroots,
        "other" => BodyKind::Other,
        _ => return None,
    })
}
