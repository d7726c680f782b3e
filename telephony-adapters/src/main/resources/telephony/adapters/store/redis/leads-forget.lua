-- ARGV: before when, how many.
local old = redis.call('ZRANGEBYSCORE', at .. 'lead-meetings', '-inf', '(' .. ARGV[3], 'LIMIT', 0, ARGV[4])
for _, meeting in ipairs(old) do
  redis.call('ZREM', at .. 'lead-meetings', meeting)
end
return {#old}
