//! Mails, and pages saved as one (MHTML): the words, and what hangs on them.
//!
//! Of a mail the plain words come before the marked-up ones; its subject, sender and day are what a page's headline,
//! author and day are. Attachments in formats that are known become arrivals of their own. Of a saved page only the page
//! is read.

use crate::arrive::{Arrival, Origin, Refused, Settings};
use crate::contain::{self, Way};
use crate::draft::{Draft, tidy};
use crate::encoding;
use crate::format::Format;
use crate::html;
use crate::parcel::Parcel;
use crate::report;
use crate::slip::Slip;
use crate::tape::Source;
use crate::text;
use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{Address, Encoding, HeaderValue, Message, MessageParser, MessagePart, MimeHeaders, PartType};
use std::panic::catch_unwind;
use std::sync::Arc;

/// A mail with its attachments, or a saved page.
pub(crate) fn read(bytes: &[u8], slip: Slip, origin: &Origin, settings: &Settings) -> Vec<Arrival> {
    let refused = |message: &str| vec![Arrival::Refused(Refused::new(origin.clone(), message))];
    // The parser holds its own state to be sound by assertions that broken mails do not keep, in builds that have them.
    let Ok(Some(message)) = catch_unwind(|| MessageParser::default().parse(bytes)) else {
        return refused("no mail that can be read: nothing was kept");
    };
    if let Some(page) = saved_page(&message) {
        return vec![self::page(&message, page, bytes, slip, origin, settings)];
    }
    let mut arrivals = Vec::new();
    if let Some(arrival) = letter(&message, bytes, slip, origin, settings) {
        arrivals.push(arrival);
    }
    attachments(&message, origin, settings, 0, &mut arrivals);
    if arrivals.is_empty() {
        return refused("a mail without words: nothing was kept");
    }
    arrivals
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

fn page(
    message: &Message,
    part: &MessagePart,
    bytes: &[u8],
    slip: Slip,
    origin: &Origin,
    settings: &Settings,
) -> Arrival {
    let raw = raw(message, part);
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
    report::settle(draft, slip, bytes, origin.clone(), settings)
}

/// The words of a mail, if it has any.
fn letter(message: &Message, bytes: &[u8], slip: Slip, origin: &Origin, settings: &Settings) -> Option<Arrival> {
    let title = message.subject().and_then(tidy);
    let plain: Vec<&MessagePart> =
        message.text_bodies().filter(|part| matches!(part.body, PartType::Text(_))).collect();
    let marked: Vec<&MessagePart> =
        message.html_bodies().filter(|part| matches!(part.body, PartType::Html(_))).collect();
    let mut draft = match (&plain[..], &marked[..]) {
        ([], []) => match &title {
            Some(title) => text::read(title.clone(), None),
            None => return None,
        },
        ([], marked) => {
            let (words, problems) = decoded(message, marked);
            let draft = report::piece(&words, title.clone());
            Draft { problems, ..draft }
        }
        (plain, _) => {
            let (words, problems) = decoded(message, plain);
            let draft = text::read(words, title.clone());
            Draft { problems, ..draft }
        }
    };
    draft.title = title.or(draft.title);
    let slip = Slip {
        author: message.from().and_then(name).or(slip.author.clone()),
        published: day(message).or(slip.published.clone()),
        ..slip
    };
    Some(report::settle(draft, slip, bytes, origin.clone(), settings))
}

/// The words of several parts, one under the other.
fn decoded(message: &Message, parts: &[&MessagePart]) -> (String, Vec<qantar_record::Problem>) {
    let mut problems = Vec::new();
    let words: Vec<String> = parts
        .iter()
        .map(|part| encoding::decode(&raw(message, part), charset(part).as_deref()).take(&mut problems))
        .collect();
    (words.join("\n\n"), problems)
}

/// The bytes of a part, unpacked and not yet turned into characters.
fn raw(message: &Message, part: &MessagePart) -> Vec<u8> {
    let (start, end) = (part.raw_body_offset() as usize, part.raw_end_offset() as usize);
    let body = message.raw_message().get(start..end).unwrap_or_default();
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

/// What hangs on a mail, in formats that are known; the rest is counted.
fn attachments(message: &Message, origin: &Origin, settings: &Settings, depth: usize, arrivals: &mut Vec<Arrival>) {
    let mut held = 0;
    let mut passed = 0;
    for (at, part) in message.attachments().enumerate() {
        let name = part.attachment_name().map_or_else(|| format!("attachment {}", at + 1), str::to_owned);
        let origin = origin.within(&name);
        match &part.body {
            PartType::Message(inner) if depth + 1 >= settings.deepest => {
                let message = "a mail that lies inside others, too deep: it was not opened";
                arrivals.push(Arrival::Refused(Refused::new(origin, message)));
                let _ = inner;
            }
            PartType::Message(inner) => {
                arrivals.extend(letter(inner, inner.raw_message(), Slip::default(), &origin, settings));
                attachments(inner, &origin, settings, depth + 1, arrivals);
            }
            PartType::Multipart(_) => {}
            _ if Format::of_path(name.as_ref()).is_none() => passed += 1,
            _ => attached(raw(message, part), &name, origin, settings, depth, &mut held, arrivals),
        }
    }
    if passed > 0 {
        let message = format!("passed over, being no reports: {passed} attachments of other kinds");
        arrivals.push(Arrival::Refused(Refused::new(origin.clone(), message)));
    }
}

/// All that is unpacked from the attachments of one mail is held at once: this many times what one report may have.
const MOST_HELD: usize = 4;

/// One attachment, itself perhaps an archive.
fn attached(
    bytes: Vec<u8>,
    name: &str,
    origin: Origin,
    settings: &Settings,
    depth: usize,
    held: &mut usize,
    arrivals: &mut Vec<Arrival>,
) {
    let way = Way { settings: Arc::new(settings.clone()), depth: depth + 1, slip: Slip::default() };
    let whole = origin.clone();
    for item in contain::open(&Source::Bytes(bytes.into()), name, origin, way, None) {
        let parcel = Parcel { origin: item.origin, mark: Default::default(), content: item.content };
        *held += parcel.bytes();
        if *held > settings.most_bytes.saturating_mul(MOST_HELD) {
            let message = "the attachments of this mail unpack to more than is held at once: the rest was not read";
            arrivals.push(Arrival::Refused(Refused::new(whole, message)));
            return;
        }
        arrivals.extend(parcel.unpack(settings));
    }
}
