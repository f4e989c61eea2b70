//! Unpacks deflate, alone or in the members of a gzip file, one buffer at a time.
//!
//! A member that unpacks to far more than it takes is a bomb and is stopped. Damage is an error that names itself; a
//! reader that knows how to go on asks for the next member.

use crate::tape::{Reel, Tape};
use flate2::{Crc, Decompress, FlushDecompress, Status};
use std::io::{self, BufRead, Read};

/// How the packed bytes are framed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Framing {
    /// Members of a gzip file, one after the other.
    Gzip,
    /// One bare deflate stream.
    Bare,
}

/// Less than this is never a bomb: short runs of one letter are packed a thousand to one (a guess, 2026-11).
pub(crate) const HARMLESS: u64 = 1 << 20;
/// … nor are so many bytes in the members of one file together: a file of members each of which is harmless can be a bomb (a guess, 2026-11).
const HARMLESS_TOGETHER: u64 = 64 << 20;

/// How many unpacked bytes are held.
const BUFFER: usize = 1 << 16;

/// The longest name or note in a gzip header that is read (a guess, 2026-11).
const LONGEST_NAME: u64 = 1 << 16;

/// Packed bytes, unpacked as they are read.
pub(crate) struct Inflate {
    source: Tape,
    framing: Framing,
    engine: Decompress,
    state: State,
    out: Box<[u8]>,
    at: usize,
    filled: usize,
    /// Bytes taken and given in this member.
    took: u64,
    gave: u64,
    /// Bytes taken and given in the members before it.
    before: (u64, u64),
    most_ratio: u64,
    /// Whether all of it together is a bomb: no member is read any more.
    bomb: bool,
    crc: Crc,
    members: u64,
    /// What is wrong, once the state is lost.
    trouble: (io::ErrorKind, String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Before a member, or behind the last.
    Between,
    Inside,
    /// Behind damage, until somebody asks for the next member.
    Lost,
    Over,
}

impl Inflate {
    /// Unpacks what the source holds; a member may unpack to `most_ratio` times its size.
    pub(crate) fn new(source: Tape, framing: Framing, most_ratio: u64) -> Self {
        let state = if framing == Framing::Bare { State::Inside } else { State::Between };
        Inflate {
            source,
            framing,
            engine: Decompress::new(false),
            state,
            out: vec![0; BUFFER].into_boxed_slice(),
            at: 0,
            filled: 0,
            took: 0,
            gave: 0,
            before: (0, 0),
            most_ratio,
            bomb: false,
            crc: Crc::new(),
            members: 0,
            trouble: (io::ErrorKind::InvalidData, "damaged".to_owned()),
        }
    }

    /// Fills the empty buffer, or finds the end. Steps over the border of a member only if `on`.
    fn pump(&mut self, on: bool) -> io::Result<()> {
        while self.at == self.filled {
            match self.state {
                State::Over => return Ok(()),
                State::Lost => return Err(self.told()),
                State::Between if !on => return Ok(()),
                State::Between => self.open_member()?,
                State::Inside => self.step()?,
            }
        }
        Ok(())
    }

    /// Unpacks once into the buffer.
    fn step(&mut self) -> io::Result<()> {
        let packed = self.source.fill_buf()?;
        let nothing_left = packed.is_empty();
        let (took, gave) = (self.engine.total_in(), self.engine.total_out());
        let status = self.engine.decompress(packed, &mut self.out, FlushDecompress::None);
        let took = (self.engine.total_in() - took) as usize;
        let gave = (self.engine.total_out() - gave) as usize;
        self.source.consume(took);
        self.took += took as u64;
        self.gave += gave as u64;
        (self.at, self.filled) = (0, gave);
        if self.framing == Framing::Gzip {
            self.crc.update(&self.out[..gave]);
        }
        match status {
            Ok(Status::StreamEnd) => self.close_member(),
            Err(_) => self.lose("damaged"),
            Ok(_) if nothing_left && gave == 0 => {
                self.lose_as(io::ErrorKind::UnexpectedEof, "it breaks off before its end")
            }
            Ok(_) if took == 0 && gave == 0 && !nothing_left => self.lose("damaged"),
            Ok(_) if self.is_bomb() => {
                self.filled = 0;
                let most = self.most_ratio;
                self.lose(&format!("it unpacks to more than {most} times its size, as only bombs do"))
            }
            Ok(_) => Ok(()),
        }
    }

    /// Whether this member, or all so far together, unpack to far more than they take.
    fn is_bomb(&mut self) -> bool {
        let far = |took: u64, gave: u64, harmless: u64| gave > harmless && gave / self.most_ratio.max(1) > took;
        let (took, gave) = (self.before.0 + self.took, self.before.1 + self.gave);
        self.bomb = far(took, gave, HARMLESS_TOGETHER);
        self.bomb || far(self.took, self.gave, HARMLESS)
    }

    fn lose(&mut self, message: &str) -> io::Result<()> {
        self.lose_as(io::ErrorKind::InvalidData, message)
    }

    /// Stops in this member, once what was unpacked of it has been read.
    fn lose_as(&mut self, kind: io::ErrorKind, message: &str) -> io::Result<()> {
        self.state = State::Lost;
        self.trouble = (kind, message.to_owned());
        if self.filled > self.at { Ok(()) } else { Err(self.told()) }
    }

    fn told(&self) -> io::Error {
        io::Error::new(self.trouble.0, self.trouble.1.clone())
    }

    /// Reads the header of the next member, if there is one.
    fn open_member(&mut self) -> io::Result<()> {
        // Archives are sometimes filled up with zeros to the end of a block.
        loop {
            let here = self.source.fill_buf()?;
            let zeros = here.iter().take_while(|byte| **byte == 0).count();
            if here.is_empty() {
                self.state = State::Over;
                return Ok(());
            }
            let all = zeros == here.len();
            self.source.consume(zeros);
            if !all {
                break;
            }
        }
        self.state = State::Lost;
        let mut head = [0; 10];
        self.source.read_exact(&mut head).map_err(broken_off)?;
        if head[..3] != [0x1f, 0x8b, 8] {
            return self.lose(if self.members == 0 { "not packed by gzip" } else { "damaged" });
        }
        let flags = head[3];
        if flags & 4 != 0 {
            let mut length = [0; 2];
            self.source.read_exact(&mut length).map_err(broken_off)?;
            self.source.skip(u64::from(u16::from_le_bytes(length)))?;
        }
        for flag in [8, 16] {
            if flags & flag != 0 {
                let mut name = Vec::new();
                self.source.by_ref().take(LONGEST_NAME).read_until(0, &mut name)?;
            }
        }
        if flags & 2 != 0 {
            self.source.skip(2)?;
        }
        self.engine.reset(false);
        self.crc.reset();
        self.before = (self.before.0 + self.took, self.before.1 + self.gave);
        (self.took, self.gave) = (0, 0);
        self.members += 1;
        self.state = State::Inside;
        Ok(())
    }

    /// Reads and checks what stands behind a member.
    fn close_member(&mut self) -> io::Result<()> {
        if self.framing == Framing::Bare {
            self.state = State::Over;
            return Ok(());
        }
        self.state = State::Lost;
        let mut trailer = [0; 8];
        if self.source.read_exact(&mut trailer).is_err() {
            return self.lose_as(io::ErrorKind::UnexpectedEof, "it breaks off before its end");
        }
        let [a, b, c, d, ..] = trailer;
        if u32::from_le_bytes([a, b, c, d]) != self.crc.sum() {
            return self.lose("damaged: its checksum differs");
        }
        self.state = State::Between;
        Ok(())
    }
}

fn broken_off(error: io::Error) -> io::Error {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => io::Error::new(error.kind(), "it breaks off before its end"),
        _ => error,
    }
}

/// Reads what is buffered, as much of it as there is room for.
pub(crate) fn read_ahead(from: &mut impl BufRead, into: &mut [u8]) -> io::Result<usize> {
    let here = from.fill_buf()?;
    let taken = here.len().min(into.len());
    into[..taken].copy_from_slice(&here[..taken]);
    from.consume(taken);
    Ok(taken)
}

impl Read for Inflate {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        read_ahead(self, into)
    }
}

impl BufRead for Inflate {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.pump(true)?;
        Ok(&self.out[self.at..self.filled])
    }

    fn consume(&mut self, taken: usize) {
        self.at += taken;
    }
}

impl Reel for Inflate {
    fn place(&mut self, back: usize) -> Option<u64> {
        if back == 0 && self.ends_member() { self.source.place() } else { None }
    }

    fn ends_member(&mut self) -> bool {
        // Damage found here is met again, and told, by whoever reads on.
        self.framing == Framing::Gzip
            && self.pump(false).is_ok()
            && self.at == self.filled
            && matches!(self.state, State::Between | State::Over)
            && self.members > 0
    }

    fn next_member(&mut self) -> io::Result<bool> {
        (self.at, self.filled) = (0, 0);
        if self.framing != Framing::Gzip || self.state == State::Over || self.bomb {
            return Ok(false);
        }
        const MAGIC: [u8; 3] = [0x1f, 0x8b, 8];
        loop {
            let here = self.source.fill_buf()?;
            if here.is_empty() {
                self.state = State::Over;
                return Ok(false);
            }
            let skipped = memchr::memchr(MAGIC[0], here).unwrap_or(here.len());
            self.source.consume(skipped);
            if self.source.peek(MAGIC.len())?.starts_with(&MAGIC) {
                self.state = State::Between;
                return Ok(true);
            }
            self.source.skip(1)?;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use std::io::Write;

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
        gzip.write_all(bytes).expect("written");
        gzip.finish().expect("packed")
    }

    fn open(bytes: Vec<u8>) -> Tape {
        let source = crate::tape::Source::bytes(bytes).from(0).expect("opened");
        Tape::on(Inflate::new(source, Framing::Gzip, 200))
    }

    #[test]
    fn harmless_members_without_end_are_a_bomb() {
        let one = packed(&vec![b'\n'; 1 << 20]);
        let mut tape = open(one.repeat(80));
        let mut read = 0;
        let message = loop {
            match tape.fill_buf() {
                Ok([]) => break String::new(),
                Ok(here) => {
                    let taken = here.len();
                    read += taken;
                    tape.consume(taken);
                }
                Err(error) => break error.to_string(),
            }
        };
        assert_eq!(message, "it unpacks to more than 200 times its size, as only bombs do");
        assert!(read as u64 <= HARMLESS_TOGETHER + (1 << 20), "{read}");
        assert!(!tape.next_member().expect("asked"), "no member behind it is read");
    }

    #[test]
    fn members_follow_each_other_and_their_borders_are_places() {
        let (one, two) = (packed(b"One.\n"), packed(b"Two.\n"));
        let mut tape = open([one.clone(), two.clone()].concat());
        assert_eq!(tape.place(), None);
        assert!(matches!(tape.line(100), Ok(crate::tape::Line::Whole(line)) if line == b"One.\n"));
        assert_eq!(tape.place(), Some(one.len() as u64));
        let mut rest = Vec::new();
        tape.read_to_end(&mut rest).expect("read");
        assert_eq!(rest, b"Two.\n");
        assert_eq!(tape.place(), Some((one.len() + two.len()) as u64));
    }

    #[test]
    fn what_was_whole_before_damage_is_given() {
        let whole = packed(&b"Crowds took the airport.\n".repeat(9));
        for cut in 0..whole.len() {
            let mut rest = Vec::new();
            let read = open(whole[..cut].to_vec()).read_to_end(&mut rest);
            assert!(cut == 0 || read.is_err(), "{cut}");
            assert!(b"Crowds took the airport.\n".repeat(9).starts_with(&rest));
        }
        let mut changed = whole.clone();
        let at = changed.len() - 7;
        changed[at] ^= 1;
        let error = open(changed).read_to_end(&mut Vec::new()).expect_err("its checksum differs");
        assert_eq!(error.to_string(), "damaged: its checksum differs");
    }

    #[test]
    fn reading_goes_on_behind_damage() {
        let (mut one, two) = (packed(&b"Crowds took the airport.".repeat(50)), packed(b"Two."));
        one[14] ^= 0xff;
        let mut tape = open([one, two].concat());
        assert!(tape.read_to_end(&mut Vec::new()).is_err());
        while tape.next_member().expect("looked for") {
            let mut rest = Vec::new();
            if tape.read_to_end(&mut rest).is_ok() {
                assert_eq!(rest, b"Two.");
                return;
            }
        }
        panic!("the second member was not found");
    }

    #[test]
    fn bombs_are_stopped() {
        let bomb = packed(&vec![b'a'; 64 << 20]);
        let mut tape = open(bomb);
        let error = io::copy(&mut tape, &mut io::sink()).expect_err("stopped");
        assert_eq!(error.to_string(), "it unpacks to more than 200 times its size, as only bombs do");
    }
}
