-- For H2 and PostgreSQL alike. Calls that were decided before LiveKit saw them, and leads. A key is a name made fit for an
-- index; instants are milliseconds since 1970.

CREATE TABLE telephony_decided_call (
    call_key VARCHAR(500) PRIMARY KEY,
    -- Null = the front end was told of no room.
    room_key VARCHAR(500) UNIQUE,
    sip_call_key VARCHAR(500),
    decided_at BIGINT NOT NULL,
    call_row VARCHAR NOT NULL
);

CREATE INDEX telephony_decided_call_in_sip ON telephony_decided_call (sip_call_key);
CREATE INDEX telephony_decided_call_by_age ON telephony_decided_call (decided_at, call_key);

CREATE TABLE telephony_lead (
    lead_id VARCHAR(64) PRIMARY KEY,
    -- An equals sign and the tenant's key; nothing = nobody's in particular.
    tenant_key VARCHAR(501) NOT NULL,
    number_key VARCHAR(500) NOT NULL,
    campaign_key VARCHAR(500),
    version BIGINT NOT NULL,
    lead_row VARCHAR NOT NULL,
    CONSTRAINT telephony_lead_number UNIQUE (tenant_key, number_key)
);

CREATE INDEX telephony_lead_of_tenant ON telephony_lead (tenant_key, lead_id);
CREATE INDEX telephony_lead_of_number ON telephony_lead (number_key, lead_id);
CREATE INDEX telephony_lead_of_campaign ON telephony_lead (campaign_key, lead_id);

-- Which calls were counted.
CREATE TABLE telephony_lead_meeting (
    lead_id VARCHAR(64) NOT NULL,
    call_key VARCHAR(500) NOT NULL,
    met_at BIGINT NOT NULL,
    PRIMARY KEY (lead_id, call_key)
);

CREATE INDEX telephony_lead_meeting_by_age ON telephony_lead_meeting (met_at);

-- One row: up to when all calls were told.
CREATE TABLE telephony_lead_told (
    told_id INTEGER PRIMARY KEY,
    told_until BIGINT NOT NULL
);
