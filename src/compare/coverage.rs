//! Coverage: how much each plan says on each theme, and what one leaves out that most have.

use std::collections::BTreeMap;

use super::{Coverage, Input};

pub fn table(inputs: &[Input]) -> Vec<Coverage> {
    let mut counts: BTreeMap<(&str, usize), Coverage> = BTreeMap::new();
    let mut plans: BTreeMap<&str, usize> = BTreeMap::new();
    for (i, input) in inputs.iter().enumerate() {
        for (cited, targets) in input.commitments.iter().zip(&input.targets) {
            for theme in &cited.theme {
                let entry = counts.entry((theme, i)).or_insert_with(|| {
                    *plans.entry(theme).or_default() += 1;
                    empty(theme, input, false)
                });
                entry.commitments += 1;
                entry.testable += usize::from(cited.testable);
                entry.targets += targets.len();
            }
        }
    }
    for (theme, _) in plans.iter().filter(|(_, count)| **count * 2 > inputs.len()) {
        for (i, input) in inputs.iter().enumerate() {
            counts.entry((theme, i)).or_insert_with(|| empty(theme, input, true));
        }
    }
    counts.into_values().collect()
}

fn empty(theme: &str, input: &Input, left_out: bool) -> Coverage {
    Coverage {
        theme: theme.into(),
        plan: input.id.clone(),
        commitments: 0,
        testable: 0,
        targets: 0,
        left_out,
    }
}
