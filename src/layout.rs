//! Layout: which characters of a folded text only lay it out (`2 0 2 3年`, a line end inside a sentence, `— 3 —`).

use memchr::{memchr, memchr_iter, memchr3};

use crate::span::Span;

/// The stretches of `folded` that the view leaves out, sorted and apart.
pub fn noise(folded: &str) -> Vec<Span> {
    let lines = lines(folded);
    let wrapping = Wrapping::of(folded, &lines);
    let mut noise = Noise(Vec::new());
    let mut joined_until = 0;
    let mut n = 0;
    while n < lines.len() {
        let line = &lines[n];
        if line.page_number {
            noise.leave_out(Span::new(line.text.start(), line.next));
            n += 1;
            continue;
        }
        let full = wrapping.is_some_and(|wrapping| wrapping.full(line));
        spaces(folded, line, full || joined_until > n, &mut noise);
        let mut next = n + 1;
        while next < lines.len() && lines[next].page_number {
            next += 1;
        }
        if next < lines.len() {
            if joined_until <= n {
                joined_until = joined_until.max(title_end(folded, &lines, n));
            }
            if joined_until >= next && next == n + 1
                || continues(folded, line, &lines[next], next > n + 1, wrapping)
            {
                noise.leave_out(Span::new(line.text.end(), lines[next].text.start()));
            } else if next > n + 1 {
                let (first, last) = (&lines[n + 1], &lines[next - 1]);
                noise.leave_out(Span::new(first.text.start(), last.text.end()));
            }
        }
        n = next;
    }
    noise.0
}

/// A line that holds words.
pub(crate) struct Line {
    /// Without white space at either end.
    pub text: Span,
    /// Where the next line begins.
    pub next: usize,
    /// Columns before the text.
    pub indent: usize,
    /// Columns of the text as [`columns`] has them. Of a line of more than [`LONG`] bytes, which has more columns than
    /// anybody asks for, half as many as that.
    pub width: usize,
    /// Empty lines before it.
    pub blank: usize,
    /// `— 3 —`, `第3页 共9页`.
    pub page_number: bool,
}

/// Bytes beyond which the columns of a line are not counted: so many have 210 columns at least.
const LONG: usize = 420;

/// The lines of `text` that hold words.
pub(crate) fn lines(text: &str) -> Vec<Line> {
    let bytes = text.as_bytes();
    let mut lines = Vec::with_capacity(text.len() / 120 + 1);
    let (mut start, mut blank) = (0, 0);
    let only_feeds = memchr3(b'\r', 0x0B, 0x0C, bytes).is_none();
    while start < bytes.len() {
        let length = if only_feeds {
            memchr(b'\n', &bytes[start..])
        } else {
            bytes[start..].iter().position(|b| matches!(b, b'\n' | b'\r' | 0x0B | 0x0C))
        };
        let end = length.map_or(bytes.len(), |length| start + length);
        let next = match bytes.get(end) {
            Some(b'\r') if bytes.get(end + 1) == Some(&b'\n') => end + 2,
            Some(_) => end + 1,
            None => end,
        };
        let words = Span::new(start, end).trimmed(text);
        if words.is_empty() {
            blank += 1;
        } else {
            let width = if words.len() > LONG { LONG / 2 } else { columns(words.of(text)) };
            let page_number = width <= 24 && is_page_number(words.of(text));
            lines.push(Line {
                text: words,
                next,
                indent: width_of_spaces(text, start, words.start()),
                width,
                blank,
                page_number,
            });
            blank = 0;
        }
        start = next;
    }
    lines
}

fn width_of_spaces(text: &str, start: usize, end: usize) -> usize {
    text[start..end].chars().map(|c| if c == '\t' { 4 } else { 1 }).sum()
}

/// Two for a Han character or mark, one for a letter or digit.
pub(crate) fn columns(text: &str) -> usize {
    // As many bytes as can be summed in one: the compiler takes them many at a time.
    const FEW: usize = 64;
    let chunks = text.as_bytes().chunks(FEW);
    chunks.map(|chunk| usize::from(chunk.iter().map(|&byte| columns_of(byte)).sum::<u8>())).sum()
}

/// Columns that a byte adds: a character of several bytes counts at its first.
fn columns_of(byte: u8) -> u8 {
    let begins = u8::from(byte < 0x80) | u8::from(byte >= 0xC0);
    2 * begins - (u8::from(byte.is_ascii_alphanumeric()) | u8::from(byte == b' ') | u8::from(byte == b'.'))
}

/// `— 3 —`, `-12-`, `第3页`, `第 3 页 共 9 页`, `3 / 9`.
fn is_page_number(line: &str) -> bool {
    let dash = |c: char| matches!(c, '-' | '—' | '·' | '~' | ' ');
    let digits = |text: &str| !text.is_empty() && text.len() <= 4 && text.bytes().all(|b| b.is_ascii_digit());
    let inner = line.trim_matches(dash);
    if digits(inner) {
        return line.starts_with('—') || line.starts_with(dash) && line.ends_with(dash);
    }
    if let Some((page, pages)) = inner.split_once('/') {
        return digits(page.trim()) && digits(pages.trim()) && line.contains(' ');
    }
    let mut rest = inner;
    let mut pages = 0;
    for lead in ["第", "共"] {
        if let Some(after) = rest.trim_start_matches([' ', ',', '/']).strip_prefix(lead) {
            let Some((number, after)) = after.split_once('页') else { return false };
            if !digits(number.trim()) {
                return false;
            }
            rest = after;
            pages += 1;
        }
    }
    pages > 0 && rest.trim().is_empty()
}

/// How a hard-wrapped document is set.
#[derive(Clone, Copy)]
struct Wrapping {
    /// Columns of a full line.
    width: usize,
    /// Empty lines between the lines of one paragraph.
    blank: usize,
    /// Columns before a line that continues a paragraph.
    indent: usize,
}

impl Wrapping {
    /// A document is hard-wrapped if many lines of running text are of nearly one length, hardly any is longer, and most
    /// of them do not end where a sentence ends.
    fn of(text: &str, lines: &[Line]) -> Option<Wrapping> {
        const WIDEST: usize = 160;
        let mut of_width = [0usize; WIDEST + 1];
        let mut longer = 0;
        let mut all = 0;
        for line in lines.iter().filter(|line| !line.page_number) {
            all += 1;
            match of_width.get_mut(line.width) {
                Some(count) => *count += 1,
                None => longer += 1,
            }
        }
        let window = |w: usize| of_width[w.saturating_sub(5)..=w].iter().sum::<usize>();
        let width = (30..=WIDEST).max_by_key(|&w| (window(w), WIDEST - w))?;
        longer += of_width[(width + 5).min(WIDEST)..].iter().sum::<usize>();
        if window(width) < 6 || window(width) * 3 < all || longer * 12 > all {
            return None;
        }
        let mut wrapping = Wrapping { width, blank: 0, indent: 0 };
        let (mut full, mut open, mut running) = (0, 0, 0);
        let mut blanks = [0usize; 4];
        let mut indents = [0usize; 32];
        for pair in lines.windows(2).filter(|pair| wrapping.full(&pair[0]) && !pair[0].page_number) {
            let words = pair[0].text.of(text);
            full += 1;
            running += usize::from(words.contains([',', '。', '、']));
            if !ends_sentence(words) {
                open += 1;
                if !pair[1].page_number {
                    blanks[pair[1].blank.min(3)] += 1;
                    indents[pair[1].indent.min(31)] += 1;
                }
            }
        }
        wrapping.blank = (0..4).max_by_key(|&n| (blanks[n], 4 - n))?;
        wrapping.indent = (0..32).max_by_key(|&n| (indents[n], 32 - n))?;
        (full >= 6 && open * 2 > full && running * 2 > full).then_some(wrapping)
    }

    /// The next word would not have fitted.
    fn full(&self, line: &Line) -> bool {
        line.width * 10 >= self.width * 8
    }

    fn quite_full(&self, line: &Line) -> bool {
        line.width + line.indent.saturating_sub(self.indent) + 3 >= self.width
    }
}

/// The sentence goes on behind the line end.
fn continues(text: &str, line: &Line, next: &Line, page_between: bool, wrapping: Option<Wrapping>) -> bool {
    let (words, after) = (line.text.of(text), next.text.of(text));
    if words.ends_with([',', '、', '(', '《', '“', '〔'])
        || after.starts_with([',', '。', '、', '%', ')', '》', '”'])
    {
        return next.blank <= 1 && !(begins_item(after) && words.ends_with(','));
    }
    let ended = ends_sentence(words);
    if page_between && !ended && line.width >= 40 && !begins_item(after) {
        return true;
    }
    let Some(wrapping) = wrapping else { return false };
    if !page_between && next.blank > wrapping.blank || next.indent > wrapping.indent + 1 {
        return false;
    }
    if ended {
        return wrapping.quite_full(line)
            && words.ends_with(['。', ';'])
            && !begins_item(after)
            && next.indent <= wrapping.indent;
    }
    wrapping.full(line) && !(begins_item(words) && begins_item(after))
}

fn ends_sentence(words: &str) -> bool {
    words.trim_end_matches(['”', '’', '》', ')']).ends_with(['。', ';', '!', '?', ':'])
}

/// `一、`, `(二)`, `第三章`, `3.`, `——`, `四是`.
fn begins_item(words: &str) -> bool {
    let numeral = |c: char| "一二三四五六七八九十百零〇".contains(c);
    let open = words.trim_start_matches(['(', '第']);
    let after = open.trim_start_matches(numeral);
    if after.len() < open.len() {
        return after.starts_with(['、', ')', '章', '节', '条', '是']) && open.len() - after.len() <= 12;
    }
    let after = open.trim_start_matches(|c: char| c.is_ascii_digit());
    if after.len() < open.len() {
        let mut next = after.chars();
        return matches!(next.next(), Some('、' | ')' | '.'))
            && !next.next().is_some_and(|c| c.is_ascii_digit());
    }
    words.starts_with("——") || words.starts_with(|c| matches!(c, '①'..='⑳' | '●' | '■' | '◆'))
}

/// Index of the last line of the title that begins with line `n`; `n` where no title is set over several lines.
///
/// `…人民政府办公室关于成立某某` / `领导小组的通知`: short lines in a row without an end of sentence, of which the last
/// alone ends as a title does.
fn title_end(text: &str, lines: &[Line], n: usize) -> usize {
    const ENDS: &[&str] = &[
        "通知",
        "意见",
        "方案",
        "办法",
        "规定",
        "规划",
        "纲要",
        "计划",
        "要点",
        "措施",
        "决定",
        "公告",
        "通告",
        "细则",
        "条例",
        "批复",
        "通报",
        "函",
        "规则",
        "工作报告",
    ];
    let title_line = |line: &Line| {
        let words = line.text.of(text);
        line.width <= 84
            && !line.page_number
            && !words.ends_with(['日', '号'])
            && !words.contains([':', '。', ';', '!', '?'])
            && !begins_item(words)
    };
    let ends = |line: &Line| {
        let mut words = line.text.of(text).trim_end_matches(['》', '”']);
        if let Some((before, _)) = words.strip_suffix(')').and_then(|inner| inner.rsplit_once('(')) {
            words = before.trim_end_matches(['》', '”']);
        }
        ENDS.iter().any(|end| words.ends_with(end))
    };
    if !title_line(&lines[n]) || ends(&lines[n]) {
        return n;
    }
    let mut subject = false;
    for (at, line) in lines.iter().enumerate().skip(n).take(4) {
        if !title_line(line) || at > n && line.blank > 0 {
            return n;
        }
        let words = line.text.of(text);
        subject |= words.contains("关于") || words.contains("印发") || words.contains('《');
        if at > n && ends(line) {
            return if subject || n == 0 && at == 1 { at } else { n };
        }
    }
    n
}

/// Spans in order; neighbours become one.
struct Noise(Vec<Span>);

impl Noise {
    fn leave_out(&mut self, span: Span) {
        match self.0.last_mut() {
            Some(last) if span.start() <= last.end() => *last = last.ending_at(last.end().max(span.end())),
            _ if span.is_empty() => {}
            _ => self.0.push(span),
        }
    }
}

/// Leaves out the spaces inside one line that part what belongs together.
fn spaces(text: &str, line: &Line, full: bool, noise: &mut Noise) {
    let words = line.text.of(text);
    let bytes = words.as_bytes();
    let offset = line.text.start();
    if memchr(b' ', bytes).is_none() {
        for at in memchr_iter(b'(', bytes) {
            if let Some(length) = pinyin(&words[at..]) {
                noise.leave_out(Span::new(at, at + length).shifted(offset));
            }
        }
        return;
    }
    let running = full || line.width >= 110;
    let listed = running && is_list(words);
    let mut at = 0;
    // Where the sentence began that the place is in.
    let mut sentence = 0;
    while at < bytes.len() {
        if bytes[at] != b' ' && bytes[at] != b'(' {
            if bytes[at] == 0xE3 && bytes[at..].starts_with("。".as_bytes())
                || matches!(bytes[at], b':' | b';' | b'!' | b'?')
            {
                sentence = at + if bytes[at] == 0xE3 { 3 } else { 1 };
            }
            at += 1;
            continue;
        }
        if bytes[at] == b'(' {
            if let Some(length) = pinyin(&words[at..]) {
                noise.leave_out(Span::new(at, at + length).shifted(offset));
                at += length;
            } else {
                at += 1;
            }
            continue;
        }
        let end = at + bytes[at..].iter().take_while(|&&b| b == b' ').count();
        if let Some(length) = page_number_inside(&bytes[at..]) {
            noise.leave_out(Span::new(at, at + length).shifted(offset));
            at += length;
            sentence = at;
            continue;
        }
        if end == at + 1 {
            let gap = Gap { words, at, running: running && !listed, sentence };
            if gap.is_noise() {
                noise.leave_out(Span::new(at, end).shifted(offset));
            } else if gap.running && gap.heads(&words[..at]) {
                sentence = end;
            }
        }
        at = end;
    }
}

/// `— 3 —` between two spaces, from one to the other.
fn page_number_inside(bytes: &[u8]) -> Option<usize> {
    let skip = |from: usize, part: &[u8]| bytes[from..].starts_with(part).then(|| from + part.len());
    let dash = |from: usize| skip(from, "—".as_bytes()).or_else(|| skip(from, b"-"));
    let at = skip(dash(skip(0, b" ")?)?, b" ")?;
    let digits = bytes[at..].iter().take_while(|b| b.is_ascii_digit()).count();
    if digits == 0 || digits > 4 {
        return None;
    }
    let at = dash(skip(at + digits, b" ")?)?;
    if at == bytes.len() { Some(at) } else { skip(at, b" ") }
}

/// Names in a row with a space between any two: `党的建设 创先争优 方案 通知`.
fn is_list(words: &str) -> bool {
    let spaces = words.bytes().filter(|&b| b == b' ').count();
    spaces >= 2 && words.len() / (spaces + 1) < 24
}

/// The length of `(zé)`: how a character is read.
fn pinyin(words: &str) -> Option<usize> {
    const TONES: &str = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü";
    let mut toned = false;
    for (at, c) in words.char_indices().skip(1).take(9) {
        match c {
            ')' => return toned.then_some(at + 1),
            c if TONES.contains(c) => toned = true,
            'a'..='z' | ' ' => {}
            _ => return None,
        }
    }
    None
}

/// A single space in a line.
struct Gap<'t> {
    words: &'t str,
    at: usize,
    /// The line is running text, not a row of names.
    running: bool,
    sentence: usize,
}

impl Gap<'_> {
    fn is_noise(&self) -> bool {
        let before = &self.words[..self.at];
        let after = &self.words[self.at + 1..];
        let (Some(p), Some(n)) = (before.chars().next_back(), after.chars().next()) else { return false };
        let digit = |c: char| c.is_ascii_digit();
        if digit(p) && digit(n) {
            return self.splits_number(before, after);
        }
        if digit(p) && matches!(n, '%' | '‰') {
            return true;
        }
        if digit(p) && n == '.' {
            return after[1..].trim_start_matches(' ').starts_with(digit) && !self.marker(before);
        }
        if p == '.' && digit(n) {
            let whole = before[..before.len() - 1].trim_end_matches(' ');
            let rest = after.trim_start_matches(digit).trim_start_matches(' ');
            let unit = rest.starts_with(['%', '亿', '万', '个', '元', '倍', '公', '米', '吨']);
            return whole.ends_with(digit) && !self.marker(whole) && unit;
        }
        if digit(p) && is_han(n) {
            let first = self.marker(before);
            return if first { "年月日亿万".contains(n) } else { self.running || UNITS.contains(n) };
        }
        if digit(n) && matches!(p, '年' | '月' | '第' | '约' | ']' | '〕') {
            return !(self.running && self.heads(before));
        }
        if digit(n) && is_han(p) && matches!(after.as_bytes(), [_, b' ', b'0'..=b'9', b' ' | 0x80.., ..]) {
            // 到 2 0 1 0年
            return true;
        }
        if !self.running {
            return false;
        }
        let word =
            |c: char| is_han(c) || c.is_ascii_alphanumeric() || matches!(c, '“' | '”' | '《' | '》' | '%');
        let parted = word(p) && word(n) && !(p.is_ascii_alphanumeric() && n.is_ascii_alphanumeric());
        (parted || matches!(p, ',' | '、' | '(') || n == ')') && !self.heads(before)
    }

    /// The text up to here is nothing but a number at the beginning of the line: `1 总则`.
    fn marker(&self, before: &str) -> bool {
        before.len() <= 4 && before.bytes().all(|b| b.is_ascii_digit())
    }

    /// `2 0 1 0年`, `1 6日`, `9 8.6亿元`; not `附件1 2024年`.
    fn splits_number(&self, before: &str, after: &str) -> bool {
        let digit = |c: char| c.is_ascii_digit();
        let left = before.len() - before.trim_end_matches(digit).len();
        let right = after.len() - after.trim_start_matches(digit).len();
        let year = left + right == 4 && after[right..].trim_start().starts_with('年');
        if !(right == 1 && left <= 3 || year) {
            return false;
        }
        let number = after
            .char_indices()
            .take(30)
            .find(|&(_, c)| !matches!(c, '0'..='9' | ' ' | '.' | '-' | '—' | '~'));
        number.is_some_and(|(_, c)| is_han(c) || c == '%' || c == '‰')
    }

    /// The words since the last end of a sentence are a heading: `一、2023年工作回顾`.
    fn heads(&self, before: &str) -> bool {
        let since = before[self.sentence..].trim_start_matches([' ', '”', ')', '—']);
        since.len() <= 80 && begins_item(since) && !since.contains([',', '。']) && !since.contains('是')
    }
}

/// Characters that a number counts in.
const UNITS: &str = "年月日号亿万千百元人个家项户名件次种类座所处条亩吨公里米平立度分时天周期级届位辆台套艘间张份本场批倍成点";

fn is_han(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '〇')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view(folded: &str) -> String {
        let mut view = folded.to_string();
        for span in noise(folded).iter().rev() {
            view.replace_range(span.start()..span.end(), "");
        }
        view
    }

    #[test]
    fn phrases_lose_what_only_lays_them_out() {
        for line in include_str!("../corpus/phrases/layout.tsv").lines() {
            let (expected, source) = line.split_once('\t').unwrap();
            let expected = if expected == "-" { source } else { expected };
            assert_eq!(view(&source.replace('⏎', "\n")), expected.replace('⏎', "\n"), "{source}");
        }
    }

    /// A paragraph of `sentence`s set in lines of `width` characters.
    fn set(sentences: &str, width: usize, between: &str) -> String {
        let characters: Vec<char> = sentences.chars().collect();
        let lines: Vec<String> = characters.chunks(width).map(|line| line.iter().collect()).collect();
        lines.join(between)
    }

    #[test]
    fn a_hard_wrapped_document_is_joined() {
        let prose =
            "全县上下坚持稳中求进工作总基调,统筹推进各项事业发展,办成了一批群众关心的实事好事。".repeat(8);
        for between in ["\n", "\n\n", "\r\n"] {
            let paragraph = set(&prose, 31, between);
            let source = format!("{paragraph}\n\n一、主要目标\n\n{paragraph}");
            assert_eq!(view(&source), format!("{prose}\n\n一、主要目标\n\n{prose}"), "{between:?}");
        }
    }

    #[test]
    fn rows_of_one_length_are_not_joined() {
        let rows = "张三(县财政局局长办公室主任)王五成员\n".repeat(30);
        assert_eq!(view(&rows), rows);
        let paragraphs = "加快推进重点项目建设,力争年内开工,确保明年竣工投产。\n".repeat(30);
        assert_eq!(view(&paragraphs), paragraphs);
    }
}
