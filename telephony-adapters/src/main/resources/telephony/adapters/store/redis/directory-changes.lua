-- ARGV: after which revision, how many. Answers the revision of the directory, up to where removals are forgotten, then the entries.
local head = redis.call('GET', at .. 'directory-head') or '0'
local forgotten = redis.call('GET', at .. 'directory-forgotten') or '0'
return rows({head, forgotten}, redis.call('ZRANGEBYSCORE', at .. 'directory-changes', '(' .. ARGV[3], '+inf', 'LIMIT', 0, ARGV[4]))
