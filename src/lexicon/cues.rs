//! Cues: words that tell a promise from a result, with their strength: `必须` is an order, `累计` a result.

use super::{Row, Rows};
use crate::error::Result;
use crate::value::Strength;

/// The columns of `cues.tsv`.
pub(super) const COLUMNS: &[&str] = &["word", "class", "strength"];

/// A cue: what it is a sign of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cue {
    pub word: String,
    pub sign: Sign,
    /// How strongly it binds, where it binds.
    pub strength: Strength,
}

/// What a cue is a sign of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Sign {
    /// Binds somebody: `必须`, `要`, `应当`.
    Order,
    /// Says how hard something is tried: `确保`, `力争`; stands in results as well.
    Aim,
    /// Says that something is brought to its end, in plans and in results: `完成`.
    Act,
    /// Lets or asks somebody to: `鼓励`, `可以`.
    Permit,
    /// Says what will be done: `我们将`, `拟于`, `计划投资`.
    Intend,
    /// From here on it is about what comes: `下一步`.
    Turn,
    /// Done or reached: `已`, `了`, `累计`, `获评`.
    Done,
    /// Done or reached where a review tells of it: `开工建设`, `首次`.
    Result,
    /// A time gone by, or a comparison with it: `一年来`, `比上年`.
    Past,
    /// A time to come: `今年`, `年底前`.
    Coming,
    /// Guiding thought: `总体要求`.
    Guide,
    /// What is to be reached: `预期目标`.
    Goal,
    /// A formula of the genre: `现印发给你们`.
    Formula,
    /// `表示衷心的感谢`.
    Thanks,
    /// `让我们`.
    Appeal,
    /// `是指`.
    Define,
    /// Why it matters: `意义重大`, `开局之年`.
    Reason,
    /// Begins to tell what is wanting: `清醒认识到`, `困难和问题`.
    Hardship,
    /// Something is wanting: `有待`, `短板`.
    Wanting,
    /// How things stand: `机遇`, `不确定性`.
    Situation,
    /// What was learned: `深刻体会到`, `来之不易`.
    Lesson,
    /// The answer to hardship: `对此`.
    Against,
    /// Founds or calls something: `决定`, `成立`.
    Decide,
    /// In a heading: `工作回顾`, `完成情况`.
    HeadPast,
    /// In a heading: `工作安排`, `目标任务`.
    HeadComing,
    /// In a heading: `重要意义`, `发展环境`.
    HeadReason,
    /// In a heading: `存在的问题`.
    HeadHardship,
    /// In a heading: `指导思想`.
    HeadGuide,
    /// In a title: `政府工作报告`.
    TitleWork,
    /// In a title: `实施方案`.
    TitlePlan,
    /// In a title: `工作总结`.
    TitleTold,
    /// In a title: `讲话`.
    TitleSpeech,
    /// A longer word in which a cue is none: `重要` holds no `要`.
    Mask,
}

const SIGNS: &[(&str, Sign)] = &[
    ("order", Sign::Order),
    ("aim", Sign::Aim),
    ("act", Sign::Act),
    ("permit", Sign::Permit),
    ("intend", Sign::Intend),
    ("turn", Sign::Turn),
    ("done", Sign::Done),
    ("result", Sign::Result),
    ("past", Sign::Past),
    ("coming", Sign::Coming),
    ("guide", Sign::Guide),
    ("goal", Sign::Goal),
    ("formula", Sign::Formula),
    ("thanks", Sign::Thanks),
    ("appeal", Sign::Appeal),
    ("define", Sign::Define),
    ("reason", Sign::Reason),
    ("hardship", Sign::Hardship),
    ("wanting", Sign::Wanting),
    ("situation", Sign::Situation),
    ("lesson", Sign::Lesson),
    ("against", Sign::Against),
    ("decide", Sign::Decide),
    ("head-past", Sign::HeadPast),
    ("head-coming", Sign::HeadComing),
    ("head-reason", Sign::HeadReason),
    ("head-hardship", Sign::HeadHardship),
    ("head-guide", Sign::HeadGuide),
    ("title-work", Sign::TitleWork),
    ("title-plan", Sign::TitlePlan),
    ("title-told", Sign::TitleTold),
    ("title-speech", Sign::TitleSpeech),
    ("mask", Sign::Mask),
];

impl Sign {
    /// Number of signs: a set of them fits into an array of this length.
    pub const COUNT: usize = Sign::Mask as usize + 1;

    fn named(name: &str) -> Option<Sign> {
        SIGNS.iter().find(|(n, _)| *n == name).map(|&(_, sign)| sign)
    }

    /// Tells something of headings only.
    pub fn heads(self) -> bool {
        (Sign::HeadPast..=Sign::HeadGuide).contains(&self)
    }

    /// Tells something of titles only.
    pub fn titles(self) -> bool {
        (Sign::TitleWork..=Sign::TitleSpeech).contains(&self)
    }
}

pub(super) fn parse(rows: &Rows) -> Result<Vec<Cue>> {
    rows.iter().map(cue).collect()
}

fn cue(row: &Row) -> Result<Cue> {
    let sign = row.read(1, "a class of cues", Sign::named)?;
    let strength = row.read(2, "must, shall, strive, encourage or -", |word| {
        Some(match word {
            "must" => Strength::Must,
            "shall" => Strength::Shall,
            "strive" => Strength::Strive,
            "encourage" => Strength::Encourage,
            "-" => Strength::Stated,
            _ => return None,
        })
    })?;
    Ok(Cue { word: row.cell(0).into(), sign, strength })
}
