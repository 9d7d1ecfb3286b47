//! Bodies with their full names: `县卫计局党委` in a plan of Neiqiu is 中共内丘县卫生和计划生育局委员会.

use super::About;
use crate::lexicon::Lexicon;
use crate::outline::Outline;
use crate::recognise::{Found, body};
use crate::record::{BodyKind, NameBasis};
use crate::span::Span;
use body::Place;

/// A body with its full names: several where one mention names several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    pub span: Span,
    pub rule: &'static str,
    pub canonical: Vec<String>,
    pub kind: BodyKind,
    pub collective: bool,
    pub basis: NameBasis,
}

/// Names the bodies of a document, in order.
pub fn name(
    view: &str,
    _outline: &Outline,
    bodies: Vec<Found<body::Said>>,
    about: &About,
    _lexicon: &Lexicon,
) -> Vec<Named> {
    let mut namer = Namer { about, group: None };
    bodies
        .into_iter()
        .map(|found| {
            let words = found.span.of(view);
            let canonical: Vec<String> =
                found.value.names.iter().map(|name| namer.name(name, words)).collect();
            if found.value.kind == BodyKind::Group
                && let (Some(name), [full]) = (found.value.names.first(), canonical.as_slice())
                && name.place != Place::Group
                && !name.form.ends_with("办公室")
            {
                namer.group = Some(full.clone());
            }
            let quoted: String = words.chars().filter(|c| !c.is_whitespace()).collect();
            let listed = found.value.names.iter().all(|name| name.place == Place::Whole);
            let basis = match canonical.as_slice() {
                [one] if *one == quoted => NameBasis::AsQuoted,
                _ if listed => NameBasis::Listed,
                _ => NameBasis::Expanded,
            };
            Named {
                span: found.span,
                rule: found.rule,
                canonical,
                kind: found.value.kind,
                collective: found.value.collective,
                basis,
            }
        })
        .collect()
}

struct Namer<'a> {
    about: &'a About,
    /// The leading group that the document set up last.
    group: Option<String>,
}

impl Namer<'_> {
    fn name(&self, name: &body::Name, words: &str) -> String {
        let form = name.form.as_str();
        let own = self.about.jurisdiction.as_ref().map(|fact| fact.value.name.as_str());
        let placed = |place: &str| squeeze(&form.replace("{}", place));
        match &name.place {
            Place::Whole => squeeze(form),
            Place::Named(place) => placed(place),
            Place::Own => match own {
                Some(own) if form.trim_start_matches("{}").starts_with(own) => {
                    squeeze(form.trim_start_matches("{}"))
                }
                Some(own) => placed(own),
                None => unplaced(form, ""),
            },
            Place::Level(level) => match self.level(level) {
                Some(region) => placed(&region),
                None => unplaced(form, level),
            },
            Place::Unsaid => match own {
                Some(own) if form.contains("{}") => placed(own),
                _ => squeeze(&unplaced(form, "")),
            },
            Place::Unit(unit) => match self.unit(unit) {
                Some(issuer) => placed(&issuer),
                None => squeeze(words),
            },
            Place::Group => match &self.group {
                Some(group) => placed(group),
                None => squeeze(words),
            },
        }
    }

    /// The region that a level word means: the document's own, else the nearest around it.
    fn level(&self, level: &str) -> Option<String> {
        let place = &self.about.jurisdiction.as_ref()?.value;
        let fits = |name: &str| name.ends_with(level) && (level != "区" || !name.ends_with("自治区"));
        let around = place.ancestors.iter().rev().map(String::as_str);
        std::iter::once(place.name.as_str()).chain(around).find(|name| fits(name)).map(str::to_string)
    }

    /// The issuer, where it is a unit of that kind: `院` the hospital, `局` the bureau.
    fn unit(&self, unit: &str) -> Option<String> {
        let issuers = self.about.issuer.iter().map(|fact| fact.value.canonical.as_str());
        issuers.map(without_committee).find(|issuer| issuer.ends_with(unit)).map(str::to_string)
    }
}

/// 中共枣庄市中医医院委员会 speaks for 枣庄市中医医院.
fn without_committee(issuer: &str) -> &str {
    let inner = issuer
        .strip_prefix("中共")
        .and_then(|rest| rest.strip_suffix("委员会").or(rest.strip_suffix("党组")));
    inner.unwrap_or(issuer)
}

/// A form without its place: as the text has it, with abbreviations opened.
fn unplaced(form: &str, level: &str) -> String {
    let open = form.replace("中共{}委", if level.is_empty() { "" } else { "{}委" });
    open.replace("{}", level)
}

/// Without the white space of a wrapped line.
fn squeeze(name: &str) -> String {
    name.chars().filter(|c| !c.is_whitespace()).collect()
}
