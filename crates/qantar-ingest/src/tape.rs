//! Bytes in the order in which they stand: of a file, a stream, a member of an archive. Never more is held than asked for.

use crate::arrive::Stop;
use crate::inflate::read_ahead;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What a tape reads from.
pub(crate) trait Reel: BufRead + Send {
    /// The byte of the file at which reading could be taken up as it stood `back` bytes ago; none where that is not
    /// possible, as in the middle of something packed.
    fn place(&mut self, _back: usize) -> Option<u64> {
        None
    }

    /// Whether a member of something packed ends exactly here.
    fn ends_member(&mut self) -> bool {
        false
    }

    /// Goes on behind damage, to where the next packed member seems to begin; whether there is one.
    fn next_member(&mut self) -> io::Result<bool> {
        Ok(false)
    }
}

/// A reel that can be looked ahead on and that bytes can be put back to.
pub(crate) struct Tape {
    reel: Box<dyn Reel>,
    ahead: Vec<u8>,
    at: usize,
}

/// A line of a tape.
pub(crate) enum Line {
    /// A line with its end, should it have one.
    Whole(Vec<u8>),
    /// A line over the limit, passed over.
    TooLong,
    /// The end of the tape.
    End,
}

/// How many bytes are read from a disk at once.
const BUFFER: usize = 1 << 16;

impl Tape {
    /// What this reel holds.
    pub(crate) fn on(reel: impl Reel + 'static) -> Self {
        Tape { reel: Box::new(reel), ahead: Vec::new(), at: 0 }
    }

    /// A stream that cannot be taken up elsewhere.
    pub(crate) fn stream(source: impl Read + Send + 'static) -> Self {
        Tape::on(Stream(BufReader::with_capacity(BUFFER, source)))
    }

    /// At least `most` bytes of what comes next, or all that is left.
    pub(crate) fn peek(&mut self, most: usize) -> io::Result<&[u8]> {
        if self.at > 0 {
            self.ahead.drain(..self.at);
            self.at = 0;
        }
        while self.ahead.len() < most {
            let missing = most - self.ahead.len();
            let here = match self.reel.fill_buf() {
                Ok(here) => here,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                // What came before the damage can still be looked at; whoever reads on meets the damage again.
                Err(_) if !self.ahead.is_empty() => break,
                Err(error) => return Err(error),
            };
            if here.is_empty() {
                break;
            }
            let taken = here.len().min(missing);
            self.ahead.extend_from_slice(&here[..taken]);
            self.reel.consume(taken);
        }
        Ok(&self.ahead)
    }

    /// Puts bytes back, to be read next.
    pub(crate) fn unread(&mut self, mut bytes: Vec<u8>) {
        bytes.extend_from_slice(&self.ahead[self.at..]);
        self.ahead = bytes;
        self.at = 0;
    }

    /// Where reading could be taken up: see [`Reel::place`].
    pub(crate) fn place(&mut self) -> Option<u64> {
        let back = self.ahead.len() - self.at;
        self.reel.place(back)
    }

    /// Whether a member of something packed ends exactly here.
    pub(crate) fn ends_member(&mut self) -> bool {
        self.at == self.ahead.len() && self.reel.ends_member()
    }

    /// Drops what is ahead and goes on behind damage; whether anything seems to be there.
    pub(crate) fn next_member(&mut self) -> io::Result<bool> {
        self.ahead.clear();
        self.at = 0;
        self.reel.next_member()
    }

    /// The next line. Of one with more than `most` bytes never more than these are held.
    pub(crate) fn line(&mut self, most: usize) -> io::Result<Line> {
        let mut line = Vec::new();
        self.by_ref().take(most as u64 + 2).read_until(b'\n', &mut line)?;
        let ended = line.ends_with(b"\n");
        if line.is_empty() {
            return Ok(Line::End);
        }
        if bare(&line).len() <= most {
            return Ok(Line::Whole(line));
        }
        drop(line);
        if !ended {
            self.skip_until(b'\n')?;
        }
        Ok(Line::TooLong)
    }

    /// Passes over so many bytes; how many there were.
    pub(crate) fn skip(&mut self, bytes: u64) -> io::Result<u64> {
        let mut left = bytes;
        while left > 0 {
            let here = self.fill_buf()?.len() as u64;
            if here == 0 {
                break;
            }
            let step = here.min(left);
            self.consume(step as usize);
            left -= step;
        }
        Ok(bytes - left)
    }

    /// All that is left; none when there is more than `most`, of which no more is held.
    pub(crate) fn whole(&mut self, most: usize) -> io::Result<Option<Vec<u8>>> {
        let mut bytes = Vec::new();
        self.take(most as u64 + 1).read_to_end(&mut bytes)?;
        Ok((bytes.len() <= most).then_some(bytes))
    }
}

/// A line without its end.
pub(crate) fn bare(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

impl Read for Tape {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        read_ahead(self, into)
    }
}

impl BufRead for Tape {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at < self.ahead.len() {
            return Ok(&self.ahead[self.at..]);
        }
        if !self.ahead.is_empty() {
            self.ahead = Vec::new();
            self.at = 0;
        }
        self.reel.fill_buf()
    }

    fn consume(&mut self, taken: usize) {
        if self.at < self.ahead.len() {
            self.at += taken;
        } else {
            self.reel.consume(taken);
        }
    }
}

/// A stream without places.
struct Stream<R>(BufReader<R>);

impl<R: Read> Read for Stream<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.0.read(into)
    }
}

impl<R: Read> BufRead for Stream<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.0.fill_buf()
    }

    fn consume(&mut self, taken: usize) {
        self.0.consume(taken);
    }
}

impl<R: Read + Send> Reel for Stream<R> {}

/// Bytes that can be had until somebody wishes to stop; then there is an error, so that nothing looks whole that is not.
pub(crate) struct Stoppable<R> {
    source: R,
    stop: Stop,
}

impl<R> Stoppable<R> {
    pub(crate) fn new(source: R, stop: Stop) -> Self {
        Stoppable { source, stop }
    }
}

impl<R: Read> Read for Stoppable<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.stop.is_set() {
            return Err(io::Error::other("stopped"));
        }
        self.source.read(into)
    }
}

/// Bytes that lie still, so that they can be read anywhere and more than once.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    lies: Lies,
    stop: Stop,
}

/// Where bytes lie.
#[derive(Clone, Debug)]
enum Lies {
    /// In a file.
    File(PathBuf),
    /// In memory.
    Bytes(Arc<[u8]>),
}

impl Source {
    /// The file at this path.
    pub(crate) fn file(path: &Path, stop: Stop) -> Self {
        Source { lies: Lies::File(path.to_owned()), stop }
    }

    /// These bytes, which nobody stops.
    pub(crate) fn bytes(bytes: impl Into<Arc<[u8]>>) -> Self {
        Source::held(bytes, Stop::default())
    }

    /// These bytes.
    pub(crate) fn held(bytes: impl Into<Arc<[u8]>>, stop: Stop) -> Self {
        Source { lies: Lies::Bytes(bytes.into()), stop }
    }

    /// How many bytes there are.
    pub(crate) fn len(&self) -> io::Result<u64> {
        match &self.lies {
            Lies::File(path) => Ok(std::fs::metadata(path)?.len()),
            Lies::Bytes(bytes) => Ok(bytes.len() as u64),
        }
    }

    /// What stands from this byte on.
    pub(crate) fn from(&self, start: u64) -> io::Result<Tape> {
        self.range(start, u64::MAX)
    }

    /// What stands from this byte on, at most so many bytes of it.
    pub(crate) fn range(&self, start: u64, most: u64) -> io::Result<Tape> {
        match &self.lies {
            Lies::File(path) => {
                let mut file = File::open(path)?;
                file.seek(SeekFrom::Start(start))?;
                Ok(self.placed(file.take(most), start))
            }
            Lies::Bytes(bytes) => {
                let mut bytes = Cursor::new(bytes.clone());
                bytes.set_position(start);
                Ok(self.placed(bytes.take(most), start))
            }
        }
    }

    fn placed(&self, source: impl Read + Send + 'static, at: u64) -> Tape {
        let source = Stoppable::new(source, self.stop.clone());
        Tape::on(Placed { source: BufReader::with_capacity(BUFFER, source), at })
    }
}

/// A source that knows at which byte it stands.
struct Placed<R> {
    source: BufReader<R>,
    at: u64,
}

impl<R: Read> Read for Placed<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let taken = self.source.read(into)?;
        self.at += taken as u64;
        Ok(taken)
    }
}

impl<R: Read> BufRead for Placed<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.source.fill_buf()
    }

    fn consume(&mut self, taken: usize) {
        self.at += taken as u64;
        self.source.consume(taken);
    }
}

impl<R: Read + Send> Reel for Placed<R> {
    fn place(&mut self, back: usize) -> Option<u64> {
        self.at.checked_sub(back as u64)
    }
}

/// Why something could not be read, as far as a reader need know.
pub(crate) fn why(error: &io::Error) -> String {
    match (error.get_ref(), error.kind()) {
        (Some(inner), _) => inner.to_string(),
        (None, io::ErrorKind::NotFound) => "no such file or folder".to_owned(),
        (None, kind) => kind.to_string(),
    }
}
