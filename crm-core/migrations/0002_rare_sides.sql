-- Lists are found along an index where what people ask for is the rare side of a table: the few incomplete customers,
-- the few tickets that nobody followed up, the calls of an operation that is seldom called.

CREATE INDEX customers_complete ON customers (complete, id);

-- Derived: whether an interaction with the customer followed the ticket.
ALTER TABLE tickets ADD COLUMN followed_up INTEGER NOT NULL DEFAULT 0 CHECK (followed_up IN (0, 1));
UPDATE tickets SET followed_up = 1 WHERE id IN (SELECT ticket FROM interactions WHERE ticket IS NOT NULL);
-- The column stands in them so that they are preferred to the index by state. Statements name the conditions in the same
-- words.
CREATE INDEX tickets_followed_up ON tickets (followed_up, created_at) WHERE followed_up = 1;
CREATE INDEX tickets_not_followed_up ON tickets (followed_up, created_at)
    WHERE followed_up = 0 AND status IN ('handled', 'archived');

CREATE INDEX interactions_creator ON interactions (creator, date);
-- In the order of the list.
DROP INDEX interactions_ticket;
CREATE INDEX interactions_ticket ON interactions (ticket, date);

CREATE INDEX audit_calls_operation ON audit_calls (operation, at);
-- Of which kinds the records are that a call changed, a row a kind; in the order of the list of calls.
CREATE TABLE audit_entities (
    entity TEXT NOT NULL,
    at INTEGER NOT NULL,
    call INTEGER NOT NULL REFERENCES audit_calls (id),
    PRIMARY KEY (entity, at, call)
) STRICT, WITHOUT ROWID;
INSERT INTO audit_entities (entity, at, call)
SELECT DISTINCT h.entity, c.at, c.id FROM audit_changes h JOIN audit_calls c ON c.id = h.call;

CREATE INDEX audit_refusals_actor ON audit_refusals (actor, first_at);
CREATE INDEX audit_refusals_operation ON audit_refusals (operation, first_at);
CREATE INDEX audit_refusals_reason ON audit_refusals (reason, first_at);

-- In the order in which entries are listed and offered.
CREATE INDEX dictionary_entries_category ON dictionary_entries (category, id);
