-- ARGV: room.
local newest = redis.call('ZREVRANGEBYLEX', at .. 'rooms', '(' .. ARGV[3] .. '\1', '[' .. ARGV[3] .. '\0', 'LIMIT', 0, 1)
return newest[1] and read(idOf(newest[1])) or {}
