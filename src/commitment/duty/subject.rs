//! Subjects: who acts in the words of the segment (`县卫计局党委要加大…`, `由各区卫生健康行政部门确定…`), and who still
//! acts from the sentences before it in the same item.

use super::super::Judgement;
use super::{Duty, body_at, is_item};
use crate::context::Reading;
use crate::lexicon::{PostKind, Table};
use crate::span::{Span, within};
use crate::value::{DutyBasis, Role};

/// The subjects of each segment, stated or carried.
pub(super) fn subjects(reading: &Reading, judgements: &[Option<Judgement>]) -> Vec<Vec<Duty>> {
    let segments = &reading.outline.segments;
    let mut duties = vec![Vec::new(); segments.len()];
    let mut last: Option<Last> = None;
    for (n, segment) in segments.iter().enumerate() {
        if !is_item(segment.form) {
            continue;
        }
        let mut own = Clauses { reading, span: segment.span, found: Vec::new(), subject: false };
        own.read();
        let Clauses { found, subject, .. } = own;
        if subject {
            let acting = found.iter().filter(|duty| duty.rule == SUBJECT).cloned().collect();
            last = Some(Last { acting, section: segment.section, paragraph: segment.paragraph });
        }
        if judgements[n].is_some() {
            duties[n] = found;
            if !subject
                && let Some(last) = &last
                && last.reaches(reading, n)
            {
                duties[n].extend(last.acting.iter().map(|duty| Duty {
                    basis: DutyBasis::Carried,
                    rule: "the subject of a sentence before",
                    ..duty.clone()
                }));
            }
        }
    }
    duties
}

const SUBJECT: &str = "the subject of the sentence";

/// The nearest subject before.
struct Last {
    acting: Vec<Duty>,
    section: Option<usize>,
    paragraph: usize,
}

impl Last {
    /// Whether it still acts in segment `n`.
    fn reaches(&self, reading: &Reading, n: usize) -> bool {
        let segment = &reading.outline.segments[n];
        let words = segment.span.of(reading.view());
        if words.starts_with(['从', '由']) || words.starts_with("对于") {
            return false;
        }
        if segment.section == self.section {
            return segment.paragraph == self.paragraph;
        }
        self.leads(reading, segment.section)
    }

    /// `各支部要…:一是…;二是…`: the lead sentence's subject acts in what it counts.
    fn leads(&self, reading: &Reading, section: Option<usize>) -> bool {
        let Some(section) = section.map(|n| &reading.outline.sections[n]) else { return false };
        let marker = section.marker.of(reading.view());
        section.parent == self.section && self.section.is_some() && marker.ends_with('是')
    }
}

/// Reads the clauses of one segment.
struct Clauses<'r, 'a> {
    reading: &'r Reading<'a>,
    span: Span,
    found: Vec<Duty>,
    /// An actor stands where a subject stands.
    subject: bool,
}

impl Clauses<'_, '_> {
    fn read(&mut self) {
        let view = self.reading.view();
        let mut at = self.span.start;
        while at < self.span.end {
            let rest = &view[at..self.span.end];
            let end = at + rest.find([',', ':', '。', ';', '(', ')']).unwrap_or(rest.len());
            self.clause(Span::new(at, end));
            at = end + 1.max(view[end..].chars().next().map_or(1, char::len_utf8));
        }
        self.by_words_around();
    }

    /// A subject at the beginning of a clause.
    fn clause(&mut self, clause: Span) {
        let view = self.reading.view();
        let at = self.opening(clause);
        let by = view[at..clause.end].starts_with('由');
        let at = if by { at + "由".len() } else { at };
        let group = self.group(at, clause.end);
        let Some(last) = group.last() else { return };
        let after = &view[last.end..self.span.end];
        if !by && !self.acts(after) {
            return;
        }
        if by && (takes_office(after) || after.starts_with(['任', '兼'])) {
            return;
        }
        let Some(role) = role_of(after, &view[last.end..clause.end], self.rest(clause)) else { return };
        self.subject = true;
        self.add(&group, role, SUBJECT);
    }

    /// The words up to the end of the clause behind `clause`.
    fn rest(&self, clause: Span) -> &str {
        let rest = &self.reading.view()[clause.end..self.span.end];
        let rest = rest.strip_prefix(',').unwrap_or("");
        rest.split([',', ':', '。', ';']).next().unwrap_or(rest)
    }

    fn add(&mut self, group: &[Span], role: Role, rule: &'static str) {
        for &actor in group {
            if self.found.iter().all(|duty| !duty.span.meets(actor)) {
                self.found.push(Duty::new(self.reading, actor, role, DutyBasis::Stated, rule));
            }
        }
    }

    /// Where the clause begins behind its marker, connective and time.
    fn opening(&self, clause: Span) -> usize {
        const CONNECTIVES: &[&str] = &[
            "同时",
            "此外",
            "另外",
            "目前",
            "今后",
            "下一步",
            "其中",
            "并且",
            "并",
            "而且",
            "其次",
            "首先",
            "最后",
            "全系统",
            "原则上",
            "近年来",
            "近期",
            "届时",
            "必要时",
            "凡",
            "经",
            "现",
            "即",
            "日前",
            "特别是",
            "尤其是",
            "再由",
            "则",
            "由此",
        ];
        let view = self.reading.view();
        let mut at = clause.start;
        loop {
            let rest = &view[at..clause.end];
            let trimmed = rest.trim_start_matches([' ', '“', '—', '、', '\n']);
            let mut next = at + rest.len() - trimmed.len();
            next += marker(trimmed);
            if let Some(word) = CONNECTIVES.iter().find(|word| view[next..clause.end].starts_with(**word)) {
                next += word.len();
            }
            let dates = within(&self.reading.dates, Span::new(next, next + 1), |date| date.span);
            if let Some(date) = dates.first().filter(|date| date.span.end < clause.end) {
                next = date.span.end;
            }
            if next == at {
                return at;
            }
            at = next;
        }
    }

    /// The actors that stand here, joined by 、, 和, 与.
    fn group(&self, at: usize, end: usize) -> Vec<Span> {
        let view = self.reading.view();
        let mut group = Vec::new();
        let mut at = at;
        while let Some(actor) = self.actor(at, end) {
            group.push(actor);
            let rest = &view[actor.end..end];
            let Some(joint) =
                ["、", "以及", "和", "与", "及", "或"].iter().find(|joint| rest.starts_with(**joint))
            else {
                break;
            };
            at = actor.end + joint.len();
        }
        group
    }

    /// A body, an actor's word, a person or a post here.
    fn actor(&self, at: usize, end: usize) -> Option<Span> {
        let view = self.reading.view();
        let body = body_at(self.reading, at).map(|body| body.span).filter(|span| span.end <= end);
        let word = self.reading.lexicon.duties.actor(&view[at..end]).map(|length| Span::new(at, at + length));
        let post = self.post(at, end);
        [body, word, post].into_iter().flatten().max_by_key(|span| span.end)
    }

    /// `局党组书记`: a post of at most some characters that begins here.
    fn post(&self, at: usize, end: usize) -> Option<Span> {
        let view = self.reading.view();
        let reach = end.min(at + 60);
        let hits = within(&self.reading.hits, Span::new(at, reach), |hit| hit.span);
        let posts = hits.iter().filter(|hit| hit.table == Table::Post && hit.span.end <= end);
        let post = posts
            .filter(|hit| {
                let kind = self.reading.lexicon.posts.words().get(hit.row as usize).map(|(_, kind)| *kind);
                kind == Some(PostKind::Post)
            })
            .find(|hit| {
                let head = &view[at..hit.span.start];
                !head.is_empty()
                    && head.chars().all(char::is_alphanumeric)
                    && !head.contains(['由', '对', '的', '在', '向'])
            })?;
        let body = body_at(self.reading, at)?;
        (body.span.end <= post.span.start + 12 && view[post.span.end..].chars().next() != Some('和'))
            .then(|| Span::new(at, post.span.end))
    }

    /// Whether a predicate begins here.
    fn acts(&self, after: &str) -> bool {
        self.reading.lexicon.duties.predicate(after).is_some()
    }

    /// Actors in the middle: `…由X牵头`, `在X监督下`, `会同X`, `X牵头、Y配合`.
    fn by_words_around(&mut self) {
        let view = self.reading.view();
        let bodies: Vec<Span> =
            within(&self.reading.bodies, self.span, |body| body.span).iter().map(|body| body.span).collect();
        let mut n = 0;
        while n < bodies.len() {
            let group = self.group(bodies[n].start, self.span.end);
            let count = group.len().max(1);
            let Some((first, last)) = group.first().zip(group.last()) else {
                n += 1;
                continue;
            };
            let before = &view[self.span.start..first.start];
            let after = &view[last.end..self.span.end];
            if let Some((role, rule)) = around(before, after) {
                if rule == SUBJECT {
                    self.subject = true;
                }
                self.add(&group, role, rule);
            }
            let end = last.end;
            n += count.min(bodies[n..].iter().take_while(|body| body.start < end).count().max(1));
        }
    }
}

/// What the words round a group of bodies make of it.
fn around(before: &str, after: &str) -> Option<(Role, &'static str)> {
    const LEAD: [&str; 5] = ["牵头", "统一领导", "总牵头", "主导", "为主导"];
    const SUPPORT: [&str; 7] = ["配合", "协助", "协同配合", "参与", "参加", "协同", "积极配合"];
    const WATCH: [&str; 6] = ["监督", "督导", "检查指导", "督查", "监督支持", "具体指导"];
    let boundary = before.is_empty()
        || before.ends_with(['由', ',', '、', '(', ':', '。', ';', ' ', '以'])
        || before.ends_with("建立");
    if boundary && LEAD.iter().any(|verb| after.starts_with(verb)) && !after.starts_with("牵头单位") {
        return Some((Role::Lead, "a body that leads"));
    }
    let under = after.strip_prefix('的').unwrap_or(after);
    let clause = under.split([',', '。', ';']).next().unwrap_or(under);
    if before.ends_with('在') && WATCH.iter().any(|word| clause.starts_with(word)) && clause.ends_with('下')
    {
        return Some((Role::Supervise, "under a body's supervision"));
    }
    if boundary && SUPPORT.iter().any(|verb| after.starts_with(verb)) {
        return Some((Role::Support, "a body that supports"));
    }
    if boundary && ["共同负责", "具体负责", "负责", "分别负责"].iter().any(|verb| after.starts_with(verb))
    {
        return Some((Role::Implement, SUBJECT));
    }
    if before.ends_with('由') && !takes_office(after) {
        return Some((Role::Implement, SUBJECT));
    }
    if before.ends_with("会同") {
        return Some((Role::Support, "a body that joins in"));
    }
    if before.ends_with("横向联合") || before.ends_with("纵向联合") || before.ends_with(",联合") {
        return Some((Role::Implement, "a body that joins in"));
    }
    None
}

/// `由县委书记任组长`, `由各单位负责人组成`: members, no actors.
fn takes_office(after: &str) -> bool {
    let clause = after.split([',', '。', ';', '、']).next().unwrap_or(after);
    ["任", "担任", "兼任", "组成", "构成", "为组长", "为副组长"].iter().any(|word| clause.contains(word))
}

/// The role of a subject by what it does.
fn role_of(after: &str, clause: &str, next: &str) -> Option<Role> {
    const CHECKS: [&str; 12] = [
        "督促检查",
        "督导检查",
        "监督检查",
        "督查",
        "督导",
        "跟踪督办",
        "进行考核",
        "进行通报",
        "进行点评",
        "进行评议",
        "考核评价",
        "督办",
    ];
    if after.starts_with("牵头") || clause.contains("负责牵头") {
        return Some(Role::Lead);
    }
    if ["配合", "协助", "参与", "积极配合", "密切配合", "要配合", "要积极配合", "要密切配合"]
        .iter()
        .any(|verb| after.starts_with(verb))
    {
        return Some(Role::Support);
    }
    let long = clause.trim_start_matches(['要', '应', '将', '须']);
    let checks = |words: &str| CHECKS.iter().any(|word| words.contains(word));
    let measured = clause.contains("纳入") && clause.contains("考核");
    if checks(long) || measured || long.starts_with('对') && checks(next) {
        return Some(Role::Supervise);
    }
    Some(Role::Implement)
}

/// Length of a marker at the beginning of a clause: `一是`, `(二)`, `3.`, `第一`.
fn marker(words: &str) -> usize {
    const NUMERALS: &str = "一二三四五六七八九十";
    let mut chars = words.char_indices();
    let Some((_, first)) = chars.next() else { return 0 };
    let numerals =
        |words: &str| words.chars().take_while(|c| NUMERALS.contains(*c)).map(char::len_utf8).sum::<usize>();
    let digits = |words: &str| words.bytes().take_while(u8::is_ascii_digit).count();
    let bracketed = first == '(';
    let body = if bracketed { &words[1..] } else { words.strip_prefix('第').unwrap_or(words) };
    let skipped = words.len() - body.len();
    let length = numerals(body).max(digits(body));
    if length == 0 {
        return 0;
    }
    let tail = &body[length..];
    let sign = ["是", "、", ".", ")", "条"].iter().find(|sign| tail.starts_with(**sign));
    match sign {
        Some(sign) => skipped + length + sign.len(),
        None => 0,
    }
}
