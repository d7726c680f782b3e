-- Answers of each line what others have under its key, whether it fits, and when it will; counts all when all fit. ARGV:
-- owner, time, 1 to count or 0 to look, how many amounts are looked at; then of each line key, kind, amount, limit, end.
local owner = ARGV[3]
local time = tonumber(ARGV[4])
local most = tonumber(ARGV[6])
local states = {}
local all = true

for i = 7, #ARGV, 5 do
  local key = ARGV[i]
  local amount = tonumber(ARGV[i + 2])
  local limit = tonumber(ARGV[i + 3])
  for _, over in ipairs(redis.call('ZRANGEBYSCORE', endsOf(key), '-inf', text(time), 'LIMIT', 0, most)) do
    drop(key, over)
  end
  local total = tonumber(redis.call('HGET', amountsOf(key), 'total') or '0')
  local others = total - tonumber(redis.call('HGET', amountsOf(key), 'of:' .. owner) or '0')
  local fits = others + amount <= limit
  local fitsAt = ''
  if not fits then
    all = false
    local left = others
    local ends = redis.call('ZRANGE', endsOf(key), 0, most - 1, 'WITHSCORES')
    for j = 1, #ends, 2 do
      if ends[j + 1] == 'inf' then
        break
      end
      if ends[j] ~= owner then
        left = left - tonumber(redis.call('HGET', amountsOf(key), 'of:' .. ends[j]))
        if left + amount <= limit then
          fitsAt = text(tonumber(ends[j + 1]))
          break
        end
      end
    end
  end
  states[#states + 1] = {text(others), fits and 1 or 0, fitsAt}
end

if all and ARGV[5] == '1' then
  local lines = linesOf(owner)
  -- How long the owner's hash is kept, in milliseconds; below 0 = for ever, or it is not there.
  local kept = redis.call('PTTL', lines)
  local forEver = kept == -1
  for i = 7, #ARGV, 5 do
    local key = ARGV[i]
    drop(key, owner)
    if tonumber(ARGV[i + 2]) > 0 then
      redis.call('HSET', amountsOf(key), 'of:' .. owner, ARGV[i + 2])
      redis.call('HINCRBY', amountsOf(key), 'total', ARGV[i + 2])
      redis.call('ZADD', endsOf(key), ARGV[i + 4], owner)
      redis.call('HSET', lines, key, ARGV[i + 1])
      local last = redis.call('ZREVRANGE', endsOf(key), 0, 0, 'WITHSCORES')[2]
      if last == 'inf' then
        redis.call('PERSIST', amountsOf(key))
        redis.call('PERSIST', endsOf(key))
      else
        local timeLeft = text(tonumber(last) - time + GRACE)
        redis.call('PEXPIRE', amountsOf(key), timeLeft)
        redis.call('PEXPIRE', endsOf(key), timeLeft)
      end
      if ARGV[i + 4] == '+inf' then
        forEver = true
      else
        kept = math.max(kept, tonumber(ARGV[i + 4]) - time + GRACE)
      end
    end
  end
  if forEver then
    redis.call('PERSIST', lines)
  elseif kept > 0 then
    redis.call('PEXPIRE', lines, text(kept))
  end
end
return states
