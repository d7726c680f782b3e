-- ARGV: index, where to begin, where to end, how many.
-- Answers where each call stands in the order (time of creation, id), then the calls.
local places, calls = {}, {}
for i, member in ipairs(redis.call('ZREVRANGEBYLEX', at .. ARGV[3], ARGV[4], ARGV[5], 'LIMIT', 0, ARGV[6])) do
  places[i] = string.sub(member, -52)
  calls[i] = read(idOf(member))
end
return {places, calls}
