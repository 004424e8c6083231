-- Scores (SCORE): the chance in millionths of a percent that an opportunity is won, learned from closed ones, and what the rules of
-- the house give it or a customer. Closed ones are 100 or 0.
ALTER TABLE opportunities ADD COLUMN score_e6 INTEGER;
ALTER TABLE opportunities ADD COLUMN rule_score INTEGER;
ALTER TABLE customers ADD COLUMN rule_score INTEGER;
UPDATE opportunities SET score_e6 = CASE WHEN status = 'developed' THEN 100000000 ELSE 0 END WHERE closed_at IS NOT NULL;

-- What a closed opportunity said when it was closed: a value of a field that counts, a tag, a stage that it went through, and `closed`
-- once. Counts are made anew of it.
CREATE TABLE score_facts (
    opportunity INTEGER NOT NULL REFERENCES opportunities (id) ON DELETE CASCADE,
    field TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (opportunity, field, value)
) STRICT, WITHOUT ROWID;
CREATE INDEX score_facts_field ON score_facts (field, value);

-- How many with a value were won and lost in a department, in tenths, each beginning with one: 0 is no department, -1 the sum of all.
-- With `is_sum` it is the sum over the values of the field.
CREATE TABLE score_counts (
    department INTEGER NOT NULL,
    field TEXT NOT NULL,
    is_sum INTEGER NOT NULL CHECK (is_sum IN (0, 1)),
    value TEXT NOT NULL,
    won INTEGER NOT NULL,
    lost INTEGER NOT NULL,
    PRIMARY KEY (department, field, is_sum, value)
) STRICT, WITHOUT ROWID;

-- The fields that count, in order, and since when opportunities must have been recorded to count; up to which keys records have what
-- the rules of the house give, where these changed.
ALTER TABLE settings ADD COLUMN score_fields TEXT NOT NULL DEFAULT 'region industry origin kind email_state phone_state tags';
ALTER TABLE settings ADD COLUMN score_since TEXT;
ALTER TABLE settings ADD COLUMN scored_opportunity INTEGER;
ALTER TABLE settings ADD COLUMN scored_customer INTEGER;
