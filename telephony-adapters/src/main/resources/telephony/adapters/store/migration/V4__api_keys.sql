-- For H2 and PostgreSQL alike.

CREATE TABLE telephony_api_key (
    key_id VARCHAR(40) PRIMARY KEY,
    version BIGINT NOT NULL,
    -- Holds the SHA-256 of the key, never the key.
    key_row VARCHAR NOT NULL
);

-- Whose call it is, made fit for an index; null = nobody's in particular, or the row was not written since this step.
ALTER TABLE telephony_call ADD COLUMN tenant_key VARCHAR(500);

CREATE INDEX telephony_call_of_tenant ON telephony_call (tenant_key, created_at DESC, call_id DESC);
