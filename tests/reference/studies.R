# The methods beside those of the plan, on veteran, lung and the demonstration: the columns of each are taken as numbers
# of the type that a method wants, whatever they mean. What Debian's R has under the name of no package (wild bootstrap,
# Rosenbaum's and Lee's bounds, tipping point, Fieller, plane of costs) is written from its definition.
source("common.R")
suppressPackageStartupMessages({
  library(sandwich); library(MASS); library(survey); library(survival); library(coin); library(mvtnorm); library(nlme)
  library(vegan); library(cluster); library(fpc)
})
z <- qnorm(.975)
draws <- 50000
tied <- function(drawn, observed) mean(abs(drawn) >= abs(observed) * (1 - 1e-9))

# Freedman-Lane: twenty orders of the residuals within strata, a regression with HC3 each.
freedman_lane <- function(d) {
  d <- d[complete.cases(d[c("y", "y0", "stratum")]), ]; d$s <- factor(d$stratum)
  t3 <- function(m) coef(m)[["g"]] / sqrt(vcovHC(m, "HC3")["g", "g"])
  m0 <- lm(y ~ y0 + s, d); m <- lm(y ~ y0 + s + g, d)
  orders <- t(replicate(20, ave(seq_len(nrow(d)), d$stratum, FUN = function(i) i[sample.int(length(i))])))
  list(orders = orders - 1, estimate = coef(m)[["g"]], se = sqrt(vcovHC(m, "HC3")["g", "g"]), observed = t3(m),
       statistics = apply(orders, 1, function(o) { d$star <- fitted(m0) + resid(m0)[o]; t3(lm(star ~ y0 + s + g, d)) }))
}
# Log-rank of twenty exchanges of the groups within strata.
exchanged_log_rank <- function(d) {
  groups <- t(replicate(20, ave(d$g, d$stratum, FUN = function(v) v[sample.int(length(v))])))
  list(groups = groups, chi = apply(groups, 1, function(g) survdiff(Surv(d$months, d$event) ~ g)$chisq))
}
max_t <- function(d) {
  d <- d[complete.cases(d[c("y", "b", "o", "y0", "stratum")]), ]
  it <- independence_test(y + b + o + y0 ~ factor(g, levels = 1:0) | factor(stratum), d,
                          distribution = approximate(nresample = draws))
  list(draws = draws, n = nrow(d), p = as.numeric(pvalue(it, method = "step-down")))
}
# Wild cluster bootstrap, every pattern of Webb's weights at once.
wild <- function(d) {
  d <- d[complete.cases(d[c("y", "y0", "cluster")]), ]
  m <- lm(y ~ y0 + g, d); m0 <- lm(y ~ y0, d)
  X <- model.matrix(m); H <- X %*% solve(crossprod(X), t(X)); a <- (solve(crossprod(X)) %*% t(X))["g", ]
  cl <- match(d$cluster, sort(unique(d$cluster))); G <- max(cl)
  webb <- c(-sqrt(1.5), -1, -sqrt(.5), sqrt(.5), 1, sqrt(1.5))
  w <- t(as.matrix(expand.grid(rep(list(webb), G))))[cl, , drop = FALSE]
  Y <- fitted(m0) + resid(m0) * w
  drawn <- drop(a %*% Y) / sqrt(colSums(rowsum(a * (Y - H %*% Y), cl)^2))
  observed <- coef(m)[["g"]] / sqrt(vcovCL(m, ~ cluster, type = "HC0", cadjust = FALSE)["g", "g"])
  list(clusters = G, patterns = ncol(w), estimate = coef(m)[["g"]],
       se = sqrt(vcovCL(m, ~ cluster, type = "HC1")["g", "g"]), p = tied(drawn, observed))
}
odds <- function(d) {
  m <- polr(factor(o) ~ g, d[complete.cases(d["o"]), ], Hess = TRUE, control = list(reltol = 1e-15, maxit = 1000))
  b <- coef(m)[["g"]]; se <- sqrt(vcov(m)["g", "g"])
  list(estimate = exp(b), se = se, low = exp(b - z * se), high = exp(b + z * se), p = 2 * pnorm(-abs(b / se)))
}
quasi <- function(d) {
  d <- d[complete.cases(d[c("n", "t")]), ]
  s <- summary(glm(n ~ g + offset(log(t)), quasipoisson, d, epsilon = 1e-14, maxit = 100))
  b <- s$coefficients["g", 1]; se <- s$coefficients["g", 2]; q <- qt(.975, nrow(d) - 2)
  list(estimate = exp(b), se = se, low = exp(b - q * se), high = exp(b + q * se), p = s$coefficients["g", 4])
}
interaction <- function(d) {
  d <- d[complete.cases(d[c("y", "stratum")]), ]; d$s <- as.integer(d$stratum == 1)
  m <- lm(y ~ g * s, d); b <- coef(m)[["g:s"]]; se <- sqrt(vcovHC(m, "HC2")["g:s", "g:s"])
  v <- tapply(d$y, list(d$g, d$s), var); n <- table(d$g, d$s)
  df <- sum(v / n)^2 / sum((v / n)^2 / (n - 1)); q <- qt(.975, df)
  list(estimate = b, se = se, low = b - q * se, high = b + q * se, p = 2 * pt(-abs(b / se), df))
}
e_value <- function(d) {
  d <- d[complete.cases(d["b"]), ]; p <- tapply(d$b, d$g, mean); n <- table(d$g)
  r <- p[["1"]] / p[["0"]]; s <- sqrt(sum((1 - p) / (p * n)))
  ev <- function(r) { r <- max(r, 1 / r); r + sqrt(r * (r - 1)) }
  low <- r * exp(-z * s); high <- r * exp(z * s)
  list(ratio = r, low = low, high = high, estimate = ev(r),
       bound = if (low > 1) ev(low) else if (high < 1) ev(high) else 1)
}
# Pairs: the k-th of one group with the k-th of the other. All signs of the first fifteen.
hidden_bias <- function(d) {
  take <- function(c) { one <- d[d$g == 1 & !is.na(d[[c]]), c]; zero <- d[d$g == 0 & !is.na(d[[c]]), c]
    n <- min(length(one), length(zero)); one[1:n] - zero[1:n] }
  x <- take("y")[1:15]; r <- rank(abs(x)); signs <- as.matrix(expand.grid(rep(list(0:1), sum(x != 0))))
  sums <- drop(signs %*% r[x != 0]); up <- rowSums(signs)
  bound <- function(gamma) { p <- gamma / (1 + gamma)
    sum((p^up * (1 - p)^(ncol(signs) - up))[sums >= sum(r[x > 0]) - 1e-9]) }
  b <- take("b"); T <- sum(b > 0); D <- sum(b != 0)
  list(differences = x, signed_rank = sapply(c(1, 1.5, 2, 4), bound), coin = as.numeric(pvalue(wilcoxsign_test(
         x ~ zero, data.frame(x = x, zero = 0), distribution = "exact", alternative = "greater", zero.method = "Pratt"))),
       for_treated = T, discordant = D,
       mcnemar = sapply(c(1, 2, 5), function(g) binom.test(T, D, g / (1 + g), "greater")$p.value))
}
# Posterior of p1 - p0: log odds ratio normal, the share midway uniform; nested integration on the logit scale.
posterior <- function(d) {
  d <- d[complete.cases(d["b"]), ]
  x <- tapply(d$b, d$g, sum); n <- as.numeric(table(d$g)); names(n) <- c("0", "1")
  reading <- function(s) {
    ends <- function(k) qlogis((x[[k]] + .5) / (n[[k]] + 1)) + c(-9, 9) / sqrt(n[[k]] * ((x[[k]] + .5) / (n[[k]] + 1)) *
                                                                           (1 - (x[[k]] + .5) / (n[[k]] + 1)))
    top <- dbinom(x[["1"]], n[["1"]], x[["1"]] / n[["1"]]) * dbinom(x[["0"]], n[["0"]], x[["0"]] / n[["0"]])
    joint <- function(l1, l0) dbinom(x[["1"]], n[["1"]], plogis(l1)) * dbinom(x[["0"]], n[["0"]], plogis(l0)) / top *
      dnorm(l1 - l0, 0, s) * dlogis((l1 + l0) / 2)
    inner <- function(f, l0, from) if (from >= ends("1")[2]) 0 else
      integrate(function(l1) f(l1, l0) * joint(l1, l0), max(from, ends("1")[1]), ends("1")[2], rel.tol = 1e-9,
                subdivisions = 500)$value
    over <- function(f, from = function(l0) -Inf) integrate(function(u) sapply(u, function(l0) inner(f, l0, from(l0))),
                                                            ends("0")[1], ends("0")[2], rel.tol = 1e-8, subdivisions = 500)$value
    one <- function(a, b) 1 + 0 * a; total <- over(one)
    list(mean = over(function(a, b) plogis(a) - plogis(b)) / total, above = over(one, function(l0) l0) / total,
         above10 = over(one, function(l0) if (plogis(l0) > .9) Inf else qlogis(plogis(l0) + .1)) / total)
  }
  list(counts = c(x[["1"]], n[["1"]], x[["0"]], n[["0"]]), sceptical = reading(log(4) / 1.96), neutral = reading(1.5))
}
# Missing outcomes: every fifth y taken away.
holed <- function(d) { d$y[seq(1, nrow(d), 5)] <- NA; d[complete.cases(d[c("y0", "stratum")]), ] }
weighted <- function(d) {
  d <- holed(d)
  w <- numeric(nrow(d))
  for (k in 0:1) { i <- d$g == k
    w[i] <- 1 / fitted(glm(!is.na(y) ~ y0 + stratum, binomial, d[i, ], epsilon = 1e-14, maxit = 100)) }
  s <- !is.na(d$y)
  part <- lapply(1:0, function(k) { i <- s & d$g == k
    m <- svymean(~y, svydesign(~1, weights = ~w, data = data.frame(y = d$y[i], w = w[i]))); c(coef(m), SE(m), sum(i)) })
  b <- part[[1]][[1]] - part[[2]][[1]]; v <- sapply(part, function(p) p[[2]]^2); n <- sapply(part, function(p) p[[3]])
  df <- sum(v)^2 / sum(v^2 / (n - 1)); se <- sqrt(sum(v)); q <- qt(.975, df)
  list(weights = w[s], estimate = b, se = se, low = b - q * se, high = b + q * se, p = 2 * pt(-abs(b / se), df),
       effective = sapply(1:0, function(k) sum(w[s & d$g == k])^2 / sum(w[s & d$g == k]^2)))
}
tipping <- function(d) {
  d <- holed(d); y <- split(d$y, d$g); test <- t.test(y[["1"]], y[["0"]])
  m <- mean(is.na(y[["1"]])); N <- length(y[["1"]]); q <- qt(.975, test$parameter)
  gap <- unname(test$estimate[1] - test$estimate[2])
  bound <- function(delta) abs(gap + m * delta) - q * sqrt(test$stderr^2 + delta^2 * m * (1 - m) / N)
  # The nearest root on either side, by uniroot from a grid.
  grid <- seq(-400, 400, .5) * test$stderr; s <- sign(sapply(grid, bound)); k <- which(diff(s) != 0)
  roots <- sapply(k, function(i) uniroot(bound, grid[i + 0:1], tol = 1e-12)$root)
  list(to_zero = -gap / m, to_limit = if (length(roots)) roots[which.min(abs(roots))] else NULL)
}
# Lee: each value repeated until the cut falls between two of them.
bounds <- function(d) {
  d <- holed(d); y <- split(d$y, d$g); n <- sapply(y, length); y <- lapply(y, function(v) sort(v[!is.na(v)])); m <- sapply(y, length)
  ends <- function(values, copies, kept) { all <- rep(values, each = copies)
    c(mean(all[seq_len(kept)]), mean(rev(all)[seq_len(kept)])) }
  cross <- n[["1"]] * n[["0"]]
  cut <- function(k, other, share) ends(y[[k]], n[[other]], round(share / cross * n[[k]] * n[[other]]))
  least <- min(m[["1"]] * n[["0"]], m[["0"]] * n[["1"]]); both <- m[["1"]] * n[["0"]] + m[["0"]] * n[["1"]] - cross
  range <- function(share) { one <- cut("1", "0", share); zero <- cut("0", "1", share)
    list(low = one[1] - zero[2], high = one[2] - zero[1]) }
  list(lee = range(least), neither = range(both))
}
# An event that takes the value away is worse than any value seen: P(X > Y) + P(X = Y) / 2 by the rank sum.
worst_rank <- function(d) {
  lost <- d$event == 1 & seq_len(nrow(d)) %% 2 == 1
  u <- ifelse(lost, Inf, d$y); keep <- !is.na(u)
  r <- rank(u[keep]); g <- d$g[keep]
  w <- suppressWarnings(wilcox.test(r[g == 1], r[g == 0]))
  list(lost = as.integer(lost), estimate = unname(w$statistic) / prod(table(g)))
}
spearman <- function(d) {
  d <- d[complete.cases(d[c("y", "y0")]), ]
  r <- suppressWarnings(cor.test(d$y, d$y0, method = "spearman"))$estimate[[1]]
  h <- z * sqrt((1 + r^2 / 2) / (nrow(d) - 3))
  list(estimate = r, low = tanh(atanh(r) - h), high = tanh(atanh(r) + h))
}
describe <- function(d) {
  gap <- function(x) { a <- x[d$g == 1 & !is.na(x)]; b <- x[d$g == 0 & !is.na(x)]
    (mean(a) - mean(b)) / sqrt((var(a) + var(b)) / 2) }
  share <- prop.table(table(factor(d$o), d$g), 2)[-1, , drop = FALSE]; S <- function(p) diag(p, length(p)) - p %o% p
  diff <- share[, "1"] - share[, "0"]; V <- (S(share[, "1"]) + S(share[, "0"])) / 2
  list(quartiles = unname(quantile(d$y, c(.25, .5, .75), type = 7, na.rm = TRUE)), y0 = gap(d$y0),
       distance = sqrt(mahalanobis(diff, rep(0, length(diff)), ginv(V), inverted = TRUE)))
}
matching <- function(d) {
  d <- d[complete.cases(d[c("y", "y0", "n")]), ]
  v <- rbind(head(d[d$g == 1, ], 8), head(d[d$g == 0, ], 12))[, c("y", "y0", "n")]
  ranks <- sapply(v, rank); up <- sqrt(var(1:20) / diag(cov(ranks)))
  inverse <- ginv(diag(up) %*% cov(ranks) %*% diag(up))
  distance <- t(sapply(1:8, function(i) sqrt(mahalanobis(ranks[9:20, ], ranks[i, ], inverse, inverted = TRUE))))
  best <- Inf
  for (rows in combn(8, 2, simplify = FALSE)) for (k in combn(12, 2, simplify = FALSE))
    best <- min(best, distance[rows[1], k[1]] + distance[rows[2], k[2]], distance[rows[1], k[2]] + distance[rows[2], k[1]])
  list(distance = unname(distance), best_of_two = best)
}
# Ward's groups of standardised values without ties, their silhouettes, their bootstrap.
groups <- function(d) {
  d <- d[complete.cases(d[c("y", "y0", "months", "n")]), ]
  x <- scale(d[, c("y", "y0", if (sd(d$months) > 1) "months" else "n")]); x <- x[!duplicated(x), ]
  plain <- dist(x); labels <- cutree(hclust(plain, "ward.D2"), 3)
  capture.output(boot <- clusterboot(plain, B = 500, bootmethod = "boot", distances = TRUE, clustermethod = disthclustCBI,
                                     method = "ward.D2", k = 3, cut = "number", seed = 20150101, count = FALSE))
  list(values = unname(x), labels = as.integer(labels), widths = as.numeric(silhouette(labels, plain)[, "sil_width"]),
       stability = list(labels = as.integer(boot$partition), mean = boot$bootmean,
                        sd = apply(boot$bootresult, 1, sd, na.rm = TRUE), draws = 500))
}
# Fieller's interval of the ratio of two means of the same units; a plane of costs and its wedge.
fieller <- function(d) {
  d <- d[d$g == 1 & complete.cases(d[c("y", "t")]), ]; n <- nrow(d); V <- cov(d[c("y", "t")]) / n
  a <- mean(d$y); b <- mean(d$t)
  f <- function(r) (a - r * b)^2 - z^2 * (V[1, 1] - 2 * r * V[1, 2] + r^2 * V[2, 2])
  far <- 50 * sqrt(V[1, 1] / b^2 + abs(a / b)^2 * V[2, 2] / b^2)
  list(inputs = c(a, b, V[1, 1], V[2, 2], V[1, 2]), estimate = a / b, low = uniroot(f, c(a / b - far, a / b), tol = 1e-13)$root,
       high = uniroot(f, c(a / b, a / b + far), tol = 1e-13)$root)
}
plane <- function(d) {
  d <- d[complete.cases(d[c("y", "b")]), ]; part <- split(d, d$g)
  if (mean(part[["1"]]$b) <= mean(part[["0"]]$b)) part <- lapply(part, function(p) transform(p, b = 1 - b))
  mean_of <- function(p, i) colMeans(p[i, c("y", "b")])
  drawn <- t(replicate(199, mean_of(part[["1"]], sample.int(nrow(part[["1"]]), replace = TRUE)) -
                            mean_of(part[["0"]], sample.int(nrow(part[["0"]]), replace = TRUE))))
  at <- mean_of(part[["1"]], TRUE) - mean_of(part[["0"]], TRUE)
  point <- complex(real = at[[2]], imaginary = at[[1]])
  turned <- Arg(complex(real = drawn[, 2], imaginary = drawn[, 1]) / point)  # the angle from the estimate
  ends <- quantile(turned, c(.025, .975)) + Arg(point)
  prices <- c(0, 1, 2, 5) * abs(at[[1]] / at[[2]])
  list(cost = drawn[, 1], effect = drawn[, 2], at = unname(at), estimate = at[[1]] / at[[2]],
       low = if (abs(ends[[1]]) < pi / 2) tan(ends[[1]]) else NULL, high = if (abs(ends[[2]]) < pi / 2) tan(ends[[2]]) else NULL,
       prices = prices, acceptable = sapply(prices, function(p) mean(p * drawn[, 2] - drawn[, 1] > 0)))
}
set.seed(20150101)
study <- function(name) {
  d <- read.csv(file.path("data", paste0("methods_", name, ".csv")))
  list(freedman_lane = freedman_lane(d), log_rank = exchanged_log_rank(d), max_t = max_t(d), wild = wild(d), odds = odds(d),
       quasi = quasi(d), interaction = interaction(d), e_value = e_value(d), hidden_bias = hidden_bias(d),
       posterior = posterior(d), weighted = weighted(d), tipping = tipping(d), bounds = bounds(d),
       worst_rank = worst_rank(d), spearman = spearman(d), describe = describe(d), matching = matching(d),
       fieller = fieller(d), plane = plane(d), groups = groups(d))
}
studies <- sapply(c("veteran", "lung", "demonstration"), study, simplify = FALSE)

# Panels: changes since the start, Welch at each time, the critical value of the band by the multivariate normal law.
chicks <- reshape(as.data.frame(ChickWeight)[ChickWeight$Diet %in% c(1, 3), c("weight", "Time", "Chick", "Diet")], idvar = c("Chick", "Diet"),
                  timevar = "Time", direction = "wide")
times <- paste0("weight.", c(4, 8, 12, 16, 20))
export(data.frame(setNames(chicks[times] - chicks$weight.0, paste0("t", 1:5)), g = as.integer(chicks$Diet == 3)), "panel_chicks")
teeth <- reshape(as.data.frame(Orthodont), idvar = c("Subject", "Sex"), timevar = "age", direction = "wide")
export(data.frame(setNames(teeth[paste0("distance.", c(10, 12, 14))] - teeth$distance.8, paste0("t", 1:3)),
                  g = as.integer(teeth$Sex == "Female")), "panel_teeth")
path <- function(name) {
  d <- read.csv(file.path("data", paste0("panel_", name, ".csv"))); y <- as.matrix(d[names(d) != "g"])
  one <- apply(y, 2, function(v) { t <- t.test(v[d$g == 1], v[d$g == 0]); c(t$estimate[1] - t$estimate[2], t$stderr) })
  # What each unit brings to the estimates; nothing where it is not seen.
  influence <- sapply(seq_len(ncol(y)), function(k) {
    v <- y[, k]; u <- ave(v, d$g, FUN = function(x) (x - mean(x, na.rm = TRUE)) / sqrt(sum(!is.na(x)) * (sum(!is.na(x)) - 1)))
    u <- ifelse(d$g == 1, u, -u) / one[2, k]; ifelse(is.na(u), 0, u) })
  list(difference = unname(one[1, ]), se = unname(one[2, ]), critical = qmvnorm(.95, tail = "both.tails",
         corr = cov2cor(crossprod(influence)), algorithm = GenzBretz(abseps = 1e-5, maxpts = 5e5))$quantile)
}
set.seed(1)
panels <- sapply(c("chicks", "teeth", "demonstration"), path, simplify = FALSE)

# Trials in clusters: successes by child, by kind of snail, months without arrears by household.
children <- aggregate(cbind(hits = y == "y", trials = 1) ~ ID, bacteria, sum)
kinds <- aggregate(cbind(hits = Deaths, trials = N) ~ Species + Exposure + Rel.Hum, snails, sum)
states <- read.csv("data/states_demonstration.csv")
most <- names(which.max(table(unlist(strsplit(states$sequence, "")))))
months <- data.frame(hits = nchar(gsub(paste0("[^", most, "]"), "", states$sequence)), trials = nchar(states$sequence))
cluster_share <- function(f) { r <- svyratio(~hits, ~trials, svydesign(ids = ~1, weights = ~1, data = f))
  list(hits = f$hits, trials = f$trials, share = as.numeric(r$ratio), error = as.numeric(SE(r))) }

# Pathways: Needleman & Wunsch cell by cell, silhouettes of given groups, discrepancy of two.
align <- function(a, b, s, indel) {
  D <- outer(0:length(a), 0:length(b), "+") * indel
  for (i in seq_along(a)) for (j in seq_along(b))
    D[i + 1, j + 1] <- min(D[i, j] + s[a[i], b[j]], D[i, j + 1] + indel, D[i + 1, j] + indel)
  D[length(a) + 1, length(b) + 1]
}
pathways <- function(text, g) {
  letters <- sort(unique(unlist(strsplit(text, "")))); x <- lapply(strsplit(text, ""), match, letters); n <- length(x)
  s <- 2 - 2 * diag(length(letters)); d <- matrix(0, n, n)
  for (i in seq_len(n - 1)) for (j in (i + 1):n) d[i, j] <- d[j, i] <- align(x[[i]], x[[j]], s, 1)
  a <- adonis2(as.dist(sqrt(d)) ~ g, permutations = 9999); labels <- rep(1:3, length.out = n)
  list(group = g, distances = d, labels = labels, widths = as.numeric(silhouette(labels, as.dist(d))[, "sil_width"]),
       r2 = a$R2[1], f = a$F[1], p = a$`Pr(>F)`[1], draws = 9999)
}
siblings <- read.csv("data/dyadic_children.csv", colClasses = "character")$sequence
set.seed(20150101)
sequences <- list(dyadic_children = pathways(siblings, rep(0:1, length.out = length(siblings))),
                  demonstration = pathways(head(states$sequence, 20), head(states$g, 20)))

save_output(list(studies = studies, panels = panels, clustered = list(bacteria = cluster_share(children),
              snails = cluster_share(kinds), demonstration = cluster_share(months)), pathways = sequences), "studies",
            c("sandwich", "MASS", "survey", "survival", "coin", "mvtnorm", "nlme", "vegan", "cluster", "fpc"))
