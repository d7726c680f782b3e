-- ARGV: id, version expected, row, for each key. A key stands in a hash as its next version, a space, and the row.
-- Nothing is written before all is checked, and all is written by one command.
local keys = at .. 'api-keys'
local pairs = {}
for i = 3, #ARGV, 3 do
  local known = redis.call('HGET', keys, ARGV[i])
  local version = known and string.match(known, '^%d+') or '0'
  if version ~= ARGV[i + 1] then
    return {'CONFLICT'}
  end
  pairs[#pairs + 1] = ARGV[i]
  pairs[#pairs + 1] = text(tonumber(version) + 1) .. ' ' .. ARGV[i + 2]
end
redis.call('HSET', keys, unpack(pairs))
return {'STORED'}
