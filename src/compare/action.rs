//! Actions: commitments without a number, in rows by theme and likeness of what is to be done.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};

use super::cell::{self, Place, Placed};
use super::measure::alignment;
use super::wording::Wording;
use super::{Cited, Input, MarkKind, Row, State, Verdict, alike};
use crate::lexicon::Lexicon;
use crate::outline::marker;
use crate::value::Status;

/// How alike two commitments must be to be one action, 0 to 1.
const ALIKE: f32 = 0.4;

/// Commitments that say the same words.
struct Node<'a> {
    wording: Wording,
    /// Of all of them, sorted.
    themes: Vec<&'a str>,
    places: Vec<Place>,
}

/// Rows by theme, then wording.
pub fn rows(inputs: &[Input], holders: &[usize], keys: &[Arc<str>], lexicon: &Lexicon) -> Vec<Row> {
    let nodes = nodes(inputs, lexicon);
    let wordings: Vec<&Wording> = nodes.iter().map(|node| &node.wording).collect();
    let blocks: Vec<&[String]> = wordings.iter().map(|wording| wording.figures()).collect();
    let neighbours = alike::neighbours(&wordings, &blocks, ALIKE, |a, b| {
        let (one, other) = (&nodes[a], &nodes[b]);
        let thin = one.wording.is_thin() || other.wording.is_thin();
        !thin && one.shares_theme(other) && !one.wording.contradicts(&other.wording)
    });
    let mut rows: Vec<Row> =
        alike::sets(&neighbours).iter().map(|set| row(set, &nodes, inputs, holders, keys)).collect();
    rows.sort_by(|a, b| (&a.theme, &a.key).cmp(&(&b.theme, &b.key)));
    rows
}

fn nodes<'a>(inputs: &'a [Input], lexicon: &Lexicon) -> Vec<Node<'a>> {
    let mut nodes: Vec<Node> = Vec::new();
    let mut known: FxHashMap<String, usize> = FxHashMap::default();
    for (i, input) in inputs.iter().enumerate() {
        for (c, cited) in input.commitments.iter().enumerate() {
            if !input.targets[c].is_empty() {
                continue;
            }
            let folded = lexicon.folding.fold(&deed(cited));
            let wording = Wording::new(unnumbered(folded.trim_start()), lexicon);
            // Nothing but names and dates is left: it is its own matter.
            let core = if wording.core().is_empty() { cited.id.to_string() } else { wording.core().into() };
            let n = *known.entry(core).or_insert_with(|| {
                nodes.push(Node { wording, themes: Vec::new(), places: Vec::new() });
                nodes.len() - 1
            });
            nodes[n].themes.extend(cited.theme.iter().map(String::as_str));
            nodes[n].places.push(Place { input: i, commitment: c, target: None });
        }
    }
    for node in &mut nodes {
        node.themes.sort_unstable();
        node.themes.dedup();
    }
    nodes
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

impl Node<'_> {
    fn shares_theme(&self, other: &Node) -> bool {
        self.themes.is_empty()
            || other.themes.is_empty()
            || self.themes.iter().any(|theme| other.themes.binary_search(theme).is_ok())
    }
}

/// The beginning of the first wording, and eight hex digits of the SHA-256 of all.
fn key(cores: &[&str]) -> String {
    let first: String = cores.first().into_iter().flat_map(|core| core.chars()).take(12).collect();
    let digest = Sha256::digest(cores.join("\n").as_bytes());
    let hex: String = digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    format!("{first}-{hex}")
}

fn row(set: &[u32], nodes: &[Node], inputs: &[Input], holders: &[usize], keys: &[Arc<str>]) -> Row {
    let members = || set.iter().map(|&n| &nodes[n as usize]);
    let values = members()
        .flat_map(|node| &node.places)
        .map(|&place| {
            let mut value = cell::bare(inputs, place);
            if value.status == Status::Reported {
                value.state = State::Reported;
            }
            Placed { place, value }
        })
        .collect();
    let plans = cell::plans(members().flat_map(|node| node.places.iter().copied()));
    let mut cores: Vec<&str> = members().map(|node| node.wording.core()).collect();
    cores.sort_unstable();
    let shortest = members().min_by_key(|node| (node.wording.core().chars().count(), node.places[0]));
    let label =
        shortest.map(|node| node.places[0]).map(|place| &inputs[place.input].commitments[place.commitment]);
    Row {
        key: key(&cores),
        indicator_id: None,
        label: label.map(|cited| cited.text.trim().to_string()).unwrap_or_default(),
        theme: shortest.and_then(|node| node.themes.first()).map(|theme| theme.to_string()),
        unit: None,
        per: None,
        population: Vec::new(),
        alignment: alignment(set.len(), plans, |a, b| {
            nodes[set[a] as usize].wording.likeness(&nodes[set[b] as usize].wording)
        }),
        cells: cell::cells(values, inputs, holders, keys),
        verdict: Verdict::default(),
    }
}
