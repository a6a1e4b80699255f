#!/usr/bin/env Rscript
# Writes the tables of R's packages that suite.json lists as CSV files: empty cells where a value is missing, days as 2001-12-31.
#
#   Rscript make.R FOLDER PACKAGE ITEM NAME [PACKAGE ITEM NAME ...]

arguments <- commandArgs(trailingOnly = TRUE)
folder <- arguments[1]
for (place in seq(2, length(arguments), by = 3)) {
  package <- arguments[place]
  item <- arguments[place + 1]
  name <- arguments[place + 2]
  # data(pbc) of survival comes with cancer.
  found <- new.env()
  suppressWarnings(data(list = item, package = package, envir = found))
  if (is.null(found[[item]])) data(list = "cancer", package = package, envir = found)
  table <- as.data.frame(found[[item]])
  # A status is a class, and its numbers are names.
  if (name == "liver") table$status <- c("censored", "transplant", "dead")[table$status + 1]
  write.csv(table, file.path(folder, paste0(name, ".csv")), row.names = FALSE, na = "")
}
