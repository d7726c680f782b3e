-- ARGV: call id.
local row = redis.call('HGET', at .. 'decided:' .. ARGV[3], 'row')
return row and {ARGV[3], row} or {}
