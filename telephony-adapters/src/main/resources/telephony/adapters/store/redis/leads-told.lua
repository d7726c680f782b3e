-- ARGV: up to when all calls were told, or nothing to ask only. Answers up to when, or nothing.
local known = redis.call('GET', at .. 'leads-told')
if ARGV[3] ~= '' and (not known or tonumber(known) < tonumber(ARGV[3])) then
  redis.call('SET', at .. 'leads-told', ARGV[3])
  known = ARGV[3]
end
return known and {known} or {}
