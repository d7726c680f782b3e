-- ARGV: after which revision, how many. Answers the revision of the directory, then the entries.
local head = redis.call('GET', at .. 'directory-head') or '0'
return rows({head}, redis.call('ZRANGEBYSCORE', at .. 'directory-changes', '(' .. ARGV[3], '+inf', 'LIMIT', 0, ARGV[4]))
