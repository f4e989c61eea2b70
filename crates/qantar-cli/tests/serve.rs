//! `qantar open`, `serve` and `coder` as their users meet them.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_qantar"));
    command.args(arguments).env_remove("QANTAR_BY").env("USER", "someone").env("NO_COLOR", "1");
    command
}

fn qantar(arguments: &[&str]) -> Output {
    command(arguments).output().expect("the program starts")
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The program while it serves, and the address that it told.
struct Running {
    child: Child,
    address: String,
}

impl Running {
    fn start(arguments: &[&str]) -> Self {
        let mut child = command(arguments).stdout(Stdio::piped()).spawn().expect("the program starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("piped")).read_line(&mut line).expect("it tells where it is");
        let address = line.split("http://").nth(1).and_then(|rest| rest.split(['/', ';']).next());
        let address = address.unwrap_or_else(|| panic!("no address in {line:?}")).to_owned();
        Running { child, address }
    }

    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).expect("it listens");
        let request = format!("GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address);
        stream.write_all(request.as_bytes()).expect("sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("answered");
        answer
    }

    /// What Ctrl-C does; gives the exit code.
    fn interrupt(mut self) -> Option<i32> {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-INT", &id]).status().expect("there is a kill").success());
        self.child.wait().expect("it ends").code()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

fn in_folder(folder: &Path, name: &str) -> String {
    folder.join(name).display().to_string()
}

#[cfg(unix)]
#[test]
fn a_new_case_is_begun_and_ctrl_c_ends_well() {
    let folder = tempfile::tempdir().expect("a folder");
    let case = in_folder(folder.path(), "new.qantar");
    let running = Running::start(&["open", &case, "--no-browser"]);
    assert!(running.get("/add").starts_with("HTTP/1.1 200"), "the page to add reports");
    let session = running.get("/api/session");
    assert!(session.contains("\"coder\":\"someone\"") && session.contains("\"case\":\"new.qantar\""), "{session}");
    assert_eq!(running.interrupt(), Some(0));
    let verified = qantar(&["verify", &case]);
    assert_eq!(verified.status.code(), Some(0), "{}", err(&verified));
    assert!(!folder.path().join("new.qantar-wal").exists(), "the case is one file again");
}

#[test]
fn a_missing_case_is_not_served() {
    let folder = tempfile::tempdir().expect("a folder");
    let case = in_folder(folder.path(), "none.qantar");
    let output = qantar(&["serve", &case]);
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("there is no such file"), "{}", err(&output));
    assert!(!Path::new(&case).exists());
    assert_eq!(qantar(&["serve"]).status.code(), Some(2), "a case must be named");
}

#[test]
fn an_address_that_others_reach_needs_a_coder_with_a_password() {
    let folder = tempfile::tempdir().expect("a folder");
    let case = in_folder(folder.path(), "k.qantar");
    let report = in_folder(folder.path(), "a.txt");
    std::fs::write(&report, "Police arrested 12 men in Oruro on 3 May 2021.").expect("written");
    assert_eq!(qantar(&["read", &report, "--into", &case]).status.code(), Some(0));
    let refused = qantar(&["serve", &case, "--address", "0.0.0.0:0"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(err(&refused).contains("qantar coder"), "{}", err(&refused));

    let add = |name: &str, password: &str| {
        let mut child = command(&["coder", &case, "add", name])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        child.stdin.take().expect("piped").write_all(password.as_bytes()).expect("written");
        child.wait_with_output().expect("it ends")
    };
    let short = add("Aida", "short\n");
    assert_eq!(short.status.code(), Some(1), "{}", err(&short));
    let added = add("Aida", "correct horse battery\n");
    assert_eq!(added.status.code(), Some(0), "{}", err(&added));
    assert!(out(&qantar(&["coder", &case, "list"])).starts_with("Aida\tsince 2"));
    let log = out(&qantar(&["show", &case, "log"]));
    assert!(!log.contains("argon2") && !log.contains("Aida"), "no secret is in the log");

    let running = Running::start(&["serve", &case, "--address", "0.0.0.0:0"]);
    assert!(running.get("/api/summary").starts_with("HTTP/1.1 401"));
    drop(running);

    assert_eq!(qantar(&["coder", &case, "remove", "Aida"]).status.code(), Some(0));
    assert_eq!(qantar(&["coder", &case, "remove", "Aida"]).status.code(), Some(1));
    assert_eq!(out(&qantar(&["coder", &case, "list"])), "");
}

#[test]
fn a_port_that_is_taken_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let case = in_folder(folder.path(), "k.qantar");
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = taken.local_addr().expect("an address").port().to_string();
    let output = qantar(&["open", &case, "--no-browser", "--port", &port]);
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("cannot listen at 127.0.0.1:"), "{}", err(&output));
}

#[test]
fn the_description_of_the_api_is_printed() {
    let printed = out(&qantar(&["serve", "--openapi"]));
    let json: serde_json::Value = serde_json::from_str(&printed).expect("JSON");
    assert!(json["paths"]["/api/judgements"]["post"].is_object());
}
