-- ARGV: leg.
local first = redis.call('ZRANGEBYLEX', at .. 'legs', '[' .. ARGV[3] .. '\0', '(' .. ARGV[3] .. '\1', 'LIMIT', 0, 1)
return first[1] and read(idOf(first[1])) or {}
