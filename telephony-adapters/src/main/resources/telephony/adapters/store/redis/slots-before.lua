-- Answers how many wait before a call. ARGV: how long after its time a call has its place, the place, call id.
return {slotsBefore(slotPlace(ARGV[4]), ARGV[5], ARGV[3])}
