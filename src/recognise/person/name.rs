//! The shape of a name: `王军`, `欧阳仲元`, `冯 镭`, `买买提·吐尔逊`, and what may stand round it.

use crate::lexicon::{Lexicon, PostKind};
use crate::recognise::starts;
use crate::span::Span;

/// What stands after a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Border {
    /// Punctuation, a space, the end of a line.
    Hard,
    /// A verb or conjunction: 牵头, 和.
    Soft,
    /// `任组长`, `同志`, `兼任`: only people hold offices.
    Office,
    None,
}

/// Characters that no given name has.
static NEVER: starts::Set = starts::set(
    "的了在是与及或被把将不由从对这那各等项个们就都也又该每须按并但使给第号条款种批次级届厅局委办部处室组镇乡县区省社队院某所兼〇二两亿",
);

/// Characters that write the sounds of other languages' names.
static SOUNDS: starts::Set = starts::set(
    "阿艾爱安奥巴拜班包贝比毕别波博伯布卜才次茨措达大戴丹旦道德登迪丁东都杜多尔俄恩额尔法费夫弗噶嘎盖甘格戈贡古瓜哈海汉合赫胡华吉基加嘉江金居卡凯康柯科可克肯库夸拉来莱兰朗勒雷里力利立丽列林龙卢鲁路罗洛马玛麦曼买梅美蒙米密明莫姆穆木穆那纳娜乃奈内尼宁努诺欧帕派潘佩皮平普其齐奇契切钦曲仁日若萨赛桑色森沙珊尚舍什史斯松苏索所塔泰坦唐陶特提铁廷图吐托瓦旺万维威韦卫温文翁沃乌西希夏先辛欣兴雄许逊雅亚延叶伊衣依义因英尤于玉约云扎札增泽珍朱卓孜子则热甫热孜克",
);

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c) || ('\u{3400}'..='\u{4dbf}').contains(&c)
}

fn is_given(c: char) -> bool {
    is_han(c) && !starts::has(&NEVER, c)
}

fn is_dot(c: char) -> bool {
    matches!(c, '·' | '•' | '‧' | '・')
}

/// Names that may begin at `at`, the longest first.
pub(super) fn candidates<'t>(
    view: &'t str,
    at: usize,
    lexicon: &'t Lexicon,
) -> impl Iterator<Item = Span> + 't {
    let mut spans: Vec<Span> = Vec::new();
    dotted(view, at, &mut spans);
    if spans.is_empty() {
        for surname in [2, 1] {
            if let Some(end) = surname_end(view, at, surname, lexicon) {
                plain(view, at, end, surname, &mut spans);
            }
        }
        spans.sort_by_key(|span| std::cmp::Reverse(span.end()));
    }
    spans.into_iter()
}

fn surname_end(view: &str, at: usize, characters: usize, lexicon: &Lexicon) -> Option<usize> {
    let end = view[at..].char_indices().nth(characters).map_or(view.len(), |(end, _)| at + end);
    lexicon.surnames.is_surname(&view[at..end]).then_some(end)
}

/// One or two characters after the surname, and spaces before a single one.
fn plain(view: &str, at: usize, surname_end: usize, surname: usize, spans: &mut Vec<Span>) {
    let rest = &view[surname_end..];
    let gap = rest.bytes().take_while(|&byte| byte == b' ').take(9).count();
    let mut end = surname_end + gap;
    let longest = if gap > 0 { 1 } else { 2 };
    for c in rest[gap..].chars().take(longest) {
        if !is_given(c) {
            return;
        }
        end += c.len_utf8();
        spans.push(Span::new(at, end));
    }
    // 张 小 明: every character set apart.
    if gap > 0 && surname == 1 {
        let rest = &view[end..];
        let gap = rest.bytes().take_while(|&byte| byte == b' ').take(4).count();
        if let Some(c) = rest[gap..].chars().next().filter(|&c| gap > 0 && is_given(c)) {
            let long = Span::new(at, end + gap + c.len_utf8());
            if view[long.end()..].chars().next().is_none_or(|c| !is_han(c)) {
                spans.push(long);
            }
        }
    }
}

/// `买买提·吐尔逊`: parts of Han characters joined by a dot; the last part may be shorter than the text allows.
fn dotted(view: &str, at: usize, spans: &mut Vec<Span>) {
    let letters = view[at..].chars().take(24).take_while(|&c| is_han(c) || is_dot(c));
    let (sounds, all) = letters
        .filter(|&c| !is_dot(c))
        .take(6)
        .fold((0, 0), |(sounds, all), c| (sounds + usize::from(starts::has(&SOUNDS, c)), all + 1));
    if sounds * 3 < all * 2 {
        return;
    }
    let mut dot = None;
    let mut run = 0;
    for (offset, c) in view[at..].char_indices().take(24) {
        if is_dot(c) && run > 0 {
            dot = Some(at + offset + c.len_utf8());
            run = 0;
        } else if is_han(c) && run < 8 {
            run += 1;
        } else {
            break;
        }
    }
    let Some(dot) = dot else { return };
    let ends = view[dot..].char_indices().take(6).take_while(|&(_, c)| is_given(c));
    spans.extend(ends.map(|(offset, c)| Span::new(at, dot + offset + c.len_utf8())));
    spans.reverse();
}

/// Names of two to four characters that may end at `end`, the longest first; none begins before `floor`.
pub(super) fn ending_at<'t>(
    view: &'t str,
    end: usize,
    floor: usize,
    lexicon: &'t Lexicon,
) -> impl Iterator<Item = Span> + 't {
    // Where a name before runs into the post, nothing stands between: `吐尔逊护士长` after `提·`.
    let between = view.get(floor..end).unwrap_or_default();
    let before = between.char_indices().rev().take(4).map(move |(at, _)| floor + at);
    let mut starts: Vec<usize> = before.collect();
    starts.reverse();
    starts
        .into_iter()
        .filter_map(move |start| candidates(view, start, lexicon).find(|name| name.end() == end))
}

/// Whether a name may begin after `before`: punctuation, the beginning of a line, `由`.
pub(super) fn opens(before: &str) -> bool {
    const CALLS: [&str; 5] = ["依托", "引进", "携手", "柔性引进", "聘任"];
    let last = before.chars().next_back();
    last.is_none_or(|c| !is_han(c) && !c.is_alphanumeric() || "由以向请对".contains(c))
        || CALLS.iter().any(|call| before.ends_with(call))
}

/// What stands at `at`, after a name.
pub(super) fn border(view: &str, at: usize, lexicon: &Lexicon) -> Border {
    const OFFICE: &[&str] = &["同志", "兼任", "担任", "先生", "女士", "等同志"];
    const SOFT: &[&str] = &[
        "和",
        "与",
        "及",
        "等",
        "牵头",
        "负责",
        "分管",
        "出席",
        "主持",
        "强调",
        "指出",
        "介绍",
        "表示",
        "带队",
        "带领",
        "率",
        "作了",
        "作工作",
        "作动员",
        "作报告",
        "宣布",
        "代表",
        "为组长",
        "为副组长",
        "为成员",
        "说",
        "兼",
        "参加",
        "到会",
        "到场",
        "讲话",
        "深入",
        "前往",
        "带头",
        "负总责",
        "总负责",
        "挂帅",
        "主抓",
        "亲自",
        "陪同",
        "讲授",
        "致辞",
        "签署",
        "签发",
    ];
    let after = &view[at..];
    let Some(c) = after.chars().next() else { return Border::Hard };
    if !is_han(c) && !c.is_alphanumeric() && !is_dot(c) {
        return Border::Hard;
    }
    if OFFICE.iter().any(|word| after.starts_with(word)) {
        return Border::Office;
    }
    if let Some(rest) = after.strip_prefix('任').or_else(|| after.strip_prefix('为')) {
        let clause = rest.split([',', '、', '。', ';', ' ', '\n']).next().unwrap_or(rest);
        let short = clause.len() <= 60;
        return if short && lexicon.posts.ending(clause).is_some() { Border::Office } else { Border::None };
    }
    if SOFT.iter().any(|word| after.starts_with(word)) { Border::Soft } else { Border::None }
}

pub(super) fn is_dotted(view: &str, name: Span) -> bool {
    name.of(view).contains(is_dot)
}

/// Its surname begins names more often than words.
pub(super) fn is_telling(view: &str, name: Span, lexicon: &Lexicon) -> bool {
    let words = name.of(view);
    is_dotted(view, name)
        || !words.starts_with('和')
            && words.char_indices().skip(1).take(2).any(|(at, _)| lexicon.surnames.is_telling(&words[..at]))
}

/// An ordinary word, a label or a post: `高度`, `成员`, `方主任`.
pub(super) fn is_lookalike(view: &str, name: Span, lexicon: &Lexicon) -> bool {
    let closed = closed_up(name.of(view));
    lexicon.surnames.is_lookalike(&closed)
        || lexicon.posts.kind(&closed).is_some()
        || lexicon.posts.ending(&closed).is_some_and(|(word, kind)| {
            word.chars().count() > 1 && !matches!(kind, PostKind::Author | PostKind::Contact)
        })
}

/// The name or its first two characters are an ordinary word: `安全责`任.
pub(super) fn begins_like_word(view: &str, name: Span, lexicon: &Lexicon) -> bool {
    let words = name.of(view);
    let two = words.char_indices().nth(2).map_or(words, |(at, _)| &words[..at]);
    is_lookalike(view, name, lexicon)
        || lexicon.surnames.is_lookalike(two) && !lexicon.surnames.is_surname(two)
}

/// `工商联`, `市场部`: names of bodies end so, names of people hardly.
pub(super) fn ends_like_body(name: &str) -> bool {
    name.ends_with([
        '会', '校', '市', '村', '站', '厂', '店', '园', '中', '联', '府', '关', '城', '街', '道', '州', '籍',
        '名', '位', '式',
    ])
}

/// Without the spaces that pad names in lists.
pub(super) fn closed_up(name: &str) -> String {
    name.split_whitespace().collect()
}
