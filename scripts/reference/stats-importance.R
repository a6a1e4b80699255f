# What base R makes of the same settings and figures, for src/stats/importance to agree with: type II sums of squares
# (drop1), generalised variance inflation, variances of effects with intervals of their noncentralities (pchisq), adjusted means, and
# the variance between candidates of Paule and Mandel.
#
# Run: Rscript scripts/reference/stats-importance.R
# Writes test/reference/stats-importance.json.

set.seed(20261125)
level <- 0.95

numbers <- function(x) paste0("[", paste(ifelse(is.finite(x), sprintf("%.17g", x), "null"), collapse = ","), "]")
texts <- function(x) paste0("[", paste(ifelse(is.na(x), "null", sprintf('"%s"', x)), collapse = ","), "]")

# As a parabola about the middle of the range, by logarithms where it spans more than a hundredfold.
amount <- function(values, parabola) {
  distinct <- sort(unique(values[!is.na(values)]))
  into <- if (distinct[1] > 0 && max(distinct) / distinct[1] > 100) log else identity
  middle <- (into(distinct[1]) + into(max(distinct))) / 2
  half <- (into(max(distinct)) - into(distinct[1])) / 2
  at <- ifelse(is.na(values), 0, (into(values) - middle) / half)
  columns <- cbind(at)
  if (parabola && length(distinct) > 2) columns <- cbind(columns, at^2)
  if (anyNA(values)) columns <- cbind(columns, as.numeric(is.na(values)))
  columns
}

category <- function(values) {
  values <- ifelse(is.na(values), "none", values)
  levels <- sort(unique(values), method = "radix")
  sapply(levels[-1], function(level) as.numeric(values == level))
}

between <- function(X, y, noise) {
  excess <- function(tau) {
    fit <- lm.wfit(X, y, 1 / (tau + noise))
    sum(fit$residuals^2 / (tau + noise)) - (length(y) - fit$rank)
  }
  if (excess(0) <= 0) return(0)
  high <- var(y)
  while (excess(high) > 0) high <- 2 * high
  uniroot(excess, c(0, high), tol = 1e-16, maxiter = 10000)$root
}

noncentrality <- function(p, x, df) {
  g <- function(lambda) pchisq(x, df, ncp = lambda) - p
  if (pchisq(x, df) <= p) return(0)
  high <- 1
  while (g(high) > 0) high <- 2 * high
  uniroot(g, c(0, high), tol = 1e-13, maxiter = 10000)$root
}

describe <- function(name, settings, y, noise, parabola = TRUE) {
  blocks <- lapply(settings, function(x) as.matrix(if (is.numeric(x)) amount(x, parabola) else category(x)))
  terms <- rep(seq_along(blocks), sapply(blocks, ncol))
  X <- do.call(cbind, blocks)
  colnames(X) <- paste0("x", seq_len(ncol(X)))
  design <- cbind(1, X)
  equal <- length(unique(noise)) == 1
  tau <- if (equal) 0 else between(design, y, noise)
  w <- if (equal) rep(1, length(y)) else 1 / (tau + noise)
  w <- w / mean(w)
  full <- lm(y ~ X, weights = w)
  rest <- full$df.residual
  error <- deviance(full) / rest
  total <- deviance(lm(y ~ 1, weights = w))
  R <- cov2cor(cov.wt(X, w)$cov)
  tail <- pnorm(qt((1 + level) / 2, rest), lower.tail = FALSE)
  parts <- sapply(seq_along(blocks), function(j) {
    own <- terms == j
    without <- if (all(own)) lm(y ~ 1, weights = w) else lm(y ~ X[, !own], weights = w)
    df <- without$df.residual - rest
    ss <- deviance(without) - deviance(full)
    effect <- drop(X[, own, drop = FALSE] %*% coef(full)[-1][own])
    scale <- max(1, sum(w * (effect - weighted.mean(effect, w))^2) / ss)
    value <- max(0, ss - df * error)
    scale * c(value, min(value, error * noncentrality(1 - tail, ss / error, df)), max(value, error * noncentrality(tail, ss / error, df)))
  })
  rows <- sapply(seq_along(blocks), function(j) {
    own <- terms == j
    without <- if (all(own)) lm(y ~ 1, weights = w) else lm(y ~ X[, !own], weights = w)
    alone <- lm(y ~ X[, own], weights = w)
    df <- without$df.residual - rest
    squares <- deviance(without) - deviance(full)
    own_part <- parts[, j]
    others <- cbind(parts[, -j], length(y) * error * c(1, rest / qchisq(c((1 + level) / 2, (1 - level) / 2), rest)))
    D <- sum(others[1, ])
    below <- sqrt(sum((others[1, ] - others[2, ])^2))
    above <- sqrt(sum((others[3, ] - others[1, ])^2))
    A <- own_part
    odds <- c(A[1] / D,
      if (A[2] == 0) 0 else A[1] / D * exp(-sqrt(log(A[1] / A[2])^2 + log((D + above) / D)^2)),
      if (A[1] == 0) A[3] / D else A[1] / D * exp(sqrt(log(A[3] / A[1])^2 + log(D / (D - below))^2)))
    gvif <- if (all(own)) 1 else
      det(R[own, own, drop = FALSE]) * det(R[!own, !own, drop = FALSE]) / det(R)
    # Adjusted means at the values that candidates have: model rows with this setting replaced, averaged, times coefficients.
    at <- if (is.numeric(settings[[j]])) order(settings[[j]], na.last = NA) else order(settings[[j]])
    at <- at[!duplicated(settings[[j]][at])]
    means <- sapply(at, function(i) {
      row <- c(1, colMeans(X)); row[c(FALSE, own)] <- X[i, own]
      se <- sqrt(drop(t(row) %*% vcov(full) %*% row))
      m <- sum(row * coef(full))
      c(m, m + c(-1, 1) * qt((1 + level) / 2, rest) * se)
    })
    sprintf('{"degrees":%d,"squares":%.17g,"share":%s,"alone":%.17g,"inflation":%.17g,"means":%s}',
      df, squares, numbers(odds / (1 + odds)),
      min(1, max(0, (total - deviance(alone) - df * error) / (total + error))), gvif^(1 / (2 * df)),
      if (length(at) > 9) "null" else paste0("[", paste(apply(means, 2, numbers), collapse = ","), "]"))
  })
  inputs <- mapply(function(x, n) sprintf('{"name":"%s","values":%s}', n, if (is.numeric(x)) numbers(x) else texts(x)),
    settings, names(settings))
  sprintf('{"name":"%s","settings":[%s],"values":%s,"noise":%s,"between":%.17g,"degrees":%d,"explained":%.17g,"found":[%s]}',
    name, paste(inputs, collapse = ","), numbers(y), numbers(noise), tau, rest, max(0, summary(full)$adj.r.squared),
    paste(rows, collapse = ","))
}

grid <- expand.grid(units = c(8, 16), lr = c(0.0001, 0.001, 0.03), act = c("relu", "tanh", "gelu"), stringsAsFactors = FALSE)
n <- nrow(grid)
balanced <- describe("balanced, equal weights", as.list(grid),
  0.3 - 0.04 * (grid$act == "tanh") + 0.02 * log10(grid$lr)^2 + rnorm(n, sd = 0.03), rep(0, n))

space <- data.frame(
  units = sample(c(8, 16, 32, 64), 48, TRUE), lr = 10^runif(48, -4, -1), act = sample(c("relu", "tanh", "elu"), 48, TRUE),
  decay = sample(c(NA, 0.01, 0.1, 0.3), 48, TRUE), batch = 0, stringsAsFactors = FALSE)
space$batch <- ifelse(runif(48) < 0.8, space$units * 2, 32) # Goes with units.
trials <- sample(c(3, 5, 8, 20), 48, TRUE)
figure <- 0.5 + 0.1 * (log10(space$lr) + 2.5)^2 - 0.002 * space$units + 0.05 * (space$act == "elu") +
  rnorm(48, sd = 0.03) + rnorm(48, sd = 0.2 / sqrt(trials))
unbalanced <- describe("random, unequal trials, some of it confounded", as.list(space), figure, 0.04 / trials)

nothing <- describe("nothing but noise", as.list(space[c("units", "act", "lr")]), rnorm(48, sd = 0.2 / sqrt(trials)), 0.04 / trials)

few <- data.frame(depth = c(1, 2, 3, 1, 2, 3, 2), wide = c("yes", "no", "no", "yes", "yes", "no", "no"), stringsAsFactors = FALSE)
one <- describe("few candidates, lines", as.list(few), c(1, 2, 3.5, 1.2, 2.2, 3.1, 1.9), rep(0, 7), parabola = FALSE)

tails <- unlist(lapply(c(0, 0.2, 1, 12, 90, 400), function(x) lapply(c(0, 0.5, 10, 300), function(l)
  sprintf('[%g,3,%g,%.17g]', x, l, pchisq(x, 3, ncp = l)))))

writeLines(sprintf('{"level":%g,"tails":[%s],"cases":[\n%s\n]}', level, paste(tails, collapse = ","),
  paste(c(balanced, unbalanced, nothing, one), collapse = ",\n")), "test/reference/stats-importance.json")
