//! Indicators: which measure a wording names: `地区生产总值` with % and growth is `gdp_growth`, with 元 `gdp`.
//!
//! A wording is the whole name; `…` in it stands for any words. What only limits where and when is taken off first
//! (`全市`, `全年`, `完成`); any other word makes a part of the whole, which is another indicator and gets no id here.

use std::borrow::Cow;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Rows;
use crate::error::Result;
use crate::value::Change;
use crate::wordlist::{WordList, eight};

/// One indicator.
#[derive(Clone, Debug)]
pub struct Indicator {
    pub id: String,
    /// A code of the taxonomy.
    pub theme: String,
    /// The name that reports and comparisons show.
    pub label: String,
    /// Units that its values may have; the first is the one to convert to.
    pub units: Vec<String>,
    change: Wanted,
    unless: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wanted {
    Growth,
    Fall,
    Level,
    Any,
}

impl Indicator {
    /// Its values may be levels or differences: `新增就业` 1000人, 比上年增加100人.
    pub fn is_level_or_change(&self) -> bool {
        self.change == Wanted::Any
    }
}

/// All indicators by their wordings.
#[derive(Clone, Debug, Default)]
pub struct Indicators {
    list: Vec<Indicator>,
    by_id: FxHashMap<String, usize>,
    whole: FxHashMap<String, Vec<usize>>,
    /// Wordings with gaps: the pieces, and whether the first and the last stand at the ends.
    gapped: Vec<(Gapped, usize)>,
    /// How the wordings begin whose values may have a unit, by the first eight bytes of that: most names hold none.
    beginnings: FxHashMap<u64, Beginnings>,
    /// The gapped wordings by the character that their first piece begins with: a name holds few of them.
    by_first: FxHashMap<char, Vec<usize>>,
}

/// Pairs of characters with which the wordings for one unit begin: by the last six bits of the first a bit for those of
/// the second.
#[derive(Clone, Debug)]
struct Beginnings([u64; 64]);

#[derive(Clone, Debug)]
struct Gapped {
    pieces: Vec<String>,
    from_start: bool,
    to_end: bool,
}

/// What limits a measure in place or time without making another of it.
static BEFORE: WordList = WordList::new(&[
    "全市",
    "全县",
    "全区",
    "全省",
    "全州",
    "全盟",
    "全旗",
    "全年",
    "年度",
    "今年",
    "我市",
    "我县",
    "我区",
    "我省",
    "全社会",
    "地方",
    "完成",
    "提供",
    "开展",
    "实现",
    "确保",
    "力争",
    "预计",
    "累计",
    "完成了",
    "推动",
    "促进",
    "保持",
    "使",
    "本年",
    "同时",
    "其中",
    "努力实现",
    "其",
    "市",
    "共",
    "新增完成",
    "年",
    "将",
    "全国",
    "总体",
    "、",
    "和",
    "带动",
    "全口径",
    "现价",
    "稳定",
    "新增实现",
    "做到",
    "突出抓好",
    "全部",
    "进一步",
    "主要",
    "国内",
    "深入",
    "至",
    "年末",
    "预期",
    "城镇化",
    "到",
    "—",
    "-",
]);

static AFTER: WordList = WordList::new(&[
    "增长",
    "增速",
    "增幅",
    "增长率",
    "增长速度",
    "同口径",
    "可比口径",
    "同比",
    "按可比价格计算",
    "按可比价计算",
    "总量",
    "总额度",
    "实际",
    "名义",
    "年均",
    "预期",
    "目标",
    "力争",
    "确保",
    "累计",
    "稳定",
    "保持",
    "全年",
    "完成",
    "(可比价)",
    "总体",
    "基本",
    "总",
    "数",
    "达",
    "达到",
    "上涨",
    "首次",
    "有望",
]);

impl Indicators {
    pub const COLUMNS: [&'static str; 7] = ["id", "theme", "label", "units", "change", "wordings", "unless"];

    /// Ids that share most of their pairs of letters with `id`, and those whose label has its words, the nearest first.
    pub fn near(&self, id: &str) -> Vec<String> {
        let pairs = |words: &str| -> FxHashSet<(char, char)> {
            let letters: Vec<char> = words.to_lowercase().chars().collect();
            letters.windows(2).map(|pair| (pair[0], pair[1])).collect()
        };
        let wanted = pairs(id);
        let mut found: Vec<(usize, &str)> = (self.list.iter())
            .filter_map(|indicator| {
                let other = pairs(&indicator.id);
                let label = pairs(&indicator.label);
                let shared = wanted.intersection(&other).count() * 200 / (wanted.len() + other.len()).max(1);
                let labelled =
                    wanted.intersection(&label).count() * 200 / (wanted.len() + label.len()).max(1);
                let likeness = shared.max(labelled);
                (likeness >= 50).then_some((likeness, indicator.id.as_str()))
            })
            .collect();
        found.sort_by_key(|(likeness, id)| (std::cmp::Reverse(*likeness), *id));
        found.into_iter().take(4).map(|(_, id)| id.to_string()).collect()
    }

    pub(super) fn parse(rows: &Rows) -> Result<Indicators> {
        let mut all = Indicators::default();
        for row in rows.iter() {
            let change = row.read(4, "growth, fall, level or any", |cell| {
                Some(match cell {
                    "growth" => Wanted::Growth,
                    "fall" => Wanted::Fall,
                    "level" => Wanted::Level,
                    "any" => Wanted::Any,
                    _ => return None,
                })
            })?;
            let n = all.list.len();
            if all.by_id.insert(row.cell(0).into(), n).is_some() {
                return Err(row.bad(format!("{} is already listed", row.cell(0))));
            }
            for wording in row.list(5) {
                for unit in row.list(3) {
                    let of_unit = all.beginnings.entry(eight(unit.as_bytes())).or_insert(Beginnings([0; 64]));
                    of_unit.add(wording.split('…').find(|piece| !piece.is_empty()).unwrap_or_default());
                }
                if wording.contains('…') {
                    let pieces =
                        wording.split('…').filter(|piece| !piece.is_empty()).map(str::to_string).collect();
                    let gapped = Gapped {
                        pieces,
                        from_start: !wording.starts_with('…'),
                        to_end: !wording.ends_with('…'),
                    };
                    if let Some(first) = gapped.pieces.first().and_then(|piece| piece.chars().next()) {
                        all.by_first.entry(first).or_default().push(all.gapped.len());
                    }
                    all.gapped.push((gapped, n));
                } else {
                    all.whole.entry(wording.into()).or_default().push(n);
                }
            }
            all.list.push(Indicator {
                id: row.cell(0).into(),
                theme: row.cell(1).into(),
                label: row.cell(2).into(),
                units: row.list(3).map(str::to_string).collect(),
                change,
                unless: row.list(6).map(str::to_string).collect(),
            });
        }
        Ok(all)
    }

    pub fn get(&self, id: &str) -> Option<&Indicator> {
        self.by_id.get(id).map(|&n| &self.list[n])
    }

    pub fn iter(&self) -> impl Iterator<Item = &Indicator> {
        self.list.iter()
    }

    /// The id of what `name` names, when unit and change fit; `relative` values have a reference and no unit.
    pub fn identify(&self, name: &str, unit: &str, change: Option<Change>, relative: bool) -> Option<&str> {
        let of_unit = |unit: &str| self.beginnings.get(&eight(unit.as_bytes()));
        let both;
        let beginnings = match (of_unit(unit), of_unit("%").filter(|_| relative)) {
            (Some(one), Some(other)) => {
                both = one.with(other);
                &both
            }
            (one, other) => one.or(other)?,
        };
        if !beginnings.may_stand_in(name) {
            return None;
        }
        let plain = plain(name);
        let fits = |n: &usize| self.list[*n].fits(&plain, unit, change, relative);
        let mut core = plain.as_ref();
        for shorter in peeled(&plain) {
            core = shorter;
            if beginnings.begin(core)
                && let Some(&n) = self.whole.get(core).and_then(|found| found.iter().find(|n| fits(n)))
            {
                return Some(&self.list[n].id);
            }
        }
        // The earliest listed of those that fit.
        let mut best: Option<usize> = None;
        for (at, c) in plain.char_indices() {
            if !beginnings.begin(&plain[at..]) {
                continue;
            }
            let Some(begun) = self.by_first.get(&c) else { continue };
            for &candidate in begun {
                let (gapped, n) = &self.gapped[candidate];
                if best.is_none_or(|best| candidate < best)
                    && gapped.begins(&plain[at..])
                    && fits(n)
                    && (gapped.fits(&plain) || gapped.fits(core))
                {
                    best = Some(candidate);
                }
            }
        }
        best.map(|candidate| self.list[self.gapped[candidate].1].id.as_str())
    }

    /// `name` is a wording of the indicator as it is listed, without a word that would make a part of it.
    pub fn is_whole(&self, id: &str, name: &str) -> bool {
        let own = self.by_id.get(id);
        let listed =
            |core: &str| self.whole.get(core).is_some_and(|found| found.iter().any(|n| Some(n) == own));
        peeled(&plain(name)).any(listed)
    }
}

impl Indicator {
    /// Whether a value with this unit and change may be one of its values under this name.
    fn fits(&self, name: &str, unit: &str, change: Option<Change>, relative: bool) -> bool {
        let unit = self.units.iter().any(|own| own == unit || relative && own == "%");
        let change = match self.change {
            Wanted::Any => true,
            Wanted::Growth => matches!(change, Some(Change::IncreaseBy | Change::DecreaseBy)) || relative,
            Wanted::Fall => matches!(change, Some(Change::DecreaseBy)),
            Wanted::Level => {
                !matches!(change, Some(Change::IncreaseBy | Change::DecreaseBy | Change::Multiply))
            }
        };
        unit && change && !self.unless.iter().any(|word| name.contains(word.as_str()))
    }
}

impl Beginnings {
    fn add(&mut self, wording: &str) {
        let mut chars = wording.chars().map(|c| c as usize & 63);
        let Some(first) = chars.next() else { return };
        // Anything may follow a wording of one character, nothing included.
        self.0[first] |= chars.next().map_or(u64::MAX, |second| 1 << second);
    }

    /// Those of either.
    fn with(&self, other: &Beginnings) -> Beginnings {
        Beginnings(std::array::from_fn(|n| self.0[n] | other.0[n]))
    }

    /// Whether one may begin `words`.
    fn begin(&self, words: &str) -> bool {
        let bytes = words.as_bytes();
        let (first, length) = last_bits(bytes);
        let (second, _) = last_bits(bytes.get(length..).unwrap_or_default());
        self.0[first] >> second & 1 != 0
    }

    /// Whether one may stand in `name`.
    fn may_stand_in(&self, name: &str) -> bool {
        let mut rest = name.as_bytes();
        let mut seconds = 0;
        // What stands before a mark may go on behind it, or behind what it opens.
        let mut held = 0;
        while let [byte, ..] = *rest {
            let (bits, length) = last_bits(rest);
            if (seconds | held) >> bits & 1 != 0 {
                return true;
            }
            if is_mark(byte) {
                held |= seconds;
            }
            seconds = self.0[bits];
            rest = rest.get(length..).unwrap_or_default();
        }
        (seconds | held) & 1 != 0
    }
}

/// The last six bits of the character that `text` begins with, and its bytes; no bits where there is none.
#[inline]
fn last_bits(text: &[u8]) -> (usize, usize) {
    // The last byte of a character has its last bits.
    let (last, length) = match *text {
        [0xe0..=0xef, _, last, ..] => (last, 3),
        [last @ 0..=0x7f, ..] => (last, 1),
        [0xf0..=0xff, _, _, last, ..] => (last, 4),
        [_, last, ..] => (last, 2),
        _ => (0, 1),
    };
    (usize::from(last & 63), length)
}

/// A name, and what is left of it as words before it and then words after it are taken off one by one.
fn peeled(plain: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(plain), |core| {
        let before = match BEFORE.strip_start(core) {
            // A shorter word leaves something of a core that is a word of the list itself.
            Some("") => BEFORE.words().iter().find_map(|word| some(core.strip_prefix(word)?)),
            rest => rest,
        };
        before.or_else(|| match AFTER.strip_end(core) {
            Some("") => AFTER.words().iter().find_map(|word| some(core.strip_suffix(word)?)),
            rest => rest,
        })
    })
}

/// Words, where there are any.
fn some(words: &str) -> Option<&str> {
    Some(words).filter(|words| !words.is_empty())
}

impl Gapped {
    /// Its first piece begins `words`.
    fn begins(&self, words: &str) -> bool {
        self.pieces.first().is_some_and(|piece| words.starts_with(piece.as_str()))
    }

    fn fits(&self, name: &str) -> bool {
        let mut at = 0;
        for (n, piece) in self.pieces.iter().enumerate() {
            let last = n + 1 == self.pieces.len();
            let found = if last && self.to_end {
                name.strip_suffix(piece.as_str()).map(str::len).filter(|&start| start >= at)
            } else {
                name[at..].find(piece.as_str()).map(|found| found + at)
            };
            let Some(start) = found else { return false };
            if n == 0 && self.from_start && start != 0 {
                return false;
            }
            at = start + piece.len();
        }
        true
    }
}

/// A name without brackets, quotes and white space.
fn plain(name: &str) -> Cow<'_, str> {
    if is_plain(name.as_bytes()) {
        return name.into();
    }
    let mut depth = 0usize;
    let mut plain = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            '(' | '〔' => depth += 1,
            ')' | '〕' => {
                depth = depth.saturating_sub(1);
                continue;
            }
            _ => {}
        }
        if depth == 0 && !c.is_whitespace() && !matches!(c, '“' | '”' | '"' | '、') {
            plain.push(c);
        }
    }
    plain.into()
}

/// Whether no brackets, quotes or white space are in a name.
fn is_plain(name: &[u8]) -> bool {
    let mut at = 0;
    while let Some(&byte) = name.get(at) {
        at += match byte {
            // Han characters, most of all.
            0xe4.. => 3,
            _ if is_mark(byte) => return false,
            _ => 1,
        };
    }
    true
}

/// Whether brackets, quotes or white space begin with a byte, and little else.
fn is_mark(byte: u8) -> bool {
    matches!(byte, 0..=b' ' | b'"' | b'(' | b')' | 0xc2 | 0xe0..=0xe3)
}
