//! Toponyms of LGL and GeoVirus: resolved with the marked ones given, beside other systems; and found by ourselves.
//!
//! `cargo run --release -p qantar-eval --bin places -- ../shared/data/geoparsing [given|found] [--errors] [--weights FILE]`
//!
//! `--no-outlets` hides the addresses of the outlets. `--weights` tries other weights than those of `data/place/weights.toml`.

use qantar::World;
use qantar_eval::places::score::{Figures, Spans, Verdict};
use qantar_eval::places::{Answer, found, gold, gold::Report, resolve_given, systems};
use std::collections::BTreeMap;
use std::path::Path;

const SETS: [&str; 2] = ["lgl", "geovirus"];

fn main() -> Result<(), String> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let has = |word: &str| arguments.iter().any(|argument| argument == word);
    let folder = arguments.first().ok_or("want the folder of the sets")?;
    let mut world = World::builtin().map_err(|e| e.to_string())?;
    if let Some(at) = arguments.iter().position(|argument| argument == "--weights") {
        let file = arguments.get(at + 1).ok_or("want a file after --weights")?;
        let text = std::fs::read_to_string(file).map_err(|e| format!("cannot read {file}: {e}"))?;
        world.places.weights = toml::from_str(&text).map_err(|e| format!("cannot read {file}: {e}"))?;
    }
    let sets = SETS.map(|set| gold::load(Path::new(folder), set, !has("--no-outlets")).map(|reports| (set, reports)));
    let sets = sets.into_iter().collect::<Result<Vec<_>, String>>()?;
    if !has("found") {
        for (set, reports) in &sets {
            given(Path::new(folder), set, reports, &world, has("--errors"))?;
        }
    }
    if !has("given") {
        spans(&sets, &world, has("--errors"));
    }
    Ok(())
}

/// The table of one set with its toponyms given.
fn given(folder: &Path, set: &str, reports: &[Report], world: &World, errors: bool) -> Result<(), String> {
    println!("\n## {set}: {} reports, toponyms given\n", reports.len());
    println!(
        "| system | answered | right of all | 161 km of all | right of located | right of answered | median km | mean km |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    let mut verdicts = Vec::new();
    let mut classes: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for report in reports {
        let spans: Vec<_> = report.toponyms.iter().map(|gold| gold.span).collect();
        let answers = resolve_given(&report.document, &spans, world);
        for (gold, answer) in report.toponyms.iter().zip(&answers) {
            let verdict = Verdict::of(gold, answer.as_ref());
            verdicts.push(verdict);
            if verdict != Verdict::NoGold && !verdict.is_right() {
                let by = answer.as_ref().map_or("silent", |answer| answer.by.as_str());
                let line = miss(report, gold, answer.as_ref());
                classes.entry(format!("{} {by}", gold.code)).or_default().push(line);
            }
        }
    }
    println!("{}", Figures::of(&verdicts).row("qantar"));
    for system in systems::SYSTEMS {
        let answers = systems::load(folder, system, set)?;
        println!("{}", Figures::of(&judge(reports, &answers)).row(system));
    }
    if errors {
        let mut classes: Vec<_> = classes.into_iter().collect();
        classes.sort_by_key(|(_, lines)| std::cmp::Reverse(lines.len()));
        classes.iter().for_each(|(class, lines)| println!("\n{class}: {}\n{}", lines.len(), lines.join("\n")));
    }
    Ok(())
}

fn miss(report: &Report, gold: &gold::Gold, answer: Option<&Answer>) -> String {
    let words = report.document.words(gold.span);
    let point = |(lat, lon): (f64, f64)| format!("{lat:.2},{lon:.2}");
    let answered = answer.map_or("-".into(), |answer| point(answer.point));
    let publisher = report.document.publisher().unwrap_or_default();
    format!("  {}\t{words}\t{}\t{answered}\t{publisher}", report.id, gold.point.map_or("-".into(), point))
}

fn judge(reports: &[Report], answers: &systems::Answers) -> Vec<Verdict> {
    let of = |report: &Report| {
        let document = answers.get(&report.id);
        let verdict = |gold: &gold::Gold| Verdict::of(gold, document.and_then(|rows| rows.get(&gold.start)));
        report.toponyms.iter().map(verdict).collect::<Vec<_>>()
    };
    reports.iter().flat_map(of).collect()
}

/// Precision and recall of the toponyms that the pipeline finds.
fn spans(sets: &[(&str, Vec<Report>)], world: &World, errors: bool) {
    println!(
        "\n## Toponyms found\n\n| set | gold | found | relaxed P | R | F1 | exact P | R | F1 |\n|---|---|---|---|---|---|---|---|---|"
    );
    let mut both = Spans::default();
    let mut lines = Vec::new();
    for (set, reports) in sets {
        let mut spans = Spans::default();
        for report in reports {
            let gold: Vec<_> = report.toponyms.iter().map(|gold| gold.span).collect();
            let found = found(&report.document, world);
            both.add(&gold, &found);
            let (missed, extra) = spans.add(&gold, &found);
            let show = |sign: &str, span| format!("{sign} {set} {}\t{}", report.id, report.document.words(span));
            lines.extend(missed.into_iter().map(|span| show("missed", span)));
            lines.extend(extra.into_iter().map(|span| show("extra", span)));
        }
        println!("{}", row(set, &spans));
    }
    println!("{}", row("both", &both));
    if errors {
        println!("\n{}", lines.join("\n"));
    }
}

fn row(set: &str, spans: &Spans) -> String {
    let show = |matches| spans.of(matches).map(|figure| format!("{figure:.3}")).join(" | ");
    format!("| {set} | {} | {} | {} | {} |", spans.gold, spans.found, show(spans.relaxed), show(spans.exact))
}
