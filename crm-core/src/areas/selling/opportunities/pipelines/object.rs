//! Pipelines and their stages, as filter trees and expressions know them on the way from opportunities: `stage.name`.

use crate::engine::objects::shape::{Field, Object};

pub(in super::super) static PIPELINE_OBJECT: Object =
    Object::typed("pipeline", "pipelines", None, "name", PIPELINE_FIELDS).on_the_way();

static PIPELINE_FIELDS: &[Field] = &[Field::id(), Field::searched("name", "name", "name_folded").never_empty().told()];

pub(in super::super) static STAGE_OBJECT: Object =
    Object::typed("stage", "pipeline_stages", None, "name", STAGE_FIELDS).on_the_way();

static STAGE_FIELDS: &[Field] = &[
    Field::id(),
    Field::searched("name", "name", "name_folded").never_empty().told(),
    Field::reference("pipeline", "pipeline", "pipeline").never_empty().indexed().told(),
    Field::integer("probability", "probability").never_empty().told(),
    Field::choice("forecast_category", "forecast_category", &["commit", "best_case", "pipeline", "omitted"])
        .never_empty()
        .told(),
];
