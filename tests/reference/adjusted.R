# Lin's regression (estimatr), CR2 double difference (clubSandwich), Firth's logistic regression (brglm2, and its
# penalised profile by optim).
source("common.R")
suppressPackageStartupMessages({library(survival); library(MASS); library(estimatr); library(clubSandwich); library(brglm2)})

# Lin: Karnofsky scores by treatment, adjusted on age and cell type.
v <- transform(veteran, g = as.integer(trt == 2))
lin <- lm_lin(karno ~ g, ~ age + celltype, v, se_type = "HC2")
row <- tidy(lin)[2, ]
lin_out <- list(estimate = row$estimate, se = row$std.error, low = row$conf.low, high = row$conf.high, p = row$p.value,
                df = row$df)

# Double difference: weights before and after, family therapy against control (anorexia).
a <- anorexia[anorexia$Treat != "CBT", ]
a$id <- seq_len(nrow(a))
export(a, "anorexia")
long <- rbind(data.frame(id = a$id, g = a$Treat == "FT", post = 0, y = a$Prewt),
              data.frame(id = a$id, g = a$Treat == "FT", post = 1, y = a$Postwt))
long$did <- long$g * long$post
fit <- lm(y ~ factor(id) + post + did, long)
test <- coef_test(fit, vcov = vcovCR(fit, long$id, type = "CR2"), test = "Satterthwaite", coefs = "did")
ci <- conf_int(fit, vcov = vcovCR(fit, long$id, type = "CR2"), test = "Satterthwaite", coefs = "did")
did <- list(estimate = test$beta, se = test$SE, df = ci$df, p = test$p_Satt, low = ci$CI_L, high = ci$CI_U)

# Firth: prior therapy by treatment, adjusted on cell type; and a separated table.
firth <- function(y, X) {
  penalised <- function(b) {
    eta <- drop(X %*% b); p <- plogis(eta)
    sum(y * eta - log1p(exp(eta))) + determinant(crossprod(X * sqrt(p * (1 - p))))$modulus / 2
  }
  best <- glm(y ~ X - 1, family = binomial, method = "brglmFit", type = "AS_mean",
              control = list(epsilon = 1e-12, maxit = 1000))
  maximum <- penalised(coef(best))
  profile <- function(b1) -optim(coef(best)[-1], function(r) -penalised(c(b1, r)), method = "BFGS",
                                 control = list(reltol = 1e-15, maxit = 1000))$value
  reach <- function(range) uniroot(function(b) profile(b) - maximum + qchisq(.95, 1) / 2, range, tol = 1e-10)$root
  b1 <- coef(best)[[1]]
  list(log_odds = b1, low = reach(c(b1 - 12, b1)), high = reach(c(b1, b1 + 12)),
       p = pchisq(2 * (maximum - profile(0)), 1, lower.tail = FALSE))
}
strata <- model.matrix(~ celltype, v)
ordinary <- firth(as.integer(v$prior > 0), cbind(v$g, strata))
g <- rep(c(1, 1, 0, 0), c(9, 0, 4, 6)); y <- rep(c(1, 0, 1, 0), c(9, 0, 4, 6))
separated <- firth(y, cbind(g, 1))
# All of a group and none of the other, over five strata: far from the best, the profile is not bent downwards.
stratum <- rep(1:5, 2); n <- c(3, 6, 2, 3, 5, 7, 8, 7, 4, 3)
g <- rep(c(0, 1), each = 5)
cells <- cbind(g, model.matrix(~ factor(stratum)))
everybody <- firth(rep(1 - g, n), cells[rep(1:10, n), ])

save_output(list(lin = lin_out, double_difference = did, firth = ordinary, firth_separated = separated,
                 firth_separated_strata = everybody), "adjusted",
            c("estimatr", "clubSandwich", "brglm2", "survival", "MASS"))
