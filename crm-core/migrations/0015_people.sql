-- A department may have a head, whom its people's superiors are found by (PROC-6).
ALTER TABLE departments ADD COLUMN head INTEGER REFERENCES users (id);
CREATE INDEX departments_head ON departments (head);

-- What people set for themselves (PROC-7): their zone, where it is not the company's; when their day starts; whether they follow
-- what they work on; and how they want to be told: reasons in one text, with spaces between them.
ALTER TABLE users ADD COLUMN time_zone TEXT;
ALTER TABLE users ADD COLUMN day_starts TEXT NOT NULL DEFAULT '09:00';
ALTER TABLE users ADD COLUMN auto_follow INTEGER NOT NULL DEFAULT 1 CHECK (auto_follow IN (0, 1));
ALTER TABLE users ADD COLUMN digest TEXT NOT NULL DEFAULT 'none' CHECK (digest IN ('none', 'daily', 'weekly'));
ALTER TABLE users ADD COLUMN digest_at TEXT NOT NULL DEFAULT '08:00';
ALTER TABLE users ADD COLUMN push TEXT NOT NULL DEFAULT '';
