-- ARGV: id, row.
return {redis.call('HSET', at .. 'guard-rulings', ARGV[3], ARGV[4])}
