//! Taking in and reading many reports: killed and taken up, in two steps, and without a network.

use qantar::store::{Case, Filter};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

const EXAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/reports");

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_qantar"));
    command.args(arguments).env("NO_COLOR", "1");
    command
}

fn qantar(arguments: &[&str]) -> Output {
    command(arguments).output().expect("the program starts")
}

fn words(path: &Path) -> String {
    path.display().to_string()
}

/// Lines of JSON, of which every seventh is none.
fn lines(folder: &Path, n: usize) -> PathBuf {
    let line = |at: usize| match at % 7 {
        3 => "{\"text\": ".to_owned(),
        _ => format!(
            "{{\"text\": \"Report {at}. Police arrested {} students in Almaty on Monday.\", \"published\": \"2022-01-05\"}}",
            at + 2
        ),
    };
    let path = folder.join("pile.jsonl");
    std::fs::write(&path, (0..n).map(line).collect::<Vec<_>>().join("\n")).expect("written");
    path
}

/// All that a case holds of what was taken in, but for the moments.
fn held(path: &Path) -> Vec<String> {
    let case = Case::open(path).expect("the case opens");
    let mut held: Vec<String> = case.documents().expect("read").iter().map(|row| format!("{row:?}")).collect();
    held.extend(case.problems().expect("read").iter().map(|row| format!("{row:?}")));
    let refused = case.refused(0, 100_000).expect("read").1;
    held.extend(refused.iter().map(|row| format!("{} {}", row.origin, row.message)));
    assert!(case.verify().expect("read").is_sound());
    held
}

#[test]
fn killed_at_any_moment_it_goes_on_and_the_case_is_the_same() {
    const REPORTS: usize = 4_000;
    let folder = tempfile::tempdir().expect("a folder");
    let pile = words(&lines(folder.path(), REPORTS));
    let (whole, broken) = (folder.path().join("whole.qantar"), folder.path().join("broken.qantar"));
    let take_in = |case: &Path| command(&["read", &pile, "--take-in", "--threads", "2", "--into", &words(case)]);
    assert_eq!(take_in(&whole).output().expect("it runs").status.code(), Some(3), "some lines are no JSON");
    let mut kills = 0;
    for step in 1..200_u64 {
        let mut child = take_in(&broken).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it starts");
        std::thread::sleep(Duration::from_millis(20 + 37 * step % 400));
        if child.try_wait().expect("asked").is_some() {
            break;
        }
        // SIGKILL.
        child.kill().expect("killed");
        child.wait().expect("ended");
        kills += 1;
    }
    assert!(kills > 0, "it was never killed");
    let last = take_in(&broken).output().expect("it runs");
    assert_eq!(last.status.code(), Some(3), "{}", String::from_utf8_lossy(&last.stderr));
    let (whole, broken) = (held(&whole), held(&broken));
    assert!(whole.len() > REPORTS && whole == broken, "{} and {}", whole.len(), broken.len());
}

/// Whoever stops a run and lets it go on later loses no report: the clock by which one is given up stands still as well.
#[test]
#[cfg(unix)]
fn stopped_for_longer_than_a_report_may_take_it_gives_none_up() {
    const REPORTS: usize = 20_000;
    let folder = tempfile::tempdir().expect("a folder");
    let pile = words(&lines(folder.path(), REPORTS));
    let case = folder.path().join("stopped.qantar");
    let mut run = command(&["read", &pile, "--take-in", "--patience", "2", "--into", &words(&case)]);
    let mut child = run.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it starts");
    let signal = |which: &str, id: u32| {
        assert!(Command::new("kill").args([which, &id.to_string()]).status().expect("there is a kill").success());
    };
    let mut stops = 0;
    while stops < 3 {
        std::thread::sleep(Duration::from_millis(300));
        if child.try_wait().expect("asked").is_some() {
            break;
        }
        signal("-STOP", child.id());
        std::thread::sleep(Duration::from_secs(4));
        signal("-CONT", child.id());
        stops += 1;
    }
    child.wait().expect("ended");
    assert!(stops > 0, "it was never stopped");
    let held = held(&case);
    assert!(
        !held.iter().any(|line| line.contains("given up")),
        "{:?}",
        held.iter().find(|line| line.contains("given up"))
    );
}

/// A tar of one endless member that is no report: nothing is found in it for long.
#[test]
#[cfg(unix)]
fn it_stops_in_the_middle_of_what_is_no_report() {
    let folder = tempfile::tempdir().expect("a folder");
    let pile = folder.path().join("pile.tar");
    let mut head = [0_u8; 512];
    head[..5].copy_from_slice(b"a.bin");
    // So many bytes: 256 GiB.
    head[124..136].copy_from_slice(b"\x80\0\0\0\0\0\0\x40\0\0\0\0");
    head[156] = b'0';
    head[257..263].copy_from_slice(b"ustar\0");
    head[148..156].fill(b' ');
    let sum: u32 = head.iter().map(|byte| u32::from(*byte)).sum();
    head[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    std::fs::write(&pile, head).expect("written");
    std::fs::File::options().write(true).open(&pile).and_then(|file| file.set_len(256 << 30)).expect("a hole");
    let case = folder.path().join("stopped.qantar");
    let mut run = command(&["read", &words(&pile), "--take-in", "--into", &words(&case)]);
    let mut child = run.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("it starts");
    std::thread::sleep(Duration::from_secs(2));
    assert!(child.try_wait().expect("asked").is_none(), "it was over before it could be stopped");
    let asked = std::time::Instant::now();
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("there is a kill").success());
    while child.try_wait().expect("asked").is_none() && asked.elapsed() < Duration::from_secs(20) {
        std::thread::sleep(Duration::from_millis(50));
    }
    let _ = child.kill();
    let output = child.wait_with_output().expect("ended");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(3), "{said}");
    assert!(said.contains("stopped: the same command goes on from here"), "{said}");
    assert_eq!(held(&case), Vec::<String>::new());
}

#[test]
fn what_was_taken_in_is_read_later_and_is_what_reading_at_once_gives() {
    let folder = tempfile::tempdir().expect("a folder");
    let (later, once) = (folder.path().join("later.qantar"), folder.path().join("once.qantar"));
    assert!(qantar(&["read", EXAMPLES, "--take-in", "--into", &words(&later)]).status.success());
    assert!(Case::open(&later).expect("opens").events(&Filter::default()).expect("read").is_empty());
    let read = qantar(&["read", "--kept", "--into", &words(&later)]);
    assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
    assert!(qantar(&["read", EXAMPLES, "--into", &words(&once)]).status.success());
    let export = |case: &Path| qantar(&["export", &words(case), "--format", "jsonl"]).stdout;
    assert!(export(&once).len() > 10_000);
    assert_eq!(export(&later), export(&once));
}

/// The commands that people use every day.
fn every_day(case: &str) -> Vec<Vec<&str>> {
    vec![
        vec!["read", EXAMPLES, "--into", case],
        vec!["show", case, "events"],
        vec!["judge", case, "right", "e1", "--by", "Aida"],
        vec!["undo", case, "--by", "Aida"],
        vec!["export", case, "--format", "jsonl"],
        vec!["verify", case],
    ]
}

/// In a network namespace of its own, in which not even the loopback is up.
#[test]
#[cfg(target_os = "linux")]
fn all_of_it_works_where_there_is_no_network() {
    let alone = |arguments: &[&str]| {
        Command::new("unshare").args(["-rn", env!("CARGO_BIN_EXE_qantar")]).args(arguments).output()
    };
    if !Command::new("unshare").args(["-rn", "true"]).status().is_ok_and(|status| status.success()) {
        println!("skipped: this system gives no network namespace to its users");
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let case = words(&folder.path().join("k.qantar"));
    for arguments in every_day(&case) {
        let output = alone(&arguments).expect("it starts");
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
}

/// Every socket to another machine ends the program: nothing but watching feeds opens one.
#[test]
#[cfg(target_os = "linux")]
fn no_socket_is_opened_unless_it_is_asked_for() {
    use seccompiler::{
        BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule,
    };
    const AF_INET: u64 = 2;
    const AF_INET6: u64 = 10;
    #[cfg(target_arch = "x86_64")]
    const SOCKET: i64 = 41;
    #[cfg(target_arch = "aarch64")]
    const SOCKET: i64 = 198;
    let of_family = |family| {
        let family = SeccompCondition::new(0, SeccompCmpArgLen::Dword, SeccompCmpOp::Eq, family).expect("a condition");
        SeccompRule::new(vec![family]).expect("a rule")
    };
    let rules = [(SOCKET, vec![of_family(AF_INET), of_family(AF_INET6)])].into();
    let arch = std::env::consts::ARCH.try_into().expect("a processor that is known");
    let filter = SeccompFilter::new(rules, SeccompAction::Allow, SeccompAction::KillProcess, arch).expect("a filter");
    let filter: BpfProgram = filter.try_into().expect("a program");
    // The filter holds for the thread that sets it and for all that it starts.
    let watched = std::thread::spawn(move || {
        seccompiler::apply_filter(&filter).expect("the filter holds");
        let folder = tempfile::tempdir().expect("a folder");
        let case = words(&folder.path().join("k.qantar"));
        for arguments in every_day(&case) {
            let output = qantar(&arguments);
            assert!(output.status.success(), "{arguments:?}: {:?}", output.status);
        }
        qantar(&["watch", "http://127.0.0.1:9/feed", "--allow-private", "--once", "--into", &case])
    });
    let watch = watched.join().expect("no command opened one");
    assert_eq!(watch.status.code(), None, "watching a feed opens one, or this test sees nothing: {watch:?}");
}
