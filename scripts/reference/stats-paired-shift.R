# Hodges and Lehmann's shift of paired samples with its interval, for src/stats/intervals/paired-shift.ts to agree with.
#
# Run: Rscript scripts/reference/stats-paired-shift.R
# Writes test/reference/stats-paired-shift.json.

set.seed(1963)
numbers <- function(x) paste0("[", paste(sprintf("%.17g", x), collapse = ","), "]")
cases <- sapply(c(6, 8, 12, 20, 45), function(n) {
  first <- rexp(n) + 0.3
  second <- rexp(n)
  level <- c(0.9, 0.95, 0.99)[1 + n %% 3]
  if (n == 6) level <- 0.9
  found <- wilcox.test(first, second, paired = TRUE, exact = TRUE, conf.int = TRUE, conf.level = level)
  sprintf('{"first":%s,"second":%s,"level":%g,"value":%.17g,"low":%.17g,"high":%.17g}', numbers(first), numbers(second),
    level, found$estimate, found$conf.int[1], found$conf.int[2])
})
writeLines(c("[", paste(cases, collapse = ",\n"), "]"), "test/reference/stats-paired-shift.json")
