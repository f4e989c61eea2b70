//! `qantar watch`.

use crate::args::WatchArgs;
use crate::exit::{Exit, Failure};
use crate::{gazetteer, stop};
use jiff::Timestamp;
use qantar::events;
use qantar::ingest::fetch::watch::{self, Fetched, Trouble, Watch, What};
use qantar::ingest::fetch::{self, Fetcher, Given, Listed, State, SystemClock, list};
use qantar::ingest::{Facts, Parcel, Settings};
use qantar::intake::{self, Tally};
use qantar::merging::Rules;
use qantar::run::{self, Manner, Outcome};
use qantar::store::{self, Case};
use qantar::{World, words};
use std::fs::File;
use std::io::{Read, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// So many fetched pages are read and kept together, and then the state; so many at most are fetched again when the
/// program is killed. A guess (November 2026).
const TOGETHER: usize = 20;

/// Asks feeds, reads what is new, keeps it.
pub fn watch(args: &WatchArgs) -> Result<Exit, Failure> {
    let world = Arc::new(gazetteer::world(&args.reader)?);
    let (feeds, troubles) = listed(&args.feeds)?;
    let case = Case::open_or_create(&args.into)?;
    let state_path = args.state.clone().unwrap_or_else(|| store::beside(&args.into, ".watch.json"));
    let state = State::load(&state_path).map_err(|error| Failure::Missing(error.to_string()))?;
    let clock = SystemClock { stop: stop::flag()? };
    let settings = fetch::Settings {
        contact: args.contact.clone(),
        allow_private: args.allow_private,
        roots: args.roots.as_deref().map(roots).transpose()?,
        ..fetch::Settings::default()
    };
    let mut fetcher = Fetcher::new(settings, Arc::new(clock)).map_err(|error| Failure::Missing(error.to_string()))?;
    let settings = watch::Settings { every: args.every, items_only: args.items_only };
    let mut watch = Watch::new(feeds, settings, state);
    let mut session =
        Session { args, world, case, state_path, fetched: Vec::new(), kept: Tally::default(), problems: 0 };
    for trouble in troubles {
        session.say(&trouble)?;
    }
    let mut failure = None;
    let left = watch.run(&mut fetcher, args.once, &mut |given, state| match session.take(given, state) {
        Ok(()) => ControlFlow::Continue(()),
        Err(error) => {
            failure = Some(error);
            ControlFlow::Break(())
        }
    });
    match failure {
        Some(failure) => Err(failure),
        None => session.end(watch.state(), left.pages),
    }
}

/// One run of `qantar watch`.
struct Session<'a> {
    args: &'a WatchArgs,
    world: Arc<World>,
    case: Case,
    state_path: PathBuf,
    /// Held until there are enough for one transaction.
    fetched: Vec<Fetched>,
    kept: Tally,
    problems: usize,
}

impl Session<'_> {
    fn take(&mut self, given: Given, state: &State) -> Result<(), Failure> {
        match given {
            Given::Trouble(trouble) => self.say(&trouble),
            Given::Fetched(fetched) => {
                self.fetched.push(fetched);
                if self.fetched.len() >= TOGETHER { self.keep(state) } else { Ok(()) }
            }
            Given::Pause(until) => {
                let new = self.fetched.len();
                self.keep(state)?;
                if new > 0 && !self.args.quiet {
                    writeln!(anstream::stderr(), "{new} fetched; next at {until:.0}")?;
                }
                Ok(())
            }
        }
    }

    /// Reads what was fetched, keeps it, and only then the state: what the state says was fetched is in the case.
    fn keep(&mut self, state: &State) -> Result<(), Failure> {
        let parcels = std::mem::take(&mut self.fetched).into_iter().map(|fetched| {
            let facts = Facts {
                address: Some(fetched.final_url),
                content_type: fetched.content_type,
                at: Some(fetched.at),
                feed: fetched.what == What::Feed,
                title: fetched.title,
                published: fetched.published,
            };
            Parcel::received(fetched.received, facts)
        });
        let (mut reports, mut refused) = (Vec::new(), Vec::new());
        let manner = Manner { threads: self.args.reader.threads, ..Manner::default() };
        run::run(parcels, &Settings::default(), Some(self.world.clone()), manner, |outcome| {
            match outcome {
                Outcome::Report(report) => reports.push(report),
                Outcome::Refused(one) => refused.push(one),
                Outcome::Passed(_) => {}
            }
            ControlFlow::Continue(())
        });
        for one in refused {
            self.say(&Trouble { url: one.origin.to_string(), message: one.message })?;
        }
        if !reports.is_empty() {
            let outcomes = intake::keep(&mut self.case, &reports, Timestamp::now())?;
            self.kept.add(&outcomes);
            events::catch_up(&mut self.case, &Rules::builtin()?)?;
        }
        state.save(&self.state_path).map_err(|error| Failure::Missing(error.to_string()))
    }

    /// A line for something that could not be had.
    fn say(&mut self, trouble: &Trouble) -> Result<(), Failure> {
        self.problems += 1;
        if !self.args.quiet {
            let (place, message) = (words::harmless(&trouble.url), words::harmless(&trouble.message));
            let line = if place.is_empty() { message } else { format!("{place}: {message}") };
            writeln!(anstream::stderr(), "qantar: {line}")?;
        }
        Ok(())
    }

    fn end(mut self, state: &State, pages: usize) -> Result<Exit, Failure> {
        self.keep(state)?;
        let waiting = if pages > 0 { format!("; {pages} pages wait for another time") } else { String::new() };
        writeln!(std::io::stdout(), "{}: {}{waiting}", self.case.path().display(), self.kept)?;
        Ok(if self.problems == 0 { Exit::Done } else { Exit::Partly })
    }
}

/// The bytes of a file of roots.
fn roots(path: &Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(path).map_err(|error| Failure::Missing(format!("cannot read {}: {error}", path.display())))
}

/// The feeds that the arguments name: addresses as they are, anything else a list to read.
fn listed(arguments: &[String]) -> Result<(Vec<Listed>, Vec<Trouble>), Failure> {
    let (mut feeds, mut troubles): (Vec<Listed>, Vec<Trouble>) = Default::default();
    for argument in arguments {
        let bytes = if argument.starts_with("http://") || argument.starts_with("https://") {
            argument.clone().into_bytes()
        } else {
            let mut bytes = Vec::new();
            File::open(argument)
                // One byte more than a list may have: enough to say that it is too long.
                .and_then(|file| file.take(list::MOST_BYTES as u64 + 1).read_to_end(&mut bytes))
                .map_err(|error| Failure::Missing(format!("cannot read {argument}: {error}")))?;
            bytes
        };
        let (mut more, mut wrong) = list::feeds(&bytes);
        feeds.append(&mut more);
        troubles.append(&mut wrong);
    }
    let mut once = std::collections::BTreeSet::new();
    feeds.retain(|feed| once.insert(feed.address.clone()));
    if feeds.is_empty() {
        let why = troubles.first().map_or("no feed was named", |trouble| trouble.message.as_str());
        return Err(Failure::Missing(format!("nothing to watch: {why}")));
    }
    Ok((feeds, troubles))
}
