-- Makes a call that nobody can read due at another time. ARGV: call id, due.
local call = at .. 'call:' .. ARGV[3]
if redis.call('EXISTS', call) == 1 then
  redis.call('HSET', call, 'due', ARGV[4], 'owner', '', 'until', '')
  redis.call('ZADD', at .. 'due', ARGV[4], ARGV[3])
  redis.call('ZREM', at .. 'leased', ARGV[3])
end
return {}
