//! CSV (RFC 4180, UTF-8): rows of cells in, lines out.
//!
//! A text that a spreadsheet would run as a formula (`=1+1`, `@SUM`) gets an apostrophe before it.

use super::table::Cell;

/// One line with its end.
pub fn line<'a>(cells: impl IntoIterator<Item = &'a Cell>) -> String {
    let mut line = String::new();
    for (n, cell) in cells.into_iter().enumerate() {
        if n > 0 {
            line.push(',');
        }
        match cell {
            Cell::Nothing => {}
            Cell::Number(words) => line.push_str(words),
            Cell::Words(words) => line.push_str(&quoted(&neutral(words))),
        }
    }
    line.push_str("\r\n");
    line
}

fn neutral(words: &str) -> String {
    if words.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']) {
        format!("'{words}")
    } else {
        words.into()
    }
}

fn quoted(words: &str) -> String {
    if words.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", words.replace('"', "\"\""))
    } else {
        words.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_formulas_neutral() {
        let words = |words: &str| Cell::Words(words.into());
        let cells =
            [words("县委"), Cell::Nothing, words("a,\"b\"\n"), words("=1+1"), Cell::Number("-5".into())];
        assert_eq!(line(&cells), "县委,,\"a,\"\"b\"\"\n\",'=1+1,-5\r\n");
    }
}
