# What came before: slopes by unit and their difference, the change from the mean before, and the mean while still seen
# (ChickWeight: two diets; days 0 to 10 stand for the months before; chicks that died for the households that left).
source("common.R")
suppressPackageStartupMessages(library(clubSandwich))
chicks <- as.data.frame(ChickWeight)
chicks <- chicks[chicks$Diet %in% c(1, 2), ]
chicks$g <- as.integer(chicks$Diet == 2)
export(chicks[, c("Chick", "Time", "weight", "g")], "chicks")

before <- chicks[chicks$Time <= 10, ]
cr2 <- function(data, formula, coefficient = "did") {
  fit <- lm(formula, data)
  v <- vcovCR(fit, data$id, type = "CR2")
  test <- coef_test(fit, vcov = v, test = "Satterthwaite", coefs = coefficient)
  ci <- conf_int(fit, vcov = v, test = "Satterthwaite", coefs = coefficient)
  list(estimate = test$beta, se = test$SE, df = ci$df, p = test$p_Satt, low = ci$CI_L, high = ci$CI_U)
}

# One slope a unit with three known times or more, then Welch.
slope <- do.call(rbind, lapply(split(before, as.character(before$Chick)), function(d)
  if (nrow(d) < 3) NULL else data.frame(id = as.character(d$Chick[1]), g = d$g[1], b = coef(lm(weight ~ Time, d))[["Time"]])))
w <- t.test(b ~ factor(g, c(1, 0)), slope)
slopes <- list(id = slope$id, slope = slope$b, estimate = unname(w$estimate[1] - w$estimate[2]), se = w$stderr,
               p = w$p.value, low = w$conf.int[1], high = w$conf.int[2])

# The change from the mean before to day 20, as the interaction of the two-way model, units with both.
mean_before <- aggregate(weight ~ Chick + g, before[before$Chick %in% slope$id, ], mean)
later <- chicks[chicks$Time == 20, c("Chick", "weight")]
both <- merge(mean_before, later, by = "Chick", suffixes = c("0", "1"))
long <- rbind(data.frame(id = both$Chick, g = both$g, post = 0, y = both$weight0),
              data.frame(id = both$Chick, g = both$g, post = 1, y = both$weight1))
long$id <- factor(as.character(long$id)); long$did <- long$g * long$post
change <- cr2(long, y ~ id + post + did)

# The mean of the days 14 to 20 on which the unit is seen, each unit once, whatever became of it.
seen <- chicks[chicks$Time >= 14 & chicks$Time <= 20, ]
housed <- aggregate(weight ~ Chick + g, seen, mean)
h <- t.test(weight ~ factor(g, c(1, 0)), housed)
while_seen <- list(estimate = unname(h$estimate[1] - h$estimate[2]), se = h$stderr, p = h$p.value,
                   low = h$conf.int[1], high = h$conf.int[2], n = nrow(housed))

# The same at equal weight on day 12, every unit its own cluster.
start <- chicks[chicks$Time == 12, c("Chick", "weight")]
adjusted <- merge(housed, start, by = "Chick", suffixes = c("", "0"))
adjusted$id <- seq_len(nrow(adjusted))
while_adjusted <- c(cr2(adjusted, weight ~ g + weight0, "g"), n = nrow(adjusted))

save_output(list(slopes = slopes, change = change, while_seen = while_seen, while_adjusted = while_adjusted), "before_inclusion", "clubSandwich")
