//! Styles: `styles.xml` in; of each style its list and level, whether its text is hidden, and whether it sets a contents list.

use quick_xml::Reader;
use quick_xml::events::Event;
use rustc_hash::FxHashMap;

use super::numbering::is_on;
use crate::read::package::attribute;

/// Styles that rest on one another; a circle ends here.
const DEEPEST: usize = 20;

#[derive(Default)]
pub struct Styles {
    styles: FxHashMap<String, Style>,
    /// The style of paragraphs that name none.
    pub normal: Option<String>,
}

#[derive(Default)]
struct Style {
    name: String,
    rests_on: Option<String>,
    list: Option<String>,
    level: Option<usize>,
    hidden: Option<bool>,
}

impl Styles {
    /// Reads `styles.xml` as far as it is well-formed.
    pub fn of(xml: &str) -> Styles {
        let mut styles = Styles::default();
        let mut reader = Reader::from_str(xml);
        reader.config_mut().check_end_names = false;
        let mut current = None::<String>;
        loop {
            let tag = match reader.read_event() {
                Ok(Event::Start(tag) | Event::Empty(tag)) => tag,
                Ok(Event::Eof) | Err(_) => return styles,
                Ok(_) => continue,
            };
            let name = tag.local_name();
            if name.as_ref() == "style" {
                let id = attribute(&tag, "styleId").unwrap_or_default();
                let normal = attribute(&tag, "default").is_some_and(|value| is_on(Some(value)));
                if normal && attribute(&tag, "type").is_some_and(|kind| kind == "paragraph") {
                    styles.normal = Some(id.clone());
                }
                styles.styles.insert(id.clone(), Style::default());
                current = Some(id);
                continue;
            }
            let Some(style) = current.as_ref().and_then(|id| styles.styles.get_mut(id)) else { continue };
            match name.as_ref() {
                "name" => style.name = attribute(&tag, "val").unwrap_or_default().to_lowercase(),
                "basedOn" => style.rests_on = attribute(&tag, "val"),
                "numId" => style.list = attribute(&tag, "val"),
                "ilvl" => style.level = attribute(&tag, "val").and_then(|level| level.parse().ok()),
                "vanish" => style.hidden = Some(is_on(attribute(&tag, "val"))),
                _ => {}
            }
        }
    }

    /// A style and those it rests on.
    fn chain<'s>(&'s self, id: &'s str) -> impl Iterator<Item = (&'s str, &'s Style)> {
        let of = |id: &'s str| self.styles.get(id).map(|style| (id, style));
        std::iter::successors(of(id), move |(_, style)| of(style.rests_on.as_deref()?)).take(DEEPEST)
    }

    /// The list of a style, the style that gives it, and the level where the style says it.
    pub fn list<'s>(&'s self, id: &'s str) -> Option<(&'s str, &'s str, Option<usize>)> {
        let (giver, list) = self.chain(id).find_map(|(id, style)| Some((id, style.list.as_deref()?)))?;
        Some((list, giver, self.chain(id).find_map(|(_, style)| style.level)))
    }

    pub fn hidden(&self, id: &str) -> bool {
        self.chain(id).find_map(|(_, style)| style.hidden).unwrap_or(false)
    }

    /// `toc 1`, `WPSOffice手动目录 1`: a line of the contents list, which says the headings over again.
    pub fn lists_contents(&self, id: &str) -> bool {
        let Some(style) = self.styles.get(id) else { return false };
        let level = style.name.strip_prefix("toc ").map(|rest| rest.trim());
        level.is_some_and(|rest| rest == "heading" || rest.parse::<u8>().is_ok())
            || style.name.contains("手动目录")
    }
}
