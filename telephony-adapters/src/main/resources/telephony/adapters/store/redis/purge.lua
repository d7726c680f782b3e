-- ARGV: before when calls go, before when events go, how many of each, after how long keys of orders go. Nothing here needs memory, so a full server does it.
local calls = redis.call('ZRANGEBYSCORE', at .. 'rest', '-inf', '(' .. ARGV[3], 'LIMIT', 0, ARGV[5])
for _, id in ipairs(calls) do
  local call = at .. 'call:' .. id
  local place = redis.call('HMGET', call, 'room', 'name', 'created', 'tenant', 'slots')
  redis.call('ZREM', at .. 'rest', id)
  -- Nothing is there of a call that somebody took out by hand.
  if place[1] then
    redis.call('ZREM', at .. 'rooms', place[1] .. '\0' .. id)
    redis.call('ZREM', at .. 'calls', place[3] .. id)
    redis.call('ZREM', at .. 'named', place[2] .. '\0' .. place[3] .. id)
    if place[4] and place[4] ~= '' then
      redis.call('ZREM', at .. 'tenants', place[4] .. '\0' .. place[3] .. id)
      redis.call('ZREM', at .. 'tenants-named', place[4] .. '\0' .. place[2] .. '\0' .. place[3] .. id)
    end
  end
  moveInSlots(place[5] or '', '', id)
  for _, leg in ipairs(redis.call('HVALS', at .. 'call-legs:' .. id)) do
    redis.call('ZREM', at .. 'legs', leg)
  end
  redis.call('DEL', call, at .. 'call-legs:' .. id, at .. 'timeline:' .. id)
end
local events = redis.call('ZRANGEBYLEX', at .. 'inbox', '-', '(' .. ARGV[4], 'LIMIT', 0, ARGV[5])
for _, member in ipairs(events) do
  local event = at .. 'event:' .. string.sub(member, 17)
  redis.call('ZREM', at .. 'inbox:' .. (redis.call('HGET', event, 'verdict') or ''), member)
  redis.call('ZREM', at .. 'inbox', member)
  redis.call('DEL', event)
end
local orders = redis.call('ZRANGEBYSCORE', at .. 'orders', '-inf', '(' .. text(now() - tonumber(ARGV[6])), 'LIMIT', 0,
  ARGV[5])
for _, key in ipairs(orders) do
  redis.call('ZREM', at .. 'orders', key)
  redis.call('DEL', at .. 'order:' .. key)
end
return {#calls + #events + #orders}
