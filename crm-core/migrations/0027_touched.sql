-- What follows from activities, interactions and results of plans (ACT-14), of each record that bears activities: the latest
-- day of what was done, the first and the last day of what is planned, and since when nothing was done, which is the
-- later of the first
-- and of `since_on`. That is no derived day: the one on which the record was made, won back, or given to its present owner.
-- Of products and orders, which the host pushes, nobody keeps it. Days are the company's.
ALTER TABLE customers ADD COLUMN last_activity_on TEXT;
ALTER TABLE customers ADD COLUMN next_activity_on TEXT;
ALTER TABLE customers ADD COLUMN planned_until TEXT;
ALTER TABLE customers ADD COLUMN since_on TEXT;
ALTER TABLE customers ADD COLUMN idle_since TEXT;
ALTER TABLE contacts ADD COLUMN last_activity_on TEXT;
ALTER TABLE contacts ADD COLUMN next_activity_on TEXT;
ALTER TABLE contacts ADD COLUMN planned_until TEXT;
ALTER TABLE contacts ADD COLUMN since_on TEXT;
ALTER TABLE contacts ADD COLUMN idle_since TEXT;
ALTER TABLE opportunities ADD COLUMN last_activity_on TEXT;
ALTER TABLE opportunities ADD COLUMN next_activity_on TEXT;
ALTER TABLE opportunities ADD COLUMN planned_until TEXT;
ALTER TABLE opportunities ADD COLUMN since_on TEXT;
ALTER TABLE opportunities ADD COLUMN idle_since TEXT;
ALTER TABLE tickets ADD COLUMN last_activity_on TEXT;
ALTER TABLE tickets ADD COLUMN next_activity_on TEXT;
ALTER TABLE tickets ADD COLUMN planned_until TEXT;
ALTER TABLE tickets ADD COLUMN since_on TEXT;
ALTER TABLE tickets ADD COLUMN idle_since TEXT;
ALTER TABLE interactions ADD COLUMN last_activity_on TEXT;
ALTER TABLE interactions ADD COLUMN next_activity_on TEXT;
ALTER TABLE interactions ADD COLUMN planned_until TEXT;
ALTER TABLE interactions ADD COLUMN since_on TEXT;
ALTER TABLE interactions ADD COLUMN idle_since TEXT;
ALTER TABLE products ADD COLUMN last_activity_on TEXT;
ALTER TABLE products ADD COLUMN next_activity_on TEXT;
ALTER TABLE products ADD COLUMN planned_until TEXT;
ALTER TABLE products ADD COLUMN since_on TEXT;
ALTER TABLE products ADD COLUMN idle_since TEXT;
ALTER TABLE orders ADD COLUMN last_activity_on TEXT;
ALTER TABLE orders ADD COLUMN next_activity_on TEXT;
ALTER TABLE orders ADD COLUMN planned_until TEXT;
ALTER TABLE orders ADD COLUMN since_on TEXT;
ALTER TABLE orders ADD COLUMN idle_since TEXT;

-- Since when a record is in its state.
ALTER TABLE customers ADD COLUMN state_since INTEGER;
ALTER TABLE opportunities ADD COLUMN state_since INTEGER;
ALTER TABLE tickets ADD COLUMN state_since INTEGER;

-- The first and the last day of an activity that is planned, the day on which it was done; none of a cancelled one.
ALTER TABLE activities ADD COLUMN first_on TEXT;
ALTER TABLE activities ADD COLUMN last_on TEXT;
-- The same beside its records, with the key of the customer that the record is, or belongs to.
ALTER TABLE activity_records ADD COLUMN first_on TEXT;
ALTER TABLE activity_records ADD COLUMN last_on TEXT;
ALTER TABLE activity_records ADD COLUMN customer INTEGER;
-- How far these are looked at again, where the company got another time zone: the key of the last one that was.
ALTER TABLE settings ADD COLUMN dated_to INTEGER;
CREATE INDEX activities_timed ON activities (id) WHERE stage = 0 AND coalesce(due_at, starts_at) IS NOT NULL;
CREATE INDEX activity_records_days ON activity_records (home, record, stage, last_on, first_on);
CREATE INDEX activity_records_customer ON activity_records (customer, stage, last_on, first_on);

-- Whether its day counts as one on which something was done: not where it lay ahead when it was written.
ALTER TABLE interactions ADD COLUMN touches INTEGER NOT NULL DEFAULT 0 CHECK (touches IN (0, 1));
ALTER TABLE plan_items ADD COLUMN touches INTEGER NOT NULL DEFAULT 0 CHECK (touches IN (0, 1));

-- After how many days a customer is forgotten (ACT-15); and after how many one of a level is, whose entry's id and days
-- stand on a line.
ALTER TABLE settings ADD COLUMN forgotten_after_days INTEGER NOT NULL DEFAULT 30 CHECK (forgotten_after_days BETWEEN 1 AND
    3650);
ALTER TABLE settings ADD COLUMN forgotten_levels TEXT NOT NULL DEFAULT '';

-- From what is there. While this runs, `company_offsets` has what the company's clock is ahead by from each instant on.
UPDATE customers SET state_since = coalesce((SELECT max(l.at) FROM audit_changes h JOIN audit_calls l ON l.id = h.call
    WHERE h.record = customers.uid AND h.entity = 'customer' AND h.action = 'updated' AND h.after LIKE '%"status":%'),
    created_at),
    since_on = max(active_since, coalesce((SELECT date(((SELECT max(l.at) FROM audit_changes h JOIN audit_calls l ON l.id
        = h.call WHERE h.record = customers.uid AND h.entity = 'customer' AND h.action = 'updated' AND h.after LIKE
        '%"account_manager":{%') + o.ahead) / 1000000, 'unixepoch') FROM company_offsets o WHERE o.begins <= (SELECT
        max(l.at) FROM audit_changes h JOIN audit_calls l ON l.id = h.call WHERE h.record = customers.uid AND h.entity =
        'customer' AND h.action = 'updated' AND h.after LIKE '%"account_manager":{%') ORDER BY o.begins DESC LIMIT 1),
        active_since));
UPDATE opportunities SET state_since = coalesce((SELECT max(l.at) FROM audit_changes h JOIN audit_calls l ON l.id = h.call
    WHERE h.record = opportunities.uid AND h.entity = 'opportunity' AND h.action = 'updated' AND h.after LIKE
    '%"status":%'), created_at),
    since_on = (SELECT date((coalesce(opportunities.assigned_at, opportunities.created_at) + o.ahead) / 1000000,
        'unixepoch') FROM company_offsets o WHERE o.begins <= coalesce(opportunities.assigned_at,
        opportunities.created_at) ORDER BY o.begins DESC LIMIT 1);
UPDATE tickets SET state_since = coalesce((SELECT max(l.at) FROM audit_changes h JOIN audit_calls l ON l.id = h.call WHERE
    h.record = tickets.uid AND h.entity = 'ticket' AND h.action = 'updated' AND h.after LIKE '%"status":%'), created_at),
    since_on = (SELECT date((coalesce(tickets.assigned_at, tickets.created_at) + o.ahead) / 1000000, 'unixepoch') FROM
        company_offsets o WHERE o.begins <= coalesce(tickets.assigned_at, tickets.created_at) ORDER BY o.begins DESC LIMIT
        1);
UPDATE contacts SET since_on = (SELECT date((contacts.created_at + o.ahead) / 1000000, 'unixepoch') FROM company_offsets o
    WHERE o.begins <= contacts.created_at ORDER BY o.begins DESC LIMIT 1);
UPDATE interactions SET since_on = (SELECT date((interactions.created_at + o.ahead) / 1000000, 'unixepoch') FROM
    company_offsets o WHERE o.begins <= interactions.created_at ORDER BY o.begins DESC LIMIT 1);
UPDATE interactions SET touches = 1 WHERE date <= (SELECT t.day FROM company_today t);
UPDATE plan_items SET touches = 1 WHERE result IS NOT NULL AND date <= (SELECT t.day FROM company_today t);
UPDATE activities SET first_on = coalesce(due_on, starts_on, (SELECT date((coalesce(activities.due_at,
    activities.starts_at) + o.ahead) / 1000000, 'unixepoch') FROM company_offsets o WHERE o.begins <=
    coalesce(activities.due_at, activities.starts_at) ORDER BY o.begins DESC LIMIT 1)),
    last_on = coalesce(due_on, ends_on, (SELECT date((coalesce(activities.due_at, activities.ends_at - 1) + o.ahead) /
        1000000, 'unixepoch') FROM company_offsets o WHERE o.begins <= coalesce(activities.due_at, activities.ends_at - 1)
        ORDER BY o.begins DESC LIMIT 1)) WHERE status = 'planned';
UPDATE activities SET first_on = (SELECT date((activities.done_at + o.ahead) / 1000000, 'unixepoch') FROM company_offsets
    o WHERE o.begins <= activities.done_at ORDER BY o.begins DESC LIMIT 1), last_on = (SELECT date((activities.done_at +
    o.ahead) / 1000000, 'unixepoch') FROM company_offsets o WHERE o.begins <= activities.done_at ORDER BY o.begins DESC
    LIMIT 1) WHERE status = 'done';
UPDATE activity_records SET first_on = (SELECT a.first_on FROM activities a WHERE a.id = activity),
    last_on = (SELECT a.last_on FROM activities a WHERE a.id = activity),
    customer = CASE home WHEN 'customers' THEN (SELECT x.id FROM customers x WHERE x.uid = record)
    WHEN 'contacts' THEN (SELECT x.customer FROM contacts x WHERE x.uid = record) WHEN 'opportunities' THEN (SELECT
        x.customer FROM opportunities x WHERE x.uid = record) WHEN 'tickets' THEN (SELECT x.customer FROM tickets x WHERE
        x.uid = record) WHEN 'interactions' THEN (SELECT x.customer FROM interactions x WHERE x.uid = record) WHEN
        'orders' THEN (SELECT x.customer FROM orders x WHERE x.uid = record) END;
UPDATE customers SET last_activity_on = nullif(max(coalesce((SELECT max(r.last_on) FROM activity_records r WHERE
    r.customer = customers.id AND r.stage = 1), ''), coalesce((SELECT i.date FROM interactions i WHERE i.customer =
    customers.id AND i.touches = 1 ORDER BY i.date DESC LIMIT 1), ''), coalesce((SELECT max(p.date) FROM opportunities o
    JOIN plan_items p ON p.opportunity = o.id WHERE o.customer = customers.id AND p.touches = 1), '')), ''),
    next_activity_on = (SELECT min(r.first_on) FROM activity_records r WHERE r.customer = customers.id AND r.stage = 0),
    planned_until = (SELECT max(r.last_on) FROM activity_records r WHERE r.customer = customers.id AND r.stage = 0);
UPDATE customers SET idle_since = nullif(max(coalesce(since_on, ''), coalesce(last_activity_on, '')), '');
UPDATE contacts SET last_activity_on = (SELECT max(r.last_on) FROM activity_records r WHERE r.home = 'contacts' AND
    r.record = contacts.uid AND r.stage = 1),
    next_activity_on = (SELECT min(r.first_on) FROM activity_records r WHERE r.home = 'contacts' AND r.record =
        contacts.uid AND r.stage = 0),
    planned_until = (SELECT max(r.last_on) FROM activity_records r WHERE r.home = 'contacts' AND r.record = contacts.uid
        AND r.stage = 0);
UPDATE contacts SET idle_since = nullif(max(coalesce(since_on, ''), coalesce(last_activity_on, '')), '');
UPDATE opportunities SET last_activity_on = nullif(max(coalesce((SELECT max(r.last_on) FROM activity_records r WHERE
    r.home = 'opportunities' AND r.record = opportunities.uid AND r.stage = 1), ''), coalesce((SELECT max(p.date) FROM
    plan_items p WHERE p.opportunity = opportunities.id AND p.touches = 1), '')), ''),
    next_activity_on = (SELECT min(r.first_on) FROM activity_records r WHERE r.home = 'opportunities' AND r.record =
        opportunities.uid AND r.stage = 0),
    planned_until = (SELECT max(r.last_on) FROM activity_records r WHERE r.home = 'opportunities' AND r.record =
        opportunities.uid AND r.stage = 0);
UPDATE opportunities SET idle_since = nullif(max(coalesce(since_on, ''), coalesce(last_activity_on, '')), '');
UPDATE tickets SET last_activity_on = (SELECT max(r.last_on) FROM activity_records r WHERE r.home = 'tickets' AND r.record
    = tickets.uid AND r.stage = 1),
    next_activity_on = (SELECT min(r.first_on) FROM activity_records r WHERE r.home = 'tickets' AND r.record = tickets.uid
        AND r.stage = 0),
    planned_until = (SELECT max(r.last_on) FROM activity_records r WHERE r.home = 'tickets' AND r.record = tickets.uid AND
        r.stage = 0);
UPDATE tickets SET idle_since = nullif(max(coalesce(since_on, ''), coalesce(last_activity_on, '')), '');
UPDATE interactions SET last_activity_on = (SELECT max(r.last_on) FROM activity_records r WHERE r.home = 'interactions'
    AND r.record = interactions.uid AND r.stage = 1),
    next_activity_on = (SELECT min(r.first_on) FROM activity_records r WHERE r.home = 'interactions' AND r.record =
        interactions.uid AND r.stage = 0),
    planned_until = (SELECT max(r.last_on) FROM activity_records r WHERE r.home = 'interactions' AND r.record =
        interactions.uid AND r.stage = 0);
UPDATE interactions SET idle_since = nullif(max(coalesce(since_on, ''), coalesce(last_activity_on, '')), '');
UPDATE products SET last_activity_on = (SELECT max(r.last_on) FROM activity_records r WHERE r.home = 'products' AND
    r.record = products.uid AND r.stage = 1),
    next_activity_on = (SELECT min(r.first_on) FROM activity_records r WHERE r.home = 'products' AND r.record =
        products.uid AND r.stage = 0),
    planned_until = (SELECT max(r.last_on) FROM activity_records r WHERE r.home = 'products' AND r.record = products.uid
        AND r.stage = 0);
UPDATE products SET idle_since = nullif(max(coalesce(since_on, ''), coalesce(last_activity_on, '')), '');
UPDATE orders SET last_activity_on = (SELECT max(r.last_on) FROM activity_records r WHERE r.home = 'orders' AND r.record =
    orders.uid AND r.stage = 1),
    next_activity_on = (SELECT min(r.first_on) FROM activity_records r WHERE r.home = 'orders' AND r.record = orders.uid
        AND r.stage = 0),
    planned_until = (SELECT max(r.last_on) FROM activity_records r WHERE r.home = 'orders' AND r.record = orders.uid AND
        r.stage = 0);
UPDATE orders SET idle_since = nullif(max(coalesce(since_on, ''), coalesce(last_activity_on, '')), '');
CREATE INDEX customers_idle ON customers (status, idle_since, id);
CREATE INDEX opportunities_idle ON opportunities (assignee, idle_since, id);
