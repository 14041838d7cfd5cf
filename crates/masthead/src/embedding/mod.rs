//! The reader's own model of what texts mean, where there is one.
//!
//! A static model in the form of model2vec (S. Tulkens and T. van Dongen, 2024): a vector for every token, whose mean is a
//! text's. The user puts one into the data folder; a program built with the feature `embeddings` reads it, and its
//! vectors count in the likeness of articles beside everything else ([`story::Incoming::embedding`]). Nothing is
//! downloaded.

#[cfg(feature = "embeddings")]
mod model;

use std::path::{Path, PathBuf};

use crate::error::{Result, bad_use};

/// Where the model stands in the data folder.
pub const FOLDER: &str = "embeddings";

/// The folder of a model in the data folder that this program cannot read, since it was built without the feature.
#[must_use]
pub fn passed_over(data: &Path) -> Option<PathBuf> {
    let folder = data.join(FOLDER);
    (cfg!(not(feature = "embeddings")) && folder.is_dir()).then_some(folder)
}

/// Gives texts their vectors; without a model, none.
#[derive(Clone, Default)]
pub struct Embedder {
    #[cfg(feature = "embeddings")]
    model: Option<std::sync::Arc<model::Model>>,
}

impl Embedder {
    /// By the model in the data folder, where there is one.
    ///
    /// # Errors
    /// Where a model stands there that cannot be used.
    pub fn in_data(data: &Path) -> Result<Self> {
        if let Some(folder) = passed_over(data) {
            tracing::warn!(
                folder = %folder.display(),
                "a model stands there, but this program was built without the feature `embeddings`: it is not used"
            );
            return Ok(Self::default());
        }
        let folder = data.join(FOLDER);
        if folder.is_dir() { Self::load(&folder) } else { Ok(Self::default()) }
    }

    /// By the model in a folder: `tokenizer.json` and `model.safetensors`.
    ///
    /// # Errors
    /// Where it cannot be read, or the program was built without the feature.
    #[cfg(feature = "embeddings")]
    pub fn load(folder: &Path) -> Result<Self> {
        let model = model::Model::load(folder).map_err(|(file, why)| {
            bad_use(format!(
                "The model's {} cannot be used: {why}. Put a model2vec model there, or take the folder away.",
                folder.join(file).display()
            ))
        })?;
        tracing::info!(tokens = model.tokens(), numbers = model.width(), "model of meaning read");
        Ok(Self { model: Some(std::sync::Arc::new(model)) })
    }

    /// By the model in a folder: `tokenizer.json` and `model.safetensors`.
    ///
    /// # Errors
    /// Where it cannot be read, or the program was built without the feature.
    #[cfg(not(feature = "embeddings"))]
    pub fn load(folder: &Path) -> Result<Self> {
        Err(bad_use(format!(
            "This program cannot read the model in {}: it was built without it. Build it with `--features embeddings`.",
            folder.display()
        )))
    }

    /// The vector of an article by its headline and how it begins; empty without a model.
    #[must_use]
    pub fn of(&self, title: &str, lead: &str) -> Vec<f32> {
        #[cfg(feature = "embeddings")]
        if let Some(model) = &self.model {
            return model.of(&format!("{title}\n{lead}"));
        }
        let _ = (title, lead);
        Vec::new()
    }
}
