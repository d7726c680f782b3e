-- Answers the time, then the calls. ARGV: owner, time of the lease, how many calls, how many leases that ran out are looked at.
local time = now()
local over = redis.call('ZRANGEBYSCORE', at .. 'leased', '-inf', text(time), 'LIMIT', 0, ARGV[6])
for _, id in ipairs(over) do
  local due = redis.call('HGET', at .. 'call:' .. id, 'due')
  if due then
    redis.call('ZADD', at .. 'due', due, id)
  end
  redis.call('ZREM', at .. 'leased', id)
end
local ended = text(time + tonumber(ARGV[4]))
local claimed = {}
for _, id in ipairs(redis.call('ZRANGEBYSCORE', at .. 'due', '-inf', text(time), 'LIMIT', 0, ARGV[5])) do
  local call = at .. 'call:' .. id
  local version = redis.call('HGET', call, 'version')
  -- A call that somebody took out by hand is no work.
  if version then
    redis.call('HSET', call, 'version', text(tonumber(version) + 1), 'owner', ARGV[3], 'until', ended)
    redis.call('ZADD', at .. 'leased', ended, id)
    claimed[#claimed + 1] = read(id)
  end
  redis.call('ZREM', at .. 'due', id)
end
return {text(time), claimed}
