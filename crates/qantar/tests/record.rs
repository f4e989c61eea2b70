//! A record that is kept in memory says what a merge of the whole case says.

use qantar::World;
use qantar::events::{Record, Update, past};
use qantar::merging::Rules;
use qantar::record::{
    Anchor, Document, DocumentId, DocumentParts, Event, EventType, Judgement, Mode, Ruling, Span, Status, Words,
};
use qantar::store::{Case, Filter, Moment};

const NOW: &str = "2026-11-08T12:00:00Z";
const REPORTS: [&str; 4] = [
    "Police arrested dozens of students in Almaty on Monday. At least 12 people were killed, the ministry said.",
    "Dozens of students were arrested by police in Almaty on Monday.",
    "Miners began a strike in Oruro on Tuesday.",
    "Police arrested students in Almaty on Monday, officials said. Miners in Oruro began a strike on Tuesday.",
];

fn keep(case: &mut Case, text: &str, world: &World) -> DocumentId {
    let published = "2022-02-26".parse().ok();
    let parts = DocumentParts { received: text.as_bytes(), text: text.into(), published, ..Default::default() };
    let document = Document::new(parts);
    let reading = qantar::pipeline::read(&document, world);
    let now = NOW.parse().expect("a time in RFC 3339");
    case.keep(&document, &reading, "a test", &[], now).expect("kept");
    document.id().clone()
}

fn judge(case: &mut Case, ruling: Ruling) -> i64 {
    let judgement = Judgement { by: "coder".into(), why: None, seconds: None, ruling };
    case.judge(&judgement, NOW.parse().expect("a time in RFC 3339")).expect("judged")
}

fn events(case: &Case) -> Vec<Event> {
    case.events(&Filter::default()).expect("listed")
}

/// A person says that the report tells of an arrest with these words.
fn missed(text: &str, document: DocumentId, words: &str) -> Ruling {
    let start = text.find(words).expect("it has the words");
    let trigger = Words { text: words.into(), span: Span::new(start, start + words.len()) };
    let sentence = Words { text: text.into(), span: Span::new(0, text.len()) };
    let account = Anchor { account: 0, document, event_type: EventType("COERCE".into()), trigger, sentence };
    Ruling::Missed { account, mode: Mode::other(), status: Status::Happened, values: Vec::new(), terms: Vec::new() }
}

/// Catches up, and looks whether the case holds the events that a merge of everything gives.
fn check(case: &mut Case, record: &mut Record<'_>, rules: &Rules) -> Update {
    let update = record.catch_up(case).expect("caught up");
    let head = case.head().expect("read");
    assert_eq!(case.merged_through().expect("read"), head);
    assert!(record.catch_up(case).expect("caught up").written.is_empty());
    let whole = past(case, Moment::Change(head), rules).expect("made anew");
    assert_eq!(events(case), events(&whole));
    for event in events(case) {
        let of = |&account: &i64| case.event_of(account).expect("read").map(|event| event.id);
        assert!(event.accounts.iter().all(|account| of(account) == Some(event.id)), "{event:?}");
    }
    update
}

#[test]
fn what_is_read_judged_and_undone_meanwhile_is_caught_up_with() {
    let folder = tempfile::tempdir().expect("a folder");
    let world = World::builtin().expect("the built-in data are sound");
    let rules = Rules::builtin().expect("the built-in rules are sound");
    let mut case = Case::open_or_create(&folder.path().join("kept.qantar")).expect("a case");
    keep(&mut case, REPORTS[0], &world);
    let (mut record, first) = Record::open(&mut case, &rules).expect("merged");
    assert!(first.events > 0 && first.written.len() == first.events);

    let mut documents = Vec::new();
    for text in &REPORTS[1..] {
        documents.push(keep(&mut case, text, &world));
        assert!(!check(&mut case, &mut record, &rules).written.is_empty(), "{text}");
    }
    let told = events(&case);
    let [one, .., other] = told.as_slice() else { panic!("there are two events: {told:?}") };
    let anchor = |of: &Event| case.anchor(of.id.0).expect("read").expect("it is there");
    let same = Ruling::Same { accounts: vec![anchor(one), anchor(other)] };
    let judgement = judge(&mut case, same);
    assert_eq!(check(&mut case, &mut record, &rules).gone, [other.id]);
    judge(&mut case, Ruling::Undo { judgement });
    check(&mut case, &mut record, &rules);
    assert_eq!(events(&case), told);

    let ruling = missed(REPORTS[2], documents.swap_remove(1), "began a strike");
    let added = judge(&mut case, ruling);
    assert!(!check(&mut case, &mut record, &rules).written.is_empty());
    let with_it = events(&case);
    let undone = judge(&mut case, Ruling::Undo { judgement: added });
    assert!(!check(&mut case, &mut record, &rules).gone.is_empty());
    assert_eq!(events(&case), told);
    judge(&mut case, Ruling::Undo { judgement: undone });
    check(&mut case, &mut record, &rules);
    assert_eq!(events(&case), with_it);

    // Taken away and brought back between two merges.
    let undone = judge(&mut case, Ruling::Undo { judgement: added });
    judge(&mut case, Ruling::Undo { judgement: undone });
    assert!(check(&mut case, &mut record, &rules).written.is_empty());
    assert_eq!(events(&case), with_it);

    // Another program throws the events away.
    case.rebuild().expect("made again");
    check(&mut case, &mut record, &rules);
    assert_eq!(events(&case), with_it);
}
