//! An explanation for a notebook or a page: a record and its text in; a piece of HTML without scripts out, in which each
//! find is coloured and its meaning stands beneath.

use std::fmt::Write;

use super::notes::{self, Note, word};
use super::{Kind, Look, paint, pieces};
use crate::record::{Document, DocumentDate, Points};

/// The piece; with the name of a rule only what that rule found.
pub fn html(document: &Document, text: &str, rule: Option<&str>) -> String {
    let characters: Vec<char> = text.chars().collect();
    let notes = notes::notes(document, rule);
    let look = Look { width: 0, colour: true, rule: rule.map(str::to_string) };
    let kinds = paint(document, &notes, &characters, &look);
    let mut out = String::from("<div style=\"line-height:1.7\">");
    if rule.is_none() {
        head(document, &mut out);
    }
    let mut rest = notes.as_slice();
    for piece in pieces(document, &characters) {
        let here = rest.partition_point(|note| note.span[0] < piece[1]);
        let (notes, others) = rest.split_at(here);
        rest = others;
        if rule.is_none() || !notes.is_empty() {
            paragraph(document, piece, &characters, &kinds, notes, &mut out);
        }
    }
    out.push_str("</div>");
    out
}

impl Kind {
    /// Colours that a light and a dark page bear.
    fn css(self) -> &'static str {
        match self {
            Kind::Furniture => "opacity:.5",
            Kind::Heading => "font-weight:bold",
            Kind::Quantity => "background:rgba(230,180,0,.3)",
            Kind::Date => "background:rgba(0,160,200,.3)",
            Kind::Body => "background:rgba(40,170,80,.3)",
            Kind::Person => "background:rgba(190,70,190,.3)",
        }
    }
}

fn head(document: &Document, out: &mut String) {
    let date = |date: &Option<DocumentDate>| {
        date.as_ref().map(|date| format!("{} ({})", date.edtf, word(&date.basis)))
    };
    let issuers = document.issuer.iter().map(|issuer| {
        ("issuer", Some(format!("{} ({}: {})", issuer.canonical, word(&issuer.basis), issuer.text)))
    });
    let place = document.jurisdiction.as_ref().map(|place| {
        let code = place.code.as_deref().unwrap_or("no code");
        format!("{} {code} ({})", place.name, word(&place.basis))
    });
    let lines = [("title", document.title.clone()), ("number", document.document_number.clone())];
    let lines = lines.into_iter().chain([("genre", document.genre.clone())]).chain(issuers).chain([
        ("jurisdiction", place),
        ("issued", date(&document.issued)),
        ("published", date(&document.published)),
        ("period", date(&document.period)),
    ]);
    let warnings = document.warnings.iter();
    let warnings =
        warnings.map(|warning| ("warning", Some(format!("{} [{}]", warning.message, warning.code))));
    for (name, value) in lines.chain(warnings) {
        if let Some(value) = value {
            let _ = write!(out, "<div><small>{name}</small> {}</div>", escaped(&value));
        }
    }
}

fn paragraph(
    document: &Document,
    piece: Points,
    characters: &[char],
    kinds: &[Option<Kind>],
    notes: &[Note],
    out: &mut String,
) {
    let [start, end] = piece;
    let space = |at: &usize| characters[*at].is_whitespace();
    let start = (start..end).find(|at| !space(at)).unwrap_or(end);
    let end = (start..end).rfind(|at| !space(at)).map_or(start, |at| at + 1);
    let found = document.commitments.binary_search_by_key(&start, |commitment| commitment.span[0]);
    let mark = match found.map(|n| word(&document.commitments[n].status)) {
        Ok(status) if status == "planned" => "▸ ",
        Ok(_) => "▪ ",
        Err(_) => "",
    };
    let _ = write!(out, "<p style=\"margin:.6em 0 0\">{mark}");
    let mut at = start;
    while at < end {
        let run = (at..end).find(|&next| kinds[next] != kinds[at]).unwrap_or(end);
        let words = escaped(&characters[at..run].iter().collect::<String>());
        let _ = match kinds[at] {
            Some(kind) => write!(out, "<span style=\"{}\">{words}</span>", kind.css()),
            None => write!(out, "{words}"),
        };
        at = run;
    }
    out.push_str("</p>");
    for note in notes {
        let indent = if note.part { 3 } else { 2 };
        let colour = note.kind.map_or("font-weight:bold", Kind::css);
        let rules = note.rules.join("; ");
        let _ = write!(
            out,
            "<div style=\"margin-left:{indent}em;font-size:85%\"><span style=\"{colour}\">{}</span> {} \
             <span style=\"opacity:.6\">{}</span></div>",
            escaped(&note.label),
            escaped(&note.says),
            escaped(&rules)
        );
    }
}

/// Words that mean nothing to HTML, nor to a notebook that looks for formulas between dollars.
pub(crate) fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '$' => out.push_str("&#36;"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::context::Given;
    use crate::lexicon::Lexicon;
    use crate::{extract, record};

    #[test]
    fn all_words_stand_there_and_none_is_markup() {
        let plan = "一、工作<b>目标</b>\n到2025年底，全县建成养老设施80处以上，由县民政局牵头。";
        let lexicon = Lexicon::embedded();
        let text = extract::text(plan.into(), lexicon);
        let document = extract::extract(&text, "0", record::Source::default(), &Given::default(), lexicon);
        let page = html(&document, text.source(), None);
        assert!(page.contains("&lt;b&gt;") && !page.contains("<b>"), "{page}");
        let mut words = String::new();
        let mut inside = false;
        for c in page.chars() {
            match c {
                '<' => inside = true,
                '>' => inside = false,
                c if !inside => words.push(c),
                _ => {}
            }
        }
        assert!(words.contains("到2025年底，全县建成养老设施80处以上，由县民政局牵头。"), "{words}");
        assert!(words.contains("≥ 80 处") && words.contains("lead"), "{words}");
        assert_eq!(html(&document, text.source(), Some("no such rule")).matches("<p").count(), 0);
    }
}
