//! The words of a PDF: letters put at places on a page, made lines and paragraphs again.
//!
//! A PDF has no text of its own to keep: the text is made here, as a page's is. Lines are joined, words parted at line
//! ends put together, and what stands at the top or foot of page after page is noise. Pictures are not looked at, so a
//! scanned paper has no words.
//!
//! The library that knows the format panics over files that it does not expect, and follows what a file tells it to draw
//! without end. So it is only shown what was looked through before: see `guard`.

use crate::arrive::{Arrival, Origin, Refused, Settings};
use crate::draft::{Draft, tidy};
use crate::kinds;
use crate::report;
use crate::slip::Slip;
use pdf_extract::{Document, MediaBox, OutputDev, OutputError, Transform, output_doc_page};
use qantar_record::{Block, BlockKind, Span};
use std::panic::{AssertUnwindSafe, catch_unwind};

mod cmap;
mod guard;
mod parts;
mod unpack;

/// More pages than these are not read, and that is said (a guess, 2026-11: reports have fewer).
const MOST_PAGES: usize = 500;
/// More letters than these on one page are not read (a guess, 2026-11: a page of small print has 10,000).
const MOST_LETTERS: usize = 200_000;
/// More letters than these in one PDF are not read. A guess (November 2026): 500 pages of small print have 5 million.
const MOST_LETTERS_IN_ALL: usize = 16_000_000;
/// What a line takes beside its letters, in letters. A guess (November 2026).
const A_LINE: usize = 8;

const SEALED: &str = "a PDF sealed with a password: nothing was kept";

/// Reads a PDF.
pub(crate) fn read(bytes: &[u8], slip: Slip, origin: Origin, settings: &Settings) -> Arrival {
    let mut document = match guard::load(bytes, settings.most_bytes) {
        Ok(document) => document,
        Err(message) => return Arrival::Refused(Refused::new(origin, message)),
    };
    let sealed =
        document.is_encrypted() && !matches!(catch_unwind(AssertUnwindSafe(|| document.decrypt(""))), Ok(Ok(())));
    if sealed {
        return Arrival::Refused(Refused::new(origin, SEALED));
    }
    let unread = guard::disarm(&mut document, MOST_PAGES);
    let mut draft = draft(&document, MOST_LETTERS_IN_ALL);
    if !draft.text.contains(char::is_alphanumeric) {
        let message = "a PDF without words, perhaps pictures of pages: nothing was kept";
        return Arrival::Refused(Refused::new(origin, message));
    }
    if unread > 0 {
        draft.complain(format!("{unread} parts of the PDF are larger or deeper than is read: their words are missing"));
    }
    report::settle(draft, slip, bytes, origin, settings)
}

/// A line of a page.
#[derive(Clone, Debug, PartialEq)]
struct Line {
    words: String,
    /// The left end, and the height above the foot of the page, in points.
    x: f64,
    y: f64,
    /// The size of its letters, in points.
    size: f64,
    page: usize,
}

/// The lines of all pages, as blocks, until so many letters were read.
fn draft(document: &Document, most_letters: usize) -> Draft {
    let pages = document.get_pages().len();
    let mut lines: Vec<Line> = Vec::new();
    let (mut lost, mut letters) = (0, 0);
    let mut read_pages = pages.min(MOST_PAGES);
    for page in 1..=read_pages {
        if letters > most_letters {
            read_pages = page - 1;
            break;
        }
        let mut drawn = Drawn { page, ..Drawn::default() };
        let number = u32::try_from(page).unwrap_or(u32::MAX);
        let read = catch_unwind(AssertUnwindSafe(|| output_doc_page(document, &mut drawn, number)));
        lost += usize::from(!matches!(read, Ok(Ok(()))));
        drawn.end_line();
        letters += drawn.letters;
        lines.append(&mut drawn.lines);
    }
    let mut draft = blocks(&lines);
    if lost > 0 {
        draft.complain(format!("{lost} pages of the PDF could not be read to their end: words may be missing"));
    }
    if letters > most_letters {
        draft.complain(format!("only the first {read_pages} of {pages} pages were read, with their {letters} letters"));
    } else if pages > read_pages {
        draft.complain(format!("only the first {read_pages} of {pages} pages were read"));
    }
    draft
}

/// The letters of a page as they are drawn, put together in lines.
#[derive(Default)]
struct Drawn {
    page: usize,
    lines: Vec<Line>,
    line: Option<Line>,
    /// Where the last letter ended.
    end: f64,
    /// Letters that were drawn, and what their lines take.
    letters: usize,
}

impl Drawn {
    fn end_line(&mut self) {
        if let Some(line) = self.line.take()
            && let Some(words) = tidy(&line.words)
        {
            self.lines.push(Line { words, ..line });
        }
    }
}

impl OutputDev for Drawn {
    fn begin_page(&mut self, _: u32, _: &MediaBox, _: Option<(f64, f64, f64, f64)>) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_page(&mut self) -> Result<(), OutputError> {
        self.end_line();
        Ok(())
    }

    fn output_character(
        &mut self,
        place: &Transform,
        width: f64,
        _: f64,
        font_size: f64,
        letter: &str,
    ) -> Result<(), OutputError> {
        // What a code stands for may be long.
        self.letters += letter.chars().count().max(1);
        if self.letters > MOST_LETTERS {
            return Err(OutputError::IoError(std::io::Error::other("more letters than a page has")));
        }
        let size = (place.m11 * place.m22 - place.m12 * place.m21).abs().sqrt() * font_size.abs();
        let (x, y) = (place.m31, place.m32);
        if !(size.is_finite() && x.is_finite() && y.is_finite() && width.is_finite()) {
            return Ok(());
        }
        // Half a letter up or down is another line, and so is a step back of more than a letter. A note's mark above the
        // line is smaller and still of it.
        let apart = |line: &Line| {
            let high = line.size.max(size).max(1.0);
            (line.y - y).abs() > high * 0.6 || x < self.end - high * 1.5
        };
        if self.line.as_ref().is_some_and(apart) {
            self.end_line();
        }
        let end = self.end;
        self.letters += if self.line.is_none() { A_LINE } else { 0 };
        let line = self.line.get_or_insert_with(|| Line { words: String::new(), x, y, size, page: self.page });
        // A gap of a sixth of the letters' size parts words: a space is a quarter wide, a gap inside a word a twentieth.
        if !line.words.is_empty() && x > end + size / 6.0 {
            line.words.push(' ');
        }
        line.words.extend(letter.chars().filter(|c| !c.is_control()));
        line.size = line.size.max(size);
        self.end = x + width * size;
        Ok(())
    }

    fn begin_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_line(&mut self) -> Result<(), OutputError> {
        Ok(())
    }
}

/// Lines put together as blocks, an empty line between two.
fn blocks(lines: &[Line]) -> Draft {
    let heads = running_heads(lines);
    let body = body_size(lines);
    let mut draft = Draft::default();
    let mut title: Vec<&str> = Vec::new();
    let top = lines.iter().filter(|line| line.page == 1).take(12).map(|line| line.size).fold(0.0, f64::max);
    let mut paragraph: Vec<&Line> = Vec::new();
    // A paragraph may go on behind the foot of a page and the head of the next: these come after it.
    let mut waiting: Vec<&Line> = Vec::new();
    for (line, is_head) in lines.iter().zip(&heads) {
        if *is_head {
            waiting.push(line);
            continue;
        }
        if paragraph.is_empty() {
            waiting.drain(..).for_each(|head| push(&mut draft, &head.words, BlockKind::Noise));
        }
        if paragraph.last().is_some_and(|last| !goes_on(last, line, paragraph[0])) {
            end_paragraph(&mut draft, &mut paragraph, body, top, &mut title);
            waiting.drain(..).for_each(|head| push(&mut draft, &head.words, BlockKind::Noise));
        }
        paragraph.push(line);
    }
    end_paragraph(&mut draft, &mut paragraph, body, top, &mut title);
    waiting.drain(..).for_each(|head| push(&mut draft, &head.words, BlockKind::Noise));
    draft.title = tidy(&title.join(" ")).filter(|title| title.len() <= 300);
    draft
}

/// Whether a line goes on with the paragraph that `first` began and that has come to `last`.
fn goes_on(last: &Line, line: &Line, first: &Line) -> bool {
    let same_size = (last.size - line.size).abs() <= last.size * 0.1;
    if last.page != line.page || line.y > last.y {
        // Another page or column: a sentence that is not over, of the same letters, goes on.
        let open = !last.words.ends_with(['.', '!', '?', ':', '”', '"', ')', '…']);
        return same_size && open && line.words.starts_with(char::is_lowercase);
    }
    let step = last.y - line.y;
    // Lines stand 1.2 times their size apart, seldom over 1.5; paragraphs are further apart or begin further right.
    let indented = line.x > last.x + line.size * 0.8 && (last.x - first.x).abs() <= line.size * 3.0;
    same_size && step <= line.size * 1.65 && !indented
}

/// Joins the lines of a paragraph and adds it as what it is.
fn end_paragraph<'a>(draft: &mut Draft, paragraph: &mut Vec<&'a Line>, body: f64, top: f64, title: &mut Vec<&'a str>) {
    let Some(first) = paragraph.first() else { return };
    let words = joined(paragraph);
    let large = first.size > body * 1.15;
    let is_title = large && first.page == 1 && first.size >= top * 0.99 && words.len() <= 300;
    let kind = match kinds::told(&words) {
        _ if is_title => BlockKind::Title,
        Some(kind) => kind,
        None if large && words.len() <= 200 => BlockKind::Heading,
        None => BlockKind::Paragraph,
    };
    if is_title {
        title.extend(paragraph.iter().map(|line| line.words.as_str()));
    }
    push(draft, &words, kind);
    paragraph.clear();
}

fn push(draft: &mut Draft, words: &str, kind: BlockKind) {
    if !draft.text.is_empty() {
        draft.text.push_str("\n\n");
    }
    let start = draft.text.len();
    draft.text.push_str(words);
    let end = draft.text.len();
    draft.blocks.push(Block::new(kind, Span::new(start, end)));
}

/// The lines in one, words parted at their ends put together.
fn joined(lines: &[&Line]) -> String {
    let mut words = String::new();
    for line in lines {
        let parted = |words: &str| {
            let stem = words.strip_suffix(['-', '\u{ad}', '\u{2010}'])?;
            let inside = stem.ends_with(char::is_alphabetic) && line.words.starts_with(char::is_lowercase);
            inside.then_some(stem.len())
        };
        match parted(&words) {
            Some(stem) => words.truncate(stem),
            None if words.is_empty() => {}
            None => words.push(' '),
        }
        words.push_str(&line.words);
    }
    words
}

/// The size that most letters have, to half a point.
fn body_size(lines: &[Line]) -> f64 {
    let mut letters: std::collections::BTreeMap<u64, usize> = std::collections::BTreeMap::new();
    for line in lines {
        *letters.entry((line.size * 2.0).round() as u64).or_default() += line.words.len();
    }
    letters.iter().max_by_key(|(_, count)| **count).map_or(0.0, |(size, _)| *size as f64 / 2.0)
}

/// How many lines at the top and at the foot of a page may be of the paper and not of the text.
const EDGE: usize = 2;

/// Which lines stand at the edge of page after page, their numbers aside, or are but a page's number.
fn running_heads(lines: &[Line]) -> Vec<bool> {
    let mut counts: std::collections::HashMap<String, usize> = std::collections::HashMap::new();
    let edges = edges(lines);
    for (line, edge) in lines.iter().zip(&edges) {
        if *edge {
            *counts.entry(unnumbered(&line.words)).or_default() += 1;
        }
    }
    let pages = lines.last().map_or(0, |line| line.page);
    let often = |words: &str| counts.get(words).is_some_and(|count| *count >= 3 || pages == 2 && *count == 2);
    let numbers_only = |words: &str| !words.contains(char::is_alphabetic) && words.len() <= 12;
    lines
        .iter()
        .zip(edges)
        .map(|(line, edge)| {
            let words = unnumbered(&line.words);
            edge && (often(&words) || numbers_only(&words))
        })
        .collect()
}

/// Whether each line is one of the first or last of its page.
fn edges(lines: &[Line]) -> Vec<bool> {
    let mut edges = Vec::with_capacity(lines.len());
    for page in lines.chunk_by(|a, b| a.page == b.page) {
        edges.extend((0..page.len()).map(|at| at < EDGE || at + EDGE >= page.len()));
    }
    edges
}

/// Words with every run of digits made one mark, so that "Page 3" and "Page 12" are the same.
fn unnumbered(words: &str) -> String {
    let mut mark = false;
    words
        .chars()
        .filter_map(|c| {
            let digit = c.is_ascii_digit();
            let kept = if digit { (!mark).then_some('#') } else { Some(c) };
            mark = digit;
            kept
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use pdf_extract::encryption::crypt_filters::{Aes128CryptFilter, Aes256CryptFilter, CryptFilter};
    use pdf_extract::{EncryptionState, EncryptionVersion, Object, Permissions};
    use std::collections::BTreeMap;
    use std::sync::Arc;

    fn line(page: usize, y: f64, size: f64, words: &str) -> Line {
        Line { words: words.to_owned(), x: 72.0, y, size, page }
    }

    fn told(lines: &[Line]) -> Vec<(BlockKind, String)> {
        let draft = blocks(lines);
        draft.blocks.iter().map(|block| (block.kind, draft.text[block.span.range()].to_owned())).collect()
    }

    #[test]
    fn lines_become_paragraphs_and_heads_noise() {
        use BlockKind::*;
        let lines = [
            line(1, 800.0, 8.0, "Monitor, issue 7"),
            line(1, 760.0, 20.0, "Miners strike"),
            line(1, 736.0, 20.0, "in Oruro"),
            line(1, 700.0, 11.0, "Some 200 miners held the bridge. The adminis-"),
            line(1, 686.0, 11.0, "tration said nothing about"),
            line(1, 40.0, 8.0, "Page 1 of 2"),
            line(2, 800.0, 8.0, "Monitor, issue 7"),
            line(2, 760.0, 11.0, "wages."),
            line(2, 730.0, 11.0, "Police watched."),
            line(2, 40.0, 8.0, "Page 2 of 2"),
        ];
        assert_eq!(
            told(&lines),
            [
                (Noise, "Monitor, issue 7".to_owned()),
                (Title, "Miners strike in Oruro".to_owned()),
                (Paragraph, "Some 200 miners held the bridge. The administration said nothing about wages.".to_owned()),
                (Noise, "Page 1 of 2".to_owned()),
                (Noise, "Monitor, issue 7".to_owned()),
                (Paragraph, "Police watched.".to_owned()),
                (Noise, "Page 2 of 2".to_owned()),
            ]
        );
        assert_eq!(blocks(&lines).title.as_deref(), Some("Miners strike in Oruro"));
    }

    #[test]
    fn letters_are_counted_over_all_pages() {
        let words = "BT /T 12 Tf 72 700 Td (Miners held the bridge.) Tj ET";
        let paper = guard::tests::of_pages(5, "5 0 R", words, "");
        let document = guard::load(&paper, 16 << 20).expect("it is whole");
        let whole = draft(&document, MOST_LETTERS_IN_ALL);
        assert_eq!((whole.text.matches("bridge").count(), whole.problems.len()), (5, 0));
        let cut = draft(&document, 50);
        assert_eq!(cut.text.matches("bridge").count(), 2);
        let told = format!("{:?}", cut.problems);
        assert!(told.contains("only the first 2 of 5 pages were read, with their 62 letters"), "{told}");
    }

    /// How a PDF may be sealed: the version of its `Encrypt`.
    const SEALS: [u8; 4] = [1, 2, 4, 5];

    /// A paper of one page that is sealed with this password.
    fn sealed(seal: u8, password: &str) -> Vec<u8> {
        let words = "BT /T 12 Tf 72 700 Td (Some 200 miners held the bridge.) Tj ET";
        let paper = guard::tests::of_pages(1, "5 0 R", words, "");
        let mut document = Document::load_mem(&paper).expect("it is whole");
        let id = || Object::string_literal("the same every time");
        document.trailer.set("ID", vec![id(), id()]);
        let (owner_password, user_password, permissions) = ("another", password, Permissions::all());
        let filter: Arc<dyn CryptFilter> =
            if seal == 4 { Arc::new(Aes128CryptFilter) } else { Arc::new(Aes256CryptFilter) };
        let crypt_filters = BTreeMap::from([(b"StdCF".to_vec(), filter)]);
        let (stream_filter, string_filter, encrypt_metadata) = (b"StdCF".to_vec(), b"StdCF".to_vec(), true);
        let how = match seal {
            1 => EncryptionVersion::V1 { document: &document, owner_password, user_password, permissions },
            2 => {
                let key_length = 128;
                EncryptionVersion::V2 { document: &document, owner_password, user_password, key_length, permissions }
            }
            4 => EncryptionVersion::V4 {
                document: &document,
                encrypt_metadata,
                crypt_filters,
                stream_filter,
                string_filter,
                owner_password,
                user_password,
                permissions,
            },
            _ => EncryptionVersion::V5 {
                encrypt_metadata,
                crypt_filters,
                file_encryption_key: &[7; 32],
                stream_filter,
                string_filter,
                owner_password,
                user_password,
                permissions,
            },
        };
        let state = EncryptionState::try_from(how).expect("it can be sealed so");
        document.encrypt(&state).expect("sealed");
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).expect("written");
        bytes
    }

    fn told_of(paper: &[u8]) -> String {
        match read(paper, Slip::default(), Origin::whole("a.pdf"), &Settings::default()) {
            Arrival::Kept(kept) => kept.document.text().to_owned(),
            Arrival::Refused(refused) => refused.message,
        }
    }

    #[test]
    fn a_sealed_paper_is_read_if_it_opens_without_a_password() {
        for seal in SEALS {
            assert!(!sealed(seal, "").windows(6).any(|six| six == b"miners"), "{seal}: it is not sealed at all");
            assert_eq!(told_of(&sealed(seal, "")), "Some 200 miners held the bridge.", "{seal}");
            assert_eq!(told_of(&sealed(seal, "secret")), SEALED, "{seal}");
        }
    }

    #[test]
    fn what_is_wrong_with_a_seal_is_said() {
        let replaced = |seal: u8, from: &[u8], to: &[u8]| {
            let mut paper = sealed(seal, "");
            let at = memchr::memmem::find(&paper, from).expect("it is there");
            paper.splice(at..at + from.len(), to.iter().copied());
            told_of(&paper)
        };
        for seal in SEALS {
            // Another handler; a version that nobody knows; a seal without what the key is made of.
            let version = format!("/V {seal}");
            for (from, to) in [("/Filter/Standard", "/Filter/Adobe.PS"), (&version, "/V 9"), ("/O(", "/X(")] {
                let told = replaced(seal, from.as_bytes(), to.as_bytes());
                assert!(told.contains("sealed") && told.ends_with("nothing was kept"), "{seal}, {from}: {told}");
            }
        }
    }

    #[test]
    fn a_paper_is_read_as_before() {
        let plain = include_bytes!("../../../fuzz/seeds/pdf/plain.pdf");
        let paper = include_bytes!("../../../corpora/ingest/oruro.pdf");
        // The first draws a part at its end that is not there: its length is wrong.
        let cases = [(&plain[..], "Some 200 miners held the"), (paper, "Some 200 miners held the main bridge")];
        for (bytes, words) in cases {
            let mut document = guard::load(bytes, 16 << 20).expect("it is whole");
            assert_eq!(guard::disarm(&mut document, MOST_PAGES), 0);
            assert!(draft(&document, MOST_LETTERS_IN_ALL).text.contains(words));
        }
    }
}
