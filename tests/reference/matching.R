# Rank-based Mahalanobis distance (Rosenbaum 2010, § 8.3, with base R's mahalanobis), optimal pairs by enumeration, power (power.t.test, binomial sums), Spearman.
source("common.R")
suppressPackageStartupMessages({library(MASS); library(survival)})

# Twenty patients of the veteran trial, 8 of one treatment and 12 of the other; Karnofsky score and months since diagnosis have ties.
v <- veteran[veteran$trt == 1, ][seq(1, 57, 8), ]
v <- rbind(v, veteran[veteran$trt == 2, ][seq(1, 67, 6), ])
v$treated <- as.integer(v$trt == 1)
v$squamous <- as.integer(v$celltype == "squamous")
# MatchIt 4.5.1 has the same formula, but its function stops on a variable that it never defines.
ranks <- sapply(v[, c("karno", "diagtime", "age", "squamous")], rank)
scale_up <- sqrt(var(1:nrow(v)) / diag(cov(ranks)))
inverse <- ginv(diag(scale_up) %*% cov(ranks) %*% diag(scale_up))
distance <- t(sapply(which(v$treated == 1), function(i)
  sqrt(mahalanobis(ranks[v$treated == 0, ], ranks[i, ], inverse, inverted = TRUE))))
distance <- unname(distance)

# The smallest total of three pairs, by trying every choice of rows and every ordered choice of columns.
best <- Inf
for (rows in combn(8, 3, simplify = FALSE)) for (columns in combn(12, 3, simplify = FALSE))
  for (o in list(c(1, 2, 3), c(1, 3, 2), c(2, 1, 3), c(2, 3, 1), c(3, 1, 2), c(3, 2, 1)))
    best <- min(best, sum(distance[cbind(rows, columns[o])]))

power <- function(d, n) power.t.test(n = n, delta = d, sd = 1, sig.level = .05, strict = TRUE)$power
detectable <- function(n) power.t.test(n = n, power = .8, sd = 1, sig.level = .05, strict = TRUE, tol = 1e-10)$delta

wilson <- function(x, n) { z <- qnorm(.975); p <- x / n
  m <- (p + z^2 / (2 * n)) / (1 + z^2 / n); h <- z * sqrt(p * (1 - p) / n + z^2 / (4 * n^2)) / (1 + z^2 / n)
  c(if (x == 0) 0 else m - h, if (x == n) 1 else m + h) }
half_width <- function(p1, p0, n) {
  total <- 0
  for (x1 in 0:n) for (x0 in 0:n) {
    w1 <- wilson(x1, n); w0 <- wilson(x0, n); q1 <- x1 / n; q0 <- x0 / n
    low <- sqrt((q1 - w1[1])^2 + (w0[2] - q0)^2); high <- sqrt((w1[2] - q1)^2 + (q0 - w0[1])^2)
    total <- total + dbinom(x1, n, p1) * dbinom(x0, n, p0) * (low + high) / 2
  }
  total
}

rho <- cor(v$karno, v$diagtime, method = "spearman")
save_output(list(
  units = lapply(seq_len(nrow(v)), function(i) as.list(v[i, c("treated", "karno", "diagtime", "age", "squamous")])),
  distance = distance, best_total = best,
  power = list(d05_n64 = power(.5, 64), d081_n25 = power(.81, 25)),
  detectable = list(n25 = detectable(25), n40 = detectable(40)),
  half_width = list(n25 = half_width(.8, .6, 25), n40 = half_width(.8, .6, 40)),
  spearman = rho), "matching", c("MASS", "survival"))
