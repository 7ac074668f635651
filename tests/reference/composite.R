# Composite rank of arrears, pair by pair (as BuyseTest counts them, which is not in Debian): gone, then the stage of the
# procedure, then the debt; Brunner-Munzel from its definition, on R's mid-ranks.
source("common.R")

worse <- function(a, b) {  # 1 when a is worse than b, 1/2 when they are equal
  if (a$gone != b$gone) return(as.numeric(a$gone > b$gone))
  if (a$stage != b$stage) return(as.numeric(a$stage > b$stage))
  if (a$gone == 1 || a$debt == b$debt) return(1 / 2)
  as.numeric(a$debt > b$debt)
}
composite <- function(g, gone, stage, debt) {
  d <- data.frame(g, gone, stage, debt)
  d <- d[!is.na(d$gone) & !is.na(d$stage) & (d$gone == 1 | !is.na(d$debt)), ]
  one <- d[d$g == 1, ]; zero <- d[d$g == 0, ]
  wins <- sapply(seq_len(nrow(zero)), function(j) sapply(seq_len(nrow(one)), function(i) worse(one[i, ], zero[j, ])))
  n1 <- nrow(one); n0 <- nrow(zero)
  p <- mean(wins)
  s1 <- var(rowSums(wins)); s0 <- var(colSums(wins))  # the placements are the counts of pairs
  v1 <- s1 / (n1 * n0^2); v0 <- s0 / (n0 * n1^2)
  se <- sqrt(v1 + v0)
  df <- (v1 + v0)^2 / (v1^2 / (n1 - 1) + v0^2 / (n0 - 1))
  half <- qt(.975, df) * se
  list(n1 = n1, n0 = n0, estimate = p, se = se, df = df, low = max(0, p - half), high = min(1, p + half),
       p = 2 * pt(-abs((p - .5) / se), df))
}
data_sets <- c("veteran", "lung", "demonstration")
out <- lapply(setNames(data_sets, data_sets), function(name) {
  d <- read.csv(file.path("data", paste0("methods_", name, ".csv")))
  composite(d$g, ifelse(is.na(d$o), NA, d$event), d$o, d$y)
})
save_output(out, "composite", "stats")
