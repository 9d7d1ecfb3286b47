//! Character references: `&nbsp;`, `&nbsp` without its semicolon, `&#12288;`, `&#x3000`, `&ldquo;` in, a character out.

/// Reads the reference at the start of `text` (which begins with `&`): the character and the bytes it takes.
pub fn read(text: &str) -> Option<(char, usize)> {
    let rest = &text[1..];
    if let Some(digits) = rest.strip_prefix('#') {
        return numeric(digits).map(|(c, length)| (c, length + 2));
    }
    let name = rest.bytes().take(MOST).take_while(u8::is_ascii_alphanumeric).count();
    if rest.as_bytes().get(name) == Some(&b';')
        && let Some(c) = named(&rest[..name], NAMES).or_else(|| named(&rest[..name], OLD_NAMES))
    {
        return Some((c, name + 2));
    }
    // The oldest names need no semicolon, whatever follows: `&nbsp&nbsp`, `&nbsp2025年`.
    (2..=name.min(6)).rev().find_map(|length| named(&rest[..length], OLD_NAMES).map(|c| (c, length + 1)))
}

/// No name of ours is longer.
const MOST: usize = 10;

fn numeric(digits: &str) -> Option<(char, usize)> {
    let (hex, body) = match digits.strip_prefix(['x', 'X']) {
        Some(body) => (true, body),
        None => (false, digits),
    };
    let is_digit = |b: &u8| if hex { b.is_ascii_hexdigit() } else { b.is_ascii_digit() };
    let length = body.bytes().take(12).take_while(is_digit).count();
    if length == 0 {
        return None;
    }
    let code = u32::from_str_radix(&body[..length], if hex { 16 } else { 10 }).ok()?;
    // What Windows puts between 0x80 and 0x9F is meant by its own page.
    let code = match code {
        0x80..=0x9F => WINDOWS[(code - 0x80) as usize],
        code => code,
    };
    let c = char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
    let semicolon = usize::from(body.as_bytes().get(length) == Some(&b';'));
    Some((c, usize::from(hex) + length + semicolon))
}

fn named(name: &str, names: &[(&str, char)]) -> Option<char> {
    names.iter().find(|(known, _)| *known == name).map(|&(_, c)| c)
}

#[rustfmt::skip]
const WINDOWS: [u32; 32] = [
    0x20AC, 0x81, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039, 0x152, 0x8D, 0x17D, 0x8F,
    0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC, 0x2122, 0x161, 0x203A, 0x153, 0x9D, 0x17E, 0x178,
];

/// Names of HTML 2 and 3.2: read with or without a semicolon.
#[rustfmt::skip]
const OLD_NAMES: &[(&str, char)] = &[
    ("nbsp", '\u{A0}'), ("lt", '<'), ("gt", '>'), ("amp", '&'), ("quot", '"'), ("LT", '<'), ("GT", '>'), ("AMP", '&'),
    ("QUOT", '"'), ("iexcl", '¡'), ("cent", '¢'), ("pound", '£'), ("curren", '¤'), ("yen", '¥'), ("brvbar", '¦'),
    ("sect", '§'), ("uml", '¨'), ("copy", '©'), ("COPY", '©'), ("ordf", 'ª'), ("laquo", '«'), ("not", '¬'), ("shy", '\u{AD}'),
    ("reg", '®'), ("REG", '®'), ("macr", '¯'), ("deg", '°'), ("plusmn", '±'), ("sup2", '²'), ("sup3", '³'), ("acute", '´'),
    ("micro", 'µ'), ("para", '¶'), ("middot", '·'), ("cedil", '¸'), ("sup1", '¹'), ("ordm", 'º'), ("raquo", '»'),
    ("frac14", '¼'), ("frac12", '½'), ("frac34", '¾'), ("iquest", '¿'), ("times", '×'), ("divide", '÷'),
    ("agrave", 'à'), ("aacute", 'á'), ("auml", 'ä'), ("egrave", 'è'), ("eacute", 'é'), ("ecirc", 'ê'), ("igrave", 'ì'),
    ("iacute", 'í'), ("ograve", 'ò'), ("oacute", 'ó'), ("ouml", 'ö'), ("ugrave", 'ù'), ("uacute", 'ú'), ("uuml", 'ü'),
];

/// Names that policy pages use and that need their semicolon.
#[rustfmt::skip]
const NAMES: &[(&str, char)] = &[
    ("ldquo", '“'), ("rdquo", '”'), ("lsquo", '‘'), ("rsquo", '’'), ("mdash", '—'), ("ndash", '–'), ("horbar", '―'),
    ("hellip", '…'), ("bull", '•'), ("permil", '‰'), ("prime", '′'), ("Prime", '″'), ("lsaquo", '‹'), ("rsaquo", '›'),
    ("sbquo", '‚'), ("bdquo", '„'), ("apos", '\''), ("ensp", '\u{2002}'), ("emsp", '\u{2003}'), ("thinsp", '\u{2009}'),
    ("zwnj", '\u{200C}'), ("zwj", '\u{200D}'), ("lrm", '\u{200E}'), ("rlm", '\u{200F}'), ("euro", '€'), ("trade", '™'),
    ("le", '≤'), ("ge", '≥'), ("leq", '≤'), ("geq", '≥'), ("ne", '≠'), ("asymp", '≈'), ("equiv", '≡'), ("infin", '∞'),
    ("minus", '−'), ("radic", '√'), ("sum", '∑'), ("prod", '∏'), ("there4", '∴'), ("larr", '←'), ("rarr", '→'), ("uarr", '↑'),
    ("darr", '↓'), ("harr", '↔'), ("alpha", 'α'), ("beta", 'β'), ("gamma", 'γ'), ("delta", 'δ'), ("mu", 'μ'), ("pi", 'π'),
    ("sigma", 'σ'), ("omega", 'ω'), ("Omega", 'Ω'), ("Delta", 'Δ'), ("Phi", 'Φ'), ("phi", 'φ'), ("loz", '◊'), ("bigstar", '★'),
    ("starf", '★'), ("star", '☆'), ("squ", '□'), ("square", '□'), ("lpar", '('), ("rpar", ')'), ("percnt", '%'), ("num", '#'),
    ("comma", ','), ("period", '.'), ("colon", ':'), ("semi", ';'), ("sol", '/'), ("plus", '+'), ("equals", '='), ("ast", '*'),
    ("lbrack", '['), ("rbrack", ']'), ("lsqb", '['), ("rsqb", ']'), ("lcub", '{'), ("rcub", '}'), ("lowbar", '_'), ("hyphen", '‐'),
    ("dash", '‐'), ("vert", '|'), ("verbar", '|'), ("lang", '⟨'), ("rang", '⟩'), ("Tab", '\t'), ("NewLine", '\n'),
    ("ZeroWidthSpace", '\u{200B}'), ("NoBreak", '\u{2060}'),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_with_and_without_semicolon() {
        assert_eq!(read("&nbsp;到"), Some(('\u{A0}', 6)));
        assert_eq!(read("&nbsp&nbsp"), Some(('\u{A0}', 5)));
        assert_eq!(read("&nbsp2025年"), Some(('\u{A0}', 5)));
        assert_eq!(read("&#12288;"), Some(('\u{3000}', 8)));
        assert_eq!(read("&#x3000到"), Some(('\u{3000}', 7)));
        assert_eq!(read("&#147;"), Some(('“', 6)));
        assert_eq!(read("&ldquo;十四五"), Some(('“', 7)));
        assert_eq!(read("&permil;"), Some(('‰', 8)));
        for none in ["&", "& 乙", "&ldquo 甲", "&#;", "&#x;", "&unknown;", "&甲;"] {
            assert_eq!(read(none), None, "{none}");
        }
        assert_eq!(read("&#99999999999;"), None);
        assert_eq!(read("&#xD800;"), Some(('\u{FFFD}', 8)));
    }
}
