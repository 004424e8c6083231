-- A department may have a head, whom its people's superiors are found by (PROC-6).
ALTER TABLE departments ADD COLUMN head INTEGER REFERENCES users (id);
CREATE INDEX departments_head ON departments (head);
