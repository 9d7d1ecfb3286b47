//! Bodies with their full names: `县卫计局党委` in a plan of Neiqiu is 中共内丘县卫生和计划生育局委员会.

use super::About;
use crate::lexicon::Lexicon;
use crate::outline::Outline;
use crate::recognise::{Found, body};
use crate::record::{BodyKind, Level, NameBasis};
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
    bodies: &[Found<body::Said>],
    about: &About,
    _lexicon: &Lexicon,
) -> Vec<Named> {
    let mut namer = Namer { about, group: None, bureau: None };
    namer.bureau = namer.only_bureau(bodies, view);
    bodies
        .iter()
        .map(|found| {
            let words = found.span.of(view);
            let canonical: Vec<String> =
                found.value.names.iter().map(|name| namer.name(name, words, found.rule)).collect();
            if found.value.kind == BodyKind::Group
                && let (Some(name), [full]) = (found.value.names.first(), canonical.as_slice())
                && name.place != Place::Group
                && !name.form.ends_with("办公室")
            {
                namer.group = Some(full.clone());
            }
            let quoted = squeeze(words);
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
    /// The one bureau that the document names in full, where it names no other.
    bureau: Option<String>,
}

impl Namer<'_> {
    fn name(&self, name: &body::Name, words: &str, rule: &str) -> String {
        let form = name.form.as_str();
        let place = self.about.jurisdiction.as_ref().map(|fact| &fact.value);
        let own = place.filter(|place| place.level != Level::Country).map(|place| place.name.as_str());
        let placed = |place: &str| squeeze(&form.replace("{}", place));
        match &name.place {
            Place::Whole => squeeze(form),
            // `广州政府` in a document of 广州市.
            Place::Named(place) => {
                match own.filter(|own| own.starts_with(place.as_str()) && form.starts_with("{}")) {
                    Some(own) => placed(own),
                    None => placed(place),
                }
            }
            Place::Own | Place::Unsaid
                if rule == "class as the actor" || rule == "class as the other party" =>
            {
                match self.institution() {
                    Some(issuer) if words.ends_with("党支部") => format!("{issuer}各党支部"),
                    Some(issuer) if words == "党委" => format!("中共{issuer}委员会"),
                    _ if words == "政府" => own.map_or_else(|| squeeze(words), placed),
                    _ => squeeze(words),
                }
            }
            Place::Own | Place::Unsaid if is_anybody(words) || rule == "departments of a domain" => {
                squeeze(&form.replace("{}", ""))
            }
            Place::Own if words.ends_with("成员单位") && self.group.is_some() => {
                self.group.as_deref().map_or_else(String::new, placed)
            }
            Place::Own | Place::Unsaid if self.institution().is_some() || is_internal(words) => {
                match self.author() {
                    Some(issuer) if form == "{}部门" => format!("{issuer}各部门"),
                    Some(issuer) => squeeze(&inside(form).replace("{}", issuer)),
                    None => own.map_or_else(|| squeeze(words), placed),
                }
            }
            Place::Own => match own {
                Some(own) if form.trim_start_matches("{}").starts_with(own) => {
                    squeeze(form.trim_start_matches("{}"))
                }
                Some(own) => placed(own),
                None => unplaced(form, ""),
            },
            Place::Level(level) => match self.level(level) {
                // `县直` of 内丘县 is 内丘县直, `市直` of 枣庄市 is 枣庄市市直.
                Some(region) if level == "县" => {
                    let form = form.replace("有关县直", "县直有关").replace("相关县直", "县直相关");
                    squeeze(&form.replace("{}县直", "{}直").replace("{}", &region))
                }
                Some(region) => placed(&region),
                None => unplaced(form, level),
            },
            Place::Unsaid => match own {
                Some(own) if form.contains("{}") => placed(own),
                _ => squeeze(&unplaced(form, "")),
            },
            Place::Unit(unit) => match self.unit(unit) {
                Some(issuer) => squeeze(&inside(form).replace("{}", &issuer)),
                None => squeeze(words),
            },
            Place::Group => match &self.group {
                Some(group) => placed(group),
                None => squeeze(words),
            },
        }
    }

    /// The author without its committee: the issuer, else the one bureau.
    fn author(&self) -> Option<&str> {
        let issuer = self.about.issuer.first().map(|fact| without_committee(&fact.value.canonical));
        let unit = issuer
            .filter(|name| is_institution(name) || name.ends_with(['局', '厅']) || name.ends_with("委员会"));
        unit.or(self.bureau.as_deref())
    }

    /// The author, where it is no part of a government: a hospital, a school.
    fn institution(&self) -> Option<&str> {
        self.author().filter(|name| is_institution(name))
    }

    /// The one department of the document's place that it names, in whatever words.
    fn only_bureau(&self, bodies: &[Found<body::Said>], view: &str) -> Option<String> {
        let mut only: Option<String> = None;
        for found in bodies {
            let [name] = found.value.names.as_slice() else { continue };
            if !matches!(name.place, Place::Level(_) | Place::Named(_)) || found.value.collective {
                continue;
            }
            let full = self.name(name, found.span.of(view), found.rule);
            let full = without_committee(&full);
            if full.ends_with(['局', '厅']) && only.as_deref().is_none_or(|other| other == full) {
                only = Some(full.to_string());
            } else if full.ends_with(['局', '厅']) {
                return None;
            }
        }
        only
    }

    /// The region that a level word means: the document's own, else the nearest around it.
    fn level(&self, level: &str) -> Option<String> {
        let place = &self.about.jurisdiction.as_ref()?.value;
        let fits = |name: &str| name.ends_with(level) && (level != "区" || !name.ends_with("自治区"));
        let around = place.ancestors.iter().rev().map(String::as_str);
        std::iter::once(place.name.as_str()).chain(around).find(|name| fits(name)).map(str::to_string)
    }

    /// The author, where it is a unit of that kind: `院` the hospital, `局` the bureau (a hospital's 局 is the one above it).
    fn unit(&self, unit: &str) -> Option<String> {
        let issuers = self.about.issuer.iter().map(|fact| without_committee(&fact.value.canonical));
        let bureau = self.bureau.as_deref().into_iter();
        issuers.chain(bureau).find(|name| unit.is_empty() || name.ends_with(unit)).map(str::to_string)
    }
}

fn is_institution(name: &str) -> bool {
    ["院", "学校", "大学", "公司", "集团", "中学", "小学"].iter().any(|tail| name.ends_with(tail))
        && name != "国务院"
        && !name.ends_with("法院")
        && !name.ends_with("检察院")
}

/// `有关部门`: whoever it concerns, of whatever place.
fn is_anybody(words: &str) -> bool {
    ["有关部门", "相关部门", "有关单位", "相关单位", "有关方面", "有关机构", "相关机构"].contains(&words)
}

/// Units that every office has of its own: `科室`, `支部`, `处`, `机关`.
fn is_internal(words: &str) -> bool {
    let named = ["科室", "处室", "股室", "支部", "党支部", "党组", "直属单位", "中心组", "领导班子"];
    words == "部门"
        || words == "机关"
        || named.iter().any(|tail| words.ends_with(tail))
        || words.ends_with(['处', '科']) && words.chars().count() <= 5
}

/// `各支部` inside an institution are its 各党支部.
fn inside(form: &str) -> String {
    match form {
        "{}各支部" | "中共{}各支部委员会" => "{}各党支部".into(),
        _ => form.to_string(),
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
    if form.starts_with("中共{}委员会") {
        return form.replace("{}", level);
    }
    let open = form.replace("中共{}委", if level.is_empty() { "" } else { "{}委" });
    open.replace("{}", level)
}

/// Without the white space of a wrapped line.
fn squeeze(name: &str) -> String {
    // No white space begins with the bytes of Han characters, of which most names are.
    if name.bytes().all(|byte| byte > b' ' && !matches!(byte, 0xC2..0xE4)) {
        return name.to_string();
    }
    let mut squeezed = String::with_capacity(name.len());
    name.split_whitespace().for_each(|piece| squeezed.push_str(piece));
    squeezed
}

#[cfg(test)]
mod tests {
    use crate::context::{Given, Reading};
    use crate::lexicon::Lexicon;
    use crate::text::Text;
    use crate::{outline, recognise};

    /// The bodies of a phrase as a plan of Neiqiu would name them: `县委=中共内丘县委; …`.
    fn bodies(phrase: &str) -> String {
        let lexicon = Lexicon::embedded();
        let text = Text::new(phrase.into(), &lexicon.folding, |_| Vec::new());
        let hits = lexicon.hits(text.view());
        let outline = outline::outline(text.view(), &hits, lexicon);
        let mentions = recognise::recognise(text.view(), &hits, lexicon);
        let given = Given { jurisdiction: Some("130523".into()), ..Given::default() };
        let reading = Reading::new(&text, hits, outline, mentions, &given, lexicon);
        let named =
            reading.bodies.iter().map(|b| format!("{}={}", text.quote(b.span), b.canonical.join("|")));
        let all: Vec<String> = named.collect();
        if all.is_empty() { "-".into() } else { all.join("; ") }
    }

    #[test]
    fn phrases_name_what_the_corpus_says() {
        let mut wrong = Vec::new();
        for (n, line) in include_str!("../../corpus/phrases/bodies.tsv").lines().enumerate() {
            let (expected, phrase) = line.split_once('\t').unwrap();
            let found = bodies(phrase);
            if found != expected {
                wrong.push(format!("{}: {phrase}\n  is    {found}\n  not   {expected}", n + 1));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
