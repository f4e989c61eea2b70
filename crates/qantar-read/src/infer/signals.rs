//! What the network says of a document, asked in tokens.

use super::layout::{Head, Role};
use super::pieces::Piece;
use super::{Encoder, Pairs, Windows};
use crate::text::Text;
use std::ops::Range;

/// What two vectors are compared as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thing {
    /// Triggers that may tell one happening.
    Event,
    /// Mentions that may be of one entity.
    Mention,
}

/// The network's word on a document.
pub struct Signals<'e> {
    pub(super) encoder: &'e Encoder,
    pub(super) pieces: Vec<Piece>,
    windows: Windows,
    /// One row of numbers a piece.
    pub(super) rows: Vec<f32>,
    /// The pieces of each token.
    pub(super) tokens: Vec<Range<usize>>,
}

/// How likely each token of a window stands in each role of one head.
#[derive(Clone, Debug, Default)]
pub struct RoleScores {
    /// Tokens of the window.
    pub tokens: Range<usize>,
    /// Probabilities, `tokens × roles`.
    chances: Vec<f32>,
    roles: usize,
    columns: [usize; 8],
}

impl RoleScores {
    /// The probability that a token stands in a role; 0 outside the window.
    pub fn chance(&self, role: Role, token: usize) -> f32 {
        if !self.tokens.contains(&token) {
            return 0.0;
        }
        self.chances[(token - self.tokens.start) * self.roles + self.columns[role as usize]]
    }

    /// The mean over some tokens; 0 for none.
    pub fn mean(&self, role: Role, tokens: Range<usize>) -> f32 {
        let n = tokens.len().max(1) as f32;
        tokens.map(|token| self.chance(role, token)).sum::<f32>() / n
    }
}

fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}

impl<'e> Signals<'e> {
    pub(super) fn new(
        encoder: &'e Encoder,
        text: &Text<'_>,
        pieces: Vec<Piece>,
        windows: Windows,
        rows: Vec<f32>,
    ) -> Self {
        let of = |span: qantar_record::Span| {
            let start = pieces.partition_point(|piece| piece.span.end <= span.start);
            let end = pieces.partition_point(|piece| piece.span.start < span.end);
            start..end.max(start)
        };
        let tokens = text.tokens.iter().map(|token| of(token.span)).collect();
        Signals { encoder, pieces, windows, rows, tokens }
    }

    fn row(&self, piece: usize, head: Head) -> &[f32] {
        let at = piece * self.encoder.layout.width;
        let columns = self.encoder.layout.columns(head);
        &self.rows[at + columns.start..at + columns.end]
    }

    /// What the columns of a head mean.
    pub fn labels(&self, head: Head) -> &'e [String] {
        self.encoder.layout.labels(head)
    }

    /// Probabilities of a head's labels at a token's first piece; none for a token that has no piece.
    pub fn opening(&self, head: Head, token: usize) -> Option<Vec<f32>> {
        let pieces = self.tokens.get(token)?;
        (!pieces.is_empty()).then(|| softmax(self.row(pieces.start, head)))
    }

    /// Probabilities of a head's labels, averaged over the pieces of some tokens; all 0 where there is none.
    pub fn mean(&self, head: Head, tokens: Range<usize>) -> Vec<f32> {
        let mut sums = vec![0.0; self.labels(head).len()];
        let mut n = 0;
        for piece in tokens.flat_map(|token| self.tokens[token].clone()) {
            softmax(self.row(piece, head)).iter().zip(&mut sums).for_each(|(p, sum)| *sum += p);
            n += 1;
        }
        sums.iter_mut().for_each(|sum| *sum /= n.max(1) as f32);
        sums
    }

    /// Probability of a yes-or-no head, averaged over a token's pieces; 0 for a token that has none.
    pub fn chance(&self, head: Head, token: usize) -> f32 {
        let pieces = self.tokens[token].clone();
        let n = pieces.len().max(1) as f32;
        pieces.map(|piece| sigmoid(self.row(piece, head)[0])).sum::<f32>() / n
    }

    /// Scores the tokens of its window in every role of the head that opens with each of these tokens.
    pub fn roles(&self, heads: &[usize]) -> Vec<RoleScores> {
        let mut out = vec![RoleScores::default(); heads.len()];
        for window in &self.windows {
            let inside = |&(_, token): &(usize, usize)| {
                self.tokens[token].clone().next().is_some_and(|piece| window.pieces.contains(&piece))
            };
            let here: Vec<_> = heads.iter().copied().enumerate().filter(inside).collect();
            if !here.is_empty() {
                self.roles_in(window.pieces.clone(), &here, &mut out);
            }
        }
        out
    }

    fn roles_in(&self, window: Range<usize>, heads: &[(usize, usize)], out: &mut [RoleScores]) {
        let layout = &self.encoder.layout;
        let gap = |a: usize, b: usize, most: i32| (b as i32 - a as i32).clamp(-most, most) + most;
        let firsts: Vec<usize> = heads.iter().map(|&(_, token)| self.tokens[token].start).collect();
        let vectors = |pieces: &mut dyn Iterator<Item = usize>, head: Head| {
            pieces.flat_map(|piece| self.row(piece, head).to_vec()).collect::<Vec<f32>>()
        };
        let of_pairs = |f: &dyn Fn(usize, usize) -> i32| {
            firsts.iter().flat_map(|&head| window.clone().map(move |piece| f(head, piece))).collect()
        };
        let scores = self.encoder.run_pairs(Pairs {
            heads: vectors(&mut firsts.iter().copied(), Head::Head),
            pieces: vectors(&mut window.clone(), Head::Piece),
            gaps: of_pairs(&|head, piece| gap(head, piece, layout.distance)),
            sentences: of_pairs(&|head, piece| {
                gap(self.pieces[head].sentence, self.pieces[piece].sentence, layout.sentences)
            }),
            width: layout.columns(Head::Head).len(),
        });
        // Shapes are the layout's: only a broken build comes to an error, and then no role is found.
        let Ok(scores) = scores else { return };
        let (roles, t) = (layout.roles(), window.len());
        let first = self.tokens.partition_point(|pieces| pieces.end <= window.start);
        let last = self.tokens.partition_point(|pieces| pieces.start < window.end);
        for (k, &(number, _)) in heads.iter().enumerate() {
            let mut chances = vec![0.0; (last - first) * roles];
            for token in first..last {
                let pieces = self.tokens[token].clone();
                for piece in pieces.clone() {
                    let at = (k * t + piece - window.start) * roles;
                    for role in 0..roles {
                        chances[(token - first) * roles + role] += sigmoid(scores[at + role]) / pieces.len() as f32;
                    }
                }
            }
            out[number] =
                RoleScores { tokens: first..last, chances, roles, columns: Role::ALL.map(|role| layout.role(role)) };
        }
    }

    /// How likely two stretches of tokens, the later and the earlier in the text, stand for the same thing.
    pub fn same(&self, thing: Thing, later: Range<usize>, earlier: Range<usize>) -> f32 {
        let layout = &self.encoder.layout;
        let (ours, theirs, bias) = match thing {
            Thing::Event => (Head::EventLater, Head::EventEarlier, layout.event_bias),
            Thing::Mention => (Head::MentionLater, Head::MentionEarlier, layout.mention_bias),
        };
        let (Some(a), Some(b)) = (self.vector(thing, ours, later), self.vector(thing, theirs, earlier)) else {
            return 0.0;
        };
        let dot: f32 = a.iter().zip(&b).map(|(x, y)| x * y).sum();
        sigmoid(dot / (a.len() as f32).sqrt() + bias)
    }

    /// The vector of a trigger's first piece; of a mention, the mean of its first and last.
    fn vector(&self, thing: Thing, head: Head, tokens: Range<usize>) -> Option<Vec<f32>> {
        let pieces = self.tokens.get(tokens.start)?.start..self.tokens.get(tokens.end - 1)?.end;
        let first = self.row(Some(pieces.clone()).filter(|p| !p.is_empty())?.start, head);
        let last = if thing == Thing::Event { first } else { self.row(pieces.end - 1, head) };
        Some(first.iter().zip(last).map(|(x, y)| (x + y) / 2.0).collect())
    }
}

fn softmax(logits: &[f32]) -> Vec<f32> {
    let most = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let powers: Vec<f32> = logits.iter().map(|x| (x - most).exp()).collect();
    let sum: f32 = powers.iter().sum();
    powers.into_iter().map(|x| x / sum).collect()
}
