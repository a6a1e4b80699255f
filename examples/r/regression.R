# A regression in R: how many neighbours average best? Needs Rscript and no package. See regression.yaml.
source(file.path(Sys.getenv("SUREFOOT_CLIENTS"), "r", "surefoot.R"))

truth <- function(x) sin(6 * x)

surefoot_train(function(config, seeds, sample) {
  set.seed(seeds$sample)
  x <- runif(sample$size)
  y <- truth(x) + rnorm(sample$size, sd = 0.3)
  grid <- seq(0, 1, length.out = 101)
  estimate <- sapply(grid, function(at) mean(y[order(abs(x - at))[seq_len(config$neighbours)]]))
  list(loss = mean((estimate - truth(grid))^2), largestError = max(abs(estimate - truth(grid))))
})
