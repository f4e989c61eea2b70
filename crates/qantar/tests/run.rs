//! Many reports at once, one of which gets stuck.

use qantar::World;
use qantar::ingest::{self, Settings};
use qantar::run::{Manner, Outcome, run};
use std::ops::{ControlFlow, Deref};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

static WORLD: LazyLock<World> = LazyLock::new(|| World::builtin().expect("the built-in data are sound"));
static STUCK: AtomicBool = AtomicBool::new(false);

/// A world in which whoever looks at it first gets stuck.
#[derive(Clone)]
struct Sticky;

impl Deref for Sticky {
    type Target = World;

    fn deref(&self) -> &World {
        if !STUCK.swap(true, Ordering::Relaxed) {
            std::thread::sleep(Duration::from_secs(3600));
        }
        &WORLD
    }
}

#[test]
fn a_report_that_gets_stuck_costs_itself_and_the_others_are_read() {
    LazyLock::force(&WORLD);
    let folder = tempfile::tempdir().expect("a folder");
    for (name, day) in [("a", "Monday"), ("b", "Tuesday"), ("c", "Friday")] {
        let text = format!("Police arrested dozens of students in Almaty on {day}.");
        std::fs::write(folder.path().join(name).with_extension("txt"), text).expect("written");
    }
    let (inputs, settings) = ([folder.path().display().to_string()], Settings::default());
    let manner = Manner { threads: 1, patience: Duration::from_millis(500) };
    let (mut accounts, mut problems, mut passed) = (Vec::new(), Vec::new(), 0);
    run(ingest::open(&inputs, &settings), &settings, Some(Sticky), manner, |outcome| {
        match outcome {
            Outcome::Report(report) => {
                accounts.push(report.reading.accounts.len());
                problems.extend(report.reading.problems.into_iter().map(|problem| problem.message));
            }
            Outcome::Refused(refused) => panic!("{}", refused.message),
            Outcome::Passed(mark) => {
                passed += 1;
                assert_eq!(mark.taken, 1);
            }
        }
        ControlFlow::Continue(())
    });
    assert_eq!((accounts, passed), (vec![0, 1, 1], 3));
    assert!(problems.iter().any(|message| message.starts_with("reading it took longer than")), "{problems:?}");
}

#[test]
fn while_outcomes_are_kept_no_report_is_given_up() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["a", "b", "c", "d"] {
        let text = format!("Police arrested dozens of students in Almaty on Monday, witness {name} said.");
        std::fs::write(folder.path().join(name).with_extension("txt"), text).expect("written");
    }
    let (inputs, settings) = ([folder.path().display().to_string()], Settings::default());
    // Long enough for a slow machine to read one in, and kept from it much longer.
    let manner = Manner { threads: 2, patience: Duration::from_secs(3) };
    let (mut read, mut problems) = (0, Vec::new());
    run(ingest::open(&inputs, &settings), &settings, Some(&*WORLD), manner, |outcome| {
        if let Outcome::Report(report) = outcome {
            if read == 0 {
                std::thread::sleep(2 * manner.patience);
            }
            read += report.reading.accounts.len();
            problems.extend(report.reading.problems.into_iter().map(|problem| problem.message));
        }
        ControlFlow::Continue(())
    });
    assert_eq!(read, 4, "{problems:?}");
}

#[test]
fn what_is_not_english_is_kept_and_not_read() {
    let text = "Протестующие вышли на площадь в центре Алматы, сообщила полиция во вторник. Более ста человек были \
        задержаны, десятки получили ранения, сообщило министерство внутренних дел.";
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("ru.txt"), text).expect("written");
    let (inputs, settings) = ([folder.path().display().to_string()], Settings::default());
    let mut seen = Vec::new();
    run(ingest::open(&inputs, &settings), &settings, Some(&*WORLD), Manner::default(), |outcome| {
        if let Outcome::Report(report) = outcome {
            seen.push(report);
        }
        ControlFlow::Continue(())
    });
    let [report] = &seen[..] else { panic!("one report") };
    assert_eq!((report.document.language(), report.document.text()), (Some("ru"), text));
    assert!(report.reading.accounts.is_empty() && report.reading.claims.is_empty());
    assert!(report.reading.version.ends_with(" language"), "{}", report.reading.version);
    let says = "not read yet: its language is ru";
    assert!(report.reading.problems.iter().any(|problem| problem.message.starts_with(says)));
}
