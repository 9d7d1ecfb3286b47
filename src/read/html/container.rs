//! Where the text of a page stands: in a container that government sites are known to use (`#UCAP-CONTENT`,
//! `.TRS_Editor`, `#zoom`), else in the innermost element that holds nearly all running text outside links.

use super::tree::{Attribute, Tag, Tree};

/// Containers of the systems that government sites run on, by id or class, and whose they are.
const KNOWN: &[(&str, &str)] = &[
    ("#ucap-content", "State Council and sites built on its system"),
    ("#pages_content", "State Council"),
    (".pages_content", "State Council"),
    (".trs_editor", "TRS WCM, half of the provinces"),
    (".trs_editor_view", "TRS, newer"),
    (".trs_ueditor", "TRS, newer"),
    (".custom_unionstyle", "TRS, pasted from Word"),
    (".trs_preappend", "TRS, pasted from Word"),
    ("#zoom", "Hanweb JCMS: Jiangsu, Zhejiang, Shandong, Fujian"),
    ("#zoomcon", "Guangdong"),
    ("#fontzoom", "sites with a button for larger letters"),
    ("#divzoom", "sites with a button for larger letters"),
    ("#ivs_content", "Shanghai"),
    ("#article-content", "Guangdong and many others"),
    (".article-content", "Guangdong's platform for open information"),
    (".article_content", "many"),
    (".articlecontent", "many"),
    ("#articlecontent", "many"),
    (".content_article", "Guangzhou"),
    (".article-con", "many"),
    (".article_con", "many"),
    (".article-text", "many"),
    (".article-txt", "many"),
    (".article-body", "many"),
    ("#info_cont", "Guangzhou"),
    (".info_cont", "Guangzhou"),
    ("#info_content", "Shanxi"),
    (".news_content", "many"),
    (".newscontent", "many"),
    ("#newscontent", "many"),
    (".news-content", "many"),
    (".v_news_content", "Webber VSB, schools and cities"),
    ("#vsb_content", "Webber VSB"),
    ("#vsb_content_2", "Webber VSB"),
    (".wp_articlecontent", "Sudy Webplus"),
    (".j-fontcontent", "Anhui"),
    (".wzcon", "Anhui"),
    (".gzk-article", "Anhui"),
    (".xxgk_nr", "pages of open information"),
    (".xxgk-content", "pages of open information"),
    (".xxgkcontent", "pages of open information"),
    (".xxgk_content", "pages of open information"),
    (".zfxxgk_zw_content", "pages of open information"),
    (".zwxxgk_content", "pages of open information"),
    (".ewb-article-info", "Epoint"),
    (".ewb-info-content", "Epoint"),
    (".detail-content", "many"),
    (".detail_content", "many"),
    (".content-detail", "many"),
    (".con_text", "many"),
    (".con-text", "many"),
    (".conttext", "many"),
    (".main-txt", "many"),
    ("#maintext", "many"),
    ("#artibody", "news"),
    ("#js_content", "WeChat"),
    (".rich_media_content", "WeChat"),
];

/// Names that say little: taken where nearly all running text of the page stands inside.
const PLAIN: &[&str] =
    &["#content", ".content", "#main", ".main", ".article", "#article", ".detail", "#maincontent", ".view"];

/// Names of what stands round a text.
const ROUND: &[&str] = &[
    "nav",
    "navbar",
    "navigation",
    "menu",
    "footer",
    "foot",
    "header",
    "copyright",
    "breadcrumb",
    "crumb",
    "crumbs",
    "sidebar",
    "share",
    "bdsharebuttonbox",
    "bshare-custom",
    "social-share",
    "jiathis_style",
    "bdshare",
    "ewm",
    "content_ewm",
    "qrcode",
    "qr_container",
    "div_div",
    "print",
    "fontsize",
    "crumb-nav",
    "pagination",
    "prevnext",
    "pre_next",
    "prev-next",
    "related",
    "relate",
    "xgwz",
    "xgyd",
    "xglj",
    "recommend",
    "toolbar",
    "comment",
    "comments",
    "search",
];

/// Sums over the page before each node: what shown text there is.
pub struct Sums {
    /// Characters that are no white space.
    characters: Vec<u32>,
    /// Of these in links.
    linked: Vec<u32>,
    /// Links.
    links: Vec<u32>,
    /// Marks of running text outside links: `。`, `，`, `、`.
    marks: Vec<u32>,
    /// Words of a site's foot: `版权所有`, `网站标识码`.
    feet: Vec<u32>,
}

impl Sums {
    /// With `concealed`, text that only a script shows counts too.
    pub fn of(tree: &Tree, concealed: bool) -> Sums {
        let size = tree.nodes.len() + 1;
        let mut sums = Sums {
            characters: Vec::with_capacity(size),
            linked: Vec::with_capacity(size),
            links: Vec::with_capacity(size),
            marks: Vec::with_capacity(size),
            feet: Vec::with_capacity(size),
        };
        let (mut characters, mut linked, mut links, mut marks, mut feet) = (0, 0, 0, 0, 0);
        for (n, node) in tree.nodes.iter().enumerate() {
            sums.characters.push(characters);
            sums.linked.push(linked);
            sums.links.push(links);
            sums.marks.push(marks);
            sums.feet.push(feet);
            if node.hidden || node.concealed && !concealed {
                continue;
            }
            if node.tag == Some(Tag::A) {
                links += 1;
            }
            let text = tree.text(n);
            feet += FEET.iter().filter(|foot| text.contains(*foot)).count() as u32;
            for c in text.chars().filter(|c| !c.is_whitespace()) {
                characters += 1;
                linked += u32::from(node.linked);
                marks += u32::from(!node.linked && matches!(c, '。' | '，' | '；' | '、' | '！' | '．'));
            }
        }
        for (list, last) in [
            (&mut sums.characters, characters),
            (&mut sums.linked, linked),
            (&mut sums.links, links),
            (&mut sums.marks, marks),
            (&mut sums.feet, feet),
        ] {
            list.push(last);
        }
        sums
    }

    fn between(list: &[u32], tree: &Tree, n: usize) -> u32 {
        let inside = tree.within(n);
        list[inside.end] - list[inside.start]
    }

    pub fn characters(&self, tree: &Tree, n: usize) -> u32 {
        Sums::between(&self.characters, tree, n)
    }

    pub fn linked(&self, tree: &Tree, n: usize) -> u32 {
        Sums::between(&self.linked, tree, n)
    }

    pub fn links(&self, tree: &Tree, n: usize) -> u32 {
        Sums::between(&self.links, tree, n)
    }

    pub fn marks(&self, tree: &Tree, n: usize) -> u32 {
        Sums::between(&self.marks, tree, n)
    }

    /// Characters outside links.
    pub fn plain(&self, tree: &Tree, n: usize) -> u32 {
        self.characters(tree, n) - self.linked(tree, n)
    }
}

/// The elements that hold the text, in the order of the page, and whether their names are known.
pub struct Found {
    pub roots: Vec<usize>,
    pub known: bool,
}

/// Finds where the text stands; `None` where the page shows no words outside links.
pub fn find(tree: &Tree, sums: &Sums) -> Option<Found> {
    if sums.plain(tree, 0) == 0 {
        return None;
    }
    if let Some(roots) = known(tree, sums) {
        return Some(Found { roots, known: true });
    }
    Some(Found { roots: vec![densest(tree, sums)], known: false })
}

/// Whether an element is of those round a text, by its name or its words, and holds little.
pub fn is_round(tree: &Tree, sums: &Sums, n: usize) -> bool {
    if !tree.nodes[n].tag.is_some_and(Tag::is_block) {
        return false;
    }
    let named = matches!(tree.nodes[n].tag, Some(Tag::Nav | Tag::Footer)) || has_name(tree, n, ROUND);
    let little = sums.marks(tree, n) * 5 <= sums.marks(tree, 0).max(15);
    let part = sums.marks(tree, n) * 2 < sums.marks(tree, 0)
        || sums.marks(tree, 0) == 0 && sums.plain(tree, n) * 2 < sums.plain(tree, 0);
    let foot = || part && Sums::between(&sums.feet, tree, n) >= 2 && sums.characters(tree, n) <= 600;
    // 相关新闻 over links with a line on each.
    let related = || {
        part && sums.links(tree, n) >= 2 && {
            let first = tree.within(n).take(40).map(|at| tree.text(at).trim()).find(|text| !text.is_empty());
            first.is_some_and(|words| RELATED.contains(&words.trim_end_matches(['：', ':'])))
        }
    };
    named && little || foot() || related()
}

/// Words of a site's foot, which a text has none of.
const FEET: &[&str] = &[
    "版权所有",
    "ICP备",
    "公网安备",
    "网站标识码",
    "网站地图",
    "联系我们",
    "技术支持",
    "Copyright",
    "最佳浏览",
    "分辨率",
    "关于我们",
];

/// Headings over links to other pages.
const RELATED: &[&str] = &[
    "相关新闻",
    "相关链接",
    "相关阅读",
    "相关文章",
    "相关信息",
    "相关稿件",
    "相关报道",
    "相关解读",
    "相关文档",
    "推荐阅读",
    "热点新闻",
    "热门文章",
    "最新文章",
    "最新信息",
    "延伸阅读",
    "网友评论",
    "图片新闻",
    "热点推荐",
    "猜你喜欢",
];

/// Whether an element has one of these names as its id or a class.
pub fn has_name(tree: &Tree, n: usize, names: &[&str]) -> bool {
    let is = |word: &str| names.iter().any(|name| name.eq_ignore_ascii_case(word));
    tree.attribute(n, Attribute::Id).is_some_and(|id| is(id.trim()))
        || tree.attribute(n, Attribute::Class).is_some_and(|class| class.split_whitespace().take(20).any(is))
}

/// Whether an element has one of the names `#id` and `.class`.
fn is_called<'a>(tree: &Tree, n: usize, names: impl Iterator<Item = &'a str> + Clone) -> bool {
    let has = |sign: char, word: &str| {
        names.clone().any(|name| name.strip_prefix(sign).is_some_and(|name| name.eq_ignore_ascii_case(word)))
    };
    tree.attribute(n, Attribute::Id).is_some_and(|id| has('#', id.trim()))
        || tree
            .attribute(n, Attribute::Class)
            .is_some_and(|class| class.split_whitespace().take(20).any(|word| has('.', word)))
}

/// The outermost known containers; those inside them where these hold nearly all of it.
fn known(tree: &Tree, sums: &Sums) -> Option<Vec<usize>> {
    let holds = |n: usize| {
        tree.nodes[n].tag.is_some_and(Tag::is_container)
            && sums.plain(tree, n) >= 8
            && sums.linked(tree, n) * 2 <= sums.characters(tree, n)
    };
    let known: Vec<usize> = (1..tree.nodes.len())
        .filter(|&n| is_called(tree, n, KNOWN.iter().map(|(name, _)| *name)) && holds(n))
        .collect();
    let mut roots = outermost(tree, &known);
    loop {
        let inner: Vec<usize> = known
            .iter()
            .copied()
            .filter(|n| {
                let around = roots[..roots.partition_point(|root| root < n)].last();
                around.is_some_and(|&root| tree.within(root).contains(n))
            })
            .collect();
        let inner = outermost(tree, &inner);
        let of = |list: &[usize]| list.iter().map(|&n| sums.plain(tree, n)).sum::<u32>();
        if inner.is_empty() || of(&inner) * 20 < of(&roots) * 19 {
            break;
        }
        roots = inner;
    }
    let marks: u32 = roots.iter().map(|&n| sums.marks(tree, n)).sum();
    if !roots.is_empty() && (marks * 5 >= sums.marks(tree, 0) * 2 || marks >= 60) {
        return Some(roots);
    }
    let plain = (1..tree.nodes.len())
        .filter(|&n| is_called(tree, n, PLAIN.iter().copied()) && holds(n))
        .filter(|&n| sums.marks(tree, n) * 10 >= sums.marks(tree, 0) * 9 && sums.marks(tree, n) >= 5);
    plain.min_by_key(|&n| sums.characters(tree, n)).map(|n| vec![n])
}

/// Those of `list` (in order) that stand inside no other.
fn outermost(tree: &Tree, list: &[usize]) -> Vec<usize> {
    let mut out: Vec<usize> = Vec::new();
    for &n in list {
        if out.last().is_none_or(|&last| tree.nodes[last].end as usize <= n) {
            out.push(n);
        }
    }
    out
}

/// Goes inwards as long as one element holds nearly all running text and what it leaves is none.
fn densest(tree: &Tree, sums: &Sums) -> usize {
    // A table of figures has no marks; there all words outside links count.
    let by_marks = sums.marks(tree, 0) >= 5;
    let weight = |n: usize| {
        if is_round(tree, sums, n) {
            0
        } else if by_marks {
            sums.marks(tree, n)
        } else {
            sums.plain(tree, n)
        }
    };
    let mut at = 0;
    loop {
        let heaviest = tree.children(at).max_by_key(|&n| (weight(n), std::cmp::Reverse(n)));
        let Some(next) = heaviest.filter(|&n| tree.nodes[n].tag.is_some_and(|tag| tag != Tag::Table)) else {
            // A table's rows are not looked into, unless it only lays out the page.
            match heaviest.filter(|&n| weight(n) * 5 >= weight(at) * 4 && only_lays_out(tree, sums, n)) {
                Some(table) => {
                    at = table;
                    continue;
                }
                None => break,
            }
        };
        if weight(next) * 5 < weight(at) * 3 || !leaves_nothing(tree, sums, at, next) {
            break;
        }
        at = next;
    }
    while at != 0 && !tree.nodes[at].tag.is_some_and(Tag::is_container) {
        at = tree.parent(at);
    }
    at
}

/// Nearly all of a table stands in one of its cells.
fn only_lays_out(tree: &Tree, sums: &Sums, table: usize) -> bool {
    let all = sums.characters(tree, table);
    let mut at = table;
    while let Some(next) = tree.children(at).find(|&n| sums.characters(tree, n) * 2 > all) {
        if tree.nodes[next].tag == Some(Tag::Cell) {
            return sums.characters(tree, next) * 4 >= all * 3;
        }
        at = next;
    }
    false
}

/// What stands in `outer` beside `inner` is links, names of the page, or nearly nothing.
fn leaves_nothing(tree: &Tree, sums: &Sums, outer: usize, inner: usize) -> bool {
    tree.children(outer).filter(|&n| n != inner && !is_round(tree, sums, n)).all(|n| {
        let (marks, all) = (sums.marks(tree, n), sums.characters(tree, n));
        let linked = sums.linked(tree, n);
        let title = matches!(tree.nodes[n].tag, Some(Tag::H(_)));
        !title
            && (marks < 3 || linked * 10 >= all * 4)
            && (marks > 0 || all - linked < 400 || linked * 3 > all)
    })
}
