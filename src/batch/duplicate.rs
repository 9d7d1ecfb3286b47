//! Duplicates: documents in path order in; each one's own id, and of which earlier document it is a copy, out.
//!
//! The same bytes under another name are a copy. So is a repost: the same sentences with the same figures in between
//! under another frame (navigation, source, buttons), where neither title, number, jurisdiction nor date contradicts.
//! Two counties' plans from one template differ in one of these, and two years' reports in their figures.
//! What is kept is 16 bytes for each document and 24 for each text, however long they are.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::error::Unreadable;
use crate::lexicon::Folding;
use crate::record::{Document, DocumentStatus, Points, Source};
use crate::span::Span;
use crate::text::Text;

/// What a document says, in 16 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Print {
    /// Hash of the sentences, and of the figures between them.
    pub words: u64,
    /// Four hashes of 16 bits: title, number, jurisdiction, date of issue; 0 where the document does not say.
    pub facts: u64,
}

impl Print {
    /// The print of a text; `None` where it has too few sentences to be told from others.
    pub fn of(text: &Text, document: &Document, folding: &Folding) -> Option<Print> {
        /// Letters, digits and Han characters in all sentences.
        const LEAST: usize = 150;
        /// Of them in a sentence.
        const FEWEST: usize = 8;
        let mut digest = Sha256::new();
        let (mut count, mut begun) = (0, false);
        let (mut between, mut kept) = (String::new(), String::new());
        for piece in pieces(text.view()) {
            let words = piece.of(text.view());
            let own = keep(words, &mut kept);
            let sentence = own >= FEWEST && words.ends_with(ENDS);
            let figures = begun && kept.bytes().any(|byte| byte.is_ascii_digit());
            if !sentence && !figures || in_furniture(text.points(piece), &document.furniture) {
                continue;
            }
            kept.push('\n');
            if sentence {
                digest.update(&between);
                between.clear();
                digest.update(&kept);
                count += own;
                begun = true;
            } else {
                // Counts only where another sentence follows: at the end stands what the page adds.
                between.push_str(&kept);
            }
        }
        let said = |words: Option<&str>| {
            let words: String = words?.chars().filter(|c| c.is_alphanumeric()).collect();
            Some(words.chars().map(|c| folding.character(c)).collect::<String>())
                .filter(|words| !words.is_empty())
        };
        let place = document.jurisdiction.as_ref();
        let facts = [
            said(document.title.as_deref()),
            said(document.document_number.as_deref()),
            said(place.map(|place| place.code.as_ref().unwrap_or(&place.name).as_ref())),
            said(document.issued.as_ref().map(|date| date.edtf.as_ref())),
        ];
        let facts = facts.iter().fold(0, |all, fact| {
            let hash = fact.as_ref().map_or(0, |words| first(&Sha256::digest(words)) as u16 | 1);
            all << 16 | u64::from(hash)
        });
        (count >= LEAST).then(|| Print { words: first(&digest.finalize()), facts })
    }

    /// Nothing that both say is said differently.
    fn agrees(self, other: u64) -> bool {
        (0..4).all(|n| {
            let (own, other) = ((self.facts >> (16 * n)) as u16, (other >> (16 * n)) as u16);
            own == 0 || other == 0 || own == other
        })
    }
}

/// What ends a sentence; as [`first_piece`] has them.
const ENDS: &[char] = &['。', ';', '!', '?'];

/// A letter, a digit or a Han character, of which nearly all are in the first range; most marks are in the second.
fn says(c: char) -> bool {
    match c {
        '\u{4E00}'..='\u{9FFF}' => true,
        '\u{2010}'..='\u{2027}' | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}' => false,
        _ => c.is_alphanumeric(),
    }
}

/// Puts what `words` say into `kept`, in place of what it held, and counts its characters.
fn keep(words: &str, kept: &mut String) -> usize {
    kept.clear();
    let (mut count, mut copied) = (0, 0);
    let mut at = 0;
    while let Some(&lead) = words.as_bytes().get(at) {
        // U+5000 to U+9FFF: most characters, and all of them Han.
        if matches!(lead, 0xE5..=0xE9) {
            count += 1;
            at += 3;
            continue;
        }
        let Some(c) = words[at..].chars().next() else { break };
        if says(c) {
            count += 1;
        } else {
            kept.push_str(&words[copied..at]);
            copied = at + c.len_utf8();
        }
        at += c.len_utf8();
    }
    kept.push_str(&words[copied..]);
    count
}

/// The view cut behind sentences and at line ends.
fn pieces(view: &str) -> impl Iterator<Item = Span> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let piece = Span::new(start, start + first_piece(view.get(start..)?)?);
        start = piece.end();
        Some(piece.trimmed(view))
    })
}

/// How many bytes a text has as far as behind its first sentence or line; `None` where it has none.
fn first_piece(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b';' | b'!' | b'?' | b'\n' | b'\r' | b'\t' => return Some(at + 1),
            0xE3 if bytes[at..].starts_with("。".as_bytes()) => return Some(at + "。".len()),
            0xE0..0xF0 => at += 3,
            _ => at += 1,
        }
    }
    (at > 0).then_some(at)
}

fn in_furniture(place: Points, furniture: &[Points]) -> bool {
    let next = furniture.partition_point(|span| span[1] <= place[0]);
    furniture.get(next).is_some_and(|span| span[0] < place[1])
}

/// The first eight bytes of a digest.
pub fn first(digest: &[u8]) -> u64 {
    digest.iter().take(8).fold(0, |number, &byte| number << 8 | u64::from(byte))
}

/// Where a document stands among those before it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    pub id: String,
    pub duplicate_of: Option<String>,
    /// An earlier document has the same bytes.
    pub same_bytes: bool,
}

/// The documents so far.
#[derive(Default)]
pub struct Copies {
    /// How often an id was given, by its 64 bits.
    ids: FxHashMap<u64, u32>,
    /// The first text of a print, with its facts.
    prints: FxHashMap<u64, (u64, u64)>,
    /// The firsts that are not `ok`, of which copies are said the same.
    troubles: FxHashMap<u64, (DocumentStatus, Unreadable)>,
}

impl Copies {
    /// The standing of the next document, whose `id` is its first 16 digits of SHA-256.
    ///
    /// A failed document is no copy, for there is nothing to be had from the first either.
    pub fn place(
        &mut self,
        id: &str,
        status: DocumentStatus,
        trouble: Option<&Unreadable>,
        print: Option<Print>,
    ) -> Standing {
        let Ok(number) = u64::from_str_radix(id, 16) else {
            return Standing { id: id.into(), ..Standing::default() };
        };
        let count = self.ids.entry(number).or_default();
        *count += 1;
        if *count > 1 {
            let duplicate_of = (status != DocumentStatus::Failed).then(|| id.to_string());
            return Standing { id: format!("{id}-{count}"), duplicate_of, same_bytes: true };
        }
        if let Some(trouble) = trouble {
            self.troubles.insert(number, (status, trouble.clone()));
        }
        let mut standing = Standing { id: id.into(), ..Standing::default() };
        if let Some(print) = print {
            match self.prints.get(&print.words) {
                Some(&(first, facts)) if print.agrees(facts) => {
                    standing.duplicate_of = Some(format!("{first:016x}"));
                }
                Some(_) => {}
                None => {
                    self.prints.insert(print.words, (number, print.facts));
                }
            }
        }
        standing
    }

    /// What came of the first document of an id.
    pub fn first(&self, id: &str) -> (DocumentStatus, Option<Unreadable>) {
        let trouble = u64::from_str_radix(id, 16).ok().and_then(|number| self.troubles.get(&number));
        trouble.map_or((DocumentStatus::Ok, None), |(status, why)| (*status, Some(why.clone())))
    }
}

/// The record of a copy: where it lies, what it is called and of which document it is a copy.
pub fn reduced(document: Document, same_bytes: bool) -> Document {
    let empty = Document {
        schema: document.schema,
        id: document.id,
        status: document.status,
        duplicate_of: document.duplicate_of,
        tool: document.tool,
        ..Document::default()
    };
    let source = document.source;
    if same_bytes {
        // Such a document need not be read at all.
        let source =
            Source { path: source.path, bytes: source.bytes, sha256: source.sha256, ..Source::default() };
        return Document { source, ..empty };
    }
    Document {
        source: Source { locations: Vec::new(), ..source },
        title: document.title,
        document_number: document.document_number,
        genre: document.genre,
        ..empty
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::context::Given;
    use crate::extract;
    use crate::lexicon::Lexicon;

    const BODY: &str = "一、工作目标\n到2025年底，全县建成养老服务设施80处以上，每千名老年人拥有床位40张。\n\
                        县民政局要在2024年6月底前制定实施细则，每年培训护理员不少于300人；\n\
                        全县乡镇卫生院全部设立老年人门诊，家庭医生签约率达到75%以上。\n指标\t2024年\t60处\n\
                        各乡镇人民政府要加强组织领导，把养老服务列入年度考核，确保各项任务落到实处。\n\
                        县财政局要把所需经费列入预算，并加强对资金使用的监督检查，防止挪用。\n";

    fn print(text: &str) -> Print {
        let lexicon = Lexicon::embedded();
        let text = extract::text(text.into(), lexicon);
        let document = extract::extract(&text, "x", Source::default(), &Given::default(), lexicon);
        Print::of(&text, &document, &lexicon.folding).unwrap()
    }

    fn is_copy(first: &str, second: &str) -> bool {
        let mut copies = Copies::default();
        copies.place("0000000000000001", DocumentStatus::Ok, None, Some(print(first)));
        copies.place("0000000000000002", DocumentStatus::Ok, None, Some(print(second))).duplicate_of.is_some()
    }

    #[test]
    fn a_repost_has_the_same_sentences_and_another_frame() {
        let plan = format!("内丘县养老服务提升行动方案\n\n{BODY}");
        let repost = format!(
            "首页 > 政务公开 > 规划计划\n内丘县养老服务提升行动方案\n来源：县民政局 浏览次数：123\n{BODY}【打印】【关闭】\n"
        );
        assert!(is_copy(&plan, &repost));
        assert!(is_copy(&plan, &plan.replace('\n', "\r\n")));
        assert!(is_copy(&plan, &plan.replace('县', "縣")));
    }

    #[test]
    fn another_county_another_year_or_another_figure_is_no_copy() {
        let plan = format!("内丘县养老服务提升行动方案\n\n{BODY}");
        assert!(!is_copy(&plan, &plan.replace("内丘县", "清水县")));
        assert!(!is_copy(&plan, &plan.replace("2025年", "2026年")));
        assert!(!is_copy(&plan, &plan.replace("60处", "61处")));
        assert!(!is_copy(&plan, &plan.replace("75%", "76%")));
        let dated = |day: &str| format!("{plan}\n\n内丘县人民政府\n{day}\n");
        assert!(!is_copy(&dated("2023年5月8日"), &dated("2024年5月8日")));
    }

    #[test]
    fn ids_of_copies_count_on() {
        let mut copies = Copies::default();
        let ids: Vec<_> =
            (0..3).map(|_| copies.place("00000000000000ff", DocumentStatus::Ok, None, None)).collect();
        assert_eq!(ids[0], Standing { id: "00000000000000ff".into(), ..Standing::default() });
        assert_eq!(ids[2].id, "00000000000000ff-3");
        assert_eq!(ids[2].duplicate_of.as_deref(), Some("00000000000000ff"));
    }
}
