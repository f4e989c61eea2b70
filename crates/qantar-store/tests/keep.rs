//! What is new, what stays, what keeps its number.

mod common;

use common::*;
use qantar_record::*;
use qantar_store::{Arrived, Error, ErrorKind, Filter, Keeping};

#[test]
fn keeping_the_same_again_changes_nothing() {
    let (bench, mut case) = Bench::with_oruro();
    let document = document(ORURO);
    let before = dump(&bench.path);
    let later = "2027-01-01T00:00:00Z".parse().expect("a time");
    let again = case.keep(&document, &reading(&document, "1"), "oruro.txt", &[], later).expect("kept");
    assert_eq!(again, Keeping::Unchanged);
    assert_eq!(dump(&bench.path), before);
}

#[test]
fn a_new_origin_adds_its_row_and_an_entry_and_nothing_else() {
    let (bench, mut case) = Bench::with_oruro();
    let document = document(ORURO);
    let before = dump(&bench.path);
    let again = case.keep(&document, &reading(&document, "1"), "copy of oruro.txt", &[], now()).expect("kept");
    assert_eq!(again, Keeping::Unchanged);
    let after = dump(&bench.path);
    let added: Vec<_> = after.lines().filter(|line| !before.contains(line)).collect();
    assert_eq!(added.len(), 2, "{added:#?}");
    assert!(added[0].starts_with("change") && added[1].starts_with("origin"), "{added:#?}");
    assert_eq!(case.documents().expect("read")[0].origins, ["copy of oruro.txt", "oruro.txt"]);
}

#[test]
fn what_goes_in_comes_out() {
    let (_bench, case) = Bench::with_oruro();
    let document = document(ORURO);
    let kept = case.document(document.id()).expect("read");
    assert_eq!(kept, Some((document.clone(), reading(&document, "1"))));
    assert_eq!(case.document(&DocumentId::of(b"another")).expect("read"), None);
}

#[test]
fn numbers_stay_when_a_newer_version_reads_again() {
    let (_bench, mut case) = Bench::with_oruro();
    let document = document(ORURO);
    let text = document.text();
    let mut newer = reading(&document, "2");
    // A third account comes first; the strike's trigger grows; the arrests are the same.
    newer.accounts[0].id = AccountId(2);
    newer.accounts[0].trigger = at(text, "a strike");
    newer.accounts[1].id = AccountId(3);
    newer.accounts.insert(0, account(text, 1, "REJECT", "rejected"));
    newer.claims[0].content = at(text, "12 people were detained");
    assert_eq!(case.keep(&document, &newer, "oruro.txt", &[], now()).expect("kept"), Keeping::ReadAgain);
    let accounts = case.accounts(&Filter::default()).expect("read");
    let told: Vec<_> = accounts.iter().map(|a| (a.number, a.local.0, a.trigger.text.as_str())).collect();
    assert_eq!(told, [(1, 2, "a strike"), (2, 3, "detained"), (3, 1, "rejected")]);
    let claims = case.claims(&Filter::default()).expect("read");
    assert_eq!((claims[0].number, claims[0].content.text.as_str()), (1, "12 people were detained"));
    assert_eq!(case.documents().expect("read")[0].version, "2");
}

#[test]
fn an_account_of_another_type_is_another_account() {
    let (_bench, mut case) = Bench::with_oruro();
    let document = document(ORURO);
    let mut newer = reading(&document, "2");
    newer.accounts[0].event_type = EventType("DEMAND".into());
    case.keep(&document, &newer, "oruro.txt", &[], now()).expect("kept");
    let numbers: Vec<_> = case.accounts(&Filter::default()).expect("read").iter().map(|a| a.number).collect();
    assert_eq!(numbers, [2, 3]);
}

#[test]
fn a_trigger_that_is_now_told_again_elsewhere_keeps_the_number() {
    let bench = Bench::new();
    let mut case = bench.case();
    let document = document("Miners began a strike. The walkout closed the mine.");
    let text = document.text();
    let mut first = empty(&document, "1");
    first.accounts = vec![account(text, 1, "PROTEST", "strike")];
    let mut second = empty(&document, "2");
    second.accounts = vec![account(text, 1, "PROTEST", "walkout")];
    second.accounts[0].retold = vec![at(text, "strike")];
    case.keep(&document, &first, "a", &[], now()).expect("kept");
    case.keep(&document, &second, "a", &[], now()).expect("kept");
    let accounts = case.accounts(&Filter::default()).expect("read");
    assert_eq!((accounts.len(), accounts[0].number), (1, 1));
}

#[test]
fn accounts_no_longer_found_are_retired_and_come_back_under_their_number() {
    let (_bench, mut case) = Bench::with_oruro();
    let document = document(ORURO);
    let mut poorer = reading(&document, "2");
    poorer.accounts.remove(1);
    poorer.claims.clear();
    case.keep(&document, &poorer, "oruro.txt", &[], now()).expect("kept");

    assert_eq!(case.accounts(&Filter::default()).expect("read").len(), 1);
    assert_eq!(case.summary().expect("read").accounts, 1);
    assert!(case.figures(&Filter::default()).expect("read").is_empty());
    assert!(case.claims(&Filter::default()).expect("read").is_empty());
    let retired = case.account(2).expect("read").expect("a retired account is not deleted");
    assert!(retired.retired);
    assert_eq!(retired.figures[0].low, Some(12));
    assert_eq!(case.accounts(&Filter { retired: true, ..Filter::default() }).expect("read").len(), 2);
    assert!(case.changes().expect("read")[1].detail.contains(r#""accounts":{"new":[],"retired":[2]}"#));

    case.keep(&document, &reading(&document, "3"), "oruro.txt", &[], now()).expect("kept");
    assert!(!case.account(2).expect("read").expect("account 2").retired);
    assert_eq!(case.summary().expect("read").accounts, 2);
    assert!(case.verify().expect("read").is_sound());
}

#[test]
fn the_same_bytes_taken_in_with_another_text_keep_their_numbers_by_words() {
    let (_bench, mut case) = Bench::with_oruro();
    let longer = format!("By our correspondent. {ORURO}");
    let document = Document::new(DocumentParts {
        received: ORURO.as_bytes(),
        text: longer,
        published: Some(jiff::civil::date(2024, 3, 13)),
        ..DocumentParts::default()
    });
    let kept = case.keep(&document, &reading(&document, "2"), "oruro.txt", &[], now()).expect("kept");
    assert_eq!(kept, Keeping::ReadAgain);
    let numbers: Vec<_> = case.accounts(&Filter::default()).expect("read").iter().map(|a| a.number).collect();
    assert_eq!(numbers, [1, 2]);
    assert_eq!(case.claims(&Filter::default()).expect("read")[0].number, 1);
    let row = &case.documents().expect("read")[0];
    assert_eq!((row.published, row.title.as_deref()), (Some(jiff::civil::date(2024, 3, 13)), None));
    assert!(case.verify().expect("read").is_sound());
}

#[test]
fn a_hostile_text_stays_text() {
    let bench = Bench::new();
    let mut case = bench.case();
    let hostile = "'); DROP TABLE account; -- struck \u{0}\"%_\u{202e}.";
    let document = document(hostile);
    let mut found = empty(&document, hostile);
    found.accounts = vec![account(hostile, 1, hostile, "struck")];
    case.keep(&document, &found, hostile, &[Problem::new(Stage::Ingest, hostile)], now()).expect("kept");
    let filter = Filter {
        event_type: Some(EventType(hostile.into())),
        text: Some("'); drop table account".into()),
        document: Some(document.id().clone()),
        ..Filter::default()
    };
    let accounts = case.accounts(&filter).expect("read");
    assert_eq!(accounts[0].event_type.0, hostile);
    assert_eq!(accounts[0].sentence.text, hostile);
    assert_eq!(case.documents().expect("read")[0].origins, [hostile]);
    assert_eq!(case.problems().expect("read")[0].message, hostile);
    let percent =
        Filter { text: Some("a%c".into()), place: Some("_".into()), source: Some("' OR 1=1".into()), ..filter };
    assert!(case.accounts(&percent).expect("read").is_empty());
    assert!(case.verify().expect("read").is_sound());
}

#[test]
fn a_reading_of_another_document_is_refused() {
    let (bench, mut case) = Bench::with_oruro();
    let before = dump(&bench.path);
    let other = document("Nothing happened.");
    let error = case.keep(&other, &reading(&document(ORURO), "1"), "x", &[], now()).expect_err("refused");
    assert!(matches!(error.kind(), ErrorKind::OtherDocument { .. }), "{error}");
    assert_eq!(dump(&bench.path), before);
}

#[test]
fn a_value_that_no_reading_can_have_costs_that_document_only() {
    let bench = Bench::new();
    let mut case = bench.case();
    let texts = ["A strike began.", "A riot began.", "A march began."];
    let kept = case.transaction(|writer| {
        let mut kept = Vec::new();
        for (text, trigger) in texts.into_iter().zip(["strike", "riot", "march"]) {
            let document = document(text);
            let mut found = empty(&document, "1");
            found.accounts = vec![account(text, 1, "PROTEST", trigger)];
            if trigger == "riot" {
                found.accounts[0].confidence = f64::NAN;
            }
            kept.push(writer.keep(&document, &found, text, &[], now()).map_err(|error| error.kind().clone()));
        }
        Ok::<_, Error>(kept)
    });
    let kept = kept.expect("the batch is kept");
    assert!(matches!(kept[..], [Ok(Keeping::New), Err(ErrorKind::Unfit(_)), Ok(Keeping::New)]), "{kept:?}");
    assert_eq!(case.summary().expect("read").documents, 2);
    assert!(case.verify().expect("read").is_sound());
}

#[test]
fn documents_kept_together_are_all_kept_or_none() {
    let bench = Bench::new();
    let mut case = bench.case();
    let documents = ["A strike began.", "A riot began.", "A march began."].map(document);
    let readings = documents.each_ref().map(|document| {
        let mut found = empty(document, "1");
        let text = document.text();
        if text.contains("riot") {
            found.accounts = vec![account(text, 1, "PROTEST", "riot")];
            found.accounts[0].confidence = f64::NAN;
        }
        found
    });
    let arrived = |at: usize| Arrived {
        document: &documents[at],
        reading: &readings[at],
        origin: "reports.jsonl",
        problems: &[],
        at: now(),
    };
    let (none, some) = case
        .transaction(|writer| {
            Ok::<_, Error>((writer.keep_all([0, 1, 2].map(arrived)), writer.keep_all([0, 2, 0].map(arrived))))
        })
        .expect("the transaction goes on");
    assert!(matches!(none.as_ref().map_err(Error::kind), Err(ErrorKind::Unfit(_))), "{none:?}");
    assert_eq!(some.expect("kept"), [Keeping::New, Keeping::New, Keeping::Unchanged]);
    assert_eq!(case.summary().expect("read").documents, 2);
    assert!(case.verify().expect("read").is_sound());
}

#[test]
fn a_batch_that_fails_or_panics_leaves_nothing() {
    let (bench, mut case) = Bench::with_oruro();
    let before = dump(&bench.path);
    let other = document("A strike began.");
    let failed: Result<(), Box<dyn std::error::Error>> = case.transaction(|writer| {
        writer.keep(&other, &empty(&other, "1"), "x", &[], now())?;
        Err("the disk of reports was pulled out".into())
    });
    assert!(failed.is_err());
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let mut off = empty(&other, "1");
        off.accounts = vec![account(ORURO, 1, "PROTEST", "detained")];
        case.keep(&other, &off, "x", &[], now())
    }));
    assert!(panicked.is_err(), "spans off the text are a fault of the caller");
    assert_eq!(dump(&bench.path), before);
}

#[test]
fn two_thousand_documents() {
    let bench = Bench::new();
    let mut case = bench.case();
    let texts: Vec<String> = (0..2000).map(|n| format!("{ORURO} Report {n}.")).collect();
    for batch in texts.chunks(500) {
        case.transaction(|writer| {
            for text in batch {
                let document = document(text);
                writer.keep(&document, &reading(&document, "1"), text, &[], now())?;
            }
            Ok::<_, Error>(())
        })
        .expect("kept");
    }
    let summary = case.summary().expect("read");
    assert_eq!((summary.documents, summary.accounts, summary.claims), (2000, 4000, 2000));
    assert_eq!(case.places(&Filter::default()).expect("read")[0].mentions, 2000);
    assert!(case.verify().expect("read").is_sound());
}
