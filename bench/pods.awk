# Writes small manifests, the same ones each time:
#   awk -v folder=DIR -v count=N -f bench/write.awk -f bench/pods.awk
# Pods and workloads of 300 to 3,000 bytes, as teams write them; 100 to a folder.
BEGIN {
  seed = 20240229
  for (i = 0; i < count; i++) {
    start(i, i ".yaml")
    workload(pick("cart catalog checkout search ledger mailer") "-" i, i % 3)
    close(file)
  }
}
