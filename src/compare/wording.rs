//! Wordings as they are compared: `全县建立家庭医生签约服务团队` → the pairs of its characters, each with what it says.

use crate::lexicon::rarity::{Pair, Rarity};
use crate::lexicon::{Facet, Lexicon, Table};

/// A wording without places, marks and numbers, ready to be held against others.
#[derive(Clone, Debug)]
pub struct Wording<'a> {
    core: Box<str>,
    /// Pairs of neighbouring characters, the rarest first.
    pairs: Box<[Pair]>,
    rarity: &'a Rarity,
    total: f32,
    /// Numbers, years and Latin words, in their order: `5G`, `2025`.
    pub figures: Vec<String>,
    /// Sorted.
    pub facets: Vec<&'a Facet>,
    /// What is left without light words and limits: `既有住宅电梯`, whatever is done to them.
    pub thing: String,
    /// What the thing and those it is limited to say, in nats.
    told: f32,
}

/// A pair by which a wording can be told, and what it and all pairs after it say.
#[derive(Clone, Copy, Debug)]
pub struct Telling {
    pub pair: Pair,
    /// Its place among the pairs of its wording.
    pub at: usize,
    pub rest: f32,
}

/// What a wording must say to name one thing, in nats: two rare pairs, or one and a population.
const TELLING: f32 = 7.0;

/// What a population says beside the thing.
const NAMED: f32 = 3.0;

/// The words of a text that are held against others, the text Simplified and half-width.
pub fn core(folded: &str, lexicon: &Lexicon) -> String {
    let mut core = without_places(folded, lexicon);
    core.retain(|c| !c.is_whitespace() && !matches!(c, '…' | '“' | '”' | '"' | '《' | '》'));
    core
}

impl<'a> Wording<'a> {
    /// `core` is what [`core()`] gives.
    pub fn new(core: impl Into<Box<str>>, lexicon: &'a Lexicon) -> Wording<'a> {
        let core = core.into();
        let rarity = &lexicon.rarity;
        let Parts { facets, plain, thing } = parts(&core, lexicon);
        let mut pairs = Vec::with_capacity(plain.len() / 3);
        let mut figures = Vec::new();
        for run in runs(&plain) {
            if run.starts_with(|c: char| c.is_ascii_alphanumeric()) {
                figures.push(run.to_lowercase());
            } else {
                pairs.extend(neighbouring(run).map(|pair| rarity.pair(pair)));
            }
        }
        pairs.sort_unstable();
        pairs.dedup();
        let told = neighbouring(&thing).map(|pair| rarity.weight(rarity.pair(pair))).sum::<f32>();
        let named = facets.iter().filter(|facet| facet.names()).count() as f32 * NAMED;
        Wording {
            core,
            total: pairs.iter().map(|&pair| rarity.weight(pair)).sum(),
            pairs: pairs.into(),
            rarity,
            figures,
            facets,
            thing,
            told: told + named,
        }
    }

    /// What both say over all that the richer one says, 0 to 1: a word more on either side counts against it.
    pub fn likeness(&self, other: &Wording) -> f32 {
        self.likeness_from((self.total, 0), other, (other.total, 0), 0.0).unwrap_or_default()
    }

    /// The likeness of two that share `pair` and no rarer one, or `None` as soon as it cannot reach `least` any more.
    pub fn likeness_by(&self, telling: Telling, other: &Wording, least: f32) -> Option<f32> {
        let at = other.pairs.binary_search(&telling.pair).ok()?;
        let before = other.pairs[..at].iter().map(|&pair| self.rarity.weight(pair));
        let rest = before.fold(other.total, |rest, weight| rest - weight);
        self.likeness_from((telling.rest, telling.at), other, (rest, at), least)
    }

    /// The likeness by what is said from two places on, each with how much that is; nothing before them is shared.
    fn likeness_from(
        &self,
        (mut own_rest, at): (f32, usize),
        other: &Wording,
        (mut other_rest, other_at): (f32, usize),
        least: f32,
    ) -> Option<f32> {
        let needed = needed(self.total, other.total, least);
        let mut shared = 0.0;
        let (own, others) = (&self.pairs[at..], &other.pairs[other_at..]);
        let (mut a, mut b) = (0, 0);
        while let (Some(one), Some(two)) = (own.get(a), others.get(b)) {
            if shared + f32::min(own_rest, other_rest) < needed {
                return None;
            }
            if one <= two {
                let weight = self.rarity.weight(*one);
                own_rest -= weight;
                a += 1;
                if one == two {
                    shared += weight;
                    other_rest -= weight;
                    b += 1;
                }
            } else {
                other_rest -= self.rarity.weight(*two);
                b += 1;
            }
        }
        let richer = self.total.max(other.total);
        let likeness = if richer > 0.0 { (shared / richer).min(1.0) } else { 0.0 };
        (likeness >= least).then_some(likeness)
    }

    /// The rarest pairs, of which two wordings that are at least `least` alike share one: they share at least that
    /// much of each, so from the first pair that they share on there is that much of each.
    pub fn telling(&self, least: f32) -> impl Iterator<Item = Telling> {
        let needed = needed(self.total, self.total, least);
        let mut rest = self.total;
        self.pairs.iter().enumerate().map_while(move |(at, &pair)| {
            let telling = Telling { pair, at, rest };
            rest -= self.rarity.weight(pair);
            (telling.rest > needed).then_some(telling)
        })
    }

    /// All that it says, in nats.
    pub fn total(&self) -> f32 {
        self.total
    }

    pub fn core(&self) -> &str {
        &self.core
    }

    /// Some axis on which both say something, and not the same.
    pub fn contradicts(&self, other: &Wording) -> bool {
        contradict(&self.facets, &other.facets)
    }

    /// It could be of many things: 项目, 资金, 新开工.
    pub fn is_vague(&self) -> bool {
        self.told < TELLING
    }

    /// Too short to be told from others.
    pub fn is_thin(&self) -> bool {
        self.pairs.len() < 2
    }
}

/// How much two wordings must share to be at least `least` alike: a little less, for the rounding of sums.
pub fn needed(total: f32, other: f32, least: f32) -> f32 {
    total.max(other) * least * 0.999
}

fn neighbouring(words: &str) -> impl Iterator<Item = [char; 2]> {
    words.chars().zip(words.chars().skip(1)).map(|(a, b)| [a, b])
}

/// Two lists of facets, sorted, say different things on an axis of which both speak.
fn contradict(one: &[&Facet], other: &[&Facet]) -> bool {
    one.iter().any(|facet| {
        let mut there = other.iter().filter(|own| own.axis == facet.axis).peekable();
        there.peek().is_some()
            && !there.any(|own| one.iter().any(|facet| facet.axis == own.axis && facet.value == own.value))
    })
}

/// A wording taken apart.
#[derive(Default)]
struct Parts<'a> {
    facets: Vec<&'a Facet>,
    /// Without light words.
    plain: String,
    /// Without light words and limits.
    thing: String,
}

fn parts<'a>(core: &str, lexicon: &'a Lexicon) -> Parts<'a> {
    let mut parts = Parts::default();
    let mut at = 0;
    let mut passed = false;
    for (facet, span) in lexicon.facets.spans(core) {
        let word = span.of(core);
        // A word that was passed over may stand again: the first of them counts.
        let start = if passed { at + core[at..].find(word).unwrap_or_default() } else { span.start() };
        let end = start + word.len();
        // 新 is light in 新增设, not in 创新平台; 额 in 贷款总额, not in 名额分配.
        let at_an_end = parts.plain.is_empty() && start == at || end == core.len();
        if facet.is_light() && word.chars().count() == 1 && !at_an_end {
            passed = true;
            continue;
        }
        parts.plain.push_str(&core[at..start]);
        parts.thing.push_str(&core[at..start]);
        if !facet.is_light() {
            parts.plain.push_str(word);
            parts.facets.push(facet);
        }
        at = end;
    }
    parts.plain.push_str(&core[at..]);
    parts.thing.push_str(&core[at..]);
    parts.thing.retain(is_han);
    parts.facets.sort_unstable();
    parts.facets.dedup();
    parts
}

/// The wording without names of places: whose plan it is does not make it another matter. Only names that say what
/// they are (`清水县`) are taken out: 新平 in 创新平台 is no county.
fn without_places(folded: &str, lexicon: &Lexicon) -> String {
    let mut core = String::with_capacity(folded.len());
    let mut at = 0;
    const KINDS: [char; 7] = ['省', '市', '县', '区', '州', '盟', '旗'];
    let is_place = |name: &str| name.ends_with(KINDS) && name.chars().count() > 2;
    if folded.contains(KINDS) {
        let places = lexicon.hits(folded).names.into_iter().filter(|hit| hit.table == Table::Region);
        for span in places.map(|hit| hit.span).filter(|span| is_place(span.of(folded))) {
            if span.start() >= at {
                core.push_str(&folded[at..span.start()]);
                at = span.end();
            }
        }
    }
    core.push_str(&folded[at..]);
    if !core.contains(['全', '我']) {
        return core;
    }
    for word in ["全省", "全市", "全县", "全区", "全州", "我省", "我市", "我县", "我区", "我院", "我局"]
    {
        if core.contains(word) {
            core = core.replace(word, "");
        }
    }
    core
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}

/// Runs of Han characters, and of Latin letters and digits.
fn runs(core: &str) -> impl Iterator<Item = &str> {
    let class = |c: char| match c {
        c if c.is_ascii_alphanumeric() => 1,
        c if is_han(c) => 2,
        _ => 0,
    };
    let mut rest = core;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c| class(c) == 0);
        let kind = class(rest.chars().next()?);
        let end = rest.find(|c| class(c) != kind).unwrap_or(rest.len());
        let run;
        (run, rest) = rest.split_at(end);
        Some(run)
    })
}
