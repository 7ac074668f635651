# A cause that nobody measured (Cinelli and Hazlett 2020) and shares standardised on strata. sensemakr is not in Debian:
# partial R² come from anova() of nested lm(), strengths and bounds from the paper's equations, multiples by uniroot().
source("common.R")

partial <- function(reduced, full) 1 - deviance(full) / deviance(reduced)
hidden <- function(d, outcome, others) {
  f <- function(y, x) reformulate(x, y)
  m <- lm(f(outcome, c("g", others)), d)
  b <- summary(m)$coefficients["g", ]; df <- df.residual(m)
  interval <- confint(m)["g", ]
  adjusted <- function(rd, ry) {
    se <- b[[2]] * sqrt((1 - ry) / (1 - rd)) * sqrt(df / (df - 1))
    e <- sign(b[[1]]) * max(abs(b[[1]]) - b[[2]] * sqrt(df * ry * rd / (1 - rd)), 0)
    c(e, se, e - qt(.975, df - 1) * se, e + qt(.975, df - 1) * se)
  }
  # Robustness: the common partial R² at which the estimate, then the bound, is 0; the outcome's share any up to it.
  f1 <- function(r) abs(b[[1]]) - b[[2]] * sqrt(df * r * r / (1 - r))
  least_t <- function(rd, ry) { # over the links with the outcome up to ry
    t <- function(r) { a <- adjusted(rd, r); abs(a[1]) / a[2] }
    min(t(0), t(min(ry, .9999999)), optimize(t, c(0, ry), tol = 1e-10)$objective)
  }
  f2 <- function(r) least_t(r, r) - qt(.975, df - 1)
  rv <- uniroot(f1, c(1e-9, 1 - 1e-9), tol = 1e-13)$root
  rva <- if (f2(1e-9) <= 0) 0 else uniroot(f2, c(1e-9, rv), tol = 1e-12)$root
  benchmarks <- lapply(setNames(others, others), function(j) {
    rest <- setdiff(others, j)
    rd <- partial(lm(f("g", if (length(rest)) rest else "1"), d), lm(f("g", others), d))
    ry <- partial(lm(f(outcome, c("g", rest)), d), m)
    strength <- function(k) {
      q <- k * rd^2 / ((1 - k * rd) * (1 - rd))
      c(k * rd / (1 - rd), min(((sqrt(k) + sqrt(q)) / sqrt(1 - q))^2 * ry / (1 - ry), 1))
    }
    most <- (1 - rd) / rd * (1 - 1e-9)
    gap <- function(k) { s <- strength(k); abs(b[[1]]) - b[[2]] * sqrt(df * s[2] * s[1] / (1 - s[1])) }
    reach <- function(k) { s <- strength(k); least_t(s[1], s[2]) - qt(.975, df - 1) }
    to_null <- uniroot(gap, c(1e-9, most), tol = 1e-12)$root
    list(treatment = rd, outcome = ry, once = adjusted(strength(1)[1], strength(1)[2]), to_null = to_null,
         to_reach = if (rva == 0) 0 else uniroot(reach, c(1e-9, to_null), tol = 1e-12)$root)
  })
  list(estimate = b[[1]], se = b[[2]], low = interval[[1]], high = interval[[2]], p = b[[4]], df = df,
       robustness = rv, robustness_of_interval = rva, benchmarks = benchmarks)
}

# Direct standardisation by the fitted shares of the saturated model; Wilson's limits by prop.test().
standardised <- function(d) {
  d <- d[complete.cases(d[c("b", "stratum")]), ]
  d$s <- factor(d$stratum)
  m <- glm(b ~ factor(g) * s, binomial, d, epsilon = 1e-14, maxit = 100)
  estimate <- mean(predict(m, transform(d, g = 1), type = "response") - predict(m, transform(d, g = 0), type = "response"))
  cell <- function(g, s) { y <- d$b[d$g == g & d$s == s]
    w <- suppressWarnings(prop.test(sum(y), length(y), correct = FALSE))$conf.int; c(mean(y), w[1], w[2]) }
  parts <- sapply(levels(d$s), function(s) {
    w <- mean(d$s == s); one <- cell(1, s); zero <- cell(0, s)
    w^2 * c((one[1] - one[2])^2 + (zero[3] - zero[1])^2, (one[3] - one[1])^2 + (zero[1] - zero[2])^2)
  })
  list(estimate = estimate, low = estimate - sqrt(sum(parts[1, ])), high = estimate + sqrt(sum(parts[2, ])))
}

veteran <- read.csv("data/methods_veteran.csv")
lung <- read.csv("data/methods_lung.csv")
cars <- read.csv("data/mtcars_4_6.csv")
cars$g <- cars$am
whole <- function(d, names) d[complete.cases(d[names]), ]
save_output(list(
  hidden = list(
    veteran = hidden(whole(veteran, c("y", "y0", "b")), "y", c("y0", "b")),
    lung = hidden(whole(lung, c("y", "y0", "b")), "y", c("y0", "b")),
    cars = hidden(cars, "mpg", c("wt", "hp")),
    light_cars = hidden(cars, "mpg", c("drat", "qsec"))),
  standardised = lapply(list(veteran = veteran, lung = lung), standardised)
), "hidden_cause", "stats")
