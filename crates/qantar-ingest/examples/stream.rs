//! Streams inputs through `open` and, on two threads, `unpack`, and prints the speed and the most memory held.
//!
//! `cargo run --release -p qantar-ingest --example stream -- [--find] INPUT...`: with `--find` parcels are found and not
//! opened.

use qantar_ingest::{Arrival, Parcel, Settings, open};
use std::fs;
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Instant;

/// Parcels that wait to be opened. A parcel may hold sixteen mebibytes and mostly holds a tenth of one.
const WAITING: usize = 8;

#[derive(Clone, Copy, Default)]
struct Count {
    kept: u64,
    refused: u64,
    letters: u64,
}

fn main() {
    let mut inputs: Vec<String> = std::env::args().skip(1).collect();
    let find_only = inputs.first().is_some_and(|first| first == "--find");
    if find_only {
        inputs.remove(0);
    }
    let settings = Settings::default();
    let began = Instant::now();
    let (send, receive) = sync_channel::<Parcel>(WAITING);
    let receive = Arc::new(Mutex::new(receive));
    let (mut parcels, mut bytes) = (0u64, 0u64);
    let count = thread::scope(|scope| {
        let workers: Vec<_> = (0..2)
            .map(|_| {
                let (receive, settings) = (receive.clone(), &settings);
                scope.spawn(move || work(&receive, settings))
            })
            .collect();
        for parcel in open(&inputs, &settings) {
            parcels += 1;
            bytes += parcel.bytes() as u64;
            if !find_only && send.send(parcel).is_err() {
                break;
            }
        }
        drop(send);
        workers.into_iter().filter_map(|worker| worker.join().ok()).fold(Count::default(), |sum, count| Count {
            kept: sum.kept + count.kept,
            refused: sum.refused + count.refused,
            letters: sum.letters + count.letters,
        })
    });
    let seconds = began.elapsed().as_secs_f64();
    let read: u64 = inputs.iter().filter_map(|input| fs::metadata(input).ok()).map(|facts| facts.len()).sum();
    println!(
        "{parcels} parcels of {bytes} bytes from {read} bytes in {seconds:.1} s: {:.1} MB/s of input, {:.1} MB/s of parcels",
        read as f64 / seconds / 1e6,
        bytes as f64 / seconds / 1e6
    );
    println!("{} kept, {} refused, {} letters", count.kept, count.refused, count.letters);
    println!("most memory held: {}", most_memory());
}

fn work(receive: &Mutex<Receiver<Parcel>>, settings: &Settings) -> Count {
    let mut count = Count::default();
    loop {
        let parcel = receive.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(parcel) = parcel else { return count };
        for arrival in parcel.unpack(settings) {
            match arrival {
                Arrival::Kept(kept) => {
                    count.kept += 1;
                    count.letters += kept.document.text().len() as u64;
                }
                Arrival::Refused(refused) => {
                    count.refused += 1;
                    if count.refused <= 5 {
                        eprintln!("{}: {}", refused.origin, refused.message);
                    }
                }
            }
        }
    }
}

/// The peak of resident memory, where the system tells.
fn most_memory() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    peak.map_or("unknown".to_owned(), |peak| peak.trim().to_owned())
}
