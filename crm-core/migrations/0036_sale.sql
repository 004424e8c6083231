-- What opportunities say beside (SALE-2): the customer that is sold to, the estimates, and where they came from.
ALTER TABLE opportunities ADD COLUMN customer_named INTEGER NOT NULL DEFAULT 0 CHECK (customer_named IN (0, 1));
ALTER TABLE opportunities ADD COLUMN kind INTEGER REFERENCES dictionary_entries (id);
ALTER TABLE opportunities ADD COLUMN amount INTEGER;
ALTER TABLE opportunities ADD COLUMN amount_currency TEXT;
ALTER TABLE opportunities ADD COLUMN base_amount INTEGER;
ALTER TABLE opportunities ADD COLUMN base_amount_currency TEXT;
ALTER TABLE opportunities ADD COLUMN expected_close TEXT;
ALTER TABLE opportunities ADD COLUMN probability_from TEXT NOT NULL DEFAULT 'by_hand' CHECK (probability_from IN ('by_hand', 'stage', 'score'));
ALTER TABLE opportunities ADD COLUMN forecast_category TEXT CHECK (forecast_category IN ('commit', 'best_case', 'pipeline', 'omitted'));
ALTER TABLE opportunities ADD COLUMN origin INTEGER REFERENCES dictionary_entries (id);
ALTER TABLE opportunities ADD COLUMN region INTEGER REFERENCES dictionary_entries (id);
ALTER TABLE opportunities ADD COLUMN industry TEXT;
ALTER TABLE opportunities ADD COLUMN contact_email TEXT;
ALTER TABLE opportunities ADD COLUMN next_step TEXT;
ALTER TABLE opportunities ADD COLUMN next_step_on TEXT;
CREATE INDEX opportunities_ended ON opportunities (status, closed_at) WHERE closed_at IS NOT NULL;
CREATE INDEX opportunities_origin ON opportunities (origin, created_at) WHERE origin IS NOT NULL;
CREATE INDEX opportunities_kind ON opportunities (kind, created_at) WHERE kind IS NOT NULL;
CREATE INDEX opportunities_region ON opportunities (region, created_at) WHERE region IS NOT NULL;
CREATE INDEX opportunities_expected ON opportunities (expected_close) WHERE expected_close IS NOT NULL;

-- Customers and contacts have e-mail addresses, customers an industry.
ALTER TABLE customers ADD COLUMN email TEXT;
ALTER TABLE customers ADD COLUMN industry TEXT;
ALTER TABLE contacts ADD COLUMN email TEXT;
