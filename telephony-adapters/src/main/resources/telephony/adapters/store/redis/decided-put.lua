-- ARGV: call id, room's name or nothing, SIP id or nothing, when it was decided, row. Of each call there is a hash; the hashes
-- decided-rooms and decided-sip lead to it, and the sorted set decided-at has all of them by time.
local call = at .. 'decided:' .. ARGV[3]
if redis.call('EXISTS', call) == 1 or (ARGV[4] ~= '' and redis.call('HEXISTS', at .. 'decided-rooms', ARGV[4]) == 1) then
  return {'TAKEN'}
end
redis.call('HSET', call, 'room', ARGV[4], 'sip', ARGV[5], 'row', ARGV[7])
redis.call('ZADD', at .. 'decided-at', ARGV[6], ARGV[3])
if ARGV[4] ~= '' then
  redis.call('HSET', at .. 'decided-rooms', ARGV[4], ARGV[3])
end
if ARGV[5] ~= '' then
  local other = redis.call('HGET', at .. 'decided-sip', ARGV[5])
  local known = other and redis.call('ZSCORE', at .. 'decided-at', other)
  if not known or tonumber(known) <= tonumber(ARGV[6]) then
    redis.call('HSET', at .. 'decided-sip', ARGV[5], ARGV[3])
  end
end
return {'STORED'}
