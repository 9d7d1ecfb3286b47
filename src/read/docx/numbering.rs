//! Automatic numbering: `numbering.xml` and a paragraph's list and level in, `一、`, `（二）`, `第三条`, `1.2` out.

use quick_xml::Reader;
use quick_xml::events::Event;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::read::package::attribute;

const LEVELS: usize = 9;

/// The lists of a document.
#[derive(Default)]
pub struct Numbering {
    patterns: FxHashMap<String, Pattern>,
    lists: FxHashMap<String, List>,
}

/// How the levels of a list look (`w:abstractNum`).
#[derive(Clone, Default)]
struct Pattern {
    levels: [Option<Level>; LEVELS],
    /// The name of a style whose list has the levels.
    style: Option<String>,
}

#[derive(Clone, Default)]
struct Level {
    start: Option<i64>,
    format: String,
    /// `第%1条`; `%1` stands for the number of the first level.
    text: String,
    /// All numbers in it are Arabic.
    legal: bool,
    /// 0: counts on for ever; 1: starts anew after the first level only.
    restart: Option<usize>,
    style: Option<String>,
}

/// A list (`w:num`): a pattern, with levels of its own.
#[derive(Default)]
struct List {
    pattern: String,
    starts: [Option<i64>; LEVELS],
    levels: [Option<Level>; LEVELS],
}

/// How far the lists have counted. Lists of one pattern count on in one another.
#[derive(Default)]
pub struct Counters {
    counts: FxHashMap<String, [Option<i64>; LEVELS]>,
    /// Lists and levels that have begun at the start of their own.
    begun: FxHashSet<(String, usize)>,
}

impl Numbering {
    /// Reads `numbering.xml` as far as it is well-formed.
    pub fn of(xml: &str) -> Numbering {
        let mut numbering = Numbering::default();
        let mut reader = Reader::from_str(xml);
        reader.config_mut().check_end_names = false;
        let (mut pattern, mut list) = (None::<String>, None::<String>);
        let mut level = None::<(usize, Level)>;
        let mut override_of = 0;
        loop {
            let (tag, empty) = match reader.read_event() {
                Ok(Event::Start(tag)) => (tag, false),
                Ok(Event::Empty(tag)) => (tag, true),
                Ok(Event::End(tag)) => {
                    match tag.local_name().as_ref() {
                        "abstractNum" => pattern = None,
                        "num" => list = None,
                        "lvl" => {
                            if let Some((at, level)) = level.take() {
                                numbering.put(&pattern, &list, at, level);
                            }
                        }
                        _ => {}
                    }
                    continue;
                }
                Ok(Event::Eof) | Err(_) => return numbering,
                Ok(_) => continue,
            };
            let value = || attribute(&tag, "val");
            let number = || value().and_then(|value| value.trim().parse::<i64>().ok());
            match (tag.local_name().as_ref(), &mut level) {
                ("abstractNum", _) => {
                    let id = attribute(&tag, "abstractNumId").unwrap_or_default();
                    numbering.patterns.insert(id.clone(), Pattern::default());
                    pattern = (!empty).then_some(id);
                }
                ("numStyleLink", _) => {
                    if let Some(pattern) = pattern.as_ref().and_then(|id| numbering.patterns.get_mut(id)) {
                        pattern.style = value();
                    }
                }
                ("num", _) => {
                    let id = attribute(&tag, "numId").unwrap_or_default();
                    numbering.lists.insert(id.clone(), List::default());
                    list = (!empty).then_some(id);
                }
                ("abstractNumId", _) => {
                    if let Some(list) = list.as_ref().and_then(|id| numbering.lists.get_mut(id)) {
                        list.pattern = value().unwrap_or_default();
                    }
                }
                ("lvlOverride", _) => override_of = place(attribute(&tag, "ilvl")),
                ("startOverride", _) => {
                    if let Some(list) = list.as_ref().and_then(|id| numbering.lists.get_mut(id)) {
                        list.starts[override_of] = number();
                    }
                }
                ("lvl", _) => {
                    let at = place(attribute(&tag, "ilvl"));
                    if empty {
                        numbering.put(&pattern, &list, at, Level::default());
                    } else {
                        level = Some((at, Level::default()));
                    }
                }
                ("start", Some((_, level))) => level.start = number(),
                // Newer formats stand in a choice before the one that every program knows; the last one counts.
                ("numFmt", Some((_, level))) => level.format = value().unwrap_or_default(),
                ("lvlText", Some((_, level))) => level.text = value().unwrap_or_default(),
                ("isLgl", Some((_, level))) => level.legal = is_on(value()),
                ("lvlRestart", Some((_, level))) => {
                    level.restart = number().and_then(|level| level.try_into().ok());
                }
                ("pStyle", Some((_, level))) => level.style = value(),
                _ => {}
            }
        }
    }

    fn put(&mut self, pattern: &Option<String>, list: &Option<String>, at: usize, level: Level) {
        if let Some(list) = list.as_ref().and_then(|id| self.lists.get_mut(id)) {
            list.levels[at] = Some(level);
        } else if let Some(pattern) = pattern.as_ref().and_then(|id| self.patterns.get_mut(id)) {
            pattern.levels[at] = Some(level);
        }
    }

    /// The level of a list that a paragraph style belongs to.
    pub fn level_of_style(&self, list: &str, style: &str) -> Option<usize> {
        let list = self.lists.get(list)?;
        let levels = &self.patterns.get(&list.pattern)?.levels;
        let is = |level: &Option<Level>| {
            level.as_ref().and_then(|level| level.style.as_deref()).is_some_and(|of| of == style)
        };
        list.levels.iter().position(is).or_else(|| levels.iter().position(is))
    }

    /// The style that has the levels of a list in its stead, by its name in `styles.xml`.
    pub fn style_of(&self, list: &str) -> Option<&str> {
        self.patterns.get(&self.lists.get(list)?.pattern)?.style.as_deref()
    }

    /// Counts a paragraph and gives what Word draws before it; empty for a bullet or a list that is not there.
    pub fn mark(&self, list_id: &str, at: usize, counters: &mut Counters) -> String {
        let at = at.min(LEVELS - 1);
        let Some(list) = self.lists.get(list_id) else { return String::new() };
        let pattern = self.patterns.get(&list.pattern);
        let level = |n: usize| {
            list.levels[n].as_ref().or_else(|| pattern.and_then(|pattern| pattern.levels[n].as_ref()))
        };
        let start = |n: usize| list.starts[n].or_else(|| level(n).and_then(|level| level.start)).unwrap_or(1);
        let counts = counters.counts.entry(list.pattern.clone()).or_default();
        let anew = list.starts[at].is_some() && counters.begun.insert((list_id.to_string(), at));
        counts[at] = Some(match counts[at] {
            Some(count) if !anew => count.saturating_add(1),
            _ => start(at),
        });
        for (deeper, count) in counts.iter_mut().enumerate().skip(at + 1) {
            if level(deeper).and_then(|level| level.restart).is_none_or(|after| at < after) {
                *count = None;
            }
        }
        let Some(this) = level(at) else { return String::new() };
        if this.format == "bullet" {
            return String::new();
        }
        let mut mark = String::new();
        let mut rest = this.text.chars().peekable();
        while let Some(c) = rest.next() {
            let placeholder = rest.peek().and_then(|c| c.to_digit(10)).filter(|&n| c == '%' && n > 0);
            let Some(n) = placeholder else {
                mark.push(c);
                continue;
            };
            rest.next();
            let n = n as usize - 1;
            let format = level(n).map_or("decimal", |level| &level.format);
            let format = if this.legal { "decimal" } else { format };
            mark += &written(format, counts[n].unwrap_or_else(|| start(n)));
        }
        mark
    }
}

fn place(level: Option<String>) -> usize {
    level.and_then(|level| level.trim().parse::<usize>().ok()).unwrap_or(0).min(LEVELS - 1)
}

/// A switch is on where it stands without a value.
pub fn is_on(value: Option<String>) -> bool {
    !matches!(value.as_deref(), Some("0" | "false" | "off"))
}

/// A number in one of the formats of ECMA-376, 17.18.59; in Arabic digits where the format has no sign for it.
fn written(format: &str, number: i64) -> String {
    let nth = |signs: &str| usize::try_from(number - 1).ok().and_then(|n| signs.chars().nth(n));
    let from = |first: u32, most: i64| {
        let inside = (1..=most).contains(&number);
        inside.then(|| char::from_u32(first + number as u32 - 1)).flatten()
    };
    let sign = match format {
        "none" => return String::new(),
        "chineseCounting" | "chineseCountingThousand" | "taiwaneseCounting" | "taiwaneseCountingThousand" => {
            return counted(number, Some('零'));
        }
        "japaneseCounting" | "koreanCounting" => return counted(number, None),
        "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital" => {
            let digit = |c: char| c.to_digit(10).and_then(|n| "〇一二三四五六七八九".chars().nth(n as usize));
            return number.to_string().chars().map(|c| digit(c).unwrap_or(c)).collect();
        }
        "decimalZero" => return format!("{number:02}"),
        "decimalFullWidth" | "decimalFullWidth2" => {
            let wide = |c: char| c.to_digit(10).and_then(|n| char::from_u32(0xFF10 + n)).unwrap_or(c);
            return number.to_string().chars().map(wide).collect();
        }
        "numberInDash" => return format!("- {number} -"),
        "lowerRoman" => return roman(number).to_lowercase(),
        "upperRoman" => return roman(number),
        "lowerLetter" => return letters(number, b'a'),
        "upperLetter" => return letters(number, b'A'),
        "chineseLegalSimplified" => nth("壹贰叁肆伍陆柒捌玖拾"),
        "ideographLegalTraditional" => nth("壹貳參肆伍陸柒捌玖拾"),
        "japaneseLegal" => nth("壱弐参四五六七八九拾"),
        "ideographTraditional" => nth("甲乙丙丁戊己庚辛壬癸"),
        "ideographZodiac" => nth("子丑寅卯辰巳午未申酉戌亥"),
        "ideographEnclosedCircle" => from(0x3280, 10),
        "decimalEnclosedFullstop" => from(0x2488, 20),
        "decimalEnclosedParen" => from(0x2474, 20),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => match number {
            21..=35 => char::from_u32(0x3251 + number as u32 - 21),
            36..=50 => char::from_u32(0x32B1 + number as u32 - 36),
            _ => from(0x2460, 20),
        },
        _ => None,
    };
    sign.map_or_else(|| number.to_string(), String::from)
}

/// 十, 十一, 二十, 一百零一; without `zero` 一百一.
fn counted(number: i64, zero: Option<char>) -> String {
    if !(1..=99_999).contains(&number) {
        return number.to_string();
    }
    let mut words = String::new();
    let mut gap = false;
    for (unit, name) in [(10_000, "万"), (1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let digit = number / unit % 10;
        if digit == 0 {
            gap = !words.is_empty();
            continue;
        }
        if gap {
            words.extend(zero);
        }
        gap = false;
        // 十一 and not 一十一 where nothing stands before it.
        if !(unit == 10 && digit == 1 && words.is_empty()) {
            words.extend("一二三四五六七八九".chars().nth(digit as usize - 1));
        }
        words += name;
    }
    words
}

fn roman(number: i64) -> String {
    if !(1..4000).contains(&number) {
        return number.to_string();
    }
    let mut rest = number;
    let mut words = String::new();
    let signs = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    for (value, sign) in signs {
        while rest >= value {
            words += sign;
            rest -= value;
        }
    }
    words
}

/// a … z, aa, bb.
fn letters(number: i64, first: u8) -> String {
    if !(1..=780).contains(&number) {
        return number.to_string();
    }
    let letter = char::from(first + ((number - 1) % 26) as u8);
    std::iter::repeat_n(letter, ((number - 1) / 26 + 1) as usize).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAN: &str = r#"<w:numbering xmlns:w="w">
<w:abstractNum w:abstractNumId="7">
 <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>
 <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="（%2）"/></w:lvl>
 <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%2.%3"/></w:lvl>
 <w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlRestart w:val="0"/><w:lvlText w:val="第%4条"/></w:lvl>
 <w:lvl w:ilvl="4"><w:numFmt w:val="bullet"/><w:lvlText w:val=""/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:lvl w:ilvl="0"><w:start w:val="5"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl></w:lvlOverride></w:num>
</w:numbering>"#;

    #[test]
    fn lists_count_as_word_counts() {
        let numbering = Numbering::of(PLAN);
        let mut counters = Counters::default();
        let steps = [
            ("1", 0, "一、"),
            ("1", 1, "（一）"),
            ("1", 1, "（二）"),
            ("1", 2, "1.2.1"),
            ("1", 3, "第1条"),
            ("1", 0, "二、"),
            ("1", 1, "（一）"),
            ("1", 3, "第2条"),
            ("1", 4, ""),
            // A list of the same pattern counts on unless it has a start of its own, and has it once.
            ("2", 0, "一、"),
            ("2", 0, "二、"),
            ("1", 0, "三、"),
            ("3", 0, "IV."),
            ("9", 0, ""),
        ];
        for (n, (list, level, mark)) in steps.into_iter().enumerate() {
            assert_eq!(numbering.mark(list, level, &mut counters), mark, "step {n}");
        }
    }

    #[test]
    fn numbers_are_written_as_the_format_says() {
        let cases = [
            ("chineseCountingThousand", 10, "十"),
            ("chineseCountingThousand", 11, "十一"),
            ("chineseCountingThousand", 20, "二十"),
            ("chineseCountingThousand", 101, "一百零一"),
            ("chineseCountingThousand", 110, "一百一十"),
            ("chineseCountingThousand", 1001, "一千零一"),
            ("taiwaneseCounting", 21, "二十一"),
            ("japaneseCounting", 101, "一百一"),
            ("ideographDigital", 10, "一〇"),
            ("ideographTraditional", 3, "丙"),
            ("ideographTraditional", 11, "11"),
            ("decimalEnclosedCircle", 1, "①"),
            ("decimalEnclosedCircleChinese", 20, "⑳"),
            ("decimalEnclosedCircle", 21, "㉑"),
            ("decimalEnclosedParen", 2, "⑵"),
            ("decimalFullWidth", 12, "１２"),
            ("lowerLetter", 27, "aa"),
            ("upperRoman", 14, "XIV"),
            ("chineseLegalSimplified", 2, "贰"),
            ("decimal", 0, "0"),
            ("chineseCounting", -1, "-1"),
            ("unheardOf", 3, "3"),
        ];
        for (format, number, words) in cases {
            assert_eq!(written(format, number), words, "{format} {number}");
        }
    }
}
