//! The binary `qantar`: flags, printing, exit codes. Everything else is a function of the library.

mod args;
mod exchange;
mod exit;
mod gazetteer;
mod odds;
mod progress;
mod read;
mod record;
mod serve;
mod show;
mod stop;
mod terminal;
mod watch;

use args::{Args, Command};
use clap::{CommandFactory, Parser};
use exit::{Exit, Failure};
use std::io::Write;
use std::process::ExitCode;

fn main() -> ExitCode {
    let args = Args::parse();
    args.color.write_global();
    match run(args) {
        Ok(exit) => exit.into(),
        Err(failure) => {
            if !failure.is_closed_pipe() {
                let _ = writeln!(anstream::stderr(), "qantar: {failure}");
            }
            failure.exit().into()
        }
    }
}

fn run(args: Args) -> Result<Exit, Failure> {
    match args.command {
        Command::Read(args) => read::read(&args),
        Command::Watch(args) => watch::watch(&args),
        Command::Open(args) => serve::open(&args),
        Command::Serve(args) => serve::serve(&args),
        Command::Coder(args) => serve::coder(&args),
        Command::Show(args) => show::show(&args),
        Command::Why(args) => show::why(&args),
        Command::Compare(args) => record::compare(&args),
        Command::Judge(args) => record::judge(&args),
        Command::Undo(args) => record::undo(&args),
        Command::History(args) => record::history(&args),
        Command::Diff(args) => record::diff(&args),
        Command::Merge(args) => record::merge(&args),
        Command::Rebuild(args) => record::rebuild(&args),
        Command::Verify(args) => record::verify(&args),
        Command::Odds(args) => odds::odds(&args),
        Command::Export(args) => exchange::export(&args),
        Command::Import(args) => exchange::import(&args),
        Command::Gazetteer { command } => gazetteer::gazetteer(&command),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Args::command(), "qantar", &mut script);
            std::io::stdout().write_all(&script)?;
            Ok(Exit::Done)
        }
        Command::Man => {
            manual(&mut std::io::stdout())?;
            Ok(Exit::Done)
        }
    }
}

/// One page for the program and one for each command and each of its own, one after the other.
fn manual(out: &mut dyn Write) -> std::io::Result<()> {
    page(&Args::command(), "qantar", out)
}

fn page(command: &clap::Command, name: &str, out: &mut dyn Write) -> std::io::Result<()> {
    // Clap wants a name that lives as long as the program, which ends right after.
    let full: &'static str = name.to_owned().leak();
    let examples = command.get_before_long_help().map(ToString::to_string);
    let after = command.get_after_long_help().map(ToString::to_string);
    // The maker of pages leaves out what stands before the help.
    let below: Vec<String> = examples.into_iter().chain(after).collect();
    let told = command.clone().name(full).version(env!("CARGO_PKG_VERSION"));
    let told = if below.is_empty() { told } else { told.after_long_help(below.join("\n\n")) };
    clap_mangen::Man::new(told).render(out)?;
    let mut inner = command.get_subcommands().filter(|inner| !inner.is_hide_set());
    inner.try_for_each(|inner| page(inner, &format!("{name}-{}", inner.get_name()), out))
}
