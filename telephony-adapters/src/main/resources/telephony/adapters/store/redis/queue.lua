-- Where calls stand on their trunks: a place is trunk, NUL, tenant, NUL, stage. Of each place the hash queue-counts has how
-- many calls are there, and queue-under-way of each trunk how many have had their turn.
local function queuePlace(trunk, tenant, stage)
  return trunk .. '\0' .. tenant .. '\0' .. stage
end

local function countInQueue(trunk, tenant, stage, number)
  add('queue-counts', queuePlace(trunk, tenant, stage), number)
  if stage ~= 'WAITING' then
    add('queue-under-way', trunk, number)
  end
end

-- Moves a call from one place to another; nothing is no place.
local function moveInQueue(from, to, created, id)
  if from == to then
    return
  end
  for place, number in pairs({[from] = -1, [to] = 1}) do
    local trunk, tenant, stage = string.match(place, '^([^%z]*)%z([^%z]*)%z([^%z]*)$')
    if trunk then
      countInQueue(trunk, tenant, stage, number)
      if stage == 'WAITING' then
        redis.call(number == 1 and 'ZADD' or 'ZREM', at .. 'queue:' .. trunk,
          unpack(number == 1 and {0, tenant .. '\0' .. created .. id} or {tenant .. '\0' .. created .. id}))
      end
    end
  end
end
