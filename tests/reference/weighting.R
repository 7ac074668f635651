# Overlap weights by glm and by hand (PSweight is not in Debian), with the sandwich of the stacked equations by numerical
# derivatives; mice's Rubin rules and predictive mean matching; Freedman-Lane by a loop of lm (permuco is not in Debian).
source("common.R")
suppressPackageStartupMessages({library(survival); library(MASS); library(mice); library(sandwich); library(MatchIt)})

overlap <- function(z, X, y, t = rep(1, length(y)), ratio = FALSE, rate = FALSE) {
  e <- fitted(glm(z ~ X, family = binomial, control = list(epsilon = 1e-15, maxit = 100)))
  w <- ifelse(z == 1, 1 - e, e)
  value <- function(g) sum((w * y)[z == g]) / sum((w * t)[z == g])
  ess <- function(g) sum(w[z == g])^2 / sum(w[z == g]^2)
  # Stacked equations: score, two means; variance A^-1 B A^-T, A by central differences.
  D <- cbind(1, X); k <- ncol(D)
  psi <- function(th) {
    p <- plogis(drop(D %*% th[1:k])); ww <- ifelse(z == 1, 1 - p, p)
    cbind(D * (z - p), z * ww * (y - th[k + 1] * t), (1 - z) * ww * (y - th[k + 2] * t))
  }
  th <- c(coef(glm(z ~ X, family = binomial, control = list(epsilon = 1e-15, maxit = 100))), value(1), value(0))
  A <- sapply(seq_along(th), function(j) { h <- 1e-5 * max(1, abs(th[j])); d <- replace(0 * th, j, h)
    colSums(psi(th + d) - psi(th - d)) / (2 * h) })
  V <- solve(A) %*% crossprod(psi(th)) %*% t(solve(A))
  gradient <- if (rate) c(rep(0, k), 1 / value(1), -1 / value(0)) else c(rep(0, k), 1, -1)
  list(treated = value(1), control = value(0), ess1 = ess(1), ess0 = ess(0), se = sqrt(drop(t(gradient) %*% V %*% gradient)),
       weights = unname(w))
}
v <- transform(veteran, g = as.integer(trt == 2))
e <- epil[epil$period == 4, ]; e$g <- as.integer(e$trt == "progabide")
# Balance before and after those weights: MatchIt's summary, which weights the means and leaves the pooled standard
# deviation as it was (cobalt is not in Debian). A matching without method takes any weights that it is given.
balance <- function(d) {
  e <- fitted(glm(g ~ y0 + stratum, binomial, d, epsilon = 1e-14, maxit = 100))
  m <- matchit(g ~ y0 + stratum + b0 + t + months, d, method = NULL, estimand = "ATE", distance = e); m$weights <- ifelse(d$g == 1, 1 - e, e)
  m$info$method <- "weights"
  s <- summary(m); names <- c("y0", "b0", "t", "months")
  list(variables = names, before = unname(s$sum.all[names, "Std. Mean Diff."]),
       after = unname(s$sum.matched[names, "Std. Mean Diff."]), effective = unname(s$nn["Matched (ESS)", 2:1]))
}
studies <- sapply(c("veteran", "lung", "demonstration"), function(name) {
  d <- read.csv(file.path("data", paste0("methods_", name, ".csv")))
  seen <- d[complete.cases(d[c("y", "y0", "stratum")]), ]; all <- d[complete.cases(d[c("y0", "stratum", "b0", "t", "months")]), ]
  list(overlap = overlap(seen$g, cbind(seen$y0, seen$stratum), seen$y), balance = balance(all))
}, simplify = FALSE)
weighted <- list(veteran = overlap(v$g, cbind(v$age, v$diagtime), v$karno),
                 epil = overlap(e$g, cbind(e$age), e$y, e$age, rate = TRUE))

set.seed(20150101)
scalar <- pool.scalar(c(1.2, .8, 1.5, .9, 1.1), c(.3, .28, .35, .31, .29), n = 50, k = 4)
fit <- with(mice(airquality, m = 20, method = "pmm", printFlag = FALSE), lm(Ozone ~ Wind + Temp))
p <- pool(fit)
row <- p$pooled[p$pooled$term == "Wind", ]
each <- t(sapply(fit$analyses, function(a) c(coef(a)[["Wind"]], vcov(a)["Wind", "Wind"])))
wind <- list(q = each[, 1], u = each[, 2], estimate = row$estimate, t = row$t, df = row$df, dfcom = row$dfcom,
             lambda = row$lambda, fmi = row$fmi)

a <- airquality[, c("Ozone", "Wind", "Temp")]
export(a, "airquality3")
draws <- replicate(4000, mice.impute.pmm(a$Ozone, !is.na(a$Ozone), as.matrix(a[, -1])))
matching <- list(mean = rowMeans(draws), sd = apply(draws, 1, sd), sd_of_mean = sd(colMeans(draws)))

# The same on mice's own nhanes and on the demonstration, where arrears are missing.
again <- function(name, target, predictors, formula, term, seed) {
  d <- read.csv(file.path("data", paste0(name, ".csv")))[c(target, predictors)]
  set.seed(seed)
  fit <- with(mice(d, m = 20, method = "pmm", printFlag = FALSE), lm(formula(formula)))
  r <- pool(fit)$pooled; r <- r[r$term == term, ]; s <- summary(pool(fit), conf.int = TRUE); s <- s[s$term == term, ]
  each <- t(sapply(fit$analyses, function(a) c(coef(a)[[term]], vcov(a)[term, term])))
  x <- d[complete.cases(d[predictors]), ]; m <- replicate(4000, mice.impute.pmm(x[[target]], !is.na(x[[target]]), as.matrix(x[predictors])))
  list(target = target, predictors = predictors, q = each[, 1], u = each[, 2], dfcom = r$dfcom, estimate = r$estimate,
       se = s$std.error, low = s$`2.5 %`, high = s$`97.5 %`, p = s$p.value, df = r$df, lambda = r$lambda, fmi = r$fmi,
       matching = list(mean = rowMeans(m), sd = apply(m, 1, sd), sd_of_mean = sd(colMeans(m))))
}
export(nhanes, "nhanes")
imputed <- list(nhanes = again("nhanes", "chl", c("age", "bmi"), "chl ~ age + bmi", "bmi", 1),
                airquality = again("airquality3", "Ozone", c("Wind", "Temp"), "Ozone ~ Wind + Temp", "Wind", 2),
                demonstration = again("methods_demonstration", "y", c("g", "y0"), "y ~ g + y0", "g", 3))

x <- MASS::anorexia[MASS::anorexia$Treat != "CBT", ]
x$g <- as.integer(x$Treat == "FT"); x$s <- rep(0:2, length.out = nrow(x))
t3 <- function(m) coef(m)[["g"]] / sqrt(vcovHC(m, "HC3")["g", "g"])
m0 <- lm(Postwt ~ Prewt + factor(s), x)
orders <- t(replicate(50, { o <- seq_len(nrow(x)); for (s in 0:2) { i <- which(x$s == s); o[i] <- i[sample(length(i))] }; o }))
statistics <- apply(orders, 1, function(o) { x$star <- fitted(m0) + resid(m0)[o]; t3(lm(star ~ Prewt + factor(s) + g, x)) })
lane <- list(stratum = x$s, orders = orders - 1, observed = t3(lm(Postwt ~ Prewt + factor(s) + g, x)), statistics = statistics)

save_output(list(overlap = weighted, rubin_scalar = scalar, rubin_wind = wind, matching = matching, freedman_lane = lane, studies = studies, imputed = imputed),
            "weighting", c("mice", "sandwich", "survival", "MASS", "MatchIt"))
