-- For H2 and PostgreSQL alike. What people decided about dials: what is switched off, and what velocity does not hold up.

CREATE TABLE telephony_guard_ruling (
    ruling_id VARCHAR(40) PRIMARY KEY,
    ruling_row VARCHAR NOT NULL
);
