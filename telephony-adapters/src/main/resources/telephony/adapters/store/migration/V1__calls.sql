-- For H2 and PostgreSQL alike. Instants are milliseconds since 1970. A column exists only where something is looked up,
-- ordered or changed by it; everything else of a row is in its JSON text. A key is a name made fit for an index.

CREATE TABLE telephony_store (
    only_row BOOLEAN PRIMARY KEY CHECK (only_row),
    -- Names this store in LiveKit: survives restarts, and differs from every other store's.
    instance_id VARCHAR(64) NOT NULL,
    remembering_since BIGINT NOT NULL
);

CREATE TABLE telephony_call (
    call_id UUID PRIMARY KEY,
    version BIGINT NOT NULL,
    room_sid_key VARCHAR(500),
    episode INTEGER NOT NULL,
    room_name_key VARCHAR(500) NOT NULL,
    created_at BIGINT NOT NULL,
    is_open BOOLEAN NOT NULL,
    due_at BIGINT,
    lease_owner VARCHAR,
    lease_until BIGINT,
    -- The last change of a row that is ended and not due; null = it must stay.
    at_rest_since BIGINT,
    call_row VARCHAR NOT NULL,
    CONSTRAINT telephony_call_episode UNIQUE (room_sid_key, episode)
);

CREATE INDEX telephony_call_by_age ON telephony_call (created_at DESC, call_id DESC);
CREATE INDEX telephony_call_open_by_age ON telephony_call (is_open, created_at DESC, call_id DESC);
CREATE INDEX telephony_call_of_room ON telephony_call (room_name_key, created_at DESC, call_id DESC);
CREATE INDEX telephony_call_due ON telephony_call (due_at, call_id);
CREATE INDEX telephony_call_at_rest ON telephony_call (at_rest_since, call_id);

CREATE TABLE telephony_leg (
    sip_call_key VARCHAR(500) NOT NULL,
    call_id UUID NOT NULL,
    leg_id BIGINT GENERATED ALWAYS AS IDENTITY,
    PRIMARY KEY (sip_call_key, call_id)
);

CREATE INDEX telephony_leg_of_call ON telephony_leg (call_id);

CREATE TABLE telephony_timeline (
    call_id UUID NOT NULL,
    line_id BIGINT GENERATED ALWAYS AS IDENTITY,
    line VARCHAR NOT NULL,
    PRIMARY KEY (call_id, line_id)
);

CREATE TABLE telephony_inbox (
    event_key VARCHAR(500) PRIMARY KEY,
    received_at BIGINT NOT NULL,
    verdict VARCHAR(30) NOT NULL,
    entry VARCHAR NOT NULL
);

CREATE INDEX telephony_inbox_by_age ON telephony_inbox (received_at, event_key);
CREATE INDEX telephony_inbox_of_verdict ON telephony_inbox (verdict, received_at DESC, event_key DESC);

CREATE TABLE telephony_lease (
    name VARCHAR(64) PRIMARY KEY,
    owner VARCHAR NOT NULL,
    held_until BIGINT NOT NULL
);
