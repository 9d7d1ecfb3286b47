//! Sections nested by the forms of their markers as this document uses them.

use rustc_hash::FxHashMap;

use super::marker::Kind;
use super::{Repair, Section};
use crate::span::Span;

/// A section that more text may still belong to.
#[derive(Clone, Copy)]
struct Open {
    section: usize,
    kind: Kind,
    /// Ends with the paragraph it began in.
    runs_in: bool,
}

/// Sections as they open and close along a document.
#[derive(Default)]
pub struct Nesting {
    sections: Vec<Section>,
    stack: Vec<Open>,
    /// Under which forms a form stood when it was first met.
    above: FxHashMap<Kind, Vec<Kind>>,
    numbers: Vec<Option<u32>>,
    /// Sections whose numeral is lost.
    lost: Vec<usize>,
    /// Where the last word of the document so far ends.
    end: usize,
}

/// A heading as it is found.
pub struct Heading {
    pub kind: Kind,
    pub number: Option<u32>,
    pub marker: Span,
    pub words: Span,
    /// More text follows it in its paragraph.
    pub followed: bool,
    pub lost: bool,
}

impl Nesting {
    /// The innermost section at this place.
    pub fn current(&self) -> Option<usize> {
        self.stack.last().map(|open| open.section)
    }

    /// Words up to `end` belong to the sections that are open.
    pub fn reach(&mut self, end: usize) {
        self.end = end;
    }

    /// A paragraph begins, with a marker of this form or with none.
    pub fn paragraph(&mut self, marker: Option<Kind>) {
        let inner = matches!(marker, Some(Kind::DigitBracket | Kind::DigitHalf | Kind::Circled));
        while self.stack.last().is_some_and(|open| open.runs_in && !(inner && open.kind != Kind::Opening)) {
            self.close();
        }
    }

    /// A new document begins inside the document: the plan behind its notice.
    pub fn reset(&mut self) {
        while !self.stack.is_empty() {
            self.close();
        }
        self.above.clear();
    }

    /// What follows belongs to the outermost section alone.
    pub fn close_inner(&mut self) {
        while self.stack.len() > 1 {
            self.close();
        }
    }

    pub fn open(&mut self, heading: Heading) -> usize {
        let kind = heading.kind;
        if let Some(depth) = self.stack.iter().position(|open| open.kind == kind) {
            self.close_to(depth);
        } else {
            while self.stack.last().is_some_and(|open| self.is_below(open.kind, kind)) {
                self.close();
            }
        }
        let parent = self.stack.last().map(|open| open.section);
        self.above.entry(kind).or_insert_with(|| self.stack.iter().map(|open| open.kind).collect());
        let section = self.sections.len();
        // Those around it reach as far as its own words, whether or not more follow.
        self.end = self.end.max(heading.words.end()).max(heading.marker.end());
        self.sections.push(Section {
            parent,
            level: self.stack.len() as u32 + 1,
            marker: heading.marker,
            heading: heading.words,
            span: Span::new(heading.marker.start(), heading.words.end().max(heading.marker.end())),
        });
        self.numbers.push(heading.number);
        if heading.lost {
            self.lost.push(section);
        }
        let runs_in = kind.runs_in() && heading.followed;
        self.stack.push(Open { section, kind, runs_in });
        section
    }

    /// A form that this document, or else custom, puts below another.
    fn is_below(&self, lower: Kind, upper: Kind) -> bool {
        if self.above.get(&lower).is_some_and(|above| above.contains(&upper)) {
            return true;
        }
        match (lower.rank(), upper.rank()) {
            // 第一条 stands above 一、 in one document and below it in another.
            (Some(5 | 6), Some(4)) | (Some(4), Some(5 | 6)) => false,
            (Some(lower), Some(upper)) => lower > upper,
            (None, Some(upper)) => lower.runs_in() || lower == Kind::Line || upper < 5,
            _ => false,
        }
    }

    fn close_to(&mut self, depth: usize) {
        while self.stack.len() > depth {
            self.close();
        }
    }

    fn close(&mut self) {
        if let Some(open) = self.stack.pop() {
            let span = &mut self.sections[open.section].span;
            *span = span.ending_at(span.end().max(self.end));
        }
    }

    /// The sections, and the numerals inferred for those that lost theirs.
    pub fn finish(mut self) -> (Vec<Section>, Vec<Repair>) {
        self.close_to(0);
        let mut repairs = Vec::new();
        for lost in std::mem::take(&mut self.lost) {
            let parent = self.sections[lost].parent;
            // A neighbour more than a few sections away is none.
            let siblings = |n: &usize| self.sections[*n].parent == parent;
            let before = (0..lost).rev().take(200).find(siblings).and_then(|n| self.numbers[n]);
            let after =
                (lost + 1..self.sections.len()).take(200).find(siblings).and_then(|n| self.numbers[n]);
            let number = match (before, after) {
                (Some(before), Some(after)) => (before + 2 == after).then_some(before + 1),
                (Some(before), None) => Some(before + 1),
                (None, Some(after)) => after.checked_sub(1).filter(|&n| n == 1),
                (None, None) => None,
            };
            self.numbers[lost] = number;
            if let Some(number) = number {
                let reading = format!("（{}）", numeral_name(number));
                repairs.push(Repair {
                    span: self.sections[lost].marker,
                    reading,
                    rule: "a numeral lost from a heading",
                });
            }
        }
        (self.sections, repairs)
    }
}

/// `一`, `十`, `十二`, `二十`, `三十四`.
fn numeral_name(number: u32) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let (tens, ones) = (number / 10 % 10, number % 10);
    match tens {
        0 => DIGITS[ones as usize].to_string(),
        1 => format!("十{}", DIGITS[ones as usize]),
        _ => format!("{}十{}", DIGITS[tens as usize], DIGITS[ones as usize]),
    }
}
