//! A CSV table, its header, and a row laid out as a text.

use qantar_record::Span;

/// What stands between cells; the one that makes the most of the header is taken.
const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];

/// A table that is open.
pub(super) struct Sheet<'t> {
    bytes: &'t [u8],
    reader: csv::Reader<&'t [u8]>,
    header: Vec<String>,
}

/// A row as a text: `column: value` in each line, for every cell that is not empty.
pub(super) struct Laid {
    pub text: String,
    /// The bytes as they stand in the table.
    pub received: Vec<u8>,
    /// Counts from 1.
    pub line: u64,
    /// What is wrong with the row as a row.
    pub complaints: Vec<String>,
    cells: Vec<LaidCell>,
}

struct LaidCell {
    column: String,
    label: Span,
    value: Span,
}

impl Laid {
    /// Where the value of a column stands; none for an empty cell and for a column that the table lacks.
    pub fn span(&self, column: &str) -> Option<Span> {
        self.cells.iter().find(|cell| cell.column == column).map(|cell| cell.value)
    }

    /// Where the name of a column stands.
    pub fn label(&self, column: &str) -> Option<Span> {
        self.cells.iter().find(|cell| cell.column == column).map(|cell| cell.label)
    }

    /// The value of a column; empty where there is none.
    pub fn value(&self, column: &str) -> &str {
        self.span(column).map_or("", |span| &self.text[span.range()])
    }

    /// Its lines, each from the name of the column to the end of the value.
    pub fn lines(&self) -> impl Iterator<Item = Span> {
        self.cells.iter().map(|cell| cell.label.cover(cell.value))
    }
}

impl<'t> Sheet<'t> {
    pub fn open(table: &'t [u8]) -> Self {
        let bytes = table.strip_prefix("\u{feff}".as_bytes()).unwrap_or(table);
        let with = |delimiter| {
            let mut reader =
                csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(bytes);
            let mut record = csv::ByteRecord::new();
            // A header that cannot be read is one without columns.
            let _ = reader.read_byte_record(&mut record);
            let header = record.iter().map(|name| String::from_utf8_lossy(name).trim().to_lowercase()).collect();
            Sheet { bytes, reader, header }
        };
        let [first, others @ ..] = DELIMITERS;
        others
            .into_iter()
            .map(with)
            .fold(with(first), |best, other| if other.header.len() > best.header.len() { other } else { best })
    }

    /// Which of these columns it has not.
    pub fn lacks(&self, columns: &[&'static str]) -> Vec<&'static str> {
        columns.iter().copied().filter(|column| !self.header.iter().any(|own| own == column)).collect()
    }

    /// The rows, in order; blank lines are none.
    pub fn rows(mut self) -> impl Iterator<Item = Laid> + 't {
        let mut record = csv::ByteRecord::new();
        std::iter::from_fn(move || {
            // Reading bytes from memory, with rows of any length allowed, does not fail.
            let more = self.reader.read_byte_record(&mut record).unwrap_or(false);
            more.then(|| self.lay(&record))
        })
    }

    fn lay(&self, record: &csv::ByteRecord) -> Laid {
        let place = record.position();
        let start = place.map_or(0, |place| place.byte() as usize);
        let end = (self.reader.position().byte() as usize).min(self.bytes.len());
        let mut laid = Laid {
            text: String::new(),
            received: self.bytes.get(start..end).unwrap_or_default().trim_ascii().to_vec(),
            line: place.map_or(0, |place| place.line()),
            complaints: Vec::new(),
            cells: Vec::new(),
        };
        if record.len() != self.header.len() {
            let (has, wants) = (record.len(), self.header.len());
            laid.complaints.push(format!("the row has {has} cells and the header {wants}; they are taken in order"));
        }
        for (at, bytes) in record.iter().enumerate() {
            let column = self.header.get(at).filter(|name| !name.is_empty());
            laid.add(column.cloned().unwrap_or_else(|| format!("column {}", at + 1)), bytes);
        }
        laid
    }
}

impl Laid {
    fn add(&mut self, column: String, bytes: &[u8]) {
        let value = String::from_utf8_lossy(bytes);
        if matches!(value, std::borrow::Cow::Owned(_)) {
            self.complaints.push(format!("column {column}: the cell is not UTF-8; what cannot be read is �"));
        }
        let value = value.trim();
        if value.is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        let label = self.push(&column);
        self.text.push_str(": ");
        let value = self.push(value);
        self.cells.push(LaidCell { column, label, value });
    }

    /// Appends a text on one line.
    fn push(&mut self, text: &str) -> Span {
        let start = self.text.len();
        self.text.extend(text.chars().map(|c| if c.is_control() { ' ' } else { c }));
        Span::new(start, self.text.len())
    }
}
