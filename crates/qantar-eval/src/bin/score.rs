//! Prints the scorer's table for every corpus that is here, with its fingerprint.
//!
//! `cargo run --release -p qantar-eval --bin score [NAME] [-- --errors event]`

use qantar::World;
use qantar_eval::floors;

fn main() -> Result<(), String> {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let only = arguments.first().is_some_and(|first| !first.starts_with('-')).then(|| arguments.remove(0));
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let world = std::sync::Arc::new(World::builtin().map_err(|e| e.to_string())?);
    for corpus in floors::corpora()?.iter().filter(|corpus| only.as_ref().is_none_or(|name| *name == corpus.name)) {
        match corpus.found() {
            None => println!("{}: {} is not here\n", corpus.name, corpus.folder.display()),
            Some(folder) => {
                let fingerprint = floors::fingerprint(&folder).map_err(|e| e.to_string())?;
                println!("{} ({}), fingerprint {fingerprint}", corpus.name, corpus.folder.display());
                println!("{}", floors::score(&folder, &world, &arguments)?);
            }
        }
    }
    Ok(())
}
