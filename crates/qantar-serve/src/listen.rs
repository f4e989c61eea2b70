//! Connections: so many at once, with heads of bounded length that arrive in bounded time, and an orderly end.

use crate::guard::Peer;
use crate::served::Served;
use crate::settings::{ServeError, Settings};
use axum::Router;
use axum::body::Body;
use futures_util::future::{Either, select};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::{Request, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tower::ServiceExt;

/// How many connections are open at once; more wait until one ends. A browser opens six.
const CONNECTIONS: usize = 512;
/// The longest head of a request: the line and all headers. It is looked at after each read, so that one of up to twice the
/// length may pass.
const HEAD_BYTES: usize = 64 << 10;
/// The most headers.
const HEADERS: usize = 100;
/// How long a head may take to arrive, and a connection be idle.
const HEAD_TIME: Duration = Duration::from_secs(20);
/// How long answers under way may take when the program ends.
const LAST_ANSWERS: Duration = Duration::from_secs(3);
/// How long to wait when the system has no more files to give.
const BREATH: Duration = Duration::from_millis(100);

/// A case that is open and has an address, and does not answer yet.
pub struct Serving {
    listener: std::net::TcpListener,
    served: Arc<Served>,
}

impl Serving {
    /// Opens the case and takes the address.
    ///
    /// # Errors
    /// When the case cannot be used, the address cannot be had, or others could reach it without a password.
    pub fn open(settings: Settings) -> Result<Self, ServeError> {
        let asked = settings.address;
        let failed = |error| ServeError::Listen(asked, error);
        let listener = std::net::TcpListener::bind(asked).map_err(failed)?;
        listener.set_nonblocking(true).map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let served = Arc::new(Served::open(settings, address)?);
        Ok(Serving { listener, served })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.served.address
    }

    /// Whether a password is needed.
    pub fn needs_password(&self) -> bool {
        self.served.needs_password()
    }

    /// Answers until `end`, and then finishes what is under way.
    ///
    /// # Errors
    /// When the system gives no thread or no timer.
    pub fn run(self, end: impl Future<Output = ()>) -> Result<(), ServeError> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .max_blocking_threads(32)
            .enable_all()
            .build()
            .map_err(ServeError::System)?;
        let Serving { listener, served } = self;
        let router = crate::api::router(served.clone());
        runtime.block_on(async {
            let listener = TcpListener::from_std(listener).map_err(ServeError::System)?;
            accept(listener, router, end).await;
            Ok::<(), ServeError>(())
        })?;
        runtime.shutdown_timeout(LAST_ANSWERS);
        served.end();
        Ok(())
    }

    /// Answers until the user presses Ctrl-C or the system asks the program to end. A second Ctrl-C ends it at once.
    ///
    /// # Errors
    /// As [`Serving::run`].
    pub fn run_until_told(self) -> Result<(), ServeError> {
        self.run(async {
            told().await;
            tokio::spawn(async {
                told().await;
                std::process::exit(130);
            });
        })
    }
}

/// Until somebody asks the program to end.
async fn told() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => {
                terminate.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    let (interrupt, terminate) = (std::pin::pin!(interrupt), std::pin::pin!(terminate));
    select(interrupt, terminate).await;
}

async fn accept(listener: TcpListener, router: Router, end: impl Future<Output = ()>) {
    let (graceful, places) = (GracefulShutdown::new(), Arc::new(Semaphore::new(CONNECTIONS)));
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEAD_TIME).max_buf_size(HEAD_BYTES).max_headers(HEADERS);
    let mut end = std::pin::pin!(end);
    loop {
        let next = std::pin::pin!(async {
            let place = places.clone().acquire_owned().await.expect("the places are never closed");
            (listener.accept().await, place)
        });
        let ((stream, peer), place) = match select(next, end.as_mut()).await {
            Either::Right(_) => break,
            Either::Left(((Ok(accepted), place), _)) => (accepted, place),
            Either::Left(((Err(_), _), _)) => {
                tokio::time::sleep(BREATH).await;
                continue;
            }
        };
        // Answers are written whole; there is nothing to wait for.
        let _ = stream.set_nodelay(true);
        let router = router.clone();
        let service = service_fn(move |request: Request<Incoming>| {
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(Peer(peer));
            router.clone().oneshot(request)
        });
        let connection = graceful.watch(http.serve_connection(TokioIo::new(stream), service));
        tokio::spawn(async move {
            // A connection that breaks concerns its client only.
            let _ = connection.await;
            drop(place);
        });
    }
    let _ = tokio::time::timeout(LAST_ANSWERS, graceful.shutdown()).await;
}
