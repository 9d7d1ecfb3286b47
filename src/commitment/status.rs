//! Status: what is promised and what is reported, and how strongly: `确保粮食产量稳定` is planned in a plan and
//! reported in a review of the year; `必须` binds more than `力争`.

mod setting;
mod signs;

use memchr::memrchr2;

use crate::context::Placed;
use crate::context::Reading;
use crate::context::marks::{Kind, Mark, kinds};
use crate::lexicon::{ColumnKind, Hit, Sign};
use crate::outline::{Form, Segment};
use crate::record::Basis;
use crate::span::{Span, next_within};
use crate::value::{Moment, Status, Strength};
use crate::wordlist::{Firsts, WordList};

use super::target::row;
pub(super) use setting::is_work_report;
use setting::{Genre, Mood, Setting};
use signs::Signs;

/// Why a segment is a commitment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Judgement {
    pub status: Status,
    pub strength: Strength,
    /// The word that `strength` rests on.
    pub cue: Option<Span>,
    pub rule: &'static str,
}

/// What a segment turns out to be, each with the name of the rule that says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Commitment(Judgement),
    Nothing(&'static str),
}

/// One judgement a segment of the outline; `None` where it is no commitment.
pub fn judge(reading: &Reading) -> Vec<Option<Judgement>> {
    let mut course = Course::new(reading);
    let verdicts = (0..reading.outline.segments.len()).map(|n| course.verdict(n));
    verdicts
        .map(|verdict| match verdict {
            Verdict::Commitment(judgement) => Some(judgement),
            Verdict::Nothing(_) => None,
        })
        .collect()
}

/// One verdict a segment of the outline, with the reason for each.
pub fn verdicts(reading: &Reading) -> Vec<Verdict> {
    let mut course = Course::new(reading);
    (0..reading.outline.segments.len()).map(|n| course.verdict(n)).collect()
}

/// A walk through a document that remembers what the segments before have set.
struct Course<'r, 'a> {
    reading: &'r Reading<'a>,
    setting: Setting,
    /// A work report without telling headings has come to what is to be done.
    turned: bool,
    /// Past the survey of how things stand, between the heading of what is to be done and the first aim.
    surveyed: bool,
    /// From 下一步 on, in this section (`None`: to the end).
    ahead: Option<Option<usize>>,
    /// The paragraph whose sentences tell of hardship or of lessons, with the reason.
    tale: Option<(usize, &'static str)>,
    /// The paragraph that began with results.
    results: Option<usize>,
    /// The paragraph of a planned clause that its sentence goes on from: it ended in `;`.
    open_plan: Option<usize>,
    /// How many cues and dates stand before the segment at hand.
    before: (usize, usize),
}

/// What begins in a segment.
#[derive(Clone, Copy)]
struct Held<'r> {
    marks: &'r [Mark],
    cues: &'r [Hit],
    dates: &'r [Placed],
}

impl<'r, 'a> Course<'r, 'a> {
    fn new(reading: &'r Reading<'a>) -> Course<'r, 'a> {
        Course {
            reading,
            setting: Setting::of(reading),
            turned: false,
            surveyed: false,
            ahead: None,
            tale: None,
            results: None,
            open_plan: None,
            before: (0, 0),
        }
    }

    /// What begins in the segment at an index of the outline, behind those before.
    fn held(&mut self, n: usize, span: Span) -> Held<'r> {
        let reading = self.reading;
        let (cues, dates) = &mut self.before;
        Held {
            marks: reading.marks.of(n),
            cues: next_within(&reading.terms.cues, cues, span, |cue| cue.span),
            dates: next_within(&reading.dates, dates, span, |date| date.span),
        }
    }

    fn verdict(&mut self, n: usize) -> Verdict {
        let segment = &self.reading.outline.segments[n];
        let verdict = self.judged(n, segment);
        let plan = matches!(&verdict, Verdict::Commitment(judgement) if judgement.status == Status::Planned);
        let open = plan && segment.span.of(self.reading.view()).ends_with(';');
        self.open_plan = open.then_some(segment.paragraph());
        verdict
    }

    fn judged(&mut self, n: usize, segment: &Segment) -> Verdict {
        match segment.form {
            Form::Prose => self.prose(n, segment),
            Form::Task if self.is_progress(segment) => reported("how far a task of a table is"),
            Form::Task => {
                let held = self.held(n, segment.span);
                let signs = Signs::of(self.reading, segment.span, held.cues, held.marks);
                planned(&signs, "a task in a table")
            }
            Form::Heading => Verdict::Nothing("a heading"),
            Form::Title => Verdict::Nothing("the title"),
            Form::Masthead => Verdict::Nothing("what frames the text"),
            Form::Assignment => Verdict::Nothing("an assignment to bodies"),
            Form::Roster => Verdict::Nothing("a row of a list of people"),
            Form::Row => self.row(segment),
            Form::Cell => Verdict::Nothing("a cell of a table"),
            Form::Furniture => Verdict::Nothing("what the page added"),
        }
    }

    /// A row of a table of indicators: planned where it has a value to be reached.
    fn row(&self, segment: &Segment) -> Verdict {
        match segment.place.and_then(|place| row::verdict(self.reading, place)) {
            Some(row::Verdict { status, strength, cue }) => {
                let rule = match status {
                    Status::Planned => "a row of a table of indicators",
                    Status::Reported => "a row of results",
                };
                Verdict::Commitment(Judgement { status, strength, cue, rule })
            }
            None => Verdict::Nothing("a row of past figures"),
        }
    }

    /// The cell stands in a column such as `完成情况`.
    fn is_progress(&self, segment: &Segment) -> bool {
        segment.place.is_some_and(|place| {
            let grid = &self.reading.outline.grids[place.grid()];
            grid.columns[place.column()].kind == Some(ColumnKind::Progress)
        })
    }

    fn prose(&mut self, n: usize, segment: &Segment) -> Verdict {
        let words = unmarked(segment.span.of(self.reading.view()));
        let held = self.held(n, segment.span);
        let signs = Signs::of(self.reading, segment.span, held.cues, held.marks);
        let marks = kinds(held.marks);
        let rare = marks & Kind::Rare.bit() != 0;
        let mood = self.mood(segment, words, &signs, rare);
        if let Some(reason) = formula(words, &signs, marks) {
            return Verdict::Nothing(reason);
        }
        if let Some(reason) = self.tale(segment, words, &signs, mood) {
            return Verdict::Nothing(reason);
        }
        if mood == Mood::Coming && rare && explains(words) {
            // 增长8%左右的目标,主要是…: the figure is quoted again.
            return planned(&signs, "a target explained");
        }
        match mood {
            Mood::Reason => Verdict::Nothing("why it matters"),
            Mood::Hardship if !binds(&signs) => Verdict::Nothing("what is wanting"),
            Mood::Guide if !self.names_a_day_to_come(held.dates) => Verdict::Nothing("guiding thought"),
            Mood::Past => self.told(segment, words, &signs, marks),
            Mood::Opening => self.opening(segment, words, &signs, held.dates),
            Mood::Coming | Mood::Hardship | Mood::Guide => self.asked(segment, &signs, held.dates),
        }
    }

    /// The mood of the segment's section, or the one that the text before has turned to.
    fn mood(&mut self, segment: &Segment, words: &str, signs: &Signs, rare: bool) -> Mood {
        let mut mood = self.setting.mood(segment.section());
        if self.setting.genre == Genre::WorkReport {
            if mood == Mood::Opening {
                mood = Mood::Past;
            }
            self.turned = self.turned || rare && names_an_aim(words);
            if mood == Mood::Past && self.turned {
                mood = Mood::Coming;
            }
            return mood;
        }
        if self.setting.genre == Genre::Told {
            self.turned = self.turned || rare && names_an_aim(words);
            if mood == Mood::Opening {
                mood = Mood::Past;
            }
            if mood == Mood::Past && self.turned {
                mood = Mood::Coming;
            }
        }
        if let Some(section) = self.ahead {
            if section == segment.section() {
                return Mood::Coming;
            }
            self.ahead = None;
        }
        if mood == Mood::Past && signs.has(Sign::Turn) {
            self.ahead = Some(segment.section());
            return Mood::Coming;
        }
        mood
    }

    /// Hardship and lessons run on to the end of their paragraph: why this segment is one of them.
    fn tale(&mut self, segment: &Segment, words: &str, signs: &Signs, mood: Mood) -> Option<&'static str> {
        if self.setting.genre != Genre::WorkReport {
            return None;
        }
        if self.tale.is_some_and(|(paragraph, _)| paragraph != segment.paragraph()) {
            self.tale = None;
        }
        if mood == Mood::Coming {
            return self.survey(segment, words, signs);
        }
        if signs.any(&[Sign::Against, Sign::Intend]) {
            self.tale = None;
            return None;
        }
        let figures = || words.bytes().any(|b| b.is_ascii_digit());
        let wants = signs.any(&[Sign::Wanting, Sign::Hardship]);
        if self.tale.is_some() && !wants && figures() {
            // 面对困难挑战…: the figures that follow are results again.
            self.tale = None;
        }
        if self.tale.is_none() {
            let told = || signs.any(&[Sign::Done, Sign::Result, Sign::Past]) || figures();
            if signs.has(Sign::Lesson) {
                self.tale = Some((segment.paragraph(), "what was learned"));
            } else if signs.hardship.is_some_and(|cue| !self.overcome(segment, cue)) {
                self.tale = Some((segment.paragraph(), "what is wanting"));
            } else if signs.several(Sign::Wanting) && !told() {
                return Some("what is wanting");
            }
        }
        self.tale.map(|(_, reason)| reason)
    }

    /// `面对困难和挑战`, `有效应对问题和挑战`: named as overcome.
    fn overcome(&self, segment: &Segment, cue: Span) -> bool {
        let before = &self.reading.view()[segment.span.start()..cue.start()];
        let clause = before.rsplit([',', '、']).next().unwrap_or(before);
        let facing = ["面对", "克服", "应对", "战胜", "解决", "破解", "化解", "经受", "直面", "反映"];
        facing.iter().any(|verb| clause.contains(verb)) || before.starts_with("面对")
    }

    /// How things stand, told between the heading of what is to be done and the first aim.
    fn survey(&mut self, segment: &Segment, words: &str, signs: &Signs) -> Option<&'static str> {
        if self.surveyed {
            return None;
        }
        let aims = signs.any(&[Sign::Goal, Sign::Guide]);
        let item = segment.section().is_some_and(|n| !self.setting.sets_course(n));
        if aims || item {
            self.surveyed = true;
            return None;
        }
        if words.contains("为指导") {
            return Some("guiding thought");
        }
        let stands = signs.any(&[Sign::Situation, Sign::Reason, Sign::Wanting, Sign::Hardship]);
        (stands && !signs.any(&[Sign::Order, Sign::Intend])).then_some("how things stand")
    }

    /// Under a review: reported, unless it says what will be.
    fn told(&mut self, segment: &Segment, words: &str, signs: &Signs, marks: u16) -> Verdict {
        if signs.has(Sign::Intend) && !signs.any(&[Sign::Done, Sign::Past]) {
            return planned(signs, "a promise among results");
        }
        let opens = signs.order.is_some_and(|order| order.start() == segment.span.end() - words.len());
        if opens && !signs.has(Sign::Done) {
            return planned(signs, "an order among results");
        }
        if self.setting.genre == Genre::WorkReport
            && !signs.any(&[Sign::Done, Sign::Past])
            && marks & Kind::Speaks.bit() != 0
        {
            return Verdict::Nothing("a formula");
        }
        reported("a result under a review")
    }

    /// Before the first section of a plan: why it is made, and what it does.
    fn opening(&mut self, segment: &Segment, words: &str, signs: &Signs, dates: &[Placed]) -> Verdict {
        static BUT: WordList = WordList::new(&["但", "然而", "同时"]);
        static PREAMBLE: WordList = WordList::new(&["为", "根据", "按照", "依据", "鉴于"]);
        let told = signs.any(&[Sign::Done, Sign::Past, Sign::Result]);
        if BUT.starts(words).is_some() && signs.any(&[Sign::Wanting, Sign::Hardship]) && !binds(signs) {
            return Verdict::Nothing("what is wanting");
        }
        if !binds(signs) && !signs.has(Sign::Decide) && (told || self.results == Some(segment.paragraph())) {
            self.results = Some(segment.paragraph());
            return reported("a result told before the plan");
        }
        if PREAMBLE.starts(words).is_some()
            && !signs.has(Sign::Decide)
            && !self.reading.outline.sections.is_empty()
        {
            return Verdict::Nothing("a preamble");
        }
        let sectioned = !self.reading.outline.sections.is_empty();
        if sectioned && !binds(signs) && !signs.has(Sign::Decide) && !self.names_a_day_to_come(dates) {
            return Verdict::Nothing("how things stand");
        }
        planned(signs, "an order before the first section")
    }

    /// Where things are to be done: planned, unless it tells what has been.
    fn asked(&mut self, segment: &Segment, signs: &Signs, dates: &[Placed]) -> Verdict {
        let past = || signs.has(Sign::Past) || self.names_a_day_gone(dates);
        // `到2019年底,A达到80人以上;被列为培养对象的达到60人以上`: clauses of one aim are planned together.
        let one_aim = self.open_plan == Some(segment.paragraph());
        if signs.has(Sign::Done)
            && !one_aim
            && !binds(signs)
            && !signs.any(&[Sign::Coming, Sign::Aim])
            && past()
        {
            return reported("a result told in a plan");
        }
        planned(signs, "a task of a plan")
    }

    fn names_a_day_to_come(&self, dates: &[Placed]) -> bool {
        self.ends(dates).any(|(day, today)| day >= today)
    }

    fn names_a_day_gone(&self, dates: &[Placed]) -> bool {
        self.ends(dates).any(|(day, today)| day < today)
    }

    /// The last days that a segment's dates name, with the document's own day.
    fn ends(&self, dates: &[Placed]) -> impl Iterator<Item = (jiff::civil::Date, jiff::civil::Date)> {
        // The day on which a page was put up may be years after the plan.
        let today = self.reading.about.today.as_ref().filter(|fact| fact.basis != Basis::Web);
        let today = today.map(|fact| fact.value);
        dates.iter().filter_map(move |date| match &date.moment {
            Moment::Date(interval) => Some((interval.end?, today?)),
            _ => None,
        })
    }
}

/// `2024年主要预期目标是:…`, `今年工作的总体要求是:…`: here a work report comes to what is to be done.
pub(super) fn names_an_aim(words: &str) -> bool {
    static AIMS: WordList = WordList::new(&["预期目标", "总体要求", "总体思路", "奋斗目标"]);
    AIMS.within(words)
        && AIMS.words().iter().any(|aim| {
            words.find(aim).is_some_and(|at| words[at + aim.len()..].starts_with(['是', '为', ':']))
        })
}

/// Somebody is bound: a present order outweighs a finished act.
fn binds(signs: &Signs) -> bool {
    signs.any(&[Sign::Order, Sign::Intend, Sign::Permit, Sign::Turn])
}

fn planned(signs: &Signs, rule: &'static str) -> Verdict {
    let (strength, cue) = match signs.strongest {
        Some((strength, cue)) => (strength, Some(cue)),
        None => (Strength::Stated, None),
    };
    Verdict::Commitment(Judgement { status: Status::Planned, strength, cue, rule })
}

fn reported(rule: &'static str) -> Verdict {
    Verdict::Commitment(Judgement { status: Status::Reported, strength: Strength::Stated, cue: None, rule })
}

/// Words without what ends a sentence.
fn without_end(words: &str) -> &str {
    let mut bytes = words.as_bytes();
    while let [rest @ .., b';' | b'!' | b'?' | b' ' | b','] | [rest @ .., 0xE3, 0x80, 0x82] = bytes {
        bytes = rest;
    }
    &words[..bytes.len()]
}

/// Segments that are nothing wherever they stand, with the reason; `marks` are the kinds of those in them.
fn formula(words: &str, signs: &Signs, marks: u16) -> Option<&'static str> {
    static TOGETHER: WordList = WordList::new(&["奋斗", "奋进", "努力", "携手", "团结", "同心"]);
    static ADDRESS: WordList = WordList::new(&["各位代表", "同志们", "各位委员"]);
    let bare = without_end(words);
    let rare = marks & Kind::Rare.bit() != 0;
    if bare.ends_with(':') || rare && leads_in(bare) {
        return Some("a lead-in");
    }
    if signs.has(Sign::Formula) {
        return Some("a formula");
    }
    if words.starts_with("注:") {
        return Some("a note");
    }
    if lasts(bare) {
        return Some("how long the text holds");
    }
    if signs.has(Sign::Thanks) {
        return Some("thanks");
    }
    let together = || TOGETHER.within(words) || words.ends_with('!');
    if signs.has(Sign::Appeal) || rare && words.contains("让我们") && together() {
        return Some("an appeal");
    }
    if signs.has(Sign::Define) {
        return Some("a definition");
    }
    if bare.len() < 12 && bare.chars().count() < 3 {
        return Some("a word alone");
    }
    if marks & Kind::Lies.bit() != 0 && lies(bare) {
        return Some("where a place lies");
    }
    if marks & Kind::Makes.bit() != 0 && preamble(bare) {
        return Some("a preamble");
    }
    if says(words, signs) {
        return Some("a saying");
    }
    if matters(bare, signs) {
        return Some("why it matters");
    }
    if guides(words, signs) {
        return Some("guiding thought");
    }
    if rare && explains(words) && !words.bytes().any(|b| b.is_ascii_digit()) {
        return Some("the reason of a target");
    }
    (ADDRESS.starts(words).is_some() && bare.chars().count() <= 6).then_some("an address")
}

/// `某县位于省境西部,总面积1200平方公里`: a description, unless something is done to what lies there (`将位于…的厂房改建`).
fn lies(bare: &str) -> bool {
    let subject = ["位于", "地处"].iter().find_map(|verb| bare.split_once(verb)).map(|(subject, _)| subject);
    subject.is_some_and(|subject| {
        let short = (1..=10).contains(&subject.chars().count());
        short && !subject.ends_with(['将', '把', '对', '在']) && !subject.contains([',', '、', '“'])
    })
}

const NUMERALS: [char; 11] = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '百'];

/// `(三)`, `第五条`, `2.` left out: the words that a segment begins with.
fn unmarked(words: &str) -> &str {
    const LONGEST: usize = 24;
    static MARKERS: Firsts = Firsts::new(&[
        &["(", "第", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
        &["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "百"],
    ]);
    if MARKERS.of(words.as_bytes()) == 0 {
        return words;
    }
    let head =
        &words[..words.char_indices().map(|(at, _)| at).take_while(|&at| at <= LONGEST).last().unwrap_or(0)];
    let numbers = |c: char| c.is_ascii_digit() || NUMERALS.contains(&c);
    let rest = if let Some(inner) = head.strip_prefix('(') {
        inner.trim_start_matches(numbers).strip_prefix(')')
    } else if let Some(inner) = head.strip_prefix('第') {
        inner.trim_start_matches(numbers).strip_prefix('条')
    } else {
        head.trim_start_matches(numbers).strip_prefix(['、', '.']).filter(|_| head.starts_with(numbers))
    };
    rest.map_or(words, |rest| words[head.len() - rest.len()..].trim_start())
}

/// `重点做好以下工作`, `特制定如下实施方案`: ends in 如下 or 以下 with no more than the name of what follows.
fn leads_in(bare: &str) -> bool {
    static LEADS: WordList = WordList::new(&["如下", "以下"]);
    if !LEADS.within(bare) {
        return false;
    }
    for word in ["如下", "以下"] {
        let Some(at) = bare.rfind(word) else { continue };
        let after = &bare[at + word.len()..];
        let before = bare[..at].chars().next_back();
        if ["简称", "统称", "简写"].iter().any(|word| after.starts_with(word)) {
            continue;
        }
        let bound = word == "以下"
            && (after.is_empty()
                || before.is_some_and(|c| c.is_ascii_digit() || "%人元米吨岁家平方".contains(c)));
        if !bound && !after.contains([',', '。']) && after.chars().count() <= 14 {
            return true;
        }
    }
    false
}

/// `…,制定本方案`, `…,提出以下措施`: says why and ends in making the document.
fn preamble(bare: &str) -> bool {
    static THIS: WordList = WordList::new(&["本", "此", "如下", "以下"]);
    let Some(last) = bare.rsplit(',').next() else { return false };
    static MAKES: WordList = WordList::new(&["制定", "制订", "提出", "特制定", "特制订", "作出", "编制"]);
    MAKES.within(last)
        && MAKES.words().iter().any(|verb| {
            last.rfind(verb).is_some_and(|at| {
                let after = &last[at + verb.len()..];
                THIS.starts(after).is_some() && after.chars().count() <= 16
            })
        })
}

/// `上述目标的提出,主要是基于…`: why a target is what it is.
fn explains(words: &str) -> bool {
    static AIM: WordList = WordList::new(&["目标"]);
    const WHY: [&str; 10] =
        ["基于", "考虑", "考量", "体现", "衔接", "相匹配", "相适应", "符合", "兼顾", "主要是"];
    let opening = words.split(',').next().unwrap_or(words);
    let about = ["上述", "以上", "这些", "这一", "这个", "确定", "提出"];
    AIM.within(opening)
        && (about.iter().any(|word| opening.starts_with(word)) || opening.ends_with("目标"))
        && WHY.iter().any(|word| words[opening.len()..].contains(word))
}

/// `只有一流的教育,才能培养一流人才`, `没有农业机械化,就没有农业现代化`: a saying, nothing that anyone is to do.
fn says(words: &str, signs: &Signs) -> bool {
    !signs.any(&[Sign::Order, Sign::Intend, Sign::Goal])
        && (words.starts_with("只有") && [",才", ",方"].iter().any(|word| words.contains(word))
            || words.starts_with("没有")
                && [",就没有", ",就不", ",便没有"].iter().any(|word| words.contains(word)))
}

/// `本办法自2025年1月1日起施行,有效期5年`: from when and how long the text itself holds.
fn lasts(bare: &str) -> bool {
    bare.starts_with('本')
        && bare.chars().count() <= 60
        && ["起施行", "起实施", "起执行", "起生效", "有效期", "有效期限", "施行之日", "试行期"]
            .iter()
            .any(|word| bare.find(word).is_some_and(|at| bare[..at].chars().count() <= 30))
}

/// `2024年是…关键一年`, `做好今年工作意义重大`: a judgement, nothing that anyone does.
fn matters(bare: &str, signs: &Signs) -> bool {
    static JUDGED: WordList = WordList::new(&[
        "一年", "之年", "重大", "重要", "必要", "光荣", "艰巨", "意义", "关键", "时期", "期", "年份",
    ]);
    static WEIGHTY: WordList = WordList::new(&[
        "重要",
        "重大",
        "必然",
        "迫切",
        "关键",
        "战略",
        "基础性",
        "根本",
        "有效",
        "有力",
        "内在",
    ]);
    static JUDGES: WordList =
        WordList::new(&["是", "也是", "更是", "又是", "既是", "对", "关系", "事关", "具有"]);
    let noun = NOUNS.ends(bare).is_some();
    if !noun && !signs.has(Sign::Reason) {
        return false;
    }
    let last = &bare[memrchr2(b',', b';', bare.as_bytes()).map_or(0, |at| at + 1)..];
    if signs.has(Sign::Reason) && JUDGED.ends(last).is_some() {
        let first = bare.split(',').next().unwrap_or(bare);
        let opens = first.contains("年是") || bare.contains("一年,是") || first.ends_with("过去一年");
        if opens || bare.contains("意义") || bare.contains("至关重要") {
            return true;
        }
    }
    // 农业机械化是…的重要基础,是…的重要支撑
    noun && NOUNS.ends(last).is_some()
        && !signs.any(&[Sign::Order, Sign::Intend])
        && bare.contains('是')
        && WEIGHTY.within(last)
        && (JUDGES.starts(last).is_some() || !bare.contains(','))
}

/// With these a judgement ends: `…的重要举措`.
static NOUNS: WordList = WordList::new(&[
    "基础", "支撑", "举措", "内容", "途径", "抓手", "要求", "任务", "保障", "意义", "部分", "组成", "载体",
    "手段", "环节", "力量", "引擎", "路径", "需要", "工程",
]);

/// `今年工作的总体要求是:坚持…`.
fn guides(words: &str, signs: &Signs) -> bool {
    const NAMES: [&str; 9] = [
        "总体要求",
        "总体思路",
        "指导思想",
        "工作思路",
        "总的要求",
        "基本思路",
        "总要求",
        "总的考虑",
        "总体考虑",
    ];
    signs.has(Sign::Guide)
        && !words.contains("预期目标")
        && NAMES.iter().any(|name| {
            words.find(name).is_some_and(|at| words[at + name.len()..].starts_with(['是', ':', '为']))
        })
}
