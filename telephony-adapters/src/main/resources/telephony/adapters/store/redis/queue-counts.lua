-- Answers each place and how many calls are there, one after the other.
return redis.call('HGETALL', at .. 'queue-counts')
