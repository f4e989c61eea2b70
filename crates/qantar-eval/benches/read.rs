//! Speed of reading on one core, stage by stage up to the whole, beside a pass that only cuts the same text into
//! lower-case words: the least that any reader of words must do on this machine.

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use qantar::World;
use qantar::ingest::{self, Arrival, Settings};
use qantar::record::Document;
use qantar::stages::{name, place, segment, sketch, time};
use qantar_eval::root;
use std::sync::LazyLock;

static WORLD: LazyLock<World> = LazyLock::new(|| World::builtin().expect("the built-in data are sound"));

/// The texts of the project's own hand-coded reports.
static DOCUMENTS: LazyLock<Vec<Document>> = LazyLock::new(|| {
    let inputs = [root().join("corpora/gold/g*.txt").display().to_string()];
    let settings = Settings { published: "2022-02-26".parse().ok(), ..Settings::default() };
    let kept = ingest::arrivals(&inputs, &settings).filter_map(|arrival| match arrival {
        Arrival::Kept(kept) => Some(kept.document),
        Arrival::Refused(_) => None,
    });
    kept.collect()
});

static SENTENCES: LazyLock<usize> =
    LazyLock::new(|| DOCUMENTS.iter().map(|d| segment::segment(d, &WORLD.abbreviations).value.sentences.len()).sum());

fn main() {
    divan::main();
}

fn over_all(bencher: Bencher<'_, '_>, work: impl Fn(&Document) + Sync) {
    bencher.counter(ItemsCount::new(*SENTENCES)).bench(|| DOCUMENTS.iter().for_each(&work));
}

#[divan::bench]
fn a_words_in_lower_case(bencher: Bencher<'_, '_>) {
    over_all(bencher, |d| d.text().split_whitespace().for_each(|word| drop(black_box(word.to_lowercase()))));
}

#[divan::bench]
fn b_segment(bencher: Bencher<'_, '_>) {
    over_all(bencher, |d| drop(black_box(segment::segment(d, &WORLD.abbreviations))));
}

/// The time stage by itself, on text that is cut already.
#[divan::bench]
fn c_times(bencher: Bencher<'_, '_>) {
    let texts: Vec<_> = DOCUMENTS.iter().map(|d| segment::segment(d, &WORLD.abbreviations).value).collect();
    bencher.counter(ItemsCount::new(*SENTENCES)).bench(|| {
        texts.iter().for_each(|text| drop(black_box(time::times(text, text.document.anchor(), &WORLD.times))));
    });
}

#[divan::bench]
fn c_segment_and_times(bencher: Bencher<'_, '_>) {
    over_all(bencher, |d| {
        let text = segment::segment(d, &WORLD.abbreviations).value;
        drop(black_box(time::times(&text, d.anchor(), &WORLD.times)));
    });
}

#[divan::bench]
fn d_segment_encode_names_and_places(bencher: Bencher<'_, '_>) {
    over_all(bencher, |d| {
        let text = segment::segment(d, &WORLD.abbreviations).value;
        let signals = WORLD.encoder.signals(&text);
        let names = name::names(&text, &signals, &WORLD.names, &WORLD.gazetteer).value;
        drop(black_box(place::places(&text, &names, &WORLD.gazetteer, &WORLD.places)));
    });
}

/// The place stage by itself, its names given.
#[divan::bench]
fn d_places(bencher: Bencher<'_, '_>) {
    let named = |d| {
        let text = segment::segment(d, &WORLD.abbreviations).value;
        let names = name::names(&text, &WORLD.encoder.signals(&text), &WORLD.names, &WORLD.gazetteer).value;
        (text, names)
    };
    let texts: Vec<_> = DOCUMENTS.iter().map(named).collect();
    bencher.counter(ItemsCount::new(*SENTENCES)).bench(|| {
        let read = |(text, names)| drop(black_box(place::places(text, names, &WORLD.gazetteer, &WORLD.places)));
        texts.iter().map(|(text, names)| (text, names.as_slice())).for_each(read);
    });
}

#[divan::bench]
fn e_whole_reading(bencher: Bencher<'_, '_>) {
    over_all(bencher, |d| drop(black_box(qantar::pipeline::read(d, &WORLD))));
}

#[divan::bench]
fn f_world_from_built_in_data(bencher: Bencher<'_, '_>) {
    bencher.bench(|| drop(black_box(World::builtin())));
}

#[divan::bench]
fn g_gazetteer_opened(bencher: Bencher<'_, '_>) {
    bencher.bench(|| drop(black_box(place::Gazetteer::builtin())));
}

/// The sketch by itself, on text that is cut already.
#[divan::bench]
fn h_sketch(bencher: Bencher<'_, '_>) {
    let texts: Vec<_> = DOCUMENTS.iter().map(|d| segment::segment(d, &WORLD.abbreviations).value).collect();
    bencher.counter(ItemsCount::new(*SENTENCES)).bench(|| {
        texts.iter().for_each(|text| drop(black_box(sketch::sketch(text, &WORLD.sketches))));
    });
}
