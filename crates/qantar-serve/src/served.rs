//! What every answer is made from: the case, who may ask, and the few things that are kept between two answers.

use crate::answer::Refusal;
use crate::coders::Coders;
use crate::intake::Jobs;
use crate::readers::Readers;
use crate::sessions::Sessions;
use crate::settings::{ServeError, Settings};
use crate::throttle::Throttle;
use crate::writer::Writer;
use axum::body::Bytes;
use qantar::World;
use qantar::events;
use qantar::merging::Rules;
use qantar::stages::DataError;
use qantar::store::Case;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, OnceLock};
use tokio::sync::Semaphore;

/// How many passwords are looked at together: each takes 19 MiB and a core.
const PASSWORDS_TOGETHER: usize = 2;

/// One case, served.
pub(crate) struct Served {
    pub settings: Settings,
    /// Where it listens.
    pub address: SocketAddr,
    /// The file's name, for people.
    pub name: String,
    /// The case that is shown: itself, or as it was.
    pub shown: Readers,
    /// The case itself.
    pub now: Readers,
    /// None where nothing can be changed.
    writer: Option<Writer>,
    pub rules: Arc<Rules>,
    world: OnceLock<Arc<World>>,
    pub sessions: Sessions,
    pub throttle: Throttle,
    pub passwords: Semaphore,
    pub coders: Coders,
    pub jobs: Jobs,
    /// The columns of all events, with the state of the case that they show.
    pub columns: Mutex<Option<(String, Bytes)>>,
}

/// What handlers share.
pub(crate) type Shared = Arc<Served>;

impl Served {
    /// Opens the case.
    pub fn open(settings: Settings, address: SocketAddr) -> Result<Self, ServeError> {
        let rules = Arc::new(Rules::builtin()?);
        let path = settings.case.clone();
        let writable = !settings.read_only && settings.as_of.is_none();
        let writer = writable.then(|| Writer::start(&path, rules.clone())).transpose()?;
        let case = Case::open_read_only(&path)?;
        let coders = Coders::of(&case)?;
        if (!address.ip().is_loopback() || settings.public.is_some()) && !coders.any() {
            return Err(ServeError::NoPassword(address));
        }
        let now = Readers::of_file(path.clone());
        let behind = writer.is_none() && case.merged_through()? < case.head()?;
        let moment = match settings.as_of {
            // Nothing may be written, so the events are brought up to date in a copy.
            None if behind => Some(qantar::store::Moment::Change(case.head()?)),
            moment => moment,
        };
        let shown = match moment {
            Some(moment) => Readers::of_past(events::past(&case, moment, &rules)?),
            None => now.clone(),
        };
        let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        Ok(Served {
            address,
            name,
            shown,
            now,
            writer,
            rules,
            world: OnceLock::new(),
            sessions: Sessions::new(),
            throttle: Throttle::default(),
            passwords: Semaphore::new(PASSWORDS_TOGETHER),
            coders,
            jobs: Jobs::default(),
            columns: Mutex::default(),
            settings,
        })
    }

    /// Whether other machines can reach it.
    pub fn is_open(&self) -> bool {
        !self.address.ip().is_loopback() || self.settings.public.is_some()
    }

    /// Whether a password is needed.
    pub fn needs_password(&self) -> bool {
        self.is_open() || self.coders.any()
    }

    /// Looks again which coders have a password.
    pub async fn look_at_coders(self: &Arc<Self>) -> Result<(), Refusal> {
        let served = self.clone();
        self.now.ask(move |case| Ok(served.coders.refresh(case)?)).await
    }

    /// The way to change the case.
    pub fn writer(&self) -> Result<&Writer, Refusal> {
        let refusal = || {
            let message = format!("{} is shown for reading only here", self.name);
            Refusal::new(axum::http::StatusCode::FORBIDDEN, "read_only", message)
        };
        self.writer.as_ref().ok_or_else(refusal)
    }

    /// The data and models that reports are read with, loaded when first needed, which takes a moment.
    pub fn world(&self) -> Result<&Arc<World>, DataError> {
        match self.world.get() {
            Some(world) => Ok(world),
            None => World::builtin().map(|loaded| self.world.get_or_init(|| Arc::new(loaded))),
        }
    }

    /// A refusal that names the case as people see it: where it lies on this machine is nobody else's business.
    pub fn named(&self, refusal: Refusal) -> Refusal {
        let path = self.settings.case.display().to_string();
        Refusal { message: refusal.message.replace(&path, &self.name), ..refusal }
    }

    /// Finishes what is being written.
    pub fn end(&self) {
        self.jobs.stop_all();
        self.now.close();
        if let Some(writer) = &self.writer {
            writer.end();
        }
    }
}
