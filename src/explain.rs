//! Explanations: a record and its text in; the document as a terminal shows it out, each mention and commitment
//! coloured and named with its rule, so that a reader sees why.

pub mod html;
mod notes;
pub mod wrap;

use std::collections::BTreeSet;
use std::fmt::Write;

use anstyle::{AnsiColor, Style};

use crate::record::{Document, DocumentDate, Points};
use notes::{Note, word};

/// How it is to look.
#[derive(Clone, Debug)]
pub struct Look {
    /// Columns of the terminal; a Han character takes two.
    pub width: usize,
    pub colour: bool,
    /// Show only what the rule of this name found.
    pub rule: Option<String>,
}

/// What a stretch of the text is, in the order in which one paints over the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Furniture,
    Heading,
    Quantity,
    Date,
    Body,
    Person,
}

impl Kind {
    fn style(self) -> Style {
        match self {
            Kind::Furniture => Style::new().dimmed(),
            Kind::Heading => Style::new().bold(),
            Kind::Quantity => AnsiColor::Yellow.on_default(),
            Kind::Date => AnsiColor::Cyan.on_default(),
            Kind::Body => AnsiColor::Green.on_default(),
            Kind::Person => AnsiColor::Magenta.on_default(),
        }
    }
}

/// The document for a terminal; empty where `look` asks for a rule that found nothing.
pub fn explain(document: &Document, text: &str, look: &Look) -> String {
    let characters: Vec<char> = text.chars().collect();
    let notes = notes::notes(document, look.rule.as_deref());
    let kinds = paint(document, &notes, &characters, look);
    let mut page = Page { look, out: String::new() };
    if look.rule.is_none() {
        page.head(document);
    }
    let mut rest = notes.as_slice();
    for piece in pieces(document, &characters) {
        let here = rest.partition_point(|note| note.span[0] < piece[1]);
        let (notes, others) = rest.split_at(here);
        rest = others;
        if look.rule.is_some() && notes.is_empty() {
            continue;
        }
        page.piece(document, piece, &characters, &kinds);
        notes.iter().for_each(|note| page.note(note));
    }
    page.out
}

/// The names of all rules that found something in a document.
pub fn rules(document: &Document) -> BTreeSet<&str> {
    let commitments = document.commitments.iter().flat_map(|commitment| &commitment.rules);
    let dates = document.dates.iter().map(|date| &date.rule);
    let quantities = document.quantities.iter().map(|quantity| &quantity.rule);
    let bodies = document.bodies.iter().map(|body| &body.rule);
    let people = document.people.iter().map(|person| &person.rule);
    let repairs = document.repairs.iter().map(|repair| &repair.rule);
    commitments
        .chain(dates)
        .chain(quantities)
        .chain(bodies)
        .chain(people)
        .chain(repairs)
        .map(String::as_str)
        .collect()
}

/// The text cut at line ends and around commitments, without pieces that are white space.
fn pieces(document: &Document, characters: &[char]) -> Vec<Points> {
    let mut cuts = BTreeSet::from([0, characters.len()]);
    cuts.extend(characters.iter().enumerate().filter(|(_, c)| **c == '\n').map(|(at, _)| at + 1));
    // A commitment that goes over a wrapped line stays in one piece.
    for commitment in &document.commitments {
        let [start, end] = commitment.span;
        for cut in cuts.range(start + 1..end.max(start + 1)).copied().collect::<Vec<_>>() {
            cuts.remove(&cut);
        }
        cuts.extend([start, end]);
    }
    let cuts: Vec<usize> = cuts.into_iter().collect();
    let pieces = cuts.windows(2).map(|cut| [cut[0], cut[1]]);
    pieces.filter(|&[start, end]| characters[start..end].iter().any(|c| !c.is_whitespace())).collect()
}

/// What each character is.
fn paint(document: &Document, notes: &[Note], characters: &[char], look: &Look) -> Vec<Option<Kind>> {
    let mut kinds = vec![None; characters.len()];
    let mut fill = |[start, end]: Points, kind| kinds[start..end].fill(Some(kind));
    if look.rule.is_none() {
        document.furniture.iter().for_each(|&span| fill(span, Kind::Furniture));
        for section in document.sections.iter().filter(|section| !section.heading.is_empty()) {
            let start = section.span[0];
            let length = section.marker.chars().count() + section.heading.chars().count();
            fill([start, (start + length).min(section.span[1])], Kind::Heading);
        }
    }
    for kind in [Kind::Quantity, Kind::Date, Kind::Body, Kind::Person] {
        for note in notes.iter().filter(|note| note.kind == Some(kind)) {
            fill(note.span, kind);
        }
    }
    kinds
}

struct Page<'a> {
    look: &'a Look,
    out: String,
}

impl Page<'_> {
    fn styled(&self, style: Style, words: &str) -> String {
        if self.look.colour && !words.is_empty() {
            format!("{}{words}{}", style.render(), style.render_reset())
        } else {
            words.into()
        }
    }

    /// What the document says about itself.
    fn head(&mut self, document: &Document) {
        let mut lines: Vec<(&str, String)> = Vec::new();
        lines.extend(document.title.iter().map(|title| ("title", title.clone())));
        lines.extend(document.document_number.iter().map(|number| ("number", number.clone())));
        lines.extend(document.genre.iter().map(|genre| ("genre", genre.clone())));
        for issuer in &document.issuer {
            lines
                .push(("issuer", format!("{} ({}: {})", issuer.canonical, word(&issuer.basis), issuer.text)));
        }
        if let Some(place) = &document.jurisdiction {
            let code = place.code.as_deref().unwrap_or("no code");
            let above = place.ancestors.join(" › ");
            let above = if above.is_empty() { above } else { format!("{above} › ") };
            lines.push(("jurisdiction", format!("{above}{} {code} ({})", place.name, word(&place.basis))));
        }
        let date = |name, date: &Option<DocumentDate>| {
            date.as_ref().map(|date| (name, format!("{} ({})", date.edtf, word(&date.basis))))
        };
        lines.extend(date("issued", &document.issued));
        lines.extend(date("published", &document.published));
        lines.extend(date("period", &document.period));
        for (name, value) in lines {
            let name = self.styled(Style::new().dimmed(), &format!("{name:13}"));
            self.indented(&format!("{name}{value}"), "", "             ");
        }
        for warning in &document.warnings {
            let line = format!("warning: {} [{}]", warning.message, warning.code);
            let line = self.styled(AnsiColor::Red.on_default(), &line);
            self.indented(&line, "", "  ");
        }
    }

    /// A piece of the text; `▸` marks what is planned, `▪` what is reported.
    fn piece(&mut self, document: &Document, piece: Points, characters: &[char], kinds: &[Option<Kind>]) {
        let [mut start, mut end] = piece;
        while start < end && characters[start].is_whitespace() {
            start += 1;
        }
        while end > start && characters[end - 1].is_whitespace() {
            end -= 1;
        }
        let commitment = document
            .commitments
            .binary_search_by_key(&start, |commitment| commitment.span[0])
            .ok()
            .map(|n| word(&document.commitments[n].status));
        let mark = match commitment.as_deref() {
            Some("planned") => self.styled(AnsiColor::Green.on_default().bold(), "▸ "),
            Some(_) => self.styled(AnsiColor::Blue.on_default().bold(), "▪ "),
            None => "  ".into(),
        };
        self.out.push('\n');
        let columns = self.look.width.saturating_sub(2).max(10);
        for (n, line) in wrap::lines(&characters[start..end], columns).into_iter().enumerate() {
            self.out.push_str(if n == 0 { &mark } else { "  " });
            let (from, to) = (start + line.start, start + line.end);
            let mut at = from;
            while at < to {
                let run = (at..to).find(|&next| kinds[next] != kinds[at]).unwrap_or(to);
                let words: String =
                    characters[at..run].iter().map(|&c| if c.is_control() { ' ' } else { c }).collect();
                let words = match kinds[at] {
                    Some(kind) => self.styled(kind.style(), &words),
                    None => words,
                };
                self.out.push_str(&words);
                at = run;
            }
            self.out.push('\n');
        }
    }

    fn note(&mut self, note: &Note) {
        let style = note.kind.map_or(Style::new().bold(), Kind::style);
        let label = self.styled(style, &format!("{:9}", note.label));
        let rule =
            if note.rules.is_empty() { String::new() } else { format!(" [{}]", note.rules.join("; ")) };
        let rule = self.styled(Style::new().dimmed(), &rule);
        let indent = if note.part { "      " } else { "    " };
        self.indented(&format!("{label} {}{rule}", note.says), indent, &format!("{indent}          "));
    }

    /// A line that wraps with a deeper indent.
    fn indented(&mut self, line: &str, first: &str, next: &str) {
        let columns = self.look.width.saturating_sub(next.len()).max(20);
        for (n, line) in wrap::styled_lines(line, columns).into_iter().enumerate() {
            let indent = if n == 0 { first } else { next };
            // A text of one's own never makes the terminal do anything: control characters were left out before.
            let _ = writeln!(self.out, "{indent}{line}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::context::Given;
    use crate::lexicon::Lexicon;
    use crate::{extract, record};

    fn shown(text: &str, look: &Look) -> (Document, String) {
        let lexicon = Lexicon::embedded();
        let text = extract::text(text.into(), lexicon);
        let document = extract::extract(&text, "0", record::Source::default(), &Given::default(), lexicon);
        let page = explain(&document, text.source(), look);
        (document, page)
    }

    const PLAN: &str =
        "一、工作目标\n到2025年底，全县建成养老设施80处以上。\n县民政局要每年培训护理员300人。";

    #[test]
    fn nothing_of_the_text_is_lost_and_no_line_is_too_wide() {
        let look = Look { width: 40, colour: false, rule: None };
        let (_, page) = shown(PLAN, &look);
        assert!(!page.contains('\u{1b}'));
        for line in page.lines() {
            assert!(unicode_width::UnicodeWidthStr::width(line) <= 40, "{line}");
        }
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        for line in PLAN.lines() {
            assert!(letters(&page).contains(&letters(line)), "{page}");
        }
    }

    #[test]
    fn colour_changes_no_words() {
        let (_, plain) = shown(PLAN, &Look { width: 60, colour: false, rule: None });
        let (_, coloured) = shown(PLAN, &Look { width: 60, colour: true, rule: None });
        let mut words = String::new();
        let mut rest = coloured.as_str();
        while let Some(at) = rest.find('\u{1b}') {
            words.push_str(&rest[..at]);
            rest = rest[at..].split_once('m').unwrap().1;
        }
        words.push_str(rest);
        assert_eq!(plain, words);
    }

    #[test]
    fn a_rule_shows_only_its_own_finds() {
        let (document, page) =
            shown(PLAN, &Look { width: 80, colour: false, rule: Some("no such rule".into()) });
        assert_eq!(page, "");
        for rule in rules(&document) {
            let (_, page) = shown(PLAN, &Look { width: 300, colour: false, rule: Some(rule.into()) });
            assert!(page.contains(rule), "{rule}: {page}");
        }
    }
}
