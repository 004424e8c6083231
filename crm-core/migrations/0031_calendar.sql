-- Calendars (CAL). What is told of an activity beside its fields: how often its time changed (`revision`), when anything of it did last,
-- where that is not when it was planned, and under what it is known where it came out of a calendar's file: the UID there, and of
-- one that is an occurrence of what is not here the RECURRENCE-ID.
ALTER TABLE activities ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
ALTER TABLE activities ADD COLUMN changed_at INTEGER;
ALTER TABLE activities ADD COLUMN ical_uid TEXT;
ALTER TABLE activities ADD COLUMN ical_occurrence TEXT;
CREATE INDEX activities_ical_uid ON activities (ical_uid, assignee) WHERE ical_uid IS NOT NULL;
ALTER TABLE activity_series ADD COLUMN ical_uid TEXT;
CREATE INDEX activity_series_ical_uid ON activity_series (ical_uid) WHERE ical_uid IS NOT NULL;

-- Feeds of people's calendars: the SHA-256 of the secret by which one is asked for, and the epoch in which it was opened.
CREATE TABLE calendar_feeds (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    user_id INTEGER NOT NULL UNIQUE REFERENCES users (id),
    digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
    epoch BLOB NOT NULL CHECK (length(epoch) = 16),
    opened_at INTEGER NOT NULL
) STRICT;
