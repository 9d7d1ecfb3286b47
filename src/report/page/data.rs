//! What the page holds: a comparison in, the same in fewer bytes out, for `data.js` to read.
//!
//! Plans, columns, bodies, headings and commitments are listed once and named by their place in the list; what is
//! null, empty or as usual is left out. A commitment of 200 characters takes about 400 bytes this way.

use std::collections::BTreeMap;
use std::hash::Hash;

use rustc_hash::FxHashMap;
use serde::Serialize;

use crate::compare::{self, AlignedBy, Comparison, MarkKind, Reason, State};
use crate::lexicon::Lexicon;
use crate::record::Points;
use crate::value::{Change, Comparator, DeadlineBasis, Kind, Number, Role, Status, Strength};

#[derive(Serialize)]
pub struct Data<'a> {
    lang: &'static str,
    version: &'a str,
    dictionaries: &'a str,
    /// Labels of the themes that occur, Chinese and English, by code.
    themes: BTreeMap<&'a str, [&'a str; 2]>,
    plans: Vec<Plan<'a>>,
    columns: Vec<Column<'a>>,
    baseline: Option<usize>,
    bodies: Vec<&'a str>,
    headings: Vec<&'a str>,
    commitments: Vec<Commitment<'a>>,
    measures: Vec<Row<'a>>,
    actions: Vec<Row<'a>>,
    /// Theme, plan, commitments, testable, targets, whether it is left out.
    coverage: Vec<(&'a str, usize, usize, usize, usize, bool)>,
}

#[derive(Serialize)]
struct Plan<'a> {
    label: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    issued: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    period: Option<&'a str>,
    path: &'a str,
}

#[derive(Serialize)]
struct Column<'a> {
    label: &'a str,
    plans: Vec<usize>,
}

#[derive(Serialize)]
struct Commitment<'a> {
    plan: usize,
    /// First code point in the document's text; the last follows from `text`.
    start: usize,
    text: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    section: Vec<usize>,
    #[serde(skip_serializing_if = "is_planned")]
    status: Status,
    #[serde(skip_serializing_if = "is_stated")]
    strength: Strength,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    theme: &'a [String],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    duties: Vec<(Vec<usize>, Role)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<&'a str>,
    #[serde(skip_serializing_if = "is_false")]
    testable: bool,
    /// Start and length in code points of `text`, and the first letter of the kind.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    marks: Vec<(usize, usize, char)>,
}

#[derive(Serialize)]
struct Row<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    /// None where it is the words of the commitment at `words`.
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    theme: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    per: Option<&'a str>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    population: &'a [String],
    #[serde(skip_serializing_if = "is_alone")]
    by: AlignedBy,
    #[serde(skip_serializing_if = "Option::is_none")]
    likeness: Option<f64>,
    cells: Vec<Cell<'a>>,
    #[serde(skip_serializing_if = "Verdict::says_nothing")]
    verdict: Verdict<'a>,
}

#[derive(Serialize)]
struct Cell<'a> {
    column: usize,
    #[serde(skip_serializing_if = "is_aligned")]
    state: State,
    values: Vec<Value<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    bodies: Vec<usize>,
}

#[derive(Serialize)]
struct Value<'a> {
    /// The commitment; where it is not known, `plan`.
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    plan: Option<usize>,
    /// Start and length of the value phrase in the commitment's text; none where all of it is meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    phrase: Option<(usize, usize)>,
    /// The phrase, where it is not the commitment's own words.
    #[serde(skip_serializing_if = "Option::is_none")]
    quote: Option<&'a str>,
    #[serde(skip_serializing_if = "is_aligned")]
    state: State,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<Reason>,
    /// Where it is not the row's label.
    #[serde(skip_serializing_if = "Option::is_none")]
    indicator: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    comparator: Option<Comparator>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max: Option<Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<&'a str>,
    #[serde(skip_serializing_if = "is_level")]
    change: Option<Change>,
    #[serde(skip_serializing_if = "Option::is_none")]
    per: Option<&'a str>,
    /// This and the two below: none where they are the commitment's.
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<Option<&'a str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    basis: Option<DeadlineBasis>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<Status>,
    #[serde(skip_serializing_if = "Option::is_none")]
    strength: Option<Strength>,
    #[serde(skip_serializing_if = "is_target")]
    kind: Option<Kind>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<(Option<Number>, Option<Number>, &'a str)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    series: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reference: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stretch: Option<&'a str>,
}

#[derive(Serialize)]
struct Verdict<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    highest: Option<(Number, Vec<usize>)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lowest: Option<(Number, Vec<usize>)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    spread: Option<Number>,
    #[serde(skip_serializing_if = "<[i16]>::is_empty")]
    years: &'a [i16],
    #[serde(skip_serializing_if = "Option::is_none")]
    earliest: Option<(&'a str, Vec<usize>)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    only: Option<usize>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    missing: Vec<usize>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    contradictions: Vec<Contradiction<'a>>,
    /// Column, value, baseline, difference, per cent.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    differences: Vec<(usize, Number, Number, Number, Option<Number>)>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    trajectories: Vec<(&'a str, Vec<Point>)>,
}

/// Plan, its two commitments, the two value phrases.
type Contradiction<'a> = (usize, [Option<usize>; 2], [&'a str; 2]);

#[derive(Serialize)]
struct Point {
    year: i16,
    plan: usize,
    status: Status,
    comparator: Comparator,
    value: Number,
    #[serde(skip_serializing_if = "Option::is_none")]
    max: Option<Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<usize>,
}

/// Serde asks for references.
#[allow(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
fn is_false(value: &bool) -> bool {
    !*value
}

fn is_planned(status: &Status) -> bool {
    *status == Status::Planned
}

fn is_stated(strength: &Strength) -> bool {
    *strength == Strength::Stated
}

fn is_aligned(state: &State) -> bool {
    *state == State::Aligned
}

fn is_alone(by: &AlignedBy) -> bool {
    *by == AlignedBy::Alone
}

fn is_level(change: &Option<Change>) -> bool {
    change.is_none_or(|change| change == Change::Level)
}

fn is_target(kind: &Option<Kind>) -> bool {
    kind.is_none_or(|kind| kind == Kind::Target)
}

impl Verdict<'_> {
    fn says_nothing(&self) -> bool {
        self.highest.is_none()
            && self.lowest.is_none()
            && self.spread.is_none()
            && self.earliest.is_none()
            && self.only.is_none()
            && self.missing.is_empty()
            && self.contradictions.is_empty()
            && self.differences.is_empty()
            && self.trajectories.is_empty()
    }
}

/// Things that are listed once, in the order in which they are first met.
struct List<T> {
    items: Vec<T>,
    places: FxHashMap<T, usize>,
}

impl<T: Copy + Eq + Hash> List<T> {
    fn new() -> List<T> {
        List { items: Vec::new(), places: FxHashMap::default() }
    }

    fn place(&mut self, item: T) -> usize {
        *self.places.entry(item).or_insert_with(|| {
            self.items.push(item);
            self.items.len() - 1
        })
    }
}

/// Where what has a name stands in its list.
struct Places<'a> {
    plans: FxHashMap<&'a str, usize>,
    columns: FxHashMap<&'a str, usize>,
    commitments: FxHashMap<&'a str, usize>,
}

impl Places<'_> {
    fn columns(&self, keys: &[std::sync::Arc<str>]) -> Vec<usize> {
        keys.iter().filter_map(|key| self.columns.get(&**key).copied()).collect()
    }
}

fn places<'a>(names: impl Iterator<Item = &'a str>) -> FxHashMap<&'a str, usize> {
    names.zip(0..).collect()
}

pub fn data<'a>(comparison: &'a Comparison, lexicon: &'a Lexicon, lang: &'static str) -> Data<'a> {
    let places = Places {
        plans: places(comparison.plans.iter().map(|plan| &*plan.id)),
        columns: places(comparison.columns.iter().map(|column| &*column.key)),
        commitments: places(comparison.commitments.iter().map(|cited| &*cited.id)),
    };
    let mut bodies = List::new();
    let mut headings = List::new();
    let commitments = (comparison.commitments.iter())
        .map(|cited| commitment(cited, &places, &mut bodies, &mut headings))
        .collect();
    let mut rows = |rows: &'a [compare::Row]| -> Vec<Row<'a>> {
        rows.iter().map(|found| row(found, comparison, &places, &mut bodies)).collect()
    };
    let measures = rows(&comparison.measures);
    let actions = rows(&comparison.actions);
    Data {
        lang,
        version: &comparison.tool.version,
        dictionaries: &comparison.tool.dictionaries,
        themes: themes(comparison, lexicon),
        plans: comparison.plans.iter().map(plan).collect(),
        columns: (comparison.columns.iter())
            .map(|column| Column {
                label: &column.label,
                plans: column.plans.iter().filter_map(|id| places.plans.get(&**id).copied()).collect(),
            })
            .collect(),
        baseline: comparison.baseline.as_ref().and_then(|key| places.columns.get(&**key).copied()),
        commitments,
        measures,
        actions,
        coverage: (comparison.coverage.iter())
            .filter_map(|found| {
                let plan = places.plans.get(&*found.plan).copied()?;
                let theme = found.theme.as_str();
                Some((theme, plan, found.commitments, found.testable, found.targets, found.left_out))
            })
            .collect(),
        bodies: bodies.items,
        headings: headings.items,
    }
}

fn themes<'a>(comparison: &'a Comparison, lexicon: &'a Lexicon) -> BTreeMap<&'a str, [&'a str; 2]> {
    let rows = comparison.measures.iter().chain(&comparison.actions);
    let codes = rows.filter_map(|row| row.theme.as_deref());
    let codes =
        codes.chain(comparison.commitments.iter().flat_map(|cited| cited.theme.iter().map(String::as_str)));
    let codes = codes.chain(comparison.coverage.iter().map(|found| found.theme.as_str()));
    codes
        // What is above a theme names the group that it stands in.
        .flat_map(|code| [code.get(..1).unwrap_or(code), code])
        .map(|code| match lexicon.themes.get(code) {
            Some(theme) => (code, [theme.label.as_str(), theme.english.as_str()]),
            None => (code, [code, code]),
        })
        .collect()
}

fn plan(plan: &compare::Plan) -> Plan<'_> {
    Plan {
        label: &plan.label,
        title: plan.title.as_deref(),
        place: plan.jurisdiction.as_ref().map(|place| place.name.as_str()),
        code: plan.jurisdiction.as_ref().and_then(|place| place.code.as_deref()),
        issued: plan.issued.as_ref().and_then(|date| date.start.as_deref()),
        period: plan.period.as_ref().map(|date| date.edtf.as_str()),
        path: &plan.path,
    }
}

fn commitment<'a>(
    cited: &'a compare::Cited,
    places: &Places,
    bodies: &mut List<&'a str>,
    headings: &mut List<&'a str>,
) -> Commitment<'a> {
    let start = cited.span[0];
    Commitment {
        plan: places.plans.get(&*cited.plan).copied().unwrap_or_default(),
        start,
        text: &cited.text,
        section: cited.section.iter().map(|heading| headings.place(&**heading)).collect(),
        status: cited.status,
        strength: cited.strength,
        theme: &cited.theme,
        duties: (cited.responsible.iter())
            .map(|duty| (duty.canonical.iter().map(|body| bodies.place(body.as_str())).collect(), duty.role))
            .collect(),
        due: cited.deadline.as_deref(),
        testable: cited.testable,
        marks: (cited.marks.iter())
            .filter_map(|mark| {
                let (start, length) = within(mark.span, cited.span)?;
                Some((start, length, letter(mark.kind)))
            })
            .collect(),
    }
}

/// Start and length of a span, counted from where another begins that holds it.
fn within([start, end]: Points, [from, to]: Points) -> Option<(usize, usize)> {
    (from <= start && start <= end && end <= to).then(|| (start - from, end - start))
}

const fn letter(kind: MarkKind) -> char {
    match kind {
        MarkKind::Target => 't',
        MarkKind::Date => 'd',
        MarkKind::Quantity => 'q',
        MarkKind::Body => 'b',
        MarkKind::Person => 'p',
    }
}

fn row<'a>(
    row: &'a compare::Row,
    comparison: &'a Comparison,
    places: &Places,
    bodies: &mut List<&'a str>,
) -> Row<'a> {
    let values = row.cells.iter().flat_map(|cell| &cell.values);
    let mut commitments = values.filter_map(|value| places.commitments.get(&*value.commitment).copied());
    let words =
        commitments.find(|at| comparison.commitments.get(*at).is_some_and(|cited| *cited.text == *row.label));
    Row {
        id: row.indicator_id.as_deref(),
        label: if words.is_none() { Some(&row.label) } else { None },
        words,
        theme: row.theme.as_deref(),
        unit: row.unit.as_deref(),
        per: row.per.as_deref(),
        population: &row.population,
        by: row.alignment.by,
        likeness: row.alignment.likeness,
        cells: (row.cells.iter())
            .filter(|cell| cell.state != State::Absent)
            .filter_map(|cell| {
                Some(Cell {
                    column: places.columns.get(&*cell.column).copied()?,
                    state: cell.state,
                    values: (cell.values.iter().enumerate())
                        .map(|(i, found)| value(found, cell.evidence.get(i), row, comparison, places))
                        .collect(),
                    bodies: cell.bodies.iter().map(|body| bodies.place(body.as_str())).collect(),
                })
            })
            .collect(),
        verdict: verdict(&row.verdict, places),
    }
}

fn value<'a>(
    value: &'a compare::Value,
    evidence: Option<&'a compare::Evidence>,
    row: &'a compare::Row,
    comparison: &'a Comparison,
    places: &Places,
) -> Value<'a> {
    let at = places.commitments.get(&*value.commitment).copied();
    let cited = at.and_then(|at| comparison.commitments.get(at));
    let phrase = evidence
        .zip(cited)
        .filter(|(evidence, cited)| evidence.commitment == cited.id && evidence.quote != cited.text)
        .and_then(|(evidence, cited)| within(evidence.span, cited.span));
    let known =
        phrase.is_some() || evidence.zip(cited).is_some_and(|(found, cited)| found.quote == cited.text);
    Value {
        at,
        plan: if at.is_none() { places.plans.get(&*value.plan).copied() } else { None },
        phrase,
        quote: evidence.filter(|_| !known).map(|evidence| &*evidence.quote),
        state: value.state,
        reason: value.reason,
        indicator: value.indicator.as_deref().filter(|indicator| *indicator != row.label),
        comparator: value.comparator,
        value: value.value,
        max: value.value_max,
        unit: value.unit.as_deref(),
        change: value.change,
        per: value.per.as_deref(),
        due: if cited.is_some_and(|cited| cited.deadline == value.deadline) {
            None
        } else {
            Some(value.deadline.as_deref())
        },
        basis: value.deadline_basis,
        status: Some(value.status).filter(|status| cited.is_none_or(|cited| cited.status != *status)),
        strength: Some(value.strength)
            .filter(|strength| cited.is_none_or(|cited| cited.strength != *strength)),
        kind: value.kind,
        source: (value.source_unit.as_deref()).map(|unit| (value.source_value, value.source_value_max, unit)),
        series: value.series.as_deref(),
        reference: value.reference.as_deref(),
        stretch: value.stretch.as_deref(),
    }
}

fn verdict<'a>(verdict: &'a compare::Verdict, places: &Places) -> Verdict<'a> {
    let column = |key: &str| places.columns.get(key).copied();
    let commitment = |id: &str| places.commitments.get(id).copied();
    let extreme = |found: &compare::Extreme| (found.value, places.columns(&found.columns));
    Verdict {
        highest: verdict.highest.as_ref().map(extreme),
        lowest: verdict.lowest.as_ref().map(extreme),
        spread: verdict.spread,
        years: &verdict.years,
        earliest: (verdict.earliest.as_ref())
            .map(|found| (found.deadline.as_str(), places.columns(&found.columns))),
        only: verdict.only.as_deref().and_then(column),
        missing: places.columns(&verdict.missing),
        contradictions: (verdict.contradictions.iter())
            .filter_map(|found| {
                let [first, second] = &found.commitments;
                let [one, other] = &found.quotes;
                let plan = places.plans.get(&*found.plan).copied()?;
                Some((plan, [commitment(first), commitment(second)], [&**one, &**other]))
            })
            .collect(),
        differences: (verdict.differences.iter())
            .filter_map(|found| {
                let column = column(&found.column)?;
                Some((column, found.value, found.baseline, found.difference, found.percent))
            })
            .collect(),
        trajectories: (verdict.trajectories.iter())
            .map(|found| {
                let points = found.points.iter().filter_map(|point| {
                    Some(Point {
                        year: point.year,
                        plan: places.plans.get(&*point.plan).copied()?,
                        status: point.status,
                        comparator: point.comparator,
                        value: point.value,
                        max: point.value_max,
                        at: commitment(&point.commitment),
                    })
                });
                (found.jurisdiction.as_str(), points.collect())
            })
            .collect(),
    }
}
