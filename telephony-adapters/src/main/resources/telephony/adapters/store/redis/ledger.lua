-- Of each key of the ledger there is a hash of what each owner has under it, with the total, and a sorted set of when each
-- owner's amount ends. Of each owner there is a hash of the kind of what he has under each key. They leave by themselves
-- some time after the last of their amounts counts no more.
local GRACE = 3600000

local function amountsOf(key)
  return at .. 'ledger:' .. key
end

local function endsOf(key)
  return at .. 'ledger-end:' .. key
end

local function linesOf(owner)
  return at .. 'ledger-of:' .. owner
end

-- Takes away what this owner has under this key.
local function drop(key, owner)
  local had = redis.call('HGET', amountsOf(key), 'of:' .. owner)
  if had then
    redis.call('HINCRBY', amountsOf(key), 'total', '-' .. had)
    redis.call('HDEL', amountsOf(key), 'of:' .. owner)
  end
  redis.call('ZREM', endsOf(key), owner)
  redis.call('HDEL', linesOf(owner), key)
  if redis.call('EXISTS', endsOf(key)) == 0 then
    redis.call('DEL', amountsOf(key))
  end
end
