-- Answers each line in which somebody waits: its name, the order and id of who is first, how many wait; then each key and how
-- many calls hold one, one after the other. ARGV: how long after its time a call has its place.
local longest = ARGV[3]
local lines = {}
for _, line in ipairs(redis.call('HKEYS', at .. 'slots-lines')) do
  local lost = {}
  local lostCount = 0
  for _, member in ipairs(lostIn(line, longest)) do
    lost[member] = true
    lostCount = lostCount + 1
  end
  -- Among one more than have lost their places is somebody who has not.
  for _, member in ipairs(redis.call('ZRANGE', at .. 'slots-line:' .. line, 0, lostCount)) do
    if not lost[member] then
      lines[#lines + 1] = {line, member, redis.call('ZCARD', at .. 'slots-line:' .. line) - lostCount}
      break
    end
  end
end
return {lines, redis.call('HGETALL', at .. 'slots-held')}
