//! Plans side by side: the records of several documents in, rows out that hold what they say on the same matter.
//!
//! A row stands for one measure (`urban_new_jobs`) or one action; a cell for what a column's plans say of it, with
//! the words it rests on. Whether two statements stand in one row depends on those two alone, never on a third plan.

mod action;
mod alike;
mod cell;
mod column;
mod coverage;
pub mod keys;
mod measure;
pub mod plan;
mod verdict;
mod wording;

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use self::column::namesakes;
pub use self::plan::{Input, called};
use crate::error::Result;
use crate::lexicon::Lexicon;
use crate::record::{DocumentDate, Jurisdiction, Points, Tool};
use crate::value::{Change, Comparator, DeadlineBasis, Kind, Number, Role, Status, Strength};

/// The version of the comparison's form.
pub const SCHEMA: &str = "chengnuo.comparison/1";

/// The JSON Schema (2020-12) of [`Comparison`].
pub fn schema() -> schemars::Schema {
    let mut schema = schemars::generate::SchemaSettings::draft2020_12()
        .into_generator()
        .into_root_schema_for::<Comparison>();
    schema.insert("$id".into(), "urn:chengnuo:comparison:1".into());
    schema
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Comparison {
    pub schema: String,
    pub plans: Vec<Plan>,
    pub columns: Vec<Column>,
    /// Key of the column that `differences` are taken to.
    pub baseline: Option<Arc<str>>,
    /// One row a measure.
    pub measures: Vec<Row>,
    /// One row a commitment, or several that are alike, without a number.
    pub actions: Vec<Row>,
    pub coverage: Vec<Coverage>,
    /// The commitments that cells rest on, by plan and span.
    pub commitments: Vec<Cited>,
    pub tool: Tool,
}

/// A document that is compared.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Plan {
    pub id: Arc<str>,
    /// What a column of this plan alone is headed with; no two plans have the same.
    pub label: String,
    pub title: Option<String>,
    pub jurisdiction: Option<Jurisdiction>,
    pub issued: Option<DocumentDate>,
    pub period: Option<DocumentDate>,
    pub path: String,
}

/// One plan, or all of a jurisdiction or year.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Column {
    /// Id of the plan, code or name of the jurisdiction, or the year.
    pub key: Arc<str>,
    pub label: String,
    /// Ids of plans.
    pub plans: Vec<Arc<str>>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Row {
    /// From what the row holds: the indicator's id with per and population, or the wordings.
    pub key: String,
    pub indicator_id: Option<String>,
    pub label: String,
    /// A code of the taxonomy.
    pub theme: Option<String>,
    /// What values are converted to; none in an action.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// ISO 8601 duration: per which time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per: Option<String>,
    /// Whom or what part the measure is limited to: `村医`, `党员`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub population: Vec<String>,
    pub alignment: Alignment,
    /// In column order. A column that is not here says nothing on the matter: `absent`.
    pub cells: Vec<Cell>,
    pub verdict: Verdict,
}

/// Why the cells of a row stand together.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Alignment {
    pub by: AlignedBy,
    /// The smallest likeness of any pair of wordings in the row, 0 to 1; none where an id aligns or there is one wording.
    pub likeness: Option<f64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum AlignedBy {
    /// The same indicator of the taxonomy.
    Id,
    /// Wordings that are alike in every pair.
    Wording,
    /// Nothing else is like it.
    Alone,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Cell {
    /// Key of the column.
    pub column: Arc<str>,
    /// The best of its values' states, in the order of [`State`].
    pub state: State,
    pub reason: Option<Reason>,
    pub values: Vec<Value>,
    /// Full names of the responsible bodies.
    pub bodies: Vec<String>,
    pub evidence: Vec<Evidence>,
}

#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Promised, in the row's unit.
    #[default]
    Aligned,
    /// Promised, in another unit of the same dimension.
    Converted,
    /// Promised without a number: `与经济增长同步`.
    Qualitative,
    /// An outcome, not a promise.
    Reported,
    /// The same indicator, but not to be set beside the others: see [`Reason`].
    NotComparable,
    Absent,
}

/// Why a value is not comparable with the row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Reason {
    /// Another dimension: 个 beside 人.
    Unit,
    /// Other people or another part.
    Population,
    /// Another time: a five-year figure in a yearly plan, 元/月 beside 元/年.
    Period,
    /// Set against something else: growth beside a level.
    Base,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Value {
    /// Id of the plan.
    pub plan: Arc<str>,
    pub state: State,
    pub reason: Option<Reason>,
    /// The thing measured, as quoted; in an action, null.
    pub indicator: Option<String>,
    pub comparator: Option<Comparator>,
    pub value: Option<Number>,
    pub value_max: Option<Number>,
    pub unit: Option<String>,
    pub change: Option<Change>,
    pub per: Option<String>,
    pub deadline: Option<String>,
    pub deadline_basis: Option<DeadlineBasis>,
    pub status: Status,
    pub strength: Strength,
    pub kind: Option<Kind>,
    /// Before conversion; null where nothing was converted.
    pub source_value: Option<Number>,
    pub source_value_max: Option<Number>,
    pub source_unit: Option<String>,
    pub series: Option<String>,
    pub reference: Option<String>,
    pub stretch: Option<String>,
    /// Id of the commitment.
    pub commitment: Arc<str>,
}

/// The words that a value rests on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    pub plan: Arc<str>,
    pub commitment: Arc<str>,
    /// The value phrase, or the commitment where there is none.
    pub quote: Arc<str>,
    /// In code points of the document's text.
    pub span: Points,
    /// Headings, from the outermost in.
    pub section: Vec<Arc<str>>,
}

/// What the cells of a row say together. Values that are reported or not comparable take no part.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Verdict {
    pub highest: Option<Extreme>,
    pub lowest: Option<Extreme>,
    /// Highest less lowest, in the row's unit.
    pub spread: Option<Number>,
    /// Years of the deadlines of the values that were set side by side.
    pub years: Vec<i16>,
    pub earliest: Option<Earliest>,
    /// Key of the only column that promises this.
    pub only: Option<Arc<str>>,
    /// Keys of columns that say nothing of what more than half of the columns promise.
    pub missing: Vec<Arc<str>>,
    pub contradictions: Vec<Contradiction>,
    pub differences: Vec<Difference>,
    pub trajectories: Vec<Trajectory>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Extreme {
    pub value: Number,
    /// Keys of the columns that have it.
    pub columns: Vec<Arc<str>>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Earliest {
    pub deadline: String,
    pub columns: Vec<Arc<str>>,
}

/// Two targets of one plan for the same thing and time that cannot both be met.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Contradiction {
    pub plan: Arc<str>,
    /// Ids of the two commitments (the same twice where one holds both targets).
    pub commitments: [Arc<str>; 2],
    /// The two value phrases.
    pub quotes: [Arc<str>; 2],
}

/// A column's value less the baseline's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Difference {
    pub column: Arc<str>,
    pub value: Number,
    pub baseline: Number,
    /// In the row's unit; of shares, in percentage points.
    pub difference: Number,
    /// Of the baseline, rounded to one decimal; null where that is zero.
    pub percent: Option<Number>,
}

/// What the years of one jurisdiction promised and reported.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Trajectory {
    /// Name of the jurisdiction.
    pub jurisdiction: String,
    /// By the year that values are for.
    pub points: Vec<Point>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Point {
    /// The year that the value is for.
    pub year: i16,
    pub plan: Arc<str>,
    pub status: Status,
    pub comparator: Comparator,
    pub value: Number,
    pub value_max: Option<Number>,
    pub commitment: Arc<str>,
}

/// How much a plan says on a theme.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Coverage {
    /// A code of the taxonomy.
    pub theme: String,
    pub plan: Arc<str>,
    pub commitments: usize,
    pub testable: usize,
    pub targets: usize,
    /// Nothing here where more than half of the plans have something.
    pub left_out: bool,
}

/// A commitment that a cell rests on, with what its words mean.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Cited {
    pub id: Arc<str>,
    pub plan: Arc<str>,
    /// In code points of the document's text.
    pub span: Points,
    pub text: Arc<str>,
    /// Headings, from the outermost in.
    pub section: Vec<Arc<str>>,
    pub status: Status,
    pub strength: Strength,
    pub theme: Vec<String>,
    pub responsible: Vec<Duty>,
    pub deadline: Option<String>,
    pub testable: bool,
    /// What is found in `text`, by span (in code points of the document's text).
    pub marks: Vec<Mark>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Duty {
    pub canonical: Vec<String>,
    pub role: Role,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Mark {
    pub span: Points,
    pub kind: MarkKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum MarkKind {
    Target,
    Date,
    Quantity,
    Body,
    Person,
}

/// What is compared, and how it is laid out.
#[derive(Clone, Debug, Default)]
pub struct Options {
    pub columns: Grouping,
    pub sort: Sort,
    pub only: Only,
    /// Ids of indicators, where only these are asked for.
    pub indicators: Vec<String>,
    /// Id, label, jurisdiction or path of the plan, or key of the column, that the others are held against.
    pub baseline: Option<String>,
    /// Labels by id or path of a plan.
    pub labels: Vec<(String, String)>,
}

/// What a column is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Grouping {
    #[default]
    Plan,
    Jurisdiction,
    Year,
}

/// The order of columns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// As given.
    #[default]
    Given,
    Label,
    /// By year, then as given.
    Year,
    /// By GB/T 2260 code: provinces, cities and counties in their official order.
    Code,
}

/// Which commitments take part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Only {
    #[default]
    All,
    Planned,
    Reported,
}

/// Lays plans side by side.
///
/// # Errors
/// [`crate::error::Error::Usage`] where `options` name a plan or indicator that there is none of.
pub fn compare(mut inputs: Vec<Input>, options: &Options, lexicon: &Lexicon) -> Result<Comparison> {
    inputs.iter_mut().for_each(|input| input.keep(options.only));
    let (plans, columns) = column::columns(&inputs, options);
    let baseline = column::baseline(&plans, &columns, options)?;
    let holders = column::holders(&inputs, &columns);
    let keys: Vec<Arc<str>> = columns.iter().map(|column| column.key.clone()).collect();
    let coverage = coverage::table(&inputs);
    let actions = if options.indicators.is_empty() { cell::without_target(&inputs) } else { Vec::new() };
    let table = cell::Table { inputs: &inputs, holders: &holders, keys: &keys };
    let measures = measure::rows(&table, options, lexicon);
    // What the cells need of them they have.
    inputs.iter_mut().for_each(|input| input.targets = Vec::new());
    let table = cell::Table { inputs: &inputs, holders: &holders, keys: &keys };
    let actions = action::rows(&table, &actions, lexicon);
    let mut comparison = Comparison {
        schema: SCHEMA.into(),
        plans,
        columns,
        baseline,
        measures,
        actions,
        coverage,
        commitments: Vec::new(),
        tool: Tool {
            version: env!("CARGO_PKG_VERSION").into(),
            dictionaries: lexicon.hash().into(),
            options: Vec::new(),
        },
    };
    verdict::pass(&mut comparison, &inputs);
    comparison.commitments.reserve_exact(inputs.iter().map(|input| input.commitments.len()).sum());
    comparison.commitments.extend(inputs.into_iter().flat_map(|input| input.commitments));
    Ok(comparison)
}
