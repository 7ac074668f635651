# Prints two medians in seconds: one coin call an outcome, one call for all outcomes. Arguments: CSV file, draws.
suppressPackageStartupMessages(library(coin))
arguments <- commandArgs(trailingOnly = TRUE)
study <- read.csv(arguments[1])
draws <- as.integer(arguments[2])
study$treated <- factor(study$treated); study$stratum <- factor(study$stratum)
outcomes <- grep("^y", names(study), value = TRUE)
clock <- function(action) median(sapply(1:5, function(i) system.time(action())[["elapsed"]]))
each <- clock(function() for (y in outcomes)
  pvalue(independence_test(as.formula(paste(y, "~ treated | stratum")), study,
                           distribution = approximate(nresample = draws))))
together <- as.formula(paste(paste(outcomes, collapse = " + "), "~ treated | stratum"))
joint <- clock(function() pvalue(independence_test(together, study, distribution = approximate(nresample = draws)),
                                 method = "single-step"))
cat(each, joint, "\n")
