//! Which wordings are alike, and the sets that are alike in every pair.
//!
//! What it costs: each wording is held against those that share one of its rarest pairs, so the work grows with the
//! number of statements times how many of the others speak of the same thing: twice the plans on the same matters,
//! up to four times the work of [`neighbours`]. Sets cost at most [`PAIRS`] looks a web.

use std::ops::Range;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::wording::{Wording, needed};

/// A wording among those it is held against.
pub struct Standing<'a> {
    pub wording: &'a Wording<'a>,
    /// Wordings of different blocks are not held against each other.
    pub block: u32,
    /// Nor are those without a bit in common.
    pub bits: u64,
}

/// The neighbours of each wording, sorted, with how alike they are.
#[derive(Debug, Default)]
pub struct Neighbours {
    /// Where the neighbours of each begin; the last is the end of all.
    starts: Vec<usize>,
    nodes: Vec<u32>,
    likeness: Vec<f32>,
}

impl Neighbours {
    pub fn of(&self, node: u32) -> &[u32] {
        &self.nodes[self.range(node)]
    }

    /// How alike two neighbours are.
    pub fn likeness(&self, node: u32, other: u32) -> Option<f32> {
        let at = self.of(node).binary_search(&other).ok()?;
        self.likeness.get(self.starts[node as usize] + at).copied()
    }

    fn range(&self, node: u32) -> Range<usize> {
        self.starts[node as usize]..self.starts[node as usize + 1]
    }

    fn are(&self, node: u32, other: u32) -> bool {
        self.of(node).binary_search(&other).is_ok()
    }

    /// From the neighbours of each that stand before it, sorted.
    fn from_lower(lower: &[Vec<(u32, f32)>]) -> Neighbours {
        let mut starts = vec![0; lower.len() + 1];
        for (n, list) in lower.iter().enumerate() {
            starts[n + 1] += list.len();
            list.iter().for_each(|(other, _)| starts[*other as usize + 1] += 1);
        }
        for n in 0..lower.len() {
            starts[n + 1] += starts[n];
        }
        let mut free = starts.clone();
        let all = starts.last().copied().unwrap_or_default();
        let (mut nodes, mut likeness) = (vec![0; all], vec![0.0; all]);
        let mut put = |list: usize, node: u32, alike: f32| {
            nodes[free[list]] = node;
            likeness[free[list]] = alike;
            free[list] += 1;
        };
        for (n, list) in lower.iter().enumerate() {
            for &(other, alike) in list {
                put(n, other, alike);
                put(other as usize, n as u32, alike);
            }
        }
        Neighbours { starts, nodes, likeness }
    }
}

/// A wording in the list of those that a pair tells.
#[derive(Clone, Copy, Default)]
struct Told {
    node: u32,
    bits: u64,
    total: f32,
    /// What the pair and those after it say.
    rest: f32,
}

/// The wordings that each telling pair of a block tells, in their order.
struct Index {
    /// Number of each telling pair of each wording.
    pairs: Vec<u32>,
    /// Where the pairs of each wording begin.
    starts: Vec<usize>,
    told: Vec<Told>,
    /// Where the wordings of each pair begin.
    lists: Vec<usize>,
}

impl Index {
    fn new(standing: &[Standing], least: f32) -> Index {
        let mut numbers = FxHashMap::default();
        let mut pairs: Vec<u32> = Vec::new();
        let mut starts = vec![0];
        let mut lists: Vec<usize> = vec![0];
        for one in standing {
            for telling in one.telling(least) {
                let next = numbers.len() as u32;
                let number = *numbers.entry((one.block, telling.pair)).or_insert(next);
                if number == next {
                    lists.push(0);
                }
                lists[number as usize + 1] += 1;
                pairs.push(number);
            }
            starts.push(pairs.len());
        }
        for n in 1..lists.len() {
            lists[n] += lists[n - 1];
        }
        let mut free = lists.clone();
        let mut told = vec![Told::default(); pairs.len()];
        for (n, one) in standing.iter().enumerate() {
            for (telling, &pair) in one.telling(least).zip(&pairs[starts[n]..]) {
                told[free[pair as usize]] =
                    Told { node: n as u32, bits: one.bits, total: one.wording.total(), rest: telling.rest };
                free[pair as usize] += 1;
            }
        }
        Index { pairs, starts, told, lists }
    }

    /// The wordings before `n` that may be alike enough, each with the place of the first pair it shares.
    ///
    /// What two share lies in the rest of both from that pair on. At a later pair the rests are smaller, so what is
    /// let go at the first is let go at all.
    fn near(&self, n: usize, standing: &[Standing], least: f32, near: &mut Vec<(u32, u32)>) {
        near.clear();
        let one = &standing[n];
        let total = one.wording.total();
        for (place, (telling, &pair)) in one.telling(least).zip(&self.pairs[self.starts[n]..]).enumerate() {
            let list = &self.told[self.lists[pair as usize]..self.lists[pair as usize + 1]];
            for other in list.iter().take_while(|other| (other.node as usize) < n) {
                let rest = f32::min(telling.rest, other.rest);
                if other.bits & one.bits != 0 && rest >= needed(total, other.total, least) {
                    near.push((other.node, place as u32));
                }
            }
        }
        near.sort_unstable();
        near.dedup_by_key(|(node, _)| *node);
    }
}

impl Standing<'_> {
    /// What cannot stand with any other has nothing to be found by.
    fn telling(&self, least: f32) -> impl Iterator<Item = super::wording::Telling> {
        self.wording.telling(least).take_while(|_| self.bits != 0)
    }
}

/// The neighbours of each wording: those at least `least` alike that `fit` lets stand together.
///
/// Whether two are neighbours depends on them alone. Only wordings of a block that share a telling pair are held
/// against each other.
pub fn neighbours(
    standing: &[Standing],
    least: f32,
    fit: impl Fn(usize, usize) -> bool + Sync,
) -> Neighbours {
    let index = Index::new(standing, least);
    let lower: Vec<Vec<(u32, f32)>> = (0..standing.len())
        .into_par_iter()
        .map_init(Vec::new, |near, n| {
            index.near(n, standing, least, near);
            let wording = standing[n].wording;
            let mut found = near.iter().peekable();
            if found.peek().is_none() {
                return Vec::new();
            }
            let telling: Vec<_> = standing[n].telling(least).collect();
            let alike = |&(other, place): &(u32, u32)| {
                let likeness =
                    wording.likeness_by(telling[place as usize], standing[other as usize].wording, least)?;
                fit(other as usize, n).then_some((other, likeness))
            };
            found.filter_map(alike).collect()
        })
        .collect();
    Neighbours::from_lower(&lower)
}

/// Pairs that the search may look at in one web of neighbours.
const PAIRS: usize = 2_000_000;

/// What a step costs beside its pairs: a web of few neighbours may still have sets without number.
const STEP: usize = 100;

/// Every largest set of nodes that are neighbours in every pair, each sorted, in order; a node without neighbours is
/// a set of its own.
///
/// Adding a node adds it to sets and adds sets; what the others are to each other stays. (Bron and Kerbosch 1973,
/// with the pivot of Tomita, Tanaka and Takahashi 2006.) A web so dense that the search would look at more than
/// [`PAIRS`] is told in fewer sets, one or more for each node.
pub fn sets(neighbours: &Neighbours) -> Vec<Vec<u32>> {
    let Webs { nodes, ranges, places } = Webs::new(neighbours);
    let mut sets: Vec<Vec<u32>> = ranges
        .into_par_iter()
        .flat_map(|range| {
            let web = &nodes[range];
            if let [_] = web {
                return vec![web.to_vec()];
            }
            let mut search = Search::new(neighbours, web, &places);
            search.all();
            if search.looked >= PAIRS {
                search.sets.par_extend(web.par_iter().map(|&node| greedy(neighbours, node)));
            }
            search.sets
        })
        .collect();
    sets.par_sort_unstable();
    sets.dedup();
    sets
}

/// The webs that neighbours join, of two nodes and more, each sorted.
pub fn webs(neighbours: &Neighbours) -> Vec<Vec<u32>> {
    let Webs { nodes, ranges, .. } = Webs::new(neighbours);
    ranges.into_iter().filter(|range| range.len() > 1).map(|range| nodes[range].to_vec()).collect()
}

/// The webs of nodes that are joined by neighbours.
struct Webs {
    /// Web by web, each sorted.
    nodes: Vec<u32>,
    ranges: Vec<Range<usize>>,
    /// The place of each node in its web.
    places: Vec<u32>,
}

impl Webs {
    fn new(neighbours: &Neighbours) -> Webs {
        let count = neighbours.starts.len().saturating_sub(1);
        let mut webs =
            Webs { nodes: Vec::with_capacity(count), ranges: Vec::new(), places: vec![u32::MAX; count] };
        for start in 0..count as u32 {
            if webs.places[start as usize] != u32::MAX {
                continue;
            }
            let first = webs.nodes.len();
            webs.add(start);
            let mut at = first;
            while let Some(&node) = webs.nodes.get(at) {
                at += 1;
                neighbours.of(node).iter().for_each(|&other| webs.add(other));
            }
            let web = &mut webs.nodes[first..];
            web.sort_unstable();
            (0..).zip(web.iter()).for_each(|(place, &node)| webs.places[node as usize] = place);
            webs.ranges.push(first..webs.nodes.len());
        }
        webs
    }

    fn add(&mut self, node: u32) {
        if std::mem::replace(&mut self.places[node as usize], 0) == u32::MAX {
            self.nodes.push(node);
        }
    }
}

/// A search in one web, whose nodes are told by their places in it.
struct Search<'a> {
    web: &'a [u32],
    /// A bit set a node: its neighbours.
    neighbours: Vec<u64>,
    /// How long a bit set is.
    length: usize,
    sets: Vec<Vec<u32>>,
    looked: usize,
}

impl<'a> Search<'a> {
    fn new(neighbours: &Neighbours, web: &'a [u32], places: &[u32]) -> Search<'a> {
        let length = web.len().div_ceil(64);
        let mut search = Search { web, neighbours: Vec::new(), length, sets: Vec::new(), looked: 0 };
        // A web that is beyond the search has no use for a table of all its pairs.
        if web.len() * web.len() < PAIRS {
            search.neighbours = vec![0; web.len() * length];
            for (place, &node) in web.iter().enumerate() {
                for &other in neighbours.of(node) {
                    let other = places[other as usize] as usize;
                    search.neighbours[place * length + other / 64] |= 1 << (other % 64);
                }
            }
        }
        search
    }

    fn all(&mut self) {
        if self.neighbours.is_empty() {
            self.looked = PAIRS;
            return;
        }
        let mut open = vec![u64::MAX; self.length];
        if !self.web.len().is_multiple_of(64) {
            open[self.length - 1] = (1 << (self.web.len() % 64)) - 1;
        }
        let done = vec![0; self.length];
        self.widen(&mut Vec::new(), open, done);
    }

    /// `set` grows by nodes of `open`, which all are neighbours of all of it; `done` are those tried before.
    fn widen(&mut self, set: &mut Vec<usize>, mut open: Vec<u64>, mut done: Vec<u64>) {
        let (opened, tried) = (count(&open), count(&done));
        self.looked += opened * (opened + tried) + STEP;
        if self.looked >= PAIRS {
            return;
        }
        let near: Vec<(usize, usize)> = ones(&open).map(|node| (self.near(node, &open), node)).collect();
        if near.iter().all(|(near, _)| near + 1 == opened) {
            // All that is open is alike in every pair, or nothing is open.
            if !ones(&done).any(|node| self.near(node, &open) == opened) {
                let mut whole: Vec<u32> =
                    set.iter().copied().chain(ones(&open)).map(|node| self.web[node]).collect();
                whole.sort_unstable();
                self.sets.push(whole);
            }
            return;
        }
        let tried = ones(&done).map(|node| (self.near(node, &open), node));
        let Some((_, pivot)) = near.into_iter().chain(tried).max() else { return };
        let next: Vec<u64> = open.iter().zip(self.of(pivot)).map(|(open, near)| open & !near).collect();
        for node in ones(&next) {
            let beside =
                |list: &[u64]| list.iter().zip(self.of(node)).map(|(list, near)| list & near).collect();
            let (inner, tried) = (beside(&open), beside(&done));
            set.push(node);
            self.widen(set, inner, tried);
            set.pop();
            if self.looked >= PAIRS {
                return;
            }
            open[node / 64] &= !(1 << (node % 64));
            done[node / 64] |= 1 << (node % 64);
        }
    }

    /// How many of `list` are neighbours of `node`.
    fn near(&self, node: usize, list: &[u64]) -> usize {
        list.iter().zip(self.of(node)).map(|(list, near)| (list & near).count_ones() as usize).sum()
    }

    fn of(&self, node: usize) -> &[u64] {
        &self.neighbours[node * self.length..(node + 1) * self.length]
    }
}

fn count(bits: &[u64]) -> usize {
    bits.iter().map(|word| word.count_ones() as usize).sum()
}

/// The places of the bits that are set, in order.
fn ones(bits: &[u64]) -> impl Iterator<Item = usize> {
    bits.iter().enumerate().flat_map(|(place, &word)| {
        let mut rest = word;
        std::iter::from_fn(move || {
            let bit = rest.trailing_zeros() as usize;
            (rest != 0).then(|| {
                rest &= rest - 1;
                place * 64 + bit
            })
        })
    })
}

/// A set round `node`: its neighbours in their order, as far as each is a neighbour of all before.
fn greedy(neighbours: &Neighbours, node: u32) -> Vec<u32> {
    let mut set = vec![node];
    let mut open = neighbours.of(node).to_vec();
    while let Some(&next) = open.first() {
        set.push(next);
        open.retain(|&other| neighbours.are(next, other));
    }
    set.sort_unstable();
    set
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph(pairs: &[(u32, u32)], nodes: usize) -> Neighbours {
        let mut lower = vec![Vec::new(); nodes];
        for &(a, b) in pairs {
            lower[a.max(b) as usize].push((a.min(b), 1.0));
        }
        lower.iter_mut().for_each(|list| list.sort_unstable_by_key(|(node, _)| *node));
        Neighbours::from_lower(&lower)
    }

    #[test]
    fn a_set_is_alike_in_every_pair() {
        // 0-1 and 1-2 are alike, 0-2 are not: no chain.
        assert_eq!(sets(&graph(&[(0, 1), (1, 2)], 4)), [vec![0, 1], vec![1, 2], vec![3]]);
        assert_eq!(sets(&graph(&[(0, 1), (1, 2), (0, 2), (2, 3)], 4)), [vec![0, 1, 2], vec![2, 3]]);
    }

    #[test]
    fn a_web_is_all_that_neighbours_lead_to() {
        assert_eq!(webs(&graph(&[(3, 5), (0, 3), (1, 2)], 6)), [vec![0, 3, 5], vec![1, 2]]);
    }

    #[test]
    fn another_node_leaves_the_others_as_they_were() {
        let before = sets(&graph(&[(0, 1), (1, 2), (0, 2), (2, 3)], 4));
        let after = sets(&graph(&[(0, 1), (1, 2), (0, 2), (2, 3), (4, 0), (4, 1), (4, 3)], 5));
        for set in &before {
            assert!(
                after.iter().any(|wider| wider.iter().filter(|&&node| node < 4).eq(set.iter())),
                "{set:?} {after:?}"
            );
        }
    }

    #[test]
    fn a_web_beyond_the_search_is_told_round_each_node() {
        // A chain: neighbours of neighbours are not alike.
        let nodes = 2_000u32;
        assert!((nodes * nodes) as usize > PAIRS);
        let pairs: Vec<(u32, u32)> = (1..nodes).map(|n| (n - 1, n)).collect();
        let expected: Vec<Vec<u32>> = pairs.iter().map(|&(a, b)| vec![a, b]).collect();
        assert_eq!(sets(&graph(&pairs, nodes as usize)), expected);
    }

    #[test]
    fn a_dense_web_ends() {
        // The complement of pairs: 2^20 largest sets.
        let nodes = 40u32;
        let pairs: Vec<(u32, u32)> = (0..nodes)
            .flat_map(|a| (a + 1..nodes).map(move |b| (a, b)))
            .filter(|(a, b)| a ^ 1 != *b)
            .collect();
        let neighbours = graph(&pairs, nodes as usize);
        let sets = sets(&neighbours);
        assert!(sets.len() < 50_000);
        for node in 0..nodes {
            assert!(sets.iter().any(|set| set.contains(&node)));
        }
        for set in &sets {
            assert!(set.iter().all(|&a| set.iter().all(|&b| a == b || neighbours.are(a, b))));
        }
    }
}
