//! Wrapping: text in, lines of at most so many columns out. A Han character takes two columns; a number or a Latin
//! word stays whole, and no line begins with `，` or `。`.

use std::ops::Range;

use unicode_width::UnicodeWidthChar;

fn columns(c: char) -> usize {
    c.width().unwrap_or(0)
}

/// The lines of `text` as ranges of its characters. Together they are the whole text.
pub fn lines(text: &[char], width: usize) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let (mut start, mut used, mut at) = (0, 0, 0);
    while at < text.len() {
        let end = piece_end(text, at);
        let wide: usize = text[at..end].iter().map(|&c| columns(c)).sum();
        if used + wide <= width {
            used += wide;
            at = end;
        } else if used == 0 {
            // Longer than a line: cut where the line is full.
            let mut cut = at;
            while cut < end && (cut == at || used + columns(text[cut]) <= width) {
                used += columns(text[cut]);
                cut += 1;
            }
            lines.push(start..cut);
            (start, used, at) = (cut, 0, cut);
        } else {
            lines.push(start..at);
            (start, used) = (at, 0);
        }
    }
    if start < text.len() {
        lines.push(start..text.len());
    }
    lines
}

/// The end of what may not be broken at `at`: a word or number, or one character, with the marks that open and close it.
fn piece_end(text: &[char], mut at: usize) -> usize {
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '%' | '-' | '/' | ':');
    let closes = |c: char| "，。；：、！？）》”’】〕％,;!?)]".contains(c);
    while at + 1 < text.len() && "（《“‘【〔([".contains(text[at]) {
        at += 1;
    }
    let mut end = at + 1;
    if is_word(text[at]) {
        while end < text.len() && is_word(text[end]) {
            end += 1;
        }
    }
    while end < text.len() && closes(text[end]) {
        end += 1;
    }
    end
}

/// The lines of words that may hold colour sequences, which take no column.
pub fn styled_lines(line: &str, width: usize) -> Vec<String> {
    let mut characters = Vec::new();
    // Where in `characters` a sequence stands.
    let mut sequences: Vec<(usize, &str)> = Vec::new();
    let mut rest = line;
    while let Some(at) = rest.find('\u{1b}') {
        characters.extend(rest[..at].chars());
        let end = rest[at..].find('m').map_or(rest.len(), |end| at + end + 1);
        sequences.push((characters.len(), &rest[at..end]));
        rest = &rest[end..];
    }
    characters.extend(rest.chars());
    let mut sequences = sequences.into_iter().peekable();
    let lines = lines(&characters, width);
    let last = lines.len();
    let mut out = Vec::new();
    for (n, range) in lines.into_iter().enumerate() {
        let mut line = String::new();
        for at in range.clone() {
            while let Some((_, sequence)) = sequences.next_if(|(place, _)| *place <= at) {
                line.push_str(sequence);
            }
            line.push(characters[at]);
        }
        if n + 1 == last {
            sequences.by_ref().for_each(|(_, sequence)| line.push_str(sequence));
        }
        out.push(line.trim_end_matches(' ').to_string());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrapped(text: &str, width: usize) -> Vec<String> {
        let text: Vec<char> = text.chars().collect();
        lines(&text, width).into_iter().map(|range| text[range].iter().collect()).collect()
    }

    #[test]
    fn han_takes_two_columns_and_numbers_stay_whole() {
        assert_eq!(wrapped("建成养老设施", 8), ["建成养老", "设施"]);
        assert_eq!(wrapped("增长12.5%以上", 8), ["增长", "12.5%以", "上"]);
        assert_eq!(wrapped("全面建成，到", 8), ["全面建", "成，到"]);
        assert_eq!(wrapped("全面建（成）", 8), ["全面建", "（成）"]);
        assert_eq!(wrapped("abcdefghij", 4), ["abcd", "efgh", "ij"]);
        assert_eq!(wrapped("", 4), Vec::<String>::new());
    }

    #[test]
    fn colour_takes_no_column() {
        assert_eq!(styled_lines("\u{1b}[1m养老\u{1b}[0m设施", 4), ["\u{1b}[1m养老", "\u{1b}[0m设施"]);
    }
}
