//! Wordings as they are compared: `全县建立家庭医生签约服务团队` → the pairs of its characters, each with what it says.

use rustc_hash::FxHashSet;

use crate::lexicon::{Facet, Lexicon, Table};

/// A wording without places, marks and numbers, ready to be held against others.
#[derive(Clone, Debug)]
pub struct Wording {
    core: String,
    /// Pairs of neighbouring characters with their weights, the rarest first, in one order for all wordings.
    pairs: Vec<(f32, [char; 2])>,
    total: f32,
    /// Numbers, years and Latin words, in their order: `5G`, `2025`.
    figures: Vec<String>,
    /// Sorted.
    pub facets: Vec<Facet>,
    /// What is left without light words and limits: `既有住宅电梯`, whatever is done to them.
    pub thing: String,
    /// What the thing and those it is limited to say, in nats.
    told: f32,
}

/// What a wording must say to name one thing, in nats: two rare pairs, or one and a population.
const TELLING: f32 = 7.0;

/// What a population says beside the thing.
const NAMED: f32 = 3.0;

impl Wording {
    /// `folded` is Simplified and half-width.
    pub fn new(folded: &str, lexicon: &Lexicon) -> Wording {
        let core = without_places(folded, lexicon);
        let core: String = core.chars().filter(|c| !c.is_whitespace() && !"…“”\"《》".contains(*c)).collect();
        let Parts { facets, plain, thing } = parts(&core, lexicon);
        let mut seen = FxHashSet::default();
        let mut pairs = Vec::new();
        let mut figures = Vec::new();
        for run in runs(&plain) {
            if run.starts_with(|c: char| c.is_ascii_alphanumeric()) {
                figures.push(run.to_lowercase());
                continue;
            }
            let characters: Vec<char> = run.chars().collect();
            for pair in characters.windows(2).map(|pair| [pair[0], pair[1]]) {
                if seen.insert(pair) {
                    pairs.push((lexicon.rarity.weight(pair), pair));
                }
            }
        }
        let told = thing.chars().zip(thing.chars().skip(1)).map(|(a, b)| lexicon.rarity.weight([a, b]));
        let told = told.sum::<f32>() + facets.iter().filter(|facet| facet.names()).count() as f32 * NAMED;
        pairs.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        Wording {
            core,
            total: pairs.iter().map(|(weight, _)| weight).sum(),
            pairs,
            figures,
            facets,
            thing,
            told,
        }
    }

    /// What both say over all that the richer one says, 0 to 1: a word more on either side counts against it.
    pub fn likeness(&self, other: &Wording) -> f32 {
        self.likeness_from(other, 0.0).unwrap_or_default()
    }

    /// The likeness, or `None` as soon as it cannot reach `least` any more.
    pub fn likeness_from(&self, other: &Wording, least: f32) -> Option<f32> {
        let richer = self.total.max(other.total);
        // A little less than what is needed, for the rounding of sums.
        let needed = richer * least * 0.999;
        let (mut shared, mut own_rest, mut other_rest) = (0.0, self.total, other.total);
        let (mut a, mut b) = (self.pairs.iter().peekable(), other.pairs.iter().peekable());
        while let (Some(one), Some(two)) = (a.peek(), b.peek()) {
            if shared + f32::min(own_rest, other_rest) < needed {
                return None;
            }
            match two.0.total_cmp(&one.0).then(one.1.cmp(&two.1)) {
                std::cmp::Ordering::Less => {
                    own_rest -= one.0;
                    a.next();
                }
                std::cmp::Ordering::Greater => {
                    other_rest -= two.0;
                    b.next();
                }
                std::cmp::Ordering::Equal => {
                    shared += one.0;
                    own_rest -= one.0;
                    other_rest -= two.0;
                    a.next();
                    b.next();
                }
            }
        }
        let likeness = if richer > 0.0 { (shared / richer).min(1.0) } else { 0.0 };
        (likeness >= least).then_some(likeness)
    }

    /// The rarest pairs, of which two wordings that are at least `least` alike share one: they share at least that
    /// much of each, so from the first pair that they share on there is that much of each.
    pub fn telling(&self, least: f32) -> impl Iterator<Item = [char; 2]> {
        let needed = self.total * least;
        let mut rest = self.total;
        self.pairs.iter().map_while(move |&(weight, pair)| {
            // A little less than what is needed, for the rounding of sums.
            let telling = rest > needed * 0.999;
            rest -= weight;
            telling.then_some(pair)
        })
    }

    /// The words that are held against others.
    pub fn core(&self) -> &str {
        &self.core
    }

    pub fn figures(&self) -> &[String] {
        &self.figures
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

/// Two lists of facets, sorted, say different things on an axis of which both speak.
pub fn contradict(one: &[Facet], other: &[Facet]) -> bool {
    one.iter().any(|facet| {
        let mut there = other.iter().filter(|own| own.axis == facet.axis).peekable();
        there.peek().is_some()
            && !there.any(|own| one.iter().any(|facet| facet.axis == own.axis && facet.value == own.value))
    })
}

/// A wording taken apart.
#[derive(Default)]
struct Parts {
    facets: Vec<Facet>,
    /// Without light words.
    plain: String,
    /// Without light words and limits.
    thing: String,
}

fn parts(core: &str, lexicon: &Lexicon) -> Parts {
    let mut parts = Parts::default();
    let mut at = 0;
    for (facet, word) in lexicon.facets.of(core) {
        let start = at + core[at..].find(word).unwrap_or_default();
        let end = start + word.len();
        // 新 is light in 新增设, not in 创新平台; 额 in 贷款总额, not in 名额分配.
        let at_an_end = parts.plain.is_empty() && start == at || end == core.len();
        if facet.is_light() && word.chars().count() == 1 && !at_an_end {
            continue;
        }
        parts.plain.push_str(&core[at..start]);
        parts.thing.push_str(&core[at..start]);
        if !facet.is_light() {
            parts.plain.push_str(word);
            parts.facets.push(facet.clone());
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
    let is_place =
        |name: &str| name.chars().count() > 2 && name.ends_with(['省', '市', '县', '区', '州', '盟', '旗']);
    let places = lexicon.hits(folded).into_iter().filter(|hit| hit.table == Table::Region);
    for span in places.map(|hit| hit.span).filter(|span| is_place(span.of(folded))) {
        if span.start >= at {
            core.push_str(&folded[at..span.start]);
            at = span.end;
        }
    }
    core.push_str(&folded[at..]);
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
