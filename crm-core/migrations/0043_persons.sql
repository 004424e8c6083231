-- Whom an opportunity is about (SALE-8). Name, telephone and e-mail of the primary person stand with the opportunity; it has a row where
-- persons were set.
CREATE TABLE opportunity_persons (
    id INTEGER PRIMARY KEY,
    opportunity INTEGER NOT NULL REFERENCES opportunities (id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    is_primary INTEGER NOT NULL CHECK (is_primary IN (0, 1)),
    -- The contact that it is, of which the rest is a copy.
    contact INTEGER REFERENCES contacts (id) ON DELETE SET NULL,
    name TEXT,
    phone TEXT,
    email TEXT,
    position TEXT,
    role INTEGER REFERENCES dictionary_entries (id)
) STRICT;
CREATE INDEX opportunity_persons_opportunity ON opportunity_persons (opportunity, place);
CREATE INDEX opportunity_persons_contact ON opportunity_persons (contact) WHERE contact IS NOT NULL;
CREATE INDEX opportunity_persons_role ON opportunity_persons (role) WHERE role IS NOT NULL;
CREATE INDEX opportunity_persons_email ON opportunity_persons (lower(email)) WHERE email IS NOT NULL;

-- What it may sell (SALE-9): quantities, prices and discounts in millionths, amounts in the smallest units of its currency.
CREATE TABLE opportunity_lines (
    opportunity INTEGER NOT NULL REFERENCES opportunities (id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    product INTEGER REFERENCES products (id) ON DELETE SET NULL,
    name TEXT NOT NULL,
    quantity_e6 INTEGER NOT NULL,
    unit_price_e6 INTEGER NOT NULL,
    discount_e6 INTEGER,
    amount INTEGER NOT NULL,
    PRIMARY KEY (opportunity, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX opportunity_lines_product ON opportunity_lines (product) WHERE product IS NOT NULL;
