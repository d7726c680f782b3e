-- ARGV: id.
return {redis.call('HDEL', at .. 'api-keys', ARGV[3])}
