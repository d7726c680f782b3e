-- ARGV: index, where to begin, where to end, how many.
local calls = {}
for i, member in ipairs(redis.call('ZREVRANGEBYLEX', at .. ARGV[3], ARGV[4], ARGV[5], 'LIMIT', 0, ARGV[6])) do
  calls[i] = read(idOf(member))
end
return calls
