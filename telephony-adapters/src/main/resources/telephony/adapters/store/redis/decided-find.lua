-- ARGV: a room's name or nothing, then ids. Answers the call of the room, else of the first id that leads to one.
local function found(id)
  local row = id and redis.call('HGET', at .. 'decided:' .. id, 'row')
  return row and {id, row}
end

local call = ARGV[3] ~= '' and found(redis.call('HGET', at .. 'decided-rooms', ARGV[3]))
for i = 4, #ARGV do
  call = call or found(ARGV[i]) or found(redis.call('HGET', at .. 'decided-sip', ARGV[i]))
end
return call or {}
