-- ARGV: leg, how many.
local calls = {}
for i, member in ipairs(redis.call('ZRANGEBYLEX', at .. 'legs', '[' .. ARGV[3] .. '\0', '(' .. ARGV[3] .. '\1', 'LIMIT', 0, ARGV[4])) do
  calls[i] = read(idOf(member))
end
return calls
