//! What each line of a document is by its place and words: title, masthead, signature, roster, table, furniture or text.

use crate::layout::{self, Line};
use crate::lexicon::frame::Class;
use crate::lexicon::{Frame, Hits, Table};

use super::marker::{self, Kind};

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Text,
    Title,
    Masthead,
    Roster,
    /// A cell of a task table; with what its column holds, where that is certain.
    Cell(Option<Column>),
    Furniture,
}

/// What a column of a task table holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// What is to be done.
    Task,
    Other,
}

/// The lines of a view with what is known of them.
pub struct Lines<'v> {
    view: &'v str,
    lines: &'v [Line],
    inside: &'v [bool],
    frame: &'v Frame,
    /// Classes of words that stand somewhere in the line, as bits.
    marks: Vec<u8>,
    roles: Vec<Role>,
}

/// The role of each line; those `inside` of tables whose cells are known are cells of no other.
pub fn roles(view: &str, lines: &[Line], inside: &[bool], hits: &Hits, frame: &Frame) -> Vec<Role> {
    let mut marks = vec![0u8; lines.len()];
    let mut n = 0;
    for hit in hits.names.iter().filter(|hit| hit.table == Table::Frame) {
        while n < lines.len() && lines[n].text.end() <= hit.span.start() {
            n += 1;
        }
        let Some(mark) = marks.get_mut(n) else { break };
        let class = frame.class(hit.row);
        // A stamp deep inside a long line is a word of the text: 加快公文打印.
        if class != Class::Stamp || hit.span.start() < lines[n].text.start() + 24 || lines[n].width < 60 {
            *mark |= 1 << class as u8;
        }
    }
    let roles = vec![Role::Text; lines.len()];
    let mut all = Lines { view, lines, inside, frame, marks, roles };
    let body = all.body();
    all.top(body);
    let end = all.tail(body);
    all.middle(body, end);
    all.roles
}

impl<'v> Lines<'v> {
    fn words(&self, n: usize) -> &'v str {
        self.lines[n].text.of(self.view)
    }

    fn has(&self, n: usize, class: Class) -> bool {
        self.marks[n] & 1 << class as u8 != 0
    }

    fn added(&self, n: usize) -> bool {
        self.marks[n] & 0b1111 != 0
    }

    /// The first line of running text; no further down than a page's head can reach.
    fn body(&self) -> usize {
        const HEAD: usize = 200;
        let text = |&n: &usize| {
            let words = self.words(n);
            // A short line that ends as a sentence does is one, too: 各乡镇要建好村卫生室。
            let long = self.lines[n].width >= 50 && words.contains(['。', ';']);
            let sentence = (long || words.ends_with('。')) && !self.added(n);
            sentence
                || words.starts_with("各位")
                || marker::read(words, true)
                    .is_some_and(|m| m.kind != Kind::Dash && !m.is_lost() && m.kind.rank() != Some(0))
                || self.roster_label(n)
        };
        (0..self.lines.len().min(HEAD)).find(text).unwrap_or_else(|| self.lines.len().min(HEAD))
    }

    /// Titles, masthead and furniture above the text.
    fn top(&mut self, body: usize) {
        let last_added = (0..body).rev().find(|&n| self.added(n) && !has_number(self.words(n)));
        let mut candidates = Vec::new();
        for n in 0..body {
            let words = self.words(n);
            self.roles[n] = if has_number(words) {
                Role::Masthead
            } else if self.has(n, Class::Navigation)
                || (self.added(n) && !self.names_genre(words))
                || self.has(n, Class::Teaser) && self.lines[n].width > 100
            {
                Role::Furniture
            } else if is_date(words)
                || self.label(words)
                || bracketed(words)
                || words.ends_with(':')
                || words.starts_with('—')
            {
                Role::Masthead
            } else if self.names_genre(words) && self.lines[n].width >= 10 {
                candidates.push(n);
                Role::Title
            } else {
                Role::Masthead
            };
        }
        if candidates.is_empty() {
            // The longest line of the head that is nothing else: a title need not name its genre.
            let plain = (0..body).filter(|&n| {
                self.roles[n] == Role::Masthead
                    && self.lines[n].width >= 14
                    && self.could_be_title(self.words(n))
            });
            if let Some(title) = plain.max_by_key(|&n| self.lines[n].width) {
                self.roles[title] = Role::Title;
                candidates.push(title);
            }
        }
        self.decorated(&candidates);
        let title = (0..body).find(|&n| self.roles[n] == Role::Title).unwrap_or(body);
        // What stands above the title among the site's own lines is the site's.
        for n in 0..title.min(last_added.map_or(0, |last| last + 1)) {
            let words = self.words(n);
            if self.roles[n] == Role::Masthead && !has_number(words) && !self.label(words) && !is_date(words)
            {
                self.roles[n] = Role::Furniture;
            }
        }
        // A heading may stand directly over the text: 2023年工作回顾.
        if let Some(n) = body.checked_sub(1).filter(|&n| self.roles[n] == Role::Masthead) {
            let words = self.words(n);
            if self.could_be_title(words) && !words.contains("  ") && self.lines[n].width <= 60 {
                self.roles[n] = Role::Text;
            }
        }
        for n in 0..body {
            if self.roles[n] == Role::Masthead && is_web_date(self.words(n)) {
                self.roles[n] = Role::Furniture;
            }
        }
    }

    fn could_be_title(&self, words: &str) -> bool {
        !has_number(words)
            && !is_date(words)
            && !self.label(words)
            && !bracketed(words)
            && !words.ends_with([':', ','])
            && !words.starts_with('—')
            && !self.signs(words)
            && !speaks(words)
    }

    /// `【卫生意见】…实施意见(全文)` above the title itself is the page's.
    fn decorated(&mut self, candidates: &[usize]) {
        let adorned = |words: &str| {
            words.starts_with(['【', '['])
                || words.ends_with("(全文)")
                || words.contains(" - ")
                || words.contains('_')
                || words.contains('|')
        };
        let plain = candidates.iter().any(|&n| !adorned(self.words(n)));
        for &n in candidates {
            if plain && adorned(self.words(n)) {
                self.roles[n] = Role::Furniture;
            }
        }
    }

    /// Marks what the page added below the text; gives where the text ends.
    ///
    /// The page's own lines begin with the first line below the last words of the text that is one of a page's
    /// (`上一篇`, `版权所有`); what follows it, links and names, is the page's too.
    fn tail(&mut self, body: usize) -> usize {
        let count = self.lines.len();
        let page = |n: usize| {
            // 年内完成适老化改造500户。 is a sentence, though 适老化 is a link on many pages.
            let link = self.has(n, Class::Navigation) && !self.words(n).ends_with(['。', ';']);
            (self.has(n, Class::Tail) || link)
                && (self.lines[n].width < 200 || self.marks[n].count_ones() > 1)
        };
        let text = |n: usize| {
            let words = self.words(n);
            let marked = page(n)
                || self.has(n, Class::Contact)
                || self.has(n, Class::Stamp) && self.lines[n].width < 100;
            let sentence = words.ends_with(['。', ';']) && self.lines[n].width > 40;
            !marked
                && (sentence
                    || is_date(words)
                    || self.label(words)
                    || self.roster_label(n)
                    || words.starts_with("(此件"))
        };
        let last = (body..count).rev().find(|&n| text(n)).map_or(body, |n| n + 1);
        let first = (last..count).find(|&n| page(n)).unwrap_or(count);
        for role in &mut self.roles[first..] {
            *role = Role::Furniture;
        }
        first
    }

    /// Signatures, titles of annexed plans, rosters and tables.
    fn middle(&mut self, body: usize, end: usize) {
        let mut n = body;
        while n < end {
            if self.inside[n] {
                n += 1;
                continue;
            }
            n = if let Some(next) =
                self.table(n, end).or_else(|| self.roster(n, end)).or_else(|| self.signature(n, end))
            {
                next
            } else {
                self.single(n, end);
                n + 1
            };
        }
    }

    fn single(&mut self, n: usize, end: usize) {
        let words = self.words(n);
        let width = self.lines[n].width;
        if width > 160 || self.roles[n] != Role::Text {
            return;
        }
        let page = self.has(n, Class::Stamp) && width <= 60 && !self.source(words) && has_web_date(words);
        let masthead = self.label(words)
            || self.source(words)
            || words.ends_with("印发") && !words.contains([',', '。'])
            || words.starts_with("(此件") && width < 60
            || words.starts_with("此件") && width < 40
            || has_number(words) && width <= 60 && !words.contains('。') && !words.contains('《')
            || words.starts_with("各位") && words.ends_with([':', '!', ',']) && width <= 40
            || self.addressees(n);
        if page {
            self.roles[n] = Role::Furniture;
        } else if masthead {
            self.roles[n] = Role::Masthead;
            self.annex_list(n, end);
        } else if n > 0 && self.names_genre(words) && marker::read(words, true).is_none() && width <= 120 {
            let before = self.roles[n - 1];
            let annexed = marker::read(self.words(n - 1), true).is_some_and(|m| m.kind == Kind::Annex);
            let opens = n + 1 < end && !words.contains(['。', ';', ':']);
            if opens && (matches!(before, Role::Masthead | Role::Title) || annexed) {
                self.roles[n] = Role::Title;
            }
        }
    }

    /// `附件:1.任务分工表` / `2.指标表`: the rows after the first.
    fn annex_list(&mut self, n: usize, end: usize) {
        if !self.words(n).starts_with("附件") {
            return;
        }
        for next in (n + 1..end).take(30) {
            let words = self.words(next);
            let row = marker::read(words, true)
                .is_some_and(|m| matches!(m.kind, Kind::DigitDot | Kind::Digit | Kind::DigitHalf));
            if !row || self.lines[next].width > 100 || words.ends_with(['。', ';']) {
                break;
            }
            self.roles[next] = Role::Masthead;
        }
    }

    /// `各支部、各科室:` near the head of a notice.
    fn addressees(&self, n: usize) -> bool {
        let words = self.words(n);
        let Some(names) = words.strip_suffix(':') else { return false };
        let last = names.rsplit(['、', ',']).next().unwrap_or(names);
        let named = last.starts_with('各')
            || self.frame.suffix(last, Class::Issuer).is_some()
            || last.ends_with("单位")
            || last.ends_with("部门");
        named
            && !names.contains(['。', ';'])
            && n > 0
            && matches!(self.roles[n - 1], Role::Title | Role::Masthead)
    }

    /// Lines of names, then a line with a date: gives the line after.
    fn signature(&mut self, n: usize, end: usize) -> Option<usize> {
        const NAMES: usize = 6;
        let date = (n..end.min(n + NAMES + 1)).find(|&at| is_date(self.words(at)))?;
        let names = n..date;
        if !names.clone().all(|at| self.signs(self.words(at)) && self.lines[at].width <= 120) {
            return None;
        }
        self.roles[n..=date].fill(Role::Masthead);
        Some(date + 1)
    }

    /// The name of a body, or several with wide gaps between.
    fn signs(&self, words: &str) -> bool {
        !words.contains(['。', ';', ',', ':', '!', '《'])
            && self.frame.suffix(words, Class::Issuer).is_some()
            && marker::read(words, true).is_none()
    }

    /// `主题词:…`, `抄送:…`, `共印60份`.
    fn label(&self, words: &str) -> bool {
        self.frame.prefix(words, Class::Label).is_some_and(|length| {
            let after = words[length..].trim_start();
            after.starts_with(':') || words.starts_with("共印") || words.starts_with("此件")
        })
    }

    /// `一审(撰稿人):…`, `信息来源:…`.
    fn source(&self, words: &str) -> bool {
        self.frame.prefix(words.trim_start_matches('('), Class::Source).is_some_and(|length| {
            let after = words.trim_start_matches('(')[length..].trim_start();
            let after = match after.strip_prefix('(').and_then(|inner| inner.split_once(')')) {
                Some((_, after)) => after.trim_start(),
                None => after,
            };
            after.starts_with(':') && words.len() <= 150
        })
    }

    /// Ends as titles do: `…实施方案(试行)`, `…的通知`.
    fn names_genre(&self, words: &str) -> bool {
        let mut words = words.trim_end_matches(['》', '”', '*', ' ']);
        for _ in 0..2 {
            if let Some((before, _)) =
                words.strip_suffix([')', '】']).and_then(|inner| inner.rsplit_once(['(', '【']))
            {
                words = before.trim_end_matches(['》', '”', ' ']);
            }
        }
        words.len() <= 360 && self.frame.suffix(words, Class::Genre).is_some()
    }

    fn roster_label(&self, n: usize) -> bool {
        self.lines[n].width <= 200 && roster_row(self.frame, self.words(n))
    }

    /// A leading group's list: rows with a label, and the rows of names after them. Gives the line after.
    fn roster(&mut self, n: usize, end: usize) -> Option<usize> {
        let words = self.words(n);
        // Two bytes have a column at least.
        if words.len() > 800 || !roster_row(self.frame, words) || layout::columns(words) > 400 {
            return None;
        }
        let mut next = n;
        while next < end {
            let words = self.words(next);
            if !(roster_row(self.frame, words) || next > n && is_name_row(words)) {
                break;
            }
            self.roles[next] = Role::Roster;
            next += 1;
        }
        (next > n).then_some(next)
    }

    /// A task table with each cell on a line of its own. Gives the line after its last cell.
    fn table(&mut self, n: usize, end: usize) -> Option<usize> {
        let column = |at: usize| {
            let words = self.words(at);
            if words.len() > 45 {
                return None;
            }
            if self.frame.is(words, Class::Task) {
                return Some(Column::Task);
            }
            let known = self.frame.is(words, Class::Column)
                || words.contains("处室")
                || words.ends_with("单位") && words.len() <= 24;
            known.then_some(Column::Other)
        };
        let columns: Vec<Column> = (n..end).map_while(column).take(24).collect();
        if columns.len() < 3 {
            return None;
        }
        let numbered = matches!(self.words(n), "序号" | "编号");
        let mut at = n + columns.len();
        self.roles[n..at].fill(Role::Cell(Some(Column::Other)));
        let has_task = columns.contains(&Column::Task);
        let (mut row, mut expected) = (at, 1);
        while at < end && !self.ends_table(at) {
            let words = self.words(at);
            let number = words.len() <= 4 && words.parse() == Ok(expected);
            if numbered && number {
                self.settle(row, at, &columns);
                (row, expected) = (at, expected + 1);
            }
            let names_item = numbered && has_task && at == row + 1 && self.lines[at].width <= 60;
            self.roles[at] = Role::Cell((number || names_item).then_some(Column::Other));
            at += 1;
        }
        self.settle(row, at, &columns);
        Some(at)
    }

    /// A row with as many cells as there are columns is read by its columns.
    fn settle(&mut self, row: usize, end: usize, columns: &[Column]) {
        if end - row == columns.len() && columns.contains(&Column::Task) {
            for (at, &column) in (row..end).zip(columns) {
                self.roles[at] = Role::Cell(Some(column));
            }
        }
    }

    fn ends_table(&self, n: usize) -> bool {
        let words = self.words(n);
        self.label(words)
            || marker::read(words, true).is_some_and(|m| {
                let next = self.lines.get(n + 1).map_or(0, |line| line.width);
                matches!(m.kind, Kind::Annex | Kind::Chapter | Kind::Part | Kind::Article)
                    || matches!(m.kind, Kind::Han) && self.lines[n].width <= 60 && next > 90
            })
    }
}

/// `组长:…`, `副 组 长:…`, `成员:…`.
fn roster_row(frame: &Frame, words: &str) -> bool {
    let Some((label, names)) = words.split_once(':') else { return false };
    if label.len() > 60 || words.contains("任组长") {
        return false;
    }
    let label: String = label.chars().filter(|c| !c.is_whitespace()).collect();
    frame.is(&label, Class::Roster) && !names.trim_end_matches('。').contains(['。', ';', '!'])
}

/// `李 震(市委宣传部)`, `敖琳    副市长`, `沈 慧`.
fn is_name_row(words: &str) -> bool {
    if words.len() > 240 || words.contains(['。', ';', ':', '!', '%']) || marker::read(words, false).is_some()
    {
        return false;
    }
    let name = words.find(['(', ',', '、']).map_or(words, |at| &words[..at]);
    let gap = name.find("  ").map_or(name, |at| &name[..at]);
    let characters = gap.chars().filter(|c| !c.is_whitespace()).count();
    let han = gap.chars().all(|c| c == ' ' || c == '·' || matches!(c, '\u{3400}'..='\u{9FFF}'));
    han && (2..=4).contains(&characters)
        || (han && gap.len() < name.len() && characters <= 6)
        || han && gap.contains(' ') && characters <= 24
}

/// `2013年10月10日`, `二〇一〇年六月二日`, alone on a line.
pub fn is_date(words: &str) -> bool {
    let date = |c: char| c.is_ascii_digit() || "年月日〇○O0零一二三四五六七八九十元廿卅 ".contains(c);
    (8..=60).contains(&words.len()) && words.contains('年') && words.contains('月') && words.chars().all(date)
}

/// `2023-06-19 20:00`
fn is_web_date(words: &str) -> bool {
    words.len() <= 24
        && has_web_date(words)
        && words.bytes().all(|b| matches!(b, b'0'..=b'9' | b'-' | b'/' | b':' | b'.' | b' '))
}

fn has_web_date(words: &str) -> bool {
    let bytes = words.as_bytes();
    bytes.windows(5).any(|w| w[..4].iter().all(u8::is_ascii_digit) && matches!(w[4], b'-' | b'/' | b'.'))
        || bytes.windows(5).any(|w| matches!(w, [b'0'..=b'2', b'0'..=b'9', b':', b'0'..=b'5', b'0'..=b'9']))
        || words.contains("年")
}

/// A document number: `枣中院发[2010] 4 号`.
pub fn has_number(words: &str) -> bool {
    if words.len() > 160 {
        return false;
    }
    words.rmatch_indices('号').any(|(at, _)| {
        let before = words[..at].trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ' || c == '第');
        let Some(inner) = before.strip_suffix([']', '〕', ')', '】']) else { return false };
        let digits = inner.len() - inner.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        digits == 4 && inner[..inner.len() - 4].ends_with(['[', '〔', '(', '【']) && before.len() < at
    })
}

/// Who speaks, and where: `县长 程远舟`, `…代表大会第二次会议上`.
fn speaks(words: &str) -> bool {
    words.ends_with("会议上")
        || ["市长", "县长", "区长", "州长", "盟长", "省长", "主席", "主任", "书记"]
            .iter()
            .any(|post| words.contains(post))
}

/// The line is one bracket: `(2024年1月31日在…会议上)`.
fn bracketed(words: &str) -> bool {
    words.starts_with('(') && words.ends_with(')')
}
