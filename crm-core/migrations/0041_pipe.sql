-- Pipelines (PIPE): what of their setup documents records refer to. A stage that a document leaves out stays for its history, disabled.
CREATE TABLE pipelines (
    id INTEGER PRIMARY KEY REFERENCES setup_documents (id),
    uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL
) STRICT;

-- Whom a pipeline serves, with the departments below; everybody, where there is none.
CREATE TABLE pipeline_departments (
    pipeline INTEGER NOT NULL REFERENCES pipelines (id) ON DELETE CASCADE,
    department INTEGER NOT NULL REFERENCES departments (id) ON DELETE CASCADE,
    PRIMARY KEY (pipeline, department)
) STRICT, WITHOUT ROWID;
CREATE INDEX pipeline_departments_department ON pipeline_departments (department);

CREATE TABLE pipeline_stages (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    pipeline INTEGER NOT NULL REFERENCES pipelines (id),
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    probability INTEGER NOT NULL CHECK (probability BETWEEN 0 AND 100),
    forecast_category TEXT NOT NULL CHECK (forecast_category IN ('commit', 'best_case', 'pipeline', 'omitted')),
    max_days INTEGER,
    enabled INTEGER NOT NULL CHECK (enabled IN (0, 1))
) STRICT;
CREATE INDEX pipeline_stages_pipeline ON pipeline_stages (pipeline, position, id);

-- Where an opportunity stands; a closed one where it stood. The department is its assignee's, at the last assignment.
ALTER TABLE opportunities ADD COLUMN pipeline INTEGER REFERENCES pipelines (id);
ALTER TABLE opportunities ADD COLUMN stage INTEGER REFERENCES pipeline_stages (id);
ALTER TABLE opportunities ADD COLUMN stage_since INTEGER;
ALTER TABLE opportunities ADD COLUMN department INTEGER REFERENCES departments (id) ON DELETE SET NULL;
CREATE INDEX opportunities_pipeline ON opportunities (pipeline, created_at) WHERE pipeline IS NOT NULL;
CREATE INDEX opportunities_stage ON opportunities (stage, created_at) WHERE stage IS NOT NULL;
CREATE INDEX opportunities_department ON opportunities (department, created_at) WHERE department IS NOT NULL;

-- Every stay of an opportunity in a stage; the present one has no end. `ended` says how one did.
CREATE TABLE stage_stays (
    id INTEGER PRIMARY KEY,
    opportunity INTEGER NOT NULL REFERENCES opportunities (id),
    stage INTEGER NOT NULL REFERENCES pipeline_stages (id),
    came_from INTEGER REFERENCES pipeline_stages (id),
    entered_at INTEGER NOT NULL,
    entered_by INTEGER REFERENCES users (id),
    left_at INTEGER,
    ended TEXT CHECK (ended IN ('moved', 'won', 'lost', 'released')),
    CHECK ((left_at IS NULL) = (ended IS NULL))
) STRICT;
CREATE INDEX stage_stays_opportunity ON stage_stays (opportunity, id);
CREATE INDEX stage_stays_stage ON stage_stays (stage, entered_at);
CREATE INDEX stage_stays_came_from ON stage_stays (came_from) WHERE came_from IS NOT NULL;

-- The board: the columns of a pipeline in the order of their cards, with what is summed.
CREATE INDEX opportunities_board ON opportunities (pipeline, stage, COALESCE(expected_close, '~'), created_at, id, amount, amount_currency, success_probability)
    WHERE status = 'assigned';
CREATE INDEX opportunities_board_closed ON opportunities (pipeline, status, closed_at, amount, amount_currency, success_probability) WHERE closed_at IS NOT NULL;
