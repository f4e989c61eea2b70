//! Lists for people and for programs: rows under named columns, printed on a screen, as CSV or as JSON Lines.

use crate::words::{cell, harmless};
use serde_json::{Map, Value};
use std::io::{self, Write};
use textwrap::core::display_width;

/// One column of a list of `R`.
pub struct Column<R> {
    /// Its name: the CSV header and the JSON key.
    pub name: &'static str,
    /// Whether the screen, which has little room, shows it too.
    pub on_screen: bool,
    /// What stands in it.
    pub value: fn(&R) -> Value,
}

/// A table of columns: `#screen` marks those that the screen shows.
macro_rules! column_table {
    ($row:ty: $($(#$screen:ident)? $name:literal => $value:expr;)*) => {
        &[$($crate::listing::Column::<$row> { name: $name, on_screen: column_table!(@ $($screen)?), value: $value }),*]
    };
    (@) => { false };
    (@ screen) => { true };
}
pub(crate) use column_table;

/// How a list is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Aligned columns, as wide as the given number of characters at most.
    Screen(usize),
    /// CSV with a header; cells that a spreadsheet would run are made harmless.
    Csv,
    /// One JSON object a row.
    JsonLines,
}

/// Prints rows.
pub fn print<R>(columns: &[Column<R>], rows: &[R], form: Form, out: &mut dyn Write) -> io::Result<()> {
    match form {
        Form::Screen(width) => screen(columns, rows, width, out),
        Form::JsonLines => json_lines(columns, rows, out),
        Form::Csv => {
            let mut writer = csv::Writer::from_writer(out);
            header(columns, &mut writer)?;
            records(columns, rows, &mut writer)?;
            writer.flush()
        }
    }
}

/// The header of a CSV list.
pub fn header<R, W: Write>(columns: &[Column<R>], writer: &mut csv::Writer<W>) -> io::Result<()> {
    Ok(writer.write_record(columns.iter().map(|column| column.name))?)
}

/// The rows of a CSV list.
pub fn records<R, W: Write>(columns: &[Column<R>], rows: &[R], writer: &mut csv::Writer<W>) -> io::Result<()> {
    for row in rows {
        writer.write_record(columns.iter().map(|column| cell(&plain(&(column.value)(row)))))?;
    }
    Ok(())
}

fn json_lines<R>(columns: &[Column<R>], rows: &[R], out: &mut dyn Write) -> io::Result<()> {
    for row in rows {
        let object: Map<String, Value> = columns.iter().map(|c| (c.name.to_owned(), (c.value)(row))).collect();
        writeln!(out, "{}", Value::Object(object))?;
    }
    Ok(())
}

/// A value as words: nothing for null, items joined by `; `.
fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(words) => words.clone(),
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join("; "),
        other => other.to_string(),
    }
}

/// No column is squeezed below so many characters.
const NARROWEST: usize = 6;
const GAP: &str = "  ";

fn screen<R>(columns: &[Column<R>], rows: &[R], width: usize, out: &mut dyn Write) -> io::Result<()> {
    let shown: Vec<_> = columns.iter().filter(|column| column.on_screen).collect();
    let heads = shown.iter().map(|column| column.name.replace('_', " ")).collect();
    let mut lines: Vec<Vec<String>> = vec![heads];
    lines.extend(rows.iter().map(|row| shown.iter().map(|c| harmless(&plain(&(c.value)(row)))).collect()));
    let widths = squeeze(&lines, width);
    for line in lines {
        let cells = line.iter().zip(&widths).map(|(words, &width)| fit(words, width));
        writeln!(out, "{}", cells.collect::<Vec<_>>().join(GAP).trim_end())?;
    }
    Ok(())
}

/// Widths that fit the screen: the widest column gives way first.
fn squeeze(lines: &[Vec<String>], width: usize) -> Vec<usize> {
    let columns = lines[0].len();
    let widest = |k: usize| lines.iter().map(|line| display_width(&line[k])).max().unwrap_or(0);
    let mut widths: Vec<usize> = (0..columns).map(widest).collect();
    let room = width.saturating_sub(GAP.len() * columns.saturating_sub(1));
    while widths.iter().sum::<usize>() > room {
        let Some(most) = widths.iter_mut().max().filter(|most| **most > NARROWEST) else { break };
        *most -= 1;
    }
    widths
}

/// Words cut or padded to a width; `…` says that some were cut.
fn fit(words: &str, width: usize) -> String {
    let long = display_width(words);
    if long <= width {
        return format!("{words}{}", " ".repeat(width - long));
    }
    let mut kept = String::new();
    for c in words.chars() {
        if display_width(&kept) + display_width(c.encode_utf8(&mut [0; 4])) >= width {
            break;
        }
        kept.push(c);
    }
    let padding = width.saturating_sub(display_width(&kept) + 1);
    format!("{kept}…{}", " ".repeat(padding))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const COLUMNS: &[Column<(u32, &'static str)>] = &[
        Column { name: "number", on_screen: true, value: |row| json!(row.0) },
        Column { name: "words", on_screen: true, value: |row| json!(row.1) },
        Column { name: "hidden", on_screen: false, value: |_| Value::Null },
    ];

    fn printed(form: Form, rows: &[(u32, &'static str)]) -> String {
        let mut out = Vec::new();
        print(COLUMNS, rows, form, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_list_in_three_forms() {
        let rows = [(1, "a long sentence that must give way"), (22, "=1+1")];
        assert_eq!(printed(Form::Screen(24), &rows), "number  words\n1       a long sentence…\n22      =1+1\n");
        assert_eq!(printed(Form::Csv, &rows[1..]), "number,words,hidden\n22,'=1+1,\n");
        assert_eq!(printed(Form::JsonLines, &rows[1..]), "{\"number\":22,\"words\":\"=1+1\",\"hidden\":null}\n");
    }
}
