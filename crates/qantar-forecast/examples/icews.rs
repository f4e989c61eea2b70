//! The exam on ICEWS14: the recurrency baseline, which proves the scorer, and the explained ranking.
//!
//! `cargo run --release -p qantar-forecast --example icews -- FOLDER [valid|test]`, where FOLDER holds `train.txt`, `valid.txt`,
//! `test.txt` in the form of RE-GCN. Weights are fitted on training days, choices were made on validation days (the default).

use qantar_forecast::rank::recurrency::{Recurrency, Settings};
use qantar_forecast::rank::{Act, Fitting, History, Lessons, Question, Ranker, questions, rank_among};
use std::path::Path;
use std::time::Instant;

const PARTIES: usize = 7128;
const KINDS: usize = 230;

/// Days of training that weights are fitted on.
const LESSON_DAYS: i32 = 60;

fn main() {
    let folder = std::env::args().nth(1).unwrap_or_else(|| "../shared/data/forecast/icews14".into());
    let test = std::env::args().nth(2).is_some_and(|span| span == "test");
    let folder = Path::new(&folder);
    if !folder.join("train.txt").exists() {
        println!("skipped: no ICEWS14 at {}", folder.display());
        return;
    }
    let [train, valid, tested] = ["train", "valid", "test"].map(|span| read(&folder.join(format!("{span}.txt"))));
    let (before, asked) = match test {
        true => ([train.clone(), valid].concat(), tested),
        false => (train.clone(), valid),
    };
    println!("{} acts before, {} asked, both ways", before.len(), asked.len());
    baseline(&before, &asked, false);
    baseline(&before, &asked, true);
    single(&train, &before, &asked);
    multi(&train, &before, &asked);
}

fn read(path: &Path) -> Vec<Act> {
    let text = std::fs::read_to_string(path).expect("the file can be read");
    let act = |line: &str| {
        let cells: Vec<u32> = line.split('\t').take(4).map(|cell| cell.parse().expect("a number")).collect();
        Act { day: (cells[3] / 24) as i32, actor: cells[0], kind: cells[1], target: cells[2] }
    };
    text.lines().map(act).collect()
}

fn days(acts: &[Act]) -> impl Iterator<Item = &[Act]> {
    acts.chunk_by(|a, b| a.day == b.day)
}

fn baseline(before: &[Act], asked: &[Act], multi: bool) {
    let start = Instant::now();
    let history = History::new(0, KINDS);
    let mut memory = Recurrency::default();
    let both = |memory: &mut Recurrency, acts: &[Act]| {
        for act in acts {
            memory.add(act.day, act.actor, act.kind, act.target);
            memory.add(act.day, act.target, history.turned(act.kind), act.actor);
        }
    };
    both(&mut memory, before);
    let mut scores = vec![0.0; PARTIES];
    let mut ranks = Vec::new();
    for day in days(asked) {
        for question in questions(day, &history) {
            memory.scores(question.day, question.one, question.kind, Settings::default(), &mut scores);
            ranks.extend(among_all(&scores, &question));
        }
        if !multi {
            both(&mut memory, day);
        }
    }
    report(if multi { "recurrency baseline, multi-step" } else { "recurrency baseline, single step" }, &ranks, start);
}

fn among_all(scores: &[f64], question: &Question) -> Vec<f64> {
    let wrong = |party: usize| !question.answers.contains(&(party as u32));
    let others: Vec<f64> =
        scores.iter().enumerate().filter(|(party, _)| wrong(*party)).map(|(_, score)| *score).collect();
    question.answers.iter().map(|&answer| rank_among(scores[answer as usize], others.iter().copied())).collect()
}

fn single(train: &[Act], before: &[Act], asked: &[Act]) {
    let start = Instant::now();
    let fitting = Fitting::default();
    let last = train.last().expect("acts").day;
    let mut history = History::new(PARTIES, KINDS);
    let mut lessons = Lessons::default();
    for day in days(before) {
        if day[0].day <= last && day[0].day > last - LESSON_DAYS {
            lessons.add(&mut history, &questions(day, &History::new(0, KINDS)), fitting);
        }
        history.add(day[0].day, day);
    }
    println!("{} lessons in {:.1} s", lessons.len(), start.elapsed().as_secs_f64());
    let ranker = Ranker::fit(&lessons, fitting);
    println!("fitted after {:.1} s", start.elapsed().as_secs_f64());
    let mut ranks = Vec::new();
    for day in days(asked) {
        ranks.extend(ranker.ranks(&mut history, &questions(day, &History::new(0, KINDS))));
        history.add(day[0].day, day);
    }
    report("explained ranking, single step", &ranks, start);
}

/// The history ends where the questions begin; lessons are asked the same way, from two earlier ends.
fn multi(train: &[Act], before: &[Act], asked: &[Act]) {
    let start = Instant::now();
    let fitting = Fitting::default();
    let last = train.last().expect("acts").day;
    let mut lessons = Lessons::default();
    for end in [last - 30, last - 61] {
        let (known, next): (Vec<Act>, Vec<Act>) = train.iter().partition(|act| act.day <= end);
        let mut history = told(&known);
        let next: Vec<Act> = next.into_iter().filter(|act| act.day <= end + 30).collect();
        lessons.add(&mut history, &questions(&next, &History::new(0, KINDS)), fitting);
    }
    let ranker = Ranker::fit(&lessons, fitting);
    println!("fitted after {:.1} s", start.elapsed().as_secs_f64());
    let mut history = told(before);
    report(
        "explained ranking, multi-step",
        &ranker.ranks(&mut history, &questions(asked, &History::new(0, KINDS))),
        start,
    );
}

fn told(acts: &[Act]) -> History {
    let mut history = History::new(PARTIES, KINDS);
    days(acts).for_each(|day| history.add(day[0].day, day));
    history
}

fn report(name: &str, ranks: &[f64], start: Instant) {
    let mean =
        |value: &dyn Fn(f64) -> f64| 100.0 * ranks.iter().map(|&rank| value(rank)).sum::<f64>() / ranks.len() as f64;
    let hits = |most: f64| mean(&|rank| f64::from(u8::from(rank <= most)));
    println!(
        "{name}: MRR {:.2}, Hits@1 {:.2}, @3 {:.2}, @10 {:.2}; n {}; {:.1} s",
        mean(&|rank| 1.0 / rank),
        hits(1.0),
        hits(3.0),
        hits(10.0),
        ranks.len(),
        start.elapsed().as_secs_f64()
    );
}
