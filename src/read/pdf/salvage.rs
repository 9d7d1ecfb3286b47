//! Salvage: a file whose list of pages is lost or runs in a circle gets a new one of the pages that are left.

/// The file with a new catalogue at its end; `None` where no page is found.
pub(super) fn rebuilt(bytes: &[u8]) -> Option<Vec<u8>> {
    const MOST_PAGES: usize = 5000;
    let mut pages = Vec::new();
    let mut highest = 0u32;
    for at in starts(bytes, b" obj") {
        let Some((number, generation)) = header(&bytes[..at]) else { continue };
        highest = highest.max(number);
        let body = &bytes[at..bytes.len().min(at + 4000)];
        let end = body.windows(6).position(|window| window == b"endobj" || window == b"stream");
        let Some(end) = end else { continue };
        if is_page(&body[..end]) && pages.len() < MOST_PAGES && !pages.contains(&(number, generation)) {
            pages.push((number, generation));
        }
    }
    if pages.is_empty() || highest > u32::MAX - 2 {
        return None;
    }
    let (root, list) = (highest + 1, highest + 2);
    let kids: String = pages.iter().map(|(number, generation)| format!("{number} {generation} R ")).collect();
    let mut rebuilt = without_lists(bytes);
    rebuilt.extend_from_slice(
        format!(
            "\n{root} 0 obj\n<< /Type /Catalog /Pages {list} 0 R >>\nendobj\n\
             {list} 0 obj\n<< /Type /Pages /Count {} /Kids [ {kids}] >>\nendobj\n\
             trailer\n<< /Root {root} 0 R /Size {} >>\n",
            pages.len(),
            list + 1,
        )
        .as_bytes(),
    );
    Some(rebuilt)
}

fn starts<'b>(bytes: &'b [u8], word: &'b [u8]) -> impl Iterator<Item = usize> + 'b {
    bytes.windows(word.len()).enumerate().filter(move |(_, window)| *window == word).map(|(at, _)| at)
}

/// `12 0` at the end of what stands before ` obj`.
fn header(before: &[u8]) -> Option<(u32, u16)> {
    let tail = std::str::from_utf8(&before[before.len().saturating_sub(17)..])
        .ok()
        .or_else(|| std::str::from_utf8(&before[before.len().saturating_sub(5)..]).ok())?;
    let mut words = tail.rsplit(|c: char| !c.is_ascii_digit());
    let generation = words.next()?.parse().ok()?;
    let number = words.next()?.parse().ok()?;
    Some((number, generation))
}

/// `/Type /Page`, not `/Type /Pages`.
fn is_page(body: &[u8]) -> bool {
    starts(body, b"/Type").any(|at| {
        let rest = body[at + 5..].trim_ascii_start();
        rest.strip_prefix(b"/Page").is_some_and(|rest| !rest.first().is_some_and(u8::is_ascii_alphanumeric))
    })
}

/// The old lists of objects are hidden, or they would be followed again.
fn without_lists(bytes: &[u8]) -> Vec<u8> {
    let mut copy = bytes.to_vec();
    for (word, instead) in [(&b"xref"[..], b' '), (b"trailer", b' '), (b"/Root", b'x')] {
        let places: Vec<usize> = starts(bytes, word).collect();
        for at in places {
            let from = at + usize::from(word.starts_with(b"/"));
            copy[from..at + word.len()].fill(instead);
        }
    }
    copy
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_told_from_lists_of_pages() {
        assert!(is_page(b"<< /Type /Page /Parent 2 0 R >>") && is_page(b"<</Type/Page>>"));
        assert!(!is_page(b"<< /Type /Pages /Kids [] >>") && !is_page(b"<< /Type /Font >>"));
        assert_eq!(header(b"endobj\n12 0"), Some((12, 0)));
    }

    #[test]
    fn a_file_without_pages_is_not_rebuilt() {
        assert_eq!(rebuilt(b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj"), None);
    }
}
