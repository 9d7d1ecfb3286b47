//! Quantities: `达到80人以上`, `不少于10次`, `40--50名`, `0.83万人次`, `百分之八至九`, `九成`.
//!
//! The reader goes from number to number: it reads the figure, what joins it to a second one, the unit after it, and
//! then looks left and right for words that compare. What has no unit (years, numbers of documents, roads and
//! telephones) is no quantity.

mod compare;
mod figure;

use rust_decimal::Decimal;

use self::figure::{Figure, figure};
use super::Found;
use super::starts::{Start, begins};
use crate::lexicon::units::Unit;
use crate::lexicon::{Lexicon, UnitKind, Units};
use crate::numeral;
use crate::span::Span;
use crate::value::{Comparator, Length, Quantity};
use crate::wordlist::WordList;

/// The names of all rules.
pub const RULES: [&str; 6] = [
    "number with a unit",
    "percentage in words",
    "tenths",
    "more than half",
    "round number after a comparator",
    "large number without a unit",
];

/// How a number, or a word that stands for one, may begin.
pub(super) fn starts() -> Vec<Start> {
    "0123456789一二三四五六七八九十两零〇廿卅百千万亿半".chars().flat_map(begins).collect()
}

/// The quantities found up to a place.
pub(super) struct Search<'v, 'l> {
    reader: Reader<'v, 'l>,
    pub found: Vec<Found<Quantity<'l>>>,
    /// Where the next one may begin.
    free: usize,
}

impl<'v, 'l> Search<'v, 'l> {
    pub fn new(view: &'v str, lexicon: &'l Lexicon) -> Self {
        let reader = Reader { view, units: &lexicon.units };
        Search { reader, found: Vec::with_capacity(view.len() / 150), free: 0 }
    }

    /// Takes the quantity whose number begins at `start`, if there is one and the place is free.
    pub fn at(&mut self, start: usize) {
        if start < self.free {
            return;
        }
        let floor = self.found.last().map_or(0, |last| last.span.end());
        match self.reader.read(start, floor) {
            Step::Found(quantity) => {
                self.free = quantity.span.end();
                self.found.push(quantity);
            }
            Step::Past(end) => self.free = end,
        }
    }
}

enum Step<'l> {
    Found(Found<Quantity<'l>>),
    /// Nothing here; go on from this byte.
    Past(usize),
}

struct Reader<'v, 'l> {
    view: &'v str,
    units: &'l Units,
}

/// A value before its unit is known.
struct Amount {
    start: usize,
    end: usize,
    value: Decimal,
    most: Option<Decimal>,
    over: bool,
    rule: &'static str,
}

impl<'l> Reader<'_, 'l> {
    /// Reads what begins at `start`; words before `floor` belong to the quantity before.
    fn read(&self, start: usize, floor: usize) -> Step<'l> {
        let rest = &self.view[start..];
        let Some(first) = rest.chars().next() else { return Step::Past(self.view.len()) };
        match first {
            '百' | '千' | '万' | '亿' => return self.round(start, floor),
            '半' => return self.half(start, floor),
            _ => {}
        }
        let before = self.view[..start].chars().next_back();
        // Ordinals and fractions: `第3`, `三分之二`; letters before: `G530`, `T1`, `PM2.5`; `7×24小时`, `2024/5/1`.
        let barred = match before {
            Some(c) if c.is_ascii_alphanumeric() => true,
            Some('第' | '之' | '×' | '/' | '_' | '#' | '.' | '№' | '*') => true,
            // `数十家`, `几百人`; `总数0.5%` is a share.
            Some('数' | '几') => !first.is_ascii_digit(),
            _ => false,
        };
        // `零部件`, `零星`; `零点五` is a number.
        if first == '零' && !rest["零".len()..].starts_with('点') {
            return Step::Past(start + first.len_utf8());
        }
        if !first.is_ascii_digit() && !self.goes_on(&rest[first.len_utf8()..]) {
            return Step::Past(start + first.len_utf8());
        }
        let Some(number) = figure(self.view, start, self.units) else {
            return Step::Past(self.skip(start));
        };
        if barred {
            return Step::Past(self.skip(number.end));
        }
        if self.view[number.end..].starts_with("分之") && !number.arabic {
            return Step::Past(number.end + "分之".len());
        }
        self.tenths(start, floor, &number)
            .or_else(|| self.plain(start, floor, number))
            .map_or_else(|| Step::Past(self.skip(number.end)), Step::Found)
    }

    /// What follows a numeral can belong to it, be its unit or lead to the other end of a range: not in 一批, 二是.
    fn goes_on(&self, rest: &str) -> bool {
        rest.chars().next().is_some_and(|c| {
            let numeral = matches!(c, '十' | '百' | '千' | '万' | '亿' | '廿' | '卅' | '点' | '余' | '多');
            let joint = matches!(c, '至' | '到' | '—' | '-' | '~' | '～' | '─' | ' ');
            numeral
                || joint
                || c == '成'
                || c == '分'
                || self.units.may_begin(c)
                || numeral::digit(c).is_some()
        })
    }

    /// Past digits and letters that belong to the same token: `5G`, `010-5621`.
    fn skip(&self, at: usize) -> usize {
        let end = at + self.view.as_bytes()[at..].iter().take_while(|b| b.is_ascii_alphanumeric()).count();
        if end > at {
            return end;
        }
        self.view[at..].chars().next().filter(char::is_ascii_digit).map_or(at, |c| at + c.len_utf8())
    }

    /// `九成`, `7.2成以上`.
    fn tenths(&self, start: usize, floor: usize, number: &Figure) -> Option<Found<Quantity<'l>>> {
        let rest = self.view[number.end..].strip_prefix('成')?;
        let word =
            rest.chars().next().is_some_and(|c| "为立功效果长员本就熟型品都分绩交套份规色建片化".contains(c));
        if word || number.value > Decimal::TEN || number.scale.is_some() || number.over {
            return None;
        }
        let amount = Amount {
            start,
            end: number.end + '成'.len_utf8(),
            value: number.value * Decimal::TEN,
            most: number.most.map(|most| most * Decimal::TEN),
            over: false,
            rule: "tenths",
        };
        Some(self.compared(amount, "%", floor))
    }

    /// A figure, perhaps a range, with a unit.
    fn plain(&self, start: usize, floor: usize, first: Figure) -> Option<Found<Quantity<'l>>> {
        let mut amount = Amount {
            start: self.signed(start, &first),
            end: first.end,
            value: first.value,
            most: first.most,
            over: first.over,
            rule: "number with a unit",
        };
        if amount.start < start {
            amount.value = -amount.value;
        }
        let mut scale = first.scale;
        let mut unit = self.unit(first.end);
        if let Some((most, end, second)) = self.second(&first, unit.as_ref().map(|unit| unit.1)) {
            // `3—5万`, `6.5%—7%`: what the first leaves out, the second says.
            if unit.is_none()
                && first.scale.is_none()
                && let Some(power) = second
                && amount.value.checked_mul(power).is_some_and(|value| value < most)
            {
                amount.value *= power;
            }
            if most > amount.value {
                amount.most = Some(most);
                amount.end = end;
                scale = scale.or(second);
                unit = self.unit(end);
            }
        }
        let (name, kind, end) = match unit {
            Some((unit, end)) => (unit.name.as_str(), unit.kind, end),
            None => {
                let (kind, end) = self.unitless(&amount, scale)?;
                amount.rule = "large number without a unit";
                ("", kind, end)
            }
        };
        if !self.counts(&amount, &first, kind, end) {
            return None;
        }
        amount.end = end;
        if let Some(end) = self.and_a_half(&amount, kind) {
            amount.value += Decimal::new(5, 1);
            amount.end = end;
        }
        Some(self.compared(amount, name, floor))
    }

    /// The start of the sign before a figure: `-22.2%`, `负3.9%`; not the dash of a range.
    fn signed(&self, start: usize, number: &Figure) -> usize {
        let head = &self.view[..start];
        // 减负200亿元 takes a burden off; it is no negative figure.
        let burden = |rest: &str| rest.ends_with(['减', '增', '担', '背', '欠', '抱', '肩', '自', '胜']);
        if let Some(rest) = head.strip_suffix('负').filter(|rest| !burden(rest)) {
            return rest.len();
        }
        match head.strip_suffix('-') {
            Some(rest) if number.arabic && !rest.ends_with(['-', '%', ')', '年', '月', '日', '—']) => {
                if rest.ends_with(|c: char| c.is_ascii_alphanumeric()) {
                    start
                } else {
                    rest.len()
                }
            }
            _ => start,
        }
    }

    /// The second end of a range: its value, where it ends and its scale.
    fn second(&self, first: &Figure, unit_end: Option<usize>) -> Option<(Decimal, usize, Option<Decimal>)> {
        let from = unit_end.unwrap_or(first.end);
        let rest = &self.view[from..];
        if !rest.starts_with(['—', '-', '~', '～', '至', '到', '─']) {
            return None;
        }
        let joint =
            ["——", "--", "—", "-", "~", "～", "至", "到", "─"].iter().find(|j| rest.starts_with(**j))?;
        let at = from + joint.len();
        let c = self.view[at..].chars().next()?;
        if numeral::digit(c).is_none() && c != '十' {
            return None;
        }
        let second = figure(self.view, at, self.units)?;
        (second.arabic == first.arabic && second.most.is_none()).then_some((
            second.value,
            second.end,
            second.scale,
        ))
    }

    /// The unit at `at`, and where it ends.
    fn unit(&self, at: usize) -> Option<(&'l Unit, usize)> {
        let rest = &self.view[at..];
        let gap = rest.len() - rest.strip_prefix(' ').unwrap_or(rest).len();
        let (unit, length) = self.units.at(&rest[gap..])?;
        let end = at + gap + length;
        let letters = rest[gap..gap + length].ends_with(|c: char| c.is_ascii_alphabetic());
        // `5GW` has a unit, `5GWX` a name.
        let longer = self.view[end..].starts_with(|c: char| c.is_ascii_alphanumeric());
        (!(letters && longer)).then_some((unit, end))
    }

    /// `突破1.2万亿`, `36.57亿`: 亿 or 万 at the end of a clause needs no unit.
    fn unitless(&self, amount: &Amount, scale: Option<Decimal>) -> Option<(UnitKind, usize)> {
        let large = scale.is_some_and(|scale| scale >= Decimal::from(10_000));
        let rest = &self.view[amount.end..];
        let stop = || {
            rest.is_empty()
                || rest.starts_with([',', '。', ';', '、', '\n', ')', '(', ' '])
                || compare::after(self.view, amount.end).is_some()
        };
        (large && stop()).then_some((UnitKind::Count, amount.end))
    }

    /// Whether a figure with its unit says how many: not `一批`, `一件事一次办`, `60岁`, `3年`.
    fn counts(&self, amount: &Amount, first: &Figure, kind: UnitKind, end: usize) -> bool {
        let unit = self.view[amount.end..end].trim_start();
        let before = &self.view[..amount.start];
        let rest = &self.view[end..];
        match unit {
            // The life that is expected and the years at school are levels; an age is not, a length of time is a date.
            "岁" | "周岁" => return near(before, &["寿命"]),
            "年" => return near(before, &["教育年限", "受教育年", "寿命"]) && first.arabic,
            "分" => {
                let clock = before.ends_with('时')
                    || rest.starts_with(['钟', '之', '期', '类', '批', '级', '析', '布']);
                return !clock && first.arabic;
            }
            "度" => {
                return first.arabic && !rest.starts_with(['电', '角']) || near(before, &["用电", "发电"]);
            }
            "人" if !first.arabic && rest.starts_with(['大', '才', '民', '居', '员', '均', '工', '口']) =>
            {
                return false;
            }
            "P" => return first.arabic && !rest.starts_with(|c: char| c.is_ascii_alphanumeric()),
            "天" if rest.starts_with(['然', '气', '候', '山', '河']) => return false,
            "条" if rest.starts_with("例") => return false,
            "部" if rest.starts_with(['委', '门', '署', '队', '分']) => return false,
            "位" if rest.starts_with(['于', '居', '列', '数', '一']) => return false,
            "项" if rest.starts_with('目') => return false,
            "盘" if rest.starts_with('水') => return false,
            "方" if rest.starts_with(['面', '案', '向', '式', '法', '针']) || !first.arabic => {
                return false;
            }
            // 2023届毕业生 left school in that year.
            "届" if amount.value >= Decimal::ONE_THOUSAND => return false,
            "首" | "升" | "片" | "孔" | "面" | "届" | "点" if !first.arabic => return false,
            "班" if rest.starts_with(['子']) => return false,
            "种" if rest.starts_with(['植', '子', '业', '粮']) => return false,
            "片" if rest.starts_with(['区']) && !first.arabic => return false,
            "面" if rest.starts_with(['积', '向', '对', '临']) => return false,
            "对" if rest.starts_with(['口', '接', '于', '外', '标', '一']) => return false,
            "类" if !first.arabic && amount.value == Decimal::ONE => return false,
            _ => {}
        }
        if kind == UnitKind::Time && rest.starts_with(['圈', '生']) {
            return false;
        }
        if !first.arabic && kind == UnitKind::Count {
            let figure = &self.view[amount.start..first.end];
            // `二期工程`, `“两个确立”`: a number of a series, a slogan.
            if figure == "二" || before.ends_with(['“', '《']) {
                return false;
            }
            if matches!(unit, "期" | "次") {
                return self.deliverable(before, unit, rest);
            }
        }
        if first.arabic || amount.value != Decimal::ONE || amount.most.is_some() {
            return !(first.arabic && kind == UnitKind::Count && self.joined(amount.start));
        }
        match kind {
            UnitKind::Count => self.deliverable(before, unit, rest),
            UnitKind::Money => unit != "元" || compare::before(self.view, amount.start).is_some(),
            UnitKind::Measure => !matches!(unit, "度" | "方" | "平方" | "立方" | "点" | "担" | "车道"),
            _ => true,
        }
    }

    /// A figure glued to the one before it: `010-56212745`, `1+7+8个`.
    fn joined(&self, start: usize) -> bool {
        let head = &self.view[..start];
        head.ends_with(['+', '＋'])
    }

    /// Whether 一 counts something handed over: `举办一期`, `每半年至少一次`, not `一件事一次办`.
    fn deliverable(&self, before: &str, unit: &str, rest: &str) -> bool {
        const UNITS: &[&str] = &[
            "家", "所", "名", "人", "次", "期", "场", "座", "处", "位", "间", "台", "辆", "届", "堂", "轮",
            "课时",
        ];
        static VERBS: WordList = WordList::new(&[
            "举办",
            "召开",
            "开展",
            "组织",
            "举行",
            "明确",
            "参与",
            "参加",
            "确定",
            "配备",
            "配齐",
            "选派",
            "选聘",
            "选配",
            "设立",
            "建设",
            "建成",
            "建立",
            "新建",
            "新增",
            "培育",
            "打造",
            "创建",
            "引进",
            "进行",
            "完成",
            "安排",
            "接受",
            "听取",
            "研究",
            "报告",
            "通报",
            "调度",
            "督查",
            "检查",
            "培训",
            "派驻",
            "至少有",
            "要有",
            "都有",
            "各有",
            "派出",
            "推荐",
            "指定",
            "了",
            "获得",
            "公布",
            "汇总",
            "征集",
            "集中",
            "分析",
            "会商",
            "更新",
            "报送",
            "考核",
            "评估",
        ]);
        static RATES: WordList = WordList::new(&[
            "每年",
            "每月",
            "每季度",
            "每半年",
            "每周",
            "每季",
            "每学期",
            "每两年",
            "每三年",
            "每五年",
            "每学年",
        ]);
        let compared = compare::before(before, before.len()).is_some();
        if unit == "个" {
            return compared || RATES.ends(before).is_some();
        }
        // `每季度向企业征集一次`: how often, said a few words before.
        let rate = unit != "人" && short_clause(before).is_some_and(|clause| RATES.within(clause));
        let made = rate || VERBS.ends(before).or_else(|| RATES.ends(before)).is_some();
        UNITS.contains(&unit)
            && (made || compared)
            && !rest.starts_with(['性', '办', '方', '化'])
            && !(unit == "期" && rest.starts_with('工'))
    }

    /// `一吨半`, `两米半`.
    fn and_a_half(&self, amount: &Amount, kind: UnitKind) -> Option<usize> {
        let rest = self.view[amount.end..].strip_prefix('半')?;
        let word = rest.starts_with(['年', '月', '天', '小', '个', '数', '径', '岛', '导']);
        (kind == UnitKind::Measure && amount.value.fract().is_zero() && !word)
            .then_some(amount.end + '半'.len_utf8())
    }

    /// `百分之八至九`, `百分之百`, `千分之三`; `近百家`, `超千亿元`, `突破万亿`.
    fn round(&self, start: usize, floor: usize) -> Step<'l> {
        let rest = &self.view[start..];
        for (head, unit) in [("百分之", "%"), ("千分之", "‰")] {
            if rest.starts_with(head) {
                return self.words(start, start + head.len(), head, unit, floor);
            }
        }
        let past = Step::Past(start + rest.chars().next().map_or(1, char::len_utf8));
        let extra = ["上", "过", "破"].iter().find(|word| self.view[..start].ends_with(**word));
        let comparator = match compare::before(self.view, start) {
            Some((comparator, from)) if from >= floor => Some((comparator, from)),
            _ => extra.map(|word| (Comparator::Gt, start - word.len())),
        };
        let Some((comparator, from)) = comparator else { return past };
        let mut value = Decimal::ONE;
        let mut end = start;
        for c in rest.chars() {
            let power = match c {
                '百' => 100u32,
                '千' => 1_000,
                '万' => 10_000,
                '亿' => 100_000_000,
                _ => break,
            };
            if self.units.at(&self.view[end..]).is_some_and(|(_, length)| length > c.len_utf8()) {
                break;
            }
            value = value.saturating_mul(Decimal::from(power));
            end += c.len_utf8();
        }
        if end == start {
            return past;
        }
        let (unit, end) = match self.unit(end) {
            Some((unit, end)) if unit.kind != UnitKind::Time => (unit.name.as_str(), end),
            _ if value >= Decimal::from(100_000_000) => {
                let amount = Amount { start, end, value, most: None, over: false, rule: RULES[4] };
                match self.unitless(&amount, Some(value)) {
                    Some((_, end)) => ("", end),
                    None => return past,
                }
            }
            _ => return past,
        };
        // `百亿级产业`, `千亿元产业`: a class, where no verb reaches the number; `超百亿元企业` still compares.
        if self.view[end..].starts_with('级') {
            return past;
        }
        Step::Found(Found {
            span: Span::new(from, end),
            rule: "round number after a comparator",
            value: Quantity { comparator, value, unit, ..Quantity::default() },
        })
    }

    /// The figure after 百分之, or after it and a joint.
    fn words(&self, start: usize, at: usize, head: &str, unit: &'static str, floor: usize) -> Step<'l> {
        let past = Step::Past(at);
        let start_of = |at: usize| {
            let c = self.view[at..].chars().next()?;
            (c.is_ascii_digit() || numeral::digit(c).is_some() || "十百负".contains(c)).then_some(c)
        };
        let Some(first) = start_of(at) else { return past };
        let hundred = first == '百';
        let number = if hundred {
            let end = at + first.len_utf8();
            let figure = Figure {
                end,
                value: Decimal::ONE_HUNDRED,
                most: None,
                scale: None,
                over: false,
                arabic: false,
            };
            Some(figure)
        } else {
            figure(self.view, at, self.units)
        };
        let Some(number) = number else { return past };
        let mut amount = Amount {
            start,
            end: number.end,
            value: number.value,
            most: number.most,
            over: number.over,
            rule: "percentage in words",
        };
        let rest = &self.view[number.end..];
        if let Some(joint) = ["至", "到", "—", "-", "~"].iter().find(|joint| rest.starts_with(**joint)) {
            let mut second = number.end + joint.len();
            if self.view[second..].starts_with(head) {
                second += head.len();
            }
            if start_of(second).is_some()
                && let Some(high) = figure(self.view, second, self.units)
                && high.value > amount.value
            {
                amount.most = Some(high.value);
                amount.end = high.end;
            }
        }
        Step::Found(self.compared(amount, unit, floor))
    }

    /// `半数以上`, `过半数`, `一半以上` is read where its 半 stands.
    fn half(&self, start: usize, floor: usize) -> Step<'l> {
        let head = &self.view[..start];
        let rest = &self.view[start..];
        let past = Step::Past(start + '半'.len_utf8());
        let span = if let Some(end) =
            ["半数以上"].iter().find(|word| rest.starts_with(**word)).map(|w| start + w.len())
        {
            Span::new(start, end)
        } else if rest.starts_with("半以上") && head.ends_with('一') {
            Span::new(start - '一'.len_utf8(), start + "半以上".len())
        } else if rest.starts_with("半数") && head.ends_with(['过', '超']) {
            Span::new(start - '过'.len_utf8(), start + "半数".len())
        } else {
            return past;
        };
        if span.start() < floor {
            return past;
        }
        Step::Found(Found {
            span,
            rule: "more than half",
            value: Quantity {
                comparator: Comparator::Gt,
                value: Decimal::from(50),
                unit: "%",
                ..Quantity::default()
            },
        })
    }

    /// Takes in what compares and what the value is per.
    fn compared(&self, amount: Amount, unit: &'l str, floor: usize) -> Found<Quantity<'l>> {
        let mut span = Span::new(amount.start, amount.end);
        let (per, per_unit, end) = self.rate(span.end());
        span = span.ending_at(end);
        let mut comparator = if amount.over { Some(Comparator::Gt) } else { None };
        if let Some((after, end)) = compare::after(self.view, span.end()) {
            comparator = Some(after);
            span = span.ending_at(end);
        }
        if let Some((before, start)) = compare::before(self.view, span.start())
            && start >= floor
        {
            comparator = Some(before);
            span = span.starting_at(start);
        }
        let comparator = match (amount.most, comparator) {
            (Some(_), _) => Comparator::Range,
            (None, Some(comparator)) => comparator,
            (None, None) => Comparator::Eq,
        };
        let (left_per, left_unit) = self.rate_before(span.start());
        Found {
            span,
            rule: amount.rule,
            value: Quantity {
                comparator,
                value: amount.value,
                most: amount.most,
                unit,
                per: per.or(left_per),
                per_unit: per_unit.or(left_unit),
            },
        }
    }

    /// `/月`, `/人·年` after a unit.
    fn rate(&self, at: usize) -> (Option<Length>, Option<&'static str>, usize) {
        let (mut per, mut per_unit, mut end) = (None, None, at);
        if !self.view[at..].starts_with('/') {
            return (per, per_unit, end);
        }
        let mut next = at + 1;
        for _ in 0..2 {
            let rest = &self.view[next..];
            if let Some((word, length)) = TIMES.iter().find(|(word, _)| rest.starts_with(*word)) {
                per = Some(*length);
                end = next + word.len();
            } else if let Some(word) = THINGS.iter().find(|word| rest.starts_with(**word)) {
                per_unit = Some(*word);
                end = next + word.len();
            } else {
                break;
            }
            next = match self.view[end..].chars().next() {
                Some(c @ ('·' | '/' | '.')) => end + c.len_utf8(),
                _ => break,
            };
        }
        (per, per_unit, end)
    }

    /// `每人每月`, `每亩`, `每年` just before a value.
    fn rate_before(&self, at: usize) -> (Option<Length>, Option<&'static str>) {
        let (mut per, mut per_unit) = (None, None);
        let mut head = &self.view[..at];
        if !head.chars().rev().take(4).any(|c| c == '每') {
            return (per, per_unit);
        }
        for _ in 0..2 {
            let time = TIMES.iter().find_map(|(word, length)| {
                let rest = head.strip_suffix(word)?.strip_suffix('每')?;
                Some((rest, *length))
            });
            if let Some((rest, length)) = time {
                (head, per) = (rest, Some(length));
                continue;
            }
            let thing =
                THINGS.iter().find_map(|word| Some((head.strip_suffix(*word)?.strip_suffix('每')?, *word)));
            let Some((rest, word)) = thing else { break };
            (head, per_unit) = (rest, Some(word));
        }
        (per, per_unit)
    }
}

const TIMES: &[(&str, Length)] = &[
    ("半年", Length::months(6)),
    ("季度", Length::months(3)),
    ("年", Length::years(1)),
    ("月", Length::months(1)),
    ("周", Length::weeks(1)),
    ("天", Length::days(1)),
    ("日", Length::days(1)),
    ("小时", Length::hours(1)),
];

const THINGS: &[&str] = &[
    "人",
    "户",
    "村",
    "亩",
    "家",
    "个",
    "床",
    "班",
    "生",
    "件",
    "次",
    "平方米",
    "吨",
    "公里",
    "股",
    "例",
    "座",
    "所",
    "名",
];

/// Whether one of `words` stands within the last few characters before a figure.
fn near(before: &str, words: &[&str]) -> bool {
    let from = before.char_indices().rev().nth(11).map_or(0, |(at, _)| at);
    words.iter().any(|word| before[from..].contains(word))
}

/// The clause that a text ends in, from its mark on, where it has no more than 24 characters; longer ones are not read.
fn short_clause(before: &str) -> Option<&str> {
    const LONGEST: usize = 24;
    let mut characters = before.char_indices().rev();
    for (at, c) in characters.by_ref().take(LONGEST) {
        if matches!(c, ',' | '。' | ';' | '、' | '\n' | ':') {
            return Some(&before[at..]);
        }
    }
    characters.next().is_none().then_some(before)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Hits;
    use crate::recognise::dates_and_quantities;
    use crate::text::Text;

    /// `ge 80 人`, `range 40..50 名`, `eq 50 元 P1M 人`.
    fn said(found: &Found<Quantity>) -> String {
        let value = &found.value;
        let comparator = format!("{:?}", value.comparator).to_lowercase();
        let number = match value.most {
            Some(most) => format!("{}..{}", value.value.normalize(), most.normalize()),
            None => value.value.normalize().to_string(),
        };
        let mut said = format!("{comparator} {number} {}", value.unit);
        if let Some(per) = value.per {
            said += &format!(" {per}");
        }
        if let Some(per_unit) = &value.per_unit {
            said += &format!(" {per_unit}");
        }
        said.trim_end().to_string()
    }

    #[test]
    fn phrases_mean_what_the_corpus_says() {
        let mut wrong = Vec::new();
        for (n, line) in include_str!("../../corpus/phrases/quantities.tsv").lines().enumerate() {
            let (expected, phrase) = line.split_once('\t').unwrap();
            let text = Text::new(phrase.into(), &Lexicon::embedded().folding, |_| Vec::new());
            let (_, found) = dates_and_quantities(text.view(), &Hits::default(), Lexicon::embedded());
            let got: Vec<String> = found.iter().map(said).collect();
            let expected = if expected == "-" { "" } else { expected };
            if got.join(" | ") != expected {
                wrong.push(format!("{}: {phrase}: {expected:?} is read as {:?}", n + 1, got.join(" | ")));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn every_rule_is_named() {
        let text = "超百家企业,3.6亿,百分之八,九成,半数以上,12个";
        let (_, found) = dates_and_quantities(text, &Hits::default(), Lexicon::embedded());
        for found in found {
            assert!(RULES.contains(&found.rule), "{}", found.rule);
        }
    }
}
