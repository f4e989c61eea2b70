//! Every flag: its name, its words, its default. Help, man page and completions are made from this.

use clap::{Parser, Subcommand, ValueEnum};
use jiff::civil::Date;
use std::path::PathBuf;

/// Reads reports of political unrest and keeps the record: who did what to whom, where, when, how many, who says so.
///
/// Offline: nothing is fetched and nothing is sent.
#[derive(Parser)]
#[command(name = "qantar", version, max_term_width = 100, after_long_help = EXIT_CODES)]
#[command(before_long_help = "Examples:
  qantar read report.html                    the brief of one saved page
  qantar read reports/ --into kz.qantar      read a folder into a case
  qantar show kz.qantar events --country KZ  what the case holds
  qantar why kz.qantar e12 place             the words behind a cell
  qantar read reports/ --format jsonl | jq   readings for programs
")]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// When to use colours; NO_COLOR is heeded.
    #[arg(long, global = true, value_enum, default_value_t = Colour::Auto, value_name = "WHEN")]
    pub color: Colour,
}

const EXIT_CODES: &str = "Exit codes:
  0  all done
  1  something went wrong; the last line on stderr says what
  2  wrong usage
  3  part of the input could not be read; the rest is done";

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    /// On a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// What the program can do.
#[derive(Subcommand)]
pub enum Command {
    /// Read reports: print what they tell, or keep it in a case.
    Read(ReadArgs),
    /// List what a case holds.
    Show(ShowArgs),
    /// Show the words, the report, the speaker and the rule behind an event or one of its cells.
    Why(WhyArgs),
    /// Make a gazetteer of your own, for `qantar read --gazetteer`.
    Gazetteer {
        /// What to do.
        #[command(subcommand)]
        command: GazetteerCommand,
    },
    /// Print a completion script for a shell.
    #[command(
        long_about = "Print a completion script for a shell.\n\nExample: qantar completions bash > ~/.local/share/bash-completion/completions/qantar"
    )]
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Print the manual, in roff.
    #[command(long_about = "Print the manual, in roff.\n\nExample: qantar man | man -l -")]
    Man,
}

/// `qantar read`.
#[derive(clap::Args)]
#[command(before_long_help = "Examples:
  qantar read report.html
  qantar read 'reports/*.md' more.jsonl
  qantar read reports/ --into kz.qantar
  curl -s https://example.org/page.html | qantar read - --published 2022-02-26
")]
pub struct ReadArgs {
    /// Files, folders, globs, or - for standard input: plain text, Markdown, saved HTML pages, JSON Lines.
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<String>,
    /// How to print; on a terminal the brief, in a pipe JSON Lines.
    #[arg(long, value_enum, value_name = "FORM")]
    pub format: Option<ReadFormat>,
    /// Keep documents and readings in this case; it is made when it does not exist.
    #[arg(long, value_name = "CASE")]
    pub into: Option<PathBuf>,
    /// The day of publication of reports that state none.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub published: Option<Date>,
    /// The publisher of reports that state none.
    #[arg(long, value_name = "NAME")]
    pub publisher: Option<String>,
    /// How many reports to read at the same time; 0 is as many as there are cores.
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub threads: usize,
    /// Look places up in this gazetteer, made by `qantar gazetteer build`, in place of the built-in one.
    #[arg(long, value_name = "FILE")]
    pub gazetteer: Option<PathBuf>,
    /// Places of your own, which go before all others: one a line, with names (| between them), class, degrees north,
    /// degrees east, country code or -, and the inhabitants of a town equally well known, tabs between them.
    #[arg(long, value_name = "FILE")]
    pub places: Option<PathBuf>,
    /// For bulk runs over news of which most tells nothing: a quick test on words stops reports that could hold no unrest,
    /// and only the others are read. A stopped report is kept, with a line that says so.
    #[arg(long)]
    pub gate: bool,
    /// No progress and no list of problems on stderr; the exit code still tells.
    #[arg(long, short)]
    pub quiet: bool,
}

/// `qantar gazetteer`.
#[derive(Subcommand)]
pub enum GazetteerCommand {
    /// Build a gazetteer from a list of GeoNames: allCountries.txt or one country's file, or the sample that the built-in
    /// one is made from.
    #[command(
        long_about = "Build a gazetteer from a list of GeoNames: allCountries.txt or one country's file as GeoNames \
distributes them, or the sample that the built-in one is made from.

Example: gzip -dc places.tsv.gz | qantar gazetteer build - --out places.gazetteer"
    )]
    Build {
        /// The list, unpacked; - for standard input.
        #[arg(value_name = "LIST")]
        source: PathBuf,
        /// The file to write.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
        /// Leave out towns with fewer inhabitants.
        #[arg(long, default_value_t = 0, value_name = "N")]
        least: u64,
    },
}

/// How readings are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReadFormat {
    /// What a reader must know, on a screen.
    Brief,
    /// One event a line.
    Table,
    /// One reading a line, in the public format qantar.reading/1.
    Jsonl,
    /// One event a row, all columns.
    Csv,
}

/// `qantar show`.
#[derive(clap::Args)]
#[command(before_long_help = "Examples:
  qantar show kz.qantar
  qantar show kz.qantar events --type PROTEST --since 2022-02-01
  qantar show kz.qantar claims --source prosecutor
  qantar show kz.qantar figures --format csv > figures.csv
")]
pub struct ShowArgs {
    /// The case.
    pub case: PathBuf,
    /// Which list.
    #[arg(value_enum, default_value_t = List::Events)]
    pub list: List,
    /// Only events of this type: PROTEST, ASSAULT …
    #[arg(long = "type", value_name = "TYPE")]
    pub event_type: Option<String>,
    /// Only events of this mode: strike, arrest …
    #[arg(long)]
    pub mode: Option<String>,
    /// Only events of this status.
    #[arg(long, value_enum)]
    pub status: Option<StatusArg>,
    /// Only events in this country (two letters, ISO 3166).
    #[arg(long, value_name = "CC")]
    pub country: Option<String>,
    /// Only events whose place or region has this in its name.
    #[arg(long, value_name = "WORDS")]
    pub place: Option<String>,
    /// Only events on or after this day.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub since: Option<Date>,
    /// Only events on or before this day.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub until: Option<Date>,
    /// Only what somebody said who has this in their name or words.
    #[arg(long, value_name = "WORDS")]
    pub source: Option<String>,
    /// Only what has this in its sentence.
    #[arg(long, value_name = "WORDS")]
    pub text: Option<String>,
    /// At most so many rows.
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    /// How to print; on a terminal a table, in a pipe JSON Lines.
    #[arg(long, value_enum, value_name = "FORM")]
    pub format: Option<ListFormat>,
}

/// What a case can list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum List {
    /// Accounts of events.
    Events,
    /// Who says what.
    Claims,
    /// Figures with who says them.
    Figures,
    /// Places named.
    Places,
    /// Documents kept.
    Reports,
    /// What could not be read as it should.
    Problems,
    /// The append-only log of changes.
    Log,
}

/// Whether an event took place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum StatusArg {
    Happened,
    Planned,
    Hypothetical,
    Denied,
}

/// How lists are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// Aligned columns.
    Table,
    /// One JSON object a line.
    Jsonl,
    /// All columns, with a header.
    Csv,
}

/// `qantar why`.
#[derive(clap::Args)]
#[command(before_long_help = "Examples:
  qantar why kz.qantar e12
  qantar why kz.qantar e12 place
")]
pub struct WhyArgs {
    /// The case.
    pub case: PathBuf,
    /// The event's number, as `qantar show` prints it: e12.
    #[arg(value_parser = event_number, value_name = "EVENT")]
    pub event: i64,
    /// One slot; all when none is named.
    #[arg(value_enum)]
    pub slot: Option<SlotArg>,
}

/// A slot of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SlotArg {
    Type,
    Actor,
    Target,
    Place,
    Time,
    Count,
}

fn event_number(words: &str) -> Result<i64, String> {
    let digits = words.strip_prefix(['e', 'E']).unwrap_or(words);
    digits.parse().ok().filter(|&n| n > 0).ok_or(format!("{words:?} is no event's number; they look like e12"))
}

impl Colour {
    /// Makes the choice hold for everything printed from here on.
    pub fn write_global(self) {
        let choice = match self {
            Colour::Auto => anstream::ColorChoice::Auto,
            Colour::Always => anstream::ColorChoice::Always,
            Colour::Never => anstream::ColorChoice::Never,
        };
        choice.write_global();
    }
}
