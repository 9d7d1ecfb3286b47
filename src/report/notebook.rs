//! A comparison in a cell of a notebook: a digest in; a piece of HTML without scripts, style sheets or links out.

use std::fmt::Write;

use super::digest::{Digest, Line, Part, Said, Tone};
use crate::explain::html::escaped;

/// The piece. Words of the plans are text, whatever signs they hold.
pub fn html(digest: &Digest) -> String {
    let mut out = String::from("<div>");
    let _ = write!(out, "<p>{}</p>", escaped(&digest.summary));
    for part in &digest.parts {
        // Counts are looked at by those who ask for them.
        if part.verdicts.is_none() && part.alone.is_empty() && part.rest.is_empty() {
            let _ = write!(out, "<details><summary>{}</summary>", escaped(&part.heading));
            table(part, &digest.columns, &mut out);
            out.push_str("</details>");
        } else {
            let _ = write!(out, "<h4>{}</h4>", escaped(&part.heading));
            table(part, &digest.columns, &mut out);
        }
        for alone in &part.alone {
            let _ = write!(out, "<details><summary>{}</summary><ul>", escaped(&alone.heading));
            for line in &alone.lines {
                let label =
                    if line.label.is_empty() { String::new() } else { format!("{}: ", escaped(&line.label)) };
                let said: Vec<String> =
                    line.cells.iter().flat_map(|(_, said)| said).map(phrase).chain(verdict(line)).collect();
                let _ = write!(out, "<li>{label}{}</li>", said.join(" · "));
            }
            out.push_str("</ul></details>");
        }
        for rest in &part.rest {
            let _ = write!(out, "<p>{}</p>", escaped(rest));
        }
    }
    for line in &digest.legend {
        let _ = write!(out, "<small>{}</small><br>", escaped(line));
    }
    out.push_str("</div>");
    out
}

const LEFT: &str = "text-align:left;vertical-align:top";

fn table(part: &Part, columns: &[String], out: &mut String) {
    if part.groups.iter().all(|group| group.lines.is_empty()) {
        return;
    }
    out.push_str("<table><thead><tr>");
    let heads = std::iter::once(&part.corner).chain(columns).chain(&part.verdicts);
    for head in heads {
        let _ = write!(out, "<th style=\"{LEFT}\">{}</th>", escaped(head));
    }
    out.push_str("</tr></thead><tbody>");
    let width = 1 + columns.len() + usize::from(part.verdicts.is_some());
    for group in part.groups.iter().filter(|group| !group.lines.is_empty()) {
        if let Some(name) = &group.name {
            let _ = write!(out, "<tr><th colspan=\"{width}\" style=\"{LEFT}\">{}</th></tr>", escaped(name));
        }
        for line in &group.lines {
            let _ = write!(out, "<tr><th style=\"{LEFT};font-weight:normal\">{}</th>", escaped(&line.label));
            for column in 0..columns.len() {
                let cells = line.cells.iter().filter(|(place, _)| *place == column);
                let said: Vec<String> = cells.flat_map(|(_, said)| said).map(phrase).collect();
                let _ = write!(out, "<td style=\"{LEFT}\">{}</td>", said.join("<br>"));
            }
            if part.verdicts.is_some() {
                let words: Vec<String> = verdict(line).collect();
                let _ = write!(out, "<td style=\"{LEFT}\">{}</td>", words.join("<br>"));
            }
            out.push_str("</tr>");
        }
    }
    out.push_str("</tbody></table>");
}

fn phrase(said: &Said) -> String {
    let words = escaped(&said.words);
    match said.tone {
        Tone::Plain => words,
        Tone::Faint => format!("<span style=\"opacity:.6\">{words}</span>"),
        Tone::Difference => format!("<em>{words}</em>"),
    }
}

fn verdict(line: &Line) -> impl Iterator<Item = String> {
    line.verdict.iter().map(|words| escaped(words.as_ref()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_sign_of_a_plan_makes_markup() {
        let said = Said { words: "a<script>\"$x$\"</script>".into(), tone: Tone::Faint };
        let html = phrase(&said);
        assert!(html.contains("a&lt;script&gt;&quot;&#36;x&#36;&quot;&lt;/script&gt;"), "{html}");
    }
}
