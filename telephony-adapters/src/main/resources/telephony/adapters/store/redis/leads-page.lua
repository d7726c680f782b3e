-- ARGV: the sorted set, behind which id or nothing, how many. Answers the leads one after the other.
local ids = redis.call('ZRANGEBYLEX', at .. ARGV[3], ARGV[4] == '' and '-' or '(' .. ARGV[4], '+', 'LIMIT', 0, ARGV[5])
local answer = {}
for _, id in ipairs(ids) do
  for _, part in ipairs(show(id)) do
    answer[#answer + 1] = part
  end
end
return answer
