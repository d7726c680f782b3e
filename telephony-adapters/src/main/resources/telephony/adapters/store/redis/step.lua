-- Begins every step but opening. KEYS[1] is the hash that describes the store; the other keys begin like it, so that all of
-- a store is in one slot. ARGV[1] is the generation that the caller believes in, ARGV[2] the time that he was told to use,
-- in milliseconds, or nothing for the server's own. The arguments of the step follow.
local at = string.sub(KEYS[1], 1, -6)

if redis.call('HGET', KEYS[1], 'generation') ~= ARGV[1] then
  return redis.error_reply('GENERATION the store has begun anew')
end

local function now()
  if ARGV[2] ~= '' then
    return tonumber(ARGV[2])
  end
  local time = redis.call('TIME')
  return tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
end

-- A whole number as text: Lua's own way rounds large ones.
local function text(number)
  return string.format('%.0f', number)
end

-- Adds to a number of a hash; there is none of nothing.
local function add(hash, field, number)
  if redis.call('HINCRBY', at .. hash, field, number) <= 0 then
    redis.call('HDEL', at .. hash, field)
  end
end

-- Members of the indexes end in the id of a call, which has 36 characters.
local function idOf(member)
  return string.sub(member, -36)
end

-- What a reader gets of a call; nothing when it is not there.
local function read(id)
  local call = redis.call('HMGET', at .. 'call:' .. id, 'version', 'due', 'owner', 'until', 'row')
  if not call[1] then
    return {}
  end
  return {id, call[1], call[2], call[3], call[4], call[5]}
end
