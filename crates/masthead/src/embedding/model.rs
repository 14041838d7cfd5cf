//! A static model: its tokens' vectors, and the mean of them.

use std::path::Path;

use safetensors::{Dtype, SafeTensors, tensor::TensorView};
use tokenizers::Tokenizer;

/// Tokens of a text that count.
const TOKENS: usize = 512;

/// What is wrong with which file of a model.
type Wrong = (&'static str, String);

/// A model as read. (Made of the tokenizer's and the tensors' libraries: the one for these models stops the program
/// where a text cannot be cut into tokens or a token has no row.)
pub(super) struct Model {
    tokenizer: Tokenizer,
    /// The token that stands for what the model does not know: it counts nothing.
    unknown: Option<u32>,
    /// The vectors, one after the other, as they stand in the file.
    rows: Vec<u8>,
    kind: Dtype,
    width: usize,
    /// What each token counts; empty where all count the same.
    weights: Vec<f32>,
    /// The row of each token; empty where it is its number.
    row_of: Vec<usize>,
}

impl Model {
    pub(super) fn load(folder: &Path) -> Result<Self, Wrong> {
        const TOKENIZER: &str = "tokenizer.json";
        const TENSORS: &str = "model.safetensors";
        let read = |file: &'static str| std::fs::read(folder.join(file)).map_err(|e| (file, e.to_string()));
        let bytes = read(TOKENIZER)?;
        let tokenizer = Tokenizer::from_bytes(&bytes).map_err(|e| (TOKENIZER, e.to_string()))?;
        let told: serde_json::Value =
            serde_json::from_slice(&bytes).map_err(|e| (TOKENIZER, e.to_string()))?;
        let unknown = told["model"]["unk_token"].as_str().and_then(|token| tokenizer.token_to_id(token));
        let unknown =
            unknown.or_else(|| told["model"]["unk_id"].as_u64().and_then(|id| u32::try_from(id).ok()));

        let bytes = read(TENSORS)?;
        let wrong = |why: String| (TENSORS, why);
        let tensors = SafeTensors::deserialize(&bytes).map_err(|e| wrong(e.to_string()))?;
        let names = ["embeddings", "embedding.weight", "0"];
        let table = names.iter().find_map(|name| tensors.tensor(name).ok());
        let table = table.ok_or_else(|| wrong("it has no tensor “embeddings”".to_owned()))?;
        let &[_, width] = table.shape() else { return Err(wrong("“embeddings” is no table".to_owned())) };
        if width == 0 || size(table.dtype()).is_none() {
            return Err(wrong(format!("numbers of the kind {:?} are not known", table.dtype())));
        }
        let weights = tensors.tensor("weights").map_or_else(|_| Ok(Vec::new()), |t| floats(&t));
        let row_of = tensors.tensor("mapping").map_or_else(|_| Ok(Vec::new()), |t| places(&t));
        Ok(Self {
            tokenizer,
            unknown,
            kind: table.dtype(),
            width,
            weights: weights.map_err(wrong)?,
            row_of: row_of.map_err(wrong)?,
            rows: table.data().to_vec(),
        })
    }

    pub(super) fn tokens(&self) -> usize {
        self.tokenizer.get_vocab_size(true)
    }

    pub(super) fn width(&self) -> usize {
        self.width
    }

    /// The sum over the tokens of a text, which points where their mean does; empty where none is known.
    pub(super) fn of(&self, text: &str) -> Vec<f32> {
        let tokens = match self.tokenizer.encode_fast(text, false) {
            Ok(tokens) => tokens,
            Err(error) => {
                tracing::debug!(%error, "a text could not be cut into tokens");
                return Vec::new();
            }
        };
        let mut sum = vec![0.0; self.width];
        for id in tokens.get_ids().iter().take(TOKENS).filter(|id| Some(**id) != self.unknown) {
            self.add(*id, &mut sum);
        }
        sum
    }

    /// Adds a token's vector; one that has no row adds nothing.
    fn add(&self, token: u32, sum: &mut [f32]) {
        let token = usize::try_from(token).unwrap_or(usize::MAX);
        let row = self.row_of.get(token).copied().unwrap_or(token);
        let weight = self.weights.get(token).copied().unwrap_or(1.0);
        let long = self.width.saturating_mul(size(self.kind).unwrap_or(1));
        let from = row.saturating_mul(long);
        let Some(bytes) = self.rows.get(from..from.saturating_add(long)) else { return };
        for (slot, v) in sum.iter_mut().zip(numbers(self.kind, bytes)) {
            *slot += weight * v;
        }
    }
}

/// Bytes of a number, where the kind is known.
fn size(kind: Dtype) -> Option<usize> {
    match kind {
        Dtype::I8 => Some(1),
        Dtype::F16 => Some(2),
        Dtype::F32 => Some(4),
        Dtype::F64 => Some(8),
        _ => None,
    }
}

/// The numbers that some bytes hold.
fn numbers(kind: Dtype, bytes: &[u8]) -> impl Iterator<Item = f32> + '_ {
    bytes.chunks_exact(size(kind).unwrap_or(1)).map(move |b| match *b {
        [a] => f32::from(i8::from_le_bytes([a])),
        [a, b] => half::f16::from_le_bytes([a, b]).to_f32(),
        [a, b, c, d] => f32::from_le_bytes([a, b, c, d]),
        [a, b, c, d, e, f, g, h] => half_of(f64::from_le_bytes([a, b, c, d, e, f, g, h])),
        _ => 0.0,
    })
}

/// A number in half its room.
#[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "vectors need no more")]
fn half_of(x: f64) -> f32 {
    x as f32
}

fn floats(tensor: &TensorView<'_>) -> Result<Vec<f32>, String> {
    let kind = tensor.dtype();
    size(kind).ok_or_else(|| format!("weights of the kind {kind:?} are not known"))?;
    Ok(numbers(kind, tensor.data()).collect())
}

fn places(tensor: &TensorView<'_>) -> Result<Vec<usize>, String> {
    let data = tensor.data();
    let place = |n: i64| usize::try_from(n).unwrap_or(usize::MAX);
    match tensor.dtype() {
        Dtype::I64 => Ok(data.as_chunks::<8>().0.iter().map(|b| place(i64::from_le_bytes(*b))).collect()),
        Dtype::I32 => {
            Ok(data.as_chunks::<4>().0.iter().map(|b| place(i32::from_le_bytes(*b).into())).collect())
        }
        kind => Err(format!("a mapping of the kind {kind:?} is not known")),
    }
}
