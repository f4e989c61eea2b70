//! Many rows at once: this thread walks them, as SQLite wants it, while others unpack what is packed in them.

use crate::error::ErrorKind;
use rusqlite::{Row, Rows};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, sync_channel};

/// Rows that are handed over together. A guess (November 2026): enough that handing over costs nothing, and few enough
/// that short lists stay on one thread.
const TOGETHER: usize = 1_000;

/// Some rows: what was taken of each, and the packed text of all, one after the other.
struct Batch<X> {
    taken: Vec<(X, usize)>,
    text: String,
}

/// Makes something of every row: `take` gets at its columns, and `make` is given that and the packed text of the last
/// column, on any thread. The order stays.
pub(crate) fn gather<X: Send, T: Send>(
    mut rows: Rows<'_>,
    take: impl Fn(&Row<'_>) -> rusqlite::Result<X>,
    make: impl Fn(X, &str) -> Result<T, ErrorKind> + Sync,
) -> Result<Vec<T>, ErrorKind> {
    let first = next(&mut rows, &take)?;
    if first.taken.len() < TOGETHER {
        return unpack(first, &make);
    }
    let workers = std::thread::available_parallelism().map_or(1, |cores| cores.get());
    let (send, receive) = sync_channel(4 * workers);
    let receive = Mutex::new(receive);
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(|| work(&receive, &make))).collect();
        let mut batch = Ok(first);
        for place in 0_usize.. {
            match batch {
                Ok(full) if !full.taken.is_empty() => send.send((place, full)).expect("workers stay until the end"),
                _ => break,
            }
            batch = next(&mut rows, &take);
        }
        drop(send);
        let mut parts = Vec::new();
        for worker in workers {
            parts.extend(worker.join().expect("unpacking gives an error and never panics")?);
        }
        batch?;
        parts.sort_by_key(|(place, _)| *place);
        let mut all = Vec::with_capacity(parts.iter().map(|(_, part)| part.len()).sum());
        parts.iter_mut().for_each(|(_, part)| all.append(part));
        Ok(all)
    })
}

fn next<X>(rows: &mut Rows<'_>, take: &impl Fn(&Row<'_>) -> rusqlite::Result<X>) -> Result<Batch<X>, ErrorKind> {
    let mut batch = Batch { taken: Vec::with_capacity(TOGETHER), text: String::new() };
    while batch.taken.len() < TOGETHER
        && let Some(row) = rows.next()?
    {
        let last = row.as_ref().column_count() - 1;
        batch.text += row.get_ref(last)?.as_str().map_err(|error| ErrorKind::Damaged(error.to_string()))?;
        batch.taken.push((take(row)?, batch.text.len()));
    }
    Ok(batch)
}

fn unpack<X, T>(batch: Batch<X>, make: &impl Fn(X, &str) -> Result<T, ErrorKind>) -> Result<Vec<T>, ErrorKind> {
    let mut start = 0;
    let one = |(taken, end): (X, usize)| {
        let text = &batch.text[start..end];
        start = end;
        make(taken, text)
    };
    batch.taken.into_iter().map(one).collect()
}

/// Unpacks batches until no more come, also after an error, so that nobody waits for this worker.
fn work<X, T>(
    batches: &Mutex<Receiver<(usize, Batch<X>)>>,
    make: &impl Fn(X, &str) -> Result<T, ErrorKind>,
) -> Result<Vec<(usize, Vec<T>)>, ErrorKind> {
    let mut made = Ok(Vec::new());
    loop {
        let next = batches.lock().expect("no worker panics").recv();
        let Ok((place, batch)) = next else { return made };
        if let Ok(parts) = &mut made {
            match unpack(batch, make) {
                Ok(part) => parts.push((place, part)),
                Err(error) => made = Err(error),
            }
        }
    }
}
