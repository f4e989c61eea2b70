//! What a PDF may ask of its reader: bounds on what its parts unpack to and on how they draw each other.

use super::{cmap, parts, unpack};
use memchr::memmem;
use pdf_extract::content::Content;
use pdf_extract::{Dictionary, Document, LoadOptions, Object, ObjectId, Stream};
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::panic::catch_unwind;

/// A part that draws more than this is left out: the letters of a page take some ten kilobytes, and one operation of
/// four bytes takes two hundred once it is parsed (a guess, 2026-11).
const MOST_DRAWN: usize = 2 << 20;
/// All that a page draws, what it draws again counted again (a guess, 2026-11).
const MOST_ON_A_PAGE: usize = 64 << 20;
/// What drawing a part costs beside what it draws, in bytes that are drawn. A guess (November 2026).
const A_DRAWING: usize = 64;
/// How deep parts may draw each other.
const DEEPEST: usize = 16;
/// What a page joins of its own, in bytes. A guess (November 2026): a map has some megabytes.
const MOST_JOINED: usize = 8 << 20;
/// What all pages draw together, in bytes. A guess (November 2026): a minute or two.
const MOST_IN_ALL: usize = 4 << 30;
/// What an entry of a table of letters costs in bytes that are drawn. A guess (November 2026).
const AN_ENTRY: usize = 32;
/// Entries in the tables of letters of one PDF. A guess (November 2026): a font of all Chinese has 65,536.
const MOST_ENTRIES: u64 = 1_000_000;
/// States of drawing that are kept at once; the format knows 28. A guess (November 2026): careless writers leave some
/// open on each page.
const MOST_OPEN: usize = 256;
/// How often one object is read: tables may name it anew. A guess (November 2026).
const MOST_READ: u32 = 4;

/// Loads a PDF that was looked through.
pub(super) fn load(bytes: &[u8], most: usize) -> Result<Document, String> {
    if parts::may_be_sealed(bytes) {
        // Of another seal than those of passwords the library says no more than that it cannot be read.
        let sealed = |_| "a PDF that is damaged, or sealed in a way that is not read: nothing was kept".to_owned();
        let mut document = load_looked_through(&parts::hidden(bytes, most)?).map_err(sealed)?;
        if document.was_encrypted() || document.is_encrypted() {
            parts::unhide(&mut document, most)?;
            return Ok(document);
        }
    }
    parts::look_through(bytes, most)?;
    load_looked_through(bytes)
}

fn load_looked_through(bytes: &[u8]) -> Result<Document, String> {
    READ.with_borrow_mut(HashMap::clear);
    let loaded = catch_unwind(|| Document::load_mem_with_options(bytes, LoadOptions::with_filter(not_too_often)));
    READ.with_borrow_mut(HashMap::clear);
    loaded.ok().and_then(Result::ok).ok_or_else(|| "a PDF that is damaged: nothing was kept".to_owned())
}

thread_local! {
    /// How often each object was read by the load that this thread is at.
    static READ: RefCell<HashMap<ObjectId, u32>> = RefCell::default();
}

/// Drops an object that was read often enough: a table may name one for each of its entries, and all would be held.
fn not_too_often(id: ObjectId, object: &mut Object) -> Option<(ObjectId, Object)> {
    let times = READ.with_borrow_mut(|read| {
        let times = read.entry(id).or_default();
        *times += 1;
        *times
    });
    // What is given back is looked at for objects that were packed only, and parts are never packed.
    let kept = if object.as_stream().is_ok() { Object::Null } else { object.clone() };
    (times <= MOST_READ).then_some((id, kept))
}

/// Empties the parts that are pictures or colours, and those that draw too much, too deep or themselves; how many of the
/// latter.
pub(super) fn disarm(document: &mut Document, most_pages: usize) -> usize {
    let colours = colours(document);
    let mut unread = 0;
    let mut entries = 0;
    for (id, object) in &mut document.objects {
        let Object::Stream(stream) = object else { continue };
        if is_named(&stream.dict, b"Subtype", b"Image") || colours.contains(id) || stream.dict.has(b"FunctionType") {
            empty(stream);
        } else if !is_small(stream) || opens_too_many(stream) {
            empty(stream);
            unread += 1;
        } else if let Some(more) = cmap::entries(&plain(stream)) {
            entries += more;
            if more == u64::MAX || entries > MOST_ENTRIES {
                entries -= more;
                stream.set_plain_content(cmap::NONE.to_vec());
                unread += 1;
            }
        }
    }
    unbend(document);
    let pages: Vec<ObjectId> = document.page_iter().take(most_pages).collect();
    let heavy = Costs { document, known: HashMap::new() }.heavy(&pages);
    for id in &heavy {
        if let Some(Object::Stream(stream)) = document.objects.get_mut(id) {
            empty(stream);
        }
    }
    let dear = Costs { document, known: HashMap::new() }.dear(&pages);
    for id in &dear {
        if let Ok(page) = document.get_dictionary_mut(*id) {
            page.remove(b"Contents");
        }
    }
    unread + heavy.len() + dear.len()
}

/// The parts that say what a colour looks like. They are read anew wherever the colour is named, and say no word.
fn colours(document: &Document) -> HashSet<ObjectId> {
    let mut colours = HashSet::new();
    let mut left: Vec<&Object> = document.objects.values().collect();
    while let Some(object) = left.pop() {
        match object {
            Object::Array(items) => {
                if let [Object::Name(name), Object::Reference(id), ..] = items.as_slice()
                    && name == b"ICCBased"
                {
                    colours.insert(*id);
                }
                left.extend(items);
            }
            Object::Dictionary(dictionary) => left.extend(dictionary.iter().map(|(_, value)| value)),
            Object::Stream(stream) => left.extend(stream.dict.iter().map(|(_, value)| value)),
            _ => {}
        }
    }
    colours
}

/// What a part holds, unpacked as it is where it is drawn.
fn plain(stream: &Stream) -> Vec<u8> {
    stream.decompressed_content().unwrap_or_else(|_| stream.content.clone())
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
    stream.content.len() <= MOST_DRAWN * 2 && unpack::weigh(&stream.dict, &stream.content, MOST_DRAWN as u64).is_some()
}

/// Whether more states of drawing are kept at once than are read: each takes what its colours take.
fn opens_too_many(stream: &Stream) -> bool {
    let content = plain(stream);
    // The words of a page may have the letter as well, so what seems to open many is read through.
    if operators(&content, b"q").take(MOST_OPEN + 1).count() <= MOST_OPEN {
        return false;
    }
    let Ok(Ok(content)) = catch_unwind(|| Content::decode(&content)) else { return false };
    let mut open = 0usize;
    content.operations.iter().any(|operation| {
        match operation.operator.as_str() {
            "q" => open += 1,
            "Q" => open = open.saturating_sub(1),
            _ => {}
        }
        open > MOST_OPEN
    })
}

/// The places where an operator seems to stand: not inside a longer one.
fn operators<'a>(content: &'a [u8], name: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
    let in_one = |byte: &u8| byte.is_ascii_alphabetic() || b"*'\"".contains(byte);
    memmem::find_iter(content, name).filter(move |at| {
        let before = at.checked_sub(1).and_then(|before| content.get(before));
        !before.is_some_and(in_one) && !content.get(at + name.len()).is_some_and(in_one)
    })
}

/// What drawing a part costs, what it draws with it.
struct Costs<'a> {
    document: &'a Document,
    known: HashMap<ObjectId, Option<usize>>,
}

impl<'a> Costs<'a> {
    /// The parts that cost more than a page may, or that draw themselves.
    fn heavy(&mut self, pages: &[ObjectId]) -> Vec<ObjectId> {
        let document = self.document;
        let is_form =
            |object: &Object| matches!(object, Object::Stream(stream) if is_named(&stream.dict, b"Subtype", b"Form"));
        let forms = document.objects.iter().filter(|(_, object)| is_form(object)).map(|(id, _)| *id);
        let of_pages = pages.iter().filter_map(|page| self.drawn_with(self.page_resources(*page)?)).flatten();
        let mut heavy: Vec<ObjectId> = forms.chain(of_pages).collect();
        heavy.sort_unstable();
        heavy.dedup();
        heavy.retain(|id| document.objects.get(id).is_some_and(|object| object.as_stream().is_ok()));
        heavy.retain(|id| self.cost(*id, DEEPEST).is_none());
        heavy
    }

    /// The pages that cost more than one may, and those that come once all have cost what they may together.
    fn dear(&mut self, pages: &[ObjectId]) -> Vec<ObjectId> {
        let mut left = MOST_IN_ALL;
        let mut dear = Vec::new();
        for page in pages {
            match self.page_cost(*page).filter(|cost| *cost <= left) {
                Some(cost) => left -= cost,
                None => dear.push(*page),
            }
        }
        dear
    }

    /// Bytes that a page draws; none for too many.
    fn page_cost(&mut self, page: ObjectId) -> Option<usize> {
        let (mut joined, mut draws, mut opens) = (0, 0, 0);
        for id in self.document.get_page_contents(page) {
            let Ok(stream) = self.document.get_object(id).and_then(Object::as_stream) else { continue };
            let content = plain(stream);
            joined += content.len() + 1;
            draws += operators(&content, b"Do").count();
            opens += operators(&content, b"q").count();
            if joined > MOST_JOINED {
                return None;
            }
        }
        // What each of its parts opens is bounded. Together they are read as one.
        if opens > MOST_OPEN && self.joined_opens_too_many(page) {
            return None;
        }
        let Some(resources) = self.page_resources(page) else { return Some(joined) };
        // One that is not there ends the page where it is drawn.
        let is_there = |id: &ObjectId| self.document.get_object(*id).and_then(Object::as_stream).is_ok();
        let parts = self.drawn_with(resources).into_iter().flatten().filter(is_there).collect();
        self.together(joined, draws, parts, resources, DEEPEST)
    }

    fn joined_opens_too_many(&self, page: ObjectId) -> bool {
        let content = self.document.get_page_content(page).unwrap_or_default();
        opens_too_many(&Stream::new(Dictionary::new(), content))
    }

    /// What a page draws with: its own or those of the nearest above it that has any.
    fn page_resources(&self, page: ObjectId) -> Option<&'a Dictionary> {
        let mut at = self.document.get_dictionary(page).ok()?;
        loop {
            if let Some(resources) = at.get(b"Resources").ok().and_then(|resources| self.follow(resources)) {
                return Some(resources);
            }
            at = at
                .get(b"Parent")
                .and_then(Object::as_reference)
                .and_then(|id| self.document.get_dictionary(id))
                .ok()?;
        }
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
        let content = plain(stream);
        let draws = operators(&content, b"Do").count();
        // One that draws with what is its page's, and draws others, is none that is read.
        match stream.dict.get(b"Resources").ok().and_then(|resources| self.follow(resources)) {
            Some(resources) => {
                let parts = self.drawn_with(resources).unwrap_or_default();
                self.together(content.len(), draws, parts, resources, deepest)
            }
            None => (draws == 0).then_some(content.len()),
        }
    }

    /// What is drawn with the dearest of the parts, so often, and the fonts that must be read for it.
    fn together(
        &mut self,
        own: usize,
        draws: usize,
        parts: Vec<ObjectId>,
        resources: &Dictionary,
        deepest: usize,
    ) -> Option<usize> {
        let mut dearest = 0;
        for part in parts.into_iter().filter(|_| draws > 0) {
            dearest = self.cost(part, deepest)?.max(dearest);
        }
        let drawn = (dearest + A_DRAWING).saturating_mul(draws);
        let cost = own.saturating_add(drawn).saturating_add(self.fonts(resources).saturating_mul(AN_ENTRY));
        (cost <= MOST_ON_A_PAGE).then_some(cost)
    }

    /// The parts that may be drawn.
    fn drawn_with(&self, resources: &Dictionary) -> Option<Vec<ObjectId>> {
        let drawn = self.follow(resources.get(b"XObject").ok()?)?;
        Some(drawn.iter().filter_map(|(_, object)| object.as_reference().ok()).collect())
    }

    /// The entries of the tables of letters of all fonts that may be named: each name has a table of its own.
    fn fonts(&self, resources: &Dictionary) -> usize {
        let Some(fonts) = resources.get(b"Font").ok().and_then(|fonts| self.follow(fonts)) else { return 0 };
        let tables = fonts.iter().filter_map(|(_, font)| {
            let table = self.follow(font)?.get(b"ToUnicode").and_then(Object::as_reference).ok()?;
            self.document.get_object(table).and_then(Object::as_stream).ok()
        });
        tables.filter_map(|table| cmap::entries(&plain(table))).fold(0, |sum, more| sum.saturating_add(more as usize))
    }

    fn follow<'b>(&self, object: &'b Object) -> Option<&'b Dictionary>
    where
        'a: 'b,
    {
        match object {
            Object::Reference(id) => self.document.get_dictionary(*id).ok(),
            Object::Dictionary(dictionary) => Some(dictionary),
            _ => None,
        }
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

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::pdf::unpack::tests::packed;

    /// A paper of these objects, numbered from 1. The first is its root.
    pub(crate) fn paper(objects: &[Vec<u8>]) -> Vec<u8> {
        let mut bytes = b"%PDF-1.4\n".to_vec();
        let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
        for (number, object) in (1..).zip(objects) {
            table += &format!("{:010} 00000 n \n", bytes.len());
            bytes.extend(format!("{number} 0 obj\n").into_bytes());
            bytes.extend(object);
            bytes.extend(b"\nendobj\n");
        }
        let start = bytes.len();
        let size = objects.len() + 1;
        bytes.extend(format!("{table}trailer\n<</Root 1 0 R/Size {size}>>\nstartxref\n{start}\n%%EOF\n").into_bytes());
        bytes
    }

    fn part(head: &str, plain: &str) -> Vec<u8> {
        let holds = packed(plain.as_bytes());
        let opening = format!("<<{head}/Filter/FlateDecode/Length {}>>\nstream\n", holds.len());
        [opening.as_bytes(), &holds, b"\nendstream"].concat()
    }

    /// A paper with pages that all draw the same.
    pub(crate) fn of_pages(pages: usize, contents: &str, drawn: &str, form: &str) -> Vec<u8> {
        let kids = "6 0 R ".repeat(pages);
        let table = "1 beginbfrange <00000000> <FFFFFFFF> <0000> endbfrange";
        let objects = [
            b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
            format!("<</Type/Pages/Kids[{kids}]/Count {pages}/MediaBox[0 0 595 842]>>").into_bytes(),
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_vec(),
            part("/Type/XObject/Subtype/Form", form),
            part("", drawn),
            format!(
                "<</Type/Page/Parent 2 0 R/Contents[{contents}]/Resources<</Font<</T 3 0 R>>/XObject<</F 4 0 R>>>>>>"
            )
            .into_bytes(),
            part("", if form == "map" { table } else { "" }),
        ];
        paper(&objects)
    }

    fn unread(contents: &str, drawn: &str, form: &str) -> usize {
        let mut document = load(&of_pages(1, contents, drawn, form), 16 << 20).expect("it is whole");
        disarm(&mut document, 500)
    }

    #[test]
    fn what_a_page_joins_opens_and_draws_is_bounded() {
        let words = "BT /T 12 Tf 72 700 Td (Some 200 miners held the bridge.) Tj ET\n";
        let long = words.repeat(25_000);
        assert_eq!(unread("5 0 R", words, words), 0);
        assert_eq!(unread("5 0 R", &words.replace("ET", "ET /F Do"), "/G Do"), 1);
        assert_eq!(unread("5 0 R 5 0 R", &long, ""), 0);
        assert_eq!(unread(&"5 0 R ".repeat(5_000), &long, ""), 1);
        assert_eq!(unread("5 0 R", &"/F Do ".repeat(300_000), words), 0);
        assert_eq!(unread("5 0 R", &"/F Do ".repeat(300_000), &words.repeat(4)), 1);
        assert_eq!(unread("5 0 R", &"q Q ".repeat(1_000), ""), 0);
        assert_eq!(unread("5 0 R", &"q ".repeat(1_000), ""), 1);
        assert_eq!(unread(&"5 0 R ".repeat(20), &"q ".repeat(200), ""), 1);
        assert_eq!(unread("5 0 R", words, "map"), 1);
    }
}
