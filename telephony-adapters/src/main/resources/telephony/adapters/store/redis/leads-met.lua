-- ARGV: tenant, number, name, campaign, the call's key, when, the id of who is met first. Counts as Lead.after says.
local tenant, number, name, campaign, key, met, fresh = unpack(ARGV, 3, 9)
local whose = string.len(tenant) .. ' ' .. tenant .. number
local id = redis.call('HGET', at .. 'lead-ids', whose)
local isNew = not id
id = id or fresh
local lead = at .. 'lead:' .. id
if redis.call('ZADD', at .. 'lead-meetings', 'NX', met, id .. ' ' .. key) == 0 and not isNew then
  return show(id)
end
if isNew then
  redis.call('HSET', at .. 'lead-ids', whose, id)
  redis.call('HSET', lead, 'tenant', tenant, 'number', number, 'name', name, 'campaign', campaign, 'calls', 1, 'first',
    met, 'last', met, 'version', 1)
  redis.call('ZADD', at .. 'leads', 0, id)
  redis.call('ZADD', at .. 'leads-of-number:' .. number, 0, id)
  if tenant ~= '' then
    redis.call('ZADD', at .. 'leads-of-tenant:' .. tenant, 0, id)
  end
  if campaign ~= '' then
    redis.call('ZADD', at .. 'leads-of-campaign:' .. campaign, 0, id)
  end
  return show(id)
end
local known = redis.call('HMGET', lead, 'name', 'campaign', 'first', 'last')
local latest = tonumber(met) >= tonumber(known[4])
if name ~= '' and (latest or known[1] == '') then
  redis.call('HSET', lead, 'name', name)
end
if campaign ~= '' and (latest or known[2] == '') and campaign ~= known[2] then
  redis.call('ZREM', at .. 'leads-of-campaign:' .. known[2], id)
  redis.call('ZADD', at .. 'leads-of-campaign:' .. campaign, 0, id)
  redis.call('HSET', lead, 'campaign', campaign)
end
if tonumber(met) < tonumber(known[3]) then
  redis.call('HSET', lead, 'first', met)
end
if latest then
  redis.call('HSET', lead, 'last', met)
end
redis.call('HINCRBY', lead, 'calls', 1)
redis.call('HINCRBY', lead, 'version', 1)
return show(id)
