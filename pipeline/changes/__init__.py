"""What differs between two runs: files received, findings, numbers and statements; frames in, frames out, no file."""
