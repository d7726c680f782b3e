-- ARGV: index, where to begin, how many.
-- Answers where each entry stands in the order (time of receiving, key), then the entries.
local places, entries = {}, {}
for i, member in ipairs(redis.call('ZREVRANGEBYLEX', at .. ARGV[3], ARGV[4], '-', 'LIMIT', 0, ARGV[5])) do
  places[i] = member
  -- The first 16 characters are the time of receiving.
  entries[i] = redis.call('HGET', at .. 'event:' .. string.sub(member, 17), 'entry') or ''
end
return {places, entries}
