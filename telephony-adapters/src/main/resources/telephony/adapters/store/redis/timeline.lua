-- ARGV: call id, first, last.
return redis.call('LRANGE', at .. 'timeline:' .. ARGV[3], ARGV[4], ARGV[5])
