-- Gives calls that wait on a trunk their turn. Answers the time, then the calls. ARGV: trunk, microseconds between two calls
-- or nothing, calls at a time or nothing, microseconds that a trunk may catch up, owner, time of the lease, how many calls.
-- The members of a trunk's index are tenant, NUL, time of creation, id of the call.
local trunk = ARGV[3]
local time = now()
local index = at .. 'queue:' .. trunk
local room = tonumber(ARGV[9])
if ARGV[5] ~= '' then
  room = math.min(room, tonumber(ARGV[5]) - tonumber(redis.call('HGET', at .. 'queue-under-way', trunk) or '0'))
end
local start = math.max(tonumber(redis.call('HGET', at .. 'queue-next', trunk) or '0'), time * 1000 - tonumber(ARGV[6]))
if ARGV[4] ~= '' then
  if start > time * 1000 then
    room = 0
  else
    room = math.min(room, math.floor((time * 1000 - start) / tonumber(ARGV[4])) + 1)
  end
end
local ended = text(time + tonumber(ARGV[8]))
local last = redis.call('HGET', at .. 'queue-last', trunk) or ''
local begun, calls = 0, {}
while begun < room do
  local member = redis.call('ZRANGEBYLEX', index, '(' .. last .. '\1', '+', 'LIMIT', 0, 1)[1]
    or redis.call('ZRANGE', index, 0, 0)[1]
  if not member then
    break
  end
  local id = idOf(member)
  -- Behind the tenant stand NUL, the 16 characters of a time and the 36 of an id.
  last = string.sub(member, 1, -54)
  local call = at .. 'call:' .. id
  local version = redis.call('HGET', call, 'version')
  -- A call that somebody took out by hand waits no more.
  if version then
    redis.call('HSET', call, 'version', text(tonumber(version) + 1), 'due', text(time), 'owner', ARGV[7], 'until', ended,
      'queue', queuePlace(trunk, last, 'RINGING'))
    redis.call('ZADD', at .. 'leased', ended, id)
    countInQueue(trunk, last, 'RINGING', 1)
    calls[#calls + 1] = read(id)
  end
  countInQueue(trunk, last, 'WAITING', -1)
  redis.call('ZREM', index, member)
  begun = begun + 1
end
if begun > 0 then
  redis.call('HSET', at .. 'queue-last', trunk, last)
  if ARGV[4] ~= '' then
    redis.call('HSET', at .. 'queue-next', trunk, text(start + begun * tonumber(ARGV[4])))
  end
end
return {text(time), calls}
