-- ARGV: up to which version, how many. Answers how many removals were forgotten.
local removed = at .. 'directory-removed'
local gone = redis.call('ZRANGEBYSCORE', removed, '-inf', ARGV[3], 'LIMIT', 0, ARGV[4])
if #gone > 0 then
  redis.call('SET', at .. 'directory-forgotten', redis.call('ZSCORE', removed, gone[#gone]))
  redis.call('HDEL', at .. 'directory', unpack(gone))
  redis.call('ZREM', at .. 'directory-changes', unpack(gone))
  redis.call('ZREM', removed, unpack(gone))
end
return {text(#gone)}
