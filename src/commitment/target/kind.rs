//! What a number is: a promise of this plan, a result, a rule, a five-year figure, somebody else's target, a miss.

use super::clause;
use super::cues::{self, Cues};
use super::phrase::Phrase;
use crate::lexicon::UnitKind;
use crate::span::Span;
use crate::value::{Change, Comparator, Kind, Status};
use crate::wordlist::WordList;

/// What is known of the words round a value.
pub(super) struct Setting<'a> {
    pub view: &'a str,
    pub cues: &'a Cues<'a>,
    pub status: Status,
    /// The clause before, where it has no value of its own.
    pub earlier: Span,
    /// What stands before the value in its clause.
    pub before: Span,
    /// What stands before the first value of a run.
    pub left: Span,
    /// A clause before it names who gets something.
    pub conditional: bool,
    /// The value and what follows it in the clause.
    pub after: Span,
    /// Where its segment begins.
    pub segment: usize,
    /// The document is a report or a plan for one year.
    pub yearly: bool,
    /// The document is a county's or below.
    pub local: bool,
}

impl<'a> Setting<'a> {
    /// The clause round the value.
    fn clause(&self) -> Span {
        Span::new(self.before.start(), self.after.end())
    }

    fn before(&self) -> &'a str {
        self.before.of(self.view)
    }

    fn after(&self) -> &'a str {
        self.after.of(self.view)
    }

    fn left(&self) -> &'a str {
        self.left.of(self.view)
    }

    /// The segment up to the value.
    fn told(&self) -> Span {
        clause::back(self.view, self.segment, self.after.start().max(self.segment), 900)
    }
}

/// The bytes of `市政府确定` before what somebody else has set.
pub(super) fn restated(text: &str, local: bool) -> Option<usize> {
    const CITY: usize = 4;
    static ABOVE: WordList = WordList::new(&[
        "市委",
        "市政府",
        "州委",
        "州政府",
        "中央",
        "国务院",
        "国家",
        "省委",
        "省政府",
        "上级",
        "自治区党委",
        "自治区政府",
    ]);
    static OWN: WordList = WordList::new(&["我市", "我县", "我区", "我省", "我们"]);
    let above = ABOVE.starts(text).filter(|&n| n >= CITY || local)?;
    let above = ABOVE.words()[above].len();
    let rest = &text[above..];
    let (at, verb) = cues::words::SETS.iter().find_map(|verb| Some((rest.find(verb)?, verb)))?;
    (at <= 12 && !OWN.within(text)).then_some(above + at + verb.len())
}

pub(super) fn kind(phrase: &Phrase, set: &Setting) -> Kind {
    if set.cues.say(set.clause(), cues::MISSED) {
        return Kind::Missed;
    }
    if rule(phrase, set) {
        return Kind::Rule;
    }
    if set.status == Status::Reported || outcome(set) {
        return Kind::Outcome;
    }
    if set.yearly
        && set.cues.lists() & cues::PLANS != 0
        && set.cues.say(set.told(), cues::PLANS)
        && five_years(set.told().of(set.view))
    {
        return Kind::PlanPeriod;
    }
    if set.cues.may_say(set.before, cues::SETS)
        && restated(set.before.trimmed(set.view).of(set.view), set.local).is_some()
    {
        return Kind::Restatement;
    }
    Kind::Target
}

/// `“十五五”期间,…`: the time of a five-year plan, not of this one.
fn five_years(told: &str) -> bool {
    cues::words::PLANS.iter().any(|plan| {
        told.rfind(plan).is_some_and(|at| {
            let rest = told[at + plan.len()..].trim_start_matches(['”', '"']);
            let rest = ["期间", "时期", "末"].iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest);
            let opens = ["今后", "未来"].iter().any(|word| plan.starts_with(word));
            let goes_on = [",", "年均", "力争", "累计", "全市", "全县", "全省", "末"]
                .iter()
                .any(|word| rest.starts_with(word));
            (opens || rest.len() < told.len() - at - plan.len()) && (goes_on || rest.is_empty())
        })
    })
}

/// An amount, a ratio or a standard for every case that it applies to.
fn rule(phrase: &Phrase, set: &Setting) -> bool {
    let after = set.after();
    if ["不得", "不能"].iter().any(|word| after.starts_with(word)) {
        return true;
    }
    let proportion = set.cues.say(set.after, cues::RATIO);
    if proportion && (set.cues.say(set.before, cues::BY) || phrase.denominator.is_some()) {
        return true;
    }
    if phrase.denominator.is_some() && ["的标准", "的要求"].iter().any(|word| after.contains(word)) {
        return true;
    }
    match phrase.kind {
        Some(UnitKind::Money) => amount(phrase, set),
        Some(UnitKind::Share) => share(phrase, set),
        Some(UnitKind::Measure) => measure(phrase, set),
        _ => false,
    }
}

/// `每家奖励20万元`, `按每人500元的标准补助`.
fn amount(phrase: &Phrase, set: &Setting) -> bool {
    static GIVES: WordList = WordList::new(&["奖励", "补助", "补贴", "资助", "给予"]);
    static KEEPS: WordList = WordList::new(&["保障", "保证", "确保"]);
    let (before, after) = (set.before(), set.after());
    let planned = set.status == Status::Planned;
    let capped = phrase.comparator == Comparator::Le && !before.contains("控制");
    let said = |span: Span, lists: cues::Lists| set.cues.say(span, lists);
    if capped && said(set.before, cues::SOLE) {
        return true;
    }
    if planned {
        let each =
            || phrase.per_unit.is_some() || said(set.before, cues::CASES) || said(set.after, cues::CASES);
        let granted = || {
            [set.before, set.after, set.earlier].iter().any(|&span| said(span, cues::GRANTS))
                || before.contains("给予")
        };
        if (capped || each()) && granted() {
            return true;
        }
        // `奖励20万元`, `按交易额的5%给予补助`: what each case gets.
        if set.conditional && (GIVES.ends(before).is_some() || GIVES.ends(set.left()).is_some()) {
            return true;
        }
    }
    if said(set.before, cues::BY) && after.contains("的标准") {
        return true;
    }
    if phrase.change == Some(Change::IncreaseBy) && (before.contains("逐年") || before.contains("每年")) {
        return phrase.unit == "元"
            && phrase.value.is_some_and(|value| value < rust_decimal::Decimal::from(100_000));
    }
    // A floor under what each is paid is kept up, not reached.
    phrase.comparator == Comparator::Ge && before.contains("人均") && KEEPS.within(before)
}

/// `按交易额的5%给予补助`, `用于民生的比例不低于80%`.
fn share(phrase: &Phrase, set: &Setting) -> bool {
    static GIVEN: WordList = WordList::new(&["给予", "补助", "补贴", "奖励", "资助"]);
    let (before, after) = (set.before(), set.after());
    if set.cues.say(set.before, cues::BY) && GIVEN.within(after) {
        return true;
    }
    // `比例提高到65%` is reached once, `不低于65%` holds from then on.
    let bound = matches!(phrase.comparator, Comparator::Ge | Comparator::Le);
    let floor = phrase.change.is_none() && !after.starts_with(|c: char| c.is_ascii_digit());
    bound
        && floor
        && (before.ends_with("比例") && before.contains("用于")
            || before.ends_with("承担比例")
            || before.contains("中安排"))
}

/// `每户面积不超过120平方米`.
fn measure(phrase: &Phrase, set: &Setting) -> bool {
    static EACH: WordList =
        WordList::new(&["每处", "每个", "每所", "每间", "每户", "每人", "每百户", "单个"]);
    static BUILT: WordList = WordList::new(&["面积", "宽", "高度", "长度", "间距", "配建", "容积"]);
    static LIMITS: WordList = WordList::new(&["不得小于", "不得低于", "不得大于", "不得超过"]);
    let (before, after) = (set.before(), set.after());
    let bound = matches!(phrase.comparator, Comparator::Ge | Comparator::Le);
    let standard = || set.cues.say(set.before, cues::BY) && after.contains("的标准");
    bound && (standard() || EACH.within(before) && BUILT.within(before))
        || set.cues.say(set.clause(), cues::NOT) && LIMITS.within(set.clause().of(set.view))
}

/// Words that say that a clause of a plan tells what is so already.
fn outcome(set: &Setting) -> bool {
    static COMPARED: WordList = WordList::new(&["比去年", "较去年", "比上年", "较上年"]);
    let left = set.left.trimmed(set.view).of(set.view);
    // `实现有效发明增长` has no 现有 in it.
    set.cues.say(set.before, cues::TIMES) && !COMPARED.within(set.before())
        || set.cues.say(set.left, cues::DONE)
        || left.ends_with('已')
        || left.starts_with("现有")
}
