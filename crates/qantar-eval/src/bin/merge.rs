//! Merging on accounts coded by hand: pairs joined rightly, wrongly and missed.
//!
//! `cargo run --release -p qantar-eval --bin merge -- FOLDER [--errors] [--pairs] [--weights FILE]`
//!
//! FOLDER holds stories (`corpora/stories/held`) or hand-coded news with `same_event.json` beside it. `--errors` prints the
//! card of every pair that is wrong or missed; `--pairs` every pair compared, a line of JSON each, to fit weights on.

use qantar::merging::{Merged, Rules, compare, merge};
use qantar_eval::stories::{self, Coded, Pairs};
use std::path::Path;

fn main() -> Result<(), String> {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut flag = |name: &str| {
        let found = arguments.iter().position(|argument| argument == name);
        found.map(|at| arguments.remove(at)).is_some()
    };
    let (errors, pairs, weighted) = (flag("--errors"), flag("--pairs"), flag("--weights"));
    let weights = if weighted { Some(arguments.pop().ok_or("--weights wants a file")?) } else { None };
    let folder = arguments.first().ok_or("which folder?")?;
    let folder = Path::new(folder);
    let coded =
        if folder.join("../same_event.json").is_file() { stories::gold(folder) } else { stories::load(folder) }?;
    let rules = match weights {
        None => Rules::builtin(),
        Some(file) => {
            Rules::with_weights(&std::fs::read_to_string(&file).map_err(|e| format!("cannot read {file}: {e}"))?)
        }
    };
    let rules = rules.map_err(|e| e.to_string())?;
    if pairs {
        coded.print_pairs(&rules);
        return Ok(());
    }
    let merged = merge(&coded.tellings, &coded.abouts, &[], &rules);
    report(&coded, &merged);
    if errors {
        wrong(&coded, &merged, &rules);
        wrong_parts(&coded, &merged);
    }
    Ok(())
}

fn report(coded: &Coded, merged: &Merged<'_>) {
    let groups = merged.groups();
    let pairs = Pairs::of(&groups, |number| Some(coded.key(number).to_owned()), &coded.events);
    println!(
        "{} reports, {} accounts, {} compared; pairs: {} to find, {} joined, {} right; P {:.3} R {:.3} F1 {:.3}",
        coded.abouts.len(),
        coded.tellings.len(),
        merged.compared,
        pairs.all,
        pairs.found,
        pairs.right,
        pairs.precision(),
        pairs.recall(),
        pairs.f1()
    );
    let (mut right, mut given) = (0, 0);
    for (part, whole) in merged.parts() {
        given += 1;
        let wanted = coded.wholes[part.0 as usize - 1].clone();
        right += usize::from(wanted.is_some_and(|wanted| wanted == coded.key(whole.0)));
    }
    let groups_with = groups.iter().filter(|group| {
        let whole = &coded.wholes[group[0] as usize - 1];
        whole.as_ref().is_some_and(|whole| coded.events.contains(whole))
    });
    println!("parts: {} to find, {given} given, {right} right", groups_with.count());
}

/// Parts given that are not in the coding.
fn wrong_parts(coded: &Coded, merged: &Merged<'_>) {
    for (part, whole) in merged.parts() {
        let (at, of) = (part.0 as usize - 1, whole.0 as usize - 1);
        if coded.wholes[at].as_ref() != Some(&coded.events[of]) {
            let (a, b) = (&coded.tellings[at], &coded.tellings[of]);
            println!("\nPART of the wrong whole: {} | {}", coded.events[at], coded.events[of]);
            println!("  {}\n  {}", a.sentence.text, b.sentence.text);
        }
    }
}

fn wrong(coded: &Coded, merged: &Merged<'_>, rules: &Rules) {
    let groups = merged.groups();
    let group_of = |number: i64| groups.iter().position(|group| group.contains(&number));
    for (k, a) in coded.tellings.iter().enumerate() {
        for b in &coded.tellings[k + 1..] {
            let (is, told) = (coded.key(a.number) == coded.key(b.number), group_of(a.number) == group_of(b.number));
            if is == told {
                continue;
            }
            let card = compare(a, b, &coded.abouts, rules);
            println!(
                "\n{} {:.2}: {} | {}",
                if is { "MISSED" } else { "WRONG" },
                card.score,
                coded.key(a.number),
                coded.key(b.number)
            );
            println!("  {}\n  {}", a.sentence.text, b.sentence.text);
            let reasons: Vec<String> =
                card.reasons.iter().map(|r| format!("{:?} {} {:+.1}", r.feature, r.value, r.points)).collect();
            println!("  {}", reasons.join(", "));
        }
    }
}
