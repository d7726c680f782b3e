-- ARGV: event key.
local entry = redis.call('HGET', at .. 'event:' .. ARGV[3], 'entry')
return entry and {entry} or {}
