-- Currencies (SALE-10): what one unit of a currency is worth in the base, the company's own when it was given, from a day on. A rate is
-- its digits, as many of them behind the point as there are places.
CREATE TABLE currency_rates (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    base TEXT NOT NULL,
    currency TEXT NOT NULL CHECK (currency <> base),
    valid_from TEXT NOT NULL,
    digits INTEGER NOT NULL CHECK (digits > 0),
    places INTEGER NOT NULL CHECK (places BETWEEN 0 AND 12)
) STRICT;
CREATE UNIQUE INDEX currency_rates_day ON currency_rates (base, currency, valid_from);

-- What an opportunity was lost for (SALE-6), and why it was given back (SALE-4).
ALTER TABLE opportunities ADD COLUMN lost_reason INTEGER REFERENCES dictionary_entries (id);
ALTER TABLE opportunities ADD COLUMN release_reason TEXT;
ALTER TABLE settings ADD COLUMN lost_reason_required INTEGER NOT NULL DEFAULT 0 CHECK (lost_reason_required IN (0, 1));
CREATE INDEX opportunities_lost_reason ON opportunities (lost_reason, created_at) WHERE lost_reason IS NOT NULL;
