# Studentised permutation of the difference of restricted means, from its definition: survRM2perm and GFDrmst, which have
# it without strata, are not in Debian. The mean and its variance sum[(area after t)^2 d / (n (n - d))] are held to survfit.
source("common.R")
suppressPackageStartupMessages(library(survival))

mean_and_variance <- function(time, event, tau) {
  at <- sort(unique(time[event == 1 & time <= tau]))
  n <- vapply(at, function(t) sum(time >= t) + 0, 0); d <- vapply(at, function(t) sum(time == t & event == 1) + 0, 0)
  s <- cumprod(1 - d / n)
  areas <- diff(c(0, at, tau)) * c(1, s)
  after <- rev(cumsum(rev(areas)))[-1]
  c(sum(areas), sum(ifelse(n > d, after^2 * d / (n * (n - d)), 0)))
}
statistic <- function(d, g, tau) {
  one <- mean_and_variance(d$time[g == 1], d$event[g == 1], tau)
  zero <- mean_and_variance(d$time[g == 0], d$event[g == 0], tau)
  c(one[1] - zero[1], sqrt(one[2] + zero[2]))
}
extreme <- function(t) ifelse(is.nan(t), Inf, abs(t))
exchanged <- function(d) {
  g <- d$g
  for (rows in split(seq_len(nrow(d)), d$stratum)) g[rows] <- g[rows][sample.int(length(rows))]
  g
}
summary_of <- function(d, tau, sizes, exact = FALSE, level = .95) {
  observed <- statistic(d, d$g, tau)
  b <- sum(sizes >= abs(observed[1] / observed[2]) * (1 - 1e-9))
  quantile <- sort(sizes)[ceiling(level * (length(sizes) + !exact))]
  list(estimate = observed[1], se = observed[2], p = (b + !exact) / (length(sizes) + !exact), quantile = quantile,
       draws = length(sizes))
}

# Every exchange of small studies with two strata.
subsets <- function(rows, k) if (length(rows) == 1) list(rows[seq_len(k)]) else combn(rows, k, simplify = FALSE)
all_of <- function(d, tau) {
  choices <- lapply(split(seq_len(nrow(d)), d$stratum), function(rows) subsets(rows, sum(d$g[rows])))
  grid <- expand.grid(lapply(choices, seq_along))
  extreme(apply(grid, 1, function(pick) {
    g <- integer(nrow(d)); g[unlist(Map(function(c, i) c[[i]], choices, pick))] <- 1L
    s <- statistic(d, g, tau); s[1] / s[2]
  }))
}

read <- function(name) {
  d <- read.csv(file.path("data", paste0("methods_", name, ".csv")))
  data.frame(g = d$g, stratum = d$stratum, time = d$months, event = d$event)
}
sets <- list(veteran = list(d = read("veteran"), tau = 300), lung = list(d = read("lung"), tau = 700),
             demonstration = list(d = read("demonstration"), tau = 24))
set.seed(20150101)
drawn <- lapply(sets, function(s) {
  d <- s$d; tau <- s$tau
  for (g in 0:1) {  # the definition against survfit
    table <- summary(survfit(Surv(time, event) ~ 1, d[d$g == g, ]), rmean = tau)$table
    found <- mean_and_variance(d$time[d$g == g], d$event[d$g == g], tau)
    stopifnot(all.equal(unname(table[c("rmean", "se(rmean)")]), c(found[1], sqrt(found[2])), tolerance = 1e-9))
  }
  sizes <- extreme(replicate(4000, { s <- statistic(d, exchanged(d), tau); s[1] / s[2] }))
  c(summary_of(d, tau, sizes), tau = tau)
})
small <- lapply(list(veteran = list(rows = c(1:6, 70:75), tau = 300), lung = list(rows = 1:12, tau = 700),
                     demonstration = list(rows = c(1:5, 30:36), tau = 24)), function(s) {
  d <- sets[[names(which(sapply(sets, function(x) x$tau == s$tau)))]]$d[s$rows, ]
  d$stratum <- rep(1:2, each = 6)
  d$g <- c(1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0)
  c(summary_of(d, s$tau, all_of(d, s$tau), exact = TRUE), tau = s$tau, list(data = d))
})
save_output(list(drawn = drawn, every_exchange = small), "rmst_permutation", "survival")
