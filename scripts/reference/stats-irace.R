# Who survives irace's Friedman test, for src/stats/tests/friedman.ts to agree with.
#
# Run: Rscript scripts/reference/stats-irace.R   (needs irace 4.2)
# Writes test/reference/stats-irace.json: losses by candidate, alpha, irace's p-value, rank sums and survivors (0-based).

suppressPackageStartupMessages(library(irace))
stopifnot(packageVersion("irace") >= "4.2")
set.seed(4711)

numbers <- function(x) paste0("[", paste(sprintf("%.17g", x), collapse = ","), "]")
cases <- character()
for (candidates in c(3, 4, 6, 10, 25)) {
  for (replicates in c(3, 5, 8, 20)) {
    for (kind in 1:5) {
      alpha <- c(0.01, 0.05, 0.1, 0.2, 0.05)[kind]
      shift <- c(0, 1, 2, 4, 0.5)[kind] * seq_len(candidates) / candidates
      # Multiples of 1/4: exactly representable, with ties.
      losses <- round(4 * (matrix(rnorm(replicates * candidates), replicates) + rep(shift, each = replicates))) / 4
      result <- irace:::aux2.friedman(losses, seq_len(candidates), rep(TRUE, candidates), conf.level = 1 - alpha)
      if (is.nan(result$p.value)) next
      rows <- apply(losses, 2, numbers)
      cases <- c(cases, sprintf(
        '{"alpha":%g,"losses":[%s],"pValue":%.17g,"rankSums":%s,"alive":%s}',
        alpha, paste(rows, collapse = ","), result$p.value, numbers(result$ranks), numbers(which(result$alive) - 1)
      ))
    }
  }
}
writeLines(c("[", paste(cases, collapse = ",\n"), "]"), "test/reference/stats-irace.json")
cat(length(cases), "cases\n")
