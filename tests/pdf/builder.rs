//! A writer of small PDF files: pages of text in a font of a chosen kind, lines, pictures; plain objects, no compression.

use std::fmt::Write;

/// How the font says which characters its codes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Font {
    /// Codes of GBK; nothing else says what they mean.
    Gbk,
    /// Codes of UCS-2, likewise.
    Ucs2,
    /// Codes of its own with a list of what they mean.
    Listed,
    /// Codes of its own that nothing explains.
    Bare,
}

/// A page; lengths in points from its upper left corner.
#[derive(Clone, Default)]
pub struct Page {
    pub width: f64,
    pub height: f64,
    /// Degrees by which it is shown turned.
    pub rotate: i32,
    pub drawn: Vec<Drawn>,
}

#[derive(Clone)]
pub enum Drawn {
    Text { words: String, size: f64, left: f64, base: f64 },
    Line { from: (f64, f64), to: (f64, f64) },
    Picture,
}

pub const WIDTH: f64 = 595.0;
pub const HEIGHT: f64 = 842.0;

pub fn page() -> Page {
    Page { width: WIDTH, height: HEIGHT, ..Page::default() }
}

/// Columns of half a character.
fn columns(c: char) -> f64 {
    if c.is_ascii() { 0.5 } else { 1.0 }
}

pub fn width(words: &str, size: f64) -> f64 {
    words.chars().map(columns).sum::<f64>() * size
}

impl Page {
    pub fn text(mut self, words: &str, size: f64, left: f64, base: f64) -> Page {
        self.drawn.push(Drawn::Text { words: words.into(), size, left, base });
        self
    }

    pub fn centred(self, words: &str, size: f64, base: f64) -> Page {
        let left = (self.width - width(words, size)) / 2.0;
        self.text(words, size, left, base)
    }

    pub fn line(mut self, from: (f64, f64), to: (f64, f64)) -> Page {
        self.drawn.push(Drawn::Line { from, to });
        self
    }

    /// A scan that fills the page.
    pub fn picture(mut self) -> Page {
        self.drawn.push(Drawn::Picture);
        self
    }

    fn content(&self, font: Font, listed: &[char]) -> String {
        let mut content = String::new();
        for drawn in &self.drawn {
            match drawn {
                Drawn::Text { words, size, left, base } => {
                    let codes: String = words.chars().map(|c| code(c, font, listed)).collect();
                    let y = self.height - base;
                    writeln!(content, "BT /F1 {size} Tf 1 0 0 1 {left:.2} {y:.2} Tm <{codes}> Tj ET")
                        .unwrap();
                }
                Drawn::Line { from, to } => {
                    let (y, z) = (self.height - from.1, self.height - to.1);
                    writeln!(content, "0.5 w {:.2} {y:.2} m {:.2} {z:.2} l S", from.0, to.0).unwrap();
                }
                Drawn::Picture => {
                    writeln!(content, "q {} 0 0 {} 0 0 cm /P1 Do Q", self.width, self.height).unwrap();
                }
            }
        }
        content
    }
}

fn code(c: char, font: Font, listed: &[char]) -> String {
    match font {
        Font::Gbk => {
            let words = c.to_string();
            let (bytes, _, failed) = encoding_rs::GBK.encode(&words);
            assert!(!failed, "{c} is not in GBK");
            bytes.iter().map(|byte| format!("{byte:02X}")).collect()
        }
        Font::Ucs2 => {
            let mut units = [0; 2];
            c.encode_utf16(&mut units).iter().map(|unit| format!("{unit:04X}")).collect()
        }
        Font::Listed | Font::Bare => {
            // Not in the order of any alphabet.
            let place = listed.iter().position(|other| *other == c).unwrap();
            format!("{:04X}", place + 3)
        }
    }
}

/// The file: object 1 is the catalogue, 2 the list of pages, 3 the font.
pub struct File {
    pub objects: Vec<Vec<u8>>,
    pub trailer: String,
}

pub fn file(pages: &[Page], font: Font) -> File {
    let mut listed: Vec<char> = Vec::new();
    for drawn in pages.iter().flat_map(|page| &page.drawn) {
        if let Drawn::Text { words, .. } = drawn {
            words.chars().for_each(|c| {
                if !listed.contains(&c) {
                    listed.push(c);
                }
            });
        }
    }
    let kids: String = (0..pages.len()).map(|n| format!("{} 0 R ", 8 + 2 * n)).collect();
    let (encoding, ordering) = match font {
        Font::Gbk => ("GBK-EUC-H", "GB1"),
        Font::Ucs2 => ("UniGB-UCS2-H", "GB1"),
        Font::Listed | Font::Bare => ("Identity-H", "Identity"),
    };
    let half: String = match font {
        Font::Gbk | Font::Ucs2 => "[1 95 500 814 939 500]".into(),
        Font::Listed | Font::Bare => {
            let narrow = listed.iter().enumerate().filter(|(_, c)| c.is_ascii());
            let widths: String = narrow.map(|(n, _)| format!("{0} {0} 500 ", n + 3)).collect();
            format!("[{widths}]")
        }
    };
    let list = if font == Font::Listed { "/ToUnicode 6 0 R" } else { "" };
    let mut map = String::from(
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Own def /CMapType 2 def\n\
         1 begincodespacerange <0000> <FFFF> endcodespacerange\n",
    );
    for (n, some) in listed.chunks(100).enumerate() {
        writeln!(map, "{} beginbfchar", some.len()).unwrap();
        for (k, c) in some.iter().enumerate() {
            writeln!(map, "<{:04X}> <{}>", n * 100 + k + 3, code(*c, Font::Ucs2, &[])).unwrap();
        }
        map.push_str("endbfchar\n");
    }
    map.push_str("endcmap end end\n");
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        format!("<< /Type /Pages /Count {} /Kids [{kids}] >>", pages.len()).into_bytes(),
        format!(
            "<< /Type /Font /Subtype /Type0 /BaseFont /SimSun /Encoding /{encoding} /DescendantFonts [4 0 R] {list} >>"
        )
        .into_bytes(),
        format!(
            "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /SimSun /DW 1000 /W {half} /FontDescriptor 5 0 R \
             /CIDSystemInfo << /Registry (Adobe) /Ordering ({ordering}) /Supplement 0 >> >>"
        )
        .into_bytes(),
        b"<< /Type /FontDescriptor /FontName /SimSun /Flags 4 /FontBBox [0 -140 1000 860] /ItalicAngle 0 \
          /Ascent 860 /Descent -140 /CapHeight 700 /StemV 80 >>"
            .to_vec(),
        stream("", map.as_bytes()),
        stream(
            "/Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceGray /BitsPerComponent 8",
            &[0x7F; 64],
        ),
    ];
    for (n, page) in pages.iter().enumerate() {
        objects.push(
            format!(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {} {}] /Rotate {} /Contents {} 0 R \
                 /Resources << /Font << /F1 3 0 R >> /XObject << /P1 7 0 R >> >> >>",
                page.width,
                page.height,
                page.rotate,
                9 + 2 * n
            )
            .into_bytes(),
        );
        objects.push(stream("", page.content(font, &listed).as_bytes()));
    }
    File { objects, trailer: String::new() }
}

pub fn stream(entries: &str, bytes: &[u8]) -> Vec<u8> {
    let mut object = format!("<< {entries} /Length {} >>\nstream\n", bytes.len()).into_bytes();
    object.extend_from_slice(bytes);
    object.extend_from_slice(b"\nendstream");
    object
}

impl File {
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = b"%PDF-1.4\n%\xE2\xE3\xCF\xD3\n".to_vec();
        let mut places = Vec::new();
        for (n, object) in self.objects.iter().enumerate() {
            places.push(bytes.len());
            bytes.extend_from_slice(format!("{} 0 obj\n", n + 1).as_bytes());
            bytes.extend_from_slice(object);
            bytes.extend_from_slice(b"\nendobj\n");
        }
        let start = bytes.len();
        let count = places.len() + 1;
        bytes.extend_from_slice(format!("xref\n0 {count}\n0000000000 65535 f \n").as_bytes());
        for place in places {
            bytes.extend_from_slice(format!("{place:010} 00000 n \n").as_bytes());
        }
        let trailer = &self.trailer;
        bytes.extend_from_slice(
            format!("trailer\n<< /Size {count} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n")
                .as_bytes(),
        );
        bytes
    }
}

/// How a text is set.
#[derive(Clone, Copy)]
pub struct Setting {
    pub size: f64,
    pub left: f64,
    pub right: f64,
    pub top: f64,
    pub bottom: f64,
    pub leading: f64,
    /// Two columns side by side.
    pub columns: usize,
}

pub const SETTING: Setting =
    Setting { size: 16.0, left: 80.0, right: 515.0, top: 100.0, bottom: 740.0, leading: 28.0, columns: 1 };

/// Sets the paragraphs of a text (its lines) on pages: the first centred and large, the others with their first line
/// set in by two characters, a page number at the foot.
pub fn set(text: &str, setting: Setting) -> Vec<Page> {
    let Setting { size, left, right, top, bottom, leading, columns } = setting;
    let gutter = size * 2.0;
    let measure = ((right - left) - gutter * (columns - 1) as f64) / columns as f64;
    let measure = (measure / size).floor() * size;
    let mut pages = vec![page()];
    let mut base = top;
    let mut column = 0;
    let mut first = top;
    for (n, paragraph) in text.lines().map(str::trim).filter(|line| !line.is_empty()).enumerate() {
        let title = n == 0 && width(paragraph, size * 1.4) < right - left;
        if title {
            let last = pages.pop().unwrap();
            pages.push(last.centred(paragraph, size * 1.4, base));
            base += leading * 2.0;
            first = base;
            continue;
        }
        for (k, line) in lines(paragraph, size, measure).into_iter().enumerate() {
            if base > bottom {
                column += 1;
                if column == columns {
                    column = 0;
                    pages.push(page());
                    first = top;
                }
                base = first;
            }
            let start = left + column as f64 * (measure + gutter) + if k == 0 { size * 2.0 } else { 0.0 };
            let last = pages.pop().unwrap();
            pages.push(last.text(&line, size, start, base));
            base += leading;
        }
    }
    let numbered = pages.into_iter().enumerate();
    numbered.map(|(n, page)| page.centred(&format!("— {} —", n + 1), 14.0, 790.0)).collect()
}

/// Breaks a paragraph as a word processor does: no mark at the beginning of a line, no word or number broken.
pub fn lines(paragraph: &str, size: f64, measure: f64) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for c in paragraph.chars() {
        let closing = "，。、；：！？）》”’】〕,.;:!?)%".contains(c);
        let joins = words.last().and_then(|word| word.chars().next_back()).is_some_and(|last| {
            let latin = |c: char| c.is_ascii_alphanumeric() || c == '.' || c == '%';
            "（《“‘【〔(".contains(last) || latin(last) && latin(c) || closing && last != ' '
        });
        match words.last_mut() {
            Some(word) if joins => word.push(c),
            _ => words.push(c.into()),
        }
    }
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in words {
        let room = measure - if lines.is_empty() { size * 2.0 } else { 0.0 };
        if !line.is_empty() && width(&line, size) + width(&word, size) > room + 0.01 {
            lines.push(std::mem::take(&mut line));
        }
        if !(line.is_empty() && word == " ") {
            line.push_str(&word);
        }
    }
    lines.push(line);
    lines
}
