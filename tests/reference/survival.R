# Kaplan-Meier with log-log interval, restricted mean, log-rank (survival); cumulative incidence (cmprsk).
source("common.R")
suppressPackageStartupMessages({library(survival); library(cmprsk)})

export(veteran[, c("trt", "celltype", "time", "status", "karno", "diagtime", "age", "prior")], "veteran")
events <- with(mgus2, ifelse(pstat == 1, 1, ifelse(death == 1, 2, 0)))
times <- with(mgus2, ifelse(pstat == 1, ptime, futime))
study <- data.frame(time = times, cause = events, male = as.integer(mgus2$sex == "M"))
study <- study[study$time > 0, ]
export(study, "mgus2")

horizon <- 300
at <- c(30, 100, 200, 400, 900)
curves <- lapply(1:2, function(g) {
  fit <- survfit(Surv(time, status) ~ 1, veteran[veteran$trt == g, ], conf.type = "log-log")
  s <- summary(fit, times = at, extend = TRUE)
  mean <- summary(fit, rmean = horizon)$table
  list(trt = g, times = at, survival = s$surv, low = s$lower, high = s$upper, at_risk = s$n.risk,
       rmst = unname(mean["rmean"]), rmst_se = unname(mean["se(rmean)"]))
})
test <- survdiff(Surv(time, status) ~ trt, veteran)
log_rank <- list(chi_squared = test$chisq, p = pchisq(test$chisq, 1, lower.tail = FALSE))

months <- c(12, 60, 120, 240)
incidence <- lapply(0:1, function(m) {
  with(study[study$male == m, ], {
    fit <- timepoints(cuminc(time, cause), months)
    list(male = m, months = months,
         incidence = list(unname(fit$est[1, ]), unname(fit$est[2, ])),
         variance = list(unname(fit$var[1, ]), unname(fit$var[2, ])))
  })
})
save_output(list(horizon = horizon, curves = curves, log_rank = log_rank, incidence = incidence), "survival",
            c("survival", "cmprsk"))
