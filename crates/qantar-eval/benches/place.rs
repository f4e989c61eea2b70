//! Speed of the place stage alone on one core, its names given, and of opening the gazetteer.

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use qantar::World;
use qantar::ingest::{self, Arrival, Settings};
use qantar::record::{Document, Mention};
use qantar::stages::place::Gazetteer;
use qantar::stages::text::Text;
use qantar::stages::{name, place, segment};
use qantar_eval::root;
use std::sync::LazyLock;

static WORLD: LazyLock<World> = LazyLock::new(|| World::builtin().expect("the built-in data are sound"));

/// The project's own hand-coded reports.
static DOCUMENTS: LazyLock<Vec<Document>> = LazyLock::new(|| {
    let inputs = [root().join("corpora/gold/g*.txt").display().to_string()];
    let settings = Settings { published: "2022-02-26".parse().ok(), ..Settings::default() };
    let kept = ingest::open(&inputs, &settings).filter_map(|arrival| match arrival {
        Arrival::Kept(kept) => Some(kept.document),
        Arrival::Refused(_) => None,
    });
    kept.collect()
});

/// Each with its sentences and names.
static NAMED: LazyLock<Vec<(Text<'static>, Vec<Mention>)>> = LazyLock::new(|| {
    let named = |document: &'static Document| {
        let text = segment::segment(document, &WORLD.abbreviations).value;
        let signals = WORLD.encoder.signals(&text);
        let names = name::names(&text, &signals, &WORLD.names, &WORLD.gazetteer).value;
        (text, names)
    };
    DOCUMENTS.iter().map(named).collect()
});

fn main() {
    divan::main();
}

/// In sentences a second.
#[divan::bench]
fn places(bencher: Bencher<'_, '_>) {
    let sentences: usize = NAMED.iter().map(|(text, _)| text.sentences.len()).sum();
    let read = |(text, names): &(Text<'_>, Vec<Mention>)| {
        drop(black_box(place::places(text, names, &WORLD.gazetteer, &WORLD.places)));
    };
    bencher.counter(ItemsCount::new(sentences)).bench(|| NAMED.iter().for_each(read));
}

#[divan::bench]
fn opening_the_gazetteer(bencher: Bencher<'_, '_>) {
    bencher.bench(|| drop(black_box(Gazetteer::builtin())));
}
