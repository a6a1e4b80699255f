#!/bin/sh
# A trainer in shell and awk: estimates pi by throwing darts, on a grid or at random. Gets its settings as
# environment variables (pass: environment) and writes its loss into the file that SUREFOOT_RESULT names.
set -eu
awk -v darts="$SUREFOOT_CONFIG_darts" -v grid="$SUREFOOT_CONFIG_grid" -v seed="$SUREFOOT_SEED_INIT" '
  BEGIN {
    srand(seed); side = int(sqrt(darts)); hits = 0
    for (dart = 0; dart < side * side; dart++) {
      if (grid == "true") { x = (dart % side + rand()) / side; y = (int(dart / side) + rand()) / side }
      else { x = rand(); y = rand() }
      if (x * x + y * y < 1) hits++
    }
    error = 4 * hits / (side * side) - 3.141592653589793
    printf "{\"loss\": %.17g}\n", error < 0 ? -error : error
  }' > "$SUREFOOT_RESULT"
