//! Mails, and pages saved as one (MHTML): the words, and what hangs on them.
//!
//! Of a mail the plain words come before the marked-up ones; its subject, sender and day are what a page's headline,
//! author and day are. Attachments in formats that are known become arrivals of their own. Of a saved page only the page
//! is read.

use crate::arrive::{Arrival, Origin, Refused, Settings, Stop};
use crate::contain::{self, Way};
use crate::draft::{Draft, tidy};
use crate::encoding;
use crate::format::Format;
use crate::html;
use crate::parcel::{Content, Parcel};
use crate::report;
use crate::slip::Slip;
use crate::tape::Source;
use crate::text;
use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{Address, Encoding, HeaderValue, Message, MessageParser, MessagePart, MimeHeaders, PartType};
use memchr::memmem;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::panic::catch_unwind;
use std::sync::Arc;

/// A mail with its attachments, or a saved page.
pub(crate) fn read(bytes: &[u8], slip: Slip, origin: &Origin, settings: &Settings) -> Vec<Arrival> {
    let left = settings.most_bytes.saturating_mul(MOST_HELD);
    let mut post = Post { settings, left, full: false, arrivals: Vec::new() };
    post.open(bytes, slip, origin, 0);
    post.arrivals
}

/// The parser opens mails inside mails by itself, each a call deeper when they are dropped, and sets no bound to it. So it
/// is shown these types by names that it does not know, as long as the true ones, and gives such parts unopened.
const SHOWN: [(&str, &str); 3] = [("rfc822", "rfc82-"), ("global", "globa-"), ("digest", "diges-")];

/// A mail as the parser is shown it: see [`SHOWN`].
fn shown(bytes: &[u8]) -> Cow<'_, [u8]> {
    let mut shown = Cow::Borrowed(bytes);
    let mut start = 0;
    while start < bytes.len() {
        let line = &bytes[start..folded_end(bytes, start)];
        for (at, name) in renamed(line) {
            shown.to_mut()[start + at..][..name.len()].copy_from_slice(name.as_bytes());
        }
        start += line.len();
    }
    shown
}

/// Where the line that begins here ends, with those that begin with white space and so go on with it.
fn folded_end(bytes: &[u8], start: usize) -> usize {
    let goes_on = |end: usize| matches!(bytes.get(end), Some(b' ' | b'\t'));
    let mut ends = memchr::memchr_iter(b'\n', &bytes[start..]).map(|at| start + at + 1);
    ends.find(|end| !goes_on(*end)).unwrap_or(bytes.len())
}

/// The types in a line that states one, and what each is shown as. The parser takes a subtype from behind a slash or
/// behind a comment, and drops what else stands before it.
fn renamed(line: &[u8]) -> Vec<(usize, &'static str)> {
    if !states_type(line) {
        return Vec::new();
    }
    let shown_as = |border: usize| {
        let dropped = line[border + 1..].iter().take_while(|byte| b" \t\r\"\\".contains(byte)).count();
        let at = border + 1 + dropped;
        let is =
            |name: &str| line.get(at..at + name.len()).is_some_and(|here| here.eq_ignore_ascii_case(name.as_bytes()));
        SHOWN.iter().find(|(name, _)| is(name)).map(|(_, shown)| (at, *shown))
    };
    memchr::memchr2_iter(b'/', b')', line).filter_map(shown_as).collect()
}

/// Whether a line states the type of a part. The parser takes names with white space in them, and behind a border.
fn states_type(line: &[u8]) -> bool {
    if memchr::memchr(b':', line).is_none() {
        return false;
    }
    let mut bare: Vec<u8> = line.iter().filter(|byte| !byte.is_ascii_whitespace()).copied().collect();
    bare.make_ascii_lowercase();
    memmem::find(&bare, b"content-type:").is_some()
}

/// Whether a part is of this type, or of one that is shown as this: see [`SHOWN`].
fn is_type(part: &MessagePart, kind: &str, subtypes: &[&str]) -> bool {
    part.content_type().is_some_and(|stated| {
        stated.ctype().eq_ignore_ascii_case(kind) && stated.subtype().is_some_and(|subtype| subtypes.contains(&subtype))
    })
}

/// A mail taken apart, and the bytes that it was: the places of its parts in them are those in what the parser was shown.
struct Mail<'x> {
    bytes: &'x [u8],
    message: Message<'x>,
    /// The parts of digests that state no type: each is a mail.
    digested: BTreeSet<u32>,
}

impl<'x> Mail<'x> {
    fn of(bytes: &'x [u8], message: Message<'x>) -> Self {
        let untyped = |nth: &u32| message.part(*nth).is_some_and(|part| part.content_type().is_none());
        let digests = message.parts.iter().filter(|part| is_type(part, "multipart", &["diges-"]));
        let within = |part: &MessagePart| part.sub_parts().unwrap_or_default().to_vec();
        let digested = digests.flat_map(within).filter(untyped).collect();
        Mail { bytes, message, digested }
    }

    /// What hangs on it, in order.
    fn attachments(&self) -> impl Iterator<Item = (u32, &MessagePart<'x>)> {
        let hung: BTreeSet<u32> = self.message.attachments.iter().chain(&self.digested).copied().collect();
        hung.into_iter().filter_map(|nth| Some((nth, self.message.part(nth)?)))
    }

    fn is_mail(&self, nth: u32, part: &MessagePart) -> bool {
        self.digested.contains(&nth) || is_type(part, "message", &["rfc82-", "globa-"])
    }

    /// Those of its bodies that are the mail's own words.
    fn bodies(&self, bodies: &[u32], wanted: fn(&PartType) -> bool) -> Vec<&MessagePart<'x>> {
        let own = bodies.iter().filter(|nth| !self.digested.contains(nth));
        own.filter_map(|nth| self.message.part(*nth)).filter(|part| wanted(&part.body)).collect()
    }
}

/// The page of a file that a browser saved: the first marked-up part of what belongs together.
fn saved_page<'a, 'x>(message: &'a Message<'x>) -> Option<&'a MessagePart<'x>> {
    let kind = message.content_type()?;
    let related = kind.ctype().eq_ignore_ascii_case("multipart")
        && kind.subtype().is_some_and(|kind| kind.eq_ignore_ascii_case("related"));
    let single = kind.subtype().is_some_and(|kind| kind.eq_ignore_ascii_case("html"));
    let saved = message.header("Snapshot-Content-Location").is_some()
        || message.from().is_none_or(|from| {
            name(from).is_some_and(|name| name.starts_with("<Saved by") || name.starts_with("Saved by"))
        })
        || message.header_raw("From").is_some_and(|from| from.trim().to_ascii_lowercase().starts_with("<saved by"));
    let is_page = |part: &&MessagePart| matches!(part.body, PartType::Html(_));
    if related && saved || single && saved && message.header("Content-Location").is_some() {
        message.parts.iter().find(is_page)
    } else {
        None
    }
}

fn page(mail: &Mail, part: &MessagePart, slip: Slip, origin: &Origin, settings: &Settings) -> Arrival {
    let message = &mail.message;
    let raw = raw(mail, part);
    let place = |value: Option<&HeaderValue>| value.and_then(HeaderValue::as_text).and_then(tidy);
    let url = place(message.header("Snapshot-Content-Location")).or_else(|| part.content_location().and_then(tidy));
    let slip = Slip {
        charset: charset(part),
        url: url.filter(|url| url.starts_with("http")).or(slip.url),
        seen: day(message).and_then(|day| crate::dates::stated(&day)).or(slip.seen),
        title: message.subject().and_then(tidy).or(slip.title),
        ..slip
    };
    // The id comes from the file as it arrived; the page in it is read as any other.
    let stated = slip.charset.clone().or_else(|| html::charset(&raw));
    let read = encoding::decode(&raw, stated.as_deref());
    let mut draft = html::read(&read.value);
    if draft.text.is_empty() {
        return Arrival::Refused(Refused::new(origin.clone(), "no text found in the page: nothing was kept"));
    }
    draft.problems.splice(0..0, read.problems);
    report::settle(draft, slip, mail.bytes, origin.clone(), settings)
}

/// The words of a mail, if it has any.
fn letter(mail: &Mail, slip: Slip, origin: &Origin, settings: &Settings) -> Option<Arrival> {
    let message = &mail.message;
    let title = message.subject().and_then(tidy);
    let plain = mail.bodies(&message.text_body, |body| matches!(body, PartType::Text(_)));
    let marked = mail.bodies(&message.html_body, |body| matches!(body, PartType::Html(_)));
    let (words, problems) = decoded(mail, &plain);
    // Some programs send the plain words empty beside a page that holds them all.
    let tells = words.contains(char::is_alphanumeric);
    let mut draft = match (&plain[..], &marked[..]) {
        ([], []) => text::read(title.clone()?, None),
        (_, []) => Draft { problems, ..text::read(words, title.clone()) },
        _ if tells => Draft { problems, ..text::read(words, title.clone()) },
        (_, marked) => {
            let (words, problems) = decoded(mail, marked);
            Draft { problems, ..report::piece(&words, title.clone()) }
        }
    };
    draft.title = title.or(draft.title);
    let slip = Slip {
        author: message.from().and_then(name).or(slip.author.clone()),
        published: day(message).or(slip.published.clone()),
        ..slip
    };
    Some(report::settle(draft, slip, mail.bytes, origin.clone(), settings))
}

/// The words of several parts, one under the other.
fn decoded(mail: &Mail, parts: &[&MessagePart]) -> (String, Vec<qantar_record::Problem>) {
    let mut problems = Vec::new();
    let words: Vec<String> = parts
        .iter()
        .map(|part| encoding::decode(&raw(mail, part), charset(part).as_deref()).take(&mut problems))
        .collect();
    (words.join("\n\n"), problems)
}

/// The bytes of a part, unpacked and not yet turned into characters.
fn raw(mail: &Mail, part: &MessagePart) -> Vec<u8> {
    let (start, end) = (part.raw_body_offset() as usize, part.raw_end_offset() as usize);
    let body = mail.bytes.get(start..end).unwrap_or_default();
    let unpacked = match part.encoding {
        Encoding::None => Some(body.to_vec()),
        Encoding::QuotedPrintable => quoted_printable_decode(body),
        Encoding::Base64 => base64_decode(body),
    };
    // Damaged packing: the parser makes more of it than its own decoders do.
    unpacked.unwrap_or_else(|| part.contents().to_vec())
}

fn charset(part: &MessagePart) -> Option<String> {
    part.content_type()?.attribute("charset").map(str::to_owned)
}

/// The day in the head of a mail, as it was where the mail was written.
fn day(message: &Message) -> Option<String> {
    let date = message.date()?;
    Some(format!("{:04}-{:02}-{:02}", date.year, date.month, date.day))
}

fn name(from: &Address) -> Option<String> {
    let first = from.first()?;
    first.name.as_deref().and_then(tidy).or_else(|| first.address.as_deref().and_then(tidy))
}

/// All that is unpacked from the attachments of one mail, and of the mails among them, is held at once: this many times
/// what one report may have. A guess (November 2026).
const MOST_HELD: usize = 4;

/// What is held of a mail while it is opened.
struct Post<'s> {
    settings: &'s Settings,
    /// How many bytes attachments may still take.
    left: usize,
    /// Whether one took more: the rest is not read.
    full: bool,
    arrivals: Vec<Arrival>,
}

impl Post<'_> {
    /// A mail with so many others around it.
    fn open(&mut self, bytes: &[u8], slip: Slip, origin: &Origin, depth: usize) {
        let before = self.arrivals.len();
        let shown = shown(bytes);
        // The parser holds its own state to be sound by assertions that broken mails do not keep, in builds that have them.
        let Ok(Some(message)) = catch_unwind(|| MessageParser::default().parse(&shown)) else {
            return self.refuse(origin, "no mail that can be read: nothing was kept");
        };
        let mail = Mail::of(bytes, message);
        if let Some(page) = saved_page(&mail.message) {
            return self.hold(vec![self::page(&mail, page, slip, origin, self.settings)], origin, depth);
        }
        if let Some(letter) = letter(&mail, slip, origin, self.settings) {
            self.hold(vec![letter], origin, depth);
        }
        self.attachments(&mail, origin, depth);
        if self.arrivals.len() == before {
            self.refuse(origin, "a mail without words: nothing was kept");
        }
    }

    /// What hangs on a mail, in formats that are known; the rest is counted.
    fn attachments(&mut self, mail: &Mail, origin: &Origin, depth: usize) {
        let mut passed = 0;
        for (at, (nth, part)) in mail.attachments().enumerate() {
            if self.left == 0 && !self.full {
                self.fill(origin);
            }
            if self.full {
                break;
            }
            let name = part.attachment_name().map_or_else(|| format!("attachment {}", at + 1), str::to_owned);
            let origin = origin.within(&name);
            match &part.body {
                _ if mail.is_mail(nth, part) => self.inner(raw(mail, part), Slip::default(), &origin, depth),
                PartType::Multipart(_) => {}
                _ if Format::of_path(name.as_ref()).is_none() => passed += 1,
                _ => self.attached(raw(mail, part), &name, origin, depth),
            }
        }
        if passed > 0 {
            self.refuse(origin, &format!("passed over, being no reports: {passed} attachments of other kinds"));
        }
    }

    /// A mail inside another.
    fn inner(&mut self, bytes: Vec<u8>, slip: Slip, origin: &Origin, depth: usize) {
        if depth + 1 >= self.settings.deepest {
            return self.refuse(origin, "a mail that lies inside others, too deep: it was not opened");
        }
        self.open(&bytes, slip, origin, depth + 1);
    }

    /// One attachment, itself perhaps an archive.
    fn attached(&mut self, bytes: Vec<u8>, name: &str, origin: Origin, depth: usize) {
        // What is being opened is opened to its end.
        let settings = Settings { stop: Stop::default(), ..self.settings.clone() };
        let way = Way { settings: Arc::new(settings), depth: depth + 1, slip: Slip::default() };
        let whole = origin.clone();
        for item in contain::open(&Source::bytes(bytes), name, origin, way, None) {
            let parcel = Parcel { origin: item.origin, mark: Default::default(), content: item.content };
            self.unpack(parcel, &whole, depth);
            if self.full {
                return;
            }
        }
    }

    /// What lies in an attachment: it takes what it holds, and no less than it had as it was found.
    fn unpack(&mut self, parcel: Parcel, whole: &Origin, depth: usize) {
        let Some(after) = self.left.checked_sub(parcel.bytes()) else { return self.fill(whole) };
        match parcel.content {
            Content::File { bytes, format: Format::Mail, slip } => self.inner(bytes, slip, &parcel.origin, depth),
            _ => {
                // An archived answer may be a mail again, which counts those around it from here.
                let deepest = self.settings.deepest.saturating_sub(depth + 1);
                let arrivals = parcel.unpack(&Settings { deepest, ..self.settings.clone() });
                self.hold(arrivals, whole, depth + 1);
            }
        }
        self.left = self.left.min(after);
    }

    /// Keeps what arrived. What is no attachment (at depth 0) takes nothing.
    fn hold(&mut self, arrivals: Vec<Arrival>, whole: &Origin, depth: usize) {
        let held = if depth == 0 { 0 } else { arrivals.iter().map(held).sum() };
        match self.left.checked_sub(held) {
            Some(left) => {
                self.left = left;
                self.arrivals.extend(arrivals);
            }
            None => self.fill(whole),
        }
    }

    /// Nothing more is read.
    fn fill(&mut self, whole: &Origin) {
        self.full = true;
        self.refuse(whole, "the attachments of this mail unpack to more than is held at once: the rest was not read");
    }

    fn refuse(&mut self, origin: &Origin, message: &str) {
        // Many lines that say what is wrong are held as well.
        self.left = self.left.saturating_sub(size_of::<Arrival>());
        self.arrivals.push(Arrival::Refused(Refused::new(origin.clone(), message)));
    }
}

/// How many bytes an arrival takes, about: small ones are mostly the report around the words.
fn held(arrival: &Arrival) -> usize {
    let words = match arrival {
        Arrival::Kept(kept) => kept.document.text().len() + size_of_val(kept.document.blocks()),
        Arrival::Refused(refused) => refused.message.len(),
    };
    size_of::<Arrival>() + words
}
