-- ARGV: key of an order or nothing, its fingerprint, when it was claimed; number of events (0 or 1), key, time of receiving, verdict, entry;
-- call id or nothing, version expected, version next, room and episode or nothing, room name, time of creation, open (0 or
-- 1), due, lease owner, lease until, at rest since, row, tenant or nothing, place in the queue or nothing, place with its
-- slots or nothing, their limits, how long after its time a call has its place; number of legs, legs; then call id and line of
-- each entry.
-- Nothing is written before all is checked, and the first write is one that a full server refuses, so that a refused
-- step has done nothing.
local orderKey, fingerprint, claimed = ARGV[3], ARGV[4], ARGV[5]
local hasEvent, eventKey, received, verdict, entry = ARGV[6] == '1', ARGV[7], ARGV[8], ARGV[9], ARGV[10]
local id, expected, version, room, name, created = ARGV[11], ARGV[12], ARGV[13], ARGV[14], ARGV[15], ARGV[16]
local open, due, owner, leased, rest, row = ARGV[17] == '1', ARGV[18], ARGV[19], ARGV[20], ARGV[21], ARGV[22]
local tenant, queued, slots, limits, longest = ARGV[23], ARGV[24], ARGV[25], ARGV[26], ARGV[27]
local legs = tonumber(ARGV[28])

local event = at .. 'event:' .. eventKey
local call = at .. 'call:' .. id
local old = {}

local before = hasEvent and redis.call('HMGET', event, 'verdict', 'received') or {}
if before[1] and (before[1] ~= 'QUARANTINED' or verdict == 'QUARANTINED') then
  return {'DUPLICATE'}
end
local order = at .. 'order:' .. orderKey
if orderKey ~= '' and redis.call('EXISTS', order) == 1 then
  return {'KEY_TAKEN'}
end
if id ~= '' then
  old = redis.call('HMGET', call, 'version', 'room', 'name', 'created', 'tenant', 'queue', 'slots')
  if (old[1] or '0') ~= expected then
    return {'CONFLICT'}
  end
  if room ~= '' then
    local taken = redis.call('ZRANGEBYLEX', at .. 'rooms', '[' .. room .. '\0', '(' .. room .. '\1', 'LIMIT', 0, 1)
    if taken[1] and idOf(taken[1]) ~= id then
      return {'CONFLICT'}
    end
  end
  if not slotsToBeHad(old[7] or '', slots, limits, id, longest) then
    return {'FULL'}
  end
end

local function takeIn()
  redis.call('HSET', event, 'verdict', verdict, 'received', received, 'entry', entry)
  if before[1] then
    redis.call('ZREM', at .. 'inbox', before[2] .. eventKey)
    redis.call('ZREM', at .. 'inbox:' .. before[1], before[2] .. eventKey)
  end
  redis.call('ZADD', at .. 'inbox', 0, received .. eventKey)
  redis.call('ZADD', at .. 'inbox:' .. verdict, 0, received .. eventKey)
end

local function moveInIndexes()
  if old[2] and old[2] ~= '' and old[2] ~= room then
    redis.call('ZREM', at .. 'rooms', old[2] .. '\0' .. id)
  end
  if old[1] and (old[3] ~= name or old[4] ~= created) then
    redis.call('ZREM', at .. 'calls', old[4] .. id)
    redis.call('ZREM', at .. 'calls-open', old[4] .. id)
    redis.call('ZREM', at .. 'named', old[3] .. '\0' .. old[4] .. id)
    redis.call('ZREM', at .. 'named-open', old[3] .. '\0' .. old[4] .. id)
  end
  if old[5] and old[5] ~= '' and (old[5] ~= tenant or old[3] ~= name or old[4] ~= created) then
    redis.call('ZREM', at .. 'tenants', old[5] .. '\0' .. old[4] .. id)
    redis.call('ZREM', at .. 'tenants-named', old[5] .. '\0' .. old[3] .. '\0' .. old[4] .. id)
  end
  if tenant ~= '' then
    redis.call('ZADD', at .. 'tenants', 0, tenant .. '\0' .. created .. id)
    redis.call('ZADD', at .. 'tenants-named', 0, tenant .. '\0' .. name .. '\0' .. created .. id)
  end
  if room ~= '' then
    redis.call('ZADD', at .. 'rooms', 0, room .. '\0' .. id)
  end
  redis.call('ZADD', at .. 'calls', 0, created .. id)
  redis.call('ZADD', at .. 'named', 0, name .. '\0' .. created .. id)
  if open then
    redis.call('ZADD', at .. 'calls-open', 0, created .. id)
    redis.call('ZADD', at .. 'named-open', 0, name .. '\0' .. created .. id)
  else
    redis.call('ZREM', at .. 'calls-open', created .. id)
    redis.call('ZREM', at .. 'named-open', name .. '\0' .. created .. id)
  end
end

local function schedule()
  redis.call('ZREM', at .. 'due', id)
  redis.call('ZREM', at .. 'leased', id)
  redis.call('ZREM', at .. 'rest', id)
  if rest ~= '' then
    redis.call('ZADD', at .. 'rest', rest, id)
  elseif due ~= '' and leased ~= '' then
    redis.call('ZADD', at .. 'leased', leased, id)
  elseif due ~= '' then
    redis.call('ZADD', at .. 'due', due, id)
  end
end

if orderKey ~= '' then
  redis.call('HSET', order, 'fingerprint', fingerprint, 'call', id, 'claimed', claimed)
  redis.call('ZADD', at .. 'orders', claimed, orderKey)
end
if hasEvent then
  takeIn()
end
if id ~= '' then
  redis.call('HSET', call, 'version', version, 'room', room, 'name', name, 'created', created, 'due', due,
    'owner', owner, 'until', leased, 'row', row, 'tenant', tenant, 'queue', queued, 'slots', slots)
  moveInQueue(old[6] or '', queued, created, id)
  moveInSlots(old[7] or '', slots, id)
  moveInIndexes()
  schedule()
  for i = 29, 28 + legs do
    local leg = ARGV[i]
    if redis.call('HEXISTS', at .. 'call-legs:' .. id, leg) == 0 then
      local number = redis.call('HINCRBY', at .. 'counts', 'legs', 1)
      local member = leg .. '\0' .. string.format('%016.0f', number) .. id
      redis.call('HSET', at .. 'call-legs:' .. id, leg, member)
      redis.call('ZADD', at .. 'legs', 0, member)
    end
  end
end
for i = 29 + legs, #ARGV, 2 do
  redis.call('RPUSH', at .. 'timeline:' .. ARGV[i], ARGV[i + 1])
end
return {'STORED'}
