//! Watching feeds: what is asked for when, and what is given of it. Apart from the fetcher and its clock this is a state
//! machine: equal answers at equal moments give equal items and equal states.

use super::address::Address;
use super::backoff::{self, LONGEST};
use super::client::{Answer, FetchError, Fetcher, Kind, Page, Validators};
use super::feed::{self, Feed, Item};
use super::list::Listed;
use super::state::{FeedState, Pending, State};
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};
use std::ops::ControlFlow;
use std::time::Duration;

/// Feeds are not asked more often than this, whoever wants it. A guess (November 2026).
pub const LEAST_EVERY: Duration = Duration::from_secs(60);
/// A page that could not be had is asked for so many times. A guess (November 2026).
const TRIES: u32 = 5;
/// So many pages of one feed wait to be fetched; further items stay new until there is room. A guess (November 2026).
const MOST_PENDING: usize = 2_000;
/// So many digests of items that a feed no longer has are remembered. A guess (November 2026).
const MOST_PAST: usize = 1_000;
/// A single round waits so long for a host, and leaves the rest for the next.
const ROUND_PATIENCE: Duration = Duration::from_secs(60);
/// Before a longer wait the caller is told, to put in order what it has.
const SHORT: Duration = Duration::from_secs(5);

/// How feeds are watched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The wait between two looks at a feed; at least [`LEAST_EVERY`]. A feed that asks for longer (`ttl`) gets it, up to a
    /// day.
    pub every: Duration,
    /// Take what feeds say and fetch no page that they link to.
    pub items_only: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Settings { every: Duration::from_secs(15 * 60), items_only: false }
    }
}

/// What was fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched {
    /// The page of an item, or, when only items are wanted, the feed with something new in it.
    pub what: What,
    /// The feed, as it stands in the list.
    pub feed: String,
    /// What was asked for.
    pub url: String,
    /// What the feed calls it.
    pub title: Option<String>,
    /// When the feed says it was published.
    pub published: Option<Timestamp>,
    /// The bytes, unpacked, otherwise as they came.
    pub received: Vec<u8>,
    /// `Content-Type`, as it came.
    pub content_type: Option<String>,
    /// Where it stands, after all redirects.
    pub final_url: String,
    /// When it came.
    pub at: Timestamp,
}

/// What sort of thing was fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// The page behind an item.
    Page,
    /// A feed.
    Feed,
}

/// Something that could not be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// Where; empty when it is nowhere in particular.
    pub url: String,
    /// What, and what becomes of it; lower case, no full stop.
    pub message: String,
}

/// What a watch gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given {
    /// Something to read.
    Fetched(Fetched),
    /// Something to say.
    Trouble(Trouble),
    /// There is nothing to do before this moment: time to keep what was given, and then the state.
    Pause(Timestamp),
}

/// What a watch leaves for another time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Left {
    /// Pages that are still to be fetched.
    pub pages: usize,
}

/// Feeds, and what is remembered of them.
#[derive(Debug)]
pub struct Watch {
    feeds: Vec<Listed>,
    settings: Settings,
    state: State,
    /// Digests of the addresses of pages that were fetched or wait in a listed feed, so that a page in two feeds is fetched
    /// once. What was given up is not among them: whoever lists an address first must not keep it from another feed.
    pages: HashSet<String>,
}

/// One thing to do. Of those that can be done, the first in this order is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Job {
    /// Ask a feed.
    Feed(usize),
    /// Fetch a page: the feed, and which of its pending pages.
    Page(usize, usize),
}

impl Watch {
    /// A watch that has asked for nothing yet. `state` is what an earlier one left, or empty.
    pub fn new(feeds: Vec<Listed>, settings: Settings, mut state: State) -> Self {
        let settings = Settings { every: settings.every.clamp(LEAST_EVERY, LONGEST), ..settings };
        let listed: HashSet<&str> = feeds.iter().map(|feed| feed.address.as_str()).collect();
        state.hand_over(&listed);
        let mut pages: HashSet<String> = state.feeds.values().flat_map(FeedState::pages).cloned().collect();
        let (waiting, stranded): (Vec<_>, Vec<_>) =
            state.feeds.iter().partition(|(feed, _)| listed.contains(feed.as_str()));
        for pending in stranded.iter().flat_map(|(_, feed)| &feed.pending) {
            pages.remove(&at(&pending.url));
        }
        pages.extend(waiting.iter().flat_map(|(_, feed)| &feed.pending).map(|pending| at(&pending.url)));
        Watch { feeds, settings, state, pages }
    }

    /// What is remembered, for [`State::save`].
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Watches: until the clock is told to stop or `sink` breaks; `once`, until every feed was asked and every page of
    /// it fetched that could be.
    ///
    /// `sink` is given the state as it is after what it is given. Whoever keeps that state must have kept everything
    /// given before; then nothing is lost when the program is killed, and little is fetched twice.
    pub fn run(
        &mut self,
        fetcher: &mut Fetcher,
        once: bool,
        sink: &mut dyn FnMut(Given, &State) -> ControlFlow<()>,
    ) -> Left {
        let mut asked = BTreeSet::new();
        let mut givens = self.gone();
        loop {
            for given in givens {
                if sink(given, &self.state).is_break() {
                    return self.left();
                }
            }
            let now = fetcher.clock().now();
            let next = self.next(fetcher, now, once.then_some(&asked));
            let Some((ready, job)) = next.filter(|_| !fetcher.clock().stopped()) else { return self.left() };
            let wait = Duration::try_from(ready.duration_since(now)).unwrap_or_default();
            if once && wait > ROUND_PATIENCE {
                return self.left();
            }
            if wait.is_zero() {
                givens = match job {
                    Job::Feed(feed) => {
                        asked.insert(feed);
                        self.ask(feed, fetcher)
                    }
                    Job::Page(feed, page) => self.fetch(feed, page, fetcher),
                };
                continue;
            }
            if wait > SHORT && sink(Given::Pause(ready), &self.state).is_break() {
                return self.left();
            }
            fetcher.clock().sleep(wait);
            givens = Vec::new();
        }
    }

    fn left(&self) -> Left {
        Left { pages: self.state.pending() }
    }

    /// A line for each feed that is not asked because it is gone.
    fn gone(&self) -> Vec<Given> {
        let line = |feed: &Listed| {
            let key = feed.address.as_str();
            let day = self.state.feeds.get(key)?.gone?.strftime("%Y-%m-%d");
            Some(trouble(key, format!("gone for good since {day}: not asked; take it out of the list")))
        };
        self.feeds.iter().filter_map(line).collect()
    }

    /// What can be done first, and when: the moment it is due or its host's turn comes, whichever is later. In a single
    /// round a feed that did not fail is due whatever the interval says, and is asked once.
    fn next(&self, fetcher: &Fetcher, now: Timestamp, asked: Option<&BTreeSet<usize>>) -> Option<(Timestamp, Job)> {
        let mut first: Option<(Timestamp, Job)> = None;
        let mut offer = |due: Option<Timestamp>, ready: Option<Timestamp>, job| {
            let at = due.max(ready).unwrap_or(now).max(now);
            first = Some(first.map_or((at, job), |first| first.min((at, job))));
        };
        for (index, feed) in self.feeds.iter().enumerate() {
            let Some(state) = self.state.feeds.get(feed.address.as_str()) else {
                offer(None, fetcher.ready(&feed.address), Job::Feed(index));
                continue;
            };
            if state.gone.is_none() && asked.is_none_or(|asked| !asked.contains(&index)) {
                let due = state.due.filter(|_| asked.is_none() || state.failures > 0);
                offer(due, fetcher.ready(&feed.address), Job::Feed(index));
            }
            for (page, pending) in state.pending.iter().enumerate() {
                let ready = Address::parse(&pending.url).ok().and_then(|address| fetcher.ready(&address));
                offer(pending.due, ready, Job::Page(index, page));
            }
        }
        first
    }

    /// Asks a feed what is new.
    fn ask(&mut self, index: usize, fetcher: &mut Fetcher) -> Vec<Given> {
        let Some(listed) = self.feeds.get(index).cloned() else { return Vec::new() };
        let key = listed.address.as_str();
        let known = self.state.feeds.get(key).map(|state| state.validators.clone()).unwrap_or_default();
        let answer = fetcher.get(&listed.address, &known);
        let now = fetcher.clock().now();
        let every = self.settings.every;
        let state = self.state.feeds.entry(key.to_owned()).or_default();
        match answer {
            Ok(Answer::Unchanged) => {
                state.rest(backoff::wait(every, 0, key), now);
                Vec::new()
            }
            Ok(Answer::Page(page)) => match feed::read(&page.received, &page.address) {
                Ok(feed) => {
                    let rest = feed.rest.map_or(every, |rest| rest.clamp(every, LONGEST));
                    state.rest(backoff::wait(rest, 0, key), now);
                    self.take_in(key, page, feed)
                }
                Err(why) => vec![state.fail(key, every, &FetchError::new(Kind::Unfit, why), now)],
            },
            Err(error) if error.kind == Kind::Stopped => Vec::new(),
            Err(error) if error.kind == Kind::Gone => {
                state.gone = Some(now);
                vec![trouble(key, format!("{error}: not asked any more; take it out of the list"))]
            }
            Err(error) => vec![state.fail(key, every, &error, now)],
        }
    }

    /// Finds what is new in a feed.
    fn take_in(&mut self, key: &str, page: Page, feed: Feed) -> Vec<Given> {
        let items_only = self.settings.items_only;
        let Some(state) = self.state.feeds.get_mut(key) else { return Vec::new() };
        let mut givens = Vec::new();
        let before: HashSet<String> = state.seen.iter().cloned().collect();
        let mut known = before.clone();
        let (mut current, mut links) = (Vec::new(), Vec::new());
        let (mut new, mut without, mut no_room) = (0usize, 0usize, 0usize);
        for item in feed.items {
            let (digests, link) = (digests(&item), link(&item));
            if digests.iter().any(|digest| known.contains(digest)) {
                current.extend(digests);
                links.extend(link);
                continue;
            }
            match &item.address {
                _ if items_only => {}
                None => without += 1,
                Some(Err(why)) => givens.push(trouble(key, format!("the item {:?} leads to {why}", item.title))),
                Some(Ok(_)) if link.as_ref().is_some_and(|link| self.pages.contains(link)) => {}
                Some(Ok(_)) if state.pending.len() >= MOST_PENDING => {
                    no_room += 1;
                    continue;
                }
                Some(Ok(address)) => {
                    state.pending.push(Pending::of(address, &item));
                    self.pages.extend(link.clone());
                }
            }
            new += 1;
            known.extend(digests.iter().cloned());
            current.extend(digests);
            links.extend(link);
        }
        // What waits for room must not be hidden by an "unchanged".
        state.validators = if no_room == 0 { page.validators.clone() } else { Validators::default() };
        for forgotten in state.see(current) {
            self.pages.remove(&forgotten);
            state.unfetched.remove(&forgotten);
        }
        for link in links {
            if !before.contains(&link) {
                if !self.pages.contains(&link) {
                    state.unfetched.insert(link);
                }
            } else if !state.unfetched.contains(&link) {
                // Another feed may have forgotten it.
                self.pages.insert(link);
            }
        }
        let moved = page.moved.then(|| page.address.to_string());
        if moved.is_some() && moved != state.moved {
            givens.push(trouble(key, format!("has moved for good to {}: put that in the list", page.address)));
            state.moved = moved;
        }
        let counts = [
            (without, "new items that lead nowhere, for which nothing was fetched"),
            (no_room, "new items that wait until other pages of the feed are fetched"),
            (feed.beyond, "items at its end that were not looked at, since it is too long"),
        ];
        givens.extend(counts.iter().filter(|(n, _)| *n > 0).map(|(n, words)| trouble(key, format!("{words}: {n}"))));
        if items_only && new > 0 {
            givens.push(Given::Fetched(Fetched::feed(key, page)));
        }
        givens
    }

    /// Fetches the page behind an item.
    fn fetch(&mut self, index: usize, page: usize, fetcher: &mut Fetcher) -> Vec<Given> {
        let Some(listed) = self.feeds.get(index) else { return Vec::new() };
        let key = listed.address.as_str();
        let Some(state) = self.state.feeds.get_mut(key).filter(|state| page < state.pending.len()) else {
            return Vec::new();
        };
        let url = state.pending[page].url.clone();
        let answer = Address::parse(&url)
            .map_err(|why| FetchError::new(Kind::Refused, why))
            .and_then(|address| fetcher.get(&address, &Validators::default()));
        match answer {
            Ok(Answer::Page(found)) => {
                let fetched = Fetched::page(key, state.pending.remove(page), found);
                self.had(&url);
                vec![Given::Fetched(fetched)]
            }
            Err(error) if error.kind == Kind::Stopped => Vec::new(),
            Err(error) if error.passes() && state.pending[page].failures.saturating_add(1) < TRIES => {
                let now = fetcher.clock().now();
                let pending = &mut state.pending[page];
                pending.failures = pending.failures.saturating_add(1);
                let due =
                    (now + backoff::wait(self.settings.every, pending.failures, &url)).max(error.until.unwrap_or(now));
                pending.due = Some(due);
                vec![trouble(&url, format!("{error}; asked for again after {due:.0}"))]
            }
            Ok(Answer::Unchanged) => {
                state.pending.remove(page);
                self.give_up(&url);
                Vec::new()
            }
            Err(error) => {
                let tries = state.pending.remove(page).failures.saturating_add(1);
                self.give_up(&url);
                let after = if tries > 1 { format!(", after {tries} tries") } else { String::new() };
                vec![trouble(&url, format!("{error}; given up{after}"))]
            }
        }
    }

    /// A page was fetched: for whoever else waits for it, too.
    fn had(&mut self, url: &str) {
        let page = at(url);
        for feed in self.state.feeds.values_mut() {
            feed.unfetched.remove(&page);
            feed.pending.retain(|pending| pending.url != url);
        }
        self.pages.insert(page);
    }

    /// A page could not be had: no feed that has seen it asks for it again, but one to which it is new does.
    fn give_up(&mut self, url: &str) {
        let page = at(url);
        self.pages.remove(&page);
        for feed in self.state.feeds.values_mut().filter(|feed| feed.seen.contains(&page)) {
            feed.unfetched.insert(page.clone());
        }
    }
}

impl State {
    /// Pages that wait in feeds that are no longer listed go to a listed feed that has seen the item too and left it to
    /// the other; where there is none, they stay.
    fn hand_over(&mut self, listed: &HashSet<&str>) {
        let (mut heirs, left): (Vec<_>, Vec<_>) =
            self.feeds.iter_mut().partition(|(feed, _)| listed.contains(feed.as_str()));
        if left.iter().all(|(_, feed)| feed.pending.is_empty()) {
            return;
        }
        let seen = heirs.iter().enumerate().flat_map(|(heir, (_, feed))| feed.pages().map(move |page| (page, heir)));
        let mut heir_of: HashMap<String, usize> = seen.map(|(page, heir)| (page.clone(), heir)).collect();
        for (_, feed) in left {
            for pending in std::mem::take(&mut feed.pending) {
                match heir_of.remove(&at(&pending.url)).and_then(|heir| heirs.get_mut(heir)) {
                    Some((_, heir)) => heir.pending.push(pending),
                    None => feed.pending.push(pending),
                }
            }
        }
    }
}

impl FeedState {
    /// All is well: nothing before `wait` has passed.
    fn rest(&mut self, wait: Duration, now: Timestamp) {
        self.failures = 0;
        self.due = Some(now + wait);
    }

    /// It could not be had: longer and longer waits, and never shorter than the server wants.
    fn fail(&mut self, key: &str, every: Duration, error: &FetchError, now: Timestamp) -> Given {
        self.failures = self.failures.saturating_add(1);
        let due = (now + backoff::wait(every, self.failures, key)).max(error.until.unwrap_or(now));
        self.due = Some(due);
        trouble(key, format!("{error}; asked again after {due:.0}"))
    }

    /// Digests of what it has seen, without the pages that were never had.
    fn pages(&self) -> impl Iterator<Item = &String> {
        self.seen.iter().filter(|digest| !self.unfetched.contains(*digest))
    }

    /// Remembers what is in the feed now, and of what was there before the latest; gives what is forgotten.
    fn see(&mut self, current: Vec<String>) -> Vec<String> {
        let now: HashSet<&String> = current.iter().collect();
        let mut past: VecDeque<String> = self.seen.drain(..).filter(|digest| !now.contains(digest)).collect();
        let forgotten = past.drain(..past.len().saturating_sub(MOST_PAST)).collect();
        let mut once = HashSet::new();
        past.extend(current.iter().filter(|digest| once.insert(*digest)).cloned());
        self.seen = past;
        forgotten
    }
}

impl Pending {
    fn of(address: &Address, item: &Item) -> Self {
        let (title, published) = (item.title.clone(), item.published);
        Pending { url: address.to_string(), title, published, due: None, failures: 0 }
    }
}

impl Fetched {
    fn page(feed: &str, pending: Pending, page: Page) -> Self {
        Fetched {
            what: What::Page,
            feed: feed.to_owned(),
            url: pending.url,
            title: Some(pending.title).filter(|title| !title.is_empty()),
            published: pending.published,
            received: page.received,
            content_type: page.content_type,
            final_url: page.address.to_string(),
            at: page.at,
        }
    }

    fn feed(feed: &str, page: Page) -> Self {
        let pending = Pending { url: feed.to_owned(), title: String::new(), published: None, due: None, failures: 0 };
        Fetched { what: What::Feed, ..Fetched::page(feed, pending, page) }
    }
}

fn trouble(url: &str, message: String) -> Given {
    Given::Trouble(Trouble { url: url.to_owned(), message })
}

/// What an item is known by: its id and its address, or else its words.
fn digests(item: &Item) -> Vec<String> {
    let id = (!item.id.is_empty()).then(|| digest("id", &item.id));
    let known: Vec<_> = id.into_iter().chain(link(item)).collect();
    if known.is_empty() { vec![digest("words", &format!("{}\n{:?}", item.title, item.published))] } else { known }
}

/// The digest of where an item leads.
fn link(item: &Item) -> Option<String> {
    let address = item.address.as_ref()?.as_ref().ok()?;
    Some(at(address.as_str()))
}

/// The digest of an address.
fn at(url: &str) -> String {
    digest("at", url)
}

/// Sixteen hex digits: short in the state, and of a million items no two are likely to share them.
fn digest(kind: &str, words: &str) -> String {
    let digest = Sha256::new().chain_update(kind).chain_update([0]).chain_update(words).finalize();
    digest[..8].iter().map(|byte| format!("{byte:02x}")).collect()
}
