# Surefoot's helper for trainers in R: one file, no packages. One-shot, with `pass: environment` in the experiment:
#
#   trainer: { command: [Rscript, train.R], pass: environment }
#
#   source(file.path(Sys.getenv("SUREFOOT_CLIENTS"), "r", "surefoot.R"))   # or a copy, by `surefoot init --client r`
#   surefoot_train(function(config, seeds, sample) {
#     ...
#     loss                                  # or list(loss = loss, accuracy = accuracy)
#   })
#
# `config` is a list of the settings (numbers and logicals converted, nested ones named by their path:
# config[["optimizer.name"]] comes as config$optimizer_name). `seeds` has init, sample, order and noise; R's generator is
# seeded with init. `sample` has size (0 = everything) and seed. What is printed goes to standard error.
# The list may also have `predictions`, which are kept where the run keeps them (SUREFOOT_PREDICTIONS is 1 then):
# list(kind = "probabilities", selection = matrix, final = matrix, targets = list(selection = vector)), a row for each
# example. The kind is probabilities (of each class), labels (class numbers 0, 1, ..., or a factor) or values.
# `surefoot_report(loss)` after each epoch tells how training goes; it is kept with the trial.
#
# Protocol version 1; see docs/trainer-protocol.md.

surefoot_train <- function(train) {
  result_file <- Sys.getenv("SUREFOOT_RESULT")
  if (result_file == "") return(invisible(train))
  if (Sys.getenv("SUREFOOT_SEED_INIT") == "") stop("surefoot.R needs `pass: environment` in the trainer of the experiment")
  seed_of <- function(name) as.integer(Sys.getenv(paste0("SUREFOOT_SEED_", name)))
  seeds <- list(
    init = seed_of("INIT"), sample = seed_of("SAMPLE"),
    order = seed_of("ORDER"), noise = seed_of("NOISE")
  )
  sample <- list(size = as.integer(Sys.getenv("SUREFOOT_SAMPLE_SIZE")), seed = seeds$sample)
  sink(stderr())
  set.seed(seeds$init)
  answer <- train(surefoot_config(), seeds, sample)
  sink()
  if (!is.list(answer)) answer <- list(loss = answer)
  predictions <- surefoot_predictions(answer$predictions)
  # Only single numbers can be told; a loss that is none is refused on the other side.
  answer <- Filter(function(value) is.numeric(value) && length(value) == 1, answer)
  members <- mapply(function(name, value) sprintf('"%s": %s', name, surefoot_number(value)), names(answer), answer)
  writeLines(paste0("{", paste(c(members, predictions), collapse = ", "), "}"), result_file)
}

# A member of the answer, with the sets as files in the folder of the trial; NULL where nobody keeps any.
surefoot_predictions <- function(told) {
  if (!is.list(told) || Sys.getenv("SUREFOOT_PREDICTIONS") != "1") return(NULL)
  sets <- setdiff(names(told), c("kind", "targets"))
  members <- vapply(sets, function(set) {
    file <- paste0("predictions-", set, ".bin")
    surefoot_prediction_file(file, told$kind, told[[set]], told$targets[[set]])
    sprintf('"%s": "%s"', set, file)
  }, "")
  sprintf('"predictions": {%s}', paste(members, collapse = ", "))
}

surefoot_prediction_file <- function(name, kind, rows, targets) {
  kinds <- c("probabilities", "labels", "values")
  if (!isTRUE(kind %in% kinds)) stop("predictions: kind is one of ", paste(kinds, collapse = ", "))
  plain <- function(values) if (is.factor(values)) as.integer(values) - 1L else as.matrix(values)
  values <- as.matrix(plain(rows))
  if (kind == "probabilities" && ncol(values) == 1) values <- cbind(1 - values, values)
  truth <- if (is.null(targets)) numeric() else as.vector(t(as.matrix(plain(targets))))
  connection <- file(file.path(Sys.getenv("SUREFOOT_FOLDER"), name), "wb")
  on.exit(close(connection))
  writeBin(charToRaw("SFPRED01"), connection)
  head <- c(match(kind, kinds) - 1L, nrow(values), ncol(values), length(truth))
  writeBin(as.integer(head), connection, size = 4, endian = "little")
  writeBin(as.double(c(t(values), truth)), connection, size = 4, endian = "little")
}

surefoot_report <- function(loss) {
  reports <- Sys.getenv("SUREFOOT_REPORTS")
  if (reports != "") cat(surefoot_number(loss), "\n", file = reports, append = TRUE, sep = "")
}

surefoot_config <- function() {
  prefix <- "SUREFOOT_CONFIG_"
  variables <- Sys.getenv()
  names_of <- names(variables)[startsWith(names(variables), prefix)]
  config <- lapply(names_of, function(name) surefoot_value(variables[[name]]))
  names(config) <- substring(names_of, nchar(prefix) + 1)
  config
}

surefoot_value <- function(text) {
  if (text %in% c("true", "false")) return(text == "true")
  number <- suppressWarnings(as.numeric(text))
  if (is.na(number)) text else number
}

# As JSON, with every digit; NaN and infinite losses by name.
surefoot_number <- function(value) {
  if (is.nan(value) || is.na(value)) return("NaN")
  if (is.infinite(value)) return(if (value > 0) "Infinity" else "-Infinity")
  sprintf("%.17g", value)
}
