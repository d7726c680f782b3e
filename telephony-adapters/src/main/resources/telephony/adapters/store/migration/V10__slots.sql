-- For H2 and PostgreSQL alike. The slots that calls hold, and the lines in which calls wait for them; a call that needs none is
-- in no table of these. A key is a name made fit for an index; instants are milliseconds since 1970. Whoever takes a call out
-- by hand gives its slots back with it.

CREATE TABLE telephony_slot (
    slot_key VARCHAR(500) NOT NULL,
    call_id UUID NOT NULL REFERENCES telephony_call (call_id) ON DELETE CASCADE,
    PRIMARY KEY (slot_key, call_id)
);

CREATE INDEX telephony_slot_of_call ON telephony_slot (call_id);

CREATE TABLE telephony_slot_waiting (
    call_id UUID PRIMARY KEY REFERENCES telephony_call (call_id) ON DELETE CASCADE,
    line_key VARCHAR(500) NOT NULL,
    -- The lowest comes first, then who came first.
    priority INTEGER NOT NULL,
    came_at BIGINT NOT NULL,
    -- When it will have waited for long enough; a while after that it has lost its place.
    waits_until BIGINT NOT NULL,
    -- What the key is made of.
    line_name VARCHAR NOT NULL
);

CREATE INDEX telephony_slot_in_line ON telephony_slot_waiting (line_key, priority, came_at, call_id, waits_until);

-- One row per key that ever had a limit, which whoever takes a slot of it locks.
CREATE TABLE telephony_slot_lock (
    slot_key VARCHAR(500) PRIMARY KEY
);
