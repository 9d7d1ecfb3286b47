//! One plan in; what its statements may stand in a row with: `standard_village_clinics`, `家庭医生签约服务团队`.
//!
//! For those who lay more plans side by side than one machine holds: statements without a key in common never stand in
//! one row, so each share of the keys is compared where it lies, with the same rows.

use super::action::{self, ALIKE};
use super::measure::{self, Grouped};
use super::wording::Wording;
use super::{Input, Only};
use crate::lexicon::Lexicon;

/// What a plan's statements are found by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keys {
    pub measures: Vec<Measure>,
    pub actions: Vec<Action>,
}

/// A target. Two of one row have one key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    /// Place in the list of commitments.
    pub commitment: usize,
    /// Place in the commitment's list of targets.
    pub target: usize,
    pub key: String,
}

/// A commitment without a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// Place in the list of commitments.
    pub commitment: usize,
    /// Its words without who and when. Those of one wording stand in the same rows.
    pub wording: String,
    /// Wordings that are alike have one of these in common.
    pub near: Vec<String>,
}

/// Wordings that are alike, or joined by some that are: places in `wordings`, of two and more.
///
/// A wording is given as [`Action::wording`] has it, with the themes of all commitments that have it. Those without
/// [`Action::near`] are like no other.
pub fn webs(wordings: &[(String, Vec<String>)], lexicon: &Lexicon) -> Vec<Vec<u32>> {
    action::webs(wordings, lexicon)
}

/// The keys of the statements that `only` asks for.
pub fn keys(input: &Input, only: Only, lexicon: &Lexicon) -> Keys {
    let mut keys = Keys::default();
    for (commitment, (cited, targets)) in input.commitments.iter().zip(&input.targets).enumerate() {
        if !only.takes(cited.status) {
            continue;
        }
        for (target, words) in targets.iter().enumerate() {
            let key = match measure::grouped(words, lexicon) {
                Grouped::Indicator(id) => format!("id/{id}"),
                Grouped::Thing(thing) => format!("thing/{thing}"),
                Grouped::Alone => format!("plan/{}", input.id),
            };
            keys.measures.push(Measure { commitment, target, key });
        }
        if targets.is_empty() {
            let core = action::core(cited, lexicon);
            let name = action::name(&core, cited).to_string();
            let wording = Wording::new(core, lexicon);
            let block = wording.figures.join(" ");
            let telling = wording.telling(ALIKE).filter(|_| !wording.is_thin());
            let pair = |[a, b]: [char; 2]| format!("{a}{b} {block}");
            let near = telling.map(|telling| pair(telling.pair.characters())).collect();
            keys.actions.push(Action { commitment, wording: name, near });
        }
    }
    keys
}
