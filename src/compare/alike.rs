//! Which wordings are alike, and the sets that are alike in every pair.

use rustc_hash::FxHashMap;

use super::wording::Wording;

/// The neighbours of each wording, sorted: those at least `least` alike that `fit` lets stand together.
///
/// Whether two are neighbours depends on them alone. Only wordings that share a telling pair and a block are held
/// against each other.
pub fn neighbours<B: Eq + std::hash::Hash + Clone>(
    wordings: &[&Wording],
    blocks: &[B],
    least: f32,
    fit: impl Fn(usize, usize) -> bool,
) -> Vec<Vec<u32>> {
    let mut index: FxHashMap<(B, [char; 2]), Vec<u32>> = FxHashMap::default();
    let mut neighbours: Vec<Vec<u32>> = vec![Vec::new(); wordings.len()];
    let mut seen: Vec<u32> = vec![u32::MAX; wordings.len()];
    for (n, wording) in wordings.iter().enumerate() {
        for pair in wording.telling(least) {
            let list = index.entry((blocks[n].clone(), pair)).or_default();
            for &other in list.iter() {
                let o = other as usize;
                if seen[o] == n as u32 {
                    continue;
                }
                seen[o] = n as u32;
                if wording.likeness_from(wordings[o], least).is_some() && fit(o, n) {
                    neighbours[o].push(n as u32);
                    neighbours[n].push(other);
                }
            }
            list.push(n as u32);
        }
    }
    neighbours.iter_mut().for_each(|list| list.sort_unstable());
    neighbours
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
pub fn sets(neighbours: &[Vec<u32>]) -> Vec<Vec<u32>> {
    let mut sets = Vec::new();
    let mut met = vec![false; neighbours.len()];
    for n in 0..neighbours.len() {
        if met[n] {
            continue;
        }
        let web = web(neighbours, n as u32, &mut met);
        let mut search = Search { neighbours, sets: Vec::new(), looked: 0 };
        search.widen(&mut Vec::new(), web.clone(), Vec::new());
        if search.looked >= PAIRS {
            search.sets.extend(web.iter().map(|&node| greedy(neighbours, node)));
        }
        sets.append(&mut search.sets);
    }
    sets.iter_mut().for_each(|set| set.sort_unstable());
    sets.sort_unstable();
    sets.dedup();
    sets
}

/// All nodes that are joined to `start` by neighbours, sorted.
fn web(neighbours: &[Vec<u32>], start: u32, met: &mut [bool]) -> Vec<u32> {
    met[start as usize] = true;
    let mut web = vec![start];
    let mut at = 0;
    while let Some(&node) = web.get(at) {
        at += 1;
        for &other in &neighbours[node as usize] {
            if !std::mem::replace(&mut met[other as usize], true) {
                web.push(other);
            }
        }
    }
    web.sort_unstable();
    web
}

struct Search<'a> {
    neighbours: &'a [Vec<u32>],
    sets: Vec<Vec<u32>>,
    looked: usize,
}

impl Search<'_> {
    /// `set` grows by nodes of `open`, which all are neighbours of all of it; `done` are those tried before.
    fn widen(&mut self, set: &mut Vec<u32>, mut open: Vec<u32>, mut done: Vec<u32>) {
        self.looked += open.len() * (open.len() + done.len()) + STEP;
        if self.looked >= PAIRS {
            return;
        }
        let near: Vec<usize> = open.iter().map(|&node| self.near(node, &open)).collect();
        if near.iter().all(|&near| near + 1 == open.len()) {
            // All that is open is alike in every pair, or nothing is open.
            if !done.iter().any(|&node| self.near(node, &open) == open.len()) {
                self.sets.push(set.iter().chain(&open).copied().collect());
            }
            return;
        }
        let tried = done.iter().map(|&node| (self.near(node, &open), node));
        let Some((_, pivot)) = near.into_iter().zip(open.iter().copied()).chain(tried).max() else { return };
        let next: Vec<u32> = open.iter().copied().filter(|&node| !self.alike(pivot, node)).collect();
        for node in next {
            let beside =
                |list: &[u32]| list.iter().copied().filter(|&other| self.alike(node, other)).collect();
            let (inner, tried) = (beside(&open), beside(&done));
            set.push(node);
            self.widen(set, inner, tried);
            set.pop();
            open.retain(|&other| other != node);
            done.push(node);
        }
    }

    /// How many of `list` are neighbours of `node`.
    fn near(&self, node: u32, list: &[u32]) -> usize {
        list.iter().filter(|&&other| self.alike(node, other)).count()
    }

    fn alike(&self, one: u32, other: u32) -> bool {
        self.neighbours[one as usize].binary_search(&other).is_ok()
    }
}

/// A set round `node`: its neighbours in their order, as far as each is a neighbour of all before.
fn greedy(neighbours: &[Vec<u32>], node: u32) -> Vec<u32> {
    let mut set = vec![node];
    for &other in &neighbours[node as usize] {
        if set.iter().all(|member| neighbours[*member as usize].binary_search(&other).is_ok()) {
            set.push(other);
        }
    }
    set
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph(pairs: &[(u32, u32)], nodes: usize) -> Vec<Vec<u32>> {
        let mut neighbours = vec![Vec::new(); nodes];
        for &(a, b) in pairs {
            neighbours[a as usize].push(b);
            neighbours[b as usize].push(a);
        }
        neighbours.iter_mut().for_each(|list: &mut Vec<u32>| list.sort_unstable());
        neighbours
    }

    #[test]
    fn a_set_is_alike_in_every_pair() {
        // 0-1 and 1-2 are alike, 0-2 are not: no chain.
        assert_eq!(sets(&graph(&[(0, 1), (1, 2)], 4)), [vec![0, 1], vec![1, 2], vec![3]]);
        assert_eq!(sets(&graph(&[(0, 1), (1, 2), (0, 2), (2, 3)], 4)), [vec![0, 1, 2], vec![2, 3]]);
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
            assert!(set.iter().all(|&a| set.iter().all(|&b| a == b || neighbours[a as usize].contains(&b))));
        }
    }
}
