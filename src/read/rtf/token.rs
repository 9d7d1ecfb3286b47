//! Tokens: bytes in; groups, control words (`\u20013`) and the bytes of the text out.

pub enum Token<'b> {
    Open,
    Close,
    /// `\par`, `\u20013`.
    Word(&'b str, Option<i32>),
    /// `\~`, `\*`.
    Sign(u8),
    /// One of the text, as it is or as `\'d6`.
    Byte(u8),
}

pub struct Tokens<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> Tokens<'b> {
    pub fn new(bytes: &'b [u8]) -> Tokens<'b> {
        Tokens { bytes, at: 0 }
    }

    /// Passes over bytes that are no text.
    pub fn skip(&mut self, count: usize) {
        self.at = self.at.saturating_add(count).min(self.bytes.len());
    }

    pub fn next(&mut self) -> Option<Token<'b>> {
        loop {
            let byte = *self.bytes.get(self.at)?;
            self.at += 1;
            match byte {
                // Lines of the file are none of the text.
                b'\r' | b'\n' | 0 => {}
                b'{' => return Some(Token::Open),
                b'}' => return Some(Token::Close),
                b'\\' => return self.control(),
                _ => return Some(Token::Byte(byte)),
            }
        }
    }

    fn control(&mut self) -> Option<Token<'b>> {
        let byte = *self.bytes.get(self.at)?;
        if byte.is_ascii_alphabetic() {
            return Some(self.word());
        }
        self.at += 1;
        Some(match byte {
            b'\'' => self.hexadecimal(),
            b'\\' | b'{' | b'}' => Token::Byte(byte),
            b'\r' | b'\n' => Token::Word("par", None),
            b'\t' => Token::Word("tab", None),
            _ => Token::Sign(byte),
        })
    }

    fn word(&mut self) -> Token<'b> {
        /// The longest that are in use have some twenty letters.
        const LONGEST: usize = 40;
        let rest = &self.bytes[self.at..];
        let letters = rest.iter().take(LONGEST).take_while(|byte| byte.is_ascii_alphabetic()).count();
        let word = std::str::from_utf8(&rest[..letters]).unwrap_or_default();
        let sign = usize::from(rest.get(letters) == Some(&b'-'));
        let digits =
            rest[letters + sign..].iter().take(LONGEST).take_while(|byte| byte.is_ascii_digit()).count();
        let end = if digits > 0 { letters + sign + digits } else { letters };
        let number = std::str::from_utf8(&rest[letters..end]).unwrap_or_default();
        self.at += end;
        // A space that ends a word is part of it.
        if self.bytes.get(self.at) == Some(&b' ') {
            self.at += 1;
        }
        Token::Word(word, number.parse().ok())
    }

    fn hexadecimal(&mut self) -> Token<'b> {
        let digit = |at: usize| char::from(*self.bytes.get(at)?).to_digit(16);
        match (digit(self.at), digit(self.at + 1)) {
            (Some(high), Some(low)) => {
                self.at += 2;
                Token::Byte((high << 4 | low) as u8)
            }
            _ => {
                // The file may break off here.
                if self.at + 2 > self.bytes.len() {
                    self.at = self.bytes.len();
                }
                Token::Sign(b'\'')
            }
        }
    }
}
