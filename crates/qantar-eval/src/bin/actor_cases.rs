//! How often the country and the sector of an actor are right, on a set of cases.
//!
//! `cargo run --release -p qantar-eval --bin actor_cases [CASES.jsonl] [--errors]`
//!
//! A case is `{"mention": …, "expect": {"country": ISO alpha-3, "code_1": sector}, "query_date": …}`. A sector `UNK` or
//! `JNK` wants none, and so does a country that is a body of states (`UNO`, `EUR`, `IGO`).

use qantar::stages::entity::{ActorLexicon, actor};
use qantar_eval::root;
use serde_json::Value;
use std::collections::HashMap;
use std::path::PathBuf;

/// Codes that stand for no sector, and for bodies of states.
const NONE: [&str; 7] = ["", "UNK", "JNK", "UNO", "EUR", "IGO", "INT"];

#[derive(Default)]
struct Tally {
    right: usize,
    of: usize,
}

impl Tally {
    fn count(&mut self, right: bool) {
        self.right += usize::from(right);
        self.of += 1;
    }

    fn share(&self) -> String {
        format!("{:.3} of {}", self.right as f64 / self.of.max(1) as f64, self.of)
    }
}

fn main() -> Result<(), String> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let errors = arguments.iter().any(|argument| argument == "--errors");
    let given = arguments.iter().find(|argument| !argument.starts_with('-')).map(PathBuf::from);
    let path = given.unwrap_or_else(|| root().join("../shared/data/actor-cases/actors.jsonl"));
    if !path.exists() {
        println!("skipped: {} is not here", path.display());
        return Ok(());
    }
    let cases = std::fs::read_to_string(&path).map_err(|e| format!("cannot read {}: {e}", path.display()))?;
    let lexicon = ActorLexicon::builtin().map_err(|e| e.to_string())?;
    let alpha2 = alpha2()?;
    let (mut country, mut sector, mut both) = (Tally::default(), Tally::default(), Tally::default());
    for line in cases.lines() {
        let case: Value = serde_json::from_str(line).map_err(|e| format!("cannot read {}: {e}", path.display()))?;
        let mention = case["mention"].as_str().unwrap_or_default();
        let day = case["query_date"].as_str().and_then(|day| day.trim_matches('\'').parse().ok());
        let expect = &case["expect"];
        let want = |field: &str| expect[field].as_str();
        let wanted_country = want("country").or_else(|| want("cc"));
        let wanted_country = wanted_country.map(|code| if NONE.contains(&code) { "" } else { &alpha2[code] });
        let wanted_sector = want("code_1").map(|code| if NONE[..3].contains(&code) { "" } else { code });
        let coded = actor(mention, &lexicon, day);
        let found = (coded.country.as_deref().unwrap_or_default(), coded.sector.as_deref().unwrap_or_default());
        wanted_country.into_iter().for_each(|wanted| country.count(wanted == found.0));
        wanted_sector.into_iter().for_each(|wanted| sector.count(wanted == found.1));
        if let (Some(c), Some(s)) = (wanted_country, wanted_sector) {
            both.count((c, s) == found);
        }
        let wrong = wanted_country.is_some_and(|c| c != found.0) || wanted_sector.is_some_and(|s| s != found.1);
        if errors && wrong {
            println!("{mention:?}: want {wanted_country:?} {wanted_sector:?}, found {found:?}");
        }
    }
    println!("country right {}\nsector right  {}\nboth right    {}", country.share(), sector.share(), both.share());
    Ok(())
}

/// ISO 3166-1 alpha-3 → alpha-2, from `data/entity/iso3.tsv`.
fn alpha2() -> Result<HashMap<String, String>, String> {
    let text = qantar::stages::data::text("entity/iso3.tsv").map_err(|e| e.to_string())?;
    let rows = qantar::stages::data::lines(text).filter_map(|line| line.split_once('\t'));
    Ok(rows.map(|(three, two)| (three.to_owned(), two.to_owned())).collect())
}
