-- Sets every amount of one kind that an owner has. ARGV: owner, kind, amount.
local owner = ARGV[3]
local lines = redis.call('HGETALL', linesOf(owner))
for i = 1, #lines, 2 do
  local key = lines[i]
  if lines[i + 1] == ARGV[4] then
    local had = redis.call('HGET', amountsOf(key), 'of:' .. owner)
    if not had or ARGV[5] == '0' then
      drop(key, owner)
    else
      redis.call('HINCRBY', amountsOf(key), 'total', '-' .. had)
      redis.call('HINCRBY', amountsOf(key), 'total', ARGV[5])
      redis.call('HSET', amountsOf(key), 'of:' .. owner, ARGV[5])
    end
  end
end
return {}
