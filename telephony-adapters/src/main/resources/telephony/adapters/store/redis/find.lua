-- ARGV: call id.
return read(ARGV[3])
