# Rscript psych.R points.csv > reference.csv: what R says of the same points. Made with Debian's r-cran-psych.
library(psych)
points <- read.csv(commandArgs(trailingOnly = TRUE)[1])
k <- ncol(points)
found <- alpha(points, check.keys = FALSE, warnings = FALSE)
rest <- sapply(1:k, function(i) {
  others <- points[, -i]
  mean <- rowMeans(others, na.rm = TRUE)
  mean[rowSums(!is.na(others)) < 3] <- NA
  cor(points[, i], mean, use = "complete.obs")
})
n <- sapply(1:k, function(i) sum(!is.na(points[, i]) & rowSums(!is.na(points[, -i])) >= 3))
low <- sapply(1:k, function(i) r.con(rest[i], n[i])[1])
high <- sapply(1:k, function(i) r.con(rest[i], n[i])[2])
facility <- colMeans(points, na.rm = TRUE)
answers <- colSums(!is.na(points))
half <- qt(.975, answers - 1) * apply(points, 2, sd, na.rm = TRUE) / sqrt(answers)
wilson <- sapply(1:k, function(i) {
  x <- points[!is.na(points[, i]), i]
  if (all(x %in% c(0, 1))) prop.test(sum(x), length(x), correct = FALSE)$conf.int else c(NA, NA)
})
# Right answers by fifths of whoever has a rest, equal ones together in the fifth of their middle; NA for graded items.
fifths <- sapply(1:k, function(i) {
  mean <- rowMeans(points[, -i], na.rm = TRUE)
  mean[rowSums(!is.na(points[, -i])) < 3] <- NA
  known <- !is.na(points[, i]) & !is.na(mean)
  if (!all(points[known, i] %in% c(0, 1))) return(rep(NA, 5))
  place <- (rank(mean[known], ties.method = "average") - .5) / sum(known)
  tapply(points[known, i], factor(pmin(4, floor(place * 5)), levels = 0:4), mean)
})
out <- list(alpha = found$total$raw_alpha, dropped = found$alpha.drop$raw_alpha, rest = rest, n = n, low = low,
            high = high, facility = facility, half = half, wilson_low = wilson[1, ], wilson_high = wilson[2, ],
            fifth1 = fifths[1, ], fifth2 = fifths[2, ], fifth3 = fifths[3, ], fifth4 = fifths[4, ], fifth5 = fifths[5, ])
for (name in names(out)) cat(paste(c(name, formatC(unname(out[[name]]), digits = 17, format = "g")), collapse = ","), "\n", sep = "")
