//! A spool: the JSON of a record while it is made. What goes beyond a size is packed, for the JSON of a record is eight times
//! its text and shrinks to a sixth, and lies in a temporary file.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::mem;
use std::sync::{Mutex, PoisonError};

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;

/// Bytes that are held as they are: the records of all but the longest texts.
const HELD: usize = 1 << 24;

/// Bytes from which on a piece is left as it is and the next begun. Room of this size is used again from one record to
/// the next, where that for a whole record would come from the system and go back to it, to be cleared each time.
const PIECE: usize = 1 << 16;

/// The room of a piece: what is put to it at once is a fraction of it.
const ROOM: usize = PIECE + PIECE / 2;

/// Bytes in order, to which more are added behind.
#[derive(Debug, Default)]
pub struct Spool {
    packed: Vec<Packed>,
    file: Option<Mutex<File>>,
    /// Behind those that are packed.
    pieces: Vec<Vec<u8>>,
    last: Vec<u8>,
}

#[derive(Debug)]
struct Packed {
    place: Place,
    /// Unpacked.
    length: u64,
}

#[derive(Debug)]
enum Place {
    Memory(Vec<u8>),
    /// Where it begins in the file, and how long it is there.
    File(u64, usize),
}

impl Spool {
    /// The last bytes, to put more behind them.
    pub fn last(&mut self) -> &mut Vec<u8> {
        &mut self.last
    }

    /// Makes room for so many more bytes, or for as many as a piece has.
    pub fn expect(&mut self, bytes: usize) {
        self.last.reserve(bytes.min(ROOM));
    }

    /// Leaves the last bytes where they are many, and packs those that are left where they are very many; but for the very
    /// last, which may still be taken back.
    pub fn settle(&mut self) {
        self.settle_beyond(PIECE, HELD);
    }

    fn settle_beyond(&mut self, piece: usize, held: usize) {
        if self.last.len() <= piece {
            return;
        }
        let mut next = Vec::with_capacity(ROOM);
        next.extend(self.last.pop());
        self.pieces.push(mem::replace(&mut self.last, next));
        let length = self.pieces.iter().map(Vec::len).sum();
        // Writing to memory does not fail; if it did, the bytes would stay as they are.
        if length >= held
            && let Ok(bytes) = pack(&self.pieces, length)
        {
            // Where no file can be written it stays in memory.
            let place = self.append(&bytes).unwrap_or(Place::Memory(bytes));
            self.packed.push(Packed { place, length: length as u64 });
            self.pieces.clear();
        }
    }

    fn append(&mut self, bytes: &[u8]) -> io::Result<Place> {
        let file = match self.file.take() {
            Some(file) => file,
            None => Mutex::new(tempfile::tempfile()?),
        };
        let file = self.file.insert(file).get_mut().unwrap_or_else(PoisonError::into_inner);
        let start = file.seek(SeekFrom::End(0))?;
        file.write_all(bytes)?;
        Ok(Place::File(start, bytes.len()))
    }

    pub fn len(&self) -> u64 {
        let packed: u64 = self.packed.iter().map(|packed| packed.length).sum();
        packed + self.held().map(|piece| piece.len() as u64).sum::<u64>()
    }

    /// What is not packed.
    fn held(&self) -> impl Iterator<Item = &Vec<u8>> {
        self.pieces.iter().chain([&self.last])
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Writes all bytes.
    ///
    /// # Errors
    /// Where `out` cannot be written, or what is packed cannot be read.
    pub fn write_to(&self, out: &mut (impl Write + ?Sized)) -> io::Result<()> {
        for packed in &self.packed {
            io::copy(&mut DeflateDecoder::new(&*self.packed_bytes(packed)?), out)?;
        }
        self.held().try_for_each(|piece| out.write_all(piece))
    }

    /// All bytes at once.
    ///
    /// # Errors
    /// Where what is packed cannot be read and unpacked.
    pub fn bytes(&self) -> io::Result<Cow<'_, [u8]>> {
        if self.packed.is_empty() && self.pieces.is_empty() {
            return Ok(Cow::Borrowed(&self.last));
        }
        let mut all = Vec::with_capacity(self.len() as usize);
        self.write_to(&mut all)?;
        Ok(Cow::Owned(all))
    }

    fn packed_bytes<'p>(&self, packed: &'p Packed) -> io::Result<Cow<'p, [u8]>> {
        let (start, length) = match &packed.place {
            Place::Memory(bytes) => return Ok(Cow::Borrowed(bytes)),
            Place::File(start, length) => (*start, *length),
        };
        let file = self.file.as_ref().ok_or(io::ErrorKind::NotFound)?;
        let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
        let mut bytes = vec![0; length];
        file.seek(SeekFrom::Start(start))?;
        file.read_exact(&mut bytes)?;
        Ok(Cow::Owned(bytes))
    }
}

impl From<Vec<u8>> for Spool {
    fn from(last: Vec<u8>) -> Spool {
        Spool { last, ..Spool::default() }
    }
}

/// The bytes of pieces, which are so many, packed.
fn pack(pieces: &[Vec<u8>], length: usize) -> io::Result<Vec<u8>> {
    let room = Vec::with_capacity(length / 5);
    let mut encoder = DeflateEncoder::new(room, Compression::fast());
    pieces.iter().try_for_each(|piece| encoder.write_all(piece))?;
    let mut packed = encoder.finish()?;
    packed.shrink_to_fit();
    Ok(packed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_comes_back_in_order() {
        let mut spool = Spool::default();
        let mut whole = Vec::new();
        for n in 0..100u32 {
            // Numbers that do not repeat, so that they shrink to no less than a third.
            let numbers =
                (1..20u32).map(|k| format!("{{\"n\":{}}}\n", (n * 20 + k).wrapping_mul(2_654_435_761)));
            let lines: String = numbers.collect();
            whole.extend_from_slice(lines.as_bytes());
            spool.last().extend_from_slice(lines.as_bytes());
            spool.settle_beyond(100, 1000);
            assert!(spool.last().ends_with(b"\n"));
        }
        let filed = |packed: &Packed| matches!(packed.place, Place::File(..));
        assert!(spool.packed.len() > 10 && spool.packed.iter().all(filed));
        // As where no file can be written.
        let bytes = spool.packed_bytes(&spool.packed[3]).unwrap().into_owned();
        spool.packed[3].place = Place::Memory(bytes);
        assert_eq!((spool.len(), &*spool.bytes().unwrap()), (whole.len() as u64, &whole[..]));
        let mut out = Vec::new();
        spool.write_to(&mut out).unwrap();
        assert_eq!(out, whole);
        assert!(Spool::default().is_empty() && !spool.is_empty());
    }
}
