-- Of each lead there is a hash; a text that may be missing stands there, and in the arguments, behind an equals sign, and is
-- nothing when it is missing. The hash lead-ids leads from tenant and number to the id. The sorted sets leads, leads-of-tenant:,
-- leads-of-number: and leads-of-campaign: have the ids in their order.
local function show(id)
  local lead = redis.call('HMGET', at .. 'lead:' .. id, 'tenant', 'number', 'name', 'campaign', 'calls', 'first', 'last',
    'version')
  if not lead[8] then
    return {}
  end
  return {id, unpack(lead)}
end
