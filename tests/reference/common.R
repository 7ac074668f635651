# What every reference script needs: data as CSV, raw output as JSON with versions.
suppressPackageStartupMessages(library(jsonlite))

export <- function(frame, name) write.csv(frame, file.path("data", paste0(name, ".csv")), row.names = FALSE, na = "")

save_output <- function(results, name, packages) {
  versions <- lapply(setNames(packages, packages), function(p) as.character(packageVersion(p)))
  content <- list(r = R.version.string, packages = versions, results = results)
  writeLines(toJSON(content, auto_unbox = TRUE, digits = NA, pretty = TRUE, na = "null"),
             file.path("output", paste0(name, ".json")))
}
