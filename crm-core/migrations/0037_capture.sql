-- Capture (CAPT): what came in by a form or as an e-mail, and what became of it. Where the record goes, the capture stays without it.
CREATE TABLE captures (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    how TEXT NOT NULL CHECK (how IN ('form', 'email')),
    form INTEGER REFERENCES setup_documents (id) ON DELETE SET NULL,
    mailbox TEXT,
    -- As the message calls itself; without such a name the SHA-256 of all of it.
    message_id TEXT,
    outcome TEXT NOT NULL CHECK (outcome IN ('created', 'joined', 'repeated', 'ignored')),
    -- Why it was ignored.
    reason TEXT,
    opportunity INTEGER REFERENCES opportunities (id) ON DELETE SET NULL,
    customer INTEGER REFERENCES customers (id) ON DELETE SET NULL,
    -- The note that it became, by its public id.
    note BLOB CHECK (length(note) = 16),
    -- The sender, as such are compared.
    email TEXT,
    phone TEXT,
    -- Whence a form was sent; forgotten after 30 days.
    address TEXT,
    content TEXT,
    -- What was consented to, as it stood.
    consent TEXT,
    landing_page TEXT,
    referrer TEXT,
    campaign TEXT,
    visitor TEXT,
    -- Of filled traps, of a form and day, only how many there were is kept.
    trapped_on TEXT,
    count INTEGER NOT NULL DEFAULT 1,
    creator INTEGER REFERENCES users (id),
    created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX captures_message ON captures (mailbox, message_id) WHERE message_id IS NOT NULL;
CREATE INDEX captures_message_id ON captures (message_id) WHERE message_id IS NOT NULL;
CREATE UNIQUE INDEX captures_trapped ON captures (form, trapped_on) WHERE trapped_on IS NOT NULL;
CREATE INDEX captures_form ON captures (form, id);
CREATE INDEX captures_form_email ON captures (form, email, id) WHERE email IS NOT NULL;
CREATE INDEX captures_form_phone ON captures (form, phone, id) WHERE phone IS NOT NULL;
CREATE INDEX captures_form_address ON captures (form, address, created_at) WHERE address IS NOT NULL;
CREATE INDEX captures_address ON captures (created_at) WHERE address IS NOT NULL;
CREATE INDEX captures_outcome ON captures (outcome, id);
CREATE INDEX captures_mailbox ON captures (mailbox, id) WHERE mailbox IS NOT NULL;
CREATE INDEX captures_opportunity ON captures (opportunity, id) WHERE opportunity IS NOT NULL;
CREATE INDEX captures_customer ON captures (customer, id) WHERE customer IS NOT NULL;
CREATE INDEX captures_creator ON captures (creator) WHERE creator IS NOT NULL;

-- The forms by their keys, which are public.
CREATE TABLE capture_forms (
    document INTEGER PRIMARY KEY REFERENCES setup_documents (id) ON DELETE CASCADE,
    key TEXT NOT NULL UNIQUE
) STRICT;

-- Whom a message or a submission is from (CAPT-1, CAPT-5).
CREATE INDEX users_email ON users (lower(email)) WHERE email IS NOT NULL;
CREATE INDEX contacts_email ON contacts (lower(email)) WHERE email IS NOT NULL;
CREATE INDEX customers_email ON customers (lower(email)) WHERE email IS NOT NULL;
CREATE INDEX opportunities_contact_email ON opportunities (lower(contact_email), created_at) WHERE contact_email IS NOT NULL;
CREATE INDEX contacts_mobile ON contacts (mobile) WHERE mobile IS NOT NULL;
CREATE INDEX opportunities_contact_phone ON opportunities (contact_phone) WHERE contact_phone IS NOT NULL;

ALTER TABLE settings ADD COLUMN enrich INTEGER NOT NULL DEFAULT 0 CHECK (enrich IN (0, 1));
