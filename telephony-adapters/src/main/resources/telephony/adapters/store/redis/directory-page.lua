-- ARGV: kind, tenant or nothing, behind which id or nothing, how many.
local index = at .. 'directory:' .. ARGV[3] .. (ARGV[4] == '' and '' or ' ' .. ARGV[4])
local ids = redis.call('ZRANGEBYLEX', index, ARGV[5] == '' and '-' or '(' .. ARGV[5], '+', 'LIMIT', 0, ARGV[6])
for i, id in ipairs(ids) do
  ids[i] = ARGV[3] .. ' ' .. id
end
return rows({}, ids)
