-- For H2 and PostgreSQL alike. Where a call that we place stands on its trunk; all null = nowhere, or the row was not written
-- since this step. The tenant is empty where a call is nobody's in particular.

ALTER TABLE telephony_call ADD COLUMN queue_trunk VARCHAR(500);
ALTER TABLE telephony_call ADD COLUMN queue_tenant VARCHAR(500);
ALTER TABLE telephony_call ADD COLUMN queue_stage VARCHAR(10);

CREATE INDEX telephony_call_in_queue ON telephony_call (queue_trunk, queue_stage, queue_tenant, created_at, call_id);

-- One row per trunk, which whoever gives calls their turn locks.
CREATE TABLE telephony_trunk (
    trunk_key VARCHAR(500) PRIMARY KEY,
    -- When the next call may begin, in microseconds since 1970.
    next_at BIGINT NOT NULL,
    -- The tenant who was last.
    last_tenant VARCHAR(500) NOT NULL
);
