//! Subjects: who acts in the words of the segment (`县卫计局党委要加大…`, `由各区卫生健康行政部门确定…`), and who still
//! acts from the sentences before it in the same item.

use super::super::Judgement;
use super::{Duty, body_at, is_collective, is_item};
use crate::context::marks::{Kind, Mark};
use crate::context::{Named, Placed, Reading};
use crate::record::BodyKind;
use crate::span::{Span, next_within, within};
use crate::value::{DutyBasis, Role};
use crate::wordlist::{Firsts, WordList};

/// The subjects of each segment, stated or carried.
pub(super) fn subjects(reading: &Reading, judgements: &[Option<Judgement>]) -> Vec<Vec<Duty>> {
    let segments = &reading.outline.segments;
    let mut duties: Vec<Vec<Duty>> = std::iter::repeat_with(Vec::new).take(segments.len()).collect();
    let mut before = Before::default();
    let mut openings = Vec::new();
    // By section, those outside of sections first.
    let mut lasts: Vec<Option<Last>> = Vec::new();
    lasts.resize_with(reading.outline.sections.len() + 1, || None);
    for (n, segment) in segments.iter().enumerate() {
        if !is_item(segment.form) {
            continue;
        }
        let mut own = before.clauses(reading, n);
        own.read(&mut openings);
        let Clauses { found, subject, leads, .. } = own;
        if leads {
            let acting = found.iter().filter(|duty| duty.rule == SUBJECT).copied().collect();
            lasts[of_section(segment.section())] =
                Some(Last { acting, section: segment.section(), paragraph: segment.paragraph() });
        }
        if judgements[n].is_some() {
            duties[n] = found;
            if !subject && let Some(last) = nearest(reading, &lasts, n) {
                duties[n].extend(last.acting.iter().map(|duty| Duty {
                    basis: DutyBasis::Carried,
                    rule: "the subject of a sentence before",
                    ..*duty
                }));
            }
        }
    }
    duties
}

/// Where the last subject of a section stands.
fn of_section(section: Option<usize>) -> usize {
    section.map_or(0, |section| section + 1)
}

/// The subject that still acts in segment `n`: of its own paragraph, or of the sentence that leads in its item.
fn nearest<'l>(reading: &Reading, lasts: &'l [Option<Last>], n: usize) -> Option<&'l Last> {
    let section = reading.outline.segments[n].section();
    let reaching = |section| lasts[of_section(section)].as_ref().filter(|last| last.reaches(reading, n));
    let parent = || reading.outline.sections[section?].parent;
    let last = reaching(section).or_else(|| section.and_then(|_| reaching(parent())));
    last.filter(|_| goes_on(reading, reading.outline.segments[n].span))
}

/// Actors of one sentence at most.
const MOST: usize = 64;

/// Bytes behind an actor that tell what it does.
const REACH: usize = 600;

/// Bytes behind the beginning of an actor in which its post begins.
const POST_REACH: usize = 60;

const SUBJECT: &str = "the subject of the sentence";

/// The nearest subject before.
struct Last {
    acting: Vec<Duty>,
    section: Option<usize>,
    paragraph: usize,
}

impl Last {
    /// Whether segment `n` stands where it may still act.
    fn reaches(&self, reading: &Reading, n: usize) -> bool {
        let segment = &reading.outline.segments[n];
        if segment.section() == self.section {
            return segment.paragraph() == self.paragraph;
        }
        self.leads(reading, segment.section())
    }

    /// `各支部要…:一是…;二是…`: the lead sentence's subject acts in what it counts.
    fn leads(&self, reading: &Reading, section: Option<usize>) -> bool {
        let Some(section) = section.map(|n| &reading.outline.sections[n]) else { return false };
        let marker = section.marker.of(reading.view());
        section.parent == self.section && self.section.is_some() && marker.ends_with('是')
    }
}

/// Whether a segment says what somebody named before does.
fn goes_on(reading: &Reading, span: Span) -> bool {
    static SOURCE: WordList = WordList::new(&["抽调", "选派", "选拔", "调配"]);
    let words = span.of(reading.view());
    let other = words.starts_with('从') && SOURCE.within(words)
        || words.starts_with('由')
        || words.starts_with("对于");
    !other && begins_with_predicate(reading, span)
}

/// `民生投入只增不减` has a subject of its own; `大力发展…` has none.
fn begins_with_predicate(reading: &Reading, span: Span) -> bool {
    let at = opening_of(reading.view(), within(&reading.dates, span, |date| date.span), span);
    let rest = &reading.view()[at..span.end()];
    let plain = rest.trim_start_matches(['“', '不', '要', '再', '更']);
    plain.len() < rest.len() && !rest.starts_with('“') || reading.lexicon.duties.predicate(plain).is_some()
}

/// How many dates, and how much of what may be actors, stand before the segment at hand.
#[derive(Default)]
struct Before {
    bodies: usize,
    dates: usize,
    posts: usize,
    places: usize,
}

impl Before {
    /// The clauses of the segment at an index of the outline, behind those before.
    fn clauses<'r, 'a>(&mut self, reading: &'r Reading<'a>, n: usize) -> Clauses<'r, 'a> {
        let span = reading.outline.segments[n].span;
        Clauses {
            reading,
            span,
            marks: reading.marks.of(n),
            bodies: next_within(&reading.bodies, &mut self.bodies, span, |body| body.span),
            dates: next_within(&reading.dates, &mut self.dates, span, |date| date.span),
            posts: next_within(&reading.terms.posts, &mut self.posts, span, |&post| post),
            places: next_within(&reading.terms.places, &mut self.places, span, |&place| place),
            found: Vec::new(),
            subject: false,
            leads: false,
        }
    }
}

/// Those of `spans` that begin at `at` or behind.
fn from(spans: &[Span], at: usize) -> &[Span] {
    &spans[spans.partition_point(|span| span.start() < at)..]
}

/// Reads the clauses of one segment.
struct Clauses<'r, 'a> {
    reading: &'r Reading<'a>,
    span: Span,
    // What begins in the segment.
    marks: &'r [Mark],
    bodies: &'r [Named],
    dates: &'r [Placed],
    posts: &'r [Span],
    places: &'r [Span],
    found: Vec<Duty>,
    /// An actor stands where a subject stands.
    subject: bool,
    /// The whole sentence is about that actor, so that the next may be too.
    leads: bool,
}

impl<'r> Clauses<'r, '_> {
    /// The words of the clauses before the first subject are put to `openings`.
    fn read(&mut self, openings: &mut Vec<Span>) {
        let view = self.reading.view();
        let mut at = self.span.start();
        let mut opening = true;
        openings.clear();
        let mut asks = false;
        let mut actors = Starts { bodies: self.bodies, posts: self.posts, places: self.places };
        let mut dates = self.dates;
        let marks = self.marks.iter().map(|mark| (mark.at(), mark.kind()));
        for (end, kind) in marks.chain(std::iter::once((self.span.end(), Kind::End))) {
            if kind != Kind::End {
                asks |= kind == Kind::Duty;
                continue;
            }
            if at >= self.span.end() || self.found.len() >= MOST {
                break;
            }
            let clause = Span::new(at, end);
            dates = behind(dates, at, |date| date.span);
            let plain = dates.first().is_none_or(|date| date.span.start() > at)
                && OPENINGS.of(&view.as_bytes()[at..]) & MAY_BE_LEFT_OUT == 0;
            let begins = if plain { at } else { opening_of(view, self.dates, clause) };
            let words = &view.as_bytes()[begins..];
            let opens = Opens {
                named: actors.at(begins) || self.reading.lexicon.duties.may_act(words),
                by: OPENINGS.of(words) & BY != 0,
                asks: std::mem::take(&mut asks),
            };
            if opens.may_act() && self.clause(clause, begins, opens) && opening {
                self.leads = openings.iter().all(|words| is_adverbial(words.of(view)));
                opening = false;
            }
            // Most sentences have no subject, and nobody asks what their clauses open with.
            if opening {
                openings.push(Span::new(begins.min(end), end));
            }
            // The marks that end a clause are `。` and characters of one byte.
            at = end
                + if view.as_bytes().get(end).is_some_and(|byte| !byte.is_ascii()) { "。".len() } else { 1 };
        }
        if !self.bodies.is_empty() {
            self.by_words_around();
            self.set_up();
        }
    }

    /// `成立领导小组,下设办公室,负责督促检查`: the group that the sentence sets up acts.
    fn set_up(&mut self) {
        let view = self.reading.view();
        if self.subject {
            return;
        }
        let founded = |body: &&Named| {
            let before = &view[self.span.start()..body.span.start()];
            body.kind == BodyKind::Group
                && ["成立", "组建", "设立", "建立"].iter().any(|verb| before.ends_with(verb))
        };
        let group = self.bodies.iter().find(founded).map(|body| body.span);
        // A name that a tab cuts ends in another segment: `防\t汛指挥部`.
        let Some(group) = group.filter(|group| group.end() <= self.span.end()) else { return };
        let after = &view[group.end()..self.span.end()];
        let Some(clause) =
            after.split([',', ';']).find(|clause| clause.starts_with("负责") || clause.starts_with("统筹"))
        else {
            return;
        };
        let role = role_of(clause, clause, "");
        let role =
            if clause.contains("督促检查") || clause.contains("督导") { Role::Supervise } else { role };
        let mut actors = vec![group];
        if let Some(at) = after.find("下设办公室") {
            let start = group.end() + at + "下设".len();
            actors.push(Span::new(start, start + "办公室".len()));
        }
        self.subject = true;
        self.add(&actors, role, SUBJECT);
    }

    /// A subject at the beginning of a clause, whose own words begin `at`.
    fn clause(&mut self, clause: Span, at: usize, opens: Opens) -> bool {
        let view = self.reading.view();
        let by = opens.by && view[at..clause.end()].starts_with('由');
        let at = if by { at + "由".len() } else { at };
        let group = if by || opens.named { self.group(at, clause.end()) } else { Vec::new() };
        if group.is_empty() {
            if !by
                && opens.asks
                && let Some(actor) = self.nameless(Span::new(at, clause.end()))
            {
                self.subject = true;
                let role = role_of(self.behind(actor.end()), &view[actor.end()..clause.end()], "");
                self.add(&[actor], role, SUBJECT);
                return true;
            }
            if by && let Some(actor) = unknown(view, Span::new(at, clause.end()), self.reading) {
                self.subject = true;
                self.add(&[actor], Role::Implement, SUBJECT);
                return true;
            }
            return false;
        }
        let (group, end) = self.class_behind(group, clause.end());
        let Some(last) = group.last().copied() else { return false };
        let after = self.behind(end);
        let title = ["院士", "专家", "教授"].iter().any(|title| after.starts_with(title));
        if by && (takes_office(after) || title) {
            return false;
        }
        if !by && !self.acts(last, after) {
            let nameless = opens.asks.then(|| self.nameless(Span::new(at, clause.end()))).flatten();
            let Some(actor) = nameless else { return false };
            self.subject = true;
            let role = role_of(self.behind(actor.end()), &view[actor.end()..clause.end()], "");
            self.add(&[actor], role, SUBJECT);
            return true;
        }
        // 市政府确定今年…,我们要…: told of another.
        let told =
            ["提出", "确定", "要求", "明确", "批复", "强调"].iter().any(|verb| after.starts_with(verb));
        if told && ["我们", "我市", "我县", "我区", "我局"].iter().any(|own| after.contains(own)) {
            return false;
        }
        let role = role_of(after, &view[end..clause.end()], self.rest(clause));
        self.subject = true;
        let group = self.without_partner(group, after);
        self.add(&group, role, SUBJECT);
        true
    }

    /// The words of the sentence behind `at`, as far as they matter.
    fn behind(&self, at: usize) -> &'r str {
        let view: &'r str = self.reading.view();
        let reach = self.span.end().min(at + REACH);
        let end =
            (reach..=self.span.end()).find(|&end| view.is_char_boundary(end)).unwrap_or(self.span.end());
        &view[at..end]
    }

    /// `社区养老服务设施运营单位要…`: a class of actors before a word of duty.
    fn nameless(&self, clause: Span) -> Option<Span> {
        static ENDS: WordList = WordList::new(&[
            "单位",
            "部门",
            "机构",
            "企业",
            "组织",
            "人员",
            "学校",
            "医院",
            "公司",
            "中心",
            "团队",
            "干部",
            "委员会",
            "党委",
            "支部",
            "医师",
            "教师",
            "医生",
            "乡镇",
            "街道",
            "社区",
            "地区",
            "地方",
            "财政",
            "平台企业",
            "银行",
            "园区",
            "开发区",
        ]);
        /// Characters before the duty.
        const LONGEST: usize = 20;
        let words = clause.of(self.reading.view());
        // The few places of a duty are looked at, not all words for bodies in all clauses.
        let end = self.marks[self.marks.partition_point(|mark| mark.at() < clause.start())..]
            .iter()
            .take_while(|mark| mark.at() < clause.end())
            .filter(|mark| mark.kind() == Kind::Duty)
            .map(|mark| mark.at() - clause.start())
            .filter(|&end| words[..end].chars().count() <= LONGEST)
            .filter(|&end| !words[end..].starts_with("要求") && !words[end..].starts_with("应急"))
            .find(|&end| ENDS.ends(&words[..end]).is_some())?;
        let head = &words[..end];
        let plain = head.chars().all(|c| {
            (c.is_alphanumeric() || c == '、' || c == '(' || c == ')') && !"每对向为把将由在与被".contains(c)
        });
        let verb = self.reading.lexicon.duties.predicate(head).is_some() && !head.starts_with("有条件");
        (plain && !verb).then(|| Span::new(clause.start(), clause.start() + end))
    }

    /// `县委宣传部、县电视台等新闻宣传部门要…`: the class that sums up a group, and where the predicate begins.
    fn class_behind(&self, mut group: Vec<Span>, end: usize) -> (Vec<Span>, usize) {
        let view = self.reading.view();
        let Some(last) = group.last().copied() else { return (group, end) };
        let Some(rest) = view[last.end()..end].strip_prefix('等') else { return (group, last.end()) };
        let at = last.end() + "等".len();
        let body = body_at(self.reading, at).map(|body| body.span.end()).filter(|&behind| behind <= end);
        let tail =
            rest.char_indices().take(14).find(|&(n, _)| n > 0 && modal(&rest[n..])).map(|(n, _)| at + n);
        match body.or(tail) {
            Some(behind) => {
                group.push(Span::new(at, behind));
                (group, behind)
            }
            None => (group, at),
        }
    }

    /// `县、中两院与9所乡镇卫生院签订…`: the other party to an agreement.
    fn without_partner(&self, group: Vec<Span>, after: &str) -> Vec<Span> {
        let agrees = ["签订", "签署", "建立", "要与", "结对"].iter().any(|verb| after.starts_with(verb));
        let view = self.reading.view();
        let partner =
            (1..group.len()).find(|&n| view[group[n - 1].end()..group[n].start()].starts_with('与'));
        match partner.filter(|_| agrees) {
            Some(n) => group[..n].to_vec(),
            None => group,
        }
    }

    /// The words up to the end of the clause behind `clause`.
    fn rest(&self, clause: Span) -> &str {
        let rest = &self.reading.view()[clause.end()..self.span.end()];
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

    /// The actors that stand here, joined by 、, 和, 与.
    fn group(&self, at: usize, end: usize) -> Vec<Span> {
        static JOINTS: WordList = WordList::new(&["、", "以及", "和", "与", "及", "或"]);
        let view = self.reading.view();
        let mut group = Vec::new();
        let mut at = at;
        while let Some(actor) = self.actor(at, end) {
            group.push(actor);
            let rest = &view[actor.end()..end];
            let Some(joint) = JOINTS.starts(rest) else { break };
            at = actor.end() + JOINTS.words()[joint].len();
        }
        group
    }

    /// A body, an actor's word, a person or a post here.
    fn actor(&self, at: usize, end: usize) -> Option<Span> {
        let view = self.reading.view();
        // 帮扶乡镇卫生院: a verb and its object.
        static VERBS: WordList = WordList::new(&["帮扶", "帮助", "支援", "会同", "指导"]);
        let bodies = &self.bodies[self.bodies.partition_point(|body| body.span.start() < at)..];
        let body = bodies.first().map(|body| body.span).filter(|span| span.start() == at);
        let body = body.filter(|span| span.end() <= end && VERBS.starts(&view[at..end]).is_none());
        let word = self.reading.lexicon.duties.actor(&view[at..end]).map(|length| Span::new(at, at + length));
        let post = self.post(at, end);
        let place = self.place(at, end);
        [body, word, post, place].into_iter().flatten().max_by_key(|span| span.end())
    }

    /// `贵州省仁怀市`: a place that acts as its government does.
    fn place(&self, at: usize, end: usize) -> Option<Span> {
        static ACTS: WordList =
            WordList::new(&["为", "以", "坚持", "聚焦", "紧扣", "围绕", "把", "将", "立足", "始终"]);
        const REACH: usize = 40;
        let mut last = at;
        let reach = end.min(at + REACH);
        for place in from(self.places, at).iter().take_while(|place| place.start() < reach) {
            if place.start() > last {
                break;
            }
            if place.start() == last && place.end() <= end {
                last = place.end();
            }
        }
        (last > at && ACTS.starts(&self.reading.view()[last..]).is_some()).then(|| Span::new(at, last))
    }

    /// `局党组书记`: a post of at most some characters that begins here.
    fn post(&self, at: usize, end: usize) -> Option<Span> {
        let view = self.reading.view();
        let reach = end.min(at + POST_REACH);
        let posts = from(self.posts, at).iter().take_while(|post| post.start() < reach);
        let post = posts.filter(|post| post.end() <= end).find(|post| {
            let head = &view[at..post.start()];
            !head.is_empty()
                && head.chars().all(char::is_alphanumeric)
                && !head.contains(['由', '对', '的', '在', '向'])
        })?;
        let head = &view[at..post.start()];
        let of_body = head.ends_with([
            '委', '组', '部', '局', '院', '会', '镇', '乡', '村', '县', '市', '区', '校', '厅', '办', '室',
            '处', '队', '级', ')',
        ]);
        (of_body && head.chars().count() <= 12).then(|| Span::new(at, post.end()))
    }

    /// Whether a predicate of `actor` begins with `after`.
    fn acts(&self, actor: Span, after: &str) -> bool {
        const OWN: [&str; 10] =
            ["我们", "我局", "我委", "我院", "我校", "我厅", "我办", "我部", "我公司", "本院"];
        let words = actor.of(self.reading.view());
        if after.starts_with(['的', ',', '、', '。']) || after.is_empty() || after.starts_with("设在") {
            return false;
        }
        if is_outcome(after) {
            return false;
        }
        if OWN.contains(&words) {
            return !after.starts_with("各项") && !after.starts_with('党');
        }
        let plain = after.strip_prefix(['各', '均', '都']).unwrap_or(after);
        let bare = body_at(self.reading, actor.start()).is_none_or(|body| body.span != actor)
            && !is_collective(words)
            && !words.ends_with("财政")
            && !words.ends_with("书记");
        match bare {
            true => modal(plain),
            // 各级政府建设的服务站: an attribute.
            false => {
                let predicate = self.reading.lexicon.duties.predicate(plain);
                predicate.is_some_and(|length| !plain[length..].starts_with('的'))
            }
        }
    }

    /// Actors in the middle: `…由X牵头`, `在X监督下`, `会同X`, `X牵头、Y配合`.
    fn by_words_around(&mut self) {
        let view = self.reading.view();
        let bodies = self.bodies;
        let mut n = 0;
        while n < bodies.len() && self.found.len() < MOST {
            let group = self.group(bodies[n].span.start(), self.span.end());
            let count = group.len().max(1);
            let Some((first, last)) = group.first().zip(group.last()) else {
                n += 1;
                continue;
            };
            let before = &view[self.span.start()..first.start()];
            let after = self.behind(last.end());
            if let Some((role, rule)) = around(before, after) {
                if rule == SUBJECT {
                    self.subject = true;
                }
                self.add(&group, role, rule);
            }
            let end = last.end();
            n += count.min(bodies[n..].iter().take_while(|body| body.span.start() < end).count().max(1));
        }
    }
}

/// How a clause opens.
#[derive(Clone, Copy)]
struct Opens {
    /// Perhaps with a name or a word for an actor.
    named: bool,
    /// Perhaps with 由.
    by: bool,
    /// A word of duty stands in it.
    asks: bool,
}

impl Opens {
    fn may_act(self) -> bool {
        self.named || self.by || self.asks
    }
}

/// What may be actors, from a clause on.
struct Starts<'r> {
    bodies: &'r [Named],
    posts: &'r [Span],
    places: &'r [Span],
}

impl Starts<'_> {
    /// Whether one may begin at `at`, which is behind all that were asked for before.
    fn at(&mut self, at: usize) -> bool {
        self.bodies = behind(self.bodies, at, |body| body.span);
        self.posts = behind(self.posts, at, |&post| post);
        self.places = behind(self.places, at, |&place| place);
        self.bodies.first().is_some_and(|body| body.span.start() == at)
            || self.places.first().is_some_and(|place| place.start() == at)
            || self.posts.first().is_some_and(|post| post.start() < at + POST_REACH)
    }
}

/// The rows that begin at `at` or behind it.
fn behind<T>(rows: &[T], at: usize, span: impl Fn(&T) -> Span) -> &[T] {
    &rows[rows.iter().take_while(|row| span(row).start() < at).count()..]
}

/// A clause that only says when, why or how: `面对…`, `为…`, `下一步`.
fn is_adverbial(rest: &str) -> bool {
    static WORDS: WordList = WordList::new(&[
        "为",
        "按照",
        "按",
        "根据",
        "在",
        "面对",
        "围绕",
        "通过",
        "针对",
        "以",
        "从",
        "同时",
        "结合",
        "下一步",
        "这一年",
        "对此",
        "各位",
        "过去",
        "回顾",
        "今后",
        "对",
        "依据",
        "随着",
        "自",
        "经",
        "目前",
        "此外",
        "因此",
        "近年",
        "全面贯彻",
        "坚持用",
        "是",
        "今年是",
        "五年来",
    ]);
    WORDS.starts(rest).is_some() || rest.ends_with(['来', '后', '前']) || rest.chars().nth(2).is_none()
}

/// What clauses begin with: characters that are no words, those of markers, connectives; 由.
static OPENINGS: Firsts = Firsts::new(&[
    &[" ", "“", "—", "、", "\n", "(", "第", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
    &["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"],
    CONNECTIVES.words(),
    &["由"],
]);
const MAY_BE_LEFT_OUT: u8 = 0b0111;
const BY: u8 = 0b1000;

static CONNECTIVES: WordList = WordList::new(&[
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
]);

/// Where the clause begins behind its marker, connective and time.
fn opening_of(view: &str, dates: &[Placed], clause: Span) -> usize {
    let mut at = clause.start();
    loop {
        let rest = &view[at..clause.end()];
        let trimmed = rest.trim_start_matches([' ', '“', '—', '、', '\n']);
        let mut next = at + rest.len() - trimmed.len();
        next += marker(trimmed);
        if let Some(word) = CONNECTIVES.starts(&view[next..clause.end()]) {
            next += CONNECTIVES.words()[word].len();
        }
        let date = dates.get(dates.partition_point(|date| date.span.start() < next));
        if let Some(date) = date.filter(|date| date.span.start() == next && date.span.end() < clause.end()) {
            next = date.span.end();
        }
        if next == at {
            return at;
        }
        at = next;
    }
}

/// What the words round a group of bodies make of it.
fn around(before: &str, after: &str) -> Option<(Role, &'static str)> {
    static LEAD: WordList = WordList::new(&["牵头", "统一领导", "总牵头", "为主导"]);
    static SUPPORT: WordList = WordList::new(&[
        "配合",
        "协助",
        "协同配合",
        "参与",
        "参加",
        "协同",
        "积极配合",
        "密切配合",
        "积极参与",
    ]);
    static CHARGE: WordList = WordList::new(&["共同负责", "具体负责", "负责", "分别负责", "分工负责"]);
    static WATCH: WordList =
        WordList::new(&["监督", "督导", "检查指导", "督查", "监督支持", "具体指导", "指导"]);
    let boundary = before.is_empty()
        || before.ends_with(['由', ',', '、', '(', ':', '。', ';', ' ', '以'])
        || before.ends_with("建立");
    if boundary && LEAD.starts(after).is_some() && !after.starts_with("牵头单位") {
        return Some((Role::Lead, "a body that leads"));
    }
    let under = after.strip_prefix('的').unwrap_or(after);
    let clause = under.split([',', '。', ';']).next().unwrap_or(under);
    if before.ends_with('在') && WATCH.starts(clause).is_some() && clause.ends_with('下') {
        return Some((Role::Supervise, "under a body's supervision"));
    }
    if boundary && SUPPORT.starts(after).is_some() {
        return Some((Role::Support, "a body that supports"));
    }
    if boundary && CHARGE.starts(after).is_some() {
        return Some((Role::Implement, "a body that is in charge"));
    }
    if before.ends_with("成员由") || before.ends_with("组长由") || before.ends_with("主任由") {
        return None;
    }
    if before.ends_with('由') && !takes_office(after) && !after.starts_with("院士") {
        return Some((Role::Implement, SUBJECT));
    }
    let middle = after.split([',', '。', ';']).next().unwrap_or(after);
    if before.ends_with('在')
        && ["中开展", "中深入开展", "中实施", "中组织开展", "中推行", "中广泛开展", "内开展"]
            .iter()
            .any(|word| middle.starts_with(word))
    {
        return Some((Role::Implement, "where it is done"));
    }
    let accepts = ["监督", "民主监督", "法律监督", "工作监督", "的监督", "的民主监督", "的法律监督"];
    if before.ends_with("接受") && accepts.iter().any(|word| after.starts_with(word)) {
        return Some((Role::Supervise, "under a body's supervision"));
    }
    if before.ends_with('经') && after.starts_with("研究") {
        return Some((Role::Implement, "a body that decides"));
    }
    if before.ends_with("会同") {
        return Some((Role::Implement, "a body that joins in"));
    }
    if before.ends_with("联合") {
        return Some((Role::Implement, "a body that joins in"));
    }
    None
}

/// `由县委书记任组长`, `由各单位负责人组成`: members, no actors.
fn takes_office(after: &str) -> bool {
    let clause = after.split(['。', ';']).next().unwrap_or(after);
    if clause.contains("组成") && clause.find("组成") < clause.find(',').or(Some(usize::MAX)) {
        return true;
    }
    static OFFICES: WordList = WordList::new(&[
        "任组长",
        "任副",
        "任主任",
        "任总",
        "任指挥",
        "任召集",
        "任成员",
        "担任",
        "兼任",
        "组成",
        "构成",
        "为组长",
    ]);
    let clause = clause.split(',').next().unwrap_or(clause);
    OFFICES.within(clause)
}

/// The role of a subject by what it does.
fn role_of(after: &str, clause: &str, next: &str) -> Role {
    static CHECKS: WordList = WordList::new(&[
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
        "抽查",
        "专项检查",
        "执法检查",
        "开展检查",
        "开展巡查",
    ]);
    if after.starts_with("牵头") || clause.contains("负责牵头") {
        return Role::Lead;
    }
    if ["配合", "协助", "参与", "积极配合", "密切配合", "要配合", "要积极配合", "要密切配合"]
        .iter()
        .any(|verb| after.starts_with(verb))
    {
        return Role::Support;
    }
    let long = clause.trim_start_matches(['要', '应', '将', '须']);

    let measured = clause.contains("纳入") && clause.contains("考核");
    if CHECKS.within(long) || measured || long.starts_with('对') && CHECKS.within(next) {
        return Role::Supervise;
    }
    Role::Implement
}

/// What is told of a body as of a thing: `启动运行`, `获评…`, `建成投用`.
fn is_outcome(after: &str) -> bool {
    static RECEIVES: WordList = WordList::new(&[
        "获评",
        "获批",
        "荣获",
        "入选",
        "上榜",
        "获得",
        "获",
        "位居",
        "晋级",
        "被",
        "达",
        "超",
        "突破",
        "排名",
        "成为",
        "入围",
        "进入",
        "纳入",
        "跻身",
        "列入",
        "位列",
        "更名",
        "确定为",
        "上市",
        "新增入库",
        "荣膺",
        "挂牌",
        "落户",
        "升格",
        "晋升",
        "入库",
        "合作签约",
    ]);
    static HAPPENS: WordList = WordList::new(&[
        "投用", "启用", "运行", "运营", "开工", "开业", "落户", "落成", "揭牌", "挂牌", "成立", "建成",
        "竣工", "开建", "建设", "推进", "投产", "开放", "改造", "搬迁", "封顶", "开园", "使用", "完工",
    ]);
    let clause = after.split([',', '、', '。', ';', ':']).next().unwrap_or(after);
    let plain = ["成功", "正式", "顺利", "全部", "分别", "已", "均"]
        .iter()
        .find_map(|word| clause.strip_prefix(word));
    let plain = plain.unwrap_or(clause);
    RECEIVES.starts(plain).is_some() || clause.chars().count() <= 8 && HAPPENS.ends(clause).is_some()
}

/// Words after which anything that stands before them acts.
fn modal(after: &str) -> bool {
    const SINGLE: [char; 8] = ['要', '应', '须', '将', '把', '按', '对', '可'];
    static WORDS: WordList = WordList::new(&[
        "必须",
        "应当",
        "不得",
        "应该",
        "需要",
        "自觉",
        "主动",
        "负责",
        "牵头",
        "首先",
        "带头",
        "提出",
        "有较强",
        "定期",
    ]);
    after.starts_with(SINGLE) && !after.starts_with("应急") && !after.starts_with("要求")
        || WORDS.starts(after).is_some()
}

/// `由医共体总院党委下属党支部负责…`: what stands between 由 and the verb, where it ends like a body.
fn unknown(view: &str, clause: Span, reading: &Reading) -> Option<Span> {
    const VERBS: [&str; 14] = [
        "负责", "牵头", "组织", "统筹", "承担", "确定", "审核", "审批", "制定", "具体", "统一", "指导",
        "出具", "会同",
    ];
    const ENDS: [char; 18] = [
        '部', '委', '局', '院', '会', '组', '处', '室', '所', '站', '队', '区', '县', '镇', '位', '门', '心',
        '构',
    ];
    let words = clause.of(view);
    let ends = VERBS.iter().flat_map(|verb| words.match_indices(verb).map(|(at, _)| at));
    let end = ends.filter(|&at| words[..at].ends_with(ENDS)).min()?;
    let head = &words[..end];
    let short = (2..=14).contains(&head.chars().count());
    let good = head.chars().all(char::is_alphanumeric)
        && !["列入", "按照", "根据", "通过", "报"].iter().any(|verb| head.contains(verb));
    let post = reading.lexicon.posts.ending(head).is_some();
    (short && good && !post).then(|| Span::new(clause.start(), clause.start() + end))
}

/// Length of a marker at the beginning of a clause: `一是`, `(二)`, `3.`, `第一`.
fn marker(words: &str) -> usize {
    let mut chars = words.char_indices();
    let Some((_, first)) = chars.next() else { return 0 };
    if !matches!(first, '(' | '第' | '0'..='9') && !is_numeral(first) {
        return 0;
    }
    let numerals =
        |words: &str| words.chars().take_while(|&c| is_numeral(c)).map(char::len_utf8).sum::<usize>();
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

fn is_numeral(c: char) -> bool {
    matches!(c, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十')
}
