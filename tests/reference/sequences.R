# Optimal matching, Ward, silhouettes, bootstrap of a partition, discrepancy of two groups, clustered proportions.
source("common.R")
suppressPackageStartupMessages({library(cluster); library(fpc); library(vegan); library(survey)})

mvad <- read.csv("data/mvad.csv", stringsAsFactors = FALSE)
states <- c("E", "F", "H", "J", "S", "T")
seqs <- t(sapply(strsplit(mvad$sequence, ""), function(s) match(s, states)))

# Transition-rate costs with the survey's weights, as the article computes them.
rates <- function(x, w) {
  n <- matrix(0, 6, 6)
  for (t in 1:(ncol(x) - 1)) n <- n + xtabs(w ~ factor(x[, t], 1:6) + factor(x[, t + 1], 1:6))
  n / rowSums(n)
}
p <- unclass(rates(seqs, mvad$weight)); dimnames(p) <- NULL
costs <- 2 - p - t(p); diag(costs) <- 0

# Needleman & Wunsch as it stands in the textbook, cell by cell, all pairs of distinct sequences at once.
om <- function(x, s, indel) {
  key <- apply(x, 1, paste, collapse = ""); first <- which(!duplicated(key)); u <- x[first, ]
  pairs <- which(upper.tri(diag(nrow(u))), arr.ind = TRUE); a <- u[pairs[, 1], ]; b <- u[pairs[, 2], ]
  len <- ncol(x); last <- matrix(rep((0:len) * indel, each = nrow(pairs)), nrow(pairs))
  for (i in 1:len) {
    row <- matrix(0, nrow(pairs), len + 1); row[, 1] <- i * indel
    for (j in 1:len) row[, j + 1] <- pmin(last[, j] + s[cbind(a[, i], b[, j])], last[, j + 1] + indel, row[, j] + indel)
    last <- row
  }
  d <- matrix(0, nrow(u), nrow(u)); d[pairs] <- last[, len + 1]; d <- d + t(d)
  where <- match(key, key[first]); d[where, where]
}
d <- om(seqs, costs, 1)
four <- cutree(as.hclust(agnes(as.dist(d), diss = TRUE, method = "ward")), 4)
stopifnot(sort(table(four)) == c(100, 153, 194, 265)) # the article's figure 13

# Sixty sequences: what the functions of cluster, vegan and fpc make of the same distances.
k <- 60
small <- d[1:k, 1:k]
set.seed(20150101)
group <- mvad$gcse5eq[1:k]; block <- mvad$male[1:k]
free <- adonis2(as.dist(sqrt(small)) ~ group, permutations = 99999)
within <- adonis2(as.dist(sqrt(small)) ~ group, permutations = how(nperm = 99999, blocks = factor(block)))

# Ward, silhouettes and their bootstrap on distances without ties: the veteran data, standardised.
veteran <- survival::veteran
plain <- dist(scale(veteran[, c("time", "karno", "diagtime", "age")]))
tree <- hclust(plain, "ward.D2")
cuts <- lapply(2:6, function(n) {
  labels <- cutree(tree, n); s <- silhouette(labels, plain)
  list(number = n, labels = as.integer(labels), widths = as.numeric(s[, "sil_width"]))
})
boot <- clusterboot(plain, B = 2000, bootmethod = "boot", distances = TRUE, clustermethod = disthclustCBI,
                    method = "ward.D2", k = 4, cut = "number", seed = 20150101, count = FALSE)

# A proportion whose trials come in clusters.
set.seed(7)
trials <- 1 + rpois(30, 8); hits <- rbinom(30, trials, rbeta(30, 1, 3))
ratio <- svyratio(~hits, ~trials, svydesign(ids = ~1, weights = ~1, data = data.frame(hits, trials)))

save_output(list(costs = costs, distances = small, ward_sizes = as.integer(sort(table(four), decreasing = TRUE)),
                 discrepancy = list(group = group, block = block, r2 = free$R2[1], f = free$F[1], p = free$`Pr(>F)`[1],
                                    p_within = within$`Pr(>F)`[1], draws = 99999),
                 cuts = cuts, stability = list(number = 4, labels = as.integer(boot$partition), mean = boot$bootmean,
                                               sd = apply(boot$bootresult, 1, sd, na.rm = TRUE), draws = 2000),
                 clustered = list(hits = hits, trials = trials, share = as.numeric(ratio$ratio),
                                  error = as.numeric(SE(ratio)))),
            "sequences", c("cluster", "vegan", "fpc", "survey", "survival"))
