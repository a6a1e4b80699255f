# irace as a user would run it on a space of numbers, with replicates as its instances.
#
# The first line of standard input holds the budget and the seed; each further line a parameter, as irace's files have it; an empty line ends them.
# Each training is asked for by the line "train REPLICATE VALUE ..." (from 0); the next line of input is its loss. In the end "pick VALUE ..." is printed.
suppressPackageStartupMessages(library(irace))
input <- file("stdin", "r")
task <- as.integer(strsplit(readLines(input, n = 1), " ")[[1]])
lines <- character()
while (nzchar(line <- readLines(input, n = 1))) lines <- c(lines, line)
parameters <- readParameters(text = lines, digits = 8)
values_of <- function(row) paste(format(unlist(row[parameters$names]), digits = 12, scientific = TRUE, trim = TRUE), collapse = " ")
run <- function(experiment, scenario) {
  cat("train", as.integer(experiment$instance) - 1, values_of(experiment$configuration), "\n", file = stdout())
  flush(stdout())
  list(cost = as.numeric(readLines(input, n = 1)))
}
scenario <- list(
  targetRunner = run, parameters = parameters, instances = seq_len(200), maxExperiments = task[1], seed = task[2],
  logFile = "", sampleInstances = FALSE
)
# irace tells its progress on standard output; only this program's own lines are read.
found <- irace(scenario = scenario)
cat("pick", values_of(found[1, ]), "\n")
