//! The program against the network that it was trained as: `models/parity.json` holds what f32 PyTorch said of own passages.

use super::*;
use crate::segment::{Abbreviations, segment};
use qantar_record::{Document, DocumentParts};
use serde::Deserialize;

#[derive(Deserialize)]
struct Passage {
    text: String,
    ids: Vec<i32>,
    shapes: Vec<i32>,
    rows: Vec<Vec<f32>>,
    head: Option<usize>,
    roles: Vec<Vec<f32>>,
}

fn passages() -> Vec<Passage> {
    serde_json::from_str(include_str!("../../../../models/parity.json")).expect("models/parity.json is sound")
}

fn with_signals(passage: &Passage, check: impl FnOnce(&Signals<'_>)) {
    let document = Document::new(DocumentParts { text: passage.text.clone(), ..DocumentParts::default() });
    let text = segment(&document, &Abbreviations::builtin().expect("the list is sound")).value;
    let encoder = Encoder::builtin().expect("the models are sound");
    check(&encoder.signals(&text));
}

#[test]
fn pieces_and_shapes_are_those_of_the_training() {
    for passage in passages() {
        with_signals(&passage, |signals| {
            assert_eq!(
                signals.pieces.iter().map(|piece| piece.id).collect::<Vec<_>>(),
                passage.ids,
                "{}",
                passage.text
            );
            let shapes: Vec<_> = signals.pieces.iter().map(|piece| piece.shape).collect();
            assert_eq!(shapes, passage.shapes, "{}", passage.text);
        });
    }
}

/// Log-odds of the heads, int8 here and f32 there. Measured on the shipped weights: see docs/decisions/0004.
#[test]
fn what_it_says_is_what_the_training_said() {
    let (mut sum, mut n, mut agree, mut pieces) = (0.0_f64, 0_usize, 0_usize, 0_usize);
    for passage in passages() {
        with_signals(&passage, |signals| {
            let columns = signals.labels(Head::Trigger).len();
            for (at, wanted) in passage.rows.iter().enumerate() {
                let row = &signals.rows[at * signals.encoder.layout.width..][..wanted.len()];
                sum += row.iter().zip(wanted).map(|(a, b)| f64::from((a - b).abs())).sum::<f64>();
                n += wanted.len();
                let best = |row: &[f32]| (0..columns).max_by(|&a, &b| row[a].total_cmp(&row[b]));
                agree += usize::from(best(row) == best(wanted));
                pieces += 1;
            }
        });
    }
    let mean = sum / n as f64;
    assert!(mean < 0.25, "the heads differ by {mean:.3} on the mean");
    assert!(agree * 100 >= pieces * 97, "triggers agree on {agree} of {pieces} pieces");
}

#[test]
fn roles_are_those_of_the_training() {
    let (mut same, mut n) = (0, 0);
    for passage in passages() {
        let Some(head) = passage.head else { continue };
        with_signals(&passage, |signals| {
            let token = signals.tokens.partition_point(|pieces| pieces.end <= head);
            let scores = &signals.roles(&[token])[0];
            for (piece, wanted) in passage.roles.iter().enumerate() {
                let token = signals.tokens.partition_point(|pieces| pieces.end <= piece);
                if signals.tokens[token].len() == 1 {
                    for role in Role::ALL {
                        let wanted = wanted[signals.encoder.layout.role(role)] > 0.0;
                        same += usize::from((scores.chance(role, token) > 0.5) == wanted);
                        n += 1;
                    }
                }
            }
        });
    }
    assert!(n > 1000 && same * 100 >= n * 97, "{same} of {n} roles agree");
}

#[test]
fn every_head_and_role_has_its_place() {
    let layout = Layout::parse(LAYOUT).expect("the layout is sound");
    for head in Head::ALL {
        assert!(!layout.columns(head).is_empty() && layout.columns(head).end <= layout.width, "{head:?}");
    }
    Role::ALL.iter().for_each(|&role| assert!(layout.role(role) < layout.roles()));
}
