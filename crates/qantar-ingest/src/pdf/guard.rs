//! What a PDF may ask of its reader: bounds on what its parts unpack to and on how they draw each other.

use flate2::read::ZlibDecoder;
use memchr::memmem;
use pdf_extract::{Dictionary, Document, Object, ObjectId, Stream};
use std::collections::HashMap;
use std::io::{self, Read};

/// A part that draws more than this is left out: the letters of a page take some ten kilobytes, and one operation of
/// four bytes takes two hundred once it is parsed (a guess, 2026-11).
const MOST_DRAWN: usize = 2 << 20;
/// All that a page draws, what it draws again counted again (a guess, 2026-11).
const MOST_ON_A_PAGE: usize = 64 << 20;
/// How deep parts may draw each other.
const DEEPEST: usize = 16;
/// All parts of a PDF together unpack to so many times what one report may have.
const MOST_UNPACKED: u64 = 16;

/// Looks whether any part unpacks to what only a bomb does, before anything is unpacked for good. The tables of a PDF
/// are themselves packed parts that its reader unpacks at once, whatever they are called; so all parts are tried.
pub(super) fn look_through(bytes: &[u8], most: usize) -> Result<(), String> {
    let mut total = 0;
    for at in memmem::find_iter(bytes, b"stream") {
        let after = &bytes[at + 6..];
        let after = after.strip_prefix(b"\r").unwrap_or(after);
        let after = after.strip_prefix(b"\n").unwrap_or(after);
        if !matches!(after, [first, ..] if first & 0x0f == 8) {
            continue;
        }
        let before = &bytes[at.saturating_sub(1024)..at];
        let picture = memmem::find(before, b"/Image").is_some();
        let most_here = if picture { most as u64 * 4 } else { most as u64 };
        let unpacked = io::copy(&mut ZlibDecoder::new(after).take(most_here + 1), &mut io::sink()).unwrap_or(0);
        total += unpacked;
        if unpacked > most_here || total > most as u64 * MOST_UNPACKED {
            return Err(format!(
                "a PDF with a part that unpacks to more than the {most} bytes that one report may have: nothing was kept"
            ));
        }
    }
    Ok(())
}

/// Empties the parts that are pictures and those that draw too much, too deep or themselves; how many of the latter.
pub(super) fn disarm(document: &mut Document) -> usize {
    let mut unread = 0;
    for object in document.objects.values_mut() {
        let Object::Stream(stream) = object else { continue };
        if is_named(&stream.dict, b"Subtype", b"Image") {
            empty(stream);
        } else if !is_small(stream) {
            empty(stream);
            unread += 1;
        }
    }
    let mut costs = Costs { document, known: HashMap::new() };
    let heavy: Vec<ObjectId> = costs.heavy();
    for id in &heavy {
        if let Some(Object::Stream(stream)) = document.objects.get_mut(id) {
            empty(stream);
        }
    }
    unbend(document);
    unread + heavy.len()
}

fn empty(stream: &mut Stream) {
    stream.dict.remove(b"Filter");
    stream.dict.remove(b"DecodeParms");
    stream.set_content(Vec::new());
}

fn is_named(dictionary: &Dictionary, key: &[u8], name: &[u8]) -> bool {
    dictionary.get(key).and_then(Object::as_name).is_ok_and(|found| found == name)
}

/// Whether a part unpacks to no more than may be drawn. Fonts are parts as well and may be larger.
fn is_small(stream: &Stream) -> bool {
    let filters = stream.filters().unwrap_or_default();
    let packed = filters.iter().filter(|filter| matches!(**filter, b"FlateDecode" | b"LZWDecode")).count();
    match (packed, filters.first()) {
        (0, _) => stream.content.len() <= MOST_DRAWN * 2,
        (1, Some(&b"FlateDecode")) => {
            let mut unpacked = ZlibDecoder::new(&stream.content[..]).take(MOST_DRAWN as u64 + 1);
            io::copy(&mut unpacked, &mut io::sink()).unwrap_or(0) <= MOST_DRAWN as u64
        }
        // A code of twelve bits stands for four kilobytes at most.
        (1, Some(&b"LZWDecode")) => stream.content.len() <= 64 << 10,
        _ => stream.content.len() <= 4 << 10 && packed <= 1,
    }
}

/// What drawing a part costs, what it draws with it.
struct Costs<'a> {
    document: &'a Document,
    known: HashMap<ObjectId, Option<usize>>,
}

impl Costs<'_> {
    /// The parts that cost more than a page may, or that draw themselves.
    fn heavy(&mut self) -> Vec<ObjectId> {
        let document = self.document;
        let is_form =
            |object: &Object| matches!(object, Object::Stream(stream) if is_named(&stream.dict, b"Subtype", b"Form"));
        let mut heavy: Vec<ObjectId> =
            document.objects.iter().filter(|(_, object)| is_form(object)).map(|(id, _)| *id).collect();
        heavy.retain(|id| self.cost(*id, DEEPEST).is_none());
        heavy
    }

    /// Bytes that are drawn; none for too many or too deep.
    fn cost(&mut self, id: ObjectId, deepest: usize) -> Option<usize> {
        if let Some(known) = self.known.get(&id) {
            return *known;
        }
        // Whoever comes back here while this is being worked out draws itself.
        self.known.insert(id, None);
        let cost = self.worked_out(id, deepest);
        self.known.insert(id, cost);
        cost
    }

    fn worked_out(&mut self, id: ObjectId, deepest: usize) -> Option<usize> {
        let deepest = deepest.checked_sub(1)?;
        let stream = self.document.get_object(id).and_then(Object::as_stream).ok()?;
        let content = stream.decompressed_content().unwrap_or_else(|_| stream.content.clone());
        let draws = memmem::find_iter(&content, b"Do").count();
        if draws == 0 {
            return Some(content.len());
        }
        let mut dearest = 0;
        for part in self.parts(stream)? {
            dearest = self.cost(part, deepest)?.max(dearest);
        }
        let cost = content.len().saturating_add(dearest.saturating_mul(draws));
        (cost <= MOST_ON_A_PAGE).then_some(cost)
    }

    /// What a part may draw; none where it draws with what is its page's.
    fn parts(&self, stream: &Stream) -> Option<Vec<ObjectId>> {
        let follow = |object: &'_ Object| match object {
            Object::Reference(id) => self.document.get_dictionary(*id).ok().cloned(),
            Object::Dictionary(dictionary) => Some(dictionary.clone()),
            _ => None,
        };
        let resources = follow(stream.dict.get(b"Resources").ok()?)?;
        let Ok(drawn) = resources.get(b"XObject") else { return Some(Vec::new()) };
        Some(follow(drawn)?.iter().filter_map(|(_, object)| object.as_reference().ok()).collect())
    }
}

/// Cuts the way up from a page where it leads in a circle or has no end.
fn unbend(document: &mut Document) {
    let mut bent = Vec::new();
    for id in document.get_pages().into_values() {
        let (mut at, mut steps) = (id, 0);
        while let Ok(parent) =
            document.get_dictionary(at).and_then(|page| page.get(b"Parent")).and_then(Object::as_reference)
        {
            (at, steps) = (parent, steps + 1);
            if steps > 64 {
                bent.push(id);
                break;
            }
        }
    }
    for id in bent {
        if let Ok(Object::Dictionary(page)) = document.get_object_mut(id) {
            page.remove(b"Parent");
        }
    }
}
