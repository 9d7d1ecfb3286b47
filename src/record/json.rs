//! Records as JSON: the bytes that `serde_json` writes, written faster: names of fields are copied as they are, and
//! strings eight bytes at a time.

use std::fmt::{Display, Error};

use memchr::memmem;
use serde::Serialize;
use serde::ser;

use super::spool::Spool;

/// `value` as one line of JSON.
///
/// # Errors
/// Where a key of a map is no string, or a value's own `Serialize` gives up.
pub fn to_vec<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, Error> {
    let mut out = Vec::with_capacity(4096);
    extend(&mut out, value)?;
    Ok(out)
}

/// Puts `value` as one line of JSON after what stands in `out`.
///
/// # Errors
/// As [`to_vec`] has them; what is written of `value` then stays.
pub fn extend<T: Serialize + ?Sized>(out: &mut Vec<u8>, value: &T) -> Result<(), Error> {
    let mut writer = Writer::new(out);
    writer.value(value);
    writer.end()
}

/// Puts what `write` says of each item behind what stands in `out`, each with a comma behind it.
///
/// # Errors
/// As [`extend`] has them.
pub fn extend_items<T>(
    out: &mut Vec<u8>,
    items: impl Iterator<Item = T>,
    mut write: impl FnMut(T, &mut Writer),
) -> Result<(), Error> {
    let mut writer = Writer::new(out);
    items.for_each(|item| {
        write(item, &mut writer);
        writer.put(b",");
    });
    writer.end()
}

/// An object that is written with lists that are short, and filled while it is.
pub struct Frame {
    json: Vec<u8>,
    /// As far as this it is written.
    written: usize,
}

impl Frame {
    /// # Errors
    /// As [`to_vec`] has them.
    pub fn new<T: Serialize + ?Sized>(object: &T) -> Result<Frame, Error> {
        Ok(Frame { json: to_vec(object)?, written: 0 })
    }

    /// Puts the object behind what stands in `out`, as far as behind items that come before those of the list `field`.
    /// Lists come in the order in which they stand; `items` puts a comma behind each.
    ///
    /// # Errors
    /// Where there is no such list, and where `items` cannot go on.
    pub fn fill(
        &mut self,
        field: &str,
        out: &mut Spool,
        items: impl FnOnce(&mut Spool) -> Result<(), Error>,
    ) -> Result<(), Error> {
        // A quotation mark inside of a string is escaped, so that a name with a colon behind it is a field.
        let list = format!("\"{field}\":[");
        let rest = &self.json[self.written..];
        let end = memmem::find(rest, list.as_bytes()).ok_or(Error)? + list.len();
        out.last().extend_from_slice(&rest[..end]);
        self.written += end;
        items(out)?;
        if self.json.get(self.written) == Some(&b']') {
            out.last().pop_if(|end| *end == b',');
        }
        Ok(())
    }

    /// Puts what is left behind what stands in `out`.
    pub fn end(self, out: &mut Spool) {
        out.last().extend_from_slice(&self.json[self.written..]);
    }
}

/// The JSON of a record under another id, and with the id of the document that it is a copy of. A quotation mark inside of
/// a string is escaped, so that a name with a colon behind it is a field.
pub fn standing(document: &[u8], id: &str, new: &str, copy_of: Option<&str>) -> Vec<u8> {
    const COPY: &str = "\"duplicate_of\":null";
    let named = format!("\"id\":\"{id}");
    // The document's own id, or that of one of its commitments: `"id":"….:12-30"`.
    let whole = |at: &usize| matches!(document.get(at + named.len()), Some(b'"' | b':'));
    let ids = memmem::find_iter(document, &named).filter(whole);
    let mut edits: Vec<_> = ids.map(|at| (at, named.len(), format!("\"id\":\"{new}"))).collect();
    if let (Some(copy_of), Some(at)) = (copy_of, memmem::find(document, COPY.as_bytes())) {
        edits.push((at, COPY.len(), format!("\"duplicate_of\":\"{copy_of}\"")));
    }
    edits.sort_unstable();
    let mut out = Vec::with_capacity(document.len() + edits.len() * new.len());
    let mut copied = 0;
    for (at, length, words) in edits {
        out.extend_from_slice(&document[copied..at]);
        out.extend_from_slice(words.as_bytes());
        copied = at + length;
    }
    out.extend_from_slice(&document[copied..]);
    out
}

/// Bytes that are gathered before they are put to the rest.
const SOME: usize = 2048;

/// Words of a length that the compiler knows are copied into `some` in place, where a vector calls for each.
pub struct Writer<'o> {
    some: [u8; SOME],
    filled: u32,
    /// A value has given up.
    failed: bool,
    out: &'o mut Vec<u8>,
}

impl<'o> Writer<'o> {
    fn new(out: &'o mut Vec<u8>) -> Writer<'o> {
        Writer { some: [0; SOME], filled: 0, failed: false, out }
    }

    fn end(mut self) -> Result<(), Error> {
        self.flush();
        if self.failed { Err(Error) } else { Ok(()) }
    }

    /// A value as its own `Serialize` has it.
    #[inline(always)]
    pub fn value<T: Serialize + ?Sized>(&mut self, value: &T) {
        self.failed |= value.serialize(&mut *self).is_err();
    }

    /// An object, whose fields follow.
    #[inline(always)]
    pub fn object(&mut self) -> Items<'_, 'o> {
        self.open(b'{')
    }

    /// A list of what `write` says of each item.
    #[inline(always)]
    pub fn list<T>(&mut self, items: impl IntoIterator<Item = T>, write: impl Fn(&mut Writer<'o>, T)) {
        let mut list = self.open(b'[');
        items.into_iter().for_each(|item| write(list.item(), item));
        list.close();
    }

    /// `[12,30]`.
    #[inline(always)]
    pub fn points(&mut self, [start, end]: [usize; 2]) {
        self.put(b"[");
        self.whole(start as u64);
        self.put(b",");
        self.whole(end as u64);
        self.put(b"]");
    }

    /// The place of so many more bytes, where there is room. In a `usize` a number of 32 bits and a length that the compiler
    /// knows cannot overflow, so that one comparison tells.
    #[inline(always)]
    fn room(&mut self, length: usize) -> Option<&mut [u8]> {
        let start = self.filled as usize;
        self.some.get_mut(start..start + length)
    }

    /// Puts what is JSON as it stands.
    #[inline(always)]
    pub fn put(&mut self, words: &[u8]) {
        match self.room(words.len()) {
            Some(place) => {
                place.copy_from_slice(words);
                self.filled += words.len() as u32;
            }
            None => self.put_behind(words),
        }
    }

    #[cold]
    fn put_behind(&mut self, words: &[u8]) {
        self.flush();
        self.out.extend_from_slice(words);
    }

    fn flush(&mut self) {
        self.out.extend_from_slice(&self.some[..self.filled as usize]);
        self.filled = 0;
    }

    pub fn string(&mut self, text: &str) {
        let bytes = text.as_bytes();
        if let Some([open, place @ .., close]) = self.room(bytes.len() + 2)
            && copy_plain(bytes, place)
        {
            (*open, *close) = (b'"', b'"');
            self.filled += bytes.len() as u32 + 2;
        } else {
            self.string_behind(bytes);
        }
    }

    /// A string of the program's own, such as the name of a rule, which has nothing to escape.
    pub fn plain(&mut self, text: &'static str) {
        debug_assert_eq!(escaped(text.as_bytes()), None, "{text}");
        let bytes = text.as_bytes();
        match self.room(bytes.len() + 2) {
            Some([open, place @ .., close]) => {
                copy_plain(bytes, place);
                (*open, *close) = (b'"', b'"');
                self.filled += bytes.len() as u32 + 2;
            }
            _ => self.string_behind(bytes),
        }
    }

    /// A string that JSON escapes, or for which there is no room.
    #[cold]
    fn string_behind(&mut self, bytes: &[u8]) {
        self.put(b"\"");
        match escaped(bytes) {
            None => self.put(bytes),
            Some(first) => self.escape(bytes, first),
        }
        self.put(b"\"");
    }

    /// Puts what JSON escapes in another way than it stands, the `first` of it and all behind.
    fn escape(&mut self, bytes: &[u8], first: usize) {
        let (mut copied, mut next) = (0, Some(first));
        while let Some(at) = next {
            self.put(&bytes[copied..at]);
            match bytes[at] {
                b'"' => self.put(b"\\\""),
                b'\\' => self.put(b"\\\\"),
                b'\n' => self.put(b"\\n"),
                b'\r' => self.put(b"\\r"),
                b'\t' => self.put(b"\\t"),
                0x08 => self.put(b"\\b"),
                0x0C => self.put(b"\\f"),
                control => self.put(format!("\\u{control:04x}").as_bytes()),
            }
            copied = at + 1;
            next = escaped(&bytes[copied..]).map(|at| copied + at);
        }
        self.put(&bytes[copied..]);
    }

    /// The name of a field or of a variant, which is written in the program and has nothing to escape.
    #[inline(always)]
    fn name(&mut self, name: &'static str) {
        self.put(b"\"");
        self.put(name.as_bytes());
        self.put(b"\"");
    }

    /// A comma, where one is needed, the name of a field and what follows, as one piece.
    #[inline(always)]
    fn field(&mut self, comma: bool, name: &'static str, rest: &'static str) {
        let length = usize::from(comma) + 1 + name.len() + rest.len();
        match self.room(length) {
            Some(place) => {
                if comma {
                    place[0] = b',';
                }
                let place = &mut place[usize::from(comma)..];
                place[0] = b'"';
                place[1..name.len() + 1].copy_from_slice(name.as_bytes());
                place[name.len() + 1..].copy_from_slice(rest.as_bytes());
                self.filled += length as u32;
            }
            None => self.field_behind(comma, name, rest),
        }
    }

    #[cold]
    fn field_behind(&mut self, comma: bool, name: &'static str, rest: &'static str) {
        self.flush();
        self.field(comma, name, rest);
    }

    #[inline(always)]
    pub fn whole(&mut self, number: u64) {
        if self.filled as usize + 8 > SOME {
            self.flush();
        }
        let place = self.some.get_mut(self.filled as usize..).and_then(|free| free.first_chunk_mut());
        match (place, u32::try_from(number)) {
            (Some(place), Ok(number @ ..100_000_000)) => {
                let length;
                (*place, length) = digits(number);
                self.filled += length as u32;
            }
            _ => self.integer(number),
        }
    }

    fn integer(&mut self, number: impl itoa::Integer) {
        self.put(itoa::Buffer::new().format(number).as_bytes());
    }

    /// A number as `serde_json` prints it.
    fn number<T: Serialize>(&mut self, number: T) -> Result<(), Error> {
        // None is longer than `-2.2250738585072014e-308`.
        let mut room = [0; 32];
        let mut free = &mut room[..];
        serde_json::to_writer(&mut free, &number).map_err(|_| Error)?;
        let free = free.len();
        self.put(&room[..room.len() - free]);
        Ok(())
    }

    #[inline(always)]
    pub fn open(&mut self, mark: u8) -> Items<'_, 'o> {
        self.put(&[mark]);
        let close = if mark == b'[' { b']' } else { b'}' };
        Items { writer: self, first: true, close, outer: false }
    }

    /// `{"variant":` before what it holds.
    fn open_variant(&mut self, variant: &'static str, mark: u8) -> Items<'_, 'o> {
        self.put(b"{");
        self.name(variant);
        self.put(b":");
        Items { outer: true, ..self.open(mark) }
    }
}

/// The digits of a number below 10⁸ with zeros behind, and how many they are.
fn digits(number: u32) -> ([u8; 8], usize) {
    // Halves of four digits, of those halves of two, of those each digit: all that are as many at once, the first lowest.
    let fours = u64::from(number / 10_000) | (u64::from(number % 10_000) << 32);
    let hundreds = ((fours * 10_486) >> 20) & 0x7F_0000_007F;
    let twos = hundreds | ((fours - 100 * hundreds) << 16);
    let tens = ((twos * 103) >> 10) & 0x000F_000F_000F_000F;
    let ones = tens | ((twos - 10 * tens) << 8);
    // The last stands even where it is 0.
    let zeros = (ones | 1 << 56).trailing_zeros() / 8;
    (((ones | 0x3030_3030_3030_3030) >> (8 * zeros)).to_le_bytes(), 8 - zeros as usize)
}

/// JSON escapes it: what is below the space, and `"`, which comes right behind that with one bit turned, and `\\`.
fn special(byte: u8) -> bool {
    (byte ^ TURNED < 0x21) | (byte == b'\\')
}

/// The bit that turns `"` into a space, and the space into `"`.
const TURNED: u8 = 2;

/// Without an end in between, so that the bytes are looked at together.
#[inline(always)]
fn any_special(chunk: &[u8; 16]) -> bool {
    chunk.iter().fold(false, |any, &byte| any | special(byte))
}

/// The least of the bytes at each place of several pieces, turned as [`special`] asks for, and as `\\` is nothing: the
/// compiler finds each with one instruction.
struct Least {
    turned: [u8; 16],
    backslash: [u8; 16],
}

impl Least {
    #[inline(always)]
    fn of(piece: &[u8; 16]) -> Least {
        Least { turned: piece.map(|byte| byte ^ TURNED), backslash: piece.map(|byte| byte ^ b'\\') }
    }

    #[inline(always)]
    fn see(&mut self, piece: &[u8; 16]) {
        for (n, byte) in piece.iter().enumerate() {
            self.turned[n] = self.turned[n].min(byte ^ TURNED);
            self.backslash[n] = self.backslash[n].min(byte ^ b'\\');
        }
    }

    #[inline(always)]
    fn any_special(&self) -> bool {
        let both = self.turned.iter().zip(&self.backslash);
        both.fold(false, |any, (&turned, &backslash)| any | (turned < 0x21) | (backslash == 0))
    }
}

/// Whether JSON escapes any of eight bytes, which are one number.
#[inline(always)]
fn any_of_eight(bytes: u64) -> bool {
    const ONES: u64 = 0x0101_0101_0101_0101;
    // The highest bit of a byte says that it is less; that of one above may be set too, but not without it.
    let less = |bytes: u64, than: u64| bytes.wrapping_sub(ONES * than) & !bytes;
    let turned = |by: u8| bytes ^ (ONES * u64::from(by));
    (less(turned(TURNED), 0x21) | less(turned(b'\\'), 1)) & (ONES << 7) != 0
}

/// Copies `bytes` to `place`, which is as long; false where JSON escapes one of them. What does not fill the last piece is
/// copied with bytes before it.
#[inline(always)]
fn copy_plain(bytes: &[u8], place: &mut [u8]) -> bool {
    if bytes.len() > 16 {
        let Some([_, end]) = copy_ends(bytes, place) else { return false };
        let mut least = Least::of(&end);
        for (from, to) in bytes.as_chunks().0.iter().zip(place.as_chunks_mut().0) {
            least.see(from);
            *to = *from;
        }
        !least.any_special()
    } else if let Some(ends) = copy_ends(bytes, place) {
        let [first, last] = ends.map(u64::from_le_bytes);
        !(any_of_eight(first) | any_of_eight(last))
    } else if let Some(ends) = copy_ends(bytes, place) {
        let [first, last] = ends.map(u32::from_le_bytes);
        !any_of_eight(u64::from(first) | u64::from(last) << 32)
    } else if let Some([[first], [last]]) = copy_ends(bytes, place) {
        // There are three at most.
        let middle = bytes[bytes.len() / 2];
        place[bytes.len() / 2] = middle;
        !special(first) & !special(middle) & !special(last)
    } else {
        true
    }
}

/// Copies so many of the first bytes and of the last, and gives them; nothing where there are less.
#[inline(always)]
fn copy_ends<const N: usize>(bytes: &[u8], place: &mut [u8]) -> Option<[[u8; N]; 2]> {
    let ends = [*bytes.first_chunk()?, *bytes.last_chunk()?];
    *place.first_chunk_mut()? = ends[0];
    *place.last_chunk_mut()? = ends[1];
    Some(ends)
}

/// Where the first byte that JSON escapes stands.
fn escaped(bytes: &[u8]) -> Option<usize> {
    let (some, rest) = bytes.as_chunks::<16>();
    let start = some.iter().position(any_special).map_or(bytes.len() - rest.len(), |n| n * 16);
    bytes[start..].iter().position(|&byte| special(byte)).map(|at| start + at)
}

/// The items of a list or an object, a comma between them.
pub struct Items<'w, 'o> {
    writer: &'w mut Writer<'o>,
    first: bool,
    close: u8,
    /// An object around it has to be closed too.
    outer: bool,
}

impl<'o> Items<'_, 'o> {
    /// For the next item of a list.
    #[inline(always)]
    pub fn item(&mut self) -> &mut Writer<'o> {
        if !self.first {
            self.writer.put(b",");
        }
        self.first = false;
        self.writer
    }

    /// For the value of a field of that name.
    #[inline(always)]
    pub fn name(&mut self, name: &'static str) -> &mut Writer<'o> {
        self.writer.field(!self.first, name, "\":");
        self.first = false;
        self.writer
    }

    #[inline(always)]
    pub fn field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) {
        self.name(name).value(value);
    }

    /// A field that is `null` or what `write` says of its value.
    #[inline(always)]
    pub fn maybe<T>(&mut self, name: &'static str, value: Option<T>, write: impl FnOnce(&mut Writer<'o>, T)) {
        match value {
            Some(value) => write(self.name(name), value),
            None => {
                self.writer.field(!self.first, name, "\":null");
                self.first = false;
            }
        }
    }

    #[inline(always)]
    pub fn close(self) {
        self.writer.put(&[self.close]);
        if self.outer {
            self.writer.put(b"}");
        }
    }
}

impl<'w, 'o> ser::Serializer for &'w mut Writer<'o> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Items<'w, 'o>;
    type SerializeTuple = Items<'w, 'o>;
    type SerializeTupleStruct = Items<'w, 'o>;
    type SerializeTupleVariant = Items<'w, 'o>;
    type SerializeMap = Items<'w, 'o>;
    type SerializeStruct = Items<'w, 'o>;
    type SerializeStructVariant = Items<'w, 'o>;

    #[inline(always)]
    fn serialize_bool(self, value: bool) -> Result<(), Error> {
        self.put(if value { b"true" } else { b"false" });
        Ok(())
    }

    fn serialize_i8(self, value: i8) -> Result<(), Error> {
        self.integer(value);
        Ok(())
    }

    fn serialize_i16(self, value: i16) -> Result<(), Error> {
        self.integer(value);
        Ok(())
    }

    fn serialize_i32(self, value: i32) -> Result<(), Error> {
        self.integer(value);
        Ok(())
    }

    fn serialize_i64(self, value: i64) -> Result<(), Error> {
        match u64::try_from(value) {
            Ok(value) => self.whole(value),
            Err(_) => self.integer(value),
        }
        Ok(())
    }

    fn serialize_u8(self, value: u8) -> Result<(), Error> {
        self.integer(value);
        Ok(())
    }

    fn serialize_u16(self, value: u16) -> Result<(), Error> {
        self.integer(value);
        Ok(())
    }

    fn serialize_u32(self, value: u32) -> Result<(), Error> {
        self.whole(value.into());
        Ok(())
    }

    #[inline(always)]
    fn serialize_u64(self, value: u64) -> Result<(), Error> {
        self.whole(value);
        Ok(())
    }

    fn serialize_f32(self, value: f32) -> Result<(), Error> {
        self.number(value)
    }

    fn serialize_f64(self, value: f64) -> Result<(), Error> {
        self.number(value)
    }

    fn serialize_char(self, value: char) -> Result<(), Error> {
        self.string(value.encode_utf8(&mut [0; 4]));
        Ok(())
    }

    fn serialize_str(self, value: &str) -> Result<(), Error> {
        self.string(value);
        Ok(())
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<(), Error> {
        value.serialize(self)
    }

    #[inline(always)]
    fn serialize_none(self) -> Result<(), Error> {
        self.serialize_unit()
    }

    #[inline(always)]
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    #[inline(always)]
    fn serialize_unit(self) -> Result<(), Error> {
        self.put(b"null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Error> {
        self.serialize_unit()
    }

    #[inline(always)]
    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Error> {
        self.name(variant);
        Ok(())
    }

    #[inline(always)]
    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        let mut items = self.open(b'{');
        value.serialize(items.name(variant))?;
        items.close();
        Ok(())
    }

    #[inline(always)]
    fn serialize_seq(self, _: Option<usize>) -> Result<Items<'w, 'o>, Error> {
        Ok(self.open(b'['))
    }

    #[inline(always)]
    fn serialize_tuple(self, _: usize) -> Result<Items<'w, 'o>, Error> {
        Ok(self.open(b'['))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Items<'w, 'o>, Error> {
        Ok(self.open(b'['))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Items<'w, 'o>, Error> {
        Ok(self.open_variant(variant, b'['))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Items<'w, 'o>, Error> {
        Ok(self.open(b'{'))
    }

    #[inline(always)]
    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Items<'w, 'o>, Error> {
        Ok(self.open(b'{'))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Items<'w, 'o>, Error> {
        Ok(self.open_variant(variant, b'{'))
    }

    fn collect_str<T: Display + ?Sized>(self, value: &T) -> Result<(), Error> {
        self.string(&value.to_string());
        Ok(())
    }
}

impl ser::SerializeSeq for Items<'_, '_> {
    type Ok = ();
    type Error = Error;

    #[inline(always)]
    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        value.serialize(self.item())
    }

    #[inline(always)]
    fn end(self) -> Result<(), Error> {
        self.close();
        Ok(())
    }
}

impl ser::SerializeTuple for Items<'_, '_> {
    type Ok = ();
    type Error = Error;

    #[inline(always)]
    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        value.serialize(self.item())
    }

    #[inline(always)]
    fn end(self) -> Result<(), Error> {
        self.close();
        Ok(())
    }
}

impl ser::SerializeTupleStruct for Items<'_, '_> {
    type Ok = ();
    type Error = Error;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        value.serialize(self.item())
    }

    #[inline(always)]
    fn end(self) -> Result<(), Error> {
        self.close();
        Ok(())
    }
}

impl ser::SerializeTupleVariant for Items<'_, '_> {
    type Ok = ();
    type Error = Error;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        value.serialize(self.item())
    }

    #[inline(always)]
    fn end(self) -> Result<(), Error> {
        self.close();
        Ok(())
    }
}

impl ser::SerializeMap for Items<'_, '_> {
    type Ok = ();
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Error> {
        let key = to_vec(key)?;
        self.item().put(&key);
        if key.starts_with(b"\"") { Ok(()) } else { Err(Error) }
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.writer.put(b":");
        value.serialize(&mut *self.writer)
    }

    #[inline(always)]
    fn end(self) -> Result<(), Error> {
        self.close();
        Ok(())
    }
}

impl ser::SerializeStruct for Items<'_, '_> {
    type Ok = ();
    type Error = Error;

    // So that a name is copied as the few words that it is.
    #[inline(always)]
    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Error> {
        value.serialize(self.name(name))
    }

    #[inline(always)]
    fn end(self) -> Result<(), Error> {
        self.close();
        Ok(())
    }
}

impl ser::SerializeStructVariant for Items<'_, '_> {
    type Ok = ();
    type Error = Error;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Error> {
        value.serialize(self.name(name))
    }

    #[inline(always)]
    fn end(self) -> Result<(), Error> {
        self.close();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    #[derive(Serialize)]
    enum Shape {
        Nothing,
        One(Option<f64>),
        Two(i64, char),
        Named { words: String, flags: Vec<bool> },
    }

    #[derive(Serialize)]
    struct Pair<'t>(&'t str, u8);

    fn same(value: &impl Serialize) {
        assert_eq!(to_vec(value).unwrap(), serde_json::to_vec(value).unwrap());
    }

    #[test]
    fn every_shape_is_written_as_serde_json_writes_it() {
        same(&[Shape::Nothing, Shape::One(None), Shape::One(Some(0.1)), Shape::Two(-1, '"')]);
        same(&Shape::Named { words: "“县”\n\\".into(), flags: vec![true, false] });
        same(&(Pair("a", 1), (), Vec::<u8>::new(), BTreeMap::from([("甲", 1u64), ("\t", u64::MAX)])));
        same(&[1e300, 0.1 + 0.2, 3.0, -0.0]);
        assert!(to_vec(&BTreeMap::from([(1, 2)])).is_err());
    }

    #[test]
    fn a_record_stands_under_another_id() {
        let commitment = |id: &str| {
            format!(
                r#"{{"id":"{id}:3-9","text":"\"id\":\"ab\"","section":["ab"],"rules":["\"duplicate_of\":null"]}}"#
            )
        };
        let record = |id: &str, copy: &str| {
            let commitments = format!("{},{}", commitment(id), commitment(id));
            format!(
                r#"{{"id":"{id}","duplicate_of":{copy},"dates":[{{"id":"abc"}}],"commitments":[{commitments}]}}"#
            )
        };
        let old = record("ab", "null");
        let renamed = |copy_of| String::from_utf8(standing(old.as_bytes(), "ab", "ab-2", copy_of)).unwrap();
        assert_eq!(renamed(None), record("ab-2", "null"));
        assert_eq!(renamed(Some("ab")), record("ab-2", "\"ab\""));
    }

    #[test]
    fn a_whole_number_is_written_digit_by_digit() {
        for number in (0..100_000_000).step_by(9_973).chain([9, 10, 99, 100, 9_999, 10_000, 99_999_999]) {
            let (digits, length) = digits(number);
            assert_eq!(digits[..length], *number.to_string().as_bytes());
        }
        same(&[0, 7, 99_999_999, 100_000_000, i64::MAX, i64::MIN, -1]);
        same(&[u64::from(u32::MAX), u64::from(u32::MAX) + 1, u64::MAX]);
    }

    proptest! {
        #[test]
        fn every_string_is_written_as_serde_json_writes_it(text in "[\\x00-\\x7f\u{80}-\u{900}一-十]{0,40}") {
            same(&text);
        }
    }
}
