-- ARGV: index, where to begin, how many.
local entries = {}
for i, member in ipairs(redis.call('ZREVRANGEBYLEX', at .. ARGV[3], ARGV[4], '-', 'LIMIT', 0, ARGV[5])) do
  -- The first 16 characters are the time of receiving.
  entries[i] = redis.call('HGET', at .. 'event:' .. string.sub(member, 17), 'entry')
end
return entries
