//! Dated occasions: `党的十八大` and `中央经济工作会议@2023` with their days, what 周年 counts from, festivals.

use jiff::civil::Date as Day;
use rustc_hash::FxHashMap;

use super::Rows;
use crate::error::Result;
use crate::value::Interval;

/// An occasion by its name, with its days; a series held under one name has several, in order.
#[derive(Clone, Debug)]
pub struct Occasion {
    pub name: String,
    pub held: Vec<Interval>,
}

/// When a festival falls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Festival {
    /// Month and day of every year.
    Fixed(i8, i8),
    Spring,
    DragonBoat,
    MidAutumn,
}

/// Events, anniversaries and festivals.
#[derive(Clone, Debug, Default)]
pub struct Calendar {
    occasions: Vec<Occasion>,
    /// Names and other names, each with its place in `occasions`.
    words: Vec<(String, u32)>,
    by_word: FxHashMap<String, u32>,
    founded: FxHashMap<String, Day>,
    festivals: Vec<(String, Festival)>,
    lunar: FxHashMap<i16, [Day; 3]>,
}

impl Calendar {
    pub const EVENTS: [&'static str; 4] = ["name", "start", "end", "aliases"];
    pub const ANNIVERSARIES: [&'static str; 3] = ["name", "date", "kind"];
    pub const LUNAR: [&'static str; 4] = ["year", "spring_festival", "dragon_boat", "mid_autumn"];

    /// Reads the three tables.
    ///
    /// # Errors
    /// [`crate::error::Error::Dictionary`] where a date is none or a kind is unknown.
    pub fn parse(events: &Rows, anniversaries: &Rows, lunar: &Rows) -> Result<Calendar> {
        let mut calendar = Calendar::default();
        let day = |text: &str| text.parse::<Day>().ok();
        for row in events.iter() {
            let (start, end) = (row.read(1, "an ISO date", day)?, row.read(2, "an ISO date", day)?);
            if end < start {
                return Err(row.bad(format!("{end} is before {start}")));
            }
            let name = row.cell(0).split('@').next().unwrap_or_default();
            let number = calendar.number(name);
            calendar.occasions[number as usize].held.push(Interval::between(start, end));
            for alias in row.list(3) {
                calendar.word(alias, number);
            }
        }
        for occasion in &mut calendar.occasions {
            occasion.held.sort_by_key(|held| held.start);
        }
        for row in anniversaries.iter() {
            let name = row.cell(0).to_string();
            match row.cell(2) {
                "anniversary" => {
                    calendar.founded.insert(name, row.read(1, "an ISO date", day)?);
                }
                "festival" => {
                    let (month, day) = row.read(1, "a month and day", |text| {
                        let (month, day) = text.split_once('-')?;
                        Some((month.parse().ok()?, day.parse().ok()?))
                    })?;
                    calendar.festivals.push((name, Festival::Fixed(month, day)));
                }
                "lunar" => {
                    let festival = match name.chars().next() {
                        Some('端') => Festival::DragonBoat,
                        Some('中') => Festival::MidAutumn,
                        _ => Festival::Spring,
                    };
                    calendar.festivals.push((name, festival));
                }
                other => return Err(row.bad(format!("{other} is not anniversary, festival or lunar"))),
            }
        }
        for row in lunar.iter() {
            let year = row.read(0, "a year", |text| text.parse().ok())?;
            let days = [
                row.read(1, "an ISO date", day)?,
                row.read(2, "an ISO date", day)?,
                row.read(3, "an ISO date", day)?,
            ];
            calendar.lunar.insert(year, days);
        }
        Ok(calendar)
    }

    fn number(&mut self, name: &str) -> u32 {
        if let Some(&number) = self.by_word.get(name) {
            return number;
        }
        let number = self.occasions.len() as u32;
        self.occasions.push(Occasion { name: name.into(), held: Vec::new() });
        self.word(name, number);
        number
    }

    fn word(&mut self, word: &str, number: u32) {
        if self.by_word.insert(word.into(), number).is_none() {
            self.words.push((word.into(), number));
        }
    }

    /// Every name of an occasion, with the occasion's number.
    pub fn words(&self) -> impl Iterator<Item = (&str, u32)> {
        self.words.iter().map(|(word, occasion)| (word.as_str(), *occasion))
    }

    pub fn occasion(&self, number: u32) -> &Occasion {
        &self.occasions[number as usize]
    }

    /// The occasion of a name or other name.
    pub fn named(&self, name: &str) -> Option<&Occasion> {
        self.by_word.get(name).map(|&number| self.occasion(number))
    }

    /// The day from which `name`'s anniversaries count: `建党` is 1921-07-01.
    pub fn founded(&self, name: &str) -> Option<Day> {
        self.founded.get(name).copied()
    }

    pub fn festivals(&self) -> &[(String, Festival)] {
        &self.festivals
    }

    pub fn festival(&self, name: &str) -> Option<Festival> {
        self.festivals.iter().find(|(known, _)| known == name).map(|&(_, festival)| festival)
    }

    /// The day of a festival in a year; `None` beyond the years of the lunar table.
    pub fn day_of(&self, festival: Festival, year: i16) -> Option<Day> {
        let lunar = |n: usize| self.lunar.get(&year).map(|days| days[n]);
        match festival {
            Festival::Fixed(month, day) => Day::new(year, month, day).ok(),
            Festival::Spring => lunar(0),
            Festival::DragonBoat => lunar(1),
            Festival::MidAutumn => lunar(2),
        }
    }
}
