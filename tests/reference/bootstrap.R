# BCa bootstrap of a difference in means, groups resampled apart: boot.ci (boot) on draws that both languages make alike.
# boot lays the draws equal to the estimate below nothing: `tied` counts them (there are none). Its bounds interpolate on
# the normal scale, ours as quantile(type = 7): the same two draws or their neighbours.
source("common.R")
suppressPackageStartupMessages({library(boot); library(MASS)})

# Lehmer's generator x = 16807 x mod (2^31 - 1), exact in doubles.
state <- 20150101
indices <- function(n, draws) {
  drawn <- numeric(n * draws)
  for (i in seq_along(drawn)) {
    state <<- (16807 * state) %% 2147483647
    drawn[i] <- floor(state / 2147483647 * n)
  }
  matrix(drawn + 1, draws, n, byrow = TRUE)
}

bca <- function(y, g, draws = 1999) {
  state <<- 20150101
  frame <- data.frame(y, g)
  gap <- function(d, i = seq_len(nrow(d))) mean(d$y[i][d$g[i] == 1], na.rm = TRUE) - mean(d$y[i][d$g[i] == 0], na.rm = TRUE)
  means <- list()
  for (level in unique(g)) {
    values <- y[g == level]
    means[[paste(level)]] <- apply(indices(length(values), draws), 1, function(i) mean(values[i], na.rm = TRUE))
  }
  t <- means[["1"]] - means[["0"]]
  b <- boot(frame, gap, R = draws, strata = frame$g)
  # boot.ci takes the cubes of L as they are: over groups of different size they must first be divided by that size
  # (Davison & Hinkley 1997, section 5.3.2).
  L <- empinf(b, type = "jack") / ave(g, g, FUN = length)
  interval <- boot.ci(b, conf = .95, type = "bca", t0 = gap(frame), t = t, L = L)$bca[4:5]
  a <- sum(L^3) / (6 * sum(L^2)^1.5)
  w <- qnorm(mean(t < gap(frame)))
  z <- w + qnorm(c(.025, .975))
  list(estimate = gap(frame), tied = sum(abs(t - gap(frame)) < 1e-9 * sd(t)), sd = sd(t), boot_ci = interval,
       type7 = unname(quantile(t, pnorm(w + z / (1 - a * z)))))
}

set.seed(1)
anorexia_two <- anorexia[anorexia$Treat != "CBT", ]
demonstration <- read.csv("data/methods_demonstration.csv")
lung <- read.csv("data/methods_lung.csv")
veteran <- read.csv("data/methods_veteran.csv")
save_output(list(anorexia = bca(anorexia_two$Postwt - anorexia_two$Prewt, as.integer(anorexia_two$Treat == "FT")),
                 veteran = bca(veteran$months / (1 + veteran$t), veteran$g),
                 lung = bca(lung$y / lung$t, lung$g),
                 demonstration = bca(demonstration$y, demonstration$g)),
            "bootstrap", c("boot", "MASS"))
