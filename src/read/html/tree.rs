//! Markup in, a tree of elements and stretches of text out, in the order they stand.
//!
//! A reader of our own, since what saved pages need is little and what hostile ones do is much: every step takes time
//! in proportion to the markup (no look back over attributes or open elements without bound), nothing recurses, and
//! nodes lie in one list in the order of the page, so that an element's content is a range of it.

use std::ops::Range;

use super::entity;

/// Elements open at one time; what is nested deeper stands in the last of them.
const DEEPEST: usize = 256;

/// Nodes of a page; after them only text is kept.
const MOST_NODES: usize = 4_000_000;

/// The elements that matter; all others are alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tag {
    Html,
    Head,
    Body,
    Title,
    Meta,
    /// Never shown: script, style, noscript, template, form controls, drawings.
    Hidden,
    Frame,
    Frameset,
    A,
    P,
    Br,
    Hr,
    /// `h1` to `h6`.
    H(u8),
    Div,
    Nav,
    Footer,
    Header,
    /// Any other element that begins a line of its own.
    Block,
    Pre,
    Ul,
    Ol,
    Li,
    Dl,
    Dt,
    Dd,
    Table,
    Caption,
    /// `thead`, `tbody`, `tfoot`.
    Rows,
    Tr,
    /// `td`, `th`.
    Cell,
    Sup,
    /// Runs on in its line: `span`, `b`, `o:p`. With a hash of its name.
    Inline(u32),
}

impl Tag {
    fn of(name: &[u8]) -> Tag {
        match name {
            b"html" => Tag::Html,
            b"head" => Tag::Head,
            b"body" => Tag::Body,
            b"title" => Tag::Title,
            b"meta" => Tag::Meta,
            b"script" | b"style" | b"noscript" | b"template" | b"textarea" | b"select" | b"option"
            | b"button" | b"input" | b"svg" | b"object" | b"audio" | b"video" | b"canvas" | b"map"
            | b"xml" | b"noframes" | b"noembed" | b"datalist" | b"applet" | b"link" | b"base" => Tag::Hidden,
            b"iframe" | b"frame" => Tag::Frame,
            b"frameset" => Tag::Frameset,
            b"a" => Tag::A,
            b"p" => Tag::P,
            b"br" => Tag::Br,
            b"hr" => Tag::Hr,
            [b'h', n @ b'1'..=b'6'] => Tag::H(n - b'0'),
            b"div" => Tag::Div,
            b"nav" | b"aside" | b"menu" => Tag::Nav,
            b"footer" => Tag::Footer,
            b"header" => Tag::Header,
            b"section" | b"article" | b"main" | b"center" | b"blockquote" | b"address" | b"fieldset"
            | b"form" | b"figure" | b"figcaption" | b"details" | b"summary" | b"dir" | b"legend"
            | b"hgroup" => Tag::Block,
            b"pre" | b"xmp" | b"listing" => Tag::Pre,
            b"ul" => Tag::Ul,
            b"ol" => Tag::Ol,
            b"li" => Tag::Li,
            b"dl" => Tag::Dl,
            b"dt" => Tag::Dt,
            b"dd" => Tag::Dd,
            b"table" => Tag::Table,
            b"caption" => Tag::Caption,
            b"thead" | b"tbody" | b"tfoot" => Tag::Rows,
            b"tr" => Tag::Tr,
            b"td" | b"th" => Tag::Cell,
            b"sup" => Tag::Sup,
            name => Tag::Inline(hash(name)),
        }
    }

    /// Begins a line of its own.
    pub fn is_block(self) -> bool {
        !matches!(
            self,
            Tag::A | Tag::Sup | Tag::Inline(_) | Tag::Br | Tag::Meta | Tag::Hidden | Tag::Title | Tag::Frame
        )
    }

    /// An element may hold the text of a page: no line, row or part of one.
    pub fn is_container(self) -> bool {
        matches!(
            self,
            Tag::Body
                | Tag::Html
                | Tag::Div
                | Tag::Block
                | Tag::Header
                | Tag::Cell
                | Tag::Pre
                | Tag::Nav
                | Tag::Footer
        )
    }

    fn is_row_part(self) -> bool {
        matches!(self, Tag::Table | Tag::Caption | Tag::Rows | Tag::Tr | Tag::Cell)
    }
}

fn hash(name: &[u8]) -> u32 {
    name.iter().fold(0x811C_9DC5, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193))
}

/// An attribute that is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attribute {
    Id,
    Class,
    Style,
    Name,
    Content,
    HttpEquiv,
    Charset,
    Colspan,
    Rowspan,
    Role,
    Start,
    Kind,
    Source,
    Href,
}

fn attribute(name: &[u8]) -> Option<Attribute> {
    Some(match name {
        b"id" => Attribute::Id,
        b"class" => Attribute::Class,
        b"style" => Attribute::Style,
        b"name" | b"property" => Attribute::Name,
        b"content" => Attribute::Content,
        b"http-equiv" => Attribute::HttpEquiv,
        b"charset" => Attribute::Charset,
        b"colspan" => Attribute::Colspan,
        b"rowspan" => Attribute::Rowspan,
        b"role" => Attribute::Role,
        b"start" => Attribute::Start,
        b"type" => Attribute::Kind,
        b"src" => Attribute::Source,
        b"href" => Attribute::Href,
        _ => return None,
    })
}

/// A node: an element, or text where `tag` is `None`.
#[derive(Clone, Debug)]
pub struct Node {
    pub tag: Option<Tag>,
    pub parent: u32,
    /// One past the last node inside it.
    pub end: u32,
    /// Not shown: `display:none`, or inside what is not.
    pub concealed: bool,
    /// Inside something that holds no text of the page at all: a script, a form control.
    pub hidden: bool,
    /// Inside a link.
    pub linked: bool,
    /// An element's attributes or a text's bytes, as a range of the tree's own list or buffer.
    range: (u32, u32),
}

/// A page. Node 0 is the page itself.
#[derive(Debug, Default)]
pub struct Tree {
    pub nodes: Vec<Node>,
    attributes: Vec<(Attribute, String)>,
    text: String,
    /// Script elements that the page has.
    pub scripts: usize,
    /// The markup ends inside a tag, a comment or a script.
    pub cut: bool,
}

impl Tree {
    /// Reads a page.
    pub fn parse(markup: &str) -> Tree {
        let mut builder = Builder {
            tree: Tree { text: String::with_capacity(markup.len() / 4), ..Tree::default() },
            open: Vec::new(),
            deeper: 0,
            paragraphs: 0,
        };
        builder.push(Some(Tag::Html), (0, 0), false, false);
        builder.open.push(0);
        builder.read(markup);
        builder.close_all()
    }

    pub fn text(&self, n: usize) -> &str {
        let node = &self.nodes[n];
        if node.tag.is_some() {
            return "";
        }
        &self.text[node.range.0 as usize..node.range.1 as usize]
    }

    pub fn attribute(&self, n: usize, wanted: Attribute) -> Option<&str> {
        let node = &self.nodes[n];
        node.tag?;
        let own = &self.attributes[node.range.0 as usize..node.range.1 as usize];
        own.iter().find(|(attribute, _)| *attribute == wanted).map(|(_, value)| value.as_str())
    }

    pub fn parent(&self, n: usize) -> usize {
        self.nodes[n].parent as usize
    }

    /// The nodes inside an element, itself included.
    pub fn within(&self, n: usize) -> Range<usize> {
        n..self.nodes[n].end as usize
    }

    /// The elements right inside another.
    pub fn children(&self, n: usize) -> impl Iterator<Item = usize> + '_ {
        let end = self.nodes[n].end as usize;
        let mut at = n + 1;
        std::iter::from_fn(move || {
            let child = (at < end).then_some(at)?;
            at = self.nodes[child].end as usize;
            Some(child)
        })
    }

    /// The first words of an element in one line.
    pub fn words(&self, n: usize) -> String {
        const MOST: usize = 3_000;
        let mut words = String::new();
        for at in self.within(n).take(MOST) {
            if self.nodes[at].tag.is_some_and(Tag::is_block) || self.nodes[at].tag == Some(Tag::Br) {
                words.push(' ');
            }
            words.push_str(self.text(at));
            if words.len() > MOST {
                break;
            }
        }
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

struct Builder {
    tree: Tree,
    /// Elements that are open, by index.
    open: Vec<usize>,
    /// Elements open beyond [`DEEPEST`].
    deeper: usize,
    /// Paragraphs that are open: nearly always one or none, so that there is nothing to look for.
    paragraphs: usize,
}

impl Builder {
    fn read(&mut self, markup: &str) {
        let bytes = markup.as_bytes();
        let mut at = 0;
        // What nothing closes is looked for once.
        let mut closes_server_code = true;
        while at < bytes.len() {
            let next = find(bytes, at, b'<').unwrap_or(bytes.len());
            if next > at {
                self.text(&markup[at..next]);
            }
            if next == bytes.len() {
                break;
            }
            at = match &bytes[next + 1..] {
                [b'!', b'-', b'-', rest @ ..] => {
                    // `<!-->` is a whole comment; one that nothing closes hides the rest of the page.
                    let empty = rest.starts_with(b">") || rest.starts_with(b"->");
                    let from = if empty { next + 2 } else { next + 4 };
                    match find_str(markup, from, "-->") {
                        Some(end) => end + 3,
                        None => self.cut(bytes),
                    }
                }
                // A page of a server that nobody ran: `<%@ page … %>`.
                [b'%', ..] if closes_server_code => match find_str(markup, next, "%>") {
                    Some(end) => end + 2,
                    None => {
                        closes_server_code = false;
                        next + 2
                    }
                },
                [b'!' | b'?', ..] => find(bytes, next, b'>').map_or(bytes.len(), |end| end + 1),
                [b'/', letter, ..] if letter.is_ascii_alphabetic() => self.end_tag(markup, next + 2),
                // `</>` and `</ 甲>` are comments by the standard.
                [b'/', ..] => find(bytes, next, b'>').map_or(bytes.len(), |end| end + 1),
                [letter, ..] if letter.is_ascii_alphabetic() => self.start_tag(markup, next + 1),
                _ => {
                    self.text("<");
                    next + 1
                }
            };
        }
    }

    /// The rest of the markup is inside what nothing closes.
    fn cut(&mut self, markup: &[u8]) -> usize {
        self.tree.cut = true;
        markup.len()
    }

    fn text(&mut self, raw: &str) {
        self.open_body_for(!raw.trim().is_empty());
        if self.tree.text.len() > u32::MAX as usize / 2 {
            return;
        }
        let start = self.tree.text.len();
        decode(raw, &mut self.tree.text);
        let end = self.tree.text.len();
        if end == start {
            return;
        }
        // Text beside text is one stretch.
        if let Some(last) = self.tree.nodes.last_mut()
            && last.tag.is_none()
            && last.range.1 as usize == start
            && self.open.last().is_some_and(|&open| open as u32 == last.parent)
        {
            last.range.1 = end as u32;
            return;
        }
        self.push(None, (start as u32, end as u32), false, false);
    }

    /// Words or elements of the page itself end its head.
    fn open_body_for(&mut self, content: bool) {
        if content
            && let Some(at) =
                self.open.iter().take(3).position(|&n| self.tree.nodes[n].tag == Some(Tag::Head))
        {
            let inside = self.open[at + 1..]
                .iter()
                .all(|&n| !matches!(self.tree.nodes[n].tag, Some(Tag::Hidden | Tag::Title)));
            if inside {
                self.close_to(at);
            }
        }
    }

    fn push(&mut self, tag: Option<Tag>, range: (u32, u32), concealed: bool, hidden: bool) -> usize {
        let parent = self.open.last().copied().unwrap_or(0);
        let n = self.tree.nodes.len();
        // `<a name=OLE_LINK1>` is a place, no link.
        let linked = tag == Some(Tag::A)
            && self.tree.attributes[range.0 as usize..range.1 as usize]
                .iter()
                .any(|(attribute, _)| *attribute == Attribute::Href);
        let (above_concealed, above_hidden, above_linked) = match self.tree.nodes.get(parent) {
            Some(above) => (above.concealed, above.hidden, above.linked),
            None => (false, false, false),
        };
        self.tree.nodes.push(Node {
            tag,
            parent: parent as u32,
            end: n as u32 + 1,
            concealed: concealed || above_concealed,
            hidden: hidden || above_hidden,
            linked: linked || above_linked,
            range,
        });
        n
    }

    /// Closes the open elements from place `at` of the list on.
    fn close_to(&mut self, at: usize) {
        let end = self.tree.nodes.len() as u32;
        for n in self.open.drain(at..) {
            self.tree.nodes[n].end = end;
            self.paragraphs -= usize::from(self.tree.nodes[n].tag == Some(Tag::P));
        }
        self.deeper = 0;
    }

    fn close_all(mut self) -> Tree {
        self.close_to(0);
        self.tree
    }

    fn tag_at(&self, at: usize) -> Tag {
        self.tree.nodes[self.open[at]].tag.unwrap_or(Tag::Div)
    }

    /// The place of the innermost open element that `wanted` fits, no further out than one that `stop` fits.
    fn innermost(&self, wanted: impl Fn(Tag) -> bool, stop: impl Fn(Tag) -> bool) -> Option<usize> {
        for at in (1..self.open.len()).rev() {
            let tag = self.tag_at(at);
            if wanted(tag) {
                return Some(at);
            }
            if stop(tag) {
                return None;
            }
        }
        None
    }

    fn close(&mut self, wanted: impl Fn(Tag) -> bool, stop: impl Fn(Tag) -> bool) {
        if let Some(at) = self.innermost(wanted, stop) {
            self.close_to(at);
        }
    }

    /// Reads a tag whose name begins at `from`; gives where the markup goes on.
    fn start_tag(&mut self, markup: &str, from: usize) -> usize {
        let bytes = markup.as_bytes();
        let name = name_at(bytes, from);
        let lower = lower_name(&bytes[from..name]);
        let tag = Tag::of(&lower);
        let first = self.tree.attributes.len();
        let (end, bare_hidden, self_closing) = self.attributes(markup, name, tag);
        let Some(end) = end else {
            // Nothing closes the tag: the rest of the page is inside it.
            self.tree.attributes.truncate(first);
            return self.cut(bytes);
        };
        if tag == Tag::Hidden && lower == *b"script" {
            self.tree.scripts += 1;
        }
        self.before(tag);
        let full = self.tree.nodes.len() >= MOST_NODES || self.tree.attributes.len() >= MOST_NODES;
        let range = (first as u32, self.tree.attributes.len() as u32);
        let raw = is_raw(&lower);
        if full || self.open.len() >= DEEPEST {
            self.tree.attributes.truncate(first);
            if raw {
                return raw_end(markup, end, &lower).1;
            }
            if !is_void(&lower) && !self_closing {
                self.deeper += 1;
            }
            // The line still ends where an element would begin one.
            if !full && tag.is_block() {
                self.push(Some(Tag::Br), (0, 0), false, false);
            }
            return end;
        }
        // A page that is hidden as a whole is shown by a script once it has loaded.
        let concealed = tag != Tag::Body && tag != Tag::Html && (bare_hidden || self.conceals(range));
        let hidden = tag == Tag::Hidden || raw && tag != Tag::Title;
        if matches!(tag, Tag::Html | Tag::Body) && self.again(tag) {
            self.tree.attributes.truncate(first);
            return end;
        }
        let n = self.push(Some(tag), range, concealed, hidden);
        if raw {
            let (inner, next) = raw_end(markup, end, &lower);
            self.tree.cut |= inner == bytes.len();
            if matches!(lower.as_slice(), b"title") {
                self.open.push(n);
                self.text(&markup[end..inner]);
                let at = self.open.len() - 1;
                self.close_to(at);
            }
            return next;
        }
        // A slash closes only what is not of HTML: `<jsp:include/>`, `<o:p/>`, `<path/>`.
        let foreign = matches!(tag, Tag::Inline(_)) && lower.contains(&b':');
        if !(is_void(&lower) || self_closing && (foreign || matches!(tag, Tag::Hidden))) {
            self.open.push(n);
            self.paragraphs += usize::from(tag == Tag::P);
        }
        end
    }

    /// A second `<body>` is none.
    fn again(&mut self, tag: Tag) -> bool {
        tag == Tag::Html || self.open.iter().any(|&n| self.tree.nodes[n].tag == Some(Tag::Body))
    }

    /// Closes what the tag ends without saying so.
    fn before(&mut self, tag: Tag) {
        if !matches!(tag, Tag::Meta | Tag::Title | Tag::Hidden | Tag::Head | Tag::Html) {
            self.open_body_for(true);
        }
        let table = |tag: Tag| matches!(tag, Tag::Table);
        match tag {
            Tag::Li => {
                self.close(|tag| tag == Tag::Li, |tag| matches!(tag, Tag::Ul | Tag::Ol) || tag.is_row_part())
            }
            Tag::Dt | Tag::Dd => {
                self.close(|tag| matches!(tag, Tag::Dt | Tag::Dd), |tag| tag == Tag::Dl || tag.is_row_part());
            }
            Tag::Rows => self.close(|tag| matches!(tag, Tag::Rows | Tag::Caption), table),
            Tag::Tr => self.close(|tag| matches!(tag, Tag::Tr | Tag::Caption), table),
            Tag::Cell => {
                self.close(|tag| tag == Tag::Cell, |tag| matches!(tag, Tag::Tr | Tag::Table));
            }
            Tag::A => self.close(|tag| tag == Tag::A, Tag::is_block),
            _ => {}
        }
        if self.paragraphs > 0
            && tag.is_block()
            && !matches!(tag, Tag::Rows | Tag::Tr | Tag::Cell | Tag::Body)
        {
            self.close(|tag| tag == Tag::P, Tag::is_row_part);
        }
    }

    fn end_tag(&mut self, markup: &str, from: usize) -> usize {
        let bytes = markup.as_bytes();
        let name = name_at(bytes, from);
        let Some(end) = find(bytes, name, b'>') else { return self.cut(bytes) };
        let lower = lower_name(&bytes[from..name]);
        let tag = Tag::of(&lower);
        if matches!(tag, Tag::Html | Tag::Body) || is_void(&lower) {
            if tag == Tag::Br {
                self.push(Some(Tag::Br), (0, 0), false, false);
            }
            return end + 1;
        }
        if self.deeper > 0 && !tag.is_row_part() {
            self.deeper -= 1;
            return end + 1;
        }
        match tag {
            Tag::Table => self.close(|other| other == tag, |_| false),
            Tag::Rows | Tag::Tr | Tag::Cell | Tag::Caption => {
                self.close(|other| other == tag, |other| other == Tag::Table);
            }
            Tag::P if self.innermost(|other| other == Tag::P, Tag::is_row_part).is_none() => {
                self.push(Some(Tag::Br), (0, 0), false, false);
            }
            Tag::H(_) => self.close(|other| matches!(other, Tag::H(_)), Tag::is_row_part),
            // Bold that ends behind the end of its paragraph ends nothing.
            Tag::Inline(_) | Tag::A | Tag::Sup => self.close(|other| other == tag, Tag::is_block),
            _ => self.close(|other| other == tag, Tag::is_row_part),
        }
        end + 1
    }

    /// Reads attributes from `at` on: where the tag ends, whether it has a bare `hidden`, whether it closes itself.
    fn attributes(&mut self, markup: &str, mut at: usize, tag: Tag) -> (Option<usize>, bool, bool) {
        let bytes = markup.as_bytes();
        let first = self.tree.attributes.len();
        let (mut bare_hidden, mut slash) = (false, false);
        loop {
            while bytes.get(at).is_some_and(|&b| b.is_ascii_whitespace() || b == b'/') {
                slash = bytes[at] == b'/';
                at += 1;
            }
            match bytes.get(at) {
                None => return (None, false, false),
                Some(b'>') => return (Some(at + 1), bare_hidden, slash),
                Some(_) => slash = false,
            }
            let start = at;
            at += 1;
            while bytes.get(at).is_some_and(|&b| !b.is_ascii_whitespace() && !matches!(b, b'=' | b'>' | b'/'))
            {
                at += 1;
            }
            let name = start..at;
            while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
                at += 1;
            }
            let mut value = at..at;
            if bytes.get(at) == Some(&b'=') {
                at += 1;
                while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
                    at += 1;
                }
                match bytes.get(at) {
                    Some(&quote @ (b'"' | b'\'')) => {
                        let Some(end) = find(bytes, at + 1, quote) else { return (None, false, false) };
                        value = at + 1..end;
                        at = end + 1;
                    }
                    _ => {
                        let from = at;
                        while bytes.get(at).is_some_and(|&b| !b.is_ascii_whitespace() && b != b'>') {
                            at += 1;
                        }
                        value = from..at;
                    }
                }
            }
            if name.len() > 12 {
                continue;
            }
            let lower = lower_name(&bytes[name]);
            bare_hidden |= lower == *b"hidden" && tag != Tag::Hidden;
            if let Some(attribute) = attribute(&lower)
                && self.tree.attributes.len() < MOST_NODES
                && !self.tree.attributes[first..].iter().any(|(known, _)| *known == attribute)
            {
                let mut words = String::new();
                decode(&markup[value], &mut words);
                self.tree.attributes.push((attribute, words));
            }
        }
    }

    /// `style="display: none"`, `visibility:hidden`, Word's `mso-hide:all`.
    fn conceals(&self, range: (u32, u32)) -> bool {
        let own = &self.tree.attributes[range.0 as usize..range.1 as usize];
        own.iter().filter(|(attribute, _)| *attribute == Attribute::Style).any(|(_, style)| {
            style.split(';').any(|rule| {
                let rule: String =
                    rule.chars().filter(|c| !c.is_whitespace()).take(40).collect::<String>().to_lowercase();
                let rule = rule.trim_end_matches("!important");
                matches!(rule, "display:none" | "visibility:hidden" | "mso-hide:all")
            })
        })
    }
}

fn find(bytes: &[u8], from: usize, byte: u8) -> Option<usize> {
    bytes.get(from..)?.iter().position(|&b| b == byte).map(|at| from + at)
}

fn find_str(markup: &str, from: usize, wanted: &str) -> Option<usize> {
    markup.get(from..)?.find(wanted).map(|at| from + at)
}

/// Where the name of a tag that begins at `from` ends.
fn name_at(bytes: &[u8], from: usize) -> usize {
    bytes[from..]
        .iter()
        .position(|&b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>'))
        .map_or(bytes.len(), |length| from + length)
}

/// A name in lower case; no name that matters is longer than 32 bytes.
fn lower_name(name: &[u8]) -> Vec<u8> {
    name[..name.len().min(32)].to_ascii_lowercase()
}

fn is_void(name: &[u8]) -> bool {
    matches!(
        name,
        b"br"
            | b"hr"
            | b"img"
            | b"input"
            | b"meta"
            | b"link"
            | b"base"
            | b"col"
            | b"area"
            | b"embed"
            | b"param"
            | b"source"
            | b"track"
            | b"wbr"
            | b"frame"
            | b"bgsound"
            | b"basefont"
            | b"keygen"
    )
}

/// Elements whose content is no markup.
fn is_raw(name: &[u8]) -> bool {
    matches!(name, b"script" | b"style" | b"title" | b"textarea" | b"iframe" | b"noembed" | b"noframes")
}

/// Where the content of a raw element ends, and where the markup goes on.
fn raw_end(markup: &str, from: usize, name: &[u8]) -> (usize, usize) {
    let bytes = markup.as_bytes();
    let mut at = from;
    while let Some(next) = find_str(markup, at, "</") {
        let after = &bytes[next + 2..];
        if after.len() >= name.len() && after[..name.len()].eq_ignore_ascii_case(name) {
            let end = find(bytes, next + 2, b'>').map_or(bytes.len(), |end| end + 1);
            return (next, end);
        }
        at = next + 2;
    }
    (bytes.len(), bytes.len())
}

/// Appends the characters of `raw` with references read and without what nobody sees.
fn decode(raw: &str, out: &mut String) {
    let mut rest = raw;
    while let Some(at) = rest.find('&') {
        push_seen(&rest[..at], out);
        rest = &rest[at..];
        match entity::read(rest) {
            // Pages that were escaped twice have `&amp;nbsp;`.
            Some(('&', length)) if length == 5 => {
                let again = &rest[length - 1..];
                let twice = again.char_indices().nth(10).map_or(again, |(end, _)| &again[..end]);
                let doubled = twice[1..].find(';').and_then(|end| {
                    let reference = format!("&{}", &twice[1..end + 2]);
                    entity::read(&reference).filter(|&(_, read)| read == reference.len())
                });
                match doubled {
                    Some((c, read)) if !matches!(c, '<' | '>' | '&') => {
                        push_seen(c.encode_utf8(&mut [0; 4]), out);
                        rest = &rest[length + read - 1..];
                    }
                    _ => {
                        out.push('&');
                        rest = &rest[length..];
                    }
                }
            }
            Some((c, length)) => {
                push_seen(c.encode_utf8(&mut [0; 4]), out);
                rest = &rest[length..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    push_seen(rest, out);
}

/// Soft hyphens, zero-width characters, marks of direction and control characters are no text.
fn push_seen(text: &str, out: &mut String) {
    let unseen = |c: char| {
        c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{C}')
            || matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
    };
    if text.contains(unseen) {
        out.extend(text.chars().filter(|&c| !unseen(c)));
    } else {
        out.push_str(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tags of a page in order, each text in quotes, depth by brackets.
    fn shape(markup: &str) -> String {
        let tree = Tree::parse(markup);
        let mut out = String::new();
        let mut open: Vec<usize> = Vec::new();
        for (n, node) in tree.nodes.iter().enumerate().skip(1) {
            while open.last().is_some_and(|&end| end <= n) {
                open.pop();
                out.push(']');
            }
            match node.tag {
                None => out.push_str(&format!("'{}'", tree.text(n).trim())),
                Some(tag) => {
                    let name = format!("{tag:?}").to_lowercase();
                    out.push_str(name.split('(').next().unwrap());
                    out.push('[');
                    open.push(node.end as usize);
                }
            }
        }
        out.push_str(&"]".repeat(open.len()));
        out
    }

    #[test]
    fn elements_end_where_others_begin() {
        assert_eq!(shape("<p>甲<p>乙<div>丙</div>"), "p['甲']p['乙']div['丙']");
        assert_eq!(shape("<ul><li>甲<li>乙</ul>丙"), "ul[li['甲']li['乙']]'丙'");
        assert_eq!(
            shape("<table><tr><td>甲<td>乙<tr><td><p>丙</table>丁"),
            "table[tr[cell['甲']cell['乙']]tr[cell[p['丙']]]]'丁'"
        );
        assert_eq!(shape("<b>甲<p>乙</b>丙</p>"), "inline['甲'p['乙丙']]");
        assert_eq!(shape("<td><div>甲</td></div>乙"), "cell[div['甲']]'乙'");
    }

    #[test]
    fn what_is_no_markup_is_none() {
        assert_eq!(shape("甲<!-- <p>乙</p> -->丙<![if !supportLists]>丁<![endif]>"), "'甲丙丁'");
        assert_eq!(shape("<!--[if gte mso 9]><xml><w:x>甲</w:x></xml><![endif]-->乙"), "'乙'");
        assert_eq!(shape("<%@ page language=\"java\" %><p>a < b 且 c<1</p>"), "p['a < b 且 c<1']");
        assert_eq!(shape("<script>if (a<b) '</div>'</script>甲"), "hidden[]'甲'");
        assert_eq!(shape("甲<!-- 乙"), "'甲'");
    }

    #[test]
    fn what_is_not_shown_is_marked() {
        let tree =
            Tree::parse("<div style='color:red; DISPLAY : none'>甲</div><p hidden>乙</p><span>丙</span>");
        let shown: String = (0..tree.nodes.len())
            .filter(|&n| !tree.nodes[n].concealed && !tree.nodes[n].hidden)
            .map(|n| tree.text(n))
            .collect();
        assert_eq!(shown, "丙");
    }

    #[test]
    fn unseen_characters_go() {
        let tree = Tree::parse("2\u{200B}0\u{AD}2&#8203;5&shy;年\0\u{202E}底&amp;nbsp;前");
        assert_eq!(tree.words(0), "2025年底 前");
    }
}
