-- Amounts that are counted under keys, up to limits, before something is dialled.

-- One row per key, which whoever counts under it locks; its total is that of all rows of telephony_ledger_line.
CREATE TABLE telephony_ledger_key (
    ledger_key VARCHAR(500) PRIMARY KEY,
    total BIGINT NOT NULL
);

CREATE TABLE telephony_ledger_line (
    ledger_key VARCHAR(500) NOT NULL,
    owner_key VARCHAR(500) NOT NULL,
    kind VARCHAR(20) NOT NULL,
    amount BIGINT NOT NULL,
    -- From then on it counts no more; the largest number = it counts for ever.
    until BIGINT NOT NULL,
    PRIMARY KEY (ledger_key, owner_key)
);

CREATE INDEX telephony_ledger_line_by_end ON telephony_ledger_line (ledger_key, until);
CREATE INDEX telephony_ledger_line_of_owner ON telephony_ledger_line (owner_key, kind);
CREATE INDEX telephony_ledger_line_over ON telephony_ledger_line (until, ledger_key);
