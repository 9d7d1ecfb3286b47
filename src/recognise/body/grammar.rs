//! How parts make a name: place or level before, organ or domain and bureau in the middle, its own units behind.

use std::sync::LazyLock;

use memchr::memmem;

use super::parts::{Part, Parts, What, is_han, is_meeting, is_post, is_site, last, level_begins};
use super::{Name, Place};
use crate::lexicon::bodies::Role;
use crate::recognise::starts;
use crate::record::BodyKind;
use crate::span::Span;
use crate::wordlist::WordList;

/// Full names with `{}` where the place belongs.
#[derive(Clone, Debug)]
pub(super) enum Forms<'l> {
    /// As a dictionary has them, `|` between two.
    Listed(&'l str),
    /// This after `{}`.
    Placed(&'l str),
    Made(Vec<String>),
}

impl Forms<'_> {
    pub fn all(&self) -> Vec<String> {
        match self {
            Forms::Listed(full) => full.split('|').map(str::to_string).collect(),
            Forms::Placed(name) => vec![format!("{{}}{name}")],
            Forms::Made(forms) => forms.clone(),
        }
    }

    fn begin_with(&self, form: &str) -> bool {
        match self {
            Forms::Listed(full) => full.split('|').next() == Some(form),
            Forms::Placed(name) => form.strip_prefix("{}") == Some(name),
            Forms::Made(forms) => forms.first().is_some_and(|first| first == form),
        }
    }

    pub fn are(&self, form: &str) -> bool {
        match self {
            Forms::Listed(full) => *full == form,
            Forms::Placed(_) => self.begin_with(form),
            Forms::Made(forms) => forms.as_slice() == [form],
        }
    }
}

/// The middle of a name, from where it begins.
#[derive(Clone, Debug)]
pub(super) struct Core<'l> {
    pub end: usize,
    pub forms: Forms<'l>,
    pub kind: BodyKind,
    pub sort: Sort,
    /// The words are those of a class too: 卫生院 in 县卫生院 and in 20家基层卫生院.
    pub class: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// Known by its organ: 人大, 委宣传部.
    Organ,
    /// Domain and bureau: 卫健局.
    Bureau,
    /// Several domains and `部门`.
    Departments,
    /// A class: only with a quantifier, or as an actor.
    Class,
}

/// What stands before the middle.
#[derive(Clone, Debug)]
pub(super) struct Prefix {
    pub start: usize,
    pub place: Place,
    /// Words between place and middle, as the full name has them: `各乡镇`, `直`.
    pub lead: String,
    pub collective: bool,
    /// There is a quantifier, so that a class is a body.
    pub limited: bool,
    /// `省、` before 市委: the same body of another place.
    pub joint: Option<(Place, String, String)>,
    /// The middle is a class of companies or research bodies, which `省级` only grades.
    pub company: bool,
    /// `驻` stands before the place: 驻市有关单位.
    pub stationed: bool,
}

/// Domains that stand one behind the other in one.
const MOST_JOINED: usize = 8;

impl<'l> Parts<'_, 'l> {
    /// The longest middle that begins at a byte.
    pub fn core(&self, at: usize) -> Option<Core<'l>> {
        let starting = self.starting(at);
        let mut best: Option<Core<'l>> = None;
        let mut offer = |core: Core<'l>| {
            let rank = |core: &Core| (core.end, core.sort != Sort::Class);
            if best.as_ref().is_none_or(|b| rank(&core) > rank(b)) {
                best = Some(core);
            }
        };
        let class =
            |end: usize| starting.clone().any(|p| p.span.end() == end && p.role() == Some(Role::Class));
        for part in starting.clone() {
            let What::Word(role, word) = part.what else { continue };
            match role {
                Role::Organ if part.span.of(self.view) == "委" && self.organ_ends(&part) => {
                    offer(self.committee(part.span.end()));
                }
                Role::Organ if self.organ_ends(&part) => offer(Core {
                    end: part.span.end(),
                    forms: Forms::Listed(&word.full),
                    kind: word.kind,
                    sort: Sort::Organ,
                    class: class(part.span.end()),
                }),
                Role::Class => offer(Core {
                    end: part.span.end(),
                    forms: Forms::Placed(&word.full),
                    kind: word.kind,
                    sort: Sort::Class,
                    class: true,
                }),
                Role::Domain if self.goes_on(part.span.end()) => {
                    if let Some((end, full)) = self.bureau(&part, 4) {
                        offer(Core {
                            end,
                            forms: Forms::Made(vec![format!("{{}}{full}")]),
                            kind: BodyKind::Government,
                            sort: Sort::Bureau,
                            class: false,
                        });
                    }
                    if let Some(rest) = self.after(part.span.end()).strip_prefix("工委") {
                        let end = self.view.len() - rest.len();
                        offer(Core {
                            end,
                            forms: Forms::Made(vec![format!("中共{{}}{}工作委员会", word.full)]),
                            kind: BodyKind::Party,
                            sort: Sort::Organ,
                            class: false,
                        });
                    }
                    if let Some((end, forms)) = self.departments(&part) {
                        offer(Core {
                            end,
                            forms: Forms::Made(forms),
                            kind: BodyKind::Government,
                            sort: Sort::Departments,
                            class: true,
                        });
                    }
                }
                _ => {}
            }
        }
        best
    }

    /// `委` and the party organ behind it: `委组织部`, `委督导组`.
    fn committee(&self, end: usize) -> Core<'l> {
        let core = |end: usize, form: String| Core {
            end,
            forms: Forms::Made(vec![form]),
            kind: BodyKind::Party,
            sort: Sort::Organ,
            class: false,
        };
        for part in self.starting(end) {
            let What::Word(role, word) = part.what else { continue };
            match role {
                Role::Organ if word.full.starts_with("中共{}") && self.organ_ends(&part) => {
                    return core(part.span.end(), word.full.clone());
                }
                Role::Domain => {
                    if let Some((end, full)) = self.bureau(&part, 4) {
                        return core(end, format!("中共{{}}委{full}"));
                    }
                }
                _ => {}
            }
        }
        let after = self.after(end);
        const TAILS: &[(&str, &str)] = &[
            ("办公室", "办公室"),
            ("办公厅", "办公厅"),
            ("督查室", "督查室"),
            ("督导组", "督导组"),
            ("常委会", "常务委员会"),
            ("巡察组", "巡察组"),
            ("巡视组", "巡视组"),
            ("理论学习中心组", "理论学习中心组"),
            ("人才办", "人才工作领导小组办公室"),
            ("党校", "党校"),
            ("各部委", "各部委"),
            ("各部门", "各部门"),
            ("农工部", "农村工作部"),
            ("研究室", "研究室"),
            ("外办", "外事工作委员会办公室"),
            ("台办", "台湾工作办公室"),
            ("农办", "农村工作领导小组办公室"),
            ("改革办", "全面深化改革委员会办公室"),
            ("国安办", "国家安全委员会办公室"),
            ("审计办", "审计委员会办公室"),
            ("军民融合办", "军民融合发展委员会办公室"),
        ];
        if let Some((tail, full)) = TAILS.iter().find(|(tail, _)| after.starts_with(tail)) {
            return core(end + tail.len(), format!("中共{{}}委{full}"));
        }
        if after.starts_with('办') && !after.starts_with("办理") && !after.starts_with("办法") {
            return core(end + "办".len(), "中共{}委办公室".into());
        }
        // `委全面依法治市委员会办公室`: a commission of the committee.
        let reach = after
            .char_indices()
            .take(16)
            .take_while(|&(_, c)| is_han(c))
            .last()
            .map_or(0, |(at, c)| at + c.len_utf8());
        let near = &after[..reach];
        let commission =
            ["委员会", "领导小组"].iter().filter_map(|tail| near.find(tail).map(|at| at + tail.len())).min();
        if let Some(at) =
            commission.filter(|&at| !self.has_verb(Span::new(end, end + at)) && !near.starts_with("成立"))
        {
            let office = if after[at..].starts_with("办公室") { "办公室".len() } else { 0 };
            return core(end + at + office, format!("中共{{}}委{}", &after[..at + office]));
        }
        core(end, "中共{}委".into())
    }

    /// An organ's short form is not the beginning of another word: 委 in 委员, 府 in 府院.
    fn organ_ends(&self, part: &Part) -> bool {
        let words = part.span.of(self.view);
        let after = self.after(part.span.end());
        match words {
            "委" => !after.starts_with(['员', '托', '派', '任', '会', '屈', '婉', '以']),
            "府" => !after.starts_with(['院', '邸', '城', '前']),
            "政协" => !after.starts_with('会'),
            "一中" | "二中" | "三中" => after.chars().next().is_none_or(|c| !is_han(c)),
            "政府办" => {
                after.chars().next().is_none_or(|c| !is_han(c) || "公室主负牵要会同和".contains(c))
            }
            "财政" | "级财政" => {
                ["要", "将", "予以", "安排", "统筹", "每", "给予", "承担", "按", "负责"]
                    .iter()
                    .any(|verb| after.starts_with(verb))
            }
            "医院" | "法院" | "检察院" | "人大" | "政府" => !self.held(part.span),
            _ => true,
        }
    }

    /// Domain after domain up to a bureau: `卫生健康` `局`, `自然资源` 和 `规划` `局`; gives its end and full name.
    fn bureau(&self, domain: &Part<'l>, depth: usize) -> Option<(usize, String)> {
        let full = &domain.word()?.full;
        let at = domain.span.end();
        let mut best: Option<(usize, String)> = None;
        let mut offer = |end: usize, name: String| {
            if best.as_ref().is_none_or(|(b, _)| end > *b) {
                best = Some((end, name));
            }
        };
        for next in self.starting(at) {
            let What::Word(role, word) = next.what else { continue };
            match role {
                Role::Bureau if self.bureau_ends(&next) => {
                    offer(next.span.end(), format!("{full}{}", word.full))
                }
                Role::Domain if depth > 0 => {
                    if let Some((end, rest)) = self.bureau(&next, depth - 1) {
                        offer(end, format!("{full}{rest}"));
                    }
                }
                _ => {}
            }
        }
        let after = self.after(at);
        if let Some(and) = ["和", "与", "及"].into_iter().find(|and| depth > 0 && after.starts_with(and)) {
            for next in self.starting(at + and.len()) {
                if next.role() == Some(Role::Domain)
                    && let Some((end, rest)) = self.bureau(&next, depth - 1)
                {
                    offer(end, format!("{full}{and}{rest}"));
                }
            }
        }
        if after.starts_with('处') || after.starts_with('科') || after.starts_with('股') {
            let end = at + "处".len();
            let next = self.after(end).chars().next();
            if next.is_none_or(|c| !is_han(c) || "和与及为负牵配".contains(c)) {
                offer(end, format!("{full}{}", &after[.."处".len()]));
            }
        }
        best
    }

    /// A bureau's word is not the beginning of another: 局 in 局面, 办 in 办理.
    fn bureau_ends(&self, part: &Part) -> bool {
        let next = self.after(part.span.end()).chars().next().unwrap_or(' ');
        let not = match part.span.of(self.view) {
            "局" => "部面势限促域",
            "委" => "员托派任会",
            "办" => "理法学公好事结成案证税展会实得完妥教医",
            "厅" => "堂级",
            "分局" => "面",
            _ => "",
        };
        !not.contains(next)
    }

    /// `发展改革、工业和信息化等部门`: one mention of several departments.
    fn departments(&self, first: &Part<'l>) -> Option<(usize, Vec<String>)> {
        let (at, end) = self.domains(first, |_, _| {})?;
        // 发展改革部门 stays as it is said; only what is no word by itself is opened (组工).
        let said = |part: &Part<'l>| {
            let (full, said) = (part.word()?.full.as_str(), part.span.of(self.view));
            Some(if full.len() == said.len() { full } else { said })
        };
        let mut forms: Vec<String> = Vec::new();
        self.domains(first, |part, joined| match forms.last_mut().filter(|_| joined) {
            Some(form) => form.push_str(said(&part).unwrap_or_default()),
            None => forms.push(format!("{{}}{}", said(&part).unwrap_or_default())),
        });
        let tail = Span::new(at, end).of(self.view).trim_start_matches('等');
        forms.iter_mut().for_each(|form| form.push_str(tail));
        Some((end, forms))
    }

    /// Gives domain after domain up to the word for departments, whether each belongs to the one before it; in the end
    /// where that word begins and ends.
    fn domains(&self, first: &Part<'l>, mut give: impl FnMut(Part<'l>, bool)) -> Option<(usize, usize)> {
        let mut part = *first;
        for _ in 0..8 {
            give(part, false);
            let mut at = part.span.end();
            // A domain may itself be joined from two: 自然资源和规划. A text of nothing else is not read to its end for each.
            for _ in 0..MOST_JOINED {
                let Some(next) = self.domain_at(at) else { break };
                give(next, true);
                at = next.span.end();
            }
            if let Some(end) = self.department_at(at) {
                return Some((at, end));
            }
            let after = self.after(at);
            let joint = ["、", "和", "与", "及"].into_iter().find(|joint| after.starts_with(joint))?;
            part = self.domain_at(at + joint.len())?;
        }
        None
    }

    fn domain_at(&self, at: usize) -> Option<Part<'l>> {
        self.starting(at).find(|part| part.role() == Some(Role::Domain))
    }

    fn department_at(&self, at: usize) -> Option<usize> {
        self.starting(at).find(|part| part.role() == Some(Role::Department)).map(|part| part.span.end())
    }

    /// What stands before a middle that begins at a byte; an empty prefix where nothing does.
    pub fn prefix(&self, at: usize, core: &Core) -> Prefix {
        let mut found = Prefix {
            start: at,
            place: Place::Unsaid,
            lead: String::new(),
            collective: false,
            limited: false,
            joint: None,
            company: false,
            stationed: false,
        };
        let words = Span::new(at, core.end).of(self.view);
        found.company = core.class
            && !["部门", "单位", "机关", "党组织", "党委", "政府", "医院", "法院", "检察院", "财政"]
                .iter()
                .any(|tail| words.ends_with(tail));
        if core.class
            && let Some(start) = self.modifier(&found).filter(|_| !self.is_prefixed(at))
        {
            found.lead = Span::new(start, at).of(self.view).to_string();
            found.start = start;
        }
        for _ in 0..6 {
            let before = self.before(found.start);
            if let Some(start) = self.quantifier(before, &mut found) {
                found.start = start;
                continue;
            }
            if let Some((span, _)) = self
                .region_ending(found.start)
                .filter(|(span, full)| found.place == Place::Unsaid && self.is_region(*span, *full))
            {
                self.take_region(span, &mut found);
                break;
            }
            if let Some(start) = self.level(before, &mut found) {
                found.start = start;
                break;
            }
            if let Some(start) = self.unit(before, core, &mut found) {
                found.start = start;
                break;
            }
            break;
        }
        if found.place == Place::Unsaid && found.collective {
            found.place = Place::Own;
        }
        found
    }

    /// A place or a level stands right before.
    fn is_prefixed(&self, at: usize) -> bool {
        let mut probe = Prefix {
            start: at,
            place: Place::Unsaid,
            lead: String::new(),
            collective: false,
            limited: false,
            joint: None,
            company: false,
            stationed: false,
        };
        let before = self.before(at);
        self.region_ending(at).is_some_and(|(span, full)| self.is_region(span, full))
            || self.level(before, &mut probe).is_some()
    }

    /// 驻 stands near before a place. It is rare, and without it the last character alone tells most words to end in no
    /// quantifier.
    fn is_stationed(&self, at: usize) -> bool {
        static STATIONED: LazyLock<memmem::Finder> = LazyLock::new(|| memmem::Finder::new("驻"));
        STATIONED.find(&self.before(at).as_bytes()[at.saturating_sub(64)..]).is_some()
    }

    /// A quantifier may stand before a class, with or without words between; before most there is none.
    pub fn may_be_limited(&self, at: usize) -> bool {
        for c in self.before(at).chars().rev().take(14) {
            if starts::has(&QUANTIFIES, c) {
                return true;
            }
            if !is_between(c) {
                break;
            }
        }
        self.is_stationed(at)
    }

    /// Where the words between quantifier and class begin: `高新技术` in 全市高新技术企业.
    fn modifier(&self, found: &Prefix) -> Option<usize> {
        let before = self.before(found.start);
        let stationed = self.is_stationed(found.start);
        let quantified = |last: char, words: &str| {
            (starts::has(&QUANTIFIES, last) || stationed && may_quantify(words))
                && self.quantifier(words, &mut found.clone()).is_some()
        };
        if last(before).is_some_and(|c| quantified(c, before)) {
            return None;
        }
        let mut at = found.start;
        for (n, c) in before.char_indices().rev().take(13) {
            if at < found.start && quantified(c, &self.view[..at]) {
                let words = Span::new(at, found.start).of(self.view);
                let kinds = ["类", "项", "种", "方", "位", "界", "族", "以上", "个", "自"];
                let plain = !self.has_act(Span::new(at, found.start))
                    && !kinds.iter().any(|kind| words.starts_with(kind));
                return plain.then_some(at);
            }
            if !is_between(c) {
                return None;
            }
            at = n;
        }
        None
    }

    fn take_region(&self, span: Span, found: &mut Prefix) {
        found.place = Place::Named(span.of(self.view).to_string());
        found.start = span.start();
        // `贵州省仁怀市`: the outer places belong to the mention.
        while let Some((outer, true)) = self.region_ending(found.start) {
            found.start = outer.start();
        }
        found.place = Place::Named(Span::new(found.start, span.end()).of(self.view).to_string());
        if let Some(start) = self.before(found.start).strip_suffix("中共") {
            found.start = start.len();
        }
    }

    /// A region's name and no ordinary word: not `市区`, not `公安` without 县, not 和 and 县 in 县医院和县中医院.
    pub fn is_region(&self, span: Span, full: bool) -> bool {
        const PLAIN: &[&str] =
            &["市区", "城区", "郊区", "矿区", "新区", "东区", "西区", "南区", "北区", "中区", "资源"];
        let words = span.of(self.view);
        let han_before = last(self.before(span.start())).is_some_and(is_han);
        if PLAIN.contains(&words)
            || han_before && ["和县", "和政", "会同"].iter().any(|name| words.starts_with(name))
        {
            return false;
        }
        // 建成 and 华中, not 成华.
        let near = (span.start().saturating_sub(12)..).find(|&at| self.view.is_char_boundary(at));
        let around = span.starting_at(near.unwrap_or(span.start()));
        let across =
            |verb: Span| verb.start() < span.start() && span.start() < verb.end() && verb.end() < span.end();
        if self.verbs(around).any(across) {
            return false;
        }
        full || !self.verbs(span).any(|verb| verb == span)
            && !self.starting(span.start()).any(|part| {
                part.span == span && matches!(part.role(), Some(Role::Not | Role::Domain | Role::Class))
            })
    }

    /// `各`, `有关`, `全县`, `我县`, `县直`, `20家` before a place; writes what the full name keeps of it.
    fn quantifier(&self, before: &str, found: &mut Prefix) -> Option<usize> {
        const LEVELS: &[&str] = &["省", "市", "县", "区", "州", "旗", "镇", "乡"];
        let end = before.len();
        if !may_quantify(before) {
            return None;
        }
        if let Some(start) = limiting(before, found) {
            return Some(start);
        }
        if let Some(rest) = before.strip_suffix(['家', '所', '个', '支', '户', '间']) {
            let number = rest
                .trim_end_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十百千余多".contains(c));
            let counts = !number.ends_with(['“', '—', '-', '~', '第'])
                && number.len() < rest.len()
                && rest[number.len()..].chars().any(|c| c != '余' && c != '多');
            if counts && !ends_in_making(number) && found.place != Place::Own {
                if found.place == Place::Unsaid {
                    found.place = Place::Own;
                }
                (found.collective, found.limited) = (true, true);
                return Some(number.len());
            }
            return None;
        }
        // `驻市`, `驻株`: units of others that are here.
        if let Some((at, _)) = before.char_indices().rev().take(3).find(|&(_, c)| c == '驻')
            && found.place == Place::Unsaid
            && !before[..at].ends_with(['入', '进', '派', '常', '留'])
        {
            let inside = &before[at + "驻".len()..];
            if !inside.is_empty() && inside.chars().all(|c| is_han(c) && !"外地在村点企厂".contains(c))
            {
                found.place = Place::Own;
                (found.collective, found.limited, found.stationed) = (true, true, true);
                return Some(at);
            }
        }
        let place = last(before).filter(|c| "省市县区州旗镇乡国".contains(*c));
        if let Some(c) = place {
            let rest = &before[..end - c.len_utf8()];
            let whole = ["全", "我", "本"].iter().find_map(|whole| rest.strip_suffix(whole));
            if let Some(start) =
                whole.filter(|start| !start.ends_with(['健', '安', '完', '齐', '周', '成', '根', '基']))
                && (found.place == Place::Unsaid || found.place == Place::Own)
                && c != '国'
            {
                found.place = Place::Own;
                (found.collective, found.limited) = (true, true);
                return Some(start.len());
            }
        }
        if let Some(rest) = before
            .strip_suffix('直')
            .or_else(|| before.strip_suffix('属'))
            .or_else(|| before.strip_suffix('级'))
        {
            let tail = &before[rest.len()..];
            for level in LEVELS {
                let Some(start) = rest.strip_suffix(level) else { continue };
                // `省级` only grades companies and what is made: 新增省级龙头企业.
                if tail == "级" && (found.company || ends_in_making(start)) {
                    continue;
                }
                let listed = start.strip_suffix(&format!("{tail}、"));
                if let Some(outer) = listed
                    && let Some(joint) = LEVELS.iter().find(|level| outer.ends_with(**level))
                {
                    let lead = format!("{joint}{tail}");
                    found.joint = Some((Place::Level(joint.to_string()), found.lead.clone(), lead));
                    found.place = Place::Level(level.to_string());
                    found.lead.insert_str(0, &format!("{level}{tail}"));
                    (found.collective, found.limited) = (true, true);
                    return Some(outer.len() - joint.len());
                }
                if level_begins(start, level) || start.ends_with(['关', '个', '家', '所']) {
                    found.place = Place::Level(level.to_string());
                    found.lead.insert_str(0, &format!("{level}{tail}"));
                    (found.collective, found.limited) = (true, true);
                    return Some(start.len());
                }
            }
        }
        None
    }

    /// `市`, `县`, `自治区`, `**市` before a place.
    fn level(&self, before: &str, found: &mut Prefix) -> Option<usize> {
        const LEVELS: &[&str] =
            &["自治区", "自治州", "自治县", "街道", "省", "市", "县", "区", "州", "旗", "盟", "镇", "乡"];
        let ends = |c| matches!(c, '区' | '州' | '县' | '道' | '省' | '市' | '旗' | '盟' | '镇' | '乡');
        if found.place != Place::Unsaid || !before.ends_with(ends) {
            return None;
        }
        for level in LEVELS {
            let Some(rest) = before.strip_suffix(level) else { continue };
            let masked = rest.trim_end_matches(['*', '×', 'X', 'x', '某', '〇']);
            if masked.len() < rest.len() {
                found.place = Place::Level(level.to_string());
                return Some(masked.len());
            }
            if *level == "街道" || !level_begins(rest, level) {
                return self.town(before, found);
            }
            found.place = Place::Level(level.to_string());
            if let Some(outer) = rest.strip_suffix('、').or_else(|| rest.strip_suffix('和')) {
                let joint = LEVELS.iter().find_map(|level| {
                    let start = outer.strip_suffix(level).filter(|start| level_begins(start, level))?;
                    Some((*level, start.len()))
                });
                if let Some((joint, start)) = joint {
                    found.joint = Some((Place::Level(joint.to_string()), found.lead.clone(), String::new()));
                    return Some(start);
                }
            }
            return Some(rest.len());
        }
        None
    }

    /// `淦阳街道`, `大孟镇`: a place too small to be listed, named right after a mark.
    fn town(&self, before: &str, found: &mut Prefix) -> Option<usize> {
        let level = ["街道", "镇", "乡"].into_iter().find(|level| before.ends_with(level))?;
        let name = &before[..before.len() - level.len()];
        let at = name
            .char_indices()
            .rev()
            .take_while(|&(_, c)| is_han(c) && !"的由向对与和及在经将为是各有关全从至到".contains(c))
            .take(4)
            .last()?
            .0;
        let length = name[at..].chars().count();
        let bounded =
            last(&name[..at]).is_none_or(|c| !is_han(c) || "由向对与和及在经将为从至到".contains(c));
        if length > 3
            || !bounded
            || self.has_verb(Span::new(at, name.len()))
            || ["全", "乡", "城", "村"].contains(&&name[at..])
        {
            return None;
        }
        found.place = Place::Own;
        found.lead.insert_str(0, &before[at..]);
        Some(at)
    }

    /// `院党委`, `局党组`: the author's own committee.
    fn unit(&self, before: &str, core: &Core, found: &mut Prefix) -> Option<usize> {
        const UNITS: &[&str] =
            &["医共体总院", "集团公司", "总院", "公司", "集团", "中心", "院", "局", "校", "厅", "委", "所"];
        const COMMITTEES: [&str; 4] = ["中共{}委员会", "中共{}党组", "{}领导班子", "中共{}纪律检查委员会"];
        let committee = || COMMITTEES.iter().any(|form| core.forms.begin_with(form));
        let ends = |c| matches!(c, '院' | '团' | '司' | '心' | '局' | '校' | '厅' | '委' | '所');
        if found.place != Place::Unsaid || !before.ends_with(ends) || !committee() {
            return None;
        }
        UNITS.iter().find_map(|unit| {
            let rest = before.strip_suffix(unit)?;
            let fits = last(rest).is_none_or(|c| !is_han(c)) || level_begins(rest, "区");
            fits.then(|| {
                found.place = Place::Unit(unit.to_string());
                rest.len()
            })
        })
    }

    /// The body's own units after it: `党委`, `办公室`, `各部门`, `党组`; widens `end` and the names.
    pub fn units(&self, end: &mut usize, names: &mut [Name], kind: &mut BodyKind) {
        for _ in 0..3 {
            let after = self.after(*end);
            let Some((word, form)) = UNITS.iter().find(|(word, _)| after.starts_with(word)) else { return };
            let next = *end + word.len();
            if *word == "办公室" && is_post(self.after(next)) {
                return;
            }
            for name in names.iter_mut() {
                name.form = form.replace("<>", &name.form);
                if name.form.contains("总院") && form.starts_with("中共") {
                    name.form =
                        format!("{}{word}", name.form.trim_start_matches("中共").trim_end_matches("委员会"));
                }
            }
            if form.starts_with("中共") {
                *kind = BodyKind::Party;
            }
            *end = next;
        }
    }

    /// A mention may end here: no post, no meeting, no site is made of it.
    pub fn stands(&self, end: usize) -> bool {
        let after = self.after(end);
        // 国办发〔2019〕2号 is a number, not a body.
        let numbered = ["发", "函", "字"]
            .iter()
            .any(|word| after.strip_prefix(word).is_some_and(|rest| rest.starts_with(['〔', '[', '('])));
        !numbered && !is_post(after) && !is_meeting(after) && !is_site(after)
    }
}

/// `各`, `有关`, `市县两级`, `局属` before a place; writes what the full name keeps of it.
fn limiting(before: &str, found: &mut Prefix) -> Option<usize> {
    if !before.ends_with(['各', '级', '关', '属', '直']) {
        return None;
    }
    for word in ["各级各有关", "各级", "各有关", "各相关", "各所属", "各"] {
        if let Some(rest) = before.strip_suffix(word) {
            if rest.ends_with('各') {
                continue;
            }
            found.lead.insert_str(0, word);
            (found.collective, found.limited) = (true, true);
            return Some(rest.len());
        }
    }
    for word in [
        "市县两级",
        "市区两级",
        "县乡两级",
        "市、县两级",
        "市、区两级",
        "省市两级",
        "市、县(区)两级",
        "县、乡两级",
        "市县镇三级",
        "市县乡三级",
        "市(县)两级",
    ] {
        if let Some(rest) = before.strip_suffix(word).filter(|_| found.place == Place::Unsaid) {
            found.lead.insert_str(0, word);
            found.place = Place::Own;
            (found.collective, found.limited) = (true, true);
            return Some(rest.len());
        }
    }
    // `局属`, `院直属`: units of the author.
    for tail in ["直属", "属"] {
        let Some(rest) = before.strip_suffix(tail).filter(|_| found.place == Place::Unsaid) else {
            continue;
        };
        let unit = ["局", "院", "校", "委", "厅"]
            .into_iter()
            .find_map(|unit| Some((unit, rest.strip_suffix(unit)?)));
        if let Some((unit, start)) = unit.filter(|(_, start)| last(start).is_none_or(|c| !is_han(c))) {
            found.place = Place::Unit(unit.to_string());
            found.lead.insert_str(0, tail);
            (found.collective, found.limited) = (true, true);
            return Some(start.len());
        }
    }
    for word in ["有关", "相关", "所属", "下属", "直属"] {
        if let Some(rest) = before.strip_suffix(word) {
            found.lead.insert_str(0, word);
            (found.collective, found.limited) = (true, true);
            return Some(rest.len());
        }
    }
    None
}

/// What a quantifier may end in, 驻市 apart.
static QUANTIFIES: starts::Set = starts::set("各级属关直家所个支户间省市县区州旗镇乡");

/// Whether words may end in a quantifier; most do not.
fn may_quantify(before: &str) -> bool {
    let mut near = before.chars().rev();
    near.next().is_some_and(|c| starts::has(&QUANTIFIES, c))
        || near.next() == Some('驻')
        || near.next() == Some('驻')
}

/// A character of words between a quantifier and a class.
fn is_between(c: char) -> bool {
    static NEVER: starts::Set = starts::set("了在为将要对从由等至被把有并到向是让使");
    (is_han(c) || c == '-') && !starts::has(&NEVER, c)
}

/// Units of a body with the full name that they make of its own (`<>`).
const UNITS: &[(&str, &str)] = &[
    ("总院党委", "<>总院党委"),
    ("总院", "<>总院"),
    ("理论中心组", "<>理论中心组"),
    ("理论学习中心组", "<>理论学习中心组"),
    ("机关党委", "中共<>机关委员会"),
    ("党委", "中共<>委员会"),
    ("党组", "中共<>党组"),
    ("党总支", "<>党总支"),
    ("党支部", "<>党支部"),
    ("各党支部", "<>各党支部"),
    ("下属党支部", "<>下属党支部"),
    ("办公室", "<>办公室"),
    ("各部门", "<>各部门"),
    ("各部委", "<>各部委"),
    ("有关部委", "<>有关部委"),
    ("各有关部门", "<>各有关部门"),
    ("各直属机构", "<>各直属机构"),
    ("直属机构", "<>直属机构"),
    ("研究室", "<>研究室"),
    ("有关部门", "<>有关部门"),
    ("相关部门", "<>相关部门"),
    ("督查室", "<>督查室"),
    ("督导组", "<>督导组"),
    ("领导班子", "<>领导班子"),
];

/// What is counted after these words is made or chosen, and does not act: `新增20家企业`.
pub(super) fn ends_in_making(before: &str) -> bool {
    static MAKING: WordList = WordList::new(&[
        "建成",
        "新增",
        "新建",
        "培育",
        "引进",
        "打造",
        "创建",
        "建设",
        "组建",
        "获评",
        "改扩建",
        "建",
        "新改扩建",
        "增加",
        "完成",
        "达到",
        "达",
        "超过",
        "突破",
        "认定",
        "吸引",
        "入驻",
        "改造",
        "设立",
        "选择",
        "选取",
        "至少",
        "力争",
        "净增",
        "培养",
        "招引",
        "引育",
        "孵化",
        "拥有",
        "成立",
        "提升",
        "共有",
        "现有",
        "累计",
        "实现",
        "达标",
        "新设",
        "优化",
        "扶持",
    ]);
    MAKING.ends(before).is_some()
}
