-- ARGV: before when, how many.
local old = redis.call('ZRANGEBYSCORE', at .. 'decided-at', '-inf', '(' .. ARGV[3], 'LIMIT', 0, ARGV[4])
for _, id in ipairs(old) do
  local call = at .. 'decided:' .. id
  local place = redis.call('HMGET', call, 'room', 'sip')
  for i, index in ipairs({'decided-rooms', 'decided-sip'}) do
    if place[i] and place[i] ~= '' and redis.call('HGET', at .. index, place[i]) == id then
      redis.call('HDEL', at .. index, place[i])
    end
  end
  redis.call('DEL', call)
  redis.call('ZREM', at .. 'decided-at', id)
end
return {#old}
