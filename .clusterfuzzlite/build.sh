#!/bin/bash -eu
# As OSS-Fuzz and ClusterFuzzLite call it: CC, CFLAGS and LIB_FUZZING_ENGINE say how to build, $OUT where to put the
# fuzzers, with seeds as NAME_seed_corpus.zip and words as NAME.dict.
build=${WORK:-/tmp}/ecivet
cmake -G Ninja -S . -B "$build" -DECIVET_FUZZ=ON -DECIVET_CLAIMS=ON
for harness in fuzz/fuzz_*.c; do
  name=$(basename "$harness" .c)
  seeds=corpus/${name#fuzz_}
  cmake --build "$build" --target "$name"
  cp "$build/$name" "$OUT/"
  if [ -d "$seeds" ]; then zip -qr -j "$OUT/${name}_seed_corpus.zip" "$seeds"; fi
  if [ -e "fuzz/${name#fuzz_}.dict" ]; then cp "fuzz/${name#fuzz_}.dict" "$OUT/$name.dict"; fi
done
