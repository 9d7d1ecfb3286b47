//! A comparison in GitHub's Markdown: a digest in; headings, tables and lists out. Words of the plans are text, whatever
//! signs they hold.

use std::io::{self, Write};

use super::digest::{Digest, Line, Part};

/// Writes the page.
///
/// # Errors
/// Where `out` cannot be written.
pub fn write(digest: &Digest, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "{}", text(&digest.summary))?;
    for part in &digest.parts {
        writeln!(out, "\n## {}", text(&part.heading))?;
        if part.wordy && digest.columns.len() > MOST_COLUMNS {
            list(part, &digest.columns, out)?;
        } else {
            table(part, &digest.columns, out)?;
        }
        for alone in &part.alone {
            writeln!(out, "\n### {}\n", text(&alone.heading))?;
            for line in &alone.lines {
                let said = line.cells.iter().flat_map(|(_, said)| said).map(|said| said.words.as_str());
                let words: Vec<String> =
                    said.chain(line.verdict.iter().map(String::as_str)).map(text).collect();
                let label =
                    if line.label.is_empty() { String::new() } else { format!("{}: ", text(&line.label)) };
                writeln!(out, "- {label}{}", words.join(" · "))?;
            }
        }
        for rest in &part.rest {
            writeln!(out, "\n{}", text(rest))?;
        }
    }
    if !digest.legend.is_empty() {
        writeln!(out)?;
    }
    digest.legend.iter().try_for_each(|line| writeln!(out, "- {}", text(line)))
}

/// Up to so many columns of sentences stand beside each other.
const MOST_COLUMNS: usize = 4;

/// Each row, and below it what the columns say.
fn list(part: &Part, columns: &[String], out: &mut impl Write) -> io::Result<()> {
    for group in part.groups.iter().filter(|group| !group.lines.is_empty()) {
        if let Some(name) = &group.name {
            writeln!(out, "\n**{}**\n", text(name))?;
        }
        for line in &group.lines {
            writeln!(out, "- {}", text(&line.label))?;
            for (column, said) in &line.cells {
                let words: Vec<String> = said.iter().map(|said| text(&said.words)).collect();
                let column = columns.get(*column).map_or("", String::as_str);
                writeln!(out, "  - {}: {}", text(column), words.join("; "))?;
            }
            for words in &line.verdict {
                writeln!(out, "  - {}", text(words))?;
            }
        }
    }
    Ok(())
}

fn table(part: &Part, columns: &[String], out: &mut impl Write) -> io::Result<()> {
    let lines: Vec<&Line> = part.groups.iter().flat_map(|group| &group.lines).collect();
    if lines.is_empty() {
        return Ok(());
    }
    let heads = std::iter::once(part.corner.as_str())
        .chain(columns.iter().map(String::as_str))
        .chain(part.verdicts.as_deref());
    let heads: Vec<String> = heads.map(text).collect();
    writeln!(out, "\n| {} |", heads.join(" | "))?;
    writeln!(out, "|{}", " --- |".repeat(heads.len()))?;
    for group in &part.groups {
        if let Some(name) = group.name.as_ref().filter(|_| !group.lines.is_empty()) {
            writeln!(out, "| **{}** |{}", text(name), "  |".repeat(heads.len() - 1))?;
        }
        for line in &group.lines {
            let mut cells = vec![String::new(); columns.len()];
            for (column, said) in &line.cells {
                let phrases: Vec<String> = said.iter().map(|said| text(&said.words)).collect();
                if let Some(cell) = cells.get_mut(*column) {
                    *cell = phrases.join("<br>");
                }
            }
            let verdict = part.verdicts.as_ref().map(|_| {
                let words: Vec<String> = line.verdict.iter().map(text).collect();
                words.join("<br>")
            });
            let row: Vec<String> = std::iter::once(text(&line.label)).chain(cells).chain(verdict).collect();
            writeln!(out, "| {} |", row.join(" | "))?;
        }
    }
    Ok(())
}

/// Words that mean nothing to Markdown or HTML.
fn text(words: impl AsRef<str>) -> String {
    let words = words.as_ref();
    let mut out = String::with_capacity(words.len());
    for (at, c) in words.char_indices() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' => {
                out.push('\\');
                out.push(c);
            }
            // What would begin a heading, a list or a quote at the start of a line; and links that GitHub would make.
            '#' | '+' | '-' if at == 0 => {
                out.push('\\');
                out.push(c);
            }
            '@' => out.push_str("&#64;"),
            ':' if words[at..].starts_with("://") => out.push_str("&#58;"),
            c if c.is_control() || c == '\u{2028}' || c == '\u{2029}' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_sign_of_a_plan_makes_markup() {
        assert_eq!(text("a|b <script>*x*</script>"), "a\\|b &lt;script&gt;\\*x\\*&lt;/script&gt;");
        assert_eq!(text("[80人]\n见"), "\\[80人\\] 见");
        assert_eq!(text("# 一"), "\\# 一");
        assert_eq!(text("到2025年@县 http://x"), "到2025年&#64;县 http&#58;//x");
    }
}
