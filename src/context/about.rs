//! What a document says about itself: title, number, issuer, genre, jurisdiction, dates.

mod calendar;
mod cursor;
mod genre;
mod issuer;
mod jurisdiction;
mod number;
mod title;
mod written;

use jiff::civil::Date as Day;

use super::{Marks, Terms};
use crate::lexicon::Lexicon;
use crate::outline::Outline;
use crate::recognise::Mentions;
use crate::recognise::date::Said;
use crate::record::{Basis, Level};
use crate::span::Span;
use crate::text::Text;
use crate::value::Interval;

/// What the caller knows of a document besides its text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// The document's own date, for relative expressions.
    pub date: Option<Day>,
    pub title: Option<String>,
    /// A name or a GB/T 2260 code.
    pub jurisdiction: Option<String>,
}

/// A fact with what it rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact<T> {
    pub value: T,
    pub basis: Basis,
    pub evidence: Vec<Span>,
}

/// A place that a plan is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub name: String,
    /// GB/T 2260, six digits.
    pub code: Option<String>,
    pub level: Level,
    /// Names from the province down, without the place itself.
    pub ancestors: Vec<String>,
}

/// Who issues a document: as quoted, and the full name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssuerName {
    pub text: String,
    pub canonical: String,
}

/// A date of which perhaps only year or month is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    Year(i16),
    Month(i16, i8),
    Day(Day),
}

impl Known {
    pub fn year(self) -> i16 {
        match self {
            Known::Year(year) | Known::Month(year, _) => year,
            Known::Day(day) => day.year(),
        }
    }

    /// The day itself, or the first that it may be.
    pub fn first_day(self) -> Day {
        match self {
            Known::Day(day) => day,
            Known::Month(year, month) => Day::constant(year, month, 1),
            Known::Year(year) => Day::constant(year, 1, 1),
        }
    }
}

/// The document's facts about itself.
#[derive(Clone, Debug, Default)]
pub struct About {
    pub title: Option<String>,
    pub title_span: Option<Span>,
    pub number: Option<String>,
    pub genre: Option<String>,
    pub issuer: Vec<Fact<IssuerName>>,
    pub jurisdiction: Option<Fact<Place>>,
    pub issued: Option<Fact<Known>>,
    pub published: Option<Fact<Known>>,
    /// The time the plan is for.
    pub period: Option<Fact<Interval>>,
    /// The day against which relative dates are resolved: the given date, the signing date, or what the text implies.
    pub today: Option<Fact<Day>>,
}

/// Reads what a document says about itself.
pub fn about(
    text: &Text,
    terms: &Terms,
    marks: &Marks,
    outline: &Outline,
    mentions: &Mentions,
    given: &Given,
    lexicon: &Lexicon,
) -> About {
    let view = text.view();
    let own_title = title::title(text, outline);
    let title_span = own_title.as_ref().map(|(_, span)| *span);
    let genre = title_span
        .and_then(|span| genre::of_title(span.of(view)))
        .or_else(|| genre::of_opening(opening(view)));
    let number = number::own(view, outline);
    let published = calendar::published(view, outline);
    let signed = calendar::signed(view, outline);
    let signed_at = signed.as_ref().and_then(|fact| fact.evidence.first().copied());
    let issued = signed.or_else(|| {
        // The year of the number is that of signing.
        if let Some((words, span)) = &number
            && let Some(year) = number::year(words)
        {
            return Some(Fact { value: Known::Year(year), basis: Basis::Number, evidence: vec![*span] });
        }
        let occasions = occasions(view, mentions);
        calendar::implied(view, marks, genre.as_deref(), &occasions.anniversaries, &occasions.held)
    });
    let year = issued.as_ref().or(published.as_ref()).map(|fact| fact.value.year());
    let jurisdiction = (given.jurisdiction.as_deref())
        .and_then(|words| jurisdiction::given(words, &lexicon.regions))
        .or_else(|| jurisdiction::country(view, marks, number.as_ref()))
        .or_else(|| {
            jurisdiction::jurisdiction(view, &terms.regions, marks, outline, title_span, year, lexicon)
        });
    let place = jurisdiction.as_ref().map(|fact| &fact.value);
    let issuer = issuer::stated(view, outline, title_span, signed_at, place);
    let period = calendar::period(view, title_span, genre.as_deref(), issued.as_ref());
    let today = today(given, issued.as_ref(), published.as_ref());
    About {
        title: given.title.clone().or(own_title.map(|(title, _)| title)),
        title_span,
        number: number.map(|(number, _)| number),
        genre,
        issuer,
        jurisdiction,
        issued,
        published,
        period,
        today,
    }
}

fn opening(view: &str) -> &str {
    &view[..view.char_indices().nth(600).map_or(view.len(), |(at, _)| at)]
}

fn today(given: &Given, issued: Option<&Fact<Known>>, published: Option<&Fact<Known>>) -> Option<Fact<Day>> {
    if let Some(value) = given.date {
        return Some(Fact { value, basis: Basis::Option, evidence: Vec::new() });
    }
    let known = issued.or(published)?;
    Some(Fact { value: known.value.first_day(), basis: known.basis, evidence: known.evidence.clone() })
}

/// What the occasions that a text names say of its year.
struct Occasions {
    /// Years of which the text says that they are an anniversary: `今年是新中国成立75周年`.
    anniversaries: Vec<(i16, Span)>,
    /// First days of the occasions named.
    held: Vec<(Day, Span)>,
}

fn occasions(view: &str, mentions: &Mentions) -> Occasions {
    let mut occasions = Occasions { anniversaries: Vec::new(), held: Vec::new() };
    for found in &mentions.dates {
        let Said::Event { name, held } = &found.value else { continue };
        // Several days under one name are for the document's own date to choose from.
        let &[Interval { start: Some(day), .. }] = held.as_slice() else { continue };
        let before = &view[..found.span.start()];
        let this_year = ["今年是", "今年,是", "今年正值", "今年恰逢", "今年适逢"]
            .iter()
            .any(|words| before.ends_with(words));
        match name.contains("周年") {
            true if this_year => occasions.anniversaries.push((day.year(), found.span)),
            true => {}
            false => occasions.held.push((day, found.span)),
        }
    }
    occasions
}

/// Completes the issuer, where nobody signs, from the bodies that the text names.
///
/// Gives whether it found one, so that `我局` can be named after it.
pub fn complete(about: &mut About, view: &str, outline: &Outline, bodies: &[super::Named]) -> bool {
    if about.issuer.is_empty()
        && let Some(fact) = issuer::implied(view, outline, bodies, about)
    {
        about.issuer.push(fact);
        return true;
    }
    false
}
