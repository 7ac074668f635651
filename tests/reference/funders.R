# The indicators that funders ask for, on the clean truth: what the plan's method gives for each (additive, clubSandwich's
# CR2), and the crude comparison (Newcombe's interval of two shares from its formula; Welch's t for a mean).
source("common.R")
suppressPackageStartupMessages(library(clubSandwich))

adjusted <- function(y, g, strata, start = NULL) {
  d <- data.frame(y = y, g = g, s = factor(strata))
  if (!is.null(start)) d$x <- start
  d <- droplevels(d[complete.cases(d), ])
  fit <- lm(reformulate(c("g", "s", if (!is.null(start)) "x"), "y"), d)
  cr2 <- vcovCR(fit, cluster = seq_len(nrow(d)), type = "CR2")
  test <- coef_test(fit, vcov = cr2, test = "Satterthwaite", coefs = "g")
  ci <- conf_int(fit, vcov = cr2, test = "Satterthwaite", coefs = "g")
  list(estimation = test$beta, erreur_type = test$SE, p_valeur = test$p_Satt, ic_bas = ci$CI_L, ic_haut = ci$CI_U)
}
wilson <- function(x, n) {
  z <- qnorm(.975)
  (2 * x + z^2 + c(-1, 1) * z * sqrt(z^2 + 4 * x * (1 - x / n))) / (2 * (n + z^2))
}
shares <- function(y, g) {
  known <- !is.na(y)
  x <- sapply(c(1, 0), function(k) sum(y[known & g == k])); n <- sapply(c(1, 0), function(k) sum(known & g == k))
  p <- x / n; one <- wilson(x[1], n[1]); zero <- wilson(x[2], n[2]); gap <- p[1] - p[2]
  list(estimation = gap, valeur_accompagnes = p[1], valeur_temoins = p[2], n_accompagnes = n[1], n_temoins = n[2],
       ic_bas = gap - sqrt((p[1] - one[1])^2 + (zero[2] - p[2])^2),
       ic_haut = gap + sqrt((one[2] - p[1])^2 + (p[2] - zero[1])^2))
}
means <- function(y, g) {
  test <- t.test(y[g == 1], y[g == 0])
  list(estimation = unname(diff(rev(test$estimate))), ic_bas = test$conf.int[1], ic_haut = test$conf.int[2],
       p_valeur = test$p.value, n_accompagnes = sum(!is.na(y[g == 1])), n_temoins = sum(!is.na(y[g == 0])))
}

d <- read.csv("data/funders.csv")
out <- list(
  impaye_3mois = list(ajustee = adjusted(d$impaye_3mois, d$g, d$profil, d$impaye_mois_t0),
                      difference_brute = shares(d$impaye_3mois, d$g)),
  impaye_12mois = list(difference_brute = shares(d$impaye_12mois, d$g)),
  paiement_regulier = list(ajustee = adjusted(d$paiement_regulier, d$g, d$profil),
                           difference_brute = means(d$paiement_regulier, d$g)))
save_output(out, "funders", "clubSandwich")
