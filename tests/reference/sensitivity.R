# Sensitivity: hidden causes, few clusters, ordinal scale, over-dispersion, interaction, weights, priors, bands.
# EValue and fwildclusterboot are not in Debian: their published figures and a full enumeration by lm() stand in.
source("common.R")
suppressPackageStartupMessages({library(MASS); library(sandwich); library(mvtnorm); library(survey)})

# Wild cluster restricted bootstrap, Webb weights, every pattern: four blocks of npk, nitrogen against none.
d <- subset(npk, as.integer(block) <= 4)
d$g <- as.integer(d$N == 1); d$b <- as.integer(d$block)
export(d[, c("b", "g", "K", "yield")], "npk4")
webb <- c(-sqrt(1.5), -1, -sqrt(.5), sqrt(.5), 1, sqrt(1.5))
wild <- function(full, reduced) {
  statistic <- function(m) coef(m)[["g"]] / sqrt(vcovCL(m, ~ b, type = "HC0", cadjust = FALSE)["g", "g"])
  frame <- d
  observed <- statistic(lm(full, d))
  m0 <- lm(reduced, d)
  patterns <- as.matrix(expand.grid(rep(list(webb), 4)))
  drawn <- apply(patterns, 1, function(w) { d$yield <<- fitted(m0) + resid(m0) * w[d$b]; statistic(lm(full, d)) })
  d <<- frame
  m <- lm(full, d)
  list(estimate = coef(m)[["g"]], se = sqrt(vcovCL(m, ~ b, type = "HC1")["g", "g"]),
       p = mean(abs(drawn) >= abs(observed) * (1 - 1e-9)))
}
wild_out <- list(plain = wild(yield ~ g, yield ~ 1), adjusted = wild(yield ~ K + g, yield ~ K))

# Freedman-Lane, all 720 permutations of the residuals, HC3.
f <- data.frame(y = c(3.1, 2.4, 5.9, 6.8, 4.2, 8.3), x = c(1, 2, 3, 4, 5, 6), g = c(0, 0, 1, 0, 1, 1))
t3 <- function(m) coef(m)[["g"]] / sqrt(vcovHC(m, "HC3")["g", "g"])
permutations <- function(v) if (length(v) < 2) list(v) else
  do.call(c, lapply(seq_along(v), function(i) lapply(permutations(v[-i]), function(r) c(v[i], r))))
m0 <- lm(y ~ x, f)
observed <- t3(lm(y ~ x + g, f))
drawn <- sapply(permutations(1:6), function(o) t3(lm(fitted(m0) + resid(m0)[o] ~ x + g, f)))
lane <- list(y = f$y, x = f$x, g = f$g, estimate = coef(lm(y ~ x + g, f))[["g"]],
             se = sqrt(vcovHC(lm(y ~ x + g, f), "HC3")["g", "g"]), p = mean(abs(drawn) >= abs(observed) * (1 - 1e-9)))

# Proportional odds: satisfaction by contact with other residents (Copenhagen housing).
h <- housing; h$high <- as.integer(h$Cont == "High")
export(aggregate(Freq ~ Sat + high, h, sum), "housing_contact")
po <- polr(Sat ~ high, h, weights = Freq, Hess = TRUE, control = list(reltol = 1e-15, maxit = 1000))
odds <- list(log_odds = coef(po)[["high"]], se = sqrt(vcov(po)["high", "high"]))

# Quasi-Poisson: seizures of the fourth period by treatment.
e <- epil[epil$period == 4, ]
e$g <- as.integer(e$trt == "progabide")
export(e[, c("g", "y", "age")], "epil4")
q <- summary(glm(y ~ g + offset(log(age)), quasipoisson, e))
quasi <- list(log_ratio = q$coefficients["g", 1], se = q$coefficients["g", 2], p = q$coefficients["g", 4],
              dispersion = q$dispersion)

# Interaction of wool and low tension, HC2.
w <- transform(warpbreaks, g = as.integer(wool == "A"), s = as.integer(tension == "L"))
m <- lm(breaks ~ g * s, w)
inter <- list(estimate = coef(m)[["g:s"]], se = sqrt(vcovHC(m, "HC2")["g:s", "g:s"]))

# Hidden causes. E-value; McNemar's and the signed-rank bound (all 2^n signs of ten pairs).
ev <- function(r) { r <- max(r, 1 / r); r + sqrt(r * (r - 1)) }
pairs <- c(5, -2, 8, 1, 9, 4, -3, 7, 6, 2)
signs <- as.matrix(expand.grid(rep(list(0:1), 10)))
ranks <- rank(abs(pairs))
bound <- function(gamma) { p <- gamma / (1 + gamma)
  sum((p ^ rowSums(signs) * (1 - p) ^ (10 - rowSums(signs)))[signs %*% ranks >= sum(ranks[pairs > 0]) - 1e-9]) }
hidden <- list(e = list(ev(10.73), ev(0.5), ev(8.02)),
               mcnemar = list(pbinom(109, 122, 5 / 6, FALSE), pbinom(109, 122, 6 / 7, FALSE)),
               pairs = pairs, signed_rank = lapply(c(1, 1.5, 2, 4), bound))

# Posterior of p1 - p0 (23/25 and 17/25), log odds ratio normal, the share midway uniform: by nested integration.
posterior <- function(s) {
  joint <- function(p1, p0) {
    l1 <- qlogis(p1); l0 <- qlogis(p0)
    v <- dbinom(23, 25, p1) * dbinom(17, 25, p0) * dnorm(l1 - l0, 0, s) * dlogis((l1 + l0) / 2) /
      (p1 * (1 - p1) * p0 * (1 - p0))
    ifelse(is.finite(v), v, 0)
  }
  over <- function(f, lower) integrate(function(p0) sapply(p0, function(b)
    integrate(function(p1) f(p1, b) * joint(p1, b), lower(b), 1, rel.tol = 1e-9)$value), 0, 1, rel.tol = 1e-8)$value
  total <- over(function(a, b) 1, function(b) 0)
  list(mean = over(function(a, b) a - b, function(b) 0) / total, above = over(function(a, b) 1, function(b) b) / total,
       above10 = over(function(a, b) 1, function(b) min(b + .1, 1)) / total)
}
priors <- list(sceptical = posterior(log(4) / 1.96), neutral = posterior(1.5))

# Weighted mean, weights taken as known.
mean_of <- function(y, v) { m <- svymean(~y, svydesign(~1, weights = ~v, data = data.frame(y, v)))
  list(mean = coef(m)[[1]], se = SE(m)[[1]]) }
weighted <- list(y = c(4, 6, 8, 3), v = c(2, 1, 1, 1.5), treated = mean_of(c(4, 6, 8, 3), c(2, 1, 1, 1.5)))

# Critical value of a band over six times, equicorrelated at 0.7.
corr <- matrix(.7, 6, 6); diag(corr) <- 1
set.seed(1)
band <- list(critical = qmvnorm(.95, tail = "both.tails", corr = corr, abseps = 1e-6, maxpts = 1e6)$quantile)

save_output(list(wild = wild_out, freedman_lane = lane, odds = odds, quasi = quasi, interaction = inter, hidden = hidden,
                 posterior = priors, weighted = weighted, band = band), "sensitivity", c("MASS", "sandwich", "mvtnorm", "survey"))
