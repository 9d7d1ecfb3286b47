//! Reading a text from left to right: of `2024 年 3月`, digits, space, one of 年 and 月, digits.

/// What of a text is still to be read. Each method takes what it names from the front, or nothing.
#[derive(Clone, Copy)]
pub struct Cursor<'t> {
    pub rest: &'t str,
}

impl<'t> Cursor<'t> {
    /// The characters at the front for which `fits`, `least` to `most` of them.
    pub fn some(&mut self, least: usize, most: usize, fits: impl Fn(char) -> bool) -> Option<&'t str> {
        let mut end = 0;
        let mut count = 0;
        for c in self.rest.chars().take(most).take_while(|&c| fits(c)) {
            end += c.len_utf8();
            count += 1;
        }
        let (taken, rest) = self.rest.split_at(end);
        (count >= least).then(|| {
            self.rest = rest;
            taken
        })
    }

    /// ASCII digits, `least` to `most` of them.
    pub fn digits(&mut self, least: usize, most: usize) -> Option<&'t str> {
        self.some(least, most, |c| c.is_ascii_digit())
    }

    /// One of these characters.
    pub fn one_of(&mut self, characters: &str) -> Option<char> {
        let c = self.rest.chars().next().filter(|&c| characters.contains(c))?;
        self.rest = &self.rest[c.len_utf8()..];
        Some(c)
    }

    pub fn word(&mut self, word: &str) -> Option<()> {
        self.rest = self.rest.strip_prefix(word)?;
        Some(())
    }

    /// White space, if there is any.
    pub fn space(&mut self) {
        self.rest = self.rest.trim_start();
    }

    /// A number in digits or Han numerals: `12`, `十二`.
    pub fn number(&mut self, numerals: &str) -> Option<&'t str> {
        self.digits(1, 2).or_else(|| self.some(1, 3, |c| numerals.contains(c)))
    }

    /// How many bytes have been read since `before`.
    pub fn read_since(&self, before: &Cursor) -> usize {
        before.rest.len() - self.rest.len()
    }
}
