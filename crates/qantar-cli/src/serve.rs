//! `qantar open`, `qantar serve` and `qantar coder`.

use crate::args::{CoderArgs, CoderCommand, OpenArgs, PageArgs, ServeArgs};
use crate::exit::{Exit, Failure};
use jiff::Timestamp;
use qantar::store::Case;
use qantar::words::harmless;
use qantar_serve::{Serving, Settings, password};
use std::io::{BufRead, IsTerminal, Read, Write};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::process::{Command, Stdio};

/// Opens the page of a case in the browser.
pub fn open(args: &OpenArgs) -> Result<Exit, Failure> {
    let new = !args.case.exists();
    let serving = Serving::open(settings(&args.case, (Ipv4Addr::LOCALHOST, args.port).into(), &args.page))?;
    let address = said(&serving, &args.case, if new { "/add" } else { "/" })?;
    if !args.no_browser && !start_browser(&address) {
        writeln!(anstream::stderr(), "qantar: no browser could be started; open the address yourself")?;
    }
    serving.run_until_told()?;
    Ok(Exit::Done)
}

/// Serves a case.
pub fn serve(args: &ServeArgs) -> Result<Exit, Failure> {
    let Some(path) = args.case.as_deref().filter(|_| !args.openapi) else {
        write!(std::io::stdout(), "{}", qantar_serve::openapi())?;
        return Ok(Exit::Done);
    };
    // A server that makes an empty case of a name that was spelt wrong would show people nothing and say nothing.
    Case::open_read_only(path).map(drop).or_else(|error| match error.kind() {
        qantar::store::ErrorKind::Older { .. } => Ok(()),
        _ => Err(error),
    })?;
    let address = args.address.unwrap_or((Ipv4Addr::LOCALHOST, args.port).into());
    let serving = Serving::open(Settings { public: args.public_url.clone(), ..settings(path, address, &args.page) })?;
    said(&serving, path, "/")?;
    serving.run_until_told()?;
    Ok(Exit::Done)
}

fn settings(case: &Path, address: SocketAddr, page: &PageArgs) -> Settings {
    Settings {
        address,
        coder: page.by.clone().or_else(login_name),
        as_of: page.as_of.map(|moment| moment.0),
        blind: page.blind,
        read_only: page.read_only,
        ..Settings::of(case)
    }
}

/// The name that the user is logged in with, as far as the environment tells.
fn login_name() -> Option<String> {
    let names = ["USER", "LOGNAME", "USERNAME"].into_iter().filter_map(|name| std::env::var(name).ok());
    names.map(|name| name.trim().to_owned()).find(|name| !name.is_empty())
}

/// Says where the page is; gives the address to open.
fn said(serving: &Serving, case: &Path, path: &str) -> Result<String, Failure> {
    let address = format!("http://{}{path}", serving.address());
    let mut out = std::io::stdout();
    writeln!(out, "{} is at {address}; Ctrl-C ends it", case.display())?;
    out.flush()?;
    Ok(address)
}

/// Whether a browser was started; it is not waited for.
fn start_browser(address: &str) -> bool {
    let (program, before): (&str, &[&str]) = match std::env::consts::OS {
        "macos" => ("open", &[]),
        "windows" => ("cmd", &["/C", "start", ""]),
        _ => ("xdg-open", &[]),
    };
    let mut command = Command::new(program);
    command.args(before).arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    // A browser that this starts stays when Ctrl-C ends the program.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    command.spawn().is_ok()
}

/// Says who may sign in.
pub fn coder(args: &CoderArgs) -> Result<Exit, Failure> {
    let mut out = std::io::stdout();
    match &args.command {
        CoderCommand::Add { name } => {
            let mut case = Case::open(&args.case)?;
            let name = name.trim();
            let kept = password::hash(&asked_password(name)?).map_err(|error| Failure::Missing(error.to_string()))?;
            case.set_password(name, &kept, Timestamp::now())?;
            writeln!(out, "{name} can sign in to {}", args.case.display())?;
        }
        CoderCommand::Remove { name } => {
            if !Case::open(&args.case)?.remove_coder(name.trim())? {
                let message = format!("{} has no coder {name}; see \"qantar coder CASE list\"", args.case.display());
                return Err(Failure::Missing(message));
            }
            writeln!(out, "{name} cannot sign in to {} any more", args.case.display())?;
        }
        CoderCommand::List => {
            for coder in Case::open_read_only(&args.case)?.coders()? {
                writeln!(out, "{}\tsince {}", harmless(&coder.name), coder.created.strftime("%Y-%m-%d"))?;
            }
        }
    }
    Ok(Exit::Done)
}

/// Asks twice on a terminal, without showing what is typed; else reads a line.
fn asked_password(name: &str) -> Result<String, Failure> {
    if !std::io::stdin().is_terminal() {
        let mut line = String::new();
        // More than this is no password.
        std::io::stdin().lock().take(4096).read_line(&mut line)?;
        return Ok(line.trim_end_matches(['\r', '\n']).to_owned());
    }
    let first = rpassword::prompt_password(format!("password for {name}: "))?;
    let second = rpassword::prompt_password("again: ")?;
    if first == second { Ok(first) } else { Err(Failure::Missing("the two are not the same; nothing was set".into())) }
}
