-- Whose turn it is where records are dealt round (AUTO-9): who got the last one by whoever deals, of the records in a table. A
-- giver is `user` with their key, or `engine`.
CREATE TABLE deal_turns (
    giver TEXT NOT NULL,
    home TEXT NOT NULL,
    last INTEGER NOT NULL REFERENCES users (id),
    PRIMARY KEY (giver, home)
) STRICT, WITHOUT ROWID;
