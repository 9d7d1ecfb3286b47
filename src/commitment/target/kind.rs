//! What a number is: a promise of this plan, a result, a rule, a five-year figure, somebody else's target, a miss.

use super::phrase::Phrase;
use crate::lexicon::UnitKind;
use crate::value::{Change, Comparator, Kind, Status};

/// What is known of the words round a value.
pub(super) struct Setting<'a> {
    pub status: Status,
    pub segment: &'a str,
    /// The clause from its start to its end, and what stands before the value in it.
    pub clause: &'a str,
    /// The clause before, where it has no value of its own.
    pub earlier: &'a str,
    pub before: &'a str,
    /// The value and what follows it in the clause.
    pub after: &'a str,
    /// The document is itself a plan for several years.
    pub long_plan: bool,
}

pub(super) fn kind(phrase: &Phrase, set: &Setting) -> Kind {
    if ["没有实现", "未能实现", "未实现", "未完成", "没有完成", "未达到", "没有达到", "未达预期"]
        .iter()
        .any(|word| set.clause.contains(word))
    {
        return Kind::Missed;
    }
    if rule(phrase, set) {
        return Kind::Rule;
    }
    if set.status == Status::Reported || outcome(set) {
        return Kind::Outcome;
    }
    if !set.long_plan
        && set.before.contains("期间")
        && ["十四五", "十三五", "十五五", "十二五", "五年"].iter().any(|plan| set.before.contains(plan))
        && (set.segment.contains("年均") || set.segment.contains("累计"))
    {
        return Kind::PlanPeriod;
    }
    let elsewhere = ["中央", "党中央", "国务院", "国家", "省委", "省政府", "上级", "自治区"];
    if ["提出", "确定的", "明确的"].iter().any(|verb| {
        set.before.find(verb).is_some_and(|at| elsewhere.iter().any(|who| set.before[..at].contains(who)))
    }) && !["我们", "我市", "我县", "我区", "我省"].iter().any(|who| set.before.contains(who))
    {
        return Kind::Restatement;
    }
    Kind::Target
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
    const CUES: &[&str] = &[
        "去年",
        "目前",
        "现有",
        "截至",
        "近年来",
        "五年来",
        "一年来",
        "过去一年",
        "上半年已",
        "已经",
        "已建成",
        "已有",
        "已达",
        "已完成",
        "已累计",
        "已签",
        "已获",
        "现已",
    ];
    let before = set.before;
    let compared = ["比去年", "较去年", "比上年", "较上年"].iter().any(|word| before.contains(word));
    CUES.iter().any(|cue| before.contains(cue)) && !(compared && !before.contains("已"))
        || before.ends_with('已')
}
