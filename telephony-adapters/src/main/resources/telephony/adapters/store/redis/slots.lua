-- The slots that calls hold and wait for. A place is stage, when it has waited for long enough, order, then the keys, with NUL
-- between them. Of each key the hash slots-held has how many calls hold one. Keys with line breaks between them are the name of
-- a line; the hash slots-lines has how many calls stand in each, slots-line: has their orders and ids, lowest first, and
-- slots-until: the same by when they will have waited for long enough. A call stands there for as long as its row says that it
-- waits; who has lost his place meanwhile is passed over.
local function slotPlace(place)
  local parts = {}
  for part in string.gmatch(place, '[^%z]+') do
    parts[#parts + 1] = part
  end
  local keys = {unpack(parts, 4)}
  return {stage = parts[1], ['until'] = parts[2], order = parts[3], keys = keys, line = table.concat(keys, '\n')}
end

-- The orders and ids of those in a line who have lost their places.
local function lostIn(line, longest)
  return redis.call('ZRANGEBYSCORE', at .. 'slots-until:' .. line, '-inf', text(now() - tonumber(longest)))
end

-- How many stand in the line of a place and come before it, but the call itself.
local function slotsBefore(place, id, longest)
  local index, own = at .. 'slots-line:' .. place.line, place.order .. id
  local count = redis.call('ZLEXCOUNT', index, '-', '(' .. own)
  for _, member in ipairs(lostIn(place.line, longest)) do
    if member < own and idOf(member) ~= id then
      count = count - 1
    end
  end
  local before = redis.call('HGET', at .. 'call:' .. id, 'slots') or ''
  local was = slotPlace(before)
  if was.stage == 'WAITING' and was.line == place.line and was.order < place.order then
    count = count - 1
  end
  return count
end

-- Whether a call may hold its slots that stands at this place before.
local function slotsToBeHad(from, to, limits, id, longest)
  local place = slotPlace(to)
  if place.stage ~= 'HELD' or slotPlace(from).stage == 'HELD' then
    return true
  end
  local i = 0
  for limit in string.gmatch(limits, '%d+') do
    i = i + 1
    if tonumber(redis.call('HGET', at .. 'slots-held', place.keys[i]) or '0') >= tonumber(limit) then
      return false
    end
  end
  return slotsBefore(place, id, longest) == 0
end

-- Moves a call from one place to another; nothing is no place.
local function moveInSlots(from, to, id)
  if from == to then
    return
  end
  for written, number in pairs({[from] = -1, [to] = 1}) do
    local place = slotPlace(written)
    if place.stage == 'HELD' then
      for _, key in ipairs(place.keys) do
        add('slots-held', key, number)
      end
    elseif place.stage == 'WAITING' then
      add('slots-lines', place.line, number)
      local lineKey, untilKey = at .. 'slots-line:' .. place.line, at .. 'slots-until:' .. place.line
      if number == 1 then
        redis.call('ZADD', lineKey, 0, place.order .. id)
        redis.call('ZADD', untilKey, place['until'], place.order .. id)
      else
        redis.call('ZREM', lineKey, place.order .. id)
        redis.call('ZREM', untilKey, place.order .. id)
      end
    end
  end
end
