-- ARGV: id.
return {redis.call('HDEL', at .. 'guard-rulings', ARGV[3])}
