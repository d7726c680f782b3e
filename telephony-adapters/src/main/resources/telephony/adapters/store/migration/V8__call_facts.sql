-- For H2 and PostgreSQL alike. What calls are found and counted by, beside their rows: a narrow row for each, so that looking at
-- many reads little, and no index of a call's own row is written more often for it. What was there before is filled in by
-- the next step.

CREATE TABLE telephony_call_facts (
    call_id UUID PRIMARY KEY,
    created_at BIGINT NOT NULL,
    direction VARCHAR(20) NOT NULL,
    status VARCHAR(30) NOT NULL,
    -- Null = it goes on.
    outcome VARCHAR(30),
    tenant_key VARCHAR(500),
    campaign_key VARCHAR(500),
    -- A number in E.164 where it is known so; as it came beside it where that is another text.
    from_key VARCHAR(500),
    from_raw_key VARCHAR(500),
    to_key VARCHAR(500),
    to_raw_key VARCHAR(500),
    own_number_key VARCHAR(500),
    agent_key VARCHAR(500),
    reason_key VARCHAR(500),
    routed VARCHAR(20) NOT NULL,
    ring_millis BIGINT,
    agent_millis BIGINT,
    talk_millis BIGINT
);

CREATE INDEX telephony_facts_by_age ON telephony_call_facts (created_at DESC, call_id DESC);
CREATE INDEX telephony_facts_of_status ON telephony_call_facts (status, created_at DESC, call_id DESC);
CREATE INDEX telephony_facts_of_outcome ON telephony_call_facts (outcome, created_at DESC, call_id DESC);
CREATE INDEX telephony_facts_of_tenant ON telephony_call_facts (tenant_key, created_at DESC, call_id DESC);
CREATE INDEX telephony_facts_of_campaign ON telephony_call_facts (campaign_key, created_at DESC, call_id DESC);
CREATE INDEX telephony_facts_from ON telephony_call_facts (from_key, created_at DESC, call_id DESC);
CREATE INDEX telephony_facts_from_raw ON telephony_call_facts (from_raw_key, created_at DESC, call_id DESC);
CREATE INDEX telephony_facts_to ON telephony_call_facts (to_key, created_at DESC, call_id DESC);
CREATE INDEX telephony_facts_to_raw ON telephony_call_facts (to_raw_key, created_at DESC, call_id DESC);
