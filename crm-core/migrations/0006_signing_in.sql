-- Signing in: who came in or did not, from where, and with what beside the password.

-- Whether whoever holds the role needs a second factor to sign in by the engine.
ALTER TABLE roles ADD COLUMN requires_factor INTEGER NOT NULL DEFAULT 0 CHECK (requires_factor IN (0, 1));

-- How many days the log of sign-ins is kept.
ALTER TABLE settings ADD COLUMN sign_in_days INTEGER NOT NULL DEFAULT 180 CHECK (sign_in_days > 0);

-- Second factors: a secret that the user's device has too.
CREATE TABLE second_factors (
    user_id INTEGER PRIMARY KEY REFERENCES users (id),
    -- What the codes are made of: whoever reads the file can make them.
    secret BLOB NOT NULL CHECK (length(secret) = 20),
    -- When its user showed the first code; before, nobody is asked for any.
    confirmed_at INTEGER,
    -- The step of time of the last code that was accepted; it and those before it are not accepted again.
    last_step INTEGER
) STRICT;

-- What is given in place of a code, each once: the SHA-256 of its ten bytes.
CREATE TABLE recovery_codes (
    user_id INTEGER NOT NULL REFERENCES second_factors (user_id),
    digest BLOB NOT NULL CHECK (length(digest) = 32),
    PRIMARY KEY (user_id, digest)
) STRICT, WITHOUT ROWID;

-- Sign-ins that succeeded, and those that did not, whose repeats within a minute are counted in one row.
CREATE TABLE sign_ins (
    id INTEGER PRIMARY KEY,
    first_at INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    times INTEGER NOT NULL,
    -- Whom the name belongs to, if anybody.
    user_id INTEGER REFERENCES users (id),
    -- The name, folded; of one that nobody has a hash alone; empty where only the number was kept.
    login TEXT NOT NULL,
    -- How: absent where nobody signed in.
    means TEXT CHECK (means IN ('password', 'code', 'recovery', 'host')),
    outcome TEXT NOT NULL CHECK (outcome IN ('succeeded', 'failed', 'factor_reset')),
    -- Why not; empty where there is nothing to say.
    reason TEXT NOT NULL,
    -- Where the client was and what it was, as the host said; empty where it said nothing.
    address TEXT NOT NULL,
    device TEXT NOT NULL
) STRICT;
CREATE INDEX sign_ins_first ON sign_ins (first_at);
CREATE INDEX sign_ins_user ON sign_ins (user_id, first_at);
CREATE INDEX sign_ins_login ON sign_ins (login, first_at);
CREATE INDEX sign_ins_outcome ON sign_ins (outcome, first_at);
CREATE INDEX sign_ins_address ON sign_ins (address, first_at);
