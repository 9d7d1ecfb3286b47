//! What mentions and targets mean: numbers, comparators, dates, lengths, roles. A value is valid by construction.

use std::fmt;

use jiff::civil::Date as Day;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A decimal that leaves the program as a JSON number without binary noise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Number(pub Decimal);

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (digits, scale) = (self.0.mantissa(), self.0.scale());
        // The shortest decimal that reads back as this double is the text's own up to 15 digits. Both numbers are exact as
        // doubles, so that their quotient is the nearest one.
        if let Ok(digits) = i64::try_from(digits)
            && digits.unsigned_abs() < 1 << 53
            && scale <= 15
        {
            let parts = 10i64.pow(scale);
            return match digits % parts {
                0 => serializer.serialize_i64(digits / parts),
                _ => serializer.serialize_f64(digits as f64 / parts as f64),
            };
        }
        let number = self.0.normalize();
        if number.scale() == 0
            && let Ok(whole) = i64::try_from(number.mantissa())
        {
            return serializer.serialize_i64(whole);
        }
        serializer.serialize_f64(number.to_string().parse().map_err(serde::ser::Error::custom)?)
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Number, D::Error> {
        let number = serde_json::Number::deserialize(deserializer)?.to_string();
        number
            .parse()
            .or_else(|_| Decimal::from_scientific(&number))
            .map(Number)
            .map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for Number {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Number".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "number" })
    }
}

impl From<u64> for Number {
    fn from(number: u64) -> Number {
        Number(number.into())
    }
}

/// What a unit of government is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    Country,
    Province,
    City,
    County,
    Township,
}

/// What an organisation is.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum BodyKind {
    Party,
    Government,
    Congress,
    Court,
    PublicInstitution,
    Hospital,
    School,
    Enterprise,
    Association,
    Group,
    Grassroots,
    #[default]
    Other,
}

/// How a value is compared with what is reached: `以上` is `ge`, `超过` is `gt`, `左右` is `approx`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Comparator {
    #[default]
    Eq,
    Ge,
    Gt,
    Le,
    Lt,
    Approx,
    Range,
    /// In step with another quantity: `与经济增长同步`.
    Sync,
}

/// A level, or a difference from where things stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    #[default]
    Level,
    IncreaseTo,
    IncreaseBy,
    DecreaseTo,
    DecreaseBy,
    Multiply,
}

/// What a table of indicators says of one: `约束性` or `预期性`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Binding {
    /// The government answers for it: `约束性`.
    Binding,
    /// It is looked for: `预期性`.
    Expected,
}

/// What a number in a commitment is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    #[default]
    Target,
    Outcome,
    Rule,
    PlanPeriod,
    Restatement,
    Missed,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    #[default]
    Planned,
    Reported,
}

/// 必须、不得 > 要、应、确保、完成 > 力争、争取、努力 > 鼓励、支持、探索 > a bare statement.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Strength {
    #[default]
    Stated,
    Encourage,
    Strive,
    Shall,
    Must,
}

/// What a responsible body has to do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    Lead,
    Support,
    #[default]
    Implement,
    Supervise,
}

/// Where a deadline or a responsible body comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum DeadlineBasis {
    Stated,
    Clause,
    Heading,
    Phase,
    Period,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum DutyBasis {
    Stated,
    Carried,
    Table,
    Issuer,
}

/// A length of time in whole units, printed as an ISO 8601 duration: `P3Y`, `P6M`, `P1Y6M`, `P2W`, `P10D`, `PT12H`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Length {
    pub years: u32,
    pub months: u32,
    pub weeks: u32,
    pub days: u32,
    pub hours: u32,
}

impl Length {
    pub const fn years(years: u32) -> Length {
        Length { years, months: 0, weeks: 0, days: 0, hours: 0 }
    }

    pub const fn months(months: u32) -> Length {
        Length { years: 0, months, weeks: 0, days: 0, hours: 0 }
    }

    pub const fn weeks(weeks: u32) -> Length {
        Length { years: 0, months: 0, weeks, days: 0, hours: 0 }
    }

    pub const fn days(days: u32) -> Length {
        Length { years: 0, months: 0, weeks: 0, days, hours: 0 }
    }

    pub const fn hours(hours: u32) -> Length {
        Length { years: 0, months: 0, weeks: 0, days: 0, hours }
    }
}

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("P")?;
        for (count, unit) in [(self.years, 'Y'), (self.months, 'M'), (self.weeks, 'W'), (self.days, 'D')] {
            if count > 0 {
                write!(f, "{count}{unit}")?;
            }
        }
        if self.hours > 0 {
            write!(f, "T{}H", self.hours)?;
        }
        Ok(())
    }
}

/// A day as ISO 8601 has it: `2024-06-30`.
pub fn day(day: Day) -> String {
    digits(day).map_or_else(|| day.to_string(), |digits| String::from_iter(digits.map(char::from)))
}

/// The bytes of a day as [`day`] writes it, which are as many for every year of the common era.
pub fn digits(day: Day) -> Option<[u8; 10]> {
    let (year, month, of_month) = (day.year(), day.month(), day.day());
    if !(0..=9999).contains(&year) {
        return None;
    }
    let digit = |number: i16| b'0' + (number % 10) as u8;
    let two = |number: i8| [digit(i16::from(number) / 10), digit(i16::from(number))];
    let [m, mm] = two(month);
    let [d, dd] = two(of_month);
    Some([digit(year / 1000), digit(year / 100), digit(year / 10), digit(year), b'-', m, mm, b'-', d, dd])
}

/// A stretch of days, first and last, either side open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Interval {
    pub start: Option<Day>,
    pub end: Option<Day>,
}

impl Interval {
    pub const fn day(day: Day) -> Interval {
        Interval { start: Some(day), end: Some(day) }
    }

    pub const fn between(start: Day, end: Day) -> Interval {
        Interval { start: Some(start), end: Some(end) }
    }

    pub const fn until(end: Day) -> Interval {
        Interval { start: None, end: Some(end) }
    }

    pub const fn from(start: Day) -> Interval {
        Interval { start: Some(start), end: None }
    }

    /// EDTF: `2016-12-01/2017-03-31`, `../2017-12-31`; whole months and years are shortened (`2016-12`, `2024`).
    pub fn edtf(&self) -> String {
        let (Some(start), Some(end)) = (self.start, self.end) else {
            let side = |known: Option<Day>| known.map_or("..".into(), day);
            return format!("{}/{}", side(self.start), side(self.end));
        };
        if start == end {
            return day(start);
        }
        let whole_months = start.day() == 1 && end == end.last_of_month();
        let month = |of: Day| format!("{:04}-{:02}", of.year(), of.month());
        if whole_months && start.month() == 1 && end.month() == 12 {
            return if start.year() == end.year() {
                format!("{:04}", start.year())
            } else {
                format!("{:04}/{:04}", start.year(), end.year())
            };
        }
        if whole_months {
            return if month(start) == month(end) {
                month(start)
            } else {
                format!("{}/{}", month(start), month(end))
            };
        }
        format!("{}/{}", day(start), day(end))
    }
}

/// What a date mention means once it is placed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Moment {
    /// A day, month, year, period or plan period.
    Date(Interval),
    /// A length of time, with the stretch where the text fixes one.
    Duration { length: Length, longest: Option<Length>, stretch: Interval },
    /// A recurrence.
    Set { every: Length, longest: Option<Length> },
    /// A dated occasion.
    Event { name: String, when: Interval },
}

/// A number with a unit: `达到80人以上` is `ge` 80 人; `40--50名` is `range` 40 to 50 名.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Quantity<'l> {
    pub comparator: Comparator,
    pub value: Decimal,
    /// The upper end of a range.
    pub most: Option<Decimal>,
    /// Simplified, as written, without 万 and 亿.
    pub unit: &'l str,
    /// Per which time: `次/年`.
    pub per: Option<Length>,
    /// Per which thing: `元/人`.
    pub per_unit: Option<&'static str>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_leave_with_the_decimals_of_the_text() {
        for (said, written) in [
            ("8.5", "8.5"),
            ("8300.00", "8300"),
            ("-2.10", "-2.1"),
            ("0.00", "0"),
            ("0.001", "0.001"),
            ("99.9999999999999", "99.9999999999999"),
            ("9007199254740993", "9007199254740993"),
            ("12.000000000000000000", "12"),
            ("0.30000000000000000000", "0.3"),
            ("123456789012345678901", "1.2345678901234568e+20"),
        ] {
            let number = Number(said.parse().unwrap());
            assert_eq!(serde_json::to_string(&number).unwrap(), written, "{said}");
        }
    }
}
