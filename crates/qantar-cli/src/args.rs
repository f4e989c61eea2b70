//! Every flag: its name, its words, its default. Help, man page and completions are made from this.

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Parser, Subcommand, ValueEnum};
use jiff::civil::Date;
use qantar::judging::Number;
use qantar::record::{Slot, Status};
use qantar::stages::world::builtin_ontology;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

/// Reads reports of political unrest and keeps the record: who did what to whom, where, when, how many, who says so.
///
/// Offline: nothing is fetched and nothing is sent, but by `qantar watch`, from the addresses it is given.
#[derive(Parser)]
#[command(name = "qantar", version, max_term_width = 100, after_long_help = EXIT_CODES)]
#[command(before_long_help = "Examples:
  qantar read report.html                    the brief of one saved page
  qantar read reports/ --into kz.qantar      read a folder into a case
  qantar open kz.qantar                      the case in the browser
  qantar show kz.qantar events --country KZ  what the case holds
  qantar why kz.qantar e12 place             the words behind a cell
  qantar judge kz.qantar same e12 e40        two events are one
  qantar diff kz.qantar --since 2022-01-05   what is not as it was
  qantar odds kz.qantar --place Almaty --type PROTEST --horizon 7d,30d
  qantar export kz.qantar --format acled -o kz.csv
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
    /// Ask feeds for what is new, read it and keep it in a case: the only command that asks other machines for anything.
    Watch(WatchArgs),
    /// Open the page of a case in the browser, to read, review and see; a case that does not exist is begun.
    Open(OpenArgs),
    /// Serve the page of a case and the API behind it, for a team or for programs.
    Serve(ServeArgs),
    /// Say who may sign in to a case that is served, each with a password.
    Coder(CoderArgs),
    /// List what a case holds.
    Show(ShowArgs),
    /// Show the words, the report, the speaker and the rule behind an event or one of its cells.
    Why(WhyArgs),
    /// Say why two accounts are held to tell of one event, or not.
    Compare(CompareArgs),
    /// Decide: same, not the same, right, wrong, this value instead, missed. Nothing is ever changed or lost by it.
    Judge(JudgeArgs),
    /// Take a judgement back: one more judgement, which can be undone as well.
    Undo(UndoArgs),
    /// Tell what happened to an event: how its reports came and were read, what people decided.
    History(HistoryArgs),
    /// Tell which events appeared, changed, merged, parted or vanished, and through what.
    Diff(DiffArgs),
    /// Bring events up to date with what was read and judged, and choose how figures are picked.
    Merge(MergeArgs),
    /// Throw away everything that a machine wrote in a case and make it again; judgements stay.
    #[command(before_long_help = "Example:\n  qantar rebuild kz.qantar\n")]
    Rebuild(CaseArgs),
    /// Check that a case is as it was written: the file, the chain of its log, every document, reading and judgement.
    #[command(before_long_help = "Example:\n  qantar verify kz.qantar\n")]
    Verify(CaseArgs),
    /// Say how likely more is, and why: of a case, or of a table alone.
    Odds(OddsArgs),
    /// Write events in another project's layout or for another program.
    Export(ExportArgs),
    /// Take a table in ACLED or GED layout into a case, each row as an account.
    Import(ImportArgs),
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
    /// Files, folders, globs, or - for standard input: plain text, Markdown, saved pages (HTML, MHTML), mail, PDF, feeds, JSON,
    /// JSON Lines, CSV; WARC, WACZ, ZIP, tar and gzip of all of these.
    #[arg(required_unless_present = "kept", value_name = "INPUT")]
    pub inputs: Vec<String>,
    /// How to print; on a terminal the brief, in a pipe JSON Lines; with --into a line in the end, unless this is named.
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
    /// How they are read.
    #[command(flatten)]
    pub reader: ReaderArgs,
    /// For bulk runs over news of which most tells nothing: a quick test on words stops reports that could hold no unrest,
    /// and only the others are read. A stopped report is kept, with a line that says so.
    #[arg(long)]
    pub gate: bool,
    /// With --into: take reports in and read nothing yet, for archives that are read later, by `qantar read --kept`.
    #[arg(long, requires = "into")]
    pub take_in: bool,
    /// With --into: read what the case has taken in and no version, or an older one, has read; no input is named then.
    #[arg(long, requires = "into", conflicts_with_all = ["take_in", "inputs"])]
    pub kept: bool,
    /// With --into: begin at the beginning, also where the same reading was stopped before: else it goes on there.
    #[arg(long, requires = "into")]
    pub afresh: bool,
    /// Which column of a table holds what (text, title, published, url, publisher, author): text=body; once for each. Names that
    /// speak for themselves need none.
    #[arg(long = "column", value_name = "PART=COLUMN", value_parser = part_and_column)]
    pub columns: Vec<(String, String)>,
    /// The seconds that one report may take; large ones have longer. One that takes more is given up and said.
    #[arg(long, default_value_t = 60, value_name = "SECONDS")]
    pub patience: u64,
    /// No progress and no list of problems on stderr; the exit code still tells.
    #[arg(long, short)]
    pub quiet: bool,
}

/// `text=body`.
fn part_and_column(words: &str) -> Result<(String, String), String> {
    let (part, column) = words.split_once('=').ok_or("write it as PART=COLUMN, such as text=body")?;
    Ok((part.trim().to_ascii_lowercase(), column.trim().to_owned()))
}

/// `qantar watch`.
#[derive(clap::Args)]
#[command(before_long_help = "Examples:
  qantar watch feeds.opml --into kz.qantar
  qantar watch https://news.example/rss --into kz.qantar --once
  qantar watch feeds.txt --into kz.qantar --every 1h --contact desk@example.org
")]
pub struct WatchArgs {
    /// Lists of feeds (OPML, or an address a line), or addresses of feeds.
    #[arg(required = true, value_name = "LIST|ADDRESS")]
    pub feeds: Vec<String>,
    /// Keep documents and readings in this case; it is made when it does not exist.
    #[arg(long, value_name = "CASE")]
    pub into: PathBuf,
    /// One round: every feed is asked, every page that is waiting is fetched.
    #[arg(long)]
    pub once: bool,
    /// The wait between two looks at a feed: 15m, 1h; a minute at least.
    #[arg(long, default_value = "15m", value_parser = duration, value_name = "TIME")]
    pub every: Duration,
    /// A mail address or a page by which whoever runs a server can reach you; it is sent with every request.
    #[arg(long, env = "QANTAR_CONTACT", value_name = "MAIL")]
    pub contact: Option<String>,
    /// Take what the feeds themselves say and fetch no page that they link to.
    #[arg(long)]
    pub items_only: bool,
    /// Ask addresses of your own network as well, on any port. A public page can lead there then.
    #[arg(long)]
    pub allow_private: bool,
    /// Trust servers that a root in this file (PEM) vouches for, and no others: for a network that has roots of its own.
    #[arg(long, value_name = "FILE")]
    pub roots: Option<PathBuf>,
    /// Where to remember what was seen; beside the case when it is not said.
    #[arg(long, value_name = "FILE")]
    pub state: Option<PathBuf>,
    /// How reports are read.
    #[command(flatten)]
    pub reader: ReaderArgs,
    /// No lines on stderr; the exit code still tells.
    #[arg(long, short)]
    pub quiet: bool,
}

/// How reports are read, whichever way they come.
#[derive(clap::Args)]
pub struct ReaderArgs {
    /// How many reports to read at the same time; 0 is as many as there are cores.
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub threads: usize,
    /// Look places up in this gazetteer, made by `qantar gazetteer build`, in place of the built-in one.
    #[arg(long, value_name = "FILE")]
    pub gazetteer: Option<PathBuf>,
    /// Places of your own, which go before all others: one a line, with names (| between them), class (country, region, area,
    /// nature, district, capital, seat, town, quarter, site), degrees north, degrees east, country code or -, and the inhabitants
    /// of a town equally well known, tabs between them; # before remarks.
    #[arg(long, value_name = "FILE")]
    pub places: Option<PathBuf>,
}

/// `15m`, `1h 30m`, `90s`.
fn duration(words: &str) -> Result<Duration, String> {
    let signed: jiff::SignedDuration = words.parse().map_err(|error: jiff::Error| error.to_string())?;
    Duration::try_from(signed).map_err(|_| "a wait is not negative".into())
}

/// `qantar gazetteer`.
#[derive(Subcommand)]
pub enum GazetteerCommand {
    /// Build a gazetteer from a list of GeoNames: allCountries.txt or one country's file, or the sample that the built-in
    /// one is made from.
    #[command(
        long_about = "Build a gazetteer from a list of GeoNames: allCountries.txt or one country's file as GeoNames \
distributes them, or the sample that the built-in one is made from.

Example: qantar gazetteer build allCountries.txt --out places.bin"
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

/// How the page of a case is shown.
#[derive(clap::Args)]
pub struct PageArgs {
    /// Who decides on the page; without it the name you are logged in with, until somebody says another.
    #[arg(long, env = "QANTAR_BY", value_name = "NAME")]
    pub by: Option<String>,
    /// The case as it was: a day, or @N for an entry of the log. Nothing can be decided or added then.
    #[arg(long, value_name = "WHEN")]
    pub as_of: Option<Moment>,
    /// Show coders what others have decided of an event only when they have decided themselves.
    #[arg(long)]
    pub blind: bool,
    /// Let nothing be decided or added.
    #[arg(long)]
    pub read_only: bool,
}

/// `qantar open`.
#[derive(clap::Args)]
#[command(before_long_help = "Examples:
  qantar open kz.qantar
  qantar open kz.qantar --by Aida --blind
  qantar open kz.qantar --as-of 2022-01-08
  qantar open new.qantar       an empty case, and the page to add reports
")]
pub struct OpenArgs {
    /// The case; it is made when it does not exist.
    pub case: PathBuf,
    /// The port; any that is free when none is named.
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub port: u16,
    /// Start no browser; the address is printed either way.
    #[arg(long)]
    pub no_browser: bool,
    /// How it is shown.
    #[command(flatten)]
    pub page: PageArgs,
}

/// `qantar serve`.
#[derive(clap::Args)]
#[command(before_long_help = "Examples:
  qantar serve kz.qantar --port 8000
  qantar coder kz.qantar add Aida && qantar serve kz.qantar --address 192.168.1.5:8000
  qantar serve --openapi > openapi.json
")]
pub struct ServeArgs {
    /// The case.
    #[arg(required_unless_present = "openapi")]
    pub case: Option<PathBuf>,
    /// Where to listen; an address that other machines reach is refused as long as no coder of the case has a password.
    #[arg(long, value_name = "ADDRESS:PORT", conflicts_with = "port")]
    pub address: Option<SocketAddr>,
    /// The port on this machine alone; any that is free when none is named.
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub port: u16,
    /// Where browsers reach it, when something in front of it speaks TLS to them: https://kz.example.org. Coders need
    /// passwords then as well.
    #[arg(long, value_name = "URL")]
    pub public_url: Option<qantar_serve::PublicUrl>,
    /// Print the description of the API (OpenAPI 3.1) and serve nothing.
    #[arg(long)]
    pub openapi: bool,
    /// How it is shown.
    #[command(flatten)]
    pub page: PageArgs,
}

/// `qantar coder`.
#[derive(clap::Args)]
#[command(before_long_help = "Examples:
  qantar coder kz.qantar add Aida            asks for the password twice
  qantar coder kz.qantar add Ben < secret    or reads it from a pipe
  qantar coder kz.qantar list
  qantar coder kz.qantar remove Ben
")]
pub struct CoderArgs {
    /// The case.
    pub case: PathBuf,
    /// What to do.
    #[command(subcommand)]
    pub command: CoderCommand,
}

/// What can be done with coders.
#[derive(Subcommand)]
pub enum CoderCommand {
    /// Let somebody sign in, or give them another password, of eight characters or more.
    Add {
        /// The name that their decisions will bear.
        name: String,
    },
    /// Let somebody sign in no more. What they decided stays.
    Remove {
        /// Their name.
        name: String,
    },
    /// List who may sign in.
    List,
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
    /// Which list. Filters hold for events, accounts, claims, figures and places.
    #[arg(value_enum, default_value_t = List::Events)]
    pub list: List,
    /// Only events of this type: PROTEST, ASSAULT … A wrong one lists them.
    #[arg(long = "type", value_name = "TYPE", value_parser = known_type)]
    pub event_type: Option<String>,
    /// Only events of this mode: strike, arrest …
    #[arg(long)]
    pub mode: Option<String>,
    /// Only events of this status.
    #[arg(long, value_parser = one_of(Status::ALL, Status::as_str))]
    pub status: Option<Status>,
    /// Only events in this country (two letters, ISO 3166).
    #[arg(long, value_name = "CC", value_parser = country)]
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
    /// Only events that a person has judged right (yes), or that nobody has (no); of events alone.
    #[arg(long, value_enum, value_name = "YES|NO")]
    pub reviewed: Option<YesNo>,
    /// At most so many rows.
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    /// The case as it was: a day for what reports published by then told, or @N for the case after entry N of its log.
    #[arg(long, value_name = "WHEN")]
    pub as_of: Option<Moment>,
    /// How to print; on a terminal a table, in a pipe JSON Lines.
    #[arg(long, value_enum, value_name = "FORM")]
    pub format: Option<ListFormat>,
}

/// A type of event.
fn known_type(words: &str) -> Result<String, String> {
    let ontology = builtin_ontology().map_err(|error| error.to_string())?;
    let code = words.to_uppercase();
    let codes: Vec<&str> = ontology.types().map(|entry| entry.code.0.as_str()).collect();
    let wrong = || format!("no such type of event; there are {}", codes.join(", "));
    if codes.contains(&code.as_str()) { Ok(code) } else { Err(wrong()) }
}

/// One of a list that the record keeps; help and completions name them all.
fn one_of<T, const N: usize>(all: [T; N], word: fn(T) -> &'static str) -> impl TypedValueParser<Value = T>
where
    T: Copy + Send + Sync + 'static,
{
    let find = move |given: String| all.into_iter().find(|&one| word(one) == given).ok_or("not one of the list");
    PossibleValuesParser::new(all.map(word)).try_map(find)
}

/// A country by its two letters.
fn country(words: &str) -> Result<String, String> {
    let two = words.len() == 2 && words.bytes().all(|byte| byte.is_ascii_alphabetic());
    if two { Ok(words.to_uppercase()) } else { Err("a country is two letters, such as KZ".into()) }
}

/// What a case can list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum List {
    /// What happened, each happening once.
    Events,
    /// What each report tells of an event.
    Accounts,
    /// Who says what.
    Claims,
    /// Figures with who says them.
    Figures,
    /// Places named.
    Places,
    /// Documents kept.
    Reports,
    /// Reports grouped by what they are about.
    Stories,
    /// What people have decided.
    Judgements,
    /// What could not be read as it should.
    Problems,
    /// The append-only log of changes.
    Log,
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

/// Yes or no.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum YesNo {
    Yes,
    No,
}

/// A day, or `@N` for an entry of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment(pub qantar::store::Moment);

impl std::str::FromStr for Moment {
    type Err = String;

    fn from_str(words: &str) -> Result<Self, String> {
        let day = || words.parse().ok().map(qantar::store::Moment::Day);
        let entry = |digits: &str| digits.parse().ok().map(qantar::store::Moment::Change);
        let moment = words.strip_prefix('@').map_or_else(day, entry);
        moment.map(Moment).ok_or("it is a day, as 2022-01-05, or an entry of the log, as @17".into())
    }
}

/// `qantar why`.
#[derive(clap::Args)]
#[command(before_long_help = "Examples:
  qantar why kz.qantar e12
  qantar why kz.qantar e12 place
  qantar why kz.qantar a40
")]
pub struct WhyArgs {
    /// The case.
    pub case: PathBuf,
    /// The event's number, as `qantar show` prints it, or that of one account of it: e12, a40.
    #[arg(value_name = "EVENT")]
    pub number: Number,
    /// One slot; all when none is named.
    #[arg(value_parser = one_of(Slot::ALL, Slot::as_str))]
    pub slot: Option<Slot>,
    /// The case as it was: a day, or @N for an entry of the log.
    #[arg(long, value_name = "WHEN")]
    pub as_of: Option<Moment>,
}

/// `qantar compare`.
#[derive(clap::Args)]
#[command(before_long_help = "Example:
  qantar compare kz.qantar a3 a17
")]
pub struct CompareArgs {
    /// The case.
    pub case: PathBuf,
    /// One account, or an event by its first account.
    #[arg(value_name = "ACCOUNT")]
    pub a: Number,
    /// The other.
    #[arg(value_name = "ACCOUNT")]
    pub b: Number,
}

/// `qantar judge`.
#[derive(clap::Args)]
#[command(before_long_help = "Examples:
  qantar judge kz.qantar same e12 e40 --why \"both tell of the storming\"
  qantar judge kz.qantar not-same a17 e12
  qantar judge kz.qantar wrong e12 place
  qantar judge kz.qantar instead a17 count \"killed 12+\" --words \"a dozen\"
  qantar judge kz.qantar entity KNB \"National Security Committee\"
  qantar judge kz.qantar missed 3f2a81c0 \"seized the airport\" --type ASSAULT --place Almaty
")]
pub struct JudgeArgs {
    /// The case.
    pub case: PathBuf,
    /// What is decided.
    #[command(subcommand)]
    pub saying: SayingArg,
    /// Who decides.
    #[arg(long, env = "QANTAR_BY", value_name = "NAME", global = true)]
    pub by: Option<String>,
    /// Why.
    #[arg(long, value_name = "WORDS", global = true)]
    pub why: Option<String>,
}

/// What can be decided.
#[derive(Subcommand)]
pub enum SayingArg {
    /// All of these tell of one event.
    Same {
        /// Events or accounts, two or more.
        #[arg(required = true, num_args = 2.., value_name = "EVENT")]
        numbers: Vec<Number>,
    },
    /// The one does not tell of the event that the other tells of: parts an event when it is one account of it.
    NotSame {
        /// An event or an account.
        #[arg(value_name = "EVENT")]
        one: Number,
        /// The other.
        #[arg(value_name = "EVENT")]
        other: Number,
    },
    /// As the report tells it.
    Right {
        /// An event or an account.
        #[arg(value_name = "EVENT")]
        number: Number,
        /// One slot; the whole when none is named.
        #[arg(value_parser = one_of(Slot::ALL, Slot::as_str))]
        slot: Option<Slot>,
    },
    /// Not what the report tells: it is left out.
    Wrong {
        /// An event or an account.
        #[arg(value_name = "EVENT")]
        number: Number,
        /// One slot; the whole when none is named.
        #[arg(value_parser = one_of(Slot::ALL, Slot::as_str))]
        slot: Option<Slot>,
        /// Only the slot's value with these words.
        #[arg(long, value_name = "WORDS", requires = "slot")]
        words: Option<String>,
    },
    /// This value instead.
    Instead {
        /// An event or an account.
        #[arg(value_name = "EVENT")]
        number: Number,
        /// The slot.
        #[arg(value_parser = one_of(Slot::ALL, Slot::as_str))]
        slot: Slot,
        /// The value: "PROTEST riot"; planned; "Oruro, BO" or "Oruro (region), BO"; 2022-01-05, 2022-01 or 2022-01-05..2022-01-07; "killed 12", "killed 12..15" or
        /// "killed 12+"; or any words for who.
        value: String,
        /// In the place of the slot's value with these words only.
        #[arg(long, value_name = "WORDS")]
        words: Option<String>,
    },
    /// Whoever is called the one is whoever is called the other, in all reports.
    Entity {
        /// A name as reports give it.
        name: String,
        /// The name that is kept.
        known_as: String,
    },
    /// Keep words beside an event.
    Note {
        /// An event or an account.
        #[arg(value_name = "EVENT")]
        number: Number,
        /// The words.
        text: String,
    },
    /// A report tells of an event that was not read: adds an account of it.
    Missed(MissedArgs),
}

/// `qantar judge CASE missed`.
#[derive(clap::Args)]
pub struct MissedArgs {
    /// The report: its id, or eight or more of its first digits.
    pub report: String,
    /// The words that tell of the event; they must stand in the report once.
    pub words: String,
    /// What happened: PROTEST, ASSAULT … A wrong one lists all.
    #[arg(long = "type", value_name = "TYPE", value_parser = known_type)]
    pub event_type: String,
    /// How.
    #[arg(long, value_name = "MODE")]
    pub mode: Option<String>,
    /// Whether it took place.
    #[arg(long, value_parser = one_of(Status::ALL, Status::as_str), default_value = Status::Happened.as_str())]
    pub status: Status,
    /// Who did it; once for each.
    #[arg(long, value_name = "WORDS")]
    pub actor: Vec<String>,
    /// To whom; once for each.
    #[arg(long, value_name = "WORDS")]
    pub target: Vec<String>,
    /// Where: words of the report, or "Oruro, BO".
    #[arg(long, value_name = "PLACE")]
    pub place: Option<String>,
    /// When: words of the report, or 2022-01-05, 2022-01, 2022-01-05..2022-01-07.
    #[arg(long, value_name = "TIME")]
    pub time: Option<String>,
    /// How many: "killed 12", "killed 12..15" or "killed 12+"; once for each.
    #[arg(long, value_name = "COUNT")]
    pub count: Vec<String>,
}

/// `qantar undo`.
#[derive(clap::Args)]
#[command(before_long_help = "Examples:
  qantar undo kz.qantar        the last judgement that holds
  qantar undo kz.qantar 57
")]
pub struct UndoArgs {
    /// The case.
    pub case: PathBuf,
    /// The judgement's number, as `qantar show CASE judgements` prints it; the last that holds when none is named.
    pub judgement: Option<i64>,
    /// Who decides.
    #[arg(long, env = "QANTAR_BY", value_name = "NAME")]
    pub by: Option<String>,
    /// Why.
    #[arg(long, value_name = "WORDS")]
    pub why: Option<String>,
}

/// `qantar history`.
#[derive(clap::Args)]
#[command(before_long_help = "Example:
  qantar history kz.qantar e12
")]
pub struct HistoryArgs {
    /// The case.
    pub case: PathBuf,
    /// The event.
    #[arg(value_name = "EVENT")]
    pub number: Number,
}

/// `qantar diff`.
#[derive(clap::Args)]
#[command(before_long_help = "Examples:
  qantar diff kz.qantar --since 2022-01-05
  qantar diff kz.qantar --since @40 --until @57
")]
pub struct DiffArgs {
    /// The case.
    pub case: PathBuf,
    /// The moment before: a day for what reports published by then told, or @N for an entry of the log.
    #[arg(long, value_name = "WHEN")]
    pub since: Moment,
    /// The moment after; now when none is named.
    #[arg(long, value_name = "WHEN")]
    pub until: Option<Moment>,
}

/// `qantar merge`.
#[derive(clap::Args)]
#[command(before_long_help = "Examples:
  qantar merge kz.qantar
  qantar merge kz.qantar --ledger official-first
")]
pub struct MergeArgs {
    /// The case.
    pub case: PathBuf,
    /// The rule that picks the figure to go by, for this case from now on: newest, official-first, ngo-first, middle or cautious.
    #[arg(long, value_name = "RULE")]
    pub ledger: Option<String>,
}

/// A command on a case that wants nothing more.
#[derive(clap::Args)]
pub struct CaseArgs {
    /// The case.
    pub case: PathBuf,
}

/// `qantar odds`.
#[derive(clap::Args)]
#[command(
    args_conflicts_with_subcommands = true,
    before_long_help = "Examples:
  qantar odds kz.qantar --place Almaty --type PROTEST --horizon 7d,30d
  qantar odds events.csv --place Kisumu --type PROTEST --as-of 2031-06-01 --diff
  qantar odds kz.qantar --next --type COERCE --actor police
  qantar odds score kz.qantar
  qantar odds replay kz.qantar
"
)]
pub struct OddsArgs {
    /// Score or replay what was said before.
    #[command(subcommand)]
    pub command: Option<OddsCommand>,
    /// A case, or a table (.csv) in ACLED, GED or plain layout: date, place, type, actor.
    #[arg(value_name = "CASE|TABLE.csv")]
    pub facts: Option<PathBuf>,
    /// Where: a place, or a chain of them (KE > Kisumu); the whole world when none is named.
    #[arg(long, value_name = "PLACE")]
    pub place: Option<String>,
    /// Of what type; any for all together. --next wants one.
    #[arg(long = "type", value_name = "TYPE", default_value = "any")]
    pub event_type: String,
    /// Within how many days, counted from the cut-off.
    #[arg(long, value_name = "DAYS", value_delimiter = ',', default_value = "7d,30d")]
    pub horizon: Vec<Horizon>,
    /// The cut-off: what was done or told on this day or later is not known. The day after the last event when none is named.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub as_of: Option<Date>,
    /// Tell what changed since the last odds of the same that are kept.
    #[arg(long)]
    pub diff: bool,
    /// Tell who is next: whom the actor does it to, or who does it to the target.
    #[arg(long)]
    pub next: bool,
    /// With --next: who does it.
    #[arg(long, value_name = "NAME", requires = "next")]
    pub actor: Option<String>,
    /// With --next: to whom.
    #[arg(long, value_name = "NAME", requires = "next", conflicts_with = "actor")]
    pub target: Option<String>,
    /// With --next: at most so many answers.
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub most: usize,
    /// Write the course of the odds over half a year, with the events under it.
    #[arg(long, value_name = "FILE")]
    pub svg: Option<PathBuf>,
    /// Print one JSON object; docs/formats.md describes it.
    #[arg(long)]
    pub json: bool,
    /// Do not keep these odds beside the case or table.
    #[arg(long)]
    pub no_keep: bool,
}

/// What can be done with odds that were said before.
#[derive(Subcommand)]
pub enum OddsCommand {
    /// Score those whose time has come, against what is usual: all, and each kind of place.
    Score(OddsScoreArgs),
    /// Make them again and say whether they come out the same to the bit.
    Replay {
        /// The case or table that they were said of.
        #[arg(value_name = "CASE|TABLE.csv")]
        facts: PathBuf,
    },
}

/// `qantar odds score`.
#[derive(clap::Args)]
pub struct OddsScoreArgs {
    /// The case or table that they were said of.
    #[arg(value_name = "CASE|TABLE.csv")]
    pub facts: PathBuf,
    /// Up to when what came is known: the start of this day. The day after the last event when none is named.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub until: Option<Date>,
    /// Write the reliability as a plot.
    #[arg(long, value_name = "FILE")]
    pub svg: Option<PathBuf>,
    /// Print one JSON object.
    #[arg(long)]
    pub json: bool,
}

/// A number of days: `7d` or `7`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Horizon(pub u32);

impl std::str::FromStr for Horizon {
    type Err = String;

    fn from_str(words: &str) -> Result<Self, String> {
        let days = words.trim().trim_end_matches('d').parse().ok().filter(|days| (1..=3650).contains(days));
        days.map(Horizon).ok_or_else(|| format!("{words:?} is no number of days from 1d to 3650d"))
    }
}

/// `qantar export`.
#[derive(clap::Args)]
#[command(before_long_help = "Examples:
  qantar export kz.qantar --format acled -o kz.csv
  qantar export kz.qantar --format jsonl > kz.jsonl
")]
pub struct ExportArgs {
    /// The case.
    pub case: PathBuf,
    /// The layout or format.
    #[arg(long, value_enum)]
    pub format: ExportFormat,
    /// The file to write; standard output when none is named. Beside a table goes a table of the words behind its cells.
    #[arg(long, short, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// The case as it was: a day, or @N for an entry of the log.
    #[arg(long, value_name = "WHEN")]
    pub as_of: Option<Moment>,
}

/// What events can be written as; docs/formats.md describes each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// CSV in the column layout of ACLED.
    Acled,
    /// CSV in the column layout of UCDP GED.
    Ged,
    /// Everything, one event a line.
    Jsonl,
    /// One feature an event.
    Geojson,
    /// A table for DuckDB, pandas, R.
    Parquet,
}

/// `qantar import`.
#[derive(clap::Args)]
#[command(before_long_help = "Example:
  qantar import events.csv --into kz.qantar
")]
pub struct ImportArgs {
    /// Tables in ACLED or GED layout; which one is told by their header.
    #[arg(required = true, value_name = "TABLE")]
    pub tables: Vec<PathBuf>,
    /// The case; it is made when it does not exist.
    #[arg(long, value_name = "CASE")]
    pub into: PathBuf,
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
