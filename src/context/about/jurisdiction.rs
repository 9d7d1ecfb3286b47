//! The place a plan is for: from its title, its signature, a slogan (`“美丽内丘”`), the districts that it names.
//!
//! Every name of a region in the text counts for the regions that bear it, by where it stands. Only regions of the
//! level that the text speaks from (`全县`, `我市`) are candidates, and one of them must stand out, or there is none.

use std::cell::LazyCell;

use rustc_hash::{FxHashMap, FxHashSet};

use super::super::marks::{Kind, Marks};
use super::{Fact, Place};
use crate::lexicon::regions::{Form as NameForm, Region, Regions};
use crate::lexicon::{Hit, Lexicon};
use crate::outline::{Form, Outline};
use crate::record::{Basis, Level};
use crate::span::Span;
use crate::wordlist::WordList;

/// What one occurrence of a name says for the regions that bear it.
struct Evidence {
    span: Span,
    weight: u32,
    basis: Basis,
}

/// The whole country, where a document speaks for the State Council or has a number of it.
pub fn country(view: &str, marks: &Marks, number: Option<&(String, Span)>) -> Option<Fact<Place>> {
    let country = |span, basis| {
        let value = Place { name: "中国".into(), code: None, level: Level::Country, ancestors: Vec::new() };
        Some(Fact { value, basis, evidence: vec![span] })
    };
    if let Some(at) = marks.of_kind(Kind::Speaks).find(|&at| view[at..].starts_with("我代表国务院")) {
        return country(Span::new(at, at + "我代表国务院".len()), Basis::Stated);
    }
    // `国发〔2018〕42号` and `国办发…`: what the State Council issues is for the whole country.
    if let Some((_, span)) =
        number.filter(|(words, _)| words.starts_with("国发〔") || words.starts_with("国办"))
    {
        return country(*span, Basis::Number);
    }
    None
}

/// Finds the place of a document by the names of regions in it, `hits`; `year` is the document's own, where it is known.
pub fn jurisdiction(
    view: &str,
    hits: &[Hit],
    marks: &Marks,
    outline: &Outline,
    title: Option<Span>,
    year: Option<i16>,
    lexicon: &Lexicon,
) -> Option<Fact<Place>> {
    let regions = &lexicon.regions;
    let names = names(hits, regions);
    let own = own_level(view, marks);
    let furniture: Vec<Span> =
        outline.segments.iter().filter(|s| s.form == Form::Furniture).map(|segment| segment.span).collect();
    let in_furniture = |span: Span| {
        let next = furniture.partition_point(|piece| piece.end() <= span.start());
        furniture.get(next).is_some_and(|piece| piece.covers(span))
    };
    // `信息来源:遵义市委组织部` says where a text was found, not whom it is for. Such lines are looked for once: a long one
    // may name thousands of places.
    let lines = outline.segments.iter().enumerate().filter(|(_, line)| line.form == Form::Masthead);
    let sources: Vec<usize> =
        lines.filter(|(_, line)| line.span.of(view).contains("来源")).map(|(n, _)| n).collect();
    // Every name that stands anywhere, one inside another too: looking through the text for each would take too long.
    let standing = LazyCell::new(|| {
        let mut standing = vec![false; regions.rows()];
        for hit in hits {
            standing[hit.row as usize] = true;
        }
        standing
    });
    let stands = |name: &str| regions.row(name).is_some_and(|row| standing[row as usize]);
    let mut scores: FxHashMap<u32, (u32, Vec<Evidence>)> = FxHashMap::default();
    let mut named: FxHashSet<&str> = FxHashSet::default();
    for (n, hit) in names.iter().enumerate() {
        let word = hit.span.of(view);
        named.insert(word);
        if in_furniture(hit.span) || names_its_parent(&names, n, regions) {
            continue;
        }
        for region in bearers(hit, regions, year) {
            if own.is_some_and(|own| !own.fits(regions.get(region))) {
                continue;
            }
            let evidence = weigh(view, outline, &sources, title, hit.span, regions.get(region));
            let short = regions.get(region).level == Level::County && word != regions.get(region).name;
            let ordinary = short && ORDINARY.has(word) && !stands(&regions.get(region).name);
            if ordinary && evidence.basis != Basis::Slogan {
                continue;
            }
            let (score, all) = scores.entry(region).or_default();
            *score += evidence.weight;
            all.push(evidence);
        }
    }
    for (region, (score, _)) in &mut scores {
        let around = regions.ancestors(*region, year);
        let told = around.iter().filter(|&&n| is_named(&named, regions.get(n))).count();
        *score += 2 * told as u32;
    }
    let mut ranked: Vec<(u32, (u32, Vec<Evidence>))> = scores.into_iter().collect();
    ranked.sort_by_key(|(region, (score, _))| (u32::MAX - score, *region));
    let mut ranked = ranked.into_iter();
    let second = ranked.as_slice().get(1).map_or(0, |(_, (score, _))| *score);
    match ranked.next() {
        Some((region, (score, evidence))) if score >= 4 && 2 * score >= 3 * second => {
            Some(fact(region, evidence, year, regions))
        }
        _ => by_districts(&names, view, own, year, regions),
    }
}

/// The place that a name or code given on the command line means; `None` where several bear it.
pub fn given(words: &str, regions: &Regions) -> Option<Fact<Place>> {
    let mut bearers: Vec<u32> = if words.len() == 6 && words.bytes().all(|b| b.is_ascii_digit()) {
        regions.coded(words).to_vec()
    } else {
        regions.named(words).iter().map(|candidate| candidate.region).collect()
    };
    if bearers.iter().any(|&n| regions.get(n).until.is_none()) {
        bearers.retain(|&n| regions.get(n).until.is_none());
    }
    let &[region] = bearers.as_slice() else { return None };
    Some(Fact { value: place(region, None, regions), basis: Basis::Option, evidence: Vec::new() })
}

fn fact(region: u32, mut evidence: Vec<Evidence>, year: Option<i16>, regions: &Regions) -> Fact<Place> {
    evidence.sort_by_key(|evidence| (u32::MAX - evidence.weight, evidence.span.start()));
    let basis = evidence.first().map_or(Basis::Stated, |evidence| evidence.basis);
    let spans = evidence.iter().take(3).map(|evidence| evidence.span).collect();
    Fact { value: place(region, year, regions), basis, evidence: spans }
}

fn place(region: u32, year: Option<i16>, regions: &Regions) -> Place {
    let own = regions.get(region);
    Place {
        name: own.name.clone(),
        code: Some(own.code.clone()),
        level: own.level,
        ancestors: regions.ancestors(region, year).into_iter().map(|n| regions.get(n).name.clone()).collect(),
    }
}

/// The names of regions in a text, none inside a longer one.
fn names(hits: &[Hit], regions: &Regions) -> Vec<Hit> {
    let mut names: Vec<Hit> = Vec::new();
    for &hit in hits.iter().filter(|hit| !regions.candidates(hit.row).is_empty()) {
        if names.last().is_none_or(|last| last.span.end() <= hit.span.start()) {
            names.push(hit);
        }
    }
    names
}

/// The regions that a name may mean: those it names in full, or else in short; those in force, where there are any.
fn bearers(hit: &Hit, regions: &Regions, year: Option<i16>) -> impl Iterator<Item = u32> {
    let candidates = regions.candidates(hit.row);
    let full = candidates.iter().any(|candidate| candidate.form != NameForm::Short);
    let named = candidates
        .iter()
        .filter(move |candidate| !full || candidate.form != NameForm::Short)
        .map(|candidate| candidate.region);
    let in_force = move |n: u32| match year {
        Some(year) => regions.get(n).valid_in(year),
        None => regions.get(n).until.is_none(),
    };
    let any_in_force = named.clone().any(in_force);
    named.filter(move |&n| !any_in_force || in_force(n))
}

/// `遵义市仁怀市`: a name right before that of a region within says only where that one lies.
fn names_its_parent(names: &[Hit], n: usize, regions: &Regions) -> bool {
    let Some(next) = names.get(n + 1).filter(|next| next.span.start() == names[n].span.end()) else {
        return false;
    };
    let inner = regions.candidates(next.row);
    regions.candidates(names[n].row).iter().any(|outer| {
        inner.iter().any(|inner| inner.region != outer.region && regions.contains(outer.region, inner.region))
    })
}

fn is_named(named: &FxHashSet<&str>, region: &Region) -> bool {
    named.contains(region.name.as_str())
        || region.name.strip_suffix(['省', '市']).is_some_and(|short| named.contains(short))
}

fn weigh(
    view: &str,
    outline: &Outline,
    sources: &[usize],
    title: Option<Span>,
    span: Span,
    region: &Region,
) -> Evidence {
    let full = span.of(view) == region.name;
    let before = &view[..span.start()];
    let after = &view[span.end()..];
    let evidence = |weight, basis| Evidence { span, weight, basis };
    if before.ends_with("我代表") || before.ends_with("我受") && after.starts_with("人民政府") {
        return evidence(24, Basis::Stated);
    }
    if title.is_some_and(|title| title.covers(span)) {
        return evidence(if full { 20 } else { 12 }, Basis::Stated);
    }
    let segment = outline.segments.partition_point(|segment| segment.span.end() <= span.start());
    let line =
        outline.segments.get(segment).filter(|line| line.form == Form::Masthead && line.span.covers(span));
    if line.is_some() && sources.binary_search(&segment).is_err() {
        return evidence(if full { 12 } else { 4 }, Basis::Signature);
    }
    let praised = SLOGANS.ends(before).is_some();
    if praised && after.starts_with(['”', '"', '建', ',', '。', '、', '的', '’', '篇', '新']) {
        return evidence(8, Basis::Slogan);
    }
    match full {
        true if ["人民政府", "委", "人大", "政协"].iter().any(|organ| after.starts_with(organ)) => {
            evidence(4, Basis::Stated)
        }
        true => evidence(2, Basis::Stated),
        false => evidence(1, Basis::Stated),
    }
}

/// Short names of counties that are ordinary words of plans: they name the county only beside its full name.
static ORDINARY: WordList = WordList::new(&[
    "振兴", "资源", "新建", "合作", "平安", "动力", "公园", "惠民", "新兴", "和政", "友好", "解放", "共和",
    "公安", "大新", "市中", "和安", "新城", "青山", "富裕", "城中", "增城", "港口", "金山", "前进", "富民",
    "大城", "大兴", "新和", "古城", "安居", "运河", "新市", "利通", "大通", "双城", "安宁", "同心", "延长",
    "大安", "通城", "温泉", "滨江", "老城", "大关", "南部", "安定", "上高", "东方", "江南", "复兴", "城南",
    "小河", "兴业", "灯塔", "北站", "江口", "江山", "平和", "同仁", "龙山", "乐业", "和平", "河东", "滨海",
    "兴城", "小金", "站前", "城东", "凤凰", "新安", "平原", "阳高", "海港", "新华", "大方", "河口", "建安",
    "先锋", "城北", "路南", "路北", "大田", "江海", "吉利", "江北", "清水", "开放", "建设", "民主", "胜利",
    "团结", "创业", "科技", "文化",
]);

/// What stands before a place's name in a slogan.
static SLOGANS: WordList = WordList::new(&[
    "美丽",
    "健康",
    "幸福",
    "平安",
    "文明",
    "法治",
    "数字",
    "智慧",
    "创新",
    "活力",
    "生态",
    "科创",
    "绿色",
    "魅力",
    "富强",
    "富裕",
    "和谐",
    "诚信",
    "清廉",
    "品质",
    "实力",
    "强富美",
    "宜居",
    "现代化",
    "书香",
    "双创",
    "质量",
    "制造",
    "工业",
    "文化",
    "全域",
]);

/// The level that a text speaks from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Own {
    Province,
    City,
    Prefecture,
    District,
    County,
    Banner,
}

impl Own {
    fn fits(self, region: &Region) -> bool {
        let ends = |suffixes: &[char]| region.name.ends_with(suffixes);
        match self {
            Own::Province => region.level == Level::Province,
            Own::City => ends(&['市']),
            Own::Prefecture => region.level == Level::City && ends(&['州', '盟', '区']),
            Own::District => region.level == Level::County && ends(&['区']),
            Own::County => region.level == Level::County && ends(&['县']),
            Own::Banner => region.level == Level::County && ends(&['旗']),
        }
    }
}

/// The level of the government that speaks (`我代表市人民政府`), or else what the text says most: `全县`, `我县` and the
/// county's own organs against those of city, district and province.
fn own_level(view: &str, marks: &Marks) -> Option<Own> {
    const LEVELS: [(char, Own); 7] = [
        ('县', Own::County),
        ('区', Own::District),
        ('旗', Own::Banner),
        ('州', Own::Prefecture),
        ('盟', Own::Prefecture),
        ('市', Own::City),
        ('省', Own::Province),
    ];
    let level_of = |c: Option<char>| LEVELS.iter().position(|&(level, _)| Some(level) == c);
    if let Some(at) = marks.of_kind(Kind::Speaks).next() {
        let rest = &view[at + "我代表".len()..];
        let speaker = rest.find("政府").map(|end| rest[..end].trim_end_matches("人民"));
        let level =
            speaker.filter(|speaker| speaker.chars().count() < 16).and_then(|speaker| speaker.chars().last());
        if let Some(n) = level_of(level) {
            return Some(if speaker.is_some_and(|s| s.ends_with("自治区")) {
                Own::Province
            } else {
                LEVELS[n].1
            });
        }
    }
    let mut counts = [0u32; 7];
    for at in marks.of_kind(Kind::Level) {
        let mut words = view[at..].chars();
        let first = words.next();
        if let Some(n) = level_of(first) {
            // `自治区党委` and `社区`, `园区` are no district's.
            let before = view[..at].chars().next_back();
            let free = before.is_none_or(|c| !"治社园地新景校片库各".contains(c));
            counts[n] += u32::from(free);
        } else if let Some(n) = level_of(words.next()) {
            counts[n] += 3;
        }
    }
    // A county speaks of its city and province, a city of its province, hardly the other way round.
    let province = LEVELS.len() - 1;
    let said = |n: usize| counts[n] > 0 && 4 * counts[n] >= counts[province];
    let local = (0..province).filter(|&n| said(n)).max_by_key(|&n| (counts[n], province - n));
    local.or_else(|| (counts[province] > 0).then_some(province)).map(|n| LEVELS[n].1)
}

/// A city known only by two or more of its districts.
fn by_districts(
    names: &[Hit],
    view: &str,
    own: Option<Own>,
    year: Option<i16>,
    regions: &Regions,
) -> Option<Fact<Place>> {
    if own != Some(Own::City) {
        return None;
    }
    let mut below: FxHashMap<u32, Vec<Span>> = FxHashMap::default();
    let mut districts: FxHashSet<&str> = FxHashSet::default();
    for hit in names {
        let name = hit.span.of(view);
        let inside_a_word = view[hit.span.end()..].starts_with(['域', '划', '位', '块']);
        if inside_a_word || !districts.insert(name) {
            continue;
        }
        let above: FxHashSet<u32> = bearers(hit, regions, year)
            .filter(|&n| regions.get(n).level == Level::County && regions.get(n).name == name)
            .filter_map(|n| regions.parent(n, year))
            .collect();
        for city in above {
            below.entry(city).or_default().push(hit.span);
        }
    }
    let most = below.values().map(Vec::len).max().filter(|&most| most > 1)?;
    let mut cities = below.into_iter().filter(|(_, spans)| spans.len() == most);
    let (city, evidence) = cities.next()?;
    let alone = cities.next().is_none();
    alone.then(|| Fact { value: place(city, year, regions), basis: Basis::District, evidence })
}
