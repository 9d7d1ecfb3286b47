//! Margins: page numbers (`— 3 —`, `第3页 共9页`), running heads and feet, and notes at the foot of a page.

use rustc_hash::FxHashMap;

use super::row::{Row, rows};
use super::{Glyph, Page, Sheet};

/// A line near the upper or lower edge of a page.
struct Edge {
    sheet: usize,
    /// Its words with every number as `#`, and its height in points, roughly.
    likeness: (String, i64),
    number: Option<PageNumber>,
    bottom: bool,
    base: f64,
    left: f64,
    right: f64,
}

/// What a page calls itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PageNumber {
    /// `— 3 —`, `第3页`: nothing else is written so.
    Marked,
    /// `3`: may be a cell of a table, unless the next page says `4` in its place.
    Bare(i64),
}

/// Rows at either end of a page that may be furniture.
const MOST: usize = 3;

/// Takes page numbers and what repeats at the edge of most pages off the pages.
pub(super) fn drop_furniture(sheets: &mut [Sheet]) {
    let mut edges = Vec::new();
    for (n, sheet) in sheets.iter().enumerate() {
        let page = &sheet.page;
        let rows = rows(page.glyphs.clone());
        // A head stands in the upper eighth or so, a foot in the lower.
        let top = rows.iter().take(MOST).filter(|row| row.base < page.height * 0.13);
        let bottom = rows.iter().rev().take(MOST).filter(|row| row.base > page.height * 0.87);
        for (bottom, row) in top.map(|row| (false, row)).chain(bottom.map(|row| (true, row))) {
            let text = row.text();
            let likeness = (without_numbers(&text), (row.base / 4.0).round() as i64);
            let number = if row.count() <= 12 { page_number(&text) } else { None };
            edges.push(Edge {
                sheet: n,
                likeness,
                number,
                bottom,
                base: row.base,
                left: row.left,
                right: row.right,
            });
        }
    }
    let mut alike: FxHashMap<&(String, i64), usize> = FxHashMap::default();
    for edge in &edges {
        *alike.entry(&edge.likeness).or_default() += 1;
    }
    let repeated = |edge: &Edge| {
        let (words, height) = &edge.likeness;
        // A foot wanders by a hair from page to page.
        let count: usize =
            (height - 1..=height + 1).filter_map(|height| alike.get(&(words.clone(), height))).sum();
        let pages = sheets.len();
        // Left and right pages may have heads of their own, and the first page none.
        count >= 3 && count * 2 + 2 >= pages || count >= 2 && count * 3 >= pages * 2
    };
    let counts = |edge: &Edge, number: i64| {
        edges.iter().any(|other| {
            let Some(PageNumber::Bare(another)) = other.number else { return false };
            other.sheet != edge.sheet
                && other.bottom == edge.bottom
                && (other.base - edge.base).abs() < 8.0
                && another - number == other.sheet as i64 - edge.sheet as i64
        })
    };
    let numbers = |edge: &Edge| match edge.number {
        Some(PageNumber::Marked) => edge.bottom || sheets.len() > 1,
        Some(PageNumber::Bare(number)) => counts(edge, number),
        None => false,
    };
    let dropped: Vec<(usize, f64, f64, f64)> = edges
        .iter()
        .filter(|edge| numbers(edge) || repeated(edge))
        .map(|edge| (edge.sheet, edge.base, edge.left, edge.right))
        .collect();
    for (n, base, left, right) in dropped {
        sheets[n].page.glyphs.retain(|glyph| {
            let on_it = glyph.base <= base + 1.0 && glyph.base > base - glyph.size * 0.6;
            !(on_it && glyph.left >= left - 1.0 && glyph.right <= right + 1.0)
        });
    }
}

fn without_numbers(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        let digit = c.is_ascii_digit() || matches!(c, '０'..='９');
        if !digit {
            words.push(c);
        } else if !words.ends_with('#') {
            words.push('#');
        }
    }
    words
}

/// `— 3 —`, `- 3 -`, `3`, `第3页 共9页`, `3/9`, `Page 3 of 9`, `第三页`, `iv`.
fn page_number(text: &str) -> Option<PageNumber> {
    let dash = |c: char| matches!(c, '-' | '—' | '–' | '－' | '―' | '─' | '·' | '•' | '~' | '～' | '/' | '|');
    let plain: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && !dash(*c))
        .map(|c| match c {
            '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32).unwrap_or(c),
            c => c.to_ascii_lowercase(),
        })
        .collect();
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let numeral = |text: &str| {
        let count = text.chars().count();
        (1..=4).contains(&count) && text.chars().all(|c| "一二三四五六七八九十百零〇".contains(c))
    };
    let parted = text.contains('/') && !text.contains('.');
    if digits(&plain) && plain.len() <= 8 && parted {
        return Some(PageNumber::Marked);
    }
    if digits(&plain) && plain.len() <= 4 {
        let marked = text.trim().starts_with(dash) && text.trim().ends_with(dash);
        return if marked { Some(PageNumber::Marked) } else { plain.parse().ok().map(PageNumber::Bare) };
    }
    if (1..=5).contains(&plain.len()) && plain.bytes().all(|b| matches!(b, b'i' | b'v' | b'x')) {
        return Some(PageNumber::Marked);
    }
    let mut rest = plain.as_str();
    let mut found = false;
    for (lead, end) in [("第", "页"), ("共", "页"), ("page", ""), ("of", "")] {
        let Some(after) = rest.trim_start_matches([',', '，', '(', '（']).strip_prefix(lead) else {
            continue;
        };
        let until = after.find(|c: char| !c.is_ascii_digit() && !"一二三四五六七八九十百零〇".contains(c));
        let (number, after) = after.split_at(until.unwrap_or(after.len()));
        let after = after.strip_prefix(end)?;
        if !(number.len() <= 4 && digits(number) || numeral(number)) {
            return None;
        }
        rest = after;
        found = true;
    }
    (found && rest.trim_matches([')', '）']).is_empty()).then_some(PageNumber::Marked)
}

/// Notes that stand in smaller type under a short line near the foot of the page.
pub(super) fn take_notes(page: &mut Page) -> Vec<Glyph> {
    let rows: Vec<Row> = rows(page.glyphs.clone());
    if rows.len() < 3 {
        return Vec::new();
    }
    let mut sizes: Vec<f64> = rows.iter().map(|row| row.size).collect();
    sizes.sort_by(f64::total_cmp);
    let body = sizes[sizes.len() / 2];
    let line = page
        .rules
        .iter()
        .filter(|rule| {
            let length = (rule.to - rule.from).abs();
            !rule.upright
                && rule.at > page.height * 0.5
                && length > page.width * 0.1
                && length < page.width * 0.5
                && rule.from.min(rule.to) < page.width * 0.35
        })
        .map(|rule| rule.at)
        .filter(|&at| {
            let mut below = rows.iter().filter(|row| row.base > at).peekable();
            below.peek().is_some() && below.all(|row| row.size < body * 0.95)
        })
        .min_by(f64::total_cmp);
    let Some(line) = line else { return Vec::new() };
    let (notes, mut text): (Vec<Glyph>, Vec<Glyph>) =
        page.glyphs.drain(..).partition(|glyph| glyph.base > line);
    // The marks that call for the notes stand raised in the text, where `5%¹` would be read as a number of its own.
    let raised = |glyph: &Glyph| {
        glyph.size < body * 0.75
            && (glyph.character.is_ascii_digit() || matches!(glyph.character, '①'..='⑳' | '[' | ']'))
    };
    text.retain(|glyph| !raised(glyph));
    page.glyphs = text;
    notes
}

#[cfg(test)]
mod tests {
    use super::{PageNumber, page_number};

    #[test]
    fn page_numbers_stand_alone() {
        for yes in
            ["— 3 —", "- 12 -", "第3页 共9页", "第 3 页", "3 / 9", "－１２－", "第三页", "Page 3 of 9", "iv"]
        {
            assert_eq!(page_number(yes), Some(PageNumber::Marked), "{yes}");
        }
        assert_eq!(page_number("3"), Some(PageNumber::Bare(3)));
        for no in ["2025年", "第3条", "共建共享", "一、总则", "(3)县民政局", "三是", "完成3项"]
        {
            assert_eq!(page_number(no), None, "{no}");
        }
    }
}
