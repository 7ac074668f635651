# Additive adjusted difference: least squares with stratum indicators and a baseline, clubSandwich's CR2 with every row its
# own cluster and Satterthwaite's degrees of freedom; the stratified difference from its definition.
source("common.R")
suppressPackageStartupMessages(library(clubSandwich))

adjusted <- function(y, g, strata, start = NULL) {
  d <- data.frame(y = y, g = g, s = factor(strata))
  if (!is.null(start)) d$x <- start
  d <- droplevels(d[complete.cases(d), ])
  terms <- c("g", if (nlevels(d$s) > 1) "s", if (!is.null(start)) "x")
  fit <- lm(reformulate(terms, "y"), d)
  cr2 <- vcovCR(fit, cluster = seq_len(nrow(d)), type = "CR2")
  test <- coef_test(fit, vcov = cr2, test = "Satterthwaite", coefs = "g")
  ci <- conf_int(fit, vcov = cr2, test = "Satterthwaite", coefs = "g")
  by <- split(d, d$s)
  sizes <- t(sapply(by, function(p) c(sum(p$g == 1), sum(p$g == 0))))
  list(estimate = test$beta, se = test$SE, df = ci$df, p = test$p_Satt, low = ci$CI_L, high = ci$CI_U,
       n = nrow(d), residual_df = fit$df.residual, singletons = sum(rowSums(sizes) == 1),
       one_group = sum(rowSums(sizes)[sizes[, 1] == 0 | sizes[, 2] == 0]))
}
stratified <- function(y, g, strata) {
  d <- data.frame(y, g, strata); d <- d[complete.cases(d), ]
  parts <- lapply(split(d, d$strata), function(p) {
    one <- p$y[p$g == 1]; zero <- p$y[p$g == 0]
    w <- length(one) * length(zero) / nrow(p)
    if (w == 0) c(0, 0) else c(w, w * (mean(one) - mean(zero)))
  })
  total <- Reduce(`+`, parts)
  total[2] / total[1]
}

data_sets <- c("veteran", "lung", "demonstration")
out <- lapply(setNames(data_sets, data_sets), function(name) {
  d <- read.csv(file.path("data", paste0("methods_", name, ".csv")))
  fine <- paste(d$stratum, d$o)  # unbalanced strata: of one group, of one row
  list(amount = adjusted(d$y, d$g, d$stratum, d$y0),
       without_start = adjusted(d$y, d$g, d$stratum),
       share_on_a_score = adjusted(d$b, d$g, d$stratum, d$y0),
       fine_strata = adjusted(d$y, d$g, fine, d$y0),
       fine_strata_without_start = adjusted(d$y, d$g, fine),
       no_strata = adjusted(d$y, d$g, rep(1, nrow(d)), d$y0),
       stratified = stratified(d$y, d$g, d$stratum),
       stratified_fine = stratified(d$y, d$g, fine))
})
a <- read.csv("data/anorexia.csv")
out$anorexia <- list(no_strata = adjusted(a$Postwt, as.integer(a$Treat == "FT"), rep(1, nrow(a)), a$Prewt))
save_output(out, "additive", "clubSandwich")
