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
    let own = |name: &str| titles.iter().skip(1).find(|span| bare(span.of(text.view())).ends_with(name));
    if let Some(inner) = transmitted(text.view(), first) {
        let span = own(&bare(inner.of(text.view()))).copied().unwrap_or(inner);
        return Some((joined(text, span), span));
    }
    // `关于印发某市行动方案的通知` quotes nothing: only the plan's own title below says where it ends.
    let span = unquoted(text.view(), first).and_then(|name| own(&name)).copied().unwrap_or(first);
    Some((joined(text, span), span))
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
    words[close..].contains("通知").then(|| Span::new(open, close).shifted(title.start()))
}

/// What a notice transmits without quoting it: `关于印发某市行动方案的通知` is of 某市行动方案.
fn unquoted(view: &str, title: Span) -> Option<String> {
    let words = bare(title.of(view));
    let at = words.find("印发").map(|at| at + "印发".len())?;
    let name = words[at..].trim_end_matches(|c| c != '的').strip_suffix('的')?;
    let rest = &words[at + name.len()..];
    // Whole names only: 印发方案 says nothing.
    (rest.contains("通知") && name.chars().count() >= 8).then(|| name.trim_start_matches("关于").to_string())
}

/// A title without white space, for comparing.
fn bare(title: &str) -> String {
    title.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The title as the source writes it, its lines joined: a gap inside a line stays as one space, the rest goes.
fn joined(text: &Text, title: Span) -> String {
    let view = text.view();
    let mut out = String::new();
    let mut at = title.start();
    for piece in title.of(view).split_whitespace() {
        let start = at + view[at..].find(piece).unwrap_or(0);
        let gap = &view[at..start];
        if !out.is_empty() && !gap.contains('\n') {
            out.push(' ');
        }
        at = start + piece.len();
        // What the view left out inside a piece only laid it out.
        out.extend(text.quote(Span::new(start, at)).chars().filter(|c| !c.is_whitespace()));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Folding;

    #[test]
    fn wrapped_titles_are_joined() {
        for (source, title) in [
            (
                "某市人民政府办公室关于成立\n        信用工作领导小组的通知",
                "某市人民政府办公室关于成立信用工作领导小组的通知",
            ),
            ("某市民政局　　某市財政局\n關於印發方案的通知", "某市民政局 某市財政局關於印發方案的通知"),
        ] {
            let text = Text::new(source.into(), Folding::embedded(), |_| Vec::new());
            let whole = Span::new(0, text.view().len());
            assert_eq!(joined(&text, whole), title);
        }
    }
}
