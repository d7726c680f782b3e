-- What readers get of entries of these fields: field, entry, field, entry.
local function rows(answer, fields)
  if #fields == 0 then
    return answer
  end
  local found = redis.call('HMGET', at .. 'directory', unpack(fields))
  for i, field in ipairs(fields) do
    answer[#answer + 1] = field
    answer[#answer + 1] = found[i] or ''
  end
  return answer
end
