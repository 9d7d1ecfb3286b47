//! Lists of words that the rules of targets ask a segment for: `每年`, `给予`, `翻番`, `,`. Which of them a word is in, its
//! marks tell (see [`super::marks`]).

/// Lists of words, a bit each.
pub type Lists = u32;

/// `“`, `(`: what opens a stretch.
pub const OPENS: Lists = 1;
pub const CLOSES: Lists = 1 << 1;
/// `,`, `。`: ends of clauses.
pub const CUTS: Lists = 1 << 2;
/// Brackets that end a clause where a value stands in them.
pub const BRACKETS: Lists = 1 << 3;
/// `、`, `和`: between items of a list.
pub const JOINTS: Lists = 1 << 4;
/// `翻番`, `零事故`.
pub const VALUES: Lists = 1 << 5;
/// `同步`.
pub const STEPS: Lists = 1 << 6;
/// `高于`, `控制在`.
pub const AGAINST: Lists = 1 << 7;
/// `不超过` compares too, but a segment without numbers is not read for it alone.
pub const EXCEEDS: Lists = 1 << 8;
/// `至少`, `不低于`: comparators that may stand apart from their value.
pub const DISTANT: Lists = 1 << 9;
/// `领先`: before what something is compared with.
pub const BEYOND: Lists = 1 << 10;
/// `给予`, `支付`: what somebody gets.
pub const EARNED: Lists = 1 << 11;
/// `每年`.
pub const RATES: Lists = 1 << 12;
/// `更好成绩`: more than a value.
pub const BETTER: Lists = 1 << 13;
/// `未完成`.
pub const MISSED: Lists = 1 << 14;
/// `十五五`.
pub const PLANS: Lists = 1 << 15;
/// `去年`, `目前`.
pub const TIMES: Lists = 1 << 16;
/// `已建成`.
pub const DONE: Lists = 1 << 17;
/// `的比例`.
pub const RATIO: Lists = 1 << 18;
/// `每`, `各`: before the thing that a value is per.
pub const EVERY: Lists = 1 << 19;
/// `占`: before what a share is a share of.
pub const OF: Lists = 1 << 20;
/// `每家`, `一次性`: for every case.
pub const CASES: Lists = 1 << 21;
/// `补助`, `经费`: what money is for those who get it.
pub const GRANTS: Lists = 1 << 22;
/// `单个`: for no more than one.
pub const SOLE: Lists = 1 << 23;
/// `按`: before a rate or a standard.
pub const BY: Lists = 1 << 24;
/// `不得`: before a limit that is a rule.
pub const NOT: Lists = 1 << 25;
/// `人均`, `月收入`: what everybody has of it.
pub const PAID: Lists = 1 << 26;
/// `确定`, `下达`: what somebody does who sets a target.
pub const SETS: Lists = 1 << 27;
/// Words that may be values without a number.
pub const WORDLESS: Lists = VALUES | STEPS | AGAINST | EXCEEDS;

/// The words of lists that rules also ask for by themselves.
pub mod words {
    /// Words between items of a list.
    pub const JOINTS: &[&str] = &["以及", "、", "和", "与", "及"];

    /// What a value is held against something with, without 不超过.
    pub const AGAINST: &[&str] =
        &["不高于", "不低于", "不慢于", "不少于", "高于", "快于", "优于", "好于", "低于", "小于", "控制在"];

    /// Comparators that may stand apart from their value.
    pub const DISTANT: &[&str] =
        &["至少", "最少", "最低", "最高", "最多", "至多", "不超过", "不低于", "不少于", "不高于"];

    /// What stands before the other in a comparison.
    pub const BEYOND: &[&str] = &["高于", "快于", "低于", "领先", "优于"];

    /// What somebody gets, and how.
    pub const EARNED: &[&str] = &["给予", "予以", "奖励", "补助", "补贴", "资助", "扶持", "支付"];

    /// How often something is.
    pub const RATES: &[&str] = &["每半年", "每季度", "每年", "每月", "每周", "逐年", "月均", "日均", "年均"];

    /// What everybody has of it: money is per person then, and by the month or the year.
    pub const PAID: &[&str] =
        &["人均", "户均", "月工资", "月收入", "月薪", "月均", "年收入", "年薪", "年工资"];

    /// Words that admit that something was not reached.
    pub const MISSED: &[&str] = &[
        "没有实现",
        "未能实现",
        "未实现",
        "未完成",
        "没有完成",
        "未达到",
        "没有达到",
        "未达预期",
        "未能完成",
    ];

    /// Plans and times of five years.
    pub const PLANS: &[&str] = &["十二五", "十三五", "十四五", "十五五", "十六五", "今后五年", "未来五年"];

    /// Times that a plan tells of and does not plan for.
    pub const TIMES: &[&str] =
        &["去年", "目前", "截至", "近年来", "五年来", "一年来", "过去一年", "上半年已", "现已"];

    /// Words for what is so already.
    pub const DONE: &[&str] = &["已经", "已建成", "已有", "已达", "已完成", "已累计", "已获"];

    /// Words for every case.
    pub const CASES: &[&str] = &[
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
    ];

    /// What money is for those who get it.
    pub const GRANTS: &[&str] =
        &["补助", "奖励", "补贴", "扶持", "资助", "奖补", "支持", "罚款", "奖金", "津贴", "贴息", "经费"];

    /// Words for one case.
    pub const SOLE: &[&str] = &["单个", "单户", "单笔", "单项", "每家", "每个", "每人", "每户"];

    /// What somebody does who sets a target.
    pub const SETS: &[&str] = &["提出", "确定", "下达", "明确"];

    /// What is a value without a number.
    pub const VALUES: &[&str] = &[
        "翻一番",
        "翻了一番",
        "翻两番",
        "翻了两番",
        "翻番",
        "翻一倍",
        "翻倍",
        "全覆盖",
        "零突破",
        "零增长",
        "零新增",
        "零事故",
        "零发生",
        "零死亡",
        "零伤亡",
        "零上访",
        "零投诉",
        "零感染",
        "零返贫",
        "零违约",
        "零差错",
        "零失误",
        "全部清零",
        "动态清零",
        "清零",
    ];
}

/// Words by the lists that they are in.
pub(crate) const LISTS: &[(Lists, &[&str])] = &[
    (OPENS, &["“", "《", "(", "〔", "["]),
    (CLOSES, &["”", "》", ")", "〕", "]"]),
    (CUTS, &[",", ";", "。", ":", "!", "?", "\n"]),
    (BRACKETS, &["(", ")", "[", "]"]),
    (JOINTS, words::JOINTS),
    (VALUES, words::VALUES),
    (STEPS, &["同步"]),
    (AGAINST, words::AGAINST),
    (EXCEEDS, &["不超过"]),
    (DISTANT, words::DISTANT),
    (BEYOND, words::BEYOND),
    (EARNED, words::EARNED),
    (RATES, words::RATES),
    (BETTER, &["更好结果", "更好的结果", "更好成绩"]),
    (MISSED, words::MISSED),
    (PLANS, words::PLANS),
    (TIMES, words::TIMES),
    (DONE, words::DONE),
    (RATIO, &["的比例"]),
    (EVERY, &["每", "各", "单"]),
    (OF, &["占"]),
    (CASES, words::CASES),
    (GRANTS, words::GRANTS),
    (SOLE, words::SOLE),
    (BY, &["按"]),
    (NOT, &["不得"]),
    (PAID, words::PAID),
    (SETS, words::SETS),
];
