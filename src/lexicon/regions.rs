//! Regions: provinces, cities and counties with their codes, now and earlier: `内丘县` and `内丘` are 130523.
//!
//! A name may belong to several regions (`朝阳`), so looking one up gives all of them; choosing is the caller's business.

use super::Rows;
use crate::error::Result;
use crate::value::Level;

/// A region under one name and code, for as long as it had both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// GB/T 2260, six digits.
    pub code: String,
    pub name: String,
    pub level: Level,
    /// First year of this name under this code, where it is known to have begun after 1980.
    pub since: Option<i16>,
    /// The year in which name or code was given up; `None` where it is in force.
    pub until: Option<i16>,
}

impl Region {
    pub fn valid_in(&self, year: i16) -> bool {
        self.since.is_none_or(|since| since <= year) && self.until.is_none_or(|until| year <= until)
    }

    /// The region is an urban district, whose own organs are named by its city's as often as by its own.
    pub fn is_district(&self) -> bool {
        self.level == Level::County && self.name.ends_with('区')
    }

    /// Two digits for a province, four for a city, six for a county: what the codes of all within begin with.
    pub fn prefix(&self) -> &str {
        match self.level {
            Level::Country | Level::Province => &self.code[..2],
            Level::City => &self.code[..4],
            Level::County | Level::Township => &self.code,
        }
    }
}

/// How a word names a region.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// `内丘县`, `凉山彝族自治州`.
    Full,
    /// A listed short form: `凉山州`, `内蒙古`, `冀`.
    Alias,
    /// Without its level word: `内丘`, `凉山`.
    Short,
}

/// A region that a word may mean; `region` is its number in the table's list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Candidate {
    pub form: Form,
    pub region: u32,
}

/// All regions, by code and by name.
pub struct Regions {
    /// Sorted by code.
    regions: Vec<Region>,
    /// Every number of a region, so that those of one code are a slice.
    numbers: Vec<u32>,
    /// Sorted.
    names: Vec<Name>,
    /// The candidates of all names, one name after another.
    candidates: Vec<Candidate>,
}

struct Name {
    words: Box<str>,
    /// Where its candidates end; they begin where those of the name before end.
    end: u32,
}

impl Regions {
    pub(super) const COLUMNS: [&'static str; 5] = ["code", "name", "level", "valid", "aliases"];

    pub(super) fn parse(rows: &Rows) -> Result<Regions> {
        let mut regions = Vec::new();
        let mut named: Vec<(&str, Candidate)> = Vec::new();
        for row in rows.iter() {
            let digits = |code: &str| code.len() == 6 && code.bytes().all(|b| b.is_ascii_digit());
            let code = row.read(0, "a code of six digits", |code| digits(code).then(|| code.to_string()))?;
            let name = row.read(1, "a name", |name| (!name.is_empty()).then(|| name.to_string()))?;
            let level = row.read(2, "province, city or county", level)?;
            let (since, until) = row.read(3, "a pair of years (1996-2017, -2010)", validity)?;
            let region = regions.len() as u32;
            let full = [(row.cell(1), Form::Full)];
            for (long, form) in full.into_iter().chain(row.list(4).map(|alias| (alias, Form::Alias))) {
                named.push((long, Candidate { form, region }));
                named.extend(
                    without_level(long).map(|short| (short, Candidate { form: Form::Short, region })),
                );
            }
            regions.push(Region { code, name, level, since, until });
        }
        named.sort_unstable();
        named.dedup_by_key(|(name, candidate)| (*name, candidate.region));
        let mut names = Vec::new();
        let mut end = 0;
        for of_name in named.chunk_by(|a, b| a.0 == b.0) {
            end += of_name.len() as u32;
            names.push(Name { words: of_name[0].0.into(), end });
        }
        let candidates = named.into_iter().map(|(_, candidate)| candidate).collect();
        Ok(Regions { numbers: (0..regions.len() as u32).collect(), regions, names, candidates })
    }

    /// The words of the trie with their numbers. One-character names (`冀`) are left out: looked up they are
    /// found, in running text they are nearly always part of something else.
    pub(super) fn words(&self) -> impl Iterator<Item = (&str, u32)> {
        let names = (0..).zip(&self.names);
        names.map(|(n, name)| (&*name.words, n)).filter(|(name, _)| name.chars().nth(1).is_some())
    }

    /// What a hit of [`super::Table::Region`] may mean, by its `row`: full names first.
    pub fn candidates(&self, row: u32) -> &[Candidate] {
        let row = row as usize;
        let start = row.checked_sub(1).map_or(0, |before| self.names[before].end as usize);
        self.names.get(row).map_or(&[], |name| &self.candidates[start..name.end as usize])
    }

    /// All regions that a name (full, short or alias) may mean: full names first.
    pub fn named(&self, name: &str) -> &[Candidate] {
        self.row(name).map_or(&[], |row| self.candidates(row))
    }

    /// The row that hits of a name have.
    pub fn row(&self, name: &str) -> Option<u32> {
        self.names.binary_search_by(|other| (*other.words).cmp(name)).ok().map(|row| row as u32)
    }

    /// How many names there are: rows count from 0.
    pub fn rows(&self) -> usize {
        self.names.len()
    }

    /// The region of a candidate, a parent or a code.
    pub fn get(&self, region: u32) -> &Region {
        &self.regions[region as usize]
    }

    /// All that ever had this code.
    pub fn coded(&self, code: &str) -> &[u32] {
        let start = self.regions.partition_point(|region| *region.code < *code);
        let count = self.regions[start..].iter().take_while(|region| region.code == code).count();
        &self.numbers[start..start + count]
    }

    /// The next region up as of a year (today where there is none): the city of a county, the province of a city.
    pub fn parent(&self, region: u32, year: Option<i16>) -> Option<u32> {
        let region = self.get(region);
        let city = (region.level == Level::County).then(|| format!("{}00", &region.code[..4]));
        let province = (region.level != Level::Province).then(|| format!("{}0000", &region.code[..2]));
        let as_of = year.or(region.until);
        city.into_iter().chain(province).find_map(|code| {
            let same_code = self.coded(&code).iter().copied();
            let fits = |&n: &u32| match as_of {
                Some(year) => self.get(n).valid_in(year),
                None => self.get(n).until.is_none(),
            };
            same_code.clone().rev().find(fits)
        })
    }

    /// Names of the regions around one, from the province down.
    pub fn ancestors(&self, region: u32, year: Option<i16>) -> Vec<u32> {
        let mut around: Vec<u32> =
            std::iter::successors(self.parent(region, year), |&n| self.parent(n, year)).collect();
        around.reverse();
        around
    }

    /// `inner` lies in `outer` (or is it).
    pub fn contains(&self, outer: u32, inner: u32) -> bool {
        self.get(inner).code.starts_with(self.get(outer).prefix())
    }
}

fn level(word: &str) -> Option<Level> {
    match word {
        "province" => Some(Level::Province),
        "city" => Some(Level::City),
        "county" => Some(Level::County),
        _ => None,
    }
}

fn validity(years: &str) -> Option<(Option<i16>, Option<i16>)> {
    if years.is_empty() {
        return Some((None, None));
    }
    let (since, until) = years.split_once('-')?;
    let side = |year: &str| if year.is_empty() { Some(None) } else { year.parse().ok().map(Some) };
    Some((side(since)?, side(until)?))
}

/// `内丘县` without `县`; `None` where what remains is no name (`沛`) or an ordinary word (`城中`, `市北`).
fn without_level(name: &str) -> Option<&str> {
    const LEVELS: [&str; 14] = [
        "特别行政区",
        "自治区",
        "自治州",
        "自治县",
        "自治旗",
        "地区",
        "新区",
        "省",
        "市",
        "县",
        "区",
        "州",
        "盟",
        "旗",
    ];
    let short = LEVELS.iter().find_map(|level| name.strip_suffix(level))?;
    let plain = short.chars().all(|c| "市城郊东西南北中关新老".contains(c)) || short.ends_with('族');
    (short.chars().count() > 1 && !plain).then_some(short)
}

#[cfg(test)]
mod tests {
    use crate::lexicon::{Lexicon, Table};
    use crate::value::Level;

    fn codes(name: &str) -> Vec<&'static str> {
        let regions = &Lexicon::embedded().regions;
        regions
            .named(name)
            .iter()
            .map(|c| regions.get(c.region))
            .filter(|r| r.until.is_none())
            .map(|r| r.code.as_str())
            .collect()
    }

    #[test]
    fn a_name_gives_every_region_that_bears_it() {
        assert_eq!(codes("内丘县"), ["130523"]);
        assert_eq!(codes("内丘"), ["130523"]);
        assert_eq!(codes("凉山"), ["513400"]);
        assert_eq!(codes("冀"), ["130000"]);
        assert_eq!(codes("朝阳"), ["110105", "211300", "211321", "220104"]);
        assert!(codes("城中").is_empty());
        assert!(codes("沛").is_empty());
    }

    #[test]
    fn codes_lead_upwards() {
        let regions = &Lexicon::embedded().regions;
        let up = |code: &str, year| {
            let own = regions.coded(code)[0];
            regions.ancestors(own, year).into_iter().map(|n| regions.get(n).name.as_str()).collect::<Vec<_>>()
        };
        assert_eq!(up("130523", None), ["河北省", "邢台市"]);
        assert_eq!(up("110105", None), ["北京市"]);
        assert_eq!(up("429004", None), ["湖北省"]);
        assert!(up("130000", None).is_empty());
    }

    #[test]
    fn a_name_given_up_is_known_with_its_years() {
        let regions = &Lexicon::embedded().regions;
        let past = |name: &str| {
            regions.named(name).iter().map(|c| regions.get(c.region)).find(|r| r.until.is_some()).cloned()
        };
        let linan = past("临安市").unwrap();
        assert!(linan.valid_in(2013) && !linan.valid_in(2020) && linan.level == Level::County);
    }

    #[test]
    fn names_in_a_text_are_hits() {
        let lexicon = Lexicon::embedded();
        let view = "建设美丽内丘,任县、内丘县";
        let found: Vec<&str> = lexicon
            .hits(view)
            .names
            .iter()
            .filter(|hit| hit.table == Table::Region)
            .map(|hit| hit.span.of(view))
            .collect();
        assert_eq!(found, ["内丘", "任县", "内丘县", "内丘", "丘县"]);
    }
}
