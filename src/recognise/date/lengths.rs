//! Lengths of time taken apart: `经过3年的努力` into 经过, 3, 年, 的努力; `两到三个月` into 两, 三, 个月; `每隔一年`.
//!
//! The words are those of a match, so that they have parts; which these are is what the rule's pattern would say.

/// The parts of a length of time; those that are not said are empty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Parts<'t> {
    pub cue: &'t str,
    pub least: &'t str,
    pub most: Option<&'t str>,
    pub unit: &'t str,
    pub end: &'t str,
}

/// `近三年`, `未来2—3年时间`: longest first among those that begin alike.
const CUES: &[&str] = &[
    "近",
    "最近",
    "过去的",
    "过去",
    "连续",
    "为期",
    "历时",
    "历经",
    "经过",
    "经",
    "用",
    "利用",
    "再用",
    "通过",
    "未来",
    "今后",
    "此后",
    "接下来",
];

/// Longest first among those that begin alike.
const UNITS: &[&str] = &[
    "个半年",
    "半年",
    "年半",
    "年",
    "个半月",
    "个季度",
    "个月",
    "个星期",
    "星期",
    "个周",
    "周",
    "个工作日",
    "工作日",
    "天",
    "日",
    "个小时",
    "小时",
];

/// A length after a word that makes it one.
pub fn cued(words: &str) -> Option<Parts<'_>> {
    let cue = CUES.iter().find(|cue| words.starts_with(**cue))?;
    let (cue, rest) = words.split_at(cue.len());
    let rest = rest.strip_prefix(['约', '近']).unwrap_or(rest);
    let parts = bare(rest.strip_prefix(' ').unwrap_or(rest))?;
    Some(Parts { cue, ..parts })
}

/// A length without such a word.
pub fn bare(words: &str) -> Option<Parts<'_>> {
    counts(words).find_map(|least| {
        let (least, rest) = words.split_at(least);
        let measured = |rest| {
            let ended = |rest| unit_and_end(rest).map(|(unit, end)| Parts { unit, end, ..Parts::default() });
            let ranged = || {
                let rest = after_joint(rest).unwrap_or(rest);
                counts(rest).find_map(|most| {
                    let (most, rest) = rest.split_at(most);
                    let parts = rest.strip_prefix(['余', '多']).and_then(ended).or_else(|| ended(rest))?;
                    Some(Parts { most: Some(most), ..parts })
                })
            };
            ranged().or_else(|| ended(rest))
        };
        let parts = rest.strip_prefix(['余', '多', '来']).and_then(measured).or_else(|| measured(rest))?;
        Some(Parts { least, ..parts })
    })
}

/// How often: `每半年`, `每隔2—3年`, `每一个月`.
pub fn every(words: &str) -> Option<Parts<'_>> {
    const UNITS: &[&str] =
        &["半年", "年度", "年", "季度", "季", "半个月", "半月", "月", "周", "星期", "礼拜", "旬", "天", "日"];
    let rest = words.strip_prefix('每')?;
    let rest = rest.strip_prefix('隔').unwrap_or(rest);
    let unit = |rest: &str| UNITS.iter().find(|unit| **unit == rest).copied();
    let ended = |rest: &str| rest.strip_prefix('个').and_then(unit).or_else(|| unit(rest));
    let counted = |rest| {
        let parts = |least: usize| {
            let (least, rest) = str::split_at(rest, least);
            let ranged = after_joint(rest).and_then(|rest| {
                counts(rest).find_map(|most| {
                    let (most, rest) = rest.split_at(most);
                    ended(rest).map(|unit| (Some(most), unit))
                })
            });
            let (most, unit) = ranged.or_else(|| Some((None, ended(rest)?)))?;
            Some((least, most, unit))
        };
        counts(rest).find_map(parts).or_else(|| Some(("1", None, ended(rest)?)))
    };
    let (least, most, unit) = rest.strip_prefix('一').and_then(counted).or_else(|| counted(rest))?;
    Some(Parts { least, most, unit, ..Parts::default() })
}

fn unit_and_end(words: &str) -> Option<(&str, &str)> {
    let units = UNITS.iter().filter(|unit| words.starts_with(**unit));
    units.map(|unit| words.split_at(unit.len())).find(|(_, end)| is_end(end))
}

/// `时间`, `左右的时间`, `的努力`, `以内`, `来`.
fn is_end(words: &str) -> bool {
    let spent = || {
        let rest = words.strip_prefix("左右").or_else(|| words.strip_prefix("以上")).unwrap_or(words);
        ["时间", "努力", "期限"].contains(&rest.strip_prefix('的').unwrap_or(rest))
    };
    words.is_empty()
        || ["的奋斗", "的建设", "内", "以内", "之内", "来", "以来", "以上", "以下", "左右", "期"]
            .contains(&words)
        || spent()
}

/// How many bytes of the words a count may take, the likeliest first: `十二` is twelve before it is ten, `三四` three.
fn counts(words: &str) -> impl Iterator<Item = usize> {
    let digits = words.bytes().take_while(u8::is_ascii_digit).take(3).count();
    let arabic = (1..=digits).rev().flat_map(move |end| {
        let half = words[end..].starts_with(".5") || words[end..].starts_with(".0");
        [half.then_some(end + 2), Some(end)].into_iter().flatten()
    });
    let digit = |words: &str| words.starts_with(|c| HAN.contains(c));
    // Each of the numerals has three bytes.
    let ten = if words.starts_with('十') {
        3
    } else if digit(words) && words[3..].starts_with('十') {
        6
    } else {
        0
    };
    let tens = [(ten > 0 && digit(&words[ten..])).then_some(ten + 3), (ten > 0).then_some(ten)];
    let one = (digit(words) || words.starts_with('两')).then_some(3);
    let hundred = words.starts_with("一百").then_some(6);
    arabic.chain(tens.into_iter().flatten()).chain(one).chain(hundred)
}

const HAN: &str = "一二三四五六七八九";

/// What follows the dash or word that joins two numbers.
fn after_joint(words: &str) -> Option<&str> {
    const JOINTS: &[&str] = &["--", "-", "——", "—", "–", "~~", "~", "──", "─", "━", "―", "到", "至"];
    let rest = words.strip_prefix(' ').unwrap_or(words);
    let rest = JOINTS.iter().find_map(|joint| rest.strip_prefix(joint))?;
    Some(rest.strip_prefix(' ').unwrap_or(rest))
}
