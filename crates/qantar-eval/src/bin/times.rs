//! Scores the time stage on texts with TIMEX3 marks, by the rules of TempEval-3.
//!
//! `cargo run --release -p qantar-eval --bin times -- [SET…] [--errors] [--rules] [--data DIR] [--others FILE] [--texts DIR]`
//!
//! A set is a folder under `../shared/data/temporal`. `--data` takes the rules from a folder laid out as `data/time`;
//! `--others` scores what another reader found; `--texts` writes the texts out for another reader.

use qantar::World;
use qantar_eval::timeml::{self, Mark, Marked, Tally};
use std::collections::BTreeMap;
use std::path::PathBuf;

const SETS: [&str; 3] = ["timebank", "aquaint", "wikiwars/tml"];

fn main() -> Result<(), String> {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut option = |name: &str| {
        let at = arguments.iter().position(|argument| argument == name)?;
        arguments.remove(at);
        (at < arguments.len()).then(|| arguments.remove(at))
    };
    let (data, others, texts) = (option("--data"), option("--others"), option("--texts"));
    let errors = arguments.iter().any(|argument| argument == "--errors");
    let rules = arguments.iter().any(|argument| argument == "--rules");
    arguments.retain(|argument| argument != "--errors" && argument != "--rules");
    let sets = if arguments.is_empty() { SETS.map(str::to_owned).to_vec() } else { arguments };
    let world = World::builtin().map_err(|e| e.to_string())?;
    let lexicon = timeml::lexicon(&world, data.map(PathBuf::from).as_deref())?;
    let others = others.map(|file| std::fs::read_to_string(&file).map_err(|e| format!("cannot read {file}: {e}")));
    let others = others.transpose()?.map(|lines| timeml::of_others(&lines));
    println!("{:14} {:9} {:>5} {:>5}  strict relaxed value  type", "set", "type", "gold", "found");
    let mut news = Tally::default();
    let mut by_rule: BTreeMap<String, [usize; 3]> = BTreeMap::new();
    for set in &sets {
        let Some(folder) = timeml::set(set) else {
            println!("{set}: skipped, it is not here");
            continue;
        };
        let documents = timeml::load(&folder)?;
        if let Some(texts) = &texts {
            write_out(&documents, texts)?;
        }
        let mut by_kind: BTreeMap<String, Tally> = BTreeMap::new();
        let mut all = Tally::default();
        for marked in &documents {
            let found = match &others {
                Some(others) => others.get(&marked.name).cloned().unwrap_or_default(),
                None => timeml::found(&marked.document, &world, &lexicon),
            };
            all.count(&marked.marks, &found);
            if !set.starts_with("wikiwars") {
                news.count(&marked.marks, &found);
            }
            count_rules(&mut by_rule, &marked.marks, &found);
            count_kinds(&mut by_kind, &marked.marks, &found);
            if errors {
                show_errors(marked, &found);
            }
        }
        by_kind.iter().for_each(|(kind, tally)| show(set, kind, tally));
        show(set, "all", &all);
    }
    show("news together", "all", &news);
    if rules {
        show_rules(&by_rule);
    }
    Ok(())
}

/// By type, a found mark counts for its own type unless it is paired: then for its partner's.
fn count_kinds(by_kind: &mut BTreeMap<String, Tally>, gold: &[Mark], found: &[Mark]) {
    let pairs = timeml::pairs(gold, found);
    for (g, f) in &pairs {
        by_kind.entry(gold[*g].kind.clone()).or_default().count(&gold[*g..=*g], &found[*f..=*f]);
    }
    for at in (0..gold.len()).filter(|at| !pairs.iter().any(|(g, _)| g == at)) {
        by_kind.entry(gold[at].kind.clone()).or_default().count(&gold[at..=at], &[]);
    }
    for at in (0..found.len()).filter(|at| !pairs.iter().any(|(_, f)| f == at)) {
        by_kind.entry(found[at].kind.clone()).or_default().count(&[], &found[at..=at]);
    }
}

/// What each rule found, how much of it fits the gold, and how much has its value.
fn count_rules(by_rule: &mut BTreeMap<String, [usize; 3]>, gold: &[Mark], found: &[Mark]) {
    let pairs = timeml::pairs(gold, found);
    for (at, mark) in found.iter().enumerate() {
        let fits = pairs.iter().find(|(_, f)| *f == at).map(|(g, _)| &gold[*g]);
        let counts = by_rule.entry(mark.rule.clone()).or_default();
        counts[0] += 1;
        counts[1] += usize::from(fits.is_some());
        counts[2] += usize::from(fits.is_some_and(|gold| gold.value == mark.value));
    }
}

fn show_rules(by_rule: &BTreeMap<String, [usize; 3]>) {
    println!("\n{:26} found  fits value", "rule");
    by_rule.iter().for_each(|(rule, [found, fits, value])| println!("{rule:26} {found:5} {fits:5} {value:5}"));
}

fn show(set: &str, kind: &str, tally: &Tally) {
    let f1 = |right| tally.f1(right);
    println!(
        "{set:14} {kind:9} {:5} {:5}   {:.3}   {:.3} {:.3} {:.3}",
        tally.gold,
        tally.found,
        f1(tally.strict),
        f1(tally.relaxed),
        f1(tally.value),
        f1(tally.kind)
    );
}

/// Misses, false hits and wrong values, a line each: class, document, words, rule, values, and the text around.
fn show_errors(marked: &Marked, found: &[Mark]) {
    let text = marked.document.text();
    let around = |mark: &Mark| {
        let start = (0..=mark.span.start.saturating_sub(50)).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
        let end = (text.len().min(mark.span.end + 40)..=text.len()).find(|&at| text.is_char_boundary(at));
        text[start..end.unwrap_or(text.len())].replace(char::is_whitespace, " ")
    };
    let words = |mark: &Mark| text[mark.span.range()].replace(char::is_whitespace, " ");
    let pairs = timeml::pairs(&marked.marks, found);
    for (at, gold) in marked.marks.iter().enumerate() {
        match pairs.iter().find(|(g, _)| *g == at).map(|(_, f)| &found[*f]) {
            None => println!("MISS\t{}\t{}\t\t{}\t\t{}", marked.name, words(gold), gold.value, around(gold)),
            Some(f) if f.value != gold.value => println!(
                "VALUE\t{}\t{}\t{}\t{}\t{}\t{}",
                marked.name,
                words(gold),
                f.rule,
                gold.value,
                f.value,
                around(gold)
            ),
            Some(_) => {}
        }
    }
    for (at, f) in found.iter().enumerate() {
        if !pairs.iter().any(|(_, found)| *found == at) {
            println!("FALSE\t{}\t{}\t{}\t\t{}\t{}", marked.name, words(f), f.rule, f.value, around(f));
        }
    }
}

fn write_out(documents: &[Marked], folder: &str) -> Result<(), String> {
    std::fs::create_dir_all(folder).map_err(|e| format!("cannot make {folder}: {e}"))?;
    for marked in documents {
        let day = marked.document.published().map(|day| day.to_string()).unwrap_or_default();
        let path = format!("{folder}/{}.txt", marked.name);
        std::fs::write(&path, format!("{day}\n{}", marked.document.text()))
            .map_err(|e| format!("cannot write {path}: {e}"))?;
    }
    Ok(())
}
