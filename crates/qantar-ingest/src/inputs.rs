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
    let walk = WalkDir::new(root).follow_links(true).sort_by_file_name().into_iter().filter_entry(shown);
    let named = name.clone();
    let finds = walk.filter_map(move |entry| match entry {
        Ok(entry) if entry.file_type().is_file() => Format::of_path(entry.path()).map(|_| file(entry.into_path())),
        Ok(_) => None,
        Err(error) => {
            let path = error.path().map_or(named.clone(), |path| path.to_string_lossy().into_owned());
            let why = error.io_error().map_or("a link in it leads back".to_owned(), |error| error.kind().to_string());
            Some(nothing(&path, format!("cannot be read: {why}; the rest of the folder is kept")))
        }
    });
    let known = Format::extensions().collect::<Vec<_>>().join(" .");
    or_nothing(finds, nothing(&name, format!("no reports in this folder: looked for .{known}")))
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
        let bare = "no reports in this folder: looked for .txt .md .markdown .html .htm .xhtml .jsonl .ndjson .json";
        assert_eq!(names(&format!("{root}/*")), ["a.TXT", "z.jsonl", "c.md", bare]);
        assert_eq!(names(&format!("{root}/b/*.png")), ["picture.png"]);
        assert_eq!(names(&format!("{root}/*.pdf")), ["no file matches this glob"]);
        assert_eq!(names(&format!("{root}/none.txt")), ["none.txt"]);
        assert_eq!(names("-"), ["-"]);
    }
}
