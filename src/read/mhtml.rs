//! MHTML (`方案.mht`): a page that a browser or Word saved with its pictures as one message; its HTML part is the page.

use mail_parser::{Encoding, MessageParser, MimeHeaders, PartType};

use super::{Content, Decoded, Input, html};
use crate::error::Unreadable;

/// A message that says what it is in its first lines and holds a page.
pub fn is(input: &Input) -> bool {
    const FIRST: &[&str] =
        &["from:", "mime-version:", "content-type:", "subject:", "date:", "snapshot-content-location:"];
    let head = &input.bytes[..input.bytes.len().min(4_096)];
    let head = head.strip_prefix("\u{feff}".as_bytes()).unwrap_or(head).trim_ascii_start();
    let begins =
        |first: &&str| head.get(..first.len()).is_some_and(|own| own.eq_ignore_ascii_case(first.as_bytes()));
    if !FIRST.iter().any(begins) {
        return false;
    }
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    head.contains("mime-version:") && (head.contains("multipart/related") || head.contains("text/html"))
}

/// Reads the first part that is a page with a text.
///
/// # Errors
/// `no_page` where the message holds none; those of [`html::page`].
pub fn read(input: &Input) -> Result<Content, Unreadable> {
    let none = || Unreadable::new("no_page", "the message holds no page");
    let message = MessageParser::default().parse(input.bytes).ok_or_else(none)?;
    let mut trouble = none();
    for part in &message.parts {
        let PartType::Html(words) = &part.body else { continue };
        let decoded = match part.content_type().and_then(|kind| kind.attribute("charset")) {
            Some(_) if !words.contains(char::REPLACEMENT_CHARACTER) => {
                Decoded { text: words.to_string(), encoding: "UTF-8", lost: 0 }
            }
            // The message does not say the charset, or says a wrong one: the page or its bytes do.
            _ => match raw(input.bytes, part) {
                Some(bytes) => html::decode(&bytes, None)?,
                None => Decoded { text: words.to_string(), encoding: "UTF-8", lost: 0 },
            },
        };
        match html::page(&decoded) {
            Ok(content) => return Ok(Content { media_type: "multipart/related", ..content }),
            Err(why) => trouble = why,
        }
    }
    Err(trouble)
}

/// The bytes of a part as they were before they were sent.
fn raw(message: &[u8], part: &mail_parser::MessagePart) -> Option<Vec<u8>> {
    let body = message.get(part.offset_body as usize..part.offset_end as usize)?;
    match part.encoding {
        Encoding::QuotedPrintable => mail_parser::decoders::quoted_printable::quoted_printable_decode(body),
        Encoding::Base64 => mail_parser::decoders::base64::base64_decode(body),
        Encoding::None => Some(body.to_vec()),
    }
}
