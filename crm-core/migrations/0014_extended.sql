-- Whether a pack that is in force gives typed records fields, checks or needs, or sums over them (EXT). It stands beside each
-- user too, in the row that every call looks up, so that nobody pays for what nobody defined.
ALTER TABLE settings ADD COLUMN extended INTEGER NOT NULL DEFAULT 0 CHECK (extended IN (0, 1));
ALTER TABLE users ADD COLUMN extended INTEGER NOT NULL DEFAULT 0 CHECK (extended IN (0, 1));
