-- Answers the time, and whether the owner holds the lease. ARGV: name, owner, time of the lease.
local lease = at .. 'lease:' .. ARGV[3]
local held = redis.call('HMGET', lease, 'owner', 'until')
local time = now()
if held[1] and held[1] ~= ARGV[4] and tonumber(held[2]) > time then
  return {text(time), 0}
end
redis.call('HSET', lease, 'owner', ARGV[4], 'until', text(time + tonumber(ARGV[5])))
return {text(time), 1}
