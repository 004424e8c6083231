-- The workbench: birthdays of contacts, with what they are found by, and what its sections go along.
ALTER TABLE contacts ADD COLUMN birthday TEXT;
ALTER TABLE contacts ADD COLUMN birth_day TEXT;
ALTER TABLE contacts ADD COLUMN birth_manager INTEGER REFERENCES users (id);
CREATE INDEX contacts_birthdays ON contacts (birth_manager, birth_day, id) WHERE birth_day IS NOT NULL;
CREATE INDEX contacts_birth_day ON contacts (birth_day, id) WHERE birth_day IS NOT NULL;
ALTER TABLE settings ADD COLUMN birthday_days INTEGER NOT NULL DEFAULT 7 CHECK (birthday_days BETWEEN 1 AND 31);
CREATE INDEX customers_forgotten ON customers (account_manager, status, idle_since, id);
CREATE INDEX opportunities_assigned ON opportunities (assignee, status, assigned_at, id);
CREATE INDEX plan_items_open ON plan_items (opportunity, date) WHERE result IS NULL;
CREATE INDEX tickets_to_handle ON tickets (assignee, status, created_at, id);
CREATE INDEX tickets_handled ON tickets (handler, handled_at, id);
CREATE INDEX activities_done ON activities (done_by, done_at) WHERE done_at IS NOT NULL;
