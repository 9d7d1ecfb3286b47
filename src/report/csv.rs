//! CSV (RFC 4180, UTF-8): rows of cells in, lines out.
//!
//! A text that a spreadsheet would run as a formula (`=1+1`, `@SUM`) gets an apostrophe before it.

use std::borrow::Cow;

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
            Cell::Number(number) => line.push_str(&number.0.normalize().to_string()),
            Cell::Integer(count) => line.push_str(&count.to_string()),
            Cell::Truth(truth) => line.push_str(if *truth { "true" } else { "false" }),
            Cell::Date(words) | Cell::Words(words) => line.push_str(&quoted(&neutral(words))),
            Cell::List(parts) => line.push_str(&quoted(&neutral(&parts.join("; ")))),
        }
    }
    line.push_str("\r\n");
    line
}

/// Words that no spreadsheet takes for a formula.
pub fn neutral(words: &str) -> Cow<'_, str> {
    if words.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']) {
        format!("'{words}").into()
    } else {
        words.into()
    }
}

fn quoted(words: &str) -> Cow<'_, str> {
    if words.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", words.replace('"', "\"\"")).into()
    } else {
        words.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Number;

    #[test]
    fn cells_are_quoted_and_formulas_neutral() {
        let words = |words: &str| Cell::Words(words.into());
        let cells = [
            words("县委"),
            Cell::Nothing,
            words("a,\"b\"\n"),
            words("=1+1"),
            Cell::Number(Number((-5).into())),
        ];
        assert_eq!(line(&cells), "县委,,\"a,\"\"b\"\"\n\",'=1+1,-5\r\n");
    }
}
