//! Prints what ingest makes of its inputs: the metadata, the blocks with their kinds, the problems, the refusals.
//!
//! `cargo run -p qantar-ingest --example blocks -- reports/ page.html`

use qantar_ingest::{Arrival, Kept, Settings, arrivals};

fn main() {
    let inputs: Vec<String> = std::env::args().skip(1).collect();
    for arrival in arrivals(&inputs, &Settings::default()) {
        match arrival {
            Arrival::Kept(kept) => show(&kept),
            Arrival::Refused(refused) => println!("{}: refused: {}\n", refused.origin, refused.message),
        }
    }
}

fn show(kept: &Kept) {
    let document = &kept.document;
    println!("{}: {}", kept.origin, document.id().short());
    println!("  title      {:?}\n  author     {:?}", document.title(), document.author());
    println!("  publisher  {:?}\n  published  {:?}", document.publisher(), document.published());
    println!("  dateline   {:?}\n  language   {:?}", document.dateline(), document.language());
    println!("  url        {:?}", document.url());
    for block in document.blocks() {
        let words: String = document.words(block.span).split_whitespace().collect::<Vec<_>>().join(" ");
        println!("  {:>9}  {words}", block.kind.as_str());
    }
    for problem in &kept.problems {
        println!("  problem: {}", problem.message);
    }
    println!();
}
