-- Activities that recur (ACT-8 to ACT-11). A series is a rule on the wall clock of a zone, from the local time `starts` on; what it
-- yields up to the local time `reached` was made, counted or left out. More is made while it is open, by due work. A local time is a date
-- where the activities go by days, and else a date with a time; either sorts as it reads.
CREATE TABLE activity_series (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    recurrence TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    starts TEXT NOT NULL,
    reached TEXT NOT NULL,
    open INTEGER NOT NULL CHECK (open IN (0, 1))
) STRICT;

-- The occurrences of a series that were deleted, and are not made again.
CREATE TABLE activity_series_gone (
    series INTEGER NOT NULL REFERENCES activity_series (id),
    occurrence TEXT NOT NULL,
    PRIMARY KEY (series, occurrence)
) STRICT, WITHOUT ROWID;

-- Of which series an activity is, its original local start by which the series knows it, and whether it was changed alone: then later
-- changes of the series pass it by.
ALTER TABLE activities ADD COLUMN series INTEGER REFERENCES activity_series (id);
ALTER TABLE activities ADD COLUMN occurrence TEXT;
ALTER TABLE activities ADD COLUMN altered INTEGER NOT NULL DEFAULT 0 CHECK (altered IN (0, 1));
CREATE INDEX activities_series ON activities (series, occurrence);
