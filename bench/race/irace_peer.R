# irace on one drawn table: the first argument is a file of losses, one row a candidate, one column a replicate, the second
# the budget, the third the seed. Replicates are its instances. Prints the pick's 0-based index and the trainings used.
suppressPackageStartupMessages(library(irace))
args <- commandArgs(trailingOnly = TRUE)
losses <- as.matrix(read.csv(args[1], header = FALSE))
spent <- 0
run <- function(experiment, scenario) {
  spent <<- spent + 1
  list(cost = losses[as.integer(experiment$configuration[["candidate"]]), as.integer(experiment$instance)])
}
values <- paste(seq_len(nrow(losses)), collapse = ",")
parameters <- readParameters(text = paste0('candidate "" c (', values, ")"))
scenario <- list(
  targetRunner = run, parameters = parameters, instances = seq_len(ncol(losses)), maxExperiments = as.integer(args[2]), seed = as.integer(args[3]),
  logFile = "", sampleInstances = FALSE
)
sink(stderr())
found <- irace(scenario = scenario)
sink()
cat(as.integer(found[["candidate"]][1]) - 1, spent, "\n")
