-- ARGV: kind, id.
return rows({}, {ARGV[3] .. ' ' .. ARGV[4]})
