# irace as a user would run it on the candidates of an experiment: its instances are replicates, its configurations candidates.
#
# The first line of standard input holds how many candidates there are, the budget and the seed. Each training is asked for by the
# line "train CANDIDATE REPLICATE" (from 0); the next line of input is its loss. In the end "pick CANDIDATE" is printed.
suppressPackageStartupMessages(library(irace))
input <- file("stdin", "r")
task <- as.integer(strsplit(readLines(input, n = 1), " ")[[1]])
run <- function(experiment, scenario) {
  cat("train", as.integer(experiment$configuration[["candidate"]]) - 1, as.integer(experiment$instance) - 1, "\n", file = stdout())
  flush(stdout())
  list(cost = as.numeric(readLines(input, n = 1)))
}
parameters <- readParameters(text = paste0('candidate "" c (', paste(seq_len(task[1]), collapse = ","), ")"))
scenario <- list(
  targetRunner = run, parameters = parameters, instances = seq_len(200), maxExperiments = task[2], seed = task[3],
  logFile = "", sampleInstances = FALSE
)
# irace tells its progress on standard output; only this program's own lines are read.
found <- irace(scenario = scenario)
cat("pick", as.integer(found[["candidate"]][1]) - 1, "\n")
