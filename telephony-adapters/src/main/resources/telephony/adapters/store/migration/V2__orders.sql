-- The keys of orders to place a call. They outlive their calls, so that no key makes a second phone ring.

CREATE TABLE telephony_order (
    order_key VARCHAR(500) PRIMARY KEY,
    fingerprint VARCHAR(100) NOT NULL,
    call_id UUID NOT NULL,
    claimed_at BIGINT NOT NULL
);

CREATE INDEX telephony_order_by_age ON telephony_order (claimed_at, order_key);
