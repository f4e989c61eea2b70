//! `qantar gazetteer`.

use crate::args::{GazetteerCommand, ReaderArgs};
use crate::exit::{Exit, Failure};
use qantar::World;
use qantar::stages::place::recipe::{Recipe, build_file};
use qantar::stages::place::{Gazetteer, Table};
use std::io::{Read, Write};
use std::path::Path;

/// Builds a gazetteer from a list of GeoNames.
pub fn gazetteer(command: &GazetteerCommand) -> Result<Exit, Failure> {
    let GazetteerCommand::Build { source, out, least } = command;
    let text = match source.as_os_str() == "-" {
        true => {
            let mut text = String::new();
            std::io::stdin().read_to_string(&mut text).map_err(|e| cannot("read", source, &e))?;
            text
        }
        false => std::fs::read_to_string(source).map_err(|e| cannot("read", source, &e))?,
    };
    let recipe = Recipe { least_population: *least, ..Recipe::builtin()? };
    let (places, bytes) = build_file(&recipe, &text);
    std::fs::write(out, &bytes).map_err(|e| cannot("write", out, &e))?;
    writeln!(std::io::stdout(), "{}: {places} places, {} bytes", out.display(), bytes.len())?;
    Ok(Exit::Done)
}

/// The built-in world, with a user's gazetteer and a user's own places where they are given.
pub fn world(args: &ReaderArgs) -> Result<World, Failure> {
    let ReaderArgs { gazetteer, places, .. } = args;
    let mut world = World::builtin()?;
    if gazetteer.is_some() || places.is_some() {
        let table = gazetteer.as_ref().map(|file| {
            let bytes = std::fs::read(file).map_err(|e| cannot("read", file, &e))?;
            let table = Table::open(&file.display().to_string(), bytes.into())?;
            table.verify().map(|()| table).map_err(Failure::from)
        });
        let extra = places.as_ref().map(|file| std::fs::read_to_string(file).map_err(|e| cannot("read", file, &e)));
        world.gazetteer = Gazetteer::with(table.transpose()?, &extra.transpose()?.unwrap_or_default())?;
    }
    Ok(world)
}

fn cannot(act: &str, file: &Path, error: &std::io::Error) -> Failure {
    Failure::Missing(format!("cannot {act} {}: {error}", file.display()))
}
