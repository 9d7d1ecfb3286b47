//! Wordings: a comparison in; the few words that a table or a page has for a value, a state or a verdict out:
//! `≥80人 (2017-12)`, `[2026人次]`, `与地区生产总值增速同步`, `最高 80人 内丘县 2016`.

use std::borrow::Cow;

use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

use crate::compare::{AlignedBy, Alignment, Cell, Comparison, Evidence, Plan, Reason, Row, State, Value};
use crate::lexicon::Lexicon;
use crate::value::{Change, Comparator, Kind, Number, Role};

/// What labels are written in. The words of the plans stay as they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    Chinese,
    #[default]
    English,
}

impl Language {
    /// Of a locale as `LANG` has it: `zh_CN.UTF-8` is Chinese.
    pub fn of_locale(locale: &str) -> Language {
        if locale.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("zh")) {
            Language::Chinese
        } else {
            Language::English
        }
    }

    /// One of two wordings.
    pub fn say<T>(self, chinese: T, english: T) -> T {
        match self {
            Language::Chinese => chinese,
            Language::English => english,
        }
    }
}

/// The wordings of one comparison.
pub struct Phrases<'a> {
    pub language: Language,
    /// The last day of plans that are for one year, which goes without saying in them.
    ends: FxHashMap<&'a str, String>,
    columns: FxHashMap<&'a str, &'a str>,
    plans: FxHashMap<&'a str, &'a str>,
    /// A column may stand for several plans.
    grouped: bool,
    /// How many columns a verdict names; of more it says the number.
    names: usize,
}

/// What a phrase of a verdict is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finding {
    Highest,
    Lowest,
    Spread,
    Earliest,
    /// Who alone promises it.
    Only,
    /// Who lacks it.
    Missing,
    Contradiction,
    /// To the baseline.
    Difference,
}

impl<'a> Phrases<'a> {
    pub fn new(comparison: &'a Comparison, language: Language) -> Phrases<'a> {
        let end = |plan: &'a Plan| Some((&*plan.id, format!("{}-12-31", year_of(plan)?)));
        Phrases {
            language,
            ends: comparison.plans.iter().filter_map(end).collect(),
            columns: comparison.columns.iter().map(|found| (&*found.key, found.label.as_str())).collect(),
            plans: comparison.plans.iter().map(|plan| (&*plan.id, plan.label.as_str())).collect(),
            grouped: comparison.columns.iter().any(|column| column.plans.len() > 1),
            names: usize::MAX,
        }
    }

    /// The same, with verdicts that name so many columns at most.
    pub fn naming(self, names: usize) -> Phrases<'a> {
        Phrases { names, ..self }
    }

    /// The heading of a column, by its key.
    pub fn column<'k>(&self, key: &'k str) -> &'k str
    where
        'a: 'k,
    {
        self.columns.get(key).copied().unwrap_or(key)
    }

    /// The label of a plan, by its id.
    pub fn plan<'k>(&self, id: &'k str) -> &'k str
    where
        'a: 'k,
    {
        self.plans.get(id).copied().unwrap_or(id)
    }

    /// What a row is called: its label with the people or the part that it is limited to.
    pub fn label(&self, row: &Row) -> String {
        // What limits it mostly stands in the wording already.
        if row.population.iter().any(|words| row.label.contains(words.as_str())) || row.population.is_empty()
        {
            return row.label.clone();
        }
        format!("{} ({})", row.label, row.population.join(self.language.say("、", ", ")))
    }

    /// What a cell says: a phrase a value, in the order of its values. Where a column has several plans each phrase
    /// begins with its plan.
    pub fn cell(&self, row: &Row, cell: &Cell) -> Vec<String> {
        let several = self.grouped && cell.values.iter().any(|value| value.plan != cell.values[0].plan);
        (cell.values.iter().zip(&cell.evidence))
            .map(|(value, evidence)| {
                let phrase = self.value(row, value, evidence);
                if several { format!("{}: {phrase}", self.plan(&value.plan)) } else { phrase }
            })
            .collect()
    }

    /// One value with its comparator, unit, deadline and what else must be known of it. Outcomes stand in brackets.
    pub fn value(&self, row: &Row, value: &Value, evidence: &Evidence) -> String {
        let mut words = self.amount(row, value, evidence);
        let notes = self.notes(value);
        if !notes.is_empty() {
            words = format!("{words} ({})", notes.join(self.language.say("；", "; ")));
        }
        if value.state == State::Reported { format!("[{words}]") } else { words }
    }

    /// What a plan says on an action, with its deadline and who is responsible: `制定实施细则 (2024-06；县民政局)`.
    pub fn action(&self, words: &str, value: &Value, bodies: &[String]) -> String {
        let mut notes = self.notes(value);
        notes.extend(bodies.iter().map(|body| Cow::Owned(body.clone())));
        let words = match notes.len() {
            0 => words.into(),
            _ => format!("{words} ({})", notes.join(self.language.say("；", "; "))),
        };
        if value.state == State::Reported { format!("[{words}]") } else { words }
    }

    /// The value alone: `≥80人`, `增≈5%`, `40–50名`, `与经济增长同步`; the words of the plan where there is no number.
    pub fn amount(&self, row: &Row, value: &Value, evidence: &Evidence) -> String {
        let unit = value.unit.as_deref().unwrap_or_default();
        let Some(number) = value.value else { return self.unnumbered(value, evidence) };
        let sign = sign(value.comparator);
        let most = value.value_max.filter(|_| value.comparator == Some(Comparator::Range));
        let amount = match most {
            Some(most) => self.range(number, most, unit),
            None => self.number(number, unit),
        };
        let per = value.per.as_deref().map_or(Cow::Borrowed(""), |per| self.per(per));
        format!("{}{sign}{amount}{per}", self.change(row, value))
    }

    fn unnumbered(&self, value: &Value, evidence: &Evidence) -> String {
        let reference = value.reference.as_deref().filter(|reference| !reference.is_empty());
        match (value.comparator, reference) {
            (Some(Comparator::Sync), Some(reference)) => {
                self.language.say(format!("与{reference}同步"), format!("in step with {reference}"))
            }
            (
                comparator @ Some(Comparator::Ge | Comparator::Gt | Comparator::Le | Comparator::Lt),
                Some(reference),
            ) => {
                format!("{}{reference}", sign(comparator))
            }
            _ => evidence.quote.to_string(),
        }
    }

    /// `增`, `raised to`; nothing where the row's name says it.
    pub fn change(&self, row: &Row, value: &Value) -> &'static str {
        let ends = |words: &[&str]| words.iter().any(|word| row.label.ends_with(word));
        let say = |chinese, english| self.language.say(chinese, english);
        match value.change {
            Some(Change::IncreaseBy) if ends(&["增长", "增速", "涨幅", "增幅"]) => "",
            Some(Change::DecreaseBy) if ends(&["下降", "降低", "降幅"]) => "",
            Some(Change::IncreaseBy) => say("增", "up "),
            Some(Change::DecreaseBy) => say("降", "down "),
            Some(Change::IncreaseTo) => say("升至", "raised to "),
            Some(Change::DecreaseTo) => say("降至", "cut to "),
            Some(Change::Level | Change::Multiply) | None => "",
        }
    }

    fn notes(&self, value: &Value) -> Vec<Cow<'a, str>> {
        let say =
            |chinese: &'static str, english: &'static str| Cow::Borrowed(self.language.say(chinese, english));
        let mut notes = Vec::new();
        if let (Some(number), Some(unit)) = (value.source_value, &value.source_unit) {
            let most = value.source_value_max.filter(|_| value.comparator == Some(Comparator::Range));
            let source =
                most.map_or_else(|| self.number(number, unit), |most| self.range(number, most, unit));
            notes.push(Cow::Owned(format!("= {source}")));
        }
        if let Some(deadline) = &value.deadline
            && self.ends.get(&*value.plan) != Some(deadline)
        {
            notes.push(Cow::Owned(date(deadline).to_string()));
        }
        notes.extend(value.kind.and_then(|kind| self.kind(kind)).map(Cow::Borrowed));
        if let Some(reason) = value.reason {
            notes.push(Cow::Borrowed(self.reason(reason)));
        }
        if value.stretch.is_some() {
            notes.push(say("争取更好", "better if possible"));
        }
        notes
    }

    /// A number with its unit: `292.4亿元`, `5.5%`, `3,126人`.
    pub fn number(&self, number: Number, unit: &str) -> String {
        format!("{}{}", self.scaled(number.0, unit), self.unit(unit))
    }

    fn range(&self, least: Number, most: Number, unit: &str) -> String {
        format!("{}–{}{}", self.scaled(least.0, unit), self.scaled(most.0, unit), self.unit(unit))
    }

    /// 百分点 are counted with 个.
    fn unit<'u>(&self, unit: &'u str) -> &'u str {
        match unit {
            "百分点" => self.language.say("个百分点", " pp"),
            unit => unit,
        }
    }

    fn scaled(&self, number: Decimal, unit: &str) -> String {
        if matches!(unit, "%" | "‰" | "百分点") {
            return number.normalize().to_string();
        }
        // A number that would need more decimals than this is plainer as it is.
        let scales: &[(i64, u32, &str)] = self.language.say(
            &[(1_000_000_000_000, 4, "万亿"), (100_000_000, 4, "亿"), (10_000, 2, "万")],
            &[(1_000_000_000, 4, " billion "), (1_000_000, 2, " million ")],
        );
        for &(scale, decimals, word) in scales {
            let scale = Decimal::from(scale);
            let short = (number / scale).normalize();
            if number.abs() >= scale && short.scale() <= decimals {
                let short = short.to_string();
                return format!("{}{word}", self.language.say(short.clone(), grouped(&short)));
            }
        }
        match self.language {
            Language::Chinese => number.normalize().to_string(),
            Language::English => grouped(&number.normalize().to_string()),
        }
    }

    /// Per which time: `/年`.
    pub fn per(&self, per: &str) -> Cow<'static, str> {
        let (chinese, english) = match per {
            "P1Y" => ("/年", "/year"),
            "P6M" => ("/半年", "/half-year"),
            "P3M" => ("/季", "/quarter"),
            "P1M" => ("/月", "/month"),
            "P1W" | "P7D" => ("/周", "/week"),
            "P1D" => ("/天", "/day"),
            other => return Cow::Owned(format!("/{other}")),
        };
        Cow::Borrowed(self.language.say(chinese, english))
    }

    /// What a number is that is neither a target nor an outcome.
    pub fn kind(&self, kind: Kind) -> Option<&'static str> {
        let (chinese, english) = match kind {
            Kind::Rule => ("规定", "a rule"),
            Kind::Restatement => ("重申", "restated"),
            Kind::Missed => ("未完成", "missed"),
            Kind::PlanPeriod => ("五年目标", "five-year target"),
            Kind::Target | Kind::Outcome => return None,
        };
        Some(self.language.say(chinese, english))
    }

    pub fn state(&self, state: State) -> &'static str {
        let (chinese, english) = match state {
            State::Aligned => ("承诺", "promised"),
            State::Converted => ("承诺（换算）", "promised, converted"),
            State::Qualitative => ("定性", "without a number"),
            State::Reported => ("已报告", "reported"),
            State::NotComparable => ("不可比", "not comparable"),
            State::Absent => ("未提及", "absent"),
        };
        self.language.say(chinese, english)
    }

    pub fn reason(&self, reason: Reason) -> &'static str {
        let (chinese, english) = match reason {
            Reason::Unit => ("单位不同", "another unit"),
            Reason::Population => ("对象不同", "another population"),
            Reason::Period => ("时段不同", "another period"),
            Reason::Base => ("口径不同", "another base"),
        };
        self.language.say(chinese, english)
    }

    pub fn role(&self, role: Role) -> &'static str {
        let (chinese, english) = match role {
            Role::Lead => ("牵头", "leads"),
            Role::Support => ("配合", "supports"),
            Role::Implement => ("落实", "acts"),
            Role::Supervise => ("督导", "supervises"),
        };
        self.language.say(chinese, english)
    }

    /// Why the cells of a row stand together.
    pub fn alignment(&self, alignment: Alignment) -> String {
        let say = |chinese: &str, english: &str| self.language.say(chinese, english).to_string();
        match (alignment.by, alignment.likeness) {
            (AlignedBy::Id, _) => say("同一指标", "same indicator"),
            (AlignedBy::Wording, Some(likeness)) => {
                format!("{} {likeness:.2}", say("措辞相近", "alike in wording"))
            }
            (AlignedBy::Wording, None) => say("措辞相同", "same wording"),
            (AlignedBy::Alone, _) => say("独有", "alone"),
        }
    }

    /// The name of a theme, by its code.
    pub fn theme<'l>(&self, code: &'l str, lexicon: &'l Lexicon) -> &'l str {
        let theme = lexicon.themes.get(code);
        theme.map_or(code, |theme| self.language.say(&theme.label, &theme.english))
    }

    /// What the cells of a row say together, a phrase each.
    pub fn verdict(&self, row: &Row) -> Vec<String> {
        self.findings(row).into_iter().map(|(_, words)| words).collect()
    }

    /// What the cells of a row say together, with what each phrase is about.
    pub fn findings(&self, row: &Row) -> Vec<(Finding, String)> {
        let say = |chinese: &'static str, english: &'static str| self.language.say(chinese, english);
        let unit = row.unit.as_deref().unwrap_or_default();
        let verdict = &row.verdict;
        let mut said = Vec::new();
        let extremes = [
            (Finding::Highest, say("最高", "highest"), &verdict.highest),
            (Finding::Lowest, say("最低", "lowest"), &verdict.lowest),
        ];
        for (finding, name, extreme) in extremes {
            if let Some(found) = extreme {
                let value = self.number(found.value, unit);
                said.push((finding, format!("{name} {value} {}", self.columns(&found.columns))));
            }
        }
        if let Some(spread) = verdict.spread.filter(|spread| !spread.0.is_zero()) {
            let unit = if unit == "%" { "百分点" } else { unit };
            said.push((Finding::Spread, format!("{} {}", say("相差", "spread"), self.number(spread, unit))));
        }
        if let Some(earliest) = &verdict.earliest {
            let when = date(&earliest.deadline);
            let columns = self.columns(&earliest.columns);
            said.push((Finding::Earliest, format!("{} {when} {columns}", say("最早", "earliest"))));
        }
        if let Some(only) = &verdict.only {
            said.push((Finding::Only, format!("{} {}", say("仅见于", "only"), self.column(only))));
        }
        if !verdict.missing.is_empty() {
            let columns = self.columns(&verdict.missing);
            said.push((Finding::Missing, format!("{} {columns}", say("缺", "missing"))));
        }
        for found in &verdict.contradictions {
            let [one, other] = &found.quotes;
            let plan = self.plan(&found.plan);
            let words = match self.language {
                Language::Chinese => format!("{plan}自相矛盾：“{one}”与“{other}”"),
                Language::English => format!("{plan} contradicts itself: “{one}” and “{other}”"),
            };
            said.push((Finding::Contradiction, words));
        }
        for found in &verdict.differences {
            let words = format!("{} {}", self.column(&found.column), self.difference(found, unit));
            said.push((Finding::Difference, words));
        }
        said
    }

    /// A difference to the baseline: `+40人 (+50%)`, `−0.5个百分点`.
    pub fn difference(&self, found: &crate::compare::Difference, unit: &str) -> String {
        let signed = |number: Decimal, words: String| match number {
            number if number.is_zero() => format!("±{words}"),
            number if number.is_sign_negative() => format!("−{}", words.trim_start_matches('-')),
            _ => format!("+{words}"),
        };
        let share = unit == "%";
        let difference = found.difference;
        let words = signed(difference.0, self.number(difference, if share { "百分点" } else { unit }));
        match found.percent.filter(|_| !share && !difference.0.is_zero()) {
            Some(percent) => format!("{words} ({})", signed(percent.0, self.number(percent, "%"))),
            None => words,
        }
    }

    fn columns(&self, keys: &[std::sync::Arc<str>]) -> String {
        let labels: Vec<&str> = keys.iter().take(self.names).map(|key| self.column(key)).collect();
        let words = labels.join(self.language.say("、", ", "));
        match keys.len().saturating_sub(self.names) {
            0 => words,
            more => {
                self.language.say(format!("{words}等{}列", keys.len()), format!("{words} and {more} more"))
            }
        }
    }
}

/// The sign of a comparator; nothing where the value is meant as it stands.
pub fn sign(comparator: Option<Comparator>) -> &'static str {
    match comparator {
        Some(Comparator::Ge) => "≥",
        Some(Comparator::Gt) => ">",
        Some(Comparator::Le) => "≤",
        Some(Comparator::Lt) => "<",
        Some(Comparator::Approx) => "≈",
        Some(Comparator::Eq | Comparator::Range | Comparator::Sync) | None => "",
    }
}

/// A day as short as it can be said: the last day of a month is the month.
pub fn date(day: &str) -> &str {
    let Ok(parsed) = day.parse::<jiff::civil::Date>() else { return day };
    if parsed == parsed.last_of_month() { day.get(..7).unwrap_or(day) } else { day }
}

/// The year of a plan that is for one year.
pub(super) fn year_of(plan: &Plan) -> Option<&str> {
    let edtf = plan.period.as_ref()?.edtf.as_str();
    (edtf.len() == 4 && edtf.bytes().all(|byte| byte.is_ascii_digit())).then_some(edtf)
}

/// Thousands apart: `3,126`.
fn grouped(number: &str) -> String {
    let (whole, rest) = number.split_once('.').map_or((number, None), |(whole, rest)| (whole, Some(rest)));
    let digits = whole.trim_start_matches('-');
    let mut out = String::from(if digits.len() < whole.len() { "-" } else { "" });
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(rest) = rest {
        out.push('.');
        out.push_str(rest);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::Verdict;
    use crate::value::{Status, Strength};

    const ZH: Language = Language::Chinese;
    const EN: Language = Language::English;

    fn row(label: &str) -> Row {
        Row {
            key: label.into(),
            indicator_id: None,
            label: label.into(),
            theme: None,
            unit: Some("人".into()),
            per: None,
            population: Vec::new(),
            alignment: Alignment { by: AlignedBy::Id, likeness: None },
            cells: Vec::new(),
            verdict: Verdict::default(),
        }
    }

    fn value(comparator: Comparator, number: Option<&str>, unit: &str) -> Value {
        Value {
            plan: "p".into(),
            state: State::Aligned,
            reason: None,
            indicator: None,
            comparator: Some(comparator),
            value: number.map(|number| Number(number.parse().unwrap())),
            value_max: None,
            unit: Some(unit.into()),
            change: Some(Change::Level),
            per: None,
            deadline: None,
            deadline_basis: None,
            status: Status::Planned,
            strength: Strength::Shall,
            kind: Some(Kind::Target),
            source_value: None,
            source_value_max: None,
            source_unit: None,
            series: None,
            reference: None,
            stretch: None,
            commitment: "c".into(),
        }
    }

    fn said(language: Language, label: &str, value: &Value) -> String {
        let plan = Plan {
            id: "p".into(),
            label: "内丘县 2017".into(),
            title: None,
            jurisdiction: None,
            issued: None,
            period: Some(crate::record::DocumentDate {
                start: Some("2017-01-01".into()),
                end: Some("2017-12-31".into()),
                edtf: "2017".into(),
                basis: crate::record::Basis::Stated,
                evidence: Vec::new(),
            }),
            path: String::new(),
        };
        let comparison = Comparison { plans: vec![plan], ..Comparison::default() };
        let evidence = Evidence {
            plan: "p".into(),
            commitment: "c".into(),
            quote: "翻一番".into(),
            span: [0, 3],
            section: Vec::new(),
        };
        Phrases::new(&comparison, language).value(&row(label), value, &evidence)
    }

    #[test]
    fn numbers_have_their_comparator_unit_and_scale() {
        use Comparator::{Approx, Eq, Ge, Le, Range};
        let cases = [
            (value(Ge, Some("80"), "人"), "≥80人", "≥80人"),
            (value(Eq, Some("29240000000"), "元"), "292.4亿元", "29.24 billion 元"),
            (value(Le, Some("8300"), "人次"), "≤8300人次", "≤8,300人次"),
            (value(Eq, Some("36978"), "人次"), "36978人次", "36,978人次"),
            (value(Eq, Some("4720000000000"), "元"), "4.72万亿元", "4,720 billion 元"),
            (value(Eq, Some("15000000"), "人次"), "1500万人次", "15 million 人次"),
            (value(Approx, Some("5.50"), "%"), "≈5.5%", "≈5.5%"),
            (value(Eq, Some("0.2"), "百分点"), "0.2个百分点", "0.2 pp"),
            (
                Value { value_max: Some(Number(50.into())), ..value(Range, Some("40"), "名") },
                "40–50名",
                "40–50名",
            ),
            (Value { per: Some("P1Y".into()), ..value(Ge, Some("10"), "次") }, "≥10次/年", "≥10次/year"),
            (value(Eq, None, ""), "翻一番", "翻一番"),
        ];
        for (value, chinese, english) in cases {
            assert_eq!((said(ZH, "甲", &value), said(EN, "甲", &value)), (chinese.into(), english.into()));
        }
    }

    #[test]
    fn a_change_is_said_where_the_row_does_not_say_it() {
        let up = Value { change: Some(Change::IncreaseBy), ..value(Comparator::Ge, Some("5"), "%") };
        assert_eq!(said(ZH, "地区生产总值增长", &up), "≥5%");
        assert_eq!(said(ZH, "招商引资到位资金", &up), "增≥5%");
        let down = Value { change: Some(Change::DecreaseBy), ..up };
        assert_eq!(said(EN, "地区生产总值增长", &down), "down ≥5%");
    }

    #[test]
    fn what_must_be_known_of_a_value_stands_beside_it() {
        let plain = || value(Comparator::Ge, Some("80"), "人");
        let by = |day: &str| Value { deadline: Some(day.into()), ..plain() };
        assert_eq!(said(ZH, "甲", &by("2019-12-31")), "≥80人 (2019-12)");
        assert_eq!(said(ZH, "甲", &by("2019-06-15")), "≥80人 (2019-06-15)");
        // The plan is for 2017: its last day goes without saying.
        assert_eq!(said(ZH, "甲", &by("2017-12-31")), "≥80人");
        assert_eq!(said(EN, "甲", &Value { state: State::Reported, ..plain() }), "[≥80人]");
        let five = Value { kind: Some(Kind::PlanPeriod), reason: Some(Reason::Period), ..by("2030-12-31") };
        assert_eq!(said(ZH, "甲", &five), "≥80人 (2030-12；五年目标；时段不同)");
        let converted = Value {
            source_value: Some(Number(84_000_000_000u64.into())),
            source_unit: Some("斤".into()),
            ..value(Comparator::Eq, Some("42000000"), "吨")
        };
        assert_eq!(said(ZH, "甲", &converted), "4200万吨 (= 840亿斤)");
        let sync = Value { reference: Some("经济增长".into()), ..value(Comparator::Sync, None, "") };
        assert_eq!(said(ZH, "甲", &sync), "与经济增长同步");
        let over = Value { reference: Some("全省平均水平".into()), ..value(Comparator::Gt, None, "") };
        assert_eq!(said(EN, "甲", &over), ">全省平均水平");
    }

    #[test]
    fn a_locale_tells_the_language() {
        for (locale, language) in
            [("zh_CN.UTF-8", ZH), ("zh-Hant", ZH), ("C.UTF-8", EN), ("", EN), ("en_GB", EN)]
        {
            assert_eq!(Language::of_locale(locale), language, "{locale}");
        }
    }
}
