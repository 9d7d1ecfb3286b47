//! The title: of the policy text, not of the web page; of the plan where a notice transmits one.

use crate::outline::{Form, Outline};
use crate::span::Span;
use crate::text::Text;

/// The title as the source writes it, wrapped lines joined, and where it stands.
///
/// `关于印发《…实施方案》的通知` gives the plan's own title, as it stands over the plan or else as the notice quotes it.
pub fn title(text: &Text, outline: &Outline) -> Option<(String, Span)> {
    let titles = titles(outline);
    let &first = titles.first()?;
    let Some(inner) = transmitted(text.view(), first) else {
        return Some((joined(text.quote(first)), first));
    };
    let name = bare(inner.of(text.view()));
    let own = titles.iter().skip(1).find(|span| bare(span.of(text.view())).ends_with(&name));
    let span = own.copied().unwrap_or(inner);
    Some((joined(text.quote(span)), span))
}

/// The titles of a text: runs of title lines, each run one title.
fn titles(outline: &Outline) -> Vec<Span> {
    let mut titles: Vec<Span> = Vec::new();
    let mut open = false;
    for segment in &outline.segments {
        let title = segment.form == Form::Title;
        match titles.last_mut() {
            Some(last) if title && open => *last = last.with(segment.span),
            _ if title => titles.push(segment.span),
            _ => {}
        }
        open = title;
    }
    titles
}

/// The title that a notice transmits: what stands between 《 and 》 behind 印发 or 转发.
fn transmitted(view: &str, title: Span) -> Option<Span> {
    let words = title.of(view);
    let at = words.find("印发").or_else(|| words.find("转发")).or_else(|| words.find("公布"))?;
    let open = words[at..].find('《').map(|open| at + open + '《'.len_utf8())?;
    let close = words.rfind('》').filter(|&close| close > open)?;
    words[close..].contains("通知").then(|| Span::new(open, close).shifted(title.start))
}

/// A title without white space, for comparing.
fn bare(title: &str) -> String {
    title.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Wrapped lines joined: white space goes where it stands beside a line end or between two Han characters.
fn joined(title: &str) -> String {
    let characters: Vec<char> = title.trim().chars().collect();
    let ascii = |n: Option<&char>| n.is_some_and(char::is_ascii);
    let mut out = String::new();
    let mut at = 0;
    while at < characters.len() {
        if !characters[at].is_whitespace() {
            out.push(characters[at]);
            at += 1;
            continue;
        }
        let end =
            characters[at..].iter().position(|c| !c.is_whitespace()).map_or(characters.len(), |n| at + n);
        let between_words =
            ascii(at.checked_sub(1).and_then(|n| characters.get(n))) && ascii(characters.get(end));
        if between_words {
            out.push(' ');
        }
        at = end;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrapped_titles_are_joined() {
        assert_eq!(
            joined("某市人民政府办公室关于成立\n        信用工作领导小组的通知"),
            "某市人民政府办公室关于成立信用工作领导小组的通知"
        );
        assert_eq!(joined("建设 5G Plus 园区"), "建设5G Plus园区");
    }
}
