# Stratified permutation tests and step-down max-T (coin), on the veteran data: groups trt, strata celltype.
source("common.R")
suppressPackageStartupMessages({library(survival); library(coin)})

frame <- transform(veteran, g = factor(trt, levels = c(2, 1)), event = status)
set.seed(20150101)
draws <- 100000
names <- c("karno", "diagtime", "age", "prior", "time")

one <- lapply(names, function(y) {
  it <- independence_test(as.formula(paste(y, "~ g | celltype")), frame, distribution = approximate(nresample = draws))
  list(outcome = y, linear = as.numeric(statistic(it, "linear")), expectation = as.numeric(expectation(it)),
       variance = as.numeric(variance(it)), standardized = as.numeric(statistic(it, "standardized")),
       p = as.numeric(pvalue(it)))
})
joint <- independence_test(karno + diagtime + age + prior + time ~ g | celltype, frame,
                           distribution = approximate(nresample = draws))
step_down <- pvalue(joint, method = "step-down")
single_step <- pvalue(joint, method = "single-step")

# Missing outcomes left out of the sums: centred by stratum, 0 where missing; every seventh age, every fifth karno.
holed <- frame
holed$age[seq(1, nrow(frame), 7)] <- NA
holed$karno[seq(1, nrow(frame), 5)] <- NA
centre <- function(y) {
  y <- y - ave(y, frame$celltype, FUN = function(v) mean(v, na.rm = TRUE))
  ifelse(is.na(y), 0, y)
}
centred <- data.frame(karno = centre(holed$karno), age = centre(holed$age), time = centre(holed$time), g = frame$g,
                      celltype = frame$celltype)
with_missing <- pvalue(independence_test(karno + age + time ~ g | celltype, centred,
                                         distribution = approximate(nresample = draws)), method = "step-down")

save_output(list(draws = draws, outcomes = names, one = one, step_down = as.numeric(step_down),
                 single_step = as.numeric(single_step), with_missing = as.numeric(with_missing)),
            "permutation", c("coin", "survival"))
