-- For H2 and PostgreSQL alike. Tenants, agents, numbers and campaigns.

CREATE TABLE telephony_directory (
    entry_kind VARCHAR(20) NOT NULL,
    entry_id VARCHAR(64) NOT NULL,
    -- Whose it is; null = nobody's in particular, or the entry was removed.
    tenant_id VARCHAR(64),
    -- The revision of the directory at which it changed last.
    revision BIGINT NOT NULL,
    -- Null = the entry was removed at this revision.
    entry_row VARCHAR,
    PRIMARY KEY (entry_kind, entry_id)
);

CREATE UNIQUE INDEX telephony_directory_by_revision ON telephony_directory (revision);

CREATE INDEX telephony_directory_of_tenant ON telephony_directory (entry_kind, tenant_id, entry_id);

-- One row, which every change locks first, so that no revision is seen before a lower one.
CREATE TABLE telephony_directory_head (
    head_id INTEGER PRIMARY KEY,
    revision BIGINT NOT NULL
);

INSERT INTO telephony_directory_head (head_id, revision) VALUES (1, 0);
