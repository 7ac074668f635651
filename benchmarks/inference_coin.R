# Prints two medians in seconds: step-down max-T of all outcomes, log-rank by permutation. Arguments: CSV file, draws.
suppressPackageStartupMessages({library(survival); library(coin)})
arguments <- commandArgs(trailingOnly = TRUE)
study <- read.csv(arguments[1])
draws <- as.integer(arguments[2])
study$treated <- factor(study$treated); study$stratum <- factor(study$stratum)
outcomes <- grep("^y", names(study), value = TRUE)
clock <- function(action) median(sapply(1:5, function(i) system.time(action())[["elapsed"]]))
together <- as.formula(paste(paste(outcomes, collapse = " + "), "~ treated | stratum"))
max_t <- clock(function() pvalue(independence_test(together, study, distribution = approximate(nresample = draws)),
                                 method = "step-down"))
ranks <- clock(function() pvalue(logrank_test(Surv(months, event) ~ treated | stratum, study,
                                              distribution = approximate(nresample = draws))))
cat(max_t, ranks, "\n")
