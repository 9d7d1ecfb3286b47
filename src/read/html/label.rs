//! What a page says of its text: the title, and the table `索引号 / 发文机关 / 成文日期 / 文号` or the line
//! `来源：某市政府 发布时间：2024-01-02` as lines `成文日期：2019年01月01日`, one a label.

use super::boilerplate;
use super::container::{self, Sums};
use super::grid;
use super::lines::{self, Lines};
use super::tree::{Attribute, Tag, Tree};

/// Labels of facts about a text, as pages write them without white space.
const LABELS: &[&str] = &[
    "索引号",
    "信息索引号",
    "统一编号",
    "主题分类",
    "信息分类",
    "体裁分类",
    "分类",
    "服务对象分类",
    "组配分类",
    "主题词",
    "关键词",
    "发文机关",
    "发文单位",
    "发布机关",
    "发布机构",
    "发布单位",
    "制发机关",
    "制定机关",
    "公开主体",
    "信息来源",
    "文章来源",
    "来源",
    "成文日期",
    "成文时间",
    "发文日期",
    "发文时间",
    "印发日期",
    "生成日期",
    "发文字号",
    "发文文号",
    "文件编号",
    "文件号",
    "文号",
    "文件字号",
    "发布日期",
    "发布时间",
    "公开日期",
    "公开时间",
    "生效日期",
    "生效时间",
    "实施日期",
    "施行日期",
    "失效日期",
    "失效时间",
    "废止日期",
    "有效期",
    "有效性",
    "时效性",
    "效力状态",
    "文件状态",
    "信息有效性",
    "公开方式",
    "公开形式",
    "公开范围",
    "公开属性",
    TITLE,
    "名称",
    "信息名称",
    "文件名称",
];

const TITLE: &str = "标题";

/// Labels whose value is a title.
const TITLES: &[&str] = &[TITLE, "名称", "信息名称", "文件名称"];

/// Labels of the page's own, which end a value before them.
const OTHERS: &[&str] = &[
    "浏览次数",
    "浏览量",
    "浏览",
    "阅读次数",
    "阅读量",
    "阅读",
    "点击数",
    "点击量",
    "点击次数",
    "点击",
    "访问量",
    "访问次数",
    "字体大小",
    "字体",
    "字号",
    "打印",
    "分享",
    "分享到",
    "作者",
    "编辑",
    "责任编辑",
    "责编",
    "审核",
    "保护视力色",
    "视力保护色",
    "录入",
    "发布人",
    "撰稿",
    "供稿",
    "语音播报",
    "次数",
    "选择字号",
    "保存",
    "收藏",
    "关闭",
    "附件下载",
    "下载",
];

/// A fact that a page states of its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    pub label: String,
    pub value: String,
}

/// Facts in lines: a label and its value in one line, or the value in the next that is `beside` it.
fn facts(lines: &Lines, beside: impl Fn(usize, usize) -> bool) -> Vec<Fact> {
    let mut facts: Vec<Fact> = Vec::new();
    let mut waiting: Option<(String, usize)> = None;
    for (span, &node) in lines.lines.iter().zip(&lines.nodes) {
        let words = span.of(&lines.text).trim();
        let found = in_line(words);
        if found.is_empty() {
            if let Some((label, from)) = waiting.take()
                && beside(from, node)
            {
                add(&mut facts, label, words);
            }
            continue;
        }
        waiting = None;
        for (label, value) in found {
            if !value.is_empty() {
                add(&mut facts, label, &value);
            } else {
                waiting = Some((label, node));
            }
        }
    }
    facts
}

/// Longest value, in characters.
const LONGEST: usize = 150;

fn add(facts: &mut Vec<Fact>, label: String, value: &str) {
    let value =
        value.trim_matches(|c: char| c.is_whitespace() || matches!(c, '|' | '【' | '】' | '[' | ']')).trim();
    let blank = !value.chars().any(char::is_alphanumeric) || matches!(value, "无" | "null" | "本网" | "本站");
    if blank
        || boilerplate::is_page_line(value)
        || value.chars().count() > LONGEST
        || facts.iter().any(|fact| fact.label == label)
    {
        return;
    }
    // `来源：某县教育局 2024-03-05 10:20`: the day is not the source's.
    if !label.ends_with("日期")
        && !label.ends_with("时间")
        && let Some((before, day)) = ends_with_day(value)
    {
        let before = before.to_string();
        if !before.is_empty() {
            facts.push(Fact { label, value: before });
        }
        add_published(facts, &day);
        return;
    }
    facts.push(Fact { label, value: value.into() });
}

/// Labels of the day on which a page was put up.
const PUBLISHED: &[&str] = &["发布日期", "发布时间", "公开日期", "公开时间"];

fn add_published(facts: &mut Vec<Fact>, day: &str) {
    if !facts.iter().any(|fact| PUBLISHED.contains(&fact.label.as_str())) {
        add(facts, PUBLISHED[0].into(), day);
    }
}

/// What stands before a day at the end of `words`, and the day, perhaps with an hour: `2024-03-05 10:20`.
fn ends_with_day(words: &str) -> Option<(&str, String)> {
    let rest = words.trim_end();
    let clock = |c: char| c.is_ascii_digit() || c == ':';
    let hour = &rest[rest.trim_end_matches(clock).len()..];
    let (before, hour) = match hour.contains(':') {
        true => (rest[..rest.len() - hour.len()].trim_end(), hour),
        false => (rest, ""),
    };
    let of_day = |c: char| c.is_ascii_digit() || matches!(c, '-' | '/' | '.' | '年' | '月' | '日');
    let day = &before[before.trim_end_matches(of_day).len()..];
    let parts: Vec<&str> = day.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let is_day = matches!(parts.as_slice(), [year, month, day]
        if year.len() == 4 && (year.starts_with("19") || year.starts_with("20")) && month.len() <= 2 && day.len() <= 2);
    let (before, space) =
        (before[..before.len() - day.len()].trim_end(), if hour.is_empty() { "" } else { " " });
    is_day.then(|| (before, format!("{day}{space}{hour}")))
}

/// The labels of a line with what follows each: `发布日期：2023-11-07  浏览次数：-`; nothing where it begins otherwise.
fn in_line(words: &str) -> Vec<(String, String)> {
    if words.len() > 900 {
        return Vec::new();
    }
    let mut found: Vec<(String, usize, usize)> = Vec::new();
    for (at, colon) in words.char_indices().filter(|&(_, c)| c == '：' || c == ':') {
        let from = found.last().map_or(0, |&(_, _, end)| end);
        if let Some((label, start)) = label_before(&words[from..at]) {
            found.push((label, from + start, at + colon.len_utf8()));
        }
    }
    if found.is_empty() {
        let bare = bare(words);
        // A cell of its own may do without a colon.
        let telling = |label: &str| LABELS.contains(&label) && label.chars().count() >= 3;
        if telling(&bare) {
            return vec![(bare, String::new())];
        }
        return match words.split_once(char::is_whitespace) {
            Some((label, value)) if telling(label) && value.chars().count() <= 60 => {
                vec![(label.into(), value.trim().into())]
            }
            _ => Vec::new(),
        };
    }
    let before = words[..found[0].1].trim();
    let day = ends_with_day(before).filter(|(before, _)| before.is_empty()).map(|(_, day)| day);
    if day.is_none() && before.contains(char::is_alphanumeric) {
        return Vec::new();
    }
    let day = day.map(|day| (PUBLISHED[0].to_string(), day));
    let ends = found.iter().skip(1).map(|found| found.1).chain([words.len()]);
    let pairs = found.iter().zip(ends).filter(|((label, ..), _)| LABELS.contains(&label.as_str()));
    let pairs = pairs.map(|((label, _, end), next)| (label.clone(), words[*end..next].trim().to_string()));
    day.into_iter().chain(pairs).collect()
}

/// The label that ends `words`, without white space inside (`索 引 号`), and where it begins.
fn label_before(words: &str) -> Option<(String, usize)> {
    let tail: Vec<(usize, char)> =
        words.char_indices().rev().filter(|(_, c)| !c.is_whitespace()).take(7).collect();
    (2..=tail.len()).rev().find_map(|length| {
        let label: String = tail[..length].iter().rev().map(|&(_, c)| c).collect();
        let known = LABELS.contains(&label.as_str()) || OTHERS.contains(&label.as_str());
        known.then(|| (label, tail[length - 1].0))
    })
}

fn bare(words: &str) -> String {
    words
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '：' | ':' | '【' | '】' | '[' | ']'))
        .collect()
}

/// Whether a table states facts about the text: labels in at least two cells and in a third of those that are full.
pub fn is_table(tree: &Tree, sums: &Sums, table: usize) -> bool {
    if sums.characters(tree, table) > 2_000 {
        return false;
    }
    let (cells, _) = grid::cells(tree, table);
    let full: Vec<usize> = cells.into_iter().filter(|&n| sums.characters(tree, n) > 0).collect();
    let labels = full
        .iter()
        .filter(|&&n| sums.characters(tree, n) <= 9 && LABELS.contains(&bare(&tree.words(n)).as_str()));
    let joined = full.iter().filter(|&&n| !in_line(&tree.words(n)).is_empty()).count();
    labels.count().max(joined) >= 2 && joined * 3 >= full.len()
}

/// Facts of a page: of the lines outside its text, of its tables of facts, and of its `meta` elements.
pub fn of_page(tree: &Tree, sums: &Sums, roots: &[usize]) -> Vec<Fact> {
    let outside = |n: usize| roots.binary_search(&n).is_ok();
    let lines = lines::write(tree, sums, &[0], false, lines::Kept::All, outside);
    let beside = |label: usize, value: usize| are_beside(tree, sums, label, value);
    let mut facts = facts(&lines, beside);
    for n in roots.iter().flat_map(|&root| tree.within(root)) {
        if tree.nodes[n].tag == Some(Tag::Table) && is_table(tree, sums, n) {
            let lines = lines::write(tree, sums, &[n], false, lines::Kept::All, |_| false);
            for fact in self::facts(&lines, beside) {
                add(&mut facts, fact.label, &fact.value);
            }
        }
    }
    if let Some(day) = meta(tree, &["PubDate", "publishdate", "firstpublishedtime", "article:published_time"])
    {
        add_published(&mut facts, &day);
    }
    // A day alone in a line is that of the page where there is no other.
    let mut days: Vec<String> = lines
        .lines
        .iter()
        .filter_map(|line| ends_with_day(line.of(&lines.text).trim()))
        .filter(|(before, _)| before.is_empty())
        .map(|(_, day)| day)
        .collect();
    days.dedup();
    if let [day] = days.as_slice() {
        add_published(&mut facts, day);
    }
    facts
}

/// Two texts stand in one row, or in an element that holds little more.
fn are_beside(tree: &Tree, sums: &Sums, label: usize, value: usize) -> bool {
    let mut around = tree.parent(label);
    while !tree.within(around).contains(&value) {
        around = tree.parent(around);
    }
    matches!(tree.nodes[around].tag, Some(Tag::Tr | Tag::Dl)) || sums.characters(tree, around) <= 300
}

/// The content of the first `meta` element of one of these names.
fn meta(tree: &Tree, names: &[&str]) -> Option<String> {
    let metas = || (0..tree.nodes.len().min(20_000)).filter(|&n| tree.nodes[n].tag == Some(Tag::Meta));
    names.iter().find_map(|name| {
        metas().find_map(|n| {
            let named = tree.attribute(n, Attribute::Name)?.trim().eq_ignore_ascii_case(name);
            let content =
                tree.attribute(n, Attribute::Content)?.split_whitespace().collect::<Vec<_>>().join(" ");
            (named && !content.is_empty() && content.chars().count() <= 200).then_some(content)
        })
    })
}

/// The title: as the site's own `meta` element or its table of facts gives it, as a heading has it that the window's title
/// repeats, as the window has it without the site's name (`某县2024年工作要点_某县人民政府网`), or the first heading.
pub fn title(tree: &Tree, sums: &Sums, facts: &[Fact]) -> Option<String> {
    let stated =
        facts.iter().find(|fact| TITLES.contains(&fact.label.as_str())).map(|fact| fact.value.clone());
    let window = (0..tree.nodes.len())
        .find(|&n| tree.nodes[n].tag == Some(Tag::Title) && !tree.nodes[tree.parent(n)].hidden)
        .map(|n| tree.words(n));
    let headings = || {
        let heads = |n: usize| match tree.nodes[n].tag {
            Some(Tag::H(rank)) => rank <= 3,
            Some(tag) => tag.is_container() && container::has_name(tree, n, HEADINGS),
            None => false,
        };
        (0..tree.nodes.len())
            .filter(move |&n| heads(n) && !tree.nodes[n].concealed && !tree.nodes[n].linked)
            .filter(|&n| (8..=120).contains(&sums.characters(tree, n)) && sums.linked(tree, n) == 0)
            .map(|n| tree.words(n))
    };
    let repeated = || {
        let window = plain(window.as_deref()?);
        headings().take(20).find(|words| window.contains(&plain(words)))
    };
    let site = meta(tree, &["SiteName"]);
    let own = || {
        let title = without_site(window.as_deref()?, site.as_deref());
        (title.chars().count() >= 8).then_some(title)
    };
    let first = || {
        headings()
            .find(|words| !words.ends_with("政府") && !words.ends_with('网') && !words.ends_with("网站"))
    };
    let title = meta(tree, &["ArticleTitle"]).or(stated).or_else(repeated).or_else(own).or_else(first)?;
    (4..=200).contains(&title.chars().count()).then_some(title)
}

/// Names of elements that hold a title.
const HEADINGS: &[&str] = &[
    "title",
    "article-title",
    "articletitle",
    "article_title",
    "art-title",
    "art_title",
    "arti-title",
    "arti_title",
    "news-title",
    "news_title",
    "con-title",
    "con_title",
    "content-title",
    "content_title",
    "detail-title",
    "detail_title",
    "info_title",
    "info-title",
    "main-title",
    "main_title",
    "xxgk_title",
    "wzbt",
    "biaoti",
    "bt",
    "ti",
    "tit",
];

/// The letters and figures of words alone, to compare by.
fn plain(words: &str) -> String {
    words.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// `方案_某县人民政府网`, `方案 - 某市政府门户网站`: the last part names the site.
fn without_site(title: &str, site: Option<&str>) -> String {
    let mut rest = title.trim();
    let divides = |c: char| matches!(c, '_' | '-' | '|' | '–' | '—' | '－' | '>' | '·');
    while let Some((at, sign)) = rest.char_indices().rev().find(|&(_, c)| divides(c)) {
        let last = rest[at + sign.len_utf8()..].trim();
        let names_site = site == Some(last)
            || [
                "网",
                "网站",
                "政府",
                "平台",
                "门户",
                "委员会",
                "局",
                "厅",
                "公开",
                "文件",
                "公告",
                "公报",
                "栏目",
                "专栏",
                "法规",
                "政策",
                "频道",
            ]
            .iter()
            .any(|end| last.ends_with(end))
            || last.is_empty();
        if !names_site || last.chars().count() > 24 {
            break;
        }
        rest = rest[..at].trim_end_matches(['_', '-', '|', '–', '—', ' ']).trim();
    }
    if site == Some(rest) || rest.ends_with("门户网站") || rest.ends_with("政府网") {
        String::new()
    } else {
        rest.into()
    }
}

/// What is printed over the text: the title where the text does not begin with it, and the facts that it does not state.
pub fn head(title: Option<&str>, facts: &[Fact], text: &str) -> String {
    let start = text.char_indices().nth(1_500).map_or(text, |(at, _)| &text[..at]);
    let begun = plain(start);
    let mut head = String::new();
    if let Some(title) = title
        && !begun.contains(&plain(title))
    {
        head.push_str(title);
        head.push('\n');
    }
    for fact in facts.iter().filter(|fact| !TITLES.contains(&fact.label.as_str())) {
        if begun.contains(&plain(&format!("{}{}", fact.label, fact.value))) {
            continue;
        }
        head.push_str(&format!("{}：{}\n", fact.label, fact.value));
    }
    head
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts_of(lines: &str) -> Vec<(String, String)> {
        let mut all = Lines { text: lines.into(), ..Lines::default() };
        let mut at = 0;
        for line in lines.lines() {
            all.lines.push(crate::span::Span::new(at, at + line.len()));
            at += line.len() + 1;
            all.nodes.push(0);
        }
        facts(&all, |_, _| true).into_iter().map(|fact| (fact.label, fact.value)).collect()
    }

    #[test]
    fn labels_and_values() {
        let pair = |label: &str, value: &str| (label.to_string(), value.to_string());
        assert_eq!(
            facts_of(
                "索 引 号：\n0001/2024-3\n主题分类：\n发文机关：\n某县人民政府\n成文日期：2024年3月1日\n"
            ),
            [
                pair("索引号", "0001/2024-3"),
                pair("发文机关", "某县人民政府"),
                pair("成文日期", "2024年3月1日")
            ]
        );
        assert_eq!(
            facts_of("来源：某县教育局  发布时间：2024-03-05 10:20 浏览次数：12 字体：大 中 小"),
            [pair("来源", "某县教育局"), pair("发布时间", "2024-03-05 10:20")]
        );
        assert_eq!(
            facts_of("索引号\n0001\n发文字号\n某政发〔2024〕3号"),
            [pair("索引号", "0001"), pair("发文字号", "某政发〔2024〕3号")]
        );
        assert_eq!(
            facts_of("来源：某县教育局 2024-03-05 10:20\n成文日期 2024年3月1日\n文号：2024-3"),
            [
                pair("来源", "某县教育局"),
                pair("发布日期", "2024-03-05 10:20"),
                pair("成文日期", "2024年3月1日"),
                pair("文号", "2024-3")
            ]
        );
        assert_eq!(facts_of("资金来源：县级财政\n各单位要按照来源：分类"), []);
    }

    #[test]
    fn the_site_is_no_part_of_a_title() {
        assert_eq!(without_site("某县2024年工作要点_某县人民政府网", None), "某县2024年工作要点");
        assert_eq!(
            without_site("某县2021-2025年规划 - 部门文件 - 某市政府门户网站", None),
            "某县2021-2025年规划"
        );
        assert_eq!(without_site("某市人民政府门户网站", None), "");
        assert_eq!(without_site("关于“2+N”行动的通知", None), "关于“2+N”行动的通知");
    }
}
