-- ARGV: id.
return show(ARGV[3])
