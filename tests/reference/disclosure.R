# What rounded facts leave possible of small cells: integer programs by lpSolve on mtcars, am × cyl, those with vs = 1.
# Facts: size of each am exactly, sizes without one cyl to within `fuzz`, shares of vs to `digits` decimals.
source("common.R")
library(lpSolve)

levels_of <- c(4, 6, 8)
bounds <- function(am, fuzz, digits) {
  d <- mtcars[mtcars$am == am, ]
  rows <- list(); low <- c(); high <- c()
  fact <- function(row, l, h) { rows[[length(rows) + 1]] <<- row; low <<- c(low, l); high <<- c(high, h) }
  share <- function(kept) { # k - bound * n, over the levels kept
    chosen <- d[d$cyl %in% levels_of[kept], ]
    s <- round(mean(chosen$vs), digits); half <- 0.5 * 10^-digits
    fact(c(-(s - half) * kept, kept), 0, 1e6)
    fact(c(-(s + half) * kept, kept), -1e6, 0)
  }
  fact(c(1, 1, 1, 0, 0, 0), nrow(d), nrow(d))
  share(c(1, 1, 1) == 1)
  for (i in 1:3) {
    kept <- (1:3) != i
    n <- sum(d$cyl != levels_of[i])
    fact(c(kept, 0, 0, 0), n - fuzz, n + fuzz)
    share(kept)
    fact(c(replace(numeric(6), c(i, i + 3), c(1, -1))), 0, 1e6) # no more with than there are
  }
  m <- do.call(rbind, rows)
  side <- function(direction, cell) {
    found <- lp(direction, replace(numeric(6), cell, 1), rbind(m, m), c(rep(">=", nrow(m)), rep("<=", nrow(m))),
                c(low, high), int.vec = 1:6)
    stopifnot(found$status == 0)
    found$objval
  }
  list(low = sapply(1:6, function(cell) side("min", cell)), high = sapply(1:6, function(cell) side("max", cell)))
}

cases <- list(exact = c(0, 3), sizes_within_two = c(2, 2), one_decimal = c(3, 1))
results <- lapply(cases, function(case) lapply(list(am0 = 0, am1 = 1), function(am) bounds(am, case[1], case[2])))
facts <- do.call(rbind, lapply(0:1, function(am) do.call(rbind, lapply(c(0, levels_of), function(out) {
  d <- mtcars[mtcars$am == am & mtcars$cyl != out, ]
  data.frame(am = am, without = out, n = nrow(d), share = mean(d$vs))
}))))
export(facts, "disclosure_mtcars")
save_output(results, "disclosure", c("lpSolve"))
