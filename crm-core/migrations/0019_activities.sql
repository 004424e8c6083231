-- Activities (ACT): tasks, calls, meetings, mails, visits. When one is stands in one of four forms: due on a day or at an instant,
-- from an instant to another, from a day to another. From it follow `begins_at` and `until_at`, the instants it lies between;
-- `overdue_at`, from which on it is overdue while it is planned; `stage`, 0 while it is planned and 1 behind that; and `turn`, which
-- within a stage has planned ones in the order of their time and all others in the opposite one. `department` is its assignee's.
CREATE TABLE activities (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    version INTEGER NOT NULL DEFAULT 1,
    number INTEGER NOT NULL UNIQUE,
    kind INTEGER NOT NULL REFERENCES dictionary_entries (id),
    subject TEXT NOT NULL,
    subject_folded TEXT NOT NULL,
    details TEXT,
    place TEXT,
    priority TEXT NOT NULL CHECK (priority IN ('low', 'normal', 'high', 'urgent')),
    status TEXT NOT NULL CHECK (status IN ('planned', 'done', 'cancelled')),
    due_on TEXT,
    due_at INTEGER,
    starts_at INTEGER,
    ends_at INTEGER,
    starts_on TEXT,
    ends_on TEXT,
    time_zone TEXT NOT NULL,
    assignee INTEGER NOT NULL REFERENCES users (id),
    giver INTEGER REFERENCES users (id),
    creator INTEGER REFERENCES users (id),
    created_at INTEGER NOT NULL,
    personal INTEGER NOT NULL CHECK (personal IN (0, 1)),
    done_at INTEGER,
    done_by INTEGER REFERENCES users (id),
    result TEXT,
    reason TEXT,
    remark TEXT,
    department INTEGER REFERENCES departments (id),
    begins_at INTEGER NOT NULL,
    until_at INTEGER NOT NULL,
    overdue_at INTEGER,
    stage INTEGER NOT NULL CHECK (stage BETWEEN 0 AND 1),
    turn INTEGER NOT NULL
) STRICT;
CREATE INDEX activities_kind ON activities (kind);
CREATE INDEX activities_assignee ON activities (assignee, stage, turn, id);
CREATE INDEX activities_department ON activities (department, stage, turn, id);
-- By their last day planned ones are overdue, from an instant that goes with the zone of their assignee.
CREATE INDEX activities_last_day ON activities (assignee, COALESCE(due_on, ends_on)) WHERE stage = 0;

-- The records that they hang on, in the order in which they are named: `home` is the table of the record, `record` its public id.
-- The main one is number 0; where it is gone, no other takes its place.
CREATE TABLE activity_records (
    activity INTEGER NOT NULL REFERENCES activities (id) ON DELETE CASCADE,
    nth INTEGER NOT NULL,
    home TEXT NOT NULL,
    record BLOB NOT NULL CHECK (length(record) = 16),
    stage INTEGER NOT NULL,
    turn INTEGER NOT NULL,
    PRIMARY KEY (activity, nth)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX activity_records_record ON activity_records (home, record, stage, turn, activity);

-- Who attends: a user, a record (a contact), or somebody by name and e-mail address; and what they said to it.
CREATE TABLE activity_attendees (
    activity INTEGER NOT NULL REFERENCES activities (id) ON DELETE CASCADE,
    nth INTEGER NOT NULL,
    user_id INTEGER REFERENCES users (id),
    home TEXT,
    record BLOB CHECK (length(record) = 16),
    name TEXT,
    email TEXT,
    response TEXT NOT NULL CHECK (response IN ('none', 'accepted', 'declined', 'tentative')),
    PRIMARY KEY (activity, nth)
) STRICT, WITHOUT ROWID;
CREATE INDEX activity_attendees_record ON activity_attendees (home, record);

-- The users whose they are: assignee, giver and attending ones, in the order of their lists.
CREATE TABLE activity_people (
    person INTEGER NOT NULL REFERENCES users (id),
    stage INTEGER NOT NULL,
    turn INTEGER NOT NULL,
    activity INTEGER NOT NULL REFERENCES activities (id) ON DELETE CASCADE,
    PRIMARY KEY (person, stage, turn, activity)
) STRICT, WITHOUT ROWID;
CREATE INDEX activity_people_activity ON activity_people (activity);

-- The kinds of activity that are not completed without a result, by their values, each on a line (ACT-4).
ALTER TABLE settings ADD COLUMN result_required TEXT NOT NULL DEFAULT 'call
meeting
visit';

-- The objects on whose open records the last planned activity is not completed without a next one, each on a line (ACT-5).
ALTER TABLE settings ADD COLUMN next_step_required TEXT NOT NULL DEFAULT '';

-- The activity that an interaction tells of (ACT-7).
ALTER TABLE interactions ADD COLUMN activity INTEGER REFERENCES activities (id);
-- Most tell of none, and pay nothing for it.
CREATE UNIQUE INDEX interactions_activity ON interactions (activity) WHERE activity IS NOT NULL;

-- Whether a level narrows who has it in what they see of an area, for which `access` is kept. Activities ask for theirs themselves.
ALTER TABLE role_scopes ADD COLUMN narrows INTEGER NOT NULL DEFAULT 1 CHECK (narrows IN (0, 1));
