# Every method of the plan on two public data sets (survival: veteran, lung) and on the demonstration: the columns of
# each are taken as numbers of the type that a method wants, whatever they mean.
source("common.R")
suppressPackageStartupMessages({
  library(survival); library(estimatr); library(clubSandwich); library(brglm2); library(sandwich); library(coin)
  library(cmprsk)
})
draws <- 50000

v <- veteran
export(data.frame(g = as.integer(v$trt == 2), stratum = as.integer(v$celltype), cluster = as.integer(v$celltype),
                  y = v$karno, y0 = v$age, b = as.integer(v$prior > 0), b0 = as.integer(v$age > 60), n = v$diagtime, t = v$karno / 10,
                  o = pmin(v$diagtime %/% 4, 8), months = v$time, event = v$status), "methods_veteran")
l <- lung
export(data.frame(g = as.integer(l$sex == 2), stratum = as.integer(l$age > 65),
                  cluster = as.integer(cut(l$inst, c(0, 1, 5, 11, Inf))), y = l$pat.karno, y0 = l$ph.karno,
                  b = as.integer(l$wt.loss > 10), b0 = as.integer(l$ph.karno > 80), n = pmax(l$wt.loss, 0),
                  t = l$age / 10, o = l$ph.ecog, months = l$time, event = as.integer(l$status == 2)), "methods_lung")
# data/methods_demonstration.csv: written from the demonstration delivery by `demonstration.py`.

z <- qnorm(.975)
welch <- function(d) {
  r <- t.test(d$y[d$g == 1], d$y[d$g == 0])
  list(estimate = unname(r$estimate[1] - r$estimate[2]), se = unname(r$stderr), low = r$conf.int[1],
       high = r$conf.int[2], p = r$p.value)
}
newcombe <- function(x1, n1, x0, n0) {
  w <- function(x, n) suppressWarnings(prop.test(x, n, correct = FALSE))$conf.int  # Wilson's
  p1 <- x1 / n1; p0 <- x0 / n0; w1 <- w(x1, n1); w0 <- w(x0, n0)
  list(estimate = p1 - p0, low = p1 - p0 - sqrt((p1 - w1[1])^2 + (w0[2] - p0)^2),
       high = p1 - p0 + sqrt((w1[2] - p1)^2 + (p0 - w0[1])^2))
}
# Boschloo from its definition: Fisher's p of every table by phyper, the size maximised over the common proportion.
boschloo <- function(x1, n1, x0, n0) {
  fisher <- list(outer(0:n1, 0:n0, function(a, b) phyper(a - 1, n1, n0, a + b, lower.tail = FALSE)),
                 outer(0:n1, 0:n0, function(a, b) phyper(a, n1, n0, a + b)))
  side <- function(f) {
    inside <- f <= f[x1 + 1, x0 + 1] * (1 + 1e-7)
    size <- function(p) sum(outer(dbinom(0:n1, n1, p), dbinom(0:n0, n0, p))[inside])
    grid <- seq(0.0005, 0.9995, length.out = 2000); s <- sapply(grid, size); k <- which.max(s)
    max(s[k], optimize(size, grid[c(max(k - 1, 1), min(k + 1, 2000))], maximum = TRUE, tol = 1e-12)$objective)
  }
  min(1, 2 * min(side(fisher[[1]]), side(fisher[[2]])))
}
# Koopman: the constrained maximum by optimize, not by the closed form; the bounds by uniroot.
koopman <- function(x1, n1, x0, n0) {
  score <- function(phi) {
    likelihood <- function(p0) dbinom(x1, n1, min(phi * p0, 1), log = TRUE) + dbinom(x0, n0, p0, log = TRUE)
    a <- (n1 + n0) * phi; b <- phi * (n1 + x0) + x1 + n0; c <- x1 + x0
    p0 <- (b - sqrt(b^2 - 4 * a * c)) / (2 * a); p1 <- phi * p0
    stopifnot(likelihood(p0) >= likelihood(p0 * .999) - 1e-9)
    (x1 / n1 - phi * x0 / n0)^2 / (p1 * (1 - p1) / n1 + phi^2 * p0 * (1 - p0) / n0) - z^2
  }
  r <- (x1 / n1) / (x0 / n0)
  list(estimate = r, low = exp(uniroot(function(u) score(exp(u)), c(log(r) - 6, log(r)), tol = 1e-13)$root),
       high = exp(uniroot(function(u) score(exp(u)), c(log(r), log(r) + 6), tol = 1e-13)$root))
}
hedges <- function(x, y) {
  n1 <- length(x); n0 <- length(y); df <- n1 + n0 - 2
  d <- (mean(x) - mean(y)) / sqrt(((n1 - 1) * var(x) + (n0 - 1) * var(y)) / df)
  j <- exp(lgamma(df / 2) - lgamma((df - 1) / 2)) / sqrt(df / 2); s <- sqrt(n1 * n0 / (n1 + n0))
  nc <- function(p) uniroot(function(nc) pt(d * s, df, nc) - p, c(-20, 20), tol = 1e-13)$root
  list(estimate = j * d, low = j * nc(.975) / s, high = j * nc(.025) / s)
}
brunner_munzel <- function(x, y) {
  n1 <- length(x); n0 <- length(y); r <- rank(c(x, y)); r1 <- r[1:n1]; r0 <- r[-(1:n1)]
  p <- (mean(r1) - mean(r0)) / (n1 + n0) + .5
  v1 <- sum((r1 - rank(x) - mean(r1) + (n1 + 1) / 2)^2) / (n1 - 1) / n0^2
  v0 <- sum((r0 - rank(y) - mean(r0) + (n0 + 1) / 2)^2) / (n0 - 1) / n1^2
  se <- sqrt(v1 / n1 + v0 / n0); df <- (v1 / n1 + v0 / n0)^2 / ((v1 / n1)^2 / (n1 - 1) + (v0 / n0)^2 / (n0 - 1))
  list(estimate = p, se = se, low = max(0, p - qt(.975, df) * se), high = min(1, p + qt(.975, df) * se),
       p = 2 * pt(-abs(p - .5) / se, df))
}
rates <- function(d) {
  fit <- glm(n ~ g + offset(log(t)), poisson, d, epsilon = 1e-14, maxit = 100)
  se <- sqrt(vcovHC(fit, "HC0")[2, 2]); b <- coef(fit)[[2]]
  list(estimate = exp(b), se = se, low = exp(b - z * se), high = exp(b + z * se), p = 2 * pnorm(-abs(b / se)))
}
lin <- function(d) {
  r <- tidy(lm_lin(y ~ g, ~ y0 + factor(stratum), d, se_type = "HC2"))[2, ]
  list(estimate = r$estimate, se = r$std.error, low = r$conf.low, high = r$conf.high, p = r$p.value)
}
did <- function(d) {
  d$id <- seq_len(nrow(d))
  long <- rbind(data.frame(d[c("id", "g")], post = 0, v = d$y0), data.frame(d[c("id", "g")], post = 1, v = d$y))
  long$gp <- long$g * long$post
  fit <- lm(v ~ factor(id) + post + gp, long); V <- vcovCR(fit, long$id, "CR2")
  a <- coef_test(fit, V, test = "Satterthwaite", coefs = "gp"); b <- conf_int(fit, V, test = "Satterthwaite", coefs = "gp")
  list(estimate = a$beta, se = a$SE, low = b$CI_L, high = b$CI_U, p = a$p_Satt)
}
firth <- function(d) {
  X <- cbind(d$g, model.matrix(~ factor(stratum), d)); y <- d$b
  penalised <- function(b) {
    eta <- drop(X %*% b)
    sum(y * eta - log1p(exp(eta))) + determinant(crossprod(X * sqrt(dlogis(eta))))$modulus / 2
  }
  best <- coef(glm(y ~ X - 1, family = binomial, method = "brglmFit", type = "AS_mean",
                   control = list(epsilon = 1e-12, maxit = 1000)))
  top <- penalised(best)
  profile <- function(b1) -optim(best[-1], function(r) -penalised(c(b1, r)), method = "BFGS",
                                 control = list(reltol = 1e-15, maxit = 1000))$value
  reach <- function(range) uniroot(function(b) profile(b) - top + z^2 / 2, range, tol = 1e-10)$root
  list(estimate = exp(best[[1]]), low = exp(reach(c(best[[1]] - 8, best[[1]]))),
       high = exp(reach(c(best[[1]], best[[1]] + 8))), p = pchisq(2 * (top - profile(0)), 1, lower.tail = FALSE))
}
rmst <- function(d, horizon) {
  m <- sapply(0:1, function(k) summary(survfit(Surv(months, event) ~ 1, d[d$g == k, ]), rmean = horizon)$table)
  b <- m["rmean", 2] - m["rmean", 1]; se <- sqrt(sum(m["se(rmean)", ]^2))
  list(estimate = b, se = se, low = b - z * se, high = b + z * se, p = 2 * pnorm(-abs(b / se)))
}
log_rank <- function(d) {
  chi <- survdiff(Surv(months, event) ~ g, d)$chisq
  list(estimate = chi, p = pchisq(chi, 1, lower.tail = FALSE))
}
permutation <- function(d, column) {
  d <- d[!is.na(d[[column]]), ]; d$s <- factor(d$stratum); d$k <- factor(d$g, levels = c(1, 0))
  as.numeric(pvalue(independence_test(as.formula(paste(column, "~ k | s")), d,
                                      distribution = approximate(nresample = draws))))
}
curve <- function(d, at) {
  s <- summary(survfit(Surv(months, event) ~ 1, d[d$g == 1, ], conf.type = "log-log"), times = at, extend = TRUE)
  list(survival = s$surv, low = s$lower, high = s$upper, at_risk = s$n.risk)
}
incidence <- function(d, at) {
  d <- d[d$g == 1, ]; cause <- ifelse(d$event == 1, 1 + (d$stratum %% 2), 0)  # two causes, by parity of the stratum
  f <- timepoints(cuminc(d$months, cause), at)
  list(estimate = unname(f$est[1, ]), variance = unname(f$var[1, ]))
}
overlap <- function(d) {  # Li, Morgan & Zaslavsky: weights by glm, their definition
  d <- d[complete.cases(d[c("g", "y", "y0", "stratum")]), ]
  e <- fitted(glm(g ~ y0 + stratum, binomial, d, epsilon = 1e-14, maxit = 100)); w <- ifelse(d$g == 1, 1 - e, e)
  list(estimate = weighted.mean(d$y[d$g == 1], w[d$g == 1]) - weighted.mean(d$y[d$g == 0], w[d$g == 0]),
       effective = sapply(1:0, function(k) sum(w[d$g == k])^2 / sum(w[d$g == k]^2)))
}

study <- function(name, horizon, at) {
  d <- read.csv(file.path("data", paste0("methods_", name, ".csv")))
  known <- function(...) d[complete.cases(d[c(...)]), ]
  y <- known("y"); b <- known("b"); o <- known("o")
  table <- c(sum(b$b[b$g == 1]), sum(b$g == 1), sum(b$b[b$g == 0]), sum(b$g == 0))
  set.seed(20150101)
  list(horizon = horizon, at = at, welch = welch(y), newcombe = do.call(newcombe, as.list(table)),
       boschloo = list(p = do.call(boschloo, as.list(table))), koopman = do.call(koopman, as.list(table)),
       hedges = hedges(y$y[y$g == 1], y$y[y$g == 0]), superiority = brunner_munzel(o$o[o$g == 1], o$o[o$g == 0]),
       rates = rates(known("n", "t")), lin = lin(known("y", "y0")), double_difference = did(known("y", "y0")),
       firth = firth(b), rmst = rmst(d, horizon), log_rank = log_rank(d), curve = curve(d, at),
       incidence = incidence(d, at), overlap = overlap(d),
       permutation = list(y = permutation(d, "y"), b = permutation(d, "b"), o = permutation(d, "o"), draws = draws),
       holm = p.adjust(c(welch(y)$p, rates(known("n", "t"))$p, log_rank(d)$p), "holm"))
}
save_output(list(veteran = study("veteran", 300, c(30, 100, 400)), lung = study("lung", 500, c(100, 300, 700)),
                 demonstration = study("demonstration", 24, c(6, 12, 24))), "methods",
            c("survival", "estimatr", "clubSandwich", "brglm2", "sandwich", "coin", "cmprsk"))
