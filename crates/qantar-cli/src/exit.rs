//! How a run ends.

use std::fmt;
use std::io;
use std::process::ExitCode;

/// A run that came to its end. Most of wrong usage ends before it starts: clap exits with 2 as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// All done: 0.
    Done,
    /// Part of the input could not be read, the rest is done: 3.
    Partly,
    /// Something went wrong: 1.
    Failed,
    /// Wrong usage: 2.
    Usage,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(match exit {
            Exit::Done => 0,
            Exit::Failed => 1,
            Exit::Usage => 2,
            Exit::Partly => 3,
        })
    }
}

/// Why a run could not come to its end.
#[derive(Debug)]
pub enum Failure {
    /// Writing the output failed.
    Output(io::Error),
    /// The case could not be used.
    Case(qantar::store::Error),
    /// The data built into the program are unsound: a fault of the program.
    Data(String),
    /// Something asked for is not there.
    Missing(String),
    /// What is asked for makes no sense together.
    Usage(String),
}

impl Failure {
    /// A reader that went away (`qantar … | head`) is no error.
    pub fn is_closed_pipe(&self) -> bool {
        matches!(self, Failure::Output(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }

    /// The code to end with.
    pub fn exit(&self) -> Exit {
        match self {
            _ if self.is_closed_pipe() => Exit::Done,
            Failure::Usage(_) => Exit::Usage,
            _ => Exit::Failed,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Output(error) => write!(f, "cannot write the output: {error}"),
            Failure::Case(error) => write!(f, "{error}"),
            Failure::Data(message) | Failure::Missing(message) | Failure::Usage(message) => f.write_str(message),
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Failure::Output(error)
    }
}

impl From<qantar::store::Error> for Failure {
    fn from(error: qantar::store::Error) -> Self {
        Failure::Case(error)
    }
}

impl From<qantar::stages::DataError> for Failure {
    fn from(error: qantar::stages::DataError) -> Self {
        Failure::Data(error.to_string())
    }
}

impl From<qantar::merging::RulesError> for Failure {
    fn from(error: qantar::merging::RulesError) -> Self {
        Failure::Data(error.to_string())
    }
}

impl From<qantar_serve::ServeError> for Failure {
    fn from(error: qantar_serve::ServeError) -> Self {
        match error {
            qantar_serve::ServeError::Case(error) => Failure::Case(error),
            error => Failure::Missing(error.to_string()),
        }
    }
}

impl From<qantar::exchange::ExchangeError> for Failure {
    fn from(error: qantar::exchange::ExchangeError) -> Self {
        match error {
            qantar::exchange::ExchangeError::Case(error) => Failure::Case(error),
            error => Failure::Missing(error.to_string()),
        }
    }
}

impl From<qantar::odds::OddsError> for Failure {
    fn from(error: qantar::odds::OddsError) -> Self {
        match error {
            qantar::odds::OddsError::Case(error) => Failure::Case(error),
            error => Failure::Missing(error.to_string()),
        }
    }
}

impl From<qantar::judging::SayingError> for Failure {
    fn from(error: qantar::judging::SayingError) -> Self {
        match error {
            qantar::judging::SayingError::Case(error) => Failure::Case(error),
            qantar::judging::SayingError::Data(error) => error.into(),
            error => Failure::Missing(error.to_string()),
        }
    }
}
