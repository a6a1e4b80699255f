# Variance components of single tables of weights x samples by lme4, for src/stats/crossed/crossed-components.ts to agree with: balanced tables
# whose components are all above 0, where restricted maximum likelihood and the analysis of variance are the same.
#
# Run: Rscript scripts/reference/couple-components.R   (Debian's r-cran-lme4)
# Writes test/reference/couple-components.json.

suppressMessages(library(lme4))
set.seed(1967)
numbers <- function(x) paste0("[", paste(sprintf("%.17g", x), collapse = ","), "]")
control <- lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-10, maxfun = 1e6), calc.derivs = FALSE)

case <- function(rows, columns, parts, unit, center) {
  repeat {
    table <- expand.grid(column = factor(1:columns), row = factor(1:rows))
    y <- parts[1] * rnorm(rows)[table$row] + parts[2] * rnorm(columns)[table$column] + parts[3] * rnorm(nrow(table))
    table$y <- signif(center + unit * y, 8)
    squares <- summary(aov(y ~ row + column, table))[[1]][["Mean Sq"]]
    if (min(squares[1:2]) > 1.2 * squares[3]) break
  }
  fit <- lmer(y ~ 1 + (1 | row) + (1 | column), table, REML = TRUE, control = control)
  found <- as.data.frame(VarCorr(fit))
  part <- function(name) found$vcov[found$grp == name]
  lines <- sapply(split(table$y, table$row), numbers)
  sprintf('{"values":[%s],"mean":%.17g,"rows":%.17g,"columns":%.17g,"rest":%.17g}', paste(lines, collapse = ","),
    fixef(fit), part("row"), part("column"), part("Residual"))
}

designs <- list(
  list(5, 5, c(1, 1, 1), 1, 0), list(8, 8, c(1, 0.5, 0.5), 0.2, -3), list(6, 6, c(0.3, 1, 0.3), 0.05, 2),
  list(4, 7, c(1, 2, 1), 10, 100), list(12, 3, c(0.5, 1, 0.2), 1, 0), list(6, 6, c(2, 2, 0.1), 1e-3, 1e-2),
  list(3, 4, c(1, 1, 0.5), 1, -1), list(18, 18, c(0.6, 0.4, 0.7), 0.3, -2)
)
cases <- sapply(designs, function(design) do.call(case, design))
writeLines(c("[", paste(cases, collapse = ",\n"), "]"), "test/reference/couple-components.json")
