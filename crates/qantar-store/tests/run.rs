//! Runs of reading: taken up where they stopped, with what was refused.

mod common;

use common::*;
use qantar_store::{Case, RunCount};

#[test]
fn a_run_that_was_stopped_is_taken_up_and_one_that_ended_is_not() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut case = Case::open_or_create(&folder.path().join("a.qantar")).expect("a case");
    let run = case.begin_run("asked", false, now()).expect("begun");
    assert_eq!((run.mark.clone(), run.count), (None, RunCount::default()));
    let count = RunCount { new: 3, again: 0, unchanged: 1, refused: 2 };
    let refused = [("a.pdf".to_owned(), "empty".to_owned()), ("b!c".to_owned(), "no text".to_owned())];
    for _ in 0..2 {
        let note = |case: &mut Case| {
            case.transaction(|writer| {
                writer.note_refused(&refused, now())?;
                writer.note_run(run.number, Some("{\"taken\":6}"), &count)
            })
        };
        note(&mut case).expect("noted");
    }
    let again = case.begin_run("asked", false, now()).expect("begun");
    assert_eq!((again.number, again.mark.as_deref(), again.count), (run.number, Some("{\"taken\":6}"), count));
    assert_ne!(case.begin_run("other", false, now()).expect("begun").number, run.number);
    let (total, rows) = case.refused(1, 10).expect("read");
    assert_eq!((total, rows.len(), rows[0].origin.as_str()), (2, 1, "b!c"), "the same refusal is one row");
    case.end_run(run.number, now()).expect("ended");
    assert_eq!(case.begin_run("asked", false, now()).expect("begun").mark, None);

    let stopped = case.begin_run("other", false, now()).expect("begun");
    case.transaction(|writer| writer.note_run(stopped.number, Some("far"), &count)).expect("noted");
    assert_eq!(case.begin_run("other", true, now()).expect("begun").mark, None, "afresh");
}
