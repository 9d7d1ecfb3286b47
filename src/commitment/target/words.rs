//! The words that say what a value is: verbs of change, adverbs, what stands before and after the thing measured.

use crate::value::Change;

/// Verbs just before a value, longest first among those that end alike.
const VERBS: &[(&str, Change)] = &[
    ("提高到", Change::IncreaseTo),
    ("提高至", Change::IncreaseTo),
    ("提升到", Change::IncreaseTo),
    ("提升至", Change::IncreaseTo),
    ("增加到", Change::IncreaseTo),
    ("增加至", Change::IncreaseTo),
    ("增长到", Change::IncreaseTo),
    ("增长至", Change::IncreaseTo),
    ("上升到", Change::IncreaseTo),
    ("上升至", Change::IncreaseTo),
    ("扩大到", Change::IncreaseTo),
    ("扩大至", Change::IncreaseTo),
    ("扩展到", Change::IncreaseTo),
    ("拓展到", Change::IncreaseTo),
    ("拓展至", Change::IncreaseTo),
    ("上调至", Change::IncreaseTo),
    ("上调到", Change::IncreaseTo),
    ("发展到", Change::IncreaseTo),
    ("攀升至", Change::IncreaseTo),
    ("增至", Change::IncreaseTo),
    ("升至", Change::IncreaseTo),
    ("提至", Change::IncreaseTo),
    ("下降到", Change::DecreaseTo),
    ("下降至", Change::DecreaseTo),
    ("降低到", Change::DecreaseTo),
    ("降低至", Change::DecreaseTo),
    ("减少到", Change::DecreaseTo),
    ("减少至", Change::DecreaseTo),
    ("压缩到", Change::DecreaseTo),
    ("压缩至", Change::DecreaseTo),
    ("压减到", Change::DecreaseTo),
    ("压减至", Change::DecreaseTo),
    ("缩短到", Change::DecreaseTo),
    ("缩短至", Change::DecreaseTo),
    ("缩减至", Change::DecreaseTo),
    ("缩小到", Change::DecreaseTo),
    ("缩小至", Change::DecreaseTo),
    ("下调至", Change::DecreaseTo),
    ("压降至", Change::DecreaseTo),
    ("精简至", Change::DecreaseTo),
    ("降到", Change::DecreaseTo),
    ("降至", Change::DecreaseTo),
    ("减至", Change::DecreaseTo),
    ("保持在", Change::Level),
    ("稳定在", Change::Level),
    ("控制在", Change::Level),
    ("维持在", Change::Level),
    ("稳定到", Change::Level),
    ("稳定为", Change::Level),
    ("达到了", Change::Level),
    ("达到", Change::Level),
    ("实现", Change::Level),
    ("保持", Change::Level),
    ("稳定", Change::Level),
    ("占到", Change::Level),
    ("增长", Change::IncreaseBy),
    ("增加", Change::IncreaseBy),
    ("提高", Change::IncreaseBy),
    ("提升", Change::IncreaseBy),
    ("上升", Change::IncreaseBy),
    ("上涨", Change::IncreaseBy),
    ("上调", Change::IncreaseBy),
    ("升高", Change::IncreaseBy),
    ("攀升", Change::IncreaseBy),
    ("高出", Change::IncreaseBy),
    ("下降", Change::DecreaseBy),
    ("降低", Change::DecreaseBy),
    ("减少", Change::DecreaseBy),
    ("压减", Change::DecreaseBy),
    ("压缩", Change::DecreaseBy),
    ("缩短", Change::DecreaseBy),
    ("下调", Change::DecreaseBy),
    ("收窄", Change::DecreaseBy),
    ("缩减", Change::DecreaseBy),
    ("压降", Change::DecreaseBy),
    ("削减", Change::DecreaseBy),
    ("提速", Change::IncreaseBy),
    ("达", Change::Level),
    ("增", Change::IncreaseBy),
    ("升", Change::IncreaseBy),
    ("降", Change::DecreaseBy),
    ("减", Change::DecreaseBy),
];

/// One-character verbs that end a longer word: `新增`, `净增`, `直达`, `节能减`.
const NO_VERB: &[&str] =
    &["新增", "倍增", "抵达", "直达", "通达", "到达", "晋升", "转升", "加减", "递增", "净增", "激增", "到达", "下达", "送达"];

/// The verb of change that ends `text`, and the bytes before it.
pub(super) fn verb(text: &str) -> Option<(Change, usize)> {
    let text = text.trim_end();
    let text = text.strip_suffix('了').unwrap_or(text);
    if NO_VERB.iter().any(|word| text.ends_with(word)) {
        return None;
    }
    VERBS.iter().find_map(|(word, change)| Some((*change, text.strip_suffix(word)?.len())))
}

/// Growth said in the name of what is measured: `增速`, `居民消费价格涨幅`.
pub(super) fn growth_in_name(name: &str) -> Option<Change> {
    let name = name.trim_end_matches(|c: char| c.is_whitespace());
    if ["增速", "增幅", "涨幅", "增长率", "增长速度", "增长", "上涨", "涨势"].iter().any(|word| name.ends_with(word)) {
        return Some(Change::IncreaseBy);
    }
    ["降幅", "降低率", "下降率", "下降"].iter().any(|word| name.ends_with(word)).then_some(Change::DecreaseBy)
}

/// What may stand before the thing measured without being part of it.
pub(super) const HEADS: &[&str] = &[
    "一是", "二是", "三是", "四是", "五是", "六是", "七是", "八是", "九是", "十是", "同时", "以及", "并且", "并", "且",
    "要", "将", "力争", "确保", "争取", "努力", "全力", "务求", "实现", "使", "预计", "预期", "全年", "年度", "今年",
    "本年", "年内", "基本", "计划", "拟", "再", "也", "还", "更", "、", "和", "及", "每年", "每月", "每季度", "每半年",
    "每周", "逐年", "年均", "·", "-", "—", " ", "至", "到", "其中", "主要", "保障", "保证", "截至", "目前", "已", "共",
    "累计", "全部", "完成了", "必须", "应", "须", "逐步", "总体",
];

/// What may stand between the thing measured and its value without being part of either.
pub(super) const TAILS: &[&str] = &[
    "分别", "各自", "均", "都", "各", "全部", "共计", "总计", "合计", "共", "要", "应当", "应", "必须", "须", "进行",
    "力争", "争取", "确保", "已经", "已", "将", "同比", "环比", "年均", "平均", "基本", "再", "又", "了", "的", "为",
    "是", "也", "至", "到", "、", "预计", "按照", "按", "以", "达到", "达", "实现", "每年", "每月", "每季度", "每半年",
    "每周", "逐年", "平均每年", "有望", "可", "同口径", "首次", "率先", "成功", "累计", "总数", "稳步", "持续", "进一步",
    " ", "就", "仅", "高达", "超额", "突破", "不断", "全面", "预期", "比上年同期", "比去年同期", "较上年同期",
    "较去年同期", "比上年", "较上年", "比去年", "较去年", "比上一年", "较上一年", "较年初", "比年初", "比现在",
    "比目前", "每人", "每家", "每村", "每亩", "每户", "每名", "每个", "给予", "全年", "今年", "年内", "控制", "目标",
    "只", "大幅", "较快", "明显", "至少",
];

/// Ends of names that measure by themselves: `增加值`, `零售总额`, `覆盖率`.
pub(super) fn measures(name: &str) -> bool {
    const ENDS: &[&str] = &[
        "值", "额", "收入", "产量", "总量", "总产", "率", "投资", "人数", "户数", "数量", "面积", "比重", "占比", "比例",
        "增速", "增幅", "涨幅", "增长", "规模", "强度", "浓度", "支出", "余额", "密度", "指数", "寿命", "水平", "天数",
        "里程", "能耗", "产能", "播面", "就业", "排放", "排放量", "进出口", "GDP", "消费", "储备", "成本", "价格", "税收",
        "贷款", "存款", "流量", "吞吐量", "总数", "件数", "标准", "年限", "时限", "销量", "存量", "增量",
    ];
    ENDS.iter().any(|end| name.ends_with(end))
}

/// Nouns counted for the shape of a document or a speech, not for anything done.
pub(super) fn rhetorical(after: &str, han: bool) -> bool {
    const ALWAYS: &[&str] = &[
        "方面", "阶段", "环节", "步骤", "原则", "层面", "维度", "维护", "确立", "意识", "自信", "务必", "坚持", "统一",
        "结合", "毫不动摇", "文明", "有利于", "底线", "大事", "文章", "大文章", "措施", "硬措施", "举措", "禁令", "要点",
        "工作要求", "大方向", "必由之路", "认同", "明确", "不摘", "不变", "大方面", "部分内容", "具体方面",
    ];
    const IN_HAN: &[&str] = &[
        "要求", "层次", "关键", "转变", "大局", "任务", "重点", "目标", "更加", "优先", "定位", "关系", "方向", "主题",
        "特点", "能力", "作用", "优势", "保障", "政策", "意见", "机制", "制度", "规定", "纪律", "着力", "强化", "突出",
        "抓手", "走在前", "主攻", "倍增", "主线", "计划", "行动", "工程", "清单", "体系", "问题", "同步", "同时", "化",
        "服务", "安全", "先", "新", "全", "高", "大", "老", "字", "人", "中心", "市场", "循环", "抓", "促", "保",
    ];
    let after = after.trim_start_matches(['“', ' ']);
    ALWAYS.iter().any(|noun| after.starts_with(noun)) || han && IN_HAN.iter().any(|noun| after.starts_with(noun))
}
