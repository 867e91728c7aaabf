#!/bin/bash
# The voice of the lab: writes what it is given into a log, takes as long as a voice at 17 characters a second, and writes
# when it was through. speech-dispatcher kills it where a screen reader cuts it; then no end is written.
# say.sh LOG TEXT
export LC_ALL=C.UTF-8
text=$(printf %s "$2" | tr '\n\t' '  ')
printf '%s\tbegin\t%s\t%s\n' "$(date +%s.%N)" $$ "$text" >>"$1"
sleep "$(awk -v n=${#text} 'BEGIN { printf "%.3f", n / 17 + 0.15 }')"
printf '%s\tend\t%s\t\n' "$(date +%s.%N)" $$ >>"$1"
