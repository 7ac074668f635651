# Two-group comparisons: Welch, noncentral-t interval, robust Poisson (sandwich), Holm, quantiles, multinomial SMD.
source("common.R")
suppressPackageStartupMessages({library(sandwich); library(survival)})

w <- warpbreaks
w$exposure <- c(L = 1, M = 1.5, H = 2)[as.character(w$tension)]  # a made-up time, to have unequal ones
export(w, "warpbreaks")

# Robust Poisson: counts of breaks by wool, offset log(exposure), HC0.
fit <- glm(breaks ~ I(wool == "A") + offset(log(exposure)), poisson, w)
se <- sqrt(vcovHC(fit, type = "HC0")[2, 2])
b <- coef(fit)[[2]]
rates <- list(ratio = exp(b), se = se, low = exp(b - qnorm(.975) * se), high = exp(b + qnorm(.975) * se),
              p = 2 * pnorm(-abs(b / se)))

# Welch and Hedges: Karnofsky scores by treatment.
x <- veteran$karno[veteran$trt == 2]; y <- veteran$karno[veteran$trt == 1]
welch_test <- t.test(x, y)
welch <- list(estimate = mean(x) - mean(y), se = unname(welch_test$stderr), df = unname(welch_test$parameter), low = welch_test$conf.int[1],
              high = welch_test$conf.int[2], p = welch_test$p.value)
hedges <- function(x, y) {
  n1 <- length(x); n0 <- length(y); df <- n1 + n0 - 2
  d <- (mean(x) - mean(y)) / sqrt(((n1 - 1) * var(x) + (n0 - 1) * var(y)) / df)
  j <- gamma(df / 2) / (sqrt(df / 2) * gamma((df - 1) / 2)); s <- sqrt(n1 * n0 / (n1 + n0))
  solve_nc <- function(p) uniroot(function(nc) pt(d * s, df, nc) - p, c(-30, 30), tol = 1e-13)$root
  list(g = j * d, low = j * solve_nc(.975) / s, high = j * solve_nc(.025) / s)
}
few <- hedges(w$breaks[w$wool == "A"][1:4], w$breaks[w$wool == "B"][1:3])
many <- hedges(x, y)

holm <- list(p = c(.031, .002, .4, .012, .012), adjusted = p.adjust(c(.031, .002, .4, .012, .012), "holm"))
quartiles <- unname(quantile(w$breaks, c(.25, .5, .75), type = 7))

# Yang & Dalton 2012: Mahalanobis distance of the shares of the cell types.
counts <- table(veteran$celltype, veteran$trt)
share <- prop.table(counts, 2)[-1, ]
S <- function(p) diag(p) - p %o% p
gap <- share[, 2] - share[, 1]
smd <- sqrt(drop(t(gap) %*% solve((S(share[, 2]) + S(share[, 1])) / 2) %*% gap))

save_output(list(rates = rates, welch = welch, hedges_few = few, hedges_many = many, holm = holm,
                 quartiles = quartiles, smd = list(treated = unname(counts[, 2]), control = unname(counts[, 1]),
                 distance = smd)), "two_groups", c("sandwich", "survival"))
