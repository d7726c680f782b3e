-- ARGV: the revision that the directory must be at, or nothing; then kind, id, version expected, tenant or nothing, row, for
-- each entry; a row that is nothing removes it. An entry stands in the hash directory, under its kind, a space and its id, as
-- version, space, tenant, space, row. The sorted set directory-changes has all of them by version, directory-removed those that are
-- removed, directory:<kind> and directory:<kind> <tenant> those that are there by id.
local entries = at .. 'directory'
local head = tonumber(redis.call('GET', at .. 'directory-head') or '0')
if ARGV[3] ~= '' and tonumber(ARGV[3]) ~= head then
  return {'CONFLICT'}
end
for i = 4, #ARGV, 5 do
  local known = redis.call('HGET', entries, ARGV[i] .. ' ' .. ARGV[i + 1])
  local version, row = string.match(known or '0  ', '^(%d+) [^ ]* (.*)$')
  if (row == '' and '0' or version) ~= ARGV[i + 2] then
    return {'CONFLICT'}
  end
end
for i = 4, #ARGV, 5 do
  local kind, id, tenant, row = ARGV[i], ARGV[i + 1], ARGV[i + 3], ARGV[i + 4]
  local field = kind .. ' ' .. id
  local before = string.match(redis.call('HGET', entries, field) or '', '^%d+ ([^ ]*) ')
  if before and before ~= '' then
    redis.call('ZREM', at .. 'directory:' .. kind .. ' ' .. before, id)
  end
  head = head + 1
  redis.call('HSET', entries, field, text(head) .. ' ' .. tenant .. ' ' .. row)
  redis.call('ZADD', at .. 'directory-changes', text(head), field)
  redis.call(row == '' and 'ZADD' or 'ZREM', at .. 'directory-removed', unpack(row == '' and {text(head), field} or {field}))
  redis.call(row == '' and 'ZREM' or 'ZADD', at .. 'directory:' .. kind, unpack(row == '' and {id} or {0, id}))
  if tenant ~= '' then
    redis.call('ZADD', at .. 'directory:' .. kind .. ' ' .. tenant, 0, id)
  end
end
redis.call('SET', at .. 'directory-head', text(head))
return {text(head)}
