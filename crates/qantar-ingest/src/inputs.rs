//! What an input names: one file, the reports of a folder, what a glob matches, or standard input.

use crate::arrive::{Origin, Refused};
use crate::format::Format;
use std::iter;
use std::path::{Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

/// One thing that an input led to.
pub(crate) enum Found {
    /// A file to read.
    File { path: PathBuf, origin: Origin },
    /// `-`.
    StandardInput,
    /// Nothing to read, and why.
    Nothing(Refused),
}

impl Found {
    /// The path as found.
    pub(crate) fn path(&self) -> &str {
        match self {
            Found::File { origin, .. } => &origin.path,
            Found::StandardInput => "-",
            Found::Nothing(refused) => &refused.origin.path,
        }
    }
}

/// Whether a file can be read to its end: a pipe or a device may have none, or wait for ever.
pub(crate) fn openable(path: &Path) -> Result<(), String> {
    match std::fs::metadata(path) {
        Ok(facts) if !facts.is_file() && !facts.is_dir() => {
            Err("a pipe or a device and not a file: nothing was kept; \"-\" reads standard input".to_owned())
        }
        // What is missing is told when it is opened.
        _ => Ok(()),
    }
}

type Finds = Box<dyn Iterator<Item = Found> + Send>;

/// What `input` leads to, in the order of the paths. A path that exists is never taken for a glob.
pub(crate) fn expand(input: &str) -> Finds {
    let path = Path::new(input);
    match input {
        "-" => Box::new(iter::once(Found::StandardInput)),
        _ if path.is_dir() => folder(path),
        _ if !path.exists() && input.contains(['*', '?', '[']) => globbed(input),
        _ => Box::new(iter::once(file(path.to_owned()))),
    }
}

fn file(path: PathBuf) -> Found {
    let origin = Origin::whole(path.to_string_lossy());
    Found::File { path, origin }
}

fn nothing(path: &str, message: impl Into<String>) -> Found {
    Found::Nothing(Refused::new(Origin::whole(path), message))
}

/// The reports in a folder and the folders in it. Files of unknown extensions are not reports; hidden ones are left out.
fn folder(root: &Path) -> Finds {
    let shown = |entry: &DirEntry| entry.depth() == 0 || !entry.file_name().as_encoded_bytes().starts_with(b".");
    let name = root.to_string_lossy().into_owned();
    let mut walk = WalkDir::new(root).follow_links(true).sort_by_file_name().into_iter().filter_entry(shown);
    let named = name.clone();
    let inside = root.canonicalize().ok();
    let finds = iter::from_fn(move || {
        loop {
            match walk.next()? {
                Ok(entry) if entry.depth() > 0 && entry.path_is_symlink() && entry.file_type().is_dir() => {
                    walk.skip_current_dir();
                    // Folders that link to each other are walked by more ways than there is time for.
                    let message = "a link to a folder: passed over; name what it leads to as an input of its own";
                    return Some(nothing(&entry.path().to_string_lossy(), message));
                }
                Ok(entry) if leads_out(&entry, inside.as_deref()) => {
                    let message = "a link that leads out of the folder: passed over; name what it leads to as an input of its own";
                    return Some(nothing(&entry.path().to_string_lossy(), message));
                }
                Ok(entry) if entry.file_type().is_file() && Format::of_path(entry.path()).is_some() => {
                    return Some(file(entry.into_path()));
                }
                Ok(_) => {}
                Err(error) => {
                    let path = error.path().map_or(named.clone(), |path| path.to_string_lossy().into_owned());
                    let why =
                        error.io_error().map_or("a link in it leads back".to_owned(), |error| error.kind().to_string());
                    return Some(nothing(&path, format!("cannot be read: {why}; the rest of the folder is kept")));
                }
            }
        }
    });
    let known = Format::extensions().collect::<Vec<_>>().join(" .");
    or_nothing(finds, nothing(&name, format!("no reports in this folder: looked for .{known}")))
}

/// Whether an entry is a link to what is not in the folder. A file behind a link inside is reached by two ways and read twice, which
/// makes one report.
fn leads_out(entry: &DirEntry, inside: Option<&Path>) -> bool {
    let target = || entry.path().canonicalize().ok();
    let out = |inside: &Path| target().is_some_and(|target| !target.starts_with(inside));
    entry.depth() > 0 && entry.path_is_symlink() && inside.is_some_and(out)
}

/// A glob means what a shell makes of it: files are taken as if named, folders are walked.
fn globbed(pattern: &str) -> Finds {
    let options = glob::MatchOptions { require_literal_leading_dot: true, ..glob::MatchOptions::new() };
    let paths = match glob::glob_with(pattern, options) {
        Ok(paths) => paths,
        Err(error) => return Box::new(iter::once(nothing(pattern, format!("no file and no glob: {}", error.msg)))),
    };
    let finds = paths.flat_map(|path| match path {
        Ok(path) if path.is_dir() => folder(&path),
        Ok(path) => Box::new(iter::once(file(path))),
        Err(error) => {
            let message = format!("cannot be read: {}; other matches are kept", error.error().kind());
            Box::new(iter::once(nothing(&error.path().to_string_lossy(), message)))
        }
    });
    or_nothing(finds, nothing(pattern, "no file matches this glob"))
}

/// The finds, or `otherwise` when there are none.
fn or_nothing(finds: impl Iterator<Item = Found> + Send + 'static, otherwise: Found) -> Finds {
    let mut finds = finds.peekable();
    match finds.peek() {
        Some(_) => Box::new(finds),
        None => Box::new(iter::once(otherwise)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn names(input: &str) -> Vec<String> {
        expand(input)
            .map(|found| match found {
                Found::File { path, .. } => path.file_name().expect("files have names").to_string_lossy().into_owned(),
                Found::StandardInput => "-".to_owned(),
                Found::Nothing(refused) => refused.message,
            })
            .collect()
    }

    #[test]
    fn folders_and_globs_are_walked_in_order() {
        let root = tempfile::tempdir().expect("a temporary folder");
        let at = |name: &str| root.path().join(name);
        fs::create_dir_all(at("b")).expect("made");
        fs::create_dir_all(at(".git")).expect("made");
        fs::create_dir_all(at("empty")).expect("made");
        for name in ["c.md", "a.TXT", "b/z.jsonl", "b/picture.png", ".hidden.txt", ".git/d.txt"] {
            fs::write(at(name), "x").expect("written");
        }
        let root = root.path().to_string_lossy().into_owned();
        assert_eq!(names(&root), ["a.TXT", "z.jsonl", "c.md"]);
        let bare = "no reports in this folder: looked for .txt .md .markdown .html .htm .xhtml .jsonl .ndjson .json .csv .tsv .rss .atom \
            .rdf .xml .eml .mhtml .mht .mbox .mbx .pdf .warc .wacz .zip .gz .tgz .tar";
        assert_eq!(names(&format!("{root}/*")), ["a.TXT", "z.jsonl", "c.md", bare]);
        assert_eq!(names(&format!("{root}/b/*.png")), ["picture.png"]);
        assert_eq!(names(&format!("{root}/*.pdf")), ["no file matches this glob"]);
        assert_eq!(names(&format!("{root}/none.txt")), ["none.txt"]);
        assert_eq!(names("-"), ["-"]);
    }
}
