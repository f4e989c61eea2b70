//! The examples of the rules and vetoes, and what holds for any text. Cases are in `corpora/cases/time/`.

use super::lexicon::{RULE_FILES, RuleFile, VetoFile};
use super::*;
use crate::data;
use crate::segment::{Abbreviations, segment};
use jiff::civil::date;
use proptest::prelude::*;
use qantar_record::{Document, DocumentParts};
use std::sync::LazyLock;

static LEXICON: LazyLock<TimeLexicon> = LazyLock::new(|| TimeLexicon::builtin().unwrap());

/// All examples are read on this day, a Saturday.
const FILED: Option<Date> = Some(date(2022, 2, 26));

fn read(text: &str, anchor: Option<Date>) -> (Read<Vec<Timex>>, Vec<usize>) {
    let document = Document::new(DocumentParts { text: text.into(), ..Default::default() });
    let text = segment(&document, &Abbreviations::builtin().unwrap()).value;
    let borders = text.tokens.iter().flat_map(|token| [token.span.start, token.span.end]).collect();
    (times(&text, anchor, &LEXICON), borders)
}

/// `words => days; words => days`, with the rule that found each.
fn found(text: &str, anchor: Option<Date>) -> Vec<(String, String)> {
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let days = |interval: Interval| match interval.from == interval.to {
        true => day(interval.from),
        false => format!("{}..{}", day(interval.from), day(interval.to)),
    };
    let timexes = read(text, anchor).0.value;
    timexes.into_iter().map(|t| (format!("{} => {}", &text[t.span.range()], days(t.interval)), t.by.rule)).collect()
}

/// `words => value; words => value` in TimeML, with the rule that found each.
fn typed(text: &str) -> Vec<(String, String)> {
    let document = Document::new(DocumentParts { text: text.into(), ..Default::default() });
    let cut = segment(&document, &Abbreviations::builtin().unwrap()).value;
    let found = expressions(&cut, FILED, &LEXICON);
    found.into_iter().map(|e| (format!("{} => {}", &text[e.span.range()], e.value), e.rule)).collect()
}

#[test]
fn every_rule_finds_its_example() {
    let mut wrong = Vec::new();
    let files = RULE_FILES.iter().map(|file| data::toml::<RuleFile>(&format!("time/{file}")).unwrap());
    for rule in files.flat_map(|file| file.rule) {
        let (text, gives) = (&rule.example, &rule.gives);
        let found = if rule.is_recorded() { found(text, FILED) } else { typed(text) };
        let told: Vec<&str> = found.iter().map(|(words, _)| words.as_str()).collect();
        if told.join("; ") != *gives || (rule.is_time() && !found.iter().any(|(_, by)| *by == rule.name)) {
            wrong.push(format!("{}: {text}\n  wanted {gives}\n  found  {found:?}", rule.name));
        }
    }
    assert!(wrong.is_empty(), "{} rules went wrong\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_veto_stops_its_example() {
    let wrong: Vec<String> = data::toml::<VetoFile>("time/vetoes.toml")
        .unwrap()
        .veto
        .iter()
        .filter(|veto| !found(&veto.example, FILED).is_empty() || veto.why.is_empty())
        .map(|veto| format!("{}: {:?}", veto.name, found(&veto.example, FILED)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_two_rules_share_a_name() {
    let mut names: Vec<&str> = LEXICON.rules.iter().map(|rule| rule.name.as_str()).collect();
    names.sort_unstable();
    assert!(names.windows(2).all(|pair| pair[0] != pair[1]));
}

#[test]
fn without_an_anchor_relative_ones_are_left_open() {
    let (read, _) =
        read("On Monday they met. On 8 February 2022 they fought, and the next day fled. He left in May.", None);
    let open: Vec<bool> = read.value.iter().map(|timex| timex.interval.from.is_none()).collect();
    assert_eq!(open, [true, false, false, true]);
    assert_eq!(read.problems.len(), 1);
    assert!(super::tests::read("They fought on 8 February 2022.", None).0.problems.is_empty());
}

#[test]
fn odd_numbers_are_no_days() {
    for text in ["They met on 31 February 2022.", "In the year 0 and in the year 20000.", "In 30 February."] {
        assert_eq!(found(text, FILED), [], "{text}");
    }
    assert_eq!(found("It was 99 February 2022.", FILED)[0].0, "February 2022 => 2022-02-01..2022-02-28");
}

/// Text that is dense in words of time.
fn dense() -> impl Strategy<Value = String> {
    let mut words: Vec<String> = LEXICON.words.keys().cloned().collect();
    words.sort();
    let numbers =
        ["8", "31", "99", "0", "2022", "20000", "1990s", "19th", "7:45", "10am", "999", "1,500", "a", "\"", ".", ","];
    words.extend(numbers.map(str::to_owned));
    words.extend(["May", "January", "February", "Sunday", "will", "said"].map(str::to_owned));
    prop::collection::vec(prop::sample::select(words), 0..40).prop_map(|words| words.join(" "))
}

fn anchors() -> impl Strategy<Value = Option<Date>> {
    prop::option::of((-9999i16..=9999, 1i8..=12, 1i8..=28).prop_map(|(year, month, day)| date(year, month, day)))
}

fn holds(text: &str, anchor: Option<Date>) {
    let (first, borders) = read(text, anchor);
    let on_border = |at: usize| borders.contains(&at);
    assert!(first.value.iter().all(|t| on_border(t.span.start) && on_border(t.span.end) && !t.span.is_empty()));
    assert!(first.value.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start));
    assert!(first.value.iter().all(|t| t.interval.from <= t.interval.to));
    assert_eq!(first, read(text, anchor).0);
    let document = Document::new(DocumentParts { text: text.into(), ..Default::default() });
    let cut = segment(&document, &Abbreviations::builtin().unwrap()).value;
    let all = expressions(&cut, anchor, &LEXICON);
    assert!(all.iter().all(|e| on_border(e.span.start) && on_border(e.span.end) && !e.span.is_empty()));
    assert!(all.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start));
    assert!(first.value.iter().all(|t| all.iter().any(|e| e.span.start >= t.span.start && e.span.end <= t.span.end)));
}

proptest! {
    #[test]
    fn any_text_is_read(text in "\\PC{0,200}", anchor in anchors()) {
        holds(&text, anchor);
    }

    #[test]
    fn no_rule_fires_inside_a_word(
        word in prop::sample::select(vec!["May", "Monday", "am", "today", "week", "2022", "1990s", "Easter", "noon"]),
        before in "[a-z]{1,3}",
        after in "[a-z]{1,3}",
    ) {
        let text = format!("They saw {before}{word}{after} and {before}{word} there.");
        prop_assert!(found(&text, FILED).is_empty(), "{}", text);
    }

    #[test]
    fn any_heap_of_time_words_is_read(text in dense(), anchor in anchors()) {
        holds(&text, anchor);
    }
}
