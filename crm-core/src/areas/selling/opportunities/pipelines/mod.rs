//! Pipelines (销售流程): the stages through which opportunities go while they are developed (PIPE).
//!
//! A pipeline is a setup document of the kind `pipeline`: the departments that it serves, and its stages in order, each with a chance,
//! a category of the forecast, and what an opportunity must have before it gets there. Assigning puts one into a stage, moving
//! it leads on, and every stay is kept. What records refer to lies in tables of its own beside the document, so that boards,
//! moves and lists go by keys; what a stage asks for is read from the document alone, whose names others may change.

mod board;
mod board_types;
mod enter;
mod history;
mod moving;
mod object;
mod required;
mod setup;
pub(super) mod store;
mod types;

pub(super) use board::{Asked, board};
pub use board_types::*;
pub(super) use enter::{Entering, chosen, entered, kept_or_first, left};
pub(super) use history::detail;
pub(super) use moving::{may_develop, move_stage, probability};
pub(super) use object::{PIPELINE_OBJECT, STAGE_OBJECT};
pub(super) use setup::PIPELINE as SETUP;
pub use setup::{Pipeline, PipelineStage};
pub use types::*;
