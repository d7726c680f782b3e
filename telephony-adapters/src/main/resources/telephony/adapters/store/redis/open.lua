-- Who opens a connection tells what he found at its other end, and is told who the store is and since when it remembers;
-- RedisGeneration says why so. ARGV: time or nothing, an instance id and a generation for a new beginning, the server's
-- run id and replication id, whether it was a replica before, whether it keeps what it acknowledges, our format.
local time = ARGV[1]
if time == '' then
  local server = redis.call('TIME')
  time = string.format('%.0f', tonumber(server[1]) * 1000 + math.floor(tonumber(server[2]) / 1000))
end
local run, replication, promoted, durable, format = ARGV[4], ARGV[5], ARGV[6], ARGV[7], ARGV[8]
local known = redis.call('HMGET', KEYS[1], 'instance', 'generation', 'since', 'run', 'replication', 'durable', 'format')

if known[7] and tonumber(known[7]) > tonumber(format) then
  return {'', '', '', time, known[7]}
end

local sameServer = known[4] == run and known[5] == replication
local readBackWhole = known[6] == '1' and durable == '1' and promoted == '0'
local instance, generation, since = known[1], known[2], known[3]
if not instance then
  instance, generation, since = ARGV[2], ARGV[3], time
elseif not sameServer and not readBackWhole then
  generation, since = ARGV[3], time
end
if not sameServer or known[6] ~= durable then
  redis.call('HSET', KEYS[1], 'instance', instance, 'generation', generation, 'since', since, 'run', run,
    'replication', replication, 'durable', durable, 'format', format)
end
return {instance, generation, since, time, format}
