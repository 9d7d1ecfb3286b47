//! Bodies: `县委组织部`, `县、中两院`, `各乡镇党委、政府`, `我院`, built from parts.
//!
//! A name is read around each dictionary word that can be its middle: the place, level or quantifier before it, the
//! body's own units behind it. Names that are more than listed parts (`山东产业技术研究院`) are read from their last
//! word back to the place they begin with.

mod grammar;
mod parts;

use super::{Found, starts};
use crate::lexicon::bodies::Role;
use crate::lexicon::{Hits, Lexicon};
use crate::record::BodyKind;
use crate::span::Span;
use crate::wordlist::WordList;
use grammar::{Core, Prefix, Sort, ends_in_making};
use parts::{Part, Parts, What, is_han, last, level_begins, reach};

/// A body as said, before the document's jurisdiction is known.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    pub kind: BodyKind,
    pub collective: bool,
    /// One for each body that the mention names.
    pub names: Vec<Name>,
}

/// A name without its place: `{}` in `form` is where the place belongs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    pub place: Place,
    pub form: String,
}

/// How the place of a body is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// `广州市`, `河北`.
    Named(String),
    /// `市`, `县`, `省`: the document's own or one around it.
    Level(String),
    /// `我县`, `全市`, `各`: the document's own.
    Own,
    /// Nothing: `卫计局`, `组织部`.
    Unsaid,
    /// The author: `院` in 院党委, `我院`.
    Unit(String),
    /// The leading group that the document sets up.
    Group,
    /// The form is whole.
    Whole,
}

/// The bodies in a view.
pub fn find(view: &str, hits: &Hits, lexicon: &Lexicon) -> Vec<Found<Said>> {
    let mut parts = Parts::new(view, hits, lexicon);
    let leads = parts.leads();
    let mut read = Vec::new();
    let mut from = usize::MAX;
    areas(&parts).for_each(|area| parts.area(area, &mut read));
    for (role, part) in leads {
        let part = &part;
        match role {
            Role::National => parts.national(part, &mut read),
            Role::Own => parts.own(part, &mut read),
            Role::Bank => parts.bank(part, &mut read),
            Role::Organ | Role::Domain | Role::Class if from != part.span.start() => {
                from = part.span.start();
                parts.whole(part.span.start(), &mut read);
            }
            Role::Institution => parts.institution(part, &mut read),
            Role::Bureau => parts.unlisted(part, &mut read),
            Role::Group => parts.group(part, &mut read),
            Role::Context => parts.context(part, &mut read),
            _ => {}
        }
    }
    choose(view, read)
}

/// Kinds of places behind 各, by start, then longest first.
fn areas(parts: &Parts) -> impl Iterator<Item = Span> {
    let each = memchr::memmem::find_iter(parts.view.as_bytes(), "各");
    each.flat_map(|at| parts.areas(at + "各".len()))
}

/// Something read: a body, or `None` for text that is held.
type Read = (Span, &'static str, Option<Said>);

/// Leftmost, then longest; what is held holds its text. Then what only its neighbours decide: shared last words,
/// the other party of an agreement, the sum of a list.
fn choose(view: &str, mut read: Vec<Read>) -> Vec<Found<Said>> {
    read.sort_by_key(|(span, _, said)| (span.start(), usize::MAX - span.end(), said.is_none()));
    let mut end = 0;
    let mut found: Vec<Found<Said>> = Vec::new();
    for (span, rule, said) in read {
        if span.start() < end {
            continue;
        }
        let Some(value) = said else {
            end = span.end();
            continue;
        };
        let mut value = value;
        let between = found.last().map_or("", |last| &view[last.span.end()..span.start()]);
        let close = found.last().is_some_and(|last| last.span.end() <= span.start());
        if rule == OTHER_PARTY && !(close && ["与", "和", "同"].contains(&between)) {
            continue;
        }
        if rule == BESIDE {
            // `自治区党委、政府`: of the same place.
            let Some(last) =
                found.last().filter(|last| close && between == "、" && last.value.kind == BodyKind::Party)
            else {
                continue;
            };
            if let (Some(name), Some(own)) = (last.value.names.first(), value.names.first_mut()) {
                own.place = name.place.clone();
            }
        }
        end = span.end();
        let counts = span.of(view).starts_with(|c: char| c.is_ascii_digit());
        if counts && close && (between.is_empty() || between == "等") {
            // `疾控中心、卫生监督所2个党组织` sums up what was named.
            continue;
        }
        // `西南大学` `宜宾研究院`: a branch with its own last word.
        if let Some(last) = found.last_mut()
            && close
            && between.is_empty()
            && rule == OWN_NAME
            && (last.rule == OWN_NAME && last.value.kind == BodyKind::School
                || last.value.kind == BodyKind::PublicInstitution)
            && let ([first], [second]) = (last.value.names.as_mut_slice(), value.names.as_slice())
            && second.place == Place::Whole
        {
            first.form.push_str(&second.form);
            last.span = last.span.ending_at(span.end());
            last.value.kind = value.kind;
            continue;
        }
        // `市人民医院、市中医院总院党委`: both have the last words.
        if let Some(last) = found.last_mut()
            && between == "、"
            && last.value.kind == BodyKind::Hospital
            && let [first] = last.value.names.as_mut_slice()
            && let [second] = value.names.as_slice()
            && second.form.ends_with("总院党委")
            && !first.form.contains("总院")
        {
            first.form.push_str("总院党委");
            last.span = last.span.ending_at(span.end());
            last.value.kind = value.kind;
            last.value.names.extend(value.names);
            continue;
        }
        found.push(Found { span, rule, value });
    }
    found
}

/// A government named behind its party committee, without a place of its own.
const BESIDE: &str = "government beside its committee";

/// A name that is more than listed parts.
const OWN_NAME: &str = "name of its own";

/// A class that acts only as the second of two.
const OTHER_PARTY: &str = "class as the other party";

impl<'l> Parts<'_, 'l> {
    /// A body round the middle that begins at a byte.
    fn whole(&self, at: usize, read: &mut Vec<Read>) {
        let Some(core) = self.core(at) else { return };
        // Most classes neither act nor have a quantifier, and are no bodies whatever else stands before them.
        let words = Span::new(at, core.end).of(self.view);
        if core.sort == Sort::Class
            && !may_act(self.after(core.end))
            && !self.may_be_limited(at)
            && !words.ends_with("部门")
        {
            return;
        }
        let prefix = self.prefix(at, &core);
        let Core { mut end, ref forms, mut kind, sort, .. } = core;
        let mut prefix = prefix;
        // `团县委`
        let league = forms.are("中共{}委") && self.before(prefix.start).ends_with('团') && prefix.start < at;
        if league {
            prefix.start -= "团".len();
            kind = BodyKind::Association;
        }
        let span = Span::new(prefix.start, end);
        let unplaced = prefix.start == at;
        let (rule, accepted) = match sort {
            Sort::Class if prefix.limited => ("class with a quantifier", self.class_ends(end)),
            Sort::Class if prefix.place != Place::Unsaid => (
                "class of a place",
                ["主管部门", "职能部门", "行业主管部门", "行政主管部门"].contains(&&self.view[at..end]),
            ),
            Sort::Class if self.acts(span) => ("class as the actor", true),
            Sort::Class => {
                let end = end + if self.after(end).starts_with("党支部") { "党支部".len() } else { 0 };
                (OTHER_PARTY, DEEDS.starts(self.after(end)).is_some())
            }
            Sort::Departments if unplaced => ("departments of a domain", self.acts(span)),
            Sort::Departments => ("departments of a place", true),
            Sort::Bureau if unplaced => ("bureau without a place", self.begins_strictly(at)),
            Sort::Bureau => ("bureau of a place", true),
            Sort::Organ if unplaced && core.class && self.acts(span) => ("class as the actor", true),
            Sort::Organ if unplaced && self.is_beside(span) => (BESIDE, true),
            Sort::Organ if unplaced => (
                "organ without a place",
                kind != BodyKind::Enterprise && !ends_in_making(self.before(at)) && self.organ_alone(span),
            ),
            Sort::Organ => ("organ of a place", true),
        };
        if !accepted {
            return;
        }
        let collective = prefix.collective
            || sort == Sort::Departments
            || sort == Sort::Class
            || rule == "class as the actor";
        if prefix.limited && !self.class_ends(end) {
            return;
        }
        let mut forms = if league { vec!["共青团{}委员会".to_string()] } else { forms.all() };
        // `各基层党委(党支部)` names two, `乡镇卫生院(分院)` one.
        if prefix.limited
            && let Some(inner) = self.after(end).strip_prefix('(')
            && let Some((close, _)) = inner.char_indices().take(5).find(|&(_, c)| c == ')')
            && let Some(party) = ["党支部", "支部", "党总支", "党组", "分院", "街道"]
                .into_iter()
                .find(|word| &inner[..close] == *word)
        {
            let middle = Span::new(at, end).of(self.view);
            forms = match party {
                "分院" | "街道" => vec![format!("{{}}{middle}({party})")],
                _ => vec![format!("{{}}{middle}"), format!("{{}}{party}")],
            };
            end += "()".len() + close;
        }
        // 各乡镇党委 are committees of places and have their names; 各级党委, 各党支部 are a class.
        let quantified =
            ["各", "有关", "相关", "所属", "下属"].iter().any(|word| prefix.lead.starts_with(word));
        if quantified && core.class && forms.first().is_some_and(|form| form.starts_with("中共")) {
            forms = vec![format!("{{}}{}", &self.view[at..core.end])];
        }
        let mut names: Vec<Name> = Vec::new();
        for form in forms {
            if let Some((place, after, before)) = &prefix.joint {
                let lead = format!("{{}}{before}{after}");
                names.push(Name { place: place.clone(), form: form.replace("{}", &lead) });
            }
            names.push(named(&prefix, form));
        }
        // `县政府法制办`: an office of the government.
        if forms_of_government(&names)
            && let Some(inner) =
                self.core(end).filter(|inner| inner.sort == Sort::Bureau || inner.sort == Sort::Organ)
            && let [form] = inner.forms.all().as_slice()
            && (form.starts_with("{}人民政府") || inner.sort == Sort::Bureau)
            && form != "{}人民政府"
        {
            let office = form.trim_start_matches("{}").trim_start_matches("人民政府");
            names.iter_mut().for_each(|name| name.form.push_str(office));
            end = inner.end;
        }
        if prefix.collective && prefix.lead.starts_with('各') {
            while let Some((next, more)) = self
                .also(end)
                .filter(|_| matches!(kind, BodyKind::Party | BodyKind::Government | BodyKind::Court))
            {
                end = next;
                names.extend(more.into_iter().map(|form| named(&prefix, form)));
            }
        }
        if sort == Sort::Bureau
            && let Some(next) = self.branch(end)
        {
            let branch = Span::new(end, next).of(self.view);
            names.iter_mut().for_each(|name| name.form.push_str(branch));
            end = next;
        }
        if kind == BodyKind::Enterprise && self.before(prefix.start).ends_with("国网") {
            prefix.start -= "国网".len();
            names.iter_mut().for_each(|name| name.form.insert_str(0, "国网"));
        }
        if span.of(self.view).starts_with("中共")
            && let Some((rest, tail)) = ["委员会", "总支部委员会", "支部委员会", "党组"]
                .iter()
                .find_map(|tail| self.after(end).strip_prefix(tail).map(|rest| (rest, tail)))
        {
            end = self.view.len() - rest.len();
            names.iter_mut().for_each(|name| name.form = format!("中共{}{tail}", name.form));
            kind = BodyKind::Party;
        }
        self.units(&mut end, &mut names, &mut kind);
        let span = Span::new(prefix.start, end);
        let said = self.stands(end).then_some(Said { kind, collective, names });
        read.push((span, rule, said));
    }

    fn national(&self, part: &Part, read: &mut Vec<Read>) {
        let Some(word) = part.word() else { return };
        let mut end = part.span.end();
        let mut kind = word.kind;
        let mut names: Vec<Name> =
            word.full.split('|').map(|form| Name { place: Place::Whole, form: form.to_string() }).collect();
        self.units(&mut end, &mut names, &mut kind);
        if let Some(rest) = self.after(end).strip_prefix('驻')
            && let Some(region) =
                ["我市", "我省", "我县", "我区"].into_iter().find(|own| rest.starts_with(own))
        {
            let at = self.view.len() - rest.len() + region.len();
            let tail = ["各院所", "各单位", "各机构", "院所", "单位", "机构"]
                .into_iter()
                .find(|tail| self.after(at).starts_with(tail));
            if let Some(tail) = tail {
                let names = vec![Name { place: Place::Own, form: format!("{}驻{{}}{tail}", word.full) }];
                let said = Said { kind, collective: true, names };
                read.push((
                    Span::new(part.span.start(), at + tail.len()),
                    "a body's branches here",
                    Some(said),
                ));
                return;
            }
        }
        if let Some(end) = self.branch(end) {
            let form = format!("{}{}", word.full, Span::new(part.span.end(), end).of(self.view));
            let names = vec![Name { place: Place::Whole, form }];
            let said = Said { kind, collective: false, names };
            read.push((
                Span::new(part.span.start(), end),
                "branch of a national body",
                self.stands(end).then_some(said),
            ));
            return;
        }
        if part.span.of(self.view).starts_with("总院") && !self.begins(part.span.start()) {
            return;
        }
        let said = self.stands(end).then_some(Said { kind, collective: false, names });
        read.push((Span::new(part.span.start(), end), "national body", said));
    }

    /// `株洲监管分局` behind 国家金融监督管理总局.
    fn branch(&self, at: usize) -> Option<usize> {
        const BRANCHES: &[&str] = &[
            "监管分局",
            "监管局",
            "监管支局",
            "税务局",
            "分局",
            "支局",
            "中心支行",
            "分行",
            "支行",
            "调查队",
        ];
        let region = self.starting(at).find(|part| matches!(part.what, What::Region(_)))?;
        let branch = BRANCHES.iter().find(|branch| self.after(region.span.end()).starts_with(**branch))?;
        Some(region.span.end() + branch.len())
    }

    fn own(&self, part: &Part, read: &mut Vec<Read>) {
        let unit = part.span.of(self.view).trim_start_matches(['我', '本']).to_string();
        let mut names = vec![Name { place: Place::Unit(unit), form: "{}".to_string() }];
        let mut end = part.span.end();
        let mut kind = BodyKind::Other;
        self.units(&mut end, &mut names, &mut kind);
        let collective = Span::new(part.span.end(), end).of(self.view).contains('各');
        let said = self.stands(end).then_some(Said { kind, collective, names });
        read.push((Span::new(part.span.start(), end), "the author", said));
    }

    /// `人行临安支行`, `人民银行株洲市分行`.
    fn bank(&self, part: &Part, read: &mut Vec<Read>) {
        let Some(word) = part.word() else { return };
        let after = self.after(part.span.end());
        let reach = after.char_indices().take(12).take_while(|&(_, c)| is_han(c)).last();
        let near = &after[..reach.map_or(0, |(n, c)| n + c.len_utf8())];
        let Some(at) = ["中心支行", "支行", "分行", "营业部"]
            .iter()
            .filter_map(|branch| near.find(branch).map(|at| (at, *branch)))
            .min_by_key(|(at, branch)| (*at, usize::MAX - branch.len()))
        else {
            // `与工商银行、农业银行签约`: the bank itself.
            if word.kind == BodyKind::Enterprise && self.begins(part.span.start()) {
                let names = vec![Name { place: Place::Whole, form: word.full.clone() }];
                let said = Said { kind: word.kind, collective: false, names };
                read.push((part.span, "bank", self.stands(part.span.end()).then_some(said)));
            }
            return;
        };
        let end = part.span.end() + at.0 + at.1.len();
        let form = format!("{}{}", word.full, Span::new(part.span.end(), end).of(self.view));
        let said = Said {
            kind: BodyKind::Enterprise,
            collective: false,
            names: vec![Name { place: Place::Whole, form }],
        };
        read.push((Span::new(part.span.start(), end), "branch of a bank", self.stands(end).then_some(said)));
    }

    /// `各乡镇`, `各县(市、区)人民政府`, `各乡镇党委、政府`.
    fn area(&self, place: Span, read: &mut Vec<Read>) {
        let before = self.before(place.start());
        let Some(rest) = before.strip_suffix('各') else { return };
        let mut start = rest.len();
        for whole in ["全市", "全县", "全区", "全省", "全州", "我市", "我县", "我区"] {
            if rest.ends_with(whole) {
                start -= whole.len();
            }
        }
        let area = place.of(self.view);
        if self.after(place.end()).starts_with(['域', '级', '位', '块', '间', '段', '片', '道']) {
            return;
        }
        let mut end = place.end();
        let mut kind = BodyKind::Government;
        let own = |form: String| Name { place: Place::Own, form };
        let mut names = Vec::new();
        if let Some(core) =
            self.core(end).filter(|core| core.sort != Sort::Departments || core.forms.all().len() == 1)
        {
            end = core.end;
            kind = core.kind;
            let lead = Prefix {
                start,
                place: Place::Own,
                lead: format!("各{area}"),
                collective: true,
                limited: true,
                joint: None,
                company: false,
                stationed: false,
            };
            names.extend(core.forms.all().into_iter().map(|form| named(&lead, form)));
            // 各区卫生健康局、财政局: one mention under one 各.
            while let Some((next, more)) = self.also(end) {
                // `各乡镇卫生院、村卫生室`: the second has its own kind of place.
                let own_area = self.after(end)["、".len()..].starts_with(['村', '镇', '乡', '街', '社']);
                let each = Prefix { lead: "各".into(), ..lead.clone() };
                let lead = if own_area { &each } else { &lead };
                end = next;
                names.extend(more.into_iter().map(|form| named(lead, form)));
            }
        } else {
            names.push(own(format!("{{}}各{area}")));
            while let Some((next, more)) = self.also_area(end) {
                end = next;
                names.push(own(format!("{{}}各{more}")));
            }
        }
        if let Some(post) = (!self.stands(end)).then_some(end) {
            read.push((Span::new(start, post), "post in each area", None));
            return;
        }
        read.push((Span::new(start, end), "each area", Some(Said { kind, collective: true, names })));
    }

    /// Another middle after `、` that has no place of its own.
    fn also(&self, end: usize) -> Option<(usize, Vec<String>)> {
        let rest = self.after(end).strip_prefix('、')?;
        let at = self.view.len() - rest.len();
        let core =
            self.core(at).filter(|core| matches!(core.sort, Sort::Organ | Sort::Bureau | Sort::Class))?;
        Some((core.end, core.forms.all()))
    }

    fn also_area(&self, end: usize) -> Option<(usize, String)> {
        let rest = self.after(end).strip_prefix('、')?;
        let at = self.view.len() - rest.len();
        let area = self.areas(at).next()?;
        let words = area.of(self.view);
        let single = words.chars().count() == 1;
        let after = self.after(area.end()).chars().next().filter(|&c| single && is_han(c));
        after
            .is_none_or(|c| "要应须和与及对将在按负加均可".contains(c))
            .then(|| (area.end(), words.to_string()))
    }

    /// A name of its own that ends in this word: `河北医科大学`, `第一人民医院`, `信用建设工作领导小组`.
    fn institution(&self, part: &Part, read: &mut Vec<Read>) {
        let Some(word) = part.word() else { return };
        let before = self.before(part.span.start());
        let reach = before.char_indices().rev().take(20).take_while(|&(_, c)| in_name(c)).last();
        let Some((from, _)) = reach else { return };
        let gap = Span::new(from, part.span.start());
        let anchor = self
            .inside(gap)
            .filter(|p| p.span.end() <= part.span.start() && self.is_anchor(p))
            .find(|p| !self.has_verb(Span::new(p.span.end(), part.span.start())));
        let start = match anchor {
            Some(anchor) => anchor.span.start(),
            None => {
                let level = gap.of(self.view).char_indices().find(|&(n, c)| {
                    matches!(c, '省' | '市' | '县' | '区' | '州')
                        && !gap.of(self.view)[n + c.len_utf8()..].starts_with(['域', '位', '块', '间'])
                        && !self.held(Span::new(from + n, from + n + c.len_utf8()))
                        && level_begins(&self.view[..from + n], &c.to_string())
                        && !self.has_verb(Span::new(from + n + c.len_utf8(), part.span.start()))
                });
                match level {
                    Some((n, _)) => from + n,
                    None if self.is_proper(gap, word.kind) => from,
                    None => match self.company(gap, part.span) {
                        Some(start) => start,
                        None => return,
                    },
                }
            }
        };
        let span = Span::new(start, part.span.end());
        let graded = ["级", "一级", "高品质", "示范", "县", "区", "一"].iter().any(|grade| {
            levelled(span.of(self.view))
                .is_some_and(|level| span.of(self.view)[level.len_utf8()..].starts_with(grade))
        });
        if anchor.is_none() && graded {
            return;
        }
        let quoted = self.before(start).ends_with('“') && self.after(span.end()).starts_with('”');
        if self.held(part.span) || quoted || self.after(span.end()).starts_with('化') {
            return;
        }
        // A zone is a place, and a body only where it acts: 霍山经济开发区要加快建设.
        let zone = word.kind == BodyKind::Other && span.of(self.view).ends_with('区');
        let deeds = ["完成", "实现"];
        let begins = last(self.before(start)).is_none_or(|c| "。;\n,、".contains(c));
        if zone
            && !(self.acts(span)
                || begins && deeds.iter().any(|deed| self.after(span.end()).starts_with(deed)))
        {
            return;
        }
        let words = span.of(self.view);
        let (place, form) = match levelled(words).filter(|_| anchor.is_none()) {
            Some(level) => {
                let own = &words[level.len_utf8()..];
                let open =
                    own.strip_suffix("管委会").map_or(own.to_string(), |name| format!("{name}管理委员会"));
                (Place::Level(level.to_string()), format!("{{}}{open}"))
            }
            None => {
                let open = words.replace("高新区管委会", "高新技术产业开发区管委会");
                (
                    Place::Whole,
                    match open.strip_suffix("管委会") {
                        Some(name) => format!("{name}管理委员会"),
                        None => open,
                    },
                )
            }
        };
        let mut names = vec![Name { place, form }];
        let mut kind = word.kind;
        let mut end = span.end();
        self.units(&mut end, &mut names, &mut kind);
        let said = self.stands(end).then_some(Said { kind, collective: false, names });
        read.push((Span::new(start, end), OWN_NAME, said));
    }

    /// `古井` in 古井集团, `华能能源` in 华能能源有限公司: where the company's own name begins.
    fn company(&self, gap: Span, tail: Span) -> Option<usize> {
        const TAILS: &[&str] = &["集团", "集团公司", "有限公司", "有限责任公司", "股份有限公司"];
        const KINDS: &[&str] = &[
            "企业",
            "产业",
            "职教",
            "紧密型城市医疗",
            "能源",
            "医疗",
            "教育",
            "医院",
            "传媒",
            "文旅",
            "国有",
            "大型",
            "龙头",
            "跨国",
            "国际",
            "城投",
            "平台",
            "上市",
            "知名",
            "民营",
            "领军",
            "投资",
            "控股",
            "股份",
            "央企",
            "其他",
            "多家",
            "两家",
            "三家",
            "各大",
            "家",
            "大",
            "个",
            "市",
            "县",
        ];
        if !TAILS.contains(&tail.of(self.view))
            || self.after(tail.end()).starts_with(['化', '军', '式', '总'])
        {
            return None;
        }
        let start = self.verbs(gap).map(Span::end).max().unwrap_or(gap.start());
        let name = &self.view[start..gap.end()];
        let length = name.chars().count();
        ((2..=8).contains(&length)
            && !KINDS.contains(&name)
            && !["医疗", "教育", "医院", "职教", "企业", "产业", "上市"]
                .iter()
                .any(|kind| name.ends_with(kind)))
        .then_some(start)
    }

    /// `浦溪` in 浦溪幼儿园 at the start of a clause: a name, not a kind of school.
    fn is_proper(&self, gap: Span, kind: BodyKind) -> bool {
        static KINDS: WordList = WordList::new(&[
            "公办",
            "老年",
            "科技",
            "全体",
            "部分",
            "有的",
            "儿童",
            "精神",
            "传染",
            "肿瘤",
            "口腔",
            "妇产",
            "康复",
            "民办",
            "普惠",
            "示范",
            "义务",
            "教育",
            "职业",
            "高等",
            "特殊",
            "城区",
            "农村",
            "乡镇",
            "寄宿",
            "规模",
            "乡村",
            "社区",
            "公立",
            "民营",
            "县级",
            "市级",
            "三级",
            "二级",
            "基层",
            "综合",
            "专科",
            "互联网",
            "名校",
            "中心",
            "新建",
            "薄弱",
            "城乡",
            "城市",
            "优质",
            "高水平",
            "普通",
            "附属",
            "配套",
            "一流",
            "三甲",
            "村小",
            "中小",
            "全部",
            "所有",
            "其他",
        ]);
        let name = gap.of(self.view);
        let last_word = self.after(gap.end());
        let plain = ["幼儿园", "小学", "中学", "医院"].iter().any(|word| last_word.starts_with(word))
            && matches!(kind, BodyKind::School | BodyKind::Hospital);
        let length = name.chars().count();
        let clause = last(self.before(gap.start())).is_none_or(|c| "。;,\n、".contains(c));
        plain
            && clause
            && (2..=4).contains(&length)
            && !KINDS.within(name)
            && !self.has_verb(gap)
            && name
                .chars()
                .all(|c| !"从让使给帮助去来上下不也都还一二三四五六七八九十大中小多各每全本该其".contains(c))
    }

    /// A leading group by its name, or by its last word alone.
    fn group(&self, part: &Part, read: &mut Vec<Read>) {
        let words = part.span.of(self.view);
        let leading = words == "领导小组" || words == "指挥部";
        let before = self.before(part.span.start());
        let sentence = before
            .char_indices()
            .rev()
            .take(if leading { 60 } else { 14 })
            .take_while(|&(_, c)| !"。;:!?\n,()".contains(c))
            .last();
        let from = sentence.map_or(part.span.start(), |(at, _)| at);
        let gap = &before[from..];
        let verbs: &[&str] = match leading {
            true => &["成立", "组建", "设立", "调整", "建立", "健全", "组成"],
            false => &["成立", "组建", "设立", "组成"],
        };
        let founded = verbs.iter().filter_map(|verb| gap.rfind(verb).map(|at| from + at + verb.len())).max();
        let mut start = match founded {
            Some(start) => start,
            None if leading => {
                let name = before.char_indices().rev().take(14).take_while(|&(_, c)| in_name(c)).last();
                name.map_or(part.span.start(), |(at, _)| at)
            }
            None => return,
        };
        while self.view[start..part.span.start()].starts_with(['了', ' ', '由']) {
            start += self.view[start..].chars().next().map_or(1, char::len_utf8);
        }
        while founded.is_none() && self.view[start..part.span.start()].starts_with(['报', '经', '于', '请'])
        {
            start += "报".len();
        }
        let name = Span::new(start, part.span.start());
        let committee = |part: Part| part.role() == Some(Role::Organ) && part.span.of(self.view) == "委";
        if founded.is_none() && self.inside(name).any(committee) {
            // `县委农村工作领导小组办公室` is read from its committee.
            return;
        }
        if name.of(self.view).contains("简称") {
            start = part.span.start();
        }
        let name = Span::new(start, part.span.start());
        let plain =
            ["", "工作", "专项", "专门", "联合", "专项工作", "相应", "相关"].contains(&name.of(self.view));
        let described = name.of(self.view).contains(['的', '以', '个', '由', '为'])
            || !leading && name.of(self.view).contains(['、', '领', '主'])
            || name.of(self.view).contains('“') != name.of(self.view).contains('”')
            || self.after(part.span.end()).starts_with('化');
        if founded.is_some() && (plain || described) {
            return;
        }
        if founded.is_none() && (plain || self.has_verb(name)) {
            start = part.span.start();
        }
        if start == part.span.start() && words != "领导小组" {
            return;
        }
        let name = Span::new(start, part.span.end()).of(self.view);
        let level = name.chars().next().filter(|c| "市县区省州".contains(*c)).map(|c| c.to_string());
        let mut names = if start == part.span.start() {
            vec![Name { place: Place::Group, form: "{}".into() }]
        } else if let Some(level) = level {
            let form = format!("{{}}{}", &name[level.len()..]);
            vec![Name { place: Place::Level(level), form }]
        } else {
            vec![Name { place: Place::Own, form: format!("{{}}{name}") }]
        };
        let mut end = part.span.end();
        let mut kind = BodyKind::Group;
        self.units(&mut end, &mut names, &mut kind);
        let said = self.stands(end).then_some(Said { kind, collective: false, names });
        read.push((Span::new(start, end), "leading group", said));
    }

    /// `市港务局`, `广州市社会组织管理局`: a department whose domain no table lists, named right after a mark.
    fn unlisted(&self, part: &Part, read: &mut Vec<Read>) {
        let Some(word) = part.word() else { return };
        if !["局", "管理局"].contains(&part.span.of(self.view)) || self.held(part.span) {
            return;
        }
        let next = self.after(part.span.end()).chars().next();
        if next.is_some_and(|c| is_han(c) && !"和与及要应将负牵会等".contains(c)) {
            return;
        }
        let before = self.before(part.span.start());
        let reach = before.char_indices().rev().take(12).take_while(|&(_, c)| in_name(c) || c == '和').last();
        let Some((from, _)) = reach else { return };
        let bounded = last(&before[..from]).is_none_or(|c| !is_han(c));
        let gap = &before[from..];
        let Some(level) = levelled(gap).filter(|_| bounded) else { return };
        let stem = &gap[level.len_utf8()..];
        let length = stem.chars().count();
        if !(2..=8).contains(&length) || self.has_verb(Span::new(from + level.len_utf8(), part.span.start()))
        {
            return;
        }
        let names =
            vec![Name { place: Place::Level(level.to_string()), form: format!("{{}}{stem}{}", word.full) }];
        let said = Said { kind: BodyKind::Government, collective: false, names };
        let end = part.span.end();
        read.push((
            Span::new(from, end),
            "bureau with a domain of its own",
            self.stands(end).then_some(said),
        ));
    }

    /// `中央` and `办公室` where their surroundings make them bodies, and the unit that an office is set up in.
    fn context(&self, part: &Part, read: &mut Vec<Read>) {
        let (before, after) = (self.before(part.span.start()), self.after(part.span.end()));
        let mut take = |span: Span, rule, kind, place, form: &str| {
            let names = vec![Name { place, form: form.into() }];
            read.push((span, rule, Some(Said { kind, collective: false, names })));
        };
        if part.span.of(self.view) == "中央" {
            const DOES: &[&str] = &["的", "增发", "关于", "决策", "部署", "提出", "明确", "要求", "支持"];
            let meeting = parts::is_meeting(after)
                || after.starts_with("和省委经济")
                || after.starts_with("和省委农村");
            let begins = self.begins(part.span.start())
                || before.ends_with(['实', '接', '用', '按', '据', '行', '好']);
            if begins && !meeting && (DOES.iter().any(|does| after.starts_with(does)) || self.is_joint(after))
            {
                take(part.span, "the central committee", BodyKind::Party, Place::Whole, "中共中央");
            }
            return;
        }
        let set = ["设在", "设于"].into_iter().find_map(|verb| after.strip_prefix(verb));
        if let Some(rest) = set {
            let at = self.view.len() - rest.len();
            let reach = rest.char_indices().take(10).take_while(|&(_, c)| is_han(c)).last();
            let end = reach.map_or(0, |(n, c)| n + c.len_utf8());
            let unit = &rest[..end];
            if unit.ends_with(['部', '处', '科', '室']) && unit.chars().count() > 2 {
                take(
                    Span::new(at, at + end),
                    "unit that an office is in",
                    BodyKind::Other,
                    Place::Unit(String::new()),
                    &format!("{{}}{unit}"),
                );
            }
        }
        let below = before.ends_with("下设") || before.ends_with("设立");
        const DUTIES: &[&str] = &["负责", "承担", "具体", "要", "设在", "设于", "定期", "及时"];
        let starts = last(before).is_none_or(|c| ",。;\n、".contains(c));
        let acts = starts && DUTIES.iter().any(|duty| after.starts_with(duty));
        let alone = below && after.chars().next().is_none_or(|c| !is_han(c) || "在于负具".contains(c));
        if acts || alone {
            take(part.span, "office of the group", BodyKind::Group, Place::Group, "{}办公室");
        }
    }

    /// `中央和省委的部署`, `中央、省决策部署`: the first of several that decide.
    fn is_joint(&self, after: &str) -> bool {
        let reach = after
            .char_indices()
            .take(16)
            .take_while(|&(_, c)| is_han(c) || c == '、')
            .last()
            .map_or(0, |(n, c)| n + c.len_utf8());
        let near = &after[..reach];
        (near.starts_with('和') || near.starts_with('、'))
            && !near.contains("经济")
            && !near.contains("会议")
            && !near.contains('驻')
            && !near.contains('在')
            && ["决策", "部署", "支持", "要求", "精神"].iter().any(|word| near.contains(word))
    }

    /// `、政府` behind a committee, as a whole word.
    fn is_beside(&self, span: Span) -> bool {
        let after = self.after(span.end()).chars().next();
        span.of(self.view) == "政府"
            && self.before(span.start()).ends_with('、')
            && after.is_none_or(|c| !is_han(c) || "和与及的要应将决高坚领关在对主联".contains(c))
    }

    /// A place that a name of its own may begin with.
    fn is_anchor(&self, part: &Part) -> bool {
        match part.what {
            What::Region(row) => self.is_region(part.span, self.is_full(part.span, row)),
            What::Word(role, word) => role == Role::National && word.kind != BodyKind::Party,
        }
    }

    /// A class's name ends here: not `企业数`, `学校建设`.
    fn class_ends(&self, end: usize) -> bool {
        let after = self.after(end);
        ![
            "数",
            "总数",
            "占比",
            "建设",
            "达到",
            "达",
            "化",
            "孵化",
            "技术中心",
            "特色",
            "综合",
            "名单",
            "改革",
            "标准化",
            "梯队",
            "办学",
            "教育",
        ]
        .iter()
        .any(|no| after.starts_with(no))
    }

    /// The words at `span` begin a clause and a verb of duty follows, or `由` stands before.
    fn acts(&self, span: Span) -> bool {
        let (before, after) = (self.before(span.start()), self.after(span.end()));
        let mark = |c| matches!(c, '。' | ';' | '\n' | ',' | ':' | '、' | ' ' | ')');
        let begins = last(before).is_none_or(mark);
        if !begins && !before.ends_with(['由', '等', '年']) {
            return false;
        }
        if after.starts_with("应届")
            || after.starts_with("应急")
            || after.starts_with("应用")
            || after.starts_with("要素")
        {
            return false;
        }
        let must = MUST.starts(after).is_some();
        let does = must || DUTIES.starts(after).is_some();
        // What markets do of themselves is no duty: 企业牵头组建, 高校开展.
        let words = span.of(self.view);
        let market = [
            "企业",
            "国企",
            "院所",
            "高校",
            "银行",
            "机构",
            "公司",
            "大学",
            "群团组织",
            "社会组织",
            "团体",
            "学校",
        ];
        let weak = market.iter().any(|tail| words.ends_with(tail));
        if before.ends_with('由') {
            return does;
        }
        if before.ends_with('等') || weak {
            return must && (begins || before.ends_with('等'));
        }
        (begins || before.ends_with('年')) && does
    }

    /// A mark, or a word that joins or gives the actor, stands before.
    fn begins_strictly(&self, at: usize) -> bool {
        static LEADS: starts::Set = starts::set("由向对与和及在经报请给为是于委府内");
        last(self.before(at)).is_none_or(|c| !is_han(c) || starts::has(&LEADS, c))
    }

    fn begins(&self, at: usize) -> bool {
        level_begins(self.before(at), "区") || last(self.before(at)).is_none_or(|c| !is_han(c))
    }

    /// An organ that may stand without its place: `组织部`, `疾控中心`, not `政府`, `委`.
    fn organ_alone(&self, span: Span) -> bool {
        let words = span.of(self.view);
        static NEVER: WordList = WordList::new(&[
            "村委会",
            "居委会",
            "村民委员会",
            "委",
            "政府",
            "府",
            "人民政府",
            "医院",
            "人民医院",
            "法院",
            "检察院",
            "党委",
            "党组",
            "党支部",
            "党总支",
            "卫生院",
            "工会",
            "管委会",
            "党委政府",
            "办事处",
            "工委",
            "党工委",
            "班子",
            "领导班子",
            "财政",
            "级财政",
            "、中两院",
            "人大",
            "政协",
            "卫生室",
            "海关",
            "派出所",
            "党校",
        ]);
        let (before, after) = (self.before(span.start()), self.after(span.end()));
        if ["党委", "党组", "领导班子"].contains(&words) {
            let asked = ["提交", "报经", "报", "经"].iter().any(|verb| before.ends_with(verb));
            let rules = ["统一领导", "讨论", "研究", "审议"].iter().any(|verb| after.starts_with(verb));
            return self.acts(span) || asked || rules;
        }
        if words == "人大" || words == "政协" {
            let asks = ["接受", "接受同级", "向", "和", "与", "、"].iter().any(|verb| before.ends_with(verb));
            let oversees = ["法律监督", "工作监督", "民主监督", "监督", "的监督", "、政协"];
            return asks && oversees.iter().any(|verb| after.starts_with(verb));
        }
        static UNIONS: WordList = WordList::new(&[
            "工商联",
            "工会",
            "共青团",
            "红十字会",
            "妇联",
            "文联",
            "残联",
            "科协",
            "侨联",
            "台联",
            "社科联",
            "关工委",
            "计生协",
            "供销社",
            "贸促会",
            "老龄委",
        ]);
        if UNIONS.has(words) {
            // `妇联、残联等工作` names fields of work, not bodies.
            static FIELDS: WordList =
                WordList::new(&["等工作", "等事业", "等各项", "事业", "等领域", "工作取得", "工作实现"]);
            let listed = before.ends_with(['、', '和', '向']) || after.starts_with(['、', '等', '和']);
            return listed && !FIELDS.within(reach(after, 60, |c| !matches!(c, '。' | ';' | '\n')));
        }
        if words == "政府" {
            return before.ends_with("上报")
                || before.ends_with('报') && after.starts_with(['审', '批', '同']);
        }
        self.begins(span.start()) && !NEVER.has(words) && words.chars().count() > 2
    }
}

/// What follows bodies that have to do something.
static MUST: WordList = WordList::new(&["要", "应当", "应", "须", "必须", "将", "可", "不得", "负责"]);
static DUTIES: WordList = WordList::new(&[
    "按", "牵头", "组织", "会同", "配合", "结合", "建立", "制定", "加强", "加大", "做好", "落实", "开展",
    "及时", "定期", "每", "不予", "具体", "统一", "分别", "根据", "参照", "认真", "指导", "下沉", "予以",
    "共同", "对",
]);

/// What two parties do together.
static DEEDS: WordList = WordList::new(&["组建", "签订", "建立", "联合", "共同"]);

/// What follows a class may make it an actor.
fn may_act(after: &str) -> bool {
    [&MUST, &DUTIES, &DEEDS].into_iter().any(|verbs| verbs.starts(after).is_some())
        || after.starts_with("党支部")
}

/// The names are those of a government itself.
fn forms_of_government(names: &[Name]) -> bool {
    matches!(names, [name] if name.form == "{}人民政府")
}

/// Puts a prefix before a form.
fn named(prefix: &Prefix, form: String) -> Name {
    let station = if prefix.stationed { "驻" } else { "" };
    let form = match (station, prefix.lead.as_str()) {
        ("", "") => form,
        (station, lead) => form.replace("{}", &format!("{station}{{}}{lead}")),
    };
    Name { place: prefix.place.clone(), form }
}

/// The level word that a name begins with: `市` in 市第一中学.
fn levelled(name: &str) -> Option<char> {
    name.chars().next().filter(|c| matches!(c, '省' | '市' | '县' | '区' | '州'))
}

/// A character that may stand inside a name of its own.
fn in_name(c: char) -> bool {
    static NEVER: starts::Set = starts::set("的了在和与为将要对从由等至被把是有及以并到向");
    is_han(c) && !starts::has(&NEVER, c)
}
