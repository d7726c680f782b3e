-- Answers the id of every ruling, and its row, in no order.
return redis.call('HGETALL', at .. 'guard-rulings')
