//! People behind labels: rows of a leading group (`组　长:韩　正　国务院副总理`, then rows without a label), `成员:张三、李四`,
//! editors and reviewers (`三审:陈远龙`, `文/王小明`).

use super::name::{self, Border};
use super::{Said, post};
use crate::lexicon::{Lexicon, PostKind};
use crate::recognise::Found;
use crate::record::PersonRole;
use crate::span::Span;

/// Bytes of a line that can still be a row of a list without a label of its own.
const ROW: usize = 300;
/// Characters of the longest label.
const LABEL: usize = 6;

/// A label and what it says of the names behind it.
#[derive(Clone, Copy, Debug)]
struct Label {
    span: Span,
    kind: PostKind,
    /// Where the names begin.
    after: usize,
}

/// All people behind labels that end in a colon or stand at the beginning of a line.
pub(super) fn labelled(view: &str, lexicon: &Lexicon) -> Vec<Found<Said>> {
    let mut found = Vec::new();
    let mut roster: Option<Label> = None;
    let mut start = 0;
    while let Some(line) = view.get(start..).filter(|rest| !rest.is_empty()) {
        let end = memchr::memchr(b'\n', line.as_bytes()).map_or(line.len(), |end| end + 1);
        let line = &line[..end];
        let span = Span::new(start, start + line.trim_end().len());
        start += line.len();
        if span.trimmed(view).is_empty() {
            continue;
        }
        let labels = labels(view, span, lexicon);
        if labels.is_empty() {
            if let Some(label) = roster {
                let count = if span.len() > ROW { 0 } else { names(view, span, label, lexicon, &mut found) };
                roster = roster.filter(|_| count > 0);
            }
            continue;
        }
        for (n, label) in labels.iter().enumerate() {
            let end = labels.get(n + 1).map_or(span.end(), |next| next.span.start());
            let region = Span::new(label.after, end.max(label.after));
            let count = names(view, region, *label, lexicon, &mut found);
            let group = matches!(label.kind, PostKind::Leader | PostKind::Deputy | PostKind::Member);
            let blank = region.trimmed(view).is_empty();
            roster = (group && (count > 0 || blank)).then_some(*label);
        }
    }
    found
}

/// The labels of a line.
fn labels(view: &str, line: Span, lexicon: &Lexicon) -> Vec<Label> {
    let mut labels = Vec::new();
    labels.extend(label_at_start(view, line, lexicon));
    for at in memchr::memchr_iter(b':', line.of(view).as_bytes()) {
        let colon = line.start() + at;
        if let Some(label) = label_before(view, line.start(), colon, lexicon) {
            // A label that begins the line is found from both sides.
            if labels.last().is_some_and(|other: &Label| other.span.meets(label.span)) {
                labels.pop();
            }
            labels.push(label);
        }
    }
    labels
}

/// `组　长:`, `一审(撰稿人):`, `领导小组副组长:`.
fn label_before(view: &str, floor: usize, colon: usize, lexicon: &Lexicon) -> Option<Label> {
    let mut text = view[floor..colon].trim_end_matches(' ');
    if let Some(inside) = text.strip_suffix(')') {
        let open = inside.char_indices().rev().take(12).find(|&(_, c)| c == '(')?.0;
        text = text[..open].trim_end_matches(' ');
    }
    let end = floor + text.len();
    let mut letters: Vec<(usize, char)> = Vec::with_capacity(LABEL);
    let mut spaces = 0;
    for (at, c) in text.char_indices().rev() {
        if c == ' ' && spaces < 8 {
            spaces += 1;
        } else if c.is_alphabetic() && letters.len() < LABEL {
            spaces = 0;
            letters.push((floor + at, c));
        } else {
            break;
        }
    }
    letters.reverse();
    (0..letters.len()).find_map(|from| {
        let word: String = letters[from..].iter().map(|&(_, c)| c).collect();
        let start = letters[from].0;
        let kind = as_label(&word, lexicon.posts.kind(&word)?)?;
        let apart = view[floor..start].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
        let everywhere = matches!(kind, PostKind::Leader | PostKind::Deputy | PostKind::Member);
        let span = Span::new(start, end);
        (everywhere || apart).then_some(Label { span, kind, after: colon + 1 })
    })
}

/// `组　长  张三  县长`: a label at the beginning of a line, set apart by spaces alone.
fn label_at_start(view: &str, line: Span, lexicon: &Lexicon) -> Option<Label> {
    let text = line.of(view);
    let begin = line.start() + text.len() - text.trim_start().len();
    if !view[begin..].starts_with(['组', '副', '成', '主', '总', '召', '常', '指', '第', '执']) {
        return None;
    }
    let mut word = String::new();
    for (at, c) in view[begin..line.end()].char_indices().take(20) {
        if c == ' ' {
            continue;
        }
        if !c.is_alphabetic() || word.chars().count() >= LABEL {
            return None;
        }
        word.push(c);
        let end = begin + at + c.len_utf8();
        let apart = view[end..line.end()].chars().next().is_none_or(|c| c == ' ');
        let kind = lexicon.posts.kind(&word).and_then(|kind| as_label(&word, kind));
        if let Some(kind @ (PostKind::Leader | PostKind::Deputy | PostKind::Member)) = kind.filter(|_| apart)
        {
            return Some(Label { span: Span::new(begin, end), kind, after: end });
        }
    }
    None
}

/// Posts that are offices of a group where they stand as a label.
fn as_label(word: &str, kind: PostKind) -> Option<PostKind> {
    match kind {
        PostKind::Post => Some(match word {
            "主任" | "主席" | "会长" | "理事长" => PostKind::Leader,
            "副主任" | "副主席" | "副会长" | "副理事长" => PostKind::Deputy,
            "委员" | "秘书长" | "副秘书长" => PostKind::Member,
            _ => PostKind::Post,
        }),
        PostKind::Address | PostKind::Deed => None,
        _ => Some(kind),
    }
}

/// People behind an author's label that stands without a colon: `文/张三`, `记者 张三 李四`.
pub(super) fn by_line(view: &str, label: Span, lexicon: &Lexicon) -> Vec<Found<Said>> {
    let apart = view[..label.start()].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
    let paper = view[..label.start()].ends_with("本报") || view[..label.start()].ends_with("全媒体");
    let after = &view[label.end()..];
    let mut found = Vec::new();
    if (apart || paper) && after.starts_with(['/', ' ', '|']) {
        let end = label.end() + after.find('\n').unwrap_or(after.len()).min(200);
        let end = (end..).find(|&at| view.is_char_boundary(at)).unwrap_or(view.len());
        let label = Label { span: label, kind: PostKind::Author, after: label.end() + 1 };
        names(view, Span::new(label.after, end), label, lexicon, &mut found);
    }
    found
}

/// Reads the names of a region with the posts beside them; gives how many.
fn names(view: &str, region: Span, label: Label, lexicon: &Lexicon, out: &mut Vec<Found<Said>>) -> usize {
    let mut reader = Reader { view, region, label, lexicon, at: region.start(), rows: Vec::new(), others: 0 };
    reader.read();
    let Reader { mut rows, others, .. } = reader;
    if rows.iter().filter(|row| row.posts.is_empty()).count() < others {
        rows.retain(|row| !row.posts.is_empty());
    }
    let role = match label.kind {
        PostKind::Leader => Some(PersonRole::GroupLeader),
        PostKind::Deputy => Some(PersonRole::GroupDeputy),
        PostKind::Member => Some(PersonRole::GroupMember),
        PostKind::Author => Some(PersonRole::Author),
        PostKind::Post | PostKind::Address | PostKind::Contact | PostKind::Deed => Some(PersonRole::Official),
    };
    let rule = match label.kind {
        PostKind::Author => "an author, editor or reviewer",
        PostKind::Leader | PostKind::Deputy | PostKind::Member => "a row of a list",
        PostKind::Post | PostKind::Address | PostKind::Contact | PostKind::Deed => "a name after a label",
    };
    let count = rows.len();
    out.extend(rows.into_iter().map(|row| {
        let name = name::closed_up(row.name.of(view));
        let posts = if label.kind == PostKind::Post { vec![label.span] } else { row.posts };
        Found { span: row.name, rule, value: Said { name, posts, role } }
    }));
    count
}

/// A name in a list with its posts.
struct Row {
    name: Span,
    posts: Vec<Span>,
}

struct Reader<'a> {
    view: &'a str,
    region: Span,
    label: Label,
    lexicon: &'a Lexicon,
    at: usize,
    rows: Vec<Row>,
    /// Entries that are no names: bodies, mostly.
    others: usize,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        &self.view[self.at..self.region.end()]
    }

    /// Skips spaces and separators; gives the last separator.
    fn skip(&mut self) -> Option<char> {
        let mut separator = None;
        while let Some(c) = self.rest().chars().next().filter(|c| " 、,;|/".contains(*c)) {
            if c != ' ' || separator.is_none() {
                separator = Some(c);
            }
            self.at += 1.max(c.len_utf8());
        }
        separator
    }

    fn read(&mut self) {
        self.skip();
        self.skip_number();
        let mut pending: Vec<Span> = Vec::new();
        let mut name_first = None;
        let only_names = matches!(self.label.kind, PostKind::Author | PostKind::Contact);
        let mut separator = None;
        while !self.rest().is_empty() && self.others < 12 {
            if let Some(name) = self.name() {
                name_first.get_or_insert(true);
                self.at = name.end();
                if self.rest().starts_with("同志") {
                    self.at += "同志".len();
                }
                let mut posts = std::mem::take(&mut pending);
                posts.extend(self.bracket());
                self.rows.push(Row { name, posts });
                if self.label.kind == PostKind::Contact {
                    return;
                }
            } else if only_names || !self.rest().starts_with(|c: char| c.is_alphabetic()) {
                return;
            } else {
                let token = self.token();
                self.at = token.end();
                if let Some(row) = self.glued(token) {
                    name_first.get_or_insert(false);
                    self.rows.push(row);
                } else if name_first == Some(true) {
                    self.after_name(token, separator);
                } else {
                    name_first = Some(false);
                    match self.is_post(token) {
                        true => pending.push(token),
                        false => self.others += 1,
                    }
                }
            }
            let before = self.at;
            separator = self.skip();
            if separator.is_none() && self.at == before {
                return;
            }
        }
    }

    /// `1.张三`: rows may be numbered.
    fn skip_number(&mut self) {
        let digits = self.rest().bytes().take_while(u8::is_ascii_digit).count();
        if digits > 0 && self.rest()[digits..].starts_with(['.', '、']) {
            self.at += digits + 1.max(self.rest()[digits..].chars().next().map_or(1, char::len_utf8));
            self.skip();
        }
    }

    /// A name here, with a border behind it.
    fn name(&self) -> Option<Span> {
        let bracketed = |name: Span| self.view[name.end()..].trim_start_matches(' ').starts_with('(');
        let group = matches!(self.label.kind, PostKind::Leader | PostKind::Deputy);
        name::candidates(self.view, self.at, self.lexicon).find(|&name| {
            let border = name::border(self.view, name.end(), self.lexicon);
            let ends = border == Border::Hard || self.view[name.end()..].starts_with("同志");
            let words = name.of(self.view);
            ends && name.end() <= self.region.end()
                && (!name::is_lookalike(self.view, name, self.lexicon)
                    || bracketed(name)
                        && self.rows.is_empty()
                        && name::is_telling(self.view, name, self.lexicon))
                && (group || bracketed(name) || !name::ends_like_body(words) || words.ends_with('会'))
        })
    }

    /// The words up to the next space or separator.
    fn token(&self) -> Span {
        let words = self.rest();
        let end = words.find([' ', '、', ',', ';', '|', '/', '。']).unwrap_or(words.len());
        Span::new(self.at, self.at + end)
    }

    /// `县长李四` in one piece.
    fn glued(&self, token: Span) -> Option<Row> {
        let name = name::ending_at(self.view, token.end(), token.start(), self.lexicon).find(|name| {
            let head = &self.view[token.start()..name.start()];
            self.lexicon.posts.ending(head).is_some_and(|(_, kind)| kind == PostKind::Post)
                && !name::is_lookalike(self.view, *name, self.lexicon)
        })?;
        let head = Span::new(token.start(), name.start());
        let floor = self.rows.last().map_or(self.region.start(), |row| row.name.end());
        let posts = post::before(self.view, head, floor, self.lexicon);
        Some(Row { name, posts })
    }

    /// A token behind a name: one of its posts, or an entry that is no name.
    fn after_name(&mut self, token: Span, separator: Option<char>) {
        let is_post = self.is_post(token);
        let short = token.len() <= 120;
        let Some(row) = self.rows.last_mut() else { return };
        match separator {
            Some(' ') if short && row.posts.len() < 8 => row.posts.push(token),
            Some('、' | ',')
                if short
                    && (is_post || !row.posts.is_empty())
                    && !(row.posts.is_empty() && separator == Some('、')) =>
            {
                row.posts.push(token)
            }
            _ => self.others += 1,
        }
    }

    fn is_post(&self, token: Span) -> bool {
        self.lexicon.posts.ending(token.of(self.view)).is_some_and(|(_, kind)| kind == PostKind::Post)
    }

    /// `(市委宣传部)`, `(县委常委、宣传部长)`, not `(女)`.
    fn bracket(&mut self) -> Vec<Span> {
        let rest = &self.view[self.at..self.region.end()];
        let gap = rest.bytes().take_while(|&byte| byte == b' ').count();
        let Some(inside) = rest[gap..].strip_prefix('(') else { return Vec::new() };
        let Some(length) = inside.find([')', '\n']).filter(|&length| length <= 150) else {
            return Vec::new();
        };
        let start = self.at + gap + 1;
        self.at = start + length + usize::from(inside[length..].starts_with(')'));
        let mut posts = Vec::new();
        let mut from = start;
        for part in inside[..length].split(['、', ',', ';']) {
            let span = Span::new(from, from + part.len()).trimmed(self.view);
            from += part.len() + self.view[from + part.len()..].chars().next().map_or(1, char::len_utf8);
            let words = span.of(self.view);
            let attribute = words.ends_with('族')
                || words.starts_with('兼')
                || words.chars().count() < 2
                || matches!(words, "常务" | "专职" | "执行" | "兼任" | "牵头");
            if !attribute {
                posts.push(span);
            }
        }
        posts
    }
}
