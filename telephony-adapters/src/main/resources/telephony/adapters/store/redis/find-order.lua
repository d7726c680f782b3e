-- ARGV: key of the order.
local order = redis.call('HMGET', at .. 'order:' .. ARGV[3], 'fingerprint', 'call', 'claimed')
if not order[1] then
  return {}
end
return order
