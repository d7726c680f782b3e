-- Answers the id of every key, and its version, a space and its row, in no order.
return redis.call('HGETALL', at .. 'api-keys')
