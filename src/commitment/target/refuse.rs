//! Quantities that are no targets: names (`“三个翻一番”`), counts of a document's parts (`六个方面`), thresholds of
//! who qualifies (`亿元以上项目`, `60岁以上老人`), shape of a name (`110千伏变电站`), means (`围绕8条产业链`).

use rust_decimal::Decimal;

use super::{clause, words};
use crate::lexicon::UnitKind;
use crate::recognise::Found;
use crate::span::Span;
use crate::value::{Comparator, Quantity};
use crate::wordlist::WordList;

/// Where a quantity stands in its clause.
pub(super) struct Place<'a> {
    pub clause: Span,
    /// The end of the value before it.
    pub floor: usize,
    /// What follows up to the next quantity or the end of the clause.
    pub after: Span,
    /// A verb of change stands before it.
    pub verb: bool,
    /// No other quantity follows in the clause.
    pub last: bool,
    pub quotes: &'a [Span],
}

/// Before a number that is part of a name or of an order: `前5名`, `世界500强`.
static BEFORE_NAMES: WordList =
    WordList::new(&["前", "每", "第", "“", "世界", "最后", "最初", "最后“", "最初“"]);

/// Whether a quantity says nothing of what is to be reached or was.
pub(super) fn refused(view: &str, found: &Found<Quantity>, kind: Option<UnitKind>, place: &Place) -> bool {
    let value = &found.value;
    let after = place.after.of(view);
    let noun = after.strip_prefix('的').unwrap_or(after);
    let head = &view[place.floor..found.span.start()];
    let whole_head = || clause::back(view, place.clause.start(), found.span.start(), 300).of(view);
    let figure = found.span.of(view);
    let han = !figure.bytes().any(|b| b.is_ascii_digit());
    let joined = !noun.is_empty() && !after.starts_with(['、', '和', '及', '与', '以', '并', '(', ' ', '/']);

    if quoted(view, place.quotes, found.span) || BEFORE_NAMES.ends(head).is_some() {
        return true;
    }
    if han && after.starts_with('“') {
        return true;
    }
    let slogan =
        han && value.value != Decimal::ONE && matches!(value.unit, "个" | "项" | "条" | "种" | "类" | "件");
    // `5亿元(3000万美元)以上项目`: one threshold said twice.
    let raw = clause::ahead(view, found.span.end(), view.len(), 60).of(view);
    let rest = if raw.starts_with('(') { raw.find(')').map(|at| &raw[at..]) } else { Some(raw) };
    if rest.is_some_and(|rest| rest.starts_with(")以上") || rest.starts_with(")及以上")) {
        return true;
    }
    if words::rhetorical(after, slogan)
        || han && value.value != Decimal::ONE && abstract_count(head, value, after)
    {
        return true;
    }
    if rank(whole_head, after, value.unit) || marks(&view[..found.span.start()], after, value) {
        return true;
    }
    match kind {
        Some(UnitKind::Time) if value.unit != "岁" && value.unit != "年" => {
            return !timed(head, found, place.verb, noun, joined);
        }
        Some(UnitKind::Money | UnitKind::Measure)
            if threshold(view, found, place, noun, joined, place.verb) =>
        {
            return true;
        }
        // `过50亿、过30亿项目`: without a unit only what a clause ends with is a value.
        None if value.unit.is_empty()
            && (!after.is_empty() || value.comparator == Comparator::Eq && !place.verb) =>
        {
            return true;
        }
        Some(UnitKind::Count) | None => {
            let bounded =
                matches!(value.comparator, Comparator::Ge | Comparator::Gt | Comparator::Le | Comparator::Lt);
            // `10人以上企业20家`: the next number counts those.
            if bounded
                && joined
                && !place.last
                && !after.contains(['、', '和'])
                && !place.verb
                && after.chars().nth(11).is_none()
            {
                return true;
            }
        }
        _ => {}
    }
    joined && means(whole_head())
}

/// What an assessment gives or takes for a task: `建立台账(5分)`, `少一次扣1分`, `得3分`.
fn marks(before: &str, after: &str, value: &Quantity) -> bool {
    const GIVES: [char; 9] = ['得', '扣', '加', '减', '奖', '计', '记', '赋', '评'];
    let bracketed = before.ends_with('(') && (after.is_empty() || after.starts_with([')', ',', ';', '、']));
    value.unit == "分" && value.comparator == Comparator::Eq && (bracketed || before.ends_with(GIVES))
}

fn quoted(view: &str, quotes: &[Span], span: Span) -> bool {
    let next = quotes.partition_point(|quote| quote.end() <= span.start());
    quotes.get(next).is_some_and(|quote| {
        // A long quotation is speech, in which a number means what it says.
        quote.covers(span)
            && (view[quote.start()..].starts_with('《') || quote.of(view).chars().count() <= 32)
    })
}

/// `抓好两个关键`, `做好三项工作`: a small Han number before 个, 项, 条 counts things done only after a verb of making.
fn abstract_count(head: &str, value: &Quantity, after: &str) -> bool {
    static MADE: WordList = WordList::new(&[
        "建成",
        "新建",
        "新增",
        "完成",
        "完善",
        "建设",
        "打造",
        "培育",
        "创建",
        "引进",
        "设立",
        "组建",
        "开工",
        "改造",
        "建立",
        "实施",
        "举办",
        "发展",
        "新改扩建",
        "改扩建",
        "布局",
        "选择",
        "选取",
        "确定",
        "推出",
        "形成",
        "认定",
        "获批",
        "新获批",
        "获评",
        "落地",
        "谋划",
        "办好",
        "办理",
        "达到",
        "至少",
        "不少于",
        "超过",
        "入选",
        "签约",
        "储备",
        "推进",
        "建好",
        "整合",
        "撤并",
        "开通",
        "新开通",
        "制定",
        "出台",
        "编制",
        "启动",
        "查找出",
        "查摆出",
        "实现",
    ]);
    if !matches!(
        value.unit,
        "个" | "项"
            | "条"
            | "种"
            | "类"
            | "件"
            | "篇"
            | "道"
            | "块"
            | "支"
            | "张"
            | "对"
            | "双"
            | "部"
            | "轮"
            | "组"
            | "门"
            | "口"
            | "头"
            | "台"
            | "把"
            | "根"
    ) {
        return value.unit == "位" && after.is_empty();
    }
    let bounded = value.comparator != Comparator::Eq;
    !bounded && (after.is_empty() || MADE.ends(head).is_none())
}

/// `位居全省第3`, `前移5位`.
fn rank<'v>(head: impl Fn() -> &'v str, after: &str, unit: &str) -> bool {
    static RANKS: WordList =
        WordList::new(&["排名", "位次", "位居", "跃居", "位列", "前移", "跃升", "晋升", "进位", "名次"]);
    (unit == "位" || unit == "名") && RANKS.within(head()) || after.starts_with("强")
}

/// Days, hours and minutes are values of time limits and trainings, not of when something happens.
fn timed(head: &str, found: &Found<Quantity>, verb: bool, noun: &str, joined: bool) -> bool {
    static NO: WordList = WordList::new(&[
        "提前", "推迟", "连续", "奋战", "历时", "用时", "仅用", "为期", "第", "过去", "每", "全天", "等待",
        "倒排",
    ]);
    static RANGE: WordList = WordList::new(&["圈", "生活", "服务", "值班", "内"]);
    static LENGTH: WordList = WordList::new(&["天数", "学时", "时间", "时限", "用时", "时长", "率"]);
    static TRAINING: WordList = WordList::new(&["培训", "轮训", "学习", "脱产", "值守"]);
    if NO.ends(head).is_some() || RANGE.starts(noun).is_some() {
        return false;
    }
    if LENGTH.ends(head).is_some() {
        return true;
    }
    let bounded = matches!(found.value.comparator, Comparator::Ge | Comparator::Le);
    verb && !joined || bounded && (!joined || TRAINING.within(noun) || TRAINING.within(head))
}

/// `投资5亿元以上项目`, `年产30万吨新材料`, `110千伏变电站`.
fn threshold(
    view: &str,
    found: &Found<Quantity>,
    place: &Place,
    noun: &str,
    joined: bool,
    verb: bool,
) -> bool {
    if !joined {
        return false;
    }
    static CLASSES: WordList = WordList::new(&[
        "项目",
        "企业",
        "工业项目",
        "产业",
        "园区",
        "园",
        "村",
        "楼宇",
        "订单",
        "工程",
        "主体",
        "品牌",
        "单品",
        "产品",
    ]);
    static WORKS: WordList = WordList::new(&["项目", "装置", "生产线", "基地", "工程", "机组", "电站"]);
    static SUMS: WordList =
        WordList::new(&["资金", "投资", "贷款", "收入", "债", "融资", "补助", "奖励", "产值"]);
    static PEOPLE: WordList =
        WordList::new(&["人口", "家庭", "群众", "对象", "人员", "农户", "个人", "单位", "村"]);
    static SIZES: WordList = WordList::new(&[
        "总投资",
        "投资",
        "年产",
        "产值",
        "年产能",
        "规模",
        "营收",
        "收入",
        "产能",
        "投资额",
        "年处理",
        "日处理",
        "装机",
    ]);
    let value = &found.value;
    let unit = value.unit;
    if matches!(
        unit,
        "千伏" | "kV" | "KV" | "伏" | "吨级" | "英寸" | "载重吨" | "P" | "千伏安" | "纳米" | "微米"
    ) {
        return true;
    }
    let bounded =
        matches!(value.comparator, Comparator::Ge | Comparator::Gt | Comparator::Le | Comparator::Lt);
    let money = value.unit.ends_with('元') || value.unit.is_empty();
    let of_class = || CLASSES.within(noun);
    if bounded && !verb && (!place.last || of_class()) {
        return true;
    }
    // `30万吨乙烯项目`: the size of a work, not what is to be reached.
    if matches!(unit, "吨" | "千瓦" | "兆瓦" | "吉瓦" | "GW" | "MW" | "GWh" | "吉瓦时" | "兆瓦时" | "升")
        && noun.chars().nth(24).is_none()
        && WORKS.within(noun)
    {
        return true;
    }
    let figure = found.span.of(view);
    if !verb && figure.ends_with("以下") {
        return true;
    }
    if bounded && money && !verb && figure.ends_with("以上") && !SUMS.within(noun) {
        return true;
    }
    // `年收入达到2000万元的企业`: what qualifies ends in 的.
    let after = place.after.of(view);
    let described = after.starts_with('的');
    if described && bounded && money && PEOPLE.within(noun) {
        return true;
    }
    if described && (verb || bounded || money) && (after == "的" || of_class()) {
        return true;
    }
    if !place.last && (bounded || money) && !noun.contains(['、', '和', '完']) && of_class() {
        return true;
    }
    let head = &view[place.floor..found.span.start()];
    head.ends_with("年产")
        || (described || of_class()) && SIZES.ends(head.trim_end_matches(['达', '约', '超'])).is_some()
}

/// `围绕8条产业链`: where the work is done, not what is done.
fn means(head: &str) -> bool {
    static MEANS: WordList = WordList::new(&[
        "围绕", "聚焦", "依托", "立足", "针对", "对照", "对标", "借助", "紧扣", "紧盯", "根据", "依据",
        "瞄准", "锚定", "面向", "利用", "发挥", "坚持",
    ]);
    let head = head.trim_start_matches(|c: char| "要将并且".contains(c));
    MEANS.starts(head).is_some() && head.chars().nth(12).is_none() && words::verb(head).is_none()
}
