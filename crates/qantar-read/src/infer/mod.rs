//! The encoder: one small transformer reads a text window by window and says of every word piece what it may be.
//!
//! [`pieces`] cuts sentences into word pieces, [`window`] packs whole sentences into windows with the title in front,
//! [`Encoder::signals`] runs the network (`models/reader.onnx`), and [`Signals`] answers the stages in tokens: how likely
//! a token opens a name, tells an event, is a word of saying. [`Signals::roles`] scores every token of a window in every
//! role of a trigger or cue (`models/pairs.onnx`). Where each head stands in a row is data, `models/layout.json`.
//!
//! What comes out are probabilities of labels; what to make of them is each stage's affair. Weights are trained in
//! `training/`; which weights, from what and how good, stands in `models/manifest.toml`.

mod gate;
mod layout;
mod pieces;
mod runs;
mod signals;
mod window;

pub use gate::Gate;
pub use layout::{Head, Role};
pub use runs::{heaviest, runs};
pub use signals::{RoleScores, Signals, Thing};

use crate::data::DataError;
use crate::text::Text;
use layout::Layout;
use pieces::{Piece, Pieces};
use rten::{Model, ModelOptions, NodeId, RunOptions, ThreadPool};
use rten_tensor::NdTensor;
use rten_tensor::prelude::*;
use std::sync::Arc;
use window::Window;

static READER: &[u8] = include_bytes!("../../../../models/reader.onnx");
static PAIRS: &[u8] = include_bytes!("../../../../models/pairs.onnx");
static TOKENIZER: &[u8] = include_bytes!("../../../../models/tokenizer.json");
static LAYOUT: &str = include_str!("../../../../models/layout.json");

/// The network, ready to run.
pub struct Encoder {
    reader: Net<4>,
    pairs: Net<4>,
    pieces: Pieces,
    layout: Layout,
}

thread_local! {
    /// One call runs on one thread; each reader has its own, so that documents are what runs side by side.
    static POOL: Arc<ThreadPool> = Arc::new(ThreadPool::with_num_threads(1));
}

impl std::fmt::Debug for Encoder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Encoder").finish_non_exhaustive()
    }
}

/// A model with its inputs in a stated order.
struct Net<const INPUTS: usize> {
    model: Model,
    inputs: [NodeId; INPUTS],
    output: NodeId,
}

impl<const INPUTS: usize> Net<INPUTS> {
    fn load(file: &'static str, bytes: &'static [u8], inputs: [&str; INPUTS]) -> Result<Self, DataError> {
        let wrong = |reason: &dyn std::fmt::Display| DataError::new(format!("models/{file}"), reason);
        // Laid out for the products once, not at every window: 11 MiB more for two thirds of the time.
        let options = ModelOptions::with_all_ops().prepack_weights(true).clone();
        let model = options.load_static_slice(bytes).map_err(|e| wrong(&e))?;
        let mut ids = Vec::with_capacity(INPUTS);
        for name in inputs {
            ids.push(model.node_id(name).map_err(|e| wrong(&e))?);
        }
        let output = model.node_id("out").map_err(|e| wrong(&e))?;
        Ok(Net { model, inputs: ids.try_into().expect("one id for each name"), output })
    }

    fn run(&self, inputs: [rten::ValueOrView<'_>; INPUTS]) -> Result<rten::Value, rten::RunError> {
        let inputs = self.inputs.iter().copied().zip(inputs).collect();
        let options = RunOptions::default().with_thread_pool(Some(POOL.with(Arc::clone)));
        self.model.run_n(inputs, [self.output], Some(options)).map(|[out]| out)
    }
}

impl Encoder {
    /// The network built into the program.
    ///
    /// # Errors
    /// When a file under `models/` cannot be used; a build that passed its tests has none such.
    pub fn builtin() -> Result<Self, DataError> {
        Ok(Encoder {
            reader: Net::load("reader.onnx", READER, ["ids", "shapes", "parts", "positions"])?,
            pairs: Net::load("pairs.onnx", PAIRS, ["heads", "pieces", "gaps", "sentences"])?,
            pieces: Pieces::parse(TOKENIZER)?,
            layout: Layout::parse(LAYOUT)?,
        })
    }

    /// What the network says of a text.
    pub fn signals<'e>(&'e self, text: &Text<'_>) -> Signals<'e> {
        let title = text.document.title().map(|title| self.pieces.title(title)).unwrap_or_default();
        let pieces = self.pieces.of_text(text);
        let windows = window::windows(&pieces);
        let width = self.layout.width;
        let mut rows = Vec::with_capacity(pieces.len() * width);
        for window in &windows {
            let row = Row::new(&title, &pieces[window.pieces.clone()]);
            match self.run(&row) {
                Ok(out) => rows.extend_from_slice(&out[row.before * width..(row.before + window.pieces.len()) * width]),
                // Shapes are the layout's and weights are built in: only a broken build comes here.
                Err(_) => rows.resize(rows.len() + window.pieces.len() * width, 0.0),
            }
        }
        Signals::new(self, text, pieces, windows, rows)
    }

    fn run(&self, row: &Row) -> Result<Vec<f32>, rten::RunError> {
        let tensor = |values: &[i32]| NdTensor::from_data([values.len()], values.to_vec()).into();
        let positions: Vec<i32> = (0..row.ids.len() as i32).collect();
        let out = self.reader.run([tensor(&row.ids), tensor(&row.shapes), tensor(&row.parts), tensor(&positions)])?;
        let out: NdTensor<f32, 2> = out.try_into().expect("the reader gives one row of numbers a piece");
        Ok(out.to_vec())
    }

    /// Scores of pieces in the roles of heads: log-odds, `heads × pieces × roles`.
    fn run_pairs(&self, scored: Pairs) -> Result<Vec<f32>, rten::RunError> {
        let Pairs { heads, pieces, gaps, sentences, width } = scored;
        let (k, t) = (heads.len() / width, pieces.len() / width);
        let matrix = |values: Vec<f32>, n: usize| NdTensor::from_data([n, width], values).into();
        let table = |values: Vec<i32>| NdTensor::from_data([k, t], values).into();
        let out = self.pairs.run([matrix(heads, k), matrix(pieces, t), table(gaps), table(sentences)])?;
        let out: NdTensor<f32, 3> =
            out.try_into().expect("the pair tagger gives a number for each head, piece and role");
        Ok(out.to_vec())
    }
}

/// What the pair tagger is asked: vectors of heads and pieces, `width` numbers each, and how far they stand apart.
struct Pairs {
    heads: Vec<f32>,
    pieces: Vec<f32>,
    gaps: Vec<i32>,
    sentences: Vec<i32>,
    width: usize,
}

/// Token ids of BERT's vocabulary that open and close a row.
const OPEN: i32 = 101;
const CLOSE: i32 = 102;
/// The shape of what is no word.
const NO_SHAPE: i32 = 6;

/// One row as the network takes it: `[CLS] title [SEP] text [SEP]`.
struct Row {
    ids: Vec<i32>,
    shapes: Vec<i32>,
    parts: Vec<i32>,
    /// So many pieces stand before the text.
    before: usize,
}

impl Row {
    fn new(title: &[Piece], pieces: &[Piece]) -> Self {
        let mut row = Row { ids: vec![OPEN], shapes: vec![NO_SHAPE], parts: vec![0], before: 0 };
        row.extend(title, 1);
        if !title.is_empty() {
            row.push(CLOSE, NO_SHAPE, 1);
        }
        row.before = row.ids.len();
        row.extend(pieces, 0);
        row.push(CLOSE, NO_SHAPE, 0);
        row
    }

    fn push(&mut self, id: i32, shape: i32, part: i32) {
        self.ids.push(id);
        self.shapes.push(shape);
        self.parts.push(part);
    }

    fn extend(&mut self, pieces: &[Piece], part: i32) {
        pieces.iter().for_each(|piece| self.push(piece.id, piece.shape, part));
    }
}

/// The windows of a document, in order.
type Windows = Vec<Window>;

#[cfg(test)]
mod tests;
