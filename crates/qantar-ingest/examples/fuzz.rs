//! Changes small files at random and takes them in, without a nightly compiler: nothing may panic, take over two seconds
//! of a processor, or hold over 200 MB.
//!
//! `cargo run --release -p qantar-ingest --example fuzz -- TARGET SECONDS [OUT [SEED]]`: begins with the files in
//! `fuzz/seeds/TARGET` and runs for so many seconds of processor time. What fails is kept in OUT
//! (`fuzz/artifacts/TARGET`). SEED (1) begins the numbers of chance: the same one makes the same inputs, so that runs add up only
//! with another seed each (`eval/fuzz.py`). An input that gives lines of a new shape is changed further.
//! With a file in the place of SECONDS, that file alone is taken in, and what fails is told as it fails.

use std::collections::HashSet;
use std::error::Error;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

#[path = "../../../fuzz/fuzz_targets/ingest.rs"]
mod ingest;

/// Each target, the name its files go by, and words that its files are made of.
const TARGETS: [(&str, &str, &[&str]); 9] = [
    (
        "html",
        "a.html",
        &["<div>", "</p>", "<table>", "<svg>", "<script>", "<template>", "&#x", "<!--", "<article>", "<p>"],
    ),
    ("mhtml", "a.mhtml", &["--b", "\r\n\r\n", "Content-Type: text/html", "=3D", "=\r\n", "base64", "charset=utf-16"]),
    (
        "feed",
        "a.xml",
        &["<item>", "</item>", "<![CDATA[", "]]>", "<!ENTITY a \"b\">", "&a;", "<entry>", "xmlns:x='", "&#0;"],
    ),
    (
        "warc",
        "a.warc",
        &["WARC/1.0\r\n", "\r\n\r\n", "Content-Length: ", "HTTP/1.1 200 OK\r\n", "chunked", "gzip", "br", "99999999"],
    ),
    (
        "wacz",
        "a.wacz",
        &[
            "PK\u{1}\u{2}",
            "PK\u{3}\u{4}",
            "PK\u{5}\u{6}",
            "PK\u{6}\u{6}",
            "PK\u{6}\u{7}",
            "PK\u{7}\u{8}",
            "\u{1}\0\u{8}\0",
        ],
    ),
    ("csv", "a.csv", &["\"", "\"\"", ",", ";", "\t", "\r\n", "text", "\u{feff}", "|"]),
    (
        "pdf",
        "a.pdf",
        &[
            "<<",
            ">>",
            "[",
            "obj",
            "stream",
            "endstream",
            " 0 R",
            "/Parent",
            "/Do",
            "Tj",
            "(",
            "/Filter/FlateDecode",
            "BT",
        ],
    ),
    (
        "eml",
        "a.eml",
        &["--b", "\r\n\r\n", "multipart/mixed; boundary=b", "message/rfc822", "=?utf-8?b?", "?=", "filename=a.zip"],
    ),
    ("encodings", "a.txt", &["\u{feff}", "\u{fffd}", "\u{1b}$B", "\0", "+AGE-"]),
];

/// Longer inputs are not made.
const LONGEST: usize = 1 << 16;
const SLOW: Duration = Duration::from_secs(2);
const MOST_MEMORY_KB: u64 = 200 << 10;
/// Inputs that are changed further.
const MOST_KEPT: usize = 2_000;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [target, seconds, ..] = &arguments[..] else { return Err("give TARGET SECONDS [OUT [SEED]]".into()) };
    let (_, name, words) = TARGETS.iter().find(|(known, _, _)| known == target).ok_or("no such target")?;
    if Path::new(seconds).is_file() {
        println!("{:#?}", ingest::check(name, &fs::read(seconds)?));
        return Ok(());
    }
    let seconds = seconds.parse::<u64>()?;
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz");
    let out = arguments.get(2).map_or(root.join("artifacts").join(target), PathBuf::from);
    let seed = arguments.get(3).map_or(Ok(1), |seed| seed.parse::<u64>())?.max(1);
    fs::create_dir_all(&out)?;
    let mut corpus: Vec<Vec<u8>> = Vec::new();
    let mut paths: Vec<_> =
        fs::read_dir(root.join("seeds").join(target))?.filter_map(Result::ok).map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        corpus.push(fs::read(path)?);
    }
    std::panic::set_hook(Box::new(|_| {}));
    let chance = Chance(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let mut hunt = Hunt { name, words, chance, shapes: HashSet::new(), out, failures: 0, most: 0 };
    for input in corpus.clone() {
        hunt.attempt(&input)?;
    }
    let (began, mut inputs) = (Instant::now(), 0u64);
    let limit = Duration::from_secs(seconds);
    while cpu_time().unwrap_or_else(|| began.elapsed()) < limit {
        let input = hunt.changed(&corpus);
        inputs += 1;
        if hunt.attempt(&input)? {
            if corpus.len() < MOST_KEPT {
                corpus.push(input);
            } else {
                let at = hunt.chance.below(corpus.len());
                corpus[at] = input;
            }
        }
        if inputs.is_multiple_of(10_000) {
            hunt.report(inputs, corpus.len());
        }
    }
    hunt.report(inputs, corpus.len());
    if hunt.failures > 0 { Err(format!("{} failures", hunt.failures).into()) } else { Ok(()) }
}

struct Hunt<'a> {
    name: &'a str,
    words: &'a [&'a str],
    chance: Chance,
    /// The shapes of what arrived so far.
    shapes: HashSet<u64>,
    out: PathBuf,
    failures: usize,
    /// The most memory that one input took, in KB.
    most: u64,
}

impl Hunt<'_> {
    fn report(&self, inputs: u64, corpus: usize) {
        let seconds = cpu_time().unwrap_or_default().as_secs_f64();
        println!(
            "{}: {inputs} inputs, {seconds:.0} s of processor time, {corpus} kept, {} failures, {} KB more at most",
            self.name, self.failures, self.most
        );
    }

    /// Takes one input in; whether it gave lines of a new shape.
    fn attempt(&mut self, input: &[u8]) -> Result<bool, Box<dyn Error>> {
        // An overflow of the stack ends the program: then this is the input that did it.
        fs::write(self.out.join("current"), input)?;
        forget_peak();
        let (memory, began) = (peak_kb(), cpu_time());
        let shape = catch_unwind(AssertUnwindSafe(|| ingest::check(self.name, input)));
        let took = cpu_time().zip(began).map_or(Duration::ZERO, |(ended, began)| ended.saturating_sub(began));
        let grown = peak_kb().saturating_sub(memory);
        self.most = self.most.max(grown);
        let failure = match &shape {
            Err(_) => Some("panic"),
            Ok(_) if took > SLOW => Some("slow"),
            Ok(_) if grown > MOST_MEMORY_KB => Some("memory"),
            Ok(_) => None,
        };
        if let Some(failure) = failure {
            self.failures += 1;
            let mut hasher = DefaultHasher::new();
            input.hash(&mut hasher);
            let path = self.out.join(format!("{failure}-{:016x}", hasher.finish()));
            fs::write(&path, input)?;
            println!("{failure}: {} ({took:?}, {grown} KB more)", path.display());
        }
        let Ok(lines) = shape else { return Ok(false) };
        let mut hasher = DefaultHasher::new();
        for line in lines {
            line.chars().filter(|c| c.is_ascii_alphabetic() || *c == ' ').for_each(|c| c.hash(&mut hasher));
        }
        Ok(self.shapes.insert(hasher.finish()))
    }

    /// A changed copy of one of the inputs.
    fn changed(&mut self, corpus: &[Vec<u8>]) -> Vec<u8> {
        let mut bytes = corpus[self.chance.below(corpus.len())].clone();
        for _ in 0..=self.chance.below(6) {
            self.change(&mut bytes, corpus);
        }
        bytes.truncate(LONGEST);
        bytes
    }

    fn change(&mut self, bytes: &mut Vec<u8>, corpus: &[Vec<u8>]) {
        let at = self.chance.below(bytes.len() + 1);
        let end = (at + 1 + self.chance.below(64)).min(bytes.len()).max(at);
        match self.chance.below(9) {
            0 if at < bytes.len() => bytes[at] ^= 1 << self.chance.below(8),
            1 if at < bytes.len() => bytes[at] = [0, 1, 0x7f, 0x80, 0xff, b'"', b'<', b'\n'][self.chance.below(8)],
            2 => drop(bytes.drain(at..end)),
            3 => {
                let piece = bytes[at..end].repeat(1 + self.chance.below(20));
                bytes.splice(at..at, piece);
            }
            4 => {
                let word = self.words[self.chance.below(self.words.len())].as_bytes().to_vec();
                bytes.splice(at..at, word);
            }
            5 => {
                let other = &corpus[self.chance.below(corpus.len())];
                let from = self.chance.below(other.len() + 1);
                let to = (from + self.chance.below(512)).min(other.len());
                bytes.splice(at..end, other[from..to].iter().copied());
            }
            6 => {
                // A number written in digits becomes another.
                let digits = |byte: &u8| byte.is_ascii_digit();
                if let Some(from) = bytes[at..].iter().position(digits).map(|step| at + step) {
                    let to = from + bytes[from..].iter().take_while(|byte| digits(byte)).count();
                    let number = [0, 1, 2, 9, 255, 65_536, 4_294_967_295, u64::MAX][self.chance.below(8)];
                    bytes.splice(from..to, number.to_string().into_bytes());
                }
            }
            7 => bytes.truncate(at.max(1)),
            _ => {
                let word = self.words[self.chance.below(self.words.len())].repeat(1 + self.chance.below(300));
                bytes.splice(at..at, word.into_bytes());
            }
        }
    }
}

/// Numbers as if by chance: xorshift64*, the same on every run that begins alike; never begun with 0, which gives nothing else.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        number as usize % bound.max(1)
    }
}

/// The processor time of this thread, where the system tells: other programs do not count.
fn cpu_time() -> Option<Duration> {
    let told = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    told.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}

/// Lets the peak of resident memory begin anew, where the system can: else an input that takes no more than one before is not
/// seen. What is held for the hunt itself, up to 130 MB of inputs, is no part of it.
fn forget_peak() {
    let _ = fs::write("/proc/self/clear_refs", "5");
}

/// The peak of resident memory in KB; 0 where the system does not tell.
fn peak_kb() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    peak.and_then(|peak| peak.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0)
}
