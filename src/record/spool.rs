//! A spool: the JSON of a record while it is made, in memory; what goes beyond a size is packed, for the JSON of a record is
//! seven times its text, and shrinks to a fifteenth.

use std::borrow::Cow;
use std::io::{self, Read, Write};

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;

/// Bytes that are held as they are: the records of all but the longest texts.
const HELD: usize = 1 << 24;

/// Bytes in order, to which more are added behind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spool {
    packed: Vec<Packed>,
    last: Vec<u8>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Packed {
    bytes: Vec<u8>,
    /// Unpacked.
    length: u64,
}

impl Spool {
    /// The last bytes, to put more behind them.
    pub fn last(&mut self) -> &mut Vec<u8> {
        &mut self.last
    }

    /// Makes room for so many more bytes, or for as many as are held unpacked and those that come before they are packed.
    pub fn expect(&mut self, bytes: usize) {
        self.last.reserve(bytes.min(HELD + HELD / 8));
    }

    /// Packs the last bytes where they are many, but for the very last, which may still be taken back.
    pub fn settle(&mut self) {
        self.settle_beyond(HELD);
    }

    fn settle_beyond(&mut self, held: usize) {
        let Some((&end, rest)) = self.last.split_last() else { return };
        // Writing to memory does not fail; if it did, the bytes would stay as they are.
        if rest.len() >= held
            && let Ok(bytes) = pack(rest)
        {
            self.packed.push(Packed { bytes, length: rest.len() as u64 });
            self.last.clear();
            self.last.push(end);
        }
    }

    pub fn len(&self) -> u64 {
        self.packed.iter().map(|packed| packed.length).sum::<u64>() + self.last.len() as u64
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Writes all bytes.
    ///
    /// # Errors
    /// Where `out` cannot be written.
    pub fn write_to(&self, out: &mut (impl Write + ?Sized)) -> io::Result<()> {
        for packed in &self.packed {
            io::copy(&mut DeflateDecoder::new(&packed.bytes[..]), out)?;
        }
        out.write_all(&self.last)
    }

    /// All bytes at once.
    ///
    /// # Errors
    /// Where what is packed cannot be unpacked.
    pub fn bytes(&self) -> io::Result<Cow<'_, [u8]>> {
        if self.packed.is_empty() {
            return Ok(Cow::Borrowed(&self.last));
        }
        let mut all = Vec::new();
        for packed in &self.packed {
            DeflateDecoder::new(&packed.bytes[..]).read_to_end(&mut all)?;
        }
        all.extend_from_slice(&self.last);
        Ok(Cow::Owned(all))
    }
}

impl From<Vec<u8>> for Spool {
    fn from(last: Vec<u8>) -> Spool {
        Spool { packed: Vec::new(), last }
    }
}

fn pack(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes)?;
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
            let line = format!("{{\"n\":{n}}}\n").repeat(20);
            whole.extend_from_slice(line.as_bytes());
            spool.last().extend_from_slice(line.as_bytes());
            spool.settle_beyond(1000);
            assert!(spool.last().ends_with(b"\n"));
        }
        assert!(spool.packed.len() > 10 && spool.packed.iter().all(|packed| packed.bytes.len() < 500));
        assert_eq!((spool.len(), &*spool.bytes().unwrap()), (whole.len() as u64, &whole[..]));
        let mut out = Vec::new();
        spool.write_to(&mut out).unwrap();
        assert_eq!(out, whole);
        assert!(Spool::default().is_empty() && !spool.is_empty());
    }
}
