//! Actions: commitments without a number, in rows by theme and likeness of what is to be done.

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};

use super::alike::{self, Neighbours, Standing};
use super::cell::{self, Place, Table};
use super::measure::alignment;
use super::wording::{self, Wording};
use super::{Cited, MarkKind, Row, State, Verdict};
use crate::lexicon::Lexicon;
use crate::outline::marker;
use crate::value::Status;

/// How alike two commitments must be to be one action, 0 to 1.
pub(super) const ALIKE: f32 = 0.4;

/// Commitments that say the same words.
struct Node<'a> {
    wording: Wording<'a>,
    said: Said<'a>,
}

/// What is known of commitments that say the same words, but for the words.
#[derive(Default)]
struct Said<'a> {
    /// Of all of them, sorted.
    themes: Vec<&'a str>,
    places: Vec<Place>,
}

/// Rows by theme, then wording, of the commitments at `places`.
pub fn rows(table: &Table, places: &[Place], lexicon: &Lexicon) -> Vec<Row> {
    let nodes = nodes(table, places, lexicon);
    let neighbours = neighbours(&nodes);
    let sets = alike::sets(&neighbours);
    // Rows are large: they are put in order before they are made.
    let mut order: Vec<(Option<&str>, String, &[u32])> = sets
        .par_iter()
        .map(|set| {
            let mut cores: Vec<&str> = set.iter().map(|&n| nodes[n as usize].wording.core()).collect();
            cores.sort_unstable();
            let theme = shortest(set, &nodes).and_then(|node| node.said.themes.first());
            (theme.copied(), key(&cores), &set[..])
        })
        .collect();
    order.par_sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
    order.into_par_iter().map(|(theme, key, set)| row(theme, key, set, &nodes, &neighbours, table)).collect()
}

/// Places of the wordings that likeness joins, web by web; each wording is given with the themes of all who have it.
pub(super) fn webs(wordings: &[(String, Vec<String>)], lexicon: &Lexicon) -> Vec<Vec<u32>> {
    let mut nodes: Vec<Node> = wordings
        .par_iter()
        .map(|(core, themes)| Node {
            wording: Wording::new(core.as_str(), lexicon),
            said: Said { themes: themes.iter().map(String::as_str).collect(), places: Vec::new() },
        })
        .collect();
    nodes.iter_mut().for_each(|node| node.said.themes.sort_unstable());
    alike::webs(&neighbours(&nodes))
}

fn neighbours(nodes: &[Node]) -> Neighbours {
    let mut blocks: FxHashMap<&[String], u32> = FxHashMap::default();
    let mut themes: FxHashMap<&str, u32> = FxHashMap::default();
    let standing: Vec<Standing> = nodes
        .iter()
        .map(|node| {
            let next = blocks.len() as u32;
            let bits = node.said.themes.iter().fold(0, |bits, theme| {
                let next = themes.len() as u32;
                bits | 1u64 << (*themes.entry(theme).or_insert(next) % u64::BITS)
            });
            Standing {
                wording: &node.wording,
                block: *blocks.entry(&node.wording.figures[..]).or_insert(next),
                bits: match bits {
                    _ if node.wording.is_thin() => 0,
                    0 => u64::MAX,
                    bits => bits,
                },
            }
        })
        .collect();
    alike::neighbours(&standing, ALIKE, |a, b| {
        let (one, other) = (&nodes[a], &nodes[b]);
        one.said.shares_theme(&other.said) && !one.wording.contradicts(&other.wording)
    })
}

/// How many commitments are read at a time: what they say alike is kept once.
const WINDOW: usize = 1 << 14;

fn nodes<'a>(table: &Table<'a>, places: &[Place], lexicon: &'a Lexicon) -> Vec<Node<'a>> {
    let mut said: Vec<(String, Said)> = Vec::new();
    let mut known: FxHashMap<Arc<str>, usize> = FxHashMap::default();
    for window in places.chunks(WINDOW) {
        let cores: Vec<String> = window.par_iter().map(|place| core(table.cited(*place), lexicon)).collect();
        for (&place, core) in window.iter().zip(cores) {
            let cited = table.cited(place);
            let own = name(&core, cited);
            let n = match known.get(own) {
                Some(&n) => n,
                None => {
                    known.insert(own.into(), said.len());
                    said.push((core, Said::default()));
                    said.len() - 1
                }
            };
            said[n].1.themes.extend(cited.theme.iter().map(String::as_str));
            said[n].1.places.push(place);
        }
    }
    drop(known);
    said.into_par_iter()
        .map(|(core, mut said)| {
            said.themes.sort_unstable();
            said.themes.dedup();
            Node { wording: Wording::new(core, lexicon), said }
        })
        .collect()
}

/// The words that a commitment is held against others by.
pub(super) fn core(cited: &Cited, lexicon: &Lexicon) -> String {
    let folded = lexicon.folding.fold(&deed(cited));
    wording::core(unnumbered(folded.trim_start()), lexicon)
}

/// What commitments of the same words have in common.
pub(super) fn name<'a>(core: &'a str, cited: &'a Cited) -> &'a str {
    // Nothing but names and dates is left: it is its own matter.
    if core.is_empty() { &cited.id } else { core }
}

/// An item without its marker: another plan may count it otherwise.
fn unnumbered(folded: &str) -> &str {
    marker::read(folded, true).map_or(folded, |marker| &folded[marker.words..])
}

/// The words of a commitment without those that say who and when.
fn deed(cited: &Cited) -> String {
    let mut deed = String::with_capacity(cited.text.len());
    let mut marks = cited.marks.iter().filter(|mark| mark.kind != MarkKind::Quantity).peekable();
    let mut until = 0;
    for (at, c) in (cited.span[0]..).zip(cited.text.chars()) {
        while let Some(mark) = marks.next_if(|mark| mark.span[0] <= at) {
            until = until.max(mark.span[1]);
        }
        if at >= until {
            deed.push(c);
        }
    }
    deed
}

impl Said<'_> {
    fn shares_theme(&self, other: &Said) -> bool {
        self.themes.is_empty()
            || other.themes.is_empty()
            || self.themes.iter().any(|theme| other.themes.binary_search(theme).is_ok())
    }
}

/// The beginning of the first wording, and eight hex digits of the SHA-256 of all, a line each.
fn key(cores: &[&str]) -> String {
    let first = cores.first().copied().unwrap_or_default();
    let end = first.char_indices().nth(12).map_or(first.len(), |(end, _)| end);
    let mut sum = Sha256::new();
    for (n, core) in cores.iter().enumerate() {
        if n > 0 {
            sum.update("\n");
        }
        sum.update(core);
    }
    let digest = sum.finalize();
    format!("{}-{:02x}{:02x}{:02x}{:02x}", &first[..end], digest[0], digest[1], digest[2], digest[3])
}

/// The node of a set that is shortest to say; of several the first to be said.
fn shortest<'n, 'a>(set: &[u32], nodes: &'n [Node<'a>]) -> Option<&'n Node<'a>> {
    let members = set.iter().map(|&n| &nodes[n as usize]);
    members.min_by_key(|node| (node.wording.core().chars().count(), node.said.places[0]))
}

fn row(
    theme: Option<&str>,
    key: String,
    set: &[u32],
    nodes: &[Node],
    neighbours: &Neighbours,
    table: &Table,
) -> Row {
    let places = || set.iter().flat_map(|&n| &nodes[n as usize].said.places).copied();
    let label = shortest(set, nodes).map(|node| table.cited(node.said.places[0]));
    let value = |place, ()| {
        let mut value = table.bare(place);
        if value.status == Status::Reported {
            value.state = State::Reported;
        }
        value
    };
    Row {
        key,
        indicator_id: None,
        label: label.map(|cited| cited.text.trim().to_string()).unwrap_or_default(),
        theme: theme.map(str::to_string),
        unit: None,
        per: None,
        population: Vec::new(),
        alignment: alignment(set.len(), cell::plans(places()), |a, b| {
            neighbours.likeness(set[a], set[b]).unwrap_or_default()
        }),
        cells: table.cells(places().map(|place| (place, ())).collect(), value),
        verdict: Verdict::default(),
    }
}
