//! The dictionary words of a view as parts of names, and what stands around a place in it.

use std::cell::Cell;

use crate::lexicon::bodies::{Bodies, BodyWord, Role};
use crate::lexicon::regions::Form;
use crate::lexicon::{Hit, Hits, Lexicon, Regions, Table};
use crate::recognise::starts;
use crate::span::Span;
use crate::wordlist::WordList;

/// Longest part, in bytes: how far back a part that ends here may begin.
const LONGEST: usize = 60;

/// A dictionary word that names, or helps to name, a body.
#[derive(Clone, Copy)]
pub(super) struct Part<'l> {
    pub span: Span,
    pub what: What<'l>,
}

#[derive(Clone, Copy)]
pub(super) enum What<'l> {
    /// A name of regions: its row.
    Region(u32),
    Word(Role, &'l BodyWord),
}

impl<'l> Part<'l> {
    pub fn word(&self) -> Option<&'l BodyWord> {
        match self.what {
            What::Word(_, word) => Some(word),
            What::Region(_) => None,
        }
    }

    pub fn role(&self) -> Option<Role> {
        match self.what {
            What::Word(role, _) => Some(role),
            What::Region(_) => None,
        }
    }
}

/// All parts of a view, by start, then longest first: those of its dictionary words that name bodies or regions.
pub(super) struct Parts<'v, 'l> {
    pub view: &'v str,
    hits: &'v [Hit],
    bodies: &'l Bodies,
    regions: &'l Regions,
    /// A bit for each byte at which a word begins that may go on a domain: another domain, or what ends a department's name.
    further: Vec<u64>,
    /// How many hits begin before the place that was asked for last.
    last: Cell<usize>,
}

impl<'v, 'l> Parts<'v, 'l> {
    pub fn new(view: &'v str, hits: &'v Hits, lexicon: &'l Lexicon) -> Self {
        let hits = hits.names.as_slice();
        let further = vec![0; view.len() / 64 + 1];
        let (bodies, regions) = (&lexicon.bodies, &lexicon.regions);
        Parts { view, hits, bodies, regions, further, last: Cell::new(0) }
    }

    /// The parts at which names are read, in order. Which they are is told without a branch, as that could only be guessed:
    /// half of the hits are of bodies, and most of those make none.
    pub fn leads(&mut self) -> impl Iterator<Item = (Role, Part<'l>)> + use<'v, 'l> {
        let mut leads = of_bodies(self.hits);
        let hit = |n: u32| (self.hits[n as usize].span, self.bodies.role(self.hits[n as usize].row));
        for (span, role) in leads.iter().map(|&n| hit(n)) {
            let further = matches!(role, Role::Domain | Role::Bureau | Role::Department);
            self.further[span.start() / 64] |= u64::from(further) << (span.start() % 64);
        }
        let mut taken = 0;
        for n in 0..leads.len() {
            let (span, role) = hit(leads[n]);
            leads[taken] = leads[n];
            // Most domains stand alone and make no body. Others that begin there are asked by themselves.
            let reads = !matches!(role, Role::Not | Role::Department)
                & ((role != Role::Domain) | self.goes_on(span.end()));
            taken += usize::from(reads);
        }
        leads.truncate(taken);
        let (hits, bodies) = (self.hits, self.bodies);
        leads.into_iter().map(move |n| {
            let Hit { span, row, .. } = hits[n as usize];
            let role = bodies.role(row);
            (role, Part { span, what: What::Word(role, bodies.get(row)) })
        })
    }

    /// Something stands behind a domain that ends at `end` with which it may make a body; behind most there is nothing.
    pub fn goes_on(&self, end: usize) -> bool {
        static JOINTS: starts::Set = starts::set("、和与及处科股工");
        let joined = self.after(end).chars().next().is_some_and(|c| starts::has(&JOINTS, c));
        joined | (self.further[end / 64] >> (end % 64) & 1 == 1)
    }

    /// The part that a hit is, if it is one.
    pub fn part(&self, hit: &Hit) -> Option<Part<'l>> {
        let what = match hit.table {
            Table::Body => What::Word(self.bodies.role(hit.row), self.bodies.get(hit.row)),
            Table::Region => What::Region(hit.row),
            _ => return None,
        };
        Some(Part { span: hit.span, what })
    }

    /// The level word of a region's name is there: `内丘县`, not `内丘`.
    pub fn is_full(&self, name: Span, row: u32) -> bool {
        let candidates = self.regions.candidates(row);
        // Full names stand first.
        let full = candidates.first().is_some_and(|c| c.form == Form::Full);
        let alias = || candidates.iter().any(|c| c.form == Form::Alias);
        full || is_levelled(name.of(self.view)) && alias()
    }

    /// How many hits begin before a byte. Bodies are read from left to right, so that it lies near the one before.
    fn begun(&self, at: usize) -> usize {
        let last = self.last.get();
        let begun = last - self.hits[..last].iter().rev().take_while(|hit| hit.span.start() >= at).count();
        let begun = begun + self.hits[begun..].iter().take_while(|hit| hit.span.start() < at).count();
        self.last.set(begun);
        begun
    }

    /// Parts that begin at a byte, longest first.
    pub fn starting(&self, at: usize) -> impl Iterator<Item = Part<'l>> + Clone {
        let from = &self.hits[self.begun(at)..];
        from.iter().take_while(move |hit| hit.span.start() == at).filter_map(|hit| self.part(hit))
    }

    /// Parts that end at a byte, shortest first.
    fn ending(&self, at: usize) -> impl Iterator<Item = Part<'l>> {
        self.back_to(at, at.saturating_sub(LONGEST))
            .filter(move |hit| hit.span.end() == at)
            .filter_map(|hit| self.part(hit))
    }

    /// The hits that begin before `at`, the last first, down to those that begin before `from`.
    fn back_to(&self, at: usize, from: usize) -> impl Iterator<Item = &'v Hit> + Clone {
        self.hits[..self.begun(at)].iter().rev().take_while(move |hit| hit.span.start() >= from)
    }

    /// The parts that begin before `at`, the last first, down to those that begin before `from`.
    pub fn back(&self, at: usize, from: usize) -> impl Iterator<Item = Part<'l>> + Clone {
        self.back_to(at, from).filter_map(|hit| self.part(hit))
    }

    /// The parts that begin inside a span.
    pub fn inside(&self, span: Span) -> impl Iterator<Item = Part<'l>> {
        let from = &self.hits[self.begun(span.start())..];
        from.iter().take_while(move |hit| hit.span.start() < span.end()).filter_map(|hit| self.part(hit))
    }

    /// The longest region whose name ends at a byte, and whether its level word is there.
    pub fn region_ending(&self, at: usize) -> Option<(Span, bool)> {
        let region = |part: Part| match part.what {
            What::Region(row) => Some((part.span, self.is_full(part.span, row))),
            What::Word(..) => None,
        };
        self.ending(at).filter_map(region).max_by_key(|(span, full)| (span.len(), *full))
    }

    /// A word that only looks like a part begins before `at` and goes on behind it, or begins there.
    pub fn held(&self, span: Span) -> bool {
        let near = self.back(span.end(), span.start().saturating_sub(LONGEST));
        near.clone()
            .any(|part| part.role() == Some(Role::Not) && part.span.meets(span) && !span.covers(part.span))
            || near.into_iter().any(|part| part.role() == Some(Role::Not) && part.span == span)
    }

    /// Verbs that begin and end in a stretch, by start, then longest first.
    pub fn verbs(&self, span: Span) -> impl Iterator<Item = Span> {
        let words = span.of(self.view);
        words.char_indices().flat_map(move |(at, _)| {
            let lengths = self.bodies.verbs(&words[at..]);
            lengths.map(move |length| Span::new(at, at + length).shifted(span.start()))
        })
    }

    /// Kinds of places that begin at a byte, longest first.
    pub fn areas(&self, at: usize) -> impl Iterator<Item = Span> {
        self.bodies.areas(self.after(at)).map(move |length| Span::new(at, at + length))
    }

    /// Words that only look like parts, which begin and end in a stretch.
    fn held_inside(&self, span: Span) -> impl Iterator<Item = Span> {
        let parts = self.inside(span).filter(|part| part.role() == Some(Role::Not));
        parts.map(|part| part.span).filter(move |held| held.end() <= span.end())
    }

    /// No name goes across this stretch: it holds a verb or a word that only looks like a part.
    pub fn has_verb(&self, span: Span) -> bool {
        self.held_inside(span).next().is_some() || self.verbs(span).next().is_some()
    }

    /// The same, where words that describe (`重点` in 120家重点企业) are no hindrance.
    pub fn has_act(&self, span: Span) -> bool {
        const DESCRIBE: &[&str] = &[
            "重点",
            "骨干",
            "龙头",
            "优质",
            "专业",
            "特色",
            "新型",
            "大型",
            "现代",
            "知名",
            "创新型",
            "科技型",
            "实体",
            "和",
            "规划",
            "建设",
        ];
        let mut acts = self.held_inside(span).chain(self.verbs(span));
        acts.any(|act| !DESCRIBE.contains(&act.of(self.view)))
    }

    pub fn before(&self, at: usize) -> &'v str {
        &self.view[..at]
    }

    pub fn after(&self, at: usize) -> &'v str {
        &self.view[at..]
    }
}

/// The hits of [`Table::Body`], as indices.
fn of_bodies(hits: &[Hit]) -> Vec<u32> {
    const MANY: usize = 256;
    let mut all = Vec::with_capacity(hits.len() / 2);
    let mut first = 0;
    for hits in hits.chunks(MANY) {
        let mut found = [0; MANY];
        let mut taken = 0;
        for (n, hit) in (first..).zip(hits) {
            found[taken % MANY] = n;
            taken += usize::from(hit.table == Table::Body);
        }
        all.extend_from_slice(&found[..taken]);
        first += MANY as u32;
    }
    all
}

fn is_levelled(name: &str) -> bool {
    name.ends_with(['省', '市', '县', '区', '州', '旗', '盟']) && name.chars().count() > 2
}

/// The last character before a place.
pub(super) fn last(before: &str) -> Option<char> {
    before.chars().next_back()
}

/// A letter of the script, as against a mark, a digit or a space.
pub(super) fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c) || ('\u{3400}'..='\u{4dbf}').contains(&c)
}

/// Words of grammar, after which a name may begin.
static BEFORE_NAME: starts::Set = starts::set(
    "由向对与和及在经报请给从为是被让按把将到以等并受自据同会着了的跟随于至过即含除凭靠因若如但且而或暨、表实彻受合持告知绕取行照焦扣接助织员立获关头交达求调导促定配府委内级过任供送当需使令催促邀请用帮出",
);

/// A level word that stands here begins a name: `由市财政局`, not `城市`, `上市公司`.
pub(super) fn level_begins(before: &str, level: &str) -> bool {
    let Some(c) = last(before).filter(|&c| is_han(c)) else {
        return !before.ends_with(|c: char| c.is_ascii_alphanumeric());
    };
    match level {
        "市" => !"城上都股超门楼集夜早菜牛熊开收入退罢面全本我各外入多跨两后名花灯街应县地州".contains(c),
        "省" => !"全本我各外多跨两节反三东西南北名发".contains(c),
        "县" => !"全本我各外多跨两郡强百贫困市州区".contains(c),
        "自治区" | "自治州" | "自治县" => true,
        _ => starts::has(&BEFORE_NAME, c),
    }
}

/// What follows makes a post of the body: `书记`, `副主任`, `长` after 局.
pub(super) fn is_post(after: &str) -> bool {
    let after = after.strip_prefix("原").unwrap_or(after);
    let rest = after.strip_prefix(['副', '正']).unwrap_or(after);
    static POSTS: WordList = WordList::new(&[
        "总理",
        "省长",
        "州长",
        "盟长",
        "旗长",
        "副总理",
        "书记",
        "主任",
        "主席",
        "局长",
        "部长",
        "院长",
        "校长",
        "处长",
        "科长",
        "所长",
        "厅长",
        "市长",
        "县长",
        "区长",
        "镇长",
        "乡长",
        "秘书长",
        "秘书",
        "党组书记",
        "党委书记",
        "行长",
        "董事长",
        "总经理",
        "会长",
    ]);
    static MORE_POSTS: WordList = WordList::new(&[
        "组长",
        "成员、",
        "领导小组组长",
        "党支部书记",
        "党委副书记",
        "党组副书记",
        "党组成员",
        "常务副",
        "干部",
        "人员",
    ]);
    POSTS.starts(rest).is_some()
        || rest.starts_with('长') && !rest.starts_with("长期") && !rest.starts_with("长效")
        || rest.starts_with("常委") && !rest.starts_with("常委会")
        || rest.starts_with("委员") && !rest.starts_with("委员会")
        || rest.starts_with("成员") && !rest.starts_with("成员单位")
        || rest.starts_with("代表") && !rest.starts_with("代表大会")
        || MORE_POSTS.starts(after).is_some()
}

/// What follows makes a meeting of the body: `七届六次全会`, `经济工作会议`.
pub(super) fn is_meeting(after: &str) -> bool {
    static MEETINGS: WordList = WordList::new(&[
        "经济工作会议",
        "农村工作会议",
        "城市工作会议",
        "人才工作会议",
        "工作会议",
        "全会",
        "全体会议",
    ]);
    let rest = after.trim_start_matches(|c: char| starts::has(&ORDINALS, c));
    if rest.len() < after.len() && rest.starts_with(['届', '次']) {
        return true;
    }
    let near = reach(after, 14, |c| is_han(c) || c.is_ascii_digit());
    MEETINGS.find(near).is_some_and(|(at, _)| at <= 12)
}

/// What `第二十届` and `6次` begin with.
static ORDINALS: starts::Set = starts::set("一二三四五六七八九十第0123456789");

/// As many of the first characters as fit, `most` at most.
pub(super) fn reach(text: &str, most: usize, fits: impl Fn(char) -> bool) -> &str {
    let end = text.chars().take(most).take_while(|&c| fits(c)).map(char::len_utf8).sum();
    &text[..end]
}

/// What follows makes a site of the body: `龙山创新港` after 山东大学.
pub(super) fn is_site(after: &str) -> bool {
    static SITES: WordList = WordList::new(&[
        "科创城",
        "科技城",
        "创新港",
        "科技园",
        "产业园",
        "校区",
        "院区",
        "大道",
        "路口",
        "小区",
        "地铁站",
        "旧址",
        "大厦",
        "大楼",
    ]);
    let near = reach(after, 7, is_han);
    SITES.find(near).is_some_and(|(at, _)| at <= 12)
        && !near.starts_with("新院区")
        && !near.starts_with("院区")
}
