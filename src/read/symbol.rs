//! Signs of symbol fonts: `Symbol 0xB3` in, `≥` out; what only decorates is nothing.

/// The sign that a font of signs has at a place; `None` where it only decorates.
pub fn sign(font: &str, code: u32) -> Option<char> {
    let font = font.to_lowercase();
    let small = code as u8;
    if !(0xF000..=0xF0FF).contains(&code) && code > 0xFF {
        return char::from_u32(code);
    }
    if font.starts_with("symbol") {
        return match small {
            b' ' | b'%' | b'(' | b')' | b'+' | b',' | b'.'..=b'>' => Some(char::from(small)),
            0xA3 => Some('≤'),
            0xB0 => Some('°'),
            0xB1 => Some('±'),
            0xB3 => Some('≥'),
            0xB4 => Some('×'),
            0xB7 => Some('·'),
            0xB8 => Some('÷'),
            0xB9 => Some('≠'),
            0xBB => Some('≈'),
            _ => None,
        };
    }
    if font.starts_with("wingdings") {
        return match small {
            0xFC | 0x50 => Some('√'),
            0x52 | 0xFE => Some('☑'),
            0xA3 | 0xA8 | 0x6F => Some('□'),
            // The numbers 1 to 10 in circles, open and filled.
            0x81..=0x8A => char::from_u32(0x2460 + u32::from(small) - 0x81),
            0x8C..=0x95 => char::from_u32(0x2460 + u32::from(small) - 0x8C),
            _ => None,
        };
    }
    None
}
