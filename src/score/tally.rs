//! Counts of right, wrong and missed, by layer, by document and by rule, with the mistakes themselves.

use std::collections::BTreeMap;

use super::gold::Marked;
use super::{Layer, overlap};

#[derive(Clone, Debug, Default)]
pub struct Tally {
    layers: BTreeMap<Layer, Count>,
    documents: BTreeMap<String, BTreeMap<Layer, Count>>,
    rules: BTreeMap<Layer, BTreeMap<String, Count>>,
    mistakes: BTreeMap<Layer, Vec<Mistake>>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    pub right: usize,
    pub wrong: usize,
    pub missed: usize,
}

/// Between 0 and 1, to four places.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figures {
    pub precision: f64,
    pub recall: f64,
    pub f1: f64,
}

/// Something wrong, or something missed.
#[derive(Clone, Debug)]
pub struct Mistake {
    pub wrong: bool,
    pub doc: String,
    pub what: String,
}

impl Count {
    pub fn figures(self) -> Figures {
        let share = |part: usize, whole: usize| if whole == 0 { 0.0 } else { part as f64 / whole as f64 };
        let precision = share(self.right, self.right + self.wrong);
        let recall = share(self.right, self.right + self.missed);
        let f1 =
            if precision + recall == 0.0 { 0.0 } else { 2.0 * precision * recall / (precision + recall) };
        Figures { precision: four_places(precision), recall: four_places(recall), f1: four_places(f1) }
    }
}

/// Rounded as it prints, to the nearest even where two are as near.
fn four_places(share: f64) -> f64 {
    format!("{share:.4}").parse().unwrap_or(share)
}

impl Tally {
    pub fn layers(&self) -> impl Iterator<Item = (Layer, Count)> {
        self.layers.iter().map(|(&layer, &count)| (layer, count))
    }

    pub fn count(&self, layer: &str) -> Option<Count> {
        self.layers.get(layer).copied()
    }

    /// The layers of each document, by its name.
    pub fn documents(&self) -> impl Iterator<Item = (&str, impl Iterator<Item = (Layer, Count)>)> {
        self.documents
            .iter()
            .map(|(doc, layers)| (doc.as_str(), layers.iter().map(|(&layer, &count)| (layer, count))))
    }

    /// The rules that found anything in a layer, by name.
    pub fn rules(&self, layer: &str) -> impl Iterator<Item = (&str, Count)> {
        self.rules.get(layer).into_iter().flatten().map(|(rule, &count)| (rule.as_str(), count))
    }

    /// In the order in which they were met.
    pub fn mistakes(&self, layer: &str) -> &[Mistake] {
        self.mistakes.get(layer).map_or(&[], Vec::as_slice)
    }

    pub(super) fn right<'r>(&mut self, layer: Layer, doc: &str, rules: impl IntoIterator<Item = &'r str>) {
        self.add(layer, doc, |count| count.right += 1);
        self.by_rule(layer, rules, |count| count.right += 1);
    }

    pub(super) fn wrong<'r>(
        &mut self,
        layer: Layer,
        doc: &str,
        what: String,
        rules: impl IntoIterator<Item = &'r str>,
    ) {
        self.add(layer, doc, |count| count.wrong += 1);
        self.by_rule(layer, rules, |count| count.wrong += 1);
        self.note(layer, Mistake { wrong: true, doc: doc.into(), what });
    }

    pub(super) fn missed(&mut self, layer: Layer, doc: &str, what: String) {
        self.add(layer, doc, |count| count.missed += 1);
        self.note(layer, Mistake { wrong: false, doc: doc.into(), what });
    }

    fn add(&mut self, layer: Layer, doc: &str, change: impl Fn(&mut Count)) {
        change(self.layers.entry(layer).or_default());
        if !self.documents.contains_key(doc) {
            self.documents.insert(doc.into(), BTreeMap::new());
        }
        if let Some(layers) = self.documents.get_mut(doc) {
            change(layers.entry(layer).or_default());
        }
    }

    fn by_rule<'r>(
        &mut self,
        layer: Layer,
        rules: impl IntoIterator<Item = &'r str>,
        change: impl Fn(&mut Count),
    ) {
        for rule in rules {
            change(self.rules.entry(layer).or_default().entry(rule.into()).or_default());
        }
    }

    fn note(&mut self, layer: Layer, mistake: Mistake) {
        self.mistakes.entry(layer).or_default().push(mistake);
    }

    /// Matches one to one, greatest overlap first, and counts; gives the pairs as indices.
    pub(super) fn meet<T: Marked>(
        &mut self,
        layer: Layer,
        doc: &str,
        gold: &[&T],
        found: &[&T],
        same: impl Fn(&T, &T) -> bool,
    ) -> Vec<(usize, usize)> {
        let mut pairs = Vec::new();
        for (g, marked) in gold.iter().enumerate() {
            for (f, answer) in found.iter().enumerate() {
                if same(marked, answer) {
                    pairs.push((overlap(marked.span(), answer.span()), g, f));
                }
            }
        }
        // Stable: of equal ones the earlier come first.
        pairs.sort_by_key(|&(near, ..)| std::cmp::Reverse(near));
        let (mut used_gold, mut used_found) = (vec![false; gold.len()], vec![false; found.len()]);
        let mut kept = Vec::new();
        for (_, g, f) in pairs {
            if !used_gold[g] && !used_found[f] {
                (used_gold[g], used_found[f]) = (true, true);
                kept.push((g, f));
                self.right(layer, doc, found[f].rules());
            }
        }
        for (marked, _) in gold.iter().zip(used_gold).filter(|(_, used)| !used) {
            self.missed(layer, doc, marked.show());
        }
        for (answer, _) in found.iter().zip(used_found).filter(|(_, used)| !used) {
            self.wrong(layer, doc, answer.show(), answer.rules());
        }
        kept
    }
}
