# Welch-studentised max-T: multtest (complete outcomes, no strata), then every exchange, or many, one mean and one
# variance at a time (strata, missing outcomes), which no package offers.
source("common.R")
suppressPackageStartupMessages({library(multtest); library(survival); library(MASS)})

cars <- mtcars[mtcars$cyl < 8, c("am", "cyl", "mpg", "disp", "hp", "drat", "wt", "qsec")]
export(cars, "mtcars_4_6")
demonstration <- read.csv(file.path("data", "methods_demonstration.csv"))
set.seed(20150101)
draws <- 20000

# multtest: « t » is Welch's; B = 0 takes every exchange. Rows come sorted: put back in the order of the outcomes.
package <- function(frame, group, outcomes, B) {
  frame <- frame[complete.cases(frame[c(group, outcomes)]), ]
  out <- NULL
  capture.output(out <- mt.maxT(t(as.matrix(frame[outcomes])), frame[[group]], test = "t", side = "abs", B = B,
                                fixed.seed.sampling = "n"))
  out <- out[order(out$index), ]
  list(outcomes = outcomes, n = nrow(frame), B = B, t = out$teststat, p = out$rawp, adjusted = out$adjp)
}
lung_trial <- transform(veteran, group = as.integer(trt == 2))
weights <- transform(subset(anorexia, Treat != "CBT"), group = as.integer(Treat == "FT"), change = Postwt - Prewt)
multtest_out <- list(
  mtcars_4 = package(subset(cars, cyl == 4), "am", c("mpg", "disp", "hp", "drat", "wt", "qsec"), 0),
  veteran = package(lung_trial, "group", c("karno", "diagtime", "age", "prior", "time"), draws),
  anorexia = package(weights, "group", c("Prewt", "Postwt", "change"), draws),
  demonstration = package(demonstration, "g", c("y", "y0", "b", "o"), draws))

# One exchange after the other. `holes`: every k-th value of an outcome taken away.
welch <- function(y, g) {
  a <- y[g == 1 & !is.na(y)]; b <- y[g == 0 & !is.na(y)]
  if (length(a) < 2 || length(b) < 2) return(NaN)
  (mean(a) - mean(b)) / sqrt(var(a) / length(a) + var(b) / length(b))
}
centred <- function(frame, outcomes, stratum) as.data.frame(lapply(frame[outcomes], function(y)
  y - ave(y, frame[[stratum]], FUN = function(v) mean(v, na.rm = TRUE))))
adjust <- function(observed, drawn) {  # Westfall & Young 1993, algorithm 4.1; nothing but the definition
  order <- order(-abs(observed))
  close <- 1 - 1e-9
  p <- sapply(seq_along(order), function(i) {
    largest <- apply(abs(drawn[, order[i:length(order)], drop = FALSE]), 1, max)
    mean(largest >= abs(observed[order[i]]) * close)
  })
  adjusted <- numeric(length(order))
  adjusted[order] <- cummax(p)
  adjusted
}
by_hand <- function(frame, group, outcomes, stratum, holes, exchanges) {
  for (name in names(holes)) frame[[name]][seq(1, nrow(frame), holes[[name]])] <- NA
  values <- centred(frame, outcomes, stratum)
  observed <- sapply(values, welch, frame[[group]])
  drawn <- t(apply(exchanges, 1, function(g) sapply(values, welch, g)))
  list(outcomes = outcomes, holes = holes, exchanges = nrow(exchanges), t = unname(observed),
       p = unname(colMeans(abs(drawn) >= rep(abs(observed) * (1 - 1e-9), each = nrow(drawn)))),
       adjusted = adjust(observed, drawn))
}
all_exchanges <- function(g, stratum) {
  parts <- lapply(unique(stratum), function(s) {
    here <- which(stratum == s)
    combn(length(here), sum(g[here]), function(k) here[k], simplify = FALSE)
  })
  picks <- expand.grid(lapply(parts, seq_along))
  t(apply(picks, 1, function(pick) {
    made <- integer(length(g))
    made[unlist(Map(function(part, k) part[[k]], parts, pick))] <- 1L
    made
  }))
}
some_exchanges <- function(g, stratum, B) t(replicate(B, ave(g, stratum, FUN = function(v) v[sample.int(length(v))])))

by_hand_out <- list(
  mtcars_4_6 = by_hand(cars, "am", c("mpg", "disp", "hp", "drat", "wt", "qsec"), "cyl", list(hp = 4, wt = 5, qsec = 3),
                       all_exchanges(cars$am, cars$cyl)),
  npk4 = {
    plots <- subset(npk, as.integer(block) <= 2)
    plots <- data.frame(b = as.integer(plots$block), g = as.integer(plots$N == 1), yield = plots$yield,
                        rank = rank(plots$yield))
    by_hand(plots, "g", c("yield", "rank"), "b", list(rank = 6), all_exchanges(plots$g, plots$b))
  },
  demonstration = by_hand(demonstration, "g", c("y", "b", "o", "y0"), "stratum", list(y0 = 6),
                          some_exchanges(demonstration$g, demonstration$stratum, draws)))

save_output(list(multtest = multtest_out, by_hand = by_hand_out), "studentised", c("multtest", "survival", "MASS"))
