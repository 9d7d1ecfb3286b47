//! What a number is: a promise of this plan, a result, a rule, a five-year figure, somebody else's target, a miss.

use super::phrase::Phrase;
use crate::lexicon::UnitKind;
use crate::value::{Change, Comparator, Kind, Status};

/// What is known of the words round a value.
pub(super) struct Setting<'a> {
    pub status: Status,
    /// The clause from its start to its end, and what stands before the value in it.
    pub clause: &'a str,
    /// The clause before, where it has no value of its own.
    pub earlier: &'a str,
    pub before: &'a str,
    /// What stands before the first value of a run.
    pub left: &'a str,
    /// A clause before it names who gets something.
    pub conditional: bool,
    /// The value and what follows it in the clause.
    pub after: &'a str,
    /// The segment up to the value.
    pub told: &'a str,
    /// The document is a report or a plan for one year.
    pub yearly: bool,
    /// The document is a county's or below.
    pub local: bool,
}

/// Words that admit that something was not reached.
pub(super) const MISSED: &[&str] =
    &["没有实现", "未能实现", "未实现", "未完成", "没有完成", "未达到", "没有达到", "未达预期", "未能完成"];

/// The bytes of `市政府确定` before what somebody else has set.
pub(super) fn restated(text: &str, local: bool) -> Option<usize> {
    const ABOVE: &[&str] = &["中央", "国务院", "国家", "省委", "省政府", "上级", "自治区党委", "自治区政府"];
    const CITY: &[&str] = &["市委", "市政府", "州委", "州政府"];
    let above = ABOVE.iter().chain(CITY.iter().filter(|_| local)).find(|who| text.starts_with(**who))?;
    let rest = &text[above.len()..];
    let (at, verb) =
        ["提出", "确定", "下达", "明确"].iter().find_map(|verb| Some((rest.find(verb)?, verb)))?;
    let own = ["我市", "我县", "我区", "我省", "我们"].iter().any(|who| text.contains(who));
    (at <= 12 && !own).then_some(above.len() + at + verb.len())
}

pub(super) fn kind(phrase: &Phrase, set: &Setting) -> Kind {
    if MISSED.iter().any(|word| set.clause.contains(word)) {
        return Kind::Missed;
    }
    if rule(phrase, set) {
        return Kind::Rule;
    }
    if set.status == Status::Reported || outcome(set) {
        return Kind::Outcome;
    }
    if set.yearly && five_years(set.told) {
        return Kind::PlanPeriod;
    }
    if restated(set.before.trim_start(), set.local).is_some() {
        return Kind::Restatement;
    }
    Kind::Target
}

/// `“十五五”期间,…`: the time of a five-year plan, not of this one.
fn five_years(told: &str) -> bool {
    let plans = ["十二五", "十三五", "十四五", "十五五", "十六五", "今后五年", "未来五年"];
    plans.iter().any(|plan| {
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
    const GRANTS: &[&str] =
        &["补助", "奖励", "补贴", "扶持", "资助", "奖补", "支持", "罚款", "奖金", "津贴", "贴息", "经费"];
    let money = phrase.kind == Some(UnitKind::Money);
    let capped = phrase.comparator == Comparator::Le && !set.before.contains("控制");
    let each = phrase.per_unit.is_some()
        || [
            "每家",
            "每人",
            "每个",
            "每名",
            "每户",
            "每亩",
            "每村",
            "每项",
            "每件",
            "一次性",
            "给予",
            "分别给予",
        ]
        .iter()
        .any(|word| set.before.contains(word) || set.after.contains(word));
    let granted = GRANTS.iter().any(|word| set.after.contains(word) || set.before.contains(word))
        || set.before.contains("给予")
        || GRANTS.iter().any(|word| set.earlier.contains(word));
    if money && granted && (each || capped) && set.status == Status::Planned {
        return true;
    }
    let sole = ["单个", "单户", "单笔", "单项", "每家", "每个", "每人", "每户"];
    if money && capped && sole.iter().any(|word| set.before.contains(word)) {
        return true;
    }
    // `奖励20万元`, `按交易额的5%给予补助`: what each case gets.
    let gives = ["奖励", "补助", "补贴", "资助", "给予"]
        .iter()
        .any(|verb| set.before.ends_with(verb) || set.left.ends_with(verb));
    if money && gives && set.status == Status::Planned && set.conditional {
        return true;
    }
    let share = phrase.kind == Some(UnitKind::Share);
    let given = ["给予", "补助", "补贴", "奖励", "资助"].iter().any(|word| set.after.contains(word));
    if share && given && set.before.contains('按') {
        return true;
    }
    if set.after.starts_with("不得") || set.after.starts_with("不能") {
        return true;
    }
    let bound = matches!(phrase.comparator, Comparator::Ge | Comparator::Le);
    let ratio =
        set.before.contains("用于") && set.before.ends_with("比例") || set.before.ends_with("承担比例");
    // `比例提高到65%` is reached once, `不低于65%` holds from then on.
    let floor = phrase.change.is_none() && !set.after.starts_with(|c: char| c.is_ascii_digit());
    if share && bound && floor && (ratio || set.before.contains("中安排")) {
        return true;
    }
    if phrase.kind == Some(UnitKind::Measure) && bound {
        let standard = set.after.contains("的标准") && set.before.contains('按');
        let each = ["每处", "每个", "每所", "每间", "每户", "每人", "每百户", "单个"];
        let built = ["面积", "宽", "高度", "长度", "间距", "配建", "容积"]
            .iter()
            .any(|word| set.before.contains(word));
        if standard || built && each.iter().any(|each| set.before.contains(each)) {
            return true;
        }
    }
    if phrase.denominator.is_some()
        && ["的比例", "的标准", "的要求"].iter().any(|word| set.after.contains(word))
    {
        return true;
    }
    if set.after.contains("的比例") && (set.before.contains("按照") || set.before.contains("按")) {
        return true;
    }
    if set.after.contains("的标准") && money && (set.before.contains("按照") || set.before.contains("按"))
    {
        return true;
    }
    if money
        && phrase.change == Some(Change::IncreaseBy)
        && (set.before.contains("逐年") || set.before.contains("每年"))
    {
        return phrase.unit == "元"
            && phrase.value.is_some_and(|value| value < rust_decimal::Decimal::from(100_000));
    }
    // A floor under what each is paid is kept up, not reached.
    if money
        && phrase.comparator == Comparator::Ge
        && set.before.contains("人均")
        && ["保障", "保证", "确保"].iter().any(|word| set.before.contains(word))
    {
        return true;
    }
    phrase.kind == Some(UnitKind::Measure)
        && ["不得小于", "不得低于", "不得大于", "不得超过"].iter().any(|word| set.clause.contains(word))
}

/// Words that say that a clause of a plan tells what is so already.
fn outcome(set: &Setting) -> bool {
    const TIMES: &[&str] =
        &["去年", "目前", "截至", "近年来", "五年来", "一年来", "过去一年", "上半年已", "现已"];
    const DONE: &[&str] = &["已经", "已建成", "已有", "已达", "已完成", "已累计", "已获"];
    let compared = ["比去年", "较去年", "比上年", "较上年"].iter().any(|word| set.before.contains(word));
    let done = DONE.iter().any(|cue| set.left.contains(cue)) || set.left.trim_end().ends_with('已');
    // `实现有效发明增长` has no 现有 in it.
    let existing = set.left.trim_start().starts_with("现有");
    TIMES.iter().any(|cue| set.before.contains(cue)) && !compared || done || existing
}
