//! Mapping: whether a font says which characters its glyphs are.
//!
//! Where it does not, the number of the glyph is given for the character, and prose becomes a mixture of rare signs
//! and scripts. Such glyphs stand as U+FFFD and are counted.

use std::collections::HashMap;

use pdfni::ReaderDumpPage;

/// Characters other than white space, and those of them that cannot be told.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tally {
    pub all: usize,
    pub lost: usize,
}

/// What the characters of one font look like.
#[derive(Default)]
struct Looks {
    all: usize,
    strange: usize,
    han: usize,
    rare: usize,
}

impl Looks {
    fn add(&mut self, c: char) {
        self.all += 1;
        self.strange += usize::from(strange(c));
        if matches!(c, '\u{3400}'..='\u{9FFF}') {
            self.han += 1;
            self.rare += usize::from(!common(c));
        }
    }

    fn unmapped(&self) -> bool {
        self.all >= 3 && self.strange * 4 > self.all || self.han >= 12 && self.rare * 4 > self.han
    }
}

/// Puts U+FFFD for every glyph that does not say what it is.
pub(super) fn replace_unmapped(pages: &mut [ReaderDumpPage]) -> Tally {
    let mut fonts: HashMap<String, Looks> = HashMap::new();
    for page in pages.iter() {
        for character in page.text.chars.iter().filter(|character| !character.synthetic) {
            let Some(font) = page.text.fonts.get(character.font as usize) else { continue };
            if !fonts.contains_key(&font.name) {
                fonts.insert(font.name.clone(), Looks::default());
            }
            let Some(looks) = fonts.get_mut(&font.name) else { continue };
            character.text.chars().filter(|c| !c.is_whitespace()).for_each(|c| looks.add(c));
        }
    }
    let mut tally = Tally::default();
    for page in pages {
        let unmapped: Vec<bool> =
            page.text.fonts.iter().map(|font| fonts.get(&font.name).is_some_and(Looks::unmapped)).collect();
        for character in &mut page.text.chars {
            if character.text.chars().all(char::is_whitespace) {
                continue;
            }
            tally.all += 1;
            let whole_font = unmapped.get(character.font as usize).copied().unwrap_or_default();
            if let Some(bullet) = bullet(&character.text) {
                character.text = bullet.into();
            } else if whole_font || character.text.chars().any(|c| private(c) || c == '\u{FFFD}') {
                character.text = "\u{FFFD}".into();
                tally.lost += 1;
            }
        }
    }
    tally
}

fn private(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}')
}

/// Bullets of the symbol fonts that every office has.
fn bullet(text: &str) -> Option<&'static str> {
    match text {
        "\u{F0B7}" | "\u{F06C}" | "\u{F09F}" => Some("●"),
        "\u{F06E}" | "\u{F0A7}" => Some("■"),
        "\u{F075}" | "\u{F076}" => Some("◆"),
        "\u{F0D8}" => Some("➢"),
        "\u{F0FC}" => Some("✓"),
        "\u{F0A8}" | "\u{F06F}" => Some("□"),
        _ => None,
    }
}

/// No sign that a Chinese document is written with.
fn strange(c: char) -> bool {
    let known = matches!(c,
        ' '..='~'
        | '\u{A0}'..='\u{FF}'
        | 'Α'..='ω'
        | 'А'..='я'
        | '\u{2010}'..='\u{2060}'
        | '\u{20A0}'..='\u{27BF}'
        | '\u{2E80}'..='\u{2FDF}'
        | '\u{3000}'..='\u{312F}'
        | '\u{3200}'..='\u{9FFF}'
        | '\u{E000}'..='\u{FAFF}'
        | '\u{FB00}'..='\u{FB06}'
        | '\u{FE10}'..='\u{FE6F}'
        | '\u{FF00}'..='\u{FFFD}'
        | '\u{1F100}'..='\u{3FFFF}')
        || "āēěīōūǎǐǒǔǖǘǚǜńňǹ".contains(c);
    !known
}

/// A character of GB 2312, or of the first plane of Big5.
fn common(c: char) -> bool {
    let mut buffer = [0; 4];
    let words: &str = c.encode_utf8(&mut buffer);
    let two = |encoding: &'static encoding_rs::Encoding| {
        let (bytes, _, failed) = encoding.encode(words);
        (!failed && bytes.len() == 2).then(|| (bytes[0], bytes[1]))
    };
    two(encoding_rs::GBK).is_some_and(|(a, b)| (0xB0..=0xF7).contains(&a) && b >= 0xA1)
        || two(encoding_rs::BIG5).is_some_and(|(a, _)| (0xA4..=0xC6).contains(&a))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unmapped(text: &str) -> bool {
        let mut looks = Looks::default();
        text.chars().filter(|c| !c.is_whitespace()).for_each(|c| looks.add(c));
        looks.unmapped()
    }

    #[test]
    fn prose_in_either_script_is_mapped() {
        for prose in [
            "到2025年底，全县建成养老服务设施80处以上，每千名老年人拥有床位40张（含改造）。",
            "到2025年底，全縣建成養老服務設施80處以上，每千名老年人擁有床位40張。",
            "GDP growth of 5% – “high quality”",
            "①②③ ㎡ ℃ → Ⅳ　ａｂｃ",
        ] {
            assert!(!unmapped(prose), "{prose}");
        }
    }

    #[test]
    fn numbers_of_glyphs_are_no_prose() {
        let shifted = |by: u32| -> String {
            "到二零二五年底全县建成养老服务设施八十处以上每千名老年人拥有床位"
                .chars()
                .map(|c| char::from_u32((c as u32).wrapping_mul(7919) % 20_000 + by).unwrap())
                .collect()
        };
        assert!(unmapped(&shifted(0x4E00 - 8000)));
        assert!(unmapped(&shifted(0x100)));
        assert!(unmapped("\u{3}\u{4}\u{5}\u{13}\u{14}"));
    }
}
