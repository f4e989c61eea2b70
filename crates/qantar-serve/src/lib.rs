//! The page of a case and the API behind it, over HTTP.
//!
//! * In: [`Settings`]: which case, at which address, who decides.
//! * Out: answers. What they say comes from `qantar::view` and the other functions of the library, which the command
//!   calls as well; this crate only knows how it travels.
//! * Never: a request to anywhere; SQL; anything for another machine before a coder has a password.
//!
//! This is the only crate that knows HTTP. The built page lies in `page/` and is part of the program.
//!
//! Start reading at [`Serving`], then `guard.rs` (who may ask), `api/` (what can be asked), `writer.rs` (how the case is
//! changed while many read it).
//!
//! ```
//! use qantar_serve::{Serving, Settings};
//!
//! let folder = tempfile::tempdir()?;
//! let serving = Serving::open(Settings::of(folder.path().join("new.qantar")))?;
//! assert!(serving.address().ip().is_loopback());
//! serving.run(std::future::ready(()))?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod answer;
mod api;
mod coders;
mod guard;
mod intake;
mod listen;
mod page;
pub mod password;
mod readers;
mod served;
mod sessions;
mod settings;
mod throttle;
mod writer;

pub use listen::Serving;
pub use settings::{PublicUrl, ServeError, Settings};

/// The description of the API, OpenAPI 3.1, in JSON.
pub fn openapi() -> String {
    api::description()
}
